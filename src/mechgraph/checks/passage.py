"""A passage of a source cut into its words: what each may stand for, and which say a direction, a "not" or a hedge.

A passage is short and is read without a parser: what counts is which words stand near each other. Words of direction
are those of questions (``graph/vocabulary/frames.tsv``); what only passages say ("deficiency", "may", "required for")
is in ``passages.tsv`` beside it. No word is listed here.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from ..curie import data_dir
from ..names.lexicon import ARTICLES, Row, bases, lexicon, spelled

__all__ = ["Passage", "Signed", "abbreviations", "tokens"]

_GREEK = {
    unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}"): name
    for name in ("alpha", "beta", "gamma", "delta", "epsilon", "kappa", "mu")
}
_WORD = re.compile(r"[A-Za-z0-9]+(?:'[a-z]+)?")
_PART = re.compile(rf"{_WORD.pattern}|[,;:.]")
_INNER = re.compile(r"\((\w{1,2})\)")
_DEFINED = re.compile(r"(\S+) \(([A-Za-z][\w\-/]{1,9})(?:[;,] [^)]*)?\)")
_NOUN = re.compile(r"(?:tion|ment|ade|age|sis|itors?|ists?|ators?|ions?|ance|loss|growth|ing|rise|ases?)$")
_PARTICIPLE = re.compile(r"(?:ed|en|wn)$")
_FIXED = ("lack", "relief", "consume", "against")
"""Roles of the table whose words have a sign of their own."""
_SHORT = 8
"""Letters of an abbreviation, at most."""

Kind = Literal["noun", "doer", "sign", "passive", "participle", "verb"]


@dataclass(frozen=True, slots=True)
class Signed:
    """A word of direction: where it stands, how many words it has, its sign, and how it stands to its neighbours.

    A verb and a participle speak of what follows, a passive of what comes before, a noun of either ("inhibition of X",
    "X inhibition"), and so does a doer, where "of" or nothing stands between ("X inhibitor", "inhibitor of X").
    A sign ("lower", "more") speaks of what it stands beside. ``role`` is that in the table of passages, if any.
    """

    at: int
    length: int
    sign: int
    kind: Kind
    role: str = ""


def tokens(text: str) -> list[str]:
    """The words of a text: Greek letters by name, a short bracket within a word as part of it.

    >>> tokens("T(3) raises TNFα in P2Y(12)-receptors")
    ['T3', 'raises', 'TNFalpha', 'in', 'P2Y12', 'receptors']
    """
    return _WORD.findall(_plain(text))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    for letter, name in _GREEK.items():
        text = text.replace(letter, name)
    return _INNER.sub(r"\1", text)


def bare(token: str) -> str:
    """A symbol without the Greek letter at its end: TNF of TNFalpha."""
    return next((token.removesuffix(g) for g in _GREEK.values() if token.endswith(g) and token[:2].isupper()), token)


def word(token: str) -> str:
    """A word for comparison: one spelling of the two shores, without the "'s" of an owner."""
    return spelled(token.removesuffix("'s"))


@cache
def _said() -> Mapping[str, Mapping[str, tuple[int, str]]]:
    """Role → word → its sign and whether it is a noun ("n") or not ("v"), from the table of what passages say."""
    with (data_dir("graph") / "vocabulary" / "passages.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    columns = (("words", "v"), ("nouns", "n"))
    return {
        r["role"]: {
            spelled(w): (int(r["sign"] or 0), part) for column, part in columns for w in r[column].split("|") if w
        }
        for r in rows
    }


def says(token: str, role: str) -> tuple[int, str] | None:
    """The sign (0 for none) and the part of speech of a word in a role of the table; ``None`` without that role."""
    words = _said()[role]
    return next((words[b] for b in bases(token) if b in words), None)


@cache
def _rows(token: str) -> tuple[Row, ...]:
    found = lexicon().longest([bases(token)], 0)
    return tuple(found[1]) if found else ()


@cache
def aspect(token: str) -> bool:
    """Whether a word names an aspect of a thing: its level, its activity, its risk."""
    return any(r.role == "aspect" for r in _rows(token))


@cache
def common(token: str) -> bool:
    """Whether a word of a name is one that any text has: an article, a kind of thing, a word of the tables."""
    return token in ARTICLES or len(token) < 2 or token.isdigit() or bool(_rows(token))


def _of_harm(row: Row) -> bool:
    """Whether a row names a harm or a sign of something ("risk", "symptom"): a thing, and no direction."""
    return row.part == "n" and row.relation == "cause"


class Passage:
    """The words of a passage.

    Args:
        text: As the source has it.
        short: Abbreviation in lower case → what it stands for, such as :func:`abbreviations` gives.

    >>> [(s.at, s.sign, s.kind) for s in Passage("Baclofen reduces spasticity by GABA-B activation").signed]
    [(1, -1, 'verb'), (6, 1, 'noun')]
    """

    def __init__(self, text: str, short: Mapping[str, frozenset[str]] | None = None) -> None:
        self.text = text
        parts = _PART.findall(_plain(text))
        self.words = [p for p in parts if p[0].isalnum()]
        self.halts: dict[int, str] = {}
        for n, part in enumerate(parts):
            if not part[0].isalnum():
                self.halts[sum(p[0].isalnum() for p in parts[:n])] = part
        self.low = [w.lower() for w in self.words]
        self.senses = [self._senses(w, short or {}) for w in self.words]

    def _senses(self, token: str, short: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
        """What a word may be in a name: itself, and each word of what it is short for."""
        key = (token[:-1] if token.endswith("s") and token[:-1].isupper() else token).lower()
        longer = (word(w) for text in sorted(short.get(key, ())) for w in tokens(text))
        return tuple(dict.fromkeys((word(token), *longer)))

    def has(self, role: str) -> list[int]:
        """Where words of a role of the table stand."""
        return [i for i, w in enumerate(self.words) if says(w, role) is not None]

    @cached_property
    def signed(self) -> tuple[Signed, ...]:
        """The words of direction, in order."""
        forms = [bases(w) for w in self.words]
        found: list[Signed] = []
        at = 0
        while at < len(forms):
            length, rows = lexicon().longest(forms, at) or (1, [])
            role = next((r for r in _FIXED if says(self.words[at], r)), "")
            rows = [r for r in rows if r.polarity and r.role in ("relation", "action", "sign") and not _of_harm(r)]
            signs = {r.polarity for r in rows}
            if role:
                sign, part = says(self.words[at], role) or (0, "")
                kind: Kind = "noun" if part == "n" or role == "lack" else self._kind(at, 1, "v")
                found.append(Signed(at, 1, sign, kind, role))
                length = 1
            elif len(signs) == 1:
                part = (
                    "doer"
                    if any(r.role == "action" for r in rows)
                    else "sign"
                    if all(r.role == "sign" for r in rows)
                    else ""
                )
                noun = any(r.part == "n" for r in rows) and _NOUN.search(self.low[at]) is not None
                found.append(Signed(at, length, signs.pop(), self._kind(at, length, part or ("n" if noun else "v"))))
            at += length
        return tuple(found)

    def _kind(self, at: int, length: int, part: str) -> Kind:
        if part in ("doer", "sign"):
            return part  # type: ignore[return-value]
        if part == "n":
            return "noun"
        if not _PARTICIPLE.search(self.low[at]):
            return "verb"
        before, after = self.low[max(0, at - 3) : at], self.low[at + length : at + length + 2]
        return "passive" if "by" in after or any("be" in bases(w) for w in before) else "participle"

    def denied(self, at: int, reach: int = 3) -> bool:
        """Whether a word stands under a "not" shortly before it, which is no "not only" and no "not fully"."""
        for i in range(max(0, at - reach), at):
            if says(self.words[i], "not") is not None and self.low[i] not in ("absent", "without"):
                following = self.words[i + 1 : at + 1]
                return not any(says(w, "only") is not None for w in following)
        return False


def abbreviations(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """What texts define in brackets, by the letters of the words before (Schwartz and Hearst, PSB 2003).

    A bracket of capitals behind a single long word is another name of it too, whatever its letters ("isoniazid (INH)").

    >>> abbreviations(["inhibits acetylcholinesterase (AChE) in patients with Alzheimer's disease (AD)"])["ad"]
    frozenset({"Alzheimer's disease"})
    """
    out: dict[str, set[str]] = {}
    for text in texts:
        for found in _DEFINED.finditer(text):
            short = found[2]
            if len(short) > _SHORT or not any(c.isupper() or c.isdigit() for c in short):
                continue
            before = text[: found.end(1)].split()[-min(len(short) + 5, 2 * len(short)) :]
            longer = _definition(short, " ".join(before))
            if longer and len(longer) > len(short):
                out.setdefault("".join(tokens(short)).lower(), set()).add(longer)
            elif short.isupper() and len(found[1]) > len(short) + 2:
                out.setdefault(short.lower(), set()).add(found[1])
    return {short: frozenset(longer) for short, longer in out.items()}


def _definition(short: str, before: str) -> str:
    """The shortest end of the text that has the letters of the abbreviation in order, the first at a word's start."""
    letters = [c for c in short.lower() if c.isalnum()]
    i = len(before) - 1
    for n, c in reversed(list(enumerate(letters))):
        while i >= 0 and (before[i].lower() != c or (n == 0 and i > 0 and before[i - 1].isalnum())):
            i -= 1
        if i < 0:
            return ""
        i -= 1
    return before[i + 1 :]
