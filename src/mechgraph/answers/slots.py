"""Which things a clause speaks of, and which of them is the subject and which the object of its relation."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..vocab import vocabulary
from .asked import Slot
from .drivers import Driver
from .families import HEADS
from .ground import Mention
from .lexicon import Relation
from .roles import named, preposition
from .units import Unit

__all__ = ["Ends", "Thing", "assign", "is_a", "things_of"]

_BETWEEN = frozenset({"nothing", "degree", "sign", "setting", "quantifier", "who", "conj"})
_AGENTS = ("chemical", "drug_class", "procedure", "exposure", "gene_product", "role")
_RESTRICTING = frozenset(
    {"in", "with", "among", "within", "inside", "during", "after", "following", "while", "throughout"}
)


@dataclass(slots=True, eq=False)
class Thing:
    """A thing of a clause: a name, a word at the place of one, or what is asked for.

    Args:
        prep: The preposition before it, "" for none.
        at: Where it stands, in units.
        aspect: What of it is meant: "release", "abundance".
        after_aspect: Whether the aspect is a word behind it or before it, which belongs to it.
        open: Of what is asked for, its category ("" for any); ``None`` for what is named.
        together: The number of the list that it stands in: "anxiety and depression".
        role: What it was used for.
    """

    unit: Unit
    prep: str
    at: int
    aspect: str = ""
    aspect_unit: Unit | None = None
    open: str | None = None
    word: str = ""
    together: int = 0
    mention: Mention | None = None
    role: str = ""

    @property
    def slot(self) -> Slot:
        if self.open is not None:
            return Slot(category=self.open, word=self.word)
        return Slot(mention=self.mention, word=self.word)

    @property
    def category(self) -> str:
        return self.open or "" if self.mention is None else self.mention.entity.category


@dataclass(slots=True)
class Ends:
    """The ends of a relation, each a list whose members are asked of one by one."""

    subjects: list[Thing] = field(default_factory=list)
    objects: list[Thing] = field(default_factory=list)


def is_a(thing: Thing | None, *categories: str) -> bool:
    """Whether a thing is of a category, or below it."""
    return thing is not None and any(vocabulary().is_a(thing.category, c) for c in categories)


def things_of(units: Sequence[Unit]) -> list[Thing]:
    """The things of a clause, in its order; a word for an aspect beside a name belongs to it."""
    out: list[Thing] = []
    for k, u in enumerate(units):
        if u.open is not None:
            out.append(Thing(u, preposition(units, k)[0], k, open=u.open, word=u.text))
            continue
        if not named(u):
            continue
        prep, by = preposition(units, k)
        thing = Thing(u, prep, k, mention=u.mention, word="" if u.mention else u.text)
        _give_aspect(units, k, thing, by)
        before = out[-1] if out else None
        following = units[k + 1] if k + 1 < len(units) else None
        if (
            u.role == "unknown"
            and following is not None
            and following.role == "name"
            and not following.comma
            and not following.article
        ):
            thing.role = "modifier"
        if following is not None and following.role == "evoked":
            thing.role = "stimulus"
        if (
            prep == "by"
            and k > 1
            and units[k - 2].participle
            and units[k - 2].role == "relation"
            and any(w.role in ("name",) for w in units[: k - 2])
            and any(w.role == "relation" for w in units[: k - 2])
        ):
            thing.role, units[k - 2].role, units[k - 2].used = "stimulus", "evoked", True
        if before is not None and _joined(units, before.at, k):
            if not before.together:
                before.together = len(out)
            thing.together, thing.prep = before.together, before.prep
            if before.aspect and not thing.aspect and thing.aspect_unit is None and before.aspect_unit is not None:
                thing.aspect = before.aspect if before.aspect_unit.start < before.unit.start else ""
        out.append(thing)
    _share_aspects(out)
    return out


def _give_aspect(units: Sequence[Unit], k: int, thing: Thing, by: Unit | None) -> None:
    """ "Glutamate release", "release of glutamate": the aspect is the name's."""
    for w in units[k + 1 : k + 4]:
        if w.role == "aspect" and not w.used:
            thing.aspect_unit = w
            break
        if w.role != "nothing" and w.text.lower() not in ("to", "be", "being"):
            break
    if thing.aspect_unit is None and by is not None and thing.prep in ("of", "in"):
        place = list(units).index(by)
        before = next((w for w in reversed(units[:place]) if w.role not in ("nothing", "degree")), None)
        if before is not None and before.role == "aspect" and not before.used:
            thing.aspect_unit = before
            thing.prep = preposition(units, list(units).index(before))[0]
    if thing.aspect_unit is not None:
        row = thing.aspect_unit.row("aspect")
        thing.aspect = row.value if row is not None else ""
        thing.aspect_unit.used = True


def _share_aspects(things: Sequence[Thing]) -> None:
    """ "GABA and glutamate release": the release of both."""
    for a, b in itertools.pairwise(things):
        if a.together and a.together == b.together and b.aspect and not a.aspect:
            a.aspect = b.aspect


def _joined(units: Sequence[Unit], i: int, k: int) -> bool:
    """Whether two names stand in one list: "anxiety and depression", "in the cord or in the brain"."""
    between = [w for w in units[i + 1 : k] if not (w.role == "aspect" and w.used)]
    if not all(w.role in _BETWEEN or w.role == "prep" for w in between):
        return False
    joins = any(w.role == "conj" for w in between) or units[k].comma
    preps = [w for w in between if w.role == "prep"]
    return joins and (not preps or preposition(units, i)[0] == preposition(units, k)[0] != "")


def assign(units: Sequence[Unit], things: Sequence[Thing], d: Driver, relation: Relation, passive: bool) -> Ends:
    """The ends of the relation. What is not among them is left, to be a setting or not to be understood."""
    first = list(units).index(d.first)
    things = [t for t in things if t.role == ""]
    before = [t for t in things if t.at < first and (t.prep == "" or t.open is not None)]
    after = [t for t in things if t.at > first and t.prep == ""]
    if d.row.part == "a" and not before:
        before, after = after[:1], after[1:]
    fronted = _fronted(units, things, first)
    if fronted is not None:
        before = [t for t in before if t is not fronted]
        after.append(fronted)
    agents = [t for t in things if t.prep == "by" and t.at > first]
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
            if t.prep not in ("", "of", "by", "than", "while")
            and t.at > first
            and not is_a(t, "organism_taxon", "population")
        ]
    tail = d.last is not d.first or d.last.end - d.last.start > 1
    if relation.turned and tail and (passive or relation.id in ("use", "approved", "off_label")):
        given, after = [*after, *given], []
    if takes == "turned":
        return Ends(_first(after, given, of, agents), _first(before))
    if relation.turned:
        if passive or not after:
            return Ends(_first(before or after), _first(agents, given))
        if relation.id in ("use", "approved", "off_label", "dose"):
            return Ends(_first(after), _first(given, agents))
        return Ends(_first(after), _first(before, given, agents))
    inner = [t for t in things if t.prep in ("of", "in") and first < t.at < list(units).index(d.last)]
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
    if t.prep in ("on", "with", "upon") and d.row.part == "v" and relation.id in ("change", "help", "treat"):
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


def heads_class(name: str) -> bool:
    """Whether a name is one of a family or a kind, of which one may ask "which": opioid receptors."""
    return name.lower().rstrip("s").rsplit(" ", 1)[-1] in HEADS
