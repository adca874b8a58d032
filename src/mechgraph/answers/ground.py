"""Find the entities that a question names: exact names first, longest first, then families, then names with a typo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..curie import Curie
from ..model import Entity
from ..search import LONGEST, find, named_after
from ..store.base import Store
from ..store.memory import fold
from .families import family_of
from .verbs import VERB

__all__ = ["Mention", "ground", "words_of"]

_WORD = re.compile(r"(?:\([\w+-]{1,3}\)-)*\w(?:[\w'’\-/,]*\w)?")
_STOP_TEXT = """
a an the is are was do does did what which how why where when who of in on by to for with and or not no can
could may might will would should it its your you my our be been being used use uses using have has had from
into than mechanism action act acts work works affect affects effect effects increase increases reduce reduces
decrease decreases cause causes treat treats treatment help helps inhibit inhibits block blocks activate
activates bind binds interact interacts interaction interactions differ differs difference between possible
complication complications side absorbed body dense density found expressed raise raises lower lowers prevent
prevents release drug drugs agonist antagonist level levels more less most high highest kind type types there
any antagonist antagonists agonists blocker blockers inhibitor inhibitors activator modulator modulators
receptor receptors channel channels enzyme enzymes protein proteins gene genes at as that this these those
"""
STOP = frozenset(_STOP_TEXT.split())
"""Words that alone never name an entity in a question."""
_ADJECTIVES = {
    "sleepy": "somnolence",
    "drowsy": "drowsiness",
    "sedated": "sedation",
    "sedating": "sedation",
    "confused": "confusion",
    "anxious": "anxiety",
    "depressed": "depression",
    "fatal": "death",
    "lethal": "death",
    "deadly": "death",
    "older people": "elderly people",
    "older patients": "elderly people",
    "the elderly": "elderly people",
}
"""What an adjective says of a patient, by the name of the state; used where no entity has the word for a name."""
_STATES = (
    ("toxicity", r"overdose|overdosage|poisoning|intoxication|toxicity", r"overdos\w+|poisoning"),
    ("withdrawal", r"withdrawal|discontinuation|cessation", r"stop|stopping|discontinu\w+|withdraw\w*|cessation"),
)
"""The word in the name of a state that a drug puts one in; what names it behind the drug, and before it."""
_ROUTE = re.compile(r"oral|intrathecal|intravenous")


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


def words_of(question: str) -> list[str]:
    """The words of a question, as mentions count them.

    >>> words_of("Is it GABA-B, or (S)-baclofen?")
    ['Is', 'it', 'GABA-B', 'or', '(S)-baclofen']
    """
    return _WORD.findall(question)


def typed(text: str) -> str:
    """A name as a keyboard writes it, without superscripts and accents.

    >>> typed("baclofén"), typed("GABAᴮ")
    ('baclofen', 'GABAB')
    """
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _forms(text: str) -> list[str]:
    """A phrase, its singular, of several words the plural, as classes are named; the disease that is
    someone's, and the uptake that is called reuptake."""
    out = [text]
    if text.endswith("ies"):
        out.append(text[:-3] + "y")
    if text.endswith("s") and not text.endswith("ss"):
        out.append(text[:-1])
    elif " " in text:
        out.append(text + "s")
    if "reuptake" in text:
        out.append(text.replace("reuptake", "uptake"))
    if text.endswith("'s"):
        out += [f"{text} disease", f"{text} syndrome"]
    return out


def ground(store: Store, question: str) -> list[Mention]:
    """Entities in the order in which the question names them; overlapping shorter names are left out.

    A phrase that is no name may be that of a family, or an adjective; what is left is tried against all names with a
    tolerance of one typo in five letters. A drug beside a word for its overdose or withdrawal is that state.
    """
    words = list(_WORD.finditer(question))
    texts = [w.group() for w in words]
    found: list[Mention] = []

    def free(i: int, j: int) -> bool:
        return all(j <= m.start or i >= m.end for m in found)

    for size in range(min(LONGEST, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            j = i + size
            phrase = question[words[i].start() : words[j - 1].end()].strip("',’")
            article = size > 1 and texts[j - 1] == "a"  # "is GABA a neurotransmitter" names no GABA-A
            if not free(i, j) or article or (size == 1 and phrase.lower() in STOP):
                continue
            mention = _exactly(store, phrase, i, j, texts[j] if j < len(texts) else "")
            if mention is not None:
                found.append(mention)
    for size in (3, 2, 1):
        for i in range(len(words) - size + 1):
            if free(i, i + size) and (near := _nearly(store, texts[i : i + size])) is not None:
                found.append(Mention(near, question[words[i].start() : words[i + size - 1].end()], i, i + size, False))
    return _in_states(store, sorted(found, key=lambda m: m.start), texts)


def _exactly(store: Store, phrase: str, i: int, j: int, following: str) -> Mention | None:
    family = family_of(store, phrase, following)
    if family is not None:
        return Mention(family[0], phrase, i, j, members=family[1])
    forms = dict.fromkeys((*_forms(phrase), *_forms(typed(phrase))))
    entity = next((e for form in forms if (e := _named(store, form)) is not None), None)
    if entity is not None:
        return Mention(entity, phrase, i, j)
    state = _ADJECTIVES.get(phrase.lower())
    entity = _named(store, state) if state is not None else _partly(store, fold(phrase))
    return Mention(entity, phrase, i, j, exact=False) if entity is not None else None


def _named(store: Store, phrase: str) -> Entity | None:
    entity = find(store, phrase)
    if entity is not None:
        return entity
    several = [e for c in store.by_name(phrase) if (e := store.entity(c)) is not None]
    return several[0] if several else None


def _partly(store: Store, phrase: str) -> Entity | None:
    """The one entity with a name that begins or ends with the phrase of two words or more: heavy drinking, and days."""
    words = phrase.split()
    if len(words) < 2 or {words[0], words[-1]} & STOP or VERB.fullmatch(words[0]):
        return None
    part = rf"{re.escape(phrase)}(?: \w+){{1,3}}|(?:\w+ ){{1,2}}{re.escape(phrase)}"
    longer = {c for name, _, c in store.names_holding(phrase) if re.fullmatch(part, name)}
    return store.entity(longer.pop()) if len(longer) == 1 else None


def _nearly(store: Store, words: Sequence[str]) -> Entity | None:
    """The entity with a name that differs from the words by typos: in each word at most one in five letters.

    A word that stands in a name of the graph is no typo, nor is a verb.
    """
    wanted = [fold(typed(w)) for w in words]
    if any(w in STOP or VERB.fullmatch(w) for w in wanted) or max(map(len, wanted)) < 5:
        return None
    if len(wanted) == 1 and any(f" {wanted[0]} " in f" {name} " for name, _, _ in store.names_holding(wanted[0])):
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    for form in _forms(" ".join(wanted)):
        near = list(store.names_near(form))
        most = sum(len(w) // 5 for w in form.split())
        for name, _, at in extract(form, [folded for folded, _, _ in near], scorer=OSA.distance, score_cutoff=most):
            if _is_typo(form.split(), name.split(), OSA.distance):
                return store.entity(near[at][2])
    return None


def _is_typo(typed_as: Sequence[str], name: Sequence[str], distance: Callable[[str, str], int]) -> bool:
    together = zip(typed_as, name, strict=False)
    return len(typed_as) == len(name) and all(distance(a, b) <= len(a) // 5 for a, b in together)


def _in_states(store: Store, mentions: Sequence[Mention], words: Sequence[str]) -> list[Mention]:
    """Mentions, a drug that stands beside a word for its overdose or withdrawal being that state."""
    out = []
    for m in mentions:
        state = _state(store, m, words) if m.entity.category == "drug" else None
        out.append(state or m)
    return out


def _state(store: Store, m: Mention, words: Sequence[str]) -> Mention | None:
    before = [w.lower() for w in words[: m.start]]
    while before and (before[-1] in ("of", "from", "the", "off") or _ROUTE.fullmatch(before[-1])):
        before.pop()
    first = before[-1] if before else ""
    then = words[m.end].lower() if m.end < len(words) else ""
    for called, behind, ahead in _STATES:
        follows = re.fullmatch(behind, then) is not None
        if not follows and not re.fullmatch(ahead, first):
            continue
        for curie in named_after(store, m.entity):
            state = store.entity(curie)
            if state is not None and fold(state.name).startswith(f"{fold(m.entity.name)} {called}"):
                start, end = (m.start, m.end + 1) if follows else (len(before) - 1, m.end)
                return Mention(state, " ".join(words[start:end]), start, end, exact=False)
    return None
