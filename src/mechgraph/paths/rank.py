"""Ranking for mechanisms: a cost per claim that is linear in named features, fitted on known mechanisms.

Features are read off the graph, each for one predicate: a constant; ln of the typed degree at either end; how many
siblings of an end share the claim (drugs of the same class that bind the same gene); whether another predicate
joins the same pair; how much is said about an end at all; what an end is (which protein, of which function). A weight
is nats per unit of its feature. The cost of a path is the sum over its claims, cut below at 0, so the exact search
finds the best paths; and the contribution of each group of features is kept per claim, for ``--why``.

The fit maximises, over training pairs, the softmax probability of the paths that contain what curators wrote, with a
quadratic pull towards the starting weights; it sees training pairs only. It refuses to be a probability that a
mechanism is
true: it orders paths, nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ..errors import UsageError
from .cost import MICRO, typed_degrees

__all__ = [
    "Claims",
    "Column",
    "Example",
    "Features",
    "Kind",
    "Parallel",
    "Popularity",
    "RankModel",
    "Recipe",
    "Support",
    "columns",
    "features",
    "fit",
]

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims as columns: subjects, objects, predicates of shape (m,), categories and identifiers per entity (n,).

    Identifiers are needed for what an end is only.
    """

    subjects: Array
    objects: Array
    predicates: Array
    categories: Array
    predicate_names: tuple[str, ...]
    undirected: frozenset[str] = frozenset()
    identifiers: Sequence[str] = ()

    def rows(self, predicate: str) -> Array:
        """Row numbers of one predicate's claims; none where the graph does not use it."""
        if predicate not in self.predicate_names:
            return np.zeros(0, np.int64)
        return np.flatnonzero(self.predicates == self.predicate_names.index(predicate))


@dataclass(frozen=True, slots=True)
class Support:
    """The fraction of an end's siblings that have the same claim, and whether any has.

    Siblings are linked by ``through``: directly, or (``shared``) by being linked to the same third entity.
    """

    predicate: str
    through: str
    side: Literal["subject", "object"] = "subject"
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Parallel:
    """Whether the two ends are also joined by ``other``, in the same order."""

    predicate: str
    other: str


@dataclass(frozen=True, slots=True)
class Popularity:
    """ln(1 + number of ``counted`` claims) at one end, on either side of them."""

    predicate: str
    counted: str
    side: Literal["subject", "object"] = "object"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one end is: a feature for each entity that it can be, or for each that ``by`` links it to.

    ``pull`` is how much stronger than others its weights are held at their start, for most are learned from few claims.
    """

    predicate: str
    by: str = ""
    side: Literal["subject", "object"] = "object"
    pull: float = 1.0


Recipe = Support | Parallel | Popularity | Kind


@dataclass(frozen=True, slots=True)
class Column:
    """One feature where it is not 0: name, group, claims (row numbers, ascending) with their values, pull of a fit."""

    name: str
    group: str
    rows: Array
    values: Array
    pull: float = 1.0


@dataclass(frozen=True, slots=True)
class Features:
    """Named columns, each in a group that ``--why`` shows as one part.

    Args:
        values: The columns that hold for most claims, float64 (m, f).
        kinds: Further columns that hold for few claims (what an end is), after those; rows are those of ``values``.
        pulls: How strongly a fit holds each at its start, by name; 1 for those that are not named.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    values: Array
    kinds: tuple[Column, ...] = ()
    pulls: Mapping[str, float] = field(default_factory=dict)


def columns(claims: Claims, walked: Sequence[str], recipes: Sequence[Recipe] = ()) -> Iterator[Column]:
    """The features of the ``walked`` predicates, one by one: a graph of millions of claims needs no table of all.

    The other predicates serve the recipes only.
    """
    undirected = np.array([name in claims.undirected for name in claims.predicate_names])
    for name in walked:
        here = claims.rows(name)
        s, o, p = claims.subjects[here], claims.objects[here], claims.predicates[here]
        near, far = typed_degrees(s, o, p, claims.categories, undirected)
        yield Column(name, "step", here, np.ones(len(here)))
        if name in claims.undirected:
            yield Column(f"{name}: ln degree", "hub", here, (np.log(near) + np.log(far)) / 2)
        else:
            yield Column(f"{name}: ln degree of subject", "hub", here, np.log(near))
            yield Column(f"{name}: ln degree of object", "hub", here, np.log(far))
    for recipe in recipes:
        here = claims.rows(recipe.predicate)
        s, o = claims.subjects[here], claims.objects[here]
        if isinstance(recipe, Support):
            fraction = _support(claims, recipe, s, o)
            label = f"{recipe.predicate}: shared by siblings through {recipe.through}"
            yield Column(f"{label}, fraction", "support", here, fraction)
            yield Column(f"{label}, any", "support", here, (fraction > 0).astype(np.float64))
        elif isinstance(recipe, Parallel):
            other = claims.rows(recipe.other)
            size = len(claims.categories)
            known = claims.subjects[other].astype(np.int64) * size + claims.objects[other]
            both = np.isin(s.astype(np.int64) * size + o, known)
            yield Column(f"{recipe.predicate}: also {recipe.other}", "parallel", here, both.astype(np.float64))
        elif isinstance(recipe, Kind):
            yield from _kinds(claims, recipe, here, o if recipe.side == "object" else s)
        else:
            other = claims.rows(recipe.counted)
            ends = np.concatenate([claims.subjects[other], claims.objects[other]])
            count = np.bincount(ends, minlength=len(claims.categories))
            end = s if recipe.side == "subject" else o
            name = f"{recipe.predicate}: ln {recipe.counted} of {recipe.side}"
            yield Column(name, "popularity", here, np.log1p(count[end]))


def features(claims: Claims, walked: Sequence[str], recipes: Sequence[Recipe] = ()) -> tuple[Array, Features]:
    """The rows of the ``walked`` predicates, ascending, and their features as one table: what a fit needs.

    >>> claims = Claims(np.array([0, 1]), np.array([2, 2]), np.array([0, 0]), np.array([0, 0, 1]), ("binds",))
    >>> rows, found = features(claims, ["binds"])
    >>> found.names, found.values[0].round(3).tolist()
    (('binds', 'binds: ln degree of subject', 'binds: ln degree of object'), [1.0, 0.0, 0.693])
    """
    rows = np.sort(np.concatenate([np.zeros(0, np.int64), *(claims.rows(name) for name in walked)]))
    found = list(columns(claims, walked, recipes))
    kinds = [replace(c, rows=np.searchsorted(rows, c.rows)) for c in found if c.group == _KIND]
    dense = [c for c in found if c.group != _KIND]
    values = np.zeros((len(rows), len(dense)))
    for i, column in enumerate(dense):
        values[np.searchsorted(rows, column.rows), i] = column.values
    every = (*dense, *kinds)
    pulls = {c.name: c.pull for c in every if c.pull != 1.0}
    return rows, Features(tuple(c.name for c in every), tuple(c.group for c in every), values, tuple(kinds), pulls)


_KIND = "target"


def _kinds(claims: Claims, recipe: Kind, rows: Array, ends: Array) -> Iterator[Column]:
    """A column for each entity that an end is, or is linked to; none where the graph gives no identifiers."""
    if not len(claims.identifiers):
        return
    if recipe.by:
        link = claims.rows(recipe.by)
        link = link[np.argsort(claims.subjects[link], kind="stable")]
        of, to = claims.subjects[link], claims.objects[link]
        first, last = (np.searchsorted(of, ends, side) for side in ("left", "right"))
        counts = last - first
        which = np.repeat(np.arange(len(ends)), counts)
        at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(first, counts)
        rows, ends = rows[which], to[at]
    order = np.lexsort((rows, ends))
    rows, ends = rows[order], ends[order]
    for part in np.split(np.arange(len(ends)), np.flatnonzero(np.diff(ends)) + 1) if len(ends) else ():
        name = f"{recipe.predicate}: {recipe.by or recipe.side} {claims.identifiers[int(ends[part[0]])]}"
        here = np.unique(rows[part])
        yield Column(name, _KIND, here, np.ones(len(here)), recipe.pull)


def _support(claims: Claims, recipe: Support, s: Array, o: Array) -> Array:
    """For each claim the fraction of its end's siblings that have the same claim."""
    linked: dict[int, set[int]] = {}
    at = claims.rows(recipe.through)
    for a, b in zip(claims.subjects[at].tolist(), claims.objects[at].tolist(), strict=True):
        linked.setdefault(a, set()).add(b)
        linked.setdefault(b, set()).add(a)
    if recipe.side == "object":
        s, o = o, s
    holders: dict[int, set[int]] = {}
    for mine, other in zip(s.tolist(), o.tolist(), strict=True):
        holders.setdefault(other, set()).add(mine)
    siblings: dict[int, set[int]] = {}
    for mine in set(s.tolist()):
        near = linked.get(mine, set())
        found = set().union(*(linked[third] for third in near)) if recipe.shared else near
        siblings[mine] = found - {mine}
    shares = [
        len(mine & holders[other]) / max(len(mine), 1)
        for mine, other in ((siblings[a], b) for a, b in zip(s.tolist(), o.tolist(), strict=True))
    ]
    return np.array(shares, np.float64)


@dataclass(frozen=True, slots=True)
class RankModel:
    """Weights in nats per unit of a feature, by feature name; a feature that is not named weighs nothing."""

    weights: Mapping[str, float]

    @classmethod
    def start(cls, found: Features, hop: float = 1.0) -> RankModel:
        """The unfitted model: ``hop`` per step and the hub penalty ½ (ln deg + ln deg)."""
        half = {name: 1.0 if name.endswith("ln degree") else 0.5 for name in found.names}
        groups = zip(found.names, found.groups, strict=True)
        return cls({name: {"step": hop, "hub": half[name]}.get(group, 0.0) for name, group in groups})

    def vector(self, found: Features) -> Array:
        """The weights in the order of the columns, float64 (f,)."""
        return np.array([self.weights.get(name, 0.0) for name in found.names])

    def parts(self, found: Features) -> dict[str, Array]:
        """What each group adds to each claim's cost, int64 micro-units (m,): for ``build(arc_parts=…)``."""
        dense = found.values.shape[1]
        weights, groups = self.vector(found), found.groups[:dense]
        nats = {}
        for group in dict.fromkeys(groups):
            mine = np.array([g == group for g in groups])
            nats[group] = found.values[:, mine] @ weights[:dense][mine]
        for column, weight in zip(found.kinds, weights[dense:].tolist(), strict=True):
            if weight:
                nats.setdefault(column.group, np.zeros(len(found.values)))[column.rows] += weight * column.values
        return {group: np.rint(values * MICRO).astype(np.int64) for group, values in nats.items()}


@dataclass(frozen=True, slots=True)
class Example:
    """The candidate paths of one training pair: claim rows of each (into the features), and which are right."""

    paths: tuple[tuple[int, ...], ...]
    right: tuple[bool, ...]


def fit(found: Features, examples: Sequence[Example], start: RankModel, *, pull: float = 1.0) -> RankModel:
    """The weights under which right paths are cheapest among the candidates.

    Minimises − Σ ln (softmax mass of the right paths of a pair) + ½ · Σ pull · (weight − start)², by 400 steps of Adam
    (Kingma & Ba 2015); deterministic. Pairs without a right path, or without a wrong one, say nothing and are left out.

    Raises:
        UsageError: No pair says anything.
        ImportError: Ends are told apart by what they are, and SciPy is not installed.
    """
    useful = [e for e in examples if any(e.right) and not all(e.right)]
    if not useful:
        raise UsageError("no training pair has both right and wrong paths")
    sizes = np.array([len(e.paths) for e in useful])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(useful)), sizes)
    right = np.array([r for e in useful for r in e.right])
    lengths = np.array([len(path) for e in useful for path in e.paths])
    path_of = np.repeat(np.arange(len(lengths)), lengths)
    rows, row_of = np.unique([row for e in useful for path in e.paths for row in path], return_inverse=True)
    x, sparse = found.values[rows], _sparse(found, rows)
    dense = x.shape[1]
    origin = start.vector(found)
    held = pull * np.array([found.pulls.get(name, 1.0) for name in found.names])
    w, m, v = origin.copy(), np.zeros(len(origin)), np.zeros(len(origin))
    for t in range(1, 401):
        linear = x @ w[:dense] + sparse @ w[dense:]
        # the cost of a claim is cut at 0; the slope is smoothed there, so that a cut claim can come back
        slope = 1.0 / (1.0 + np.exp(-np.clip(linear / 0.1, -50.0, 50.0)))
        z = -np.bincount(path_of, np.maximum(linear, 0.0)[row_of], len(lengths))
        # relative to the best right path, so that its own mass never vanishes
        best = np.maximum.reduceat(np.where(right, z, -np.inf), starts)
        e = np.exp(np.minimum(z - best[group], 300.0))
        chosen = e / np.add.reduceat(e, starts)[group]
        wanted = e * right / np.add.reduceat(e * right, starts)[group]
        push = np.bincount(row_of, (wanted - chosen)[path_of], len(rows)) * slope
        gradient = (np.concatenate([push @ x, push @ sparse]) + held * (w - origin)) / len(useful)
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        w = w - 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return RankModel(dict(zip(found.names, w.tolist(), strict=True)))


def _sparse(found: Features, rows: Array) -> Any:
    """The columns of kinds for some rows, (rows, kinds): with SciPy where there are any, for most of it is 0."""
    if not found.kinds:
        return np.zeros((len(rows), 0))
    from scipy import sparse

    at = np.concatenate([np.searchsorted(rows, c.rows) for c in found.kinds])
    here = np.concatenate([np.isin(c.rows, rows) for c in found.kinds])
    which = np.repeat(np.arange(len(found.kinds)), [len(c.rows) for c in found.kinds])
    values = np.concatenate([c.values for c in found.kinds])
    return sparse.csr_matrix((values[here], (at[here], which[here])), shape=(len(rows), len(found.kinds)))
