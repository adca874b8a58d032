"""The frame of a page, as HTML that is well-formed XML too: a parser of either reads it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["frame"]


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
