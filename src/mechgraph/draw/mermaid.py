"""A mechanism as a Mermaid flowchart: for places that draw text and show no pictures, such as the summary of a CI job.

It is a sketch beside a figure, not one of our figures: sign, negation and what was added or removed are there; places,
certainty and sources are not.
"""

from __future__ import annotations

from ..curie import Curie
from ..model import Association, Mechanism

__all__ = ["mermaid_text"]

_ARROWS = {"added": ("==>", "==x"), "removed": ("-.->", "-.-x"), "": ("-->", "--x")}
"""Mark of a claim → arrow of one that raises or has no direction, and of one that lowers."""
_COLOURS = {"added": "#1a7f37", "removed": "#cf222e", "changed": "#9a6700"}
_SIGNS = {1: "+", -1: "−", 0: ""}


def _label(text: str) -> str:
    """Text that is nothing but text to Mermaid."""
    cleaned = " ".join(text.replace("#", "＃").split())
    for mark, code in (('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;"), ("\\", "#92;")):
        cleaned = cleaned.replace(mark, code)
    return f'"{cleaned}"'


def mermaid_text(mechanism: Mechanism) -> str:
    """The claims of a mechanism, from cause to effect, as ``flowchart TD``.

    >>> from mechgraph.model import Entity
    >>> drug = Entity(id=Curie("A:1"), name="aspilin", category="drug")
    >>> pain = Entity(id=Curie("B:1"), name="pain", category="phenotype")
    >>> lowers = Association(subject=drug.id, predicate="decreases", object=pain.id)
    >>> m = Mechanism(drug=drug, effect=pain, entities={drug.id: drug, pain.id: pain}, associations=(lowers,),
    ...               marks={lowers.id: "added"})
    >>> print(mermaid_text(m))
    flowchart TD
      n0(["aspilin"])
      n1(["pain"])
      n0 ==x|"decreases (−)"| n1
      linkStyle 0 stroke:#1a7f37
    """
    ends = {mechanism.drug.id} | ({mechanism.effect.id} if mechanism.effect else set())
    numbers: dict[Curie, int] = {}
    nodes, arcs, styles = [], [], []

    def node(c: Curie) -> str:
        if c not in numbers:
            numbers[c] = len(numbers)
            entity = mechanism.entities.get(c)
            left, right = ("([", "])") if c in ends else ("[", "]")
            nodes.append(f"  n{numbers[c]}{left}{_label(entity.label if entity else c)}{right}")
        return f"n{numbers[c]}"

    node(mechanism.drug.id)
    for i, a in enumerate(mechanism.associations):
        cause, effect = (node(c) for c in a.causal_ends)
        mark = mechanism.marks.get(a.id, "")
        arrow = _ARROWS.get(mark, _ARROWS[""])[a.sign < 0]
        arcs.append(f"  {cause} {arrow}|{_label(_said(a))}| {effect}")
        if mark in _COLOURS:
            styles.append(f"  linkStyle {i} stroke:{_COLOURS[mark]}")
    return "\n".join(["flowchart TD", *nodes, *arcs, *styles])


def _said(a: Association) -> str:
    relation = a.relation.negated_label if a.negated else a.relation.label
    return f"{relation} ({_SIGNS[a.sign]})" if a.sign else relation
