"""What becomes of a drug in the body: absorbed, distributed, metabolised, excreted."""

from __future__ import annotations

import re

from ...curie import Curie
from ...model import Association
from ...search import named_within
from ...vocab import vocabulary
from ..answer import Answer, claims_of, join
from ..gather import part_closure, verdict_of
from ..inquiry import Inquiry, as_stated

__all__ = ["kinetics"]

_STEPS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "absor": (("absorbed_from",), ("absor", "bioavail")),
    "bioavail": (("absorbed_from",), ("absor", "bioavail")),
    "half": ((), ("half-life",)),
    "excret": (("excreted_by",), ("excret", "renal clearance")),
    "eliminat": (("excreted_by", "metabolized_in"), ("eliminat", "excret", "clearance")),
    "clear": (("excreted_by",), ("clearance", "excret")),
    "metaboli": (("metabolized_in", "has_metabolite"), ("metaboli",)),
    "cross": (("crosses",), ("blood-brain barrier",)),
    "bound": ((), ("protein binding",)),
    "protein": ((), ("protein binding",)),
}
"""By the stem of a word of the question: predicates of the step, and words in the names of what belongs to it."""
_TITLES = {
    "absor": "absorption",
    "bioavail": "bioavailability",
    "half": "half-life",
    "excret": "excretion",
    "eliminat": "elimination",
    "clear": "clearance",
    "metaboli": "metabolism",
    "cross": "passage",
    "bound": "protein binding",
    "protein": "protein binding",
}
_BY_A_PROTEIN = re.compile(r"^\s*(?:what|which)\s+(?:\w+\s+)?(enzymes?|transporters?|proteins?|channels?)\b", re.I)
_OF_A_DOSE = ("dose", "change", "much", "depend")
_ALL = ("absorbed_from", "excreted_by", "metabolized_in", "crosses", "has_parameter", "substrate_of", "has_metabolite")


def kinetics(q: Inquiry) -> Answer:
    """The step that the question asks about, else all of them; also claims on processes named after the step.

    A question for a place, as "is it excreted by the liver", is answered by the claims about that place alone, and one
    for proteins, as "which enzymes metabolise it", by those that name one.
    """
    drug = q.subject
    step = next((s for stem, s in _STEPS.items() if stem in q.text.lower()), None)
    predicates, words = step or (_ALL, ())
    claims = {a.id: a for a in q.store.associations(subject=drug.id) if a.predicate in predicates}
    for c in dict.fromkeys((drug.id, *q.topic(drug))) if words else ():
        around = (*q.store.associations(subject=c), *q.store.associations(object=c))
        claims |= {a.id: a for a in around if _is_on(q, a, words)}
    found = list(claims.values())
    if q.asked.yes_no:
        return _yes_no(q, found)
    found.sort(key=lambda a: a.relation.role != "kinetic" and a.quantity is None)
    about = next((t for stem, t in _TITLES.items() if stem in q.text.lower()), "kinetics")
    if protein := _BY_A_PROTEIN.match(q.text):
        naming = [a for a in found if a.asserted and any(_is_protein(q, c) for c in a.causal_ends)]
        if not naming:
            said = f"The graph does not say which {protein[1]}."
            said += f" What it says on the {about} of {drug.name} stands beside." if found else ""
            return q.make("not_stated", said, found, {a.id: None for a in found}, "absorption", drug=drug.id)
        found = naming
    if not any(a.asserted for a in found):
        return q.listing(f"What is stated on the {about} of {drug.name}", found, "absorption", drug=drug.id)
    text = f"On the {about} of {drug.name}: {'; '.join(_told(q, found))}."
    return q.make("supported", text, found, as_stated(found), "absorption", drug=drug.id)


def _told(q: Inquiry, claims: list[Association]) -> list[str]:
    """The steps as clauses, each place once with all its amounts; where none is a step, the claims as sentences."""
    clauses: dict[str, list[str]] = {}
    for a in claims:
        if a.asserted and a.subject == q.subject.id and a.predicate in _ALL:
            amount = str(a.quantity) if a.quantity is not None else a.qualifiers.extent
            verb = "" if a.predicate == "has_parameter" else f"{a.relation.label} "
            clauses.setdefault(f"{verb}{q.name(a.object)}", []).append(amount)
    told = []
    for clause, amounts in clauses.items():
        known = [w for w in dict.fromkeys(amounts) if w]
        told.append(f"{clause} ({join(known)})" if known else clause)
    return told or [c.sentence for c in claims_of(q.store, [a for a in claims if a.asserted])]


def _is_protein(q: Inquiry, curie: Curie) -> bool:
    entity = q.store.entity(curie)
    return entity is not None and vocabulary().is_a(entity.category, "gene_product")


def _is_on(q: Inquiry, a: Association, words: tuple[str, ...]) -> bool:
    """Whether a claim is on a step: by the name of an end, by its aspect, or by what its quantity measures."""
    kind = str(a.quantity.kind) if a.quantity is not None else ""
    others = [e for e in named_within(q.store, q.name(a.object), "drug") if e.id != q.subject.id]
    if a.subject == q.subject.id and others:  # what the drug does to another one
        return False
    text = f"{q.name(a.subject)} {q.name(a.object)} {a.qualifiers.aspect} {kind}".lower()
    return any(w in text for w in words)


def _yes_no(q: Inquiry, claims: list[Association]) -> Answer:
    """Claims about the place that is named speak for or against, others stand beside; unread words leave it open."""
    drug, unread = q.subject, q.unread([*_STEPS, "body", *_OF_A_DOSE])
    wanted = {c for e in q.others for c in part_closure(q.store, e.id)}
    on = (
        []
        if unread
        else [
            a
            for a in claims
            if not wanted or a.object in wanted or (a.predicate in _ALL and a.qualifiers.anatomy in wanted)
        ]
    )
    if re.search(r"\bdos", q.text, re.I):
        on = [a for a in on if a.qualifiers.subject_aspect == "dose"]
    judged: dict[str, bool | None] = {**{a.id: None for a in claims}, **as_stated(on)}
    verdict = verdict_of(on, judged)
    said = {
        "supported": "Claims in the graph say so.",
        "mixed": "Contested: there are claims for it and against.",
        "refuted": "What the graph says speaks against it.",
        "inconclusive": "No conclusive data on it; that is not a “no”.",
    }.get(verdict, "The graph does not say so.")
    if unread:
        said = f"The graph knows nothing called {' or '.join(f'“{w}”' for w in unread)}."
    if verdict == "not_stated" and claims:
        said += f" What it says on the matter of {drug.name} stands beside; that is not a “no”."
    return q.make(verdict, said, claims, judged, "absorption", drug=drug.id)
