"""Tables in memory: data frames of pandas and polars, tables of pyarrow, lists of dictionaries; none is imported."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import MechgraphError, UsageError
from ..model import Records
from .containers import write_rows
from .registry import open_sources

__all__ = ["read_frames"]


def _table(frame: Any) -> tuple[list[str], Iterable[Iterable[Any]]]:
    """The names of the columns of a frame, and its rows."""
    if hasattr(frame, "column_names") and hasattr(frame, "to_pylist"):
        return list(frame.column_names), ([row[n] for n in frame.column_names] for row in frame.to_pylist())
    if hasattr(frame, "iter_rows") and hasattr(frame, "columns"):
        return list(map(str, frame.columns)), frame.iter_rows()
    if hasattr(frame, "itertuples"):
        return list(map(str, frame.columns)), frame.itertuples(index=False, name=None)
    if isinstance(frame, list | tuple) and all(isinstance(row, Mapping) for row in frame):
        names = list(dict.fromkeys(str(n) for row in frame for n in row))
        return names, ([row.get(n) for n in names] for row in frame)
    raise UsageError(
        f"{type(frame).__name__} is no table",
        remedy="give a frame of pandas or polars, a table of pyarrow, or a list of dictionaries",
    )


def read_frames(edges: Any, nodes: Any = None, columns: str = "") -> tuple[Records, str]:
    """The records of one table of edges, and one of nodes if there is one, and the report of what was read.

    Args:
        edges: A row for each edge.
        nodes: A row for each node, with ``id`` and ``name`` or ``category``; then edges have ``subject``, ``predicate``
            and ``object``.
        columns: Which column of the edges is which (:mod:`mechgraph.exchange.tables`).

    Raises:
        UsageError: no table, or a column that is not there. FormatError: nothing in it that can be read.
    """
    with tempfile.TemporaryDirectory(prefix="mechgraph-") as name:
        paths = []
        for part, frame in (("edges", edges), ("nodes", nodes)):
            if frame is not None:
                paths.append(Path(name) / f"frame_{part}.csv")
                write_rows(paths[-1], *_table(frame))
        try:
            (reading,) = open_sources(paths, columns)
        except MechgraphError as error:
            raise type(error)(error.message.replace(f"{name}/", ""), remedy=error.remedy) from None
        return reading.records(), str(reading.report).replace(f"{name}/", "")
