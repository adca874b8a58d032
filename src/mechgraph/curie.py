"""Identifiers: CURIEs, and the one prefix map that turns them into IRIs and back.

An identifier is parsed once, at the border, and is a :class:`Curie` from there on. IRIs exist only where RDF
is read or written. This module does not resolve identifiers over the network and does not judge whether a
reference exists.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, unquote

from .errors import IdentifierError

__all__ = ["Curie", "PrefixMap", "data_dir", "prefix_map"]

_CURIE = re.compile(r"[A-Za-z_][\w.\-]*:[^\s<>\"{}|\\^`]+\Z")
_SAFE = "!$&'()*+,;=:@/~-._#?%"


def data_dir(name: str) -> Path:
    """The folder ``graph`` or ``queries``: inside the installed package, or at the top of a checkout.

    >>> data_dir("graph").name
    'graph'
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "data" / name, here.parents[1] / name):
        if folder.is_dir():
            return folder
    raise IdentifierError(
        f"the folder {name!r} of mechgraph is missing", remedy="install mechgraph again; the wheel contains it"
    )


class Curie(str):
    """A compact identifier ``PREFIX:reference``; a frozen, hashable, ordered text.

    Raises:
        IdentifierError: the text has no prefix, no reference, or characters that no identifier has.

    >>> c = Curie("DRUGBANK:DB00181")
    >>> c.prefix, c.reference
    ('DRUGBANK', 'DB00181')
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Curie:
        if type(text) is cls:
            return text
        if not _CURIE.match(text):
            raise IdentifierError(f"{text!r} is not a CURIE", remedy="write PREFIX:reference, for example HP:0001257")
        return str.__new__(cls, text)

    @property
    def prefix(self) -> str:
        return self.partition(":")[0]

    @property
    def reference(self) -> str:
        return self.partition(":")[2]

    def __repr__(self) -> str:
        return f"Curie({str(self)!r})"

    @classmethod
    def maybe(cls, text: str) -> Curie | None:
        """The honest other mode: ``None`` where the text is not a CURIE.

        >>> Curie.maybe("baclofen") is None
        True
        """
        return str.__new__(cls, text) if _CURIE.match(text) else None


class PrefixMap:
    """Prefixes, their spelling variants and their IRIs; read from ``graph/vocabulary/prefixes.tsv``."""

    def __init__(self, rows: list[tuple[str, str, tuple[str, ...]]]) -> None:
        self._iri = {prefix: iri for prefix, iri, _ in rows}
        self._canonical = {s.lower(): prefix for prefix, _, synonyms in rows for s in (prefix, *synonyms)}
        self._by_length = sorted(self._iri.items(), key=lambda item: -len(item[1]))

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefix → IRI namespace, in the order of the table."""
        return dict(self._iri)

    def normalise(self, text: str, *, strict: bool = True) -> Curie | None:
        """A CURIE with its prefix in the spelling of the table.

        >>> prefix_map().normalise("drugbank:DB00181")
        Curie('DRUGBANK:DB00181')

        Raises:
            IdentifierError: not a CURIE, or the prefix is unknown (``strict`` only; otherwise ``None``).
        """
        curie = Curie(text) if strict else Curie.maybe(text)
        if curie is None:
            return None
        prefix = self._canonical.get(curie.prefix.lower())
        if prefix is None:
            if strict:
                raise self._refused(curie)
            return None
        return curie if prefix == curie.prefix else Curie(f"{prefix}:{curie.reference}")

    def _refused(self, curie: Curie) -> IdentifierError:
        """Why a CURIE whose prefix no row has is refused, with the nearest prefix, or that of an address."""
        import difflib

        short = self.compress(curie) if curie.reference.startswith("//") else None
        if curie.reference.startswith("//"):
            remedy = "write PREFIX:reference, for example HP:0001257"
            suggestions = [str(short)] if short else []
            return IdentifierError(f"{str(curie)!r} is an address, not a CURIE", remedy=remedy, suggestions=suggestions)
        close = difflib.get_close_matches(curie.prefix.lower(), self._canonical, n=1)
        return IdentifierError(
            f"unknown prefix {curie.prefix!r} in {str(curie)!r}",
            remedy="use a prefix of graph/vocabulary/prefixes.tsv; MG: where there is no public identifier",
            suggestions=[f"{self._canonical[p]}:{curie.reference}" for p in close],
        )

    def expand(self, curie: Curie) -> str:
        """The IRI of a CURIE. Characters that no IRI may hold are percent-encoded.

        >>> prefix_map().expand(Curie("HP:0001257"))
        'http://purl.obolibrary.org/obo/HP_0001257'
        """
        iri = self._iri.get(curie.prefix)
        if iri is None and curie.prefix in ("http", "https", "urn"):
            return quote(curie, safe=_SAFE)
        if iri is None:
            return f"{self._iri['mgx']}{quote(curie.prefix, safe='')}/{quote(curie.reference, safe=_SAFE)}"
        return iri + quote(curie.reference, safe=_SAFE)

    def compress(self, iri: str) -> Curie | None:
        """The CURIE of an IRI, or ``None`` where no namespace of the table fits.

        >>> prefix_map().compress("http://purl.obolibrary.org/obo/HP_0001257")
        Curie('HP:0001257')
        """
        foreign = self._iri["mgx"]
        if iri.startswith(foreign):
            prefix, _, reference = iri[len(foreign) :].partition("/")
            return Curie.maybe(f"{unquote(prefix)}:{reference}")
        for prefix, namespace in self._by_length:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return Curie.maybe(f"{prefix}:{iri[len(namespace) :]}")
        return None


@cache
def prefix_map() -> PrefixMap:
    """The prefix map of the embedded vocabulary, read once."""
    with (data_dir("graph") / "vocabulary" / "prefixes.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return PrefixMap([(r["prefix"], r["iri"], tuple(r["synonyms"].split())) for r in rows])
