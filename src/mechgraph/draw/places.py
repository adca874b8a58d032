"""Entities and claims of a figure, each entity once for every place in which a claim says that it is acted upon.

A place is what a drawn claim states: a component of a cell, a cell, a region. An entity that nothing places stands
outside of all; drugs and outcomes always do. Nothing is put where none of its drawn claims says that it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..curie import Curie
from ..model import Association, Mechanism
from ..vocab import vocabulary
from .content import Content, Link, Node, glyph_kind, head_of
from .nested import Place, nest, wholes_in

__all__ = ["node_of", "place_of", "placed"]

_OUTSIDE = frozenset({"drug", "phenotype"})


def place_of(claim: Association, entity: Curie) -> Place:
    """Where a claim says that an entity is; without the entity itself, which is no place of its own."""
    q = claim.qualifiers
    return tuple(c for c in (q.component, q.cell_type, q.anatomy) if c is not None and c != entity)


def placed(mechanism: Mechanism, claims: Sequence[Association], *, places: bool = True) -> Content:
    """The nodes and links of these claims; the order is theirs. Without ``places`` each entity stands once, nowhere."""
    order: dict[Curie, None] = {mechanism.drug.id: None}
    for a in claims:
        order |= dict.fromkeys(a.causal_ends)
    if mechanism.effect:
        order.setdefault(mechanism.effect.id)
    content = Content([], [], {}, [])
    at: dict[tuple[Curie, Place], int] = {}
    stands: dict[Curie, list[Place]] = {}
    for curie in order:
        node = node_of(mechanism, curie)
        stands[curie] = _places(node, curie, claims) if places else [()]
        for place in stands[curie]:
            at[curie, place] = len(content.nodes)
            content.nodes.append(Node(node.entity, node.name, node.category, node.kind, _key(place)))
    before = _steps_before(mechanism, claims)
    groups: dict[tuple[int, int, str, bool, str, bool, str], list[Association]] = {}
    for a in claims:
        start, end = a.causal_ends
        tail, head = at[start, _start(a, start, stands[start], before)], at[end, _end(a, end, stands[end])]
        mark = mechanism.marks.get(a.id, "")
        key = (tail, head, head_of(a), a.relation.direct, a.certainty, a.negated, mark)
        groups.setdefault(key, []).append(a)
    content.links = [Link(*key, claims=tuple(members)) for key, members in groups.items()]
    _drop_unused(content)
    shown = {node.place for node in content.nodes}
    _name_places(mechanism, content, list(dict.fromkeys(p for _, p in at if p and _key(p) in shown)))
    return content


def _name_places(mechanism: Mechanism, content: Content, places: Sequence[Place]) -> None:
    """The places that entities stand in, and those around them, which come first."""
    within = nest(places, wholes_in(mechanism))
    order: dict[Place, None] = {}
    for place in places:
        around = [place]
        while around[-1] in within:
            around.append(within[around[-1]])
        order |= dict.fromkeys(reversed(around))
    for place in order:
        outer = within.get(place, ())
        own = place[: -len(outer)] if outer and place[-len(outer) :] == outer else place
        content.places[_key(place)] = _title(mechanism, own)
        if _title(mechanism, place[:1]).endswith("membrane"):
            content.membranes |= {_key(place)}
        if place in within:
            content.within[_key(place)] = _key(within[place])


def node_of(mechanism: Mechanism, curie: Curie) -> Node:
    """An entity of a mechanism as a node that stands nowhere yet."""
    entity = mechanism.entities.get(curie)
    if entity is None:
        entity = next((e for e in (mechanism.drug, mechanism.effect) if e and e.id == curie), None)
    category = entity.category if entity else ""
    name = " ".join((entity.label if entity else str(curie)).split()) or str(curie)
    known = category in vocabulary().categories
    kind = "drug" if curie == mechanism.drug.id and not known else glyph_kind(category)
    if kind == "protein":
        kind = _kind_of_members(mechanism, curie) or _kind_by_name(name) or kind
    return Node(str(curie), name, category, kind)


def _kind_by_name(name: str) -> str:
    """The glyph of the category that a family or complex is called by: of "potassium channels" that of ion channels."""
    head = name.partition(" (")[0].partition(" of ")[0].split(" ")[-1].removesuffix("s")
    vocab = vocabulary()
    called = (c for c in vocab.categories.values() if c.label.split(" ")[-1] == head)
    return next((c.glyph for c in called if vocab.is_a(c.id, "gene_product")), "")


def _kind_of_members(mechanism: Mechanism, family: Curie) -> str:
    """The glyph that all members of a family have in common; empty where the graph names none, or they differ."""
    if mechanism.workspace is None:
        return ""
    store = mechanism.workspace.store
    claims = [a for a in store.associations(object=family) if a.relation.group == "member" and a.asserted]
    kinds = {glyph_kind(e.category) for a in claims if (e := store.entity(a.subject)) is not None}
    return kinds.pop() if len(kinds) == 1 else ""


def _places(node: Node, entity: Curie, claims: Sequence[Association]) -> list[Place]:
    """The places of an entity, the one with most claims first: those of the claims that end at it.

    Where none of these names one, that of the claims that start from it, if they agree: a receptor whose effects are
    stated for three regions is in none of them alone.
    """
    if node.kind in _OUTSIDE:
        return [()]
    ending = Counter(p for a in claims if a.causal_ends[1] == entity and (p := place_of(a, entity)))
    if ending:
        return [place for place, _ in ending.most_common()]
    starting = {p for a in claims if a.causal_ends[0] == entity and (p := place_of(a, entity))}
    return [starting.pop()] if len(starting) == 1 else [()]


def _end(claim: Association, entity: Curie, places: Sequence[Place]) -> Place:
    own = place_of(claim, entity)
    return own if own in places else places[0]


def _start(claim: Association, entity: Curie, places: Sequence[Place], before: dict[str, list[Association]]) -> Place:
    """From which of its places an entity acts: the one that the claim names, else where the step before it ended."""
    own = place_of(claim, entity)
    if own in places:
        return own
    for earlier in before.get(claim.id, ()):
        if (there := place_of(earlier, entity)) in places:
            return there
    return places[0]


def _steps_before(mechanism: Mechanism, claims: Sequence[Association]) -> dict[str, list[Association]]:
    """The claims that the paths of the mechanism take right before each claim."""
    drawn = {a.id for a in claims}
    found: dict[str, list[Association]] = {}
    for path in mechanism.paths:
        for first, second in zip(path.steps, path.steps[1:], strict=False):
            if first.association.id in drawn:
                found.setdefault(second.association.id, []).append(first.association)
    return found


def _drop_unused(content: Content) -> None:
    """An entity in several places stands only in those that a link reaches."""
    used = {i for link in content.links for i in (link.tail, link.head)}
    several = Counter(node.entity for node in content.nodes)
    keep = [i for i, node in enumerate(content.nodes) if i in used or several[node.entity] == 1]
    new = {old: i for i, old in enumerate(keep)}
    content.nodes = [content.nodes[i] for i in keep]
    for link in content.links:
        link.tail, link.head = new[link.tail], new[link.head]


def _key(place: Place) -> str:
    return "|".join(place)


def _title(mechanism: Mechanism, place: Place) -> str:
    store = mechanism.workspace.store if mechanism.workspace is not None else None
    known = [mechanism.entities.get(c) or (store.entity(c) if store is not None else None) for c in place]
    names = [e.label if e else str(c) for c, e in zip(place, known, strict=True)]
    title = " · ".join(dict.fromkeys(names))
    return title[:1].upper() + title[1:] if title[1:2].islower() else title
