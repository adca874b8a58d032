"""What the rules look at: the records of some files, or of a store, with the place of each; and what a rule is.

A case never raises on a broken record: claims whose terms are unknown and mechanisms whose claims are missing are
reported by the reading rules and left out of what the other rules see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from ..curie import Curie
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Path, Records, Source
from ..reason.line import mechanism_paths
from ..vocab import vocabulary
from .finding import Finding, Level

if TYPE_CHECKING:
    from .quotes import Quoted

__all__ = ["Case", "Hit", "Placed", "Rule"]

T = TypeVar("T", Entity, Source, Association, CuratedMechanism, OpenQuestion)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A record and where it stands."""

    record: T
    file: str
    line: int

    @property
    def name(self) -> str:
        key = getattr(self.record, "key", "")
        return str(key or getattr(self.record, "id", ""))


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule yields: the record, the message, the remedy; ``level`` only where it differs from the rule's."""

    at: Placed[Entity] | Placed[Source] | Placed[Association] | Placed[CuratedMechanism] | Placed[OpenQuestion]
    message: str
    remedy: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of curation: its name, its usual level, and the function whose docstring says what it holds."""

    name: str
    level: Level
    look: Callable[[Case], Iterator[Hit]] = field(repr=False)

    @property
    def about(self) -> str:
        return (self.look.__doc__ or "").strip().split("\n")[0]

    def run(self, case: Case) -> Iterator[Finding]:
        """The findings of this rule on a case."""
        for hit in self.look(case):
            yield Finding(
                file=hit.at.file,
                line=hit.at.line,
                record=hit.at.name,
                rule=self.name,
                level=hit.level or self.level,
                message=hit.message,
                remedy=hit.remedy,
            )


@dataclass
class Case:
    """Records under check, with their places; ``known`` may be referred to and is not itself looked at.

    ``retracted`` are identifiers of retracted publications: source ids, PubMed ids or DOIs.
    """

    entities: list[Placed[Entity]] = field(default_factory=list)
    sources: list[Placed[Source]] = field(default_factory=list)
    associations: list[Placed[Association]] = field(default_factory=list)
    mechanisms: list[Placed[CuratedMechanism]] = field(default_factory=list)
    questions: list[Placed[OpenQuestion]] = field(default_factory=list)
    known: Records = field(default_factory=Records)
    retracted: frozenset[str] = frozenset()
    whole: bool = True
    """Whether the case is a whole graph, so that "never used" means something."""
    distinct: bool = False
    """Whether all claims are known to differ in identity, as a store's do; ids need not be made to compare them."""

    @cached_property
    def entity(self) -> dict[Curie, Entity]:
        return {e.id: e for e in self.known.entities} | {p.record.id: p.record for p in self.entities}

    @cached_property
    def source(self) -> dict[str, Source]:
        return {s.id: s for s in self.known.sources} | {p.record.id: p.record for p in self.sources}

    @cached_property
    def claims(self) -> list[Placed[Association]]:
        """The claims whose predicate is known; the others are reported on reading."""
        predicates = vocabulary().predicates
        return [p for p in self.associations if p.record.predicate in predicates]

    @cached_property
    def claim(self) -> dict[str, Association]:
        """Claims by id and by key."""
        out: dict[str, Association] = {}
        for a in (*self.known.associations, *(p.record for p in self.claims)):
            out[a.id] = a
            if a.key:
                out[a.key] = a
        return out

    @cached_property
    def every(self) -> list[Association]:
        """Every claim of a known predicate, each identity once."""
        if self.distinct and not self.known.associations:
            return [p.record for p in self.claims]
        return list({a.id: a for a in self.claim.values()}.values())

    @cached_property
    def links(self) -> dict[tuple[Curie, Curie], list[Association]]:
        """Claims by cause and effect."""
        out: dict[tuple[Curie, Curie], list[Association]] = {}
        for a in self.every:
            out.setdefault(a.causal_ends, []).append(a)
        return out

    @cached_property
    def quoted(self) -> list[Quoted]:
        """Every quote under a claim, as the rules about quotes read it."""
        from .quotes import read_quotes

        return read_quotes(self)

    def name(self, curie: Curie) -> str:
        entity = self.entity.get(curie)
        return entity.name if entity else str(curie)

    def called(self, claim: Association) -> str:
        """A claim as a curator knows it: by its key, otherwise by its ends and what is said between them."""
        return claim.key or f"“{self.name(claim.subject)} {claim.relation.label} {self.name(claim.object)}”"

    def claims_of(self, mechanism: CuratedMechanism) -> list[Association]:
        """The claims of a mechanism that exist, each once."""
        found = (self.claim.get(c) for c in mechanism.claims)
        return list({a.id: a for a in found if a is not None}.values())

    def paths_of(self, mechanism: CuratedMechanism) -> list[Path]:
        """The causal paths of a mechanism from its drug to its effect, in the order of its steps where it has any."""
        return mechanism_paths(mechanism, self.claim)
