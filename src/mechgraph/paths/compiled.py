"""The door to the kernels: the compiled one where there is one, else NumPy; the same answers from both.

A search in C holds no lock of Python, so threads search one index at once; each has a workspace of its own, which the
next search takes over. It comes back every few hundred thousand steps, so that Control-C is heard. It refuses to go on
with a damaged index, and hands a search that needs more memory than it takes to NumPy, whose memory is bounded.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import IndexFormatError
from . import kernel
from .constraints import MAX_LENGTH, Constraints
from .index import PathIndex
from .kernel import Answers
from .native import library

__all__ = ["k_best", "rank"]

Array = npt.NDArray[Any]
_MORE, _DAMAGED = 1, -1
_SLICE = 1 << 18  # beginnings that are followed before Python is asked whether to stop
_KEPT = 1 << 28  # bytes that a workspace may hold while it waits for the next search


class _Graph(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int64) for name in ("n", "m", "n_codes", "n_kinds")),
        *(
            (name, ctypes.c_void_p)
            for name in ("indptr", "targets", "costs", "rows", "codes", "kinds", "signs", "both")
        ),
    ]


class _Query(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int64) for name in ("source", "target", "length", "exact", "k", "states", "sign", "need")),
        ("tables", ctypes.c_void_p * MAX_LENGTH),
        ("kinds", ctypes.c_void_p * (MAX_LENGTH + 1)),
        *((name, ctypes.c_void_p) for name in ("banned", "walk", "arcs", "twins", "bits")),
    ]


def k_best(c: Constraints, k: int) -> Answers:
    """The k best simple paths under the constraints; exact, ties in canonical order.

    Raises:
        IndexFormatError: the index holds numbers that cannot be.
    """
    if not c.possible or c.index.n_arcs == 0:
        return Answers(c.index, k, c.length)
    call = _Call.of(c, k)
    found = None if call is None else call.run("mechgraph_search")
    if found is None:
        return kernel.k_best(c, k)
    answers = Answers(c.index, k, c.length)
    answers.costs, answers.arcs = found
    return answers


def rank(c: Constraints, sources: Sequence[int], k: int) -> tuple[Array, Array, Array] | None:
    """The k best paths from each source to the target of the constraints: counts, costs and arcs as columns.

    ``None`` where there is no compiled kernel, or it would take too much memory.
    """
    call = _Call.of(c, k)
    if call is None:
        return None
    counts, starts = np.zeros(len(sources), np.int32), np.array(sources, np.int64)
    if c.exact and c.kinds[-1] is not None and not c.kinds[-1][c.index.categories[c.target]]:
        return counts, np.zeros(0, np.int64), np.zeros((0, c.length), np.int64)
    found = call.run("mechgraph_rank", len(starts), _address(starts), _address(counts))
    return None if found is None else (counts, *found)


class _Call:
    """One question for the library, with all that its pointers lead to."""

    def __init__(self, lib: ctypes.CDLL, graph: _Graph, c: Constraints, k: int) -> None:
        self.lib, self.graph, self.index, self.length = lib, graph, c.index, c.length
        self.held: list[Array] = []
        needs = c.needs
        q = self.query = _Query(
            source=c.source,
            target=c.target,
            length=c.length,
            exact=c.exact,
            k=min(k, 0x7FFFFFFF),
            states=1 if needs is None else needs.size,
            sign=2 if needs is None or needs.sign is None else needs.sign,
            need=0 if needs is None else needs.start,
            banned=self._at(c.banned),
            bits=None if needs is None else self._at(needs.bits),
        )
        for i in range(c.length if c.exact else 1):
            q.tables[i] = self._at(c.tables[i])
        for i in range(c.length + 1) if c.exact else (1,):
            q.kinds[i] = self._at(c.kinds[i])
        if c.walk is not None and c.arc_mask is None and c.walk.told_by_kinds(c.index, c.target):
            q.walk = self._at(c.walk.table(c.index))
        elif c.arcs is not None:
            q.arcs, q.twins = self._at(c.arcs), self._at(c.twin_arcs)

    @classmethod
    def of(cls, c: Constraints, k: int) -> _Call | None:
        lib = library()
        graph = None if lib is None else _graph(c.index)
        return None if lib is None or graph is None else cls(lib, graph, c, k)

    def _at(self, array: Array | None) -> int | None:
        if array is None:
            return None
        array = np.ascontiguousarray(array)
        self.held.append(array)
        return _address(array)

    def run(self, name: str, *more: int) -> tuple[Array, Array] | None:
        """Costs and arcs of the answers; ``None`` where there was not enough memory."""
        lib, states = self.lib, self.query.states
        waiting = self.index.memo.setdefault(("workspaces", states), [])
        work = waiting.pop() if waiting else _Workspace(lib, self.index.n_entities, states)
        if work.pointer is None:
            return None
        ask, on, told = lib[name], 0, _MORE
        ask.argtypes = getattr(lib, name).argtypes
        while told == _MORE:
            told = ask(work.pointer, ctypes.addressof(self.graph), ctypes.addressof(self.query), *more, on, _SLICE)
            on = 1
        if told == _DAMAGED:
            where = self.index.directory or "in memory"
            raise IndexFormatError(f"the path index {where} is damaged", remedy="build the graph again")
        if told < 0:
            return None
        n = lib.mechgraph_found(work.pointer)
        costs, arcs = np.empty(n, np.int64), np.empty((n, self.length), np.int64)
        lib.mechgraph_take(work.pointer, _address(costs), _address(arcs))
        if lib.mechgraph_held(work.pointer) <= _KEPT:
            waiting.append(work)
        return costs, arcs


class _Workspace:
    """Memory of the library, given back with the object."""

    def __init__(self, lib: ctypes.CDLL, n: int, states: int) -> None:
        self.free = lib.mechgraph_free
        self.pointer: int | None = lib.mechgraph_new(n, states)

    def __del__(self) -> None:
        if self.pointer is not None:
            self.free(self.pointer)


def _address(array: Array) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def _graph(index: PathIndex) -> _Graph | None:
    """The index as the library reads it, kept with it; ``None`` where its arrays are not those that C knows."""
    if "graph" not in index.memo:
        n, m = index.n_entities, index.n_arcs
        both = np.array(index.undirected, np.uint8)
        arrays = {
            "indptr": (index.indptr, np.int64, n + 1),
            "targets": (index.targets, np.int32, m),
            "costs": (index.costs, np.int32, m),
            "rows": (index.rows, np.int32, m),
            "codes": (index.codes, np.int16, m),
            "kinds": (index.categories, np.int16, n),
            "signs": (index.claim_signs, np.int8, m),
            "both": (both, np.uint8, len(index.predicate_names)),
        }
        fit = m < 0x7FFFFFFF and all(
            a.dtype == np.dtype(kind) and a.dtype.isnative and a.flags.c_contiguous and len(a) == length
            for a, kind, length in arrays.values()
        )
        sizes = {"n": n, "m": m, "n_codes": 2 * len(index.predicate_names), "n_kinds": len(index.category_names)}
        index.memo["graph"] = (
            (_Graph(**sizes, **{name: _address(a) for name, (a, _, _) in arrays.items()}), both)
            if fit
            else (None, both)
        )
    graph: _Graph | None = index.memo["graph"][0]
    return graph
