"""The setting that a question names: species, place, patients, route, dose, timing,
stimulus; and which claims are made in it.

A claim answers a question about a setting only where it states that setting. One that states another, or none, is no
answer to it, and stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..curie import Curie
from ..model import Association, Entity
from ..reason.context import Regions, fits
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .ground import Mention, words_of
from .lexicon import lexicon

__all__ = ["Setting", "is_restricting", "is_stimulus", "setting_of"]

HUMAN = Curie("NCBITaxon:9606")
ANIMALS = Curie("MG:animals-unspecified")
_TERMS = (
    ("route", "oral", r"oral(?:ly)?|by mouth|tablets?"),
    ("route", "intrathecal", r"intrathecal(?:ly)?"),
    ("route", "intravenous", r"intravenous(?:ly)?"),
    ("route", "intraperitoneal", r"intraperitoneal(?:ly)?"),
    ("route", "subcutaneous", r"subcutaneous(?:ly)?"),
    ("route", "topical", r"topical(?:ly)?"),
    ("route", "inhaled", r"inhaled"),
    ("timing", "acute", r"acute(?:ly)?"),
    ("timing", "short_term", r"short[- ]term"),
    ("timing", "chronic", r"chronic(?:ally)?|long[- ]term"),
    ("preparation", "in_vivo", r"in vivo"),
    ("preparation", "in_vitro", r"in vitro"),
    ("species", str(HUMAN), r"patients?|volunteers?"),
)
_SET_OFF_BY = frozenset(["from", "by", "after"])
_DOSES = (
    ("low", r"low(?:er)?[- ]?(?:dos\w+|concentrations?)"),
    ("high", r"high(?:er)?[- ]?(?:dos\w+|concentrations?)"),
)
_EXCEPT = re.compile(r"\b(?:other than|without|except|excluding|not)\b")
_PREPOSITIONS = frozenset(["in", "with", "among", "within", "inside", "after", "following"])


@dataclass(frozen=True, slots=True)
class Setting:
    """What a question restricts itself to.

    ``wanted`` holds values of the qualifiers as (field, value), ``groups`` populations by their names, ``patients``
    the diseases of those who are meant, ``words`` the
    setting in words of the question, ``read`` the words that named it.
    """

    wanted: tuple[tuple[str, str], ...] = ()
    groups: tuple[Entity, ...] = ()
    patients: tuple[Entity, ...] = ()
    words: str = ""
    read: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return bool(self.wanted or self.groups)

    def states(self, claim: Association, regions: Regions) -> bool:
        """Whether a claim states all of the setting."""
        for name, value in self.wanted:
            species = claim.qualifiers.species
            if (name, value) == ("species", str(ANIMALS)):
                if species in (None, HUMAN):
                    return False
            elif name == "people":
                if not _said(claim, value):
                    return False
            elif name in ("stimulus", "dose"):
                if value not in fold(getattr(claim.qualifiers, name)):
                    return False
            elif name == "population_of":
                if claim.qualifiers.population_of != value and not _named_in(claim, self.patients):
                    return False
            elif not fits(claim, {name: value}, regions):
                return False
        return all(_named_in(claim, [g]) for g in self.groups)


def _said(claim: Association, people: str) -> bool:
    """Whether a claim speaks of those whom a row of ``frames.tsv`` names: children, pregnancy, with food."""
    q = claim.qualifiers
    said = fold(" ".join((_EXCEPT.split(q.population)[0], q.stimulus, q.dose, q.frequency, q.other)))
    words = lexicon().people.get(people, (people,))
    return any(re.search(rf"(?<!\w){re.escape(fold(w))}(?:s|es|ren)?(?!\w)", said) for w in words)


def _named_in(claim: Association, groups: Sequence[Entity]) -> bool:
    """Whether the words for the people that a claim is about have the name of one of the groups or diseases."""
    people = _EXCEPT.split(fold(claim.qualifiers.population))[0]
    names = (fold(n) for g in groups for n in (g.name, *g.synonyms) if len(n) > 2)
    return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", people) for n in names)


def is_restricting(text: str, mention: Mention) -> bool:
    """Whether a name follows a preposition: "in rats", "with cerebral palsy"."""
    words = [w.lower() for w in words_of(text)]
    before = [w for w in words[: mention.start] if w not in ("the", "a", "an")]
    return bool(before) and before[-1] in _PREPOSITIONS


def is_stimulus(text: str, mention: Mention) -> bool:
    """Whether a name is that of what sets something off: "nicotine-evoked release", "the surge from cocaine"."""
    if not vocabulary().is_a(mention.entity.category, "chemical"):
        return False
    words = [w.lower() for w in words_of(text)]
    before = [w for w in words[: mention.start] if w not in ("the", "a", "an")]
    return words[mention.end : mention.end + 1] == ["evoked"] or (bool(before) and before[-1] in _SET_OFF_BY)


def setting_of(store: Store, text: str, mentions: Sequence[Mention], about: Sequence[Entity]) -> Setting:
    """The setting that a question names, ``about`` being the entities that it asks about.

    >>> import mechgraph
    >>> from mechgraph.answers.ground import ground
    >>> store = mechgraph.load().store
    >>> text = "Does oral baclofen reduce anxiety in rats?"
    >>> found = setting_of(store, text, ground(store, text)[:2], ())
    >>> found.words
    'oral'
    """
    vocab = vocabulary()
    wanted: list[tuple[str, str]] = []
    groups: list[Entity] = []
    patients: list[Entity] = []
    words: list[str] = []
    rest = text
    asked = {e.id for e in about}
    for m in mentions:
        rest = rest.replace(m.text, " ", 1) if m.exact else rest
        if m.entity.id in asked:
            continue
        kind = m.entity.category
        if is_stimulus(text, m):
            wanted.append(("stimulus", fold(m.entity.name)))
            words.append(f"evoked by {m.entity.name}")
            continue
        if kind == "organism_taxon":
            wanted.append(("species", str(m.entity.id)))
        elif kind == "population":
            groups.append(m.entity)
        elif vocab.is_a(kind, "anatomy"):
            wanted.append(("anatomy", str(m.entity.id)))
        elif vocab.is_a(kind, "disease_or_phenotype") and is_restricting(text, m):
            wanted.append(("population_of", str(m.entity.id)))
            patients.append(m.entity)
        else:
            continue
        words.append(f"in {m.entity.name}")
    read: set[str] = {"evoked"}
    for value, pattern in _DOSES:
        if match := re.search(rf"\b{pattern}\b", rest, re.I):
            read |= {w.lower() for w in words_of(match.group())}
            wanted.append(("dose", value))
            words.append(f"{value} dose")
    for name, value, pattern in _TERMS:
        if match := re.search(rf"\b(?:{pattern})\b", rest, re.I):
            read |= set(re.findall(r"[\w-]+", match.group().lower()))
            if (name, value) not in wanted:
                wanted.append((name, value))
                words.append(f"in {match.group()}" if name == "species" else match.group())
    return Setting(tuple(wanted), tuple(groups), tuple(patients), ", ".join(words), frozenset(read))
