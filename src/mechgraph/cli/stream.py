"""Tables that are too long to hold: written piece by piece, to standard output or to a file that appears when whole.

CSV, TSV and JSON Lines as everywhere else; Arrow as an IPC file (Feather), one record batch a piece, which needs the
extra ``arrow``. It refuses formats that need every row at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ..errors import UsageError, cannot_write
from ..store.base import Table
from .output import render

__all__ = ["STREAMED", "write_tables"]

STREAMED = ("csv", "tsv", "jsonl", "arrow")
"""Formats that are written as they come."""

_Write = Callable[[Table], None]


def write_tables(tables: Iterable[Table], form: str, output: str | None) -> int:
    """Write tables of the same columns as one; returns how many rows.

    Raises:
        UsageError: Arrow without pyarrow, or to a terminal. MechgraphError: the file cannot be written.
    """
    rows = 0
    with _opened(form, output) as stream, _writer(form, stream) as write:
        for table in tables:
            write(table)
            rows += len(table)
    return rows


@contextlib.contextmanager
def _opened(form: str, output: str | None) -> Iterator[IO[bytes]]:
    """Standard output, or a temporary file beside ``output`` that takes its name at the end."""
    if output is None or output == "-":
        if form == "arrow" and sys.stdout.isatty():
            raise UsageError("Arrow is not for a terminal", remedy="use -o FILE.arrow")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from None
        raise


@contextlib.contextmanager
def _writer(form: str, stream: IO[bytes]) -> Iterator[_Write]:
    if form == "arrow":
        with _arrow(stream) as write:
            yield write
        return
    started = False

    def text(table: Table) -> None:
        nonlocal started
        piece = render(table, form)
        if form != "jsonl" and started:
            piece = piece.partition("\n")[2]  # the header stands once
        started = True
        if piece:
            stream.write(piece.rstrip("\n").encode() + b"\n")

    yield text


@contextlib.contextmanager
def _arrow(stream: IO[bytes]) -> Iterator[_Write]:
    try:
        import pyarrow as pa
    except ImportError:
        raise UsageError("Arrow needs pyarrow", remedy="pip install 'mechgraph[arrow]', or use -f csv") from None
    writer: Any = None

    def batch(table: Table) -> None:
        nonlocal writer
        kinds = {"rank": pa.int32(), "length": pa.int8(), "sign": pa.int8(), "cost": pa.float64()}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in table.columns])
        if writer is None:
            writer = pa.ipc.new_file(stream, schema, options=pa.ipc.IpcWriteOptions(compression="zstd"))
        columns = zip(*table.rows, strict=True) if table.rows else [()] * len(table.columns)
        arrays = [pa.array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
        writer.write_batch(pa.record_batch(arrays, schema))

    yield batch
    if writer is not None:
        writer.close()
