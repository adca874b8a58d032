"""More names for what a graph holds, from the tables of ``graph/names`` and from entities that are known elsewhere.

A name is added only to an entity whose identifier the table has, and never where it could mean something else: where
another entity of the graph is called so, where two would be, where it is the approved symbol of another gene, or where
it is so short a word that anything is called so. What cannot be told apart is left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from ..curie import Curie, data_dir
from ..model import Entity
from .folding import fold

__all__ = ["human_genes", "meant_elsewhere", "more_names"]

_GENES = ("HGNC", "NCBIGene", "UniProtKB")
_SYMBOL = re.compile(r"(\S.*\S) \(([A-Z][A-Z0-9-]{2,9})\)")
_SHORTEST = 4
"""Letters that an alias of a gene has at least where they are letters alone; shorter ones are words of other things."""


def more_names(entities: Sequence[Entity], elsewhere: Iterable[Entity] = ()) -> list[tuple[str, Curie]]:
    """Names and identifiers that the entities have beside their own, each with its entity.

    Args:
        elsewhere: Entities of another graph; those of an identifier in common give their names.

    >>> gene = Entity(id=Curie("UniProtKB:P04626"), name="a receptor", category="receptor")
    >>> [text for text, _ in more_names([gene])][:4]
    ['HGNC:3430', 'NCBIGene:2064', 'ERBB2', 'HER-2']
    """
    by_id: dict[str, list[Entity]] = {}
    taken: set[str] = set()
    for e in entities:
        for one in {e.id, *e.xrefs}:
            by_id.setdefault(str(one), []).append(e)
        taken.update(fold(name) for name in (e.name, *e.synonyms, e.id, *e.xrefs))
    offered: dict[str, dict[Curie, str]] = {}
    for e in entities:
        for text in _parts(e.name):
            if (folded := fold(text)) not in taken:
                offered.setdefault(folded, {}).setdefault(e.id, text)
    for ids, texts in (*_known(elsewhere), *_drugs(), *(_genes() if _has_genes(by_id) else ())):
        for e in {e.id: e for one in ids for e in by_id.get(one, ())}.values():
            for text in (*(i for i in ids if i != e.id), *texts):
                if (folded := fold(text)) not in taken:
                    offered.setdefault(folded, {}).setdefault(e.id, text)
    return [(text, curie) for found in offered.values() if len(found) == 1 for curie, text in found.items()]


def meant_elsewhere(text: str) -> tuple[str, Curie] | None:
    """What the tables know by a name or identifier: the name and identifier of a drug or a gene; ``None`` for neither.

    >>> meant_elsewhere("Tylenol")
    ('paracetamol', Curie('DRUGBANK:DB00316'))
    """
    wanted = fold(text)
    for tables in (_drugs, _genes):
        for ids, texts in tables():
            if any(fold(one) == wanted for one in (*texts, *ids, *(i.partition(":")[2] for i in ids[:1]))):
                return texts[0], Curie(ids[0])
    return None


def human_genes() -> Iterator[tuple[list[str], str]]:
    """Each human gene of the table: its identifiers (HGNC, Entrez, UniProt) and its approved symbol.

    >>> next(ids for ids, symbol in human_genes() if symbol == "ERBB2")
    ['HGNC:3430', 'NCBIGene:2064', 'UniProtKB:P04626']
    """
    for ids, texts in _genes():
        yield ids, texts[0]


def _has_genes(ids: Iterable[str]) -> bool:
    return any(one.partition(":")[0] in _GENES for one in ids)


def _parts(name: str) -> tuple[str, ...]:
    """Both parts of a name that has a symbol in brackets at its end, "GLP-1 receptor (GLP1R)"; else nothing."""
    found = _SYMBOL.fullmatch(name)
    return found.groups() if found else ()


def _known(elsewhere: Iterable[Entity]) -> Iterator[tuple[list[str], list[str]]]:
    for e in elsewhere:
        yield [str(e.id), *map(str, e.xrefs)], [e.name, *e.synonyms]


def _drugs() -> Iterator[tuple[list[str], list[str]]]:
    with (data_dir("graph") / "names" / "drugs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            ids = [f"DRUGBANK:{row['drugbank']}", *([f"MESH:{row['mesh']}"] if row["mesh"] else [])]
            yield ids, [row["name"], *filter(None, row["other_names"].split("|"))]


def _genes() -> Iterator[tuple[list[str], list[str]]]:
    """Each gene: its identifiers, its symbol, and those aliases and previous symbols that are no other's symbol."""
    data = gzip.decompress((data_dir("graph") / "names" / "genes.tsv.gz").read_bytes()).decode()
    rows = list(csv.DictReader(io.StringIO(data), delimiter="\t", quoting=csv.QUOTE_NONE))
    approved = {row["symbol"].lower() for row in rows}
    for row in rows:
        ids = [f"HGNC:{row['hgnc']}"]
        ids += [f"NCBIGene:{row['ncbigene']}"] if row["ncbigene"] else []
        ids += [f"UniProtKB:{one}" for one in row["uniprot"].split("|") if one]
        aliases = (a for column in ("aliases", "previous") for a in row[column].split("|") if a)
        fit = (a for a in aliases if a.lower() not in approved and (len(a) >= _SHORTEST or not a.isalpha()))
        yield ids, [row["symbol"], *dict.fromkeys(fit)]
