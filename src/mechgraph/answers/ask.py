"""Answer a question in words: understand its kind, ground its names, gather the claims, give a verdict.

Rules: a claim between the two (or in patients with the second) speaks for or against; both sides, or evidence against
a supporting claim, make the verdict mixed; a question that the records list as unanswered is ``not_stated`` whatever
else is known about its parts; where no claim joins the two, a chain of two claims may still support, a longer one is
only shown.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from ..curie import Curie
from ..store.memory import fold
from .answer import Answer, join
from .gather import is_disorder
from .ground import Mention, ground, words_of
from .inquiry import Inquiry
from .kinds import KINDS, definition
from .phrasing import is_double, plain
from .questions import EXAMPLES, Question, classify
from .setting import is_restricting

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["ask"]

_PAIRS = ("effect", "is_a", "compare")
"""Kinds of question that need two entities."""
_IS = re.compile(r"\s*(?:is|are)\b", re.I)
_ACTING = ("act on",)
"""Verbs of "how does it act", which need no second."""
_AMOUNT = re.compile(
    r"(?<![\w.-])(\d+(?:\.\d+)?)\s*(?:%|(?:per ?cent|[mµ]?g|mcg|ml|[mµn]?M|hours?|h|minutes?|days?|weeks?|years?)\b)"
)
_FRAME = ("true", "that", "really", "actually", "still", "also", "known", "shown", "said", "patient")
"""Words of a question that are not what it is about."""


def ask(graph: Graph, question: str) -> Answer:
    """Answer a question from the graph; see the module for the rules.

    >>> import mechgraph
    >>> mechgraph.load().ask("What is the weather like?").verdict
    'not_understood'
    """
    asked_as = " ".join(question.split())[:2_000]
    if is_double(asked_as):
        return _not_understood(asked_as, "The question asks two things at once; ask one at a time.", [])
    text = plain(asked_as)
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
    if inquiry is not None and asked.kind == "none" and _IS.match(text) and any(map(is_disorder, inquiry.others)):
        inquiry.asked = asked = replace(asked, kind="effect", verb="cause", sign=1)  # "is it sedating"
    if inquiry is not None and asked.verb == "act on" and inquiry.others and inquiry.others == inquiry.places:
        inquiry.asked = asked = replace(asked, kind="density" if asked.yes_no else "actions", verb="")
    reason = _unanswerable(text, asked, mentions, inquiry)
    if reason or inquiry is None:
        return _not_understood(text, reason, mentions)
    answer = KINDS[asked.kind](inquiry)
    return _with_amounts(answer, text) if asked.yes_no else answer


def _with_amounts(answer: Answer, text: str) -> Answer:
    """The answer to a yes/no question, left open where it names an amount that no judged claim or evidence has."""
    judged = [c for c in answer.claims if c.supports is not None]
    told = " ".join(t for c in judged for t in (c.sentence, *(x for s in c.sources for x in (s.summary, s.cited_as))))
    missing = [m.group() for m in _AMOUNT.finditer(text) if not re.search(rf"(?<![\d.]){m[1]}(?![\d.]*\d)", told)]
    if not judged or not missing:
        return answer
    beside = [msgspec.structs.replace(c, supports=None) for c in answer.claims]
    said = f"The graph does not say so of {join(missing)}. What it says without it stands beside; that is not a “no”."
    return msgspec.structs.replace(answer, verdict="not_stated", answer=said, claims=beside)


def _unanswerable(text: str, asked: Question, mentions: Sequence[Mention], inquiry: Inquiry | None) -> str:
    """Why a question cannot be answered; empty where it can."""
    if asked.scope:
        return f"The graph holds what sources say, not what holds for “{asked.scope}”; ask it without that word."
    if asked.words and asked.kind in ("effect", "is_a", "mechanism") and (together := _together(text, mentions)):
        return f"The question asks about {join([m.entity.name for m in together])} at once; ask about one at a time."
    if asked.negated:
        return "The question has a “not” in it, and a “no” to it would mislead; ask it without."
    if asked.comparing:
        return "The question asks for more or less than another; the graph ranks nothing but potency measured alike."
    if inquiry is None:
        return "The question names nothing that the graph knows."
    names = list(dict.fromkeys(m.entity.name for m in mentions))
    several = asked.kind in _PAIRS or (asked.kind == "mechanism" and bool(asked.verb) and asked.verb not in _ACTING)
    if asked.kind != "none" and (len(names) > 1 or not several):
        return ""
    unread = inquiry.unread([*_FRAME, *(asked.verb.split() if asked.kind == "effect" else ())])
    nothing = f" It knows nothing called {join([f'“{w}”' for w in unread], 'or')}." if unread else ""
    alike = [e.name for c in _alike(inquiry, unread) if (e := inquiry.store.entity(c)) is not None]
    nothing += f" Names with such a word: {join(list(dict.fromkeys(alike))[:3])}." if alike else ""
    if asked.kind == "none":
        return f"It names {join(names)}, but its kind is not one that can be answered.{nothing}"
    return f"The question asks about two things, and {names[0]} is the only one that the graph knows.{nothing}"


def _alike(q: Inquiry, words: Sequence[str]) -> list[Curie]:
    """Entities with one of the words in a name."""
    folded = [fold(w) for w in words]
    return [c for w in folded for name, _, c in q.store.names_holding(w) if f" {w} " in f" {name} "]


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


def _not_understood(text: str, reason: str, mentions: Sequence[Mention]) -> Answer:
    drug = next((m.entity.name for m in mentions if m.entity.category in ("drug", "drug_class")), "baclofen")
    return Answer(
        question=text,
        verdict="not_understood",
        answer=reason,
        suggestions=[e.replace("baclofen", drug) for e in EXAMPLES[:5]],
    )
