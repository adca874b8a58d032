"""Which place of a figure stands within which: the wholes of a place by what claims state, and the box around several.

Membranes of two cells stand in one synapse, two nuclei in one brain: what holds several places of a figure is drawn
around them, though nothing is said of it alone. What would hold a single one is not drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ..curie import Curie
from ..model import Mechanism

__all__ = ["Place", "nest", "wholes_in"]

Place: TypeAlias = tuple[Curie, ...]
"""From the smallest to the largest: component, cell, region."""
_FAR = 60
"""Wholes looked at around one place: ontologies of others are deep."""


def wholes_in(mechanism: Mechanism) -> Callable[[Curie], list[Curie]]:
    """What a thing is part of, by asserted claims of the mechanism and of the graph that it comes from."""

    def wholes(part: Curie) -> list[Curie]:
        found = list(mechanism.associations)
        if mechanism.workspace is not None:
            found += mechanism.workspace.store.associations(subject=part)
        is_part = (a for a in found if a.subject == part and a.relation.group == "part" and a.asserted)
        return list(dict.fromkeys(a.object for a in is_part if a.relation.above == "object"))

    return wholes


def nest(places: Sequence[Place], wholes: Callable[[Curie], list[Curie]]) -> dict[Place, Place]:
    """The place around each place that has one: the nearest of these places, else the nearest whole of several.

    >>> wholes = {"left": ["pair"], "right": ["pair"], "pair": ["body"]}
    >>> nest([("left",), ("right",), ("cell", "left")], lambda c: wholes.get(c, []))
    {('cell', 'left'): ('left',), ('left',): ('pair',), ('right',): ('pair',)}
    """
    around = {place: _around(place, wholes) for place in places}
    within: dict[Place, Place] = {}
    for place in places:
        # records of others hold wholes that are part of their parts
        holding = (p for p in around[place] if p in around and place not in around[p])
        if (outer := next(holding, None)) is not None:
            within[place] = outer
    free = [place for place in places if place not in within]
    while len(free) > 1:
        shared: dict[Place, list[Place]] = {}
        for place in free:
            for outer in around[place]:
                shared.setdefault(outer, []).append(place)
        several = [(max(list(around[p]).index(o) for p in held), o) for o, held in shared.items() if len(held) > 1]
        if not several:
            break
        _, outer = min(several)
        within |= dict.fromkeys(shared[outer], outer)
        free = [place for place in free if place not in within]
    return within


def _around(place: Place, wholes: Callable[[Curie], list[Curie]]) -> dict[Place, None]:
    """All that holds a place, the nearest first."""
    found: dict[Place, None] = {}
    queue = [place]
    for here in queue:
        outer = [here[1:]] if len(here) > 1 else [(whole,) for whole in wholes(here[0])]
        new = [p for p in outer if p not in found and p != place]
        found |= dict.fromkeys(new)
        queue += new if len(found) < _FAR else []
    return found
