"""What a clause asks for: the words of its relations, from the first to the last, made one relation with one direction.

"Cause a decrease in", "be effective at reducing", "lower the risk of", "have an inhibitory effect on": each pair of
words is one relation by what they are, not by which words they are; signs multiply along the chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..names.lexicon import Row
from .units import Unit

__all__ = ["Driver", "compose"]

_SIGNED = frozenset({"change", "cause", "prevent", "help"})
_HEADS = frozenset(
    [
        "use",
        "approved",
        "off_label",
        "dose",
        "mechanism",
        "contraindication",
        "safe",
        "interaction",
        "potency",
        "compare",
        "antidote",
        "harms",
        "half_life",
    ]
)
"""Relations that keep the verb behind them as theirs: used to reduce, the dose that lowers, careful when taking."""
_PARTICLES = frozenset({"up", "down"})
_ASPECTS = {
    "absorption": "absorption",
    "excretion": "excretion",
    "metabolism": "metabolic_processing",
    "crossing": "transport",
    "binding": "molecular_interaction",
}
"""What of a drug is changed, where a step of its way through the body stands behind a verb of change."""


@dataclass(slots=True)
class Driver:
    """One relation, as the words of a clause say it.

    Args:
        first, last: The units that say it first and last; what stands before the one may act on what stands behind
            the other.
        row: The row of the table that decides.
        state: "toxicity" or "withdrawal", where too much of the subject or its end is meant.
    """

    first: Unit
    last: Unit
    row: Row
    relation: str
    polarity: int
    aspect: str = ""
    action: str = ""
    state: str = ""
    state_unit: Unit | None = None
    listed: str = ""
    plain: bool = False
    signed: bool = False

    @property
    def nominal(self) -> bool:
        return self.row.part == "n" and self.row.role == "relation"


def compose(units: Sequence[Unit]) -> Driver | None:
    """The relation of a clause; ``None`` where no word says one. Words that it takes in are marked as used."""
    signs = 1
    turned: list[Unit] = []
    found: Driver | None = None
    state: tuple[str, Unit] | None = None
    light: Unit | None = None
    for k, u in enumerate(units):
        if u.role == "sign":
            row = u.row("sign")
            assert row is not None
            if _turns(units, k, found):
                signs, turned = signs * row.polarity, [*turned, u]
            elif found is not None and found.polarity == row.polarity and u.text.lower() in _PARTICLES:
                u.used = True  # "cuts it down" says no more than "cuts"
            continue
        if u.role == "light":
            light = light or u
            continue
        if u.role not in ("relation", "effect", "action", "copula"):
            continue
        row = _row_of(units, k, found)
        after = units[k + 1] if k + 1 < len(units) else None
        if row.part == "a" and u.article and u.end == u.start + 1 and after is not None and after.role == "name":
            continue  # "an effective relaxant" is no question of effect, and not understood beside one of what it is
        if row.takes == "impair" and u.participle and after is not None and after.role in ("name", "aspect"):
            signs, turned = -signs, [*turned, u]  # "impaired excretion" is less of it
            continue
        if row.takes == "state":
            state = state or (row.relation, u)
            u.used = True
            continue
        new = Driver(u, u, row, row.relation, row.polarity, action=_action(row), listed=row.listed)
        merged = new if found is None else _merge(found, new)
        if merged is not None:
            found, u.used = merged, True
    if turned and found is None:
        lead = turned[0]
        found = Driver(lead, lead, Row("relation", "change", "change", 1, part="n"), "change", 1, listed="change")
    if turned and found is not None and found.relation in (*_SIGNED, "acts_on", "potency"):
        found.polarity, found.signed = signs * (found.polarity or 1), True
        if found.relation == "cause" and signs < 0:
            found.relation = "change"
        for u in turned:
            u.used = True
    if found is not None and light is not None and _apart(units, light, found.first):
        light.used = any(r.role == "nothing" for r in light.rows)
    elif found is not None and light is not None:
        light.used = True
        if light.start < found.first.start:
            found.first = light
            if found.row.listed == "harms" and found.row.part == "n" and found.row.value != "risk":
                found.relation = found.listed = "harms"
    if state is not None:
        return _in_state(found, *state)
    if found is not None and found.relation != found.listed and found.listed == "harms" and found.relation == "harms":
        found.polarity = 0
    return found


def _turns(units: Sequence[Unit], k: int, found: Driver | None) -> bool:
    """Whether a word for more or less says of what follows that it is more or less, or is itself what is asked."""
    if found is None or not found.polarity:
        return True
    after = next((w for w in units[k + 1 :] if w.role not in ("nothing", "degree")), None)
    return after is not None and after.role in ("name", "unknown", "relation", "aspect") and not after.comma


def _apart(units: Sequence[Unit], light: Unit, first: Unit) -> bool:
    """Whether another than the subject does what a light verb brings about: "makes neurons release X"."""
    if light.start > first.start or first.role != "relation":
        return False
    named = [u for u in units if u.role == "name" and u.start > light.start]
    between, after = ([u for u in named if (u.start < first.start) is ahead] for ahead in (True, False))
    return bool(between and after) and _row_of(units, list(units).index(first), None).part == "v"


def _row_of(units: Sequence[Unit], k: int, found: Driver | None) -> Row:
    """The row that a word of several meanings has here: a noun behind an article or before "of", else a verb."""
    u = units[k]
    rows = [r for r in u.rows if r.role in ("relation", "effect", "action", "copula")]
    states = [r for r in rows if r.takes == "state"]
    if states and (len(states) == len(rows) or _beside_drug(units, k)):
        return states[0]
    rows = [r for r in rows if r not in states] or rows
    as_noun = [r for r in rows if r.part == "n"]
    as_verb = [r for r in rows if r.part != "n"]
    if not as_noun or not as_verb:
        return rows[0]
    after = units[k + 1] if k + 1 < len(units) else None
    of = after is not None and after.role == "prep" and after.text.lower() == "of"
    asked = k > 0 and units[k - 1].role == "ask" and after is not None and after.role == "aux"
    return as_noun[0] if (u.article or of or asked) and not u.participle else as_verb[0]


def _beside_drug(units: Sequence[Unit], k: int) -> bool:
    """Whether a word for an end has a drug beside it: "stopping baclofen", "when I stop taking baclofen"."""
    near = next((w for w in units[k + 1 :] if w.role not in ("nothing", "setting", "people", "take")), None)
    ahead = next((w for w in reversed(units[:k]) if w.role not in ("nothing", "setting", "people", "aux")), None)
    noun = units[k].participle or units[k].text.lower().endswith("ing")  # "clonidine stopping"
    if noun and ahead is not None and ahead.mention is not None:
        return ahead.mention.entity.category in ("drug", "chemical")
    return near is not None and near.mention is not None and near.mention.entity.category in ("drug", "chemical")


def _action(row: Row) -> str:
    return row.value if row.role == "action" or row.relation == "acts_on" or row.takes == "acts" else ""


def _merge(a: Driver, b: Driver) -> Driver | None:
    """Two relations as one; ``None`` where the second is not understood beside the first."""
    found = _merged(a, b)
    return None if found is None else replace(found, last=b.last)


def _merged(a: Driver, b: Driver) -> Driver | None:
    if a.row.takes == "turned" and b.relation in _SIGNED:
        return None
    if b.row.value == "risk" and a.relation in ("change", "cause"):
        relation = {1: "cause", -1: "prevent", 0: "change"}[a.polarity]
        return replace(a, relation=relation, aspect="risk", last=b.last)
    if a.row.value == "risk" and b.relation == "change":
        return replace(
            a, relation={1: "cause", -1: "prevent", 0: "change"}[b.polarity], aspect="risk", polarity=b.polarity
        )
    if b.row.listed == "harms" and b.row.part == "n" and a.relation == "cause":
        return replace(a, relation="harms", listed="harms", polarity=0, row=b.row)
    if a.row.listed == "harms" and a.row.part == "n" and b.relation in ("cause", "change"):
        return a
    if a.relation == "define" or (
        a.relation == "change" and not a.polarity and b.relation in ("toxicity", "withdrawal")
    ):
        return b
    nominal = b.row.part == "n" and b.row.role == "relation" and b.relation == "change"
    if nominal and a.relation in ("help", "treat", "prevent"):
        return None if b.polarity else a
    if a.relation in ("help", "treat", "use", "prevent") and b.relation == "cause" and b.row.part == "n":
        return None  # to treat the symptoms is not to treat the disease
    if nominal and a.row.value == "antidote":
        return replace(a, polarity=a.polarity * b.polarity or a.polarity, row=replace_takes(a.row))
    if a.relation == "interaction" and b.relation in ("harms", "safe"):
        return a
    if a.relation in ("harms", "safe") and b.relation == "interaction":
        return replace(b, first=a.first)
    if a.relation in _HEADS or (a.relation == "change" and a.row.value == "antidote"):
        if a.relation == "use" and b.relation in ("approved", "off_label", "interaction", "dose"):
            return replace(b, first=a.first)
        if b.relation in (*_SIGNED, "treat", "use", "approved", "acts_on", a.relation):
            keeps = a.relation in ("dose", "mechanism")
            return replace(a, polarity=b.polarity if keeps else a.polarity)
        return a if b.row.role == "copula" else None
    bare = a.row.role == "copula" or (a.row.takes == "act" and b.row.role in ("action", "relation"))
    if bare and (b.relation in ("where", "acts_on", *_SIGNED) or b.row.role == "action"):
        return replace(b, first=a.first)
    if a.relation in ("help", "treat") and b.relation in ("treat", "prevent", "use", "help", "change", "cause"):
        if b.relation == "help" or (a.relation == "treat" and b.relation == "use"):
            return a
        return replace(b, first=a.first)
    if a.relation == "cause" and b.relation in ("change", "cause"):
        return replace(b, first=a.first, polarity=a.polarity * b.polarity, action=b.action)
    if a.relation == "change" and a.row.part == "n" and b.row.part == "v" and a.polarity:
        return replace(b, first=a.first, polarity=a.polarity * b.polarity)
    if a.relation == "change" and b.relation in ("change", "cause"):
        both = a.polarity * b.polarity if a.polarity and b.polarity else a.polarity or b.polarity
        row = a.row if a.polarity else b.row
        return replace(a, polarity=both, action="", row=replace_takes(row), last=b.last)
    if a.relation in ("change", "prevent") and b.relation in _ASPECTS:
        return replace(a, aspect=_ASPECTS[b.relation])
    if a.action and b.action and a.action != b.action:
        return None
    if a.relation == b.relation:
        return replace(a, action=a.action or b.action)
    if a.relation in _SIGNED and b.row.role == "effect":
        return replace(b, first=a.first)
    if b.relation == "where" and a.relation in ("expressed", "acts_on"):
        return replace(b, first=a.first)
    if a.relation == "where" and b.relation in ("expressed", "acts_on", "help"):
        return a
    if b.relation in ("approved", "off_label") and a.relation == "treat":
        return replace(b, first=a.first)
    return None


def replace_takes(row: Row) -> Row:
    """A row of a change that no longer acts on a protein by itself: "reduces the inhibition of"."""
    return Row(row.role, row.relation, row.listed, row.polarity, "", "", "v")


def _in_state(found: Driver | None, state: str, unit: Unit) -> Driver:
    if found is None:
        row = Row("relation", state, state, takes="s", part="n")
        return Driver(unit, unit, row, state, 0, state=state, state_unit=unit, listed=state)
    found.state, found.state_unit = state, unit
    return found
