"""What a set of paths does to an effect, and how that compares before and after an edit.

An inverted claim turns the paths through it, also where the sign of the rest is not known. A claim that is not direct
may be what a cut way does, seen from outside; such claims are found here, so that they do not count as a way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from ..curie import Curie
from ..model import Association, Mechanism, Path
from ..vocab import PLAIN, vocabulary
from .mechanism import simple_paths
from .signs import net_sign

__all__ = ["WORDS", "Outcome", "Verdict", "cuts", "doubtful", "outcome_of", "verdict_of"]

Verdict = Literal["kept", "weakened", "lost", "reversed", "undetermined", "created"]
Outcome = Literal["increase", "decrease", "undetermined", "conflicting", "none"]

_OUTCOMES: dict[int | None, Outcome] = {1: "increase", -1: "decrease", 0: "undetermined", None: "conflicting"}
WORDS: dict[Outcome, str] = {
    "increase": PLAIN[1],
    "decrease": PLAIN[-1],
    "undetermined": "has no determined effect on",
    "conflicting": "increases by one branch and decreases by another",
    "none": "does not reach",
}


def outcome_of(paths: Sequence[Path]) -> Outcome:
    """What the paths together do to the effect."""
    return _OUTCOMES[net_sign(paths)] if paths else "none"


def cuts(paths: Sequence[Path]) -> tuple[tuple[str, ...], tuple[Curie, ...]]:
    """The claims, and the inner entities, that lie on every path: without any one of them nothing is left."""
    if not paths:
        return (), ()
    claims = set.intersection(*({s.association.id for s in p.steps} for p in paths))
    inner = set.intersection(*(set(p.entities[1:-1]) for p in paths))
    first = paths[0]
    return (
        tuple(s.association.id for s in first.steps if s.association.id in claims),
        tuple(c for c in first.entities if c in inner),
    )


def verdict_of(before: Sequence[Path], after: Sequence[Path], inverted: Iterable[str] = ()) -> Verdict:
    """Compare the paths before and after.

    Args:
        inverted: Ids of the claims, as they are after the edit, that were turned round.
    """
    old, new = outcome_of(before), outcome_of(after)
    if old == "none":
        return "kept" if new == "none" else "created"
    if new == "none":
        return "lost"
    if {old, new} <= {"increase", "decrease"}:
        return "kept" if old == new else "reversed"
    turned = set(inverted)
    odd = {sum(s.association.id in turned for s in p.steps) % 2 for p in after}
    if odd == {1} and len(before) == len(after):
        return "reversed"
    return "kept" if odd == {0} and old == new else "undetermined"


def doubtful(mechanism: Mechanism, claims: Sequence[Association], after: Sequence[Path]) -> tuple[str, ...]:
    """Claims left that are not direct, where what was taken out belongs to a way that they may stand for.

    A claim from A to C may stand for a longer way from A to C that was cut, and, where A lost a direct action of its
    own, for anything that this action does.
    """
    left = {a.id for a in claims} | {i for a in claims if a.rule == "what-if" for i in a.derived_from}
    gone = [a for a in mechanism.associations if a.asserted and a.id not in left]
    if not gone:
        return ()
    lost = {a.causal_ends[0] for a in gone if a.relation.direct}
    cut = {a.id for a in gone}
    out: dict[str, None] = {}
    for a in (s.association for p in after for s in p.steps):
        if a.relation.direct or a.rule == "what-if" or a.id in out:
            continue
        start, end = a.causal_ends
        target = mechanism.entities.get(end)
        if start == mechanism.drug.id and target is not None and vocabulary().is_a(target.category, "gene_product"):
            continue  # an action on a target of its own is no view of another from outside
        ways = simple_paths(mechanism.associations, start, end, 200)
        if start in lost or any(len(p) > 1 and cut & {s.association.id for s in p.steps} for p in ways):
            out[a.id] = None
    return tuple(out)
