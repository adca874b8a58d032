"""The named queries: SPARQL files with a header that says what they ask, their parameters and columns.

A header is a block of comments::

    # title: Effects of a drug, by sign
    # question: What does {drug} increase, and what does it decrease?
    # parameter: drug entity DRUGBANK:DB00181 the drug
    # parameter: limit integer 50 at most so many rows
    # column: effect the entity that changes
    # example: mechgraph query effects drug=baclofen

A parameter ``NAME`` stands in the query as ``?NAME``; a value is bound by a VALUES clause put in place of
``#VALUES#``, because that is fast on every engine. Types: entity, predicate, text, integer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .curie import Curie, data_dir, prefix_map
from .errors import NotFoundError, QueryError

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query", "parse_query", "with_prefixes"]

_HEADER = re.compile(r"^# (title|question|parameter|column|example|note): (.*)$")
_PREFIX = re.compile(r"\b([A-Za-z][\w.\-]*):")
_DECLARED = re.compile(r"^\s*PREFIX\s+([\w.\-]*):", re.I | re.M)
TYPES = ("entity", "predicate", "text", "integer")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query; without a default it must be given."""

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

    def sparql(self, values: Mapping[str, Curie | str | int] | None = None) -> str:
        """The query with prefixes and the parameters bound.

        Raises:
            QueryError: a parameter is unknown, missing, or of the wrong type.
        """
        given = dict(values or {})
        known = {p.name: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise QueryError(
                    f"the query {self.name!r} has no parameter {name!r}",
                    remedy="it takes " + (", ".join(known) or "none"),
                )
        clauses = []
        for p in self.parameters:
            value = given.get(p.name, p.default)
            if value == "" or value is None:
                raise QueryError(f"the query {self.name!r} needs a value for {p.name!r}", remedy=p.description)
            if value != "*":
                clauses.append(f"VALUES ?{p.name} {{ {_term(p, value)} }}")
        return with_prefixes(self.text.replace("#VALUES#", "\n  ".join(clauses)))


def _term(parameter: Parameter, value: Curie | str | int) -> str:
    if parameter.type == "integer":
        try:
            return str(int(value))
        except ValueError:
            raise QueryError(f"the parameter {parameter.name!r} takes a whole number, not {value!r}") from None
    if parameter.type == "text":
        escaped = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
        return f'"{escaped}"'
    curie = Curie.maybe(str(value)) if parameter.type == "entity" else Curie.maybe(f"mgv:{value}")
    if curie is None:
        raise QueryError(f"the parameter {parameter.name!r} takes an identifier, not {value!r}")
    return f"<{prefix_map().expand(curie)}>"


def with_prefixes(text: str) -> str:
    """A query with the declarations of the prefixes that it uses and does not declare itself.

    >>> with_prefixes("ASK { HP:0001257 ?p ?o }").splitlines()[0]
    'PREFIX HP: <http://purl.obolibrary.org/obo/HP_>'
    """
    declared = set(_DECLARED.findall(text))
    body = re.sub(r"<[^>]*>|\"(?:\\.|[^\"\\])*\"|#[^\n]*", " ", text)
    used = {p for p in _PREFIX.findall(body) if p not in declared}
    known = prefix_map().prefixes
    lines = [f"PREFIX {p}: <{known[p]}>" for p in sorted(used & known.keys())]
    return "\n".join([*lines, text])


def parse_query(text: str, name: str, path: Path | None = None) -> NamedQuery:
    """Read the header of a query; unknown header lines are comments."""
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := _HEADER.match(line):
            found.setdefault(match[1], []).append(match[2].strip())
        elif line and not line.startswith("#"):
            break
    parameters = []
    for line in found.get("parameter", ()):
        parts = line.split(" ", 3)
        if len(parts) != 4 or parts[1] not in TYPES:
            raise QueryError(
                f"{path or name}: a parameter line is 'NAME TYPE DEFAULT DESCRIPTION', got {line!r}",
                remedy=f"TYPE is one of {', '.join(TYPES)}; DEFAULT '-' for none, '*' for any",
            )
        default = "" if parts[2] == "-" else parts[2]
        parameters.append(Parameter(parts[0], parts[1], default, parts[3]))
    columns = tuple((c.split(" ", 1)[0], c.split(" ", 1)[-1]) for c in found.get("column", ()))
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
    found: Iterable[Path] = sorted(data_dir("queries").glob("*.rq"))
    return {p.stem: parse_query(p.read_text(encoding="utf-8"), p.stem, p) for p in found}


def named_query(name: str) -> NamedQuery:
    """One named query.

    Raises:
        NotFoundError: no such query; with the nearest names.
    """
    import difflib

    queries = named_queries()
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3, cutoff=0.4)
    raise NotFoundError(f"no query {name!r}", suggestions=near, remedy="'mechgraph query' lists them")
