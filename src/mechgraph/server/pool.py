"""A pool of worker processes that can be killed: the only way to stop a runaway query.

Each job has a worker for itself; at the time limit the worker is killed and the next job gets a new one. Workers are
started when they are needed, up to the pool's size; who finds none waits, and too many waiting are sent away.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Literal

import msgspec

from ..errors import MechgraphError
from .frames import DATA, END, ERROR, HEAD, HEADER, JOB, READY, frame
from .problems import Problem
from .settings import Settings

__all__ = ["Pool", "Stream"]

OPENING = 120.0
"""Seconds that a worker may take to open its graph; not part of any request's time."""


class _Worker:
    """One process and the frames to and from it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, setup: dict[str, Any]) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "mechgraph.server.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=4 * 1024 * 1024,
        )
        worker = cls(process)
        try:
            worker.send(frame(JOB, msgspec.json.encode(setup)))
            kind, payload = await asyncio.wait_for(worker.receive(), OPENING)
        except BaseException:
            await worker.kill()
            raise
        if kind != READY:
            await worker.kill()
            told = msgspec.json.decode(payload)
            raise MechgraphError(told["detail"])
        return worker

    def send(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)

    async def receive(self) -> tuple[int, bytes]:
        assert self.process.stdout is not None
        length, kind = HEADER.unpack(await self.process.stdout.readexactly(HEADER.size))
        return kind, await self.process.stdout.readexactly(length) if length else b""

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        await self.process.wait()


class Stream:
    """The answer to one job: its media type (and more) in ``head``, its bytes in ``chunks``. Always close it."""

    def __init__(self, pool: Pool, worker: _Worker, head: dict[str, Any], deadline: float) -> None:
        self._pool = pool
        self._worker: _Worker | None = worker
        self.head = head
        self._deadline = deadline

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes as they come.

        Raises:
            Problem: stopped at a limit after the answer had begun; what was sent is not the whole.
        """
        while self._worker is not None:
            kind, payload = await self._pool.next(self._worker, self._deadline)
            if kind == DATA:
                yield payload
            else:
                worker, self._worker = self._worker, None
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
        if self._worker is not None:
            worker, self._worker = self._worker, None
            await self._pool.drop(worker)


def _told(payload: bytes) -> Problem:
    told = msgspec.json.decode(payload)
    return Problem(told["kind"], told["detail"], **told["more"])


class Pool:
    """Workers of one role over one graph."""

    def __init__(self, role: Literal["query", "call"], source: str | None, settings: Settings) -> None:
        self._setup = {
            "role": role,
            "source": source,
            "rows": settings.rows,
            "megabytes": settings.megabytes,
            "parent": os.getpid(),
        }
        self._size = settings.workers if role == "query" else settings.callers
        self._seconds = settings.seconds
        self._most_waiting = settings.waiting
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._starting = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closed = False

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers alive now."""
        return [w.process.pid for w in self._all]

    async def start(self) -> None:
        """Start the first worker, so that a graph that cannot be opened is told at once.

        Raises:
            MechgraphError: the graph cannot be opened.
        """
        self._idle.append(await self._new())

    async def stop(self) -> None:
        """Kill every worker."""
        self._closed = True
        await asyncio.gather(*(w.kill() for w in list(self._all)))
        self._all.clear()
        self._idle.clear()

    async def _new(self) -> _Worker:
        self._starting += 1
        try:
            worker = await _Worker.start(self._setup)
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

    async def _take(self) -> _Worker:
        while True:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.returncode is None:
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

    def give_back(self, worker: _Worker) -> None:
        """Return a worker that has finished its job."""
        self._idle.append(worker)
        self._wake()

    async def drop(self, worker: _Worker) -> None:
        """Kill a worker that has not; its place is free for a new one."""
        self._all.discard(worker)
        with contextlib.suppress(ProcessLookupError):
            worker.process.kill()
        self._wake()
        await worker.process.wait()

    async def next(self, worker: _Worker, deadline: float) -> tuple[int, bytes]:
        """The next frame of a running job; at the deadline, or when the worker is gone, it is dropped."""
        try:
            async with asyncio.timeout_at(deadline):
                return await worker.receive()
        except TimeoutError:
            await self.drop(worker)
            raise Problem("timeout", f"stopped after {self._seconds:g} s, the time limit of this server") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.drop(worker)
            raise Problem("memory", "the request needed more memory than this server allows") from None

    async def run(self, job: dict[str, Any], *, gone: Coroutine[Any, Any, None] | None = None) -> Stream:
        """Give a job to a worker and wait for the head of its answer.

        Args:
            gone: Something that completes when the client is gone; then the worker is stopped.

        Raises:
            Problem: the job's own error, a limit, or too many requests.
        """
        worker = await self._take()
        deadline = asyncio.get_running_loop().time() + self._seconds
        try:
            worker.send(frame(JOB, msgspec.json.encode(job)))
            kind, payload = await _unless(self.next(worker, deadline), gone)
        except Problem:
            raise
        except BaseException:
            await self.drop(worker)
            raise
        if kind == HEAD:
            return Stream(self, worker, msgspec.json.decode(payload), deadline)
        self.give_back(worker)
        if kind == ERROR:
            raise _told(payload)
        assert kind == END
        raise Problem("failed", "a worker gave an empty answer")


async def _unless(work: Any, gone: Coroutine[Any, Any, None] | None) -> Any:
    """Await ``work``, but cancel it when ``gone`` completes first."""
    if gone is None:
        return await work
    task = asyncio.ensure_future(work)
    try:
        if (await asyncio.wait({task}, timeout=0.05))[0]:  # most are done before a watch would pay
            gone.close()
            return task.result()
    except BaseException:
        task.cancel()
        raise
    watch = asyncio.ensure_future(gone)
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise asyncio.CancelledError
    finally:
        for t in (task, watch):
            if not t.done():
                t.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await t
