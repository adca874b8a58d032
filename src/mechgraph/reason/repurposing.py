"""Which drugs might act on a disease, or on which diseases a drug might act: a sum over cited paths, and vetoes.

Where a score was fitted on the vocabulary of a graph (Hetionet's), it is that of :mod:`mechgraph.paths.scoring`.
Elsewhere it is unfitted: each of the ten best causal paths adds exp(−cost) where it means less of the disease, and
takes away as much where it means more; paths without a direction count nothing. Either way it is a sum over paths,
and paths that make it worse are subtracted.

Mechanism alone orders the list. What the graph knows to be treated stands beside, as does the score without degree:
divided by √(claims of the drug · claims of the disease), since what is studied most has most paths. A contraindication,
or a use that is denied, is a veto: told, and last. It refuses to say that a drug helps; that is what trials are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..curie import Curie
from ..errors import NoPathError
from ..model import Association, Entity
from ..paths.batch import rank_columns
from ..paths.claims import ClaimIndex
from ..paths.cost import MICRO
from ..paths.dwpc import PathCounter
from ..paths.scoring import Score, Term, scores
from ..store.base import Store
from ..vocab import vocabulary
from .candidates import Candidate, Part, Repurposing

__all__ = ["candidates"]

Array = npt.NDArray[Any]
USES = ("use", "relief", "off_label")
AGAINST = ("contraindication",)
PATHS, LENGTH = 10, 6
_KINDS = ("chemical", "disease")


def candidates(
    store: Store,
    index: ClaimIndex,
    counter: PathCounter,
    disease: Entity | None,
    drug: Entity | None,
    *,
    k: int = 20,
    cited: int = 3,
) -> Repurposing:
    """The best drugs for a disease, diseases for a drug, or the one pair.

    Args:
        k: How many.
        cited: Paths that are cited for each metapath, where both ends are given; the others are summed.

    Raises:
        NoPathError: nothing connects any drug with it.
        UsageError: the graph has a fitted score, and SciPy, which it needs for all pairs, is not installed.
    """
    score = scores().get(index.index.order)
    drugs = [drug] if drug else _members(store, index, "drug")
    ends = [disease] if disease else _members(store, index, "disease", *(("phenotype",) if score is None else ()))
    values, known = (
        (_unfitted(index, drugs, ends), None) if score is None else _fitted(index, counter, score, drugs, ends)
    )
    asked = disease or drug
    assert asked is not None
    uses = {} if drug and disease else _uses(store, asked, {e.id for e in (drugs if disease else ends)})
    if not values.any() and not uses and not (drug and disease):
        raise NoPathError(f"no path with a direction joins {asked.name} with any candidate, and no use of it is known")
    degree = _degrees(index, drugs, ends)
    made = []
    for i, a in enumerate(drugs):
        for j, b in enumerate(ends):
            if values[i, j] or (known is not None and known[i, j]) or (drug and disease):
                said = list(store.associations(subject=a.id, object=b.id))
                made.append(
                    Candidate(
                        drug=a,
                        disease=b,
                        score=float(values[i, j]),
                        without_degree=float(values[i, j] / degree[i, j]),
                        with_known=None if known is None else float(known[i, j]),
                        known=tuple(uses.pop(a.id if disease else b.id, ()))
                        or tuple(x for x in said if x.relation.group in USES and x.asserted),
                        vetoes=_vetoes(said),
                    )
                )
    made.sort(key=lambda c: (bool(c.vetoes), -c.score, c.drug.id, c.disease.id))
    best = made[:k]
    if drug and disease:
        best = [_with_parts(c, index, counter, score, cited) for c in best]
    named = {e.id: e for c in best for e in (c.drug, c.disease)}
    inner = {c for x in best for p in x.parts if p.path is not None for c in p.path.entities}
    named |= {c: e for c in inner if c not in named and (e := store.entity(c)) is not None}
    unexplained = [e for c in uses if (e := store.entity(c)) is not None]
    order = "unfitted" if score is None else score.described
    return Repurposing(asked, order, max(len(drugs), len(ends)), tuple(best), named, tuple(unexplained))


def _members(store: Store, index: ClaimIndex, *categories: str) -> list[Entity]:
    """The entities of some categories, and of those below them, in the order of the index."""
    inner = index.index
    wanted = [i for i, name in enumerate(inner.category_names) if any(name in index.kinds[c] for c in categories)]
    numbers = np.flatnonzero(np.isin(inner.categories, wanted)).tolist()
    found = (store.entity(Curie(inner.entity_id(n))) for n in numbers)
    return [e for e in found if e is not None]


def _uses(store: Store, asked: Entity, others: set[Curie]) -> dict[Curie, list[Association]]:
    """Who is used for a disease or one of its other names, or what a drug is used for: by the other end."""
    names = {asked.id}
    for p in (p for p in vocabulary().predicates.values() if p.walked == "same"):
        names |= {a.object for a in store.associations(subject=asked.id, predicate=p.id) if a.asserted}
        names |= {a.subject for a in store.associations(object=asked.id, predicate=p.id) if a.asserted}
    found: dict[Curie, list[Association]] = {}
    for name in sorted(names):
        for a in (*store.associations(subject=name), *store.associations(object=name)):
            other = a.object if a.subject == name else a.subject
            if a.asserted and a.relation.group in USES and other in others:
                found.setdefault(other, []).append(a)
    return dict(sorted(found.items()))


def _vetoes(said: Sequence[Association]) -> tuple[Association, ...]:
    """What forbids the pair: a contraindication; a use that is denied of everybody, and that nothing else states."""
    stated = any(a.relation.group in USES and a.asserted for a in said)
    denied = [
        a
        for a in said
        if a.negated and a.relation.group in USES and not stated
        if not a.qualifiers.population and a.qualifiers.population_of is None
    ]
    return tuple(a for a in said if (a.relation.group in AGAINST and a.asserted) or a in denied)


def _degrees(index: ClaimIndex, drugs: Sequence[Entity], ends: Sequence[Entity]) -> Array:
    """√(claims of the drug · claims of the disease), at least 1."""
    held = index.index.indptr

    def of(e: Entity) -> int:
        number = index.index.number(e.id)
        return max(int(held[number + 1] - held[number]), 1)

    found: Array = np.sqrt(np.outer([of(e) for e in drugs], [of(e) for e in ends]))
    return found


def _unfitted(index: ClaimIndex, drugs: Sequence[Entity], ends: Sequence[Entity]) -> Array:
    """Σ ± exp(−cost) over the best causal paths of each pair."""
    values = np.zeros((len(drugs), len(ends)))
    numbers = [index.index.number(e.id) for e in drugs]
    rules = {"directed": True, "predicates": index.walked, "walk": index.walk}
    targets = [index.index.number(e.id) for e in ends]
    for j, reached in enumerate(
        rank_columns(index.index, numbers, targets, PATHS, max_length=LENGTH, rules=rules, processes=1)
    ):
        real = reached.arcs >= 0
        signs = index.index.walk_signs(reached.arcs.ravel()).reshape(reached.arcs.shape)
        sign = np.where(real, signs, np.int8(1)).prod(axis=1)
        adds = -sign * np.exp(-reached.costs / MICRO)
        values[:, j] = [sum(part.tolist()) for part in np.split(adds, np.cumsum(reached.counts)[:-1])]
    return values


def _fitted(
    index: ClaimIndex, counter: PathCounter, score: Score, drugs: Sequence[Entity], ends: Sequence[Entity]
) -> tuple[Array, Array]:
    """The fitted score of each pair, by mechanism alone and with known treatments."""
    if len(drugs) == len(ends) == 1:
        pair = index.index.number(drugs[0].id), index.index.number(ends[0].id)
        one = sum(float(t.of(np.array(counter.dwpc(t.metapath, *pair)))) for t in score.mechanism)
        mechanism = np.array([[one]])
        rows, columns = (np.searchsorted(counter.members(k), [n]) for k, n in zip(_KINDS, pair, strict=True))
        return mechanism, score.matrix(counter, score.known)[np.ix_(rows, columns)] + score.share * mechanism
    mechanism, known = (score.matrix(counter, terms) for terms in (score.mechanism, score.known))
    rows = np.searchsorted(counter.members(_KINDS[0]), [index.index.number(e.id) for e in drugs])
    columns = np.searchsorted(counter.members(_KINDS[1]), [index.index.number(e.id) for e in ends])
    chosen = np.ix_(rows, columns)
    return mechanism[chosen], (known + score.share * mechanism)[chosen]


def _with_parts(c: Candidate, index: ClaimIndex, counter: PathCounter, score: Score | None, cited: int) -> Candidate:
    """The candidate with the paths that its score is the sum of."""
    ends = index.index.number(c.drug.id), index.index.number(c.disease.id)
    parts: list[Part] = []
    if score is None:
        try:
            found = index.find(c.drug.id, c.disease.id, PATHS, max_length=LENGTH)
        except NoPathError:
            found = []
        parts = [Part(-p.sign * float(np.exp(-p.cost)), "", p) for p in found if p.sign]
    else:
        for term in score.mechanism:
            parts += _of_term(index, counter, term, ends, cited)
    parts.sort(key=lambda p: (-abs(p.value), p.metapath))
    return Candidate(c.drug, c.disease, c.score, c.without_degree, c.with_known, c.known, c.vetoes, tuple(parts))


def _of_term(index: ClaimIndex, counter: PathCounter, term: Term, ends: tuple[int, int], cited: int) -> list[Part]:
    """The best paths of one metapath, and the rest of them as one."""
    nodes, values = term.paths(counter, *ends)
    steps = counter.parse(term.metapath).steps
    parts = []
    for row, value in zip(nodes[:cited].tolist(), values[:cited].tolist(), strict=True):
        arcs = [_arc(index, a, b, step.predicate) for a, b, step in zip(row, row[1:], steps, strict=False)]
        cost = int(index.index.costs[arcs].sum())
        parts.append(Part(value, term.metapath, index.path_of(row, arcs, cost)))
    if len(values) > cited:
        parts.append(Part(float(values[cited:].sum()), term.metapath, None, len(values) - cited))
    return parts


def _arc(index: ClaimIndex, start: int, end: int, predicate: str | None) -> int:
    """The first claim of a predicate between two entities, whichever way it is worded."""
    inner = index.index
    arcs = np.arange(inner.indptr[start], inner.indptr[start + 1])
    arcs = arcs[inner.targets[arcs] == end]
    if predicate is not None:
        arcs = arcs[(inner.codes[arcs] >> 1) == inner.predicate_names.index(predicate)]
    return int(arcs[0])
