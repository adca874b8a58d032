"""What the text of a query says before it is run: whether it reaches out, and in which order it names its columns.

No parser: the tokens of SPARQL, with comments, strings and IRIs told apart from words, are enough for both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import QuerySolutions

__all__ = ["forbidden", "spelled_out", "without_silent_services"]

_TOKENS = re.compile(
    r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|[?$]\w+|[\w.\-]*:[\w.\-]*|\w+|[{}*]",
    re.S,
)


def _tokens(text: str) -> list[re.Match[str]]:
    return [t for t in _TOKENS.finditer(text) if t.group()[0] != "#"]


def forbidden(text: str) -> str | None:
    """The word in a query that reaches outside the graph (SERVICE, LOAD), outside of strings, names and comments.

    >>> forbidden('SELECT ?service { ?service ex:load "SERVICE" }') is None
    True
    >>> forbidden("SELECT * { SERVICE<http://x/>{} }"), forbidden("SELECT * { SERVICE:x {} }")
    ('SERVICE', 'SERVICE')
    """
    tokens = (t.group() for t in _tokens(text) if t.group()[0] not in "<\"'?$")
    # "SERVICE:x" may be the keyword and a name without a prefix, so what stands before the colon counts as a word
    words = (re.split(r"[.\-]", token.partition(":")[0])[-1].upper() for token in tokens)
    return next((w for w in words if w in ("SERVICE", "LOAD")), None)


def _variables(tokens: Sequence[re.Match[str]]) -> list[str]:
    """The variables in order of their first appearance, without ? or $."""
    return list(dict.fromkeys(t.group()[1:] for t in tokens if t.group()[0] in "?$"))


def without_silent_services(text: str) -> str:
    """The query with one empty solution for each ``SERVICE SILENT … { … }``, because no endpoint may be reached.

    That is what SPARQL 1.1 Federated Query makes of a silent service that fails. Its variables stay in
    scope, so that ``SELECT *`` has their columns.

    >>> without_silent_services("SELECT * { ?a ?b ?c SERVICE SILENT <http://x/> { ?c ?p { ?o ?q 1 } } }")
    'SELECT * { ?a ?b ?c { VALUES (?c ?p ?o ?q) { (UNDEF UNDEF UNDEF UNDEF) } } }'
    >>> without_silent_services("ASK { SERVICE <http://x/> { } }")
    'ASK { SERVICE <http://x/> { } }'
    """
    if "silent" not in text.lower():
        return text
    tokens, out, done, i = _tokens(text), [], 0, 0
    while i + 3 < len(tokens):
        if [t.group().upper() for t in tokens[i : i + 2]] != ["SERVICE", "SILENT"] or tokens[i + 3].group() != "{":
            i += 1
            continue
        depth, end = 0, i + 3
        while end < len(tokens):
            depth += {"{": 1, "}": -1}.get(tokens[end].group(), 0)
            if depth == 0:
                break
            end += 1
        else:
            return text  # not balanced: the engine says where
        names = _variables(tokens[i + 3 : end])
        row = f"({' '.join('UNDEF' for _ in names)})"
        out += [text[done : tokens[i].start()], f"{{ VALUES ({' '.join('?' + n for n in names)}) {{ {row} }} }}"]
        done, i = tokens[end].end(), end + 1
    return "".join(out) + text[done:]


def spelled_out(text: str, result: QuerySolutions) -> str | None:
    """A query with ``SELECT *`` whose columns are named, in the order in which the text has them; ``None`` for others.

    The standard leaves the order of the columns of ``SELECT *`` open, and Oxigraph gives them by the alphabet.
    """
    tokens = _tokens(text)
    words = [t.group().upper() for t in tokens]
    if "SELECT" not in words:
        return None
    at = words.index("SELECT") + 1
    at += words[at : at + 1] in (["DISTINCT"], ["REDUCED"])
    if words[at : at + 1] != ["*"]:
        return None
    star = tokens[at]
    columns = [v.value for v in result.variables]
    written = [n for n in _variables(tokens) if n in columns]
    names = [*written, *(c for c in columns if c not in written)]
    if names == columns:
        return None
    return f"{text[: star.start()]}{' '.join('?' + n for n in names)}{text[star.end() :]}"
