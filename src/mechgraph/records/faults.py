"""What does not fit a record, said in plain words: every field of a record, not only the first that is wrong.

msgspec reads records fast and stops at the first misfit. Where it refuses, this walks the same fields once more and
says of each what is wrong and what to write instead. Nothing is repaired here.
"""

from __future__ import annotations

import datetime
import difflib
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec

from ..curie import Curie, prefix_map
from ..errors import IdentifierError, RecordError
from ..model import Records

__all__ = ["RULES", "Fault", "Places", "Step", "faults"]

RULES = ("readable", "unknown-field", "identifier", "closed-vocabulary", "dangling-reference", "duplicate-key")
"""What a fault may break; the checks say what each means."""

Step = tuple[str | int, ...]
"""The way to a value from the root of a file, as ``("associations", 2, "evidence", 0, "source")``."""
Places = Mapping[Step, tuple[int, int]]
"""Line and column of each value in a file, both from 1: of a field its name, of an item of a list its beginning."""

_WANTED = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", Curie: "an identifier"}
_HELP = {
    str: "put it in quotes, so that it is read as text",
    bool: "write true or false without quotes",
    int: "write digits only, without quotes",
    float: "write the number alone, without quotes and unit",
    Curie: "write PREFIX:reference, for example HP:0001257",
}


class Fault(NamedTuple):
    """One thing that is wrong in a file: where, what, and what to do."""

    at: Step
    message: str
    remedy: str
    rule: str = "readable"
    suggestions: tuple[str, ...] = ()
    record: str = ""

    def error(self, path: object, places: Places) -> RecordError:
        """The fault as an error that begins with file, line and column."""
        line, column = place(self.at, places)
        return RecordError(f"{path}:{line}:{column}: {self.message}", remedy=self.remedy, suggestions=self.suggestions)


def place(at: Step, places: Places) -> tuple[int, int]:
    """Line and column of a value, or of the nearest thing around it.

    >>> place(("entities", 0, "name"), {("entities", 0): (2, 3)})
    (2, 3)
    """
    while at and at not in places:
        at = at[:-1]
    return places.get(at, (1, 1))


def near(word: object, words: Iterable[str], n: int = 2) -> tuple[str, ...]:
    """The nearest of some words, best first; letters of either case are alike.

    >>> near("predicat", ["predicate", "object"])
    ('predicate',)
    """
    folded = {w.lower(): w for w in words}
    return tuple(folded[w] for w in difflib.get_close_matches(str(word).lower(), folded, n=n, cutoff=0.7))


def faults(value: object, kind: type = Records, at: Step = ()) -> Iterator[Fault]:
    """Everything in a plain value that does not fit a record of this kind.

    >>> from mechgraph.model import Entity
    >>> [f.message for f in faults({"id": "MG:x", "nam": "x", "category": 3}, Entity)]
    ["unknown field 'nam'", "'category' wants a text, not a number"]
    """
    fields = {f.name: f for f in msgspec.structs.fields(kind)}
    if not isinstance(value, Mapping):
        sign = f"write one of these fields with its value: {', '.join(fields)}"
        yield Fault(at, f"{_where(at)} wants fields with values, not {_called(value)}", sign)
        return
    meant: set[str] = set()
    for name, item in value.items():
        if name not in fields:
            known, close = f"the fields here are: {', '.join(fields)}", near(name, fields)
            meant.update(close)
            yield Fault((*at, name), f"unknown field {name!r}", known, "unknown-field", close)
        else:
            yield from _field(item, fields[name].type, (*at, name))
    for name, field in fields.items():
        if field.required and name not in value and name not in meant:
            yield Fault(at, f"missing the field {name!r}", f"add '{name}: …'")


def _field(value: object, kind: Any, at: Step) -> Iterator[Fault]:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        if value is not None:
            yield from _field(value, next(k for k in inner if k is not type(None)), at)
    elif origin in (list, tuple):
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield from _field(item, inner[0], (*at, i))
        else:
            help_ = "begin each item on a line of its own with '- ', or write [a, b]"
            yield Fault(at, f"{_where(at)} wants a list, not {_called(value)}", help_)
    elif origin is Literal:
        if value not in inner:
            message = f"{_where(at)} may not be {value!r}"
            remedy = f"write one of: {', '.join(inner)}"
            yield Fault(at, message, remedy, "closed-vocabulary", near(value, inner))
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from faults(value, kind, at)
    else:
        yield from _plain(value, kind, at)


def _plain(value: object, kind: type, at: Step) -> Iterator[Fault]:
    fits = isinstance(value, str if kind is Curie else (int, float) if kind is float else kind)
    if not fits or (isinstance(value, bool) and kind is not bool):
        help_ = (
            "write one here, or leave the field out" if isinstance(value, list | dict | types.NoneType) else _HELP[kind]
        )
        yield Fault(at, f"{_where(at)} wants {_WANTED[kind]}, not {_called(value)}", help_)
    elif kind is Curie:
        try:
            prefix_map().normalise(str(value))
        except IdentifierError as error:
            found = f"; 'mechgraph search {value}' looks for it" if value and ":" not in str(value) else ""
            yield Fault(at, f"{_where(at)}: {error.message}", error.remedy + found, "identifier", error.suggestions)


def _where(at: Step) -> str:
    names = [step for step in at if isinstance(step, str)]
    return repr(names[-1]) if names else "a record file"


def _called(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false (YAML reads yes, no, on and off so)"
    kinds = {
        str: "a text",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "fields with values",
        datetime.date: "a date",
        datetime.datetime: "a date",
    }
    return kinds.get(type(value), type(value).__name__)
