"""A list of YAML records in the plain block layout that dumpers write, read record by record, many times faster.

Every record whose lines all have that layout is read by it; a record with anything else in it (folded text, flow
style, double quotes, comments) goes to the YAML parser alone. Both give the same values, which a test holds.
"""

from __future__ import annotations

import re
from typing import Any

from ..errors import FormatError
from . import yamls

__all__ = ["load"]

_SCALAR = r"(?:[^\s'\"\[\]{}>|*&!%#`@,?:\-][^\n]*|'(?:[^'\n]|'')*'|[?:\-][^\s][^\n]*)"
_LINE = re.compile(rf"( *)((?:- )*)(?:([A-Za-z_]\w*):(?: ({_SCALAR}))?|({_SCALAR}))")
_NOT_PLAIN = re.compile(r" #|: |:$|\t")


def load(text: str, where: object) -> list[Any]:
    """The records of a block list.

    Raises:
        FormatError: as the YAML parser has it.

    >>> load("- a: 1\\n  b:\\n  - c: x y\\n    d: 'it''s'\\n- a: {z: 2}\\n", "x.yaml")
    [{'a': '1', 'b': [{'c': 'x y', 'd': "it's"}]}, {'a': {'z': '2'}}]
    """
    starts = [m.start() for m in re.finditer(r"(?m)^- ", text)]
    if not starts or text[: starts[0]].strip():
        found = yamls.load(text, where) or []
        return [found] if isinstance(found, dict) else list(found)
    out: list[Any] = []
    for a, b in zip(starts, [*starts[1:], len(text)], strict=True):
        chunk = text[a:b]
        record = _plain(chunk)
        if record is None:
            try:
                found = yamls.load(chunk, where)
            except FormatError:
                return list(yamls.load(text, where))  # for the line in the whole file
            if not isinstance(found, list) or len(found) != 1:
                return list(yamls.load(text, where))
            record = found[0]
        out.append(record)
    return out


def _value(text: str) -> str | None:
    if text[0] == "'":
        return text[1:-1].replace("''", "'")
    text = text.rstrip(" ")
    return None if _NOT_PLAIN.search(text) else text


def _plain(chunk: str) -> Any | None:
    """The one record of a chunk, or ``None`` where a line does not have the layout."""
    root: list[Any] = []
    stack: list[tuple[int, Any]] = [(0, root)]
    pending: tuple[int, dict[str, Any], str] | None = None  # a key whose value is on the following lines
    for line in chunk.removesuffix("\n").split("\n"):
        if not line:
            return None
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        indent, dashes, key, scalar, item = len(found[1]), found[2], found[3], found[4], found[5]
        if pending is not None:
            at, owner, name = pending
            if dashes and indent >= at:
                owner[name] = []
            elif not dashes and indent > at:
                owner[name] = {}
            else:
                return None
            stack.append((indent, owner[name]))
            pending = None
        while stack and (
            stack[-1][0] > indent or (stack[-1][0] == indent and isinstance(stack[-1][1], list) != bool(dashes))
        ):
            stack.pop()
        if not stack or stack[-1][0] != indent:
            return None
        here = stack[-1][1]
        if dashes:
            if dashes != "- " or not isinstance(here, list):
                return None
            if item is not None:
                value = _value(item)
                if value is None:
                    return None
                here.append(value)
                continue
            mapping: dict[str, Any] = {}
            here.append(mapping)
            indent += 2
            stack.append((indent, mapping))
            here = mapping
        if item is not None or key is None or not isinstance(here, dict) or key in here:
            return None
        if scalar is None:
            pending = (indent, here, key)
            here[key] = ""
        else:
            value = _value(scalar)
            if value is None:
                return None
            here[key] = value
    return None if pending is not None or len(root) != 1 else root[0]
