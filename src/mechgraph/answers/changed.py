"""The mechanisms behind a diff, ready to be drawn: old and new in one, claims marked added, removed or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from ..curie import Curie
from ..model import Association, Mechanism
from ..reason.mechanism import mechanism_of_claims, simple_paths
from ..store.base import Store
from ..store.parts import names_of, sources_of
from .diff import Change, Diff, between

__all__ = ["changed_mechanisms"]


def changed_mechanisms(found: Diff, old: Store, new: Store) -> Iterator[Mechanism]:
    """One mechanism for each curated mechanism or statement whose conclusion changed, gravest first.

    A statement is left out where all claims that changed it were in a mechanism already. Paths and net sign are those
    of the new graph; claims that it no longer has are there too, marked ``removed``.

    Args:
        found: What :func:`mechgraph.answers.diff.diff` found between the two stores.

    >>> import mechgraph
    >>> from mechgraph.answers.diff import diff
    >>> store = mechgraph.load().store
    >>> list(changed_mechanisms(diff(store, store), store, store))
    []
    """
    marks = {c.id: c.how for c in found.claims}
    shown: set[str] = set()
    seen: set[tuple[str, Curie, Curie]] = set()
    for change in found.changes:
        about = (change.mechanism, *change.ends)
        if about in seen or (not change.mechanism and {c.id for c in change.because} <= shown):
            continue
        seen.add(about)
        mechanism = _mechanism(change, old, new, marks)
        if mechanism is not None:
            shown |= mechanism.marks.keys()
            yield mechanism


def _mechanism(change: Change, old: Store, new: Store, how: Mapping[str, str]) -> Mechanism | None:
    before, after = (_claims(store, change) for store in (old, new))
    claims = list((before | after).values())
    start, end = change.ends
    drug, effect = (new.entity(c) or old.entity(c) for c in change.ends)
    if drug is None or effect is None or not claims:
        return None
    whole = mechanism_of_claims(new, drug, effect, claims, simple_paths(after.values(), start, end))
    named = [*claims, *(o.association for o in whole.objections)]
    return msgspec.structs.replace(
        whole,
        entities=names_of(old, named) | names_of(new, named) | {start: drug, end: effect},
        sources=sources_of(old, named) | sources_of(new, named),
        curated=(change.mechanism,) if change.mechanism else (),
        title=f"{drug.name} → {effect.name}: {change.before} → {change.after}",
        marks={a.id: how[a.id] for a in named if a.id in how},
    )


def _claims(store: Store, change: Change) -> dict[str, Association]:
    if not change.mechanism:
        return {a.id: a for a in between(store, *change.ends)}
    ids: Iterable[str] = (c for m in store.mechanisms() if m.id == change.mechanism for c in m.claims)
    return {c: a for c in ids if (a := store.association(c)) is not None}
