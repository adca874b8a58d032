"""Reactome's functional interactions: which gene acts on which, as far as a direction is given.

The file is ``FIsInGene_…_with_annotations.txt`` of https://reactome.org/download-data, columns Gene1, Gene2,
Annotation, Direction, Score. The head of an arrow stands at the gene that is acted on: ``->``, ``<-``, and ``|`` where
it is held back. "Catalyze" alone is no sign. A link without a head (a complex, a common reaction, a prediction) says
nothing of cause and is left out.
"""

from __future__ import annotations

from pathlib import Path

from ..curie import Curie
from ..model import Source
from .gathered import Gathering, rows
from .reading import Reading

__all__ = ["read"]

SOURCE = Source(
    id="reactome-fi",
    kind="database",
    title="Reactome functional interactions",
    url="https://reactome.org",
    licence="for the original recipient only: not to be passed on, because of its parts of KEGG",
    verified="secondary",
)
_BY = " by"
_HELD_BACK = "|"


def read(path: str | Path) -> Reading:
    """Read the table of links.

    Raises:
        FormatError: not UTF-8, torn, or nothing in it that can be read.
    """
    found = Gathering(path, "reactome-fi", SOURCE, "reactome-fi")
    for where, row in rows(Path(path)):
        arrow = row.get("Direction", "")
        heads = [(arrow[:1] in ("<", _HELD_BACK), arrow[:1]), (arrow[-1:] in (">", _HELD_BACK), arrow[-1:])]
        if len(arrow) < 2 or not any(there for there, _ in heads):
            found.report.dropped.add("a link without a direction; it says nothing of cause", where)
            continue
        one, two = found.symbol(row.get("Gene1", "")), found.symbol(row.get("Gene2", ""))
        if one is None or two is None:
            found.report.dropped.add("a symbol that the table of human genes lacks", f"{where}: {row}")
            continue
        words = [w.strip() for w in row.get("Annotation", "").split(";") if w.strip()]
        for (there, head), (subject, target), passive in zip(
            heads, ((two, one), (one, two)), (True, False), strict=True
        ):
            if there:
                _claims(found, subject, target, head, words, passive, f"{row['Gene1']} {arrow} {row['Gene2']}")
    return found.done()


def _claims(
    found: Gathering, subject: Curie, target: Curie, head: str, words: list[str], passive: bool, place: str
) -> None:
    """A claim for each word of this direction that has a sign; one without a sign where none has."""
    own = [w for w in words if w.endswith(_BY) == passive] or words
    terms = [w.partition(": ")[2].partition(",")[0] or w for w in own]
    signed = [t for t in terms if (r := found.table.find(t)) is not None and r.abbreviation == head]
    for term in dict.fromkeys(signed) or [f"{head} alone"]:
        found.claim(subject, [term], target, (), place, summary="; ".join(words))
