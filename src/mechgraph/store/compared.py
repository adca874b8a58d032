"""The files of a content, compared with the hashes in its manifest before anything reads a length from them.

Every byte is compared once; what the system then says of each file (size, times, inode) is remembered beside the
content, or in the user's cache where that cannot be written. A file of which it says the same was not written to since,
and is not read again; a copied graph is compared once more, part by part as the parts are opened. It does not notice a
medium that changes bytes by itself: ``mechgraph check`` compares every byte anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ..cache import cache_folder
from ..errors import IndexFormatError
from . import layout
from .mapped import unopened

__all__ = ["Files"]

TICK = 100_000_000
"""Nanoseconds: of a file that changed this short a time ago the system may say the same after another change."""
LARGE = 16_000_000
"""Bytes from which on it pays to hash on two threads."""
Seen = list[Any]
"""Size, time of the last change of content and of anything, inode; then the hash that the file was found to have."""


class Files:
    """The files that a manifest tells of: name → size and hash.

    Args:
        folder: Where the content is.
        told: ``manifest["files"]``.
        wrong: Makes the error for a file that is not as told.
    """

    def __init__(
        self,
        folder: Path,
        told: Mapping[str, Mapping[str, Any]],
        wrong: Callable[[str, str], IndexFormatError] = lambda how, what: IndexFormatError(f"{how}: {what}"),
    ) -> None:
        self.folder = folder
        self._told = {name: (int(file["size"]), str(file["sha256"])) for name, file in told.items()}
        self._wrong = wrong
        self._compared: dict[str, Seen] | None = None

    def sizes(self) -> None:
        """Compare the size of every file.

        Raises:
            IndexFormatError: the first that differs, or is not there.
        """
        for name in self._told:
            self._seen(name)

    def _seen(self, name: str) -> Seen:
        size, digest = self._told[name]
        try:
            stat = os.stat(self.folder / name)
        except FileNotFoundError:
            raise self._wrong("torn", f"{name} is missing") from None
        except OSError as error:
            raise unopened(self.folder / name, error) from None
        if stat.st_size != size:
            raise self._wrong("torn", f"{name} has {stat.st_size:,} bytes instead of {size:,}")
        return [size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, digest]

    def compare(self, part: str = "", *, anew: bool = False) -> None:
        """Compare the files of a part (a file, or a folder of files; all by default) that have not been compared yet.

        Args:
            anew: Read those too that were compared before.

        Raises:
            IndexFormatError: the first that has other content.
        """
        known = {} if anew else self._remembered()
        left = {}
        for name in self._told:
            if not part or name == part or name.startswith(part + "/"):
                seen = self._seen(name)
                if known.get(name) != seen:
                    left[name] = seen
        if not left:
            return
        with contextlib.ExitStack() as stack:
            each: Callable[..., Any] = map
            if sum(seen[0] for seen in left.values()) > LARGE:
                each = stack.enter_context(ThreadPoolExecutor(2, "hash")).map
            for (name, seen), found in zip(left.items(), each(self._hash, left), strict=True):
                if found != seen[-1]:
                    raise self._wrong("damaged", f"{name} has other content")
        self.remember(left)

    def _hash(self, name: str) -> str:
        import hashlib

        try:
            with (self.folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise unopened(self.folder / name, error) from None

    # What was found out before ------------------------------------------------------------------------------

    def _remembered(self) -> dict[str, Seen]:
        if self._compared is None:
            self._compared = {}
            for path in self._places():
                with contextlib.suppress(OSError, ValueError):
                    found = json.loads(path.read_bytes())
                    self._compared |= found if isinstance(found, dict) else {}
        return self._compared

    def _places(self) -> tuple[Path, Path]:
        here = os.stat(self.folder)
        own = f"{here.st_ino:x}-{zlib.crc32(os.fsencode(self.folder)):08x}.json"
        return self.folder / layout.COMPARED, cache_folder() / "compared" / own

    def remember(self, seen: Mapping[str, Seen] | None = None) -> None:
        """Keep what the system says of files that were found as told; by default of all."""
        now = time.time_ns()
        known = self._remembered()
        seen = {name: self._seen(name) for name in self._told} if seen is None else seen
        known.update((name, one) for name, one in seen.items() if now - one[2] > TICK and one == self._seen(name))
        text = json.dumps(known, separators=(",", ":")).encode()
        for path in self._places():
            new = path.with_name(f".{path.name}-{os.getpid()}-{now}")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(text)
                os.replace(new, path)
            except OSError:
                with contextlib.suppress(OSError):
                    new.unlink()
            else:
                return
