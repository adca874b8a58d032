"""The path index: every claim as two arcs in one compressed adjacency table, mapped from disk or held in memory.

Each claim (subject, predicate, object) becomes an arc subject → object and an arc object → subject with the
inverse flag. Arcs are sorted by (source, cost), so that a search stops scanning at its budget. Parallel claims are
all kept. The arcs that lead backwards carry the predicate of the forward claim, so one table serves both
directions of a search.

It refuses to hold what is no arc: negated and inconclusive claims must be left out by the caller, and it knows
neither names nor evidence; the row number of each arc's claim leads back to the caller's own table.
"""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import IndexFormatError, UsageError, VocabularyError
from . import files
from .cost import MAX_ARC_COST, CostModel, typed_degrees
from .identifiers import Identifiers
from .order import Ordered

__all__ = ["Arc", "PathIndex"]

Array = npt.NDArray[Any]
MAX_ENTITIES = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Arc:
    """One step of a path, as it is walked.

    ``sign`` is what the step contributes to the path: the claim's sign, but 0 when a claim that is not symmetric is
    walked backwards. ``claim`` is the caller's row number; ``cost`` is in micro-units.
    """

    source: int
    target: int
    predicate: int
    inverse: bool
    sign: int
    claim: int
    cost: int


class PathIndex:
    """Arcs, entities and cost of one graph; made by :meth:`build` or :meth:`open`, never changed.

    Arrays, with n entities, m claims and 2m arcs: ``indptr`` int64 (n + 1), ``targets`` int32, ``costs`` int32
    micro-units, ``codes`` int16 (2 · predicate + inverse), ``claim_signs`` int8 (of the claim, whichever way it is
    walked), ``rows`` int32 (the claim's row in the input of :meth:`build`), ``keys`` int64 (source · 2³² + cost,
    sorted), all (2m,); ``categories`` int16 (n). Safe to share between threads: arrays are read-only,
    and a search keeps nothing.

    >>> index = PathIndex.build(
    ...     [0, 1], [1, 2], [0, 1], entity_ids=["X:drug", "X:gene", "X:pain"], categories=[0, 1, 2],
    ...     category_names=["Drug", "Gene", "Disease"],
    ...     predicate_names=["inhibits", "causes"], predicate_signs=[-1, 1])
    >>> index.n_entities, index.n_claims, index.number("X:gene")
    (3, 2, 1)
    """

    def __init__(self, arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> None:
        self._arrays = dict(arrays)
        self._meta = dict(meta)
        self.indptr = self._arrays["indptr"]
        self.targets = self._arrays["targets"]
        self.costs = self._arrays["costs"]
        self.codes = self._arrays["codes"]
        self.claim_signs = self._arrays["claim_signs"]
        self.rows = self._arrays["rows"]
        self.keys = self._arrays["keys"]
        self.categories = self._arrays["categories"]
        self.identifiers = Identifiers.among(self._arrays)
        self.category_names: tuple[str, ...] = tuple(meta["category_names"])
        self.predicate_names: tuple[str, ...] = tuple(meta["predicate_names"])
        self.predicate_signs: tuple[int, ...] = tuple(meta["predicate_signs"])
        self.undirected: tuple[bool, ...] = tuple(meta["undirected"])
        self.model = None if meta["model"] is None else CostModel.from_dict(meta["model"])
        self.max_cost = int(meta["max_cost"])
        self.order: str = meta.get("order", "")  # indexes written before there were orders have none
        self.directory: pathlib.Path | None = None
        self.content_hash: str | None = None
        self.memo: dict[Any, Any] = {}

    @property
    def n_entities(self) -> int:
        return len(self.indptr) - 1

    @property
    def n_arcs(self) -> int:
        return len(self.targets)

    @property
    def n_claims(self) -> int:
        return len(self._arrays["row_claims"])

    @property
    def last_claim(self) -> int:
        """The largest of the caller's row numbers; −1 in an empty index."""
        return int(self._arrays["row_claims"].max(initial=-1))

    # -- making -------------------------------------------------------------------------------------------------

    @classmethod
    def build(
        cls,
        subjects: npt.ArrayLike,
        objects: npt.ArrayLike,
        predicates: npt.ArrayLike,
        *,
        entity_ids: Sequence[str] | Identifiers,
        categories: npt.ArrayLike,
        category_names: Sequence[str],
        predicate_names: Sequence[str],
        predicate_signs: Sequence[int],
        arc_costs: npt.ArrayLike | None = None,
        arc_parts: Mapping[str, Array] | None = None,
        arc_claims: npt.ArrayLike | None = None,
        undirected: Sequence[str] = (),
        signs: npt.ArrayLike | None = None,
        certainty: npt.ArrayLike | None = None,
        evidence: npt.ArrayLike | None = None,
        indirect: npt.ArrayLike | None = None,
        model: CostModel | None = None,
        order: Ordered | None = None,
    ) -> PathIndex:
        """Index claims given as parallel arrays of shape (m,).

        Args:
            subjects: Entity number of each claim's subject.
            objects: Entity number of its object.
            predicates: Predicate code, an index into ``predicate_names``.
            entity_ids: One identifier per entity, unique; the position is the entity's number. A table of them, made
                once, serves many indexes.
            categories: Category code of each entity, an index into ``category_names``.
            predicate_signs: +1, −1 or 0 per predicate.
            arc_costs: Costs in micro-units; ``None`` computes them with ``model``.
            arc_parts: Instead of ``arc_costs``: named parts of each cost in micro-units, kept for :meth:`explain`; the
                sum is cut at 0 and 32 nats.
            arc_claims: The caller's row number of each claim; ``None`` means 0 … m − 1.
            undirected: Names of symmetric predicates: they walk both ways, keep their sign, count degree on both sides.
            signs: Sign per claim where qualifiers say more than the predicate; ``None`` takes ``predicate_signs``.
            certainty: Code per claim, see :data:`mechgraph.paths.cost.CERTAINTIES`.
            evidence: Number of pieces of evidence per claim.
            indirect: Whether a claim passes a known target over, see :func:`mechgraph.paths.cost.beside_target`.
            model: Weights of the cost; ``None`` is ``CostModel()``.
            order: A fitted order, which costs the claims that it walks in place of ``model``.

        Raises:
            UsageError: Arrays of unequal length, numbers out of range, a cost outside 0 … 32 nats, ids that repeat.
            VocabularyError: ``undirected`` names an unknown predicate.

        Cost: one sort of 2m keys; about 1 s a million claims, 120 bytes a claim at the peak.
        """
        s = _column(subjects, "subjects", np.int64)
        o = _column(objects, "objects", np.int64, len(s))
        p = _column(predicates, "predicates", np.int64, len(s))
        identifiers = entity_ids if isinstance(entity_ids, Identifiers) else Identifiers.of(entity_ids)
        n, m = len(identifiers), len(s)
        kinds = _column(categories, "categories", np.int64, n)
        if n > MAX_ENTITIES or m > MAX_ENTITIES // 2:
            raise UsageError(f"{n:,} entities and {m:,} claims do not fit 31-bit numbers")
        _in_range(s, n, "subjects", "entities")
        _in_range(o, n, "objects", "entities")
        _in_range(p, len(predicate_names), "predicates", "predicate names")
        _in_range(kinds, len(category_names), "categories", "category names")
        if len(predicate_signs) != len(predicate_names):
            raise UsageError(f"{len(predicate_names)} predicates but {len(predicate_signs)} signs")
        both = np.zeros(max(len(predicate_names), 1), bool)
        for name in undirected:
            if name not in predicate_names:
                raise VocabularyError(f"undirected predicate {name!r} is not among the predicate names")
            both[list(predicate_names).index(name)] = True
        sign = np.asarray(predicate_signs, np.int8)[p] if m else np.zeros(0, np.int8)
        if signs is not None:
            sign = _column(signs, "signs", np.int8, m)
        if m and int(np.abs(sign).max()) > 1:
            raise UsageError("a sign is +1, -1 or 0")

        rows: dict[str, Array] = {"row_claims": np.arange(m, dtype=np.int32)}
        if arc_claims is not None:
            rows["row_claims"] = _column(arc_claims, "arc_claims", np.int32, m)
        if arc_costs is not None and arc_parts is not None:
            raise UsageError("give arc_costs or arc_parts, not both")
        if arc_costs is None and arc_parts is None:
            model = model or CostModel()
            near, far = typed_degrees(s, o, p, kinds, both)
            more = {
                "certainty": None if certainty is None else _column(certainty, "certainty", np.int8, m),
                "evidence": None if evidence is None else _column(evidence, "evidence", np.int32, m),
                "indirect": None if indirect is None else _column(indirect, "indirect", np.int8, m),
            }
            if order is not None:
                given = model.parts(near, far, p, tuple(predicate_names), *more.values())
                arc_parts = _joined(given, order, m)
        part_names = list(arc_parts or ())
        if arc_parts is not None:
            parts = {name: _column(values, f"arc_parts[{name!r}]", np.int64, m) for name, values in arc_parts.items()}
            total = sum(parts.values(), np.zeros(m, np.int64))
            arc_costs = np.clip(total, 0, MAX_ARC_COST)
            rows |= {f"part:{name}": values.astype(np.int32) for name, values in parts.items()}
        if arc_costs is None:
            assert model is not None
            rows["subject_degrees"], rows["object_degrees"] = near, far
            rows |= {name: column for name, column in more.items() if column is not None}
            cost = model.costs(near, far, p, tuple(predicate_names), *more.values())
        else:
            model = None
            cost = _column(arc_costs, "arc_costs", np.int64, m)
            if m and (int(cost.min()) < 0 or int(cost.max()) > MAX_ARC_COST):
                raise UsageError(f"arc costs must lie in 0 … {MAX_ARC_COST:,} micro-units")
        rows["predicates"] = p.astype(np.int16)

        arrays = _adjacency(n, s, o, p, cost.astype(np.int64), sign)
        arrays.update(rows)
        arrays["categories"] = kinds.astype(np.int16)
        arrays.update(identifiers.named())
        meta = {
            "category_names": list(category_names),
            "predicate_names": list(predicate_names),
            "predicate_signs": [int(x) for x in predicate_signs],
            "undirected": [bool(x) for x in both[: len(predicate_names)]],
            "model": None if model is None else model.to_dict(),
            "parts": part_names,
            "order": "" if order is None else order.name,
            "max_cost": int(cost.max(initial=0)),
        }
        return cls(arrays, meta)

    def save(self, directory: str | pathlib.Path) -> pathlib.Path:
        """Write the index into ``directory`` and return that; a killed write leaves the old index whole."""
        target = pathlib.Path(os.path.abspath(directory))
        self.content_hash = files.write(target, self._arrays, self._meta)
        self.directory = target
        return target

    @classmethod
    def open(cls, directory: str | pathlib.Path, *, verify: bool = False, content_hash: str | None = None) -> PathIndex:
        """Map the index in ``directory``; a few milliseconds whatever its size.

        Args:
            directory: What :meth:`save` wrote.
            verify: Also read every byte and compare the content hash.
            content_hash: The :attr:`content_hash` that it must have: that of the index that a task was made for.

        Raises:
            NotFoundError: No index there.
            IndexFormatError: Torn, changed, written by another format version, or of another content.
        """
        # a worker is told where the index is, and may be somewhere else itself
        where = pathlib.Path(os.path.abspath(directory))
        arrays, meta, digest = files.read(where, verify=verify)
        if content_hash not in (None, digest):
            raise IndexFormatError(f"{where} holds another index: the graph was rebuilt", remedy="open it again")
        index = cls(arrays, meta)
        index.directory, index.content_hash = where, digest
        return index

    def with_part(self, name: str, extra: Mapping[int, int]) -> PathIndex:
        """The same claims under another cost, in memory: claims (by the caller's row number) dearer by micro-units.

        What is added shows as a part of its own in :meth:`explain`; costs stay within 0 … 32 nats. The arcs are sorted
        again: about half a second a million claims.

        >>> index = PathIndex.build([0], [1], [0], entity_ids=["X:a", "X:b"], categories=[0, 0],
        ...     category_names=["Thing"], predicate_names=["binds"], predicate_signs=[0])
        >>> {name: part for name, part in index.with_part("density", {0: 250_000}).explain(0).items() if part}
        {'hop': 1000000, 'density': 250000}
        """
        forward = np.flatnonzero(self.codes & 1 == 0)
        forward = forward[np.argsort(self.rows[forward])]  # one arc a row, in the order of rows
        claims = self._arrays["row_claims"]
        added = np.zeros(1 + max([*extra, self.last_claim]), np.int64)
        added[list(extra)] = list(extra.values())
        return PathIndex.build(
            self.keys[forward] >> 32,
            self.targets[forward],
            self.codes[forward] >> 1,
            entity_ids=self.identifiers,
            categories=self.categories,
            category_names=self.category_names,
            predicate_names=self.predicate_names,
            predicate_signs=self.predicate_signs,
            undirected=[n for n, both in zip(self.predicate_names, self.undirected, strict=True) if both],
            signs=self.claim_signs[forward],
            arc_claims=claims,
            arc_parts={**self._parts(slice(None), self.costs[forward]), name: added[claims]},
            order=None if not self.order else Ordered(self.order, np.zeros(0, np.int64), {}),
        )

    # -- asking -------------------------------------------------------------------------------------------------

    def number(self, entity_id: str) -> int:
        """The entity's number, by bisection. Raises NotFoundError."""
        return self.identifiers.number(entity_id)

    def entity_id(self, number: int) -> str:
        """The identifier of an entity number."""
        return self.identifiers[number]

    def category(self, number: int) -> str:
        """The category name of an entity number."""
        return self.category_names[int(self.categories[number])]

    def walk_signs(self, arcs: Array, *, against: bool = False) -> Array:
        """Signs, int8, of arcs as they are walked; ``against``: of their twins, the same claims the other way."""
        codes = self.codes[arcs]
        symmetric = np.asarray(self.undirected, bool)[codes >> 1] if self.undirected else np.zeros(len(codes), bool)
        backwards = (codes & 1 == 0) if against else (codes & 1 == 1)
        return np.where(backwards & ~symmetric, np.int8(0), self.claim_signs[arcs])

    def arc(self, number: int) -> Arc:
        """One arc in full."""
        code = int(self.codes[number])
        return Arc(
            source=int(self.keys[number] >> 32),
            target=int(self.targets[number]),
            predicate=code >> 1,
            inverse=bool(code & 1),
            sign=int(self.walk_signs(np.array([number]))[0]),
            claim=self.claim(number),
            cost=int(self.costs[number]),
        )

    def claim(self, arc: int) -> int:
        """The caller's row number of an arc's claim."""
        return int(self._arrays["row_claims"][self.rows[arc]])

    def arcs_of_claims(self, claims: Array) -> Array:
        """A mask over arcs, bool (2m,), from a mask over the caller's claim rows: for ``search(arc_mask=…)``."""
        mask: Array = np.asarray(claims, bool)[self._arrays["row_claims"]][self.rows]
        return mask

    def twins(self) -> Array:
        """For each arc the number of the arc of the same claim that leads the other way, int64 (2m,)."""
        if "twins" not in self.memo:
            inverse = self.codes & 1
            place = np.empty(self.n_arcs, np.int64)
            mine = self.rows.astype(np.int64) * 2 + inverse
            place[mine] = np.arange(self.n_arcs)
            self.memo["twins"] = place[mine ^ 1]
        twins: Array = self.memo["twins"]
        return twins

    def explain(self, arc: int) -> dict[str, int]:
        """The parts of an arc's cost in micro-units; they add up to ``costs[arc]``.

        Parts are those of :data:`mechgraph.paths.cost.PARTS`, the names given as
        ``arc_parts``, or only ``given`` where the costs were given whole.
        """
        return {name: int(values[0]) for name, values in self.explained(np.array([arc])).items()}

    def explained(self, arcs: Array) -> dict[str, Array]:
        """Part → what it adds to the cost of each arc, int64 micro-units (n,): :meth:`explain` for many at once."""
        costs = self.costs[arcs].astype(np.int64)
        parts = {n: v.astype(np.int64) for n, v in self._parts(self.rows[arcs], costs).items()}
        if self.model is not None or self._meta["parts"]:
            parts["limit"] = costs - sum(parts.values())
        return parts

    def parts_of(self, arcs: Array) -> dict[str, Array]:
        """What each part adds to the cost of each path, int64 micro-units (n,): :meth:`explain` for many at once.

        Args:
            arcs: The arcs of each path, (n, steps), padded with −1.
        """
        real = arcs >= 0
        used, place = np.unique(arcs[real], return_inverse=True)
        sums = {}
        for name, values in self.explained(used).items() if len(used) else ():
            whole = np.zeros(arcs.shape, np.int64)
            whole[real] = values[place]
            sums[name] = whole.sum(axis=1)
        return sums

    def _parts(self, rows: slice | Array, costs: Array) -> dict[str, Array]:
        """The parts of some rows' cost, without what the limits changed; ``costs`` where they were given whole."""
        a, names = self._arrays, self._meta["parts"]
        if names:
            return {name: a[f"part:{name}"][rows] for name in names}
        if self.model is None:
            return {"given": costs}
        parts = self.model.parts(
            a["subject_degrees"][rows],
            a["object_degrees"][rows],
            a["predicates"][rows],
            self.predicate_names,
            a["certainty"][rows] if "certainty" in a else None,
            a["evidence"][rows] if "evidence" in a else None,
            a["indirect"][rows] if "indirect" in a else None,
        )
        del parts["limit"]
        return parts


def _joined(given: Mapping[str, Array], order: Ordered, m: int) -> dict[str, Array]:
    """The parts of an unfitted model, those of a fitted order in their place where it walks; none that is all 0."""
    parts = {name: values.astype(np.int64) for name, values in given.items() if name != "limit"}
    for values in parts.values():
        values[order.rows] = 0
    for name, values in order.parts.items():
        parts.setdefault(name, np.zeros(m, np.int64))[order.rows] = values
    return {name: values for name, values in parts.items() if values.any()}


def _column(values: npt.ArrayLike, name: str, dtype: npt.DTypeLike, length: int | None = None) -> Array:
    column = np.asarray(values)
    if column.ndim != 1 or (len(column) and column.dtype.kind not in "iub"):
        raise UsageError(f"{name} must be one column of whole numbers, not {column.ndim}-d {column.dtype}")
    if length is not None and len(column) != length:
        raise UsageError(f"{name} has {len(column):,} values where {length:,} are expected")
    return column.astype(dtype)


def _in_range(values: Array, size: int, name: str, what: str) -> None:
    if len(values) and (int(values.min()) < 0 or int(values.max()) >= size):
        bad = int(np.flatnonzero((values < 0) | (values >= size))[0])
        raise UsageError(f"{name}[{bad}] is {int(values[bad])}, but there are {size:,} {what}")


def _adjacency(n: int, s: Array, o: Array, p: Array, cost: Array, sign: Array) -> dict[str, Array]:
    m = len(s)
    keys = np.concatenate([s, o])
    keys <<= 32
    keys |= np.concatenate([cost, cost])
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    rows = (order % max(m, 1)).astype(np.int32)
    inverse = order >= m
    del order
    codes = (p.astype(np.int16)[rows] * 2 + inverse).astype(np.int16)
    indptr = np.searchsorted(keys, np.arange(n + 1, dtype=np.int64) << 32)
    return {
        "indptr": indptr.astype(np.int64),
        "targets": np.where(inverse, s.astype(np.int32)[rows], o.astype(np.int32)[rows]),
        "costs": (keys & 0xFFFFFFFF).astype(np.int32),
        "codes": codes,
        "claim_signs": sign[rows].astype(np.int8),
        "rows": rows,
        "keys": keys,
    }
