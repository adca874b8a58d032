"""Coordinates along the layers: nodes, bends, ports, titles and the borders of compartments in one linear program.

Straight lines are worth most, then short ones, then a narrow figure. A width that must not be exceeded is a
constraint of the program, not a hope: where it cannot be met the answer is ``None`` and the caller tries something
smaller. Works in flow coordinates: *cross* is along a layer (x of a portrait figure, y of a landscape one).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from .lp import HARD, Basis, Row, close, solve, within
from .plan import Plan

__all__ = ["Gaps", "Placement", "Sizes", "place", "port_order"]

_UNIT = 2
"""Positions per point: half points."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Distances in points; ``slack`` is added between all layers."""

    node: float = 14
    bend: float = 9
    box_pad: float = 10
    box_gap: float = 10
    head: float = 11
    tail: float = 8
    layer: float = 24
    slack: float = 0

    def scaled(self, factor: float) -> Gaps:
        return Gaps(
            node=max(6, self.node * factor),
            bend=max(7.5, self.bend * factor),
            box_pad=max(6, self.box_pad * factor),
            box_gap=max(6, self.box_gap * factor),
            head=max(9.5, self.head * factor),
            tail=max(7.5, self.tail * factor),
            layer=max(16.0, self.layer * factor),
        )


@dataclass(slots=True)
class Sizes:
    """Extents along (cross) and across (depth) the layers, of nodes and titles.

    ``reach`` is how far from its middle a node takes ports, ``margin`` what it needs free on its high side,
    ``title_band`` what a compartment keeps free on its low side, ``title_forms`` the extents of its title in one, two …
    lines; the form that displaces least is chosen, and its extents stand in ``title_cross`` and ``title_depth``.
    """

    cross: list[float]
    depth: list[float]
    reach: list[float]
    margin: list[float]
    title_cross: dict[int, float] = field(default_factory=dict)
    title_depth: dict[int, float] = field(default_factory=dict)
    title_band: dict[int, float] = field(default_factory=dict)
    title_forms: dict[int, list[tuple[float, float]]] = field(default_factory=dict)


@dataclass(slots=True)
class Placement:
    """Cross positions: of items, of ports (link, 0 upper or 1 lower end), of compartment borders; and the extent."""

    items: list[float]
    ports: dict[tuple[int, int], float]
    borders: dict[int, tuple[float, float]]
    extent: float
    titles: dict[int, float] = field(default_factory=dict)


def port_order(plan: Plan) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """For each node and side (0 lower side, 1 upper side) its ports (link, end) in order along the side."""
    if plan.ports:
        return plan.ports
    position = {a: i for layer in plan.layers for i, a in enumerate(layer)}
    sides: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for k, chain in enumerate(plan.chains):
        sides.setdefault((plan.items[chain[0]].node, 0), []).append((position[chain[1]], k, 0))
        sides.setdefault((plan.items[chain[-1]].node, 1), []).append((position[chain[-2]], k, 1))
    plan.ports = {key: [(k, end) for _, k, end in sorted(ports)] for key, ports in sides.items()}
    return plan.ports


class _Program:
    """Variables and rows of the linear program, in half points: where every item, port, border and title stands."""

    def __init__(self, plan: Plan, sizes: Sizes, gaps: Gaps, title_slot: dict[int, int]) -> None:
        self.plan, self.sizes, self.gaps, self.title_slot = plan, sizes, gaps, title_slot
        self.count = len(plan.items)
        self.rows: list[Row] = []
        self.low, self.high = self.new(), self.new()
        self.border = {b: (self.new(), self.new()) for b in plan.spans}
        self.title = {b: self.new() for b in title_slot}
        self.ports: dict[tuple[int, int], int] = {}

    def new(self) -> int:
        self.count += 1
        return self.count - 1

    def apart(self, u: int, v: int, least: float, cost: int = 0) -> None:
        self.rows.append((u, v, -int(-least * _UNIT // 1), cost, HARD))

    def close(self, u: int, v: int, offset: float, cost: int) -> None:
        """Pay for |v − u − offset|."""
        self.rows.append(close(u, v, int(offset * _UNIT), cost))

    def half(self, a: int) -> tuple[float, float]:
        """How far an item reaches to its low and its high side."""
        node = self.plan.items[a].node
        if node < 0:
            return (0.0, 0.0)
        h = self.sizes.cross[node] / 2
        return (h, h + self.sizes.margin[node])

    def layers(self) -> None:
        """Neighbours along each layer keep their distance, titles among them."""
        items, gaps = self.plan.items, self.gaps
        for r, layer in enumerate(self.plan.layers):
            row: list[tuple[int, float, float, str]] = [
                (a, *self.half(a), "node" if items[a].node >= 0 else "bend") for a in layer
            ]
            for b in self.title_slot:
                if self.plan.title_layers[b] == r:
                    w = self.sizes.title_cross[b] / 2
                    row.insert(self._title_place(b, layer, [x[0] for x in row]), (self.title[b], w, w, "title"))
            for (a, _, a_high, a_kind), (b2, b_low, _, b_kind) in pairwise(row):
                kinds = {a_kind, b_kind}
                gap = gaps.node if kinds == {"node"} else 5.0 if "title" in kinds else gaps.bend
                self.apart(a, b2, a_high + gap + b_low)
            for a, a_low, a_high, _ in row:
                self.apart(self.low, a, a_low)
                self.apart(a, self.high, a_high)

    def _title_place(self, box: int, layer: Sequence[int], row: Sequence[int]) -> int:
        """Where among the items of its layer a title stands."""
        items, slot, index = self.plan.items, self.plan.slots[box], self.title_slot[box]
        lane = [i for i, a in enumerate(layer) if self.plan.covered(box, items[a].slot)]
        before = sum(items[a].slot < slot for a in layer)
        at = lane[index] if index < len(lane) else (lane[-1] + 1 if lane else before)
        return row.index(layer[at]) if at < len(layer) else len(row)

    def boxes(self) -> None:
        """Members stand inside their compartment, everything else outside, and compartments apart or within others."""
        plan, gaps = self.plan, self.gaps
        order = sorted(plan.spans, key=lambda b: plan.covers[b])
        for b in order:
            lo, hi = self.border[b]
            self.apart(self.low, lo, 0)
            self.apart(hi, self.high, 0)
            self.apart(lo, hi, 2 * gaps.box_pad, 2)
            if b in self.title:
                w = self.sizes.title_cross[b] / 2
                self.apart(lo, self.title[b], w + 7)
                self.apart(self.title[b], hi, w + 7)
                self.apart(lo, self.title[b], w, 1)
            first, last = plan.spans[b]
            for a in (a for layer in plan.layers[first : last + 1] for a in layer):
                a_low, a_high = self.half(a)
                if plan.covered(b, plan.items[a].slot):
                    pad = gaps.box_pad if plan.items[a].node >= 0 else 6
                    self.apart(lo, a, a_low + pad + self.sizes.title_band.get(b, 0.0))
                    self.apart(a, hi, a_high + pad)
                elif plan.items[a].slot < plan.covers[b][0]:
                    self.apart(a, lo, a_high + 6)
                else:
                    self.apart(hi, a, a_low + 6)
        for b, c in combinations(order, 2):
            (b0, b1), (c0, c1) = plan.spans[b], plan.spans[c]
            if plan.holds(b, c) or plan.holds(c, b):
                large, small = (b, c) if plan.holds(b, c) else (c, b)
                (low, high), (lo, hi) = self.border[large], self.border[small]
                self.apart(low, lo, 6 + self.sizes.title_band.get(large, 0.0))
                self.apart(hi, high, 6)
            elif b0 <= c1 and c0 <= b1:
                self.apart(self.border[b][1], self.border[c][0], gaps.box_gap)

    def sides(self, heads: Sequence[int]) -> None:
        """Ports spread along the sides of nodes, in order; a head needs more room than a tail."""
        gaps = self.gaps
        for (node, _), side in port_order(self.plan).items():
            reach = self.sizes.reach[node]
            seps = [gaps.head if heads[k] == e or heads[j] == f else gaps.tail for (k, e), (j, f) in pairwise(side)]
            total = math.fsum(seps)
            reach = int(_UNIT * min(reach, max(total / 2 + 1, 0.7 * reach))) / _UNIT
            spread = min(2 * reach, max(total, min(1.3 * reach, 20.0 * len(seps))))
            squeeze = spread / total if total else 1.0
            offset = -spread / 2
            previous = -1
            for i, port in enumerate(side):
                p = self.ports[port] = self.new()
                self.apart(node, p, -reach)
                self.apart(p, node, -reach)
                if previous >= 0:
                    least = min(seps[i - 1], spread * seps[i - 1] / total)
                    self.apart(previous, p, int(_UNIT * least) / _UNIT)
                    offset += seps[i - 1] * squeeze
                self.close(node, p, offset, 1)
                previous = p

    def links(self) -> None:
        """Straight links; nodes in a row of single links stand in line, so that offsets go where links fan."""
        items, sides = self.plan.items, port_order(self.plan)
        for k, chain in enumerate(self.plan.chains):
            same = items[chain[0]].slot == items[chain[-1]].slot
            row = len(sides[chain[0], 0]) == len(sides[chain[-1], 1]) == 1
            ends = [self.ports[k, 0], *chain[1:-1], self.ports[k, 1]]
            for i, (u, v) in enumerate(pairwise(ends)):
                bends = (i > 0) + (i < len(ends) - 2)
                below_title = bends == 1 and i > 0 and items[chain[i]].layer in self.plan.bare_layers
                self.close(u, v, 0, (12 if below_title else (3, 5, 9)[bends]) * (2 if same else 1))
            if len(chain) == 2:
                self.close(chain[0], chain[1], 0, 8 if row else 1)


def place(
    plan: Plan,
    sizes: Sizes,
    gaps: Gaps,
    heads: Sequence[int],
    limit: float | None,
    title_slot: dict[int, int] | None = None,
) -> Placement | None:
    """Solve for all cross positions; ``heads[k]`` is the end (0 upper, 1 lower) of link k that carries its head."""
    titles = sorted(plan.title_layers)
    if titles and title_slot is None:
        first = _solve(plan, sizes, gaps, heads, limit, {})
        if first is None:
            return None
        title_slot = _title_slots(plan, sizes, first)
    return _solve(plan, sizes, gaps, heads, limit, title_slot or {})


def _title_slots(plan: Plan, sizes: Sizes, found: Placement) -> dict[int, int]:
    """Before which in-lane item of its layer each title goes, and in how many lines: where it displaces least."""
    out = {}
    for box, layer in plan.title_layers.items():
        lane = [a for a in plan.layers[layer] if plan.covered(box, plan.items[a].slot)]
        low, high = found.borders[box]
        edges = [low + 2, *(found.items[a] for a in lane), high - 2]
        room = [b - a - 10 for a, b in pairwise(edges)]
        best = max(range(len(room)), key=lambda i: (room[i], -i))
        forms = sizes.title_forms[box]
        cross, depth = next((f for f in forms if f[0] <= room[best]), forms[-1] if len(forms) < 4 else forms[2])
        sizes.title_cross[box], sizes.title_depth[box] = cross, depth
        out[box] = best
    return out


def _solve(
    plan: Plan, sizes: Sizes, gaps: Gaps, heads: Sequence[int], limit: float | None, title_slot: dict[int, int]
) -> Placement | None:
    program = _Program(plan, sizes, gaps, title_slot)
    program.layers()
    program.boxes()
    low, high, rows = program.low, program.high, program.rows
    # ports find room on the sides of their nodes and links may be crooked: neither makes a figure wider
    most = None if limit is None else int(limit * _UNIT)
    if most is not None and not within(program.count, rows, low, high, most):
        return None
    program.sides(heads)
    program.links()
    rows.append((low, high, 0, 2, HARD))
    if most is not None:
        rows.append((high, low, -most, 0, HARD))
    key = (limit is None, *title_slot.items())
    found = solve(program.count, rows, plan.bases.setdefault(key, Basis()))
    if found is None:
        return None
    base = found[low]

    def points(v: int) -> float:
        return (found[v] - base) / _UNIT

    return Placement(
        [points(a) for a in range(len(plan.items))],
        {port: points(v) for port, v in program.ports.items()},
        {b: (points(lo), points(hi)) for b, (lo, hi) in program.border.items()},
        points(high),
        {b: points(v) for b, v in program.title.items()},
    )
