"""What stands in which layer: nodes, the bends of links that span several layers, the titles of compartments. No order.

Compartments are lanes: each has a slot, and so has the room between two; the order along a layer never mixes slots. One
that holds others covers their slots, and its own members stand above or below those that they are linked to. A title
may be an item of a layer of its own, above the first layer of its compartment, so that no line can run through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .lp import Basis
from .rank import enclosing, homes_of, lane_order

__all__ = ["Item", "Plan", "make_plan"]


@dataclass(slots=True)
class Item:
    """Something with a place in a layer: a node, or the bend of a link."""

    layer: int
    slot: int
    node: int = -1
    link: int = -1


@dataclass(slots=True)
class Plan:
    """Layers of items in order; per link the items from its upper to its lower end, and whether it runs upwards.

    ``spans`` are the first and last layer of each compartment, ``title_layers`` that of its title where it has one,
    ``bare_layers`` those that hold titles only, ``outer`` the compartment around each, ``covers`` the first and last
    slot of each with those within it. ``bases`` are the ends of programs solved for this plan before: the
    next one differs in lengths only.
    """

    items: list[Item]
    layers: list[list[int]]
    chains: list[list[int]]
    flipped: list[bool]
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    title_layers: dict[int, int] = field(default_factory=dict)
    bare_layers: frozenset[int] = frozenset()
    outer: list[int] = field(default_factory=list)
    slots: dict[int, int] = field(default_factory=dict)
    covers: dict[int, tuple[int, int]] = field(default_factory=dict)
    ports: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    crossings: int = 0
    bases: dict[tuple[object, ...], Basis] = field(default_factory=dict)

    def holds(self, box: int, lane: int) -> bool:
        """Whether what stands in a lane stands in a compartment: it is its own, or one within it."""
        return lane >= 0 and box in enclosing(lane, self.outer)

    def covered(self, box: int, slot: int) -> bool:
        """Whether a slot is one of a compartment's, or of the room between those within it."""
        return self.covers[box][0] <= slot <= self.covers[box][1]

    def levels(self, box: int, end: int) -> int:
        """How many compartments within each other begin (0) or end (1) where one does; the innermost has 1."""
        same = [b for b in self.spans if b < len(self.outer) and self.outer[b] == box and self._meet(b, box, end)]
        return 1 + max((self.levels(b, end) for b in same), default=0)

    def _meet(self, inner: int, box: int, end: int) -> bool:
        upper = inner in self.title_layers or box in self.title_layers
        return self.spans[inner][end] == self.spans[box][end] and not (upper and end == 0)

    def within(self, box: int, layer: int) -> bool:
        """Whether a layer is one of a compartment's; no compartment has any of −1's."""
        return box >= 0 and self.spans[box][0] <= layer <= self.spans[box][1]

    def beside(self, box: int, towards: int, inside: int = -1) -> int:
        """The slot next to a compartment, on the side of another slot; in that around it, if one is given."""
        first, last = self.covers[box]
        high = first + last >= 2 * len(self.slots) if first <= towards <= last else towards > last
        sides = (last + 1, first - 1) if high else (first - 1, last + 1)
        return next((s for s in sides if inside < 0 or self.covered(inside, s)), sides[0])


def make_plan(
    ranks: Sequence[int],
    links: Sequence[tuple[int, int]],
    flipped: Sequence[bool],
    lanes: Sequence[int],
    titled: Sequence[int] = (),
    outer: Sequence[int] = (),
) -> Plan:
    """Layers of items, in no particular order.

    Args:
        ranks: Of each node.
        links: Upper and lower end of each link; no self-loops.
        flipped: Whether a link's head is at its upper end.
        lanes: The compartment of each node, −1 for none.
        titled: Compartments whose title gets an item in a layer of its own.
        outer: The compartment around each, −1 for none.
    """
    boxes = sorted({b for x in lanes for b in enclosing(x, outer)})
    homes = homes_of(len(ranks), links, lanes)
    at = {b: i for i, b in enumerate(lane_order(boxes, links, homes, outer))}
    homes = _columns(links, lanes, homes, outer)
    plan, node_layers = _layers(ranks, lanes, homes, boxes, titled, outer)
    plan.flipped = list(flipped)
    plan.slots = {b: 2 * at[b] + 1 for b in boxes}
    for b in boxes:
        own = [slot for x, slot in plan.slots.items() if plan.holds(b, x)]
        plan.covers[b] = (min(own), max(own))
    for v, layer in enumerate(node_layers):
        _add(plan, Item(layer, _slot(plan, v, layer, links, lanes, homes), node=v))
    for k, (u, v) in enumerate(links):
        bends = [
            _add(plan, Item(layer, _bend_slot(plan, u, v, layer, lanes), link=k))
            for layer in range(node_layers[u] + 1, node_layers[v])
        ]
        plan.chains.append([u, *bends, v])
    return plan


def _columns(
    links: Sequence[tuple[int, int]], lanes: Sequence[int], homes: Sequence[int], outer: Sequence[int]
) -> list[int]:
    """In whose column each node stands: what is in a compartment that holds others, in that of its neighbours there."""
    out = list(homes)
    for v, lane in enumerate(lanes):
        ends = [lanes[u if w == v else w] for u, w in links if v in (u, w)]
        near = Counter(x for x in ends if x not in (-1, lane) and lane in enclosing(x, outer)) if lane >= 0 else None
        if near:
            out[v] = near.most_common(1)[0][0]
    return out


def _layers(
    ranks: Sequence[int],
    lanes: Sequence[int],
    homes: Sequence[int],
    boxes: Sequence[int],
    titled: Sequence[int],
    outer: Sequence[int],
) -> tuple[Plan, list[int]]:
    """An empty plan with the layers that ranks and titles need, and the layer of each node.

    A title needs a layer of its own only where something stands above its compartment in the same column, and where
    compartments within each other begin together.
    """
    held = {b: [v for v, lane in enumerate(lanes) if b in enclosing(lane, outer)] for b in boxes}
    first_rank = {b: min(ranks[v] for v in held[b]) for b in boxes}
    above = {(b, r) for home, r in zip(homes, ranks, strict=True) for b in enclosing(home, outer)}
    starts: Counter[int] = Counter()
    for b in titled:
        together = [x for x in enclosing(b, outer) if x in titled and first_rank[x] == first_rank[b]]
        if len(together) > 1 or not first_rank[b] or (b, first_rank[b] - 1) in above:
            starts[first_rank[b]] = max(starts[first_rank[b]], len(together))
    bare: list[int] = []
    layer_of, count = {}, 0
    for r in range(max(ranks, default=-1) + 1):
        bare += range(count, count + starts[r])
        count += starts[r]
        layer_of[r] = count
        count += 1
    plan = Plan([], [[] for _ in range(count)], [], [], bare_layers=frozenset(bare), outer=list(outer))
    layers = [layer_of[r] for r in ranks]
    for b in sorted(boxes, key=lambda b: -len(enclosing(b, outer))):
        own = [layers[v] for v in held[b]]
        first = min([*own, *(plan.spans[x][0] for x in boxes if outer and outer[x] == b)])
        if b in titled:
            plan.title_layers[b] = first - 1
        plan.spans[b] = (plan.title_layers.get(b, first), max(own))
    return plan, layers


def _add(plan: Plan, item: Item) -> int:
    plan.layers[item.layer].append(len(plan.items))
    plan.items.append(item)
    return len(plan.items) - 1


def _slot(
    plan: Plan,
    v: int,
    layer: int,
    links: Sequence[tuple[int, int]],
    lanes: Sequence[int],
    homes: Sequence[int],
) -> int:
    """A node's slot: its compartment's column, or beside it where the compartment is in the way."""
    home = homes[v]
    if home < 0:
        return 0
    for box in reversed(enclosing(home, plan.outer)):
        if not plan.holds(box, lanes[v]) and plan.within(box, layer):
            if lanes[v] >= 0:
                return plan.slots[lanes[v]]
            first, last = plan.covers[box]
            if first < last:  # out of what holds others on the nearer side
                return first - 1 if 2 * plan.slots[home] < first + last else last + 1
            near = [plan.slots[homes[w]] for link in links for w in link if v in link and homes[w] not in (-1, home)]
            return plan.beside(box, round(sum(near) / len(near)) if near else plan.slots[home])
    return plan.slots[home]


def _bend_slot(plan: Plan, u: int, v: int, layer: int, lanes: Sequence[int]) -> int:
    """A bend's slot: the column of the lower end, or beside the compartment there where the link is a stranger."""
    slot, other = plan.items[v].slot, plan.items[u].slot
    around = [b for b in plan.slots if plan.within(b, layer) and plan.covered(b, slot)]
    both = next((b for b in enclosing(lanes[u], plan.outer) if plan.holds(b, lanes[v])), -1)
    for b in sorted(around, key=lambda b: len(enclosing(b, plan.outer))):
        if not (plan.holds(b, lanes[u]) or plan.holds(b, lanes[v])):
            return plan.beside(b, other, both)
    box = next((b for b, s in plan.slots.items() if s == slot), -1)
    if not plan.within(box, layer):
        return slot
    if other != slot:
        last = layer == plan.title_layers.get(box) == plan.items[v].layer - 1
        return slot if lanes[v] == box and last else plan.beside(box, other, both)
    return slot if box in (lanes[u], lanes[v]) else plan.beside(box, slot, both)
