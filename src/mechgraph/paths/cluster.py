"""Tasks on the workers of a Dask cluster, and what can go wrong there, said in one line each.

A worker that dies is replaced by Dask, which gives its task to another; a task that killed several is an error. While
no worker is left, the run waits as long as it was told, and says so. Each task says which version of this library and
which index it is for, so that a worker with another one refuses it. A task is a function of this library with plain
values: nothing is asked of a worker but that the library is installed there, and that it sees the graph under the
same path.
"""

from __future__ import annotations

import logging
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from .. import __version__
from ..errors import IndexFormatError, MechgraphError, NotFoundError, RemoteError, UsageError

__all__ = ["WAIT", "Cluster"]

WAIT = 60.0
"""Seconds that are waited for a worker where none is there."""
_LOOK = 0.5
"""Seconds after which it is seen whether workers are there, while a result is waited for."""
_log = logging.getLogger("mechgraph.cluster")


class Cluster:
    """The workers of a scheduler.

    Args:
        client: A ``distributed.Client``.
        wait: Seconds that are waited for a worker where none is there, and for the scheduler.
        close: Whether the client is closed with the cluster.
    """

    def __init__(self, client: Any, wait: float = WAIT, *, close: bool = False) -> None:
        self.client, self.wait, self._close = client, wait, close
        self.name = str(client.scheduler.address) if client.scheduler is not None else "the cluster"

    @classmethod
    def at(cls, address: str, wait: float = WAIT) -> Self:
        """The cluster whose scheduler has an address, as ``tcp://host:8786``.

        Raises:
            UsageError: Dask is not installed. RemoteError: no scheduler answers there.
        """
        try:
            import distributed
        except ImportError:
            raise UsageError("a cluster needs Dask", remedy="pip install 'mechgraph[dask]'") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said below
        try:
            made: Any = distributed.Client
            client = made(address, timeout=wait, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:  # TimeoutError is an OSError
            why = " ".join(str(error).split())[:200]
            raise RemoteError(f"no scheduler answers at {address}: {why}", remedy="dask scheduler starts one") from None
        return cls(client, wait, close=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._close:
            self.client.close()

    def map(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        """What a function gives for each task, in their order; tasks that are not done yet are given up at the end.

        Raises:
            MechgraphError: what a task raised.
            RemoteError: a worker that cannot do it, workers that died of it, no worker in time, no scheduler.
        """
        calls = [(__version__, function, task) for task in tasks]
        futures = deque(self.client.map(_called, calls, pure=False))
        try:
            while futures:
                yield self._result(futures[0])
                futures.popleft()  # the cluster may forget it
        finally:
            if futures and self.client.status == "running":
                self.client.cancel(list(futures), force=True)

    def _result(self, future: Any) -> Any:
        from distributed import CancelledError, KilledWorker, TimeoutError

        alone: float | None = None
        while True:
            try:
                return future.result(timeout=_LOOK)
            except TimeoutError:
                alone = self._alone(alone)
            except MechgraphError:
                raise
            except KilledWorker:
                raise RemoteError(
                    f"workers of {self.name} died, one after the other, of the same task",
                    remedy="was there too little memory? what is done is kept with --checkpoint",
                ) from None
            except CancelledError:
                raise RemoteError(f"the scheduler {self.name} went away", remedy="start it, and run again") from None
            except Exception as error:  # of the worker's machine: a module that is not there, a file it cannot read
                why = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
                raise RemoteError(
                    f"a worker of {self.name} cannot do its task: {why}",
                    remedy=f"mechgraph {__version__} on each, and the graph under the same path",
                ) from None

    def _alone(self, since: float | None) -> float | None:
        """Since when no worker is there, or ``None``."""
        if self.client.status != "running":
            there = 0
        else:
            try:
                there = len(self.client.nthreads())
            except (OSError, RuntimeError):  # the scheduler is just going
                there = 0
        if there:
            return None
        now = time.monotonic()
        if since is None:
            _log.warning("%s has no worker; waiting up to %g s for one", self.name, self.wait)
            return now
        if now - since > self.wait:
            raise RemoteError(
                f"{self.name} had no worker for {self.wait:g} s",
                remedy="start workers and run again; what is done is kept with --checkpoint",
            )
        return since


def _called(call: tuple[str, Callable[[Any], Any], Any]) -> Any:
    """A task at a worker.

    Raises:
        RemoteError: the worker has another version of this library, no graph or another one.
    """
    version, function, task = call
    here = f"a worker on {socket.gethostname()}"
    if version != __version__:
        raise RemoteError(
            f"{here} has mechgraph {__version__}, and {version} asks", remedy=f"pip install mechgraph=={version} there"
        )
    try:
        return function(task)
    except (NotFoundError, IndexFormatError) as error:
        remedy = "each worker needs the same graph under the same path"
        raise RemoteError(f"{here} cannot open the graph: {error.message}", remedy=remedy) from None
