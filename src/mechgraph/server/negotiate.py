"""Content negotiation (RFC 9110, section 12): which of the formats on offer a client wants. No HTTP here."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import QueryResultsFormat, RdfFormat

__all__ = ["GRAPHS", "RESULTS", "choose"]

RESULTS: dict[str, QueryResultsFormat] = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
"""Media types of SELECT and ASK results, the preferred one first."""

GRAPHS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/plain": RdfFormat.N_TRIPLES,
}
"""Media types of graphs, the preferred one first."""


def _ranges(accept: str) -> list[tuple[str, str, float]]:
    found = []
    for part in accept.split(","):
        media, *parameters = (p.strip().lower() for p in part.split(";"))
        main, slash, sub = media.partition("/")
        if not slash:
            if media != "*":
                continue
            main, sub = "*", "*"
        quality = 1.0
        for p in parameters:
            if p.startswith("q="):
                try:
                    quality = min(1.0, max(0.0, float(p[2:])))
                except ValueError:
                    quality = 0.0
        found.append((main, sub, quality))
    return found


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best; the earlier offer wins a tie. ``None``: none is acceptable.

    >>> choose("text/csv;q=0.5, application/*", ["application/json", "text/csv"])
    'application/json'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    if not accept.strip():
        return offered[0]
    ranges = _ranges(accept)
    best: tuple[float, str] | None = None
    for media in offered:
        main, _, sub = media.partition("/")
        fits = [((m != "*") + (s != "*"), q) for m, s, q in ranges if m in ("*", main) and (s == "*" or s == sub)]
        quality = max(fits)[1] if fits else 0.0
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, media)
    return best[1] if best else None
