"""The relation of a clause that has no word for one: "is X a Y", "can I take X with Y", "X", "X and Y"."""

from __future__ import annotations

from collections.abc import Sequence

from ..names.lexicon import Row
from .drivers import Driver
from .things import Thing, is_a
from .units import Unit
from .words import Words

__all__ = ["without_words"]


def without_words(c: Words, things: Sequence[Thing]) -> Driver | None:
    """The relation of a clause that has no word for one."""
    row, plain = None, False
    named = [t for t in things if t.open is None]
    take = next((u for u in c.units if u.role == "take"), None)
    light = next((u for u in c.units if u.role == "light"), None)
    if light is None and c.closed and any(is_a(t, "disease_or_phenotype") for t in named):
        light = next((u for u in c.units if u.role == "nothing" and u.forms[-1] == "give"), None)
    aspect = next((u for u in c.units if u.role == "aspect"), None)
    be = next((u for u in c.units if u.role == "aux" and "be" in u.forms), None)
    anchor = take or light or be or c.lead
    if anchor is None:
        return None
    if c.ask_word == "what" and c.units[-1].text.lower() == "for" and named:
        row = Row("relation", "use", "use", takes="s")
        return Driver(c.units[-1], c.units[-1], row, "use", 0, listed="use", plain=True)
    if take is not None:
        return _of_taking(c, take, things)
    if c.closed and len(things) == len(named) == 1 and is_a(named[0], "chemical", "drug_class") and _has_route(c):
        return Driver(anchor, anchor, Row("relation", "route", "route", takes="s"), "route", 0, listed="route")
    amount = any(u.role == "degree" for u in c.units)
    has = light is not None and "have" in light.forms
    made = light is not None and light.forms[-1] in ("make", "leave", "render", "get", "give")
    if c.ask_word == "where" or (has and amount):
        row = Row("relation", "where", "where", takes="s")
        light = light if has else None
    elif be is not None and (amount or c.there()) and any(is_a(t, "anatomy", "cell_type") and t.prep for t in named):
        row, anchor = Row("relation", "where", "where", takes="s"), be
    elif made and light is not None and any(is_a(t, "disease_or_phenotype") for t in named):
        row = Row("relation", "cause", "cause", 1)
        for t in named:
            t.prep = "" if t.prep == "with" and t.at > c.units.index(light) else t.prep
    elif (
        c.imperative and len(named) == len(things) == 1 and is_a(named[0], "drug_class", "role", "protein_family")
    ) or c.ask_word == "kind":
        row = Row("relation", "is_a", "is_a")
    elif light is not None and c.ask_word == "what" and any(t.open is not None for t in things):
        row = Row("relation", "change", "change")
    elif light is None and any(u.open == "drug" for u in c.units) and any(t.prep in ("for", "against") for t in named):
        row = Row("relation", "use", "use", takes="s")
    elif light is None and be is not None and _is_kind(c, things):
        row, anchor = Row("relation", "is_a", "is_a"), be
    elif light is None and be is not None and c.lead is be and named and len(things) == len(named) == 1:
        row = None
    elif aspect is not None and named and light is None and be is None:
        row, anchor = Row("relation", "change", "change", 1), aspect
    elif (
        light is None
        and len(named) == 1
        and not any(u.role == "unknown" for u in c.units[c.units.index(named[0].unit) + 1 :])
    ):
        row, plain = Row("relation", "define", "define", takes="s", part="n"), True
    elif light is None and len(named) == 2 and c.lead is named[0].unit:
        drugs = [t for t in named if is_a(t, "chemical", "drug_class")]
        joined = any(u.role == "conj" for u in c.units)
        which = "interaction" if len(drugs) == 2 and joined else "mechanism"
        if is_a(named[1], "anatomy"):
            which = "where"
        row, plain = Row("relation", which, which, takes="s"), True
    if (
        row is None
        and light is None
        and c.closed
        and any(is_a(t, "disease_or_phenotype") and not t.prep for t in named)
    ) and any(is_a(t, "chemical", "drug_class") and t.prep in ("on", "from", "with", "after", "while") for t in named):
        row = Row("relation", "cause", "cause", 1)
    if (
        row is None
        and light is None
        and c.ask_word == "what"
        and len(named) == 2
        and is_a(named[0], "chemical", "drug_class")
    ):
        row, plain = Row("relation", "change", "change"), is_a(named[1], "disease_or_phenotype")
    if row is not None and row.relation == "define" and c.closed:
        row = None
    if row is not None and row.relation == "define" and any(u.role == "people" for u in c.units):
        row = Row("relation", "safe", "safe", takes="s")
    if row is None:
        return None
    if light is not None:
        light.used = True
    return Driver(anchor, anchor, row, row.relation, row.polarity, listed=row.listed, plain=plain)


def _has_route(c: Words) -> bool:
    rows = [r for u in c.units if u.role == "setting" and (r := u.row("setting")) is not None]
    return any(r.value.startswith("route:") for r in rows)


def _is_kind(c: Words, things: Sequence[Thing]) -> bool:
    """Whether "is" says of what kind a thing is: behind it stands a class, or a word with an article."""
    last = things[-1] if things else None
    if any(u.role == "kind" for u in c.units) and last is not None and c.ask_word != "what":
        return True
    if len(things) < 2 or last is None or last.prep != "" or last.open is not None:
        return False
    if things[0].open == "" and len(things) == 2:
        return False
    return last.unit.article or is_a(last, "drug_class", "role", "protein_family") or last.mention is not None


def _is_given(c: Words, take: Unit) -> bool:
    """Whether it asks what is done, "is it given to …", and not what may be done."""
    return c.lead is not None and "be" in c.lead.forms and bool({"give", "administer"} & set(take.forms))


def _of_taking(c: Words, take: Unit, things: Sequence[Thing]) -> Driver:
    """ "Can I take X with Y", "can patients with Y take X", "who should not take X"."""
    take.used = True
    chemicals = [
        t
        for t in things
        if is_a(t, "chemical", "drug_class")
        or (t.mention is None and (t.open == "drug" or t.open is None) and t.prep in ("", "with", "while", "and", "on"))
    ]
    asks_who = c.ask_word == "who"
    two = len(chemicals) > 1
    if take.text.lower().startswith("drink") and len(chemicals) < 2:
        c.rest.append(take.text)
    if asks_who and any(u.role == "not" for u in c.units):
        relation = "contraindication"
    elif len(things) == len(chemicals) == 1 and (c.ask_word == "how" or (c.closed and _has_route(c))):
        relation = "route"
    elif (not two and _has_route(c)) or (
        not two
        and (
            c.ask_word in ("why", "how")
            or asks_who
            or _is_given(c, take)
            or any(t.prep == "for" and t.at > c.units.index(take) for t in things)
        )
    ):
        relation = "use"
    elif two:
        relation = "interaction"
    else:
        relation = "safe"
    row = Row("take", relation, relation, takes="s")
    return Driver(take, take, row, relation, 0, listed=relation)
