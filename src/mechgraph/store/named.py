"""The entities and names of a built graph, from its SQLite file: by identifier, by name, and by likeness of names."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from ..curie import Curie, prefix_map
from ..model import Entity
from ..names import fold
from . import layout
from .opened import OpenedGraph

__all__ = ["NamedGraph", "curie_hook"]

KEPT = 200_000
"""Identifiers, and entities, that a store remembers."""
NEAR = 20_000
"""Names that are compared with a text at most: those that share its rarest runs of three letters.

A graph that has no more names than that compares all."""
SHORT = 5
"""A text of fewer characters may share no three letters with its typo; it is compared with all short names."""
_INDEXED = "trigram JOIN name ON name.rowid = trigram.rowid"
K = TypeVar("K")
V = TypeVar("V")


def curie_hook(kind: type, value: Any) -> Any:
    """Decode the identifiers of records that were checked when they were built."""
    return str.__new__(Curie, value)


_ENTITY = msgspec.json.Decoder(Entity, dec_hook=curie_hook)


class NamedGraph(OpenedGraph):
    """The part of a built graph that knows entities."""

    def _begin(self) -> None:
        super()._begin()
        self._known_ids: dict[int, Curie] = {}
        self._known: dict[str, Entity] = {}

    # Entities ------------------------------------------------------------------------------------------------

    def _number(self, curie: str) -> int | None:
        row = next(self._rows("SELECT n FROM entity WHERE id = ?", str(curie)), None)
        return None if row is None else int(row[0])

    def _id(self, number: int) -> Curie:
        found = self._known_ids.get(number)
        if found is None:
            found = _keep(self._known_ids, number, str.__new__(Curie, self._row("entity", "id", number)))
        return found

    def entity(self, curie: Curie) -> Entity | None:
        found = self._known.get(curie)
        if found is not None:
            return found
        sql = "SELECT id, name, category, body FROM entity WHERE id = ?"
        row = next(self._rows(sql, str(curie)), None)
        if row is None and (normal := prefix_map().normalise(curie, strict=False)) not in (None, curie):
            row = next(self._rows(sql, str(normal)), None)
        return None if row is None else _keep(self._known, str(curie), self._entity(row))

    def _entity(self, row: tuple[Any, ...]) -> Entity:
        curie, name, category, body = row
        if body is not None:
            return self._decoded(_ENTITY, body)
        return Entity(id=str.__new__(Curie, curie), name=name, category=category)

    def entities(self) -> Iterator[Entity]:
        return (self._entity(row) for row in self._rows("SELECT id, name, category, body FROM entity ORDER BY n"))

    def of_categories(self, categories: Iterable[str]) -> Iterator[Entity]:
        """The entities of some categories, in order; no other is read."""
        wanted = tuple(categories)
        sql = "SELECT id, name, category, body FROM entity WHERE category IN ({}) ORDER BY n"
        return (self._entity(row) for row in self._rows(sql.format(",".join("?" * len(wanted))), *wanted))

    def by_name(self, text: str) -> Sequence[Curie]:
        sql = "SELECT e.id FROM name JOIN entity e ON e.n = name.entity WHERE folded = ? ORDER BY kind, e.n"
        return list(dict.fromkeys(str.__new__(Curie, row[0]) for row in self._rows(sql, fold(text))))

    def names(self) -> Iterator[tuple[str, Curie]]:
        sql = "SELECT text, e.id FROM name JOIN entity e ON e.n = name.entity WHERE kind <= ?"
        return ((text, str.__new__(Curie, curie)) for text, curie in self._rows(sql, layout.SYNONYM))

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        wanted = fold(text)
        if not wanted:
            return
        seen = set()
        begins = "name.folded >= ? AND name.folded < ?"
        word = "instr(name.folded, ?) > 0"
        grams = _grams(f" {wanted}")
        for where, table, values in (
            (begins, "name", (wanted, wanted + chr(sys.maxunicode))),
            (f"trigram MATCH ? AND {word}", _INDEXED, (_match("AND", grams), f" {wanted}"))
            if grams
            else (word, "name", (f" {wanted}",)),
        ):
            for row in self._some_names(table, f"{where} ORDER BY length(name.folded)", *values):
                if row not in seen:
                    seen.add(row)
                    yield row

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        wanted = fold(text)
        if next(self._rows("SELECT coalesce(max(rowid), 0) FROM name"))[0] <= NEAR:
            return self._some_names("name", "TRUE")
        if len(wanted) < SHORT:
            return self._some_names("name", "length(name.folded) <= ?", 3 * len(wanted))
        counts = {g: self._count(g) for g in _grams(wanted)}
        chosen: list[str] = []
        for gram in sorted(counts, key=lambda g: (counts[g], g)):
            if chosen and sum(counts[g] for g in chosen) + counts[gram] > NEAR:
                break
            chosen.append(gram)
        return self._some_names(_INDEXED, "trigram MATCH ?", _match("OR", chosen))

    def _count(self, gram: str) -> int:
        row = next(self._rows("SELECT doc FROM trigram_count WHERE term = ?", gram), None)
        return 0 if row is None else int(row[0])

    def _some_names(self, table: str, where: str, *values: object) -> Iterator[tuple[str, str, Curie]]:
        what = f"SELECT name.folded, text, e.id FROM {table} JOIN entity e ON e.n = name.entity"
        rows = self._rows(f"{what} WHERE kind <= ? AND {where} LIMIT ?", layout.SYNONYM, *values, NEAR)
        return ((folded, text, str.__new__(Curie, curie)) for folded, text, curie in rows)


def _grams(text: str) -> list[str]:
    """Each three characters in a row, once."""
    return sorted({text[i : i + 3] for i in range(len(text) - 2)})


def _match(operator: str, grams: list[str]) -> str:
    """What the index of names is asked for; quotes keep it from reading a name as a query."""
    return f" {operator} ".join('"' + g.replace('"', '""') + '"' for g in grams)


def _keep(known: dict[K, V], key: K, value: V) -> V:
    """Remember what was read; all is forgotten when it becomes too much."""
    if len(known) >= KEPT:
        known.clear()
    known[key] = value
    return value
