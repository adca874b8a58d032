"""What a record file holds: entities, sources, claims, curated mechanisms, open questions."""

from __future__ import annotations

from typing import Literal

import msgspec

from ..curie import Curie
from .claim import Association
from .entity import Entity, Source
from .record import Record

__all__ = ["CuratedMechanism", "OpenQuestion", "Records"]


class CuratedMechanism(Record, frozen=True):
    """A curator's selection of claims that lead from a drug to an effect; ``claims`` are association ids."""

    id: str
    drug: Curie
    effect: Curie
    claims: tuple[str, ...]
    source: str = ""
    note: str = ""


class OpenQuestion(Record, frozen=True):
    """A question that the graph leaves open, or a contradiction that it does not smooth away.

    ``kind`` is unanswered (asked, never answered), contradiction (claims against claims) or artefact (of a source).
    ``claims`` and ``against`` are the association ids of the two sides; ``about`` the entities it concerns.
    """

    id: str
    kind: Literal["unanswered", "contradiction", "artefact"]
    question: str
    about: tuple[Curie, ...] = ()
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    note: str = ""
    source: str = ""


class Records(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What one file, folder or format holds: the common currency of readers, writers and builders."""

    title: str = ""
    note: str = ""
    entities: list[Entity] = []
    sources: list[Source] = []
    associations: list[Association] = []
    mechanisms: list[CuratedMechanism] = []
    questions: list[OpenQuestion] = []
