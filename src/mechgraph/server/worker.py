"""A worker: one process that holds the graph, answers one job at a time, and can be killed.

Started as ``python -m mechgraph.server.worker SETUP``; the setup, JSON, says which graph to open and what to be:
``query`` (SPARQL of strangers; after opening it can make no socket any more, so that SERVICE cannot reach out, and open
no file but those of a store on disk), ``relay`` (the same, asked of the endpoint behind the graph) or ``call`` (the
JSON API: our own code). It ends with its parent: the kernel tells it (Linux), and the end of its input does. Time is
the parent's matter; memory and rows are held here.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from ..errors import MechgraphError
from ..store.ceiling import limit_memory, to_be_mapped
from ..store.content import is_built
from .closed import close_network
from .frames import END, ERROR, HEADER, JOB, READY, frame
from .problems import of_error

if TYPE_CHECKING:
    from ..store.disk import DiskStore

__all__ = ["main"]

_PR_SET_PDEATHSIG = 1


def _end_with_parent(parent: int) -> None:
    """Die when the parent dies, even in the middle of a query."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)

    def watch() -> None:
        poll = select.poll()
        poll.register(0, 0)
        while not any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(2000)):
            if os.getppid() != parent:
                break
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _built(source: str | None) -> DiskStore | None:
    """The store of a built graph, which opens its files as they are needed; ``None`` for any other source."""
    if source is None or not is_built(Path(source)):
        return None
    from ..store.disk import DiskStore

    return DiskStore.open(source)


def _limit_files() -> None:
    """No new file, no new socket."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _read(pipe: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while len(head := pipe.read(HEADER.size)) == HEADER.size:
        length, kind = HEADER.unpack(head)
        yield kind, pipe.read(length)


def main() -> None:
    """Open the graph that the first argument says, then serve jobs from standard input until it ends."""
    pipe_in, out = os.fdopen(os.dup(0), "rb"), os.dup(1)
    os.dup2(2, 1)  # what a library prints must not get between the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    frames = _read(pipe_in)
    setup: dict[str, Any] = msgspec.json.decode(sys.argv[1])
    _end_with_parent(setup["parent"])

    def send(data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(out, view) :]

    def fail(error: BaseException) -> None:
        problem = of_error(error)
        if problem.kind == "failed" and not isinstance(error, MechgraphError):
            sys.stderr.write(f"mechgraph: {type(error).__name__}: {error}\n")
        payload = {"kind": problem.kind, "detail": problem.detail, "more": problem.more}
        send(frame(ERROR, msgspec.json.encode(payload)))

    most = setup["megabytes"]
    try:
        built = _built(setup["source"])  # kept, so that nobody takes its files away
        mapped = 0 if built is None else to_be_mapped(built.folder)
        if built is not None and most:
            limit_memory(most + mapped)  # what is opened is limited too; of other sources nobody knows what they take
        job = _open(setup)
    except (MechgraphError, OSError, MemoryError) as error:
        fail(error)
        return
    if most:
        limit_memory(most + mapped, for_good=True)
    if setup["role"] == "query":
        close_network()
        if built is None:
            _limit_files()
    gc.collect()
    gc.freeze()  # the graph stays: no need to look through it again
    end = frame(END)
    send(frame(READY))
    for kind, payload in frames:
        if kind != JOB:
            continue
        try:
            send(job(msgspec.json.decode(payload), send) + end)  # one write for a small answer
        except Exception as error:  # the worker lives on; the client gets the reason
            fail(error)


def _open(setup: dict[str, Any]) -> Any:
    if setup["role"] == "relay":
        from .relaying import RelayRunner

        return RelayRunner.open(setup["source"], rows=setup["rows"]).run
    if setup["role"] == "query":
        from .querying import QueryRunner

        return QueryRunner.open(setup["source"], rows=setup["rows"]).run
    from .calls import Caller

    return Caller.open(setup["source"], rows=setup["rows"]).run


if __name__ == "__main__":
    main()
