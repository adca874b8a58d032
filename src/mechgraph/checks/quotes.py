"""Whether a quote carries its claim: both ends named, its direction, negation and hedge; no title, and quoted once.

A quote is the source's own words (:class:`~mechgraph.model.Evidence`). It is read by the words that stand in it and by
nothing else, so that a finding is a reason to look, and silence none to trust. A pronoun for an end, or a direction
that only the sentence before gives, is a finding too: a reader of the quote alone cannot see it either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..curie import Curie
from ..model import Association, Evidence
from ..names import fold, more_names
from .direction import READ, Direction, direction
from .mention import NAMED, Mention, mention, spellings
from .passage import Passage, abbreviations, says, tokens

if TYPE_CHECKING:
    from .case import Case, Hit, Placed

__all__ = [
    "Quoted",
    "Reader",
    "quote_denies",
    "quote_direction",
    "quote_hedge",
    "quote_names",
    "quote_reused",
    "quote_title",
]

_OTHERS, _USUAL, _DIRECTED = 0.8, 0.5, 0.2
"""How much of the best other claim's score and of the mean over other quotes is taken off; of direction put on."""
_ROUND = 1e-9
_TITLE = 92
"""Likeness of a quote and a title, of 100, from which on they are the same."""


class Reader:
    """Reads quotes against claims: the names of all entities, and the abbreviations that the quotes themselves define.

    Args:
        case: Records whose entities give the names; members of a class count for the class.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        quotes = (e.quote for p in case.claims for e in p.record.evidence if e.quote)
        self._short = abbreviations(dict.fromkeys(quotes))
        self._passages: dict[str, Passage] = {}
        self._mentions: dict[tuple[Curie, str], Mention] = {}
        self._directions: dict[tuple[tuple[Curie, Curie], str], Direction] = {}

    @cached_property
    def _names(self) -> dict[Curie, list[str]]:
        out = {e.id: [e.name, *e.synonyms] for e in self._case.entity.values()}
        quoted = (p.record for p in self._case.claims if any(e.quote for e in p.record.evidence))
        ends = dict.fromkeys(c for a in quoted for c in (a.subject, a.object) if c in out)
        for text, curie in more_names([self._case.entity[c] for c in ends], self._case.known.entities):
            if Curie.maybe(text) is None:
                out[curie].append(text)
        own = {curie: list(names) for curie, names in out.items()}
        for a in self._case.every:
            if a.relation.group == "member" and a.nested and a.asserted:
                member, group = a.nested
                if group in out:
                    out[group] += own.get(member, [])
        return out

    def passage(self, quote: str) -> Passage:
        if quote not in self._passages:
            self._passages[quote] = Passage(quote, self._short)
        return self._passages[quote]

    def named(self, curie: Curie, quote: str) -> Mention:
        """How well a quote names an entity, and where."""
        key = (curie, quote)
        if key not in self._mentions:
            names = spellings(self._names.get(curie) or [str(curie)])
            self._mentions[key] = mention(names, self.passage(quote))
        return self._mentions[key]

    def direction(self, claim: Association, quote: str) -> Direction:
        """What a quote says by itself that the cause of a claim does to its effect."""
        key = (claim.causal_ends, quote)
        if key not in self._directions:
            cause, effect = (self.named(c, quote).at for c in claim.causal_ends)
            consumed = any(says(w, "consume") for w in tokens(self._case.name(claim.causal_ends[1])))
            self._directions[key] = direction(self.passage(quote), cause, effect, consumed=consumed)
        return self._directions[key]

    @cached_property
    def _quoted(self) -> dict[tuple[Curie, Curie, str], dict[str, None]]:
        """The quotes that support claims, by cause, effect and aspect."""
        out: dict[tuple[Curie, Curie, str], dict[str, None]] = defaultdict(dict)
        for p in self._case.claims:
            for e in p.record.evidence:
                if e.quote.strip() and e.stance == "supports" and not p.record.negated:
                    out[*p.record.causal_ends, _aspect(p.record)][e.quote] = None
        return out

    def pooled(self, claim: Association, quote: str) -> float:
        """What a quote says of a claim's direction, from −1 to 1, read with the others of the same ends and aspect.

        Their mean is added: what one quote leaves open, or seems to say, the others decide.
        """
        others = [q for q in self._quoted.get((*claim.causal_ends, _aspect(claim)), ()) if q != quote]
        usual = sum(self.direction(claim, q).value for q in others) / len(others) if others else 0.0
        return max(-1.0, min(1.0, self.direction(claim, quote).value + usual))

    def ends(self, claim: Association, quote: str) -> float:
        """How well a quote names both ends of a claim, from 0 to 2."""
        return self.named(claim.subject, quote).score + self.named(claim.object, quote).score

    def _says(self, claim: Association, quote: str) -> float:
        """How well a quote says a claim, by itself: its ends, and a little for its direction."""
        said = self.direction(claim, quote).value * claim.stated_sign if claim.stated_sign else 0.0
        return self.ends(claim, quote) + _DIRECTED * said

    def fits(
        self, claim: Association, quote: str, claims: Iterable[Association] = (), quotes: Sequence[str] = ()
    ) -> float:
        """How well a quote fits a claim, beside the other claims and quotes of its record.

        Args:
            claims: Other claims: a quote that names their ends rather belongs to them.
            quotes: Other quotes: an end that all of them name says little about this one.

        Returns:
            The ends that it names (0 to 2) and its direction (±0.2), less 0.8 of the best other claim's score and half
            of the claim's mean over the other quotes.
        """
        other = max((self._says(c, quote) for c in claims), default=0.0)
        usual = sum(self._says(claim, q) for q in quotes) / len(quotes) if quotes else 0.0
        return self._says(claim, quote) - _OTHERS * other - _USUAL * usual


def _aspect(claim: Association) -> str:
    return claim.qualifiers.aspect or claim.relation.biolink_qualifiers.get("object_aspect_qualifier", "")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of a case: the claim that it stands under, the evidence, and what reads it."""

    at: Placed[Association]
    evidence: Evidence
    reader: Reader

    @property
    def claim(self) -> Association:
        return self.at.record

    @property
    def text(self) -> str:
        return self.evidence.quote

    @property
    def shown(self) -> str:
        """The quote in marks, cut to its first words."""
        found = self.text.split()
        return f"“{' '.join(found[:8])}{' …' if len(found) > 8 else ''}”"


def read_quotes(case: Case) -> list[Quoted]:
    """Every quote under a claim of the case, with one reader for all."""
    reader = Reader(case)
    return [Quoted(p, e, reader) for p in case.claims for e in p.record.evidence if e.quote.strip()]


def _hit(q: Quoted, message: str, remedy: str) -> Hit:
    from .case import Hit

    return Hit(q.at, f"{q.shown} ({q.evidence.source}) {message}", remedy)


def quote_names(case: Case) -> Iterator[Hit]:
    """A quote names both ends of its claim: by name, synonym, member of a class, abbreviation that a quote defines."""
    for q in case.quoted:
        ends = dict.fromkeys((q.claim.subject, q.claim.object))
        missing = [case.name(c) for c in ends if q.reader.named(c, q.text).score < NAMED]
        if not missing:
            continue
        other = _better(case, q)
        remedy = (
            f"it names both ends of {case.called(other)}" if other else "quote words that name it, or add the synonym"
        )
        what = f"names neither {' nor '.join(missing)}" if len(missing) == 2 else f"does not name {missing[0]}"
        yield _hit(q, what, remedy)


def _better(case: Case, q: Quoted) -> Association | None:
    """A claim that shares an end with the quote's own and has both ends named in it; the best of them."""
    ends = {q.claim.subject, q.claim.object}
    near = [a for a in case.every if a.id != q.claim.id and ends & {a.subject, a.object} and a.evidence]
    best = max(near, key=lambda a: q.reader.ends(a, q.text), default=None)
    full = best is not None and min(q.reader.named(c, q.text).score for c in (best.subject, best.object)) >= 0.9
    return best if full else None


def _judged(claim: Association) -> bool:
    """Whether a direction that a quote says can be against the claim."""
    q = claim.qualifiers
    return bool(claim.stated_sign and (claim.relation.opposite or q.direction or q.subject_direction))


def quote_direction(case: Case) -> Iterator[Hit]:
    """A quote does not say the opposite of its claim: that one end lowers the other, where the claim says raises.

    What it leaves open is taken from the other quotes of the same ends.
    """
    for q in case.quoted:
        if q.evidence.stance != "supports" or q.claim.negated or not _judged(q.claim):
            continue
        said = q.reader.direction(q.claim, q.text)
        value = q.reader.pooled(q.claim, q.text)
        if value * q.claim.stated_sign <= -READ + _ROUND and not said.denied:
            alone = said.value * value > 0
            words = " … ".join(q.reader.passage(q.text).words[i] for i in said.words) if alone else ""
            does = "raises" if value > 0 else "lowers"
            cause, effect = map(case.name, q.claim.causal_ends)
            reads = "reads" if alone else "says no direction, and other quotes of the same ends read"
            yield _hit(
                q,
                f"{reads} as if {cause} {does} {effect}" + (f" (“{words}”)" if words else ""),
                "compare with the predicate; quote the words that say its direction",
            )


def quote_denies(case: Case) -> Iterator[Hit]:
    """A quote says "not" where its claim is negated or it speaks against the claim, and only there."""
    for q in case.quoted:
        against = q.evidence.stance in ("refutes", "no_effect")
        if q.evidence.stance == "partial":
            continue
        said = q.reader.direction(q.claim, q.text)
        negations = q.reader.passage(q.text).has("not")
        if said.denied and not q.claim.negated and not against:
            yield _hit(q, "denies what the claim says", "set negated, or the stance of this evidence")
        elif (q.claim.negated != against) and not negations and (q.evidence.stance == "no_effect" or q.claim.negated):
            yield _hit(q, "has no word of negation, and the claim or its stance has", "quote the words that deny it")


def quote_hedge(case: Case) -> Iterator[Hit]:
    """A quote is as sure as its claim: what it hedges is not stated, and what is hedged has its hedge quoted."""
    for q in case.quoted:
        passage = q.reader.passage(q.text)
        hedges = [passage.words[i] for i in passage.has("hedge")]
        if hedges and q.claim.as_said == "stated" and q.claim.certainty == "established":
            yield _hit(q, f"is hedged (“{hedges[0]}”), and the claim is not", "record the hedge, or quote surer words")
        elif q.claim.hedge and not hedges and fold(q.claim.hedge) not in fold(q.text):
            yield _hit(
                q, f"lacks the hedge of the claim (“{q.claim.hedge}”)", "quote the hedging words, or state the claim"
            )


def quote_title(case: Case) -> Iterator[Hit]:
    """A quote is a sentence of the text, and not the title of a source."""
    from rapidfuzz import fuzz

    titles = {s.id: " ".join(w.lower() for w in tokens(s.title)) for s in case.source.values() if s.title}
    for q in case.quoted:
        text = " ".join(q.reader.passage(q.text).low)
        for source in dict.fromkeys((q.evidence.source, *titles)):
            title = titles.get(source, "")
            if title and (fuzz.ratio(text, title) >= _TITLE or (len(text.split()) > 3 and text in title)):
                yield _hit(q, f"is the title of {source}", "quote what the text says")
                break


def quote_reused(case: Case) -> Iterator[Hit]:
    """A quote stands under one claim: words that carry two claims are rarely about both."""
    first: dict[str, Quoted] = {}
    for q in case.quoted:
        other = first.setdefault(" ".join(q.reader.passage(q.text).low), q)
        if other.claim.id != q.claim.id:
            yield _hit(q, f"is quoted for {case.called(other.claim)} too", "find the words that carry this claim")
