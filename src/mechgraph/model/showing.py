"""How values show themselves in a notebook: HTML that brings its own style, and needs no script and no other file.

Nothing is cut off: a long cell is wrapped, a wide table scrolls, and where rows are left out the table says how many
and how to have them. It is well-formed XML too, so that it can be read and tested as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from ..curie import Curie, prefix_map

__all__ = ["MOST_ROWS", "SIGNS", "framed", "item", "linked", "listed", "plain", "table"]

MOST_ROWS = 60
"""Rows that a notebook shows of a table; the value has all of them."""
SIGNS = {1: "↑", -1: "↓", 0: "·", None: "±"}
_KEY = {"↑": "more", "↓": "less", "·": "no direction stated", "±": "both, which conflict"}
_STYLE = """
.mg-shown{max-width:72em;line-height:1.4;overflow-x:auto}
.mg-shown table{border-collapse:collapse;margin:.3em 0}
.mg-shown caption{text-align:left;font-weight:600;padding:.2em 0}
.mg-shown th,.mg-shown td{text-align:left;vertical-align:top;padding:.25em .9em .25em 0;white-space:normal;
max-width:44em;overflow-wrap:break-word;border-bottom:1px solid #8885;background:none}
.mg-shown thead th{border-bottom:1px solid #888;white-space:nowrap}
.mg-shown .mg-small{font-size:.88em;opacity:.8}
.mg-shown .mg-verdict{font-weight:700;letter-spacing:.02em}
.mg-shown ul,.mg-shown ol{margin:.2em 0 .5em;padding-left:1.6em}
.mg-shown summary{cursor:pointer}
.mg-shown pre{white-space:pre-wrap}
.mg-shown svg{max-width:100%;height:auto}
"""


def framed(*parts: str) -> str:
    """Parts of HTML as one output of a notebook, with their style.

    >>> framed("<p>x</p>").startswith("<div") and framed("<p>x</p>").endswith("<p>x</p></div>")
    True
    """
    return f'<div class="mg-shown"><style>{_STYLE}</style>{"".join(parts)}</div>'


def item(text: str, address: str = "") -> str:
    """A text as HTML, and as a link where there is an address of the web.

    >>> item("a < b"), item("x", "javascript:alert(1)")
    ('a &lt; b', 'x')
    """
    safe = escape(text)
    if not address.startswith(("https://", "http://")):
        return safe
    return f'<a href="{escape(address)}">{safe}</a>'


def linked(curie: Curie, text: str = "") -> str:
    """An identifier, or what it is called, as a link to where it leads."""
    return item(text or str(curie), prefix_map().expand(curie))


def plain(lines: Iterable[str]) -> str:
    """Lines of text as they are printed, their addresses as links."""
    text = re.sub(r"https?://[^\s<>\"]+", lambda m: item(m[0], m[0]), "\n".join(lines))
    parts = re.split(r'(<a href="[^"]*">[^<]*</a>)', text)
    return f"<pre>{''.join(p if i % 2 else escape(p) for i, p in enumerate(parts))}</pre>"


def listed(rows: Iterable[str], tag: str = "ul") -> str:
    """HTML of items as a list; nothing where there is none."""
    made = "".join(f"<li>{row}</li>" for row in rows)
    return f"<{tag}>{made}</{tag}>" if made else ""


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    caption: str = "",
    key: Sequence[str] = (),
    more: str = "",
    most: int = MOST_ROWS,
) -> str:
    """Rows as an HTML table.

    An identifier stands behind the name in the column ``X_label`` beside it; columns without any value are left out.

    Args:
        columns: The name of each column. One called ``sign`` is shown as arrows, ``negated`` in a word.
        rows: Values, one for each column.
        caption: What stands above it.
        key: What the marks in it mean, besides those of signs.
        more: How to have the rows that are not shown.
        most: Rows that are shown.
    """
    shown = rows[:most]
    at = {name: i for i, name in enumerate(columns)}
    kept = [
        i
        for i, name in enumerate(columns)
        if f"{name}_label" not in at and any(row[i] not in (None, "") for row in rows)
    ]
    signs: set[str] = set()
    body = []
    for row in shown:
        cells = []
        for i in kept:
            behind = row[at[columns[i].removesuffix("_label")]] if columns[i].endswith("_label") else None
            cells.append(f"<td>{_cell(columns[i], row[i], behind, signs)}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f"<th>{escape(columns[i].removesuffix('_label').replace('_', ' '))}</th>" for i in kept)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    told = [*(f"{mark} {_KEY[mark]}" for mark in SIGNS.values() if mark in signs), *key]
    foot = f'<p class="mg-small">{escape("; ".join(told))}</p>' if told else ""
    if len(rows) > most:
        foot += (
            f'<p class="mg-small">{len(rows) - most:,} more rows of {len(rows):,}{escape(f": {more}" * bool(more))}</p>'
        )
    if not rows:
        return f'{f"<p><b>{escape(caption)}</b></p>" if caption else ""}<p class="mg-small">no rows</p>'
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{foot}"


def _cell(column: str, value: Any, behind: Any, signs: set[str]) -> str:
    if column == "sign" and (value in SIGNS) and not isinstance(value, bool):
        signs.add(SIGNS[value])
        return SIGNS[value]
    if value is None or value == "":
        return linked(behind) if isinstance(behind, Curie) else ""
    if isinstance(value, bool):
        return ("denied" if value else "") if column == "negated" else ("yes" if value else "no")
    if isinstance(value, Curie):
        return linked(value)
    if isinstance(behind, Curie):
        return linked(behind, str(value))
    return escape(f"{value:.4g}" if isinstance(value, float) else str(value))
