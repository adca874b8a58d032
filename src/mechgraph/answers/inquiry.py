"""A question being answered: its entities told apart, and the ways in which an answer is put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..curie import Curie
from ..model import Association, Entity
from ..vocab import vocabulary
from .answer import Answer, Verdict, claims_of, join
from .gather import PROCESSES, is_disorder, judge, topic, verdict_of
from .ground import STOP, Mention, words_of
from .questions import Question
from .setting import is_restricting
from .verbs import VERB

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
        self.subject = self._before_the_verb(agents) or (agents[0] if agents else self.entities[0])
        self.others = [e for e in self.entities if e.id != self.subject.id]
        self.places = [e for e in self.others if vocab.is_a(e.category, "anatomy")]

        self.members = {m.entity.id: m.members for m in mentions if m.members}

    def _before_the_verb(self, agents: Sequence[Entity]) -> Entity | None:
        """Of a yes/no question on an effect, what stands before its verb: "does anxiety increase serotonin"."""
        verb = VERB.search(self.text) if self.asked.yes_no and self.asked.kind == "effect" else None
        if verb is None:
            return None
        ahead = len(words_of(self.text[: verb.start()]))
        before = [m.entity for m in self.mentions if m.end <= ahead and not is_restricting(self.text, m)]
        return next((e for e in before if e in agents), before[0] if before else None)

    def topic(self, entity: Entity, kinds: Sequence[str] = PROCESSES) -> list[Curie]:
        """The entity, what is named after it, and the members that a family was read as."""
        return list(dict.fromkeys((*topic(self.store, entity, kinds), *self.members.get(entity.id, ()))))

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
        """Words of the question that name nothing the graph knows, are not common and begin with none of the stems.

        One right behind a name is told with it: nothing is called "morphine withdrawal".
        """
        read = {i for m in self.mentions for i in range(m.start, m.end)}
        behind = {m.end: m.text for m in self.mentions if m.entity.id != self.subject.id}
        unread: dict[str, None] = {}
        for i, word in enumerate(words_of(self.text)):
            common = (
                len(word) < 3
                or word.lower() in STOP
                or any(len(stem) > 2 and word.lower().startswith(stem) for stem in stems)
            )
            if i not in read and not common:
                unread[f"{behind[i]} {word}" if i in behind else word] = None
        return list(unread)

    def make(
        self,
        verdict: Verdict,
        text: str,
        claims: Sequence[Association],
        judged: dict[str, bool | None],
        query: str,
        **parameters: Curie,
    ) -> Answer:
        """An answer of judged claims, those for first; words that are no name are told as what they were read as.

        A parameter that is a family without an entity of its own becomes the first of its members.
        """
        order = {True: 0, False: 1, None: 2}
        ranked = sorted(claims, key=lambda a: order[judged.get(a.id)])
        read = [r for m in self.mentions if (r := self._read_as(m))]
        if read:
            text += f" ({'; '.join(dict.fromkeys(read))})"
        asked = {k: v if self.store.entity(v) else self.members[v][0] for k, v in parameters.items()}
        return Answer(
            question=self.text,
            verdict=verdict,
            answer=text,
            query=query,
            parameters={k: str(v) for k, v in asked.items()},
            claims=claims_of(self.store, ranked, judged),
            sparql=self.graph.query_text(query, **asked),
        )

    def _read_as(self, m: Mention) -> str:
        """How words that are no name were read; empty for a name."""
        if m.members:
            own = self.store.entity(m.entity.id) is not None
            names = [self.name(c) for c in m.members]
            what = f"{m.entity.name} and its members" if own else "the members that the graph has"
            return f"“{m.text}” was read as {what}: {join(names)}"
        exact = m.exact or m.entity.name.lower() == m.text.lower()
        return "" if exact else f"“{m.text}” was read as {m.entity.name}"

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
