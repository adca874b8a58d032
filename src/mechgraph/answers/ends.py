"""The ends of a clause's relation; and the relation that it is, once what stands at its ends is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..names.lexicon import lexicon
from .drivers import Driver
from .plan import STEPS
from .rules.bearing import SEVERITY
from .slots import Ends, assign
from .states import AGENTS, BY, of_risk, of_state
from .things import Thing, is_a
from .words import Words

__all__ = ["ends_of", "use_beside"]


def ends_of(c: Words, driver: Driver | None, things: list[Thing]) -> tuple[str, Ends]:
    if driver is None:
        named = sorted(
            (t for t in things if t.mention is not None), key=lambda t: (not is_a(t, "chemical"), t.prep != "")
        )
        return "none", Ends(named[:1])
    relation = driver.listed if c.lists() and (driver.nominal or driver.row.part == "a") else driver.relation
    if relation != driver.relation:
        driver.polarity = 0
    passive = driver.first.participle and any(u.role == "aux" and "be" in u.forms for u in c.units)
    passive = passive or (driver.last.participle and any(u.role == "aux" and "be" in u.forms for u in c.units))
    bound = driver.last.end - driver.last.start > 1 and driver.last.text.rsplit(" ", 1)[-1].lower() in _PARTICLES
    passive = passive and not (bound and not any(t.prep == "by" for t in things))
    lead = c.lead
    if lead is not None and lead.open == "" and lead.role == "ask" and driver.nominal and len(things) > 1:
        things = [t for t in things if t.unit is not lead]
    if driver.row.role == "take":
        ends = _taken(c, driver, things)
    else:
        ends = assign(c.units, things, driver, lexicon().relations[relation], passive)
    than = next((t for t in things if t.prep == "than"), None)
    if than is not None:
        relation = _compared(c, driver, relation, ends, than)
    drugs = [t for t in things if is_a(t, "chemical", "drug_class")]
    if relation == "safe" and len(drugs) > 1:
        relation = "interaction"
    strict = driver.row.value == "contraindicated"
    if relation == "contraindication" and len(drugs) > 1 and c.closed and not strict:
        relation, driver.polarity = "interaction", 0
    if relation in ("interaction", "compare") or (relation == "contraindication" and strict and len(drugs) > 1):
        _two(c, ends, things, driver)
    elif relation == "is_a":
        _kinds(c, ends, things, driver)
    if driver.row.role == "effect":
        ends.objects = []
    _turn(c, driver, relation, ends, things)
    _place_asked(c, relation, ends, things)
    if relation not in ("is_a", "compare", "none"):
        ends.objects = [t for t in ends.objects if not is_a(t, "population", "organism_taxon")]
    return _converted(c, driver, relation, ends, things), ends


_PARTICLES = frozenset({"to", "with", "through", "in", "for", "from", "of"})
"""Last words of verbs that have their object behind them in the passive too: "coupled to", "associated with"."""
_CHANGED = ("chemical", "gene_product", "biological_process", "molecular_activity", "cell_type")
"""What is raised or lowered, where a state or a sign would be brought about."""


def _taken(c: Words, driver: Driver, things: Sequence[Thing]) -> Ends:
    """What is taken, and with what, by whom or for what."""
    every = [t for t in things if t.open is None]
    if driver.relation == "interaction":
        drugs = [t for t in every if is_a(t, "chemical", "drug_class") or t.mention is None]
        return Ends(drugs[:1], drugs[1:])
    drugs = [t for t in every if is_a(t, "chemical", "drug_class")]
    at = c.units.index(driver.first)
    taken = drugs or [t for t in every if t.at > at and t.prep in ("", "with")] or every[-1:]
    others = [t for t in every if t not in taken and t.prep in ("", "with", "on", "for", "in", "to", "during")]
    return Ends(taken[:1], others[:1])


def use_beside(
    c: Words, driver: Driver | None, relation: str, things: Sequence[Thing], ends: Ends
) -> tuple[Thing, Thing] | None:
    """ "I take X, can I use Y for Z" asks of X with Y, and of Y for Z."""
    if driver is None or driver.row.role != "take" or relation != "interaction":
        return None
    purpose = next((t for t in things if t.prep == "for" and t not in ends.objects), None)
    if purpose is None or not ends.objects:
        return None
    purpose.role = "setting"
    return ends.objects[-1], purpose


def _compared(c: Words, driver: Driver, relation: str, ends: Ends, than: Thing) -> str:
    """ "X … more than Y": of two, which has more of what the relation asks."""
    more = [u for u in c.units if u.role in ("sign", "degree") and u.row("sign") is not None]
    if not more and relation != "help":
        return relation
    for u in more:
        u.used = True
    if relation == "potency":
        ends.objects = [than]
    elif relation in ("help", "change", "cause", "treat", "use"):  # drugs are compared in comparative.py
        c.rest.append(driver.first.text)
        ends.objects, driver.polarity = [than], 0
        return "compare"
    elif relation in STEPS:
        driver.aspect, ends.objects = relation, [than]
    else:  # nobody measures it
        c.rest.append(driver.first.text)
        return relation
    row = more[0].row("sign")
    driver.polarity = row.polarity if row is not None else 0
    return relation if relation == "potency" else "compare"


def _two(c: Words, ends: Ends, things: Sequence[Thing], driver: Driver) -> None:
    """ "X and Y", asked of each other."""
    chosen = [t for t in things if t in ends.subjects or t in ends.objects]
    others = [
        t
        for t in things
        if t not in chosen
        and t.prep in ("with", "and", "while", "on", "under", "from", "between", "of", "to", "for", "than", "")
        and (is_a(t, *("chemical", "drug_class", "role", "gene_product")) or t.open is not None or t.mention is None)
    ]
    every = sorted({id(t): t for t in [*chosen, *others]}.values(), key=lambda t: t.at)
    if any(t.prep == "than" for t in every):
        return
    if driver.relation == "compare" and len(every) == 2:
        ends.subjects, ends.objects = every[:1], every[1:]
        return
    if not ends.objects or not ends.subjects:
        ends.subjects, ends.objects = every[:1], every[1:]


def _kinds(c: Words, ends: Ends, things: Sequence[Thing], driver: Driver) -> None:
    """ "X is a Y": what stands first is the one, what stands last the kind."""
    every = [t for t in things if t.prep in ("", "of")]
    if len(every) > 2 and c.closed and not _joined(c, every[0], every[1]) and _joined(c, every[-2], every[-1]):
        ends.subjects, ends.objects = every[:1], every[1:]  # "is X an A or a B"
    elif len(every) > 1:
        ends.subjects, ends.objects = every[:-1], every[-1:]
    elif c.imperative:
        ends.subjects, ends.objects = [Thing(driver.first, "", 0, open="drug")], every
    elif c.ask_word == "kind":
        ends.subjects, ends.objects = every, []
    kind = next((u for u in c.units if u.role == "kind"), None)
    if kind is not None and not ends.objects and c.ask_word != "kind":
        row = kind.row("kind")
        kind.open, kind.used = row.value if row else "", True
        ends.objects = [Thing(kind, "", c.units.index(kind), open=kind.open, word=kind.text)]


def _joined(c: Words, one: Thing, two: Thing) -> bool:
    return any(u.role == "conj" for u in c.units[one.at : two.at])


def _turn(c: Words, driver: Driver, relation: str, ends: Ends, things: Sequence[Thing]) -> None:
    """Ends that a preposition gives, where the relation lacks one: "falls with X", "is there less of Y with X"."""
    left = [t for t in things if t not in ends.subjects and t not in ends.objects]
    if relation in ("change", "cause", "prevent", "help") and not driver.state:
        by = [t for t in left if t.prep in BY and is_a(t, *AGENTS)]
        by.sort(key=lambda t: not is_a(t, "chemical", "drug_class"))
        in_whom = bool(ends.subjects) and is_a(ends.subjects[0], "population", "organism_taxon")
        if driver.row.value == "risk" and not by:
            by = [t for t in left if t.prep in (*BY, "in") and is_a(t, "disease_or_phenotype")]
        if by and ends.subjects and not ends.objects:
            ends.subjects, ends.objects = by[:1], ends.subjects
        elif by and (not ends.subjects or ends.subjects[0].open == "" or in_whom):
            ends.subjects = by[:1]
    if relation in ("use", "safe", "contraindication", "mechanism", "dose", "harms") and not ends.objects:
        wanted = lexicon().relations[relation].object
        unknown = [
            t
            for t in left
            if t.prep in (*wanted, "with") and (t.mention is None or is_a(t, "disease_or_phenotype", "procedure"))
        ]
        ends.objects = unknown[:1] if relation != "harms" or not c.lists() else []
    if not ends.subjects and relation not in ("is_a", "change", "cause", "where", "compare", "antidote"):
        ends.subjects = [
            t for t in left if is_a(t, "chemical", "drug_class") and t.prep in ("", "of", "while", "with")
        ][:1]


def _converted(c: Words, driver: Driver, relation: str, ends: Ends, things: Sequence[Thing]) -> str:
    """The relation, as what stands at its ends makes it: a receptor that is blocked is acted on."""
    s, o = (x[0] if x else None for x in (ends.subjects, ends.objects))
    how = c.ask_word in ("how", "why")
    if driver.state:
        return of_state(c, driver, relation, ends, things)
    if driver.row.value == "removal" and is_a(o, "chemical") and (s is None or is_a(s, "anatomy")):
        ends.subjects, ends.objects = ends.objects, ends.subjects
        driver.polarity = 0
        return "excretion" if s is not None else "elimination"
    if driver.row.takes == "act" and s is not None and s.open is not None and is_a(o, "chemical"):
        ends.subjects, ends.objects = ends.objects, []
        return "mechanism"
    if driver.row.takes == "act":
        if how:
            return "mechanism"
        if c.ask_word == "where" or is_a(o, "anatomy"):
            return "where"
        return "help" if o is None or not is_a(o, "gene_product") else "acts_on"
    if relation == "acts_on" and driver.action == "binding" and is_a(s, "gene_product") and is_a(o, "chemical"):
        ends.subjects, ends.objects = ends.objects, ends.subjects
        return relation
    if relation == "acts_on" and driver.row.role == "action" and s is None and is_a(o, "chemical", "drug_class"):
        ends.subjects, ends.objects = ends.objects, []
        return relation
    if relation == "acts_on" and is_a(o, "anatomy", "cell_type"):
        return "where"
    if (
        relation == "acts_on"
        and driver.row.role == "action"
        and o is not None
        and not is_a(o, "gene_product")
        and o.category != "entity"
        and o.mention
    ):
        driver.action = ""
        return "change"
    if relation == "change" and (driver.row.value == "risk" or (o is not None and o.aspect == "risk")):
        return of_risk(driver)
    if relation == "change" and o is not None and o.aspect == "activity" and is_a(o, "gene_product"):
        o.aspect = ""
        return "acts_on"
    protein = is_a(o, "gene_product") and not (o and o.aspect)
    if relation == "change" and driver.row.takes == "acts":
        if protein:
            return "acts_on"
        driver.action = ""
    known = o is not None and o.mention is not None
    if relation == "change" and driver.row.takes in ("worse", "impair") and known:
        if not is_a(o, "disease_or_phenotype", "behavior") and driver.row.takes == "worse":
            c.rest.append(driver.first.text)  # worse may be more of it, or less
        elif driver.row.takes == "worse":
            driver.aspect = driver.aspect or SEVERITY  # to bring it about is not to make it worse
        elif driver.row.takes == "impair" and not is_a(o, "disease_or_phenotype"):
            driver.polarity = -driver.polarity
    if relation == "change" and driver.row.value == "antidote":
        if not c.lists() and is_a(o, "disease_or_phenotype"):
            driver.polarity = 0
            return "help"
        return "antidote" if c.lists() or is_a(o, "drug", "drug_class") else "change"
    if relation == "help" and o is not None and o.mention is not None and not is_a(o, "disease_or_phenotype", "drug"):
        driver.polarity = 1
        return "change"
    if (
        relation == "cause"
        and driver.row.listed == "harms"
        and driver.nominal
        and driver.row.value != "risk"
        and o is None
    ):
        return "harms"
    if relation == "prevent" and o is not None and o.mention is not None and not is_a(o, "disease_or_phenotype"):
        return "change"
    if relation == "cause" and driver.polarity < 0 and driver.row.role != "effect":
        return "change"
    if relation == "cause" and driver.row.role != "effect" and driver.polarity and is_a(o, *_CHANGED):
        driver.row = replace(driver.row, relation="change")
        return "change"
    if relation == "where" and c.ask_word == "" and driver.row.relation == "expressed":
        return "expressed"
    return relation


def _place_asked(c: Words, relation: str, ends: Ends, things: Sequence[Thing]) -> None:
    """ "Where in the brain": what is named restricts what is asked for."""
    asked = next((t for t in things if t.open == "anatomy"), None)
    if c.ask_word != "where" and (asked is None or asked in ends.subjects):
        return
    named = [t for t in ends.objects if is_a(t, "anatomy") and t.open is None and t.prep]
    if named:
        ends.objects = [asked] if asked is not None else []
