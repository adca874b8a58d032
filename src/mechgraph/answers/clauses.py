"""A sentence with several questions cut into clauses of one: "what is it and how does it work"."""

from __future__ import annotations

from collections.abc import Sequence

from .roles import decide
from .units import Unit

__all__ = ["clauses_of"]

_LEADING = frozenset({"ask", "aux"})
_FINITE = frozenset({"relation", "effect", "action"})


def clauses_of(units: Sequence[Unit]) -> tuple[list[list[Unit]], str]:
    """The clauses of a sentence, each with what it shares with the one before; and the word that joins them.

    Roles are decided first for the whole sentence, and anew for each clause.
    """
    decide(units)
    listing = list(units)
    if listing and listing[0].role == "because":
        cut = next((k for k, u in enumerate(listing) if k and u.comma), None)
        row = listing[0].row("because")
        if cut is not None and row is not None and row.value == "when":
            return clauses_of([*listing[cut:], *listing[:cut]])
        if cut is not None:
            return [*clauses_of(listing[1:cut])[0], *clauses_of(listing[cut:])[0]], "and"
    opening = listing[0].row("prep") if listing else None
    if opening is not None and opening.value == "except":  # "apart from X, which …"
        cut = next((k for k, u in enumerate(listing) if u.comma and u.row("ask", "aux")), None)
        if cut is not None:
            return clauses_of([*listing[cut:], *listing[:cut]])
    for k, u in enumerate(listing):
        if u.role != "conj" or k == 0:
            continue
        joined = "or" if u.text.lower() == "or" else "and"
        after = _significant(listing, k + 1)
        if after is None:
            continue
        if after.role in _LEADING and _has_driver(listing[:k]):
            rest, _ = clauses_of(listing[k + 1 :])
            return [listing[:k], *rest], joined
        if after.role in _FINITE and after.mention is None and _is_verb(after):
            first, shared = _verb(listing[:k]), None
            if first is None:
                continue
            place = listing.index(first)
            shared = listing[:place]
            behind = listing[place + 1 : k]
            if not any(w.role in ("name", "unknown", "aspect") for w in behind):
                at = listing.index(after)
                both = listing[at + 1 :]
                return [[*shared, first, *behind, *_copies(both)], [*_copies(shared), *listing[k + 1 :]]], joined
            rest, _ = clauses_of(listing[k + 1 :])
            return [listing[:k], *([*_copies(shared), *r] for r in rest)], joined
    return [listing], ""


def _copies(units: Sequence[Unit]) -> list[Unit]:
    """Units that another clause uses too."""
    from dataclasses import replace

    return [replace(u, used=False) for u in units]


def _significant(units: Sequence[Unit], k: int) -> Unit | None:
    return next((u for u in units[k:] if u.role not in ("nothing", "pron", "degree", "not")), None)


def _has_driver(units: Sequence[Unit]) -> bool:
    return any(u.role in ("relation", "effect", "action", "name", "ask") for u in units)


def _is_verb(u: Unit) -> bool:
    return any(r.part == "v" and r.role in _FINITE and r.takes != "turned" for r in u.rows)


def _verb(units: Sequence[Unit]) -> Unit | None:
    return next((u for u in units if u.role in _FINITE and _is_verb(u)), None)
