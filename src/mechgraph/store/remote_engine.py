"""SPARQL at an endpoint far away: by POST form, streamed, with time-outs, retries, and an eye for silent cuts.

It trusts nothing that an endpoint says by its status alone: a result that was cut is an error here, not an answer.
Credentials come from the environment: MECHGRAPH_ENDPOINT_TOKEN, or MECHGRAPH_ENDPOINT_USER and _PASSWORD.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat

from .. import rdf
from ..errors import QueryError, QueryTimeoutError, RemoteError, UsageError
from .base import Table

if TYPE_CHECKING:
    import httpx

__all__ = ["RemoteEngine"]

JSON = "application/sparql-results+json"
TRIPLES = "application/n-triples"
RETRIED = frozenset({429, 502, 503, 504})
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_NOISE = re.compile(r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.S)
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)
_LIMIT = re.compile(r"\bLIMIT\s+(\d+)(?:\s+OFFSET\s+\d+)?\s*\Z", re.I)


class _Reader:
    """The bytes of a response as a file, with a time limit on the whole."""

    def __init__(self, response: httpx.Response, deadline: float) -> None:
        self._pieces = response.iter_bytes()
        self._deadline = deadline
        self._rest = b""
        self.limit: int | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or not self._rest:
            if time.monotonic() > self._deadline:
                raise QueryTimeoutError("the endpoint did not finish its answer in time")
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._rest += piece
        end = len(self._rest) if size < 0 else size
        out, self._rest = self._rest[:end], self._rest[end:]
        return out


def _form(text: str) -> str:
    found = _FORM.search(_NOISE.sub(" ", text))
    if found is None:
        raise QueryError("a query is a SELECT, ASK, CONSTRUCT or DESCRIBE")
    return found[1].upper()


def _auth(address: str) -> dict[str, Any]:
    token, user = os.environ.get("MECHGRAPH_ENDPOINT_TOKEN"), os.environ.get("MECHGRAPH_ENDPOINT_USER")
    if not (token or user):
        return {}
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise UsageError("credentials are not sent over plain http", remedy="use https, or unset MECHGRAPH_ENDPOINT_*")
    if token:
        return {"headers": {"authorization": f"Bearer {token}"}}
    return {"auth": (user, os.environ.get("MECHGRAPH_ENDPOINT_PASSWORD", ""))}


class RemoteEngine:
    """A SPARQL 1.1 endpoint.

    Args:
        address: Of the endpoint.
        timeout: Seconds for one query as a whole; connecting may take 10 of them.
        retries: How often a busy or unreachable endpoint is asked again, with growing pauses.
    """

    def __init__(self, address: str, *, timeout: float = 120.0, retries: int = 3) -> None:
        try:
            import httpx
        except ImportError:
            raise UsageError("endpoints need httpx", remedy="pip install 'mechgraph[serve]'") from None
        self.address = address
        self.timeout = timeout
        self.retries = retries
        self.pause = 0.5
        options = _auth(address)
        self._client = httpx.Client(follow_redirects=False, **options)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def query(self, text: str, *, timeout: float | None = None) -> Table | bool | list[pyoxigraph.Triple]:
        """Run one query.

        Raises:
            QueryError: the endpoint refuses the query. QueryTimeoutError: not done in time.
            RemoteError: it cannot be reached, or answers with something else, or with a part of the result.
        """
        found = self.result(text, timeout=timeout)
        if not isinstance(found, tuple):
            return found
        columns, rows = found
        return Table(columns, tuple(tuple(rdf.term_value(t) for t in row) for row in rows))

    def result(
        self, text: str, *, timeout: float | None = None
    ) -> tuple[tuple[str, ...], list[Any]] | bool | list[pyoxigraph.Triple]:
        """As :meth:`query`, but a SELECT comes as columns and rows of RDF terms."""
        form = _form(text)
        if form in ("SELECT", "ASK"):
            found = self.solutions(text, timeout=timeout)
            if form == "ASK" and isinstance(found, tuple):  # Virtuoso answers with a table
                return bool(rdf.term_value(found[1][0][0]))
            return found
        with self._ask(text, TRIPLES, timeout) as reader, _reading():
            quads = pyoxigraph.parse(reader, format=RdfFormat.N_TRIPLES)
            return [pyoxigraph.Triple(q.subject, q.predicate, q.object) for q in quads]

    def solutions(self, text: str, *, timeout: float | None = None) -> bool | tuple[tuple[str, ...], list[Any]]:
        """The answer to a SELECT as columns and rows of RDF terms, or to an ASK as a boolean."""
        with self._ask(text, JSON, timeout) as reader, _reading():
            result = pyoxigraph.parse_query_results(reader, format=QueryResultsFormat.JSON)
            if isinstance(result, QueryBoolean):
                return bool(result)
            assert isinstance(result, QuerySolutions)
            columns, rows = tuple(v.value for v in result.variables), [tuple(row) for row in result]
        limit = reader.limit
        if limit is not None and len(rows) >= limit:
            raise RemoteError(f"{self.address} cut the result at {limit} rows", remedy="ask for fewer, with LIMIT")
        self._notice_cut(text, len(rows), timeout)
        return columns, rows

    def _notice_cut(self, text: str, rows: int, timeout: float | None) -> None:
        """Count the rows at the endpoint where their number is suspiciously round."""
        bare = _NOISE.sub(lambda m: " " * len(m[0]), text)
        asked = _LIMIT.search(bare.strip())
        if rows < 1000 or rows % 500 or (asked and int(asked[1]) <= rows) or re.search(r"\bFROM\b", bare, re.I):
            return
        start = _FORM.search(bare)
        assert start is not None
        counting = f"{text[: start.start()]}SELECT (COUNT(*) AS ?n) WHERE {{ {{ {text[start.start() :]}\n}} }}"
        with self._ask(counting, JSON, timeout) as reader, _reading():
            result = pyoxigraph.parse_query_results(reader, format=QueryResultsFormat.JSON)
            assert isinstance(result, QuerySolutions)
            total = int(rdf.term_value(next(iter(result))[0]))
        if total > rows:
            raise RemoteError(
                f"{self.address} cut the result silently: {rows} of {total} rows", remedy="ask in parts, with LIMIT"
            )

    @contextmanager
    def _ask(self, text: str, accept: str, timeout: float | None) -> Iterator[Any]:
        import httpx

        whole = self.timeout if timeout is None else timeout
        deadline = time.monotonic() + whole
        limits = httpx.Timeout(whole, connect=min(10.0, whole))
        for attempt in range(self.retries + 1):
            request = self._client.build_request(
                "POST", self.address, data={"query": text}, headers={"accept": accept}, timeout=limits
            )
            try:
                response = self._client.send(request, stream=True)
            except httpx.ConnectError as error:
                if attempt < self.retries and self._rest(attempt, None, deadline):
                    continue
                raise RemoteError(f"{self.address} cannot be reached: {error}") from None
            except httpx.TimeoutException:
                raise QueryTimeoutError(f"{self.address} did not answer within {whole:g} s") from None
            except httpx.HTTPError as error:
                raise RemoteError(f"{self.address}: {error}") from None
            if response.status_code in RETRIED and attempt < self.retries:
                after = response.headers.get("retry-after")
                response.close()
                if self._rest(attempt, after, deadline):
                    continue
                raise RemoteError(f"{self.address} is busy ({response.status_code})", remedy="try again later")
            break
        try:
            yield self._checked(response, accept, deadline)
        except httpx.TimeoutException:
            raise QueryTimeoutError(f"{self.address} did not finish within {whole:g} s") from None
        except httpx.HTTPError as error:
            raise RemoteError(f"{self.address} broke off its answer: {error}") from None
        finally:
            response.close()

    def _rest(self, attempt: int, after: str | None, deadline: float) -> bool:
        """Wait before the next attempt; whether there is time for one."""
        seconds = min(float(after), 30.0) if after and after.isdigit() else self.pause * 2**attempt
        if time.monotonic() + seconds >= deadline:
            return False
        time.sleep(seconds)
        return True

    def _checked(self, response: httpx.Response, accept: str, deadline: float) -> Any:
        status, media = response.status_code, response.headers.get("content-type", "").partition(";")[0].strip()
        if status >= 400:
            raise self._refusal(response)
        if response.headers.get("x-sql-state") == "S1TAT":
            raise QueryTimeoutError(f"{self.address} stopped at its own time limit, with a part of the result")
        alike = {JSON: (JSON, "application/json"), TRIPLES: (TRIPLES, "text/plain", "text/ntriples")}[accept]
        if status != 200 or media not in alike:
            raise RemoteError(
                f"{self.address} answers {status} with {media or 'no type'}, not with {accept}",
                remedy="give the address of a SPARQL endpoint",
            )
        reader = _Reader(response, deadline)
        stated = response.headers.get("x-sparql-maxrows", "")
        reader.limit = int(stated) if stated.isdigit() else None
        return reader

    def _refusal(self, response: httpx.Response) -> Exception:
        response.read()
        status, text = response.status_code, response.text[:2000]
        detail, kind = " ".join(re.sub(r"<[^>]*>", " ", text).split())[:400], ""
        if response.headers.get("content-type", "").startswith("application/problem+json"):
            told = response.json()
            detail, kind = str(told.get("detail", detail)), str(told.get("type", "")).rpartition(":")[2]
        if kind == "timeout":
            return QueryTimeoutError(f"{self.address}: {detail}")
        if status in (401, 403):
            return RemoteError(
                f"{self.address} refuses access ({status}): {detail}",
                remedy="set MECHGRAPH_ENDPOINT_TOKEN, or MECHGRAPH_ENDPOINT_USER and _PASSWORD",
            )
        if status in (400, 406, 413, 414, 422) or kind in ("too-many-rows", "memory"):
            return QueryError(f"{self.address}: {detail or status}")
        return RemoteError(f"{self.address} answers {status}: {detail}")


@contextmanager
def _reading() -> Iterator[None]:
    """Errors of the parser, and of the connection beneath it, as ours."""
    import httpx

    try:
        yield
    except (QueryError, RemoteError, httpx.HTTPError):
        raise
    except (SyntaxError, ValueError, OSError) as error:
        cause = error.__cause__ or error.__context__
        if isinstance(cause, QueryTimeoutError | httpx.HTTPError):
            raise cause from None
        raise RemoteError(f"the endpoint's answer is broken: {error}") from None
