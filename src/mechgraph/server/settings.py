"""What a server allows: time, rows, bytes, memory, concurrency, and who may call it. No behaviour."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import UsageError

__all__ = ["LOOPBACK", "Settings"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
"""Host names under which a server on this machine is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of a server. Every one holds; none is a hint.

    Args:
        seconds: Longest run of one request, from the moment a worker takes it; then the worker is killed.
        rows: Most rows (or triples) of one result; a larger result is an error, never cut silently.
        body: Most bytes of a request body.
        megabytes: Memory that a request may use beyond what the open graph takes; 0 for no limit.
        workers: Queries of SPARQL that run at the same time, each in a process of its own.
        callers: Requests of the JSON API that run at the same time, each in a process of its own.
        waiting: Requests that may wait for a worker; more are sent away with 503.
        cache: Megabytes of answers that are remembered; 0 for none. A served graph does not change.
        hosts: Host names, beside this machine's own, under which the server may be asked for.
        origins: Web origins, beside this machine's own, whose pages may read answers; ``*`` for all.

    Raises:
        UsageError: a limit that is not positive.

    >>> Settings(seconds=5).rows
    1000000
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    body: int = 1_000_000
    megabytes: int = 2_000
    workers: int = 2
    callers: int = 2
    waiting: int = 64
    cache: int = 32
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("seconds", "rows", "body", "workers", "callers"):
            if getattr(self, name) <= 0:
                raise UsageError(f"the limit {name!r} must be more than zero")
        if min(self.megabytes, self.waiting, self.cache) < 0:
            raise UsageError("limits are not negative")
