"""The pools of workers over one graph, and over the next when it is built again. No HTTP here, so that the workers can
start before it is loaded.

A built graph is looked at twice a second. When another content has become current, new workers open it; from then on
every new request is theirs, with nothing remembered of before, while the old workers finish what they have and end.
What cannot be opened is told once, and the content before it is served on.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
from pathlib import Path

import msgspec

from ..datasets import located
from ..errors import MechgraphError
from ..store.content import Content, is_built, opened
from .describe import PARTITIONS, About
from .kept import Kept
from .pool import Pool
from .problems import Problem
from .settings import Settings

__all__ = ["Server"]

EVERY = 0.5
"""Seconds between two looks at the graph on disk."""
_log = logging.getLogger("mechgraph.server")


class _Serving:
    """One content of a graph: workers that run strangers' SPARQL, workers that run the JSON API, what they remember."""

    def __init__(self, source: str | None, settings: Settings) -> None:
        remote = (source or "").startswith(("http://", "https://"))
        self.content: Content | None = None
        if source and not remote and is_built(Path(source)):
            self.content = opened(Path(source))
            source = os.fspath(self.content.folder)
        self.kept = Kept(0 if remote else settings.cache * 1_000_000)
        self.queries = Pool("relay" if remote else "query", source, settings, self.kept)
        self.calls = Pool("call", source, settings, self.kept)
        self.remote = remote
        self.about: asyncio.Future[About] | None = None

    async def start(self) -> None:
        """Open the graph in the first worker of each pool; none is left where that fails."""
        try:
            await asyncio.gather(self.queries.start(), self.calls.start())
        except BaseException:
            await self.stop()
            raise

    async def finish(self) -> None:
        """End when all that was asked of it is answered."""
        try:
            while self.queries.asked or self.calls.asked:
                await asyncio.sleep(0.05)
        finally:
            await self.stop()

    async def stop(self) -> None:
        await asyncio.gather(self.calls.stop(), self.queries.stop())
        if self.content is not None:
            self.content.close()


class Server:
    """A graph as it is served. ``queries`` and ``calls`` are the workers for the next request: not to be kept."""

    def __init__(self, source: str | None, settings: Settings) -> None:
        self.settings = settings
        named = source or os.environ.get("MECHGRAPH_GRAPH")
        self._source = located(named) if named else None
        self._now = _Serving(self._source, settings)
        self._watching: asyncio.Task[None] | None = None
        self._finishing: set[asyncio.Task[None]] = set()
        self._told = b""

    @property
    def queries(self) -> Pool:
        """Workers that run strangers' SPARQL."""
        return self._now.queries

    @property
    def calls(self) -> Pool:
        """Workers that run the JSON API."""
        return self._now.calls

    @property
    def kept(self) -> Kept:
        """What both remember."""
        return self._now.kept

    @property
    def full(self) -> bool:
        """Whether one request more would be sent away."""
        return self.queries.places.full or self.calls.places.full

    @property
    def content(self) -> str | None:
        """The name of the content that is served now; of a built graph only."""
        now = self._now.content
        return None if now is None else hashlib.sha256(now.manifest).hexdigest()[:16]

    async def start(self) -> None:
        """Open the graph in the first worker of each pool.

        Raises:
            MechgraphError: it cannot be opened.
        """
        await self._now.start()
        if self._now.content is not None:
            self._watching = asyncio.ensure_future(self._watch())

    async def stop(self) -> None:
        """End every worker."""
        tasks = [*self._finishing] if self._watching is None else [self._watching, *self._finishing]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._now.stop()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            if self._now.content is not None and not self._now.content.current:
                with contextlib.suppress(OSError):  # looked at again
                    await self._renew()

    async def _renew(self) -> None:
        try:
            new = _Serving(self._source, self.settings)
        except MechgraphError as error:
            self._refuse(str(error).encode(), error)
            return
        served = None if self._now.content is None else self._now.content.manifest
        if new.content is None or new.content.manifest in (self._told, served):
            await new.stop()
            return
        try:
            await new.start()
        except MechgraphError as error:
            self._refuse(new.content.manifest, error)
            return
        old, self._now, self._told = self._now, new, b""
        _log.warning("the graph was built again: serving content %s from now on", self.content)
        finishing = asyncio.ensure_future(old.finish())
        self._finishing.add(finishing)
        finishing.add_done_callback(self._finishing.discard)

    def _refuse(self, what: bytes, error: MechgraphError) -> None:
        """Tell once of each content that cannot be served."""
        if what != self._told:
            self._told = what
            _log.warning("the graph was built again and cannot be opened, the one before is served: %s", error)

    async def about(self) -> About:
        """What the graph is and holds; asked for once. Partitions are empty where counting them takes too long, and of
        an endpoint elsewhere; counts where the graph is not one of this library's."""
        now = self._now
        if now.about is None:
            now.about = asyncio.ensure_future(self._ask_about(now))
        return await asyncio.shield(now.about)

    async def _ask_about(self, now: _Serving) -> About:
        name, counts = "", {}
        with contextlib.suppress(Problem):
            told = msgspec.json.decode(await (await now.calls.run({"call": "stats", "params": {}})).whole())
            name, counts = told["name"], told["counts"]
        if now.remote:
            return About(name=name, counts=counts)
        parts: dict[str, list[list[str]]] = {}
        try:
            for part, query in PARTITIONS.items():
                job = {"query": query, "accept": "text/csv", "default": [], "named": []}
                lines = (await (await now.queries.run(job)).whole()).decode().splitlines()[1:]
                parts[part] = [line.rsplit(",", 1) for line in lines]
        except Problem:
            return About(name=name, counts=counts)
        return About(
            name=name,
            counts=counts,
            classes={c: int(n) for c, n in parts["classes"]},
            properties={p: int(n) for p, n in parts["properties"]},
            of_classes={(pair.partition(",")[0], pair.partition(",")[2]): int(n) for pair, n in parts["of_classes"]},
        )
