"""What claims are about, and what they are taken from."""

from __future__ import annotations

from ..curie import Curie
from .record import Record
from .shaped import Shaped

__all__ = ["SEEN", "SOURCE_KINDS", "Entity", "Source"]

SOURCE_KINDS = ("article", "review", "label", "database", "web_page", "text", "reference")
"""What a source may be; a reference is a number that a text quotes."""
SEEN = ("full_text", "abstract", "contents", "title", "secondary", "record", "not_found")
"""What of a source was read, from the most to the least; empty where nobody says."""


class Entity(Shaped, Record, frozen=True):
    """A thing in the graph.

    Args:
        id: The identifier; ``MG:`` where no public identifier was verified.
        name: What people call it; the text on figures.
        category: A term of ``graph/vocabulary/categories.tsv``.
        synonyms: Other names: trade names, INN, abbreviations.
        xrefs: The same thing in other vocabularies.
        description: One sentence in our own words.
        identifier_source: Where the identifier was seen.
        deprecated_by: The entity to use instead.
        raw: What an imported source says and no field holds, word for word: a JSON object; no curator writes it.

    >>> Entity(id=Curie("MG:x"), name="x", category="state").label
    'x'
    """

    id: Curie
    name: str
    category: str
    synonyms: tuple[str, ...] = ()
    xrefs: tuple[Curie, ...] = ()
    description: str = ""
    identifier_source: str = ""
    deprecated_by: Curie | None = None
    raw: str = ""

    @property
    def label(self) -> str:
        return self.name or str(self.id)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"

    def _repr_html_(self) -> str:
        """For a notebook: a table of what is known of it."""
        from html import escape

        from .showing import framed, linked

        said = {"identifier": linked(self.id), "category": escape(self.category.replace("_", " "))}
        said["also called"] = escape(", ".join(self.synonyms))
        said |= {"the same in": ", ".join(map(linked, self.xrefs)), "description": escape(self.description)}
        rows = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in said.items() if v)
        return framed(f"<table><caption>{escape(self.label)}</caption>{rows}</table>")


class Source(Shaped, Record, frozen=True):
    """A publication, database, label or text, and what of it was really seen.

    ``kind`` is one of :data:`SOURCE_KINDS`; ``verified`` says what was read, one of :data:`SEEN`. ``pmid`` are the
    digits of a PubMed id, ``pmcid`` begins with PMC, ``doi`` with 10., ``set_id`` is the 36 characters by which a drug
    label is filed; none of them is an address.

    Args:
        citation: A short citation for a person, as "Chu et al., Neuroscience 1990"; where it is empty the title stands.
        authors: Family name and initials, joined by commas; "et al." where the rest was not seen.
        journal: The journal, in full or as abbreviated by PubMed.
        container: What it is part of where that is no journal: a book, a database, a site.
        publisher: Of a book or a site; of a label the company.
        version: Of a database the release, of a label the revision.
        accessed: When a page was seen, as 2026-11-29.
    """

    id: str
    kind: str
    title: str
    citation: str = ""
    authors: str = ""
    year: int | None = None
    journal: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    container: str = ""
    publisher: str = ""
    version: str = ""
    pmid: str = ""
    pmcid: str = ""
    doi: str = ""
    set_id: str = ""
    url: str = ""
    accessed: str = ""
    verified: str = ""
    seen: str = ""
    licence: str = ""
    retracted: bool = False

    @property
    def label(self) -> str:
        """A short citation for a person: authors or title, year, and one identifier."""
        return self.citation or self.title or self.id

    def _repr_html_(self) -> str:
        """For a notebook: how it is cited, and what of it was seen."""
        from html import escape

        from .showing import framed, item

        seen = f" Seen: {self.seen or self.verified.replace('_', ' ')}." if self.seen or self.verified else ""
        kind = f"{self.kind.replace('_', ' ')}{', retracted' if self.retracted else ''}"
        return framed(f"<p>{item(self.label, self.link)} ({escape(kind)}).{escape(seen)}</p>")

    @property
    def link(self) -> str:
        """The best web address: DOI, PubMed, PMC, the page that was seen, or the label's; may be empty."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.pmcid:
            return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/"
        if self.url or not self.set_id:
            return self.url
        return f"https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid={self.set_id}"
