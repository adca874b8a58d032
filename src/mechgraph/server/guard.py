"""What stands before every route: the host is ours, the origin may read, errors have one shape, the page is closed."""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes, urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import KINDS, Gone, Problem, of_error
from .settings import LOOPBACK, Settings

__all__ = ["Guard", "problem_response"]

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
SAFE = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_BY_STATUS = {status: kind for kind, (status, _) in reversed(KINDS.items())}
_log = logging.getLogger("mechgraph.server")


def problem_response(problem: Problem) -> Response:
    """A problem as a response."""
    body = msgspec.json.encode(problem.body())
    headers = {**problem.headers, "cache-control": "no-store"}
    return Response(body, problem.status, headers, media_type="application/problem+json")


_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{0,5})?")


def _host_of(authority: str) -> str:
    """The host of a Host header or of an origin, without its port; empty where it is not written as one.

    >>> _host_of("[::1]:80"), _host_of("localhost:8000"), _host_of("[::1].evil.com"), _host_of("localhost:1@evil")
    ('[::1]', 'localhost', '', '')
    """
    found = _AUTHORITY.fullmatch(authority)
    return found[1].lower().rstrip(".") if found else ""


def _is_address(host: str, server: tuple[str, int | None] | None) -> bool:
    """Whether a host is the very address, as a number, at which the request arrived: no name leads there by deceit."""
    try:
        return server is not None and ipaddress.ip_address(host.strip("[]")) == ipaddress.ip_address(server[0])
    except ValueError:
        return False


def _check_path(raw: bytes) -> None:
    """Refuse a path that is not UTF-8: decoded with a replacement, it would name another thing."""
    if b"%" in raw:
        try:
            unquote_to_bytes(raw).decode("utf-8")
        except UnicodeDecodeError:
            raise Problem("bad-request", "the path is not UTF-8, percent-encoded") from None


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings, hosts: Iterable[str] = ()) -> None:
        self.app = app
        self.hosts = LOOPBACK | {h.lower() for h in (*settings.hosts, *hosts)}
        self.origins = frozenset(settings.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = self._readable(headers.get("origin", ""), scope)
        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message["headers"] = [*message["headers"], *SAFE]
                out = MutableHeaders(scope=message)
                out.add_vary_header("Origin")
                if origin:
                    out["access-control-allow-origin"] = origin
                    out["access-control-expose-headers"] = "Content-Disposition, Link, Retry-After"
            await send(message)

        try:
            named = headers.getlist("host")
            if len(named) != 1 or not self._ours(_host_of(named[0]), scope):
                raise Problem("foreign-host", "this server answers under the name localhost, not under this Host")
            self._check_site(scope["method"], headers, origin)
            _check_path(scope["raw_path"])
            if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
                await self._preflight(scope, receive, guarded)
                return
            await self.app(scope, receive, guarded)
        except (Gone, ClientDisconnect):
            return
        except Exception as error:  # every error leaves in one shape
            if begun:
                _log.warning("answer cut: %s", error)
                raise
            if not isinstance(error, Problem | HTTPException):
                _log.exception("request failed")
            response = problem_response(_problem(error))
            await response(scope, receive, guarded)

    def _ours(self, host: str, scope: Scope) -> bool:
        return host in self.hosts or _is_address(host, scope.get("server"))

    def _check_site(self, method: str, headers: Headers, readable: str) -> None:
        """Refuse what a page of another site asks for, unless a person follows a link to here."""
        if readable:
            return
        foreign = "origin" in headers or headers.get("sec-fetch-site") == "cross-site"
        followed = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        if foreign and not (followed and headers.get("sec-fetch-dest") == "document"):
            raise Problem(
                "cross-site",
                "this server does not answer the pages of other sites",
                remedy="the server's option --allow-origin lets one in",
            )

    def _readable(self, origin: str, scope: Scope) -> str:
        """The value of Access-Control-Allow-Origin for an origin; empty where its pages may not read answers."""
        if "*" in self.origins:
            return "*"
        if not origin or origin == "null":
            return ""
        host = urlsplit(origin).netloc if "://" in origin else ""
        return origin if origin in self.origins or self._ours(_host_of(host), scope) else ""

    async def _preflight(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = {
            "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
            "access-control-allow-headers": "Accept, Content-Type",
            "access-control-max-age": "600",
        }
        await Response(status_code=204, headers=allowed)(scope, receive, send)


def _problem(error: Exception) -> Problem:
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        kind = _BY_STATUS.get(error.status_code, "failed")
        return Problem(kind, str(error.detail), headers=headers)
    return of_error(error)
