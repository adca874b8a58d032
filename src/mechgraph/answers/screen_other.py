"""The first screen of what is no drug: a disease is treated by something, a receptor is acted on, a place holds things.

Blocks are chosen by the kind of a claim and by which of its ends the thing is; the words are those of that end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Association, Entity
from ..store.base import Store
from ..vocab import vocabulary
from .screen import Block, Row, Screen
from .screen_drug import closing, handle_of
from .screen_steps import best_of
from .screen_words import Words, backing, listed, upper

__all__ = ["is_given", "other_screen"]

_USED = ("use", "relief", "off_label", "studied", "contraindication", "caution")
_INTO = {
    "use": "treated by",
    "relief": "eased by",
    "off_label": "off-label (use, no proof)",
    "studied": "studied under",
    "contraindication": "rules out",
    "caution": "calls for care with",
    "target": "acted on by",
    "site": "main site of action of",
    "place": "place of",
    "membership": "members and kinds",
    "identity": "role of",
    "structure": "has parts, or is like",
    "kinetics": "handles",
    "correlation": "found with",
    "interaction": "interacts with",
    "other": "related to",
}
"""Kind of a claim → how its object says it, without the verb."""
_OUT = ("target", "identity", "membership", "structure", "site", "place", "kinetics", "correlation", "other")
_MOST, _CLAUSES = 10, 4


def is_given(store: Store, entity: Entity) -> bool:
    """Whether a thing is a drug or a class of drugs, or a substance that a claim says is used or must not be."""
    vocab = vocabulary()
    if vocab.is_a(entity.category, "drug") or vocab.is_a(entity.category, "drug_class"):
        return True
    if not vocab.is_a(entity.category, "chemical"):
        return False
    return any(vocab.groups[a.relation.group].kind in _USED for a in store.associations(subject=entity.id))


def other_screen(store: Store, entity: Entity, count: int, sources: int, questions: int) -> Screen:
    """The first screen of anything but a drug."""
    words = Words(store, entity)
    own = [*store.associations(subject=entity.id), *store.associations(object=entity.id)]
    claims = list({a.id: a for a in own}.values())
    blocks = [*_changed(words, claims), *_said_of(words, claims), *_does(words, claims), *_denied(words, claims)]
    label = vocabulary().category(entity.category).label
    lead = _lead(words, claims, blocks)
    return Screen(
        name=entity.name,
        roles=label,
        handle=handle_of(entity),
        lead=lead,
        blocks=tuple(blocks),
        closing=closing(entity, count, sources, questions),
    )


def _lead(words: Words, claims: Sequence[Association], blocks: Sequence[Block]) -> tuple[Row, ...]:
    entity = words.about
    out = [Row(text=f"{entity.description.rstrip('.')}.")] if entity.description else []
    if not claims:
        return (*out, Row(text=f"The graph holds no claim about {entity.name}."))
    if not out and blocks:
        first = blocks[0].rows[0]
        said = f"{upper(entity.name)}: {blocks[0].title} {first.text}."
        out = [Row(text=said, sources=first.sources, claims=first.claims)]
    return tuple(out)


def _into(words: Words, claims: Sequence[Association]) -> list[Association]:
    """Claims of which the thing is the effect, or the object where nothing is changed."""
    return best_of([a for a in claims if a.asserted and a.causal_ends[1] == words.about.id])


def _names(words: Words, claims: Sequence[Association]) -> Row:
    """Who is at the other end: names, those that a source hedges told as such."""
    firm = [words.name(a.causal_ends[0]) for a in claims if a.certainty in ("established", "probable")]
    rest = [n for n in (words.name(a.causal_ends[0]) for a in claims) if n not in firm]
    parts = [listed(firm, _MOST)] if firm else []
    if rest:
        parts.append(f"hedged: {listed(rest, _MOST)}")
    return Row(text="; ".join(parts), sources=backing(claims), claims=tuple(a.id for a in claims))


def _changed(words: Words, claims: Sequence[Association]) -> list[Block]:
    """What is said of the thing as what is treated, and as what is raised or lowered."""
    by_title: dict[str, list[Association]] = {}
    unwanted = vocabulary().category(words.about.category).valence == "unwanted"
    for a in _into(words, claims):
        kind, sign = words.kind(a), a.stated_sign
        if kind in ("harm", "wanted", "mechanism"):
            if a.relation.group == "manifestation":
                title = "seen with it" if unwanted else "shown by"
            elif a.relation.group in ("participation", "production", "sequence"):
                title = "takes part in it, or comes before it"
            else:
                title = {1: "brought about or raised by", -1: "lowered or prevented by"}.get(sign, "changed by")
        else:
            title = _INTO.get(kind, "related to")
        by_title.setdefault(title, []).append(a)
    order = [*_INTO.values()]
    titles = sorted(by_title, key=lambda t: order.index(t) if t in order else 6)
    return [Block(title=t, rows=(_names(words, by_title[t]),)) for t in titles]


def _said_of(words: Words, claims: Sequence[Association]) -> list[Block]:
    """What it is, what it acts on, where it is."""
    rows = []
    for kind in _OUT:
        own = [a for a in claims if a.asserted and a.causal_ends[0] == words.about.id and words.kind(a) == kind]
        if own:
            rows.append(words.row(best_of(own), "", _CLAUSES))
    return [Block(title="what is said of it", rows=tuple(rows))] if rows else []


def _does(words: Words, claims: Sequence[Association]) -> list[Block]:
    """What it brings about or changes."""
    kinds = ("mechanism", "wanted", "harm", *_USED)
    own = [a for a in claims if a.asserted and a.causal_ends[0] == words.about.id and words.kind(a) in kinds]
    return [Block(title="what follows from it", rows=(words.row(best_of(own), "", 6),))] if own else []


def _denied(words: Words, claims: Sequence[Association]) -> list[Block]:
    no = [a for a in claims if a.negated]
    return [Block(title="denied", rows=(words.row(no, "", _CLAUSES),))] if no else []
