"""What a blocked protein is in a mechanism that names another level of it: its complex, its subunits, its family.

A receptor does not work without a subunit, nor a subunit without its receptor; a family without one member is a weaker
family, and nobody knows by how much. What only assists (an auxiliary subunit) weakens too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec

from ..curie import Curie
from ..model import Entity
from ..store.base import Store
from ..vocab import vocabulary

__all__ = ["StandIns", "stand_ins"]


class StandIns(msgspec.Struct, frozen=True, kw_only=True):
    """The things of a mechanism that go when something is blocked.

    Args:
        whole: Those that are lost with it.
        partly: Those that are weakened.
        why: What each is to what was blocked, in words.
    """

    whole: tuple[Curie, ...] = ()
    partly: tuple[Curie, ...] = ()
    why: dict[Curie, str] = {}


def stand_ins(
    store: Store,
    blocked: Entity,
    inside: Collection[Curie],
    members: Callable[[Entity], Iterable[Curie]] = lambda family: (),
) -> StandIns:
    """What goes in a mechanism when an entity that it does not name is blocked.

    Args:
        inside: The entities of the mechanism.
        members: The members of a family, as the caller knows them beyond what claims state.

    >>> import mechgraph
    >>> kg = mechgraph.load()
    >>> found = stand_ins(kg.store, kg.entity("GABBR1"), {kg.entity("GABA-B receptor").id})
    >>> [kg.entity(c).name for c in found.whole], list(found.why.values())
    (['GABA-B receptor'], ['whose subunit it is'])
    """
    whole: dict[Curie, str] = {}
    partly: dict[Curie, str] = {}
    protein = vocabulary().is_a(blocked.category, "gene_product")
    for a in (*store.associations(subject=blocked.id), *store.associations(object=blocked.id)) if protein else ():
        above = a.relation.above
        if not a.asserted or not above or a.relation.role != "structural":
            continue
        up = a.object if above == "object" else a.subject
        other = a.subject if a.object == blocked.id else a.object
        entity = store.entity(other)
        if other not in inside or entity is None or not vocabulary().is_a(entity.category, "gene_product"):
            continue
        if up == blocked.id:
            whole[other] = "which it takes along"
        elif a.relation.group == "part" and not a.predicate.startswith("auxiliary"):
            whole[other] = "whose subunit it is"
        else:
            partly[other] = "which it belongs to"
    for curie in inside:
        entity = store.entity(curie)
        if protein and entity is not None and entity.category == "protein_family" and blocked.id in members(entity):
            partly.setdefault(curie, "which it belongs to")
    if protein and blocked.category == "protein_family":
        own = set(members(blocked))
        whole |= {c: "which it takes along" for c in inside if c in own}
    partly = {c: w for c, w in partly.items() if c not in whole}
    return StandIns(whole=tuple(whole), partly=tuple(partly), why=whole | partly)
