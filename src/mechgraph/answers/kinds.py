"""Kinds of drugs as people name them by what they do: blood thinners, painkillers, antibiotics.

The table is ``graph/vocabulary/kinds.tsv``: the classes whose members are meant, and what a drug that is in none of
them does to be meant too. Who reads a question so says what it was read as.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from ..curie import Curie, data_dir
from ..model import Entity
from ..names import fold
from ..reason.classes import members_of
from ..search import find
from ..store.base import Store
from ..vocab import vocabulary

__all__ = ["by_what_they_do"]


@cache
def _table() -> dict[str, dict[str, str]]:
    with (data_dir("graph") / "vocabulary" / "kinds.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {fold(word): row for row in rows for word in row["words"].split("|")}


def by_what_they_do(store: Store, phrase: str) -> tuple[Entity, tuple[Curie, ...]] | None:
    """The kind that a phrase names, and the drugs and classes of the graph that are of it; ``None`` for none.

    >>> import mechgraph
    >>> kg = mechgraph.load()
    >>> kind, members = by_what_they_do(kg.store, "blood thinners")
    >>> {"warfarin", "clopidogrel", "apixaban"} <= {kg.entity(c).name for c in members}
    True
    """
    row = _table().get(fold(phrase))
    if row is None:
        return None
    found = dict.fromkeys(_of_classes(store, row["classes"]))
    found |= dict.fromkeys(_doing(store, row["of"], -1 if row["sign"] == "-" else 1))
    if not found:
        return None
    name = row["words"].partition("|")[0]
    return Entity(id=Curie(f"MG:asked-{name.replace(' ', '-')}"), name=name, category="drug_class"), tuple(found)


def _of_classes(store: Store, names: str) -> Iterator[Curie]:
    for name in filter(None, names.split("|")):
        if (group := find(store, name)) is not None:
            yield from (group.id, *members_of(store, group.id))


def _doing(store: Store, names: str, sign: int) -> Iterator[Curie]:
    """The drugs and classes that are stated to raise or lower, or to treat, one of some things."""
    for name in filter(None, names.strip().split("|")):
        for a in store.associations(object=target.id) if (target := find(store, name)) is not None else ():
            agent = store.entity(a.subject)
            if agent is None or not a.asserted or a.stated_sign != sign:
                continue
            if any(vocabulary().is_a(agent.category, c) for c in ("drug", "drug_class")):
                yield a.subject
