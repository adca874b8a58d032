"""What a passage says that more of one thing does to another: more, less, or nothing that can be read.

Words of direction are joined outwards from the second thing: "blocks the removal of X" is two words on X, and more of
it. What is said of the first thing itself ("deficiency of X", "X inhibition") turns the whole. Where no word stands at
the second thing, those between the two are taken; else a passage that has only words of "more" says more, weakly, as
one does that calls the first thing needed or responsible. Everything else is no direction, which is not a "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..names.lexicon import ARTICLES, bases
from .passage import Passage, Signed, aspect, says

__all__ = ["READ", "Direction", "direction"]

READ = 0.3
"""From this strength on a direction is held to be said."""
_LOCAL, _BETWEEN, _UNNAMED, _ELSEWHERE, _GUESS, _DOES = 1.0, 0.6, 0.5, 0.4, 0.2, 0.3
_STOPS = frozenset(
    ("and", "or", "but", "which", "that", "who", "by", "via", "through", "because", "when", "while", "whereas", "thus",
     "thereby", "to", "from", "with", "as", "after", "during", "than")
)  # fmt: skip
"""Words that a word of direction does not reach over."""
_PLACES = frozenset(("of", "on", "in", "at", "within", "following"))
_OF = frozenset(("of", "at", "for"))
_LIGHT = frozenset(("on", "in", "effect", "effects")) | ARTICLES | _OF
_MADE = frozenset(("mediated", "induced", "driven", "dependent", "evoked"))
_LISTED = frozenset(("including", "such", "namely"))
_REACH, _NEXT = 7, 2


@dataclass(frozen=True, slots=True)
class Direction:
    """The direction of a passage: its value from −1 to 1, the words that say it, and whether they are denied."""

    value: float = 0.0
    words: tuple[int, ...] = ()
    denied: bool = False


def direction(passage: Passage, first: Sequence[int], second: Sequence[int], *, consumed: bool = False) -> Direction:
    """What a passage says that more of the first thing does to the second.

    Args:
        first, second: At which words each is named, as :class:`~mechgraph.checks.mention.Mention` has it.
        consumed: Whether the second thing is itself a breakdown or an uptake: what hydrolyses X raises its breakdown.

    >>> said = Passage("Fluoxetine blocks the removal of serotonin")
    >>> direction(said, (0,), (5,)).value
    1.0
    >>> direction(Passage("Deficiency of folate causes anaemia"), (2,), (4,)).value
    -1.0
    """
    first, apart = _parted(passage, first, second)
    signed = [s for s in passage.signed if not any(s.at <= i < s.at + s.length for i in (*first, *second))]
    if consumed:
        signed = [replace(s, sign=1) if s.role == "consume" else s for s in signed]
    at_first = _nearest(passage, first, [s for s in signed if s.role != "relief"], apart) if apart or not second else ()
    at_second = _nearest(passage, apart or second, [s for s in signed if s not in at_first], first)
    if at_second and all(s.role == "relief" for s in at_second) and any(s.role == "lack" for s in at_first):
        at_second = ()  # "lack of X in Y, for whose treatment …": the treatment is another matter
    if any(s.kind == "verb" for s in at_first) and _joined(passage, first, apart):
        at_first = ()  # "inhibits X and what follows from it, Y": the same happens to both
    rest = tuple(s for s in signed if s not in at_second and s not in at_first)
    stating = [s for s in rest if s.kind not in ("participle", "sign", "doer")]
    named = bool(first) and bool(apart)

    def read(strength: float, *words: Signed) -> Direction:
        denied = any(passage.denied(s.at) for s in words)
        return Direction(_product(words) * strength, tuple(sorted({s.at for s in words})), denied)

    if second and not apart:
        return Direction()
    if at_second and named and _of_others(passage, first, at_second):
        return Direction()
    if at_second:
        return read(_LOCAL if first else _UNNAMED, *at_second, *at_first)
    if between := _between(rest, first, second):
        return read(_BETWEEN, *between, *at_first)
    if (len(stating) == 1 and not named) or (stating and all(s.sign > 0 for s in rest)):
        return read(_ELSEWHERE if named else _DOES if first and at_first else _GUESS, *stating, *at_first)
    if at_first and not rest and all(s.kind in ("noun", "participle") for s in at_first):
        return read(_ELSEWHERE, *at_first)
    if named and _through(passage.low, first, apart):
        return Direction(_DOES, (), False)
    if not any(s.sign < 0 for s in signed) and (passage.has("drive") or not passage.has("silent")):
        return Direction(_DOES, (), any(passage.denied(i) for i in passage.has("drive")))
    return Direction()


def _parted(passage: Passage, first: Sequence[int], second: Sequence[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where each thing stands by itself: a word that both have is the one's whose other words stand around it."""
    shared = {*first} & {*second}
    ours, theirs = ({*at} - shared for at in (first, second))
    if shared and ours and theirs:
        for i in shared:
            mine, other = (min(abs(i - j) for j in at) for at in (ours, theirs))
            (theirs if other < mine else ours).add(i)
        return tuple(sorted(ours)), tuple(sorted(theirs))
    return tuple(first), tuple(sorted(theirs))


def _of_others(passage: Passage, first: Sequence[int], words: Sequence[Signed]) -> bool:
    """Whether what is said is said of another doer: "inhibits Y by binding to X", "Z-mediated inhibition of Y"."""
    low = passage.low
    for s in words:
        after = s.at + s.length
        for i in first:
            way = low[after:i]
            if "by" in way and any(says(w, "silent") for w in way[way.index("by") :]):
                return True
        if s.at > 1 and low[s.at - 1] in _MADE and s.at - 2 not in first:
            return True
    return False


def _through(low: Sequence[str], first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether the first thing is said to act by the second: "X acts through its receptor Y"."""
    return min(first) < min(second) and any({"via", "through"} & {*low[max(0, i - 2) : i]} for i in second)


def _joined(passage: Passage, first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether an "and" joins the two, and no word of direction stands between them."""
    if not first or not second or max(first) >= min(second):
        return False
    low, high = max(first), min(second)
    return "and" in passage.low[low:high] and not any(low < s.at < high for s in passage.signed)


def _between(signed: Sequence[Signed], first: Sequence[int], second: Sequence[int]) -> list[Signed]:
    """The words of direction between the two things, where each stands at one side."""
    if not first or not second:
        return []
    low, high = min(max(first), max(second)), max(min(first), min(second))
    return [s for s in signed if low < s.at < high and s.kind not in ("sign", "doer")]


def _product(words: Sequence[Signed]) -> int:
    """The signs multiplied; a second word of relief says the same again ("an effective treatment of")."""
    sign = 1
    for n, s in enumerate(words):
        if s.role != "relief" or all(w.role != "relief" for w in words[:n]):
            sign *= s.sign
    return sign


def _nearest(
    passage: Passage,
    at: Sequence[int],
    signed: Sequence[Signed],
    other: Sequence[int],
) -> tuple[Signed, ...]:
    """The words of direction that speak of a thing, at the first place of it that has any; innermost first."""
    runs: list[tuple[int, int]] = []
    for i in sorted(at):
        if runs and i - runs[-1][1] <= 2:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    if other:
        runs.sort(key=lambda run: min(abs(i - j) for i in run for j in other))
    found = (_said_of(passage, low, high, signed, other) for low, high in runs)
    return next((words for words in found if words), ())


def _said_of(
    passage: Passage, low: int, high: int, signed: Sequence[Signed], other: Sequence[int]
) -> tuple[Signed, ...]:
    out: list[Signed] = []
    behind = next((s for s in signed if s.at > high), None)
    halted = behind is not None and any(high < i <= behind.at for i in passage.halts)
    if behind is not None and not halted and _follows(passage, high, behind):
        out.append(behind)
    edge, reach = low, _REACH
    while True:
        before = [s for s in signed if s.at + s.length <= edge and s not in out]
        if not before:
            break
        s = before[-1]
        gap = _until(passage.low[s.at + s.length : edge], _LISTED)
        if sum(not _is_light(w) for w in gap) > reach or s.kind == "passive" or any(w in _STOPS for w in gap):
            break
        if s.role == "against" and (gap or out):
            break
        if (s.kind == "doer" and not _OF & {*gap}) or (s.kind == "sign" and sum(not _is_light(w) for w in gap) > 1):
            break
        if any(s.at < i < low for i in other) or any(
            s.at < i <= edge and (mark != "," or out) for i, mark in passage.halts.items()
        ):
            break
        out.append(s)
        edge, reach = s.at, _NEXT
    return tuple(out)


def _follows(passage: Passage, end: int, s: Signed) -> bool:
    """Whether a word behind a thing speaks of it: "X inhibition", "X levels rise", "X is raised", "X fell after"."""
    gap = passage.low[end + 1 : s.at]
    if s.role == "relief":
        return False
    if s.kind in ("noun", "doer"):
        return len(gap) == 0 or (len(gap) == 1 and gap[0] not in _STOPS | _PLACES and not _is_be(gap[0]))
    if s.kind == "passive":
        return len(gap) <= 3 and not any(w in _STOPS for w in gap)
    after = passage.low[s.at + s.length : s.at + s.length + 1]
    return s.kind in ("participle", "verb") and len(gap) <= 1 and all(w in _STOPS | _PLACES for w in after)


def _until(words: Sequence[str], ends: frozenset[str]) -> Sequence[str]:
    """The words before the first of these: what "inhibitors of enzymes, including A and B" lists is all meant."""
    return words[: next((i for i, w in enumerate(words) if w in ends), len(words))]


def _is_light(word: str) -> bool:
    return word in _LIGHT or aspect(word)


def _is_be(word: str) -> bool:
    return "be" in bases(word)
