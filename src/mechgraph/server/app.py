"""The application: routes, their workers, and the guard around them. It holds no graph itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from . import resources
from .backend import Server
from .endpoint import gone, pairs, sparql
from .guard import Guard
from .kept import Answer
from .openapi import document
from .operations import OPERATIONS
from .params import Operation, read_params
from .problems import Problem, of_error
from .settings import Settings

__all__ = ["create_app"]

STATIC = Path(__file__).parent / "static"
READ = ["GET", "HEAD", "OPTIONS"]


def _api(operation: Operation) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    async def handler(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": ", ".join(READ)})
        try:
            params = read_params(operation, pairs(request.scope["query_string"]), request.path_params)
        except Exception as error:
            raise of_error(error) from None
        server: Server = request.app.state.server
        found = await server.calls.ask({"call": operation.call, "params": params}, gone=lambda: gone(request))
        assert isinstance(found, Answer)  # these workers answer in one piece
        return Response(found.data, media_type=found.media, headers={"cache-control": "no-store"})

    return handler


async def _openapi(request: Request) -> Response:
    return JSONResponse(document())


def _page() -> Callable[[Request], Coroutine[Any, Any, Response]]:
    page = (STATIC / "index.html").read_bytes()

    async def handler(request: Request) -> Response:
        return Response(page, media_type="text/html", headers={"cache-control": "no-cache"})

    return handler


async def _health(request: Request) -> Response:
    content = request.app.state.server.content
    told = {"status": "ready"} | ({} if content is None else {"content": content})
    return JSONResponse(told, headers={"cache-control": "no-store"})


async def _ready(request: Request) -> Response:
    """Whether a request would be taken now; alive it is in any case."""
    server: Server = request.app.state.server
    if server.full:
        raise Problem("busy", "all workers are busy and the queue is full", headers={"retry-after": "2"})
    return JSONResponse({"status": "ready"}, headers={"cache-control": "no-store"})


class _Files(StaticFiles):
    """The page's own files: checked by the browser each time, so that an update is seen at once."""

    async def get_response(self, path: str, scope: Any) -> Response:
        if "\x00" in path:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def create_app(
    source: str | None = None,
    settings: Settings | None = None,
    *,
    hosts: tuple[str, ...] = (),
    server: Server | None = None,
) -> Starlette:
    """The server for a graph, as an ASGI application.

    Args:
        source: What :func:`mechgraph.load` takes; ``None`` for the embedded graph.
        settings: Limits; the defaults hold where none are given.
        hosts: Further host names under which it may be asked for.
        server: Workers that run already, with their own source and settings.

    >>> create_app().url_path_for("sparql")
    '/sparql'
    """
    workers = server or Server(source, settings or Settings())
    limits = workers.settings

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            await workers.start()
            yield
        finally:
            await workers.stop()

    routes = [
        Route("/", _page(), methods=["GET"]),
        Route("/sparql", sparql, methods=["GET", "HEAD", "POST", "OPTIONS"], name="sparql"),
        Route("/health", _health, methods=["GET"]),
        Route("/ready", _ready, methods=["GET"]),
        Route("/.well-known/void", resources.void, methods=["GET"]),
        Route("/.well-known/sparql-examples", resources.examples, methods=["GET"]),
        Route("/api/openapi.json", _openapi, methods=["GET"]),
        *(Route(o.path.replace("{id}", "{id:path}"), _api(o), methods=READ, name=f"api:{o.call}") for o in OPERATIONS),
        *(
            Route(f"/{kind}/{{reference:path}}", resources.resource, methods=READ, name=kind)
            for kind in resources.NAMESPACES
        ),
        Mount("/static", _Files(directory=STATIC), name="static"),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(Guard, settings=limits, hosts=hosts)])

    async def pass_on(request: Request, error: Exception) -> Response:
        raise error  # the guard gives it its shape

    app.add_exception_handler(HTTPException, pass_on)
    app.router.redirect_slashes = False
    app.state.server = workers
    return app
