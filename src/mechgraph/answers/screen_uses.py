"""What a drug is for, each with its verdict: stated, off-label, disputed, denied, or where a mechanism alone leads.

The verdicts are those of :mod:`mechgraph.answers.judge`, asked for the use and, where no use is stated, for what is
helped; patients with different diseases are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..curie import Curie
from ..model import Association, Entity, Mechanism
from ..workspace import Workspace
from .asked import Ask, Mention, Slot
from .judge import judge, verdict_of
from .rules import COMPOSED, OFF_LABEL, Bearing
from .screen import Block, Row
from .screen_steps import best_of
from .screen_words import Words, against, backing, listed
from .topics import is_disorder

__all__ = ["what_for"]

USES = ("use", "relief", "off_label", "studied")
_NAMES = {
    "✓": "stated",
    "○": "off-label (no proof)",
    "±": "disputed",
    "?": "open",
    "✗": "denied",
    "↓": "lessened",
    "→": "mechanism only",
}
_VERDICTS = {"supported": "✓", "mixed": "±", "inconclusive": "?", "refuted": "✗"}
_MOST = 6


class Use(Row, frozen=True, kw_only=True):
    """A verdict on one thing in some patients; ``patients`` is empty where none are named."""

    thing: str
    patients: tuple[str, ...] = ()


def what_for(
    workspace: Workspace, words: Words, about: Sequence[Association], mechanisms: Sequence[Mechanism]
) -> Block | None:
    """The block; ``None`` where nothing is said of what a drug is for."""
    found: list[Use] = []
    on = [a for a in about if words.kind(a) in USES or (words.kind(a) == "wanted" and _helps(words, a))]
    by_thing: dict[Curie, list[Association]] = {}
    for a in best_of(on):
        by_thing.setdefault(a.causal_ends[1], []).append(a)
    for curie, own in by_thing.items():
        thing = words.entity(curie)
        if thing is not None:
            found += _uses_of(workspace, words, thing, any(words.kind(a) in USES for a in own))
    for m in mechanisms:
        if m.effect is not None and m.sign != 1 and m.effect.id not in by_thing and is_disorder(m.effect):
            last = [p.steps[-1].association for p in m.paths] or list(m.associations)
            ids = tuple(a.id for a in m.associations)
            name = m.effect.name if m.sign else f"{m.effect.name} (which way is not stated)"
            found.append(Use(text="", thing=name, label="→", sources=backing(last), claims=ids))
    rows = _rows(found)
    used = [mark for mark in _NAMES if any(r.label == mark for r in rows)]
    note = " · ".join(f"{mark} {_NAMES[mark]}" for mark in used)
    return Block(title="what for", rows=tuple(rows), note=note) if rows else None


def _helps(words: Words, claim: Association) -> bool:
    thing = words.entity(claim.causal_ends[1])
    return thing is not None and is_disorder(thing)


def _uses_of(workspace: Workspace, words: Words, thing: Entity, use: bool) -> list[Use]:
    ends = [Slot(mention=Mention(e, e.name, 0, 0)) for e in (words.about, thing)]
    asked = Ask(form="closed", relation="use" if use else "help", subject=ends[0], object=ends[1])
    judged = judge(workspace, asked)
    by_patients: dict[Curie | None, list[Bearing]] = {}
    for b in judged.bearings:
        mine = b.claim.causal_ends == (words.about.id, thing.id)
        if mine and b.reason not in COMPOSED:
            by_patients.setdefault(b.claim.qualifiers.population_of, []).append(b)
    out = []
    for patients, own in by_patients.items():
        mark = _VERDICTS.get(verdict_of(own), "")
        if not mark:
            mark = "○" if any(b.reason == OFF_LABEL for b in own) else ""
        if mark == "✓" and not use:
            mark = "↓"
        if not mark:
            continue
        pro = [b.claim for b in own if b.stance == "for" or (mark in "○?" and b.stance == "beside")]
        con = [b.claim for b in own if b.stance == "against"]
        disputed = backing(con) if mark == "±" else ()
        whom = (words.name(patients),) if patients is not None else ()
        eased = pro and all(a.relation.group == "relief" for a in pro)
        name = f"{thing.name} (relief of symptoms)" if eased else thing.name
        out.append(
            Use(
                text="", thing=name, patients=whom, label=mark, claims=tuple(a.id for a in (*pro, *con)),
                sources=backing(pro if mark != "✗" else con),
                against=tuple(dict.fromkeys((*disputed, *(against(pro) if mark == "±" else ())))),
            )
        )  # fmt: skip
    return out


def _rows(found: Sequence[Use]) -> list[Row]:
    """A row for each thing that it is used for, with all patients; the others by their verdict."""
    told_apart = {(u.label, u.thing) for u in found if u.patients and u.label in "✓±?"}
    groups: dict[tuple[str, str], list[Use]] = {}
    for use in found:
        apart = (use.label, use.thing) in told_apart
        groups.setdefault((use.label, use.thing if apart else ""), []).append(use)
    rows = []
    order = list(_NAMES)
    for (mark, thing), own in sorted(groups.items(), key=lambda g: order.index(g[0][0])):
        if thing:
            whom = [p for u in own for p in u.patients]
            text = own[0].thing + (f" in {listed(whom, 4, 'or')}" if whom else "")
        else:
            named = [u.thing + (f" in {u.patients[0]}" if u.patients else "") for u in own]
            text = " · ".join(named[:_MOST]) + (f" and {len(named) - _MOST} more" if len(named) > _MOST else "")
        rows.append(
            Row(
                text=text, label=mark,
                sources=tuple(dict.fromkeys(s for u in own for s in u.sources)),
                against=tuple(dict.fromkeys(s for u in own for s in u.against)),
                claims=tuple(dict.fromkeys(c for u in own for c in u.claims)),
            )
        )  # fmt: skip
    kept = [r for r in rows if r.label == "✓"][:4] + [r for r in rows if r.label in "±?"][:4]
    return sorted([*kept, *(r for r in rows if r.label not in "✓±?")], key=lambda r: order.index(r.label))
