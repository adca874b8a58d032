"""Start the server for a person: bind, say where, open the browser when asked, stop cleanly on SIGTERM and Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import os
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .problems import Problem
from .settings import EVERYWHERE, LOOPBACK, Settings

if TYPE_CHECKING:
    import uvicorn

    from .backend import Server

__all__ = ["serve"]


def serve(
    graph_source: str | os.PathLike[str] | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    settings: Settings | None = None,
    *,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve a graph until the process is told to stop.

    Args:
        graph_source: What :func:`mechgraph.load` takes; ``None`` for the embedded graph.
        host: The address to bind; anything but this machine's own is a choice to let others in.
        port: 0 for any free one.
        open_browser: Open the explorer when it is ready.
        announce: Called once with the address, when requests are answered.

    Raises:
        UsageError: the port is taken, or the extra ``serve`` is not installed.
        MechgraphError: the graph cannot be opened.
    """
    if find_spec("uvicorn") is None or find_spec("starlette") is None:
        raise UsageError("the server is not installed", remedy="pip install 'mechgraph[serve]'")
    from .backend import Server

    limits = settings or Settings()
    listener = _bind(host, port)
    shown = "127.0.0.1" if host in EVERYWHERE else host
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}/"
    hosts = () if host in LOOPBACK | EVERYWHERE else (host,)
    source = None if graph_source is None else os.fspath(graph_source)
    with listener, _quiet_end(), asyncio.Runner(loop_factory=_loop_factory()) as runner:
        ready = partial(_ready, address, open_browser, announce)
        runner.run(_run(lambda: Server(source, limits), hosts, listener, ready))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's, where it is installed: it spends half as much on a request."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _config(server: Server, hosts: tuple[str, ...]) -> uvicorn.Config:
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    from .app import create_app
    from .connection import timed

    app: Any = create_app(server=server, hosts=hosts)
    if server.settings.log:
        from .logs import Logged, as_json

        as_json()
        app = Logged(app)
    return uvicorn.Config(
        app,
        http=timed(AutoHTTPProtocol, server.settings.patience),
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=math.ceil(server.settings.grace),
        log_config=None if server.settings.log else LOGGING_CONFIG,
        h11_max_incomplete_event_size=256 * 1024,
        limit_concurrency=None,
    )


async def _run(
    start: Callable[[], Server], hosts: tuple[str, ...], listener: socket.socket, when_ready: Callable[[], None]
) -> None:
    """Open the graph, then listen; end the workers whatever happens. The server's own code loads while they open it."""
    workers = start()
    opening = asyncio.ensure_future(workers.start())
    try:
        await asyncio.sleep(0)  # the processes are on their way
        config = _config(workers, hosts)
        await opening
        import uvicorn

        server = uvicorn.Server(config)
        logging.getLogger("uvicorn.error").addFilter(_not_told)
        serving = asyncio.ensure_future(server.serve(sockets=[listener]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.005)
        if server.started:
            when_ready()
        await serving
    finally:
        await workers.stop()


def _not_told(record: logging.LogRecord) -> bool:
    """Whether a log record is news: the guard has logged a cut answer already, in one line."""
    return not (record.exc_info and isinstance(record.exc_info[1], Problem))


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's delay on, and each small answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise UsageError(f"cannot listen on {host}:{port}: {error.strerror}", remedy="choose another --port") from None
    return listener


def _ready(address: str, open_browser: bool, announce: Callable[[str], None] | None) -> None:
    if announce is not None:
        announce(address)
    if open_browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


@contextlib.contextmanager
def _quiet_end() -> Iterator[None]:
    """Let SIGTERM end the server with exit code 0: uvicorn raises the signal again when it has shut down."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
