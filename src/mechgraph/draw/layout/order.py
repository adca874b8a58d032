"""The order of items along their layers: few crossings, by medians and exchanges; compartments never mix.

Sweeps down and up put each item at the median of its neighbours (Gansner, Koutsofios, North, Vo 1993); neighbours are
then exchanged where that saves a crossing. The best order seen is kept.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

from .plan import Item, Plan

__all__ = ["order_layers"]

_SWEEPS = 16


def order_layers(plan: Plan) -> None:
    """Put the items of each layer in order, and count what still crosses."""
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


def _crossings(upper: Sequence[int], position: Sequence[int], below: Sequence[Sequence[int]]) -> int:
    """Crossings between two adjacent layers, by insertion into a sorted list."""
    seen: list[int] = []
    count = 0
    for a in upper:
        ends = sorted(position[b] for b in below[a])
        for e in ends:
            count += len(seen) - bisect_right(seen, e)
        for e in ends:
            insort(seen, e)
    return count


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
