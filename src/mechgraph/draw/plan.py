"""Which row everything stands in, and in which order: ranks, lanes of compartments, few crossings. No lengths.

The flow of a figure runs across *layers*; a link that spans several layers gets a bend item in each. Compartments are
lanes: the order along a layer never mixes them. A compartment's title may be an item of a layer of its own, above its
first layer, so that no line can run through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

from .lp import HARD, solve

__all__ = ["Item", "Plan", "make_plan"]

_SWEEPS = 16


@dataclass(slots=True)
class Item:
    """Something with a place in a layer: a node, the bend of a link, or the title of a compartment."""

    layer: int
    slot: int
    node: int = -1
    link: int = -1
    title: int = -1


@dataclass(slots=True)
class Plan:
    """Layers of items in order; per link the items from its upper to its lower end, and whether it runs upwards."""

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


def feedback_links(n: int, links: Sequence[tuple[int, int]]) -> list[bool]:
    """Which links close a cycle, when the graph is walked in depth from its first nodes."""
    out: list[list[int]] = [[] for _ in range(n)]
    incoming = [0] * n
    for k, (u, v) in enumerate(links):
        out[u].append(k)
        incoming[v] += 1
    state, back = [0] * n, [False] * len(links)
    for first in [*(v for v in range(n) if not incoming[v]), *range(n)]:
        if state[first]:
            continue
        state[first] = 1
        stack = [(first, iter(out[first]))]
        while stack:
            u, rest = stack[-1]
            for k in rest:
                v = links[k][1]
                if state[v] == 1:
                    back[k] = True
                elif not state[v]:
                    state[v] = 1
                    stack.append((v, iter(out[v])))
                    break
            else:
                state[u] = 2
                stack.pop()
    return back


def rank_nodes(n: int, links: Sequence[tuple[int, int]], lanes: Sequence[int]) -> list[int]:
    """A rank for each node, every link running downwards and short; pure outcomes stand below their compartment."""
    boxes = sorted({x for x in lanes if x >= 0})
    low = {b: n + 1 + 2 * i for i, b in enumerate(boxes)}
    rows = [(n, v, 0, 0, HARD) for v in range(n)]
    rows += [(u, v, 1, 4 if lanes[u] == lanes[v] >= 0 else 2, HARD) for u, v in links]
    into, out = Counter(v for _, v in links), Counter(u for u, _ in links)
    for b in boxes:
        for v in range(n):
            if lanes[v] == b:
                rows += [(low[b], v, 0, 0, HARD), (v, low[b] + 1, 0, 0, HARD)]
        rows += [(n, low[b], 0, 0, HARD), (low[b], low[b] + 1, 0, 1, HARD)]
    for v in range(n):
        if lanes[v] >= 0:
            continue
        if into[v] and not out[v]:
            near = Counter(lanes[u] for u, w in links if w == v and lanes[u] >= 0)
            if near:
                rows.append((low[near.most_common(1)[0][0]] + 1, v, 1, 0, HARD))
        elif out[v] and not into[v]:
            near = Counter(lanes[w] for u, w in links if u == v and lanes[w] >= 0)
            if near:
                rows.append((v, low[near.most_common(1)[0][0]], 1, 0, HARD))
    ranks = solve(n + 1 + 2 * len(boxes), rows)
    if ranks is None:  # pragma: no cover - the links have no cycle, and outcomes and sources close none
        raise AssertionError("ranks contradict each other")
    used = sorted(set(ranks[:n]))
    return [used.index(r) for r in ranks[:n]]


def fold(ranks: Sequence[int], links: Sequence[tuple[int, int]], sizes: Sequence[float], limit: float) -> list[int]:
    """Split ranks that are wider than ``limit`` over several, so that a broad fan fits a narrow page."""
    rows: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
    for v, r in enumerate(ranks):
        rows[r].append(v)
    into, out = Counter(v for _, v in links), Counter(u for u, _ in links)
    result = list(ranks)
    at = 0
    for row in rows:
        total = sum(sizes[v] for v in row)
        parts = min(len(row), max(1, int(-(-total // limit))))
        ordered = sorted(row, key=lambda v: (bool(out[v]) - bool(into[v]), v)) if parts > 1 else row
        share, used, part = total / parts, 0.0, 0
        for v in ordered:
            if used and part < parts - 1 and used + sizes[v] / 2 > share * (part + 1):
                part += 1
            result[v] = at + part
            used += sizes[v]
        at += part + 1
    return result


def _lane_order(boxes: Sequence[int], links: Sequence[tuple[int, int]], homes: Sequence[int]) -> list[int]:
    """Boxes in the order that keeps what crosses between them short."""
    weight = Counter((homes[u], homes[v]) for u, v in links if homes[u] != homes[v] and min(homes[u], homes[v]) >= 0)

    def cost(order: Iterable[int]) -> int:
        at = {b: i for i, b in enumerate(order)}
        return sum(w * abs(at[a] - at[b]) for (a, b), w in weight.items())

    if len(boxes) <= 6:
        return list(min(permutations(boxes), key=cost))
    order: list[int] = []
    for b in sorted(boxes, key=lambda b: -sum(w for pair, w in weight.items() if b in pair)):
        trials = [[*order[:i], b, *order[i:]] for i in range(len(order) + 1)]
        known = {b, *order}

        def part(trial: list[int], known: set[int] = known) -> int:
            at = {b: i for i, b in enumerate(trial)}
            return sum(w * abs(at[a] - at[c]) for (a, c), w in weight.items() if a in known and c in known)

        order = min(trials, key=part)
    return order


def _homes(n: int, links: Sequence[tuple[int, int]], lanes: Sequence[int]) -> list[int]:
    """The compartment in whose column a node without one stands: that of most of its neighbours, causes first."""
    homes = list(lanes)
    for _ in range(n):
        changed = False
        for v in range(n):
            if homes[v] >= 0:
                continue
            near = Counter(homes[u] for u, w in links if w == v and homes[u] >= 0)
            near = near or Counter(homes[w] for u, w in links if u == v and homes[w] >= 0)
            if near:
                homes[v] = near.most_common(1)[0][0]
                changed = True
        if not changed:
            break
    return homes


def make_plan(
    n: int,
    links: Sequence[tuple[int, int]],
    lanes: Sequence[int],
    *,
    titled: Sequence[int] = (),
    sizes: Sequence[float] = (),
    limit: float = 0,
) -> Plan:
    """Layers and their order.

    Args:
        n: Number of nodes.
        links: Tail and head of each link; no self-loops.
        lanes: The compartment of each node, −1 for none.
        titled: Compartments whose title gets an item in a layer of its own.
        sizes: Extent of each node along a layer, for folding; empty for no folding.
        limit: The longest a layer may be, with ``sizes``.
    """
    flipped = feedback_links(n, links)
    down = [(v, u) if back else (u, v) for (u, v), back in zip(links, flipped, strict=True)]
    ranks = rank_nodes(n, down, lanes)
    if sizes and limit > 0:
        ranks = fold(ranks, down, sizes, limit)
    boxes = sorted({x for x in lanes if x >= 0})
    homes = _homes(n, down, lanes)
    order = _lane_order(boxes, down, homes)
    at = {b: i for i, b in enumerate(order)}

    first_rank = {b: min(ranks[v] for v in range(n) if lanes[v] == b) for b in boxes}
    # a title needs a layer of its own only where something stands above its compartment in the same column
    above = {(homes[v], ranks[v]) for v in range(n)}
    own = {b for b in titled if not first_rank[b] or (b, first_rank[b] - 1) in above}
    starts = {first_rank[b] for b in own}
    layer_of, layer, title_of = {}, 0, {}
    for r in range(max(ranks, default=-1) + 1):
        if r in starts:
            title_of[r] = layer
            layer += 1
        layer_of[r] = layer
        layer += 1
    plan = Plan([], [[] for _ in range(layer)], [], flipped)
    plan.bare_layers = frozenset(title_of.values())
    for b in boxes:
        ls = [layer_of[ranks[v]] for v in range(n) if lanes[v] == b]
        if b in set(titled):
            plan.title_layers[b] = min(ls) - 1
        plan.spans[b] = (plan.title_layers.get(b, min(ls)), max(ls))

    def aside(box: int, towards: int) -> int:
        """The slot beside a box, on the side of another slot."""
        own = 2 * at[box] + 1
        if towards == own:
            return own + 1 if 2 * at[box] >= len(order) - 1 else own - 1
        return own + 1 if towards > own else own - 1

    def within(box: int, layer: int) -> bool:
        return box >= 0 and plan.spans[box][0] <= layer <= plan.spans[box][1]

    slots = []
    for v in range(n):
        layer = layer_of[ranks[v]]
        h = homes[v]
        slot = 0 if h < 0 else 2 * at[h] + 1
        if h >= 0 and lanes[v] < 0 and within(h, layer):
            near = [homes[w] for k in down for w in k if v in k and homes[w] not in (-1, h)]
            slot = aside(h, round(sum(2 * at[b] + 1 for b in near) / len(near)) if near else slot)
        slots.append(slot)
        plan.layers[layer].append(len(plan.items))
        plan.items.append(Item(layer, slot, node=v))
    plan.slots = {b: 2 * at[b] + 1 for b in boxes}
    by_slot = {slot: b for b, slot in plan.slots.items()}
    for k, (u, v) in enumerate(down):
        chain = [u]
        for layer in range(layer_of[ranks[u]] + 1, layer_of[ranks[v]]):
            slot = slots[v]
            box = by_slot.get(slot, -1)
            if slots[u] != slot and within(box, layer):
                enters = lanes[v] == box and layer == plan.title_layers.get(box) == layer_of[ranks[v]] - 1
                slot = slot if enters else aside(box, slots[u])
            elif slots[u] == slot and within(box, layer) and not (lanes[u] == lanes[v] == box):
                upper_in, lower_in = lanes[u] == box, lanes[v] == box
                if not (upper_in or lower_in):
                    slot = aside(box, slot)
            chain.append(len(plan.items))
            plan.layers[layer].append(len(plan.items))
            plan.items.append(Item(layer, slot, link=k))
        chain.append(v)
        plan.chains.append(chain)
    _order(plan)
    return plan


def _crossings(upper: Sequence[int], position: Sequence[int], below: Sequence[Sequence[int]]) -> int:
    """Crossings between two adjacent layers, by insertion into a sorted list."""
    from bisect import bisect_right, insort

    seen: list[int] = []
    count = 0
    for a in upper:
        ends = sorted(position[b] for b in below[a])
        for e in ends:
            count += len(seen) - bisect_right(seen, e)
        for e in ends:
            insort(seen, e)
    return count


def _order(plan: Plan) -> None:
    items, layers = plan.items, plan.layers
    up: list[list[int]] = [[] for _ in items]
    down: list[list[int]] = [[] for _ in items]
    for chain in plan.chains:
        for a, b in pairwise(chain):
            down[a].append(b)
            up[b].append(a)
    position = [0] * len(items)
    _first_order(items, layers, down, up)

    def number(layer: list[int]) -> None:
        for i, a in enumerate(layer):
            position[a] = i

    for layer in layers:
        number(layer)

    def total() -> int:
        return sum(_crossings(layers[i], position, down) for i in range(len(layers) - 1))

    best, best_layers = total(), [list(x) for x in layers]
    idle = 0
    for sweep in range(_SWEEPS):
        if not best or idle > 4:
            break
        downwards = sweep % 2 == 0
        for r in range(1, len(layers)) if downwards else range(len(layers) - 2, -1, -1):
            near = up if downwards else down

            def key(a: int, near: list[list[int]] = near) -> tuple[int, float]:
                ends = sorted(position[b] for b in near[a])
                if not ends:
                    return (items[a].slot, float(position[a]))
                return (items[a].slot, (ends[(len(ends) - 1) // 2] + ends[len(ends) // 2]) / 2)

            layers[r].sort(key=key)
            number(layers[r])
        _transpose(items, layers, up, down, position)
        now = total()
        if now < best:
            best, best_layers, idle = now, [list(x) for x in layers], 0
        else:
            idle += 1
    plan.layers = best_layers
    plan.crossings = best


def _first_order(items: list[Item], layers: list[list[int]], down: list[list[int]], up: list[list[int]]) -> None:
    """Start from a walk in depth, so that trees are already without crossings."""
    seen: dict[int, int] = {}
    roots = [a for layer in layers for a in layer if not up[a]]
    stack = list(reversed(roots))
    while stack:
        a = stack.pop()
        if a in seen:
            continue
        seen[a] = len(seen)
        stack.extend(reversed(down[a]))
    for layer in layers:
        layer.sort(key=lambda a: (items[a].slot, seen.get(a, 0)))


def _pair(a: int, b: int, near: list[list[int]], position: list[int]) -> int:
    """Crossings saved by putting b before a, seen from one neighbouring layer (positive: worth it)."""
    before = after = 0
    for x in near[a]:
        px = position[x]
        for y in near[b]:
            py = position[y]
            before += px > py
            after += py > px
    return before - after


def _transpose(
    items: list[Item], layers: list[list[int]], up: list[list[int]], down: list[list[int]], position: list[int]
) -> None:
    for _ in range(8):
        improved = False
        for layer in layers:
            for i in range(len(layer) - 1):
                a, b = layer[i], layer[i + 1]
                if items[a].slot != items[b].slot:
                    continue
                if _pair(a, b, up, position) + _pair(a, b, down, position) > 0:
                    layer[i], layer[i + 1] = b, a
                    position[a], position[b] = i + 1, i
                    improved = True
        if not improved:
            return
