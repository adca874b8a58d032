"""The two pools of workers over one graph. No HTTP here, so that the workers can start before it is loaded."""

from __future__ import annotations

import asyncio
import os

import msgspec

from .kept import Kept
from .pool import Pool
from .problems import Problem
from .settings import Settings

__all__ = ["Server"]


class Server:
    """Workers that run strangers' SPARQL, workers that run the JSON API, and the answers both remember."""

    def __init__(self, source: str | None, settings: Settings) -> None:
        self.settings = settings
        source = source or os.environ.get("MECHGRAPH_GRAPH") or None
        remote = (source or "").startswith(("http://", "https://"))
        self.kept = Kept(0 if remote else settings.cache * 1_000_000)
        self.queries = Pool("relay" if remote else "query", source, settings, self.kept)
        self.calls = Pool("call", source, settings, self.kept)
        self._counts: dict[str, int] = {}

    async def start(self) -> None:
        """Open the graph in the first worker of each pool.

        Raises:
            MechgraphError: it cannot be opened.
        """
        await asyncio.gather(self.queries.start(), self.calls.start())

    async def stop(self) -> None:
        """End every worker."""
        await asyncio.gather(self.calls.stop(), self.queries.stop())

    async def counts(self) -> dict[str, int]:
        """Entities, associations, …; asked for once. Empty where the graph is not one of this library's."""
        if not self._counts:
            try:
                told = await (await self.calls.run({"call": "stats", "params": {}})).whole()
            except Problem:
                return {}
            self._counts = msgspec.json.decode(told)["counts"]
        return self._counts
