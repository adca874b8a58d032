"""Lists that are asked for within a class: "which benzodiazepines treat epilepsy", "which opioid antagonists …".

What is said of others answers another question. It stands beside, so that the query still finds what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..curie import Curie
from ..reason.classes import members_of
from ..workspace import Workspace
from .asked import Ask, Slot
from .judgement import Judgement
from .rules import OTHERS, Bearing

__all__ = ["asked_for", "left_out", "narrowed"]


def asked_for(workspace: Workspace, ask: Ask, judge: Callable[[Workspace, Ask], Judgement]) -> frozenset[Curie] | None:
    """The class whose members an open end asks for, with its members; ``None`` where no class restricts it.

    Args:
        judge: Judges the question which things act so on what is named, for "which opioid antagonists".
    """
    slot = next((s for s in (ask.subject, ask.object) if s.open and s.within is not None), None)
    if slot is None or slot.within is None:
        return None
    within = slot.within
    if slot.acting is not None:
        action, sign = slot.acting
        agents = Slot(category=slot.category)
        asked = Ask(
            form="list", relation="acts_on", subject=agents, object=Slot(mention=within), action=action, polarity=sign
        )
        return frozenset(a.subject for a in judge(workspace, asked).of("for"))
    store, of = workspace.store, within.entity.id
    playing = (a.subject for a in store.associations(object=of) if a.asserted and a.relation.group == "role")
    return frozenset((of, *within.members, *members_of(store, of), *playing))


def left_out(workspace: Workspace, ask: Ask) -> frozenset[Curie]:
    """What an open end is asked for without: what is named, its members, what belongs to a class that is named."""
    store = workspace.store
    return frozenset(c for m in ask.excluded for c in (m.entity.id, *m.members, *members_of(store, m.entity.id)))


def narrowed(
    bearings: Iterable[Bearing], allowed: frozenset[Curie] | None, without: frozenset[Curie] = frozenset()
) -> list[Bearing]:
    """The claims with those of others set beside, and those of what is left out."""

    def asked(b: Bearing) -> bool:
        ends = {b.claim.subject, b.claim.object, *b.claim.causal_ends}
        return (allowed is None or bool(ends & allowed)) and not ends & without

    return [b if asked(b) else Bearing(claim=b.claim, stance="beside", reason=OTHERS) for b in bearings]
