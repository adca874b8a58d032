"""Any table of edges, once it is said which column is which: ``subject=drug,predicate=relation,object=target``.

Ends may be names: one that the embedded graph knows, and no two things share, becomes that entity; any other name stays
a local one, and both are counted. A guess of the columns is shown and taken only when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .. import records
from ..errors import FormatError, UsageError
from ..model import Entity
from ..names import fold, more_names
from ..vocab import vocabulary
from . import aside, cells
from .files import begun, decode, head, opened
from .kgx import LISTS, Maker
from .labelled import Labels
from .reading import Reading, normalised
from .words import guessed, is_missing

__all__ = ["GUESS", "columns_of", "has", "names_of", "read"]

GUESS = "guess"
_SPLIT = re.compile(r"[;|,\s]+")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)"
_DATE = re.compile(rf"\d{{1,2}}-{_MONTH}|{_MONTH}-\d{{1,2}}|\d{{4}}-\d\d-\d\d(?:[ T]00:00(?::00)?)?", re.I)
_NO_END = "a row without subject or object"
_AS_DATE = "a row with a date where a name belongs; a spreadsheet makes 1-Mar of MARCH1"
_NUMBERED = re.compile(r"pm?id|pubmed", re.I)


def names_of(path: Path) -> list[str]:
    """The names of the columns of a table; none where the file is no table."""
    try:
        data = head(path)
        first = begun(decode(data[: data.rfind(b"\n") + 1 or None], path))[:200]
    except FormatError:
        return []
    if next(iter(first), "").lstrip("\ufeff ")[:1] in ("{", "[", "<"):
        return []
    names, _, _ = cells.header(cells.header_line(first)[0])
    return names if len(names) > 1 and all(0 < len(n) < 80 and n.isprintable() for n in names) else []


def has(columns: str, names: list[str]) -> bool:
    """Whether a table has the columns that are named, or those that a guess needs."""
    try:
        return bool(columns_of(columns, names, ""))
    except UsageError:
        return False


def columns_of(text: str, names: list[str], where: object) -> dict[str, str]:
    """Field → column, from ``field=column,…`` or a guess.

    Raises:
        UsageError: a column that the table does not have, or no subject or object among them.

    >>> columns_of("subject=a,object=b", ["a", "b"], "x.csv")
    {'subject': 'a', 'object': 'b'}
    """
    if text == GUESS:
        out = guessed(names)
    else:
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        out = {field.strip(): column.strip() for field, _, column in pairs}
        for field, column in out.items():
            if column not in names and not (field == "predicate" and column in vocabulary().predicates):
                raise UsageError(f"{where} has no column {column!r}", remedy=f"it has {', '.join(names)}")
    if not {"subject", "object"} <= out.keys():
        shown = ", ".join(names)
        raise UsageError(
            f"{where}: which columns are subject and object is not said; it has {shown}",
            remedy="--columns subject=…,predicate=…,object=…",
        )
    return out


def read(path: str | Path, columns: str | Mapping[str, str]) -> Reading:
    """Read a table of edges.

    Args:
        columns: Field → column (subject, object, predicate, publications, subject_category, object_category, negated,
            knowledge_level and any property of a KGX edge), the same as text, or ``guess``. The predicate may be one
            of the vocabulary instead of a column.

    Raises:
        UsageError: a column that is not there. FormatError: no table, not UTF-8, or nothing in it that can be read.
    """
    path = Path(path)
    names = names_of(path)
    if not names:
        raise FormatError(f"{path} is no table", remedy="'mechgraph build --formats' lists what is read")
    text = columns if isinstance(columns, str) else ",".join(f"{k}={v}" for k, v in columns.items())
    chosen = columns_of(text, names, path)
    maker = Maker(str(path), "a table with " + ", ".join(f"{k}={v}" for k, v in chosen.items()), path.name)
    table = _Table(maker, chosen)
    with opened(path) as stream:
        dropped = maker.reading.report.dropped
        rows = cells.rows(
            stream, str(path), LISTS.__contains__, lambda at: dropped.add("a row with more fields than the header", at)
        )
        edges = list(table.edges(rows))
    maker.nodes((where, node) for where, node in table.nodes.values())
    maker.edges(edges)
    return maker.done()


class _Table:
    def __init__(self, maker: Maker, columns: Mapping[str, str]) -> None:
        self.report, self.labels, self.columns = maker.reading.report, Labels(maker.reading), columns
        self.nodes: dict[str, tuple[str, dict[str, Any]]] = {}
        self.known = _by_name()

    def edges(self, rows: Iterator[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
        used = set(self.columns.values())
        for where, row in rows:
            edge = {field: row[c] for field, c in self.columns.items() if not is_missing(row.get(c))}
            edge |= {name: value for name, value in row.items() if name not in used and not is_missing(value)}
            if self.columns.get("predicate") in vocabulary().predicates and "predicate" not in edge:
                edge["predicate"] = self.columns["predicate"]
            kinds = {end: edge.pop(f"{end}_category", "") for end in ("subject", "object")}
            if not edge.get("subject") or not edge.get("object"):
                self.report.dropped.add(_NO_END, where)
                aside.put("edges", edge, _NO_END, where)
                continue
            if "publications" in edge:
                edge["publications"] = self._publications(edge["publications"])
            if dates := [edge[end] for end in kinds if _DATE.fullmatch(str(edge[end]).strip())]:
                self.report.dropped.add(_AS_DATE, f"{where}: {dates[0]}")
                aside.put("edges", edge, _AS_DATE, where)
                continue
            for end, kind in kinds.items():
                edge[end] = self._end(str(edge[end]).strip(), kind, where)
            yield where, self.labels.edge(edge, where=where)

    def _publications(self, value: Any) -> list[str]:
        numbers = _NUMBERED.search(self.columns["publications"]) is not None
        found = _SPLIT.split(value if isinstance(value, str) else "|".join(map(str, value)))
        return [f"PMID:{p.removesuffix('.0')}" if numbers and p[:1].isdigit() else p for p in found if p]

    def _end(self, raw: str, kind: str, where: str) -> str:
        if normalised(raw) is not None:
            node: dict[str, Any] = {"id": raw}
        else:
            meant = (e for e, spelt in self.known.get(fold(raw), ()) if not _only_a_symbol(raw, spelt))
            found = list(dict.fromkeys(meant))
            if len(found) == 1:
                self.report.changed.add("a name that the embedded graph knows", f"{raw} → {found[0].id}")
                node = {"id": str(found[0].id), "name": found[0].name, "category": [found[0].category]}
            else:
                why = "that several things share" if found else "that no identifier was found for"
                self.report.changed.add(f"a name {why}; kept as a name of this file", raw)
                node = {"id": raw, "name": raw}
        if kind:
            node["category"] = [kind]
        if len(node) > 1 and node["id"] not in self.nodes:
            self.nodes[node["id"]] = (where, self.labels.node(node))
        return str(node["id"])


def _only_a_symbol(raw: str, spelt: str) -> bool:
    """Whether a word is spelt like a symbol in capitals and is none itself: "ache" is not the gene ACHE."""
    return spelt.isupper() and spelt.isalpha() and not raw.isupper()


def _by_name() -> dict[str, list[tuple[Entity, str]]]:
    """Folded name → what is called so, and how the name is spelt there."""
    out: dict[str, list[tuple[Entity, str]]] = {}
    entities = records.embedded().entities
    known = {e.id: e for e in entities}
    named = [(name, e) for e in entities for name in (e.name, *e.synonyms)]
    for name, e in (*named, *((name, known[curie]) for name, curie in more_names(entities))):
        out.setdefault(fold(name), []).append((e, name))
    return out
