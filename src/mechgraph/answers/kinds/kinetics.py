"""What becomes of a drug in the body: absorbed, distributed, metabolised, excreted."""

from __future__ import annotations

from ...model import Association
from ..answer import Answer
from ..gather import topic
from ..inquiry import Inquiry

__all__ = ["kinetics"]

_WANTED = {
    "absor": ("absorbed_from",),
    "bioavail": ("has_parameter", "absorbed_from"),
    "excret": ("excreted_by", "has_parameter"),
    "eliminat": ("excreted_by", "has_parameter"),
    "clear": ("excreted_by", "has_parameter"),
    "metaboli": ("metabolized_in", "has_metabolite"),
    "cross": ("crosses",),
}
"""Predicates that answer a question with a word of this stem."""
_KINETIC = (
    "absorbed_from",
    "excreted_by",
    "metabolized_in",
    "crosses",
    "has_parameter",
    "substrate_of",
    "has_metabolite",
)


def kinetics(q: Inquiry) -> Answer:
    """The step that the question asks about, else all of them; also claims on processes named after the step."""
    drug = q.subject
    wanted = next((predicates for stem, predicates in _WANTED.items() if stem in q.text.lower()), _KINETIC)
    claims = [a for a in q.store.associations(subject=drug.id) if a.predicate in wanted]
    stem = "absor" if "absorbed_from" in wanted else "excret" if "excreted_by" in wanted else ""
    if stem:
        for c in dict.fromkeys((drug.id, *topic(q.store, drug))):
            around = (*q.store.associations(subject=c), *q.store.associations(object=c))
            claims += [a for a in around if _is_on(q, a, stem)]
    unique = list({a.id: a for a in claims}.values())
    return q.listing(f"What is stated on {drug.name}", unique, "absorption", drug=drug.id)


def _is_on(q: Inquiry, a: Association, stem: str) -> bool:
    """Whether a claim is on a step: by the name of an end, by its aspect, or as bioavailability on absorption."""
    ends = f"{q.name(a.subject)} {q.name(a.object)}".lower()
    bioavailability = a.quantity is not None and "bioavail" in str(a.quantity.kind).lower()
    return stem in ends or a.qualifiers.aspect.startswith(stem) or (stem == "absor" and bioavailability)
