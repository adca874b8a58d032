"""Find the names in a question: what the graph calls so, what plain people call so, families, and words with one typo.

A name that the graph lacks is never read as another: a word is a misspelling only where it is long, one letter away
from one single name, and itself the name of nothing that is known (names of drugs stand in a list for that).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ..model import Entity
from ..names import drug_names, fold, is_typo
from ..names.lexicon import lexicon, spelled
from ..search import LONGEST, find, reordered
from ..store.base import Store
from ..vocab import vocabulary
from .asked import Mention
from .families import family_of, kinds_of
from .kinds import by_what_they_do
from .tokens import Token

__all__ = ["misspelled", "misspelled_word", "named_at", "names_in", "typed"]

_IN_ANY_ORDER = re.compile(r"\d|\b(?:of|I{1,3}|IV)\b|,")
"""What names whose words may stand in another order hold: "diabetes type 2", "cancer of the breast"."""
_SHORTEST_TYPO = 6
_SYMBOL = 9
"""Letters up to which a name with a number is looked for without its hyphen."""
_SHORTEST_OTHER = 5
"""Letters from which on a word is looked for in the other spelling."""
_KEPT = 3
"""Letters at its start that a name keeps, so that it is found by an index."""


def names_in(
    store: Store, text: str, tokens: Sequence[Token], closed: Sequence[bool]
) -> dict[tuple[int, int], Mention]:
    """All names by where they stand, as (first token, token behind the last); shorter ones within longer ones too.

    Args:
        closed: For each token, whether it is a word that begins and ends no name.
    """
    out: dict[tuple[int, int], Mention] = {}
    for i in range(len(tokens)):
        if closed[i]:
            continue
        for j in range(i + 1, min(i + LONGEST, len(tokens)) + 1):
            if j - i > 1 and tokens[j - 1].comma:
                break
            if closed[j - 1] or tokens[j - 1].evoked:
                continue
            following = tokens[j].text if j < len(tokens) and not tokens[j].article else ""
            mention = named_at(store, _phrase(text, tokens, i, j), i, j, following)
            if mention is not None:
                out[i, j] = mention
    return out


def _phrase(text: str, tokens: Sequence[Token], i: int, j: int) -> str:
    """The words as written, from the first to the last; the last without the "'s" of an owner."""
    if j == i + 1:
        written = text[tokens[i].start : tokens[i].end]
        return written if written.lower().startswith(tokens[i].text.lower()) else tokens[i].text
    end = tokens[j - 1].end
    written = text[tokens[i].start : end]
    if written.count("(") > written.count(")") and text[end : end + 1] == ")":
        written += ")"  # as our own names are written: "SGLT2 (SLC5A2)"
    return written.strip("',’ ")


def named_at(store: Store, phrase: str, i: int = 0, j: int = 0, following: str = "") -> Mention | None:
    """The entity, or the family, that has the phrase for a name; or what plain words mean.

    >>> import mechgraph
    >>> named_at(mechgraph.load().store, "Lioresal").entity.name
    'baclofen'
    """
    family = family_of(store, phrase, following)
    if family is not None and (family[1] or store.entity(family[0].id) is not None):
        return Mention(family[0], phrase, i, j, members=family[1])
    for form in _forms(phrase):
        if (entity := _called(store, form)) is not None:
            return Mention(entity, phrase, i, j)
    for form in _other_shore(phrase):
        if (entity := _called(store, form)) is not None:
            return Mention(entity, phrase, i, j)
    plain = lexicon().plain
    for form in _forms(phrase):
        names = plain.get(" ".join(spelled(w) for w in form.split()), "")
        called = [e for name in names.split("|") if name and (e := _called(store, name)) is not None]
        if called:
            more = tuple(e.id for e in called[1:])
            return Mention(called[0], phrase, i, j, exact=False, members=more)
    by_doing = by_what_they_do(store, phrase)
    if by_doing is not None:
        return Mention(by_doing[0], phrase, i, j, exact=False, members=by_doing[1])
    other = reordered(store, phrase) if _IN_ANY_ORDER.search(phrase) else None
    if other is not None and vocabulary().is_a(other.category, "disease_or_phenotype"):  # of drugs it may be a class
        return Mention(other, phrase, i, j)
    kinds = next((k for form in _forms(phrase) if (k := kinds_of(store, form)) is not None), None)
    return Mention(kinds[0], phrase, i, j, exact=False, members=kinds[1]) if kinds is not None else None


def _called(store: Store, phrase: str) -> Entity | None:
    entity = find(store, phrase)
    if entity is not None:
        return entity
    several = [e for c in store.by_name(phrase) if (e := store.entity(c)) is not None]
    return several[0] if several else None


def _forms(phrase: str) -> Iterator[str]:
    """A phrase as it may stand in the graph: without accents, singular, plural, without "'s", as someone's disease."""
    for text in dict.fromkeys((phrase, typed(phrase))):
        yield text
        if any(ch.isdigit() for ch in text) and text[:1].isalpha() and len(text) < _SYMBOL:
            yield text.replace("-", "").replace(" ", "")  # DPP-4 is DPP4
        if text.endswith("ies"):
            yield text[:-3] + "y"
        if text.endswith(("xes", "ses", "ches", "shes")):
            yield text[:-2]
        if text.endswith("s") and not text.endswith(("ss", "'s")):
            yield text[:-1]
        elif " " in text or text[-1:].isalpha():
            yield text + "s"
        if text.endswith("'s"):
            yield text[:-2]
            yield f"{text} disease"
            yield f"{text} syndrome"


def _other_shore(phrase: str) -> Iterator[str]:
    """A phrase as the other shore spells it: diarrhea as diarrhoea, edema as oedema, haemorrhage as hemorrhage."""
    text = phrase.lower()
    if len(text) < _SHORTEST_OTHER or "e" not in text:
        return
    for k in [k for k, ch in enumerate(text) if ch == "e"]:
        before = text[k - 1 : k]
        if before in ("a", "o"):
            yield text[: k - 1] + text[k:]
        elif before not in ("e", "i"):
            yield from (text[:k] + more + text[k:] for more in ("a", "o"))


def typed(text: str) -> str:
    """A name as a keyboard writes it, without superscripts and accents.

    >>> typed("baclofén"), typed("GABAᴮ")
    ('baclofen', 'GABAB')
    """
    parts = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def misspelled(store: Store, text: str, tokens: Sequence[Token], i: int, j: int) -> Mention | None:
    """The one entity whose name differs from some words by a typo in one of them."""
    written = _phrase(text, tokens, i, j)
    wanted = fold(typed(written)).split()
    if len(wanted) != j - i or not all(w.isalpha() for w in wanted) or max(map(len, wanted)) < _SHORTEST_TYPO:
        return None
    if any(w in drug_names() or w.removesuffix("s") in drug_names() for w in wanted):
        return None
    if len(wanted) == 1 and any(f" {wanted[0]} " in f" {name} " for name, _, _ in store.names_holding(wanted[0])):
        return None
    found = {}
    singular = " ".join(wanted).removesuffix("s").split()
    start = singular[0][:_KEPT]
    for name, _, curie in store.names_holding(start):
        if name.startswith(start) and (_one_typo(singular, name.split()) or _one_typo(wanted, name.split())):
            found[curie] = name
    entity = store.entity(next(iter(found))) if len(found) == 1 else None
    return None if entity is None else Mention(entity, written, i, j, exact=False)


def misspelled_word(word: str) -> str | None:
    """The one word of the tables that a word differs from by a typo.

    >>> misspelled_word("mechansim"), misspelled_word("famotidine")
    ('mechanism', None)
    """
    if len(word) < _SHORTEST_TYPO or not word.isalpha() or word in drug_names():
        return None
    near = [known for known in lexicon().by_letter.get(word[0], ()) if is_typo(word, known)]
    return near[0] if len(near) == 1 else None


def _one_typo(written: Sequence[str], name: Sequence[str]) -> bool:
    if len(written) != len(name):
        return False
    differ = [(a, b) for a, b in zip(written, name, strict=True) if a != b]
    return len(differ) == 1 and is_typo(*differ[0])
