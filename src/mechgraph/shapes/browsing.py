"""What a page begins with, as JSON: lists of what a graph holds, examples tried on it, a thing in its first screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..answers.answer import Explanation as Explained
from ..model import Entity as Thing
from ..store import parts
from ..store.base import Store
from .answers import Screen, SourceLine, whole_screen
from .base import Document, Shape
from .things import Reference, reference

__all__ = ["Browse", "Example", "Examples", "FirstScreen", "QueryText", "Shelf", "ShelfItem", "first_screen"]


class Shelf(Shape, frozen=True, kw_only=True):
    """One list of what a graph holds: its key, its title, how many it has."""

    key: str
    title: str
    count: int


class ShelfItem(Shape, frozen=True, kw_only=True):
    """One line of a list: a text of its own or the things that it leads to, and how many claims it has.

    Of a thing those claims count that hold; denied and undecided ones do not.
    """

    text: str
    things: list[Reference]
    claims: int
    note: str


class Browse(Document, frozen=True):
    """The lists of a graph, and a page of one: ``found`` of its lines hold the words that were asked for."""

    shelves: list[Shelf]
    shelf: str
    found: int
    items: list[ShelfItem]


class Example(Shape, frozen=True, kw_only=True):
    """Something to try: of which kind, in words, about which things; ``question`` where it is one."""

    kind: str
    text: str
    told: str
    things: list[Reference]
    question: str


class Examples(Document, frozen=True):
    """Examples that were tried on this graph, and gave an answer."""

    examples: list[Example]


class QueryText(Document, frozen=True):
    """The SPARQL of a named query with its parameters bound."""

    name: str
    sparql: str


class FirstScreen(Document, frozen=True):
    """What is said first of a thing, whole; the sources in the order of their numbers, and the things that it names."""

    screen: Screen
    claims: int
    sources: list[SourceLine]
    names: list[Reference]


def first_screen(store: Store, told: Explained, thing: Thing) -> FirstScreen:
    """The shape of the first screen of an explanation of a thing."""
    assert told.screen is not None
    lines = {s.id: SourceLine(id=s.id, label=s.label, link=s.link) for c in told.claims for s in c.sources}
    rows = [*told.screen.lead, *(r for b in told.screen.blocks for r in b.rows)]
    claims = [a for i in _once(c for r in rows for c in r.claims) if (a := store.association(i)) is not None]
    names = parts.names_of(store, claims)
    return FirstScreen(
        screen=whole_screen(told.screen),
        claims=len(told.claims),
        sources=[lines[i] for i in told.screen.references() if i in lines],
        names=[reference(c, names) for c in names if c != thing.id],
    )


def _once(ids: Iterable[str]) -> Sequence[str]:
    return list(dict.fromkeys(ids))
