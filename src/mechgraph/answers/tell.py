"""The sentences of an answer, made once: what is so, in whom, where, how sure, and then what stands beside it.

A sentence says no more than the claims that it is made of: hedges, species, patients, places and amounts are in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..curie import Curie
from ..model import Association, Entity, Path
from ..sentences import chain_of, says
from ..store.parts import names_of
from ..vocab import vocabulary
from ..workspace import Workspace
from .asked import Slot
from .judge import Judgement, conclusion, contests
from .rules import COMPOSED, FOLLOWS, FROM_PASSAGE, INCONCLUSIVE, OFF_LABEL, OTHER, Bearing
from .rules.bearing import TOGETHER
from .telling import clauses, join
from .topics import is_disorder

__all__ = ["Teller", "tell"]

_FEW = 2
"""Sources of an answer up to which the rest of a passage is told with it."""
_ALONE = frozenset(("interaction", "acts_on", "dose", "define", "off_label"))
"""Relations whose answer takes in nothing else of the passage."""
_WANTED = {1: "more", -1: "less"}
_ASKED = {
    "change": {1: "increase", -1: "decrease", 0: "affect"},
    "cause": {1: "cause", 0: "cause", -1: "decrease"},
    "prevent": {-1: "prevent", 0: "prevent", 1: "prevent"},
    "help": "help",
    "treat": "treat",
    "use": "be used for",
    "approved": "be approved for",
    "off_label": "be used off-label for",
    "is_a": "be",
    "acts_on": "act on",
    "where": "be found or act in",
    "interaction": "interact with",
    "safe": "be harmful in",
    "contraindication": "be contraindicated in",
    "withdrawal": "on withdrawal cause",
    "toxicity": "in overdose cause",
}
_TITLES = {
    "change": "What is stated to {verb} {object}",
    "cause": "What is stated to cause {object}",
    "prevent": "What is stated to prevent {object}",
    "help": "What is stated to help in {object}",
    "treat": "What is stated to treat {object}",
    "use": "What is stated to be used for {object}",
    "is_a": "What is stated to be {object}",
    "acts_on": "What is stated to act on {object}",
}


def tell(workspace: Workspace, found: Judgement) -> str:
    """The answer to one part of a question, in sentences."""
    told = Teller(workspace, found)
    if found.verdict == "list":
        return told.listing()
    return told.verdict()


class Teller:
    """One judgement with the names that its sentences need."""

    def __init__(self, workspace: Workspace, found: Judgement) -> None:
        self.workspace, self.store = workspace, workspace.store
        self.found, self.ask = found, found.ask
        self.names = names_of(workspace.store, found.claims)
        for slot in (found.ask.subject, found.ask.object):
            if slot.mention is not None:
                self.names[slot.mention.entity.id] = slot.mention.entity

    def name(self, curie: Curie) -> str:
        entity = self.names.get(curie) or self.store.entity(curie)
        return entity.name if entity is not None else str(curie)

    def said(self, claims: Iterable[Association], limit: int = 4) -> str:
        return "; ".join(clauses(claims, self.names, limit=limit))

    def of(self, slot: Slot) -> str:
        if slot.mention is None:
            return slot.word or "anything"
        return slot.mention.entity.name

    # Verdicts --------------------------------------------------------------------------------------------------

    def verdict(self) -> str:
        v, basis = self.found.verdict, self.found.basis
        if basis == "curated":
            return self.curated()
        if basis == "chain":
            return self.hypothesis()
        text = {
            "supported": self.supported,
            "refuted": self.refuted,
            "mixed": self.mixed,
            "inconclusive": self.inconclusive,
        }.get(v, self.not_stated)()
        if basis == "class":
            text = f"{self.of_class()}: {_lower(text)}"
        return text + self.how() if self.ask.form == "how" and v == "supported" else text

    def of_class(self) -> str:
        """That it is said of a class of what is asked about; an interaction may be of a class of either."""
        claims = self.found.of("for", "against")
        if self.ask.relation != "interaction":
            classes = join(list(dict.fromkeys(self.name(a.subject) for a in claims)))
            return f"Said of its class, {classes}, and not of {self.of(self.ask.subject)} itself"
        asked = {s.mention.entity.id for s in (self.ask.subject, self.ask.object) if s.mention is not None}
        classes = join(
            list(dict.fromkeys(self.name(c) for a in claims for c in (a.subject, a.object) if c not in asked))
        )
        return f"Said of a class, {classes}, and not of the two themselves"

    def how(self) -> str:
        """By what steps, where that is asked and claims say only that it is so."""
        m = self.found.mechanism
        best = min(m.paths, key=_doubt, default=None) if m is not None else None
        if best is None:
            return " By what steps is not stated."
        more = f" ({len(m.paths) - 1} more)" if m is not None and len(m.paths) > 1 else ""
        return f" By what steps, as the curated mechanism has it: {chain_of(best, self.names)}{more}."

    def supported(self) -> str:
        pro = self.found.of("for")
        if self.ask.relation == "route":
            from .lists import routes

            return f"Yes. {routes(self)}"
        lead = "Possibly" if all(a.certainty == "hedged" for a in pro) else "Yes"
        if self.ask.negated:
            harmful = self.ask.relation in ("safe", "contraindication") or self.ask.polarity < 0
            lead = "Yes" if self.ask.relation != "change" and harmful else "Yes, it does not"
            if self.ask.relation == "interaction" and harmful:  # how grave it is, the claims say
                lead = "An interaction is stated"
        if self.ask.relation in ("treat", "use") and all(a.relation.group == "relief" for a in pro):
            lead = "In part, as relief of symptoms"
        if self.ask.quantifier in ("only", "all"):
            lead = "Not only" if self.ask.quantifier == "only" and self.elsewhere() else lead
        text = f"{lead}: {self.said(pro)}"
        follows = [b.claim for b in self.found.bearings if b.reason == FOLLOWS and self.onward(b.claim)]
        for more in (self.said(follows, 3), self.passage()):
            text += f"; {more}" if more else ""
        text += "."
        if self.found.patients:
            text += f" Contested only in patients with {join(sorted(map(self.name, self.found.patients)))}."
        if not self.ask.polarity and {1, -1} <= {a.stated_sign for a in pro} and self.ask.relation == "change":
            text += " They disagree on the direction."
        return text

    def refuted(self) -> str:
        con = self.found.of("against")
        opposite = [a for a in con if not a.negated]
        lead = "No" if len(opposite) < len(con) else "No, it is the other way round"
        lead = "No, it does" if self.ask.negated else lead
        lead = "No, not only" if self.found.scope == "only" else lead
        if (
            opposite
            and not self.ask.negated
            and self.ask.relation in ("safe", "contraindication", "is_a", "acts_on", "where", "approved")
        ):
            lead = "No"
        if opposite and any("measured" in b.reason or "rank" in b.reason for b in self.against()):
            lead = "No"
        if self.ask.relation in ("interaction", "withdrawal") and self.ask.polarity < 0:
            lead = "Not without care"
        text = f"{lead}: {self.said(con)}."
        doubts = [e for a in con for e in a.evidence if e.stance in ("refutes", "no_effect")]
        return text + (
            f" {_pieces(len(doubts))} of evidence on it disagree{'s' if len(doubts) == 1 else ''}." if doubts else ""
        )

    def mixed(self) -> str:
        pro, con = self.found.of("for"), self.found.of("against")
        doubted = any(contests(a, self.found.sign) for a in pro)
        others = _whom(pro) and _whom(con) and not _whom(pro) & _whom(con)
        lead = "It differs by the patients" if others and not doubted else "The evidence conflicts"
        text = f"{lead}. For: {self.said(pro, 3)}."
        against = [self.said(con, 3)] if con else []
        for a in pro:
            for e in a.evidence:
                if e.stance in ("refutes", "no_effect") and contests(a, self.found.sign):
                    against.append(f"{says(e).rstrip('.')} [{e.source}]".strip())
        return f"{text} Against: {'; '.join(dict.fromkeys(against))}."

    def inconclusive(self) -> str:
        open_ones = [b.claim for b in self.found.bearings if b.reason == INCONCLUSIVE]
        return f"No conclusive data: {self.said(open_ones, 3)}. That is not a “no”."

    def curated(self) -> str:
        m = self.found.mechanism
        assert m is not None
        sources = len({s for a in m.associations for s in a.sources})
        by = f"a curated mechanism of {len(m.associations)} claims ({sources} source{'s' if sources != 1 else ''})"
        effect = m.effect.name if m.effect is not None else self.of(self.ask.object)
        v = self.found.verdict
        best = min(m.paths, key=_doubt, default=None)
        how = f": {chain_of(best, self.names)}" if best is not None else ""
        if v == "inconclusive" and m.sign == 0:
            text = f"Undetermined: {by} leads from {m.drug.name} to {effect}, and its direction is not known{how}."
        elif m.sign is None:
            text = f"Undecided: the branches of {by} end in opposite directions{how}."
        else:
            net = _WANTED.get(m.sign or 0, "")
            lead = {"supported": "Yes, by", "refuted": "No, by", "mixed": "Contested: by"}.get(v, "By")
            text = f"{lead} {by}, {m.drug.name} leads to {net} {effect}{how}."
        return f"{text} No single claim says so.{self.limits(m.associations)}{self.instead()}"

    def hypothesis(self) -> str:
        path = self.found.path
        if path is None:
            met = [f"{self.name(point)} ({how})" for point, how in self.found.points[:5]]
            both = f"{self.of(self.ask.subject)} and {self.of(self.ask.object)}"
            return (
                f"No source states an interaction. What is known of {both} meets at {join(met)}; that is no statement."
            )
        sign = _WANTED.get(path.sign or 0)
        hence = f", hence {sign} {self.name(path.entities[-1])}" if sign else ""
        one = len(path.steps)
        text = f"No source says so. A chain of {one} claims would lead there: {chain_of(path, self.names)}{hence}."
        return text + self.limits([s.association for s in path.steps]) + self.instead()

    def not_stated(self) -> str:
        ask = self.ask
        verb = _ASKED.get(ask.relation, "")
        if isinstance(verb, dict):
            verb = verb.get(ask.polarity, "")
        if ask.action and ask.relation in ("is_a", "acts_on"):
            by = ask.action.replace("_", " ")
            verb = "be a substrate of" if ask.action == "substrate" else f"act by {by} on"
        if ask.aspect == TOGETHER:
            verb = "be given together with"
        if ask.relation == "contraindication" and self.with_drug():
            verb = "be contraindicated with"
        where = f" ({ask.setting.words})" if ask.setting else ""
        if self.found.scope and (so := self.found.of("for")):
            more = "that it is so always" if self.found.scope == "all" else "that nothing else is"
            return f"Not stated {more}. Stated is: {self.said(so)}. That is not a “no”."
        if self.found.note:
            known = self.said([b.claim for b in self.found.bearings if b.claim.asserted], 5)
            return f"No source says so. {self.found.note}" + (f" Stated is: {known}." if known else "")
        verb = "belongs to the class" if verb == "be" else f"can {verb}" if verb else ""
        silence = "That is not a “no”."
        if ask.relation == "safe" or (ask.relation in ("interaction", "withdrawal") and ask.polarity < 0):
            silence = "That is neither a “yes” nor a “no”."
        subject, target = ask.subject.mention, ask.object.mention
        if subject is not None and target is not None and verb:
            aspect = f"the {ask.aspect.replace('_', ' ')} of " if ask.aspect not in ("", TOGETHER) else ""
            much = f" (asked: “{ask.degree}”)" if ask.degree else ""
            said = f"{subject.entity.name} {verb} {aspect}{target.entity.name}{where}{much}"
            known = f"{self.known(subject.entity)}, {self.known(target.entity)}"
            text = f"Not stated: no claim says whether {said} ({known})."
            if tried := [b.claim for b in self.found.bearings if b.reason == OFF_LABEL]:
                return f"Off-label (use, and no proof of efficacy): {self.said(tried, 2)}. {text}{self.instead()}"
        else:
            about = subject or target
            what = f" about {about.entity.name}" if about is not None else ""
            asked_for = next((s.word for s in (ask.subject, ask.object) if s.open and s.within is not None), "")
            what = f" on {asked_for}{what}" if asked_for else what
            if subject is not None and verb and ask.setting and ask.form == "closed" and not asked_for:
                does = verb.rsplit(" ", 1)[0] if verb.endswith((" in", " for")) else verb
                what = f" says whether {subject.entity.name} {does}{where}"
                return f"Not stated: no claim{what} ({self.known(subject.entity)}). {silence}{self.instead()}"
            if ask.relation == "dose":
                from .lists import doses_of_studies

                return doses_of_studies(self)
            text = f"Not stated: no claim{what} says so{where}"
            text += f" ({self.known(about.entity)})." if about is not None else "."
        return f"{text} {silence}{self.instead()}"

    def with_drug(self) -> bool:
        """Whether the object is something that is taken: what is contraindicated in patients is so with a drug."""
        mention = self.ask.object.mention
        return mention is not None and any(
            vocabulary().is_a(mention.entity.category, c) for c in ("chemical", "drug_class")
        )

    def known(self, entity: Entity) -> str:
        n = 0
        for side in ("subject", "object"):
            for _ in self.store.associations(**{side: entity.id}):
                n += 1
                if n > 999:
                    return f"over 999 claims on {entity.name}"
        return f"{n or 'no'} claim{'' if n == 1 else 's'} on {entity.name}"

    # What stands beside ----------------------------------------------------------------------------------------

    def against(self) -> list[Bearing]:
        return [b for b in self.found.bearings if b.stance == "against"]

    def elsewhere(self) -> bool:
        return any(True for b in self.found.bearings if b.stance == "beside" and b.claim.asserted)

    def passage(self) -> str:
        """What else the passage says that answers; untold where many sources answer, or another thing is spoken of."""
        deciding = self.found.of("for")
        told = [b.claim for b in self.found.bearings if b.reason == FROM_PASSAGE]
        if self.found.basis == "class" or self.ask.relation in _ALONE:
            return ""
        if self.ask.form == "closed" and self.ask.relation not in ("is_a", "cause", "toxicity"):
            return ""
        if len({s for a in deciding for s in a.sources}) > _FEW:
            acting = {a.subject for a in deciding}
            return self.said([a for a in told if a.subject in acting], 5)
        return self.said(told, 8)

    def onward(self, claim: Association) -> bool:
        """Whether a claim goes on from one that answers, in its direction: a slowed excretion, a raised level."""
        for a in self.found.of("for"):
            direction = {1: "increased", -1: "decreased"}.get(a.stated_sign, "")
            if a.object == claim.subject and claim.qualifiers.subject_direction in ("", direction):
                return claim.qualifiers.subject_direction != ""
        return False

    def instead(self) -> str:
        """What is said of the two without answering the question, with why it does not."""
        by_reason: dict[str, list[Association]] = {}
        for b in self.found.bearings:
            if b.stance == "beside" and b.reason not in COMPOSED | {FOLLOWS, INCONCLUSIVE, OTHER, OFF_LABEL}:
                by_reason.setdefault(b.reason, []).append(b.claim)
        parts = [f" Beside it stands ({why}): {self.said(listed, 2)}." for why, listed in list(by_reason.items())[:3]]
        return "".join(parts)

    def limits(self, chain: Sequence[Association]) -> str:
        """What a chain is limited to: hedges, patients, species."""
        text = " It is hedged." if any(a.certainty == "hedged" for a in chain) else ""
        ill = {a.qualifiers.population_of for a in chain} - {None}
        if ill:
            text += f" Stated only in patients with {join(sorted(self.name(c) for c in ill if c), 'or')}."
        species = {a.qualifiers.species for a in chain} - {None}
        if species and Curie("NCBITaxon:9606") not in species:
            text += f" Stated only in {join(sorted(self.name(c) for c in species if c), 'or')}."
        return text

    def reached(self) -> str:
        """Where curated mechanisms of the subject lead to less of a disorder, and no claim of a use says so."""
        mention = self.ask.subject.mention
        if mention is None:
            return ""
        told = {b.claim.object for b in self.found.bearings}
        ends: dict[str, None] = {}
        for m in self.store.mechanisms(drug=mention.entity.id):
            effect = self.store.entity(m.effect)
            if effect is None or m.effect in told or not is_disorder(effect):
                continue
            if conclusion(self.workspace.mechanism(mention.entity, effect), -1) == "supported":
                ends[effect.name] = None
        if not ends:
            return ""
        return f" Curated mechanisms lead to less {join(list(ends))}; that is no statement of a use."

    # Lists -----------------------------------------------------------------------------------------------------

    def listing(self) -> str:
        from .lists import LISTINGS, of_members, plain

        if self.found.basis == "members":
            return of_members(self)
        make = LISTINGS.get(self.ask.relation, plain)
        return make(self)


def _whom(claims: Sequence[Association]) -> set[tuple[str, str]]:
    """Those whom claims are on; nobody where one of them names nobody."""
    people = {(a.qualifiers.population, str(a.qualifiers.population_of or "")) for a in claims}
    return set() if ("", "") in people else people


def _doubt(path: Path) -> tuple[int, int]:
    return (sum(s.association.certainty == "hedged" for s in path.steps), len(path.steps))


def _pieces(n: int) -> str:
    return f"{n} piece{'' if n == 1 else 's'}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
