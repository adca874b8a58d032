"""Rules about entities: their identifiers, types and names."""

from __future__ import annotations

from collections.abc import Iterator

from ..curie import Curie
from ..model import Entity, entity_ids
from ..store.memory import fold
from .case import Case, Hit, Placed

__all__ = [
    "deprecated_in_use",
    "doubly_typed",
    "identifier_source",
    "name_form",
    "shared_identity",
    "shared_name",
    "unused_entity",
]
_QUOTES = "\"'“”„‟‘’‚‛«»"


def name_form(case: Case) -> Iterator[Hit]:
    """Names and synonyms are not empty and do not stand in quotes or with spaces around them."""
    for p in case.entities:
        for text in (p.record.name, *p.record.synonyms):
            if not text.strip():
                yield Hit(p, "a name is empty", "write the name, or take the entry out")
            elif text != text.strip():
                yield Hit(p, f"spaces stand around the name {text!r}", "take them out", "warning")
            elif text[0] in _QUOTES and text[-1] in _QUOTES and len(text) > 2:
                yield Hit(
                    p, f"the quotes are part of the name {text}", "take them out; YAML reads only ' and \" as quotes"
                )


def doubly_typed(case: Case) -> Iterator[Hit]:
    """One identifier has one name and one category."""
    first: dict[Curie, Entity] = {e.id: e for e in case.known.entities}
    for p in case.entities:
        other = first.setdefault(p.record.id, p.record)
        if other.category != p.record.category:
            yield Hit(
                p, f"{p.record.id} is both {other.category} and {p.record.category}", "keep one record of this entity"
            )
        elif other.name != p.record.name:
            yield Hit(
                p,
                f"{p.record.id} is called both {other.name!r} and {p.record.name!r}",
                "make one of the two a synonym",
                "warning",
            )


def shared_identity(case: Case) -> Iterator[Hit]:
    """No two entities claim to be the same thing in another vocabulary."""
    owner: dict[str, Curie] = {str(e.id): e.id for e in case.entity.values()}
    for p in case.entities:
        for xref in p.record.xrefs:
            other = owner.setdefault(str(xref), p.record.id)
            if other != p.record.id and not _replaced(case, p.record.id, other):
                yield Hit(
                    p,
                    f"{xref} is also {case.name(other)} ({other})",
                    "merge the two, or take the cross-reference away from one",
                )


def _replaced(case: Case, a: Curie, b: Curie) -> bool:
    ends = (case.entity.get(a), case.entity.get(b))
    return any(e is not None and e.deprecated_by in (a, b) for e in ends)


def shared_name(case: Case) -> Iterator[Hit]:
    """A name or synonym belongs to one entity, so that looking it up is not ambiguous.

    In a graph that was imported it is a warning: each entity is still found by its identifier, and nobody here gave
    the name.
    """
    owner: dict[str, tuple[Curie, bool]] = {}
    for e in case.known.entities:
        owner.setdefault(fold(e.name), (e.id, True))
    listing: list[tuple[Placed[Entity], str, bool]] = [(p, p.record.name, True) for p in case.entities]
    listing += [(p, s, False) for p in case.entities for s in p.record.synonyms]
    for p, text, primary in listing:
        other, other_primary = owner.setdefault(fold(text), (p.record.id, primary))
        if other != p.record.id and not _replaced(case, p.record.id, other):
            written = bool(p.line)
            remedy = "give each its own name; a synonym that fits both belongs to neither"
            yield Hit(
                p,
                f"{text!r} is also a name of {case.name(other)} ({other})",
                remedy if written else "ask for them by identifier",
                None if primary and other_primary and written else "warning",
            )


def deprecated_in_use(case: Case) -> Iterator[Hit]:
    """Claims and mechanisms name current entities, not ones that were replaced."""

    def replaced(curie: Curie) -> str | None:
        entity = case.entity.get(curie)
        if entity is None or entity.deprecated_by is None:
            return None
        return f"{entity.name} ({curie}) was replaced by {case.name(entity.deprecated_by)} ({entity.deprecated_by})"

    gone = {e.id for e in case.entity.values() if e.deprecated_by is not None}
    for p in case.claims if gone else ():
        for curie in dict.fromkeys(entity_ids(p.record)):
            if message := replaced(curie):
                yield Hit(p, message, "use the entity that replaced it")
    for m in case.mechanisms:
        for curie in (m.record.drug, m.record.effect):
            if message := replaced(curie):
                yield Hit(m, message, "use the entity that replaced it")


def identifier_source(case: Case) -> Iterator[Hit]:
    """Every identifier in a record file was seen somewhere, and the record says where."""
    for p in case.entities:
        if p.line and not p.record.identifier_source:
            yield Hit(
                p,
                f"nothing says where the identifier of {p.record.name} was seen",
                "name the file or page in identifier_source; identifiers are never typed from memory",
            )


def unused_entity(case: Case) -> Iterator[Hit]:
    """Every entity is named by some claim, mechanism or question."""
    if not case.whole:
        return
    used = {c for p in case.claims for c in entity_ids(p.record)}
    used |= {c for p in case.mechanisms for c in (p.record.drug, p.record.effect)}
    used |= {c for p in case.questions for c in p.record.about}
    for p in case.entities:
        if p.record.id not in used and p.record.deprecated_by is None:
            yield Hit(p, f"no claim names {p.record.name}", "add a claim, or leave it for later")
