"""Two drugs at one receptor: agonist against antagonist, and the partial agonist that displaces a full one.

A receptor is met through its parts and its family too: an antagonist at a site of a receptor is against what acts on
the receptor, an antagonist at a family against an agonist of a member. What only lies in the same family and is another
member is no meeting.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..curie import Curie
from ..model import CERTAINTIES, Association, Certainty
from ..store.base import Store
from ..vocab import vocabulary
from .meeting import Interaction, Way

__all__ = ["at_receptors"]

_HOW = "causal_mechanism_qualifier"


def _actions(store: Store, drug: Curie) -> Iterator[Association]:
    for a in store.associations(subject=drug):
        entity = store.entity(a.object)
        acts = a.relation.biolink_qualifiers.get(_HOW, "") or (a.sign and a.relation.role == "regulatory")
        if not (a.asserted and a.sign and acts) or entity is None:
            continue
        if vocabulary().is_a(entity.category, "gene_product") and not vocabulary().is_a(entity.category, "enzyme"):
            yield a


def _above(store: Store, target: Curie) -> dict[Curie, None]:
    """A target, and the receptors and families of which it is a part or member."""
    out = {target: None}
    queue = [target]
    for curie in queue:
        for a in store.associations(subject=curie):
            entity = store.entity(a.object)
            structural = a.asserted and a.relation.role == "structural" and a.relation.above == "object"
            if not structural or entity is None or a.object in out:
                continue
            if vocabulary().is_a(entity.category, "gene_product"):
                out[a.object] = None
                queue.append(a.object)
    return out


def _is_partial(a: Association) -> bool:
    return a.relation.biolink_qualifiers.get(_HOW) == "partial_agonism"


def _may_be_full(a: Association) -> bool:
    """Whether a claim may be of a full agonist: it says so, or says only that there is more activity."""
    return a.relation.biolink_qualifiers.get(_HOW, "agonism") == "agonism"


def _weaker(*certainties: Certainty) -> Certainty:
    return max((*certainties, "hedged"), key=CERTAINTIES.index)


def at_receptors(store: Store, drug: Curie, others: set[Curie]) -> Iterator[Interaction]:
    """Meetings of a drug with others at a receptor where one is against the other; the one that blocks acts."""
    mine = [(a, _above(store, a.object)) for a in _actions(store, drug)]
    if not mine:
        return
    for other in sorted(others):
        for b in _actions(store, other):
            theirs = _above(store, b.object)
            for a, ours in mine:
                if b.object in ours or a.object in theirs:
                    yield from _against(a, b)


def _against(a: Association, b: Association) -> Iterator[Interaction]:
    for x, y in ((a, b), (b, a)):  # x acts on y's effect
        blocks = x.sign < 0 < y.sign
        displaces = _is_partial(x) and y.sign > 0 and _may_be_full(y)
        if not blocks and not displaces:
            continue
        yield Interaction(
            kind="pharmacodynamic",
            acting=x.subject,
            affected=y.subject,
            mutual=False,
            point=x.object,
            ways=(Way(drug=x.subject, claims=(x,), sign=x.sign), Way(drug=y.subject, claims=(y,), sign=y.sign)),
            relation="opposite",
            certainty=_weaker(x.certainty, y.certainty),
            hedge="; ".join(dict.fromkeys(h for h in (x.hedge, y.hedge) if h)),
            rule="blocks-the-target" if blocks else "displaces-at-the-target",
        )
