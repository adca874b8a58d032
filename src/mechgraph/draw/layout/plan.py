"""What stands in which layer: nodes, the bends of links that span several layers, the titles of compartments. No order.

Compartments are lanes: each has a slot, and so has the room between two; the order along a layer never mixes slots. A
compartment's title may be an item of a layer of its own, above its first layer, so that no line can run through it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .lp import Basis
from .rank import homes_of, lane_order

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
    ``bare_layers`` those that hold titles only. ``bases`` are the ends of programs solved for this plan before: the
    next one differs in lengths only.
    """

    items: list[Item]
    layers: list[list[int]]
    chains: list[list[int]]
    flipped: list[bool]
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    title_layers: dict[int, int] = field(default_factory=dict)
    bare_layers: frozenset[int] = frozenset()
    slots: dict[int, int] = field(default_factory=dict)
    ports: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    crossings: int = 0
    bases: dict[tuple[object, ...], Basis] = field(default_factory=dict)

    def within(self, box: int, layer: int) -> bool:
        """Whether a layer is one of a compartment's; no compartment has any of −1's."""
        return box >= 0 and self.spans[box][0] <= layer <= self.spans[box][1]

    def beside(self, box: int, towards: int) -> int:
        """The slot next to a compartment, on the side of another slot."""
        own = self.slots[box]
        if towards == own:
            return own + 1 if own >= len(self.slots) else own - 1
        return own + 1 if towards > own else own - 1


def make_plan(
    ranks: Sequence[int],
    links: Sequence[tuple[int, int]],
    flipped: Sequence[bool],
    lanes: Sequence[int],
    titled: Sequence[int] = (),
) -> Plan:
    """Layers of items, in no particular order.

    Args:
        ranks: Of each node.
        links: Upper and lower end of each link; no self-loops.
        flipped: Whether a link's head is at its upper end.
        lanes: The compartment of each node, −1 for none.
        titled: Compartments whose title gets an item in a layer of its own.
    """
    boxes = sorted({x for x in lanes if x >= 0})
    homes = homes_of(len(ranks), links, lanes)
    at = {b: i for i, b in enumerate(lane_order(boxes, links, homes))}
    plan, node_layers = _layers(ranks, lanes, homes, boxes, titled)
    plan.flipped = list(flipped)
    plan.slots = {b: 2 * at[b] + 1 for b in boxes}
    for v, layer in enumerate(node_layers):
        _add(plan, Item(layer, _slot(plan, v, layer, links, lanes, homes), node=v))
    for k, (u, v) in enumerate(links):
        bends = [
            _add(plan, Item(layer, _bend_slot(plan, u, v, layer, lanes), link=k))
            for layer in range(node_layers[u] + 1, node_layers[v])
        ]
        plan.chains.append([u, *bends, v])
    return plan


def _layers(
    ranks: Sequence[int], lanes: Sequence[int], homes: Sequence[int], boxes: Sequence[int], titled: Sequence[int]
) -> tuple[Plan, list[int]]:
    """An empty plan with the layers that ranks and titles need, and the layer of each node.

    A title needs a layer of its own only where something stands above its compartment in the same column.
    """
    first_rank = {b: min(r for r, lane in zip(ranks, lanes, strict=True) if lane == b) for b in boxes}
    above = set(zip(homes, ranks, strict=True))
    starts = {first_rank[b] for b in titled if not first_rank[b] or (b, first_rank[b] - 1) in above}
    layer_of, count, bare = {}, 0, []
    for r in range(max(ranks, default=-1) + 1):
        if r in starts:
            bare.append(count)
            count += 1
        layer_of[r] = count
        count += 1
    plan = Plan([], [[] for _ in range(count)], [], [], bare_layers=frozenset(bare))
    layers = [layer_of[r] for r in ranks]
    for b in boxes:
        own = [layer for layer, lane in zip(layers, lanes, strict=True) if lane == b]
        if b in titled:
            plan.title_layers[b] = min(own) - 1
        plan.spans[b] = (plan.title_layers.get(b, min(own)), max(own))
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
    slot = plan.slots[home]
    if lanes[v] < 0 and plan.within(home, layer):
        near = [plan.slots[homes[w]] for link in links for w in link if v in link and homes[w] not in (-1, home)]
        return plan.beside(home, round(sum(near) / len(near)) if near else slot)
    return slot


def _bend_slot(plan: Plan, u: int, v: int, layer: int, lanes: Sequence[int]) -> int:
    """A bend's slot: the column of the lower end, or beside the compartment there where the link is a stranger."""
    slot, other = plan.items[v].slot, plan.items[u].slot
    box = next((b for b, s in plan.slots.items() if s == slot), -1)
    if not plan.within(box, layer):
        return slot
    if other != slot:
        last = layer == plan.title_layers.get(box) == plan.items[v].layer - 1
        return slot if lanes[v] == box and last else plan.beside(box, other)
    return slot if box in (lanes[u], lanes[v]) else plan.beside(box, slot)
