"""The address of a SPARQL endpoint, and one request to it: who is asked, as whom, how often, and what a refusal says.

Credentials come from the environment (MECHGRAPH_ENDPOINT_TOKEN, or MECHGRAPH_ENDPOINT_USER and _PASSWORD), from the
address (``https://user:password@host``) or from netrc, in this order. They stand in no name and no message, go to no
other host, and over plain http only to this machine, or where MECHGRAPH_ENDPOINT_PLAIN says so. What a result means is
not known here.
"""

from __future__ import annotations

import datetime
import email.utils
import json
import logging
import os
import re
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from ..errors import MechgraphError, QueryError, QueryTimeoutError, RemoteError, UsageError

if TYPE_CHECKING:
    import httpx

__all__ = ["Connection", "is_address", "shown"]

BUSY = frozenset({429, 502, 503, 504})
KEPT = frozenset({301, 307, 308})
"""Redirections that keep what was posted; 301 by what clients agreed on."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
HOPS = 5
"""Redirections in a row."""
LONGEST = 65_536
"""Bytes that are read of an answer that is an error."""
PATIENCE = 30.0
"""Seconds that are waited at most before an endpoint that says when to come back is asked again."""
_SECRET = re.compile(r"key|token|secret|passw|auth|signature|credential", re.I)
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[@-_]|[\x00-\x1f\x7f-\x9f]")
_log = logging.getLogger("mechgraph.endpoint")


def is_address(text: str) -> bool:
    """Whether a text is the address of something on the network, in any case of its scheme.

    >>> is_address("HTTP://host.example/sparql"), is_address("host.example/sparql")
    (True, False)
    """
    return text[:8].lower().startswith(("http://", "https://"))


def shown(address: str) -> str:
    """An address as it may be told to anyone: without user and password, and without the values of keys.

    >>> shown("HTTPS://me:secret@host.example:8443/sparql?apikey=abc&graph=x")
    'https://host.example:8443/sparql?apikey=…&graph=x'
    """
    parts = _split(address)
    pairs = [pair.partition("=") for pair in parts.query.split("&")]
    query = "&".join(f"{k}=…" if _SECRET.search(k) and v else f"{k}{is_}{v}" for k, is_, v in pairs)
    return _without_user(parts)._replace(query=query, fragment="").geturl()


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port
    except ValueError as error:
        raise UsageError(f"no address of an endpoint: {error}", remedy="write https://host/sparql") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("an endpoint has an address of http or https", remedy="write https://host/sparql")
    return parts


def _without_user(parts: SplitResult) -> SplitResult:
    return parts._replace(netloc=parts.netloc.rpartition("@")[2])


class _Body:
    """The bytes of a response as a file, with a time limit on the whole."""

    def __init__(self, response: httpx.Response, deadline: float, late: str) -> None:
        self._pieces = response.iter_bytes()
        self._deadline, self._late = deadline, late
        self._rest = b""
        self.headers, self.status = response.headers, response.status_code
        self.media = _media(response)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or not self._rest:
            if time.monotonic() > self._deadline:
                raise QueryTimeoutError(self._late)
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        end = len(self._rest) if size < 0 else size
        out, self._rest = self._rest[:end], self._rest[end:]
        return out


class Connection:
    """An endpoint that is asked by POST.

    Args:
        address: Of the endpoint; it may hold a user and a password.
        timeout: Seconds for one query as a whole; connecting may take 10 of them.
        retries: How often a busy or unreachable endpoint is asked again, with growing pauses.

    Raises:
        UsageError: httpx is missing, no address, or credentials that would go over plain http.
    """

    def __init__(self, address: str, *, timeout: float, retries: int) -> None:
        try:
            import httpx
        except ImportError:
            raise UsageError("endpoints need httpx", remedy="pip install 'mechgraph[serve]'") from None
        parts = _split(address)
        self.name = shown(address)
        self.timeout, self.retries, self.pause = timeout, retries, 0.5
        self.requests = 0
        self._address = _without_user(parts).geturl()
        self._home = (parts.scheme, parts.hostname, parts.port)
        headers, self._auth = _credentials(parts, self.name)
        self._secret = headers
        self._client = httpx.Client(follow_redirects=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def ask(self, form: dict[str, str], accept: str, timeout: float | None) -> Iterator[_Body]:
        """The body of the answer to a form, where the answer is none of an error.

        Raises:
            QueryError: the endpoint refuses the query. QueryTimeoutError: not done in time.
            RemoteError: it cannot be reached, is busy for too long, redirects elsewhere, or answers with an error.
        """
        import httpx

        whole = self.timeout if timeout is None else timeout
        deadline = time.monotonic() + whole
        late = f"{self.name} did not finish within {whole:g} s"
        response = self._answered(form, accept, whole, deadline)
        try:
            if response.status_code >= 400:
                raise self._refusal(response)
            yield _Body(response, deadline, late)
        except httpx.TimeoutException:
            raise QueryTimeoutError(late, remedy="allow more with --timeout") from None
        except httpx.HTTPError as error:
            raise RemoteError(f"{self.name} broke off its answer: {told(str(error))}") from None
        finally:
            response.close()

    def _answered(self, form: dict[str, str], accept: str, whole: float, deadline: float) -> httpx.Response:
        """The first answer that is neither busy nor a redirection."""
        address, attempt, hops, waited = self._address, 0, 0, 0.0
        while True:
            response = self._sent(address, form, accept, whole, attempt >= self.retries)
            if response is not None and response.status_code in KEPT:
                response.close()
                address, hops = self._further(address, response, hops), hops + 1
                continue
            if response is not None and response.status_code not in BUSY:
                return response
            after = "" if response is None else response.headers.get("retry-after", "")
            why = "cannot be reached" if response is None else f"is busy ({response.status_code})"
            seconds = _seconds(after) if _seconds(after) is not None else self.pause * 2**attempt
            assert seconds is not None
            if attempt >= self.retries or seconds > PATIENCE or time.monotonic() + seconds >= deadline:
                if response is not None and not after and response.status_code not in (429, 503):
                    return response  # a proxy tells more of its trouble than that it is busy
                if response is not None:
                    response.close()
                wish = f" and asks to come back in {seconds:g} s" if after and _seconds(after) is not None else ""
                asked = f"; it was asked {attempt + 1} times in {waited:.0f} s" if attempt else ""
                raise RemoteError(f"{self.name} {why}{wish}{asked}", remedy="try again later")
            if response is not None:
                response.close()
            if seconds >= 2:
                _log.warning("%s %s; it is asked again in %g s", self.name, why, seconds)
            time.sleep(seconds)
            attempt, waited = attempt + 1, waited + seconds

    def _sent(self, address: str, form: dict[str, str], accept: str, whole: float, last: bool) -> httpx.Response | None:
        """One request; ``None`` where nobody could be reached and it is not the last time."""
        import httpx

        limits = httpx.Timeout(whole, connect=min(10.0, whole))
        at_home = _home(address) == self._home
        headers = {"accept": accept, **(self._secret if at_home else {})}
        request = self._client.build_request("POST", address, data=form, headers=headers, timeout=limits)
        self.requests += 1
        try:
            return self._client.send(request, stream=True, auth=self._auth if at_home else None)
        except httpx.ConnectError as error:
            if isinstance(_cause(error, ssl.SSLError), ssl.SSLError):
                raise self._no_tls(str(error)) from None
            if not last:
                return None
            raise RemoteError(f"{self.name} cannot be reached: {told(str(error))}") from None
        except httpx.TimeoutException:
            raise QueryTimeoutError(
                f"{self.name} did not answer within {whole:g} s", remedy="allow more with --timeout"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise RemoteError(f"{self.name}: {told(str(error))}") from None

    def _no_tls(self, why: str) -> RemoteError:
        if "WRONG_VERSION_NUMBER" in why or "record layer" in why or "packet length" in why:
            return RemoteError(f"{self.name} does not speak https", remedy="is it http:// on this port?")
        return RemoteError(f"{self.name}: {told(why)}", remedy="SSL_CERT_FILE names certificates of your own")

    def _further(self, address: str, response: httpx.Response, hops: int) -> str:
        """Where a redirection leads: to the same host or by https, and never from https back."""
        said = str(response.headers.get("location", ""))
        target = urljoin(address, said)
        old, new = urlsplit(address), urlsplit(target)
        ok = new.scheme == "https" or (new.scheme == "http" == old.scheme and new.hostname == old.hostname)
        if not said or not ok or hops >= HOPS or target == address:
            raise self._moved(response.status_code, said)
        return target

    def _moved(self, status: int, said: str) -> RemoteError:
        where = f"sends elsewhere ({status}): {told(said)}" if said else f"answers {status}"
        return RemoteError(f"{self.name} {where}", remedy="give the address of the endpoint itself")

    def _refusal(self, response: httpx.Response) -> MechgraphError:
        status = response.status_code
        text = _beginning(response).decode("utf-8", "replace")
        detail, kind = told(re.sub(r"<[^>]*>", " ", text)), ""
        if _media(response) == "application/problem+json":
            try:
                problem = json.loads(text)
            except ValueError:
                problem = None
            if isinstance(problem, dict):
                detail = told(str(problem.get("detail") or problem.get("title") or detail))
                kind = str(problem.get("type", "")).rpartition(":")[2]
        if kind == "timeout":
            return QueryTimeoutError(f"{self.name}: {detail}")
        if status in (401, 403):
            return RemoteError(
                f"{self.name} refuses access ({status}): {detail}",
                remedy="set MECHGRAPH_ENDPOINT_TOKEN, or MECHGRAPH_ENDPOINT_USER and _PASSWORD, or write it into netrc",
            )
        if status == 400 and "https port" in detail.lower():
            return RemoteError(f"{self.name} wants https: {detail}", remedy="write https://")
        if status in (400, 406, 413, 414, 422) or kind in ("too-many-rows", "memory"):
            return QueryError(f"{self.name}: {detail or status}")
        return RemoteError(f"{self.name} answers {status}: {detail}")

    def unexpected(self, status: int, media: str, wanted: str, location: str = "") -> RemoteError:
        """The error for an answer of another kind."""
        if location:
            return self._moved(status, location)
        return RemoteError(
            f"{self.name} answers {status} with {told(media) or 'no type'}, not with {wanted}",
            remedy="give the address of a SPARQL endpoint",
        )


def told(text: str, most: int = 400) -> str:
    """What a stranger says, fit for a terminal: one line, without control characters, not for ever.

    >>> told("\\x1b[31mno\\x1b[0m  such\\nthing")
    'no such thing'
    """
    return " ".join(_CONTROL.sub(" ", text[: 8 * most]).split())[:most]


def _media(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _home(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port


def _beginning(response: httpx.Response) -> bytes:
    out = b""
    for piece in response.iter_bytes():
        out += piece
        if len(out) >= LONGEST:
            break
    return out[:LONGEST]


def _seconds(after: str) -> float | None:
    """The seconds of a Retry-After, which may be a date; ``None`` where it is neither.

    >>> _seconds("120"), _seconds("soon"), _seconds("Wed, 21 Oct 2015 07:28:00 GMT")
    (120.0, None, 0.0)
    """
    if after.strip().isdigit():
        return float(after)
    try:
        when = email.utils.parsedate_to_datetime(after)
    except (TypeError, ValueError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    return max(0.0, (when - datetime.datetime.now(datetime.UTC)).total_seconds())


def _cause(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    at: BaseException | None = error
    while at is not None and not isinstance(at, kind):
        at = at.__cause__ or at.__context__
    return at


def _credentials(parts: SplitResult, name: str) -> tuple[dict[str, str], Any]:
    """Headers, and what httpx takes as ``auth``."""
    import httpx

    token, user = os.environ.get("MECHGRAPH_ENDPOINT_TOKEN"), os.environ.get("MECHGRAPH_ENDPOINT_USER")
    plain = parts.scheme == "http" and parts.hostname not in LOOPBACK and not os.environ.get("MECHGRAPH_ENDPOINT_PLAIN")
    if token or user or parts.username:
        if plain:
            raise UsageError(
                f"credentials are not sent to {name} over plain http",
                remedy="use https, leave them out, or set MECHGRAPH_ENDPOINT_PLAIN=1 to send them nevertheless",
            )
        if token:
            return {"authorization": f"Bearer {token}"}, None
        if user:
            return {}, httpx.BasicAuth(user, os.environ.get("MECHGRAPH_ENDPOINT_PASSWORD", ""))
        return {}, httpx.BasicAuth(unquote(parts.username or ""), unquote(parts.password or ""))
    found = None if plain else _netrc(parts.hostname or "")
    return {}, None if found is None else httpx.BasicAuth(*found)


def _netrc(host: str) -> tuple[str, str] | None:
    """User and password of a host in ``$NETRC`` or ``~/.netrc``; an entry for any host is none for this one."""
    import netrc

    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")
    try:
        found = netrc.netrc(path).hosts.get(host)
    except (OSError, netrc.NetrcParseError):
        return None
    return None if found is None else (found[0] or "", found[2] or "")
