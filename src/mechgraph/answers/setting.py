"""The setting that a question names (species, place, patients, route, dose, time, stimulus), and which claims state it.

A claim answers a question about a setting only where it states that setting. One that states another, or none, is no
answer to it, and stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..curie import Curie
from ..model import Association, Entity
from ..names.lexicon import lexicon
from ..reason.context import Regions, fits
from ..store.memory import fold
from ..vocab import vocabulary

__all__ = ["ANIMALS", "HUMAN", "Setting"]

HUMAN = Curie("NCBITaxon:9606")
ANIMALS = Curie("MG:animals-unspecified")
_EXCEPT = re.compile(r"\b(?:other than|without|except|excluding|not)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a question restricts itself to.

    ``wanted`` holds values of the qualifiers as (field, value), ``groups`` populations by their names, ``patients``
    the diseases of those who are meant, ``words`` the setting in words.
    """

    wanted: tuple[tuple[str, str], ...] = ()
    groups: tuple[Entity, ...] = ()
    patients: tuple[Entity, ...] = ()
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.wanted or self.groups)

    def states(self, claim: Association, regions: Regions, whom: str = "") -> bool:
        """Whether a claim states all of the setting.

        Args:
            whom: The name of those whom the claim itself is on: "is contraindicated in children under 12 years".
        """
        for name, value in self.wanted:
            species = claim.qualifiers.species
            if (name, value) == ("species", str(ANIMALS)):
                if species in (None, HUMAN):
                    return False
            elif name == "people":
                if not _said(claim, value, whom):
                    return False
            elif name in ("stimulus", "dose"):
                if value not in fold(getattr(claim.qualifiers, name)):
                    return False
            elif name == "population_of":
                if claim.qualifiers.population_of != value and not _named_in(claim, self.patients):
                    return False
            elif name == "route" and (kinds := vocabulary().kinds.get(value)) is not None:
                if claim.qualifiers.route not in kinds:
                    return False
            elif not fits(claim, {name: value}, regions):
                return False
        return all(claim.object == g.id or _named_in(claim, [g]) for g in self.groups)


def _said(claim: Association, people: str, whom: str) -> bool:
    """Whether a claim speaks of those whom a row of ``frames.tsv`` names: children, pregnancy, with food.

    Of adults speaks also what names nobody; of women does not what is said of pregnancy alone.
    """
    q, words = claim.qualifiers, lexicon()
    said = fold(" ".join((_EXCEPT.split(q.population)[0], q.stimulus, q.dose, q.frequency, q.other, whom)))

    def names(of: str) -> bool:
        listed = words.people.get(of, (of,))
        return any(re.search(rf"(?<!\w){re.escape(fold(w))}(?:s|es|ren)?(?!\w)", said) for w in listed)

    others = any(map(names, words.unlike.get(people, ())))
    if people in words.usual:
        return names(people) or not others
    return names(people) and not others


def _named_in(claim: Association, groups: Sequence[Entity]) -> bool:
    """Whether the words for the people that a claim is about have the name of one of the groups or diseases."""
    people = _EXCEPT.split(fold(claim.qualifiers.population))[0]
    names = (fold(n) for g in groups for n in (g.name, *g.synonyms) if len(n) > 2)
    return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", people) for n in names)
