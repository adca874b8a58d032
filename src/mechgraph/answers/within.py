"""In whom, where, by which route: what of a clause restricts its question, as a :class:`~.setting.Setting`."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Entity
from ..store.base import Store
from ..store.memory import fold
from ..vocab import vocabulary
from .setting import HUMAN, Setting
from .things import Thing
from .units import Unit

__all__ = ["setting_within"]

_IN_WHOM = frozenset({"in", "with", "for", "during", "after", "among", "following", "while", "of", "on"})
_SET_OFF = frozenset({"from", "by", "after"})
_PLACES = {"anatomy": "anatomy", "cell_type": "cell_type", "cellular_component": "component"}


def setting_within(store: Store, units: Sequence[Unit], things: Sequence[Thing], relation: str) -> Setting:
    """The setting that a clause names, from the things that are no end of it and from the words for settings.

    Args:
        things: Those that no slot took; the ones that become part of the setting are marked as used.
    """
    vocab = vocabulary()
    wanted: list[tuple[str, str]] = []
    groups: list[Entity] = []
    patients: list[Entity] = []
    words: list[str] = []
    for u in units:
        if u.role not in ("setting", "people"):
            continue
        row = u.row(u.role)
        assert row is not None
        u.used = True
        if row.value == "abrupt" and relation == "withdrawal":
            continue
        if u.role == "people":
            wanted.append(("people", row.value))
            words.append(f"in {row.value}" if row.takes else row.value)
            continue
        name, _, value = row.value.partition(":")
        if name == "species":
            wanted.append(("species", str(HUMAN)))
            words.append("in human")
        else:
            wanted.append((name, value))
            words.append(f"{value} dose" if name == "dose" else row.value.partition(":")[2].replace("_", " "))
    for t in things:
        if t.mention is None:
            continue
        entity, category = t.mention.entity, t.mention.entity.category
        place = next((f for c, f in _PLACES.items() if vocab.is_a(category, c)), None)
        if _sets_off(t):
            wanted.append(("stimulus", fold(entity.name)))
            words.append(f"evoked by {entity.name}")
        elif category == "organism_taxon":
            wanted.append(("species", str(entity.id)))
            words.append(f"in {entity.name}")
        elif category == "population":
            groups.append(entity)
            words.append(f"in {entity.name}")
        elif place is not None and t.prep in ("in", "within", "inside", "into", "on", "at", "from", "throughout", ""):
            wanted.append((place, str(entity.id)))
            words.append(f"in {entity.name}")
        elif vocab.is_a(category, "disease_or_phenotype") and t.prep in _IN_WHOM:
            wanted.append(("population_of", str(entity.id)))
            patients.append(entity)
            words.append(f"in {entity.name}")
        else:
            continue
        t.role, t.unit.used = "setting", True
    return Setting(tuple(dict.fromkeys(wanted)), tuple(groups), tuple(patients), ", ".join(dict.fromkeys(words)))


def _sets_off(t: Thing) -> bool:
    """Whether a thing is what sets something off: "nicotine-evoked", "the rise from cocaine", "produced by cocaine"."""
    if not vocabulary().is_a(t.category, "chemical"):
        return False
    return t.role == "stimulus" or t.prep in _SET_OFF
