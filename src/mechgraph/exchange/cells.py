"""Tables of text as programs write them: tabs or commas, quotes or none, ``#`` before the header, Neo4j's names.

It gives rows as dictionaries and judges no value. A row with more cells than the header is counted and left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, takewhile
from typing import IO, Any

from ..errors import FormatError
from .files import decode, lines

__all__ = ["header", "header_line", "is_neo4j", "rows"]

_NEO4J = re.compile(
    r"(?P<name>[^:]*):(?P<kind>ID|LABEL|TYPE|START_ID|END_ID|IGNORE|(?:string|int|integer|long|float|double|boolean|byte|"
    r"short|char|date|datetime|localdatetime|time|localtime|duration|point|vector)(?:\[\])?)(?:\([^)]*\))?(?:\{.*\})?"
)
_KEYS = {"ID": "id", "LABEL": "category", "TYPE": "predicate", "START_ID": "subject", "END_ID": "object", "IGNORE": ""}
_NEO4JS = (":ID", ":LABEL", ":START_ID")
_SEPARATORS = ("\t", ",", ";", "|")


def _name(cell: str) -> str:
    cell = cell.strip()
    found = _NEO4J.fullmatch(cell)
    return cell if found is None else _KEYS.get(found["kind"], found["name"])


def header(line: str) -> tuple[list[str], str, bool]:
    """Names of the columns of a table, what separates them, and whether cells stand in quotes.

    >>> header('"subject","object"')
    (['subject', 'object'], ',', True)
    >>> header(":START_ID\\t:TYPE\\t:END_ID\\tpmid:string[]")[0]
    ['subject', 'predicate', 'object', 'pmid']
    """
    line = line.lstrip("\ufeff").rstrip("\r\n")
    line = line[1:].lstrip(" ") if line.startswith("#") else line
    separator = next((s for s in _SEPARATORS if s in line), "\t")
    quoted = separator != "\t" or line.startswith('"')
    try:
        names = next(csv.reader([line], delimiter=separator), []) if quoted else line.split(separator)
    except csv.Error:
        names = line.split(separator)
    return [_name(n) for n in names], separator, quoted


def is_neo4j(line: str) -> bool:
    """Whether a header has the keys of Neo4j's own tables."""
    return any(mark in line for mark in _NEO4JS)


def header_line(first: Sequence[str]) -> tuple[str, int]:
    """The line of a table that names its columns, and how many lines stand before the first row.

    Lines that begin with ``#`` are comments, but for the last of them that has a name for each cell of the first row.

    >>> header_line(["# made today", "# Fields:", "# a,b", "#", "1,2"]), header_line(["# x", "a\\tb", "1\\t2"])
    (('# a,b', 4), ('a\\tb', 2))
    """
    comments = list(takewhile(lambda line: line.lstrip('\ufeff"').startswith("#"), first))
    data = first[len(comments)] if len(comments) < len(first) else ""
    width = len(header(data)[0])
    for line in reversed(comments):
        if width <= len(header(line)[0]) > 1:
            return line, len(comments)
    return data or next(iter(first), ""), len(comments) + 1


def rows(
    stream: IO[bytes], where: str, lists: Callable[[str], bool], wide: Callable[[str], None]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each row as its place and its cells by name; empty cells are left out.

    Args:
        stream: The file, unpacked.
        where: Its name.
        lists: Whether a column holds several values, separated by ``|`` (in Neo4j's tables by ``;``).
        wide: Called with the place of a row that has more cells than the header.

    Raises:
        FormatError: not UTF-8, or a quote that does not close; with the line.
    """
    text = lines(stream, where)
    before: list[bytes] = []
    for line in text:
        before.append(line)
        if not line.lstrip(b'"').startswith(b"#"):
            break
    first, begin = header_line([decode(line, f"{where}:{n}") for n, line in enumerate(before, 1)])
    names, separator, quoted = header(first)
    inner = ";" if is_neo4j(first) else "|"
    place = begin

    def told() -> Iterator[str]:
        nonlocal place
        for place, line in enumerate(chain(before[begin:], text), begin + 1):
            yield decode(line, f"{where}:{place}") + "\n"

    plain = (line[:-1].split(separator) for line in told())
    cells: Iterable[list[str]] = csv.reader(told(), delimiter=separator) if quoted else plain
    many = [lists(n) for n in names]
    try:
        for fields in cells:
            if len(fields) > len(names):
                wide(f"{where}:{place}")
                continue
            found = zip(names, fields, many, strict=False)
            item = {n: v.split(inner) if several else v for n, v, several in found if v and n}
            if item:
                yield f"{where}:{place}", item
    except csv.Error as error:
        raise FormatError(f"{where}:{place}: not a table: {error}", remedy="is a quote not closed?") from None
