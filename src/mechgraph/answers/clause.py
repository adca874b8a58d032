"""One clause of a question: its form, its relation, its ends and its setting, and what is left of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from ..names.lexicon import lexicon
from .asked import Ask, Form, Mention, Slot
from .comparative import better_of
from .drivers import Driver, compose
from .ends import ends_of, use_beside
from .leftover import left_of, missing
from .names import named_at
from .rules.bearing import TOGETHER
from .slots import Ends
from .things import EXCLUDED, Thing, is_a, things_of
from .within import setting_within
from .wordless import without_words
from .words import Words

__all__ = ["asks_of"]

_UNDIVIDED = frozenset({"compare", "potency", "better", "define"})
"""Relations whose answer is no list from which something can be left out."""
_HOW = frozenset({"mechanism", "cause", "help", "treat", "prevent", "acts_on", "contraindication"})
"""Relations of which "how" and "why" ask the mechanism."""


def asks_of(c: Words) -> tuple[list[Ask], str]:
    """What the clause asks, one for each pair of ends; and how they are joined."""
    things = things_of(c.units)
    driver = compose(c.units)
    if (pair := better_of(c, driver, things)) is not None:
        return [_better(c, driver, things, *pair)], ""
    driver = driver or without_words(c, things)
    if (two := _same(c, driver, things)) is not None:
        return [two], ""
    relation, ends = ends_of(c, driver, things)
    extra = use_beside(c, driver, relation, things, ends)
    form = _form(c, driver, relation, things, ends)
    excluded = tuple(t.mention for t in things if t.role == EXCLUDED and t.mention is not None)
    if excluded and form == "closed" and not (ends.subjects and ends.objects):
        form = "list"  # "does it treat anything other than"
    at = _site(relation, things, ends)
    pairs = _pairs(c, relation, ends)
    out = []
    setting_things = [
        t for t in things if t not in ends.subjects and t not in ends.objects and t.role in ("", "stimulus")
    ]
    setting = setting_within(c.store, c.units, setting_things, relation)
    unknown, rest = left_of(c, driver, things, ends)
    if excluded and (form != "list" or relation in _UNDIVIDED):
        rest += [m.text for m in excluded]
    if not unknown and not rest and not c.rest:
        rest = missing(c, driver, relation, form, ends, setting)
    common = {
        "setting": setting,
        "at": at.slot if at is not None else Slot(),
        "unknown": tuple(dict.fromkeys(unknown)),
        "rest": tuple(dict.fromkeys([*c.rest, *rest])),
        "degree": "" if relation == "compare" else _value(c, "degree") or _amount(driver, relation),
        "quantifier": _quantifier(c),
        "negated": _negated(c, relation) or (driver is not None and driver.row.value == "not"),
        "excluded": excluded,
        "amounts": _amounts(c),
        "read_as": tuple(dict.fromkeys(_read_as(c, things))),
    }
    for s, o in pairs:
        out.append(_one(c, driver, relation, form, s, o, common))
    if extra is not None:
        out.append(_one(c, driver, "use", form, *extra, common))
    if ends.subjects and ends.subjects[0].mention is not None:
        c.carried[:] = [ends.subjects[0].mention]
        c.carried += [t.mention for t in ends.objects[:1] if t.mention is not None]
    return out, _joined_by(c, ends) if len(out) > 1 else ""


def _better(c: Words, driver: Driver | None, things: list[Thing], one: Thing, two: Thing, at: Thing | None) -> Ask:
    """Which of two does it better: see :mod:`comparative <mechgraph.answers.comparative>`."""
    unknown, rest = left_of(c, driver, things, Ends([one], [two]))
    rows = [r for u in c.units if (r := u.row("comparative")) is not None]
    safety = any(r.value for r in rows) or (driver is not None and driver.relation in ("safe", "harms"))
    return Ask(
        form="closed" if c.closed else "list",
        relation="better",
        subject=one.slot,
        object=two.slot,
        at=at.slot if at is not None else Slot(),
        aspect="harms" if safety else "",
        setting=setting_within(c.store, c.units, [], "better"),
        unknown=tuple(dict.fromkeys(unknown)),
        rest=tuple(dict.fromkeys([*c.rest, *rest])),
        read_as=tuple(dict.fromkeys(_read_as(c, things))),
    )


def _same(c: Words, driver: Driver | None, things: Sequence[Thing]) -> Ask | None:
    """Whether it is asked if two names are of one thing: they are, or "the same as" says so."""
    named = [t for t in things if t.mention is not None]
    if not c.closed or len(named) != 2 or len(things) != 2 or driver is None:
        return None
    one, two = (t.mention for t in named)
    assert one is not None
    assert two is not None
    alike = one.entity.id == two.entity.id and one.exact and two.exact and one.text.lower() != two.text.lower()
    asks = driver.row.value == "same" or (alike and driver.relation in ("is_a", "define", "compare"))
    if not asks or driver.row.value == "enantiomer":
        return None
    unknown, rest = left_of(c, driver, things, Ends(named[:1], named[1:]))
    negated = any(u.role == "not" for u in c.units)
    more = [u.text for u in c.units if u.role in ("setting", "people", "quantifier", "amount")]
    return Ask(
        form="closed",
        relation="same",
        subject=named[0].slot,
        object=named[1].slot,
        unknown=tuple(unknown),
        rest=tuple(dict.fromkeys([*c.rest, *rest, *more, *(["not"] if negated else [])])),
        read_as=tuple(dict.fromkeys(_read_as(c, things))),
    )


def _form(c: Words, driver: Driver | None, relation: str, things: Sequence[Thing], ends: Ends) -> Form:
    usual = cast(Form, lexicon().relations[relation].form)
    lead = c.lead
    if lead is None:
        return usual
    if lead.role == "aux":
        opened = relation in ("treat", "antidote") and c.there() and not any(t.prep == "" and t.mention for t in things)
        asked = any(t.open is not None and t.word for t in ends.subjects)
        return "list" if opened or asked else "closed"
    if relation == "antidote":
        return "list"
    if c.ask_word in ("how", "why"):
        if relation in _HOW or (relation == "change" and driver is not None and driver.polarity):
            return "how" if relation != "treat" or driver is None or not driver.first.participle else "list"
        return "list" if relation == "antidote" else "tell"
    if c.ask_word in ("how much", "how long", "when"):
        return "tell"
    if c.ask_word == "kind" or (c.imperative and relation == "is_a"):
        return "list"
    if c.ask_word in ("what", "who", "where"):
        if driver is not None and relation == "change" and not driver.polarity:
            return "tell"
        opened = any(t.open is not None for t in things) and not (
            driver is not None and driver.nominal and lead.open == ""
        )
        if relation in ("define", "none", "dose", "compare"):
            return usual
        return "list" if opened or c.ask_word in ("who", "where") else usual
    if _states(c, driver):
        return "closed"
    return usual


def _states(c: Words, driver: Driver | None) -> bool:
    """Whether a clause without a word that asks says something: "baclofen reduces anxiety"."""
    named = [u for u in c.units if u.role in ("name", "unknown")]
    if any(u.role == "aux" for u in c.units):
        return True
    if driver is None or not named or driver.relation == "compare":
        return driver is not None and driver.relation == "interaction" and len(named) > 1
    if driver.relation == "interaction" and len(named) > 1:
        return True
    return (
        named[0].start < driver.first.start
        and not driver.nominal
        and driver.row.role == "relation"
        and driver.first.role == "relation"
        and any(r.part == "v" for r in driver.first.rows)
        and driver.relation not in ("dose",)
    )


def _site(relation: str, things: Sequence[Thing], ends: Ends) -> Thing | None:
    """Where two are compared: "more potent at the receptor"."""
    if relation != "potency":
        return None
    left = [t for t in things if t not in ends.subjects and t not in ends.objects and t.open is None]
    site = next((t for t in left if t.prep in ("at", "on", "for", "in", "as") and is_a(t, "gene_product")), None)
    if site is not None:
        site.role, site.unit.used = "setting", True
    return site


def _pairs(c: Words, relation: str, ends: Ends) -> list[tuple[Thing | None, Thing | None]]:
    subjects: list[Thing | None] = [*ends.subjects] or [None]
    objects: list[Thing | None] = [*ends.objects] or [None]
    return [(s, o) for s in subjects for o in objects]


def _joined_by(c: Words, ends: Ends) -> str:
    many = ends.objects if len(ends.objects) > 1 else ends.subjects
    between = c.units[many[0].at : many[-1].at]
    return "or" if any(u.role == "conj" and u.text.lower() == "or" for u in between) else "and"


def _one(
    c: Words, d: Driver | None, relation: str, form: Form, s: Thing | None, o: Thing | None, common: dict[str, object]
) -> Ask:
    subject, obj = (t.slot if t is not None else Slot() for t in (s, o))
    aspect = (d.aspect if d else "") or (o.aspect if o else "")
    if d is not None and relation == "interaction" and form == "closed" and _together(c, d):
        aspect = TOGETHER
    if o is not None and o.mention is not None and aspect and (whole := _whole(c, o)) is not None:
        obj, aspect = Slot(mention=whole, word=obj.word), ""
    kinds = lexicon().relations[relation].ends
    if form == "list":
        if s is None and kinds[0]:
            subject = Slot(category=kinds[0])
        kind = d.first.row("kind") if d is not None and d.nominal else None
        if kind is not None and relation == "acts_on" and o is None:
            obj = Slot(category=kind.value)
        open_object = o is None or (o.open == "" and not o.word)
        if (open_object and s is not None and s.open is None and kinds[1] and relation != "use") or (
            open_object and relation == "use" and c.ask_word != "who" and s is not None and s.open is None
        ):
            obj = Slot(category=kinds[1])
    if relation == "define" and d is not None and d.nominal and d.first.role == "relation" and d.row.value:
        obj = Slot(word=d.first.text)
    if d is not None and d.row.role == "effect":
        mention = _effect(c, d)
        obj = Slot(mention=mention)
        if mention is None:
            common = {**common, "unknown": (*cast(tuple[str, ...], common["unknown"]), d.first.text)}
    return Ask(
        form=form,
        relation=relation,
        polarity=_polarity(c, d, relation, form, o),
        subject=subject,
        object=obj,
        aspect=aspect,
        action=d.action if d is not None and relation == "acts_on" else "",
        verb=d.last.text if d is not None else "",
        **common,  # type: ignore[arg-type]
    )


def _effect(c: Words, d: Driver) -> Mention | None:
    """What a phrase of ``effects.tsv`` changes: all of its names that the graph holds."""
    found = [m for name in d.row.value.split("|") if (m := named_at(c.store, name)) is not None]
    if not found:
        return None
    lead, *others = found
    members = (*lead.members, *(i for m in others for i in (m.entity.id, *m.members)))
    return replace(lead, start=d.first.start, end=d.first.end, text=d.first.text, members=members)


def _polarity(c: Words, d: Driver | None, relation: str, form: Form, o: Thing | None) -> int:
    """The direction asked for. Whether two may be taken together, or one be stopped, asks for no harm of it."""
    if d is not None and relation == "withdrawal" and form == "closed" and o is None:
        stop = d.state_unit or d.first
        if any(r.value == "gradual" for r in stop.rows):
            return 1
        if _permits(c, d):
            return -1
    if d is None or relation in ("none", "harms", "antidote"):
        return 0
    if relation == "interaction" and form == "closed" and c.lead is not None:
        rows = [r for u in c.units for r in u.rows]
        if _together(c, d):
            return -1
        may = d.row.role == "take" or any(r.value == "together" or r.relation == "safe" for r in rows)
        return 0 if any(r.relation == "harms" for r in rows) or not may else -1
    return d.polarity


def _together(c: Words, d: Driver) -> bool:
    """Whether it is asked if two are in use together, and not if they may be: "is X given with Y"."""
    lead = c.lead
    safe = any(r.relation in ("safe", "harms", "contraindication") for u in c.units for r in u.rows)
    is_done = lead is not None and "be" in lead.forms and d.first.participle and not safe
    return is_done and (d.row.value == "together" or d.row.role == "take")


_MAY = frozenset({"can", "could", "may", "should", "shall", "must"})


def _permits(c: Words, d: Driver) -> bool:
    """Whether it is asked if a drug may be stopped: "can I stop it", "is it safe to", and not what stopping does."""
    if any(r.relation == "harms" for u in c.units for r in u.rows):
        return False
    stop = d.state_unit or d.first
    bare = d.first is stop or d.relation == "safe" or d.first.start > stop.start
    may = d.relation == "safe" or (c.lead is not None and c.lead.text.lower() in _MAY)
    return may and bare and any(r.takes == "state" and r.part == "v" for r in stop.rows)


def _whole(c: Words, t: Thing) -> Mention | None:
    """The entity that is an aspect of another: "glutamate release", "serum level of baclofen"."""
    assert t.mention is not None
    if t.aspect_unit is None:
        return None
    name, words = t.mention.entity.name, {t.aspect_unit.text, *(t.aspect_unit.forms)}
    more = {"abundance": ("serum level",), "uptake": ("uptake", "reuptake")}.get(t.aspect, ())
    for word in (*sorted(words), *more):
        for phrase in (f"{name} {word}", f"{word} of {name}"):
            found = named_at(c.store, phrase, t.unit.start, t.unit.end)
            if found is not None and not found.members:
                return found
    return None


def _value(c: Words, role: str) -> str:
    rows = [r for u in c.units if u.role == role and (r := u.row(role)) is not None]
    return rows[0].value if rows else ""


def _quantifier(c: Words) -> str:
    """All, some, only; "the only" is of the subject: no other is so."""
    said = _value(c, "quantifier")
    return "sole" if said == "only" and any(u.role == "quantifier" and u.article for u in c.units) else said


def _negated(c: Words, relation: str) -> bool:
    """Whether there is a "not" in it; who must not take a drug, and what not with it, is the question itself.

    What may be taken with a drug is what is denied to interact with it.
    """
    no = any(u.role == "not" for u in c.units)
    if not c.lists():
        return no
    if relation == "interaction" and c.ask_word:
        rows = [r for u in c.units if u.role in ("relation", "take") for r in u.rows]
        may = any(r.role == "take" or r.value == "together" or r.relation == "safe" for r in rows)
        return no != (may and not any(r.relation in ("harms", "contraindication") for r in rows))
    return no and relation not in ("contraindication", "safe")


def _amount(driver: Driver | None, relation: str) -> str:
    """The degree that a word has in itself: dense and abundant of a place; to cure is more than to treat."""
    if driver is None or not (relation == "treat" or (relation == "where" and driver.row.part == "a")):
        return ""
    return driver.row.value


def _amounts(c: Words) -> tuple[str, ...]:
    out = []
    for k, u in enumerate(c.units):
        if u.role == "amount":
            unit = c.units[k + 1].text if k + 1 < len(c.units) and c.units[k + 1].role == "unit" else ""
            out.append(f"{u.text} {unit}".strip())
    return tuple(out)


_KINDS = 4
"""Kinds of a disorder that are told where its word is read as them."""


def _read_as(c: Words, things: Sequence[Thing]) -> list[str]:
    out = [u.read_as for u in c.units if u.read_as]
    for t in things:
        m = t.mention
        if m is not None and not m.members and not m.exact and m.entity.name.lower() != m.text.lower():
            out.append(f"“{m.text}” was read as {m.entity.name}")
        if m is not None and m.members and not m.exact:
            own = [m.entity.name] if c.store.entity(m.entity.id) is not None else []  # some words mean several things
            kinds = own + [e.name for k in m.members[:_KINDS] if (e := c.store.entity(k)) is not None]
            more = f" and {len(m.members) - _KINDS} more" if len(m.members) > _KINDS else ""
            as_what = "" if own else "its kinds: "
            out.append(f"“{m.text}” was read as {as_what}{', '.join(kinds)}{more}")
    return out
