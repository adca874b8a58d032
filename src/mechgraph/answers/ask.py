"""Answer a question in words: understand its kind, ground its names, gather the claims, give a verdict.

Rules: a claim between the two (or in patients with the second) speaks for or against; both sides, or evidence against
a supporting claim, make the verdict mixed; a question that the records list as unanswered is ``not_stated`` whatever
else is known about its parts; where no claim joins the two, a chain of two claims may still support, a longer one is
only shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from .answer import Answer, join
from .ground import Mention, ground, words_of
from .inquiry import Inquiry
from .kinds import KINDS, definition
from .questions import EXAMPLES, Question, active, classify
from .setting import is_restricting

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["ask"]

_PAIRS = ("effect", "is_a", "compare")
"""Kinds of question that need two entities."""


def ask(graph: Graph, question: str) -> Answer:
    """Answer a question from the graph; see the module for the rules.

    >>> import mechgraph
    >>> mechgraph.load().ask("What is the weather like?").verdict
    'not_understood'
    """
    asked_as = " ".join(question.split())[:2_000]
    text = active(asked_as)
    if text != asked_as:
        return msgspec.structs.replace(ask(graph, text), question=asked_as)
    asked = classify(text)
    mentions = ground(graph.store, text)
    distinct = {m.entity.id for m in mentions}
    inquiry = Inquiry(graph, text, asked, mentions) if mentions else None
    if inquiry is not None and asked.kind == "none" and _only_names(inquiry):
        if len(distinct) == 1:
            return definition(inquiry)
        inquiry.asked = asked = Question("effect", "affect")
    together = _together(text, mentions) if asked.words and asked.kind in ("effect", "is_a") else []
    enough = len(distinct) >= (2 if asked.kind in _PAIRS else 1) and (asked.kind != "definition" or len(distinct) == 1)
    answerable = asked.kind != "none" and not (asked.negated or asked.scope or together)
    if inquiry is None or not enough or not answerable:
        return _not_understood(text, asked, mentions, together)
    return KINDS[asked.kind](inquiry)


def _only_names(q: Inquiry) -> bool:
    """Whether a text is one or two names and nothing else: a name alone asks what it is, two ask how they relate."""
    named = sum(m.end - m.start for m in q.mentions)
    others = {w.lower() for w in words_of(q.text)} - {w.lower() for m in q.mentions for w in words_of(m.text)}
    return len(q.entities) <= 2 and named > 0 and others <= {"and", "on", "in", "the", "for", "a", "an"}


def _together(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Two names joined by "and" or "or": what holds of one need not hold of the other."""
    words = [w.lower() for w in words_of(text)]
    for one, two in itertools.pairwise(mentions):
        between = words[one.end : two.start]
        if between in (["and"], ["or"], ["as", "well", "as"]) and not is_restricting(text, one):
            return [one, two]
    return []


def _not_understood(
    text: str, asked: Question, mentions: Sequence[Mention], together: Sequence[Mention] = ()
) -> Answer:
    if asked.scope:
        reason = f"The graph holds what sources say, not what holds for “{asked.scope}”; ask it without that word."
    elif together:
        reason = f"The question asks about {join([m.entity.name for m in together])} at once; ask about one at a time."
    elif asked.negated:
        reason = "The question has a “not” in it, and a “no” to it would mislead; ask it without."
    elif not mentions:
        reason = "The question names nothing that the graph knows."
    elif asked.kind in _PAIRS:
        reason = (
            f"The question asks about two things, and {mentions[0].entity.name} is the only one that the graph knows."
        )
    else:
        reason = f"It names {join([m.entity.name for m in mentions])}, but its kind is not one that can be answered."
    drug = next((m.entity.name for m in mentions if m.entity.category in ("drug", "drug_class")), "baclofen")
    return Answer(
        question=text,
        verdict="not_understood",
        answer=reason,
        suggestions=[e.replace("baclofen", drug) for e in EXAMPLES[:5]],
    )
