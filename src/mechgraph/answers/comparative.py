"""Two of one kind, and which of them does something better: "is X safer than Y", "which works best for Z, X or Y".

No claim of the vocabulary says that one drug is better than another: what each has by itself is no comparison, and two
trials are none. So the reading is one of its own, and the answer says what is stated of each and that nobody compared.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Association
from ..select import Selection
from ..store.parts import names_of
from ..workspace import Workspace
from .answer import Answer, claims_of
from .asked import Ask, Slot
from .drivers import Driver
from .judge import judge
from .telling import clauses, join
from .things import Thing, is_a
from .words import Words

__all__ = ["better", "better_of"]

_SILENT = frozenset(
    {"", "none", "define", "help", "treat", "use", "change", "cause", "prevent", "safe", "harms", "better"}
)
"""Relations of which nobody measures how much of it one has; the others are compared by what was measured."""
_SHOWN = 6
"""Claims told of each side."""


def better_of(c: Words, driver: Driver | None, things: Sequence[Thing]) -> tuple[Thing, Thing, Thing | None] | None:
    """The two that are compared, and in what; ``None`` where the clause compares no two drugs in this way.

    What takes part is marked as used, so that whatever else the clause holds is left and forbids a verdict.
    """
    if driver is not None and driver.relation not in _SILENT:
        return None
    words = [u for u in c.units if u.row("comparative") is not None]
    like = [u for u in c.units if u.text.lower() == "as"]
    drugs = [t for t in things if t.open is None and is_a(t, "chemical", "drug_class", "procedure")]
    than = next((t for t in drugs if t.prep == "than"), None)
    if than is not None and words and len(drugs) > 1:
        one, two = next(t for t in drugs if t is not than), than
    elif (
        len(like) > 1 and len(drugs) > 1 and driver is not None and like[0].start < driver.first.start < like[-1].start
    ):
        one, two = drugs[0], next((t for t in drugs if t.unit.start > like[-1].start), drugs[-1])
    elif words and len(drugs) == 2 and drugs[0].together and drugs[0].together == drugs[1].together and not c.closed:
        of_both = c.lead is not None and c.lead.text.lower().endswith(" of")
        if not of_both and not any(u.text.lower() == "or" for u in c.units):
            return None
        one, two = drugs
    else:
        return None
    if one is two or (one.mention and two.mention and one.mention.entity.id == two.mention.entity.id):
        return None
    at = next((t for t in things if t not in (one, two) and t.mention is not None), None)
    for u in c.units:
        if u.row("comparative") is not None or u in like or (driver is not None and u in (driver.first, driver.last)):
            u.used = True
    if at is not None:
        at.role = "setting"
    return one, two, at


def better(workspace: Workspace, text: str, asked: Ask) -> Answer:
    """That no claim compares the two, beside what is stated of each."""
    sides = [s.mention.entity for s in (asked.subject, asked.object) if s.mention is not None]
    about = asked.at.mention.entity if asked.at.mention is not None else None
    beside: list[Association] = []
    told = []
    for entity, slot in zip(sides, (asked.subject, asked.object), strict=True):
        found = _of(workspace, asked, slot)
        beside += [a for a in found if a not in beside]
        named = names_of(workspace.store, found)
        told.append("; ".join(clauses(found[:_SHOWN], named)) or f"nothing is stated of {entity.name}")
    both = join([e.name for e in sides])
    where = f" in {about.name}" if about is not None else ""
    said = f"Not stated: no claim compares {both}{where}. That is not a “no”."
    if beside:
        said += f" Of each by itself: {'; '.join(told)}."
    return Answer(
        question=text,
        verdict="not_stated",
        answer=said,
        claims=claims_of(workspace.store, beside, dict.fromkeys((a.id for a in beside), None)),
        selections=(Selection(ids=tuple(a.id for a in beside)),) if beside else (),
    )


def _of(workspace: Workspace, asked: Ask, side: Slot) -> list[Association]:
    """What is stated of one side: of it in what is asked, or of its uses and harms where nothing is named."""
    if asked.at.mention is not None:
        found = judge(workspace, Ask(form="closed", relation="help", subject=side, object=asked.at))
        return found.of("for", "against")
    relation = "harms" if asked.aspect == "harms" else "use"
    return judge(workspace, Ask(form="list", relation=relation, subject=side)).of("for")[:_SHOWN]
