"""Where the embedded graph lies in compiled parts: in the installed package, or in the cache of a checkout.

A wheel brings its parts. In a checkout, or where somebody edited an installed file, a part is made when it is first
needed and kept in the user's cache, in a folder named by the content of all that it is made from: records, vocabulary
and the code that compiles them. So an edit is never masked by an older part, and two checkouts do not fight. Nothing is
written into the checkout, and where the cache cannot be written either, parts are made anew each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from ..cache import cache_folder
from ..curie import data_dir

__all__ = ["PACKAGED", "STAMP", "content_key", "key", "made_from", "packaged", "part"]

PACKAGED = "compiled"
"""The folder beside ``graph`` in an installed package that holds what the build made."""
STAMP = "made.json"
"""In that folder: the key of the content, and a digest of the names and sizes of the files that it was made from."""
_CODE = ("curie.py", "vocab.py", "names", "model", "records", "rdf", "paths", "store")
"""What decides the bytes of a part beside the records: the rooms from which they are compiled."""
_SETTLED = 2_000_000_000
"""Nanoseconds that a file must lie unchanged before its time of change is trusted to tell the next change."""
_KEPT, _UNUSED = 8, 7 * 86400.0
"""Contents that the cache holds at least, and seconds after which others are removed."""


def _inputs() -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file that the parts are made from, by a name that does not depend on where the package is."""
    yield from _below(str(data_dir("graph")), "graph", (".yaml", ".yml", ".tsv", ".tsv.gz"))
    here = Path(__file__).resolve().parents[1]
    with os.scandir(here) as found:
        for entry in found:
            if entry.name in _CODE:
                if entry.is_dir():
                    yield from _below(entry.path, entry.name, (".py",))
                else:
                    yield entry.name, entry


def _below(folder: str, name: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith(suffixes):
                yield f"{name}/{entry.name}", entry
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _below(entry.path, f"{name}/{entry.name}", suffixes)


def _digest(rows: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()[:32]


def made_from() -> str:
    """A digest of the names and sizes of all files that the parts are made from."""
    return _digest([f"{name} {entry.stat().st_size}" for name, entry in _inputs()])


def content_key() -> str:
    """A digest of the content of all files that the parts are made from."""
    return _digest([f"{n} {hashlib.sha256(Path(e.path).read_bytes()).hexdigest()}" for n, e in _inputs()])


@cache
def packaged() -> Path | None:
    """The folder of parts that came with the package, where they fit the files beside it."""
    folder = data_dir("graph").parent / PACKAGED
    try:
        told = json.loads((folder / STAMP).read_bytes())
        return folder if told["made_from"] == made_from() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@cache
def key() -> str:
    """The name of the content of the embedded graph as it is now.

    Of a package that brings its parts it was written down; in a checkout it is found by hashing, and remembered for
    files of the same size and times of change. The time at which the system saw the change is one of them: who sets the
    other back, as an archive or a copy does, does not set that.
    """
    if (folder := packaged()) is not None:
        return str(json.loads((folder / STAMP).read_bytes())["key"])
    told = ((name, entry.stat()) for name, entry in _inputs())
    seen = [(f"{name} {s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}", s.st_mtime_ns) for name, s in told]
    signature = _digest([row for row, _ in seen])
    try:
        place = cache_folder() / "embedded" / "seen" / _digest([str(data_dir("graph"))])
        found = place.read_text(encoding="utf-8").split()
        if len(found) == 2 and found[0] == signature:
            return found[1]
    except (OSError, ValueError):
        pass
    except RuntimeError:  # there is no home
        return content_key()
    content = content_key()
    if max(changed for _, changed in seen) + _SETTLED < time.time_ns():
        _keep(place, lambda new: new.write_text(f"{signature} {content}\n", encoding="utf-8"))
    return content


def part(name: str, make: Callable[[Path], object]) -> Path | None:
    """A part of the compiled graph, as a file or a folder: the package's, that of the cache, or made now.

    Args:
        name: The name of the part.
        make: Writes it to the path that it is given, where nothing is yet.

    Returns:
        The path; ``None`` where it cannot be kept.
    """
    if (folder := packaged()) is not None and (folder / name).exists():
        return folder / name
    try:
        home = cache_folder() / "embedded" / key()
    except RuntimeError:
        return None
    place = home / name
    if not place.exists() and _keep(place, make):
        _prune(home)
    return place if place.exists() else None


def _keep(place: Path, make: Callable[[Path], object]) -> bool:
    """Put what ``make`` writes in its place, whole or not at all; whoever is first wins. Whether it is there now."""
    beside = place.with_name(f".{place.name}-{os.getpid()}-{time.time_ns():x}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        (place.parent / f"{beside.name}.try").touch()  # to know that before the work is done
        (place.parent / f"{beside.name}.try").unlink()
    except OSError:
        return False
    try:
        make(beside)
        if beside.is_dir() and place.exists():
            return True
        os.replace(beside, place)
    except OSError:
        return place.exists()
    finally:
        if beside.is_dir():
            import shutil

            shutil.rmtree(beside, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    return True


def _prune(home: Path) -> None:
    """Remove contents that were not added to for a week, apart from the newest."""
    import shutil

    with contextlib.suppress(OSError):
        others = sorted((p for p in home.parent.iterdir() if p.name != "seen"), key=lambda p: -p.stat().st_mtime)
        for old in others[_KEPT:]:
            if old != home and old.stat().st_mtime + _UNUSED < time.time():
                shutil.rmtree(old, ignore_errors=True)
