"""The embedded graph without some of its names: what is said of a name that a graph lacks stays true while it grows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

import mechgraph
from mechgraph.answers.names import named_at
from mechgraph.model import entity_ids
from mechgraph.records import embedded
from mechgraph.store.base import Store
from mechgraph.store.memory import MemoryStore

__all__ = ["lacking"]


def lacking(kg: mechgraph.Graph, names: Iterable[str]) -> Store:
    """The store of a graph; where it has one of the names, without that entity and its claims."""
    store: Store = kg.store
    for name in names:
        for phrase in {name, name.removesuffix("s"), f"{name}s"}:
            while (found := named_at(store, phrase)) is not None and found.exact:
                gone = {found.entity.id, *found.members}
                records = store.records if isinstance(store, MemoryStore) else embedded()
                records = msgspec.structs.replace(
                    records,
                    entities=[e for e in records.entities if e.id not in gone],
                    associations=[a for a in records.associations if not gone & set(entity_ids(a))],
                    mechanisms=[m for m in records.mechanisms if not gone & {m.drug, m.effect}],
                )
                store = MemoryStore(records)
    return store
