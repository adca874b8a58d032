"""Hypothetical changes to a mechanism: claims taken out, turned round, put in, and entities blocked.

Every edit names something of the mechanism, by id, key or name, or fails with what it could have meant. Nothing here
says what follows; that is :mod:`mechgraph.reason.whatif`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec

from ..curie import Curie
from ..errors import NotFoundError, UsageError
from ..model import Association, Entity, Mechanism
from ..store.memory import fold
from ..vocab import PLAIN, vocabulary
from .targets import StandIns

__all__ = ["Added", "Edits", "edited", "inverse_of", "parse_edits"]

RULE = "what-if"

Added = tuple[str | Entity, str, str | Entity]


def opposite(predicate: str) -> str:
    """The predicate of the opposite sign: its opposite in the table, otherwise plain "increases" or "decreases".

    >>> opposite("increases_activity_of"), opposite("contributes_to")
    ('decreases_activity_of', 'decreases')
    """
    relation = vocabulary().predicate(predicate)
    return relation.opposite or PLAIN[-relation.sign]


def inverse_of(claim: Association) -> Association:
    """The same claim with the opposite sign, marked as supposed; always worded in its causal direction.

    Raises:
        UsageError: the claim carries no sign.
    """
    if claim.sign == 0:
        raise UsageError(
            f"the claim {claim.key or claim.id} ({claim}) carries no sign to invert", remedy="delete it instead"
        )
    plain = PLAIN[-claim.sign]
    cause, effect = claim.causal_ends
    turned = msgspec.structs.replace(
        claim,
        subject=cause,
        predicate=plain if claim.relation.reversed or not claim.relation.sign else opposite(claim.predicate),
        object=effect,
        certainty="hedged",
        hedge="",
        evidence=(),
        quantity=None,
        rule=RULE,
        derived_from=(claim.id,),
        key=f"{claim.key}-inverted" if claim.key else "",
        note="supposed, not claimed",
    )
    if turned.sign == -claim.sign:
        return turned
    undirected = msgspec.structs.replace(claim.qualifiers, direction="", subject_direction="")
    return msgspec.structs.replace(turned, predicate=plain, qualifiers=undirected)


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits of one what-if, resolved to claims and entities of the mechanism."""

    delete: tuple[Association, ...] = ()
    invert: tuple[Association, ...] = ()
    add: tuple[Association, ...] = ()
    block: tuple[Curie, ...] = ()
    entities: tuple[Entity, ...] = ()
    """Entities that added claims bring along."""
    partly: tuple[Curie, ...] = ()
    """Families that lose a member, and the like: weakened, not lost."""
    why: tuple[tuple[Entity, Curie, str], ...] = ()
    """What was named, for what of the mechanism it stands, and what it is to it."""

    def __bool__(self) -> bool:
        return bool(self.delete or self.invert or self.add or self.block or self.partly)


def edited(claims: Iterable[Association], edits: Edits) -> list[Association]:
    """The claims after the edits. Blocked entities lose every claim that touches them."""
    gone = {a.id for a in edits.delete}
    turned = {a.id: inverse_of(a) for a in edits.invert}
    blocked = set(edits.block)
    kept = [turned.get(a.id, a) for a in claims if a.id not in gone]
    return [a for a in (*kept, *edits.add) if not blocked & set(a.causal_ends)]


class _Names:
    """Entities of a mechanism by name, synonym and identifier; then, where given, those of the graph."""

    def __init__(self, mechanism: Mechanism, find: Callable[[str], Entity | None] | None) -> None:
        self.entities = mechanism.entities
        self.find = find
        ends = {c for a in mechanism.associations for c in (a.subject, a.object)}
        inner = [mechanism.entities[c] for c in sorted(ends) if c in mechanism.entities]
        self.names = {fold(n): e for e in inner for n in (*e.synonyms, str(e.id), e.name)}

    def __call__(self, text: str | Entity, *, outside: bool = False) -> Entity:
        if isinstance(text, Entity):
            return text
        found = self.names.get(fold(text)) or self.entities.get(Curie.maybe(text) or Curie("MG:-"))
        if found is None and self.find is not None and (known := self.find(text)) is not None:
            found = known if outside or known in self.names.values() else None
            if found is None:
                raise NotFoundError(f"{known.name} is not part of this mechanism", suggestions=self._near(text))
        if found is None:
            where = "in this mechanism or the graph" if outside else "in this mechanism"
            raise NotFoundError(f"no entity {text!r} {where}", suggestions=self._near(text))
        return found

    def known(self, text: str) -> Entity | None:
        """The entity of the mechanism, else of the graph, that a text names; ``None`` where there is none."""
        inside = self.names.get(fold(text)) or self.entities.get(Curie.maybe(text) or Curie("MG:-"))
        return inside or (self.find(text) if self.find is not None else None)

    def _near(self, text: str) -> list[str]:
        close = difflib.get_close_matches(fold(text), self.names, n=3, cutoff=0.5)
        return list(dict.fromkeys(self.names[n].name for n in close))


def _claims(mechanism: Mechanism, names: _Names, what: str | Sequence[str | Entity]) -> list[Association]:
    """The claims that an id, a key, or the pair of their ends names, in either direction."""
    if isinstance(what, str) and "," not in what:
        found = [a for a in mechanism.associations if what in (a.id, a.key)]
        if not found:
            keys = [a.key for a in mechanism.associations if a.key]
            raise NotFoundError(
                f"no claim {what!r} in this mechanism",
                suggestions=difflib.get_close_matches(what, keys, n=3, cutoff=0.5),
                remedy="name a claim by its id or key, or by its two ends: A,B",
            )
        return found
    parts = [p.strip() for p in what.split(",")] if isinstance(what, str) else list(what)
    if len(parts) != 2:
        raise UsageError(f"{what!r} does not name a claim", remedy="write its two ends as A,B")
    a, b = (names(p) for p in parts)
    found = [c for c in mechanism.associations if c.asserted and c.causal_ends == (a.id, b.id)]
    if not found:
        back = any(c.causal_ends == (b.id, a.id) for c in mechanism.associations)
        onward = {c.causal_ends[1] for c in mechanism.associations if c.asserted and c.causal_ends[0] == a.id}
        raise NotFoundError(
            f"no claim from {a.name} to {b.name} in this mechanism",
            suggestions=[f"{b.name},{a.name}"]
            if back
            else [f"{a.name},{mechanism.entities[c].name}" for c in sorted(onward) if c in mechanism.entities][:3],
        )
    return found


def parse_edits(
    mechanism: Mechanism,
    *,
    delete: Iterable[str | Sequence[str | Entity]] = (),
    invert: Iterable[str | Sequence[str | Entity]] = (),
    add: Iterable[str | Added] = (),
    block: Iterable[str | Entity] = (),
    find: Callable[[str], Entity | None] | None = None,
    wider: Callable[[Entity, Collection[Curie]], StandIns] | None = None,
) -> Edits:
    """Resolve edits, each given as text ("A,B", "A,increases,B", a claim's id or key, an entity's name) or in parts.

    Args:
        find: Looks an entity up outside the mechanism, for claims that are added.
        wider: What of the mechanism a blocked entity stands for that it does not name itself: its complex, its family.

    Raises:
        NotFoundError: a claim or entity that the mechanism does not have.
        UsageError: edits that contradict each other, or make no sense.
    """
    names = _Names(mechanism, find)

    def listed(wanted: Iterable[str | Sequence[str | Entity]]) -> tuple[Association, ...]:
        return tuple({a.id: a for what in wanted for a in _claims(mechanism, names, what)}.values())

    deleted, inverted = listed(delete), listed(invert)
    both = {a.id for a in deleted} & {a.id for a in inverted}
    if both:
        claim = next(a for a in deleted if a.id in both)
        raise UsageError(f"{claim.key or claim} cannot be deleted and inverted at once", remedy="choose one")
    for a in inverted:
        inverse_of(a)
    added, brought = [], []
    for item in add:
        parts = [p.strip() for p in item.split(",")] if isinstance(item, str) else list(item)
        if len(parts) != 3:
            raise UsageError(f"{item!r} does not say what to add", remedy="write A,predicate,B")
        start, end = names(parts[0], outside=True), names(parts[2], outside=True)
        claim = Association(
            subject=start.id,
            predicate=vocabulary().predicate(str(parts[1]).replace(" ", "_")).id,
            object=end.id,
            certainty="hedged",
            knowledge_level="prediction",
            rule=RULE,
            note="supposed, not claimed",
        )
        stands = {a.id for a in mechanism.associations if a.asserted} - {a.id for a in deleted}
        if claim.id in stands:
            said = f"{start.name} {claim.relation.label} {end.name}"
            raise UsageError(f"the mechanism says already that {said}", remedy="suppose something else, or --invert it")
        brought += [start, end]
        added.append(claim)
    blocked, partly, why = _blocked(mechanism, names, block, wider)
    ends = {mechanism.drug.id} | ({mechanism.effect.id} if mechanism.effect else set())
    for curie in blocked:
        if curie in ends:
            raise UsageError(f"{mechanism.entities[curie].name} is an end of the mechanism; blocking it says nothing")
        touched = next((a for a in added if curie in a.causal_ends), None)
        if touched is not None:
            raise UsageError(f"{mechanism.entities[curie].name} cannot be blocked and given a new claim at once")
    outside = {e.id: e for e in brought if e.id not in mechanism.entities}
    return Edits(deleted, inverted, tuple(added), blocked, tuple(outside.values()), partly, why)


def _blocked(
    mechanism: Mechanism,
    names: _Names,
    block: Iterable[str | Entity],
    wider: Callable[[Entity, Collection[Curie]], StandIns] | None,
) -> tuple[tuple[Curie, ...], tuple[Curie, ...], tuple[tuple[Entity, Curie, str], ...]]:
    """What is blocked, what is weakened, and what each was named for.

    Raises:
        NotFoundError: neither the mechanism nor anything of it that it could stand for.
    """
    inside = {c for a in mechanism.associations for c in (a.subject, a.object)}
    whole: dict[Curie, None] = {}
    partly: dict[Curie, None] = {}
    why: list[tuple[Entity, Curie, str]] = []
    for item in block:
        entity = item if isinstance(item, Entity) else names.known(item)
        own = entity is not None and entity.id in inside
        found = wider(entity, inside) if wider is not None and entity is not None else StandIns()
        if not own and not found.why:
            names(item if entity is None or isinstance(item, str) else entity.name)  # says what is near
            raise NotFoundError(f"{entity.name if entity else item} is not part of this mechanism")
        assert entity is not None
        if own:
            whole[entity.id] = None
        whole |= dict.fromkeys(found.whole)
        partly |= dict.fromkeys(found.partly)
        why += [(entity, c, w) for c, w in found.why.items()]
    ends = {mechanism.drug.id, mechanism.effect.id if mechanism.effect else mechanism.drug.id}
    named = tuple(c for c in whole if c not in ends or not any(c == w[1] for w in why))
    return named, tuple(c for c in partly if c not in whole), tuple(why)
