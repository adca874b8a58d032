"""The words that files have for what our fields say: missing values, true and false, directions, names of columns.

All of them stand in ``graph/vocabulary/mappings/words.tsv``. A word that is not there is not guessed at: the functions
return ``None``, and who asks reports it.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from ..curie import data_dir

__all__ = [
    "arrow",
    "carries_sign",
    "column",
    "direction",
    "guessed",
    "is_missing",
    "known_as",
    "level_certainty",
    "listed",
    "qualifier_name",
    "reads_text",
    "says_cause",
    "text",
    "truth",
]


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    path = data_dir("graph") / "vocabulary" / "mappings" / "words.tsv"
    out: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            out.setdefault(row["kind"], {})[row["word"]] = row["meaning"]
    return out


def is_missing(value: object) -> bool:
    """Whether a value is none, or a word that programs write for none.

    >>> [is_missing(v) for v in (None, "", "nan", float("nan"), "[]", "No", 0)]
    [True, True, True, True, True, False, False]
    """
    if value is None or value == [] or value == {} or value != value:
        return True
    return isinstance(value, str) and (not value.strip() or value.strip().lower() in _table()["missing"])


def listed(value: object) -> list[str]:
    """The values of a property that may have several; a list that Python wrote as text is a list again.

    >>> listed("['a', 'b']"), listed(["a", None, "nan"]), listed("a"), listed("[]")
    (['a', 'b'], ['a'], ['a'], [])
    >>> listed(["['a', 'b']"])
    ['a', 'b']
    """
    if isinstance(value, str) and value[:1] in "[(" and value[-1:] in "])" and ("'" in value or '"' in value):
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return [value] if isinstance(value, str) else []
    if isinstance(value, list | tuple):
        return [x for v in value if not is_missing(v) for x in (listed(v) if isinstance(v, str) else [str(v)])]
    return [] if is_missing(value) else [str(value)]


def text(value: object) -> str:
    """The one value of a property as text; nothing where it is missing.

    >>> text(["x"]), text("None"), text(3), text(3.0)
    ('x', '', '3', '3')
    """
    if type(value) is str and value not in ("", "[]"):
        return "" if value.strip().lower() in _table()["missing"] else value
    if type(value) is float and value.is_integer():
        return str(int(value))  # pandas makes 2.0 of an id that is 2
    found = listed(value)
    return found[0] if found else ""


def truth(value: object) -> bool | None:
    """Whether a value says true; ``None`` where it says neither. What is missing is false.

    >>> [truth(v) for v in (True, "True", [True], "t", 1, "nan", "NOT")]
    [True, True, True, True, True, False, None]
    """
    if isinstance(value, list | tuple):
        found = {truth(v) for v in value} or {False}
        return found.pop() if len(found) == 1 else None
    if is_missing(value):
        return False
    word = _table()["truth"].get(str(value).strip().lower())
    return None if word is None else word == "true"


def direction(word: str) -> str | None:
    """``increased`` or ``decreased`` for a word that means it.

    >>> direction("biolink:downregulated"), direction("sideways")
    ('decreased', None)
    """
    return _table()["direction"].get(word.strip().lower().removeprefix("biolink:"))


def qualifier_name(name: str) -> str:
    """Biolink's name of a qualifier that others name otherwise.

    >>> qualifier_name("qualified_object_direction")
    'object_direction_qualifier'
    """
    return _table()["qualifier"].get(name, name)


def carries_sign(aspect: str) -> bool:
    """Whether more of an aspect is more of the thing; more phosphorylation is not.

    >>> carries_sign("expression"), carries_sign("phosphorylation")
    (True, False)
    """
    return aspect.removeprefix("biolink:") in _table()["signed aspect"]


def reads_text(name: str) -> bool:
    """Whether a source of INDRA is a machine that reads text.

    >>> reads_text("reach"), reads_text("signor")
    (True, False)
    """
    return name.strip().lower() in _table()["text reader"]


def arrow(head: str) -> str:
    """The predicate that the head of a drawn arrow stands for, where an edge has no label; empty for most.

    >>> arrow("t_shape"), arrow("standard")
    ('inhibits', '')
    """
    return _table()["arrow"].get(head, "")


def says_cause(predicate: str) -> bool:
    """Whether a qualified predicate says with a direction no more than the direction.

    >>> says_cause("biolink:causes"), says_cause("")
    (True, False)
    """
    return predicate.strip().removeprefix("biolink:") in _table()["qualified predicate"]


def level_certainty(kind: str, word: str) -> str | None:
    """How sure a claim of this ``knowledge_level`` or ``agent_type`` can be.

    >>> level_certainty("knowledge_level", "prediction"), level_certainty("agent_type", "manual_agent")
    ('hedged', 'established')
    """
    return _table()[kind].get(word.strip().lower().removeprefix("biolink:"))


def known_as(field: str) -> Mapping[str, str]:
    """Names under which files have a field of ours, the most usual first."""
    return _table()[f"column:{field}"]


def column(field: str, names: Iterable[Any]) -> Any | None:
    """Of some names the one under which a file most likely has a field.

    >>> column("subject", ["target", "source"]), column("publications", ["drug"])
    ('source', None)
    """
    lowered = {str(n).strip().lower(): n for n in names}
    return next((lowered[word] for word in known_as(field) if word in lowered), None)


def guessed(names: Iterable[str]) -> dict[str, str]:
    """Which columns of a table are most likely which fields; each column once.

    >>> guessed(["drug", "relation", "target", "pmid"])
    {'subject': 'drug', 'object': 'target', 'predicate': 'relation', 'publications': 'pmid'}
    >>> sorted(guessed(["gene", "relation", "disease"]).items())
    [('object', 'disease'), ('predicate', 'relation'), ('subject', 'gene')]
    """
    left, out = list(names), {}
    for field in ("subject", "object", "predicate", "publications"):
        words = _table().get(f"guess:{field}", {})
        found = next((n for n in left if n.strip().lower() in words), None) or column(field, left)
        if found is not None:
            out[field] = found
            left.remove(found)
    if "subject" not in out and len(more := [n for n in names if n in (out.get("object"), *left) and _ends(n)]) > 1:
        out["subject"], out["object"] = more[:2]
    return out


def _ends(name: str) -> bool:
    """Whether a column may hold what a claim is about."""
    word = name.strip().lower()
    return any(word in _table()[f"guess:{end}"] or word in known_as(end) for end in ("subject", "object"))
