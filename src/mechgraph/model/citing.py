"""A source as BibTeX, or in a list of references: what its record says, and nothing that it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .entity import Source

__all__ = ["bibtex", "journal_of", "vancouver"]

_INITIALS = re.compile(r"(.+) ([A-Z]{1,4})")
_PLACE = r"(?P<volume>\d+)(?:\((?P<number>[\d–-]+)\))?:(?P<pages>[A-Za-z]*\d+(?:[–-]+\d+)?)"
_JOURNAL = re.compile(
    rf"(?P<journal>[A-Z][\w&.: ]*?)(?: (?P<year>\d{{4}})(?:;{_PLACE})?| {_PLACE.replace('P<', 'P<_')})"
)
"""The end of a citation in the Vancouver style: Journal YEAR;VOLUME(NUMBER):PAGES, where each part may be missing."""


def journal_of(source: Source) -> dict[str, str]:
    """Journal, volume, number and pages of an article, as far as its record or its citation gives them.

    >>> journal_of(Source(id="x", kind="article", title="T", authors="Xi ZX, Stein EA",
    ...                   citation="Xi and Stein, Brain Res 1998;798(1-2):156-65"))
    {'journal': 'Brain Res', 'volume': '798', 'number': '1-2', 'pages': '156--65'}
    >>> journal_of(Source(id="x", kind="article", title="T", journal="Gut", pages="5-9", citation="Gut 1998"))
    {'journal': 'Gut', 'pages': '5--9'}
    >>> journal_of(Source(id="x", kind="article", title="T", citation="Study of slices, 2001 (title not shown)"))
    {}
    """
    said = {"journal": source.journal, "volume": source.volume, "number": source.issue, "pages": source.pages}
    if source.kind in {"article", "review"}:
        cited = _cited(source)
        said = {k: v or cited.get(k, "") for k, v in said.items()}
    said["pages"] = re.sub("[–-]+", "--", said["pages"])
    return {k: v for k, v in said.items() if v}


def _cited(source: Source) -> dict[str, str]:
    """The same out of the citation alone, where the record has no fields for it."""
    text = source.citation
    if source.authors:  # the citation begins with their names, up to a comma or "et al."
        text = re.sub(r"^[^,;:\d]*?(?:et al\.,? |, )", "", text, count=1)
    found = _JOURNAL.fullmatch(text)
    if found is None:
        return {}
    return {k.removeprefix("_"): v for k, v in found.groupdict().items() if v and k != "year"}


def _authors(text: str) -> str:
    """Names as BibTeX wants them; a body without initials stays as it is written.

    >>> _authors("Young KA, Van der Kleijn E, et al."), _authors("Chu et al."), _authors("National Cancer Institute")
    ('Young, K. A. and Van der Kleijn, E. and others', 'Chu and others', '{National Cancer Institute}')
    """
    names, others = re.subn(r",? et al\.?$", "", text.strip())
    people = [_INITIALS.fullmatch(name) for name in names.split(", ")]
    if not all(people) and not others:
        return f"{{{_tex(text.strip())}}}" if text.strip() else ""
    written = [
        f"{_tex(p[1])}, {' '.join(f'{c}.' for c in p[2])}" if p else _tex(n)
        for p, n in zip(people, names.split(", "), strict=True)
    ]
    return " and ".join([*written, *(["others"] if others else [])])


def bibtex(sources: Iterable[Source]) -> str:
    """The sources as BibTeX; keys are their ids without special characters.

    >>> print(bibtex([Source(id="pmid:1", kind="article", title="A & B", year=2001)]))
    @article{pmid-1,
      title = {A \\& B},
      year = {2001}
    }
    <BLANKLINE>
    """
    out = []
    for s in sources:
        fields = {
            "title": _tex(s.title or s.label),
            "author": _authors(s.authors),
            **{k: _tex(v) for k, v in journal_of(s).items()},
            "booktitle": _tex(s.container),
            "publisher": _tex(s.publisher),
            "version": _tex(s.version),
            "year": str(s.year or ""),
            "doi": s.doi,
            "pmid": s.pmid,
            "url": s.link,
            "urldate": s.accessed,
            "note": _tex("; ".join(filter(None, ("retracted" if s.retracted else "", s.citation)))),
        }
        rows = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
        key = re.sub(r"[^A-Za-z0-9]+", "-", s.id).strip("-") or "source"
        kind = "article" if s.kind in {"article", "review"} else "misc"
        out.append(f"@{kind}{{{key},\n{rows}\n}}\n")
    return "\n".join(out)


def _tex(text: str) -> str:
    text = " ".join(text.split()).replace("\\", r"\textbackslash ")
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def vancouver(source: Source) -> str:
    """A source in a list of references, in the style of Vancouver, as far as its record says; without its address.

    >>> vancouver(Source(id="x", kind="article", title="On reflexes", authors="Xi ZX, Stein EA", year=1998,
    ...                  journal="Brain Res", volume="798", issue="1-2", pages="156-65"))
    'Xi ZX, Stein EA. On reflexes. Brain Res. 1998;798(1-2):156–65.'
    >>> vancouver(Source(id="y", kind="label", title="Ozobax", publisher="Metacel", version="May 2022"))
    'Ozobax. Metacel. May 2022.'
    """
    if not source.title:
        return f"{source.label.rstrip('.')}.{' Retracted.' if source.retracted else ''}"
    said = journal_of(source)
    place = said.get("journal") or source.container
    where = said.get("volume", "") + (f"({said['number']})" if "number" in said else "")
    pages = said.get("pages", "").replace("--", "–")
    when = f"{source.year or ''}{f';{where}' if where else ''}{f':{pages}' if pages else ''}".lstrip(";:")
    seen = f"Seen {source.accessed}" if source.accessed and not (source.doi or source.pmid) else ""
    parts = [source.authors, source.title, place, when, source.publisher, source.version, seen]
    parts += ["Read on a secondary page"] if source.verified == "secondary" else []
    parts += ["Retracted"] if source.retracted else []
    return " ".join(f"{p.strip().rstrip('.')}." for p in parts if p and p.strip(" ."))
