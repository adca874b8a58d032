"""What may be a misspelling of a name: few letters differ, the meaning does not, and it is no name of its own."""

from __future__ import annotations

import csv
from functools import cache

from ..curie import data_dir
from .folding import fold

__all__ = ["affixes", "drug_names", "is_typo", "opposed", "resembles"]

_SHORTEST = 6
_LONG = 11
"""Letters of a word that may differ by two."""


@cache
def drug_names() -> frozenset[str]:
    """Names of drugs, one word each, in lower case; read only where a word might be misspelled."""
    path = data_dir("graph") / "vocabulary" / "drug_names.txt"
    return frozenset(path.read_text(encoding="utf-8").split("\n")[1:])


@cache
def affixes() -> tuple[tuple[str, str], ...]:
    """Parts of words of opposite meaning, such as hyper and hypo."""
    with (data_dir("graph") / "vocabulary" / "frames.tsv").open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if r["role"] == "affix"]
    pairs = (pair.partition("/") for row in rows for pair in row["words"].split("|"))
    return tuple((a, b) for a, _, b in pairs)


def opposed(a: str, b: str) -> bool:
    """Whether two words differ by affixes of opposite meaning, as hypertension and hypotension do."""
    return any((x in a and y in b and x not in b) or (y in a and x in b and y not in b) for x, y in affixes())


def is_typo(written: str, known: str) -> bool:
    """Whether a long word is one letter away from another (two, of eleven): the first letter and the meaning kept.

    >>> is_typo("baclofne", "baclofen"), is_typo("duloxetine", "fluoxetine"), is_typo("hypertension", "hypotension")
    (True, False, False)
    """
    if written[:1] != known[:1] or min(len(written), len(known)) < _SHORTEST or written == known:
        return False
    if abs(len(written) - len(known)) > 2 or opposed(written, known) or not known.isalpha():
        return False
    from rapidfuzz.distance import OSA

    most = 2 if min(len(written), len(known)) >= _LONG else 1
    return OSA.distance(written, known, score_cutoff=most) <= most


def resembles(written: str, name: str) -> bool:
    """Whether a text may be a misspelling of a name: word by word the same, or a typo; no name of a drug is one.

    >>> resembles("spastisity", "spasticity"), resembles("ibuprofen", "bupropion"), resembles("gabab", "GABA-B")
    (True, False, True)
    >>> resembles("cyclosporine", "cycloserine")
    False
    """
    ours, theirs = fold(written).split(), fold(name).split()
    if "".join(ours) == "".join(theirs):
        return True
    if len(ours) != len(theirs):
        return False
    differ = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(differ) == 1 and all(a not in drug_names() and is_typo(a, b) for a, b in differ)
