"""What drugs do to the processes at which they can meet: bleeding, serotonin, blood pressure, QT interval and others.

The table is ``graph/vocabulary/interactions.tsv``. A point is an entity, and says which way of a process more of it
means: hypotension is less blood pressure, hypertension is more. So two drugs meet at a process also where no claim of
theirs is on the same entity (haemorrhage and gastrointestinal haemorrhage). A process says which meetings labels list:
where both go up, both down, or one against the other. A crossing is where what one drug does to a process makes worse
what the other does to another one (loss of potassium, for a drug that prolongs the QT interval). A class that is named
by what its members do (CNS-depressant drugs) has those members that do it.

A direction is "up" or "down" of the process. It refuses to say how much: no claim tells that.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from ..curie import Curie, data_dir
from ..model import CERTAINTIES, Association
from ..store.base import Store
from .meeting import Way

__all__ = [
    "Direction",
    "Meeting",
    "Reached",
    "Row",
    "crossing",
    "derived_classes",
    "meet",
    "meets",
    "points_of",
    "rank_of",
    "reached",
    "rows",
    "table",
]

Direction = Literal["up", "down"]


class Row(msgspec.Struct, frozen=True):
    """A row of the table; ``sign`` is 1 where more of the point is more of the process, −1 where it is less."""

    kind: str
    of: str
    process: str
    rank: int
    sign: int

    def direction(self, sign: int) -> Direction:
        """Which way of the process an effect of this sign on the point is; a role has no sign and is as it is named."""
        return "up" if (sign or 1) * self.sign > 0 else "down"


class Reached(NamedTuple):
    """How a drug gets to a process: its way, and the point where that ends."""

    way: Way
    point: Curie


class Meeting(NamedTuple):
    """Two drugs at a process; where one ``crosses`` over to the process of the other, it stands first."""

    process: str
    one: Reached
    other: Reached
    same: bool = True
    crosses: bool = False


@cache
def table() -> tuple[Row, ...]:
    """All rows of the table, as written.

    >>> {row.kind for row in table()} == {"severity", "word", "point", "process", "crossing", "member"}
    True
    """
    with (data_dir("graph") / "vocabulary" / "interactions.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(r["kind"], r["of"], r["process"], int(r["rank"]), -1 if r["sign"] == "-" else 1)
            for r in csv.DictReader(file, delimiter="\t")
        )


@cache
def _points() -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for row in table():
        if row.kind == "point":
            found.setdefault(row.of, []).append(row)
    return {point: tuple(listed) for point, listed in found.items()}


def rows(point: Curie) -> tuple[Row, ...]:
    """The rows of a point: one for each process that it belongs to."""
    return _points().get(point, ())


@cache
def _meetings() -> Mapping[str, tuple[int, frozenset[tuple[str, ...]]]]:
    return {
        row.process: (row.rank, frozenset(tuple(sorted(pair.split())) for pair in row.of.split(";")))
        for row in table()
        if row.kind == "process"
    }


def meets(process: str, a: Direction, b: Direction) -> int | None:
    """The rank of two drugs that change a process in these directions; ``None`` where labels list no such meeting.

    A process without a row of its own counts where both raise it.

    >>> meets("blood pressure", "down", "down"), meets("tendons", "up", "down")
    (3, None)
    """
    rank, pairs = _meetings().get(process, (next(r.rank for r in table() if r.process == process), {("up", "up")}))
    return rank if tuple(sorted((a, b))) in pairs else None


def rank_of(process: str) -> int:
    """The rank of a process that has a row of its own.

    >>> rank_of("bleeding") < rank_of("blood pressure")
    True
    """
    return _meetings()[process][0]


def points_of(processes: Iterable[str]) -> set[Curie]:
    """Every point of some processes."""
    wanted = set(processes)
    return {Curie(row.of) for row in table() if row.kind == "point" and row.process in wanted}


def reached(ways: Mapping[Curie, list[Way]]) -> dict[tuple[str, Direction], Reached]:
    """The best way by which a drug changes each process that has a row of its own, for either direction.

    Args:
        ways: What the drug acts on, each with its ways, the best first.
    """
    found: dict[tuple[str, Direction], Reached] = {}
    for point, listed in ways.items():
        for row in rows(point):
            if row.process not in _meetings():
                continue
            for way in listed:
                if not way.sign and way.claims[-1].relation.group != "role":
                    continue  # a chain that says no direction neither adds to the process nor takes from it
                key = (row.process, row.direction(way.sign))
                if key not in found or _order(way) < _order(found[key].way):
                    found[key] = Reached(way, point)
    return found


def _order(way: Way) -> tuple[int, int, bool]:
    return len(way.claims), CERTAINTIES.index(way.certainty), any(a.rule for a in way.claims)


def meet(
    mine: Mapping[tuple[str, Direction], Reached], theirs: Mapping[tuple[str, Direction], Reached]
) -> Iterable[Meeting]:
    """The processes at which two drugs meet."""
    for (process, a), one in mine.items():
        for b in ("up", "down"):
            other = theirs.get((process, b))
            if other is not None and meets(process, a, b) is not None:
                yield Meeting(process, one, other, same=a == b)
    for row in (row for row in table() if row.kind == "crossing"):
        cause, way = row.of.rsplit(" ", 1)
        for x, y in ((mine, theirs), (theirs, mine)):
            first = x.get((cause, "down" if way == "down" else "up"))
            second = y.get((row.process, row.direction(1)))
            if first is not None and second is not None:
                yield Meeting(row.process, first, second, crosses=True)


def crossing(process: str) -> int:
    """The rank of a meeting where one drug makes worse what the other does to this process.

    >>> crossing("QT interval")
    1
    """
    return min(row.rank for row in table() if row.kind == "crossing" and row.process == process)


def derived_classes(store: Store) -> dict[Curie, dict[Curie, tuple[Association, ...]]]:
    """Classes named by what their members do, for whatever does it: entity → class → the claim that says so."""
    found: dict[Curie, dict[Curie, tuple[Association, ...]]] = {}
    for member in (row for row in table() if row.kind == "member"):
        for point in (row for row in table() if row.kind == "point" and row.process == member.process):
            for a in store.associations(object=Curie(point.of)):
                does = a.asserted and (a.sign or a.relation.group == "role") and a.subject != member.of
                if does and (point.direction(a.sign) == "up") == (member.sign > 0):
                    found.setdefault(a.subject, {}).setdefault(Curie(member.of), (a,))
    return found
