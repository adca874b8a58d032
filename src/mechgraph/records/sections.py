"""A file of named sections that is read in place: lists of texts, columns of numbers, records decoded one by one.

Little-endian on every machine. A file says its own size at its head, so that a torn one is refused; what a section
means is not known here.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ..errors import IndexFormatError

__all__ = ["Blobs", "Sections", "blobs", "column", "sections", "texts"]

MAGIC = b"mechgraph records 1\n"
_HEAD = len(MAGIC) + 16
_ALIGN = 8
T = TypeVar("T")

_pack = msgspec.msgpack.Encoder(enc_hook=str).encode
_directory = msgspec.msgpack.Decoder(dict[str, tuple[int, int]])
_texts = msgspec.msgpack.Decoder(list[str])


def texts(values: Iterable[str]) -> bytes:
    """A section of texts."""
    return _pack([str(v) for v in values])


def column(values: Iterable[int]) -> bytes:
    """A section of whole numbers from 0 to 2³² − 1."""
    numbers = array("I", values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def blobs(name: str, records: Iterable[Any]) -> dict[str, bytes]:
    """Two sections for records that are decoded one by one: where each ends, and all of them."""
    packed = [_pack(r) for r in records]
    ends, end = [], 0
    for one in packed:
        end += len(one)
        ends.append(end)
    return {f"{name}.ends": column(ends), name: b"".join(packed)}


def sections(named: Mapping[str, bytes]) -> bytes:
    """The bytes of a file of sections."""
    places: dict[str, tuple[int, int]] = {}
    body: list[bytes] = []
    at = 0
    for name, data in named.items():
        places[name] = (at, len(data))
        body += [data, b"\0" * (-len(data) % _ALIGN)]
        at += len(data) + (-len(data) % _ALIGN)
    directory = _pack(places)
    directory += b"\0" * (-(_HEAD + len(directory)) % _ALIGN)
    size = _HEAD + len(directory) + at
    return b"".join([MAGIC, size.to_bytes(8, "little"), len(directory).to_bytes(8, "little"), directory, *body])


class Sections:
    """A file of sections as it lies in memory, mapped or read.

    Raises:
        IndexFormatError: no such file, torn, or of another version.

    >>> found = Sections(sections({"names": texts(["a", "b"]), "numbers": column([7])}))
    >>> found.texts("names"), found.column("numbers")[0]
    (['a', 'b'], 7)
    """

    def __init__(self, data: bytes | memoryview) -> None:
        view = memoryview(data)
        if view[: len(MAGIC)] != MAGIC or int.from_bytes(view[len(MAGIC) : len(MAGIC) + 8], "little") != len(view):
            raise IndexFormatError("the compiled records are torn, or of another version")
        length = int.from_bytes(view[len(MAGIC) + 8 : _HEAD], "little")
        try:
            self._places = _directory.decode(bytes(view[_HEAD : _HEAD + length]).rstrip(b"\0"))
        except msgspec.DecodeError as error:
            raise IndexFormatError(f"the compiled records are damaged: {error}") from None
        self._body = view[_HEAD + length :]

    def bytes(self, name: str) -> memoryview:
        """A section as it is; empty where there is none."""
        at, size = self._places.get(name, (0, 0))
        return self._body[at : at + size]

    def texts(self, name: str) -> list[str]:
        return _texts.decode(self.bytes(name)) if name in self._places else []

    def column(self, name: str) -> Sequence[int]:
        if sys.byteorder == "big":
            numbers = array("I", bytes(self.bytes(name)))
            numbers.byteswap()
            return numbers
        return self.bytes(name).cast("I")

    def blobs(self, name: str, decoder: msgspec.msgpack.Decoder[T]) -> Blobs[T]:
        return Blobs(self.column(f"{name}.ends"), self.bytes(name), decoder)


class Blobs(Sequence[T]):
    """Records that are decoded when they are asked for, and kept."""

    def __init__(self, ends: Sequence[int], data: memoryview, decoder: msgspec.msgpack.Decoder[T]) -> None:
        self._ends, self._data, self._decoder = ends, data, decoder
        self._known: list[T | None] = [None] * len(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        found = self._known[number]
        if found is None:
            number = number % len(self)
            begin = self._ends[number - 1] if number else 0
            try:
                found = self._decoder.decode(self._data[begin : self._ends[number]])
            except msgspec.DecodeError as error:
                raise IndexFormatError(f"the compiled records are damaged: {error}") from None
            self._known[number] = found
        return found
