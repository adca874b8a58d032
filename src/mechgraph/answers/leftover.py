"""What of a clause nothing took: names that the graph lacks, words that were not understood. Both forbid a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from ..names.lexicon import EMPTY, lexicon
from .asked import Form
from .drivers import Driver
from .setting import Setting
from .slots import Ends
from .things import EXCLUDED, Thing
from .units import Unit
from .words import Words, is_drug

__all__ = ["left_of", "missing"]

_CONSUMED = EMPTY | {"quantifier", "degree", "not", "evoked"}
_WITH_TAKING = frozenset(
    {"safe", "interaction", "contraindication", "dose", "use", "withdrawal", "toxicity", "harms", "approved"}
)
"""Relations beside which "take" says nothing more."""


def left_of(c: Words, driver: Driver | None, things: Sequence[Thing], ends: Ends) -> tuple[list[str], list[str]]:
    """Names that are not known, and words that nothing took."""
    unknown: list[str] = []
    rest: list[str] = []
    chosen = {id(t.unit) for t in (*ends.subjects, *ends.objects)}
    for t in things:
        if t.role == EXCLUDED:
            continue
        if t.open is not None and t.word and t not in ends.subjects and t not in ends.objects:
            rest.append(t.word)
        if t.open is not None or t.role == "setting":
            continue
        if t.role == "modifier" and not is_drug(t.unit):
            rest.append(t.unit.text)
        elif t.mention is None:
            (unknown if _is_at_place(c, t, chosen, driver) else rest).append(t.unit.text)
        elif id(t.unit) not in chosen:
            rest.append(t.unit.text)
    takes = driver is not None and driver.relation in _WITH_TAKING
    rest += _partial(c, things, ends)
    rest += [u.text for u in c.units if _is_left(c, u) and not (u.role == "take" and takes)]
    if c.ask_word == "when":
        rest.append("when")
    return unknown, rest


def _partial(c: Words, things: Sequence[Thing], ends: Ends) -> list[str]:
    """Words that speak of a part of the clause alone: "but not in adults", "only baclofen"."""
    out = []
    for k, u in enumerate(c.units):
        before = c.units[k - 1] if k else None
        row = u.row("prep")
        if u.role == "prep" and row is not None and row.value == "except" and not u.used:
            out.append(u.text)  # "in children but not in adults"
        if u.role == "not" and before is not None and before.role == "conj":
            out.append(f"{before.text} {u.text}")
        after = c.units[k + 1] if k + 1 < len(c.units) else None
        if u.role == "quantifier" and u.text.lower() == "only" and after in [t.unit for t in ends.subjects]:
            out.append(u.text)
    return out


def missing(c: Words, driver: Driver | None, relation: str, form: Form, ends: Ends, setting: Setting) -> list[str]:
    """The word of a relation that lacks an end, where it is asked whether: "does it affect?" is not understood.

    A use may be asked for by its setting alone ("in dogs"), an action by its kind alone ("is it an antagonist").
    """
    if form != "closed" and driver is not None and relation not in ("none", "define"):
        named = any(t.mention is not None for t in (*ends.subjects, *ends.objects)) or driver.row.role == "effect"
        named = named or (driver.action != "" and any(t.unit.within is not None for t in ends.subjects))
        return [] if named else [driver.last.text]
    if form != "closed" or driver is None or driver.row.role == "effect":
        return [] if driver is not None or not c.closed else [u.text for u in c.units if u.role != "nothing"][-1:]
    in_words = [u.text for u in c.units if u.role == "people" and u.start < driver.first.start]
    first, second = (x[0].mention if x else None for x in (ends.subjects, ends.objects))
    if first is not None and second is not None and first.entity.id == second.entity.id and relation != "compare":
        return [driver.last.text]
    if not ends.subjects:
        return in_words or [driver.last.text]
    lacks = not ends.objects and lexicon().relations[relation].both
    enough = relation == "use" and bool(setting)
    enough = enough or (relation in ("acts_on", "is_a") and driver.action != "")
    return [driver.last.text] if lacks and not enough else []


def _is_at_place(c: Words, t: Thing, chosen: set[int], driver: Driver | None) -> bool:
    """Whether a word that nothing knows is a name that the graph lacks: by its shape, or its place."""
    if is_drug(t.unit):
        return True
    after = c.units[t.at + 1] if t.at + 1 < len(c.units) else None
    if driver is None and after is not None and after.text.lower() == "of":
        return False
    if _has_shape(t.unit.text, t.at) and (driver is not None or t.prep != ""):
        return True
    before = c.units[t.at - 1] if t.at else None
    if before is not None and before.role == "name" and not t.unit.article and not t.unit.comma:
        return False  # "the neurons fire": a verb
    last = t.unit.text.lower().rsplit(" ", 1)[-1]
    if last.endswith(lexicon().endings["none"]) and not t.unit.article:
        return False
    ends_there = after is None or after.role in ("prep", "conj", "because") or after.comma
    place = t.prep != "" or (driver is not None and (id(t.unit) in chosen or t.at > c.units.index(driver.last)))
    subject = id(t.unit) in chosen and driver is not None and t.at < c.units.index(driver.first)
    return subject or (place and ends_there)


def _has_shape(text: str, at: int) -> bool:
    """Whether a word looks like a name: a capital within the clause, a digit, a Greek letter, the ending of a drug."""
    return any(
        (w[0].isupper() and at > 0)
        or any(ch.isdigit() or not ch.isascii() for ch in w)
        or w.lower().endswith(lexicon().endings["drug"])
        for w in text.split()
    )


def _is_left(c: Words, u: Unit) -> bool:
    if u.used or u.role in _CONSUMED or u.role in ("name", "unknown", "open", "setting", "people"):
        return False
    when = u.row("because")
    if u.role == "because" and when is not None and when.value == "when":
        return False
    return u.role not in ("amount", "unit", "pron")
