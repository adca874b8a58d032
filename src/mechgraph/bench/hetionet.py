"""Hetionet's own TSV form as a path index, for the benchmarks.

It keeps Hetionet's names, so that published metapaths read as published. The reader that builds a graph for use is
elsewhere; this one refuses to normalise anything.
"""

from __future__ import annotations

import gzip
import pathlib
from collections.abc import Collection
from typing import Any

import numpy as np

from ..errors import FormatError
from ..paths.cost import CostModel
from ..paths.index import PathIndex
from ..paths.metapath import MetapathTable

__all__ = ["complete_types", "read"]


def read(
    data: pathlib.Path,
    *,
    only: Collection[str] | None = None,
    without: Collection[str] = (),
    model: CostModel | None = None,
    abbreviated: bool = False,
) -> PathIndex:
    """Index ``data/hetionet/nodes.tsv.gz`` and ``edges.sif.gz``.

    Args:
        data: The data folder.
        only: Abbreviations of the link types to keep (``CbG``); ``None`` keeps all.
        without: Abbreviations to leave out.
        model: Weights of the cost.
        abbreviated: Name predicates by abbreviation (``CbG``) instead of Hetionet's word (``binds``).

    Raises:
        FormatError: A line that does not have three fields, an unknown entity or link type.
    """
    table = MetapathTable.hetionet()
    names = {text: text if abbreviated else edge.predicate for text, edge in table.metaedges.items()}
    predicate_names = sorted(set(names.values()))
    code = {text: predicate_names.index(name) for text, name in names.items()}
    numbers: dict[str, int] = {}
    kinds: list[str] = []
    for fields in _rows(data / "hetionet" / "nodes.tsv.gz"):
        numbers[fields[0]] = len(numbers)
        kinds.append(fields[2])
    category_names = sorted(set(kinds))
    category = {name: i for i, name in enumerate(category_names)}
    s: list[int] = []
    o: list[int] = []
    p: list[int] = []
    for subject, metaedge, obj in _rows(data / "hetionet" / "edges.sif.gz"):
        if (only is None or metaedge in only) and metaedge not in without:
            try:
                s.append(numbers[subject])
                o.append(numbers[obj])
                p.append(code[metaedge])
            except KeyError as error:
                raise FormatError(f"edges.sif.gz: {subject} {metaedge} {obj}: unknown {error}") from None
    symmetric = sorted({names[text] for text, edge in table.metaedges.items() if edge.symmetric})
    return PathIndex.build(
        np.array(s, np.int64),
        np.array(o, np.int64),
        np.array(p, np.int64),
        entity_ids=list(numbers),
        categories=np.array([category[kind] for kind in kinds], np.int64),
        category_names=category_names,
        predicate_names=predicate_names,
        predicate_signs=[_sign(name) for name in predicate_names],
        undirected=symmetric,
        model=model,
    )


def complete_types(data: pathlib.Path) -> frozenset[str]:
    """Abbreviations of the link types of which the data given holds every edge of Hetionet v1.0."""
    path = data / "hetionet" / "metaedge_counts.tsv"
    with path.open(encoding="utf-8") as file:
        next(file)
        rows = [line.rstrip("\n").split("\t") for line in file]
    return frozenset(row[0] for row in rows if row[0] != "TOTAL" and row[1] == row[2])


def _sign(name: str) -> int:
    return {"upregulates": 1, "CuG": 1, "downregulates": -1, "CdG": -1}.get(name, 0)


def _rows(path: pathlib.Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        next(file)
        rows: list[Any] = [line.rstrip("\n").split("\t") for line in file]
    for number, row in enumerate(rows, 2):
        if len(row) != 3:
            raise FormatError(f"{path.name} line {number}: {len(row)} fields where 3 are expected")
    return rows
