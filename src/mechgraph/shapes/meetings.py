"""What-if, interactions and comparisons as JSON; each claim stands once, with who is for it and who against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import UNSET, UnsetType

from ..answers.compare import Comparison as Compared
from ..answers.compare import Facet
from ..curie import Curie
from ..model import Association as Claim
from ..model import Certainty
from ..reason.candidates import Part
from ..reason.candidates import Repurposing as Candidates
from ..reason.interactions import Interaction as Meeting
from ..reason.interactions import Interactions as Meetings
from ..reason.outcomes import Outcome
from ..reason.outcomes import Verdict as WhatIfVerdict
from ..reason.sides import Side, Sides, sides
from ..reason.whatif import WhatIf as Supposed
from ..sentences import claim_sentence
from .base import Document, Shape, Sign
from .things import Named, Reference, reference

__all__ = [
    "Comparison",
    "Interactions",
    "Repurposing",
    "WeighedClaim",
    "WhatIf",
    "comparison",
    "interactions",
    "repurposing",
    "what_if",
]


class WeighedClaim(Shape, frozen=True, kw_only=True):
    """A claim with its verdict and its sides; a derived one with its rule, one of a what-if with what became of it."""

    id: str
    sentence: str
    certainty: Certainty
    verdict: str
    supports: tuple[Side, ...]
    refutes: tuple[Side, ...]
    no_effect: tuple[Side, ...]
    inconclusive: tuple[Side, ...]
    partial: tuple[Side, ...]
    contested: tuple[Side, ...]
    rule: str | UnsetType = UNSET
    derived_from: list[str] | UnsetType = UNSET
    mark: str | UnsetType = UNSET


class Left(Shape, frozen=True, kw_only=True):
    """A way that is left after an edit."""

    entities: list[str]
    sign: int
    claims: list[str]


class WhatIf(Document, frozen=True):
    """What becomes of an effect under an edit; names of what it mentions come along."""

    drug: str
    effect: str | None
    verdict: WhatIfVerdict
    before: Outcome
    after: Outcome
    deleted: list[str]
    inverted: list[str]
    added: list[list[str]]
    blocked: list[str]
    weakened: list[str]
    necessary: list[str]
    necessary_entities: list[str]
    bypassed: list[str]
    doubtful: list[str]
    paths: list[Left]
    claims: list[WeighedClaim]
    names: dict[str, Reference]


class Way(Shape, frozen=True, kw_only=True):
    """How one drug gets to the point where they meet."""

    drug: str
    sign: int
    claims: list[str]


class Interaction(Shape, frozen=True, kw_only=True):
    """Two drugs that meet at a point; ``inferred`` unless a source states it.

    ``matters`` where it is told as an interaction; else the two share the point, and no more is known.
    """

    kind: Literal["documented", "pharmacokinetic", "pharmacodynamic"]
    inferred: bool
    acting: str
    affected: str
    mutual: bool
    point: str
    relation: Literal["same", "opposite", "undetermined", "raises", "lowers", "changes"]
    certainty: Certainty
    hedge: str
    rule: str
    apart: list[str]
    process: str
    severity: str
    rank: int
    matters: bool
    sentence: str
    ways: list[Way]
    sources: list[str]


class Interactions(Document, frozen=True):
    """Interactions of a drug, documented ones first; silence is not safety.

    ``denied`` are ids of claims that two drugs do not interact.
    """

    drug: str
    other: str | None
    interactions: list[Interaction]
    denied: list[str]
    claims: list[WeighedClaim]
    names: dict[str, Reference]


class Cell(Shape, frozen=True, kw_only=True):
    """What one drug does to one thing; ``sign`` is null where its claims disagree."""

    sign: Sign
    how: Literal["direct", "mechanism", "inherited", "context", "denied"]
    claims: list[str]


class ComparisonRow(Shape, frozen=True, kw_only=True):
    """One thing, and what each drug does to it: null where the graph does not say."""

    facet: Facet
    entity: str
    name: str
    shared: bool
    opposite: bool
    distinct: bool
    relation: str
    cells: list[Cell | None]


class ScoredPath(Shape, frozen=True, kw_only=True):
    """What one path adds to a score; without entities it is all further paths of a metapath together."""

    value: float
    metapath: str
    paths: int
    sign: int
    entities: list[str]
    claims: list[str]
    sentences: list[str]
    sources: list[str]


class Candidate(Shape, frozen=True, kw_only=True):
    """A drug for a disease: ``parts`` add up to ``score``, which is by mechanism alone; only one pair has them."""

    drug: Reference
    disease: Reference
    score: float
    without_degree: float
    with_known: float | None
    known: list[str]
    vetoes: list[str]
    parts: list[ScoredPath]


class Repurposing(Document, frozen=True):
    """Candidates by mechanism alone, best first, those with a veto last; ``order`` says which score it is.

    ``without_path`` are known uses that no path with a direction explains, and that have no score.
    """

    asked: str
    order: str
    considered: int
    candidates: list[Candidate]
    without_path: list[Reference]
    names: dict[str, Reference]


class Comparison(Document, frozen=True):
    """Drugs side by side, in the order of ``drugs``."""

    drugs: list[str]
    rows: list[ComparisonRow]
    claims: list[WeighedClaim]
    names: dict[str, Reference]


def _weighed(a: Claim, held: Sides, names: Named, mark: str | UnsetType = UNSET) -> WeighedClaim:
    return WeighedClaim(
        id=a.id,
        sentence=claim_sentence(a, names),
        certainty=a.certainty,
        rule=a.rule or UNSET,
        derived_from=list(a.derived_from) or UNSET,
        verdict=held.verdict,
        supports=held.supports,
        refutes=held.refutes,
        no_effect=held.no_effect,
        inconclusive=held.inconclusive,
        partial=held.partial,
        contested=held.contested,
        mark=mark,
    )


def _names(curies: Iterable[Curie], names: Named) -> dict[str, Reference]:
    return {str(c): reference(c, names) for c in dict.fromkeys(curies)}


def what_if(w: Supposed) -> WhatIf:
    """The shape of a what-if."""
    m = w.mechanism
    return WhatIf(
        drug=str(m.drug.id),
        effect=str(m.effect.id) if m.effect else None,
        verdict=w.verdict,
        before=w.before,
        after=w.after,
        deleted=[a.id for a in w.deleted],
        inverted=[a.id for a in w.inverted],
        added=[[str(a.subject), a.predicate, str(a.object)] for a in w.added],
        blocked=[str(c) for c in w.blocked],
        necessary=list(w.necessary),
        necessary_entities=[str(c) for c in w.necessary_entities],
        weakened=[str(c) for c in w.partly],
        bypassed=list(w.bypassed),
        doubtful=list(w.doubtful),
        paths=[
            Left(entities=[str(c) for c in p.entities], sign=p.sign, claims=[s.association.id for s in p.steps])
            for p in w.paths
        ],
        claims=[
            _weighed(a, sides(a, m.objections, m.entities), m.entities, m.marks.get(a.id, "")) for a in m.associations
        ],
        names=_names(m.entities, m.entities),
    )


def _interaction(i: Meeting, names: Named) -> Interaction:
    return Interaction(
        kind=i.kind,
        inferred=i.kind != "documented",
        acting=str(i.acting),
        affected=str(i.affected),
        mutual=i.mutual,
        point=str(i.point),
        relation=i.relation,
        certainty=i.certainty,
        hedge=i.hedge,
        rule=i.rule,
        apart=list(i.apart),
        process=i.process,
        severity=i.severity,
        rank=i.rank,
        matters=i.matters,
        sentence=i.sentence(dict(names)),
        ways=[Way(drug=str(w.drug), sign=w.sign, claims=[a.id for a in w.claims]) for w in i.ways],
        sources=list(i.sources),
    )


def interactions(found: Meetings) -> Interactions:
    """The shape of interactions: each with its direction, its hedge and the ids of its claims."""
    claims = {a.id: a for a in (*(c for i in found.found for c in i.claims), *found.denied)}
    ends = [e.id for e in (found.drug, found.other) if e is not None]
    met = [c for a in found.denied for c in (a.subject, a.object)]
    met += [c for i in found.found for c in (i.acting, i.affected, i.point, *(w.drug for w in i.ways))]
    return Interactions(
        drug=str(found.drug.id),
        other=str(found.other.id) if found.other else None,
        interactions=[_interaction(i, found.entities) for i in found.found],
        denied=[a.id for a in found.denied],
        claims=[_weighed(a, found.sides[a.id], found.entities) for a in claims.values() if a.id in found.sides],
        names=_names([*ends, *met], found.entities),
    )


def comparison(c: Compared) -> Comparison:
    """The shape of a comparison: every row with its cells, a missing cell null."""
    return Comparison(
        drugs=[str(d.id) for d in c.drugs],
        rows=[
            ComparisonRow(
                facet=r.facet,
                entity=str(r.entity.id),
                name=r.entity.name,
                shared=r.shared,
                opposite=r.opposite,
                distinct=r.distinct,
                relation=r.relation,
                cells=[
                    None if cell is None else Cell(sign=cell.sign, how=cell.how, claims=list(cell.claims))
                    for cell in r.cells
                ],
            )
            for r in c.rows
        ],
        claims=[_weighed(a, held, c.entities) for a, held in c.claims],
        names=_names((d.id for d in c.drugs), {d.id: d for d in c.drugs}),
    )


def repurposing(found: Candidates) -> Repurposing:
    """The shape of candidates; known uses and vetoes are ids of claims."""
    return Repurposing(
        asked=str(found.asked.id),
        order=found.order,
        considered=found.considered,
        candidates=[
            Candidate(
                drug=reference(c.drug.id, found.entities),
                disease=reference(c.disease.id, found.entities),
                score=c.score,
                without_degree=c.without_degree,
                with_known=c.with_known,
                known=[a.id for a in c.known],
                vetoes=[a.id for a in c.vetoes],
                parts=[_scored(p, found.entities) for p in c.parts],
            )
            for c in found.candidates
        ],
        without_path=[reference(e.id, {e.id: e}) for e in found.without_path],
        names={str(e.id): reference(e.id, found.entities) for e in found.entities.values()},
    )


def _scored(part: Part, names: Named) -> ScoredPath:
    steps = () if part.path is None else part.path.steps
    return ScoredPath(
        value=part.value,
        metapath=part.metapath,
        paths=part.paths,
        sign=0 if part.path is None else part.path.sign,
        entities=[] if part.path is None else [str(c) for c in part.path.entities],
        claims=[s.association.id for s in steps],
        sentences=[claim_sentence(s.association, names) for s in steps],
        sources=list(dict.fromkeys(x for s in steps for x in s.association.sources)),
    )
