"""Path counts and degree-weighted path counts (DWPC) of a metapath, for one pair or for all pairs.

DWPC sums, over the paths that follow a metapath and repeat no entity, the product of (degree at its start)^−w ·
(degree at its end)^−w of each step, degrees taken within the step's own link type (Himmelstein & Baranzini 2015,
PLoS Comput Biol 11:e1004259; w = 0.4 as in Project Rephetio). The count is the same with w = 0.

One pair: paths are enumerated with NumPy. All pairs: inclusion–exclusion over which positions of the metapath
coincide, each term contracted as a chain of sparse products from the smaller end, so that gene × gene is never
formed where it can be avoided. That needs scipy, imported when asked for.

Parallel claims of one predicate count as one link here, as in a hetnet. It refuses to rank and to judge: a number
of paths is not evidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .constraints import Kinds, category_codes, lookup
from .index import PathIndex
from .metapath import Metapath, MetapathTable, Step, parse_metapath

if TYPE_CHECKING:
    from scipy import sparse

__all__ = ["DAMPING", "PathCounter"]

Array = npt.NDArray[Any]
DAMPING = 0.4
_Space = tuple[int, ...]
_MOST_CELLS = 1 << 28  # of a result: 2 GiB
_DENSE = 0.04  # from this density on a dense right-hand side is faster


@dataclass(frozen=True, slots=True)
class _Links:
    """The distinct links of one step, sorted by (start, end), with the degree of each end."""

    starts: Array
    ends: Array
    start_degrees: Array
    end_degrees: Array
    indptr: Array


class PathCounter:
    """Counts along metapaths of one index; keeps each link type it has met.

    Args:
        index: The path index.
        table: Abbreviations for metapath texts; ``None`` means Hetionet's own.
        kinds: The categories that a category name stands for besides itself; ``None``: each for itself alone.

    >>> index = PathIndex.build([0, 0, 3, 3], [1, 2, 1, 2], [0, 0, 1, 1], entity_ids=list("dghx"),
    ...     categories=[0, 1, 1, 2], category_names=["Compound", "Gene", "Disease"],
    ...     predicate_names=["binds", "associates"], predicate_signs=[0, 0])
    >>> counter = PathCounter(index)
    >>> counter.count("CbGaD", 0, 3), round(counter.dwpc("CbGaD", 0, 3), 6)
    (2, 1.148698)
    """

    def __init__(self, index: PathIndex, *, table: MetapathTable | None = None, kinds: Kinds | None = None) -> None:
        self.index = index
        self.table = table
        self.kinds = kinds
        self._links: dict[tuple[str | None, Step, str | None], _Links] = {}
        self._members: dict[_Space, Array] = {}
        self._matrices: dict[tuple[Any, ...], Any] = {}

    def parse(self, metapath: Metapath | str) -> Metapath:
        """The metapath, read from text if need be."""
        if isinstance(metapath, Metapath):
            return metapath
        names = self.index.category_names, self.index.predicate_names
        return parse_metapath(metapath, table=self.table, categories=names[0], predicates=names[1])

    def members(self, category: str | None) -> Array:
        """Entity numbers of a category, ascending: the rows or columns of :meth:`matrix`."""
        return self._inside(self._space(category))

    def _space(self, category: str | None) -> _Space:
        """The codes of the categories that a name in a metapath stands for; all of them where it may be any."""
        if category is None:
            return tuple(range(len(self.index.category_names)))
        return tuple(category_codes(self.index, category, self.kinds))

    def _inside(self, space: _Space) -> Array:
        if space not in self._members:
            self._members[space] = np.flatnonzero(self._allowed(space)[self.index.categories])
        return self._members[space]

    def _allowed(self, space: _Space) -> Array:
        """Of each category code whether it is one of some."""
        allowed = np.zeros(len(self.index.category_names), bool)
        allowed[list(space)] = True
        return allowed

    # -- one pair -----------------------------------------------------------------------------------------------

    def count(self, metapath: Metapath | str, source: int, target: int) -> int:
        """How many paths from ``source`` to ``target`` follow the metapath and repeat no entity."""
        return len(self.terms(metapath, source, target, damping=0.0))

    def dwpc(self, metapath: Metapath | str, source: int, target: int, *, damping: float = DAMPING) -> float:
        """The degree-weighted path count of one pair, by enumeration."""
        return math.fsum(self.terms(metapath, source, target, damping=damping).tolist())

    def terms(self, metapath: Metapath | str, source: int, target: int, *, damping: float = DAMPING) -> Array:
        """The path-degree product of each path, float64, largest first. Memory grows with the number of paths."""
        return self.walks(metapath, source, target, damping=damping)[1]

    def walks(
        self, metapath: Metapath | str, source: int, target: int, *, damping: float = DAMPING
    ) -> tuple[Array, Array]:
        """Every path: its entity numbers, int64 (n, steps + 1), and its path-degree product, (n,), largest first."""
        path = self.parse(metapath)
        steps = self._steps(path)
        reach = [np.zeros(self.index.n_entities, bool) for _ in range(len(steps) + 1)]
        reach[-1][target] = True
        for i in range(len(steps) - 1, -1, -1):
            reach[i][steps[i].starts[reach[i + 1][steps[i].ends]]] = True
        if source == target or not reach[0][source]:
            return np.zeros((0, len(steps) + 1), np.int64), np.zeros(0)
        nodes, weight = np.array([[source]]), np.ones(1)
        for i, links in enumerate(steps):
            first = links.indptr[nodes[:, -1]]
            count = links.indptr[nodes[:, -1] + 1] - first
            rows = np.repeat(np.arange(len(nodes)), count)
            at = np.arange(len(rows)) + (first - np.cumsum(count) + count)[rows]
            to = links.ends[at]
            keep = reach[i + 1][to] & (nodes[rows] != to[:, None]).all(axis=1)
            rows, at, to = rows[keep], at[keep], to[keep]
            degrees = links.start_degrees[at] * links.end_degrees[at]
            weight = weight[rows] * degrees.astype(np.float64) ** -damping
            nodes = np.column_stack([nodes[rows], to])
        order = np.lexsort([*nodes.T[::-1], -weight])
        return nodes[order], weight[order]

    # -- all pairs ----------------------------------------------------------------------------------------------

    def matrix(self, metapath: Metapath | str, *, damping: float = DAMPING) -> Array:
        """The DWPC of all pairs, float64, shape (entities of the first category, of the last).

        Rows and columns are :meth:`members`. ``damping=0`` counts paths. The time is that of a few sparse
        products; the memory that of the result plus a gene × (smaller end) matrix.

        Raises:
            UsageError: scipy is not installed; or the metapath has so many repeats that a term does not contract.
        """
        try:
            from scipy import sparse
        except ImportError:
            raise UsageError("all pairs of a metapath need scipy", remedy="pip install scipy") from None
        path = self.parse(metapath)
        narrow = [self._space(category) for category in path.categories]
        spaces = _joined(narrow)
        shape = len(self._inside(spaces[0])), len(self._inside(spaces[-1]))
        if shape[0] * shape[1] > _MOST_CELLS:
            raise UsageError(
                f"all pairs of {path} are {shape[0]:,} × {shape[1]:,}",
                remedy="name narrower categories, or ask by pair",
            )
        steps = zip(path.categories, path.steps, path.categories[1:], spaces, spaces[1:], strict=False)
        matrices = [self._matrix(sparse, *step, damping) for step in steps]
        total = np.zeros(shape)
        terms = list(_coincidences(spaces))
        for blocks, factor in terms:
            total += factor * _contract(matrices, blocks)
        if spaces[0] == spaces[-1]:
            np.fill_diagonal(total, 0.0)
        for axis, end in enumerate((0, -1)):
            if spaces[end] != narrow[end]:
                total = total.take(np.searchsorted(self._inside(spaces[end]), self._inside(narrow[end])), axis)
        if len(terms) > 1 and damping:
            doubtful = (total != 0) & (total < 1e-9 * float(total.max(initial=0.0)))
            if doubtful.any():  # where no path is, differences leave rounding; counts are whole numbers and do not
                total[doubtful & (self.matrix(path, damping=0.0) < 0.5)] = 0.0
        return total

    def _matrix(
        self, sparse: Any, a: str | None, step: Step, b: str | None, from_: _Space, to: _Space, damping: float
    ) -> Any:
        key = (a, step, b, from_, to, damping)
        if key not in self._matrices:
            links, rows, columns = self.links(a, step, b), self._inside(from_), self._inside(to)
            # links are in the order of a row after another already, and every start is one of the rows
            out = np.diff(links.indptr)[rows]
            indptr = np.concatenate([np.zeros(1, np.int32), np.cumsum(out, dtype=np.int32)])
            value = np.repeat(_weights(out, damping)[out], out)
            value *= _weights(links.end_degrees, damping)[links.end_degrees]
            made = sparse.csr_matrix((value, self._places(columns)[links.ends], indptr), (len(rows), len(columns)))
            made.has_canonical_format = True
            self._matrices[key] = made
        return self._matrices[key]

    def _places(self, members: Array) -> Array:
        """The place of each entity among some, by its number; of others it means nothing."""
        places = np.zeros(self.index.n_entities, np.int32)
        places[members] = np.arange(len(members), dtype=np.int32)
        return places

    # -- link types ---------------------------------------------------------------------------------------------

    def _steps(self, path: Metapath) -> list[_Links]:
        ends = zip(path.categories, path.steps, path.categories[1:], strict=False)
        return [self.links(a, step, b) for a, step, b in ends]

    def links(self, start: str | None, step: Step, end: str | None) -> _Links:
        """The distinct links of one step, without loops."""
        key = (start, step, end)
        if key not in self._links:
            self._links[key] = self._collect(start, step, end)
        return self._links[key]

    def _collect(self, start: str | None, step: Step, end: str | None) -> _Links:
        index = self.index
        names = index.predicate_names
        codes = np.ones((len(names), 2), bool)
        if step.predicate is not None:
            codes[np.arange(len(names)) != lookup(step.predicate, names, "predicate")] = False
        if step.direction:
            codes[~np.asarray(index.undirected, bool), 1 if step.direction > 0 else 0] = False
        arcs = np.flatnonzero(codes.ravel()[index.codes])
        starts, ends = index.keys[arcs] >> 32, index.targets[arcs]
        keep = starts != ends
        for category, at in ((start, starts), (end, ends)):
            if category is not None:
                keep &= self._allowed(self._space(category))[index.categories][at]
        pairs = starts << 32 | ends
        if not keep.all():
            pairs = pairs[keep]
        pairs.sort()  # np.unique hashes first, and takes six times as long
        first = pairs[1:] != pairs[:-1]
        if not first.all():
            pairs = pairs[np.concatenate([np.ones(1, bool), first])]
        size = index.n_entities
        starts, ends = pairs >> 32, pairs & 0xFFFFFFFF
        out, into = np.bincount(starts, minlength=size), np.bincount(ends, minlength=size)
        indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(out)])
        return _Links(starts, ends, np.repeat(out, out), into[ends], indptr)


def _weights(degrees: Array, damping: float) -> Array:
    """What each degree up to the largest of some weighs; a power is taken of a few thousand instead of each link's."""
    return np.maximum(np.arange(int(degrees.max(initial=0)) + 1), 1) ** -damping


def _joined(spaces: Sequence[_Space]) -> list[_Space]:
    """Each position's categories, widened until two positions share all of them or none: only the former coincide.

    >>> _joined([(0,), (1, 2), (2, 3), (4,)])
    [(0,), (1, 2, 3), (1, 2, 3), (4,)]
    """
    groups: list[set[int]] = []
    for space in spaces:
        touching = [g for g in groups if not g.isdisjoint(space)]
        groups = [g for g in groups if g not in touching] + [set(space).union(*touching)]
    return [next(tuple(sorted(g)) for g in groups if g.issuperset(space)) for space in spaces]


def _coincidences(names: Sequence[_Space]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way in which positions may coincide, as a block number per position, with its Möbius factor.

    Neighbours never coincide (there are no loops) and neither do the two ends (cleared afterwards). The factor is
    ∏ (−1)^(size − 1) (size − 1)! over blocks: the Möbius function of the partition lattice.
    """

    def grow(blocks: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        position = len(blocks)
        if position == len(names):
            yield blocks
            return
        for block in range(max(blocks, default=-1) + 2):
            inside = [p for p, b in enumerate(blocks) if b == block]
            if any(names[p] != names[position] or p == position - 1 for p in inside):
                continue
            if 0 in inside and position == len(names) - 1:
                continue
            yield from grow((*blocks, block))

    for blocks in grow(()):
        sizes = [blocks.count(b) for b in set(blocks)]
        yield blocks, math.prod((-1) ** (n - 1) * math.factorial(n - 1) for n in sizes)


_Factor = tuple[int, int, Any]


def _contract(matrices: list[sparse.csr_matrix], blocks: tuple[int, ...]) -> Array:
    """Sum over everything but the two ends: parallel factors multiply cell by cell, loose ends are summed away,
    and a block between two others becomes a product, smallest neighbour first."""
    factors: list[_Factor] = [(a, b, m) for a, b, m in zip(blocks, blocks[1:], matrices, strict=False)]
    first, last = blocks[0], blocks[-1]
    while True:
        factors = _merge_parallel(factors)
        if len(factors) == 1:
            a, _, m = factors[0]
            out = m if isinstance(m, np.ndarray) else m.toarray()
            return out if a == first else out.T
        degree: dict[int, list[_Factor]] = {}
        for factor in factors:
            for block in factor[:2]:
                degree.setdefault(block, []).append(factor)
        inner = {b: f for b, f in degree.items() if b not in (first, last)}
        loose = next((b for b, f in inner.items() if len(f) == 1), None)
        if loose is not None:
            factors = _drop(factors, loose, degree)
            continue
        chain = [(min(_size(f, b) for f in fs), b) for b, fs in inner.items() if len(fs) == 2]
        if not chain:
            raise UsageError(
                "this metapath repeats categories in a way that has no product form", remedy="ask pair by pair"
            )
        block = min(chain)[1]
        left, right = inner[block]
        a, m = _towards(left, block)
        b, n = _towards(right, block)
        rest = [f for f in factors if f is not left and f is not right]
        factors = [*rest, (a, b, _product(m, n.T) if _shape(m)[0] >= _shape(n)[0] else _product(n, m.T).T)]


def _towards(factor: _Factor, block: int) -> tuple[int, Any]:
    """The other block, and the matrix as (other × block)."""
    a, b, m = factor
    return (a, m) if b == block else (b, m.T)


def _shape(m: Any) -> tuple[int, int]:
    return int(m.shape[0]), int(m.shape[1])


def _size(factor: _Factor, block: int) -> int:
    return _shape(_towards(factor, block)[1])[0]


def _product(m: Any, n: Any) -> Any:
    """m · n, with a dense right-hand side where that is faster."""
    rows, columns = _shape(n)
    if not isinstance(n, np.ndarray) and columns <= 4096 and n.nnz > _DENSE * rows * columns:
        n = n.toarray()
    if isinstance(n, np.ndarray) and not n.flags.c_contiguous:
        n = np.ascontiguousarray(n)
    if isinstance(m, np.ndarray) and not isinstance(n, np.ndarray):
        return (n.T @ m.T).T
    return m @ n


def _merge_parallel(factors: list[_Factor]) -> list[_Factor]:
    merged: dict[tuple[int, int], Any] = {}
    for a, b, m in factors:
        key, m = ((a, b), m) if a <= b else ((b, a), m.T)
        merged[key] = m if key not in merged else _times(merged[key], m)
    return [(a, b, m) for (a, b), m in merged.items()]


def _times(m: Any, n: Any) -> Any:
    if isinstance(m, np.ndarray) and isinstance(n, np.ndarray):
        return m * n
    return n.multiply(m).tocsr() if isinstance(m, np.ndarray) else m.multiply(n).tocsr()


def _drop(factors: list[_Factor], loose: int, degree: dict[int, list[_Factor]]) -> list[_Factor]:
    """Sum a loose block away: a weight on its neighbour, put into another factor there."""
    gone = degree[loose][0]
    neighbour, m = _towards(gone, loose)
    weight = np.asarray(m.sum(axis=1)).ravel()
    host = next(f for f in degree[neighbour] if f is not gone)
    out = []
    for factor in factors:
        if factor is gone:
            continue
        if factor is host:
            a, b, n = factor
            column = weight[:, None] if a == neighbour else weight[None, :]
            n = n * column if isinstance(n, np.ndarray) else n.multiply(column).tocsr()
            factor = (a, b, n)
        out.append(factor)
    return out
