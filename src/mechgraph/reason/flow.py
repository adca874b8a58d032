"""What reaches each thing of a mechanism, before and after an edit, by how its steps join.

A thing at a step is reached through inputs: one from each thing and step that leads to it. They join as the step says:
``and`` needs all, ``or`` any one, ``contributes`` is whole with all and weakened without some. Where nobody said how
branches join, they contribute: that a way remains is not that the effect remains whole. Things in a circle keep each
other whole only if something outside of it reaches them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from ..curie import Curie
from ..model import Association, MechanismStep, Path

__all__ = ["Reach", "reach"]

Reach = Literal["whole", "weakened", "none"]
"""How much of what reached a thing still does."""

Node = tuple[str, Curie]
"""A thing at a step; the step is empty where a mechanism has none."""
Input = tuple[str, Curie]
"""What one input comes from: a step (empty for the drug, or without steps) and the thing there."""


def reach(
    drug: Curie,
    effect: Curie,
    steps: Sequence[MechanismStep],
    before: Sequence[Path],
    left: Iterable[Association],
    partly: Collection[Curie] = (),
) -> Reach:
    """How much of what led to the effect still does.

    Args:
        steps: The steps with all that leads to each in ``after``; none where the mechanism is flat.
        before: The paths that there were before the edit: only their links count as inputs.
        left: The claims that are left, turned and added ones among them.
        partly: Things that are weakened themselves, such as a family that lost a member.
    """
    walked = {s.association.id: s.association for p in before for s in p.steps}
    ends = {a.causal_ends for a in left if a.asserted}
    inputs, joins = _inputs(drug, steps, walked)
    there: dict[Node, Reach] = dict.fromkeys(inputs, "none")

    def joined(node: Node) -> Reach:
        own = inputs_joined(node)
        return "weakened" if own == "whole" and node[1] in partly else own

    def inputs_joined(node: Node) -> Reach:
        got: list[Reach] = [
            "none" if not links & ends else there.get(given, "whole") for given, links in inputs[node].items()
        ]
        join = joins.get(node[0], "contributes")
        if join == "or":
            return max(got, key=_RANK.index)
        if join == "and":
            return min(got, key=_RANK.index)
        if all(g == "whole" for g in got):
            return "whole"
        return "none" if all(g == "none" for g in got) else "weakened"

    grown = True
    while grown:  # what is reached at all, from the drug on: a circle cannot hold itself up
        fresh = [n for n in inputs if there[n] == "none" and joined(n) != "none"]
        there.update(dict.fromkeys(fresh, "whole"))
        grown = bool(fresh)
    lowered = True
    while lowered:  # how whole: lowered until nothing changes
        found = {n: joined(n) for n in inputs}
        lowered = any(_RANK.index(found[n]) < _RANK.index(there[n]) for n in inputs)
        there = {n: min(there[n], found[n], key=_RANK.index) for n in inputs}
    finals = [r for node, r in there.items() if node[1] == effect]
    if all(f == "none" for f in finals):
        return "none"
    return "whole" if all(f == "whole" for f in finals) else "weakened"


_RANK: tuple[Reach, ...] = ("none", "weakened", "whole")


def _inputs(
    drug: Curie, steps: Sequence[MechanismStep], walked: Mapping[str, Association]
) -> tuple[dict[Node, dict[Input, set[tuple[Curie, Curie]]]], dict[str, str]]:
    """For each thing at a step: what leads to it, and by which links; and how each step joins."""
    inputs: dict[Node, dict[Input, set[tuple[Curie, Curie]]]] = {}
    if not steps:
        for a in walked.values():
            start, end = a.causal_ends
            inputs.setdefault(("", end), {}).setdefault(("", start), set()).add((start, end))
        return inputs, {}
    ends: dict[str, set[Curie]] = {
        s.id: {walked[c].causal_ends[1] for c in s.claims if c in walked} for s in steps if not s.summarises
    }
    for s in steps:
        if s.summarises:
            continue
        for c in s.claims:
            if c not in walked:
                continue
            start, end = walked[c].causal_ends
            sources = [""] if start == drug else [b for b in (*s.after, s.id) if start in ends.get(b, ())]
            for b in sources:
                inputs.setdefault((s.id, end), {}).setdefault((b, start), set()).add((start, end))
    return inputs, {s.id: s.join for s in steps}
