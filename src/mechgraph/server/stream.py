"""The answer to one job as it comes from its worker, and what ends it before its end: a clock, a client that leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any

import msgspec

from .frames import DATA, ERROR
from .problems import Gone, Problem
from .process import Worker

if TYPE_CHECKING:
    from .pool import Pool

__all__ = ["Leaving", "Stream", "Watch", "told"]

Leaving = Callable[[], Coroutine[Any, Any, None]]
"""Something that completes when the client is gone."""


def told(payload: bytes) -> Problem:
    """The problem that a worker tells in a frame."""
    body = msgspec.json.decode(payload)
    return Problem(body["kind"], body["detail"], **body["more"])


class Stream:
    """The answer to one job: its media type (and more) in ``head``, its bytes in ``chunks``. Always close it."""

    def __init__(self, pool: Pool, worker: Worker, head: dict[str, Any], clock: Clock) -> None:
        self._pool = pool
        self._worker: Worker | None = worker
        self._clock = clock
        self._begun: list[bytes] = []
        self.head = head

    async def begin(self) -> bytes | None:
        """The whole answer where it comes in one chunk; else ``None``, and the chunks are still to be read.

        Raises:
            Problem: as :meth:`chunks`.
        """
        begun: list[bytes] = []
        chunks = self.chunks()
        try:
            while len(begun) < 2:
                begun.append(await anext(chunks))
        except StopAsyncIteration:
            return b"".join(begun)
        except BaseException:
            await self.close()
            raise
        self._begun = begun
        if self._worker is not None:
            self._pool.places.begun(self._worker)
        return None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come.

        Raises:
            Problem: stopped at a limit after the answer had begun; what was sent is not the whole.
        """
        while self._begun:
            yield self._begun.pop(0)
        while self._worker is not None:
            kind, payload = await self._pool.next(self._worker)
            if kind == DATA:
                yield payload
            else:
                worker, self._worker = self._worker, None
                self._clock.cancel()
                self._pool.places.give_back(worker)
                if kind == ERROR:
                    raise told(payload)

    async def whole(self) -> bytes:
        """All of the answer at once."""
        try:
            return b"".join([c async for c in self.chunks()])
        finally:
            await self.close()

    async def close(self) -> None:
        """Kill the worker where the answer was not read to its end."""
        self._clock.cancel()
        if self._worker is not None:
            worker, self._worker = self._worker, None
            await asyncio.shield(self._pool.places.drop(worker))


class Clock:
    """The time of one job: when it counts as long, and when its worker is ended, whether or not anybody reads."""

    def __init__(self, pool: Pool, worker: Worker, *, short: float, most: float) -> None:
        self._pool = pool
        self._worker = worker
        self._rest = most - short
        first, step = (short, self._long) if self._rest > 0 else (most, self._over)
        self._timer = asyncio.get_running_loop().call_later(first, step)

    def cancel(self) -> None:
        self._timer.cancel()

    def _long(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._rest, self._over)
        self._pool.places.turned_long(self._worker)

    def _over(self) -> None:
        self._pool.stop_late(self._worker)


class Watch:
    """Notices that the client has gone; begins after a moment, because most jobs are done before it would pay."""

    def __init__(self, leaving: Leaving) -> None:
        self._leaving = leaving
        self._stop: Callable[[BaseException], None] | None = None
        self._gone = False
        self._task: asyncio.Task[None] | None = None
        self._begin = asyncio.get_running_loop().call_later(0.05, self._watch)

    def stops(self, stop: Callable[[BaseException], None]) -> None:
        """What is called, with :class:`~mechgraph.server.problems.Gone`, from now on."""
        self._stop = stop
        if self._gone:
            stop(Gone())

    def _watch(self) -> None:
        self._task = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        await self._leaving()
        self._gone = True
        if self._stop is not None:
            self._stop(Gone())

    def end(self) -> None:
        self._begin.cancel()
        if self._task is not None:
            self._task.cancel()
