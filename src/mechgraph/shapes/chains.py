"""Paths and mechanisms as JSON: chains of claims with signs and verdicts, and what speaks against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import UNSET, UnsetType

from ..errors import NoPathError
from ..model import CERTAINTIES, Certainty
from ..model import Association as Claim
from ..model import Mechanism as Whole
from ..model import Objection as Weakening
from ..model import Path as Chain
from ..model import Paths as Chains
from ..reason.context import silent_in
from ..reason.sides import Sides, sides, sides_of
from ..reason.verdicts import Verdict, weakest
from ..sentences import claim_sentence
from .base import Document, Shape, Sign
from .things import (
    Association,
    Entity,
    Evidence,
    Look,
    Named,
    Reference,
    Source,
    association,
    entity,
    evidence,
    reference,
    source,
)

__all__ = ["Mechanism", "Path", "Paths", "Step", "claims_on", "held_of", "mechanism", "path", "paths", "verdicts"]


class Step(Shape, frozen=True, kw_only=True):
    """One claim of a path, as it is walked.

    ``forward`` is false where it is walked against its direction; then it carries no sign. ``cost`` has the parts of
    its cost; ``context`` says whether the claim fits what was asked for, or does not state it.
    """

    claim: str
    start: str
    end: str
    predicate: str
    label: str
    forward: bool
    sign: int
    sentence: str
    sources: list[str]
    cost: dict[str, float] | UnsetType = UNSET
    context: str | UnsetType = UNSET


class Path(Shape, frozen=True, kw_only=True):
    """A path: net sign, verdict and certainty (those of its weakest claim), and the categories that it passes.

    ``order`` is the fitted order that the cost follows, or "unfitted"; ``parts`` add up to the cost.
    """

    rank: int
    sign: int
    verdict: str
    certainty: Certainty
    length: int
    cost: float
    parts: dict[str, float]
    order: str
    pattern: list[str]
    entities: list[Reference]
    steps: list[Step]


class Paths(Document, frozen=True):
    """What a search found, best first; each claim once, with who is for it and who against.

    ``curated`` are the ways of the curated mechanism between the two, the main line first, whatever was searched for;
    ``mechanism`` says whether there is a mechanism between the two that can be drawn: a curated or a causal one.
    """

    start: Reference
    end: Reference
    mechanism: bool
    curated: list[Path]
    paths: list[Path]
    claims: list[Association]
    sides: dict[str, Sides]


class Objection(Shape, frozen=True, kw_only=True):
    """What weakens a claim, or stands beside it: another claim, or evidence on the claim itself."""

    claim: str
    kind: str
    association: Association
    evidence: Evidence | None


class MechanismStep(Shape, frozen=True, kw_only=True):
    """A step of a curated mechanism, in its order: its claims, and the steps that lead to it."""

    id: str
    claims: list[str]
    branch: str
    after: list[str]
    join: str
    level: str
    summarises: list[str]
    text: str


class Mechanism(Document, frozen=True):
    """The signed subgraph from a drug to an effect (null: to all its effects), with its objections.

    ``steps`` are those of a curated mechanism that was put in order; ``beside`` are claims that sum steps up, and
    ``against`` is what speaks against the conclusion as a whole.
    """

    title: str
    drug: Reference
    effect: Reference | None
    sign: Sign
    verdict: str
    curated: list[str]
    weakest: str
    steps: list[MechanismStep]
    claims: list[Association]
    beside: list[Association]
    paths: list[Path]
    sides: dict[str, Sides]
    against: list[Objection]
    objections: list[Objection]
    entities: list[Entity]
    sources: list[Source]


def path(
    p: Chain, names: Named, held: Mapping[str, Sides], rank: int = 1, silent: frozenset[str] | None = None
) -> Path:
    """The shape of a path.

    Args:
        held: The sides of its claims, by their ids.
        silent: Where a context was asked for, the ids of the claims that do not state it.
    """
    steps = []
    for i, s in enumerate(p.steps):
        a = s.association
        parts = dict(p.contributions[i]) if i < len(p.contributions) else {}
        steps.append(
            Step(
                claim=a.id,
                start=str(s.start),
                end=str(s.end),
                predicate=a.predicate,
                label=a.relation.label,
                forward=s.forward,
                sign=s.sign,
                sentence=claim_sentence(a, names),
                sources=list(a.sources),
                cost=parts or UNSET,
                context=UNSET if silent is None else "not stated" if a.id in silent else "fits",
            )
        )
    return Path(
        rank=rank,
        sign=p.sign,
        verdict=weakest(held[s.association.id].verdict for s in p.steps),
        certainty=max((s.association.certainty for s in p.steps), key=CERTAINTIES.index),
        length=len(p),
        cost=round(p.cost, 6),
        parts=p.parts,
        order=p.order,
        pattern=[names[c].category if c in names else "" for c in p.entities],
        entities=[reference(c, names) for c in p.entities],
        steps=steps,
    )


def paths(found: Chains) -> Paths:
    """The shape of what a search found; what is for and against each claim is looked up in the graph that was searched.

    Raises:
        ValueError: there is no path.
    """
    if not found:
        raise ValueError("no path has no shape")
    known = found.curated
    ways = known.paths if known is not None else ()
    claims = claims_on((*found, *ways))
    names = {e.id: e for p in found for e in p.named} | (known.entities if known is not None else {})
    held = held_of(found)
    if known is not None:
        held |= {a.id: sides(a, known.objections, known.entities) for a in known.associations if a.id not in held}
    look: Look = (lambda _: None) if found.workspace is None else found.workspace.store.source
    silent = None
    if found.context and found.workspace is not None:
        silent = frozenset(silent_in(found.workspace.store, claims, found.context))
    return Paths(
        start=reference(found[0].entities[0], names),
        end=reference(found[0].entities[-1], names),
        mechanism=_has_mechanism(found),
        curated=[path(p, names, held, i, silent) for i, p in enumerate(ways, 1)],
        paths=[path(p, names, held, i, silent) for i, p in enumerate(found, 1)],
        claims=[association(a, names, look) for a in claims],
        sides=held,
    )


def _has_mechanism(found: Chains) -> bool:
    if found.workspace is None:
        return False
    start, end = (found.workspace.store.entity(c) for c in (found[0].entities[0], found[0].entities[-1]))
    if start is None or end is None:
        return False
    try:
        found.workspace.mechanism(start, end, k=1)
    except NoPathError:
        return False
    return True


def claims_on(found: Iterable[Chain]) -> list[Claim]:
    """The claims of some paths, each once."""
    return list({s.association.id: s.association for p in found for s in p.steps}.values())


def held_of(found: Chains) -> dict[str, Sides]:
    """The claims of some paths by id, each with who is for it and who against."""
    if found.workspace is None:
        names = {e.id: e for p in found for e in p.named}
        return {a.id: sides(a, (), names) for a in claims_on(found)}
    return {a.id: each for a, each in sides_of(found.workspace.store, claims_on(found))}


def verdicts(found: Chains) -> list[Verdict]:
    """The verdict of each path: that of its weakest claim."""
    held = held_of(found)
    return [weakest(held[s.association.id].verdict for s in p.steps) for p in found]


def _objection(o: Weakening, names: Named, look: Look) -> Objection:
    return Objection(
        claim=o.claim,
        kind=o.kind,
        association=association(o.association, names, look),
        evidence=None if o.evidence is None else evidence(o.evidence, look),
    )


def mechanism(m: Whole) -> Mechanism:
    """The shape of a mechanism, which brings its objections and sources along."""
    names, look = m.entities, m.sources.get
    voices = (*m.objections, *m.against)
    every = {a.id: a for a in (*m.associations, *m.beside, *(o.association for o in voices))}
    if m.workspace is None:
        held = {a.id: sides(a, m.objections, names) for a in every.values()}
    else:  # what is against an objection is known to its graph only
        held = {a.id: each for a, each in sides_of(m.workspace.store, every.values())}
    return Mechanism(
        title=m.name,
        drug=reference(m.drug.id, names),
        effect=None if m.effect is None else reference(m.effect.id, names),
        sign=m.sign,
        verdict=m.verdict,
        curated=list(m.curated),
        weakest=m.weakest,
        steps=[
            MechanismStep(
                id=s.id,
                claims=list(s.claims),
                branch=s.branch,
                after=list(s.after),
                join=s.join,
                level=s.level,
                summarises=list(s.summarises),
                text=s.text,
            )
            for s in m.steps
        ],
        claims=[association(a, names, look) for a in m.associations],
        beside=[association(a, names, look) for a in m.beside],
        paths=[path(p, names, held, i) for i, p in enumerate(m.paths, 1)],
        sides=held,
        against=[_objection(o, names, look) for o in m.against],
        objections=[_objection(o, names, look) for o in m.objections],
        entities=[entity(e) for e in names.values()],
        sources=[source(s) for s in m.sources.values()],
    )
