"""One handling of prefixes for library, command line and server: what a query uses and does not declare is declared.

The positions in an error are those of the text as it was written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Protocol, TypeVar

from ..curie import prefix_map
from ..errors import QueryError

__all__ = ["as_written", "run", "with_prefixes"]

_TOKEN = re.compile(
    r"""\#[^\n\r]*                                             # comment
    | <[^<>"{}|^`\\\x00-\x20]*>                                # IRI
    | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}                     # long string
    | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
    | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'            # string
    | [?$]\w+ | @[A-Za-z]+(?:-\w+)* | _:\w[\w.\-]*             # variable, language, blank node
    | (?P<prefix>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?):(?:[\w:]|%[0-9A-Fa-f]{2}|\\.|[.\-](?=[\w:%\\.\-]))*
    | \w+""",
    re.X | re.S,
)
_POSITION = re.compile(r"line 1, column (\d+)")

Result = TypeVar("Result", covariant=True)


class Runs(Protocol[Result]):
    """What runs SPARQL, seen from here: text in, and whatever it makes of a result is handed on."""

    def query(self, text: str, *, timeout: float | None = None) -> Result: ...


def _undeclared(text: str) -> Iterator[tuple[str, int]]:
    """Every prefix that a query uses and does not declare, with the offset of its first use."""
    declared: set[str] = set()
    used: dict[str, int] = {}
    keyword = ""
    for token in _TOKEN.finditer(text):
        prefix = token["prefix"]
        if prefix is not None:
            if keyword == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token.start())
        if token[0][0] != "#":
            keyword = token[0].upper()
    return ((p, at) for p, at in used.items() if p not in declared)


def with_prefixes(text: str) -> str:
    """A query with declarations of the prefixes of the prefix map that it uses and does not declare itself.

    They go on the query's own first line, so that line numbers stay; the result ends with ``text`` unchanged, so that
    the columns of line 1 are off by ``len(result) - len(text)``. Names in comments, strings and IRIs do not count. A
    spelling variant that the prefix map knows (``drugbank:``, ``uniprot:``) is declared as it was written.

    >>> with_prefixes("ASK { HP:0001257 ?p 'MG:x' }")
    "PREFIX HP: <http://purl.obolibrary.org/obo/HP_> ASK { HP:0001257 ?p 'MG:x' }"
    """
    prefixes = prefix_map()
    known = prefixes.prefixes
    found = {}
    for prefix, _ in _undeclared(text):
        canonical = prefixes.normalise(f"{prefix}:x", strict=False)
        if canonical is not None:
            found[prefix] = known[canonical.prefix]
    return "".join(f"PREFIX {p}: <{iri}> " for p, iri in sorted(found.items())) + text


def run(engine: Runs[Result], text: str, *, timeout: float | None = None) -> Result:
    """Run a user's query with the known prefixes declared; errors speak of the user's own text.

    Raises:
        QueryError: with line and column as the user wrote them, or with the prefix that nobody declared.
    """
    declared = with_prefixes(text)
    try:
        return engine.query(declared, timeout=timeout)
    except QueryError as error:
        raise as_written(error, text, len(declared) - len(text)) from None


def as_written(error: QueryError, text: str, added: int) -> QueryError:
    """An engine's complaint about a query as one about the text as it was written.

    Args:
        error: What the engine said.
        text: The query without the declarations.
        added: How many characters they put before it.
    """
    known = prefix_map().prefixes
    for prefix, at in _undeclared(text):
        if prefix_map().normalise(f"{prefix}:x", strict=False) is None:
            line = text.count("\n", 0, at) + 1
            column = at - text.rfind("\n", 0, at)
            return QueryError(
                f"line {line}, column {column}: the prefix {prefix + ':'!r} is not declared",
                suggestions=[f"{p}:" for p in difflib.get_close_matches(prefix, known, n=2)],
                remedy="declare it with PREFIX",
            )
    moved = _POSITION.sub(lambda m: f"line 1, column {max(1, int(m[1]) - added)}", error.message)
    return type(error)(moved, remedy=error.remedy, suggestions=error.suggestions) if moved != error.message else error
