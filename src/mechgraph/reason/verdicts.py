"""What the claims for and against come to: for one claim, and for a mechanism, no stronger than its weakest link.

A verdict is about what the graph holds. ``refuted`` means that the evidence recorded speaks against, not that the world
does; ``not_stated`` is never a "no". Rules, stated once: a claim with something against it and something for it is
mixed; with nothing left for it, refuted; a path is as its weakest claim; a mechanism is as its strongest path, and
mixed where its branches conflict. What is against an undisputed claim on other patients only, such as those with one
disease, does not weaken it. Adding an objection never makes anything stronger. No probability is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ..curie import Curie
from ..model import Association, Mechanism, Objection, Path
from .mechanism import AGAINST

__all__ = [
    "STRENGTH",
    "Verdict",
    "claim_verdict",
    "mechanism_verdict",
    "other_patients",
    "path_verdict",
    "verdict_lines",
    "weakest",
]

Verdict = Literal["supported", "mixed", "inconclusive", "refuted", "not_stated"]
STRENGTH: tuple[Verdict, ...] = ("supported", "mixed", "inconclusive", "refuted", "not_stated")
"""From the strongest to the weakest."""


def other_patients(firm: Iterable[Association], opposed: Iterable[Association]) -> set[Curie] | None:
    """The patients to whom all that is against is confined; ``None`` where it is not, or where nothing is.

    Args:
        firm: Established claims for it that nothing disputes.
        opposed: The claims against it.
    """
    mine = {a.qualifiers.population_of for a in firm}
    theirs = {a.qualifiers.population_of for a in opposed}
    if not mine or not theirs or None in theirs or theirs & mine:
        return None
    return {c for c in theirs if c is not None}


def claim_verdict(claim: Association, objections: Iterable[Objection] = ()) -> Verdict:
    """What is for and against one claim, as it is worded (a negated claim is supported where nothing asserts it).

    >>> from mechgraph.curie import Curie
    >>> claim_verdict(Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:1")))
    'supported'
    """
    if claim.certainty == "inconclusive":
        return "inconclusive"
    mine = [o for o in objections if o.claim == claim.id]
    against = [o for o in mine if o.kind in AGAINST]
    for_it = [e for e in claim.evidence if e.stance in ("supports", "partial")]
    if claim.evidence and not for_it:
        return "refuted"
    firm = [claim] if claim.certainty == "established" else []
    confined = other_patients(firm, [o.association for o in against]) is not None
    return "mixed" if against and not confined else "supported"


def weakest(verdicts: Iterable[Verdict]) -> Verdict:
    """The weakest of some verdicts: a chain is no stronger than its weakest claim."""
    return max(verdicts, key=STRENGTH.index, default="not_stated")


def path_verdict(path: Path, objections: Iterable[Objection]) -> Verdict:
    """The verdict on a path: that of its weakest claim."""
    listing = list(objections)
    return weakest(claim_verdict(s.association, listing) for s in path.steps)


def mechanism_verdict(mechanism: Mechanism) -> Verdict:
    """The verdict on a mechanism: that of its strongest path, whose verdict is that of its weakest claim."""
    paths = [path_verdict(path, mechanism.objections) for path in mechanism.paths]
    best: Verdict = min(paths, key=STRENGTH.index, default="not_stated")
    if best == "supported" and mechanism.sign is None:
        return "mixed"
    return best


def verdict_lines(mechanism: Mechanism) -> list[str]:
    """The verdict, and each claim that has something against it, as text."""
    from ..sentences import claim_sentence, says

    objections: Sequence[Objection] = mechanism.objections
    out = [f"{mechanism_verdict(mechanism).replace('_', ' ').upper()}  {mechanism.name}"]
    for a in mechanism.associations:
        against = [o for o in objections if o.claim == a.id]
        if not against:
            continue
        out.append(f"  {claim_verdict(a, against)}: {claim_sentence(a, mechanism.entities)}")
        for o in against:
            said = says(o.evidence) if o.evidence is not None else claim_sentence(o.association, mechanism.entities)
            sources = (o.evidence.source,) if o.evidence is not None else o.association.sources
            out.append(f"    {o.kind.replace('_', ' ')}: {said} ({', '.join(sources) or 'no source'})")
    return out
