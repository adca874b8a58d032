"""Count the rows of a serialised result while it streams by, exactly, without parsing it.

The engine writes results itself, fast; a limit on rows needs their number all the same. Each format has a byte
pattern that separates rows and cannot occur inside a value.
"""

from __future__ import annotations

import re

from pyoxigraph import QueryResultsFormat

__all__ = ["RowCounter"]

_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.S)


class RowCounter:
    """Feed it the bytes of one result, in pieces of any size; ``rows`` is the number of rows begun so far.

    >>> counter = RowCounter(QueryResultsFormat.TSV)
    >>> counter.feed(b"?x\\n1\\n2"); counter.feed(b"\\n")
    >>> counter.rows
    2
    """

    def __init__(self, format: QueryResultsFormat) -> None:
        self._kind = {
            QueryResultsFormat.JSON: "json",
            QueryResultsFormat.XML: "xml",
            QueryResultsFormat.CSV: "csv",
            QueryResultsFormat.TSV: "tsv",
        }[format]
        self._carry = b""
        self._open = False
        self._breaks = 0

    @property
    def rows(self) -> int:
        """Rows begun; for JSON, CSV and TSV a row is counted when the next one or the line's end is seen."""
        if self._kind == "json":
            return self._breaks + self._open
        return self._breaks if self._kind == "xml" else max(0, self._breaks - 1)

    def feed(self, data: bytes) -> None:
        getattr(self, f"_{self._kind}")(data)

    def _json(self, data: bytes) -> None:
        # Without its strings a result is punctuation, in which "},{" stands between two rows and nowhere else.
        bare = _STRING.sub(b"", self._carry + data)
        cut = bare.find(b'"')
        done, rest = (bare, b"") if cut < 0 else (bare[:cut], bare[cut:])
        self._open = self._open or b"[{" in done
        self._breaks += done.count(b"},{")
        self._carry = done[-2:] + rest

    def _xml(self, data: bytes) -> None:
        whole = self._carry + data
        self._breaks += whole.count(b"<result>") + whole.count(b"<result/>")
        self._carry = whole[-8:] if not whole.endswith((b"<result>", b"<result/>")) else b""

    def _csv(self, data: bytes) -> None:
        for piece in data.split(b'"'):
            if not self._open:
                self._breaks += piece.count(b"\n")
            self._open = not self._open
        self._open = not self._open

    def _tsv(self, data: bytes) -> None:
        self._breaks += data.count(b"\n")
