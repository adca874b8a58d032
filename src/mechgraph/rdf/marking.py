"""What a graph in RDF says of itself: which content it is, and what bare claims rest on.

One node, ``mgv:graph``. The content is a hash of the text that was written beside it, so that what was found out about
a graph can be kept, and is not taken for that of another. Whoever changes a loaded graph in place takes the node out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad, Triple

from .terms import literal_text, named, own_id, own_text

__all__ = ["Mark", "bare_source", "marked"]


class Mark:
    """The hash of text as it goes by, and the lines that tell it.

    Args:
        bare_source: The id of the source that claims rest on where nothing but three terms is given; none where it is
            not known.
    """

    def __init__(self, bare_source: str = "") -> None:
        self._hash = hashlib.blake2b(bare_source.encode(), digest_size=16)
        self._source = bare_source

    def add(self, text: bytes) -> None:
        """Text that belongs to the graph."""
        self._hash.update(text)

    def lines(self) -> list[str]:
        """The node as lines of N-Triples."""
        node = named("mgv:graph")
        out = [
            f"{node} {named('rdf:type')} {named('mgv:Graph')} .\n",
            f"{node} {named('mgv:content')} {literal_text(self._hash.hexdigest())} .\n",
        ]
        if self._source:
            out.append(f"{node} {named('mgv:bare_source')} {own_text('mgs', self._source)} .\n")
        return out


def marked(lines: Iterable[str], bare_source: str = "") -> Iterator[str]:
    """The lines of a graph, and after them what it is.

    >>> [line.split()[1].rpartition("/")[2] for line in marked(["<a:a> <b:b> <c:c> .\\n"])]
    ['<b:b>', '22-rdf-syntax-ns#type>', 'content>']
    """
    mark = Mark(bare_source)
    for line in lines:
        mark.add(line.encode())
        yield line
    yield from mark.lines()


def bare_source(item: Triple | Quad) -> str:
    """The id of the source that bare claims rest on, where a triple says it; else nothing."""
    if item.predicate == named("mgv:bare_source") and isinstance(item.object, NamedNode):
        return own_id("mgs", item.object.value)
    return ""
