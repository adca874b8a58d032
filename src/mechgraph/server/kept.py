"""Answers that are remembered: a content of a graph does not change, and people ask the same things again.

Whole, good and small answers only, by the job as it was sent to the worker, least recently used out first. What differs
each time it is asked (RAND, NOW, UUID, …) is not remembered; nor is anything from an endpoint, whose data may change.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["Answer", "Kept"]

_FRESH = re.compile(rb"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_OVERHEAD = 500
"""Bytes that an entry takes beside its key and its data."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole of an answer."""

    media: str
    data: bytes


class Kept:
    """Answers by job, at most so many bytes of them; no answer takes more than a sixteenth of the room.

    >>> kept = Kept(16_000)
    >>> kept.put(b"job", Answer("text/csv", b"x"))
    >>> kept.get(b"job").data, kept.get(b"another")
    (b'x', None)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self.hits = self.misses = 0

    def get(self, job: bytes) -> Answer | None:
        found = self._answers.get(job)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(job)
        return found

    def put(self, job: bytes, answer: Answer) -> None:
        size = _size(job, answer)
        if size > self._most // 16 or job in self._answers or _FRESH.search(job):
            return
        self._answers[job] = answer
        self._size += size
        while self._size > self._most:
            self._size -= _size(*self._answers.popitem(last=False))


def _size(job: bytes, answer: Answer) -> int:
    return len(job) + len(answer.data) + _OVERHEAD
