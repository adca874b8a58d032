"""One record file, read strictly: safe YAML within limits, known fields and types only; the line of each record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ..curie import Curie, prefix_map
from ..errors import IdentifierError, NotFoundError, RecordError
from ..model import Records

__all__ = ["RecordFile", "decode_curie", "files", "parse", "read_file", "safe_load"]

MAX_BYTES = 20_000_000
MAX_DEPTH = 12

_AT = re.compile(r"\$\.(\w+)(?:\[(\d+)\])?")


class RecordFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as read: its path, its records with keys not yet resolved, and the line of each record."""

    path: Path
    records: Records
    lines: Mapping[tuple[str, int], int]

    def line(self, kind: str, index: int) -> int | None:
        return self.lines.get((kind, index))

    def each(self) -> Iterator[tuple[str, int, Any]]:
        """Every record with its kind and its number among those of that kind."""
        for kind in ("entities", "sources", "associations", "mechanisms", "questions"):
            yield from ((kind, i, r) for i, r in enumerate(getattr(self.records, kind)))


def decode_curie(kind: type, value: object) -> object:
    """An identifier as msgspec reads it: normalised, or refused with the reason."""
    if kind is Curie and isinstance(value, str):
        try:
            return prefix_map().normalise(value)
        except IdentifierError as error:
            raise ValueError(str(error)) from None
    raise TypeError(f"expected an identifier as text, got {type(value).__name__}")


def _line(event: Any) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def safe_load(text: str, path: Path) -> tuple[Any, dict[tuple[str, int], int]]:
    """YAML as plain values, and the line of each record by kind and number; no tags, no anchors, no great depth.

    Raises:
        RecordError: what is wrong, with file and line.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                at_line = _line(event)
                raise RecordError(f"{path}:{at_line}: aliases (*name) are not allowed here", remedy="write it out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise RecordError(f"{path}:{_line(event)}: nested deeper than {MAX_DEPTH} levels")
        node = yaml.compose(text, Loader=loader)
        value = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise RecordError(
            f"{where}: not valid YAML: {error.problem or error.context}",
            remedy="quote text that contains ': ' or '#', and indent lists by the same number of spaces",
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise RecordError(f"{path}: not valid YAML: {error}") from None
    lines: dict[tuple[str, int], int] = {}
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                raise RecordError(f"{path}:{key.start_mark.line + 1}: {key.value!r} stands twice; the first is lost")
            seen.add(key.value)
            lines[key.value, -1] = key.start_mark.line + 1
            if isinstance(child, yaml.SequenceNode):
                for i, item in enumerate(child.value):
                    lines[key.value, i] = item.start_mark.line + 1
    return value, lines


def parse(text: str, path: str | Path = "<text>") -> RecordFile:
    """Parse the text of one record file.

    Raises:
        RecordError: not YAML, an alias, too deep, an unknown field, a wrong type or an identifier that is none.

    >>> parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records.entities[0].name
    'x'
    """
    path = Path(path)
    if len(text.encode()) > MAX_BYTES:
        raise RecordError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB", remedy="split it by drug or topic")
    value, lines = safe_load(text, path)
    if value is None:
        value = {}
    try:
        records = msgspec.convert(value, Records, dec_hook=decode_curie)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        line = lines.get((at[1], int(at[2]) if at[2] else -1)) if at else 1
        message = message.replace("`$.", "`").replace("Object contains unknown field", "unknown field")
        raise RecordError(
            f"{path}:{line or 1}: {message}",
            remedy="the fields are listed in docs/data-model.md and records.schema.json",
        ) from None
    return RecordFile(path=path, records=records, lines=lines)


def read_file(path: str | Path) -> RecordFile:
    """Read one record file; see :func:`parse`."""
    path = Path(path)
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}: byte {error.start} is not UTF-8", remedy="save the file as UTF-8") from None
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror or error}") from None


def files(folder: str | Path) -> list[Path]:
    """The record files below a folder (or the file itself), sorted."""
    folder = Path(folder)
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise NotFoundError(f"no such file or folder: {folder}")
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file())
