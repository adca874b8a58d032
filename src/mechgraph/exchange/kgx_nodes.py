"""KGX nodes as dictionaries, to and from our entities; without loss in either direction, as with edges."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from ..errors import VocabularyError
from ..model import Entity
from ..vocab import vocabulary
from .kgx_items import OWN, decoded, own_category, own_text, raw_of
from .mappings import UNKNOWN_CATEGORY, mapping
from .qualifying import term_of
from .reading import normalised
from .words import known_as, listed, text

__all__ = ["entity_of", "node_of", "with_xrefs"]

_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def entity_of(item: Mapping[str, Any]) -> tuple[Entity, list[str]] | str:
    """The entity of a node and those of its categories that no table knows, or why it cannot be one."""
    if OWN in item:
        try:
            own = msgspec.json.decode(str(item[OWN]).encode(), type=Entity, dec_hook=decoded)
            vocabulary().category(own.category)
            return own, []
        except (msgspec.DecodeError, ValueError, RecursionError, VocabularyError) as error:
            return f"the property {OWN!r} holds no entity: {str(error)[:80]}"
    raw = text(item.get("id"))
    curie = normalised(raw)
    if curie is None:
        return "a node whose id is no CURIE"
    terms = [term_of(c) for c in listed(item.get("category"))]
    found = [c for t in terms if (c := _category(t)) is not None]
    best = max(found, key=_depth, default=UNKNOWN_CATEGORY)
    others = dict.fromkeys(x for k in known_as("xref") for v in listed(item.get(k)) if (x := normalised(v)) is not None)
    others.pop(curie, None)
    entity = Entity(
        id=curie,
        name=text(item.get("name")) or str(curie),
        category=best,
        synonyms=tuple(listed(item.get("synonym"))),
        xrefs=tuple(others),
        description=text(item.get("description")),
        deprecated_by=normalised(text(item.get("deprecated_by"))),
    )
    plain = _plain_node(entity)
    left: dict[str, Any] = {k: v for k, v in item.items() if plain.get(k) != v}
    if raw in entity.synonyms:  # elsewhere among the synonyms, an identifier of the source is ours: see node_of
        left["synonym"] = item["synonym"]
    if gone := [k for k in plain if k not in item]:
        left["-"] = gone
    if left:
        entity = msgspec.structs.replace(entity, raw=_JSON(left))
    return entity, [] if found else terms


def _category(term: str) -> str | None:
    """Our category for a term; Biolink 1 wrote ``chemical_substance`` for what is ChemicalSubstance now."""
    table = mapping("biolink")
    modern = "".join(w[:1].upper() + w[1:] for w in term.removeprefix("biolink:").split("_"))
    return table.category(term) or own_category(term) or table.category(f"biolink:{modern}")


@cache
def _depth(category: str) -> int:
    """How many categories a category is one of: the deepest says most."""
    vocab = vocabulary()
    return sum(vocab.is_a(category, other) for other in vocab.categories)


def _plain_node(e: Entity) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": str(e.id),
        "category": ["biolink:" + vocabulary().category(e.category).biolink],
        "name": e.name,
        "synonym": list(e.synonyms),
        "xref": [str(x) for x in e.xrefs],
        "description": e.description,
    }
    return {k: v for k, v in out.items() if v}


def with_xrefs(e: Entity) -> str:
    """What a node says beyond our fields, and its other identifiers as they stand now."""
    left = raw_of(e.raw) or {}
    if "xref" not in left.get("-", ()):
        left.setdefault("xref", [str(x) for x in e.xrefs])
    return _JSON(left)


def node_of(e: Entity) -> dict[str, Any]:
    """The KGX node of an entity."""
    plain = _plain_node(e)
    if (left := raw_of(e.raw)) is not None:
        gone = left.pop("-", ())
        if rest := [text for text in e.synonyms if text != left.get("id")]:  # by which records find the entity
            plain["synonym"] = rest
        else:
            plain.pop("synonym", None)
        return {k: v for k, v in plain.items() if k not in gone and k not in left} | left
    read = entity_of(plain)
    if isinstance(read, str) or read[0] != e:
        plain[OWN] = own_text(e)
    return plain
