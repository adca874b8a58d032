"""Explain a drug, or the mechanism between a drug and an effect: sections of sentences, each with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..curie import Curie
from ..errors import NoPathError, UsageError
from ..model import Association, Entity, Mechanism, Objection, Path, kind_of
from ..reason.classes import inherited
from ..reason.context import Regions, context_of, fits, parse_context
from ..reason.interactions import Drugs, documented
from ..reason.mechanism import AGAINST
from ..reason.signs import SIGN_WORDS
from ..search import named_after
from ..select import Selection
from ..sentences import chain_of, claim_sentence, says
from ..vocab import vocabulary
from ..workspace import Workspace
from .answer import Explanation, Section, Verdict, claims_of
from .judge import Judgement, judge_pair
from .line import against_whole, line_sections
from .rules import COMPOSED
from .screen_drug import drug_screen
from .screen_other import is_given, other_screen
from .tell import tell
from .telling import join

__all__ = ["explain"]

_IS = frozenset(("role", "member", "likeness", "composition"))
_WHERE = frozenset(("site", "place", "expression"))
_USES = frozenset(("use", "relief", "studied"))
_OFF_LABEL = frozenset(("off_label",))
_KINETICS = ("absor", "excret", "clearance", "serum")
"""Words in the names of what becomes of a drug in the body."""
_HARM = ("harm", "caution", "contraindication")
"""Kinds of claims that are told among the harms."""
_EASES = ("wanted", "use", "relief")
"""Kinds of claims that end in less of what is unwanted."""

_INTO: dict[str, tuple[str, ...]] = {
    "treated by": ("use", "relief"),
    "treated off-label with (use, not proof of efficacy)": ("off_label",),
    "studied under": ("studied",),
    "calls for care with, or rules out": ("caution", "contraindication"),
    "acted on by": ("target",),
    "brought about or made worse by": ("harm",),
    "eased or prevented by": ("wanted",),
}
"""How what is no drug says the claims that lead to it, by their kinds."""


def explain(
    workspace: Workspace, drug: Entity, effect: Entity | None = None, context: Sequence[str] = ()
) -> Explanation:
    """The explanation of a drug (``effect`` None) or of a mechanism.

    Raises:
        NoPathError: an effect was asked for and nothing leads to it (in this context).
        UsageError: a context without an effect.
    """
    if effect is None:
        if context:
            raise UsageError("a context narrows a mechanism", remedy="name an effect too")
        return _drug(workspace, drug)
    return _mechanism(workspace, drug, effect, context)


def _drug(workspace: Workspace, drug: Entity) -> Explanation:
    store, vocab = workspace.store, vocabulary()
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

    def kind(a: Association) -> str:
        changed = store.entity(a.causal_ends[1])
        return kind_of(a, changed if changed is not None else "entity")

    given = is_given(store, drug)
    named = [e for c in named_after(store, drug) if (e := store.entity(c)) is not None]
    interactions = [i.claims[0] for i in documented(store, drug, Drugs(store))] if given else []
    apart = {a.id for a in interactions}
    add("what it is", (a for a in about if a.relation.group in _IS))
    targets = [a for a in about if (a.relation.direct or a.relation.role == "regulatory") and is_of(a, "gene_product")]
    add("what it acts on", targets)
    add("where it acts", (a for a in about if a.relation.group in _WHERE))
    mechanisms = sorted(store.mechanisms(drug=drug.id), key=lambda m: _use_of(about, m.effect))
    chain = [a for m in mechanisms for c in m.claims if (a := store.association(c)) is not None]
    notes, routes = [], []
    for m in mechanisms:
        effect = store.entity(m.effect)
        if effect is None:
            continue
        whole = workspace.mechanism(drug, effect)
        notes.append(f"{effect.name} (net: {SIGN_WORDS[whole.sign]} it)")
        if whole.paths:  # a curated mechanism may have none: a claim of it may have been denied since
            first = whole.paths[0] if whole.steps else min(whole.paths, key=_hedged)
            routes.append(f"- {chain_of(first, whole.entities)}")
    note = f"Curated mechanisms lead to {join(notes)}. One chain of each, then all their claims:" if notes else ""
    add("from target to effect", chain, note, routes)
    harmful = [a for e in named for a in (*store.associations(subject=e.id), *store.associations(object=e.id))]
    kinetic = [a for a in about if a.relation.role == "kinetic" and a.relation.group != "interaction"]
    kinetic += [a for a in (*about, *harmful) if any(w in _ends(workspace, a) for w in _KINETICS)]
    apart |= {a.id for a in kinetic if a.relation.role != "clinical"}
    add("effects", (a for a in about if a.relation.role == "regulatory" and a.id not in apart))
    add("uses", (a for a in about if a.relation.group in _USES))
    add("off-label uses (use, not proof of efficacy)", (a for a in about if a.relation.group in _OFF_LABEL))
    add("adverse effects, risks and toxicity", (
        *(a for a in about if kind(a) in _HARM),
        *(a for a in harmful if kind(a) in _HARM and a.id not in apart),
    ))  # fmt: skip
    of_classes = [store.association(a.derived_from[0]) for a in inherited(store, drug.id) if kind(a) in _HARM]
    add("adverse effects and risks stated of its classes", (a for a in of_classes if a is not None and a.asserted))
    removed = [a for a in store.associations(object=drug.id) if a.relation.group == "removal"]
    eased = [*(a for a in about if kind(a) == "wanted"), *(a for a in harmful if kind(a) in _EASES), *removed]
    add("what is eased, prevented or taken away", (a for a in eased if a.id not in apart))
    stated = {a.id for a in interactions}
    add("kinetics", (a for a in kinetic if a.id not in stated))
    add("interactions", interactions)
    if vocab.is_a(drug.category, "drug_class"):
        of_it = [a for a in store.associations(object=drug.id) if a.relation.group == "member" and a.asserted]
        add("members and kinds", (a for a in of_it if a.relation.above == "object"))
    if not given:
        into = [a for a in store.associations(object=drug.id) if a.id not in listed]
        for title, kinds in _INTO.items():
            add(title, (a for a in into if kind(a) in kinds))
        add("what else is said of it", into)
    add("other claims", (a for a in about if a.id not in listed))
    for title, against in (("what speaks against it", True), ("beside it, not against it", False)):
        add(title, _toward_objections(workspace, listed, against))
    questions = [q for q in store.questions() if drug.id in q.about and q.kind != "artefact"]
    if questions:
        note = " ".join(f"{q.question} {q.note}".strip() + ("" if q.note.endswith(".") else ".") for q in questions)
        sections.append(Section(title="open questions and contradictions", claims=[], note=note))
    claims = claims_of(store, listed.values())
    counts = (len(claims), len({c.id for claim in claims for c in claim.sources}), len(questions))
    screen = drug_screen(workspace, drug, *counts) if given else other_screen(store, drug, *counts)
    head = f"{drug.name} ({drug.id})"
    head += f": {drug.description}" if drug.description else ""
    return Explanation(
        question=f"How does {drug.name} work?" if given else f"What is known of {drug.name}?",
        summary=screen.summary,
        screen=screen,
        verdict="list" if listed else "not_stated",
        answer=head if listed else f"{head}. The graph holds no claim about it.",
        sections=sections,
        claims=claims,
        selections=(Selection(ids=tuple(listed)),) if listed else (),
    )


def _use_of(about: Sequence[Association], effect: Curie) -> int:
    """Where a mechanism stands among those of a drug: to what it treats, is used for off-label, and the others."""
    groups = {a.relation.group for a in about if a.asserted and a.object == effect}
    return 0 if groups & _USES else 1 if groups & _OFF_LABEL else 2


def _ends(workspace: Workspace, a: Association) -> str:
    return " ".join(e.name.lower() for c in (a.subject, a.object) if (e := workspace.store.entity(c)) is not None)


def _toward_objections(workspace: Workspace, listed: dict[str, Association], against: bool) -> list[Association]:
    """The claims that are told nowhere yet and weaken one that is, or only stand beside one."""
    from ..reason.objections import objections_to_all

    found = objections_to_all(workspace.store, listed.values())
    return [o.association for o in found if o.association.id not in listed and (o.kind in AGAINST) is against]


def _mechanism(workspace: Workspace, drug: Entity, effect: Entity, context: Sequence[str]) -> Explanation:
    store, regions = workspace.store, Regions(workspace.store)
    whole, m, missing = _found(workspace, drug, effect, context)
    wanted = parse_context(context, store) if context else {}
    found = judge_pair(
        workspace, drug, effect, whole.sign if whole is not None else 0,
        holds=lambda a: not wanted or bool(fits(a, wanted, regions)),
    )  # fmt: skip
    direct = {b.claim.id: b.claim for b in found.bearings if b.reason not in COMPOSED}
    if m is None:
        if not direct:
            raise missing or NoPathError(f"nothing leads from {drug.name} to {effect.name}")
        return _stated_only(workspace, drug, effect, found)
    searched = found.verdict == "not_stated" and not m.curated
    verdict: Verdict = "hypothesis" if searched else found.verdict
    claims = {**direct, **{a.id: a for a in (*m.associations, *m.beside)}}
    sections = [_direct(found)] if direct else []
    sections += line_sections(m, regions, context=bool(context)) if m.steps else _chains(m, regions, context)
    told = {c for section in sections for c in section.claims}
    rest = [a.id for a in m.associations if a.id not in told]
    if rest:
        sections.append(Section(title="also part of it", claims=rest))
    if context and whole is not None and (out := _left_out(whole, m)):
        sections.append(Section(title="left out: cannot hold in this context", claims=[], remarks=out))
    sections += against_whole(m, shown=set(direct))
    sections += _objections(m)
    claims |= {o.association.id: o.association for o in (*m.objections, *m.against)}
    if m.weakest:
        note = "Lowest certainty, then most evidence against, then fewest sources for it."
        sections.append(Section(title="weakest link", claims=[m.weakest], note=note))
    net = f"{drug.name} {SIGN_WORDS[m.sign]} {effect.name}"
    many = f"{len(m.paths)} chain{'s' if len(m.paths) != 1 else ''} of claims"
    how = f"By the curated mechanism, {net}: {many}."
    if not m.curated:
        how = f"No source says so as a whole: {many}, found by search and not curated, would mean that {net}."
    if context:
        how = f"In the context {', '.join(context)}: {how[0].lower()}{how[1:]}"
    said = tell(workspace, found) if found.basis == "claims" else ""
    return Explanation(
        question=f"How does {drug.name} act on {effect.name}?",
        verdict=verdict,
        answer=f"{said} {how}".strip(),
        sections=sections,
        claims=claims_of(store, claims.values(), _stances(found)),
        selections=(*found.selections, Selection(ids=tuple(claims))),
        sign=m.sign,
        composed=searched or found.composed,
        weakest=m.weakest,
        mechanism=m,
    )


def _chains(m: Mechanism, regions: Regions, context: Sequence[str]) -> list[Section]:
    """Where there is no order: each chain, the firmest first."""
    reports = {i: context_of(path, regions) for i, path in enumerate(m.paths)}
    firmest = sorted(reports, key=lambda i: (bool(reports[i].breaks), _hedged(m.paths[i]), i))
    effect = m.effect.name if m.effect is not None else "its end"
    return [
        Section(
            title=f"chain {i} of {len(m.paths)}: {SIGN_WORDS[m.paths[at].sign]} {effect}",
            claims=[s.association.id for s in m.paths[at].steps],
            note=chain_of(m.paths[at], m.entities),
            remarks=reports[at].lines(m.entities) if context else [b.line(m.entities) for b in reports[at].breaks],
            context=reports[at].to_dict(),
        )
        for i, at in enumerate(firmest, 1)
    ]


def _found(
    workspace: Workspace, drug: Entity, effect: Entity, context: Sequence[str]
) -> tuple[Mechanism | None, Mechanism | None, NoPathError | None]:
    """The mechanism and what a context leaves of it; ``None`` and the reason where nothing leads there."""
    try:
        whole = workspace.mechanism(drug, effect)
    except NoPathError as error:
        return None, None, error
    return whole, workspace.mechanism(drug, effect, context=context) if context else whole, None


def _stances(found: Judgement) -> dict[str, bool | None]:
    stance = {"for": True, "against": False, "beside": None}
    return {b.claim.id: stance[b.stance] for b in found.bearings}


def _direct(found: Judgement) -> Section:
    """What single claims say of the two, those for first; whatever a chain says, they go before it."""
    listed = [b for b in found.bearings if b.reason not in COMPOSED]
    remarks = [f"beside: {why}" for why in dict.fromkeys(b.reason for b in listed if b.stance == "beside" and b.reason)]
    return Section(title="what claims say of the two", claims=[b.claim.id for b in listed], remarks=remarks)


def _stated_only(workspace: Workspace, drug: Entity, effect: Entity, found: Judgement) -> Explanation:
    """The explanation where claims say something of the two, and no chain leads from one to the other."""
    return Explanation(
        question=f"How does {drug.name} act on {effect.name}?",
        verdict=found.verdict,
        answer=f"{tell(workspace, found)} No chain of claims leads from {drug.name} to {effect.name}.",
        sections=[_direct(found)],
        claims=claims_of(workspace.store, found.claims, _stances(found)),
        selections=found.selections,
    )


def _hedged(path: Path) -> int:
    """How many claims of a chain a source hedges: the firmest chain is told first."""
    return sum(s.association.certainty == "hedged" for s in path.steps)


def _left_out(whole: Mechanism, kept: Mechanism) -> list[str]:
    """The chains of a mechanism that a context takes away, each with the claims that cannot hold there."""
    stay = {a.id for a in kept.associations}
    out = []
    for path in whole.paths:
        gone = [s.association for s in path.steps if s.association.id not in stay]
        if gone:
            broken = "; ".join(claim_sentence(a, whole.entities) for a in gone)
            out.append(f"{chain_of(path, whole.entities)}: breaks at {broken}")
    return out


def _objections(m: Mechanism) -> list[Section]:
    """What weakens a claim of the mechanism, and what stands beside one without weakening it; claim by claim."""
    against: list[str] = []
    beside: list[str] = []
    for a in (*m.associations, *m.beside):
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
