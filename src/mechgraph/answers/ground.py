"""Find the entities that a question names: exact names first, longest first, then names with a typo."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Entity
from ..search import LONGEST, find
from ..store.base import Store

__all__ = ["Mention", "ground", "words_of"]

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’\-/,]*[A-Za-z0-9]|[A-Za-z0-9]")
_STOP_TEXT = """
a an the is are was do does did what which how why where when who of in on by to for with and or not no can
could may might will would should it its your you my our be been being used use uses using have has had from
into than mechanism action act acts work works affect affects effect effects increase increases reduce reduces
decrease decreases cause causes treat treats treatment help helps inhibit inhibits block blocks activate
activates bind binds interact interacts interaction interactions differ differs difference between possible
complication complications side absorbed body dense density found expressed raise raises lower lowers prevent
prevents release drug drugs agonist antagonist level levels more less most high highest kind type types there
any antagonist antagonists agonists blocker blockers inhibitor inhibitors activator modulator modulators
receptor receptors channel channels enzyme enzymes protein proteins gene genes
"""
STOP = frozenset(_STOP_TEXT.split())
"""Words that alone never name an entity in a question."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity as the question names it: the words, and where they start and end in the folded question."""

    entity: Entity
    text: str
    start: int
    end: int
    exact: bool = True


def words_of(question: str) -> list[str]:
    """The words of a question, as mentions count them.

    >>> words_of("Is it GABA-B?")
    ['Is', 'it', 'GABA-B']
    """
    return _WORD.findall(question)


def _forms(text: str) -> list[str]:
    """A phrase, its singular, and of several words the plural: classes are named in the plural."""
    out = [text]
    if text.endswith("ies"):
        out.append(text[:-3] + "y")
    if text.endswith("s") and not text.endswith("ss"):
        out.append(text[:-1])
    elif " " in text:
        out.append(text + "s")
    return out


def ground(store: Store, question: str) -> list[Mention]:
    """Entities in the order in which the question names them; overlapping shorter names are left out.

    A phrase that is no name is tried against all names with a tolerance of about one typo in five letters.
    """
    words = list(_WORD.finditer(question))
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []

    def free(i: int, j: int) -> bool:
        return all(j <= a or i >= b for a, b in taken)

    for size in range(min(LONGEST, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            j = i + size
            phrase = question[words[i].start() : words[j - 1].end()].strip("',’")
            article = size > 1 and words[j - 1].group() == "a"  # "is GABA a neurotransmitter" names no GABA-A
            if not free(i, j) or article or (size == 1 and phrase.lower() in STOP):
                continue
            entity = next((e for form in _forms(phrase) if (e := _named(store, form)) is not None), None)
            if entity is not None:
                taken.append((i, j))
                found.append(Mention(entity, phrase, i, j))
    rest = [i for i in range(len(words)) if free(i, i + 1) and words[i].group().lower() not in STOP]
    for mention in _fuzzy(store, [(i, words[i].group()) for i in rest if len(words[i].group()) >= 5]):
        taken.append((mention.start, mention.end))
        found.append(mention)
    return sorted(found, key=lambda m: m.start)


def _named(store: Store, phrase: str) -> Entity | None:
    entity = find(store, phrase)
    if entity is not None:
        return entity
    several = [e for c in store.by_name(phrase) if (e := store.entity(c)) is not None]
    return several[0] if several else None


def _fuzzy(store: Store, words: list[tuple[int, str]]) -> list[Mention]:
    if not words:
        return []
    from rapidfuzz import fuzz, process

    out = []
    for i, word in words:
        for form in _forms(word.lower()):
            names = list(store.names_near(form))
            best = process.extractOne(form, [name for name, _, _ in names], scorer=fuzz.ratio, score_cutoff=80)
            if best is not None and (entity := store.entity(names[best[2]][2])) is not None:
                out.append(Mention(entity, word, i, i + 1, exact=False))
                break
    return out
