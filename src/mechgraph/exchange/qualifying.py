"""What an edge of Biolink's kind says beyond its three terms: qualifiers, negation and how sure it is, read in one way.

KGX, RTX-KG2 and TRAPI name and nest qualifiers differently; here all become Biolink's own names. It fails closed: what
says neither true nor false is refused, and an edge whose level of knowledge is unknown is no curator's assertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from ..model.claim import CERTAINTIES, SOURCE_CERTAINTIES, Certainty, SourceCertainty
from . import words
from .mappings import Mapped, mapping
from .reading import normalised

__all__ = [
    "BIOLINK",
    "NOT_PROVIDED",
    "SURE",
    "Doubt",
    "Sure",
    "certainty_of",
    "denied",
    "find_row",
    "qualifiers_of",
    "single",
    "term_of",
    "turned",
    "unsigned",
]

BIOLINK = "biolink:"
QUALIFYING = ("_qualifier", "qualified_predicate")
_NESTED = "qualifiers"
NOT_PROVIDED = "not_provided"
_AFFECTED = "biolink:affects"
SURE = {"knowledge_level": "knowledge_assertion", "agent_type": "manual_agent"}
"""What an edge says that a curator states; one that says nothing of it is of unknown level, and never established."""


_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Doubt(ValueError):
    """Why an edge cannot be a claim."""


@lru_cache(1 << 12)
def term_of(predicate: str) -> str:
    """A predicate or category as Biolink's CURIE, from an address, a name with spaces, or without prefix.

    >>> term_of("https://w3id.org/biolink/vocab/treats"), term_of("affected by"), term_of("BIOLINK:contributesTo")
    ('biolink:treats', 'biolink:affected_by', 'biolink:contributes_to')
    """
    predicate = predicate.strip()
    if "://" in predicate:
        return str(normalised(predicate) or predicate)
    prefix, colon, name = predicate.rpartition(":")
    if colon and prefix.lower() != BIOLINK[:-1]:
        return predicate
    name = name.strip().replace(" ", "_")
    table, plain = mapping(BIOLINK[:-1]), BIOLINK + _JOINT.sub("_", name).lower()
    return plain if not table.term(BIOLINK + name) and table.term(plain) else BIOLINK + name


@lru_cache(1 << 12)
def _qualifying(name: str) -> str:
    """Biolink's name of a property that is a qualifier; nothing for others."""
    own = words.qualifier_name(name.removeprefix(BIOLINK))
    return own if own.endswith(QUALIFYING) else ""


def _pairs(item: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Qualifiers as name and value, TRAPI's nested ones too."""
    for name, value in item.items():
        if name == _NESTED and isinstance(value, list):
            for q in value:
                if isinstance(q, Mapping) and "qualifier_type_id" in q:
                    yield str(q["qualifier_type_id"]).removeprefix(BIOLINK), q.get("qualifier_value")
        else:
            own = _qualifying(name)
            if own:
                yield own, value


def qualifiers_of(item: Mapping[str, Any]) -> dict[str, str]:
    """The qualifiers of an edge under Biolink's names; of several values the first.

    >>> qualifiers_of({"qualified_object_direction": "decreased", "score": 1})
    {'object_direction_qualifier': 'decreased'}
    """
    return {name: found for name, value in _pairs(item) if (found := words.text(value))}


def single(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Edges with one value for each qualifier, which together say what this one says.

    >>> [e["a_qualifier"] for e in single({"a_qualifier": ["x", "y"]})]
    ['x', 'y']
    """
    several = {
        k: found
        for k, v in item.items()
        if isinstance(v, list) and k != _NESTED and k.endswith(QUALIFYING) and len(found := words.listed(v)) > 1
    }
    if not several:
        yield item
        return
    for values in product(*several.values()):
        yield {**item, **dict(zip(several, values, strict=True))}


def turned(qualifiers: Mapping[str, str]) -> dict[str, str]:
    """The same qualifiers for the claim worded from the other end."""
    sides = {"subject_": "object_", "object_": "subject_"}
    return {
        sides[k[: k.index("_") + 1]] + k[k.index("_") + 1 :] if k.startswith(tuple(sides)) else k: v
        for k, v in qualifiers.items()
    }


def find_row(term: str, subject: str, target: str, given: Mapping[str, str]) -> tuple[Mapped | None, dict[str, str]]:
    """The row of the mapping that takes most of the qualifiers, and what it leaves.

    Directions in other words count as Biolink's own, where the words as they stand fit no row better. The qualified
    predicate "causes" says with a direction what the row says already. A direction of an aspect that is not more or
    less of the thing itself, such as phosphorylation, gives no sign: the thing is affected, and the words are kept.
    """
    table = mapping("biolink")
    row = table.find(term, subject, target, given)
    usual = {k: (words.direction(v) or v) if "direction" in k else v.removeprefix(BIOLINK) for k, v in given.items()}
    if usual != given and (row is None or len(row.qualifiers) < len(given)):
        other = table.find(term, subject, target, usual)
        if other is not None and (row is None or len(other.qualifiers) > len(row.qualifiers)):
            row = other
    consumed = set(row.qualifiers) if row else set()
    if words.says_cause(given.get("qualified_predicate", "")) and any("direction" in k for k in consumed):
        consumed.add("qualified_predicate")
    left = {k: usual[k] if words.direction(v) else v for k, v in given.items() if k not in consumed}
    if row is not None and unsigned(left) and any("direction" in k for k in given):
        row = table.find(_AFFECTED, subject, target) or row
        left = {k: usual[k] for k in given}
    return row, turned(left) if row is not None and row.swap else left


def unsigned(left: Mapping[str, str]) -> bool:
    """Whether qualifiers that no row took name an aspect of the object whose direction says nothing of the object."""
    return "object_aspect_qualifier" in left and not words.carries_sign(left["object_aspect_qualifier"])


def denied(item: Mapping[str, Any]) -> bool:
    """Whether an edge is negated.

    Raises:
        Doubt: ``negated`` says neither true nor false.
    """
    out = False
    for name in ("negated", "biolink:negated"):
        if name in item:
            found = words.truth(item[name])
            if found is None:
                raise Doubt("an edge whose 'negated' is neither true nor false; set aside")
            out = out or found
    for name in ("qualifier", "qualifiers"):
        value = item.get(name)
        if isinstance(value, str) and "not" in value.lower().replace("|", " ").split():
            out = True
    return out


class Sure(NamedTuple):
    """How sure an edge is: Biolink's two words, how it is weighed, what its source says, and that in words."""

    level: str
    agent: str
    certainty: Certainty
    said: SourceCertainty
    hedge: str


def certainty_of(item: Mapping[str, Any]) -> Sure:
    """How sure the claim of an edge can be, for its knowledge level and the kind of agent that made it.

    >>> sure = certainty_of({"knowledge_level": "prediction", "agent_type": "computational_model"})
    >>> sure.certainty, sure.said, sure.hedge
    ('hedged', 'predicted', 'prediction by computational model')
    >>> certainty_of({"score": 1})[2:4]
    ('probable', 'unknown')
    >>> certainty_of(SURE).certainty
    'established'
    """
    return _sure(*(words.text(item.get(name)).removeprefix(BIOLINK) or NOT_PROVIDED for name in SURE))


@lru_cache(1 << 12)
def _sure(level: str, agent: str) -> Sure:
    found = [words.level_certainty("knowledge_level", level), words.level_certainty("agent_type", agent)]
    certainty: Certainty = max((c for c in CERTAINTIES if c in found), key=CERTAINTIES.index, default="hedged")
    if None in found and certainty != "inconclusive":
        certainty = "hedged"
    said: SourceCertainty = "stated"
    for kind, word in (("level said", level), ("agent said", agent)):
        if (known := words.level_certainty(kind, word)) is not None and said == "stated":
            said = next((c for c in SOURCE_CERTAINTIES if c == known), "unknown")
    if certainty == "established":
        return Sure(level, agent, certainty, said, "")
    meant = "knowledge level not provided" if level == NOT_PROVIDED else level.replace("_", " ")
    hedge = meant if agent == NOT_PROVIDED else f"{meant} by {agent.replace('_', ' ')}"
    return Sure(level, agent, certainty, said, hedge)
