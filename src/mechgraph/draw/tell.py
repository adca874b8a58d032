"""What is written on the lines of a figure besides references: what sets contradictions apart, and numbers of paths."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import DIRECTIONS, Association, Mechanism
from ..sentences import claim_sentence, route_phrase, timing_phrase
from .content import Content, Link, numbers_text
from .fold import sign_of

__all__ = ["against", "apart", "number_paths"]

_LONGEST = 26
"""Characters of a qualifier that fit beside a line; the caption has the whole."""
_TELLING = ("dose", "species", "population", "population_of", "route", "timing", "preparation", "stimulus", "extent")
"""Qualifiers that can explain a contradiction, the most telling first."""


def apart(mechanism: Mechanism, content: Content) -> None:
    """On links between the same two entities that contradict each other, say what differs: dose, species, patients …"""
    groups: dict[tuple[int, int], list[Link]] = {}
    for link in content.links:
        groups.setdefault((link.tail, link.head), []).append(link)
    for links in groups.values():
        if len({(sign_of(x), x.negated) for x in links}) < 2 and len({x.negated for x in links}) < 2:
            continue
        for link in links:
            others = [a for x in links if x is not link for a in x.claims]
            link.when = _when(mechanism, link.claims, others)


def _when(mechanism: Mechanism, own: Sequence[Association], others: Sequence[Association]) -> str:
    elsewhere = {(name, value) for a in others for name, value in a.qualifiers.items()}
    for name in _TELLING:
        values = dict.fromkeys(
            str(v) for a in own if (v := getattr(a.qualifiers, name)) and (name, str(v)) not in elsewhere
        )
        if values:
            said = " / ".join(_words(mechanism, name, value) for value in values)
            if len(said) <= _LONGEST:
                return said
    return ""


def _words(mechanism: Mechanism, name: str, value: str) -> str:
    if name in {"species", "population_of"}:
        entity = next((e for c, e in mechanism.entities.items() if str(c) == value), None)
        return entity.label if entity else value
    if name == "route":
        return route_phrase(value)
    if name == "timing":
        return timing_phrase(value)
    return value.replace("_", " ")


def against(mechanism: Mechanism, content: Content) -> None:
    """What speaks against the conclusion as a whole: its references in a note, its sentences in the caption."""
    numbers: list[int] = []
    for claim in dict.fromkeys(o.association for o in mechanism.against):
        own = [content.source_number(source) for source in claim.sources]
        numbers += own
        said = claim_sentence(claim, mechanism.entities)
        content.asides.append(f"But: {said}{f' [{numbers_text(own)}]' if own else ''}")
    if content.asides:
        content.notes.append(f"the whole is disputed or limited: {numbers_text(sorted(set(numbers)))}, see the caption")


def number_paths(mechanism: Mechanism, content: Content) -> None:
    """Number the paths of a search on their lines, and say below what each comes to."""
    paths = mechanism.paths
    if len(paths) < 2 or not mechanism.title or mechanism.curated:
        return
    users: dict[str, list[int]] = {}
    for n, path in enumerate(paths, 1):
        for step in path.steps:
            users.setdefault(step.association.id, []).append(n)
    for link in content.links:
        link.tags = tuple(sorted({n for a in (*link.claims, *link.observed) for n in users.get(a.id, ())}))
    for n, path in enumerate(paths, 1):
        cost = f", cost {path.cost:.2f}" if path.cost else ""
        content.notes.append(f"path {n}: {DIRECTIONS[path.sign]}, {len(path)} steps{cost}")
