"""Which identifiers mean the same: SSSOM tables, or two columns. Only equality joins; near matches do not.

In an SSSOM table the rows whose predicate is one of :data:`EQUAL` join, subject to object; other rows are counted and
left alone. In a table of two columns every row joins, the first to the second.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..curie import Curie
from ..errors import FormatError
from ..exchange.files import decode, lines, opened
from ..exchange.reading import Tally, normalised

__all__ = ["EQUAL", "read_mappings"]

EQUAL = frozenset({"skos:exactMatch", "owl:sameAs", "owl:equivalentClass", "owl:equivalentProperty"})


def _rows(path: Path, notes: Tally) -> Iterable[tuple[Curie, Curie]]:
    with opened(path) as stream:
        numbered = ((i, decode(line, f"{path}:{i}")) for i, line in enumerate(lines(stream, path), 1))
        text: Iterator[tuple[int, str]] = ((i, t) for i, t in numbered if t.strip() and not t.startswith("#"))
        head = next(text, None)
        if head is None:
            raise FormatError(f"{path}: no mapping in it")
        at, line = head
        separator = "\t" if "\t" in line else ","
        names = next(csv.reader([line], delimiter=separator))
        if "subject_id" in names and "object_id" in names:
            a, b = names.index("subject_id"), names.index("object_id")
            c = names.index("predicate_id") if "predicate_id" in names else None
            m = names.index("predicate_modifier") if "predicate_modifier" in names else None
        elif len(names) == 2:
            a, b, c, m = 0, 1, None, None
            if all(normalised(n) for n in names):
                text = iter([(at, line), *text])
        else:
            raise FormatError(
                f"{path}:{at}: neither SSSOM (subject_id, predicate_id, object_id) nor two columns",
                remedy="give a table of two columns, from and to, or SSSOM's TSV",
            )
        for at, line in text:
            try:
                fields = next(csv.reader([line], delimiter=separator))
            except csv.Error as error:
                raise FormatError(f"{path}:{at}: {error}") from None
            if len(fields) <= max(a, b):
                notes.add("a mapping row with too few columns", f"{path}:{at}")
                continue
            if c is not None and (len(fields) <= c or fields[c] not in EQUAL or (m and fields[m : m + 1] == ["Not"])):
                notes.add("a mapping that is no equality; left alone", f"{path}:{at}")
                continue
            subject, target = normalised(fields[a]), normalised(fields[b])
            if subject is None or target is None:
                notes.add("a mapping of what is no identifier", f"{path}:{at}")
            elif subject != target:
                yield subject, target


def read_mappings(paths: Iterable[str | Path], notes: Tally | None = None) -> dict[Curie, Curie]:
    """Identifier → the one that stands for it, over all tables together.

    Of identifiers that are joined, the one that is most often on the object's side stands for all; ties go to the
    smallest.

    Raises:
        FormatError: a table in neither form, with its line.
    """
    notes = notes if notes is not None else Tally()
    parent: dict[Curie, Curie] = {}
    as_object: dict[Curie, int] = {}

    def root(c: Curie) -> Curie:
        while (up := parent.setdefault(c, c)) != c:
            parent[c] = parent[up]
            c = up
        return c

    for path in paths:
        for subject, target in _rows(Path(path), notes):
            as_object[target] = as_object.get(target, 0) + 1
            parent[root(subject)] = root(target)
    groups: dict[Curie, list[Curie]] = {}
    for c in list(parent):
        groups.setdefault(root(c), []).append(c)
    out: dict[Curie, Curie] = {}
    for group in groups.values():
        chosen = min(group, key=lambda c: (-as_object.get(c, 0), c))
        out.update((c, chosen) for c in group if c != chosen)
    return out
