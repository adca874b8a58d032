"""Files that hold tables or files within: archives, Excel workbooks, Parquet, JSON lists of rows.

Each is laid out as plain files in a folder of its own for as long as it is read, and is then read as any folder is.
What programs leave in archives (``__MACOSX``, ``._name``, ``.DS_Store``) is no part of them. A member that leaves the
archive, a password, and more than a limit unpacked are refused.
"""

from __future__ import annotations

import csv
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec

from ..errors import FormatError, UnreadError, cannot_write, is_full
from . import streamed, workbooks
from .files import MAX_DOCUMENT, TORN, head, lines, opened
from .reading import Tally

__all__ = ["CONTAINERS", "is_junk", "packing", "unpacked", "write_rows"]

_MISSING = frozenset({"nan", "<NA>", "NaT"})
"""How the missing values of data frames print; as texts they are missing too."""
_LIMIT = 10 * MAX_DOCUMENT
_TABLES = (".tsv", ".jsonl", ".csv", ".ndjson", ".txt")


def is_junk(name: str) -> bool:
    """Whether a member of an archive or folder is what a system leaves there.

    >>> is_junk("__MACOSX/kg/._nodes.tsv"), is_junk("kg/.DS_Store"), is_junk("kg/nodes.tsv")
    (True, True, False)
    """
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or any(p.startswith(".") and p not in (".", "..") for p in parts) or "Thumbs.db" in parts


def packing(path: Path, data: bytes) -> str | None:
    """What holds files or tables within, by how a file begins; ``None`` for any other.

    Raises:
        UnreadError: a container that is known and not read.
    """
    if data.startswith(b"PAR1"):
        return "parquet"
    if data[257:262] == b"ustar":
        try:
            with tarfile.open(path) as archive:
                names = [m.name for m in archive.getmembers() if not is_junk(m.name)]
        except (tarfile.TarError, *TORN, OSError, ValueError, OverflowError):
            return "kgx-archive"  # its reader says what is wrong
        kgx = [
            n for n in names if {"node", "edge"} & {w for w in ("node", "edge") if w in PurePosixPath(n).name.lower()}
        ]
        return "kgx-archive" if (kgx and all(n.endswith(_TABLES) for n in kgx)) or not names else "archive"
    if not data.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            first = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        what = "an Excel workbook" if b"xl/" in data or path.suffix in (".xlsx", ".xlsm") else "a zip archive"
        remedy = "save or download it again"
        raise FormatError(f"{path} is {what} that cannot be opened: {error}", remedy=remedy) from None
    if any(n.startswith("xl/") for n in names):
        if "xl/workbook.bin" in names:
            raise UnreadError(f"{path} is a binary Excel workbook", remedy="save it as .xlsx or CSV")
        return "workbook"
    if b"opendocument" in first:
        raise UnreadError(f"{path} is an OpenDocument file", remedy="save its sheet as .xlsx or CSV")
    if any(n.startswith(("word/", "ppt/")) for n in names):
        raise UnreadError(f"{path} is a document of Word or PowerPoint", remedy="save its tables as CSV")
    if "session.xml" in names or any(n.endswith("/cysession.xml") for n in names):
        raise UnreadError(f"{path} is a Cytoscape session", remedy="export the network as CX2 or GraphML")
    return "archive"


def _save(target: Path, stream: IO[bytes], limit: int) -> int:
    """Copy a member out, and say how long it was.

    Raises:
        FormatError: longer than what is left of the limit.
    """
    size = 0
    with target.open("wb") as file:
        while chunk := stream.read(1 << 20):
            size += len(chunk)
            if size > limit:
                raise FormatError(f"{target.name}: more than {_LIMIT:,} bytes unpacked", remedy="unpack it yourself")
            file.write(chunk)
    return size


def _place(folder: Path, name: str, path: Path) -> Path:
    """Where a member is laid out: one level, named by its whole way, so that nothing leaves the folder.

    Raises:
        FormatError: the member points outside of the archive.
    """
    pure = PurePosixPath(name.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts:
        raise FormatError(f"{path}: the member {name!r} leaves the archive", remedy="do not trust this file")
    return folder / "_".join(pure.parts)[-200:]


def _zip(path: Path, folder: Path) -> None:
    left = _LIMIT
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            target = _place(folder, info.filename, path)
            if info.is_dir() or is_junk(info.filename):
                continue
            if info.flag_bits & 1:
                raise FormatError(f"{path} is locked with a password", remedy="unpack it yourself")
            with archive.open(info) as stream:
                left -= _save(target, stream, left)


def _tar(path: Path, folder: Path) -> None:
    left = _LIMIT
    with tarfile.open(path) as archive:
        for member in archive:
            target = _place(folder, member.name, path)
            stream = archive.extractfile(member) if member.isfile() and not is_junk(member.name) else None
            if stream is not None:
                left -= _save(target, stream, left)


def _archive(path: Path, folder: Path, dropped: Tally) -> None:
    (_zip if zipfile.is_zipfile(path) else _tar)(path, folder)


def _text(value: Any) -> str:
    """A value as a cell; lists are joined by ``|``, as KGX does."""
    if isinstance(value, str):
        return value
    if hasattr(value, "tolist") and not isinstance(value, bytes):
        value = value.tolist()
    if value is None or str(value) in _MISSING:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a column of numbers with gaps, as data frames hold them
    if isinstance(value, list | tuple | set):
        return "|".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, Mapping) else str(value)


def write_rows(target: Path, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Write rows as a table that every reader of tables knows."""
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        table.writerow(names)
        table.writerows(map(_text, row) for row in rows)


def _workbook(path: Path, folder: Path, dropped: Tally) -> None:
    for name, rows in workbooks.sheets(path):
        found = iter(rows)
        header = next(found, None)
        if header and any(header):
            wide = len(header)
            write_rows(folder / f"{path.stem}_{name}.csv", header, ([*r, *[""] * wide][:wide] for r in found))


def _parquet(path: Path, folder: Path, dropped: Tally) -> None:
    try:
        import pyarrow.parquet as parquet
    except ImportError:
        raise UnreadError(
            f"{path} is a Parquet file, for which pyarrow is missing", remedy="pip install 'mechgraph[arrow]'"
        ) from None
    try:
        file = parquet.ParquetFile(path)
        rows = (row.values() for batch in file.iter_batches() for row in batch.to_pylist())
        write_rows(folder / f"{path.stem}.csv", file.schema_arrow.names, rows)
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: not a readable Parquet file: {error}", remedy="write it again") from None


def _rows(path: Path, folder: Path, dropped: Tally) -> None:
    """A list of objects, or an object on each line, as one table of all their keys."""
    names: dict[str, None] = {}
    for item in _objects(path, dropped):
        names |= dict.fromkeys(item)
    rows = ([item.get(n) for n in names] for item in _objects(path, Tally()))
    write_rows(folder / f"{path.name.partition('.')[0]}.csv", names, rows)


def _objects(path: Path, dropped: Tally) -> Iterator[dict[str, Any]]:
    for where, item in _values(path, dropped):
        if isinstance(item, dict):
            yield item
        else:
            dropped.add("an item that is no JSON object", where)


def _values(path: Path, dropped: Tally) -> Iterator[tuple[str, Any]]:
    if head(path).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"[":
        yield from ((f"{path}: [{i}]", item) for i, item in enumerate(streamed.items(path, "")))
        return
    with opened(path) as stream:
        for number, line in enumerate(lines(stream, path), 1):
            if line.strip():
                try:
                    yield f"{path}:{number}", msgspec.json.decode(line)
                except (msgspec.DecodeError, RecursionError) as error:
                    dropped.add("a line that is no JSON", f"{path}:{number}: {error}")


_LAID_OUT: dict[str, Callable[[Path, Path, Tally], None]] = {
    "archive": _archive,
    "json-rows": _rows,
    "parquet": _parquet,
    "workbook": _workbook,
}
CONTAINERS = frozenset(_LAID_OUT)
"""Kinds that hold others."""


@contextmanager
def unpacked(path: Path, kind: str, dropped: Tally) -> Iterator[Path]:
    """A folder with what a container holds, for as long as the context lasts.

    Args:
        dropped: Counts what cannot be laid out.

    Raises:
        FormatError: torn, locked, a member that leaves it, more than the limit, or nothing in it.
    """
    with tempfile.TemporaryDirectory(prefix="mechgraph-") as name:
        folder = Path(name) / path.name.partition(".")[0]
        folder.mkdir()
        try:
            _LAID_OUT[kind](path, folder, dropped)
        except (tarfile.TarError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, *TORN) as error:
            raise FormatError(f"{path}: not a readable archive: {error}", remedy="download or copy it again") from None
        except OSError as error:
            if is_full(error):
                raise cannot_write(folder, error) from None
            raise FormatError(f"{path}: cannot be read: {error}", remedy="download or copy it again") from None
        if not any(folder.iterdir()):
            raise FormatError(f"{path}: nothing in it", remedy="is it the right file?")
        yield folder
