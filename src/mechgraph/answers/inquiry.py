"""A question being answered: its entities told apart, and the ways in which an answer is put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..curie import Curie
from ..model import Association, Entity
from ..store.memory import fold
from ..vocab import vocabulary
from .answer import Answer, Verdict, claims_of, join
from .gather import is_disorder, judge, verdict_of
from .ground import STOP, Mention
from .questions import Question

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["Inquiry", "as_stated", "judge_benefit"]

_AGENTS = ("drug", "drug_class", "chemical", "gene_product", "procedure", "exposure")


class Inquiry:
    """One question being answered.

    ``entities`` are those that it names, in its order; ``subject`` is the first of them that can act; ``others`` are
    the rest, ``places`` the anatomy among them.
    """

    def __init__(self, graph: Graph, text: str, asked: Question, mentions: Sequence[Mention]) -> None:
        self.graph, self.store, self.text, self.asked = graph, graph.store, text, asked
        self.mentions = list(mentions)
        self.entities = list({m.entity.id: m.entity for m in mentions}.values())
        vocab = vocabulary()
        agents = [e for e in self.entities if any(vocab.is_a(e.category, c) for c in _AGENTS)]
        self.subject = agents[0] if agents else self.entities[0]
        self.others = [e for e in self.entities if e.id != self.subject.id]
        self.places = [e for e in self.others if vocab.is_a(e.category, "anatomy")]

    def name(self, curie: Curie) -> str:
        entity = self.store.entity(curie)
        return entity.name if entity else str(curie)

    def is_a(self, curie: Curie, category: str) -> bool:
        entity = self.store.entity(curie)
        return entity is not None and vocabulary().is_a(entity.category, category)

    def only_in(self, claims: Sequence[Association]) -> str:
        """The species to which all of the claims are limited, as words; empty where one of them is not, or is human."""
        species = {a.qualifiers.species for a in claims}
        if None in species or Curie("NCBITaxon:9606") in species:
            return ""
        return join(sorted(self.name(s) for s in species if s))

    def unread(self, stems: Sequence[str]) -> list[str]:
        """Words of the question that name nothing the graph knows, and are neither common nor of one of the stems."""
        read = {w for m in self.mentions for w in fold(m.text).split()}
        words = [w for w in re.findall(r"[\w'’-]+", self.text) if len(w) > 2 and w.lower() not in STOP]
        return [
            w
            for w in dict.fromkeys(words)
            if not any(stem in w.lower() for stem in stems) and not set(fold(w).split()) <= read
        ]

    def make(
        self,
        verdict: Verdict,
        text: str,
        claims: Sequence[Association],
        judged: dict[str, bool | None],
        query: str,
        **parameters: Curie,
    ) -> Answer:
        """An answer of judged claims, those for first; names that were read with a typo are told."""
        order = {True: 0, False: 1, None: 2}
        ranked = sorted(claims, key=lambda a: order[judged.get(a.id)])
        corrected = [m for m in self.mentions if not m.exact]
        corrected = [m for m in corrected if m.entity.name.lower() != m.text.lower()]
        if corrected:
            text += " (" + "; ".join(f"“{m.text}” was read as {m.entity.name}" for m in corrected) + ")"
        return Answer(
            question=self.text,
            verdict=verdict,
            answer=text,
            query=query,
            parameters={k: str(v) for k, v in parameters.items()},
            claims=claims_of(self.store, ranked, judged),
            sparql=self.graph.query_text(query, **parameters),
        )

    def listing(
        self,
        what: str,
        claims: Sequence[Association],
        query: str,
        named: Sequence[str] = (),
        **parameters: Curie,
    ) -> Answer:
        """An answer that lists claims: asserted ones for, negated ones against, inconclusive ones beside.

        The text has the names ``named``, by default those of what the asserted claims are about.
        """
        judged = as_stated(claims)
        found = [a for a in claims if judged[a.id] is True]
        if found:
            names = list(named or dict.fromkeys(self.name(_far_end(a, self.subject.id)) for a in found))
            shown = names[:8]
            text = f"{what}: {join(shown)}{' and more' if len(names) > 8 else ''}."
            verdict: Verdict = "supported"
        else:
            text = f"The graph does not say. Asked was: {what[0].lower()}{what[1:]}."
            verdict = verdict_of(claims, judged)
        return self.make(verdict, text, claims, judged, query, **parameters)


def _far_end(claim: Association, near: Curie) -> Curie:
    return claim.subject if claim.object == near else claim.object


def as_stated(claims: Sequence[Association]) -> dict[str, bool | None]:
    """Claims judged as they stand: asserted ones for, negated ones against, inconclusive ones beside."""
    return {a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims}


def judge_benefit(q: Inquiry, a: Association, effect: Entity) -> bool | None:
    """Whether a claim says that the drug helps: less of the effect, or less of a sign in patients with it."""
    if not is_disorder(effect):
        return judge(a, 0)
    target = q.store.entity(a.object)
    return judge(a, -1) if target is not None and is_disorder(target) else None
