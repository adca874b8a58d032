"""In what dose, and by which route, was it given: what the claims name, which is no advice on a dose."""

from __future__ import annotations

import re

from ...sentences import route_phrase
from ..answer import Answer, join
from ..inquiry import Inquiry
from ..setting import setting_of

__all__ = ["given"]


def given(q: Inquiry) -> Answer:
    """The doses or routes that claims about a drug name, of those on what else the question names.

    A yes/no question names a route, and is answered by the claims that state it.
    """
    drug = q.subject
    doses = bool(re.search(r"\bdos", q.text, re.I))
    claims = [a for c in q.topic(drug) for a in q.store.associations(subject=c)]
    wanted = {c for e in q.others for c in q.topic(e)}
    if wanted:
        claims = [a for a in claims if {a.object, a.qualifiers.population_of} & wanted]
    asked = dict(setting_of(q.store, q.text, q.mentions, q.entities).wanted).get("route")
    said = {a.id: a.qualifiers.dose if doses else a.qualifiers.route for a in claims}
    claims = [a for a in claims if said[a.id] and (not asked or a.qualifiers.route == asked)]
    values = list(dict.fromkeys(str(said[a.id]) for a in claims))
    shown = values if doses else [route_phrase(v) for v in values]
    what = f"{'Doses' if doses else 'Routes'} that the claims on {drug.name} name"
    if not claims:
        return q.listing(what, claims, "effects", drug=drug.id)
    # A claim that denies an effect names a dose or route as well as one that asserts it.
    judged: dict[str, bool | None] = {a.id: True for a in claims}
    text = f"{what}: {join(shown)}. That is what sources report, and no advice."
    return q.make("supported", text, claims, judged, "effects", drug=drug.id)
