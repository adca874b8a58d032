"""What changed between two graphs: not lines but conclusions, each with the claims that did it.

A conclusion is what follows for a reader: the net sign, verdict and weakest link of a curated mechanism, and what the
graph says between two ends (raises, lowers, contested, denied, not known). Claims that changed without changing any
conclusion are counted, and listed on request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from ..curie import Curie
from ..model import DIRECTIONS, Association, CuratedMechanism, Entity, entity_ids
from ..reason.line import mechanism_paths
from ..reason.mechanism import AGAINST, mechanism_of_claims, weakest_link
from ..reason.objections import objections_to_all
from ..reason.signs import net_sign
from ..reason.verdicts import mechanism_verdict
from ..sentences import claim_sentence
from ..store.base import Store, given_claims
from ..store.disk import DiskStore

__all__ = ["Change", "ClaimChange", "Diff", "between", "diff"]

Kind = Literal["mechanism", "net_sign", "verdict", "weakest", "statement"]
KINDS: tuple[Kind, ...] = ("net_sign", "mechanism", "verdict", "statement", "weakest")
"""From the gravest change."""


_COUNTED = {
    "net_sign": "net signs",
    "mechanism": "mechanisms",
    "verdict": "verdicts",
    "statement": "statements between two ends",
    "weakest": "weakest links",
}


class ClaimChange(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that was added, removed or changed.

    ``what`` names the fields that changed, ``detail`` says how: "certainty established → hedged", "evidence + L30
    (refutes)".
    """

    id: str
    how: Literal["added", "removed", "changed"]
    sentence: str
    what: tuple[str, ...] = ()
    detail: tuple[str, ...] = ()

    @property
    def moves_signs(self) -> bool:
        """Whether it can change which paths there are: more or less evidence alone cannot."""
        return self.how != "changed" or "certainty" in self.what

    def __str__(self) -> str:
        return f"{self.how}: {self.sentence}" + (f" ({'; '.join(self.detail)})" if self.detail else "")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A conclusion that changed: what it is about, what it was, what it is, and which claims did it.

    ``ends`` are cause and effect; ``mechanism`` is the id of the curated mechanism, empty for a statement.
    """

    kind: Kind
    about: str
    ends: tuple[Curie, Curie]
    mechanism: str = ""
    before: str
    after: str
    because: tuple[ClaimChange, ...] = ()


class Diff(msgspec.Struct, frozen=True, kw_only=True):
    """The conclusions that changed, gravest first, and all claims that changed."""

    changes: tuple[Change, ...]
    claims: tuple[ClaimChange, ...]
    old: str = ""
    new: str = ""

    @property
    def exit_code(self) -> int:
        """0 where no conclusion changed, otherwise 4, as for findings, for use in review."""
        return 4 if self.changes else 0

    def __bool__(self) -> bool:
        return bool(self.changes)

    def lines(self, *, claims: bool = False) -> list[str]:
        """The changes as text; ``claims`` lists also those that changed no conclusion."""
        out = []
        if self.changes:
            counts = Counter(c.kind for c in self.changes)
            listed = ", ".join(f"{_COUNTED[k]} {counts[k]}" for k in KINDS if counts[k])
            out.append(f"{self.old} → {self.new}: {len(self.changes):,} conclusion(s) changed ({listed})")
        for c in self.changes:
            out.append(f"{c.kind.replace('_', ' ')}: {c.about}: {c.before} → {c.after}")
            out += [f"  {b}" for b in c.because]
        told = {b.id for c in self.changes for b in c.because}
        silent = [c for c in self.claims if c.id not in told]
        if not self.changes:
            out.append("no conclusion changed")
        if silent:
            out.append(f"{len(silent):,} claim(s) changed without changing a conclusion")
            out += [f"  {c}" for c in silent] if claims else []
        return out

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """For a notebook: the changes as they are printed."""
        from ..model.showing import framed, plain

        return framed(plain(self.lines()))

    def to_dict(self) -> dict[str, Any]:
        def plain(c: ClaimChange) -> dict[str, Any]:
            return {
                "id": c.id,
                "how": c.how,
                "sentence": c.sentence,
                "what": list(c.what),
                "detail": list(c.detail),
            }

        return {
            "old": self.old,
            "new": self.new,
            "changed": bool(self.changes),
            "changes": [
                {
                    "kind": c.kind,
                    "about": c.about,
                    "ends": [str(e) for e in c.ends],
                    "mechanism": c.mechanism or None,
                    "before": c.before,
                    "after": c.after,
                    "because": [plain(b) for b in c.because],
                }
                for c in self.changes
            ],
            "claims": [plain(c) for c in self.claims],
        }


COMPARED = ("certainty", "source_certainty", "hedge", "quantity", "evidence", "derived_from")


def _claims(old: Store, new: Store, names: dict[Curie, Entity]) -> dict[str, ClaimChange]:
    if isinstance(old, DiskStore) and isinstance(new, DiskStore):
        listed = (old.unlike(new), new.unlike(old))
    else:
        listed = (given_claims(old), given_claims(new))
    before, after = ({a.id: a for a in claims} for claims in listed)
    out: dict[str, ClaimChange] = {}
    for store, listing in ((old, before), (new, after)):
        other = after if listing is before else before
        for i, a in listing.items():
            b = other.get(i)
            if b is None:
                _note(store, a, names)
                how: Literal["added", "removed"] = "removed" if listing is before else "added"
                out[i] = ClaimChange(id=i, how=how, sentence=claim_sentence(a, names))
            elif listing is after:
                what = tuple(f for f in COMPARED if getattr(a, f) != getattr(b, f))
                if what:
                    _note(store, a, names)
                    said = claim_sentence(a, names)
                    out[i] = ClaimChange(id=i, how="changed", sentence=said, what=what, detail=_details(b, a, what))
    return out


def _details(old: Association, new: Association, fields: Iterable[str]) -> tuple[str, ...]:
    """How the fields of a claim changed, in words."""
    out = []
    for f in fields:
        if f == "evidence":
            was, now = ({f"{e.source} {e.locator}".strip() + f" ({e.stance})" for e in a.evidence} for a in (old, new))
            out += [f"evidence + {e}" for e in sorted(now - was)] + [f"evidence − {e}" for e in sorted(was - now)]
            if was == now:
                out.append("evidence reworded")
        else:
            before, after = (str(getattr(a, f) or "none") for a in (old, new))
            out.append(f"{f.replace('_', ' ')} {before} → {after}")
    return tuple(out)


def _note(store: Store, a: Association, names: dict[Curie, Entity]) -> None:
    for c in entity_ids(a):
        if c not in names and (e := store.entity(c)) is not None:
            names[c] = e


class _Conclusion(msgspec.Struct, frozen=True):
    sign: str
    verdict: str
    weakest: str
    grade: tuple[str, int]
    claims: frozenset[str]


_STATED = {1: "raises", -1: "lowers", 0: "no direction"}


def _of_mechanism(store: Store, m: CuratedMechanism) -> _Conclusion:
    claims = [a for c in m.claims if (a := store.association(c)) is not None]
    drug, effect = store.entity(m.drug), store.entity(m.effect)
    paths = mechanism_paths(m, {a.id: a for a in claims})
    ids = frozenset(a.id for a in claims)
    if drug is None or effect is None or not paths:
        return _Conclusion("no path", "not_stated", "", ("", 0), ids)
    whole = mechanism_of_claims(store, drug, effect, claims, paths)
    objecting = {o.association.id for o in whole.objections}
    used = [s.association for p in paths for s in p.steps]
    weakest = store.association(weakest_link(used, whole.objections))
    name = claim_sentence(weakest, whole.entities, context=False) if weakest else ""
    against = sum(o.kind in AGAINST and weakest is not None and o.claim == weakest.id for o in whole.objections)
    grade = (weakest.certainty if weakest else "", against)
    said = f"{name} ({against} against)" if against else name
    return _Conclusion(DIRECTIONS[net_sign(paths)], mechanism_verdict(whole), said, grade, ids | objecting)


def _statement(store: Store, claims: list[Association]) -> str:
    """What the graph says between two ends, in a word or two."""
    asserted = [a for a in claims if a.asserted]
    signs = {a.sign for a in asserted} - {0}
    if not asserted:
        return "denied" if any(a.negated for a in claims) else "inconclusive"
    words = "raises and lowers" if len(signs) > 1 else _STATED[signs.pop() if signs else 0]
    if words == "no direction":
        words = " and ".join(sorted({a.relation.label for a in asserted}))
    objections = objections_to_all(store, asserted)
    return f"{words}, contested" if any(o.kind in AGAINST for o in objections) else words


def _ends(store: Store, changed: Iterable[str]) -> set[tuple[Curie, Curie]]:
    return {a.causal_ends for i in changed if (a := store.association(i)) is not None}


def diff(old: Store, new: Store) -> Diff:
    """Compare the conclusions of two graphs.

    Mechanisms are matched by identifier; statements by their two ends, and only where a claim between them changed.
    """
    names = {e.id: e for store in (old, new) for e in store.entities()}
    claims = _claims(old, new, names)
    changes: list[Change] = []

    def because(ids: Iterable[str]) -> tuple[ClaimChange, ...]:
        return tuple(claims[i] for i in dict.fromkeys(ids) if i in claims)

    def name(c: Curie) -> str:
        return names[c].name if c in names else str(c)

    before, after = ({m.id: m for m in s.mechanisms()} for s in (old, new))
    for key in sorted(before.keys() | after.keys()):
        a, b = before.get(key), after.get(key)
        m = b or a
        assert m is not None
        about = f"{name(m.drug)} → {name(m.effect)} ({key})"
        if a is None or b is None:
            whole = _of_mechanism(new, b) if b else _of_mechanism(old, m)
            said = (f"{whole.sign}, {whole.verdict.replace('_', ' ')}", "none")
            changes.append(
                Change(
                    kind="mechanism",
                    about=about,
                    ends=(m.drug, m.effect),
                    mechanism=key,
                    before=said[1] if b else said[0],
                    after=said[0] if b else said[1],
                    because=tuple(c for c in because(sorted(whole.claims)) if c.moves_signs),
                )
            )
            continue
        was, now = _of_mechanism(old, a), _of_mechanism(new, b)
        did = because(sorted(was.claims | now.claims))
        kinds: tuple[tuple[Kind, str, str], ...] = (
            ("net_sign", was.sign, now.sign),
            ("verdict", was.verdict, now.verdict),
            ("weakest", was.weakest, now.weakest),
        )
        for kind, x, y in kinds:
            if x != y and (kind != "weakest" or was.grade != now.grade):
                causes = tuple(c for c in did if kind != "net_sign" or c.moves_signs)
                ends = (m.drug, m.effect)
                changes.append(
                    Change(kind=kind, about=about, ends=ends, mechanism=key, before=x, after=y, because=causes)
                )
    for ends in sorted(_ends(old, claims) | _ends(new, claims)):
        both = [between(s, *ends) for s in (old, new)]
        x, y = (_statement(s, found) if found else "not stated" for s, found in zip((old, new), both, strict=True))
        if x != y:
            did = because(c.id for found in both for c in found)
            about = f"{name(ends[0])} → {name(ends[1])}"
            changes.append(Change(kind="statement", about=about, ends=ends, before=x, after=y, because=did))
    changes.sort(key=lambda c: (KINDS.index(c.kind), c.about))
    return Diff(changes=tuple(changes), claims=tuple(claims.values()), old=old.name, new=new.name)


def between(store: Store, cause: Curie, effect: Curie) -> list[Association]:
    """The claims of which one end is the cause and the other the effect, whichever way they are worded."""
    found = [*store.associations(subject=cause, object=effect), *store.associations(subject=effect, object=cause)]
    return [a for a in {a.id: a for a in found}.values() if a.causal_ends == (cause, effect)]
