"""Lists of claims and of entities, as a graph gives them: lists like any other, which show themselves in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, SupportsIndex, TypeVar, overload

from ..curie import Curie
from ..model import Association, Entity
from ..model.showing import framed, table
from ..sentences import claim_sentence

__all__ = ["Claims", "Entities"]

_T = TypeVar("_T")


class _Listed(list[_T]):
    """A list that stays what it is where a part of it is taken."""

    def _like(self, items: Iterable[_T]) -> Any:
        return type(self)(items)

    @overload
    def __getitem__(self, at: SupportsIndex) -> _T: ...
    @overload
    def __getitem__(self, at: slice) -> Any: ...
    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        return self._like(found) if isinstance(at, slice) else found


class Claims(_Listed[Association]):
    """Claims; ``names_of`` looks up what they are about, so that each can be told as a sentence.

    >>> from mechgraph import load
    >>> kg = load()
    >>> print(kg.associations(subject="baclofen", predicate="agonist_of", object="GABBR1")[:1])
    1. baclofen is an agonist of GABA-B1 subunit (GABBR1), in human (certainty: established)
    """

    def __init__(
        self,
        claims: Iterable[Association] = (),
        names_of: Callable[[Iterable[Association]], Mapping[Curie, Entity]] | None = None,
    ) -> None:
        super().__init__(claims)
        self._names_of = names_of

    def _like(self, items: Iterable[Association]) -> Claims:
        return Claims(items, self._names_of)

    def __reduce__(self) -> tuple[type[list[Association]], tuple[list[Association]]]:
        return list, (list(self),)  # elsewhere there is no graph to look names up in

    def _names(self, claims: Iterable[Association]) -> Mapping[Curie, Entity]:
        return self._names_of(claims) if self._names_of is not None else {}

    def __str__(self) -> str:
        """A numbered sentence for each."""
        names = self._names(self)
        told = (f"{claim_sentence(a, names)} (certainty: {a.certainty})" for a in self)
        return "\n".join(f"{i}. {sentence}" for i, sentence in enumerate(told, 1))

    def _repr_html_(self) -> str:
        """For a notebook: a table, one row a claim."""
        from ..model.showing import MOST_ROWS

        names = self._names(self[:MOST_ROWS])
        rows = [
            (claim_sentence(a, names), a.sign, a.certainty, ", ".join(a.sources), a.id)
            if i < MOST_ROWS
            else (a.id,) * 5
            for i, a in enumerate(self)
        ]
        columns = ("claim", "sign", "certainty", "sources", "id")
        counted = f"{len(self):,} claim{'' if len(self) == 1 else 's'}"
        return framed(table(columns, rows, caption=counted, more="take a slice, such as claims[60:120]"))


class Entities(_Listed[Entity]):
    """Entities."""

    def _repr_html_(self) -> str:
        """For a notebook: a table, one row an entity."""
        rows = [(e.id, e.label, e.category.replace("_", " "), ", ".join(e.synonyms[:4]), e.description) for e in self]
        columns = ("name", "name_label", "category", "also called", "description")
        counted = f"{len(self):,} entit{'y' if len(self) == 1 else 'ies'}"
        return framed(table(columns, rows, caption=counted, more="take a slice, such as found[60:120]"))
