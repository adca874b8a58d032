"""Integer positions under difference constraints, at least cost: the linear program behind ranks and coordinates.

Minimise Σ w·(y[v] − y[u]) subject to y[v] − y[u] ≥ l. Its dual is an uncapacitated minimum-cost flow, solved here by
the primal network simplex with strongly feasible trees (Cunningham 1976; Ahuja, Magnanti, Orlin, *Network Flows*,
ch. 11): the node potentials of the optimal tree are the positions. Written out instead of calling networkx, whose
import alone takes longer than a whole figure may, and which does not hand out the potentials.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt

__all__ = ["solve"]


def solve(n: int, constraints: Sequence[tuple[int, int, int, int]]) -> list[int] | None:
    """Positions of ``n`` variables, the least being 0; ``None`` where the constraints contradict each other.

    Args:
        n: Number of variables, 0 … n−1; the constraints should connect them.
        constraints: Rows (u, v, l, w): y[v] − y[u] ≥ l, at the cost of w ≥ 0 for each unit of y[v] − y[u].

    >>> solve(3, [(0, 1, 2, 1), (1, 2, 3, 1), (0, 2, 1, 5)])
    [0, 2, 5]
    >>> solve(2, [(0, 1, 2, 1), (1, 0, -1, 0)]) is None
    True
    """
    source = [u for u, _, _, _ in constraints]
    target = [v for _, v, _, _ in constraints]
    cost = [-length for _, _, length, _ in constraints]
    demand = [0] * n
    for u, v, _, w in constraints:
        demand[v] += w
        demand[u] -= w
    m, root = len(constraints), n
    big = 3 * (sum(abs(c) for c in cost) + 1)
    flow = [0] * m
    potential = [0] * (n + 1)
    for v, d in enumerate(demand):
        source.append(root if d > 0 else v)
        target.append(v if d > 0 else root)
        cost.append(big)
        flow.append(abs(d))
        potential[v] = -big if d > 0 else big
    parent = [root] * n + [-1]
    edge = [m + v for v in range(n)] + [-1]
    depth = [1] * n + [0]
    children: list[set[int]] = [set() for _ in range(n)] + [set(range(n))]

    block = max(16, isqrt(m) + 1)
    at, clean = 0, 0
    while clean < m:
        best, entering = 0, -1
        end = at + block
        for i in range(at, end if end < m else m):
            reduced = cost[i] - potential[source[i]] + potential[target[i]]
            if reduced < best:
                best, entering = reduced, i
        scanned = (end if end < m else m) - at
        at = 0 if end >= m else end
        if entering < 0:
            clean += scanned
            continue
        clean = 0
        p, q = source[entering], target[entering]
        a, b = p, q
        delta, leaving, on_p = -1, -1, False
        way_p: list[int] = []
        way_q: list[int] = []
        while a != b:
            if depth[a] >= depth[b]:
                way_p.append(a)
                a = parent[a]
            else:
                way_q.append(b)
                b = parent[b]
        for x in way_p:
            e = edge[x]
            if source[e] == x and (delta < 0 or flow[e] < delta):
                delta, leaving, on_p = flow[e], x, True
        for x in way_q:
            e = edge[x]
            if target[e] == x and (delta < 0 or flow[e] <= delta):
                delta, leaving, on_p = flow[e], x, False
        if leaving < 0:
            return None
        if delta:
            flow[entering] += delta
            for x in way_p:
                e = edge[x]
                flow[e] += -delta if source[e] == x else delta
            for x in way_q:
                e = edge[x]
                flow[e] += -delta if target[e] == x else delta
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
