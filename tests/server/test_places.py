"""Who gets a worker, and in what order: the rule of the queue, tried without processes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest

from mechgraph.errors import MechgraphError
from mechgraph.server.places import Demoted, Places, Turn
from mechgraph.server.problems import Gone, Problem
from mechgraph.server.process import Worker


class Fake:
    """A worker that only remembers what was done to it."""

    def __init__(self) -> None:
        self.ended = False
        self.told: list[BaseException] = []

    def interrupt(self, error: BaseException) -> None:
        self.told.append(error)

    async def kill(self) -> None:
        self.ended = True


async def _fake() -> Worker:
    await asyncio.sleep(0)
    return cast(Worker, Fake())


def places(**more: Any) -> Places:
    return Places(_fake, **{"size": 1, "waiting": 4, "seconds": 5.0, **more})


def run(body: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await asyncio.wait_for(body(), 5)

    asyncio.run(main())


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_first_come_first_served_and_a_newcomer_does_not_overtake() -> None:
    async def body() -> None:
        at = places()
        got: list[int] = []

        async def job(n: int) -> None:
            worker = await at.take(Turn(n, False))
            got.append(n)
            await asyncio.sleep(0)
            at.give_back(worker)

        await asyncio.gather(*(job(n) for n in range(4)))
        assert got == [0, 1, 2, 3]

    run(body)


def test_one_worker_more_than_long_jobs_and_no_more() -> None:
    async def body() -> None:
        at = places(size=2)
        await asyncio.gather(*(at.take(Turn(n, False)) for n in range(3)))
        waiting = asyncio.ensure_future(at.take(Turn(3, False)))
        await settled()
        assert len(at.all) == 3
        assert not waiting.done()
        waiting.cancel()

    run(body)


def test_the_lane_is_cleared_for_who_waits_and_only_then() -> None:
    async def body() -> None:
        at = places()
        first, second = [await at.take(Turn(n, False)) for n in range(2)]
        at.turned_long(first)
        at.turned_long(second)
        await settled()
        assert cast(Fake, second).told == [], "nobody waits: it may run on"
        third = asyncio.ensure_future(at.take(Turn(2, False)))
        await settled()
        assert [type(e) for e in cast(Fake, second).told] == [Demoted]
        assert cast(Fake, first).told == [], "the long job in its place is left alone"
        again = Turn(1, True)
        await at.drop(second)
        back = asyncio.ensure_future(at.take(again))
        await settled()
        assert third.done()
        assert not back.done(), "a long job waits for the place of a long one, even when the lane is free"
        at.give_back(third.result())
        await settled()
        assert not back.done()
        at.give_back(first)
        await settled()
        assert back.done()

    run(body)


def test_the_place_of_a_long_one_goes_to_who_came_first() -> None:
    """A long job that waits, and one that came later and runs on the lane."""

    async def body() -> None:
        at = places()
        first, lane = [await at.take(Turn(n, False)) for n in (0, 5)]
        at.turned_long(first)
        at.turned_long(lane)
        waits = asyncio.ensure_future(at.take(Turn(1, True)))
        await settled()
        at.give_back(first)
        await settled()
        assert waits.done()
        assert cast(Fake, lane).told == []

    run(body)


def test_an_answer_that_has_begun_is_not_stopped_but_makes_room() -> None:
    async def body() -> None:
        at = places()
        first, second = [await at.take(Turn(n, False)) for n in range(2)]
        at.turned_long(first)
        at.begun(second)
        at.turned_long(second)
        third = await at.take(Turn(2, False))
        assert cast(Fake, second).told == []
        assert len(at.all) == 3
        at.give_back(second)
        await settled()
        assert cast(Fake, second).ended, "the worker too many is ended"
        at.give_back(third)
        assert len(at.all) == 2

    run(body)


def test_too_many_are_sent_away_and_who_gives_up_makes_room() -> None:
    async def body() -> None:
        at = places(waiting=2)
        for n in range(2):
            await at.take(Turn(n, False))
        turns = [Turn(2, False), Turn(3, False)]
        waiting = [asyncio.ensure_future(at.take(t)) for t in turns]
        await settled()
        with pytest.raises(Problem, match="queue is full"):
            await at.take(Turn(4, False))
        turns[0].give_up(Gone())
        await settled()
        with pytest.raises(Gone):
            await waiting[0]
        more = asyncio.ensure_future(at.take(Turn(5, False)))
        await settled()
        assert not more.done()
        for w in (waiting[1], more):
            w.cancel()

    run(body)


def test_a_wait_has_an_end() -> None:
    async def body() -> None:
        at = places(seconds=0.05)
        for n in range(2):
            await at.take(Turn(n, False))
        with pytest.raises(Problem, match="in time"):
            await at.take(Turn(2, False))

    run(body)


def test_a_worker_handed_to_a_job_that_was_cancelled_is_not_lost() -> None:
    async def body() -> None:
        at = places()
        first, _ = [await at.take(Turn(n, False)) for n in range(2)]
        waiting = asyncio.ensure_future(at.take(Turn(2, False)))
        await settled()
        at.give_back(first)  # handed over, and not yet taken
        waiting.cancel()
        await settled()
        assert await at.take(Turn(3, False)) is first

    run(body)


def test_a_worker_that_cannot_start_is_told_to_one_and_the_next_tries_again() -> None:
    fails = [True, False]

    async def start() -> Worker:
        if fails.pop(0):
            raise MechgraphError("no such graph")
        return await _fake()

    async def body() -> None:
        at = Places(start, size=1, waiting=4, seconds=5)
        with pytest.raises(MechgraphError, match="no such graph"):
            await at.take(Turn(0, False))
        assert await at.take(Turn(1, False))

    run(body)
