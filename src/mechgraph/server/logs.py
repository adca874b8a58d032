"""What the server logs for machines: one JSON object a line, for each request and each thing that went wrong.

Of a request the path is told and never the query: what people ask stays with them. Health and readiness that hold are
not told.
"""

from __future__ import annotations

import json
import logging
import time
from datetime import UTC, datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Logged", "as_json"]

PROBED = ("/health", "/ready")
"""Paths that are asked every few seconds."""
_log = logging.getLogger("mechgraph.requests")


def as_json() -> None:
    """Have everything that is logged written to stderr as JSON, a line each."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines())
    for name, level in (("mechgraph", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
    logging.getLogger("uvicorn.error").handlers = []


class _Lines(logging.Formatter):
    """A record as one line of JSON.

    >>> record = logging.LogRecord("mechgraph.server", 30, "", 0, "answer cut: %s", ("too many rows",), None)
    >>> json.loads(_Lines().format(record))["message"]
    'answer cut: too many rows'
    """

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


class Logged:
    """ASGI middleware around everything: a line for each request, when it is over."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, size, whole = time.perf_counter(), 0, 0, False

        async def counted(message: Message) -> None:
            nonlocal status, size, whole
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
                whole = not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            if not (scope["path"] in PROBED and status == 200):
                client = scope.get("client")
                request = {
                    "method": scope["method"],
                    "path": scope["path"],
                    "status": status,
                    "bytes": size,
                    "milliseconds": round((time.perf_counter() - began) * 1000, 1),
                    "whole": whole,
                    "client": client[0] if client else None,
                }
                _log.info("request", extra={"request": request})
