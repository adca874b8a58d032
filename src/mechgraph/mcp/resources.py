"""What a client can read by its address: entities, claims, sources, and figures of mechanisms."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

from ..errors import MechgraphError, NotFoundError, UsageError
from ..graph import Graph
from ..server.figures import draw
from ..shapes import to_json
from ..shapes.tables import stats

__all__ = ["PAGE", "TEMPLATES", "listed", "read"]

SCHEME = "mechgraph://"
PAGE = 100
"""Resources of one page of the list."""
TEMPLATES: tuple[tuple[str, str, str, str], ...] = (
    ("mechgraph://entity/{id}", "entity", "A drug, target, disease, … with every claim about it.", "application/json"),
    ("mechgraph://claim/{id}", "claim", "A claim with all its evidence and what is against it.", "application/json"),
    ("mechgraph://source/{id}", "source", "A source with its citation and BibTeX.", "application/json"),
    ("mechgraph://figure/{drug}/{effect}.svg", "figure", "The mechanism of a drug, as SVG.", "image/svg+xml"),
    ("mechgraph://figure/{drug}/{effect}.png", "figure-png", "The same as PNG.", "image/png"),
)
"""Address, name, what it is, media type."""


def listed(kg: Graph, cursor: str | None) -> tuple[list[tuple[str, str, str]], str | None]:
    """One page of what there is: what the graph holds, then its curated mechanisms as figures, then its drugs.

    Args:
        cursor: What the page before gave; ``None`` for the first.

    Returns:
        Address, name and media type of each, and the cursor of the next page.

    Raises:
        UsageError: a cursor that this server did not give.
    """
    if (cursor is not None and not cursor.isascii()) or (cursor is not None and not cursor.isdigit()):
        raise UsageError(f"no page {cursor[:40]!r}", remedy="begin without a cursor")
    every = [(f"{SCHEME}graph", f"What {kg.store.name} holds", "application/json")]
    for m in kg.store.mechanisms():
        drug, effect = kg.store.entity(m.drug), kg.store.entity(m.effect)
        if drug is not None and effect is not None:
            address = f"{SCHEME}figure/{quote(str(drug.id), safe='')}/{quote(str(effect.id), safe='')}.svg"
            every.append((address, f"{drug.label} → {effect.label}", "image/svg+xml"))
    every += [(f"{SCHEME}entity/{quote(str(e.id), safe='')}", e.label, "application/json") for e in kg.entities("drug")]
    every = list(dict.fromkeys(every))  # several curated mechanisms may lead from one to the other
    at = int(cursor or 0)
    after = at + PAGE
    return every[at:after], str(after) if after < len(every) else None


def read(kg: Graph, address: str) -> tuple[str, str | bytes]:
    """The media type and the content of an address.

    Raises:
        NotFoundError: nothing stands there. MechgraphError: a figure that cannot be drawn.
    """
    if not address.startswith(SCHEME):
        raise _nowhere(address)
    kind, *parts = (unquote(p) for p in address.removeprefix(SCHEME).split("/"))
    if kind == "graph" and not parts:
        return "application/json", to_json(stats(kg.store.name, kg.stats()))
    if kind == "figure" and len(parts) == 2:
        return _figure(kg, *parts)
    if len(parts) != 1 or kind not in _READERS:
        raise _nowhere(address)
    return "application/json", _READERS[kind](kg, parts[0])


def _figure(kg: Graph, drug: str, named: str) -> tuple[str, str | bytes]:
    effect, _, form = named.rpartition(".")
    if form not in ("svg", "png"):
        raise NotFoundError(f"no figure as {form[:20]!r}", remedy="end the address with .svg or .png")
    try:
        media, data = draw(kg.mechanism(drug, effect), form, "light", None)
    except ImportError as error:
        raise MechgraphError(f"this installation cannot draw {form}: it lacks {error.name}") from None
    return media, data.decode() if form == "svg" else data


def _source(kg: Graph, id: str) -> str:
    found = kg.store.source(id)
    if found is None:
        raise NotFoundError(f"no source {id[:60]!r} in {kg.store.name}")
    return found.to_json()


_READERS: dict[str, Callable[[Graph, str], str]] = {
    "entity": lambda kg, id: kg.card(kg.entity(id)).to_json(),
    "claim": lambda kg, id: kg.card(kg.association(id)).to_json(),
    "source": _source,
}


def _nowhere(address: str) -> NotFoundError:
    return NotFoundError(f"nothing stands at {address[:80]!r}", remedy="one of " + ", ".join(t[0] for t in TEMPLATES))
