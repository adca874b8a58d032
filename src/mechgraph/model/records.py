"""What a record file holds: entities, sources, claims, curated mechanisms, open questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from ..curie import Curie
from .claim import Association
from .entity import Entity, Source
from .record import Record

__all__ = ["CuratedMechanism", "Join", "Level", "MechanismStep", "OpenQuestion", "Records"]


Level = Literal["", "molecular", "cellular", "circuit", "organ", "clinical"]
Join = Literal["and", "or", "contributes"]


class MechanismStep(Record, frozen=True):
    """One step of a curated mechanism: the claims that state it, and what leads to it.

    Args:
        id: Its short name in the mechanism: "1", "2a", "kir3".
        claims: Ids of the claims that state it (in a record file their keys).
        branch: The branch that it stands on; empty for the main line.
        after: Ids of the steps that lead to it. Empty: the step before it on its branch; where a branch begins, the
            last step before it on the main line; nothing for the first step of all.
        join: How several that lead to it join: "and" (all are needed), "or" (each alone is enough), "contributes".
        level: At which level of detail it is told.
        summarises: Ids of the steps (or of claims) that its own claims sum up, seen from outside. Such a step is an
            observation beside the line, and leads to nothing.
        text: What happens, in our own words, where the claims alone do not read well.
    """

    id: str
    claims: tuple[str, ...] = ()
    branch: str = ""
    after: tuple[str, ...] = ()
    join: Join = "contributes"
    level: Level = ""
    summarises: tuple[str, ...] = ()
    text: str = ""


class CuratedMechanism(Record, frozen=True):
    """A curator's account of how a drug comes to an effect: claims, and in ordered ones a main line and its branches.

    ``claims`` are the ids of all claims that lead from the drug to the effect, those of ``steps`` among them (a record
    file need not list these twice). Claims of a step that only summarises others are no links, and not among them.

    >>> step = MechanismStep(id="1", claims=("a", "b"))
    >>> m = CuratedMechanism(id="m", drug=Curie("A:1"), effect=Curie("B:1"), steps=(step,), claims=("c", "a"))
    >>> m.claims, m.ordered
    (('a', 'b', 'c'), True)
    """

    id: str
    drug: Curie
    effect: Curie
    claims: tuple[str, ...] = ()
    steps: tuple[MechanismStep, ...] = ()
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.steps:
            linked = (c for s in self.steps if not s.summarises for c in s.claims)
            msgspec.structs.force_setattr(self, "claims", tuple(dict.fromkeys((*linked, *self.claims))))

    @property
    def ordered(self) -> bool:
        """Whether it has steps; a flat one is a set of claims."""
        return bool(self.steps)

    @property
    def named(self) -> tuple[str, ...]:
        """Ids of every claim that it names, links and summaries, each once."""
        steps = {s.id for s in self.steps}
        beside = (c for s in self.steps if s.summarises for c in (*s.claims, *s.summarises) if c not in steps)
        return tuple(dict.fromkeys((*self.claims, *beside)))

    def before(self, step: MechanismStep) -> tuple[str, ...]:
        """Ids of the steps that lead to a step, those that go without saying too.

        >>> listed = [("1", ""), ("2", ""), ("2a", "kir3"), ("2b", "kir3"), ("3", "")]
        >>> steps = tuple(MechanismStep(id=i, branch=b) for i, b in listed)
        >>> m = CuratedMechanism(id="m", drug=Curie("A:1"), effect=Curie("B:1"), steps=steps)
        >>> [m.before(s) for s in m.steps]
        [(), ('1',), ('2',), ('2a',), ('2',)]
        """
        if step.after or step.summarises:
            return step.after
        earlier = [s for s in self.steps[: self.steps.index(step)] if not s.summarises]
        for branch in (step.branch, ""):
            if found := [s.id for s in earlier if s.branch == branch]:
                return (found[-1],)
        return ()

    def moved(self, of: Callable[[str], str]) -> CuratedMechanism:
        """The same with other ids for its claims, as where the keys of a record file become ids."""
        names = {s.id for s in self.steps}

        def each(claims: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(of(c) for c in claims))

        steps = tuple(
            msgspec.structs.replace(
                s,
                claims=each(s.claims),
                summarises=tuple(dict.fromkeys(c if c in names else of(c) for c in s.summarises)),
            )
            for s in self.steps
        )
        return msgspec.structs.replace(self, claims=each(self.claims), steps=steps)


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
