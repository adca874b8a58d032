"""What a search from cause to effect may walk, beyond the direction of its claims: bars and bridges, by name.

Bars: what may only be an end (another drug, a disease, a sign) does not stand inside; a correlation is walked as it is
worded only, from a process into the end, and nowhere else. Bridges: a subunit or member leads to its whole; another
name of the end, or a kind of it, leads to the end. Which names those are is the caller's; here are numbers only.

It refuses nothing that the caller asked to pass through.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .index import PathIndex

__all__ = ["Walk"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Walk:
    """Names of categories and predicates; those that an index does not use say nothing there.

    Args:
        ends: Categories that may only be an end of a path.
        processes: Categories from which a predicate of ``last`` may be walked.
        wholes: Categories between which a predicate of ``part`` may be walked.
        last: Predicates that are walked into the end only, as they are worded.
        form: Predicates that lead to the same thing in another form, which may then be one of ``ends``.
        part: Predicates from a part to its whole.
        same: Predicates between two names of the end, or from a kind of the end.
        types: Only claims of these types (category, predicate, category), where any are given.
    """

    ends: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    wholes: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    types: tuple[tuple[str, str, str], ...] = ()

    def arcs(self, index: PathIndex, target: int, through: Collection[int] = ()) -> Array:
        """A mask, bool (2m,), of the arcs that a path into ``target`` may walk; ``through``: entities let through."""
        inside, into = self._tables(index)
        ends = self._categories(index, self.ends)
        allowed = inside.copy()
        last = self._arcs_into(index, target)
        allowed[last] = into[last]
        if self.same and ends[int(index.categories[target])]:
            self._other_names(index, target, ends, allowed, into)
        for other in through:
            into_it = self._arcs_into(index, other)
            allowed[into_it] |= into[into_it]
        return allowed

    def _other_names(self, index: PathIndex, target: int, ends: Array, allowed: Array, into: Array) -> None:
        """Let the other names of the target stand before it: walked into as an end is, and out of towards it alone."""
        same, directed = self._predicates(index, self.same), ~np.asarray(index.undirected, bool)
        seen, layer = {target}, [target]
        while layer:
            following: list[int] = []
            for name in layer:
                for arc in self._arcs_into(index, name).tolist():
                    code, other = int(index.codes[arc]), int(index.keys[arc] >> 32)
                    if not same[code >> 1] or (directed[code >> 1] and code & 1) or not ends[index.categories[other]]:
                        continue
                    if other not in seen:
                        seen.add(other)
                        following.append(other)
                        entering = self._arcs_into(index, other)
                        allowed[entering] = into[entering]
                        allowed[index.indptr[other] : index.indptr[other + 1]] = False
                    if other in following:
                        allowed[arc] = True
            layer = following

    @staticmethod
    def _arcs_into(index: PathIndex, entity: int) -> Array:
        twins: Array = index.twins()[index.indptr[entity] : index.indptr[entity + 1]]
        return twins

    def _tables(self, index: PathIndex) -> tuple[Array, Array]:
        """Which arcs may be walked inside a path, and which into its end; kept with the index."""
        found: tuple[Array, Array] | None = index.memo.get(self)
        if found is None:
            sources, targets = index.keys >> 32, index.targets
            predicate, forward = index.codes >> 1, index.codes & 1 == 0
            start, end = index.categories[sources], index.categories[targets]
            ends, wholes = self._categories(index, self.ends), self._categories(index, self.wholes)
            last = self._predicates(index, self.last)[predicate]
            part = self._predicates(index, self.part)[predicate]
            same = self._predicates(index, self.same)[predicate]
            plain = ~last & ~same & (~part | (wholes[start] & wholes[end] & forward))
            inside = plain & (~ends[end] | self._predicates(index, self.form)[predicate])
            into = plain | (last & forward & self._categories(index, self.processes)[start])
            if self.types:
                typed = self._of_types(index, predicate, np.where(forward, start, end), np.where(forward, end, start))
                inside, into = inside & typed, into & typed
            found = index.memo[self] = inside, into
        return found

    def _of_types(self, index: PathIndex, predicate: Array, subject: Array, object: Array) -> Array:
        kinds, names = list(index.category_names), list(index.predicate_names)
        found = np.zeros(len(predicate), bool)
        for a, name, b in self.types:
            if a in kinds and name in names and b in kinds:
                found |= (predicate == names.index(name)) & (subject == kinds.index(a)) & (object == kinds.index(b))
        return found

    @staticmethod
    def _categories(index: PathIndex, names: Collection[str]) -> Array:
        return np.array([name in names for name in index.category_names], bool)

    @staticmethod
    def _predicates(index: PathIndex, names: Collection[str]) -> Array:
        return np.array([name in names for name in index.predicate_names], bool)
