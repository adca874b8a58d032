"""One worker process as the server sees it: frames to it, frames from it, and the power to kill it.

The frames are parsed where the bytes arrive, without a task or a timer for each: on small answers that is half of
what the server spends on a request.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections import deque
from typing import Any, cast

import msgspec

from ..errors import MechgraphError
from .frames import HEADER, READY

__all__ = ["Worker"]

OPENING = 120.0
"""Seconds that a worker may take to open its graph; not part of any request's time."""
LAST_WORDS = 8 * 1024
"""Bytes of what a worker wrote on standard error that are kept, for the reason of its end."""
HELD = 4 * 1024 * 1024
"""Bytes that wait for a slow client before the worker has to wait too."""


class Worker(asyncio.SubprocessProtocol):
    """A process that runs :mod:`mechgraph.server.worker`; make it with :meth:`start`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._process: asyncio.SubprocessTransport | None = None
        self._buffer = bytearray()
        self._frames: deque[tuple[int, bytes]] = deque()
        self._held = 0
        self._paused = False
        self._reader: asyncio.Future[None] | None = None
        self._trouble: BaseException | None = None
        self._said = b""
        self._exited = self._loop.create_future()
        self._ended = self._loop.create_future()

    @classmethod
    async def start(cls, setup: dict[str, Any]) -> Worker:
        """A new process that has opened its graph.

        Raises:
            MechgraphError: the graph cannot be opened.
        """
        told = msgspec.json.encode(setup).decode()
        _, worker = await asyncio.get_running_loop().subprocess_exec(
            cls, sys.executable, "-m", "mechgraph.server.worker", told, stderr=asyncio.subprocess.PIPE
        )
        try:
            async with asyncio.timeout(OPENING):
                kind, payload = await worker.receive()
        except BaseException:
            await worker.kill()
            raise
        if kind != READY:
            await worker.kill()
            raise MechgraphError(msgspec.json.decode(payload)["detail"])
        return worker

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.get_pid()

    @property
    def ended(self) -> bool:
        """Whether nothing more will come from it."""
        return self._exited.done() or isinstance(self._trouble, ConnectionError)

    def send(self, data: bytes) -> None:
        assert self._process is not None
        pipe = cast(asyncio.WriteTransport, self._process.get_pipe_transport(0))
        pipe.write(data)

    async def receive(self) -> tuple[int, bytes]:
        """The next frame.

        Raises:
            ConnectionError: the process has ended. What :meth:`interrupt` was called with, if it was.
        """
        while not self._frames:
            if self._trouble is not None:
                raise self._trouble
            self._reader = self._loop.create_future()
            await self._reader
        kind, payload = self._frames.popleft()
        self._held -= len(payload)
        if self._paused and self._held < HELD // 2:
            self._paused = False
            self._output().resume_reading()
        return kind, payload

    def interrupt(self, error: BaseException) -> None:
        """Let who waits for the next frame have this error instead; the worker is of no more use."""
        self._frames.clear()
        self._trouble = self._trouble or error
        self._wake()

    async def cause(self) -> tuple[str, str]:
        """Why the process has ended, as the kind and the detail of a problem; to be asked before it is killed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                await asyncio.shield(self._ended)
        assert self._process is not None
        return _cause(self._process.get_returncode(), self._said)

    async def kill(self) -> None:
        """End the process and wait until it is gone."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await asyncio.shield(self._exited)
        self._process.close()

    # What the event loop calls -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._process = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == 2:
            self._said = (self._said + data)[-LAST_WORDS:]
            sys.stderr.write(data.decode(errors="replace"))
            sys.stderr.flush()
            return
        buffer = self._buffer
        buffer += data
        at, end = 0, len(buffer)
        while end - at >= HEADER.size:
            length, kind = HEADER.unpack_from(buffer, at)
            start = at + HEADER.size
            if end - start < length:
                break
            at = start + length
            self._frames.append((kind, bytes(buffer[start:at])))
            self._held += length
        if at:
            del buffer[:at]
            self._wake()
        if self._held > HELD and not self._paused:
            self._paused = True
            self._output().pause_reading()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == 1:
            self._trouble = self._trouble or ConnectionError("the worker has ended")
            self._wake()

    def process_exited(self) -> None:
        if not self._exited.done():
            self._exited.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_result(None)

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    def _output(self) -> asyncio.ReadTransport:
        assert self._process is not None
        return cast(asyncio.ReadTransport, self._process.get_pipe_transport(1))


def _cause(code: int | None, said: bytes) -> tuple[str, str]:
    """The reason of a worker's end, from its exit code and its last words.

    >>> _cause(-6, b"memory allocation of 4096 bytes failed")
    ('memory', 'the request needed more memory than this server allows')
    >>> _cause(-11, b"")
    ('failed', 'the worker of this request crashed (SIGSEGV); the others go on')
    """
    if any(words in said for words in (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate")):
        return "memory", "the request needed more memory than this server allows"
    if b"overflowed its stack" in said:
        return "failed", "the request is nested too deeply for this server"
    if code is None or code >= 0:
        return "failed", f"the worker of this request ended by itself (exit code {code}); the server's log may say why"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    if -code == signal.SIGKILL:
        return "failed", "the worker of this request was killed from outside (SIGKILL), as a system does without memory"
    return "failed", f"the worker of this request crashed ({name}); the others go on"
