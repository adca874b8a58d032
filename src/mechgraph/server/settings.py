"""What a server allows: time, rows, bytes, memory, concurrency, and who may call it. No behaviour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import UsageError

__all__ = ["EVERYWHERE", "LOOPBACK", "Settings", "who_is_let_in"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
"""Host names under which a server on this machine is asked for."""

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})
"""What to bind for every address of this machine."""


def who_is_let_in(host: str, hosts: Iterable[str] = ()) -> str:
    """What it means to bind an address, in a sentence; empty for this machine's own, which lets nobody in.

    >>> who_is_let_in("127.0.0.1")
    ''
    """
    if host in LOOPBACK:
        return ""
    where = "every network of this machine" if host in EVERYWHERE else f"the network of {host}"
    names = sorted(
        {h for h in (*hosts, host) if h not in EVERYWHERE and not h.replace(".", "").isdigit() and ":" not in h}
    )
    asked = ", ".join(["its addresses as numbers", "localhost", *names])
    return (
        f"open to {where}: whoever reaches it can read this graph and use this processor, and no password is asked. "
        f"It answers under {asked}; another name needs --allow-host NAME. For this machine alone leave --host out"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits of a server. Every one holds; none is a hint.

    Args:
        seconds: Longest run of one request, from the moment a worker takes it; then the worker is killed.
        rows: Most rows (or triples) of one result; a larger result is an error, never cut silently.
        body: Most bytes of a request body.
        megabytes: Memory that a request may use beyond what the open graph takes; 0 for no limit.
        workers: Long queries of SPARQL that run at the same time, each in a process of its own; one more process
            answers short ones.
        callers: Long requests of the JSON API that run at the same time, likewise.
        waiting: Requests that may wait for a worker; more are sent away with 503.
        patience: Seconds that a client may take to send the head of a request, and its body, and to go on reading.
        cache: Megabytes of answers that are remembered; 0 for none. They go with the content of a graph.
        grace: Seconds that requests under way are given when the server is told to stop.
        log: ``json`` for a line of JSON for each request and each thing that went wrong; empty for warnings as text.
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
    patience: float = 10.0
    cache: int = 32
    grace: float = 2.0
    log: str = ""
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("seconds", "rows", "body", "workers", "callers", "patience"):
            if getattr(self, name) <= 0:
                raise UsageError(f"the limit {name!r} must be more than zero")
        if min(self.megabytes, self.waiting, self.cache, self.grace) < 0:
            raise UsageError("limits are not negative")
        if self.log not in ("", "json"):
            raise UsageError(f"no form of logs {self.log!r}", remedy="'json', or nothing for text")
