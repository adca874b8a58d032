"""The wire between the server and its workers: frames of a kind and a payload, over a pipe.

A frame is four bytes of length, one byte of kind, and the payload: JSON for jobs, heads and errors, bytes for data.
"""

from __future__ import annotations

import struct

__all__ = ["DATA", "END", "ERROR", "HEAD", "HEADER", "JOB", "READY", "frame"]

HEADER = struct.Struct(">IB")
JOB, READY, HEAD, DATA, END, ERROR = range(1, 7)


def frame(kind: int, payload: bytes = b"") -> bytes:
    """One frame.

    >>> frame(END)
    b'\\x00\\x00\\x00\\x00\\x05'
    """
    return HEADER.pack(len(payload), kind) + payload
