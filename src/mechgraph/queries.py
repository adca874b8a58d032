"""The named queries: SPARQL files with a header that says what they ask, their parameters and columns.

A header is a block of comments::

    # title: Effects of a drug, by sign
    # question: What does {drug} increase, and what does it decrease?
    # parameter: drug entity DRUGBANK:DB00181 the drug
    # parameter: sign integer * 1 for more, -1 for less
    # column: effect the entity that changes
    # example: mechgraph query effects drug=baclofen
    # note: what the result does not say

A parameter is ``NAME TYPE DEFAULT DESCRIPTION``; the default is ``-`` where it must be given, ``*`` for any.
Types: entity, predicate, claim (an association's identifier), source (a source's id), text, integer.
A parameter ``NAME`` stands in the query as ``?NAME``. Its value is bound by a VALUES clause put in place of
``#VALUES#`` (all parameters) or ``#VALUES NAME …#`` (these only), because that is fast on every engine; a FILTER is
not. Values are escaped as RDF terms, never pasted. A file is valid SPARQL as it stands: run elsewhere, it answers for
any value.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .curie import Curie, data_dir, prefix_map
from .errors import NotFoundError, QueryError
from .vocab import vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from .store.base import Engine, Table

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query", "parse_query", "run", "with_prefixes"]

TYPES = ("entity", "predicate", "claim", "source", "text", "integer")
Value = Curie | str | int

_HEADER = re.compile(r"# (title|question|parameter|column|example|note): (.*)\Z")
_PARAMETER = re.compile(r"([a-z]\w*) (\w+) (\"[^\"]*\"|\S+) (\S.*)\Z")
_SLOT = re.compile(r"#VALUES((?: \w+)*)#")
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


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; with an empty default it must be given, with ``*`` it may be anything."""

    name: str
    type: str
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One ``.rq`` file: what it asks and how it is run."""

    name: str
    title: str
    question: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    example: str = ""
    note: str = ""
    path: Path | None = field(default=None, compare=False)

    @property
    def reads_bare(self) -> bool:
        """Whether it also reads claims that are a direct triple alone, as most public graphs have them."""
        return re.search(r"\{  # (claims that are a direct triple alone|direct triples)", self.text) is not None

    def sparql(self, values: Mapping[str, Value] | None = None) -> str:
        """The query with its parameters bound, ready for any SPARQL 1.1 engine.

        Args:
            values: Parameter → value; ``*`` for any. What is not given takes its default.

        Raises:
            QueryError: a parameter is unknown, missing, or of the wrong type.
            VocabularyError: a predicate that is not in the vocabulary.
        """
        given = dict(values or {})
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise QueryError(
                    f"the query {self.name!r} has no parameter {name!r}",
                    suggestions=difflib.get_close_matches(name, known, n=1),
                    remedy="it takes " + (", ".join(known) or "none"),
                )
        terms = {}
        for p in self.parameters:
            value = given.get(p.name, p.default)
            if value == "":
                raise QueryError(f"the query {self.name!r} needs a value for {p.name!r}", remedy=p.description)
            if value != "*":
                terms[p.name] = _term(p, value)

        def fill(slot: re.Match[str]) -> str:
            # One clause for all: with two, rdflib joins what follows without the bindings, a thousand times slower.
            wanted = [name for name in slot[1].split() or terms if name in terms]
            names, values = " ".join(f"?{name}" for name in wanted), " ".join(terms[name] for name in wanted)
            if len(wanted) < 2:
                return f"VALUES {names} {{ {values} }}" if wanted else ""
            return f"VALUES ({names}) {{ ({values}) }}"

        return with_prefixes(_SLOT.sub(fill, self.text))


def _term(parameter: Parameter, value: Value) -> str:
    """A value as an RDF term in SPARQL; whatever the value holds, it stays one term."""
    text = str(value)
    wrong = QueryError(f"the parameter {parameter.name!r} takes {_WANTED[parameter.type]}, not {text!r}")
    if parameter.type == "integer":
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,15}", text):
            raise wrong
        return str(int(text))
    if parameter.type == "text":
        if re.search(r"[\x00\ud800-\udfff]", text):
            raise wrong
        return '"' + re.sub(r'[\\"\n\r\t]|(?<=\\)[uU]', lambda c: _ESCAPES[c[0]], text) + '"'
    if parameter.type == "predicate":
        term = vocabulary().predicate(text.removeprefix("mgv:")).id
        curie: Curie | None = Curie(f"mgv:{term}")
    elif parameter.type == "source":
        if Curie.maybe("mgs:" + text.replace(" ", "_")) is None or re.search(r"[\ud800-\udfff]", text):
            raise wrong
        return f"<{prefix_map().prefixes['mgs']}{quote(text.removeprefix('mgs:'), safe='-._~')}>"
    else:
        curie = prefix_map().parse(text)
        if parameter.type == "claim" and curie is not None and curie.prefix != "mga":
            curie = None
    if curie is None:
        raise wrong
    return f"<{prefix_map().expand(curie)}>"


# A letter u after a backslash too: rdflib expands backslash-u even where the backslash is an escaped one.
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "u": "\\U00000075", "U": "\\U00000055"}
_WANTED = {
    "entity": "an identifier",
    "predicate": "a predicate",
    "claim": "a claim's identifier (mga:…)",
    "source": "a source's id",
    "text": "a text",
    "integer": "a whole number",
}


# Prefixes and positions ------------------------------------------------------------------------------------------


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


def run(engine: Engine, text: str, *, timeout: float | None = None) -> Table | bool | list[Triple]:
    """Run a user's query with the known prefixes declared; errors speak of the user's own text.

    Raises:
        QueryError: with line and column as the user wrote them, or with the prefix that nobody declared.
    """
    declared = with_prefixes(text)
    try:
        return engine.query(declared, timeout=timeout)
    except QueryError as error:
        known = prefix_map().prefixes
        for prefix, at in _undeclared(text):
            if prefix_map().normalise(f"{prefix}:x", strict=False) is None:
                line = text.count("\n", 0, at) + 1
                column = at - text.rfind("\n", 0, at)
                raise QueryError(
                    f"line {line}, column {column}: the prefix {prefix + ':'!r} is not declared",
                    suggestions=[f"{p}:" for p in difflib.get_close_matches(prefix, known, n=2)],
                    remedy="declare it with PREFIX",
                ) from None
        added = len(declared) - len(text)
        moved = _POSITION.sub(lambda m: f"line 1, column {max(1, int(m[1]) - added)}", error.message)
        if moved == error.message:
            raise
        raise type(error)(moved, remedy=error.remedy, suggestions=error.suggestions) from None


# Reading the files -----------------------------------------------------------------------------------------------


def parse_query(text: str, name: str, path: Path | None = None) -> NamedQuery:
    """Read the header of a query; other comments are left alone.

    Raises:
        QueryError: a parameter line that is not one, or a ``#VALUES …#`` that names no parameter.
    """
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := _HEADER.match(line):
            found.setdefault(match[1], []).append(match[2].strip())
        elif line and not line.startswith("#"):
            break
    parameters = []
    for line in found.get("parameter", ()):
        match = _PARAMETER.match(line)
        if match is None or match[2] not in TYPES:
            raise QueryError(
                f"{path or name}: a parameter line is 'NAME TYPE DEFAULT DESCRIPTION', got {line!r}",
                remedy=f"TYPE is one of {', '.join(TYPES)}; DEFAULT '-' for none, '*' for any",
            )
        default = "" if match[3] == "-" else match[3].strip('"')
        parameters.append(Parameter(match[1], match[2], default, match[4]))
    named = {p.name for p in parameters}
    for slot in _SLOT.finditer(text):
        if unknown := set(slot[1].split()) - named:
            raise QueryError(f"{path or name}: {slot[0]} names no parameter of the query: {', '.join(sorted(unknown))}")
    columns = tuple((c.partition(" ")[0], c.partition(" ")[2]) for c in found.get("column", ()))
    return NamedQuery(
        name=name,
        title=" ".join(found.get("title", [name])),
        question=" ".join(found.get("question", ())),
        text=text,
        parameters=tuple(parameters),
        columns=columns,
        example=" ".join(found.get("example", ())),
        note=" ".join(found.get("note", ())),
        path=path,
    )


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Every named query of the installation, by name."""
    found = sorted(data_dir("queries").glob("*.rq"))
    return {p.stem: parse_query(p.read_text(encoding="utf-8"), p.stem, p) for p in found}


def named_query(name: str) -> NamedQuery:
    """One named query.

    Raises:
        NotFoundError: no such query; with the nearest names.
    """
    queries = named_queries()
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.4)
    raise NotFoundError(f"no query {name!r}", suggestions=near, remedy="'mechgraph query' lists them")
