"""What each tool takes: the classes are the input schemas, and what does not fit is said in one line."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from ..errors import UsageError

__all__ = [
    "Arguments",
    "AskArguments",
    "CompareArguments",
    "EvidenceArguments",
    "ExplainArguments",
    "InteractionsArguments",
    "PathsArguments",
    "QueryArguments",
    "SearchArguments",
    "SparqlArguments",
    "WhatIfArguments",
    "read",
]

Name = Annotated[str, Meta(min_length=1, max_length=200, description="a name, a synonym or an identifier")]
Names = Annotated[list[Name], Meta(max_length=20)]
T = TypeVar("T", bound="Arguments")
Offset = Annotated[int, Meta(ge=0, le=1_000_000, description="leave out so many first")]


class Arguments(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Arguments of a tool; one that is not known is refused."""


class SearchArguments(Arguments, frozen=True, kw_only=True):
    text: Annotated[str, Meta(min_length=1, max_length=200, description="what to look for; typos are forgiven")]
    category: Annotated[str, Meta(description="only this category, such as drug, disease, receptor")] = ""
    limit: Annotated[int, Meta(ge=1, le=25)] = 8


class AskArguments(Arguments, frozen=True, kw_only=True):
    question: Annotated[str, Meta(min_length=1, max_length=500, description="one question in English")]


class ExplainArguments(Arguments, frozen=True, kw_only=True):
    thing: Name
    effect: Annotated[str, Meta(max_length=200, description="how the thing acts on this")] = ""
    section: Annotated[str, Meta(max_length=100, description="only this section, claim by claim")] = ""


class PathsArguments(Arguments, frozen=True, kw_only=True):
    start: Name
    end: Name
    k: Annotated[int, Meta(ge=1, le=25, description="how many")] = 5
    sign: Annotated[Literal["+", "-", ""], Meta(description="only paths of this net sign")] = ""
    through: Names = []
    avoid: Names = []


class WhatIfArguments(Arguments, frozen=True, kw_only=True):
    drug: Name
    effect: Name
    delete: Annotated[Names, Meta(description="claims to take out: ids, or the two ends as A,B")] = []
    invert: Annotated[Names, Meta(description="claims to give the opposite sign")] = []
    add: Annotated[Names, Meta(description="claims to suppose, as A,PREDICATE,B")] = []
    block: Annotated[Names, Meta(description="things that nothing can pass")] = []


class InteractionsArguments(Arguments, frozen=True, kw_only=True):
    drug: Name
    other: Annotated[str, Meta(max_length=200, description="only those with this drug")] = ""
    offset: Offset = 0


class CompareArguments(Arguments, frozen=True, kw_only=True):
    drugs: Annotated[list[Name], Meta(min_length=2, max_length=6)]
    offset: Offset = 0


class EvidenceArguments(Arguments, frozen=True, kw_only=True):
    claim: Annotated[str, Meta(min_length=1, max_length=200, description="the id of a claim, mga:…")]


class QueryArguments(Arguments, frozen=True, kw_only=True):
    name: Annotated[str, Meta(max_length=100, description="a named query; empty: list them all")] = ""
    parameters: Annotated[dict[str, str], Meta(max_length=20)] = {}
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    offset: Offset = 0


class SparqlArguments(Arguments, frozen=True, kw_only=True):
    query: Annotated[str, Meta(min_length=1, max_length=20_000, description="SELECT or ASK; prefixes are declared")]
    limit: Annotated[int, Meta(ge=1, le=200, description="rows that are shown")] = 50


def read(kind: type[T], given: dict[str, Any]) -> T:
    """Arguments as they were sent, checked.

    Raises:
        UsageError: one is missing, unknown, of another type or out of its range.

    >>> read(AskArguments, {"question": "What is baclofen?"}).question
    'What is baclofen?'
    """
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        told, _, where = str(error).partition(" - at `$.")
        at = f"{where.rstrip('`')}: " if where else ""
        takes = ", ".join(kind.__struct_fields__)
        raise UsageError(f"{at}{told[0].lower()}{told[1:]}", remedy=f"it takes {takes}") from None
