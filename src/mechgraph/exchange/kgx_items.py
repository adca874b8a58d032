"""KGX edges as dictionaries, to and from our claims; without loss in either direction.

What KGX says and our fields say too (subject, predicate, object, the qualifiers that we know, negation) becomes a
claim; what is left of an edge is kept word for word in the field ``raw`` of its evidence, so that writing gives the
same edge again. What only we can say goes into one extra property, ``mechgraph``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from ..curie import Curie
from ..errors import VocabularyError
from ..model import CLOSED, Association, Entity, Evidence, Qualifiers, Source
from ..vocab import vocabulary
from .mappings import UNKNOWN_PREDICATE, Mapped, mapping, of_relation
from .qualifying import NOT_PROVIDED, SURE, Doubt, certainty_of, denied, find_row, qualifiers_of, term_of, unsigned
from .reading import normalised
from .references import cited, cites
from .words import listed, text

__all__ = ["OWN", "Claim", "biolink_of", "decoded", "edges_of", "own_category", "own_text", "raw_of", "read_edge"]

OWN = "mechgraph"
PREDICATE = "predicate="
_DENYING = ("not_", "does_not_", "no_", "neg_")
_QUALIFIERS = {
    "subject_direction_qualifier": "subject_direction",
    "subject_aspect_qualifier": "subject_aspect",
    "object_direction_qualifier": "direction",
    "object_aspect_qualifier": "aspect",
    "causal_mechanism_qualifier": "mechanism",
    "anatomical_context_qualifier": "anatomy",
    "species_context_qualifier": "species",
    "population_context_qualifier": "population_of",
}
_SLOT = {ours: theirs for theirs, ours in _QUALIFIERS.items()}
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
_IS_CURIE = frozenset({"anatomy", "species", "population_of"})
ONLY_OURS = frozenset(
    [
        "clearance",
        "density",
        "dose",
        "excretion",
        "extent",
        "frequency",
        "occurrence",
        "rate",
        "reactivity",
        "risk",
        "severity",
        "strength",
        "tone",
    ]
)
"""Aspects that Biolink's enumeration does not have; they stand in our own property alone."""
UNDECIDED = "biolink:related_to"
"""How an inconclusive claim is written: KGX has no word for "the data do not decide", and a reader that does not know
our property must not take such a claim for an assertion."""


class Claim(msgspec.Struct, frozen=True):
    """An edge as read: the claim, its sources, the term that no table knows, a direction that gave no sign."""

    association: Association
    sources: tuple[Source, ...]
    unknown: str
    unsigned: str


def decoded(kind: type, value: Any) -> Curie:
    """A CURIE of our own property; what msgspec asks for.

    Raises:
        ValueError: it is none.
    """
    curie = Curie.maybe(str(value))
    if curie is None:
        raise ValueError(f"{value!r} is no CURIE")
    return curie


def _qualifiers(given: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Those that our fields can hold, and the rest."""
    ours: dict[str, Any] = {}
    rest: dict[str, str] = {}
    loose = unsigned(given)
    for name, value in given.items():
        field = None if loose and name.startswith("object_") else _QUALIFIERS.get(name)
        if field is None:
            rest[name] = value
        elif field in _IS_CURIE:
            curie = normalised(value)
            if curie is None:
                rest[name] = value
            else:
                ours[field] = curie
        else:
            try:
                vocabulary().check_qualifier(CLOSED[field], value)
                ours[field] = value
            except VocabularyError:
                rest[name] = value
    return ours, rest


def _own(raw: str) -> Mapped | None:
    """A predicate of our own vocabulary, as property graphs that we wrote have it, or one of the Relation Ontology."""
    if raw in vocabulary().predicates:
        return Mapped(raw, "", "", "", raw, False, False, {}, "")
    if (row := of_relation(raw)) is not None or ":" in raw:
        return row
    plain = re.sub(r"[\s\-]+", "_", raw.strip().lower())
    return (_own(plain) or mapping("biolink").find(f"biolink:{plain}")) if plain != raw else None


def _denying(term: str) -> Mapped | None:
    """What a predicate that only denies another one means: "not treats"."""
    prefix, _, name = term.partition(":")
    for word in _DENYING:
        if name.lower().startswith(word):
            rest = name[len(word) :]
            row = mapping("biolink").find(f"{prefix}:{rest}") or _own(rest)
            return replace(row, negated=True) if row is not None else None
    return None


def own_category(term: str) -> str | None:
    """The category of our vocabulary that a term is, if it is one."""
    own = term.removeprefix("biolink:")
    return own if own in vocabulary().categories else None


def read_edge(item: Mapping[str, Any], category: Mapping[str, str], default: str) -> Claim | str:
    """The claim of an edge, or why it cannot be one.

    Args:
        item: The edge's properties; empty ones left out.
        category: Of the entities known so far.
        default: The id of the source of edges that name none.
    """
    if OWN in item:
        try:
            own = msgspec.json.decode(str(item[OWN]).encode(), type=Association, dec_hook=decoded)
            vocabulary().predicate(own.predicate)
        except (msgspec.DecodeError, ValueError, RecursionError, VocabularyError) as error:
            return f"the property {OWN!r} holds no claim: {str(error)[:80]}"
        return Claim(own, (), "", "")
    subject, target = (_end(item.get(k)) for k in ("subject", "object"))
    if subject is None or target is None:
        return "an edge whose subject or object is no CURIE"
    alone = {k: v for k, v in item.items() if k in _ALONE or cites(k) is not None}
    shared = {k: v for k, v in item.items() if k not in alone} if alone else dict(item)
    known = category.get(subject, ""), category.get(target, "")
    shape = _SHAPES.get(key := (repr(shared), *known))
    if shape is None:
        if len(_SHAPES) >= _MOST:
            _SHAPES.clear()
        shape = _SHAPES[key] = _shape(shared, *known)
    if isinstance(shape, str):
        return shape
    if _is_term(subject) or _is_term(target):
        return _SHIFTED
    if shape.swap:
        subject, target = target, subject
    locator = text(item.get("id"))
    # an id that is a word for nothing, or no text, stands as it was beside what is read of it
    said = {"subject": str(subject), "object": str(target), "id": locator}
    left = {**shape.left, **{k: v for k, v in alone.items() if said.get(k) != v}}
    if shape.plain and left == SURE and "id" not in item:
        bare = Association(subject=subject, predicate=shape.claim.predicate, object=target)
        return Claim(bare, (), "", "")
    source = shape.source or default
    first = Evidence(source=source, type=shape.kind, locator=locator, raw=_JSON(left))
    sources = [] if source == default else [Source(id=source, kind="database", title=source)]
    pieces = [first]
    for source_of in cited(alone):
        pieces.append(Evidence(source=source_of.id, locator=first.locator))
        sources.append(source_of)
    claim = msgspec.structs.replace(shape.claim, subject=subject, object=target, evidence=tuple(pieces))
    return Claim(claim, tuple(sources), shape.unknown, shape.unsigned)


_ALONE = frozenset(("subject", "object", "id"))
"""What each edge says for itself, as what it cites; the rest is said by many in the same words."""
_MOST = 1 << 12
"""Shapes of edges that are kept."""
_SHIFTED = "an edge whose predicate is a class, or whose end is a predicate; are its columns shifted?"
_NOBODY = Curie("MG:nobody")


class _Shape(msgspec.Struct, frozen=True):
    """What edges of one shape have in common: the claim but for its ends and evidence, what of the edge no field says,
    who states it, the kind of study, and the rest of :class:`Claim`. ``plain``: it may be three terms, stated."""

    claim: Association
    swap: bool
    plain: bool
    left: dict[str, Any]
    source: str
    kind: Curie | None
    unknown: str
    unsigned: str


_SHAPES: dict[tuple[str, str, str], _Shape | str] = {}


def _shape(item: Mapping[str, Any], subject: str, target: str) -> _Shape | str:
    """What edges have in common that say the same between ends of these categories, or why they are no claims."""
    raw = text(item.get("predicate"))
    if not raw:
        return "an edge without predicate"
    term = term_of(raw)
    if mapping("biolink").category(term) is not None:
        return _SHIFTED
    given = qualifiers_of(item)
    row, left_over = find_row(term, subject, target, given)
    if row is None and (row := _own(raw) or _own(term) or _denying(term)) is None:
        left_over[PREDICATE[:-1]] = term
    elif row.predicate == UNKNOWN_PREDICATE and row.note:
        left_over[PREDICATE[:-1]] = term  # known, and none of our predicates says it
    fields, rest = _qualifiers(left_over)
    try:
        negated = denied(item) != bool(row and row.negated)
    except Doubt as doubt:
        return str(doubt)
    sure = certainty_of(item)
    claim = Association(
        subject=_NOBODY,
        predicate=row.predicate if row else UNKNOWN_PREDICATE,
        object=_NOBODY,
        qualifiers=Qualifiers(**fields, other="; ".join(f"{k}={v}" for k, v in sorted(rest.items()))),
        negated=negated,
        certainty=sure.certainty,
        source_certainty=sure.said,
        hedge=sure.hedge,
        knowledge_level=sure.level,
        agent_type=sure.agent,
        note="" if row else f"KGX: {raw}",
    )
    plain = _plain(claim)
    left: dict[str, Any] = {k: v for k, v in item.items() if plain.get(k) != v}
    if gone := [k for k in plain if k not in item and k not in _ALONE]:
        left["-"] = gone
    kinds = [c for v in listed(item.get("has_evidence")) if (c := normalised(v)) is not None]
    return _Shape(
        claim,
        row is not None and row.swap,
        row is not None and not (claim.qualifiers or claim.negated),
        left,
        _primary(item),
        kinds[0] if kinds and kinds[0].prefix == "ECO" else None,
        "" if row else term,
        "" if claim.stated_sign else "; ".join(f"{k}={v}" for k, v in given.items() if "direction" in k),
    )


def _end(value: Any) -> Curie | None:
    """The identifier of one end of an edge."""
    return normalised(text(value))


def _is_term(curie: Curie) -> bool:
    """Whether an end is a predicate, as in rows whose columns are shifted."""
    return curie.startswith("biolink:") and mapping("biolink").find(curie) is not None


def _primary(item: Mapping[str, Any]) -> str:
    """Who states an edge first: a property of its own, or among TRAPI's sources."""
    if named := text(item.get("primary_knowledge_source")) or text(item.get("provided_by")):
        return named
    for source in item.get("sources") or () if isinstance(item.get("sources"), list) else ():
        if isinstance(source, Mapping) and source.get("resource_role") == "primary_knowledge_source":
            return text(source.get("resource_id"))
    return ""


@cache
def biolink_of(predicate: str) -> tuple[str, Mapping[str, str]]:
    """Biolink's term for a predicate, and the qualifiers that go with it."""
    p = vocabulary().predicate(predicate)
    return "biolink:" + p.biolink.removeprefix("biolink:").replace(" ", "_"), p.biolink_qualifiers


@cache
def _comes_back(predicate: str) -> bool:
    """Whether an edge of nothing but its ends and this predicate is read as the claim that it was written from."""
    term, qualifiers = biolink_of(predicate)
    back = mapping("biolink").find(term, "", "", qualifiers)
    return back is not None and back.predicate == predicate


def _plain(a: Association) -> dict[str, Any]:
    """The edge that a claim's identity alone gives."""
    term, qualifiers = biolink_of(a.predicate)
    out: dict[str, Any] = {"subject": str(a.subject), "predicate": term, "object": str(a.object), **qualifiers}
    for field, value in a.qualifiers.items():
        if field == "other":
            for part in value.split("; "):
                name, _, text = part.partition("=")
                out[name] = text
        elif field in _SLOT:
            out[_SLOT[field]] = value
    if a.negated:
        out["negated"] = True
    return out


def edges_of(a: Association, sources: Mapping[str, Source]) -> Iterator[dict[str, Any]]:
    """The KGX edges of a claim: one for each edge it was read from, one more for what else is known of it."""
    plain = _plain(a)
    bare = Association(subject=a.subject, predicate=a.predicate, object=a.object)
    if a == bare:
        yield plain | (SURE if _comes_back(a.predicate) else {OWN: own_text(a)})
        return
    kept = [(e, left) for e in a.evidence if (left := raw_of(e.raw)) is not None]
    told = {e for e, _ in kept}
    for e, left in kept:
        told.update(Evidence(source=s.id, locator=e.locator) for s in cited(left))
        gone = left.pop("-", ())
        edge: dict[str, Any] = {"id": e.locator} if e.locator else {}
        yield edge | {k: v for k, v in plain.items() if k not in gone and k not in left} | left
    rest = [e for e in a.evidence if e not in told]
    if kept and not rest:
        return
    own = msgspec.structs.replace(a, evidence=tuple(rest))
    if a.certainty == "inconclusive":
        context = {k: v for k, v in plain.items() if k.endswith("_context_qualifier") or k in ("subject", "object")}
        plain = {**context, "predicate": UNDECIDED}
    plain = {k: v for k, v in plain.items() if not (k.endswith("_aspect_qualifier") and v in ONLY_OURS)}
    if plain["predicate"] == "biolink:affects" and "object_direction_qualifier" in plain:
        plain["qualified_predicate"] = "biolink:causes"
    level = a.knowledge_level
    if level == "knowledge_assertion" and a.certainty != "established":
        level = NOT_PROVIDED  # who does not read our property must not take it for an assertion without doubt
    item: dict[str, Any] = {"id": a.id, **plain, "knowledge_level": level, "agent_type": a.agent_type}
    if a.certainty != "established":
        item["has_confidence_level"] = a.certainty
    publications = [_publication(sources.get(e.source)) for e in rest]
    if found := list(dict.fromkeys(p for p in publications if p)):
        item["publications"] = found
    if types := list(dict.fromkeys(str(e.type) for e in rest if e.type)):
        item["has_evidence"] = types
    stated_by = (e.source for e in rest if e.source.startswith("infores:"))
    item["primary_knowledge_source"] = next(stated_by, "infores:mechgraph")
    if own != bare:
        item[OWN] = own_text(own)
    yield item


def raw_of(text: str) -> dict[str, Any] | None:
    """What KGX said beyond our fields, or ``None`` where it did not say this."""
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def own_text(record: Association | Entity) -> str:
    """A record as the text of our own property."""
    return msgspec.json.encode(record, enc_hook=str).decode()


def _publication(source: Source | None) -> str:
    if source is None:
        return ""
    if source.pmid:
        return f"PMID:{source.pmid}"
    return f"PMC:{source.pmcid}" if source.pmcid else f"doi:{source.doi}" if source.doi else ""
