"""The things of a clause: names, words at the place of one, what is asked for; and what of them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..vocab import vocabulary
from .asked import Mention, Slot
from .families import HEADS
from .roles import named, preposition
from .units import Unit

__all__ = ["EXCLUDED", "Thing", "heads_class", "is_a", "things_of"]

EXCLUDED = "excluded"
"""The role of what is asked without: "other than baclofen"."""
_BETWEEN = frozenset({"nothing", "degree", "sign", "setting", "quantifier", "who", "conj"})


@dataclass(slots=True, eq=False)
class Thing:
    """A thing of a clause: a name, a word at the place of one, or what is asked for.

    Args:
        prep: The preposition before it, "" for none.
        at: Where it stands, in units.
        aspect: What of it is meant: "release", "abundance".
        after_aspect: Whether the aspect is a word behind it or before it, which belongs to it.
        open: Of what is asked for, its category ("" for any); ``None`` for what is named.
        together: The number of the list that it stands in: "anxiety and depression".
        role: What it was used for.
    """

    unit: Unit
    prep: str
    at: int
    aspect: str = ""
    aspect_unit: Unit | None = None
    open: str | None = None
    word: str = ""
    together: int = 0
    mention: Mention | None = None
    role: str = ""

    @property
    def slot(self) -> Slot:
        if self.open is not None:
            return Slot(category=self.open, word=self.word, within=self.unit.within, acting=self.unit.acting)
        return Slot(mention=self.mention, word=self.word)

    @property
    def category(self) -> str:
        return self.open or "" if self.mention is None else self.mention.entity.category


def is_a(thing: Thing | None, *categories: str) -> bool:
    """Whether a thing is of a category, or below it."""
    return thing is not None and any(vocabulary().is_a(thing.category, c) for c in categories)


def things_of(units: Sequence[Unit]) -> list[Thing]:
    """The things of a clause, in its order; a word for an aspect beside a name belongs to it."""
    out: list[Thing] = []
    for k, u in enumerate(units):
        if u.open is not None:
            out.append(Thing(u, preposition(units, k)[0], k, open=u.open, word=u.text))
            continue
        if not named(u):
            continue
        prep, by = preposition(units, k)
        if u.mention is not None and u.text.lower().endswith("ally"):
            prep = "by"  # "renally cleared"
        thing = Thing(u, prep, k, mention=u.mention, word="" if u.mention else u.text)
        if by is not None and prep == "except" and u.mention is not None:
            thing.role, by.used, u.used = EXCLUDED, True, True
        _give_aspect(units, k, thing, by)
        before = out[-1] if out else None
        following = units[k + 1] if k + 1 < len(units) else None
        if (
            u.role == "unknown"
            and following is not None
            and following.role == "name"
            and not following.comma
            and not following.article
        ):
            thing.role = "modifier"
        if following is not None and following.role == "evoked":
            thing.role = "stimulus"
        if (
            prep == "by"
            and k > 1
            and units[k - 2].participle
            and units[k - 2].role == "relation"
            and any(w.role in ("name",) for w in units[: k - 2])
            and any(w.role == "relation" for w in units[: k - 2])
        ):
            thing.role, units[k - 2].role, units[k - 2].used = "stimulus", "evoked", True
        if before is not None and _joined(units, before.at, k):
            if not before.together:
                before.together = len(out)
            thing.together, thing.prep = before.together, before.prep
            thing.role = thing.role or (before.role if before.role == EXCLUDED else "")
            if before.aspect and not thing.aspect and thing.aspect_unit is None and before.aspect_unit is not None:
                thing.aspect = before.aspect if before.aspect_unit.start < before.unit.start else ""
        out.append(thing)
    _share_aspects(out)
    return out


def _give_aspect(units: Sequence[Unit], k: int, thing: Thing, by: Unit | None) -> None:
    """ "Glutamate release", "release of glutamate": the aspect is the name's."""
    for w in units[k + 1 : k + 4]:
        if w.role == "aspect" and not w.used:
            thing.aspect_unit = w
            break
        if w.role != "nothing" and w.text.lower() not in ("to", "be", "being"):
            break
    if thing.aspect_unit is None and by is not None and thing.prep in ("of", "in"):
        place = list(units).index(by)
        before = next((w for w in reversed(units[:place]) if w.role not in ("nothing", "degree")), None)
        if before is not None and before.role == "aspect" and not before.used:
            thing.aspect_unit = before
            thing.prep = preposition(units, list(units).index(before))[0]
    if thing.aspect_unit is not None:
        row = thing.aspect_unit.row("aspect")
        thing.aspect = row.value if row is not None else ""
        thing.aspect_unit.used = True


def _share_aspects(things: Sequence[Thing]) -> None:
    """ "GABA and glutamate release": the release of both."""
    for a, b in pairwise(things):
        if a.together and a.together == b.together and b.aspect and not a.aspect:
            a.aspect = b.aspect


def _joined(units: Sequence[Unit], i: int, k: int) -> bool:
    """Whether two names stand in one list: "anxiety and depression", "in the cord or in the brain"."""
    between = [w for w in units[i + 1 : k] if not (w.role == "aspect" and w.used)]
    if not all(w.role in _BETWEEN or w.role == "prep" for w in between):
        return False
    joins = any(w.role == "conj" for w in between) or units[k].comma
    preps = [w for w in between if w.role == "prep"]
    return joins and (not preps or preposition(units, i)[0] == preposition(units, k)[0] != "")


def heads_class(name: str) -> bool:
    """Whether a name is one of a family or a kind, of which one may ask "which": opioid receptors."""
    return name.lower().rstrip("s").rsplit(" ", 1)[-1] in HEADS
