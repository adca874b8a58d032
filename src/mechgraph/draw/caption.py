"""What stands beside a figure: the numbered references as text, data and BibTeX, and the mechanism in sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from ..model import Mechanism, Source, bibtex
from .content import Content, numbers_text
from .cut import letter
from .files import WRITTEN

__all__ = ["caption_data", "caption_files", "caption_markdown"]


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


def caption_data(mechanism: Mechanism, parts: Sequence[Content], notes: Sequence[str]) -> dict[str, Any]:
    """The claims drawn with their reference numbers, the numbered list, and the notes, as plain values."""
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
    title = mechanism.name
    return {"title": title, "about": WRITTEN, "claims": claims, "references": references, "notes": list(notes)}


def caption_files(mechanism: Mechanism, parts: Sequence[Content], notes: Sequence[str]) -> dict[str, str]:
    """Suffix → text of the files beside a figure with these panels and notes."""
    sources = [_source(mechanism, s) for s in parts[0].sources]
    return {
        ".md": caption_markdown(mechanism, parts, notes),
        ".json": json.dumps(caption_data(mechanism, parts, notes), ensure_ascii=False, indent=2) + "\n",
        ".bib": f"% {WRITTEN}\n{bibtex(sources)}",
    }
