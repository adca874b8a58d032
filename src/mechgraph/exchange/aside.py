"""What could not be read, record by record, in files that can be mended and built: ``edges.jsonl``, ``nodes.jsonl``,
and ``records.json`` for what is no edge and no node.

Each record says why and where under :data:`KEY`, which reading passes over. Nothing is written outside a build, and no
file that is there is written over: it may hold what somebody has mended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, Any

__all__ = ["ENDING", "KEY", "Aside", "put", "setting_aside"]

ENDING = ".set-aside"
KEY = "set_aside"
_NEEDED = {"edges": ("subject", "object"), "nodes": ("id", "name", "category"), "records": ()}
_JSON = json.JSONEncoder(ensure_ascii=False, default=str).encode
_PLACE: ContextVar[Aside | None] = ContextVar("aside", default=None)


class Aside:
    """The records of one build that were set aside, by kind, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[str]] = {}
        self.count = 0
        self.at: Path | None = None

    def add(self, kind: str, record: Mapping[str, Any], reason: str, where: str) -> None:
        """Write one record with the reason."""
        as_list = not _NEEDED[kind]
        if kind not in self._files:
            self._folder.mkdir(parents=True, exist_ok=True)
            name = f"{kind}.json" if as_list else f"{kind}.jsonl"
            self._files[kind] = (self._folder / name).open("w", encoding="utf-8", newline="\n")
            self._files[kind].write("[\n" if as_list else "")
        elif as_list:
            self._files[kind].write(",\n")
        whole = {KEY: f"{where}: {reason}", **dict.fromkeys(_NEEDED[kind], ""), **record}
        self._files[kind].write(_JSON(whole) + ("" if as_list else "\n"))
        self.count += 1

    def close(self) -> None:
        for kind, file in self._files.items():
            if not file.closed:
                file.write("" if _NEEDED[kind] else "\n]\n")
                file.close()

    def keep(self, beside: Path) -> None:
        """Move what was written beside a graph, to a name that is free or holds the same."""
        self.close()
        if not self.count:
            return
        content = {p.name: p.read_bytes() for p in self._folder.iterdir()}
        number = 1
        while True:
            stem = beside.name.removesuffix(".mechgraph") + ("" if number == 1 else f"-{number}")
            place = beside.with_name(stem + ENDING)
            if not place.exists() or {p.name: p.read_bytes() for p in place.iterdir() if p.is_file()} == content:
                break
            number += 1
        place.mkdir(exist_ok=True)
        for name, data in content.items():
            (place / name).write_bytes(data)
        self.at = place


@contextmanager
def setting_aside(folder: Path) -> Iterator[Aside]:
    """Records that readers set aside in this block are written to a folder."""
    aside = Aside(folder)
    token = _PLACE.set(aside)
    try:
        yield aside
    finally:
        _PLACE.reset(token)
        aside.close()


def put(kind: str, record: Mapping[str, Any], reason: str, where: str) -> None:
    """Set a record aside, where that is asked for."""
    if (aside := _PLACE.get()) is not None:
        aside.add(kind, record, reason, where)
