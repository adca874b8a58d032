"""What a question asks, read once: a relation, its direction, its ends, its setting, and whatever was not understood.

A :class:`Reading` says nothing of what the graph holds. Every word of the question is in it: as a name, as the words of
the relation, as a setting or a degree, among the words that change nothing, or in ``rest``; nothing is told as a
verdict where ``rest`` or ``unknown`` is not empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from ..curie import Curie
from ..model import Entity
from .setting import Setting

__all__ = ["Ask", "Form", "Mention", "Reading", "Slot"]

Form = Literal["closed", "list", "how", "tell"]
"""Yes or no; which things; by what mechanism (how, why); what is said of it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity as the question names it: the words, and where they start and end in the folded question.

    ``members`` are those of a family; ``exact`` is false where the words are not a name of the entity.
    """

    entity: Entity
    text: str
    start: int
    end: int
    exact: bool = True
    members: tuple[Curie, ...] = ()


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One end of what is asked: a thing that is named, or one that is asked for.

    Args:
        mention: The entity as it is named; ``None`` where the end is open.
        category: Of an open end, the category that is asked for ("which drugs": drug); empty for any.
        word: The words of an open end ("opioid antagonists", "enzymes"), for telling.
        within: Of an open end, the class or family whose members are asked for: "which benzodiazepines".
        acting: Where not the members of ``within`` are asked for but what acts on them, how and in which direction:
            "which opioid antagonists".
    """

    mention: Mention | None = None
    category: str = ""
    word: str = ""
    within: Mention | None = None
    acting: tuple[str, int] | None = None

    @property
    def open(self) -> bool:
        return self.mention is None


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One question of one relation.

    Args:
        form: How it asks.
        relation: A row of ``graph/vocabulary/relations.tsv``.
        polarity: The direction that a "yes" needs: +1 more, −1 less, 0 any change. All words that turn it are in it
            ("a fall in", "less", "no longer"; the last verb of a chain decides).
        subject, object: The ends, in the direction of the relation.
        at: Where two are compared: the receptor of "more potent at the receptor".
        aspect: What of the object (release, uptake, abundance, activity, expression, synthesis, degradation, …; the
            values of the qualifier ``aspect``), empty where the thing itself is meant.
        action: How the subject acts (agonism, antagonism, inhibition …; the values of the qualifier ``mechanism``).
        degree: An amount in words (few, many, lowest, low, high, highest, mostly, partly, well, completely …), folded
            to one word of ``frames.tsv``.
        quantifier: "only", "sole" ("the only one that …"), "all", "some", or empty.
        negated: The question has a "not" in it ("does it not …", "isn't"); "no effect" is polarity and negation read.
        setting: In whom, where, by which route, dose, time.
        excluded: What an open end is asked for without: "other than baclofen".
        amounts: Numbers with a unit, as written.
        verb: The word that asked, in its base form, for telling ("blunt").
        unknown: Names (words at the place of a name) that the graph does not hold.
        rest: Content words that nothing consumed.
        read_as: How words that are no exact name were read, one remark each.
    """

    form: Form
    relation: str
    polarity: int = 0
    subject: Slot = Slot()
    object: Slot = Slot()
    at: Slot = Slot()
    aspect: str = ""
    action: str = ""
    degree: str = ""
    quantifier: str = ""
    negated: bool = False
    setting: Setting = Setting()
    excluded: tuple[Mention, ...] = ()
    amounts: tuple[str, ...] = ()
    verb: str = ""
    unknown: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    read_as: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was read: its parts, and how they are joined ("and", "or", or "")."""

    text: str
    asks: tuple[Ask, ...]
    joined: str = ""
