"""The work of a benchmark spread over processes, each of which reads the data once."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

__all__ = ["Spread", "workers"]

_State = TypeVar("_State")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Spread(Protocol):
    """Calls ``function(state, task)`` for each task; results in the order of the tasks."""

    def __call__(
        self, function: Callable[[Any, _Task], _Result], tasks: Iterable[_Task], *, chunk: int = 1
    ) -> Iterable[_Result]: ...


@contextlib.contextmanager
def workers(make: Callable[[], _State], processes: int | None = None) -> Iterator[Spread]:
    """Processes that each hold what ``make`` returns.

    Args:
        make: Called once in each process, so it must be picklable; with one process called here.
        processes: How many; ``None``: one a core, 1: this one alone.
    """
    count = os.cpu_count() or 1 if processes is None else processes
    if count == 1:
        state = make()

        def here(function: Callable[[Any, _Task], _Result], tasks: Iterable[_Task], *, chunk: int = 1) -> Any:
            return (function(state, task) for task in tasks)

        yield here
        return
    with multiprocessing.get_context("spawn").Pool(count, _prepare, (make,)) as pool:

        def spread(function: Callable[[Any, _Task], _Result], tasks: Iterable[_Task], *, chunk: int = 1) -> Any:
            return pool.imap(functools.partial(_call, function), tasks, chunksize=chunk)

        yield spread


_mine: dict[str, Any] = {}


def _prepare(make: Callable[[], Any]) -> None:
    _mine["state"] = make()


def _call(function: Callable[[Any, Any], Any], task: Any) -> Any:
    return function(_mine["state"], task)
