"""What stands beside a figure: the numbered references as text, data and BibTeX, and the mechanism in sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ..model import Mechanism, Source
from .content import Content, numbers_text
from .cut import letter
from .files import WRITTEN

__all__ = ["bibtex", "caption_files", "caption_markdown"]


def _source(mechanism: Mechanism, source_id: str) -> Source:
    return mechanism.sources.get(source_id) or Source(id=source_id, kind="reference", title=source_id)


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", " ".join(text.split()))


def caption_markdown(mechanism: Mechanism, parts: Sequence[Content], notes: Sequence[str]) -> str:
    """Title, one sentence per claim with its reference numbers, what disagrees, and the numbered list.

    ``parts`` are the panels of the figure; where there are several, each has a heading.
    """
    out = [f"# {_plain(mechanism.name)}", ""]
    for i, part in enumerate(parts):
        if len(parts) > 1:
            out += [*([""] if i else []), f"## Panel {letter(i)}", ""]
        for link in part.links:
            numbers = f" [{numbers_text(link.refs)}]" if link.refs else " [no source given]"
            contra = f" (against: [{numbers_text(link.against)}])" if link.against else ""
            out += [f"- {_plain(s)}{numbers}{contra}." for s in link.sentences]
    out += [f"- {_plain(note)}." for note in notes]
    out += ["", "## References", ""]
    for i, source_id in enumerate(parts[0].sources, 1):
        source = _source(mechanism, source_id)
        link_text = f" <{source.link}>" if source.link else ""
        out.append(f"{i}. {_plain(source.label)}{' (retracted)' if source.retracted else ''}{link_text}")
    return "\n".join([*out, "", f"<!-- {WRITTEN} -->"]) + "\n"


def _json(mechanism: Mechanism, parts: Sequence[Content], notes: Sequence[str]) -> str:
    claims: list[dict[str, object]] = [
        {
            **({"panel": letter(i)} if len(parts) > 1 else {}),
            "ids": [a.id for a in link.claims],
            "sentences": list(link.sentences),
            "certainty": link.certainty,
            "negated": link.negated,
            "references": list(link.refs),
            "against": list(link.against),
        }
        for i, part in enumerate(parts)
        for link in part.links
    ]
    references = []
    for i, source_id in enumerate(parts[0].sources, 1):
        s = _source(mechanism, source_id)
        entry = {"number": i, "id": s.id, "citation": s.label, "year": s.year, "doi": s.doi, "pmid": s.pmid}
        references.append({k: v for k, v in {**entry, "url": s.link}.items() if v})
    data = {"title": mechanism.name, "about": WRITTEN, "claims": claims, "references": references, "notes": list(notes)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def bibtex(sources: list[Source]) -> str:
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
        kind = "article" if s.kind in {"article", "review"} else "misc"
        fields = {
            "title": s.title or s.label,
            "author": s.authors,
            "year": str(s.year or ""),
            "doi": s.doi,
            "pmid": s.pmid,
            "url": s.link,
            "note": s.citation,
        }
        rows = ",\n".join(f"  {k} = {{{_tex(v)}}}" for k, v in fields.items() if v)
        key = re.sub(r"[^A-Za-z0-9]+", "-", s.id).strip("-") or "source"
        out.append(f"@{kind}{{{key},\n{rows}\n}}\n")
    return "\n".join(out)


def _tex(text: str) -> str:
    text = " ".join(text.split()).replace("\\", r"\textbackslash ")
    return re.sub(r"([&%$#_{}])", r"\\\1", text)


def caption_files(mechanism: Mechanism, parts: Sequence[Content], notes: Sequence[str]) -> dict[str, str]:
    """Suffix → text of the files beside a figure with these panels and notes."""
    sources = [_source(mechanism, s) for s in parts[0].sources]
    return {
        ".md": caption_markdown(mechanism, parts, notes),
        ".json": _json(mechanism, parts, notes),
        ".bib": f"% {WRITTEN}\n{bibtex(sources)}",
    }
