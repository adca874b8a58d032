"""A pool of worker processes that can be killed: the only way to stop a runaway query.

Each job has a worker for itself; at the time limit the worker is killed and the next job gets a new one. Workers are
started when they are needed, up to the pool's size; who finds none waits, and too many waiting are sent away.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Literal

import msgspec

from .frames import DATA, END, ERROR, HEAD, JOB, frame
from .kept import Answer, Kept
from .problems import Problem
from .process import Worker
from .settings import Settings

__all__ = ["Pool", "Stream"]


class Stream:
    """The answer to one job: its media type (and more) in ``head``, its bytes in ``chunks``. Always close it."""

    def __init__(self, pool: Pool, worker: Worker, head: dict[str, Any], clock: asyncio.TimerHandle) -> None:
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
                self._pool.give_back(worker)
                if kind == ERROR:
                    raise _told(payload)

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
            await self._pool.drop(worker)


def _told(payload: bytes) -> Problem:
    told = msgspec.json.decode(payload)
    return Problem(told["kind"], told["detail"], **told["more"])


class Pool:
    """Workers of one role over one graph."""

    def __init__(
        self, role: Literal["query", "relay", "call"], source: str | None, settings: Settings, kept: Kept
    ) -> None:
        self._kept = kept
        self._setup = {
            "role": role,
            "source": source,
            "rows": settings.rows,
            "megabytes": settings.megabytes,
            "parent": os.getpid(),
        }
        self._size = settings.callers if role == "call" else settings.workers
        self._seconds = settings.seconds
        self._most_waiting = settings.waiting
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers alive now."""
        return [w.pid for w in self._all]

    async def start(self) -> None:
        """Start the first worker, so that a graph that cannot be opened is told at once.

        Raises:
            MechgraphError: the graph cannot be opened.
        """
        self._idle.append(await self._new())

    async def stop(self) -> None:
        """Kill every worker."""
        await asyncio.gather(*(w.kill() for w in list(self._all)))
        self._all.clear()
        self._idle.clear()

    async def _new(self) -> Worker:
        self._starting += 1
        try:
            worker = await Worker.start(self._setup)
        finally:
            self._starting -= 1
        self._all.add(worker)
        return worker

    def _wake(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    async def _take(self) -> Worker:
        while True:
            while self._idle:
                worker = self._idle.pop()
                if not worker.ended:
                    return worker
                self._all.discard(worker)
            if len(self._all) + self._starting < self._size:
                try:
                    return await self._new()
                except BaseException:
                    self._wake()
                    raise
            if len(self._waiting) >= self._most_waiting:
                raise Problem("busy", "all workers are busy and the queue is full", headers={"retry-after": "2"})
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await asyncio.wait_for(turn, self._seconds)
            except TimeoutError:
                raise Problem("busy", "no worker became free in time", headers={"retry-after": "2"}) from None
            except BaseException:
                if turn.done() and not turn.cancelled():
                    self._wake()
                raise

    def give_back(self, worker: Worker) -> None:
        """Return a worker that has finished its job."""
        self._idle.append(worker)
        self._wake()

    async def drop(self, worker: Worker) -> None:
        """Kill a worker that has not; its place is free for a new one."""
        self._all.discard(worker)
        self._wake()
        await worker.kill()

    async def next(self, worker: Worker) -> tuple[int, bytes]:
        """The next frame of a running job; at the deadline, or when the worker is gone, it is dropped."""
        try:
            return await worker.receive()
        except TimeoutError:
            await self.drop(worker)
            raise Problem("timeout", f"stopped after {self._seconds:g} s, the time limit of this server") from None
        except ConnectionError:
            await self.drop(worker)
            raise Problem("memory", "the request needed more memory than this server allows") from None

    async def ask(
        self, job: dict[str, Any], *, gone: Callable[[], Coroutine[Any, Any, None]] | None = None
    ) -> Answer | Stream:
        """The whole answer where it is small or remembered, else the stream of it.

        Raises:
            Problem: as :meth:`run`; of a whole answer, every limit is told here.
        """
        key = msgspec.json.encode(job)
        if (known := self._kept.get(key)) is not None:
            return known
        stream = await self._run(key, gone)
        begin = await stream.begin()
        if begin is None:
            return stream
        answer = Answer(stream.head["media"], begin)
        self._kept.put(key, answer)
        return answer

    async def run(self, job: dict[str, Any], *, gone: Callable[[], Coroutine[Any, Any, None]] | None = None) -> Stream:
        """Give a job to a worker and wait for the head of its answer.

        Args:
            gone: Something that completes when the client is gone; then the worker is stopped.

        Raises:
            Problem: the job's own error, a limit, or too many requests.
        """
        return await self._run(msgspec.json.encode(job), gone)

    async def _run(self, job: bytes, gone: Callable[[], Coroutine[Any, Any, None]] | None) -> Stream:
        worker = await self._take()
        loop = asyncio.get_running_loop()
        clock = loop.call_later(self._seconds, worker.interrupt, TimeoutError())
        watch = _Watch(worker, gone) if gone is not None else None
        try:
            worker.send(frame(JOB, job))
            kind, payload = await self.next(worker)
        except Problem:
            raise
        except BaseException:
            clock.cancel()
            await self.drop(worker)
            raise
        finally:
            if watch is not None:
                watch.stop()
        if kind == HEAD:
            return Stream(self, worker, msgspec.json.decode(payload), clock)
        clock.cancel()
        self.give_back(worker)
        if kind == ERROR:
            raise _told(payload)
        assert kind == END
        raise Problem("failed", "a worker gave an empty answer")


class _Watch:
    """Stops a worker whose client has gone; begins after a moment, because most jobs are done before it would pay."""

    def __init__(self, worker: Worker, gone: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._worker = worker
        self._gone = gone
        self._task: asyncio.Task[None] | None = None
        self._begin = asyncio.get_running_loop().call_later(0.05, self._watch)

    def _watch(self) -> None:
        self._task = asyncio.ensure_future(self._wait())

    async def _wait(self) -> None:
        await self._gone()
        self._worker.interrupt(asyncio.CancelledError())

    def stop(self) -> None:
        self._begin.cancel()
        if self._task is not None:
            self._task.cancel()
