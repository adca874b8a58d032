"""What sources cite, as sources: a PubMed or PMC number, a DOI, a web page, or a text that is none of these.

Numbers that others give are taken over; no title, author or year is made up for them, and nothing says that they were
read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..model import Source
from .words import known_as, listed

__all__ = ["cited", "cites", "publications", "reference", "section_of"]

_PMID = re.compile(r"(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b.*")
_PMC = re.compile(r"https?://\S*/(PMC\d{4,9})\b.*", re.I)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)(10\.\d{4,9}/\S+)", re.I)
_NUMBERED = re.compile(r"pm?ids?\b|pubmed", re.I)
_NUMBERS, _BETWEEN = re.compile(r"[\d\s.,;|]+|.*PMID:.*", re.I), re.compile(r"[|;,\s]+")
_CURIES = re.compile(r"[\w.]+:[^\s|;]+(?:\s*[|;]\s*[\w.]+:[^\s|;]+)+")
_NUMBER = re.compile(r"(?:PMID:?\s*)?(\d{1,8})", re.I)


def reference(text: str) -> Source:
    """The source that a reference names.

    >>> reference("https://pubmed.ncbi.nlm.nih.gov/2869188/").id, reference("https://doi.org/10.1000/x").doi
    ('PMID:2869188', '10.1000/x')
    >>> reference("https://en.wikipedia.org/wiki/Cetuximab").kind, reference("Goodman and Gilman").kind
    ('web_page', 'reference')
    """
    text = text.strip()
    if found := _PMID.fullmatch(text):
        return _article(found[1])
    if found := _PMC.fullmatch(text):
        pmcid = found[1].upper()
        return Source(id=f"PMC:{pmcid}", kind="article", title=pmcid, pmcid=pmcid)
    if found := _DOI.fullmatch(text):
        return Source(id=f"doi:{found[1]}", kind="article", title=f"doi:{found[1]}", doi=found[1])
    if text.startswith(("http://", "https://")):
        page = text.partition("#")[0].rstrip("/")
        return Source(id=(name := page.partition("://")[2].removeprefix("www.")), kind="web_page", title=name, url=page)
    return Source(id=text, kind="reference", title=text)


def cited(item: Mapping[str, Any]) -> list[Source]:
    """What an edge cites, under whatever name it has a field for it, each once.

    Numbers of a field that is called after PubMed are of PubMed; several in one text are told apart.

    >>> [s.id for s in cited({"publications": ["PMID:1", "doi:10.1000/x"]})], [s.id for s in cited({"pmid": 123.0})]
    (['PMID:1', 'doi:10.1000/x'], ['PMID:123'])
    >>> [s.id for s in cited({"publications": "PMID:1|PMID:2", "PMIDs": "3; 4"})]
    ['PMID:1', 'PMID:2', 'PMID:3', 'PMID:4']
    """
    out: dict[str, Source] = {}
    for name in item:
        numbered = cites(str(name))
        if numbered is None:
            continue
        for value in listed(item[name]):
            several = (numbered and _NUMBERS.fullmatch(value)) or _CURIES.fullmatch(value.strip())
            for part in _BETWEEN.split(value.strip()) if several else [value]:
                number = _NUMBER.fullmatch(part.removesuffix(".0"))
                if number and (numbered or not part.strip().isdigit()):
                    found = _article(number[1].lstrip("0") or "0")
                elif ":" in part and "//" not in part:
                    found = Source(id=part, kind="article", title=part)
                elif part:
                    found = reference(part)
                else:
                    continue
                out.setdefault(found.id, found)
    return list(out.values())


@lru_cache(1 << 12)
def cites(name: str) -> bool | None:
    """Whether numbers in a field are of PubMed; ``None`` for one that cites nothing."""
    if name.strip().lower() not in known_as("publications"):
        return None
    return _NUMBERED.search(name) is not None


def section_of(text: str) -> str:
    """The part of a page that a reference names, if it names one.

    >>> section_of("https://go.drugbank.com/drugs/DB00331#mechanism-of-action"), section_of("PMID:1")
    ('mechanism-of-action', '')
    """
    return text.strip().partition("#")[2] if text.startswith("http") else ""


def _article(pmid: str) -> Source:
    return Source(id=f"PMID:{pmid}", kind="article", title=f"PMID:{pmid}", pmid=pmid)


def publications(text: str, separator: str = "|") -> list[Source]:
    """The articles of a cell of PubMed ids; what is no such id is left out.

    >>> [s.id for s in publications("123|PMID:45|Other")]
    ['PMID:123', 'PMID:45']
    """
    parts = (_NUMBER.fullmatch(part.strip()) for part in text.split(separator))
    return [_article(number) for found in parts if found and (number := found[1].lstrip("0"))]
