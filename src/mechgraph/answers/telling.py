"""Claims as clauses of one sentence: what they share is said once, and none of hedge, species, patients, place is lost.

The words of a single claim are those of :mod:`mechgraph.sentences`, which is exact and stiff; here several claims are
said together as a person would: objects of one verb are listed, so are the patients in whom the same holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ..curie import Curie
from ..model import Association, Entity, Qualifiers
from ..sentences import bare_verb, is_plural, join, place_phrase, plural_verb, route_phrase, timing_phrase

__all__ = ["HUMAN", "MODALS", "clause", "clauses", "join"]

HUMAN = Curie("NCBITaxon:9606")
MODALS = ("may", "might", "could", "can", "would")
"""Hedging words that English puts before the verb; any other hedge is told behind the clause."""


class _Group(msgspec.Struct, kw_only=True):
    """Claims that are said in one clause: they share all but their objects, or all but the patients."""

    first: Association
    objects: list[str]
    patients: list[str]
    claims: list[Association]


def clauses(claims: Iterable[Association], names: Mapping[Curie, Entity], *, limit: int = 6) -> list[str]:
    """Claims as clauses, in their order, each of what several share.

    Args:
        claims: Any claims; negated and inconclusive ones keep their "not".
        names: Entities by identifier, for every end and qualifier of the claims.
        limit: At most so many clauses.

    >>> from mechgraph.model import Evidence
    >>> made = [Association(subject=Curie("A:1"), predicate="decreases", object=Curie(f"B:{i}"), hedge="may",
    ...                     certainty="hedged") for i in (1, 2)]
    >>> clauses(made, {})
    ['A:1 may decrease B:1 and B:2']
    """
    groups: dict[tuple[object, ...], _Group] = {}
    for a in claims:
        q = a.qualifiers
        amount = str(a.quantity) if a.quantity is not None else ""
        shared = (a.subject, a.predicate, a.negated, a.certainty, a.hedge, amount)
        by_patients = (*shared, a.object, msgspec.structs.replace(q, population_of=None, population="", extent=""))
        patients = _patients(q, names)
        same = groups.get(by_patients)
        if same is not None and patients and same.patients and len(same.objects) == 1:
            same.patients += [p for p in patients if p not in same.patients]
            same.claims.append(a)
            continue
        by_object = (*shared, q)
        same = groups.get(by_object)
        if same is not None:
            thing = _thing(a, names)
            if thing not in same.objects:
                same.objects.append(thing)
            same.claims.append(a)
            continue
        made = _Group(first=a, objects=[_thing(a, names)], patients=patients, claims=[a])
        groups.setdefault(by_patients, made)
        groups[by_object] = made
    distinct = {id(g): g for g in groups.values()}.values()
    return list(dict.fromkeys(_said(g, names) for g in distinct))[:limit]


def clause(claim: Association, names: Mapping[Curie, Entity]) -> str:
    """One claim as a clause."""
    return clauses([claim], names)[0]


def _name(curie: Curie, names: Mapping[Curie, Entity]) -> str:
    entity = names.get(curie)
    return entity.label if entity is not None else str(curie)


def _phrase(name: str, direction: str, aspect: str) -> str:
    phrase = f"{aspect.replace('_', ' ')} of {name}" if aspect else name
    return f"{direction} {phrase}" if direction else phrase


def _thing(a: Association, names: Mapping[Curie, Entity]) -> str:
    return _phrase(_name(a.object, names), a.qualifiers.direction, a.qualifiers.aspect)


def _patients(q: Qualifiers, names: Mapping[Curie, Entity]) -> list[str]:
    """The patients of a claim, in words: those of its population, else those with a disease."""
    if q.population_of is None:
        return [q.population] if q.population else []
    ill = _name(q.population_of, names)
    return [f"patients with {ill}" + (f" ({q.population})" if q.population and q.population != ill else "")]


def is_several(entity: Entity) -> bool:
    """Whether a name is that of several things, a class of drugs among them: "NSAIDs inhibit"."""
    return is_plural(entity) or (entity.category == "drug_class" and entity.name.endswith("s"))


def _said(group: _Group, names: Mapping[Curie, Entity]) -> str:
    a, q = group.first, group.first.qualifiers
    about = names.get(a.subject)
    subject = _phrase(_name(a.subject, names), q.subject_direction, q.subject_aspect)
    plural = not (q.subject_direction or q.subject_aspect) and about is not None
    plural = plural and is_several(about)  # type: ignore[arg-type]
    label = a.relation.negated_label if a.negated else a.relation.label
    hedges = [w.strip() for w in a.hedge.split(";") if w.strip()]
    modal = next((w for w in hedges if w in MODALS), "")
    if modal and not a.negated:
        verb = f"{modal} {bare_verb(label)}"
        hedges.remove(modal)
    else:
        verb = plural_verb(label) if plural else label
    text = f"{subject} {verb} {join(group.objects)}"
    if a.quantity is not None and (amount := str(a.quantity)):
        kind = f"{a.quantity.kind}: " if a.quantity.kind else ""
        text += f" ({kind}{amount})"
    text += _context(*_but_for(a.object, q, group.patients, names), names)
    marks = [f"“{w}”" for w in hedges]
    if a.certainty == "inconclusive":
        marks.insert(0, "inconclusive")
    elif a.certainty in ("hedged", "probable") and not (modal or marks):
        marks.insert(0, a.certainty)
    return f"{text} ({', '.join(marks)})" if marks else text


def _but_for(
    whom: Curie, q: Qualifiers, patients: list[str], names: Mapping[Curie, Entity]
) -> tuple[Qualifiers, list[str]]:
    """The context of a claim on people, but for those people: "contraindicated in pregnant women" says it once."""
    about = names.get(whom)
    if about is None or about.category != "population":
        return q, patients
    said, _, rest = q.population.partition(",")
    known = set(about.name.lower().split())
    if q.population_of is not None or set(said.lower().split()) - known:
        return q, patients
    more = ", ".join(filter(None, (rest.strip(), q.extent)))
    return msgspec.structs.replace(q, species=None if q.species == HUMAN else q.species, extent=more), []


def _context(q: Qualifiers, patients: Sequence[str], names: Mapping[Curie, Entity]) -> str:
    """Where, in whom, how given and when, as phrases that follow each other without commas where English allows."""
    parts: list[str] = []
    places = [_name(c, names) for c in (q.component, q.cell_type, q.anatomy) if c is not None]
    if places:
        parts.append(place_phrase(places))
    if patients:
        common = patients[0].startswith("patients with ") and all(p.startswith("patients with ") for p in patients)
        listed = [p.removeprefix("patients with ") for p in patients] if common else list(patients)
        parts.append(f"in {'patients with ' if common else ''}{join(listed, 'or')}")
    elif q.species == HUMAN:
        parts.append("in people")
    if q.species is not None and q.species != HUMAN:
        parts.append(f"in {_name(q.species, names).removesuffix(' (unspecified)')}")
    if q.stimulus:
        parts.append(q.stimulus if q.stimulus.startswith("added to") else f"with {q.stimulus} as stimulus")
    if q.route:
        parts.append(route_phrase(q.route))
    if q.dose:
        parts.append(f"at {q.dose}")
    if q.timing:
        parts.append(timing_phrase(q.timing))
    parts += [w for w in (q.extent, q.frequency) if w]
    if q.preparation:
        parts.append({"in_vivo": "in vivo", "slice": "in tissue slices", "in_vitro": "in vitro"}.get(
            q.preparation, q.preparation.replace("_", " ")
        ))  # fmt: skip
    if q.other:
        parts.append(q.other.replace("=", ": "))
    return "".join(f" {p}" if p.split()[0] in ("in", "at", "given", "with") else f", {p}" for p in parts)
