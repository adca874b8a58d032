"""A laid-out mechanism as SBGN-ML, Activity Flow: the same places and ways as in the figure.

What the notation cannot say is said as it allows: certainty, negation and sources go into the notes of an arc; a
negated or inconclusive claim is not an influence and is listed in the notes of the map instead of being drawn; so are
claims of structure ("is part of"), for which Activity Flow has no arc. Where compartments are drawn, the notation wants
every activity in one: those without a place stand in a compartment around the whole map that says so. A phenotype may
only be influenced; one that influences something itself is written as an activity.
"""

from __future__ import annotations

from ..model import Mechanism
from .scene import Arc, Box, Scene
from .svg import escape, number

__all__ = ["sbgn_text"]

_ARCS = {
    "positive": "positive influence",
    "negative": "negative influence",
    "unknown": "unknown influence",
    "binding": "unknown influence",
}
_VERSION = "http://identifiers.org/combine.specifications/sbgn.af.level-1.version-1.2"
_NOWHERE = "place not stated"
_UNITS = {
    "drug": "perturbation",
    "receptor": "macromolecule",
    "channel": "macromolecule",
    "protein": "macromolecule",
    "chemical": "simple chemical",
}


def _bbox(box: Box) -> str:
    x0, y0, x1, y1 = box
    return f'<bbox x="{number(x0)}" y="{number(y0)}" w="{number(x1 - x0)}" h="{number(y1 - y0)}"/>'


def _notes(sentences: tuple[str, ...] | list[str]) -> str:
    body = "".join(f"<p>{escape(s)}</p>" for s in sentences)
    return f'<notes><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></notes>' if body else ""


def _is_arc(arc: Arc) -> bool:
    return arc.head in _ARCS and not arc.negated and arc.certainty != "inconclusive"


def sbgn_text(scene: Scene, mechanism: Mechanism) -> str:
    """The SBGN-ML document (libsbgn 0.3)."""
    left_out = [s for arc in scene.arcs if not _is_arc(arc) for s in arc.sentences]
    notes = [mechanism.name, *(f"Not an influence: {s}" for s in left_out)]
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<sbgn xmlns="http://sbgn.org/libsbgn/0.3">',
        f'<map id="map1" language="activity flow" version="{_VERSION}">',
        _notes(notes),
        _bbox((0, 0, scene.width, scene.legend_top)),
    ]
    places = {}
    if scene.compartments and any(g.compartment == "" for g in scene.glyphs):
        whole = _bbox((0, 0, scene.width, scene.legend_top))
        places[""] = "c"
        out.append(f'<glyph id="c" class="compartment"><label text="{_NOWHERE}"/>{whole}</glyph>')
    for i, c in enumerate(scene.compartments):
        places[c.id] = f"c{i}"
        out.append(f'<glyph id="c{i}" class="compartment"><label text="{escape(c.title)}"/>{_bbox(c.box)}</glyph>')
    ids = {}
    causes = {arc.source for arc in scene.arcs if _is_arc(arc)}
    for g in scene.glyphs:
        ids[g.panel, g.entity] = g.id
        where = f' compartmentRef="{places[g.compartment]}"' if g.compartment in places else ""
        cls = "phenotype" if g.kind == "phenotype" and g.entity not in causes else "biological activity"
        unit = ""
        if g.kind in _UNITS:
            x0, y0, _, _ = g.box
            unit = (
                f'<glyph id="{g.id}u" class="unit of information"><label text=""/><entity name="{_UNITS[g.kind]}"/>'
                f"{_bbox((x0 + 6, y0 - 5, x0 + 22, y0 + 5))}</glyph>"
            )
        label = escape("\n".join(g.lines)).replace("\n", "&#10;")
        out.append(
            f'<glyph id="{g.id}" class="{cls}"{where}>{_notes([g.entity])}<label text="{label}"/>{_bbox(g.box)}{unit}'
            "</glyph>"
        )
    for arc in scene.arcs:
        if not _is_arc(arc):
            continue
        (x0, y0), *middle, (x1, y1) = arc.points
        way = "".join(f'<next x="{number(x)}" y="{number(y)}"/>' for x, y in middle)
        out.append(
            f'<arc id="{arc.id}" class="{_ARCS[arc.head]}" source="{ids[arc.panel, arc.source]}" '
            f'target="{ids[arc.panel, arc.target]}">'
            f"{_notes(arc.sentences)}"
            f'<start x="{number(x0)}" y="{number(y0)}"/>{way}<end x="{number(x1)}" y="{number(y1)}"/></arc>'
        )
    out += ["</map>", "</sbgn>", ""]
    return "\n".join(line for line in out if line) + "\n"
