"""One shape for every error of the server: RFC 9457 ``application/problem+json``.

``type`` is ``urn:mechgraph:problem:<kind>``; ``detail`` is one clear sentence; ``suggestions``, ``remedy``, ``line``
and ``column`` are there where they are known. Nothing here reveals a stack trace.
"""

from __future__ import annotations

import re
from typing import Any

from .. import errors

__all__ = ["KINDS", "Gone", "Problem", "of_error"]

KINDS: dict[str, tuple[int, str]] = {
    "bad-request": (400, "The request cannot be read"),
    "bad-query": (400, "The query does not parse or run"),
    "refused": (400, "The query reaches outside this graph"),
    "foreign-host": (400, "Asked for under a host name that is not this server's"),
    "cross-site": (403, "Asked for by a page of another site"),
    "read-only": (403, "This server does not write"),
    "not-found": (404, "There is no such thing here"),
    "no-path": (404, "Nothing connects the two"),
    "wrong-method": (405, "The method is not allowed here"),
    "not-acceptable": (406, "No format that the client accepts"),
    "too-slow": (408, "The request came too slowly"),
    "ambiguous": (409, "Several things have this name"),
    "too-large": (413, "The request is too large"),
    "wrong-type": (415, "The type of the body is not supported"),
    "failed": (500, "The request failed"),
    "too-many-rows": (500, "The result is larger than this server allows"),
    "timeout": (500, "Stopped at the time limit"),
    "memory": (500, "Stopped at the memory limit"),
    "not-supported": (501, "This installation cannot do that"),
    "remote": (502, "The endpoint behind this graph does not answer"),
    "busy": (503, "Too many requests at once"),
}
"""Kind of problem → HTTP status and title. A query stopped at a limit is 500, as SPARQL 1.1 Protocol 2.1.4 has it."""

_OF_ERROR: tuple[tuple[type[errors.MechgraphError], str], ...] = (
    (errors.NoPathError, "no-path"),
    (errors.NotFoundError, "not-found"),
    (errors.AmbiguousError, "ambiguous"),
    (errors.QueryTimeoutError, "timeout"),
    (errors.QueryError, "bad-query"),
    (errors.IdentifierError, "bad-request"),
    (errors.VocabularyError, "bad-request"),
    (errors.UsageError, "bad-request"),
    (errors.DrawingError, "bad-request"),
    (errors.RemoteError, "remote"),
)
_POSITION = re.compile(r"line (\d+), column (\d+)")


class Problem(Exception):
    """An error on its way to the client.

    >>> Problem("not-found", "no entity 'x'").body()["status"]
    404
    """

    def __init__(self, kind: str, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.more = {k: v for k, v in more.items() if v}

    @property
    def status(self) -> int:
        return KINDS[self.kind][0]

    def body(self) -> dict[str, Any]:
        status, title = KINDS[self.kind]
        return {
            "type": f"urn:mechgraph:problem:{self.kind}",
            "title": title,
            "status": status,
            "detail": self.detail,
            **self.more,
        }


class Gone(Exception):
    """The client has left: there is nobody to answer, and nothing has failed."""


def of_error(error: BaseException) -> Problem:
    """The problem that an error of the library stands for; anything else is ``failed``, without its text."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, MemoryError):
        return Problem("memory", "the request needed more memory than this server allows")
    if not isinstance(error, errors.MechgraphError):
        return Problem("failed", "the request failed inside the server; its log has the reason")
    kind = next((k for e, k in _OF_ERROR if isinstance(error, e)), "failed")
    at = _POSITION.search(error.message)
    return Problem(
        kind,
        str(error),
        suggestions=list(error.suggestions),
        remedy=error.remedy,
        line=int(at[1]) if at else None,
        column=int(at[2]) if at else None,
    )
