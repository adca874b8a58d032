"""SIF, the simple interaction format of Cytoscape: a node, a relation and one target or more on each line.

Fields are separated by tabs, or by spaces where a line has no tab. A line of one field names a node without edges. A
first line that names columns is no edge, and sentences are no SIF, whatever their words. It has no place for a level
of knowledge, so that its claims are of unknown level.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import FormatError
from ..vocab import vocabulary
from .files import begun, head, lines, opened
from .kgx import Maker
from .labelled import Labels
from .mappings import mapping
from .qualifying import term_of
from .reading import Reading
from .words import guessed

__all__ = ["is_sif", "read"]


def _fields(line: str) -> list[str]:
    return [f.strip() for f in (line.split("\t") if "\t" in line else line.split()) if f.strip()]


def is_sif(path: Path) -> bool:
    """Whether a file without header is SIF: lines of one field or of three and more, half of the relations known.

    A file called ``.sif`` needs no known relation. One of another name whose fields are separated by spaces has three
    of them, and no full stop.
    """
    text = begun(head(path).decode("utf-8-sig", "replace"))
    rows = [fields for line in text[:50] if (fields := _fields(line))]
    if not rows or any(len(fields) == 2 for fields in rows):
        return False
    relations = [fields[1] for fields in rows if len(fields) > 2]
    if relations and path.name.endswith((".sif", ".sif.gz")):
        return True
    prose = any("\t" not in line and (len(line.split()) > 3 or line.rstrip().endswith(".")) for line in text[:50])
    known = sum(map(_known, relations))
    return bool(relations) and not prose and not _names_columns(rows[0]) and 2 * known >= len(relations)


def _names_columns(fields: list[str]) -> bool:
    """Whether a line is the header of a table."""
    return len(fields) > 2 and not _known(fields[1]) and {"subject", "object"} <= guessed(fields).keys()


def _known(relation: str) -> bool:
    return relation in vocabulary().predicates or mapping("biolink").find(term_of(relation)) is not None


def read(path: str | Path) -> Reading:
    """Read a SIF file.

    Raises:
        FormatError: not UTF-8.
    """
    path = Path(path)
    maker = Maker(str(path), "sif", path.name.partition(".")[0])
    labels = Labels(maker.reading)
    nodes: dict[str, str] = {}
    edges: list[tuple[str, dict[str, Any]]] = []
    for where, fields in _rows(path):
        if len(fields) == 2:
            maker.reading.report.dropped.add("a line of two fields", f"{where}: {' '.join(fields)[:80]}")
            continue
        nodes |= dict.fromkeys((fields[0], *fields[2:]), where)
        for target in fields[2:]:
            edges.append((where, {"subject": fields[0], "predicate": fields[1], "object": target}))
    maker.nodes((where, labels.node({"id": name})) for name, where in nodes.items())
    maker.edges((where, labels.edge(edge, where=where)) for where, edge in edges)
    return maker.done()


def _rows(path: Path) -> Iterator[tuple[str, list[str]]]:
    with opened(path) as stream:
        for number, line in enumerate(lines(stream, path), 1):
            try:
                fields = _fields(line.decode())
            except UnicodeDecodeError:
                raise FormatError(f"{path}:{number}: not UTF-8", remedy="save the file as UTF-8") from None
            if fields and not (number == 1 and _names_columns(fields)):
                yield f"{path}:{number}", fields
