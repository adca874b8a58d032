"""The YAML of a record file as plain values, within limits, with the place of every value; no tags, no aliases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import NotFoundError, RecordError
from .faults import Fault, Step

__all__ = ["Loaded", "read_text", "safe_load"]

MAX_DEPTH = 12
_NO_SPACE = re.compile(r"^\s*(?:- )?\w+:[^\s/]\S*\s*$")


class Loaded(NamedTuple):
    """Plain values, line and column of each, and every field that stands twice."""

    value: Any
    places: dict[Step, tuple[int, int]]
    twice: list[Fault]


def read_text(path: Path) -> str:
    """The text of a file as it stands, line ends and all; without the mark that some editors put before UTF-8.

    Raises:
        NotFoundError: no such file, or it may not be read. RecordError: not UTF-8, with line and column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror or error}") from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RecordError(f"{path}:1:1: the file is UTF-16, not UTF-8", remedy="save the file as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise RecordError(
            f"{path}:{line}:{column}: byte {data[error.start]:#04x} is not UTF-8", remedy="save the file as UTF-8"
        ) from None


def safe_load(text: str, path: Path) -> Loaded:
    """YAML as plain values with their places.

    Raises:
        RecordError: not YAML, an alias, or nested too deeply, with file, line and column.

    >>> safe_load("entities:\\n- {id: 'MG:x'}", Path("a.yaml")).places["entities", 0, "id"]
    (2, 4)
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                at = _at(event.start_mark)
                raise RecordError(f"{path}:{at}: aliases (*name) are not allowed here", remedy="write it out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise RecordError(f"{path}:{_at(event.start_mark)}: nested deeper than {MAX_DEPTH} levels")
        node = yaml.compose(text, Loader=loader)
        value = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{_at(mark)}" if mark else str(path)
        problem, remedy = _explained(text, error)
        raise RecordError(f"{where}: not valid YAML: {problem}", remedy=remedy) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise RecordError(
            f"{path}:{line}: not valid YAML: the character {error.character!r} is not allowed", remedy="take it out"
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise RecordError(f"{path}: not valid YAML: {error}") from None
    loaded = Loaded(value, {}, [])
    if node is not None:
        _place(node, (), loaded)
    return loaded


def _at(mark: Any) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"


def _place(node: Any, at: Step, loaded: Loaded) -> None:
    """Write down where each value stands, and which field of a mapping stands twice."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, child in node.value:
            name, step = str(key.value), (*at, str(key.value))
            mark = key.start_mark
            if name in seen:
                message = f"the field {name!r} stands twice, first in line {seen[name]}; the first would be lost"
                loaded.twice.append(Fault(step, message, "keep one of the two"))
            seen.setdefault(name, mark.line + 1)
            loaded.places[step] = (mark.line + 1, mark.column + 1)
            _place(child, step, loaded)
    elif isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            loaded.places[(*at, i)] = (item.start_mark.line + 1, item.start_mark.column + 1)
            _place(item, (*at, i), loaded)


def _explained(text: str, error: Any) -> tuple[str, str]:
    """What is wrong where YAML does not parse, and what to do, from what stands on the line and the one before."""
    lines = text.splitlines()
    number = error.problem_mark.line if error.problem_mark else 0
    for i in (number, number - 1):
        line = lines[i] if 0 <= i < len(lines) else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return f"line {i + 1} begins with a tab", "indent with spaces only"
        if "\u00a0" in line:
            return f"line {i + 1} holds a space that may not break (U+00A0)", "write a plain space instead"
        if _NO_SPACE.match(line):
            return f"line {i + 1} has no space after the colon", "write 'field: value'"
    problem = error.problem or error.context
    begun = error.context_mark
    if begun and "scalar" in (error.context or "") and begun.line < number:
        return f"the quoted text that begins in line {begun.line + 1} does not end", "close the quotes"
    if "mapping values" in problem:
        return (
            "': ' inside a text, or a field indented too far",
            "put the text in quotes, or indent like the line above",
        )
    return problem, "quote text that contains ': ' or '#', and indent lists by the same number of spaces"
