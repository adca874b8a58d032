"""Whether a passage names an entity: by one of its names, by most of the words of one, or by its initials.

A word that any text has ("receptor", "disease", "type 2") counts for little, one that only this name has for all. What
resembles a name counts in part: another ending ("biosynthetic", "biosynthesis"), a part of a longer word
("cholinergic"), the initials of its words ("LDL").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from .passage import Passage, bare, common, tokens, word

__all__ = ["NAMED", "Mention", "mention", "spellings"]

NAMED = 0.5
"""From this score on a passage is said to name an entity."""
_COMMON = 0.3
_INITIALS = 0.9
_SYMBOL = re.compile(r"(.*\S) \(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """How well a passage names an entity, from 0 to 1, and at which of its words."""

    score: float = 0.0
    at: tuple[int, ...] = ()


def spellings(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Names as words to look for: each as it stands, both parts of "name (symbol)", each part of "Disease, kind".

    >>> spellings(["glutamate receptor 1 (GRIA1)"])
    (('glutamate', 'receptor', '1', 'gria1'), ('glutamate', 'receptor', '1'), ('gria1',))
    """
    every: list[str] = []
    for name in names:
        every.append(name)
        if symbol := _SYMBOL.fullmatch(name):
            every += symbol.groups()
        if ", " in name:
            every += [part for part in name.split(", ") if any(len(w) > 4 and not common(w) for w in _words(part))]
    return tuple(dict.fromkeys(found for name in every if (found := tuple(_words(name)))))


def _words(name: str) -> list[str]:
    return [word(w) for w in tokens(name)]


def mention(names: Sequence[Sequence[str]], passage: Passage) -> Mention:
    """The best mention of an entity, over its names.

    Args:
        names: As :func:`spellings` gives them.

    >>> mention(spellings(["low-density lipoprotein receptor"]), Passage("More LDL receptors in the liver")).at
    (1,)
    """
    best = Mention()
    for name in names:
        weights = [_COMMON if common(w) else 1.0 for w in name]
        total = sum(weights)
        score, at = 0.0, list[tuple[int, int]]()
        for n, (w, weight) in enumerate(zip(name, weights, strict=True)):
            alike = [_alike(w, senses) for senses in passage.senses]
            like = max(alike, default=0.0)
            if like and (len(w) > 2 or like == 1):
                score += like * weight
                at += [(i, n) for i, one in enumerate(alike) if one == like]
        if score / total > best.score + 1e-9:
            best = Mention(score / total, _fullest(at))
        for i, token in enumerate(map(bare, passage.words)):
            if len(name) > 1 and 2 <= len(token) <= 6 and sum(c.isupper() for c in token) > 1:
                covered = sum(weights[k] for k in _initials(token.lower(), tuple(name)))
                if _INITIALS * covered / total > best.score:
                    best = Mention(_INITIALS * covered / total, (i,))
    return best


def _fullest(found: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Of the runs of words that were found, those with the most words of the name: where it stands, and no echo."""
    runs: list[list[tuple[int, int]]] = []
    for one in sorted(found):
        if runs and one[0] - runs[-1][-1][0] <= 2:
            runs[-1].append(one)
        else:
            runs.append([one])
    most = max((len({n for _, n in run}) for run in runs), default=0)
    return tuple(sorted({i for run in runs for i, _ in run if len({n for _, n in run}) == most}))


def _alike(wanted: str, senses: Sequence[str]) -> float:
    return max(_same(wanted, one) for one in senses)


@cache
def _same(a: str, b: str) -> float:
    """How far two words are the same: 1, or 0.9 for another ending, 0.5 for a part of six letters or a common stem."""
    if a == b:
        return 1.0
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    short, long = sorted((a, b), key=len)
    if shared >= 4 and shared >= 0.6 * len(long):
        return 0.9
    if len(short) >= 5 and short in long:
        return 0.6
    stem = short[: max(6, len(short) - 4)]
    if shared >= 5 and shared >= 0.45 * len(long):
        return 0.5
    return 0.5 if len(stem) >= 6 and stem in long else 0.0


@cache
def _initials(letters: str, name: tuple[str, ...]) -> frozenset[int]:
    """The words of a name whose letters, each word from its first on, spell an abbreviation; two at least, or none."""
    best: frozenset[int] = frozenset()

    def go(i: int, last: int, after: int, used: frozenset[int]) -> None:
        nonlocal best
        if i == len(letters):
            best = max(best, used, key=len)
            return
        for k in range(last + 1, min(len(name), last + 4)):
            if name[k].startswith(letters[i]):
                go(i + 1, k, 1, used | {k})
        if last >= 0 and (found := name[last].find(letters[i], after)) >= 0:
            go(i + 1, last, found + 1, used)

    for k, w in enumerate(name):
        if w.startswith(letters[0]):
            go(1, k, 1, frozenset({k}))
    return best if len(best) > 1 else frozenset()
