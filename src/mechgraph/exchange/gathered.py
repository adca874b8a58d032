"""What the readers of one database's own table share: its rows, its entities, its claims, and what was not understood.

It knows no database. A claim is as sure as one curated database makes it, probable, unless its reader says less.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from msgspec.structs import replace

from ..curie import Curie
from ..errors import FormatError
from ..model import Association, Entity, Evidence, Source
from ..names import human_genes
from .cells import header, header_line
from .files import opened
from .mappings import UNKNOWN_CATEGORY, UNKNOWN_PREDICATE, mapping
from .reading import Reading, ReadReport

__all__ = ["Gathering", "gene_of", "rows"]


def rows(path: Path, columns: Sequence[str] = ()) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of a table as its place and its cells by column, without spaces around them.

    Args:
        columns: Of a table without a header; otherwise it is found (:func:`~mechgraph.exchange.cells.header_line`).

    Raises:
        FormatError: not UTF-8, or a quote that does not close; with the line.
    """
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            begun: list[str] = []
            for line in text:
                begun.append(line)
                if columns or not line.lstrip('"').startswith("#"):
                    break
            first, begin = header_line(begun)
            separator = "\t" if "\t" in first else ","
            quoting: Literal[0, 3] = csv.QUOTE_NONE if separator == "\t" and '"' not in first else csv.QUOTE_MINIMAL
            names = list(columns) or header(first)[0]
            before = begun if columns else begun[begin:]
            lines = csv.reader(chain(before, text), delimiter=separator, quoting=quoting)
            for fields in lines:
                if any(fields):
                    cells = zip(names, fields, strict=False)
                    yield f"{path}:{lines.line_num + len(begun) - len(before)}", {n: v.strip() for n, v in cells}
        except UnicodeDecodeError as error:
            raise FormatError(f"{path}: not UTF-8: {error.reason}", remedy="save the file as UTF-8") from None
        except csv.Error as error:
            raise FormatError(f"{path}: not a table: {error}", remedy="is a quote not closed?") from None


@cache
def _genes() -> dict[str, tuple[str, list[str]]]:
    """Identifier or approved symbol of a human gene → its symbol and all its identifiers."""
    out: dict[str, tuple[str, list[str]]] = {}
    for ids, symbol in human_genes():
        out.setdefault(symbol, (symbol, ids))
        for one in ids:
            out.setdefault(one, (symbol, ids))
    return out


def gene_of(symbol: str) -> Curie | None:
    """The protein of an approved symbol of a human gene, or its gene where it has several or none.

    >>> gene_of("PTGS1"), gene_of("no symbol")
    (Curie('UniProtKB:P23219'), None)
    """
    found = _genes().get(symbol)
    if found is None or found[0] != symbol:
        return None
    proteins = [i for i in found[1] if i.startswith("UniProtKB:")]
    return Curie(proteins[0] if len(proteins) == 1 else found[1][0])


class Gathering:
    """A reading under way.

    Args:
        source: The database.
        table: Whose words mean what: the name of a mapping.
    """

    def __init__(self, path: str | Path, format: str, source: Source, table: str) -> None:
        self.reading = Reading(source=source, report=ReadReport(str(path), format))
        self.report, self.table = self.reading.report, mapping(table)
        self.sources: dict[str, Source] = {source.id: source}

    def entity(
        self, curie: Curie, name: str, category: str, xrefs: Iterable[Curie] = (), also: Iterable[str] = ()
    ) -> Curie:
        """Take an entity in, or put more names to one that is known; its identifier."""
        known = self.reading.entities.get(curie) or Entity(id=curie, name=name or str(curie), category=category)
        names = dict.fromkeys((*known.synonyms, *filter(None, (name, *also))))
        names.pop(known.name, None)
        more = dict.fromkeys((*known.xrefs, *xrefs))
        self.reading.entities[curie] = replace(known, synonyms=tuple(names), xrefs=tuple(x for x in more if x != curie))
        return curie

    def gene(self, curie: Curie, name: str = "", category: str = "protein") -> Curie:
        """A gene or protein; a human one gets the symbol and identifiers that the table of human genes has."""
        symbol, ids = _genes().get(str(curie), ("", []))
        if not symbol:
            self.report.changed.add("a gene or protein that the table of human genes lacks", f"{curie} {name}".strip())
        own = [Curie(i) for i in ids if i != curie and not i.startswith(curie.prefix)]
        return self.entity(curie, name or symbol, category, own, [symbol])

    def symbol(self, text: str) -> Curie | None:
        """The protein or gene of an approved symbol (:func:`gene_of`), taken in."""
        found = gene_of(text)
        return None if found is None else self.gene(found, text)

    def category(self, term: str) -> str:
        found = self.table.category(term)
        if found is None:
            self.report.unknown_categories[term] += 1
        return found or UNKNOWN_CATEGORY

    def claim(
        self, subject: Curie, terms: Sequence[str], target: Curie, cited: Iterable[Source], locator: str, **more: Any
    ) -> None:
        """A claim by the first of the source's words that the mapping knows.

        Args:
            terms: From the most exact to the least; an unknown one is counted.
            cited: What the database cites for it.
            locator: Where in the database it stands.
            more: Other fields of the claim; ``summary`` is that of the database's evidence, ``ends`` the categories by
                which a word with several meanings is told.
        """
        kinds = more.pop("ends", ("", ""))
        row = next((r for t in terms if (r := self.table.find(t, *kinds)) is not None), None)
        if row is None:
            self.report.unknown_predicates[terms[0]] += 1
        summary, denied = more.pop("summary", ""), more.pop("negated", False)
        evidence = [Evidence(source=self.reading.source.id, locator=locator, summary=summary)]
        for source in cited:
            self.sources.setdefault(source.id, source)
            evidence.append(Evidence(source=source.id, locator=f"cited by {self.reading.source.title}, {locator}"))
        told = {"certainty": "probable", "source_certainty": "stated", "note": "" if row else terms[0], **more}
        if row is not None and row.swap:
            subject, target = target, subject
        self.reading.associations.append(
            Association(
                subject=subject,
                predicate=row.predicate if row else UNKNOWN_PREDICATE,
                object=target,
                negated=(row.negated if row else False) != denied,
                evidence=tuple(evidence),
                **told,
            )
        )

    def done(self) -> Reading:
        """Equal claims become one.

        Raises:
            FormatError: nothing could be read.
        """
        self.reading.associations.join()
        self.reading.sources += self.sources.values()
        return self.reading.done()
