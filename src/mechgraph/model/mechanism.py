"""Claims in order: steps, paths, and the signed subgraph from a drug to an effect with its objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ..curie import Curie
from ..errors import DrawingError, NoPathError
from ..vocab import PLAIN, Sign
from .claim import Association, Evidence, entity_ids
from .entity import Entity, Source
from .record import Record
from .records import MechanismStep
from .shaped import Shaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike

__all__ = ["DIRECTIONS", "Mechanism", "Objection", "Path", "Paths", "Step"]


DIRECTIONS: dict[int | None, str] = {
    1: PLAIN[1],
    -1: PLAIN[-1],
    0: "direction not determined",
    None: "branches conflict",
}
"""Net signs in words."""


class Objection(Record, frozen=True):
    """What speaks against one claim, or against a conclusion: another claim, or a piece of its own evidence.

    ``kind`` is refutes, no_effect, inconclusive, opposite or partial. ``claim`` is the id of the claim objected to,
    empty where it is the conclusion of a mechanism; ``association`` the claim that objects (the same one where its own
    evidence does).
    """

    claim: str
    kind: str
    association: Association
    evidence: Evidence | None = None


class Step(Record, frozen=True):
    """One association walked in its causal direction, or against it (``forward`` false; then it carries no sign).

    A bridge (from a subunit to its receptor, between two names of a disease) joins what is one, and has the sign +1.
    """

    association: Association
    start: Curie
    end: Curie

    @property
    def forward(self) -> bool:
        return self.association.causal_ends == (self.start, self.end) or (
            self.association.relation.symmetric and {self.start, self.end} == set(self.association.causal_ends)
        )

    @property
    def sign(self) -> Sign:
        if not self.forward:
            return 0
        return 1 if self.association.relation.bridge else self.association.sign


class Path(Shaped, Record, frozen=True):
    """A simple path: steps in order, no entity twice.

    Args:
        cost: That of the search that found it, in nats, if any: lower is better. The same everywhere.
        contributions: What each part of the cost adds, step by step.
        order: The fitted order that the costs follow, in a few words; "unfitted", or empty where no search found it.
        named: The entities that its claims name, where the search gave them: what showing it needs.
    """

    steps: tuple[Step, ...]
    cost: float = 0.0
    contributions: tuple[tuple[tuple[str, float], ...], ...] = ()
    named: tuple[Entity, ...] = ()
    order: str = ""

    @property
    def parts(self) -> dict[str, float]:
        """What each part of the cost adds over all steps, in nats; the sum is the cost. Parts of 0 are left out."""
        found: dict[str, float] = {}
        for step in self.contributions:
            for name, value in step:
                found[name] = found.get(name, 0.0) + value
        return {name: round(value, 6) for name, value in found.items() if round(value, 6)}

    @property
    def entities(self) -> tuple[Curie, ...]:
        return (self.steps[0].start, *(s.end for s in self.steps)) if self.steps else ()

    @property
    def sign(self) -> Sign:
        """The product of the signs of the steps; 0 absorbs."""
        product = 1
        for step in self.steps:
            product *= step.sign
        return 1 if product > 0 else -1 if product < 0 else 0

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        """Its entities by name, where it knows them, and its net sign: ``MG:a → MG:b → MG:c (decreases)``."""
        names = {e.id: e.name for e in self.named}
        return f"{' → '.join(names.get(c, str(c)) for c in self.entities)} ({DIRECTIONS[self.sign]})"

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw it, as :meth:`Mechanism.draw`."""
        return Paths([self]).draw(path, **options)

    def _repr_svg_(self) -> str | None:
        return Paths([self])._repr_svg_()


class Paths(Shaped, list[Path]):
    """What a search found: paths between the same two ends, best first. A list that draws itself as one figure.

    ``workspace`` is the graph that was searched (``None``: made by hand), ``context`` that in which they were to hold.
    """

    workspace: Any = None
    context: tuple[str, ...] = ()

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each path, that of its weakest claim; looked up in the graph when asked for."""
        from ..shapes import verdicts_of

        return verdicts_of(self)

    @property
    def curated(self) -> Mechanism | None:
        """The curated mechanism between the same two ends, in the same context: what is told before a search.

        ``None`` where there is none, or where nothing of it can hold in the context.
        """
        if self.workspace is None or not self:
            return None
        store, (start, *_, end) = self.workspace.store, self[0].entities
        drug, effect = store.entity(start), store.entity(end)
        if drug is None or effect is None or not any(True for _ in store.mechanisms(start, end)):
            return None
        try:
            found: Mechanism = self.workspace.mechanism(drug, effect, context=self.context)
        except NoPathError:
            return None
        return found

    @classmethod
    def named_by(cls, names_of: Callable[[list[Association]], dict[Curie, Entity]], paths: Iterable[Path]) -> Paths:
        """The paths with the entities that their claims name, looked up all at once."""
        found = list(paths)
        names = names_of([s.association for p in found for s in p.steps])
        wanted = [dict.fromkeys(c for s in p.steps for c in entity_ids(s.association)) for p in found]
        return cls(
            msgspec.structs.replace(p, named=tuple(names[c] for c in ids if c in names))
            for p, ids in zip(found, wanted, strict=True)
        )

    @property
    def mechanism(self) -> Mechanism:
        """All of them as one mechanism: each claim once, without what speaks against it.

        Raises:
            ValueError: there is no path.
        """
        if not self or not self[0].steps:
            raise ValueError("no path, so no mechanism")
        entities = {e.id: e for p in self for e in p.named}
        start, end = (
            entities.get(c, Entity(id=c, name=str(c), category="entity"))
            for c in (self[0].entities[0], self[0].entities[-1])
        )
        many = f": the {len(self)} best paths" if len(self) > 1 else ""
        return Mechanism(
            drug=start,
            effect=end,
            entities=entities,
            associations=tuple({s.association.id: s.association for p in self for s in p.steps}.values()),
            paths=tuple(self),
            title=f"{start.label} → {end.label}{many}",
        )

    def __repr__(self) -> str:
        return "\n".join(f"{i}. {p}" for i, p in enumerate(self, 1))

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw all of them in one figure, as :meth:`Mechanism.draw`."""
        return self.mechanism.draw(path, **options)

    def _repr_svg_(self) -> str | None:
        return self.mechanism._repr_svg_() if self else None


class Mechanism(Shaped, msgspec.Struct, frozen=True, kw_only=True):
    """The directed, signed subgraph from a drug to an effect (or to all its effects, ``effect`` None).

    Self-contained: entities and sources come along, so that it can be drawn, exported and printed without the graph.

    Args:
        drug: Where it starts.
        effect: Where it ends; ``None`` for an overview of a drug.
        entities: Every entity that an association, a qualifier or an objection names.
        associations: The claims that make it up, each once. May include negated ones, drawn as such, never walked.
        paths: The paths from drug to effect through asserted claims, best first.
        objections: What speaks against its claims.
        sources: Every source that evidence names.
        sign: The net sign: +1, −1, 0 (not determined), or ``None`` where branches conflict.
        weakest: The id of its weakest claim under the stated rule, or empty.
        curated: Ids of the curated mechanisms that it came from; empty where it was found by search.
        title: For a figure's title and alt text; empty for "drug → effect".
        marks: Association id → what singles it out in a figure: "blocked", "hypothetical", "necessary", "bypassed"
            or "doubtful" in a what-if; "added", "removed" or "changed" in a diff; "suspect" in an audit.
        steps: The steps of the curated mechanisms in their order, with all that leads to each in ``after``.
        beside: The claims of steps that sum up others: observations, never links.
        against: What speaks against the conclusion as a whole: claims between the two ends that deny it, find nothing
            conclusive, or say the opposite. Their ``claim`` is empty.
        workspace: The graph that it is of, for its verdict and what is against its objections; ``None`` where it was
            put together by hand.
    """

    drug: Entity
    effect: Entity | None = None
    entities: dict[Curie, Entity]
    associations: tuple[Association, ...]
    paths: tuple[Path, ...] = ()
    objections: tuple[Objection, ...] = ()
    sources: dict[str, Source] = {}
    sign: int | None = 0
    weakest: str = ""
    curated: tuple[str, ...] = ()
    title: str = ""
    marks: dict[str, str] = {}
    steps: tuple[MechanismStep, ...] = ()
    beside: tuple[Association, ...] = ()
    against: tuple[Objection, ...] = ()
    workspace: Any = None

    @property
    def main_line(self) -> tuple[MechanismStep, ...]:
        """The steps of its main line, in order: what a reader is told first. Empty where it was never ordered."""
        return tuple(s for s in self.steps if not s.branch and not s.summarises)

    @property
    def verdict(self) -> str:
        """What its claims come to, as every face tells it; see ``docs/verdicts.md``."""
        from ..shapes import verdict_of

        return verdict_of(self)

    @property
    def name(self) -> str:
        if self.title:
            return self.title
        return f"{self.drug.name} → {self.effect.name}" if self.effect else self.drug.name

    def draw(self, path: str | PathLike[str] | None = None, **options: Any) -> Any:
        """Draw it; without a path a :class:`~mechgraph.draw.Figure`, else a file of the kind that its suffix says.

        Args:
            path: ``.svg``, ``.png``, ``.pdf`` or ``.sbgn``.
            options: Of :func:`mechgraph.draw.draw_mechanism`: ``size``, ``orientation``, ``theme``, ``detail``, …

        Raises:
            DrawingError: it does not fit at 5 pt, or the file cannot be written.
        """
        from ..draw import draw_mechanism

        return draw_mechanism(self, path, **options)

    def __repr__(self) -> str:
        counts = f"{len(self.paths)} paths, {len(self.associations)} claims, {len(self.objections)} objections"
        return f"<Mechanism {self.name}: {DIRECTIONS[self.sign]}; {counts}>"

    def __str__(self) -> str:
        """Its name and net sign, then one line for each path, by names."""
        lines = [f"{self.name}: {DIRECTIONS[self.sign]}"]
        for path in self.paths:
            names = (self.entities[c].name if c in self.entities else str(c) for c in path.entities)
            lines.append(f"  {' → '.join(names)} ({DIRECTIONS[path.sign]})")
        return "\n".join(lines)

    def _repr_svg_(self) -> str | None:
        """For a notebook: the figure, or nothing (so that the notebook shows text) where no page can hold it."""
        try:
            return str(self.draw())
        except DrawingError:
            return None
