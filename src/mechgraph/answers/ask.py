"""Answer a question in words: understand its kind, ground its names, gather the claims, give a verdict.

Rules: a claim between the two (or in patients with the second) speaks for or against; both sides, or evidence against
a supporting claim, make the verdict mixed; a question that the records list as unanswered is ``not_stated`` whatever
else is known about its parts; where no claim joins the two, a chain of two claims may still support, a longer one is
only shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..curie import Curie
from ..errors import NoPathError, NotFoundError
from ..model import Association, Entity
from ..vocab import vocabulary
from .answer import Answer, Verdict, claims_of, join
from .gather import TARGETS, between, contested_in, contests, judge, part_closure, topic, unanswered, verdict_of
from .ground import Mention, ground
from .questions import EXAMPLES, Question, classify, is_causal

if TYPE_CHECKING:
    from ..graph import Graph

__all__ = ["ask"]

_KINETIC = (
    "absorbed_from",
    "excreted_by",
    "metabolized_in",
    "crosses",
    "has_parameter",
    "substrate_of",
    "has_metabolite",
)
_USES = ("treats", "ameliorates", "palliates", "used_off_label_for", "studied_for", "contraindicated_in")
_PAIRS = ("effect", "is_a", "compare")
"""Kinds of question that need two entities."""
_AGENTS = ("drug", "drug_class", "chemical", "gene_product", "procedure", "exposure")
_TARGETING = {
    "agonist": ("agonist_of", "partial_agonist_of"),
    "antagonist": ("antagonist_of", "inverse_agonist_of", "negative_allosteric_modulator_of"),
    "blocker": ("antagonist_of", "inhibits"),
    "inhibitor": ("inhibits", "negative_allosteric_modulator_of"),
    "activator": ("activates", "agonist_of"),
    "modulator": ("positive_allosteric_modulator_of", "negative_allosteric_modulator_of"),
}


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
    if asked.kind == "none" or len(distinct) < (2 if asked.kind in _PAIRS else 1):
        return _not_understood(text, asked, mentions)
    return _Asker(graph, text, asked, mentions).answer()


def _not_understood(text: str, asked: Question, mentions: Sequence[Mention]) -> Answer:
    if not mentions:
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


class _Asker:
    """One question being answered."""

    def __init__(self, graph: Graph, text: str, asked: Question, mentions: Sequence[Mention]) -> None:
        self.graph, self.store, self.text, self.asked = graph, graph.store, text, asked
        self.mentions = list(mentions)
        unique = dict.fromkeys(m.entity.id for m in mentions)
        by_id = {m.entity.id: m.entity for m in mentions}
        self.entities = [by_id[c] for c in unique]
        vocab = vocabulary()
        agents = [e for e in self.entities if any(vocab.is_a(e.category, c) for c in _AGENTS)]
        self.subject = agents[0] if agents else self.entities[0]
        self.others = [e for e in self.entities if e.id != self.subject.id]
        self.places = [e for e in self.others if vocab.is_a(e.category, "anatomy")]

    def answer(self) -> Answer:
        handlers: dict[str, Callable[[], Answer]] = {
            "mechanism": self.mechanism,
            "effect": self.effect,
            "is_a": self.is_a,
            "density": self.density,
            "uses": self.uses,
            "toxicity": self.toxicity,
            "kinetics": self.kinetics,
            "interactions": self.interactions,
            "compare": self.compare,
            "actions": self.actions,
        }
        return handlers[self.asked.kind]()

    # Putting an answer together ------------------------------------------------------------------------------

    def make(
        self,
        verdict: Verdict,
        text: str,
        claims: Sequence[Association],
        judged: dict[str, bool | None],
        query: str,
        **parameters: Curie,
    ) -> Answer:
        order = {True: 0, False: 1, None: 2}
        ranked = sorted(claims, key=lambda a: order[judged.get(a.id)])
        corrected = [m for m in self.mentions if not m.exact]
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
        named: Sequence[Association] | None = None,
        **parameters: Curie,
    ) -> Answer:
        """An answer that lists claims: asserted ones for, negated ones against, inconclusive ones beside.

        The text names what the claims ``named`` (default: all) are about.
        """
        judged: dict[str, bool | None] = {
            a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims
        }
        found = [a for a in claims if judged[a.id] is True]
        if found:
            shown_claims = [a for a in named if judged[a.id]] if named is not None else found
            own = {self.subject.id, *(a.subject for a in shown_claims if a.predicate == "manifests_as")}
            names = list(dict.fromkeys(self.name(a.object if a.subject in own else a.subject) for a in shown_claims))
            shown = names[:8]
            text = f"{what}: {join(shown)}{' and more' if len(names) > 8 else ''}."
            verdict: Verdict = "supported"
        else:
            text, verdict = f"The graph does not say. {what}: nothing stated.", verdict_of(claims, judged)
        return self.make(verdict, text, claims, judged, query, **parameters)

    def name(self, curie: Curie) -> str:
        entity = self.store.entity(curie)
        return entity.name if entity else str(curie)

    # The kinds -----------------------------------------------------------------------------------------------

    def mechanism(self) -> Answer:
        drug = self.subject
        if self.others:
            effect = self.others[0]
            stated = between(self.store, [drug.id], topic(self.store, effect))
            judged = {a.id: self._judge_benefit(a, effect) for a in stated}
            verdict = verdict_of(stated, judged)
            try:
                m = self.graph.mechanism(drug, effect)
            except NoPathError:
                m = None
            chain = list(m.associations) if m else []
            judged |= {a.id: True if a.asserted else None for a in chain if a.id not in judged}
            if m is not None and verdict == "not_stated":
                verdict = "supported"
            parts = []
            if m is not None:
                parts.append(
                    f"{len(m.paths)} chain{'s' if len(m.paths) != 1 else ''} lead from {drug.name} to {effect.name}."
                )
            if stated:
                n = sum(judged[a.id] is True for a in stated)
                against = sum(judged[a.id] is False for a in stated) + sum(
                    contests(a, -1) for a in stated if judged[a.id]
                )
                parts.append(f"Claims that {drug.name} helps in {effect.name}: {n} for, {against} against.")
            text = " ".join(parts) or f"The graph does not say how {drug.name} acts on {effect.name}."
            return self.make(verdict, text, [*stated, *chain], judged, "claims-between", a=drug.id, b=effect.id)
        claims = self._actions(drug)
        groups: dict[str, list[str]] = {}
        for a in claims:
            if a.asserted and a.certainty != "hedged":
                groups.setdefault(a.relation.label, []).append(self.name(a.object))
        said = [f"{label} {join(list(dict.fromkeys(names))[:3])}" for label, names in list(groups.items())[:4]]
        text = f"{drug.name} {'; '.join(said)}." if said else f"The graph does not say how {drug.name} acts."
        judged = {a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims}
        verdict = "supported" if said else verdict_of(claims, judged)
        return self.make(verdict, text, claims, judged, "mechanism-of-action", drug=drug.id)

    def _judge_benefit(self, a: Association, effect: Entity) -> bool | None:
        """Whether a claim says that the drug helps: less of the effect, or less of a sign in patients with it."""
        if not self._bad(effect):
            return judge(a, 0)
        target = self.store.entity(a.object)
        return judge(a, -1) if target is not None and self._bad(target) else None

    def _bad(self, entity: Entity) -> bool:
        return vocabulary().is_a(entity.category, "disease_or_phenotype")

    def _actions(self, drug: Entity) -> list[Association]:
        """Targets and site of action, then what the drug does to transmitters and excitability; no clinical effects."""
        vocab = vocabulary()
        chosen: list[tuple[int, Association]] = []
        for a in self.store.associations(subject=drug.id):
            target = self.store.entity(a.object)
            if target is None or a.relation.role not in ("regulatory", "contextual", "causal"):
                continue
            if vocab.is_a(target.category, "gene_product"):
                chosen.append((0, a))
            elif a.predicate == "acts_at":
                chosen.append((1, a))
            elif vocab.is_a(target.category, "process_or_activity") and not self._about_a_drug(target):
                chosen.append((2, a))
        for a in self.store.associations():
            if a.predicate == "mediates" and self._names(a.object, drug):
                chosen.append((3, a))
        backing = {a.id: sum(e.stance == "supports" for e in a.evidence) for _, a in chosen}
        return [a for _, a in sorted(chosen, key=lambda item: (item[0], not item[1].asserted, -backing[item[1].id]))]

    def _names(self, curie: Curie, drug: Entity) -> bool:
        """Whether an entity is named after the drug, as "clinical effects of baclofen" is."""
        return drug.name.lower() in self.name(curie).lower()

    def _about_a_drug(self, entity: Entity) -> bool:
        return any(e.name.lower() in entity.name.lower() for e in self.store.entities() if e.category == "drug")

    def effect(self) -> Answer:
        subject = self.subject
        targets = [e for e in self.others if e not in self.places] or self.others
        if not targets:
            return self.actions()
        target = targets[0]
        sign = self.asked.sign
        if sign == -1 and self.asked.verb in ("help", "helps") and not self._bad(target):
            sign = 0
        claims = between(self.store, [subject.id], topic(self.store, target))
        helps = self.asked.verb in ("help", "helps", "treat", "treats", "relieve", "relieves", "improve", "improves")
        judged = {a.id: self._judge_benefit(a, target) if helps else judge(a, sign) for a in claims}
        if is_causal(self.asked.verb):
            judged = {k: (None if v is False and not self._claim(claims, k).negated else v) for k, v in judged.items()}
        verdict = verdict_of(claims, judged, sign)
        verb = self.asked.verb or "affect"
        open_note = unanswered(self.store, [subject.id, target.id])
        parameters = {"a": subject.id, "b": target.id}
        if open_note and verdict != "supported":
            text = f"The graph does not say whether {subject.name} can {verb} {target.name}. {open_note}"
            return self.make("not_stated", text, claims, judged, "claims-between", **parameters)
        if verdict == "not_stated":
            return self._by_chain(subject, target, sign, verb, claims, judged)
        return self.make(
            verdict, self._verdict_text(verdict, subject, verb, target, claims, judged), claims, judged,
            "claims-between", **parameters,
        )  # fmt: skip

    @staticmethod
    def _claim(claims: Sequence[Association], id: str) -> Association:
        return next(a for a in claims if a.id == id)

    def _verdict_text(
        self,
        verdict: Verdict,
        subject: Entity,
        verb: str,
        target: Entity,
        claims: Sequence[Association],
        judged: dict[str, bool | None],
    ) -> str:
        pro = [a for a in claims if judged.get(a.id) is True]
        con = [a for a in claims if judged.get(a.id) is False]
        hedged = bool(pro) and all(a.certainty in ("hedged", "inconclusive") for a in pro)
        claim = f"that {subject.name} can {verb} {target.name}"
        if verdict == "supported":
            both = self.asked.sign == 0 and {1, -1} <= {a.stated_sign for a in pro}
            how = " They disagree on the direction." if both else ""
            if patients := contested_in(claims, judged, self.asked.sign):
                how += f" Contested only in patients with {join(sorted(self.name(c) for c in patients))}."
            return f"{'Hedged claims say' if hedged else 'Claims in the graph say'} {claim}.{how}"
        if verdict == "refuted":
            return f"What the graph says speaks against it, {claim}."
        if verdict == "inconclusive":
            return f"No conclusive data on it, {claim}; that is not a “no”."
        against = len(con) + sum(contests(a, self.asked.sign) for a in pro)
        return f"Contested: {len(pro)} claim{'s' if len(pro) != 1 else ''} for it, {against} against, {claim}."

    def _by_chain(
        self,
        subject: Entity,
        target: Entity,
        sign: int,
        verb: str,
        claims: Sequence[Association],
        judged: dict[str, bool | None],
    ) -> Answer:
        text = f"The graph does not say whether {subject.name} can {verb} {target.name}."
        verdict: Verdict = "not_stated"
        chain: list[Association] = []
        curated = list(self.store.mechanisms(drug=subject.id, effect=target.id))
        if curated:
            mechanism = self.graph.mechanism(subject, target)
            chain = [a for a in mechanism.associations if a.asserted]
            if sign in (0, mechanism.sign) and mechanism.sign != 0:
                judged = {**judged, **{a.id: True for a in chain}}
                text = f"No single claim says so, but a curated mechanism of {len(chain)} claims does."
                verdict = "supported"
        path = None
        for length in () if curated else (2, 6):
            try:
                path = self.graph.paths(subject, target, 1, max_length=length, causal=True, sign=sign or None)[0]
                break
            except NotFoundError:
                continue
        if path is not None:
            chain = [s.association for s in path.steps]
            steps = " → ".join(self.name(c) for c in path.entities)
            if len(path) <= 2:
                verdict = "supported"
                judged = {**judged, **{a.id: True for a in chain}}
                text = f"No single claim says so, but two joined do: {steps}. The chain is composed, not stated."
                if any(a.certainty == "hedged" for a in chain):
                    text += " It is hedged."
            else:
                text += f" A chain of {len(path)} claims would connect them ({steps}); no source states the whole."
        return self.make(verdict, text, [*claims, *chain], judged, "claims-between", a=subject.id, b=target.id)

    def is_a(self) -> Answer:
        subject = self.subject
        words = self.asked.words.lower()
        relation = next((p for noun, p in _TARGETING.items() if noun in words), None)
        targets = self.others
        if not targets:
            return self.listing(f"What {subject.name} is", self._roles(subject), "is-a", entity=subject.id)
        wanted = {c for e in targets for c in topic(self.store, e, TARGETS)}
        claims = []
        for a in self.store.associations(subject=subject.id):
            fits = a.object in wanted
            if relation is None or a.object in {e.id for e in targets}:
                fits = fits and (a.relation.role == "structural" or a.predicate in ("acts_at",))
            else:
                fits = fits and (a.predicate in relation or a.relation.role == "structural")
            if fits or (relation and a.predicate in relation and a.object in wanted):
                claims.append(a)
        judged: dict[str, bool | None] = {
            a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims
        }
        verdict = verdict_of(claims, judged)
        noun = targets[0].name if relation is None else self.asked.words.rstrip("?")
        what = f"an {noun}" if noun[0].lower() in "aeiou" else f"a {noun}"
        note = next((n for e in targets if (n := unanswered(self.store, [subject.id, e.id]))), "")
        parameters = {"a": subject.id, "b": targets[0].id}
        if verdict == "not_stated":
            known = [a for a in self.store.associations(subject=subject.id) if relation and a.predicate in relation]
            near = [a for a in between(self.store, [subject.id], wanted) if a not in known]
            text = f"The graph does not say whether {subject.name} is {what}. {note}".strip()
            beside: dict[str, bool | None] = {a.id: None for a in [*known, *near]}
            return self.make("not_stated", text, [*known, *near], beside, "claims-between", **parameters)
        if verdict == "supported":
            species = {a.qualifiers.species for a in claims}
            limits = [self.name(s) for s in species if s] if None not in species else []
            text = f"{subject.name} is stated to be {what}" + (f", in {join(limits)}" if limits else "") + "."
        else:
            text = f"Whether {subject.name} is {what}: {verdict.replace('_', ' ')}."
        return self.make(verdict, text, claims, judged, "claims-between", **parameters)

    def _roles(self, entity: Entity) -> list[Association]:
        kinds = ("has_role", "member_of", "subclass_of", "structurally_similar_to", "enantiomer_of")
        return [a for a in self.store.associations(subject=entity.id) if a.predicate in kinds]

    def density(self) -> Answer:
        vocab = vocabulary()
        target = next((e for e in self.entities if vocab.is_a(e.category, "gene_product")), self.subject)
        claims = [
            a for a in self.store.associations(subject=target.id) if a.predicate in ("has_density_in", "expressed_in")
        ]
        claims.sort(key=lambda a: (a.quantity.rank if a.quantity and a.quantity.rank is not None else 99, a.object))
        what = f"Where {target.name} is found, densest first"
        return self.listing(what, claims, "receptor-density", receptor=target.id)

    def uses(self) -> Answer:
        drug = self.subject
        claims = [a for a in self.store.associations(subject=drug.id) if a.predicate in _USES]
        claims.sort(key=lambda a: (_USES.index(a.predicate), a.negated))
        judged: dict[str, bool | None] = {
            a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims
        }

        def of(*predicates: str) -> list[str]:
            found = [self.name(a.object) for a in claims if a.predicate in predicates and a.asserted]
            return list(dict.fromkeys(found))

        parts = []
        if treats := of("treats", "ameliorates", "palliates"):
            parts.append(f"{drug.name} treats {join(treats)}")
        if off_label := of("used_off_label_for"):
            parts.append(f"off-label it is used for {join(off_label)} (use, not proof of efficacy)")
        if denied := [self.name(a.object) for a in claims if a.negated]:
            parts.append(f"not established for {join(list(dict.fromkeys(denied)))}")
        text = "; ".join(parts) + "." if parts else f"The graph does not say what {drug.name} is used for."
        verdict: Verdict = "supported" if any(judged.values()) else verdict_of(claims, judged)
        return self.make(verdict, text, claims, judged, "treatments", drug=drug.id)

    def toxicity(self) -> Answer:
        drug = self.subject
        nodes = [drug.id, *(c for c in topic(self.store, drug) if c != drug.id)]
        bad = {"toxicity", "overdose", "withdrawal", "complication"} & set(self.text.lower().split())
        about_toxicity = [c for c in nodes if any(w in self.name(c).lower() for w in ("toxicity", "withdrawal"))]
        claims: dict[str, Association] = {}
        for c in nodes if not bad or not about_toxicity else [drug.id, *about_toxicity]:
            for a in self.store.associations(subject=c):
                harmful = a.predicate in (
                    "causes",
                    "manifests_as",
                    "has_side_effect",
                    "increases_risk_of",
                    "has_risk_context",
                )
                if (harmful or a.predicate == "exacerbates") and (
                    c != drug.id or a.object in about_toxicity or not bad or a.predicate == "has_risk_context"
                ):
                    claims[a.id] = a
            for a in self.store.associations(object=c):
                if a.predicate in ("increases_risk_of", "causes", "removes", "ameliorates") and c in about_toxicity:
                    claims[a.id] = a
        listed = sorted(claims.values(), key=lambda a: (a.predicate != "manifests_as", a.subject, a.object))
        what = f"Complications of {drug.name}"
        signs = [a for a in listed if a.predicate in ("manifests_as", "has_side_effect")]
        return self.listing(what, listed, "toxicity", named=signs or None, drug=self._drug_of(drug))

    def _drug_of(self, entity: Entity) -> Curie:
        """The drug that an entity such as "baclofen toxicity" is about."""
        if entity.category == "drug":
            return entity.id
        for m in self.store.entities():
            if m.category == "drug" and m.name.lower() in entity.name.lower():
                return m.id
        return entity.id

    def kinetics(self) -> Answer:
        drug = self.subject
        words = self.text.lower()
        wanted = next(
            (
                p
                for stem, p in (
                    ("absor", ("absorbed_from",)),
                    ("bioavail", ("has_parameter", "absorbed_from")),
                    ("excret", ("excreted_by", "has_parameter")),
                    ("eliminat", ("excreted_by", "has_parameter")),
                    ("clear", ("excreted_by", "has_parameter")),
                    ("metaboli", ("metabolized_in", "has_metabolite")),
                    ("cross", ("crosses",)),
                )
                if stem in words
            ),
            _KINETIC,
        )
        claims = [a for a in self.store.associations(subject=drug.id) if a.predicate in wanted]
        related = [c for c in topic(self.store, drug) if c != drug.id]
        stem = "absor" if "absorbed_from" in wanted else "excret" if "excreted_by" in wanted else ""
        for c in (drug.id, *related):
            for a in (*self.store.associations(subject=c), *self.store.associations(object=c)):
                ends = (self.name(a.subject) + " " + self.name(a.object)).lower()
                bioavailable = (
                    a.predicate == "has_parameter" and "bioavail" in str(a.quantity and a.quantity.kind).lower()
                )
                if stem and (
                    stem in ends or a.qualifiers.aspect.startswith(stem) or (stem == "absor" and bioavailable)
                ):
                    claims.append(a)
        unique = list({a.id: a for a in claims}.values())
        return self.listing(f"What is stated on {drug.name}", unique, "absorption", drug=drug.id)

    def interactions(self) -> Answer:
        drug = self.subject
        partners = [e for e in self.others if vocabulary().is_a(e.category, "chemical") or e.category == "drug_class"]
        own = [drug.id, *topic(self.store, drug)]
        if partners:
            claims: list[Association] = []
            per: dict[str, list[Association]] = {}
            for partner in partners:
                theirs = [partner.id, *topic(self.store, partner)]
                found = between(self.store, own, theirs) + between(self.store, theirs, own)
                pair = list({a.id: a for a in found if a.subject != a.object}.values())
                pair = [a for a in pair if a.relation.role != "structural"]
                per[partner.name] = pair
                claims += [a for a in pair if a not in claims]
            judged: dict[str, bool | None] = {
                a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims
            }
            yes = [n for n, found in per.items() if any(judged[a.id] for a in found)]
            no = [n for n in per if n not in yes]
            verdict: Verdict = "supported" if yes else verdict_of(claims, judged)
            parts = []
            if yes:
                parts.append(f"The graph states an interaction of {drug.name} with {join(yes)}")
            if no:
                parts.append(f"{'it' if yes else 'the graph'} states none with {join(no)} (which is not a “no”)")
            text = "; ".join(parts) + "."
            text = text[0].upper() + text[1:]
            if claims and all(a.certainty == "hedged" for a in claims if judged[a.id]):
                text += " All are hedged (“may”, “could”); mind the direction of each."
        else:
            vocab = vocabulary()
            claims = []
            for c in own:
                for a in (*self.store.associations(subject=c), *self.store.associations(object=c)):
                    ends = [self.store.entity(x) for x in (a.subject, a.object)]
                    others = [e for e in ends if e is not None and e.id not in own]
                    drugs = [e for e in others if vocab.is_a(e.category, "drug") or self._is_about_other_drug(e)]
                    if drugs and a.relation.role not in ("structural",) and a not in claims:
                        claims.append(a)
            judged = {a.id: None if a.certainty == "inconclusive" else not a.negated for a in claims}
            names = list(dict.fromkeys(self.name(x) for a in claims for x in (a.subject, a.object) if x not in own))
            verdict = "supported" if claims else "not_stated"
            text = (
                f"The graph states interactions of {drug.name} with {join(names)}."
                if claims
                else f"The graph states no interaction of {drug.name}; that is not a “no”."
            )
        return self.make(verdict, text, claims, judged, "interactions", drug=drug.id)

    def _is_about_other_drug(self, entity: Entity) -> bool:
        """Whether an entity such as "excretion of acrivastine" names a drug other than the subject."""
        if not vocabulary().is_a(entity.category, "process_or_activity"):
            return False
        words = entity.name.lower()
        return any(
            e.category == "drug" and e.id != self.subject.id and e.name.lower() in words for e in self.store.entities()
        )

    def compare(self) -> Answer:
        if len(self.entities) < 2:
            return self.actions()
        first, second = self.entities[:2]
        roles = ("regulatory", "clinical", "structural")
        one = [a for a in self.store.associations(subject=first.id) if a.relation.role in roles]
        two = [a for a in self.store.associations(subject=second.id) if a.relation.role in roles]
        shared = {(a.object, a.stated_sign) for a in one if a.asserted} & {
            (a.object, a.stated_sign) for a in two if a.asserted
        }
        names = join(list(dict.fromkeys(self.name(c) for c, _ in sorted(shared)))) or "nothing that the graph states"
        only = [
            join(list(dict.fromkeys(self.name(a.object) for a in side if (a.object, a.stated_sign) not in shared))[:6])
            for side in (one, two)
        ]
        text = (
            f"{first.name} and {second.name} share {names}. Only {first.name}: {only[0] or 'nothing'}. "
            f"Only {second.name}: {only[1] or 'nothing'}."
        )
        judged: dict[str, bool | None] = {a.id: None for a in [*one, *two]}
        judged |= {a.id: True for a in [*one, *two] if (a.object, a.stated_sign) in shared}
        verdict: Verdict = "supported" if one and two else "not_stated"
        return self.make(verdict, text, [*one, *two], judged, "claims-about", entity=first.id)

    def actions(self) -> Answer:
        subject = self.subject
        claims = list(self.store.associations(subject=subject.id))
        if self.places:
            inside = {c for place in self.places for c in part_closure(self.store, place.id)}
            nervous = part_closure(self.store, Curie("UBERON:0001017")) & inside or inside
            kinds = ("has_role", "structurally_similar_to")
            if subject.category != "drug_class":
                around = nervous | {p.id for p in self.places}
                claims = [a for a in claims if self._in(a, around) or a.predicate in kinds]
            what = f"What {subject.name} does in the {join([p.name for p in self.places])}"
        elif self.others and self.asked.words:
            return self.effect()
        elif self.asked.verb and self._bad(subject):
            return self.toward(subject)
        else:
            what = f"What the graph says of {subject.name}"
        return self.listing(what, claims, "effects", drug=subject.id)

    def toward(self, target: Entity) -> Answer:
        """What changes something: claims of drugs and classes on it, and curated mechanisms that end there."""
        sign = self.asked.sign
        claims = [
            a
            for c in topic(self.store, target)
            for a in self.store.associations(object=c)
            if (agent := self.store.entity(a.subject)) is not None and agent.category in ("drug", "drug_class")
        ]
        judged = {a.id: judge(a, sign) for a in claims}
        drugs = [self.name(a.subject) for a in claims if judged[a.id]]
        drugs += [self.name(m.drug) for m in self.store.mechanisms(effect=target.id)]
        names = join(sorted(set(drugs)))
        verdict: Verdict = "supported" if drugs else verdict_of(claims, judged, sign)
        text = (
            f"By claims or curated mechanisms: {names}."
            if drugs
            else f"The graph names nothing that can {self.asked.verb} it."
        )
        return self.make(verdict, text, claims, judged, "claims-about", entity=target.id)

    def _in(self, a: Association, places: set[Curie]) -> bool:
        q = a.qualifiers
        if a.object in places or q.anatomy in places:
            return True
        named = self.store.entity(a.object)
        return named is not None and any(
            p.predicate in ("part_of", "located_in", "occurs_in") and p.object in places and p.asserted
            for p in self.store.associations(subject=named.id)
        )
