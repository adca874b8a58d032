"""Which layer everything stands in, before any order or length: ranks from a linear program, cycles opened.

The flow of a figure runs across layers. A link that closes a cycle is drawn against the flow, and marked as such.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import permutations

from .lp import HARD, Row, solve

__all__ = ["enclosing", "feedback_links", "fold", "homes_of", "lane_order", "rank_nodes"]


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


def rank_nodes(
    n: int,
    links: Sequence[tuple[int, int]],
    lanes: Sequence[int],
    outcomes: Sequence[int] = (),
    starts: Sequence[int] = (),
    outer: Sequence[int] = (),
) -> list[int]:
    """A rank for each node, every link running downwards and short; pure outcomes stand below their compartment.

    ``outcomes`` are nodes that stand in a row of their own, the last; ``starts`` those that stand in the first;
    ``outer`` is the compartment around each, −1 for none.
    """
    around = {x: enclosing(x, outer) for x in lanes if x >= 0}
    boxes = sorted({b for held in around.values() for b in held})
    low = {b: n + 1 + 2 * i for i, b in enumerate(boxes)}
    rows: list[Row] = [(n, v, 0, 0, HARD) for v in range(n)]
    # a long link rather further down than between a drug and what it acts on, so that targets stand in a row
    pulls = [4 if lanes[u] == lanes[v] >= 0 else 2 + (u in starts) for u, v in links]
    rows += [(u, v, 1, weight, HARD) for (u, v), weight in zip(links, pulls, strict=True)]
    into, out = Counter(v for _, v in links), Counter(u for u, _ in links)
    for b in boxes:
        for v in range(n):
            if lanes[v] >= 0 and b in around[lanes[v]]:
                rows += [(low[b], v, 0, 0, HARD), (v, low[b] + 1, 0, 0, HARD)]
        rows += [(n, low[b], 0, 0, HARD), (low[b], low[b] + 1, 0, 1, HARD)]
    for v in range(n):
        if lanes[v] >= 0:
            continue
        if into[v] and not out[v]:
            near = Counter(around[lanes[u]][-1] for u, w in links if w == v and lanes[u] >= 0)
            if near:
                rows.append((low[near.most_common(1)[0][0]] + 1, v, 1, 0, HARD))
        elif out[v] and not into[v]:
            near = Counter(around[lanes[w]][-1] for u, w in links if u == v and lanes[w] >= 0)
            if near:
                rows.append((v, low[near.most_common(1)[0][0]], 1, 0, HARD))
    rows += [(v, n, 0, 0, HARD) for v in starts]
    last = n + 1 + 2 * len(boxes)
    if outcomes:
        above = {v for v in range(n) if into[v]} - set(outcomes)
        rows += [(v, last, int(v in above), 0, HARD) for v in range(n)] + [(last, v, 0, 0, HARD) for v in outcomes]
    ranks = solve(last + bool(outcomes), rows)
    if ranks is None:  # pragma: no cover - the links have no cycle, and outcomes and sources close none
        raise AssertionError("ranks contradict each other")
    used = sorted(set(ranks[:n]))
    return [used.index(r) for r in ranks[:n]]


def enclosing(box: int, outer: Sequence[int]) -> list[int]:
    """A compartment and those around it, from the inside out; ``outer`` is that around each, −1 for none."""
    out = []
    while box >= 0:
        out.append(box)
        box = outer[box] if outer else -1
    return out


def fold(ranks: Sequence[int], links: Sequence[tuple[int, int]], sizes: Sequence[float], limit: float) -> list[int]:
    """Split ranks that are wider than ``limit`` over several, so that a broad fan fits a narrow page."""
    rows: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
    for v, r in enumerate(ranks):
        rows[r].append(v)
    into, out = Counter(v for _, v in links), Counter(u for u, _ in links)
    result = list(ranks)
    at = 0
    for row in rows:
        total = math.fsum(sizes[v] for v in row)
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


def lane_order(
    boxes: Sequence[int], links: Sequence[tuple[int, int]], homes: Sequence[int], outer: Sequence[int] = ()
) -> list[int]:
    """Boxes in the order that keeps what crosses between them short; those within one stand side by side, with it."""

    def inside(box: int) -> list[int]:
        held = [b for b in boxes if (outer[b] if outer else -1) == box]
        own = [box] * (box >= 0)
        around = {b: enclosing(b, outer) for b in boxes}
        group = {b: next((x for x in around[b] if x in held), box) for b in boxes if not own or box in around[b]}
        order = _order([*held, *own], links, [group.get(h, -1) for h in homes]) if held else own
        return [b for x in order for b in ([x] if x == box else inside(x))]

    return inside(-1)


def _order(boxes: Sequence[int], links: Sequence[tuple[int, int]], homes: Sequence[int]) -> list[int]:
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


def homes_of(n: int, links: Sequence[tuple[int, int]], lanes: Sequence[int]) -> list[int]:
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
