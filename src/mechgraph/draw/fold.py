"""Claims that sum up a chain of the figure: they become a mark on its last step, so that the mechanism is the figure.

"Baclofen lowers transmitter release" stands beside the steps by which it does so. An arrow for it would be the longest
of the page and say the least. It is folded where a chain of the other arrows leads from its cause to its effect with
the same sign; what objects to it goes with it. A direct action, a denied or inconclusive claim, and a marked one are
never folded. ``detail="full"`` draws all of them as arrows.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import CERTAINTIES
from .content import Content, Link
from .marks import look
from .places import place_of

__all__ = ["fold", "sign_of", "signs_to"]

_WAYS = 400
"""Chains looked at for one claim; a figure with more is folded less, never wrongly."""


def sign_of(link: Link) -> int:
    """The sign that a link gives a chain: that of its claims, and none where it may not be walked."""
    if link.negated or link.certainty == "inconclusive" or not link.claims:
        return 0
    if link.steps:
        return {"positive": 1, "negative": -1}.get(link.kind, 0)
    return link.claims[0].relation.sign


def fold(content: Content, objecting: Sequence[str] = (), beside: Sequence[str] = ()) -> None:
    """Take shortcuts out of the links of a content, each as ``observed`` on the last step of the shortest chain for it.

    Args:
        content: Changed in place.
        objecting: Ids of claims that only object to others: drawn beside a link that they contradict, otherwise left to
            the reference numbers.
        beside: Ids of claims that a curator named as summing up steps: a mark in any case, on a link to the same end.
    """
    links = [link for link in content.links if not link.claims or any(a.id not in objecting for a in link.claims)]
    opposed = [link for link in content.links if link not in links]
    for link in sorted(links, key=lambda x: -_span(x, links)):
        if _foldable(link) and (chain := _chain(link, [x for x in links if x is not link])):
            links.remove(link)
            chain[-1].observed += link.claims + link.observed
    for link in list(links):
        if all(a.id in beside for a in link.claims):
            links.remove(link)
            if (step := next((x for x in links if x.head == link.head), None)) is not None:
                step.observed += link.claims
    ends = {(link.tail, link.head) for link in links}
    content.links = [x for x in content.links if x in links or (x in opposed and (x.tail, x.head) in ends)]


def _foldable(link: Link) -> bool:
    direct = link.direct and link.kind != "structure"
    return (
        bool(sign_of(link))
        and not (link.steps or direct or link.mark or link.tail == link.head)
        and link.kind != "structure"
    )


def _span(link: Link, links: Sequence[Link]) -> int:
    """How many links the longest chain beside a link has, or 0: the widest shortcuts are folded first."""
    best = 0
    for chain in _chains(link, [x for x in links if x is not link]):
        best = max(best, len(chain))
    return best


def _chain(link: Link, links: Sequence[Link]) -> list[Link]:
    """The shortest chain of other links between the same ends with the same sign; empty where there is none.

    One link is a chain where it says more: a direct action, as sure and in the same place, beside a change of what is
    not known to be one.
    """
    where = {place_of(a, a.causal_ends[1]) for a in link.claims}

    def says_more(other: Link) -> bool:
        sure = [CERTAINTIES.index(x.certainty) for x in (other, link)]
        there = {place_of(a, a.causal_ends[1]) for a in other.claims}
        return other.direct and sure[0] <= sure[1] and where <= {*there, ()}

    found = [chain for chain in _chains(link, links) if len(chain) > 1 or says_more(chain[0])]
    return min(found, key=len, default=[])


def _chains(link: Link, links: Sequence[Link]) -> list[list[Link]]:
    onward: dict[int, list[Link]] = {}
    for other in links:
        if sign_of(other) and not other.mark and other.tail != other.head:
            onward.setdefault(other.tail, []).append(other)
    found: list[list[Link]] = []
    looked = 0

    def walk(here: int, chain: list[Link], seen: set[int], sign: int) -> None:
        nonlocal looked
        for step in onward.get(here, ()):
            looked += 1
            if looked > 10 * _WAYS or len(found) > _WAYS:
                return
            total = sign * sign_of(step)
            if step.head == link.head:
                if total == sign_of(link):
                    found.append([*chain, step])
            elif step.head not in seen:
                walk(step.head, [*chain, step], seen | {step.head}, total)

    walk(link.tail, [], {link.tail}, 1)
    return found


def signs_to(content: Content, start: int, end: int) -> set[int]:
    """The net signs of the chains between two entities of a figure; 0 where a step of one has none.

    What a mark strikes out, blocked or removed, leads nowhere.
    """
    onward: dict[int, list[Link]] = {}
    for link in content.links:
        if link.claims and not link.negated and link.certainty != "inconclusive" and look(link.mark) != "struck":
            onward.setdefault(link.tail, []).append(link)
    # every (entity, sign) that is reached, which is enough for the product and needs no list of ways
    reached, queue = {(start, 1)}, [(start, 1)]
    while queue:
        here, sign = queue.pop()
        for step in onward.get(here, ()):
            state = (step.head, sign * sign_of(step))
            if state not in reached:
                reached.add(state)
                queue.append(state)
    return {sign for node, sign in reached if node == end and node != start}
