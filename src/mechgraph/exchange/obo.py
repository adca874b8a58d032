"""OBO, the text format of ontologies: terms as entities, ``is_a`` and relationships as claims.

Obsolete terms are left out and counted, but where they name what replaces them. Typedefs name relations by their
cross-references. Intersections and other logic are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .files import decode, lines, opened
from .kgx import Maker
from .labelled import Labels
from .reading import Reading

__all__ = ["read"]

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"\s+!(?:\s.*)?$|\s*\{[^{}]*\}\s*$")
_LOGIC = ("intersection_of", "union_of", "disjoint_from", "equivalent_to")


def _stanzas(path: Path) -> Iterator[tuple[str, str, dict[str, list[str]]]]:
    """Each stanza: its place, its kind, and its tags with their values in order."""
    kind, at = "", 1
    tags: dict[str, list[str]] = {}
    with opened(path) as stream:
        for number, line in enumerate(lines(stream, path), 1):
            text = decode(line, f"{path}:{number}").strip()
            if text.startswith("[") and text.endswith("]"):
                if kind:
                    yield f"{path}:{at}", kind, tags
                kind, at, tags = text[1:-1], number, {}
            elif kind and ":" in text and not text.startswith("!"):
                tag, _, value = text.partition(":")
                tags.setdefault(tag.strip(), []).append(value.strip())
    if kind:
        yield f"{path}:{at}", kind, tags


def _bare(value: str) -> str:
    return _COMMENT.sub("", _COMMENT.sub("", value)).strip()


def _quoted(value: str) -> str:
    found = _QUOTED.match(value)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else _bare(value)


def read(path: str | Path) -> Reading:
    """Read an OBO file.

    Raises:
        FormatError: not UTF-8, torn, or no term in it.
    """
    path = Path(path)
    maker = Maker(str(path), "obo", path.name.partition(".")[0])
    report, labels = maker.reading.report, Labels(maker.reading)
    relations: dict[str, str] = {}
    nodes: list[tuple[str, dict[str, Any]]] = []
    edges: list[tuple[str, dict[str, Any]]] = []
    for where, kind, tags in _stanzas(path):
        term = _bare(next(iter(tags.get("id", ())), ""))
        if kind == "Typedef":
            known = [x for x in map(_bare, tags.get("xref", ())) if x.startswith(("RO:", "BFO:"))]
            relations[term] = known[0] if known else term
            continue
        if kind not in ("Term", "Instance") or not term:
            continue
        replaced = [_bare(v) for v in tags.get("replaced_by", ())]
        if tags.get("is_obsolete") == ["true"] and not replaced:
            report.dropped.add("an obsolete term", f"{where}: {term}")
            continue
        node: dict[str, Any] = {
            "id": term,
            "name": next(iter(tags.get("name", ())), ""),
            "synonym": [_quoted(v) for v in tags.get("synonym", ())],
            "xref": [_bare(_QUOTED.sub("", v)) for v in (*tags.get("xref", ()), *tags.get("alt_id", ()))],
            "description": _quoted(next(iter(tags.get("def", ())), "")),
            "deprecated_by": replaced[0] if replaced else "",
        }
        nodes.append((where, {k: v for k, v in node.items() if v}))
        ends = [("rdfs:subClassOf", v) for v in tags.get("is_a", ())]
        ends += [("instance_of", v) for v in tags.get("instance_of", ())]
        pairs = (_bare(v).split(maxsplit=1) for v in tags.get("relationship", ()))
        ends += [(p[0], p[1]) for p in pairs if len(p) == 2]
        edges += [(where, {"subject": term, "predicate": p, "object": _bare(o)}) for p, o in ends]
        for tag in _LOGIC:
            if tag in tags:
                report.dropped.add(f"logic of a term: {tag}", f"{where}: {term}", len(tags[tag]))
    maker.nodes((where, labels.node(n)) for where, n in nodes)
    named = ((where, e | {"predicate": relations.get(e["predicate"], e["predicate"])}) for where, e in edges)
    maker.edges((where, labels.edge(e)) for where, e in named)
    return maker.done()
