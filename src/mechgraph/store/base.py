"""What every store and SPARQL engine can do, and the table that a query returns. No implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from ..curie import Curie
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Source
from ..model.shaped import Shaped
from ..select import Selection

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import Triple

__all__ = ["Closing", "Engine", "Store", "Table", "given_claims"]

WIDEST = 40
"""Characters of a value that :class:`Table` prints."""


@dataclass(frozen=True, slots=True, repr=False)
class Table(Shaped):
    """The result of a SELECT: named columns and rows of Python values (:class:`Curie`, text, number, boolean, None).

    >>> t = Table(("drug", "n"), ((Curie("MG:x"), 2),))
    >>> t.column("n"), len(t), t.records()[0]["drug"]
    ((2,), 1, Curie('MG:x'))
    >>> print(t)
    drug  n
    MG:x  2
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def column(self, name: str) -> tuple[Any, ...]:
        i = self.columns.index(name)
        return tuple(row[i] for row in self.rows)

    def records(self) -> list[dict[str, Any]]:
        """Each row as a dictionary."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas DataFrame; pandas must be installed."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def __str__(self) -> str:
        """Columns under each other, long values cut; for a terminal."""
        cells = [["" if v is None else str(v) for v in row] for row in self.rows]
        shown = [[v if len(v) <= WIDEST else v[: WIDEST - 1] + "…" for v in row] for row in cells]
        widths = [max(len(v) for v in column) for column in zip(self.columns, *shown, strict=True)]
        lines = ["  ".join(v.ljust(w) for v, w in zip(row, widths, strict=True)) for row in (self.columns, *shown)]
        return "\n".join(line.rstrip() for line in lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """For a notebook: names as links, no column cut, the marks explained."""
        from ..model.showing import framed, table

        counted = f"{len(self.rows):,} row{'' if len(self.rows) == 1 else 's'}"
        return framed(table(self.columns, self.rows, caption=counted, more="rows, records() or to_pandas() have all"))


@runtime_checkable
class Engine(Protocol):
    """Something that runs SPARQL: an embedded store, or an endpoint far away."""

    def query(self, text: str, *, timeout: float | None = None) -> Table | bool | list[Triple]:
        """Run one query: a :class:`Table` for SELECT, a boolean for ASK, triples for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: the query does not parse or run; with line and column where the engine gives them.
            QueryTimeoutError: stopped at ``timeout`` seconds.
        """
        ...


@runtime_checkable
class Closing(Protocol):
    """A store that holds files open until it is closed."""

    def close(self) -> None: ...


class Store(Protocol):
    """One graph. Look-ups that find nothing return ``None`` or nothing; they do not raise."""

    name: str

    @property
    def engine(self) -> Engine: ...

    def entity(self, curie: Curie) -> Entity | None: ...

    def entities(self) -> Iterator[Entity]: ...

    def by_name(self, text: str) -> Sequence[Curie]:
        """Entities whose name, synonym, identifier or cross-reference is ``text``, case and space folded."""
        ...

    def names(self) -> Iterator[tuple[str, Curie]]:
        """Every name and synonym with its entity."""
        ...

    def names_holding(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        """Names and synonyms in which ``text`` begins a word: folded, as written, entity; case and space folded."""
        ...

    def names_near(self, text: str) -> Iterator[tuple[str, str, Curie]]:
        """Names and synonyms worth comparing with ``text``: all, or those of an index; in the same form."""
        ...

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]: ...

    def select(self, selection: Selection) -> list[Association]:
        """The claims of a selection, each once: those that :func:`mechgraph.select.sparql` finds."""
        ...

    def association(self, id: str) -> Association | None: ...

    def source(self, id: str) -> Source | None: ...

    def sources(self) -> Iterator[Source]: ...

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]: ...

    def questions(self) -> Iterator[OpenQuestion]: ...

    def counts(self) -> dict[str, int]:
        """How many entities, associations, sources, mechanisms and questions; cheap."""
        ...


def given_claims(store: Store, *, datasets: bool = False) -> Iterator[Association]:
    """The claims of a store with the evidence that was given, without the dataset that a built graph names elsewhere.

    What is written for others, or compared with what they wrote, says what they said.

    Args:
        datasets: With that dataset where it is not the store's ``bare_source``.
    """
    given: Callable[..., Iterator[Association]] | None = getattr(store, "given", None)
    return store.associations() if given is None else given(datasets=datasets)
