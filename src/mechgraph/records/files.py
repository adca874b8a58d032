"""One record file, read strictly: safe YAML within limits, known fields and types only; the place of each record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import msgspec

from ..curie import Curie, prefix_map
from ..errors import IdentifierError, NotFoundError, RecordError
from ..model import Records
from .faults import Fault, Places, faults, place
from .yamls import read_text, safe_load

__all__ = ["KINDS", "RecordFile", "decode_curie", "files", "parse", "read_file"]

MAX_BYTES = 20_000_000
KINDS = ("entities", "sources", "associations", "mechanisms", "questions")
"""The lists of records in a file, in the order in which they are written."""


class RecordFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as read: its path, its records with keys not yet resolved, and where each stands.

    ``head`` are the lines of comment before the first record; they are kept when the file is written.
    """

    path: Path
    records: Records
    places: Places
    head: str = ""

    def line(self, kind: str, index: int) -> int:
        return place((kind, index), self.places)[0]

    def each(self) -> Iterator[tuple[str, int, Any]]:
        """Every record with its kind and its number among those of that kind."""
        for kind in KINDS:
            yield from ((kind, i, r) for i, r in enumerate(getattr(self.records, kind)))


def decode_curie(kind: type, value: object) -> object:
    """An identifier as msgspec reads it: normalised, or refused with the reason."""
    if kind is Curie and isinstance(value, str):
        try:
            return prefix_map().normalise(value)
        except IdentifierError as error:
            raise ValueError(str(error)) from None
    raise TypeError(f"expected an identifier as text, got {type(value).__name__}")


def head_of(text: str) -> str:
    """The comment lines at the head of a file, with their line ends.

    >>> head_of("# ours\\ntitle: x\\n# not this\\n")
    '# ours\\n'
    """
    return "".join(f"{line}\n" for line in takewhile(lambda line: line.startswith("#"), text.splitlines()))


def parse(text: str, path: str | Path = "<text>") -> RecordFile:
    """Parse the text of one record file.

    Raises:
        RecordError: not YAML, an alias, too deep, a field twice, an unknown field, a wrong type or an identifier that
            is none; the first of them, with file, line and column.

    >>> parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records.entities[0].name
    'x'
    """
    path = Path(path)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise RecordError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB", remedy="split it by drug or topic")
    value, places, twice = safe_load(text, path)
    for fault in twice:
        raise fault.error(path, places)
    try:
        records = msgspec.convert({} if value is None else value, Records, dec_hook=decode_curie)
    except msgspec.ValidationError as error:
        first = next(faults(value), Fault((), str(error), "compare with a record that is right"))
        raise first.error(path, places) from None
    return RecordFile(path=path, records=records, places=places, head=head_of(text))


def read_file(path: str | Path) -> RecordFile:
    """Read one record file; see :func:`parse`."""
    path = Path(path)
    return parse(read_text(path), path)


def files(folder: str | Path) -> list[Path]:
    """The record files below a folder (or the file itself), sorted."""
    folder = Path(folder)
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise NotFoundError(f"no such file or folder: {folder}")
    return sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file())
