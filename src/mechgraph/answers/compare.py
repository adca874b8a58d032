"""Two or more drugs side by side: targets, processes, regions, effects and roles, shared and distinct, with signs.

A cell is empty where the graph says nothing, which is not a "no". What a drug reaches through a curated mechanism and
what it inherits from a class is marked as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import msgspec

from ..curie import Curie
from ..errors import UsageError
from ..model import Association, Entity
from ..model.shaped import Shaped
from ..reason.classes import inherited
from ..reason.interactions import reach
from ..reason.sides import Sides, sides_of
from ..store.base import Table
from ..store.parts import names_of
from ..vocab import vocabulary
from ..workspace import Workspace

__all__ = ["FACETS", "Cell", "Comparison", "Row", "compare"]

Facet = Literal["targets", "processes", "regions", "effects", "roles"]
FACETS: tuple[Facet, ...] = ("targets", "processes", "regions", "effects", "roles")
CATEGORIES: dict[Facet, tuple[str, ...]] = {
    "targets": ("gene_product",),
    "processes": ("process_or_activity",),
    "regions": ("anatomy", "cell_type"),
    "effects": ("disease_or_phenotype",),
    "roles": ("role", "drug_class"),
}
LISTED = 20
"""Things of one facet that the text lists with their cells; the others are counted, and the table has them all."""
ALONE = 8
"""Names of what one drug alone touches, in a line."""
KEY = (
    "+ more", "− less", "· no direction stated", "± both", "(m) through a curated mechanism", "(c) said of its class",
    "no: denied", "empty: the graph does not say",
)  # fmt: skip
"""What the marks of a cell mean."""
MARKS = {1: "+", -1: "−", 0: "·", None: "±"}


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What one drug does to one thing. ``sign`` is ``None`` where its claims disagree.

    ``how``: direct (a claim of its own), mechanism (reached through a curated one), inherited (from a class), context
    (the place of a claim), or denied (only a negated claim).
    """

    sign: int | None
    how: Literal["direct", "mechanism", "inherited", "context", "denied"]
    claims: tuple[str, ...]

    def __str__(self) -> str:
        if self.how == "denied":
            return "no"
        return MARKS[self.sign] + {"direct": "", "mechanism": " (m)", "inherited": " (c)", "context": ""}[self.how]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing, and what each of the drugs does to it; ``None`` where the graph does not say."""

    facet: Facet
    entity: Entity
    cells: tuple[Cell | None, ...]

    @property
    def shared(self) -> bool:
        return all(c is not None and c.how != "denied" for c in self.cells)

    @property
    def opposite(self) -> bool:
        """Whether two of the drugs move it in opposite directions."""
        return {1, -1} <= {c.sign for c in self.cells if c is not None and c.how != "denied"}

    @property
    def distinct(self) -> bool:
        """Whether only one of the drugs is said to touch it."""
        return sum(c is not None and c.how != "denied" for c in self.cells) == 1

    @property
    def relation(self) -> str:
        """In a word: opposite, shared (by all), some (by several), distinct (one only) or denied."""
        touched = sum(c is not None and c.how != "denied" for c in self.cells)
        return (
            "opposite"
            if self.opposite
            else "shared"
            if self.shared
            else ("denied", "distinct", "some")[min(touched, 2)]
        )


class Comparison(Shaped, msgspec.Struct, frozen=True, kw_only=True):
    """Drugs side by side; rows sorted by facet, shared ones first.

    ``claims`` holds each claim of a cell with who is for it and who against, ``entities`` what they name.
    """

    drugs: tuple[Entity, ...]
    rows: tuple[Row, ...]
    claims: tuple[tuple[Association, Sides], ...] = ()
    entities: dict[Curie, Entity] = {}

    def of(self, facet: Facet) -> tuple[Row, ...]:
        """The rows of one facet.

        Raises:
            UsageError: no such facet.
        """
        if facet not in FACETS:
            raise UsageError(f"no facet {facet!r}", remedy=f"choose one of {', '.join(FACETS)}")
        return tuple(r for r in self.rows if r.facet == facet)

    def shared(self, facet: Facet | None = None) -> tuple[Row, ...]:
        """What all the drugs touch."""
        return tuple(r for r in (self.rows if facet is None else self.of(facet)) if r.shared)

    def distinct(self, drug: Entity, facet: Facet | None = None) -> tuple[Row, ...]:
        """What only this drug touches."""
        i = self.drugs.index(drug)
        rows = self.rows if facet is None else self.of(facet)
        return tuple(r for r in rows if r.distinct and r.cells[i] is not None)

    def opposite(self) -> tuple[Row, ...]:
        """What two of the drugs move in opposite directions."""
        return tuple(r for r in self.rows if r.opposite)

    def to_table(self) -> Table:
        """One row for each thing: facet, name, identifier, and a column for each drug ("+", "−", "·", "±", "no")."""
        columns = ("facet", "name", "entity", *(d.name for d in self.drugs), "relation")
        return Table(
            columns,
            tuple(
                (
                    r.facet,
                    r.entity.name,
                    r.entity.id,
                    *("" if c is None else str(c) for c in r.cells),
                    r.relation,
                )
                for r in self.rows
            ),
        )

    def _repr_html_(self) -> str:
        """For a notebook: what several of the drugs touch as a table, then what each touches alone."""
        from html import escape

        from ..model.showing import framed, listed, table

        columns = ("facet", "thing", "thing_label", *(d.name for d in self.drugs), "relation")
        several = [r for r in self.rows if r.relation != "distinct"]
        rows = [
            (r.facet, r.entity.id, r.entity.label, *("" if c is None else str(c) for c in r.cells), r.relation)
            for r in several
        ]
        alone = []
        for d in self.drugs:
            names = [r.entity.label for r in self.distinct(d)]
            more = f" and {len(names) - 3 * ALONE:,} more" if len(names) > 3 * ALONE else ""
            alone.append(f"<b>{escape(d.name)}</b> alone: {escape(', '.join(names[: 3 * ALONE]) or 'nothing')}{more}")
        caption = f"{' and '.join(d.name for d in self.drugs)} side by side"
        return framed(table(columns, rows, caption=caption, key=KEY, more="rows or to_table() have all"), listed(alone))

    def lines(self) -> list[str]:
        """The comparison as text: what is opposite, what all or some share, what is denied, and what each has alone."""
        out = ["Comparison of " + ", ".join(d.name for d in self.drugs)]
        for facet in FACETS:
            rows = self.of(facet)
            if not rows:
                continue
            out.append(f"{facet}: {sum(r.shared for r in rows)} shared of {len(rows)}")
            several = [r for r in rows if r.relation != "distinct"]
            for r in several[:LISTED]:
                said = ", ".join(f"{d.name} {c}" for d, c in zip(self.drugs, r.cells, strict=True) if c is not None)
                out.append(f"  {r.relation}: {r.entity.name} ({said})")
            if left := Counter(r.relation for r in several[LISTED:]):
                counted = ", ".join(f"{n:,} {relation}" for relation, n in left.items())
                out.append(f"  and {counted} more; -f csv lists all")
            for d in self.drugs:
                alone = self.distinct(d, facet)
                if alone:
                    names = [r.entity.name for r in alone[:ALONE]]
                    more = f" and {len(alone) - ALONE:,} more" if len(alone) > ALONE else ""
                    out.append(f"  only {d.name}: {', '.join(names)}{more}")
        out.append(
            "+ raises, − lowers, · without direction, ± both, no: denied; (m) through a mechanism, (c) said of its "
            "class; what is not listed is not stated, which is not a “no”"
        )
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _facet(entity: Entity) -> Facet | None:
    vocab = vocabulary()
    return next((f for f in FACETS if any(vocab.is_a(entity.category, c) for c in CATEGORIES[f])), None)


def _sign(signs: set[int]) -> int | None:
    definite = signs - {0}
    return None if len(definite) > 1 else definite.pop() if definite else 0


def _cells(workspace: Workspace, drug: Entity) -> dict[Curie, Cell]:
    store = workspace.store
    own = list(store.associations(subject=drug.id))
    direct: dict[Curie, list[Association]] = {}
    places: dict[Curie, list[str]] = {}
    for a in own:
        if a.relation.role != "kinetic" or a.relation.group == "substrate":
            direct.setdefault(a.object, []).append(a)
        place = a.qualifiers.anatomy or a.qualifiers.cell_type
        if place is not None and a.asserted:
            places.setdefault(place, []).append(a.id)
    out: dict[Curie, Cell] = {c: Cell(sign=0, how="context", claims=tuple(ids)) for c, ids in places.items()}
    for target, ways in reach(store, drug.id, with_classes=True).items():
        through = [w for w in ways if not any(a.rule for a in w.claims)]
        how: Literal["mechanism", "inherited"] = "mechanism" if through else "inherited"
        kept = through or ways
        ids = dict.fromkeys(a.id for w in kept for a in w.claims)
        out[target] = Cell(sign=_sign({w.sign for w in kept}), how=how, claims=tuple(ids))
    for target, claims in direct.items():
        asserted = [a for a in claims if a.asserted]
        if asserted:
            ids = dict.fromkeys(a.id for a in claims)
            out[target] = Cell(sign=_sign({a.sign for a in asserted}), how="direct", claims=tuple(ids))
        elif any(a.negated for a in claims) and target not in out:
            out[target] = Cell(sign=0, how="denied", claims=tuple(a.id for a in claims))
    return out


def compare(workspace: Workspace, drugs: Sequence[Entity]) -> Comparison:
    """Put two or more drugs side by side.

    Raises:
        UsageError: fewer than two different drugs.

    >>> import mechgraph
    >>> mechgraph.load().compare(["baclofen", "diazepam"]).drugs[1].name
    'diazepam'
    """
    listing = list(drugs)
    if len({d.id for d in listing}) != len(listing) or len(listing) < 2:
        raise UsageError("compare needs two or more different drugs")
    cells = [_cells(workspace, d) for d in listing]
    rows = []
    for curie in dict.fromkeys(c for column in cells for c in column):
        entity = workspace.store.entity(curie)
        facet = _facet(entity) if entity is not None else None
        if entity is not None and facet is not None:
            rows.append(Row(facet=facet, entity=entity, cells=tuple(column.get(curie) for column in cells)))
    rows.sort(key=lambda r: (FACETS.index(r.facet), not r.opposite, not r.shared, r.distinct, r.entity.name))
    made = {a.id: a for d in listing for a in inherited(workspace.store, d.id)}  # no store holds what is inherited
    used = dict.fromkeys(i for r in rows for c in r.cells if c is not None for i in c.claims)
    claims = [a for i in used if (a := made.get(i) or workspace.store.association(i)) is not None]
    return Comparison(
        drugs=tuple(listing),
        rows=tuple(rows),
        claims=tuple(sides_of(workspace.store, claims)),
        entities=names_of(workspace.store, claims),
    )
