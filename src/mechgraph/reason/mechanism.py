"""The mechanism between a drug and an effect: curated where a curator chose the claims, otherwise found by search.

Rules stated once: a path runs through asserted claims in causal direction; the net sign is that on which its
signed paths agree; the weakest link is the claim of the lowest certainty, then with the most refuting objections,
then with the fewest supporting sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from ..errors import NoPathError, NotFoundError
from ..model import (
    CERTAINTIES,
    Association,
    CuratedMechanism,
    Entity,
    Mechanism,
    MechanismStep,
    Objection,
    Path,
)
from ..store.base import Store
from ..store.parts import names_of, sources_of
from .line import joined, mechanism_paths, simple_paths
from .objections import objections_to_all, objections_to_whole
from .signs import net_sign

if TYPE_CHECKING:
    from ..paths.claims import ClaimIndex

__all__ = ["mechanism_between", "mechanism_of_claims", "simple_paths", "weakest_link"]

AGAINST = frozenset({"refutes", "no_effect", "negates", "opposite"})
"""Kinds of objection that speak against a claim, not merely beside it."""


def weakest_link(claims: Sequence[Association], objections: Sequence[Objection]) -> str:
    """The id of the weakest of the asserted claims under the stated rule; empty where there is none."""
    against: dict[str, int] = {}
    for o in objections:
        against[o.claim] = against.get(o.claim, 0) + (o.kind in AGAINST)
    asserted = [a for a in claims if a.asserted]
    if not asserted:
        return ""
    worst = max(
        asserted,
        key=lambda a: (
            CERTAINTIES.index(a.certainty),
            against.get(a.id, 0),
            -sum(e.stance == "supports" for e in a.evidence),
        ),
    )
    return worst.id


def mechanism_of_claims(
    store: Store,
    drug: Entity,
    effect: Entity | None,
    claims: Sequence[Association],
    paths: Sequence[Path],
    *,
    curated: tuple[str, ...] = (),
    title: str = "",
    marks: dict[str, str] | None = None,
    steps: tuple[MechanismStep, ...] = (),
    beside: Iterable[Association] = (),
) -> Mechanism:
    """Put a mechanism together from its claims, with all that speaks against them and every name and source."""
    unique = list({a.id: a for a in claims}.values())
    summaries = list({a.id: a for a in beside if a.id not in {b.id for b in unique}}.values())
    objections = objections_to_all(store, [*unique, *summaries])
    sign = net_sign(paths)
    against = objections_to_whole(store, drug.id, effect.id, sign) if effect is not None else ()
    named = [*unique, *summaries, *(o.association for o in (*objections, *against))]
    on_path = {s.association.id for p in paths for s in p.steps} if effect else {a.id for a in unique}
    return Mechanism(
        drug=drug,
        effect=effect,
        entities={drug.id: drug} | names_of(store, named),
        associations=tuple(unique),
        paths=tuple(paths),
        objections=objections,
        sources=sources_of(store, named),
        sign=sign,
        weakest=weakest_link([a for a in unique if a.id in on_path], objections),
        curated=curated,
        title=title,
        marks=marks or {},
        steps=steps,
        beside=tuple(summaries),
        against=against,
    )


def _summaries(store: Store, chosen: Iterable[CuratedMechanism]) -> dict[str, Association]:
    """The claims that steps name without walking them: what sums up other steps."""
    ids = dict.fromkeys(c for m in chosen for c in m.named if c not in m.claims)
    return {c: a for c in ids if (a := store.association(c)) is not None}


def mechanism_between(
    store: Store,
    index: Callable[[], ClaimIndex],
    drug: Entity,
    effect: Entity | None,
    *,
    k: int = 10,
    max_length: int = 8,
) -> Mechanism:
    """The mechanism from a drug to an effect, or (``effect`` None) all that the graph has curated for the drug.

    ``index`` is asked for only where nothing is curated, because making it costs more than the answer.

    Raises:
        NoPathError: no curated mechanism and no causal path.
    """
    chosen = list(store.mechanisms(drug.id, effect.id if effect else None))
    if chosen:
        ids = dict.fromkeys(c for m in chosen for c in m.claims)
        claims = [a for c in ids if (a := store.association(c)) is not None]
        by_id = {a.id: a for a in claims}
        paths = list({p.steps: p for m in chosen for p in mechanism_paths(m, by_id)}.values())
        summaries = _summaries(store, chosen) if effect else {}
        steps = joined(chosen, by_id | summaries) if effect else ()
        named = tuple(m.id for m in chosen)
        return mechanism_of_claims(
            store, drug, effect, claims, paths, curated=named, steps=steps, beside=summaries.values()
        )
    if effect is None:
        claims = [a for a in store.associations(subject=drug.id) if a.relation.mechanistic]
        if not claims:
            raise NoPathError(f"the graph has no mechanistic claim about {drug.name}")
        return mechanism_of_claims(store, drug, None, claims, simple_paths(claims, drug.id, None))
    try:
        paths = index().find(drug.id, effect.id, k, max_length=max_length)
    except NotFoundError as error:
        if isinstance(error, NoPathError):
            raise NoPathError(
                f"no causal path of at most {max_length} steps from {drug.name} to {effect.name}",
                remedy="'mechgraph paths --any' also walks claims without sign or against their direction",
            ) from None
        raise
    claims = [s.association for p in paths for s in p.steps]
    return mechanism_of_claims(store, drug, effect, claims, paths)


def narrowed(store: Store, mechanism: Mechanism, context: Sequence[str]) -> Mechanism:
    """A mechanism cut down to what can hold in a context: its paths, what sums them up, and what speaks against it.

    Claims that do not say stay in. Of what speaks against the conclusion as a whole, only what is said of this context
    or of none stays.

    Raises:
        NoPathError: no path can hold there; the claims that break are named.
    """
    from .context import Regions, fits, in_context, parse_context

    wanted, regions = parse_context(context, store), Regions(store)
    kept, refused, _ = in_context(mechanism, wanted, regions)
    if not kept and mechanism.paths:
        broken = "; ".join(
            f"{mechanism.entities[a.subject].name} → {mechanism.entities[a.object].name}" for a in refused
        )
        raise NoPathError(
            f"nothing of this mechanism can hold with {', '.join(context)}", remedy=f"it breaks at {broken}"
        )
    out = {a.id for a in refused}
    claims = [a for a in mechanism.associations if a.id not in out]
    made = mechanism_of_claims(
        store,
        mechanism.drug,
        mechanism.effect,
        claims,
        kept,
        curated=mechanism.curated,
        title=mechanism.title,
        steps=mechanism.steps,
        beside=[a for a in mechanism.beside if fits(a, wanted, regions) is not False],
    )
    here = tuple(o for o in made.against if fits(o.association, wanted, regions) is not False)
    return msgspec.structs.replace(made, against=here)
