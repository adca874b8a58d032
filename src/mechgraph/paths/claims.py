"""Path search over claims: from entities and associations to the index, and from its answers back to paths of claims.

This is the only module of the room that knows the model; the index and the kernels work on numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..curie import Curie
from ..errors import NoPathError, NotFoundError
from ..model import CERTAINTIES, Association, Entity, Path, Step
from ..vocab import vocabulary
from .index import PathIndex
from .search import search

__all__ = ["ClaimIndex"]


class ClaimIndex:
    """A :class:`PathIndex` together with the claims that its rows stand for."""

    def __init__(self, index: PathIndex, claim: Callable[[int], Association]) -> None:
        self.index = index
        self.claim = claim

    @classmethod
    def of(cls, entities: Sequence[Entity], associations: Iterable[Association]) -> ClaimIndex:
        """Index the asserted claims, each in its causal direction; negated and inconclusive ones are no edges.

        >>> a = Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:1"))
        >>> things = [Entity(id=Curie(c), name=c, category="drug") for c in ("A:1", "B:1")]
        >>> ClaimIndex.of(things, [a]).index.n_claims
        1
        """
        vocab = vocabulary()
        number = {e.id: i for i, e in enumerate(entities)}
        kinds, names = list(vocab.categories), list(vocab.predicates)
        kind = {c: i for i, c in enumerate(kinds)}
        code = {p: i for i, p in enumerate(names)}
        claims = [a for a in associations if a.asserted and a.subject in number and a.object in number]
        ends = [a.causal_ends for a in claims]
        index = PathIndex.build(
            [number[s] for s, _ in ends],
            [number[o] for _, o in ends],
            [code[a.predicate] for a in claims],
            entity_ids=[str(e.id) for e in entities],
            categories=[kind[e.category] for e in entities],
            category_names=kinds,
            predicate_names=names,
            predicate_signs=[p.sign for p in vocab.predicates.values()],
            undirected=[p.id for p in vocab.predicates.values() if p.symmetric],
            signs=[a.sign for a in claims],
            certainty=[CERTAINTIES.index(a.certainty) for a in claims],
            evidence=[sum(e.stance == "supports" for e in a.evidence) for a in claims],
        )
        return cls(index, claims.__getitem__)

    def find(
        self,
        start: Curie,
        end: Curie,
        k: int = 10,
        *,
        max_length: int = 6,
        causal: bool = True,
        categories: Iterable[str] | None = None,
        predicates: Iterable[str] | None = None,
        metapath: str | None = None,
        through: Iterable[Curie] = (),
        avoid: Iterable[Curie] = (),
        sign: int | None = None,
    ) -> list[Path]:
        """The k best simple paths of claims, best first.

        Args:
            causal: Walk claims from cause to effect only (symmetric ones both ways); otherwise in any direction.
            predicates: Only these; with ``causal`` the default is the mechanistic ones.

        Raises:
            NotFoundError: an end that the index does not hold.
            NoPathError: nothing connects the ends under the constraints.
        """
        index = self.index
        number = index.number
        if predicates is None and causal:
            predicates = [p.id for p in vocabulary().predicates.values() if p.mechanistic]
            predicates = [p for p in predicates if p in index.predicate_names]
        found = search(
            index,
            number(start),
            number(end),
            k,
            max_length=max_length,
            directed=causal,
            categories=categories,
            predicates=predicates,
            metapath=metapath,
            through=[number(c) for c in through],
            avoid=[number(c) for c in avoid],
            sign=sign,
        )
        if not found:
            raise NoPathError(
                f"no path of at most {max_length} steps from {start} to {end} under these constraints",
                remedy="raise the length, or allow any direction or predicate",
            )
        return [self.path_of(p.nodes, p.arcs, p.cost) for p in found]

    def path_of(self, nodes: Sequence[int], arcs: Sequence[int], cost: int) -> Path:
        """The path of claims that node and arc numbers of the index stand for."""
        ids = [Curie(self.index.entity_id(n)) for n in nodes]
        steps = tuple(
            Step(association=self.claim(self.index.claim(arc)), start=a, end=b)
            for arc, a, b in zip(arcs, ids, ids[1:], strict=False)
        )
        parts = tuple(tuple((name, value / 1e6) for name, value in self.index.explain(arc).items()) for arc in arcs)
        return Path(steps=steps, cost=cost / 1e6, contributions=parts)

    def has(self, curie: Curie) -> bool:
        """Whether the entity is in the index."""
        try:
            self.index.number(curie)
        except NotFoundError:
            return False
        return True
