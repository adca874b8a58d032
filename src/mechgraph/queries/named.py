"""The named queries: SPARQL files with a header that says what they ask, their parameters and columns.

A header is a block of comments::

    # title: Effects of a drug, by sign
    # question: What does {drug} increase, and what does it decrease?
    # parameter: drug entity DRUGBANK:DB00181 the drug
    # parameter: sign integer * 1 for more, -1 for less
    # column: effect the entity that changes
    # example: mechgraph query effects drug=baclofen
    # rows: claims
    # note: what the result does not say

A parameter is ``NAME TYPE DEFAULT DESCRIPTION``; the default is ``-`` where it must be given, ``*`` for any.
Types: entity, predicate, claim (an association's identifier), source (a source's id), text, integer.
A parameter ``NAME`` stands in the query as ``?NAME``. Its value is bound by what is put in place of ``#VALUES#`` (all
parameters) or ``#VALUES NAME …#`` (these only), because that is fast on every engine; a FILTER is not. Several values
may be given. They are escaped as RDF terms, never pasted. A file is valid SPARQL as it stands: run
elsewhere, it answers for any value. What queries say alike is added when they are run, where each row is a claim its
columns too (:mod:`mechgraph.queries.expand`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import quote

from ..curie import Curie, data_dir, prefix_map
from ..errors import NotFoundError, QueryError
from ..vocab import vocabulary
from .expand import BARE_MARK, TOLD, with_bare, with_told
from .prefixes import with_prefixes

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query", "parse_query"]

TYPES = ("entity", "predicate", "claim", "source", "text", "integer")
Value = Curie | str | int
Values = Value | tuple[Value, ...] | list[Value]

_HEADER = re.compile(r"# (title|question|parameter|rows|column|example|note): (.*)\Z")
_PARAMETER = re.compile(r"([a-z]\w*) (\w+) (\"[^\"]*\"|\S+) (\S.*)\Z")
_SLOT = re.compile(r"#VALUES((?: \w+)*)#")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; with an empty default it must be given, with ``*`` it may be anything."""

    name: str
    type: str
    default: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One ``.rq`` file: what it asks and how it is run; ``tells`` where each row is a claim and says what it says."""

    name: str
    title: str
    question: str
    text: str
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    tells: bool = False
    example: str = ""
    note: str = ""
    path: Path | None = field(default=None, compare=False)

    @property
    def reads_bare(self) -> bool:
        """Whether it also reads claims that are a direct triple alone, as most public graphs have them."""
        return BARE_MARK in self.text or "# direct triples" in self.text or "claims that are a direct" in self.text

    def sparql(self, values: Mapping[str, Values] | None = None) -> str:
        """The query with its parameters bound, ready for any SPARQL 1.1 engine.

        Args:
            values: Parameter → value or several; ``*`` for any. What is not given takes its default.

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
        terms: dict[str, tuple[str, ...]] = {}
        for p in self.parameters:
            value = given.get(p.name, p.default)
            if value == "":
                raise QueryError(f"the query {self.name!r} needs a value for {p.name!r}", remedy=p.description)
            if value != "*":
                terms[p.name] = tuple(_term(p, v) for v in (value if isinstance(value, tuple | list) else (value,)))
        told = {name: ", ".join(terms.pop(name)) for name in TOLD if self.tells and name in terms}

        def fill(slot: re.Match[str]) -> str:
            # Not VALUES: with two clauses rdflib joins what follows without the bindings, a thousand times slower, and
            # of one with several columns or rows Virtuoso makes wrong rows, or an error of its compiler.
            wanted = [name for name in slot[1].split() or terms if name in terms]
            if not wanted:
                return ""
            rows = product(*(terms[name] for name in wanted))
            pairs = (" ".join(f"BIND({t} AS ?{n})" for n, t in zip(wanted, row, strict=True)) for row in rows)
            return " UNION ".join(f"{{ {pair} }}" for pair in pairs)

        text = _SLOT.sub(fill, with_bare(self.text))
        return _declared(with_told(text, told) if self.tells else text)


def _declared(text: str) -> str:
    """A query with the prefixes that it still needs, each on a line before those that it declares."""
    added = re.findall(r"PREFIX \S+ <[^>]*> ", with_prefixes(text).removesuffix(text))
    return re.sub(r"^(?=PREFIX |SELECT )", "".join(f"{p.strip()}\n" for p in added), text, count=1, flags=re.M)


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
    columns = [(c.partition(" ")[0], c.partition(" ")[2]) for c in found.get("column", ())]
    tells = found.get("rows") == ["claims"]
    if tells:
        columns += [*TOLD.items(), ("claim", "the association")]
    return NamedQuery(
        name=name,
        title=" ".join(found.get("title", [name])),
        question=" ".join(found.get("question", ())),
        text=text,
        parameters=tuple(parameters),
        columns=tuple(columns),
        tells=tells,
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
