"""What of a mechanism is drawn: entities as nodes, claims gathered into links, places, numbered references.

Claims between the same two entities share a link only where they say the same: sign, head, directness, certainty,
negation and mark. Nothing is blended: a contradiction stays two links side by side. No geometry here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ..curie import Curie
from ..model import CERTAINTIES, Association, Mechanism, Path
from ..sentences import claim_sentence
from ..vocab import vocabulary

__all__ = ["SUMMARY_ABOVE", "Content", "Link", "Node", "content_of", "describe", "head_of", "number"]

SUMMARY_ABOVE = 60
"""Beyond this many entities ``detail="auto"`` draws a summary."""
_CHAIN = 5
"""A longer way to an outcome counts as so many entities of a summary: its plain intermediates are collapsed."""
_BINDING = ("binding", "substrate", "interaction")
_OUTSIDE = frozenset({"drug", "phenotype"})


@dataclass(slots=True)
class Node:
    """One entity to draw, and the key of the compartment it stands in (empty: none); ``remark`` follows its name.

    ``seam`` says in which other panels it is drawn, ``repeat`` whether one of these is its home.
    """

    entity: str
    name: str
    category: str
    kind: str
    place: str = ""
    remark: str = ""
    seam: str = ""
    repeat: bool = False


@dataclass(slots=True)
class Link:
    """One arc to draw; ``tail`` and ``head`` are indexes of nodes, in causal direction; ``sentences``: its claims."""

    tail: int
    head: int
    kind: str
    direct: bool
    certainty: str
    negated: bool
    mark: str
    claims: tuple[Association, ...]
    refs: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    steps: int = 0
    sentences: tuple[str, ...] = ()


@dataclass(slots=True)
class Content:
    """Everything that a figure shows, before it has a shape."""

    nodes: list[Node]
    links: list[Link]
    places: dict[str, str]
    sources: list[str]
    notes: list[str] = field(default_factory=list)


def head_of(association: Association) -> str:
    """The head of the arc of a claim: positive, negative, unknown, binding or structure."""
    p = association.relation
    if p.group in _BINDING or (p.direct and p.symmetric):
        return "binding"
    if p.role == "structural" or not p.sbgn_arc:
        return "structure"
    return "positive" if p.sign > 0 else "negative" if p.sign < 0 else "unknown"


def glyph_kind(category: str) -> str:
    """The glyph of a category; a plain process box for a category that the table does not know."""
    known = vocabulary().categories.get(category)
    return known.glyph if known and known.glyph else "process"


def content_of(mechanism: Mechanism, detail: str = "auto", most: int = SUMMARY_ABOVE) -> Content:
    """Choose, group and number what a mechanism's figure shows; the order is the mechanism's own.

    ``most`` is the number of entities that a brief figure shows, before its chains are collapsed.
    """
    claims = list(dict.fromkeys(mechanism.associations))
    ends = {end for a in claims for end in a.causal_ends}
    links = {a.id for a in claims}
    for objection in mechanism.objections:
        other = objection.association
        if objection.claim in links and other not in claims and set(other.causal_ends) <= ends:
            claims.append(other)
    notes: list[str] = []
    total = len(ends)
    if detail == "auto":
        detail = "full" if total <= SUMMARY_ABOVE else "brief"
    if detail == "brief" and total > most:
        keep = _core(mechanism, claims, most)
        claims = [a for a in claims if set(a.causal_ends) <= keep]
        left = total - len({end for a in claims for end in a.causal_ends})
        if left > 0:
            notes.append(f"summary: {left} of {total} entities are not drawn (detail=full draws them all)")
    content = _nodes(mechanism, claims)
    content.notes = notes
    _links(mechanism, claims, content)
    _places(mechanism, mechanism.associations, content)  # what objects may speak of another place
    if detail == "brief":
        _collapse(mechanism, content)
    for link in content.links:
        link.sentences = tuple(claim_sentence(a, mechanism.entities) for a in link.claims)
    number(mechanism, [content])
    return content


def _core(mechanism: Mechanism, claims: Sequence[Association], most: int) -> set[Curie]:
    """The entities of a summary: what the drug acts on directly, a path to each outcome, then more.

    So that no outcome is left out while another is reached in three ways, and no target for an outcome.
    """
    keep: dict[Curie, None] = {mechanism.drug.id: None}
    if mechanism.effect:
        keep[mechanism.effect.id] = None
    acts = [a for a in claims if a.causal_ends[0] == mechanism.drug.id and a.asserted and a.relation.direct]
    keep |= dict.fromkeys(a.causal_ends[1] for a in acts[: most // 4] if a.relation.sign)
    nth: Counter[Curie] = Counter()
    ways: list[tuple[int, int, Path]] = []
    for path in mechanism.paths:
        outcome = path.entities[-1]
        nth[outcome] += 1
        ways.append((nth[outcome], 0 if mechanism.effect else len(path.steps), path))
    taken = len(keep)
    for _, _, path in sorted(ways, key=lambda way: way[:2]):
        more = min(len(set(path.entities) - keep.keys()), _CHAIN)
        if taken + more <= most:
            keep |= dict.fromkeys(path.entities)
            taken += more
    near: dict[Curie, list[Curie]] = {}
    for a in claims:
        start, end = a.causal_ends
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    queue = list(keep)
    for curie in queue:
        for other in near.get(curie, ()):
            if other not in keep and len(keep) < most and taken < most:
                keep[other] = None
                queue.append(other)
    return set(keep)


def _nodes(mechanism: Mechanism, claims: Iterable[Association]) -> Content:
    order: dict[Curie, None] = {mechanism.drug.id: None}
    for a in claims:
        order |= dict.fromkeys(a.causal_ends)
    if mechanism.effect:
        order.setdefault(mechanism.effect.id)
    nodes = []
    for curie in order:
        entity = mechanism.entities.get(curie)
        if entity is None:
            entity = next((e for e in (mechanism.drug, mechanism.effect) if e and e.id == curie), None)
        category = entity.category if entity else ""
        name = " ".join((entity.label if entity else str(curie)).split()) or str(curie)
        known = category in vocabulary().categories
        kind = "drug" if curie == mechanism.drug.id and not known else glyph_kind(category)
        nodes.append(Node(str(curie), name, category, kind))
    return Content(nodes, [], {}, [])


def _links(mechanism: Mechanism, claims: Iterable[Association], content: Content) -> None:
    index = {node.entity: i for i, node in enumerate(content.nodes)}
    groups: dict[tuple[int, int, str, bool, str, bool, str], list[Association]] = {}
    for a in claims:
        start, end = a.causal_ends
        mark = mechanism.marks.get(a.id, "")
        key = (index[start], index[end], head_of(a), a.relation.direct, a.certainty, a.negated, mark)
        groups.setdefault(key, []).append(a)
    content.links = [Link(*key, claims=tuple(members)) for key, members in groups.items()]


def _places(mechanism: Mechanism, claims: Sequence[Association], content: Content) -> None:
    """Give each entity the most common place of the claims that end at it, else that of those that start from it.

    The latter only where they agree: a receptor whose effects are stated for three regions is in none of them alone.
    """
    ending: dict[str, Counter[tuple[Curie, ...]]] = {}
    starting: dict[str, Counter[tuple[Curie, ...]]] = {}
    for a in claims:
        q = a.qualifiers
        place = tuple(c for c in (q.component, q.cell_type, q.anatomy) if c is not None)
        if place:
            start, end = a.causal_ends
            ending.setdefault(str(end), Counter())[place] += 1
            starting.setdefault(str(start), Counter())[place] += 1
    for node in content.nodes:
        counts = ending.get(node.entity) or starting.get(node.entity)
        if node.kind in _OUTSIDE or not counts or (node.entity not in ending and len(counts) > 1):
            continue
        place = counts.most_common(1)[0][0]
        if place == (Curie.maybe(node.entity),):
            continue
        node.place = "|".join(place)
        if node.place not in content.places:
            names = [e.label if (e := mechanism.entities.get(c)) else str(c) for c in place]
            title = " · ".join(dict.fromkeys(names))
            content.places[node.place] = title[:1].upper() + title[1:] if title[1:2].islower() else title


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def without_single_places(content: Content) -> Content | None:
    """The same, with places of a single entity written below its name instead of drawn; ``None`` if there are none."""
    count = Counter(node.place for node in content.nodes)
    single = {key for key in content.places if count[key] == 1}
    if not single:
        return None
    nodes = [
        replace(n, place="", remark=_lower_first(content.places[n.place])) if n.place in single else n
        for n in content.nodes
    ]
    places = {key: title for key, title in content.places.items() if key not in single}
    return replace(content, nodes=nodes, places=places)


def _collapse(mechanism: Mechanism, content: Content) -> None:
    """Replace chains of plain intermediates by one link that says how many steps it stands for."""
    keep = {str(mechanism.drug.id), str(mechanism.effect.id) if mechanism.effect else ""}
    merged = True
    while merged:
        merged = False
        for i, node in enumerate(content.nodes):
            into = [x for x in content.links if x.head == i]
            out = [x for x in content.links if x.tail == i]
            if node.entity in keep or node.kind in {"drug", "phenotype", "receptor"} or len(into) != 1 or len(out) != 1:
                continue
            a, b = into[0], out[0]
            signed = {a.kind, b.kind} <= {"positive", "negative"}
            plain = signed and not (a.negated or b.negated or a.mark or b.mark)
            if not plain or a.tail == b.head or "inconclusive" in (a.certainty, b.certainty):
                continue
            if content.nodes[a.tail].kind == "drug" and a.direct:
                continue
            certainty = max((a.certainty, b.certainty), key=lambda c: CERTAINTIES.index(c))
            kind = "positive" if a.kind == b.kind else "negative"
            steps = max(1, a.steps) + max(1, b.steps)
            link = Link(a.tail, b.head, kind, False, certainty, False, "", a.claims + b.claims, steps=steps)
            content.links[content.links.index(a)] = link
            content.links.remove(b)
            _drop(content, i)
            merged = True
            break


def _drop(content: Content, i: int) -> None:
    del content.nodes[i]
    for link in content.links:
        link.tail -= link.tail > i
        link.head -= link.head > i
    used = {node.place for node in content.nodes}
    content.places = {key: title for key, title in content.places.items() if key in used}


def number(mechanism: Mechanism, parts: Sequence[Content]) -> None:
    """Number the sources in the order in which links need them, over all parts; those of objections are kept apart."""
    numbers: dict[str, int] = {}
    against: dict[str, list[str]] = {}
    for objection in mechanism.objections:
        named = [objection.evidence.source] if objection.evidence else list(objection.association.sources)
        against.setdefault(objection.claim, []).extend(named)
    for link in (link for part in parts for link in part.links):
        own: dict[int, None] = {}
        contra: dict[int, None] = {}
        for a in link.claims:
            for e in a.evidence:
                if e.stance in {"supports", "partial"} or a.negated:
                    own[numbers.setdefault(e.source, len(numbers) + 1)] = None
                else:
                    contra[numbers.setdefault(e.source, len(numbers) + 1)] = None
            for source in against.get(a.id, ()):
                contra[numbers.setdefault(source, len(numbers) + 1)] = None
        link.refs = tuple(sorted(own))
        link.against = tuple(sorted(set(contra) - set(own)))
    for part in parts:
        part.sources = list(numbers)


def describe(mechanism: Mechanism, *parts: Content) -> str:
    """The mechanism in sentences, for people who do not see the figure."""
    sentences = [s for part in parts for link in part.links for s in link.sentences]
    text = ". ".join(dict.fromkeys(sentences))
    return f"{text}." if text else f"{mechanism.name}: no claims."


def numbers_text(numbers: Sequence[int]) -> str:
    """Reference numbers, runs of three or more shortened.

    >>> numbers_text([1, 2, 5, 6, 7, 9])
    '1,2,5–7,9'
    """
    runs: list[list[int]] = []
    for n in sorted(numbers):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ",".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else ",".join(map(str, r)) for r in runs)
