"""The frame of a page and its small parts, as HTML that is well-formed XML too: a parser of either reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from ..answers.screen import Numbers, Row

__all__ = ["DOTS", "Links", "cited", "frame", "row_item"]

DOTS = {3: "established", 2: "probable", 1: "hedged", 0: "inconclusive"}
"""How many of the three dots are full → the certainty."""
_TREE = "├└│─ "
"""What draws branches on a terminal; on a page they are rows without a number of their own."""


class Links:
    """Names of entities that have pages; in a text the first mention of each becomes a link.

    >>> Links([("pain", "pain.html")]).within("Less pain, and no painter")
    'Less <a href="pain.html">pain</a>, and no painter'
    """

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
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


def cited(numbers: Numbers, row: Row) -> str:
    """The citation of a row; each number leads to its source."""
    told = numbers.cite(row)
    if not told:
        return ""
    linked = re.sub(r"\d+", lambda m: f'<a href="#s{m[0]}">{m[0]}</a>', escape(told.strip()[1:-1]))
    return f' <span class="cite">[{linked}]</span>'


def row_item(row: Row, numbers: Numbers, links: Links) -> str:
    """A row of a block as an item of a list: what stands before it, the text with its sources, the certainty."""
    head = f'<span class="label">{escape(row.label.strip(_TREE))}</span>'
    dots = row.certainty.count("●")
    sure = f'<span class="dots" role="img" aria-label="{DOTS[dots]}">{row.certainty}</span>' if row.certainty else ""
    return f"<li>{head}<span>{links.within(row.text)}{cited(numbers, row)}</span>{sure}</li>"


def frame(
    title: str, body: str, *, site: str, sections: Iterable[tuple[str, str, bool]], foot: str, about: str = ""
) -> str:
    """A whole page.

    Args:
        title: Of the page.
        body: What stands in ``main``.
        site: The name of the graph.
        sections: Heading, address and whether it is this page, for the bar.
        foot: HTML of the foot.
        about: For search engines, a sentence.
    """
    nav = "".join(
        f'<li><a href="{escape(a)}"{" aria-current=" + chr(34) + "page" + chr(34) if here else ""}>{escape(t)}</a></li>'
        for t, a, here in sections
    )
    described = f'\n<meta name="description" content="{escape(about)}" />' if about else ""
    return f"""<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<title>{escape(title)}</title>{described}
<link rel="icon" href="icon.svg" type="image/svg+xml" />
<link rel="stylesheet" href="site.css" />
<script src="search.js" defer="defer"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="bar">
<a class="mark" href="index.html"><img src="icon.svg" alt="" width="26" height="26" /> {escape(site)}</a>
<search class="find"><label class="visually-hidden" for="q">Search drugs, targets, diseases and classes</label>
<input id="q" type="search" autocomplete="off" spellcheck="false" placeholder="Search" />
<div id="hits" role="region" aria-live="polite" aria-label="Search results" hidden="hidden"></div></search>
<nav aria-label="Sections"><ul>{nav}</ul></nav>
</header>
<main id="main" tabindex="-1">
{body}
</main>
<footer>{foot}</footer>
</body>
</html>
"""
