"""Too much of a drug, and its end: who is the subject, and what is risked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from ..reason.classes import classes_of
from .asked import Mention
from .drivers import Driver
from .names import named_at
from .slots import Ends
from .things import Thing, is_a
from .units import Unit
from .words import Words

__all__ = ["AGENTS", "BY", "of_risk", "of_state"]

AGENTS = ("chemical", "drug_class", "procedure", "gene_product", "process_or_activity", "exposure", "role", "cell_type")
"""What may bring something about where a preposition is before it."""
BY = frozenset({"with", "after", "on", "from", "while", "by", "under", "upon", "following", "during", "through"})
"""Prepositions before what brings something about, where no verb has it for a subject."""
_NEAR = 4
"""Units between a drug and the word for its overdose or its end."""


def of_risk(driver: Driver) -> str:
    """More of a risk is a cause of what is risked, less of it prevents that."""
    driver.aspect = "risk"
    return {1: "cause", -1: "prevent"}.get(driver.polarity, "change")


def of_state(c: Words, driver: Driver, relation: str, ends: Ends, things: Sequence[Thing]) -> str:
    """A relation of too much of a drug, or of its end: the drug is its subject, or the state is acted on."""
    unit = driver.state_unit
    assert unit is not None
    k = c.units.index(unit)
    near = [t for t in things if _beside(c, t.at, k)]
    drugs = [t for t in near if is_a(t, "chemical", "drug_class")]
    unknown = [t for t in near if t.mention is None and t.open is None]
    drug = min(drugs or unknown, key=lambda t: abs(t.at - k), default=None)
    others = [t for t in things if t is not drug and t.open is None and not t.role]
    if drug is None:
        c.rest.append(unit.text)
        return relation
    first = c.units.index(driver.first)
    ahead = [t for t in others if t.at < first and t.prep == ""]
    opened = [t for t in things if t.open is not None and t.at < first]
    acted = (
        k > first
        and (ahead or opened)
        and not (driver.nominal and driver.row.takes == "s")
        and unit is not driver.first
    )
    given = relation == "use" and c.lists() and drug.at > first  # "what is given for overdose"
    eased = relation in ("treat", "antidote") or (relation == "help" and c.lists())
    if given or eased or driver.row.value == "antidote":
        ends.subjects, ends.objects = ahead or opened, [drug]
        if not ahead and driver.state == "toxicity":  # what removes the drug is no treatment of its lack
            return "antidote"
    if drug.aspect == "risk" or (driver.row.value == "risk" and driver.signed):
        ahead, acted = ahead or [t for t in others if t.prep in (*BY, "in")][:1], True
    if relation in ("change", "cause") and drug.prep in BY and drug.aspect != "risk":
        acted = False  # "does it rise when X is stopped"
    if given or relation in ("treat", "antidote") or acted:
        state = _state_entity(c, drug, unit.text, driver.state)
        if state is None and given and driver.state == "toxicity":
            ends.subjects, ends.objects = ahead or opened, [drug]
            return "antidote"
        if state is None:
            c.rest.append(unit.text)
        else:
            drug.mention = state
        ends.subjects, ends.objects = ahead or opened, [drug]
        if relation == "cause" and driver.row.value == "risk":
            return of_risk(driver)
        if relation == "change" and (drug.aspect == "risk" or driver.row.value == "risk"):
            return of_risk(driver)
        return relation
    ends.subjects = [drug]
    ends.objects = [t for t in others if not is_a(t, "population", "organism_taxon", "anatomy", "drug")][:1]
    if driver.relation in ("cause", "change", "toxicity", "withdrawal"):
        driver.polarity = driver.polarity or 1
    elif driver.relation in ("harms", "happen", "safe"):
        driver.polarity = 0
    elif driver.relation not in ("prevent", "mechanism", "treat"):
        c.rest.append(driver.first.text)
    if (c.lists() and c.ask_word not in ("how", "why")) or (not ends.objects and driver.row.role != "effect"):
        driver.polarity = 0
    return driver.state


def _beside(c: Words, at: int, k: int) -> bool:
    """Whether a thing stands beside a word for a state, with no other relation between."""
    between = c.units[min(at, k) + 1 : max(at, k)]
    parted = any(u.role in ("effect", "name") or (u.role == "relation" and not _of_something(u)) for u in between)
    return len(between) < _NEAR and not parted


def _of_something(u: Unit) -> bool:
    """Whether a word for a relation is a noun of what follows: "withdrawal symptoms of X"."""
    return any(r.part == "n" and r.takes == "s" for r in u.rows)


def _state_entity(c: Words, t: Thing, word: str, state: str) -> Mention | None:
    """The entity that is too much of a drug, or its end: "alcohol withdrawal", "baclofen toxicity".

    Where the graph has none of the drug, that of its class is meant, and the reading says so.
    """
    if t.mention is None:
        return None
    called = tuple(dict.fromkeys((word, state)))
    own = dict.fromkeys((t.mention.text, t.mention.entity.name))
    classes = (e for g in classes_of(c.store, t.mention.entity.id) if (e := c.store.entity(g)) is not None)
    of_class = dict.fromkeys(n.removesuffix("s") for e in classes for n in (e.name, *e.synonyms))
    for names, is_own in ((own, True), (of_class, False)):
        for name, state_word in product(names, called):
            found = named_at(c.store, f"{name} {state_word}", t.unit.start, t.unit.end)
            if found is not None and is_own:
                return replace(found, exact=state_word == word)
            if found is not None:
                return replace(found, text=f"{t.mention.text} {word}", exact=False)
    return None
