"""Answer a question in words: understand its kind, ground its names, gather the claims, give a verdict.

Rules: a claim between the two (or in patients with the second) speaks for or against; both sides, or evidence against
a supporting claim, make the verdict mixed; a question that the records list as unanswered is ``not_stated`` whatever
else is known about its parts; where no claim joins the two, a chain of two claims may still support, a longer one is
only shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .answer import Answer, join
from .ground import Mention, ground
from .inquiry import Inquiry
from .kinds import KINDS, definition
from .questions import EXAMPLES, Question, classify

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
    text = " ".join(question.split())[:2_000]
    asked = classify(text)
    mentions = ground(graph.store, text)
    distinct = {m.entity.id for m in mentions}
    inquiry = Inquiry(graph, text, asked, mentions) if mentions else None
    if inquiry is not None and asked.kind == "none" and not inquiry.unread([]):
        return definition(inquiry)
    if inquiry is None or asked.negated or asked.kind == "none" or len(distinct) < (2 if asked.kind in _PAIRS else 1):
        return _not_understood(text, asked, mentions)
    return KINDS[asked.kind](inquiry)


def _not_understood(text: str, asked: Question, mentions: Sequence[Mention]) -> Answer:
    if asked.negated:
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
