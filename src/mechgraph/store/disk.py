"""A built graph, opened from its folder: names from SQLite, claims from mapped columns, SPARQL from Oxigraph.

Any number of readers may have a graph open while another is built in its place (:mod:`mechgraph.store.opened`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec

from ..curie import Curie
from ..model import Association, CuratedMechanism, Evidence, OpenQuestion, Source
from ..select import Selection, among
from . import layout, packed
from .base import Table
from .named import NamedGraph, curie_hook
from .opened import DAMAGED

__all__ = ["DiskStore"]

_ASSOCIATION = msgspec.json.Decoder(Association, dec_hook=curie_hook)
_MECHANISM = msgspec.json.Decoder(CuratedMechanism, dec_hook=curie_hook)
_QUESTION = msgspec.json.Decoder(OpenQuestion, dec_hook=curie_hook)
_SOURCE = msgspec.json.Decoder(Source)


class DiskStore(NamedGraph):
    """A graph that :func:`mechgraph.build.build` wrote; the same protocol as every store.

    ``claim(number)`` gives the claim that a row of the path index names. Safe to use from several threads. It is closed
    by :meth:`close`, or when nothing refers to it any more; pickled it is opened again, with the same content.
    """

    def _begin(self) -> None:
        super()._begin()
        self._stated_by: dict[int, tuple[Evidence, ...]] = {}
        self._predicates: list[str] = self.manifest["predicates"]
        self._numbers = {p: i for i, p in enumerate(self._predicates)}
        self._heads = [packed.head(p) for p in self._predicates]

    # Claims --------------------------------------------------------------------------------------------------

    def claim(self, number: int) -> Association:
        """The claim of a row: what :meth:`PathIndex.claim` gives."""
        c = self._columns
        try:
            subject, target = c["subject"][number], c["object"][number]
        except IndexError:
            raise self._damaged(f"there is no claim {number:,}") from None
        return self._claim(number, self._id(subject), self._id(target))

    def _claim(self, number: int, subject: Curie, target: Curie, as_given: bool = False) -> Association:
        c = self._columns
        try:
            predicate = self._predicates[code := c["predicate"][number]]
        except IndexError:
            raise self._damaged(f"claim {number:,} has no predicate") from None
        if c["rich"][number]:
            try:
                body = packed.unpacked(self._row("claim", "body", number), self._common)
                claim = _ASSOCIATION.decode(packed.whole(subject, self._heads[code], target, body))
            except DAMAGED as error:
                raise self._damaged(f"{layout.DATABASE}: claim {number:,}: {error}") from None
            return claim if as_given else self._sourced(number, claim)
        return Association(
            subject=subject,
            predicate=predicate,
            object=target,
            evidence=() if as_given else self._from(c["origin"][number]),
        )

    def _sourced(self, number: int, claim: Association) -> Association:
        """A claim that came without evidence and was not derived rests on the datasets that state it."""
        if claim.evidence or claim.derived_from:
            return claim
        return msgspec.structs.replace(claim, evidence=self._from(self._columns["origin"][number]))

    def _from(self, origin: int) -> tuple[Evidence, ...]:
        """The datasets of a bit mask as evidence; they are sources of this graph like any other."""
        found = self._stated_by.get(origin)
        if found is None:
            origins = enumerate(self.manifest["origins"])
            found = tuple(Evidence(source=s) for i, s in origins if origin >> min(i, layout.LAST_ORIGIN) & 1)
            self._stated_by[origin] = found
        return found

    def detailed(self, field: str) -> Iterator[tuple[int, Association]]:
        """Every claim that says something in ``"qualifiers"`` or ``"quantity"``, with its row; no other is read."""
        for row in self._columns[field]:
            claim = self.claim(row)
            if getattr(claim, field):
                yield row, claim

    def _find(self, subject: Curie | None, predicate: str | None, target: Curie | None) -> Iterator[int]:
        code = None if predicate is None else self._numbers.get(predicate)
        if predicate is not None and predicate not in self.manifest["by_predicate"]:
            return
        s = None if subject is None else self._number(subject)
        o = None if target is None else self._number(target)
        if (subject is not None and s is None) or (target is not None and o is None):
            return
        try:
            yield from self._among(s, code, o)
        except DAMAGED as error:
            raise self._damaged(f"{layout.CLAIMS}: {error}") from None

    def _among(self, s: int | None, code: int | None, o: int | None) -> Iterator[int]:
        c = self._columns
        predicates, objects, subjects = c["predicate"], c["object"], c["subject"]
        first, last = (0, len(subjects)) if s is None else c["first_of_subject"][s : s + 2]
        if s is not None and code is not None:  # the claims of a subject are sorted by predicate
            first, last = (bisect(predicates, code, first, last) for bisect in (bisect_left, bisect_right))
        rows: Sequence[int] = range(first, last)
        if o is not None:
            begin, end = c["first_of_object"][o : o + 2]
            if end - begin < last - first:
                rows = c["by_object"][begin:end]
        for row in rows:
            if (
                (o is None or objects[row] == o)
                and (code is None or predicates[row] == code)
                and (s is None or subjects[row] == s)
            ):
                yield row

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]:
        subjects, objects = self._columns["subject"], self._columns["object"]
        for row in self._find(subject, predicate, object):
            yield self._claim(row, self._id(subjects[row]), self._id(objects[row]))

    def given(self, rows: Iterable[int] | None = None, *, datasets: bool = False) -> Iterator[Association]:
        """Every claim, or those of some rows, as its dataset gives it, for those who write it in a format of its own.

        Where a dataset gives no evidence there is none; elsewhere in this store the dataset itself then stands as the
        source.

        Args:
            datasets: It then stands here too, unless it is :attr:`bare_source` alone.
        """
        subjects, objects, origins = (self._columns[name] for name in ("subject", "object", "origin"))
        for row in range(len(subjects)) if rows is None else rows:
            claim = self._claim(row, self._id(subjects[row]), self._id(objects[row]), as_given=True)
            yield self._sourced(row, claim) if datasets and origins[row] != self._main_origin else claim

    def unlike(self, other: DiskStore) -> Iterator[Association]:
        """Every claim as given, but those that are nothing but three terms in both stores: they say the same.

        What is left out is found by comparing the columns of ids, so that it does not become claims.
        """
        import numpy as np

        (ids, rows), (others, _) = self._bare(), other._bare()
        left = np.ones(len(self._columns["subject"]), bool)
        left[rows[np.isin(ids, others, assume_unique=True)]] = False
        return self.given(np.flatnonzero(left).tolist())

    def _bare(self) -> tuple[Any, Any]:
        """Id and row of each claim that is nothing but three terms, as two arrays."""
        import numpy as np

        c = self._columns
        try:
            ids, rows = np.asarray(c["ids"], np.int64), np.asarray(c["by_id"], np.int64)
            bare = np.asarray(c["rich"], np.int8)[rows] == 0
        except DAMAGED as error:
            raise self._damaged(f"{layout.CLAIMS}: {error}") from None
        return ids[bare], rows[bare]

    def select(self, selection: Selection) -> list[Association]:
        return among(self, selection)

    def association(self, id: str) -> Association | None:
        number = self._row_of(id)
        return None if number is None else self.claim(number)

    def _row_of(self, id: str) -> int | None:
        if id.startswith("mga:") and len(id) == 20:
            try:
                wanted = int.from_bytes(bytes.fromhex(id[4:]), "big", signed=True)
            except ValueError:
                return None
            ids = self._columns["ids"]
            at = bisect_left(ids, wanted)
            return self._columns["by_id"][at] if at < len(ids) and ids[at] == wanted else None
        row = next(self._rows("SELECT n FROM claim WHERE key = ?", id), None)
        return None if row is None else int(row[0])

    def origin(self, id: str) -> tuple[str, ...]:
        """Ids of the sources that a claim came from; evidence says more where a source gives it."""
        number = self._row_of(id)
        if number is None:
            return ()
        return tuple(e.source for e in self._from(self._columns["origin"][number]))

    # The rest ------------------------------------------------------------------------------------------------

    def source(self, id: str) -> Source | None:
        row = next(self._rows("SELECT body FROM source WHERE id = ?", id), None)
        return None if row is None else self._decoded(_SOURCE, row[0])

    def sources(self) -> Iterator[Source]:
        return (self._decoded(_SOURCE, row[0]) for row in self._rows("SELECT body FROM source ORDER BY id"))

    def resting(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Source, int]]:
        """Sources, by default all, each with the number of claims whose own evidence names it."""
        sql = "SELECT body, claims FROM source" + (" ORDER BY id" if ids is None else " WHERE id = ?")
        for values in [()] if ids is None else [(i,) for i in dict.fromkeys(ids)]:
            for body, claims in self._rows(sql, *values):
                yield self._decoded(_SOURCE, body), claims

    def answered(self, name: str, values: Mapping[str, Any]) -> Table | None:
        """The rows of a named query that need no SPARQL here; ``None`` for every other."""
        from .counted import answered

        return answered(self, name, values)

    def mechanisms(self, drug: Curie | None = None, effect: Curie | None = None) -> Iterator[CuratedMechanism]:
        where = {"drug": drug, "effect": effect}
        given = {k: str(v) for k, v in where.items() if v is not None}
        sql = "SELECT body FROM mechanism" + (" WHERE " + " AND ".join(f"{k} = ?" for k in given) if given else "")
        return (self._decoded(_MECHANISM, row[0]) for row in self._rows(sql + " ORDER BY n", *given.values()))

    def questions(self) -> Iterator[OpenQuestion]:
        return (self._decoded(_QUESTION, row[0]) for row in self._rows("SELECT body FROM question ORDER BY n"))

    @cached_property
    def _main_origin(self) -> int:
        import numpy as np

        origins = np.asarray(self._columns["origin"], np.int32)
        bare = np.asarray(self._columns["rich"], np.int8) == 0
        return layout.main_origin(origins[bare], len(self.manifest["origins"]))

    @property
    def bare_source(self) -> str:
        """The id of the source on which most claims without evidence rest; nothing where there is none."""
        found = self._from(self._main_origin)
        return found[0].source if found else ""

    @property
    def breakdown(self) -> list[tuple[str, str, int]]:
        """What :func:`mechgraph.store.parts.breakdown` counts, as the build counted it."""
        return [(what, which, n) for what, which, n in self.manifest["breakdown"]]

    def counts(self) -> dict[str, int]:
        self._asked()
        return dict(self.manifest["counts"])
