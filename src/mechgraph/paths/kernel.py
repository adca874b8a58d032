"""The NumPy kernel: backward labels, then prefixes level by level under an upper bound.

Labels: ``labels[r][v · states + need]`` is the cheapest way from v to the target in at most r steps (exactly r for
a metapath) that brings what is still needed. They never overestimate, since they ignore only that a path may not
repeat an entity; so a prefix whose cost plus label exceeds the bound cannot be part of an answer, and every other
prefix is kept.

The bound: first solve for at most 3 steps, whose k-th cost bounds the longer ones. Arcs are sorted by cost, so
each scan stops at what the bound leaves. Memory is bounded: prefixes are expanded in blocks of at most 2¹⁸ arcs,
depth first, and only the k best answers so far are kept. Time is not: a constraint that only very expensive paths
meet needs a long look.

It refuses to know names, and holds nothing between calls, so any number of threads may search one index.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .constraints import Constraints
from .index import PathIndex

__all__ = ["Answers", "backward_labels", "k_best", "widen"]

Array = npt.NDArray[Any]
INF = np.int32(0x3FFFFFFF)
_BLOCK = 1 << 18
_FIRST = 3  # steps of the first, bounding search
_WIDTH = 4  # beginnings that are followed for each path wanted, where no bound is known


class Answers:
    """The k best complete paths so far, in canonical order: (cost, length, entities, predicates, claims)."""

    def __init__(self, index: PathIndex, k: int, length: int) -> None:
        self.index, self.k, self.length = index, k, length
        self.costs = np.zeros(0, np.int64)
        self.arcs = np.zeros((0, length), np.int64)  # −1 after the end
        self._new: list[tuple[Array, Array]] = []
        self._waiting = 0
        self.whole = True
        """Whether nothing was left out that might have been among the best."""

    def add(self, costs: Array, arcs: Array) -> None:
        """Take in complete paths, shapes (n,) and (n, steps)."""
        if len(costs):
            padded = np.full((len(costs), self.length), -1, np.int64)
            padded[:, : arcs.shape[1]] = arcs
            self._new.append((costs, padded))
            self._waiting += len(costs)

    def settle(self) -> int | None:
        """Keep the k best, and return the k-th cost, or ``None`` while there are fewer."""
        if self._new:
            costs = np.concatenate([self.costs, *(c for c, _ in self._new)])
            arcs = np.concatenate([self.arcs, *(a for _, a in self._new)])
            self._new, self._waiting = [], 0
            if len(costs) > self.k:
                keep = costs <= np.partition(costs, self.k - 1)[self.k - 1]
                costs, arcs = costs[keep], arcs[keep]
            order = canonical_order(self.index, costs, arcs)[: self.k]
            self.costs, self.arcs = costs[order], arcs[order]
        return int(self.costs[-1]) if len(self.costs) >= self.k else None


def canonical_order(index: PathIndex, costs: Array, arcs: Array) -> Array:
    """The order of paths by (cost, length, entities, predicates, claims); ``arcs`` is padded with −1."""
    if len(costs) < 2:
        return np.arange(len(costs))
    real = arcs >= 0
    columns: list[Array] = [costs, real.sum(axis=1)]
    ranked = np.sort(costs)
    if (ranked[1:] == ranked[:-1]).any():
        for values in (index.targets, index.codes, index.rows):
            columns += list(np.where(real, values[arcs], -1).T)
    return np.lexsort(columns[::-1])


def expand(index: PathIndex, nodes: Array, limits: Array | None) -> tuple[Array, Array]:
    """Arcs out of each of ``nodes`` that cost at most its limit: arc numbers, and the row each belongs to."""
    start = index.indptr[nodes]
    if limits is None:
        count = index.indptr[nodes + 1] - start
    else:
        top = np.minimum(limits, 0x7FFFFFFF)
        count = np.searchsorted(index.keys, (nodes << 32) | np.maximum(top, 0), "right") - start
        count[limits < 0] = 0
    rows = np.repeat(np.arange(len(nodes)), count)
    shift = start - np.cumsum(count) + count
    return np.arange(len(rows)) + shift[rows], rows


def backward_labels(
    c: Constraints,
    length: int,
    budget: int | None,
    ahead: list[Array] | None = None,
    upper: int = 0,
    near: Array | None = None,
) -> list[Array]:
    """``labels[r]`` for r = 0 … length − 1, int32; with ``ahead`` (forward labels) only what stays within ``upper``.

    The last label is needed only where a path can be after its first step: with ``near`` (entity numbers) it is pulled
    there instead of pushed from behind, where that touches fewer arcs.
    """
    index, needs = c.index, c.needs
    states = 1 if needs is None else needs.size
    last = np.full(index.n_entities * states, INF, np.int32)
    last[c.target * states] = 0
    labels = [last]
    changed = np.array([c.target * states])
    pinned = _only_neighbour(c)
    offset = c.length - length if c.exact else 0
    for r in range(1, length):
        step = length - r + offset
        nodes = changed if states == 1 else changed // states
        if near is not None and r == length - 1 and states == 1 and not c.exact:
            degree = index.indptr[near + 1] - index.indptr[near]
            if int(degree.sum()) < int((index.indptr[nodes + 1] - index.indptr[nodes]).sum()):
                labels.append(_pull(c, step, near, last))
                break
        so_far = last[changed].astype(np.int64)
        arcs, rows = expand(index, nodes, None if budget is None else budget - so_far)
        to = index.targets[arcs].astype(np.int64)
        cost = so_far[rows] + index.costs[arcs]
        ok = (to != c.source) & (to != c.target)
        table, inner = c.twin_tables[step], c.nodes[step]
        if table is not None:
            ok &= table[index.codes[arcs]]
        if inner is not None:
            ok &= inner[to]
        if c.twin_arcs is not None:
            ok &= c.twin_arcs[arcs]
        if ahead is not None and length - r < len(ahead):  # farther out they would cost more than they prune
            ok &= cost + ahead[length - r][to] <= upper
        if states == 1:
            ok &= cost < last[to] if not c.exact else True
            places, cost = to[ok], cost[ok]
        else:
            assert needs is not None
            keep = np.flatnonzero(ok)
            arcs, rows, to, cost = arcs[keep], rows[keep], to[keep], cost[keep]
            before = needs.backward(changed[rows] % states, arcs, nodes[rows])
            places = np.concatenate([to[some] * states + need for some, need in before])
            cost = np.concatenate([cost[some] for some, _ in before])
        new = np.full_like(last, INF) if c.exact else last.copy()
        np.minimum.at(new, places, cost.astype(np.int32))
        changed = np.flatnonzero(new < (INF if c.exact else last))
        if pinned is not None:
            changed = changed[changed // states != pinned]
        labels.append(new)
        last = new
    return labels


def _only_neighbour(c: Constraints) -> int | None:
    """The entity that every path must pass first: none leads through it again, so that labels need not look there.

    Without this a source that hangs on one entity has any number of walks out and back again, and hardly a path.
    Labels for many sources (source and target are then the same) depend on none of them.
    """
    around = c.index.targets[c.index.indptr[c.source] : c.index.indptr[c.source + 1]]
    if c.source == c.target or not len(around) or (around != around[0]).any() or around[0] == c.target:
        return None
    return int(around[0])


def _pull(c: Constraints, step: int, near: Array, last: Array) -> Array:
    """The next label at ``near`` only, from the arcs that lead out of them; elsewhere the last one, an overestimate."""
    arcs, rows = expand(c.index, near, None)
    to = c.index.targets[arcs]
    cost = c.index.costs[arcs] + last[to]
    table, inner = c.tables[step], c.nodes[step + 1]
    if table is not None:
        cost[~table[c.index.codes[arcs]]] = INF
    if c.arcs is not None:
        cost[~c.arcs[arcs]] = INF
    if inner is not None:
        cost[~(inner[to] | (to == c.target))] = INF
    new = last.copy()
    np.minimum.at(new, near[rows], np.minimum(cost, INF))
    new[c.target] = 0
    return new


def forward_labels(c: Constraints, length: int, budget: int) -> list[Array]:
    """``ahead[i][v]``: the cheapest way from the source to v in at most i steps, needs left aside; int32."""
    index = c.index
    last = np.full(index.n_entities, INF, np.int32)
    last[c.source] = 0
    labels = [last]
    changed = np.array([c.source])
    table, inner = c.tables[0], c.nodes[0]
    for _ in range(1, length):
        so_far = last[changed].astype(np.int64)
        arcs, rows = expand(index, changed, budget - so_far)
        to = index.targets[arcs]
        cost = so_far[rows] + index.costs[arcs]
        ok = cost < last[to]
        ok &= to != c.target
        if table is not None:
            ok &= table[index.codes[arcs]]
        if inner is not None:
            ok &= inner[to]
        if c.arcs is not None:
            ok &= c.arcs[arcs]
        new = last.copy()
        np.minimum.at(new, to[ok], cost[ok].astype(np.int32))
        changed = np.flatnonzero(new < last)
        labels.append(new)
        last = new
    return labels


def enumerate_paths(
    c: Constraints, length: int, labels: list[Array], upper: int, k: int, width: int | None = None
) -> Answers:
    """The k best simple paths of at most ``length`` steps that cost at most ``upper``.

    With ``width`` only so many beginnings of a block are followed, those whose best end is cheapest; the answers are
    then paths, and the best only if :attr:`Answers.whole`.
    """
    index, needs = c.index, c.needs
    states = 1 if needs is None else needs.size
    answers = Answers(index, k, c.length)
    offset = c.length - length if c.exact else 0
    start = np.zeros(1, np.int64) if needs is None else np.array([needs.start])
    blocks = [(np.array([[c.source]]), np.zeros((1, 0), np.int64), np.zeros(1, np.int64), start)]
    while blocks:
        nodes, path, so_far, need = blocks.pop()
        i = path.shape[1]
        left = upper - so_far
        arcs, rows = expand(index, nodes[:, -1], left)
        if len(arcs) > _BLOCK and len(nodes) > 1:
            half = len(nodes) // 2
            for part in (slice(half, None), slice(half)):
                blocks.append((nodes[part], path[part], so_far[part], need[part]))
            continue
        to = index.targets[arcs].astype(np.int64)
        cost = so_far[rows] + index.costs[arcs]
        place = to
        after = need
        ok: Array | None = None
        if needs is not None:
            after, ok = needs.forward(need[rows], arcs, to)
            place = to * states + after
        remaining = labels[length - i - 1][place]
        bound = cost + remaining
        good = bound <= upper
        if ok is not None:
            good &= ok
        table = c.tables[i + offset]
        keep = np.flatnonzero(good)
        arcs, rows, to, cost, bound = arcs[keep], rows[keep], to[keep], cost[keep], bound[keep]
        after = after[keep] if needs is not None else need[rows]
        good = np.ones(len(keep), bool)
        if table is not None:
            good &= table[index.codes[arcs]]
        if c.arcs is not None:
            good &= c.arcs[arcs]
        inner = c.nodes[i + 1 + offset]
        if inner is not None:
            good &= inner[to] | (to == c.target)
        for j in range(nodes.shape[1]):
            good &= nodes[rows, j] != to
        if not good.all():
            arcs, rows, to, cost, bound, after = (x[good] for x in (arcs, rows, to, cost, bound, after))
        walked = np.column_stack([path[rows], arcs])
        done = to == c.target
        if done.any():
            answers.add(cost[done], walked[done])
            done = ~done
            rows, to, cost, bound, after, walked = (x[done] for x in (rows, to, cost, bound, after, walked))
        if len(to) and i + 1 < length:
            seen = np.column_stack([nodes[rows], to])
            narrow = width is not None and len(to) > width
            if narrow or len(to) > 4096:  # best first, so that the bound tightens early
                order = np.argsort(bound, kind="stable")
                if narrow:
                    order, answers.whole = order[:width], False
                seen, walked, cost, after = seen[order], walked[order], cost[order], after[order]
            blocks.append((seen, walked, cost, after))
        if blocks and answers._waiting >= k:
            reached = answers.settle()
            upper = upper if reached is None else min(upper, reached)
    answers.settle()
    return answers


def k_best(c: Constraints, k: int) -> Answers:
    """The k best simple paths under the constraints; exact, ties in canonical order."""
    answers = Answers(c.index, k, c.length)
    if not c.possible or c.index.n_arcs == 0:
        return answers
    first = c.length if c.exact else min(_FIRST, c.length)
    around = np.sort(c.index.targets[c.index.indptr[c.source] : c.index.indptr[c.source + 1]])
    near = around[np.diff(around, prepend=-1) > 0].astype(np.int64)  # as np.unique, which is slow to load
    while True:
        labels = backward_labels(c, first, None, near=near)
        answers = widen(c, first, labels, k)
        if first == c.length:
            return answers
        if len(answers.costs) >= k:
            break
        first += 1
    upper = int(answers.costs[-1])
    index = c.index
    if upper == 0:
        cheapest_out = cheapest_in = 0
    else:
        cheapest_out = int(index.costs[index.indptr[c.source]])
        cheapest_in = int(index.costs[index.indptr[c.target]])
    ahead = forward_labels(c, c.length // 2 + 1, upper - cheapest_in)
    labels = backward_labels(c, c.length, upper - cheapest_out, ahead, upper)
    return enumerate_paths(c, c.length, labels, upper, k)


def widen(c: Constraints, length: int, labels: list[Array], k: int) -> Answers:
    """Solve without a bound: guess one from the first arcs; where it is too low, follow the most promising beginnings.

    Their ends are k paths, and what the last of them costs is a bound that is certainly large enough. To double the
    guess instead looks through beginnings many times in vain, and then through far too many.
    """
    index, needs = c.index, c.needs
    arcs = np.arange(index.indptr[c.source], index.indptr[c.source + 1])
    place = index.targets[arcs].astype(np.int64)
    if needs is not None:
        after, _ = needs.forward(np.full(len(arcs), needs.start), arcs, place)
        place = place * needs.size + after
    bounds = index.costs[arcs].astype(np.int64) + labels[length - 1][place]
    bounds = np.sort(bounds[bounds < INF])
    if not len(bounds):
        return Answers(index, k, c.length)
    best = int(bounds[0])
    most = max(length * index.max_cost, best)
    spread = max(int(bounds[min(k, len(bounds)) - 1]) - best, best // 8, 1)
    answers = enumerate_paths(c, length, labels, min(best + spread, most), k)
    width = _WIDTH * k
    while len(answers.costs) < k and best + spread < most:
        found = enumerate_paths(c, length, labels, most, k, width)
        if found.whole:
            return found
        if len(found.costs) >= k:
            return enumerate_paths(c, length, labels, int(found.costs[-1]), k)
        width *= 4
    return answers
