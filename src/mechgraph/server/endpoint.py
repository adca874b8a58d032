"""The SPARQL 1.1 Protocol, the query part, complete: GET, POST of a form, POST of a query, the dataset parameters.

Requests are read strictly (UTF-8, one query, known types) and answered in the format negotiated; updates are refused.
Without a query the endpoint describes itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from .describe import service_description
from .kept import Answer
from .negotiate import GRAPHS, choose
from .problems import Gone, Problem

if TYPE_CHECKING:
    from .backend import Server
    from .settings import Settings

__all__ = ["answer", "gone", "pairs", "read_body", "sparql"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
HEADERS = {"vary": "Accept", "cache-control": "no-store"}
ALLOW = "GET, HEAD, POST, OPTIONS"


def pairs(raw: bytes) -> list[tuple[str, str]]:
    """The fields of a query string or form, decoded once.

    Raises:
        Problem: it is not UTF-8, or has too many fields.
    """
    try:
        return parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=200,
        )
    except UnicodeDecodeError:
        raise Problem("bad-request", "the parameters are not UTF-8, percent-encoded") from None
    except ValueError:
        raise Problem("bad-request", "too many parameters") from None


async def read_body(request: Request, most: int, patience: float) -> bytes:
    """The body of a request.

    Args:
        most: Bytes.
        patience: Seconds.

    Raises:
        Problem: larger than ``most`` bytes, or slower than ``patience``.
    """
    stated = request.headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > most:
        raise Problem("too-large", f"a request body has at most {most} bytes", headers={"connection": "close"})
    parts, size = [], 0
    try:
        async with asyncio.timeout(patience):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    detail = f"a request body has at most {most} bytes"
                    raise Problem("too-large", detail, headers={"connection": "close"})
                parts.append(part)
    except TimeoutError:
        detail = f"the body did not come within {patience:g} s"
        raise Problem("too-slow", detail, headers={"connection": "close"}) from None
    except ClientDisconnect:
        raise Gone from None
    return b"".join(parts)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("bad-request", "the body is not UTF-8") from None


async def _fields(request: Request, settings: Settings) -> list[tuple[str, str]]:
    """The protocol's parameters of a request, wherever they stand."""
    url = pairs(request.scope["query_string"])
    if request.method != "POST":
        return url
    media, _, rest = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    charset = rest.partition("charset=")[2].strip().strip('"').lower() if "charset=" in rest.lower() else "utf-8"
    if media not in (FORM, QUERY, UPDATE) or request.headers.get("content-encoding", "identity") != "identity":
        raise Problem(
            "wrong-type",
            f"a query is posted as {FORM} or {QUERY}, not as {media or 'nothing'}",
            headers={"accept-post": f"{FORM}, {QUERY}"},
        )
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise Problem("wrong-type", f"a query is posted in UTF-8, not in {charset}")
    body = await read_body(request, settings.body, settings.patience)
    if media == UPDATE:
        return [("update", "")]
    if media == FORM:
        try:
            return pairs(body)
        except UnicodeEncodeError:
            raise Problem("bad-request", "the form is not percent-encoded UTF-8") from None
    if any(name in ("query", "update") for name, _ in url):
        raise Problem("bad-request", "the query is in the body; the address must not hold another")
    return [*url, ("query", _text(body))]


async def sparql(request: Request) -> Response:
    """One request to the endpoint."""
    server: Server = request.app.state.server
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"allow": ALLOW, "accept-post": f"{FORM}, {QUERY}"})
    fields = await _fields(request, server.settings)
    names = [name for name, _ in fields]
    if "update" in names:
        raise Problem("read-only", "this server does not write: updates are refused")
    queries = [value for name, value in fields if name == "query"]
    if not queries and request.method != "POST" and not names:
        return await _describe(request, server)
    if len(queries) != 1:
        raise Problem("bad-request", f"a request holds exactly one query, not {len(queries)}")
    if "\x00" in queries[0]:
        raise Problem("bad-query", "a query holds no NUL character")
    job: dict[str, Any] = {
        "query": queries[0],
        "accept": request.headers.get("accept", ""),
        "default": [_iri(v) for n, v in fields if n == "default-graph-uri"],
        "named": [_iri(v) for n, v in fields if n == "named-graph-uri"],
    }
    if "first" in names:
        job["first"] = _first([v for n, v in fields if n == "first"])
    return await answer(request, server, job)


def _first(given: list[str]) -> int:
    """How many rows, or triples, of a result are wanted at most: a page asks for as many as it shows."""
    if len(given) != 1 or not (given[0].isascii() and given[0].isdigit()) or not 0 < len(given[0]) < 8:
        raise Problem("bad-request", "first is a whole number from 0 to 9,999,999, given once")
    return int(given[0])


def _iri(text: str) -> str:
    if not text or any(c in text for c in '<>"{}|\\^` \n\r\t') or ":" not in text:
        raise Problem("bad-request", f"not the IRI of a graph: {text[:80]!r}")
    return text


async def answer(request: Request, server: Server, job: dict[str, Any]) -> Response:
    """Run a query in a worker and stream its result; a client that leaves stops it."""
    found = await server.queries.ask(job, gone=lambda: gone(request))
    if isinstance(found, Answer):
        return Response(found.data, media_type=found.media, headers=HEADERS)

    async def body() -> AsyncIterator[bytes]:
        try:
            async for chunk in found.chunks():
                yield chunk
        finally:
            await found.close()

    return StreamingResponse(body(), media_type=found.head["media"], headers=HEADERS)


async def gone(request: Request) -> None:
    """Completes when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _describe(request: Request, server: Server) -> Response:
    accept = request.headers.get("accept", "")
    media = choose(accept, [*GRAPHS, "text/html"])
    if media is None:
        raise Problem("not-acceptable", f"the service description comes as {', '.join(GRAPHS)}")
    if media == "text/html":
        return RedirectResponse("/?view=sparql", status_code=303, headers={"vary": "Accept"})
    about = await server.about()
    data = await run_in_threadpool(service_description, str(request.base_url), GRAPHS[media], about)
    return Response(data, media_type=media, headers={"vary": "Accept"})
