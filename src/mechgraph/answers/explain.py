"""Explain a drug, or the mechanism between a drug and an effect: sections of sentences, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..curie import Curie
from ..errors import UsageError
from ..model import Association, Entity, Mechanism, Objection, Path
from ..reason.context import Regions, context_of
from ..reason.interactions import documented
from ..reason.mechanism import AGAINST
from ..reason.signs import SIGN_WORDS
from ..reason.verdicts import mechanism_verdict
from ..search import named_after
from ..sentences import claim_sentence, says
from ..vocab import vocabulary
from .answer import Explanation, Section, Verdict, claims_of, join

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["explain"]

_IS = ("has_role", "member_of", "subclass_of", "structurally_similar_to", "enantiomer_of", "has_active_ingredient")
_WHERE = ("acts_at", "located_in", "expressed_in")
_USES = ("treats", "ameliorates", "palliates", "studied_for")
_OFF_LABEL = ("used_off_label_for",)
_KINETICS = ("absor", "excret", "clearance", "serum")
"""Words in the names of what becomes of a drug in the body."""
_HARM = ("causes", "has_side_effect", "increases_risk_of", "has_risk_context", "contraindicated_in", "exacerbates")


def explain(graph: Graph, drug: Entity, effect: Entity | None = None, context: Sequence[str] = ()) -> Explanation:
    """The explanation of a drug (``effect`` None) or of a mechanism.

    Raises:
        NoPathError: an effect was asked for and nothing leads to it (in this context).
        UsageError: a context without an effect.
    """
    if effect is None:
        if context:
            raise UsageError("a context narrows a mechanism", remedy="name an effect too")
        return _drug(graph, drug)
    return _mechanism(graph, drug, effect, context)


def _drug(graph: Graph, drug: Entity) -> Explanation:
    store, vocab = graph.store, vocabulary()
    about = list(store.associations(subject=drug.id))
    listed: dict[str, Association] = {}
    sections: list[Section] = []

    def add(title: str, claims: Iterable[Association], note: str = "", remarks: Sequence[str] = ()) -> None:
        fresh = [a for a in {a.id: a for a in claims}.values() if a.id not in listed]
        if fresh or note:
            listed.update((a.id, a) for a in fresh)
            sections.append(Section(title=title, claims=[a.id for a in fresh], note=note, remarks=list(remarks)))

    def is_of(a: Association, category: str) -> bool:
        entity = store.entity(a.object)
        return entity is not None and vocab.is_a(entity.category, category)

    named = [e for c in named_after(store, drug) if (e := store.entity(c)) is not None]
    drugs = {e.id for e in store.entities() if vocab.is_a(e.category, "drug")}
    interactions = [i.claims[0] for i in documented(store, drug, drugs)]
    apart = {a.id for a in interactions}
    add("what it is", (a for a in about if a.predicate in _IS))
    targets = [a for a in about if (a.relation.direct or a.relation.role == "regulatory") and is_of(a, "gene_product")]
    add("what it acts on", targets)
    add("where it acts", (a for a in about if a.predicate in _WHERE))
    mechanisms = sorted(store.mechanisms(drug=drug.id), key=lambda m: _use_of(about, m.effect))
    chain = [a for m in mechanisms for c in m.claims if (a := store.association(c)) is not None]
    notes, routes = [], []
    for m in mechanisms:
        effect = store.entity(m.effect)
        if effect is None:
            continue
        whole = graph.mechanism(drug, effect)
        notes.append(f"{effect.name} (net: {SIGN_WORDS[whole.sign]} it)")
        routes.append(f"- {_route(whole, min(whole.paths, key=_hedged))}")
    note = f"Curated mechanisms lead to {join(notes)}. One chain of each, then all their claims:" if notes else ""
    add("from target to effect", chain, note, routes)
    harmful = [a for e in named for a in (*store.associations(subject=e.id), *store.associations(object=e.id))]
    kinetic = [a for a in about if a.relation.role == "kinetic" and a.predicate != "interacts_with"]
    kinetic += [a for a in (*about, *harmful) if any(w in _ends(graph, a) for w in _KINETICS)]
    apart |= {a.id for a in kinetic if a.relation.role != "clinical"}
    add("effects", (a for a in about if a.relation.role == "regulatory" and a.id not in apart))
    add("uses", (a for a in about if a.predicate in _USES))
    add("off-label uses (use, not proof of efficacy)", (a for a in about if a.predicate in _OFF_LABEL))
    add("adverse effects, risks and toxicity", (
        *(a for a in about if a.predicate in _HARM),
        *(a for a in harmful if a.predicate in (*_HARM, "manifests_as", "removes") and a.id not in apart),
    ))  # fmt: skip
    stated = {a.id for a in interactions}
    add("kinetics", (a for a in kinetic if a.id not in stated))
    add("interactions", interactions)
    add("other claims", (a for a in about if a.id not in listed))
    add("what speaks against it", _toward_objections(graph, listed))
    questions = [q for q in store.questions() if drug.id in q.about and q.kind != "artefact"]
    if questions:
        note = " ".join(f"{q.question} {q.note}".strip() + ("" if q.note.endswith(".") else ".") for q in questions)
        sections.append(Section(title="open questions and contradictions", claims=[], note=note))
    verdict: Verdict = "supported" if listed else "not_stated"
    head = f"{drug.name} ({drug.id})"
    head += f": {drug.description}" if drug.description else ""
    return Explanation(
        question=f"How does {drug.name} work?",
        verdict=verdict,
        answer=head if listed else f"{head}. The graph holds no claim about it.",
        sections=sections,
        claims=claims_of(store, listed.values()),
        query="mechanism-of-action",
        parameters={"drug": str(drug.id)},
    )


def _use_of(about: Sequence[Association], effect: Curie) -> int:
    """Where a mechanism stands among those of a drug: to what it treats, is used for off-label, and the others."""
    predicates = {a.predicate for a in about if a.asserted and a.object == effect}
    return 0 if predicates & set(_USES) else 1 if predicates & set(_OFF_LABEL) else 2


def _ends(graph: Graph, a: Association) -> str:
    return " ".join(e.name.lower() for c in (a.subject, a.object) if (e := graph.store.entity(c)) is not None)


def _toward_objections(graph: Graph, listed: dict[str, Association]) -> list[Association]:
    from ..reason.objections import objections_to_all

    found = objections_to_all(graph.store, listed.values())
    return [o.association for o in found if o.association.id not in listed]


def _mechanism(graph: Graph, drug: Entity, effect: Entity, context: Sequence[str]) -> Explanation:
    whole = graph.mechanism(drug, effect)
    m = graph.mechanism(drug, effect, context=context) if context else whole
    store, regions = graph.store, Regions(graph.store)
    claims = {a.id: a for a in m.associations}
    sections = []
    reports = {i: context_of(path, regions) for i, path in enumerate(m.paths)}
    firmest = sorted(reports, key=lambda i: (bool(reports[i].breaks), _hedged(m.paths[i]), i))
    for i, at in enumerate(firmest, 1):
        path, report = m.paths[at], reports[at]
        sections.append(
            Section(
                title=f"chain {i} of {len(m.paths)}: {SIGN_WORDS[path.sign]} {effect.name}",
                claims=[s.association.id for s in path.steps],
                note=_route(m, path),
                remarks=report.lines(m.entities) if context else [b.line(m.entities) for b in report.breaks],
                context=report.to_json(),
            )
        )
    walked = {s.association.id for p in m.paths for s in p.steps}
    rest = [a.id for a in m.associations if a.id not in walked]
    if rest:
        sections.append(Section(title="also part of it", claims=rest))
    if context and (out := _left_out(whole, m)):
        sections.append(Section(title="left out: cannot hold in this context", claims=[], remarks=out))
    sections += _objections(m)
    claims |= {o.association.id: o.association for o in m.objections}
    if m.weakest:
        note = "Lowest certainty, then most evidence against, then fewest sources for it."
        sections.append(Section(title="weakest link", claims=[m.weakest], note=note))
    net = f"On balance {drug.name} {SIGN_WORDS[m.sign]} {effect.name}"
    if context:
        net = f"In the context {', '.join(context)}: {net}"
    how = "curated" if m.curated else "found by search, not curated"
    return Explanation(
        question=f"How does {drug.name} act on {effect.name}?",
        verdict=mechanism_verdict(m),
        answer=f"{net}: {len(m.paths)} chain{'s' if len(m.paths) != 1 else ''} of claims ({how}).",
        sections=sections,
        claims=claims_of(store, claims.values()),
        query="mechanism-steps",
        parameters={"drug": str(drug.id), "effect": str(effect.id)},
        sign=m.sign,
        weakest=m.weakest,
        mechanism=m,
    )


def _hedged(path: Path) -> int:
    """How many claims of a chain a source hedges: the firmest chain is told first."""
    return sum(s.association.certainty == "hedged" for s in path.steps)


def _route(m: Mechanism, path: Path) -> str:
    return " → ".join(m.entities[c].name for c in path.entities)


def _left_out(whole: Mechanism, kept: Mechanism) -> list[str]:
    """The chains of a mechanism that a context takes away, each with the claims that cannot hold there."""
    stay = {a.id for a in kept.associations}
    out = []
    for path in whole.paths:
        gone = [s.association for s in path.steps if s.association.id not in stay]
        if gone:
            broken = "; ".join(claim_sentence(a, whole.entities) for a in gone)
            out.append(f"{_route(whole, path)}: breaks at {broken}")
    return out


def _objections(m: Mechanism) -> list[Section]:
    """What weakens a claim of the mechanism, and what stands beside one without weakening it; claim by claim."""
    against: list[str] = []
    beside: list[str] = []
    for a in m.associations:
        own = [o for o in m.objections if o.claim == a.id]
        for listing, chosen in (
            (against, [o for o in own if o.kind in AGAINST]),
            (beside, [o for o in own if o.kind not in AGAINST]),
        ):
            if chosen:
                listing.append(f"{claim_sentence(a, m.entities, context=False)}:")
                listing += [f"- {_objection(o, m)}" for o in chosen]
    listings = (("what speaks against it", against), ("beside it, not against it", beside))
    return [Section(title=title, claims=[], remarks=remarks) for title, remarks in listings if remarks]


def _objection(o: Objection, m: Mechanism) -> str:
    if o.evidence is not None:
        return f"{o.kind.replace('_', ' ')}: {says(o.evidence).rstrip('.')} [{o.evidence.source}]"
    sources = ", ".join(o.association.sources) or "no source"
    return f"{o.kind.replace('_', ' ')}: {claim_sentence(o.association, m.entities)} [{sources}]"
