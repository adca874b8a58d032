"""Identifiers: CURIEs, and the one prefix map that turns them into IRIs and back.

An identifier is parsed once, at the border, and is a :class:`Curie` from there on. IRIs exist only where RDF
is read or written. This module does not resolve identifiers over the network and does not judge whether a
reference exists.
"""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .errors import IdentifierError

__all__ = ["Curie", "PrefixMap", "data_dir", "prefix_map"]

_CURIE = re.compile(r"[A-Za-z_][\w.\-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+\Z")
_SAFE = "!$&'()*+,;=:@/~-._#?"
_IRI = re.compile(r"(?:[!#$&'()*+,\-./0-9:;=?@A-Z_a-z~\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef]|%[0-9A-Fa-f]{2})+\Z")
"""What may stand in an IRI as it is."""
_SCHEME = re.compile(r"(?:https?|ftp)://(?:www\.)?", re.I)
_PAGE = re.compile(r"(?:/entry|\.html?)?/?$")
"""What addresses of pages have behind the reference."""
_ENDS = re.compile(r"[/#:=_?]")
_WORD = re.compile(r"[A-Za-z0-9.\-]+")
_PLAIN = re.compile(r"[^/?#\s]+")
_JOINED = re.compile(r"([A-Za-z][A-Za-z.]*)[\s#]*(\d[\w.\-]*)")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060"
_OWN_RECORDS = frozenset({"mgs", "mgm", "mgq"})
"""Prefixes of sources, mechanisms and questions, whose ids may hold any text."""


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
    """Prefixes, their spellings, their IRIs and the other forms that identifiers come in.

    Args:
        rows: Prefix, IRI namespace and other spellings; from ``graph/vocabulary/prefixes.tsv``.
        forms: Form, kind and prefix; from ``graph/vocabulary/mappings/identifiers.tsv``. A ``namespace`` stands before
            a reference, a ``resolver`` before ``PREFIX:reference`` or ``PREFIX/reference``, ``obo`` before
            ``PREFIX_reference``; what is ``before`` a reference is left out of it;
            ``bare`` is the pattern of a reference that needs no prefix.
    """

    def __init__(
        self, rows: list[tuple[str, str, tuple[str, ...]]], forms: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        self._iri = {prefix: iri for prefix, iri, _ in rows}
        self._canonical = {s.lower(): prefix for prefix, _, synonyms in rows for s in (prefix, *synonyms)}
        self._spaces = {_SCHEME.sub("", iri): ("own", prefix) for prefix, iri, _ in rows}
        self._before: dict[str, list[str]] = {}
        self._bare: list[tuple[re.Pattern[str], str]] = []
        for form, kind, prefix in forms:
            if kind == "bare":
                self._bare.append((re.compile(form), prefix))
            elif kind == "before":
                self._before.setdefault(prefix, []).append(form)
            else:
                self._spaces.setdefault(form, (kind, prefix))
        self._odd = sorted((s for s in self._spaces if not _ENDS.search(s[-1:])), key=len, reverse=True)

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

    def parse(self, text: str) -> Curie | None:
        """The identifier that a text is, in any of the forms that files have it; ``None`` where it is none.

        Addresses old and new, other spellings of a prefix, a prefix that stands twice, ``PREFIX_reference`` of OBO:
        all become the CURIE of the table. One of an unknown prefix, or an unknown address, stays as it is.

        >>> own = prefix_map()
        >>> own.parse(" chebi:CHEBI:27732"), own.parse("https://identifiers.org/chebi/CHEBI:27732")
        (Curie('CHEBI:27732'), Curie('CHEBI:27732'))
        >>> own.parse("HP_0000674"), own.parse("FlyBaseX:1"), own.parse("no identifier")
        (Curie('HP:0000674'), Curie('FlyBaseX:1'), None)
        """
        text = text.strip().strip(_UNSEEN).strip()
        if text.startswith("<") and text.endswith(">"):
            text = text[1:-1]
        if _SCHEME.match(text):
            found = self.compress(text)
            return self._made(found.prefix, found.reference) if found is not None else Curie.maybe(text)
        if text.lower().startswith("urn:miriam:"):
            from urllib.parse import unquote

            text = unquote(text[11:]).removeprefix("obo.")
        if text.lower().startswith("obo:"):
            text = text[4:]
        prefix, colon, reference = text.partition(":")
        if not colon:
            prefix, _, reference = text.partition("_")
            known = self._canonical.get(prefix.lower()) if any(c.isdigit() for c in reference) else None
            return Curie.maybe(f"{known}:{reference}") if known else None
        return self._made(prefix, reference)

    def guesses(self, text: str) -> list[Curie]:
        """The identifiers that a text without a colon may be: a bare accession, or a prefix and a number run together.

        For what a person types; a file says what its identifiers are.

        >>> prefix_map().guesses("DB01104"), prefix_map().guesses("HP0001257"), prefix_map().guesses("hgnc 4070")
        ([Curie('DRUGBANK:DB01104')], [Curie('HP:0001257')], [Curie('HGNC:4070')])
        """
        text = text.strip()
        found = [f"{prefix}:{text.upper()}" for form, prefix in self._bare if form.fullmatch(text.upper())]
        joined = _JOINED.fullmatch(text)
        if not found and joined is not None and (prefix := self._canonical.get(joined[1].lower())) is not None:
            found.append(f"{prefix}:{joined[2]}")
        return [c for c in map(Curie.maybe, dict.fromkeys(found)) if c is not None]

    def _made(self, prefix: str, reference: str) -> Curie | None:
        """A CURIE with its prefix as the table spells it, once."""
        canonical = self._canonical.get(prefix.lower(), prefix)
        while True:
            first, mark, rest = reference.partition(":")
            if not mark and reference[len(first := reference.partition("_")[0]) + 1 :][:1].isdigit():
                rest = reference[len(first) + 1 :]
            if not rest or self._canonical.get(first.lower(), first).lower() != canonical.lower():
                break
            reference = rest
        for form in self._before.get(canonical, ()):
            if reference.lower().startswith(form.lower()) and len(reference) > len(form):
                reference = reference[len(form) :]
        return Curie.maybe(f"{canonical}:{reference}")

    def expand(self, curie: Curie) -> str:
        """The IRI of a CURIE; :meth:`compress` gives the same CURIE back, whatever its characters.

        Characters that an IRI may not hold, and all beyond ASCII, are percent-encoded. An address that is no IRI, and
        a prefix that the table does not have, stand in a namespace of our own.

        >>> prefix_map().expand(Curie("HP:0001257"))
        'http://purl.obolibrary.org/obo/HP_0001257'
        """
        from urllib.parse import quote  # slow to load, and most commands print no IRI

        prefix, _, reference = curie.partition(":")
        own = f"{self._iri['mgx']}{quote(prefix, safe='')}/{quote(reference, safe=_SAFE)}"
        if prefix in self._iri and prefix != "mgx":
            found = self._iri[prefix] + quote(reference, safe="-._~" if prefix in _OWN_RECORDS else _SAFE)
            return found if _WORD.fullmatch(reference) or self.compress(found) == curie else own
        address = prefix in ("http", "https", "urn") and _IRI.match(curie) and self.compress(curie) is None
        return str(curie) if address else own

    def compress(self, iri: str) -> Curie | None:
        """The CURIE of an IRI, or ``None`` where no form of the tables fits.

        >>> prefix_map().compress("http://purl.obolibrary.org/obo/HP_0001257")
        Curie('HP:0001257')
        """
        foreign = self._iri["mgx"]
        if iri.startswith(foreign):
            from urllib.parse import unquote

            prefix, _, reference = iri[len(foreign) :].partition("/")
            return Curie.maybe(f"{unquote(prefix)}:{unquote(reference)}")
        scheme = _SCHEME.match(iri)
        if scheme is None:
            return None
        bare = iri[scheme.end() :]
        cuts = [m.end() for m in _ENDS.finditer(bare)]
        cuts += [len(s) for s in self._odd if bare.startswith(s)]
        for cut in sorted(cuts, reverse=True):
            row = self._spaces.get(bare[:cut])
            if row is not None and (found := self._of_form(*row, bare[cut:])) is not None:
                return found
        return None

    def _of_form(self, kind: str, prefix: str, reference: str) -> Curie | None:
        from urllib.parse import unquote

        with contextlib.suppress(UnicodeDecodeError):
            reference = unquote(reference, errors="strict")
        if kind == "own":
            return Curie.maybe(f"{prefix}:{reference}")
        if kind == "namespace":
            reference = _PAGE.sub("", reference)
            fits = prefix == "doi" or _PLAIN.fullmatch(reference)
            numbered = prefix == "infores" or any(c.isdigit() for c in reference)
            return self._made(prefix, reference) if fits and numbered else None
        found = re.fullmatch(r"([A-Za-z]\w*)_(\w+)" if kind == "obo" else r"([A-Za-z][\w.\-]*)[:/](\S+)", reference)
        return self._made(found[1], found[2].rstrip("/")) if found else None


@cache
def prefix_map() -> PrefixMap:
    """The prefix map of the embedded vocabulary, read once."""
    folder = data_dir("graph") / "vocabulary"

    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))

    return PrefixMap(
        [(r["prefix"], r["iri"], tuple(r["synonyms"].split())) for r in rows("prefixes.tsv")],
        [(r["form"], r["kind"], r["prefix"]) for r in rows("mappings/identifiers.tsv")],
    )
