"""A connection with time limits: the head of a request has to come in time, and an answer has to be read.

What a client sends a byte at a time, or never reads, would otherwise hold a connection for ever. The time for a body is
kept where bodies are read, because only there it is known that one is wanted.
"""

from __future__ import annotations

import asyncio
from typing import Any

__all__ = ["timed"]


def timed(base: type[Any], patience: float) -> type[Any]:
    """A protocol of uvicorn (a class) that closes connections on which nothing gets on.

    Args:
        base: uvicorn's protocol, over httptools or h11.
        patience: Seconds for the head of a request, and for a reader that has stopped to go on.
    """

    class Timed(base):  # type: ignore[misc]
        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._head: asyncio.TimerHandle | None = None
            self._reader: asyncio.TimerHandle | None = None
            self._look()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._look()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._look()

        def pause_writing(self) -> None:
            super().pause_writing()
            if self._reader is None:
                self._reader = self.loop.call_later(patience, self._give_up)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._reader is not None:
                self._reader.cancel()
                self._reader = None

        def connection_lost(self, exc: Exception | None) -> None:
            for timer in (self._head, self._reader):
                if timer is not None:
                    timer.cancel()
            super().connection_lost(exc)

        def _look(self) -> None:
            """Time runs from the first byte, or from the connection, until a request is under way."""
            under_way = self.cycle is not None and not self.cycle.response_complete
            if under_way and self._head is not None:
                self._head.cancel()
                self._head = None
            elif not under_way and self._head is None and not self.transport.is_closing():
                self._head = self.loop.call_later(patience, self._give_up)

        def _give_up(self) -> None:
            self.transport.abort()

    return Timed
