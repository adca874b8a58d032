"""Claims as a built graph keeps them: their JSON without the three terms, compressed with what claims have in common.

The terms stand in columns already, and most of what a claim says beside them is said by thousands of others in the same
words, so that with a few kilobytes of examples as a dictionary a claim of 500 bytes takes some 30, by itself: one is
read without its neighbours. What is read is bounded, whatever the bytes say.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

__all__ = ["MOST", "Packer", "Terms", "common_text", "head", "unpacked", "whole"]

COMMON = 4096
"""Bytes of the dictionary: of 1, 4 and 32 kB the claims of a KGX file took 64, 32 and 28 bytes each, 236 without."""
LONGEST = 1024
"""Bytes of one example in it."""
MOST = 1 << 27
"""Bytes that the text of one claim has at most."""
_RAW = -13
"""A window of 8 kB, with no header and no checksum, which the whole file has. With one of 32 kB a copy of the primed
state took 157 µs instead of 16, for the same bytes."""
_json = msgspec.json.Encoder(enc_hook=str).encode


def common_text(bodies: Iterable[bytes]) -> bytes:
    """A dictionary made of examples; what stands last is the nearest to what is compressed."""
    out: list[bytes] = []
    size = 0
    for body in bodies:
        text = _without_terms(body)[:LONGEST]
        if size + len(text) > COMMON:
            break
        out.append(text)
        size += len(text)
    return b"".join(reversed(out))


def _without_terms(body: bytes) -> bytes:
    at = body.find(b'"object":')
    return body if at < 0 else body[body.find(b'"', at + 10) + 1 :]


class Packer:
    """Compresses claims one by one, each readable by itself.

    >>> bytes(unpacked(Packer(b"hedged").packed(b"hedged hedged"), b"hedged"))
    b'hedged hedged'
    """

    def __init__(self, common: bytes) -> None:
        more = (common,) if common else ()
        self._primed = zlib.compressobj(6, zlib.DEFLATED, _RAW, 5, zlib.Z_DEFAULT_STRATEGY, *more)

    def packed(self, text: bytes) -> bytes:
        """The text, compressed."""
        one = self._primed.copy()
        return one.compress(text) + one.flush()


def unpacked(body: bytes, common: bytes) -> bytes:
    """What was compressed.

    Raises:
        ValueError: the bytes are damaged, or too much comes out of them.
    """
    one = zlib.decompressobj(_RAW, common) if common else zlib.decompressobj(_RAW)
    try:
        text = one.decompress(body, MOST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not one.eof or one.unused_data:
        raise ValueError("its text is cut")
    return text


def head(predicate: str) -> bytes:
    """What stands between subject and object in the JSON of a claim.

    >>> head("binds")
    b',"predicate":"binds","object":'
    """
    return b',"predicate":' + _json(predicate) + b',"object":'


def whole(subject: str, middle: bytes, target: str, text: bytes) -> bytes:
    """The JSON of a claim from its terms and the rest.

    >>> whole("A:1", head("binds"), "B:2", b"}")
    b'{"subject":"A:1","predicate":"binds","object":"B:2"}'
    """
    return b'{"subject":' + _json(subject) + middle + _json(target) + text


class Terms:
    """Where the terms of a claim end in its JSON: what stands before it is :func:`whole` of nothing.

    Args:
        ends: The identifiers of entities by number.
        predicates: By number.

    >>> Terms(["A:1", "B:2"], ["binds"]).end(b'{"subject":"A:1","predicate":"binds","object":"B:2"}', 0, 0, 1)
    51
    """

    def __init__(self, ends: Iterable[str], predicates: Iterable[str]) -> None:
        self._ends = [_json(e) for e in ends]
        self._middles = [head(p) for p in predicates]

    def end(self, body: bytes, subject: int, predicate: int, target: int) -> int:
        """The first place after them.

        Raises:
            ValueError: the claim has other terms.
        """
        before = b'{"subject":' + self._ends[subject] + self._middles[predicate] + self._ends[target]
        if not body.startswith(before):
            raise ValueError(f"a claim says other terms than its row: {before.decode()}")
        return len(before)
