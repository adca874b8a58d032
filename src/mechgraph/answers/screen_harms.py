"""What a drug may harm, by the situation in which it does, and what becomes of the drug in the body.

A harm is a claim that brings about what is unwanted: of the drug, or of a state that is named after it (its toxicity,
its withdrawal). A relaxation that is wanted is none. What no claim is about is named, for that is no "no".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..model import Association, Entity
from ..reason.classes import inherited
from ..reason.interactions import Drugs, documented
from ..reason.serious import weighed
from ..search import fold, named_after
from ..vocab import vocabulary
from .screen import Block, Row
from .screen_steps import best_of
from .screen_words import Words, backing, listed, upper
from .telling import HUMAN

__all__ = ["harm", "kinetics"]

_LABEL, _ROWS, _MOST, _PARTS = 20, 5, 6, 6
_MET = 5
"""Interactions that are told by name."""
_STOPPED, _CLASS = "after stopping", "of the class"
_ASKED_FOR = (
    ("pregnancy", r"pregnan|teratogen|foet|fetal|fetus"),
    ("breast-feeding", r"breast|lactat|nursing"),
    ("children", r"child|infant|neonat|paediatric|pediatric|adolescent"),
    ("older people", r"elderly|geriatric|aged|older|\b6[05] and over|\b66 and over"),
    ("renal failure", r"renal|kidney|dialysis|nephr"),
    ("liver disease", r"hepat|liver|cirrhos"),
    ("stopping", r"withdraw|discontinu"),
    ("overdose", r"overdos|toxicity|poison|intoxicat"),
)
"""What a prescriber looks for under harms, and the words by which a claim is about it."""


def harm(words: Words, about: Sequence[Association]) -> Block:
    """The block, which every drug has: what is not in the graph is told too."""
    store, drug = words.store, words.about
    states = [e for c in named_after(store, drug) if (e := words.entity(c)) is not None and _is_state(e)]
    of_states = [a for e in states for a in store.associations(subject=e.id) if a.object != drug.id]
    of_states += [
        a for e in states for a in store.associations(object=e.id) if a.relation.reversed and a.subject != drug.id
    ]
    signs = [a for a in (*about, *of_states) if a.asserted and words.kind(a) == "harm" and _first_end(a, drug, states)]
    told_apart = {e.id for e in states} & {a.causal_ends[0] for a in signs}  # a row of their own says what they do
    signs = best_of([a for a in signs if a.causal_ends[1] not in told_apart])
    of_classes = _of_classes(words, signs)
    rows = _situations(words, signs)[: _ROWS - bool(of_classes)]
    for kind, label in (("contraindication", "contraindications"), ("caution", "cautions")):
        whom = best_of([a for a in about if a.asserted and words.kind(a) == kind])
        if whom:
            rows.append(_objects(words, whom, label))
    rows += [_objects(words, own, _CLASS, f"{name}: ") for name, own in list(of_classes.items())[:_ROWS]]
    denied = [a for a in about if a.negated and words.kind(a) in ("harm", "contraindication", "caution")]
    if denied:
        rows.append(words.row(denied, "denied", 3))
    stated = [weighed(store, i) for i in documented(store, drug, Drugs(store))]
    ranks = {i.claims[0].id: i.rank for i in sorted(stated, key=lambda i: -i.rank)}  # of two on one claim the graver
    met = best_of([a for i in ranks if (a := store.association(i)) is not None and words.kind(a) != "kinetics"])
    if met:
        met.sort(key=lambda a: (a.qualifiers.species not in (None, HUMAN), ranks[a.id]))
        rows.append(_interactions(words, met))
    told = [*signs, *(a for own in of_classes.values() for a in own)]
    told += [a for a in about if words.kind(a) in ("contraindication", "caution", "harm")]
    missing = _missing(words, told, bool(met))
    if not any(words.kind(a) == "harm" for a in told):
        missing.insert(0, "adverse effects")
    if missing:
        rows.append(Row(text=f"{listed(missing, 10)}; that is not a “no”", label="not in this graph"))
    return Block(title="harm", rows=tuple(rows))


def _of_classes(words: Words, own: Sequence[Association]) -> dict[str, list[Association]]:
    """Harms that are stated of a class of the drug and reach it by inheritance, by the class; its own are left out."""
    known = {a.causal_ends[1] for a in own}
    out: dict[str, list[Association]] = {}
    for a in inherited(words.store, words.about.id):
        stated = words.store.association(a.derived_from[0])
        unwanted = words.kind(a) in ("harm", "contraindication", "caution")
        if stated is not None and stated.asserted and unwanted and stated.causal_ends[1] not in known:
            out.setdefault(words.name(stated.subject), []).append(stated)
    return {name: best_of(claims) for name, claims in out.items()}


def _interactions(words: Words, met: Sequence[Association]) -> Row:
    """What it interacts with, the gravest first; a claim that holds either way is told from its side."""
    drug = words.about
    turned = [
        msgspec.structs.replace(a, subject=a.object, object=a.subject)
        if a.relation.symmetric and a.object == drug.id and not a.qualifiers.subject_aspect
        else a
        for a in met
    ]
    told = words.told(turned[:_MET], _MET)
    told.sort(key=lambda t: not t.startswith(f"{drug.name} "))
    told = [t.removeprefix(f"{drug.name} ") for t in told]
    rest = len(met) - _MET
    text = "; ".join(told) + (f"; {rest} more" if rest > 0 else "")
    return Row(text=upper(text), sources=backing(met), claims=tuple(a.id for a in met), label="interactions")


def _is_state(entity: Entity) -> bool:
    """Whether something that is named after a drug is a state of who takes it, not another substance or its level."""
    vocab = vocabulary()
    return any(vocab.is_a(entity.category, c) for c in ("disease_or_phenotype", "exposure", "procedure", "state"))


def _first_end(claim: Association, drug: Entity, states: Sequence[Entity]) -> bool:
    return claim.causal_ends[0] in {drug.id, *(e.id for e in states)}


def _situations(words: Words, signs: Sequence[Association]) -> list[Row]:
    """Signs by situation: whom they are seen in, else the state that they belong to, else the drug as such."""
    by_label: dict[str, list[Association]] = {}
    for a in signs:
        by_label.setdefault(_situation(words, a), []).append(a)
    whole: dict[frozenset[str], list[str]] = {}
    for label, own in by_label.items():
        whole.setdefault(frozenset(a.causal_ends[1] for a in own), []).append(label)
    rows = []
    for labels in whole.values():
        own = best_of([a for label in labels for a in by_label[label]])
        label = _STOPPED if _STOPPED in labels else listed(sorted(labels, key=len), 2)
        rows.append(_objects(words, own, label))
    rows.sort(key=lambda r: -len(r.claims))
    return rows


def _situation(words: Words, claim: Association) -> str:
    q, drug = claim.qualifiers, words.about
    start = words.entity(claim.causal_ends[0])
    if q.timing == "after_withdrawal" and start is not None and start.id == drug.id:
        return _STOPPED
    if q.population_of is not None:
        return words.name(q.population_of)
    if q.population and len(q.population) < 60:
        return q.population
    if q.species is not None and q.species != HUMAN:
        return f"in {words.name(q.species).removesuffix(' (unspecified)')}"
    if start is not None and start.id != drug.id:
        names = "|".join(re.escape(n) for n in sorted((drug.name, *drug.synonyms), key=len, reverse=True))
        return re.sub(rf"\s*\b(?:of |by |from )?(?:{names})\b\s*", " ", start.name, flags=re.IGNORECASE).strip()
    if q.subject_direction:
        return f"{q.subject_direction} {q.subject_aspect or 'dose'}".replace("_", " ")
    return "in general"


def _objects(words: Words, claims: Sequence[Association], label: str, before: str = "") -> Row:
    """What claims name: what is sure, then what a source hedges, then what is rare; ``before`` it whose it is."""
    told: dict[str, list[str]] = {}
    known: set[str] = set()
    for a in claims:
        name = words.name(a.causal_ends[1])
        often = f"{a.qualifiers.frequency} " if a.qualifiers.frequency.endswith("ly") else ""
        doubt = "" if a.certainty in ("established", "probable") else "possibly "
        if name not in known:
            told.setdefault(f"{often}{doubt}", []).append(name)
            known.add(name)
    text = "; ".join(f"{how}{listed(own, _MOST)}" for how, own in sorted(told.items(), key=lambda t: len(t[0])))
    if len(label) > _LABEL:
        people = any(a.qualifiers.population_of is None and a.qualifiers.population for a in claims)
        how = "seen when" if re.match(r"(taken|given|used)\b", label) else "seen in" if people else "seen with"
        before, label = f"{label}: ", how
    return Row(text=before + text, sources=backing(claims), claims=tuple(a.id for a in claims), label=label)


def _missing(words: Words, told: Sequence[Association], interactions: bool) -> list[str]:
    """What a prescriber looks for and no claim on harm is about."""
    said = " ".join(
        fold(" ".join((
            words.name(a.subject), words.name(a.object), a.qualifiers.population, a.qualifiers.timing,
            words.name(a.qualifiers.population_of) if a.qualifiers.population_of else "",
        )))
        for a in told
    )  # fmt: skip
    out = [topic for topic, pattern in _ASKED_FOR if not re.search(pattern, said)]
    return out if interactions else [*out, "interactions"]


# Kinetics ------------------------------------------------------------------------------------------------------------


def kinetics(words: Words, about: Sequence[Association]) -> Block | None:
    """What becomes of the drug, in one row; ``None`` where no claim says it."""
    order = ("absorption", "parameter", "crossing", "metabolism", "substrate", "excretion", "removal")
    own = [a for a in about if a.asserted and a.relation.group in order]
    if not own:
        return None
    parts: dict[str, list[Association]] = {}
    for a in sorted(best_of(own), key=lambda a: order.index(a.relation.group)):
        parts.setdefault(_part(words, a), []).append(a)
    told = {text: claims for text, claims in parts.items() if claims}
    best: dict[tuple[str, str], str] = {}
    for text, claims in told.items():  # of two claims of one thing the one with more said
        key = (claims[0].predicate, claims[0].object)
        if len(text) > len(best.get(key, "")):
            best[key] = text
    shown = sorted(best.values(), key=lambda text: (not re.search(r"\d", text), list(best.values()).index(text)))
    rest = len(shown) - _PARTS
    more = [f"{rest} more"] if rest > 1 else []
    shown = shown[:_PARTS] if more else shown
    claims = [a for text in shown for a in told[text]]
    ids = tuple(a.id for a in own)
    return Block(title="kinetics", rows=(Row(text=" · ".join([*shown, *more]), sources=backing(claims), claims=ids),))


def _part(words: Words, claim: Association) -> str:
    amount = str(claim.quantity) if claim.quantity is not None else ""
    amount = re.sub(r"(.*\d.*), (about)$", r"\2 \1", amount)
    thing = words.name(claim.object)
    if claim.relation.group == "parameter":
        return f"{thing} {amount}".strip()
    said = f"{claim.relation.label.removeprefix('is ')} {thing}"
    more = ", ".join(w for w in (amount, claim.qualifiers.extent) if w)
    if claim.certainty in ("hedged", "inconclusive"):
        more = f"{more}, {claim.certainty}" if more else claim.certainty
    return f"{said} ({more})" if more else said
