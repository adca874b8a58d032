"""Which things a clause speaks of, and which of them is the subject and which the object of its relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..names.lexicon import Relation
from .drivers import Driver
from .things import Thing, is_a
from .units import Unit

__all__ = ["Ends", "assign"]

_AGENTS = ("chemical", "drug_class", "procedure", "exposure", "gene_product", "role")
_RESTRICTING = frozenset(
    {"in", "with", "among", "within", "inside", "during", "after", "following", "while", "throughout"}
)


@dataclass(slots=True)
class Ends:
    """The ends of a relation, each a list whose members are asked of one by one."""

    subjects: list[Thing] = field(default_factory=list)
    objects: list[Thing] = field(default_factory=list)


def assign(units: Sequence[Unit], things: Sequence[Thing], d: Driver, relation: Relation, passive: bool) -> Ends:
    """The ends of the relation. What is not among them is left, to be a setting or not to be understood."""
    # of "acts as a Y agonist" the ends stand around the action, not around the copula before it
    first = list(units).index(d.last if d.row.role == "action" else d.first)
    things = [t for t in things if t.role == ""]
    before = [t for t in things if t.at < first and (t.prep == "" or t.open is not None)]
    after = [t for t in things if t.at > first and t.prep == ""]
    if d.row.part == "a" and not before:
        before, after = after[:1], after[1:]
    fronted = _fronted(units, things, first)
    if fronted is not None:
        before = [t for t in before if t is not fronted]
        after.append(fronted)
    agents = [t for t in things if t.prep == "by" and (t.at > first or t.unit.text.lower().endswith("ally"))]
    given = [t for t in things if t.prep in relation.object and t.at > first and _may_be_object(t, d, relation)]
    of = [t for t in things if t.prep == "of" and t.at > first]
    takes = d.row.takes
    if d.plain:
        named = [t for t in things if t.open is None]
        return Ends(named[:1], named[1:])
    if d.row.role == "action":
        return _of_action(units, before, after, [*of, *given], first)
    if d.nominal and takes != "turned":
        return _of_noun(units, before, after, of, given, agents, things, d, first)
    if d.row.takes == "act":
        given = [
            t
            for t in things
            if t.prep not in ("", "of", "by", "than", "while", "like", "unlike", "without", "despite")
            and t.at > first
            and not is_a(t, "organism_taxon", "population")
        ]
    tail = d.last is not d.first or d.last.end - d.last.start > 1
    if relation.turned and tail and (passive or relation.id in ("use", "approved", "off_label")):
        given, after = [*after, *given, *of], []
    if takes == "either" and not (before and is_a(before[0], *_AGENTS)):
        return Ends(_first(after, given), _first(before))
    if takes == "turned":
        return Ends(_first(after, given, of, agents), _first(before))
    if relation.turned:
        if passive or not after:
            return Ends(_first(before or after), _first(agents, given))
        if relation.id in ("use", "approved", "off_label", "dose"):
            return Ends(_first(after), _first(given, agents))
        return Ends(_first(after), _first(before, given, agents))
    end = list(units).index(d.last)
    inner = [t for t in things if t.prep in ("of", "in", "") and first < t.at < end and t.open is None]
    if end > first and any(r.part == "n" for r in d.last.rows):
        given = given or [t for t in things if t.prep in ("in", "of") and t.at > end]
    if inner and not before and not passive:
        return Ends(_first(inner), _first([t for t in after if t not in inner], given))
    if passive:
        by = agents or [
            t for t in things if t.prep in ("with", "through", "after") and t.at > first and is_a(t, *_AGENTS)
        ]
        return Ends(_first(by), _first(before, after))
    return Ends(_first(before), _first(after, given, of if d.relation not in ("where",) else []))


def _first(*lists: Sequence[Thing]) -> list[Thing]:
    """The first list that has anything; of things that are no list, the first one."""
    for found in lists:
        if found:
            lead = found[0]
            return [t for t in found if t is lead or (lead.together and t.together == lead.together)]
    return []


def _may_be_object(t: Thing, d: Driver, relation: Relation) -> bool:
    """Whether what stands behind a preposition may be what is acted on, and not where or in whom."""
    on_effect = d.last is not d.first and t.prep in ("on", "upon") and any(r.part == "n" for r in d.last.rows)
    if (
        t.prep in ("on", "with", "upon")
        and d.row.part == "v"
        and not on_effect
        and relation.id in ("change", "help", "treat")
    ):
        return not is_a(t, "chemical", "drug_class")
    if t.prep in ("in", "on", "during", "within") and is_a(t, "organism_taxon", "population"):
        return False
    if t.prep in _RESTRICTING and relation.id in ("absorption", "metabolism", "excretion"):
        return not is_a(t, "disease_or_phenotype") and t.prep != "with"
    return not (t.prep == "with" and relation.id in ("help", "acts_on", "mechanism") and is_a(t, "chemical"))


def _fronted(units: Sequence[Unit], things: Sequence[Thing], first: int) -> Thing | None:
    """What is asked for, where it stands before the subject: "which receptors does it bind", "what is it used for"."""
    lead = things[0] if things and things[0].open is not None else None
    if lead is None or lead.at > first:
        return None
    following = [
        w for w in units[lead.at + 1 : first + 1] if w.role not in ("nothing", "degree", "setting", "quantifier", "not")
    ]
    if not following or (
        following[0].role != "aux" and not (lead.open == "" and following[0].role in ("name", "pron"))
    ):
        return None
    others = [t for t in things[1:] if t.at < first and t.prep == ""]
    return lead if others or any(w.role in ("pron", "take") for w in following) else None


def _of_action(units: Sequence[Unit], before: list[Thing], after: list[Thing], of: list[Thing], first: int) -> Ends:
    """ "X is a Y agonist", "X is an agonist of Y"."""
    if of:
        return Ends(_first(before, after), _first(list(dict.fromkeys(of))))
    if units[first].article and before:
        return Ends(_first(before), _first(after))  # "what is X an agonist of"
    if before and before[-1].at == first - 1 - _silent(units, first):
        lead = [t for t in before if t.together and t.together == before[-1].together] or [before[-1]]
        return Ends(_first([t for t in before if t not in lead], after), lead)
    return Ends(_first(before), _first(after))


def _silent(units: Sequence[Unit], first: int) -> int:
    count = 0
    for w in reversed(units[:first]):
        if w.role not in ("nothing", "degree"):
            break
        count += 1
    return count


def _of_noun(
    units: Sequence[Unit],
    before: list[Thing],
    after: list[Thing],
    of: list[Thing],
    given: list[Thing],
    agents: list[Thing],
    things: Sequence[Thing],
    d: Driver,
    first: int,
) -> Ends:
    """ "The effect of X on Y", "X side effects", "a reduction in Y with X", "is Y a risk of X"."""
    own, rest = "s" if d.row.takes == "s" else "o", [t for t in given if t not in of]
    if d.row.value == "risk" and of and is_a(of[0], "disease_or_phenotype"):
        own = "o"
    if d.row.value == "risk" and d.signed:
        own, rest = "o", [t for t in things if t.prep not in ("", "of") and t.at > first]
    ends = Ends()
    if d.relation == "change" and own == "o":
        changed = of or [t for t in things if t.prep == "in" and t.at > first][:1] or after
        by = agents or [t for t in things if t.prep in ("with", "from", "after", "on") and t not in changed]
        compound = [t for t in before if t.at == first - 1]
        acted = [
            t for t in things if t.prep in ("on", "upon") and t.at > first and not is_a(t, "chemical", "drug_class")
        ]
        if before and acted and not changed and is_a(before[0], *_AGENTS):
            return Ends(_first(before), _first(acted))
        ends.objects = _first(changed, compound)
        ends.subjects = _first([t for t in before if t not in ends.objects], by)
        return ends
    near, far = _first(of), _first(rest)
    if not near and own == "o":
        near, far = far, []
    if not near:
        near, before = _first(before[-1:], after), before[:-1]
        near = near or far
        far = [] if near == far else far
    other = _first(before, far, agents, [t for t in after if t not in near])
    if own == "s":
        ends.subjects, ends.objects = near, other
    else:
        ends.subjects, ends.objects = other, near
    return ends
