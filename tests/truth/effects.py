"""How a graph tells the effect of a drug: the direction, and whether as told or as a hypothesis."""

from __future__ import annotations

from typing import Literal

from mechgraph import Graph
from mechgraph.errors import NoPathError

__all__ = ["Outcome", "told"]

Outcome = Literal["told right", "told wrong", "hypothesis right", "hypothesis wrong", "undecided", "absent"]


def told(kg: Graph, drug: str, effect: str, sign: int) -> Outcome:
    """What ``explain DRUG EFFECT`` comes to against the direction that a label gives.

    Claims of the two decide before a mechanism, a curated mechanism before a chain, which is only supposed.
    """
    try:
        found = kg.explain(drug, effect)
    except NoPathError:
        return "absent"
    ends = kg.entity(drug).id, kg.entity(effect).id
    claims = kg.store.associations(subject=ends[0], object=ends[1])
    stated = {a.sign for a in claims if a.asserted and a.sign} if found.verdict in ("supported", "refuted") else set()
    if len(stated) == 1:
        return "told right" if stated == {sign} else "told wrong"
    if not found.sign or stated or found.verdict not in ("supported", "hypothesis"):
        return "undecided"
    how = "told" if found.verdict == "supported" else "hypothesis"
    return f"{how} {'right' if found.sign == sign else 'wrong'}"  # type: ignore[return-value]
