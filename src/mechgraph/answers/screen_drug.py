"""The first screen of a drug: what it is, how it works, what it is for, what it may harm, what becomes of it.

Every row is made of claims, by their kind, sign and certainty; nothing is written for one drug.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..curie import Curie
from ..model import CERTAINTIES, Association, Entity, Mechanism
from ..search import named_after
from ..sentences import place_phrase, plural_verb
from ..vocab import vocabulary
from ..workspace import Workspace
from .screen import Block, Row, Screen
from .screen_harms import harm, kinetics
from .screen_steps import best_of, how_it_works, main_mechanism, near_uses
from .screen_uses import what_for
from .screen_words import NAMED, Words, backing, listed, singular, upper
from .telling import is_several

__all__ = ["drug_screen", "handle_of"]

_SURE = ("established", "probable")


def drug_screen(workspace: Workspace, drug: Entity, count: int, sources: int, questions: int) -> Screen:
    """The first screen of a drug.

    Args:
        count, sources, questions: How many claims, sources and open questions the whole explanation has.
    """
    words = Words(workspace.store, drug)
    about = list(workspace.store.associations(subject=drug.id))
    mechanisms = main_mechanism(workspace, words, about)
    uses = what_for(workspace, words, about, mechanisms)
    blocks = [
        how_it_works(words, about, mechanisms),
        uses,
        harm(words, about),
        kinetics(words, about),
        _members(words),
    ]
    return Screen(
        name=drug.name,
        roles=_roles(words, about),
        handle=handle_of(drug),
        lead=_lead(words, about, mechanisms, uses),
        blocks=tuple(b for b in blocks if b is not None),
        closing=closing(drug, count, sources, questions, mechanisms),
    )


def _members(words: Words) -> Block | None:
    """The drugs and the narrower classes that a class is of, and what at least half of them are stated to act on."""
    into = words.store.associations(object=words.about.id)
    own = best_of([a for a in into if a.asserted and a.relation.group == "member" and a.relation.above == "object"])
    if not own:
        return None
    named = listed([words.name(a.subject) for a in own], NAMED)
    rows = [Row(text=named, sources=backing(own), claims=tuple(a.id for a in own))]
    members = {a.subject for a in own}
    alike: dict[tuple[str, Curie], dict[Curie, Association]] = {}
    for a in (a for m in sorted(members) for a in words.store.associations(subject=m)):
        if a.asserted and a.certainty in _SURE and words.acts_on(a) and not words.handles_drugs(a):
            alike.setdefault((a.predicate, a.object), {}).setdefault(a.subject, a)
    shared = [(o, found) for (_, o), found in alike.items() if len(found) * 2 >= max(len(members), 3)]
    for thing, found in sorted(shared, key=lambda s: (-len(s[1]), words.name(s[0])))[:3]:
        claims = list(found.values())
        verb = plural_verb(claims[0].relation.label)
        who = f"all {len(members)}" if len(claims) == len(members) else f"{len(claims)} of the {len(members)}"
        text = f"stated of {who}: {verb} {words.name(thing)}"
        rows.append(Row(text=text, sources=backing(claims), claims=tuple(a.id for a in claims)))
    return Block(title="members and kinds", rows=tuple(rows))


def handle_of(entity: Entity) -> str:
    """The identifier of a thing and two other names at most; trade names, which begin with a capital, first."""
    names = sorted((n for n in entity.synonyms if len(n) < 24), key=lambda n: not re.match(r"[A-Z][a-z]", n))
    return " · ".join([str(entity.id), *([", ".join(names[:2])] if names else [])])


def closing(
    entity: Entity, count: int, sources: int, questions: int, mechanisms: Sequence[Mechanism] = ()
) -> tuple[str, ...]:
    """How much more there is, and how to ask for it."""
    told = [_many(count, "claim"), _many(sources, "source")]
    if questions:
        told.append(_many(questions, "open question"))
    name = f"'{entity.name}'" if re.search(r"[^\w-]", entity.name) else entity.name
    ways = ["--all", "--section NAME", "--references"]
    effect = next((m.effect for m in mechanisms if m.effect is not None), None)
    if effect is not None:
        quoted = f"'{effect.name}'" if re.search(r"[^\w-]", effect.name) else effect.name
        ways += [f"explain {name} {quoted}", f"draw {name} {quoted}"]
    return (f"{', '.join(told)}.", f"More: {' | '.join(w.replace(' ', chr(160)) for w in ways)}")


def _many(n: int, word: str) -> str:
    return f"{n:,} {word}{'' if n == 1 else 's'}"


def _roles(words: Words, about: Sequence[Association]) -> str:
    """What a drug is: its roles and classes, the best supported first, two at most."""
    on = best_of([a for a in about if a.asserted and words.kind(a) in ("identity", "membership")])
    return ", ".join(list(dict.fromkeys(singular(words.name(a.object)) for a in on))[:2])


# The lead ------------------------------------------------------------------------------------------------------------


def _lead(
    words: Words, about: Sequence[Association], mechanisms: Sequence[Mechanism], uses: Block | None
) -> tuple[Row, ...]:
    """Up to three sentences: what it acts on, what follows, what it is for."""
    sentences = [_acts(words, about, mechanisms), _follows(words, about, mechanisms), _used(words, uses)]
    found = [s for s in sentences if s is not None]
    if found:
        first = re.sub(r"^(?:They|It(s?)) ", lambda m: f"{words.about.name}{'’s' if m[1] else ''} ", found[0].text)
        return (msgspec.structs.replace(found[0], text=upper(first)), *found[1:])
    said = [a for a in best_of([a for a in about if a.asserted]) if words.kind(a) not in ("structure", "other")]
    said.sort(key=lambda a: words.kind(a) in ("membership", "identity"))
    if said:
        row = words.row(said[:2])
        return (Row(text=f"{row.text}.", sources=row.sources, claims=row.claims),)
    told = f"{words.about.description.rstrip('.')}. " if words.about.description else ""
    return (Row(text=f"{told}The graph says nothing of how {words.about.name} acts."),)


def _acts(words: Words, about: Sequence[Association], mechanisms: Sequence[Mechanism]) -> Row | None:
    walked = frozenset(a.id for m in mechanisms[:1] for p in m.paths for s in p.steps[:1] for a in [s.association])
    targets = [a for a in about if a.asserted and words.acts_on(a) and a.certainty in _SURE]
    targets = [a for a in targets if a.id in walked or not words.handles_drugs(a)]
    targets = best_of(targets, walked, near_uses(words, about, targets))
    if not targets:
        return _begins(words, mechanisms)
    first = targets[0]
    same = [a for a in targets if a.predicate == first.predicate and a.qualifiers.aspect == first.qualifiers.aspect]
    if first.id in walked:
        same = [a for a in same if a.id in walked]
    things = list({a.object: a for a in reversed(same)})[::-1]
    kept = [a for a in same if a.object in (things if len(things) < 5 else things[:3])]
    more = len(things) - 3 if len(things) > 4 else 0
    text = upper(words.told(kept, 1)[0]) + (f" (and {more} more)" if more else "")
    site = best_of([a for a in about if a.asserted and words.kind(a) == "site"])[:1]
    if site:
        text += f", mainly {place_phrase([words.name(site[0].object)])}"
    claims = [*kept, *site]
    return Row(text=f"{text}.", sources=backing(claims), claims=tuple(a.id for a in claims))


def _begins(words: Words, mechanisms: Sequence[Mechanism]) -> Row | None:
    """How the first curated mechanism begins, where no target is sure: what it becomes, or what it may act on."""
    steps = [p.steps[0].association for m in mechanisms[:1] for p in m.paths]
    first = [a for a in steps if words.acts_on(a) or a.relation.group not in ("regulation", "cause", "use", "relief")]
    if not first:
        return None
    return Row(
        text=f"{upper(words.told(first, 1)[0])}.",
        sources=backing(first),
        claims=tuple(dict.fromkeys(a.id for a in first)),
    )


def _follows(words: Words, about: Sequence[Association], mechanisms: Sequence[Mechanism]) -> Row | None:
    """What it lowers and raises, by the most sources; and the end of its first curated mechanism."""
    own = {words.about.id, *named_after(words.store, words.about)}
    on = [
        a for a in about
        if a.asserted and a.certainty in _SURE and words.kind(a) in ("mechanism", "wanted") and a.outcome_sign
        and (a.relation.group == "cause" or (a.relation.group == "regulation" and _moves(a)))
        and a.object not in own and not a.qualifiers.subject_direction
        and (words.is_a(a.object, "process_or_activity") or words.is_a(a.object, "small_molecule"))
        and not any(b.object == a.object and b.asserted and b.outcome_sign == -a.outcome_sign for b in about)
    ]  # fmt: skip
    main = next((m for m in mechanisms if m.sign and m.effect is not None), None)
    sites = {a.object for a in about if a.asserted and words.kind(a) == "site"}
    ways = {e for m in mechanisms[:1] for p in m.paths for e in p.entities[1:]}
    there = [a for a in on if a.qualifiers.anatomy in sites]
    on = there or [a for a in on if a.object in ways] or on
    parts: list[str] = []
    claims: list[Association] = []
    for sign, verb, most in ((-1, "lowers", 3), (1, "raises", 2)):
        best = {a.object: a for a in reversed(best_of([a for a in on if a.outcome_sign == sign]))}
        chosen = best_of(list(best.values()))[:most]
        for said, these in (
            ("brings about", [a for a in chosen if _brought_about(words, a)]),
            (verb, [a for a in chosen if not _brought_about(words, a)]),
        ):
            if these:
                parts.append(f"{said} {listed([_thing(words, a) for a in these])}")
        claims += chosen
    if not parts and main is None:
        return None
    it, its = ("they", "their") if is_several(words.about) else ("it", "its")
    if it == "they":
        parts = [plural_verb(p) for p in parts]
    end = (
        _leads_to(words, main)
        if main is not None and main.effect not in [words.entity(a.object) for a in claims]
        else ""
    )
    if not parts:
        assert main is not None
        last = [p.steps[-1].association for p in main.paths]
        text = f"{upper(it)} {end} by {its} curated mechanism."
        return Row(text=text, sources=backing(last), claims=tuple(a.id for a in last))
    told = f"; by {its} curated mechanism {it} {end}" if end else ""
    text = f"{f'There {it}' if there else upper(it)} {' and '.join(parts)}{told}."
    return Row(text=text, sources=backing(claims), claims=tuple(a.id for a in claims))


def _leads_to(words: Words, main: Mechanism) -> str:
    """What a mechanism comes to, as a verb and its object; hedged where each of its chains is."""
    end = main.effect
    assert end is not None
    may = all(any(CERTAINTIES.index(s.association.certainty) > 1 for s in p.steps) for p in main.paths)
    unwanted = vocabulary().category(end.category).valence == "unwanted"
    if any(_brought_about(words, p.steps[-1].association) for p in main.paths) and main.sign == 1:
        verb = "bring about"
    else:
        verb = {(-1, True): "ease", (-1, False): "lower", (1, True): "cause", (1, False): "raise"}[
            main.sign or 1, unwanted
        ]
    said = f"may {verb}" if may else re.sub("^[a-z]+", lambda m: f"{m[0]}s", verb)
    return f"{said} {end.name}" if not is_several(words.about) else f"{plural_verb(said)} {end.name}"


def _moves(claim: Association) -> bool:
    """Whether more or less of the thing is said, as by "increases"; what is disrupted is broken, and not lowered."""
    return "object_direction_qualifier" in claim.relation.biolink_qualifiers


def _brought_about(words: Words, claim: Association) -> bool:
    """Whether the claim brings about a state that is there or not, as anaesthesia, and raises no level."""
    thing = words.entity(claim.object)
    return claim.relation.group == "cause" and claim.asserted and thing is not None and thing.category == "state"


def _thing(words: Words, claim: Association) -> str:
    aspect = claim.qualifiers.aspect
    name = words.name(claim.object)
    return f"the {aspect.replace('_', ' ')} of {name}" if aspect else name


def _used(words: Words, uses: Block | None) -> Row | None:
    if uses is None:
        return None
    on = [r for r in uses.rows if r.label == "✓"]
    off = [r for r in uses.rows if r.label == "○"]
    parts = []
    if on:
        parts.append(f"is used for {listed([thing for r in on for thing in r.text.split(' · ')], 3)}")
    if off:
        parts.append(f"{'' if on else 'is used '}off-label for {listed(off[0].text.split(' · '))}")
    if not parts:
        return None
    rows = [*on[:2], *off]
    it = "It"
    if is_several(words.about):
        it, parts[0] = "They", plural_verb(parts[0])
    return Row(
        text=f"{it} {'; '.join(parts)}.", sources=tuple(s for r in rows for s in r.sources),
        claims=tuple(c for r in rows for c in r.claims),
    )  # fmt: skip
