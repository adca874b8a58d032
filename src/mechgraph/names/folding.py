"""When two spellings are the same name."""

from __future__ import annotations

__all__ = ["fold", "words"]

_SILENT = frozenset(("of", "the", "in", "a", "an", "s"))
_NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_MARKS = str.maketrans(dict.fromkeys(",;()[]'’", " "))


def fold(text: str) -> str:
    """A name for comparison: lower case, hyphens, underscores and runs of space as one space.

    >>> fold("GABA-B  Receptor")
    'gaba b receptor'
    """
    return " ".join(text.lower().replace("-", " ").replace("_", " ").split())


def words(text: str) -> tuple[str, ...]:
    """The words of a name in no order, without those that only join them; Roman numerals as numbers.

    Two names of the same words are the same name, where each has two words at least.

    >>> words("type II diabetes") == words("Diabetes, type 2")
    True
    >>> words("Parkinson's disease") == words("disease of Parkinson")
    True
    """
    found = (_NUMBERS.get(w, w) for w in fold(text).translate(_MARKS).split())
    return tuple(sorted(w for w in found if w not in _SILENT))
