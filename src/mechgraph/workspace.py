"""A store together with its path index: what answers and the graph work with, and the tests can make from claims.

The index is built, or mapped, when a path is first asked for; most answers never need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from .curie import Curie
from .errors import NotFoundError
from .model import Entity, Mechanism, Path, Step
from .store.base import Store

if TYPE_CHECKING:
    from .paths.claims import ClaimIndex

__all__ = ["Workspace"]


class Workspace:
    """One graph to reason in: claims by their names, paths by their cost, mechanisms as curated or found."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __reduce__(self) -> tuple[type[Workspace], tuple[Store]]:
        return type(self), (self.store,)  # the index is mapped or built again

    @cached_property
    def index(self) -> ClaimIndex:
        """The index for path search; built on first use for a graph in memory, mapped for one on disk."""
        from .paths.claims import ClaimIndex

        return ClaimIndex.of_store(self.store)

    def mechanism(
        self, drug: Entity, effect: Entity | None = None, *, k: int = 10, context: Iterable[str] = ()
    ) -> Mechanism:
        """The mechanism from a drug to an effect, or all that is curated for the drug; in a context, if one is given.

        Raises:
            NoPathError: the graph has none, or none in this context.
        """
        from .reason.mechanism import mechanism_between, narrowed

        found = mechanism_between(self.store, lambda: self.index, drug, effect, k=k)
        return narrowed(self.store, found, wanted) if (wanted := tuple(context)) else found

    def chain(
        self,
        start: Curie,
        ends: Iterable[Curie],
        sign: int | None = None,
        *,
        longest: int = 4,
        prefer: Callable[[Path], bool] | None = None,
    ) -> Path | None:
        """The best short causal chain from a thing to one of several, without a correlation; ``None`` where none is.

        Args:
            sign: Only a chain of this net sign.
            longest: Claims at most; a chain of two goes before a longer one.
            prefer: Of the five best of a length, one for which this holds goes first.
        """
        targets = list(ends)
        for length in dict.fromkeys((min(2, longest), longest)):
            for end in targets:
                try:
                    found = self.index.find(start, end, 5, max_length=length, causal=True, sign=sign)
                except NotFoundError:
                    continue
                whole = [p for p in found if p.steps and not any(_correlates(s) for s in p.steps)]
                if whole:
                    return next((p for p in whole if prefer is not None and prefer(p)), whole[0])
        return None


def _correlates(step: Step) -> bool:
    return step.association.relation.group == "correlation"
