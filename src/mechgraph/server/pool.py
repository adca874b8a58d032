"""A pool of worker processes that can be killed: the only way to stop a runaway query.

Each job has a worker for itself; at the time limit the worker is killed and the next job gets a new one. Who gets which
worker, and in what order, is the matter of :mod:`mechgraph.server.places`.
"""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from typing import Any, Literal

import msgspec

from .frames import END, ERROR, HEAD, JOB, frame
from .kept import Answer, Kept
from .places import QUANTUM, Demoted, Places, Turn
from .problems import Problem
from .process import Worker
from .settings import Settings
from .stream import Clock, Leaving, Stream, Watch, told

__all__ = ["Pool", "Stream"]

REMEMBERED = 1000
"""Jobs that are known to be long, so that they do not try the lane of the short ones again."""


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
        self._seconds = settings.seconds
        self._ending: set[asyncio.Task[None]] = set()
        self._long: OrderedDict[bytes, None] = OrderedDict()
        self._running = 0
        self.places = Places(
            lambda: Worker.start(self._setup),
            size=settings.callers if role == "call" else settings.workers,
            waiting=settings.waiting,
            seconds=settings.seconds,
        )

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers alive now."""
        return [w.pid for w in self.places.all]

    @property
    def asked(self) -> bool:
        """Whether a request is queued, runs, or has an answer that is not read to its end."""
        return bool(self._running) or self.places.occupied

    async def start(self) -> None:
        """Start the first worker, so that a graph that cannot be opened is told at once.

        Raises:
            MechgraphError: the graph cannot be opened.
        """
        await self.places.first()

    async def stop(self) -> None:
        """Kill every worker."""
        await self.places.close()

    async def next(self, worker: Worker) -> tuple[int, bytes]:
        """The next frame of a running job; when the worker is gone, the reason is told."""
        try:
            return await worker.receive()
        except TimeoutError:
            raise Problem("timeout", f"stopped after {self._seconds:g} s, the time limit of this server") from None
        except ConnectionError:
            cause = await worker.cause()
            await self.places.drop(worker)
            raise Problem(*cause) from None

    def stop_late(self, worker: Worker) -> None:
        """End a worker whose job has had its time, even where nobody reads its answer."""
        worker.interrupt(TimeoutError())
        task = asyncio.ensure_future(self.places.drop(worker))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def ask(self, job: dict[str, Any], *, gone: Leaving | None = None) -> Answer | Stream:
        """The whole answer where it is small or remembered, else the stream of it.

        Raises:
            Problem: as :meth:`run`; of a whole answer, every limit is told here.
        """
        key = msgspec.json.encode(job)
        if (known := self._kept.get(key)) is not None:
            return known
        found = await self._run(key, gone, whole=True)
        if isinstance(found, Answer):
            self._kept.put(key, found)
        return found

    async def run(self, job: dict[str, Any], *, gone: Leaving | None = None) -> Stream:
        """Give a job to a worker and wait for the head of its answer.

        Args:
            gone: Something that completes when the client is gone; then the job leaves the queue, or its worker is
                stopped.

        Raises:
            Problem: the job's own error, a limit, or too many requests. Gone: the client has left.
        """
        found = await self._run(msgspec.json.encode(job), gone, whole=False)
        assert isinstance(found, Stream)
        return found

    async def _run(self, job: bytes, gone: Leaving | None, *, whole: bool) -> Answer | Stream:
        turn = Turn(asyncio.get_running_loop().time(), job in self._long)
        watch = Watch(gone) if gone is not None else None
        self._running += 1
        try:
            while True:
                if watch is not None:
                    watch.stops(turn.give_up)
                worker = await self.places.take(turn)
                if watch is not None:
                    watch.stops(worker.interrupt)
                try:
                    stream = await self._head(worker, job)
                    begin = await stream.begin() if whole else None
                except Demoted:
                    turn.long = True
                    self._remember(job)
                    continue
                if not whole:
                    self.places.begun(worker)
                return stream if begin is None else Answer(stream.head["media"], begin)
        finally:
            self._running -= 1
            if watch is not None:
                watch.end()

    async def _head(self, worker: Worker, job: bytes) -> Stream:
        clock = Clock(self, worker, short=QUANTUM, most=self._seconds)
        try:
            worker.send(frame(JOB, job))
            kind, payload = await self.next(worker)
        except BaseException:
            clock.cancel()
            await asyncio.shield(self.places.drop(worker))
            raise
        if kind == HEAD:
            return Stream(self, worker, msgspec.json.decode(payload), clock)
        clock.cancel()
        self.places.give_back(worker)
        if kind == ERROR:
            raise told(payload)
        assert kind == END
        raise Problem("failed", "a worker gave an empty answer")

    def _remember(self, job: bytes) -> None:
        self._long[job] = None
        if len(self._long) > REMEMBERED:
            self._long.popitem(last=False)
