"""The model of a claim: entities, qualifiers, evidence, associations, sources, mechanisms. Frozen, no I/O.

An :class:`Association` is one claim. Its identity is subject, predicate, object, qualifiers and negation, never
its evidence: evidence for the same claim pools onto it. Nothing here reads files, searches or draws.
"""

from .citing import bibtex, journal_of, vancouver
from .claim import (
    CERTAINTIES,
    CLOSED,
    CONTEXTS,
    SOURCE_CERTAINTIES,
    Association,
    Certainty,
    Evidence,
    Qualifiers,
    Quantity,
    SourceCertainty,
    Stance,
    entity_ids,
    merge,
)
from .entity import SEEN, SOURCE_KINDS, Entity, Source
from .kind import Kind, kind_of
from .mechanism import DIRECTIONS, Mechanism, Objection, Path, Paths, Step
from .records import CuratedMechanism, Join, Level, MechanismStep, OpenQuestion, Records

__all__ = [
    "CERTAINTIES",
    "CLOSED",
    "CONTEXTS",
    "DIRECTIONS",
    "SEEN",
    "SOURCE_CERTAINTIES",
    "SOURCE_KINDS",
    "Association",
    "Certainty",
    "CuratedMechanism",
    "Entity",
    "Evidence",
    "Join",
    "Kind",
    "Level",
    "Mechanism",
    "MechanismStep",
    "Objection",
    "OpenQuestion",
    "Path",
    "Paths",
    "Qualifiers",
    "Quantity",
    "Records",
    "Source",
    "SourceCertainty",
    "Stance",
    "Step",
    "bibtex",
    "entity_ids",
    "journal_of",
    "kind_of",
    "merge",
    "vancouver",
]
