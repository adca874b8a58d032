"""What do two have in common, and where do they differ."""

from __future__ import annotations

from ..answer import Answer, Verdict, join
from ..inquiry import Inquiry

__all__ = ["compare"]


def compare(q: Inquiry) -> Answer:
    """What the first two that are named share, by object and sign, and what only one of them does."""
    first, second = q.entities[:2]
    roles = ("regulatory", "clinical", "structural")
    one = [a for a in q.store.associations(subject=first.id) if a.relation.role in roles]
    two = [a for a in q.store.associations(subject=second.id) if a.relation.role in roles]
    shared = {(a.object, a.stated_sign) for a in one if a.asserted} & {
        (a.object, a.stated_sign) for a in two if a.asserted
    }
    names = join(list(dict.fromkeys(q.name(c) for c, _ in sorted(shared)))) or "nothing that the graph states"
    only = [
        join(list(dict.fromkeys(q.name(a.object) for a in side if (a.object, a.stated_sign) not in shared))[:6])
        for side in (one, two)
    ]
    text = (
        f"{first.name} and {second.name} share {names}. Only {first.name}: {only[0] or 'nothing'}. "
        f"Only {second.name}: {only[1] or 'nothing'}."
    )
    judged: dict[str, bool | None] = {a.id: None for a in [*one, *two]}
    judged |= {a.id: True for a in [*one, *two] if (a.object, a.stated_sign) in shared}
    verdict: Verdict = "supported" if one and two else "not_stated"
    return q.make(verdict, text, [*one, *two], judged, "claims-about", entity=first.id)
