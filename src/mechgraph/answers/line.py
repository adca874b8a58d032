"""A mechanism told in its order: the main line first, then each branch, what sums them up, and what is against it all.

Nothing is chosen here: the order is the curator's. A chain that was found by search, or an old flat mechanism, has no
order and is told by :mod:`mechgraph.answers.explain` chain by chain.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..model import Mechanism, MechanismStep, Path
from ..reason.context import Regions, context_of
from ..reason.signs import SIGN_WORDS
from ..sentences import chain_of, claim_sentence, says
from .answer import Section
from .telling import join

__all__ = ["against_whole", "line_sections", "ordered_path"]

_JOINS = {"and": "all are needed", "or": "each alone is enough", "contributes": "each contributes"}


def line_sections(m: Mechanism, regions: Regions, *, context: bool = False) -> list[Section]:
    """The main line and its branches, each with its chain and its claims in order; then what sums steps up.

    Args:
        context: Whether a context was asked for: then what is said of the context of each chain is told.
    """
    here = {a.id for a in m.associations}
    out: list[Section] = []
    for branch in dict.fromkeys(s.branch for s in m.steps if not s.summarises):
        steps = [s for s in m.steps if s.branch == branch and not s.summarises]
        claims = [c for s in steps for c in s.claims if c in here]
        if not claims:
            continue
        path = ordered_path(m, set(claims))
        name = f"branch {branch.replace('-', ' ')}" if branch else "main line"
        effect = m.effect.name if m.effect is not None else "its end"
        if path is None:
            out.append(Section(title=f"{name}: no step leads on from it", claims=claims, remarks=_told(steps)))
            continue
        report = context_of(path, regions)
        remarks = report.lines(m.entities) if context else [b.line(m.entities) for b in report.breaks]
        out.append(
            Section(
                title=f"{name}: {SIGN_WORDS[path.sign]} {effect}",
                claims=list(dict.fromkeys(claims)),
                note=chain_of(path, m.entities),
                remarks=[*_told(steps), *remarks],
                context=report.to_dict(),
            )
        )
    beside = {a.id for a in m.beside}
    for s in m.steps:
        claims = [c for c in s.claims if c in beside]
        if s.summarises and claims:
            what = f"steps {join(list(s.summarises))}" if len(s.summarises) > 1 else f"step {s.summarises[0]}"
            out.append(Section(title=f"seen as a whole: sums up {what}", claims=claims, note=s.text))
    return out


def ordered_path(m: Mechanism, claims: set[str]) -> Path | None:
    """The first path that walks the most of these claims; ``None`` where none walks any."""
    best = max(m.paths, key=lambda p: sum(s.association.id in claims for s in p.steps), default=None)
    if best is None or not any(s.association.id in claims for s in best.steps):
        return None
    return best


def _told(steps: Sequence[MechanismStep]) -> list[str]:
    """What a curator says of a step in words, and how what leads to it joins."""
    out = []
    for s in steps:
        joined = f"after {join(list(s.after))}: {_JOINS[s.join]}" if len(s.after) > 1 else ""
        if s.text or joined:
            out.append(f"{s.id} ({s.level}): {'; '.join(t for t in (s.text, joined) if t)}")
    return out


def against_whole(m: Mechanism, shown: Collection[str] = ()) -> list[Section]:
    """What claims between the two ends say against the conclusion, but those that are shown already."""
    lines = []
    for o in m.against:
        if o.association.id in shown:
            continue
        said = claim_sentence(o.association, m.entities)
        if o.evidence is not None:
            said, by = says(o.evidence).rstrip("."), o.evidence.source
        else:
            by = ", ".join(o.association.sources) or "no source"
        lines.append(f"- {o.kind.replace('_', ' ')}: {said} [{by}]")
    return [Section(title="against the whole of it", claims=[], remarks=lines)] if lines else []
