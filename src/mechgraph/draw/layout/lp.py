"""Integer positions under difference constraints, at least cost: the linear program behind ranks and coordinates.

Minimise Σ w·(y[v] − y[u]) subject to y[v] − y[u] ≥ l. Its dual is a minimum-cost flow, solved here by the primal
network simplex with strongly feasible trees (Cunningham 1976; Ahuja, Magnanti, Orlin, *Network Flows*, ch. 11): the
node potentials of the optimal tree are the positions. A constraint that may be broken at a price is an arc with a
capacity, so that |y[v] − y[u] − l| is one row and no variable. Written out instead of calling networkx, whose import
alone takes longer than a whole figure may, and which does not hand out the potentials.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isqrt
from typing import TypeAlias

__all__ = ["HARD", "Basis", "Row", "close", "solve", "within"]

HARD = 0
"""The price of a constraint that must hold."""
Row: TypeAlias = tuple[int, int, int, int, int]
"""(u, v, l, w, price): y[v] − y[u] ≥ l, or else ``price`` ≥ w per unit of the lack; w ≥ 0 per unit of y[v] − y[u]."""


@dataclass(slots=True)
class Basis:
    """Where a solution ended: the tree of the flow. A program that differs in lengths only starts best from there."""

    flow: list[int] = field(default_factory=list)
    full: list[bool] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    edge: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    children: list[set[int]] = field(default_factory=list)


def close(u: int, v: int, offset: int, weight: int) -> Row:
    """The row that pays ``weight`` for each unit of |y[v] − y[u] − offset|.

    >>> solve(3, [(0, 1, 4, 0, HARD), (0, 2, 9, 1, HARD), close(1, 2, 2, 3)])
    [0, 7, 9]
    """
    return (u, v, offset, weight, 2 * weight)


def within(n: int, rows: Sequence[Row], low: int, high: int, limit: int) -> bool:
    """Whether the hard rows leave room for y[high] − y[low] ≤ limit: the longest way through them is no longer.

    >>> within(3, [(0, 1, 2, 1, HARD), (1, 2, 3, 1, HARD)], 0, 2, 4)
    False
    """
    out: list[list[tuple[int, int]]] = [[] for _ in range(n)]
    for u, v, length, _, price in rows:
        if price == HARD:
            out[u].append((v, length))
    far: list[int | None] = [None] * n
    far[low] = 0
    queue, waiting = deque([low]), {low}
    while queue:
        u = queue.popleft()
        waiting.discard(u)
        at = far[u] or 0
        for v, length in out[u]:
            there = far[v]
            if there is None or at + length > there:
                far[v] = at + length
                if v == high and at + length > limit:
                    return False
                if v not in waiting:
                    waiting.add(v)
                    queue.append(v)
    return True


def solve(n: int, rows: Sequence[Row], basis: Basis | None = None) -> list[int] | None:
    """Positions of ``n`` variables, the least being 0; ``None`` where the hard rows contradict each other.

    Args:
        n: Number of variables, 0 … n−1; the rows should connect them.
        rows: Constraints with their costs, see :data:`Row` and :func:`close`.
        basis: An empty one to keep for the next program, or that of a program whose rows were the same but for
            their lengths; it is updated.

    >>> solve(3, [(0, 1, 2, 1, HARD), (1, 2, 3, 1, HARD), (0, 2, 1, 5, HARD)])
    [0, 2, 5]
    >>> solve(2, [(0, 1, 2, 1, HARD), (1, 0, -1, 0, HARD)]) is None
    True
    """
    source = [row[0] for row in rows]
    target = [row[1] for row in rows]
    cost = [-row[2] for row in rows]
    demand = [0] * n
    for u, v, _, w, _ in rows:
        demand[v] += w
        demand[u] -= w
    m, root = len(rows), n
    big = 3 * (sum(map(abs, cost)) + 1)
    # no flow of a tree exceeds the first bracket: what still takes more than half of this has no bound
    endless = 4 * (sum(map(abs, demand)) + sum(row[4] for row in rows) + 1)
    room = [row[4] or endless for row in rows] + [endless] * n
    for v, d in enumerate(demand):
        source.append(root if d > 0 else v)
        target.append(v if d > 0 else root)
        cost.append(big)
    basis = basis or Basis()
    if not basis.parent:
        basis.flow = [0] * m + [abs(d) for d in demand]
        basis.full = [False] * m
        basis.parent = [root] * n + [-1]
        basis.edge = [m + v for v in range(n)] + [-1]
        basis.depth = [1] * n + [0]
        basis.children = [set() for _ in range(n)] + [set(range(n))]
    flow, full, parent, edge = basis.flow, basis.full, basis.parent, basis.edge
    depth, children = basis.depth, basis.children
    potential = [0] * (n + 1)
    stack = list(children[root])
    while stack:
        x = stack.pop()
        e = edge[x]
        potential[x] = potential[parent[x]] + (cost[e] if source[e] == x else -cost[e])
        stack.extend(children[x])

    block = max(16, isqrt(m) + 1)
    at, clean = 0, 0
    while clean < m:
        best, entering = 0, -1
        end = at + block if at + block < m else m
        for i in range(at, end):
            reduced = cost[i] - potential[source[i]] + potential[target[i]]
            if full[i]:
                reduced = -reduced
            if reduced < best:
                best, entering = reduced, i
        scanned = end - at
        at = 0 if end == m else end
        if entering < 0:
            clean += scanned
            continue
        clean = 0
        back = full[entering]
        p, q = (target[entering], source[entering]) if back else (source[entering], target[entering])
        # the cycle runs from the apex down to p, over the entering arc to q, and up; the last arc that blocks leaves
        a, b = p, q
        way_p: list[int] = []
        way_q: list[int] = []
        while a != b:
            if depth[a] >= depth[b]:
                way_p.append(a)
                a = parent[a]
            else:
                way_q.append(b)
                b = parent[b]
        delta, leaving, on_p = room[entering], -1, False
        for x in way_p:
            e = edge[x]
            left = flow[e] if source[e] == x else room[e] - flow[e]
            if left < delta:
                delta, leaving, on_p = left, x, True
        for x in way_q:
            e = edge[x]
            left = flow[e] if target[e] == x else room[e] - flow[e]
            if left <= delta:
                delta, leaving, on_p = left, x, False
        if 2 * delta > endless:
            return None
        if delta:
            flow[entering] += -delta if back else delta
            for x in way_p:
                e = edge[x]
                flow[e] += -delta if source[e] == x else delta
            for x in way_q:
                e = edge[x]
                flow[e] += -delta if target[e] == x else delta
        if leaving < 0:
            full[entering] = not back
            continue
        gone = edge[leaving]
        if gone < m:
            full[gone] = flow[gone] > 0
        full[entering] = False
        start, above = (p, q) if on_p else (q, p)
        shift = best if on_p else -best
        x, new_parent, new_edge = start, above, entering
        while True:
            old_parent, old_edge = parent[x], edge[x]
            children[old_parent].discard(x)
            parent[x], edge[x] = new_parent, new_edge
            children[new_parent].add(x)
            if x == leaving:
                break
            x, new_parent, new_edge = old_parent, x, old_edge
        stack = [start]
        while stack:
            x = stack.pop()
            potential[x] += shift
            depth[x] = depth[parent[x]] + 1
            stack.extend(children[x])
    if any(flow[m + v] for v in range(n)):  # pragma: no cover - the demands sum to zero and the rows connect them
        return None
    least = min(potential[:n], default=0)
    return [y - least for y in potential[:n]]
