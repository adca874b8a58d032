"""A question cut into its words, once: contractions taken apart, articles left out, commas and sentences kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..names.lexicon import ARTICLES, bases, lexicon

__all__ = ["Token", "sentences"]

_WORD = re.compile(r"(?:\([\w+-]{1,3}\)-)*\w(?:(?:['\-/.]|,(?=\d))?\w)*(?:\+|%)?|[,;:]|[.?!]+(?=\s|$)|&")
_TYPED = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"'})
_STOPS = ".?!"
_SHORT = {"can't": ("can", "not"), "won't": ("will", "not"), "cannot": ("can", "not"), "shan't": ("shall", "not")}
_SPLIT_OFF = {
    "what's": "is",
    "who's": "is",
    "how's": "is",
    "where's": "is",
    "it's": "is",
    "that's": "is",
    "there's": "is",
}
_FIRST_PERSON = {"i'm": "am", "i've": "have", "i'd": "would", "i'll": "will"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question.

    Args:
        text: As written, without the "'s" of an owner.
        start, end: Where in the question, in characters.
        forms: The words that it may be a form of, itself first.
        comma: Whether a comma stands before it.
        evoked: Whether it was the second part of "nicotine-evoked".
        article: Whether an article, or whose it is, stood before.
    """

    text: str
    start: int
    end: int
    forms: tuple[str, ...]
    comma: bool = False
    evoked: bool = False
    article: bool = False


def sentences(text: str) -> list[list[Token]]:
    """The sentences of a question, each as its words without articles.

    >>> [[t.text for t in s] for s in sentences("It isn't (S)-baclofen? I take the drug.")]
    [['It', 'is', 'not', '(S)-baclofen'], ['I', 'take', 'drug']]
    """
    text = text.translate(_TYPED)
    out: list[list[Token]] = [[]]
    comma = article = False
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0] in _STOPS:
            out.append([])
        elif word in (",", ";", ":"):
            comma = True
            continue
        elif _is_article(word, out[-1]):
            article = True
            continue
        else:
            first, *more = _tokens(word, match.start(), comma)
            if more and more[-1].text == "not" and not out[-1]:
                more = []  # "Doesn't it …?" asks for a yes
            out[-1] += [replace(first, article=article), *more]
        comma = article = False
    return [s for s in out if s]


def _is_article(word: str, before: list[Token]) -> bool:
    """ "A" is one, but in "GABA A" and "toxin type A"; a question in title case has capitals before it."""
    letter = word == "A" and before and (before[-1].text.isupper() or before[-1].text.islower())
    return word.lower() in ARTICLES and not letter


def _tokens(word: str, at: int, comma: bool) -> list[Token]:
    low = word.lower()
    end = at + len(word)
    if low in _SHORT:
        return [Token(w, at, end, bases(w), comma and i == 0) for i, w in enumerate(_SHORT[low])]
    if low.endswith("n't"):
        return [Token(word[:-3], at, end, bases(low[:-3]), comma), Token("not", at, end, ("not",))]
    if low in _SPLIT_OFF or low in _FIRST_PERSON:
        first, _, _ = word.partition("'")
        second = _SPLIT_OFF.get(low) or _FIRST_PERSON[low]
        return [Token(first, at, end, bases(first), comma), Token(second, at, end, bases(second))]
    if low.endswith("'s"):
        return [Token(word[:-2], at, end, bases(word[:-2]), comma)]
    first, hyphen, last = word.rpartition("-")
    if hyphen and first and _evokes(last):
        middle = at + len(first)
        return [Token(first, at, middle, bases(first), comma), Token(last, middle + 1, end, bases(last), evoked=True)]
    return [Token(word, at, end, bases(word), comma)]


def _evokes(word: str) -> bool:
    """Whether a word is the participle of bringing about: evoked, induced."""
    found = lexicon().longest([bases(word)], 0) if word.endswith("ed") else None
    return found is not None and any(row.relation in ("cause", "change") and row.polarity > 0 for row in found[1])
