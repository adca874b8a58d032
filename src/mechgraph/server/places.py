"""Who gets a worker, and when: first come, first served, with one place that no long job can hold.

A job is short until it has run for :data:`QUANTUM` seconds. At most ``size`` long jobs run at a time; there is one
worker more than that, the lane, so that a short job always finds a way past any number of runaways. A job that turns
out long on the lane runs on there while nobody waits; when somebody does, it is stopped and begins again when its turn
among the long ones comes.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import Awaitable, Callable
from typing import Any

from .problems import Problem
from .process import Worker

__all__ = ["QUANTUM", "Demoted", "Places", "Turn"]

QUANTUM = 1.0
"""Seconds after which a job counts as long."""


class Demoted(Exception):
    """The job has to give its worker to a short one, and to wait for a place among the long ones."""


class Turn:
    """One job's place in the queue; it keeps the time of its arrival when it has to queue again."""

    def __init__(self, arrived: float, long: bool) -> None:
        self.arrived = arrived
        self.long = long
        self.worker: asyncio.Future[Worker] | None = None

    def __lt__(self, other: Turn) -> bool:
        return self.arrived < other.arrived

    def give_up(self, error: BaseException) -> None:
        """Leave the queue: what waits for the worker has this error instead."""
        if self.worker is not None and not self.worker.done():
            self.worker.set_exception(error)


class Places:
    """The workers of a pool: idle, starting, at short jobs and at long ones; and the queue for them.

    Args:
        start: Makes a worker.
        size: Long jobs at a time.
        waiting: Jobs in the queue; more are sent away.
        seconds: Longest wait of one job.
    """

    def __init__(self, start: Callable[[], Awaitable[Worker]], *, size: int, waiting: int, seconds: float) -> None:
        self._start = start
        self._size = size
        self._most_waiting = waiting
        self._seconds = seconds
        self.all: set[Worker] = set()
        self._idle: list[Worker] = []
        self._long: set[Worker] = set()
        self._busy: dict[Worker, float] = {}  # when its job arrived
        self._overdue: dict[Worker, None] = {}  # long, and beyond the number that may be; in order
        self._begun: set[Worker] = set()  # with an answer that has begun to leave: cannot begin again
        self._apart: set[Worker] = set()  # begun, long, and beyond the number: each makes room for one worker more
        self._queue: list[Turn] = []
        self._starting: set[asyncio.Task[None]] = set()
        self._leaving: set[Worker] = set()  # told to stop, not yet ended
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def occupied(self) -> bool:
        """Whether a job is in the queue or at a worker."""
        return bool(self._queue or self._busy)

    async def take(self, turn: Turn) -> Worker:
        """A worker for a job, at once or in its turn.

        Raises:
            Problem: too many wait, or it waited too long. Whatever :meth:`Turn.give_up` was called with.
        """
        coming = max(0, self._room() + len(self._starting))
        if len(self._queue) >= self._most_waiting + coming and not (self._idle and self._may(turn)):
            raise Problem("busy", "all workers are busy and the queue is full", headers={"retry-after": "2"})
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[Worker] = loop.create_future()
        turn.worker = mine
        insort(self._queue, turn)
        self._serve()
        if mine.done():
            return mine.result()
        clock = loop.call_later(
            self._seconds,
            turn.give_up,
            Problem("busy", "no worker became free in time", headers={"retry-after": "2"}),
        )
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled() and mine.exception() is None:
                self.give_back(mine.result())
            raise
        finally:
            clock.cancel()
            if turn in self._queue:
                self._queue.remove(turn)

    def turned_long(self, worker: Worker) -> None:
        """A job has run for longer than a short one does."""
        if worker not in self.all or worker in self._long:
            return
        if len(self._long) < self._size:
            self._long.add(worker)
        elif worker in self._begun:
            self._apart.add(worker)
            self._serve()
        else:
            self._overdue[worker] = None
            self._serve()

    def begun(self, worker: Worker) -> None:
        """The answer of a job has begun to leave: it cannot begin again."""
        self._begun.add(worker)
        if worker in self._overdue:
            del self._overdue[worker]
            self._apart.add(worker)
            self._serve()

    def give_back(self, worker: Worker) -> None:
        """A job is done, and its worker free for another."""
        self._forget(worker)
        if worker in self.all and len(self.all) > self._most():
            self.all.discard(worker)
            self._retire(worker)
        elif worker in self.all:
            self._idle.append(worker)
        self._serve()

    async def drop(self, worker: Worker) -> None:
        """End a worker; its place is free for a new one."""
        if worker in self.all:
            self.all.discard(worker)
            if worker in self._idle:
                self._idle.remove(worker)
            self._forget(worker)
            self._serve()
        await worker.kill()

    @property
    def full(self) -> bool:
        """Whether one job more would be sent away."""
        return bool(self._queue) and len(self._queue) >= self._most_waiting

    async def first(self) -> None:
        """Start the first worker.

        Raises:
            MechgraphError: the graph cannot be opened.
        """
        worker = await self._start()
        self.all.add(worker)
        self._idle.append(worker)

    async def close(self) -> None:
        """End every worker, those that are starting too."""
        self._closed = True
        for task in list(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, *self._tasks, *(w.kill() for w in list(self.all)), return_exceptions=True)
        self.all.clear()
        self._idle.clear()

    def _retire(self, worker: Worker) -> None:
        task = asyncio.ensure_future(worker.kill())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget(self, worker: Worker) -> None:
        """A worker has no job any more; who has waited longest for a place among the long ones gets it."""
        for group in (self._long, self._begun, self._apart, self._leaving):
            group.discard(worker)
        for record in (self._overdue, self._busy):
            record.pop(worker, None)
        first = next((t.arrived for t in self._queue if t.long), None)
        while self._overdue and len(self._long) < self._size:
            oldest = min(self._overdue, key=self._busy.__getitem__)
            if first is not None and first < self._busy[oldest]:
                return
            del self._overdue[oldest]
            self._long.add(oldest)

    def _most(self) -> int:
        return self._size + 1 + min(len(self._apart), self._size)

    def _room(self) -> int:
        """How many more workers there may be."""
        return self._most() - len(self.all) - len(self._starting)

    def _may(self, turn: Turn) -> bool:
        return not turn.long or len(self._long) < self._size

    def _serve(self) -> None:
        """Hand out what is idle, in the order of arrival; start workers, or clear the lane, for who is left."""
        if self._closed:
            return
        for turn in list(self._queue):
            if turn.worker is None or turn.worker.done():
                self._queue.remove(turn)
                continue
            while self._idle and self._idle[-1].ended:
                self.all.discard(self._idle.pop())
            if not self._idle:
                break
            if self._may(turn):
                worker = self._idle.pop()
                self._busy[worker] = turn.arrived
                if turn.long:
                    self._long.add(worker)
                self._queue.remove(turn)
                turn.worker.set_result(worker)
        wanted = sum(self._may(t) for t in self._queue) - len(self._starting)
        for _ in range(min(wanted, self._room())):
            task = asyncio.ensure_future(self._add())
            self._starting.add(task)
            wanted -= 1
        if wanted > 0 and self._overdue and not self._starting and not self._leaving:
            worker, _ = self._overdue.popitem()
            self._leaving.add(worker)
            worker.interrupt(Demoted())

    async def _add(self) -> None:
        me: Any = asyncio.current_task()
        try:
            worker = await self._start()
        except Exception as error:
            self._starting.discard(me)
            if self._queue:
                self._queue.pop(0).give_up(error)
            self._serve()
        except BaseException:
            self._starting.discard(me)
            raise
        else:
            self._starting.discard(me)
            self.all.add(worker)
            self._idle.append(worker)
            self._serve()
