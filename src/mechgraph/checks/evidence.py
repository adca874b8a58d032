"""Rules about evidence: every claim has some, its sources stand, and they speak of what they are cited for.

The texts themselves are not read: only titles, what curators wrote that they saw, and their summaries.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from ..curie import Curie
from ..model import SEEN, SOURCE_KINDS, Association, Evidence, Source
from ..store.memory import fold
from .case import Case, Hit, Placed

__all__ = [
    "long_quote",
    "missing_source",
    "no_evidence",
    "not_named",
    "pooled_source",
    "retracted_source",
    "source_form",
    "unused_source",
]

POOLED_FROM = 3
"""So many members of one class with the same claim from the same place make the source pooled."""

QUOTED = 30
"""Words of a source that a quote may have."""

_FORMS = {
    "pmid": (re.compile(r"[1-9]\d{0,8}"), "write its digits in quotes: '12345678'"),
    "pmcid": (re.compile(r"PMC\d+"), "write PMC and its digits"),
    "doi": (re.compile(r"10\.\d{4,9}/\S+"), "write it from '10.' on, without an address"),
    "set_id": (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "write its 36 characters in lower case"),
    "accessed": (re.compile(r"\d{4}-\d{2}-\d{2}"), "write it as '2026-11-29'"),
    "url": (re.compile(r"https?://\S+"), "write an address that begins with https:// or http://"),
}
"""Fields of a source that have a form: what they look like, and what to do where they do not."""


def source_form(case: Case) -> Iterator[Hit]:
    """The identifiers, kind, year and reading of a source have the form that links and lists rely on."""
    for p in case.sources:
        s = p.record
        for field, (form, remedy) in _FORMS.items():
            if (value := getattr(s, field)) and not form.fullmatch(value):
                yield Hit(p, f"{field} {value!r} has not the form of one", remedy)
        for field, value, values in (("kind", s.kind, SOURCE_KINDS), ("verified", s.verified, ("", *SEEN))):
            if value not in values:
                close = difflib.get_close_matches(value, values, n=1)
                hint = f"did you mean {close[0]}? " if close else ""
                yield Hit(p, f"{field} may not be {value!r}", f"{hint}write one of: {', '.join(filter(None, values))}")
        if s.year is not None and not 1500 <= s.year <= 2100:
            yield Hit(p, f"the year {s.year} is no year of publication", "write it with four digits")


def long_quote(case: Case) -> Iterator[Hit]:
    """A quote is short: at most 30 words of the source."""
    for p in case.claims:
        for e in p.record.evidence:
            if (count := len(e.quote.split())) > QUOTED:
                yield Hit(p, f"a quote of {count} words from {e.source}", "keep 30 words that carry the claim")


def no_evidence(case: Case) -> Iterator[Hit]:
    """Every claim has evidence, or says what it was derived from."""
    for p in case.claims:
        if not p.record.evidence and not p.record.derived_from:
            yield Hit(p, "the claim has no evidence", "add a source, and what it says in your own words")


def missing_source(case: Case) -> Iterator[Hit]:
    """Every source that evidence names is in the graph."""
    for p in case.claims:
        for source in p.record.sources:
            if source not in case.source:
                yield Hit(p, f"no source {source!r}", "add it under 'sources'")


def unused_source(case: Case) -> Iterator[Hit]:
    """Every source is cited by some claim, mechanism or question."""
    if not case.whole:
        return
    used = {s for p in case.claims for s in p.record.sources}
    used |= {p.record.source for p in case.mechanisms} | {p.record.source for p in case.questions}
    for p in case.sources:
        if p.record.id not in used:
            yield Hit(p, f"nothing cites {p.record.label}", "cite it, or leave it out")


def _identifiers(source: Source) -> set[str]:
    pmid = source.pmid.removeprefix("PMID:")
    found = {source.id, pmid, f"PMID:{pmid}" if pmid else "", source.pmcid, source.doi, f"doi:{source.doi}"}
    return {i.lower() for i in found if i and i != "doi:"}


def retracted_source(case: Case) -> Iterator[Hit]:
    """No claim rests on a retracted publication: one marked so, or on the list that was given."""
    listed = {i.lower() for i in case.retracted}
    gone = {s.id: s for s in case.source.values() if s.retracted or _identifiers(s) & listed}
    for p in case.claims:
        for e in p.record.evidence:
            if e.source in gone:
                alone = len({x.source for x in p.record.evidence} - set(gone)) == 0
                yield Hit(
                    p,
                    f"cites {gone[e.source].label}, which was retracted"
                    + ("; it has no other source" if alone else ""),
                    "withdraw the evidence, and the claim where nothing else carries it",
                    "error" if alone else "warning",
                )


def _classes(case: Case) -> dict[Curie, set[Curie]]:
    out: dict[Curie, set[Curie]] = {}
    for a in case.every:
        if a.relation.group == "member" and a.nested and a.asserted:
            member, group = a.nested
            out.setdefault(member, set()).add(group)
    return out


def pooled_source(case: Case) -> Iterator[Hit]:
    """A passage about a class is cited for the class, not copied onto each member.

    Pooled is: the same place in the same source, with the same summary, for a claim on the class as well, or on three
    members. What was measured in each is not pooled.
    """
    classes = _classes(case)
    if not classes:
        return
    groups: dict[tuple[Curie, str, Curie, bool, str, str, str], list[Placed[Association]]] = {}
    for p in case.claims:
        a = p.record
        if a.relation.group == "member" or a.derived_from or a.quantity is not None:
            continue
        for e in a.evidence:
            for group in classes.get(a.subject, ()):
                key = (group, a.predicate, a.object, a.negated, e.source, e.locator, e.summary)
                groups.setdefault(key, []).append(p)
    for (group, predicate, object_, negated, source, locator, _), members in groups.items():
        subjects = {p.record.subject for p in members}
        of_class = any(
            a.subject == group and a.object == object_ and a.predicate == predicate and a.negated == negated
            for a in case.links.get((group, object_), ())
        )
        same_place = of_class and _cites(case, group, predicate, object_, source, locator)
        if len(subjects) < POOLED_FROM and not same_place:
            continue
        for p in members:
            where = f"{source} {locator}".strip()
            yield Hit(
                p,
                f"{where} says this of {len(subjects)} member(s) of {case.name(group)} alike",
                "claim it of the class; members inherit it, hedged and marked",
            )


def _cites(case: Case, subject: Curie, predicate: str, object_: Curie, source: str, locator: str) -> bool:
    claims = (a for a in case.links.get((subject, object_), ()) if a.predicate == predicate)
    return any((e.source, e.locator) == (source, locator) for a in claims for e in a.evidence)


_WORD = re.compile(r"\w+")


def _names(case: Case, curie: Curie) -> list[str]:
    entity = case.entity.get(curie)
    return [fold(n) for n in (entity.name, *entity.synonyms)] if entity else []


def _mentions(text: str, case: Case, curie: Curie) -> bool:
    """Whether a text names an entity: one of its names, or every longer word of one."""
    stems = {w[:6] for w in _WORD.findall(text)}
    for name in _names(case, curie):
        words = [w for w in _WORD.findall(name) if len(w) > 3]
        if name in text or (words and all(w[:6] in stems for w in words)):
            return True
    return False


def _what_it_says(case: Case, e: Evidence) -> str:
    source = case.source.get(e.source)
    seen = (source.title, source.seen) if source is not None else ("", "")
    return fold(" ".join((*seen, e.summary)))


def not_named(case: Case) -> Iterator[Hit]:
    """A source cited for a claim names what the claim is about, as far as its text was seen.

    Looks at the title, at what was seen of it and at our summary; says nothing where there is no text, and nothing
    about databases, whose records are named by their locator.
    """
    for p in case.claims:
        for e in p.record.evidence:
            source = case.source.get(e.source)
            if source is None or source.kind in ("database", "reference", "text") or not (source.seen or e.summary):
                continue
            text = _what_it_says(case, e)
            missing = [c for c in (p.record.subject, p.record.object) if not _mentions(text, case, c)]
            if len(missing) == 2:
                names = " nor ".join(case.name(c) for c in missing)
                yield Hit(p, f"{e.source} names neither {names} in what was seen of it", "say what it shows", "warning")
            elif missing and missing[0] == p.record.subject:
                yield Hit(
                    p, f"{e.source} does not name {case.name(missing[0])} in what was seen of it", "say why it fits"
                )
