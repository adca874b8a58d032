"""A document as HTML: a page that stands alone (for a browser, paper, or to paste from), and an output of a notebook.

It is well-formed XML too. The site of a graph takes its sections and references from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from ..model.showing import framed, item
from .document import Document, Listed
from .screen import Block, Numbers, Row

__all__ = ["Links", "cited", "page", "section", "shown", "sources_list"]

_CERTAINTIES = {3: "established", 2: "probable", 1: "hedged", 0: "inconclusive"}
"""How many of the three dots are full → the certainty."""
_TREE = "├└│─ "
"""What draws branches on a terminal; on a page they are rows without a number of their own."""
_STYLE = """
:root{color-scheme:light dark;--ink:#111;--soft:#555;--rule:#bbb;--link:#00588c}
@media (prefers-color-scheme:dark){:root{--ink:#eee;--soft:#aaa;--rule:#555;--link:#8cc8f0}}
body{font:11pt/1.5 Arial,Helvetica,"Liberation Sans",sans-serif;color:var(--ink);max-width:46rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.9rem;margin:0}h2{font-size:1.1rem;margin:1.4rem 0 .3rem;border-bottom:1px solid var(--rule)}
.roles,.note,.small,.dots,figcaption,footer{color:var(--soft)}.note,.small,figcaption,footer{font-size:.85rem}
.roles{margin:.1rem 0}.lead{font-size:1.08rem}a{color:var(--link)}.cite a{text-decoration:none}.cite{font-size:.85em}
ul.rows{list-style:none;padding:0;margin:0;display:grid;gap:.35rem}
.rows li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.8rem}
.labelled li{grid-template-columns:8.5rem minmax(0,1fr) auto}.rows:not(.labelled) .label{display:none}
.label{color:var(--soft)}figure{margin:1.2rem 0}figure svg{max-width:100%;height:auto;background:#fff}
ol{padding-left:2rem;font-size:.92rem;overflow-wrap:anywhere}footer{border-top:1px solid var(--rule);margin-top:1.5rem}
@media print{body{margin:0;max-width:none;color:#000}a{color:inherit;text-decoration:none}
section,figure,li{break-inside:avoid-page}h2{break-after:avoid}}
"""
_MORE = """
.mg-shown .rows{list-style:none;padding:0;margin:.2em 0}
.mg-shown .rows li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.8em;margin:.15em 0}
.mg-shown .rows.labelled li{grid-template-columns:9.5em minmax(0,1fr) auto}
.mg-shown .rows:not(.labelled) .label{display:none}
.mg-shown h2{font-size:1.25em;margin:.2em 0}.mg-shown h3{font-size:1em;margin:.9em 0 .2em}
.mg-shown .cite{font-size:.88em}.mg-shown .roles,.mg-shown .note,.mg-shown .label,.mg-shown .dots{opacity:.75}
"""


class Links:
    """Names of entities that have pages; in a text the first mention of each becomes a link.

    >>> Links([("pain", "pain.html")]).within("Less pain, and no painter")
    'Less <a href="pain.html">pain</a>, and no painter'
    """

    def __init__(self, named: Iterable[tuple[str, str]] = ()) -> None:
        self._to = {name.lower(): address for name, address in named if len(name) > 3}
        names = sorted(self._to, key=lambda n: (-len(n), n))
        self._any = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])", re.I) if names else None

    def within(self, text: str) -> str:
        """The text as HTML, with links."""
        if self._any is None:
            return escape(text)
        out, at, told = [], 0, set[str]()
        for m in self._any.finditer(text):
            name = m[0].lower()
            if name in told:
                continue
            told.add(name)
            out += [escape(text[at : m.start()]), f'<a href="{escape(self._to[name])}">{escape(m[0])}</a>']
            at = m.end()
        return "".join([*out, escape(text[at:])])


def cited(numbers: Numbers, row: Row, anchor: str = "s") -> str:
    """The citation of a row; each number leads to its source."""
    told = numbers.cite(row)
    if not told:
        return ""
    linked = re.sub(r"\d+", lambda m: f'<a href="#{anchor}{m[0]}">{m[0]}</a>', escape(told.strip()[1:-1]))
    return f' <span class="cite">[{linked}]</span>'


def section(block: Block, numbers: Numbers, links: Links, *, anchor: str = "s", heading: str = "h2") -> str:
    """A block as a section: heading, how to read it, and each row with what stands before it and its certainty."""
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    labelled = " labelled" if any(row.label.strip() for row in block.rows) else ""
    rows = "".join(_item(row, numbers, links, anchor) for row in block.rows)
    title = escape(block.title[:1].upper() + block.title[1:])
    return f'<section><{heading}>{title}</{heading}>{note}<ul class="rows{labelled}">{rows}</ul></section>'


def _item(row: Row, numbers: Numbers, links: Links, anchor: str) -> str:
    head = f'<span class="label">{escape(row.label.strip(_TREE))}</span>'
    sure = _CERTAINTIES[row.certainty.count("●")]
    dots = f'<span class="dots" role="img" aria-label="{sure}">{row.certainty}</span>' if row.certainty else ""
    return f"<li>{head}<span>{links.within(row.text)}{cited(numbers, row, anchor)}</span>{dots}</li>"


def sources_list(references: Iterable[Listed], anchor: str = "s") -> str:
    """The numbered references; nothing where there is none."""
    items = "".join(f'<li id="{anchor}{r.number}">{item(r.text, r.link)}</li>' for r in references)
    return f'<ol class="sources">{items}</ol>' if items else ""


def _lead(made: Document, numbers: Numbers, anchor: str) -> str:
    lead = " ".join(escape(row.text) + cited(numbers, row, anchor) for row in made.screen.lead)
    return f'<p class="lead">{lead}</p>' if lead else ""


def page(made: Document, figure: str = "", caption: str = "") -> str:
    """The whole page, with its style inside; nothing is asked from elsewhere when it is read.

    Args:
        figure: An SVG.
        caption: What stands below it.
    """
    numbers, screen = Numbers(), made.screen
    lead = _lead(made, numbers, "s")
    shown = f"<figure>{figure.strip()}<figcaption>{escape(caption)}</figcaption></figure>" if figure else ""
    blocks = "".join(section(block, numbers, Links()) for block in screen.blocks)
    handle = " · ".join(escape(t) for t in (screen.roles, screen.handle) if t)
    sources = sources_list(made.references)
    closing = "".join(f"<p>{escape(text)}</p>" for text in (*screen.closing, made.made))
    return f"""<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="generator" content="mechgraph" />
<title>{escape(made.title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1>{escape(made.title)}</h1><p class="roles">{handle}</p></header>
<main>
{lead}
{shown}
{blocks}
{f"<section><h2>References</h2>{sources}</section>" if sources else ""}
{f"<section><h2>References of the figure</h2>{sources_list(made.figure, 'f')}</section>" if made.figure else ""}
</main>
<footer>{closing}</footer>
</body>
</html>
"""


def shown(made: Document, *parts: str) -> str:
    """The document as an output of a notebook; the references are folded.

    Args:
        parts: HTML that follows the lead, such as a figure.
    """
    screen, numbers = made.screen, Numbers()
    anchor = f"mg{sha256(repr(screen).encode()).hexdigest()[:8]}-"
    lead = _lead(made, numbers, anchor)
    blocks = "".join(section(b, numbers, Links(), anchor=anchor, heading="h3") for b in screen.blocks)
    handle = " · ".join(escape(t) for t in (screen.roles, screen.handle) if t)
    sources = sources_list(made.references, anchor)
    folded = f"<details><summary>{len(made.references):,} references</summary>{sources}</details>" if sources else ""
    return framed(
        f"<style>{_MORE}</style><h2>{escape(made.title)}</h2>",
        f'<p class="roles">{handle}</p>' if handle else "",
        *(lead, *parts, blocks, folded),
    )
