"""Path search over claims: from entities and associations to the index, and from its answers back to paths of claims.

This is the only module of the room that knows the model; the index and the kernels work on numbers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import numpy.typing as npt

from ..curie import Curie
from ..errors import IndexFormatError, NoPathError, NotFoundError
from ..model import CERTAINTIES, Association, Entity, Path, Step
from ..store.base import Store
from ..vocab import vocabulary
from .cost import MICRO, beside_target
from .index import PathIndex
from .metapath import MetapathTable
from .order import Order, order_for, orders
from .rank import Claims
from .search import search
from .walk import Walk

__all__ = ["ClaimIndex", "kinds_of_end"]


Array = npt.NDArray[Any]
LENGTH = 6
"""At most so many claims in a path, where nobody says."""


class ClaimIndex:
    """A :class:`PathIndex` together with the claims that its rows stand for.

    Args:
        index: The path index; its claim numbers are those of ``claim``.
        claim: The claim of a number.
        detailed: Every claim that says more than subject, predicate and object in a field, with its number.
    """

    def __init__(
        self,
        index: PathIndex,
        claim: Callable[[int], Association],
        detailed: Callable[[str], Iterable[tuple[int, Association]]],
    ) -> None:
        self.index = index
        self.claim = claim
        self.detailed = detailed

    @cached_property
    def causal(self) -> bool:
        """Whether most claims on how things act on each other have a sign, so that search can follow causes alone.

        What is of clinic, kinetics or structure (uses, harms, enzymes of a drug, parts) tells neither way and does not
        count: a graph with many side effects is no less mechanistic for them. Where an order was fitted, it leads.
        """
        if self.order is not None:
            return False
        index, predicates = self.index, vocabulary().predicates
        told = [predicates[name].role not in ("clinical", "kinetic", "structural") for name in index.predicate_names]
        walked = [predicates[name].mechanistic for name in index.predicate_names]
        counted = np.repeat(told, 2)[index.codes]  # by arc code
        if not counted.any():
            return not index.n_arcs
        return bool((np.repeat(walked, 2)[index.codes] & (index.claim_signs != 0))[counted].mean() > 0.5)

    @property
    def order(self) -> Order | None:
        """The fitted order that the costs follow; ``None`` where none was fitted on this vocabulary."""
        return orders().get(self.index.order)

    @property
    def described(self) -> str:
        """Which order the paths are in, in a few words."""
        return "unfitted" if self.order is None else self.order.described

    def usual_length(self, causal: bool | None, metapath: str | None) -> int:
        """At most so many claims where nobody says: 6, or the length of a fitted order where one leads."""
        if metapath is None and causal is None and not self.causal and self.order is not None:
            return self.order.length
        return LENGTH

    def rules(self, causal: bool | None) -> tuple[bool, list[str] | None, Walk | None]:
        """Whether to walk from cause to effect only, over which predicates (``None``: any), and within which bars.

        Args:
            causal: ``None``: from cause to effect where most claims say so; else over the types of a fitted order, in
                any direction; else anything.
        """
        if causal or (causal is None and self.causal):
            return True, self.walked, self.walk
        if causal is None and self.order is not None:
            return False, None, Walk(types=self.order.walks())
        return False, None, None

    @cached_property
    def mechanistic(self) -> list[str]:
        """The predicates of the index that carry a mechanism: those that a causal search walks."""
        predicates = vocabulary().predicates
        return [name for name in self.index.predicate_names if predicates[name].mechanistic]

    @cached_property
    def walked(self) -> list[str]:
        """The predicates of the index that a causal search walks: the mechanistic ones, and the bridges."""
        predicates = vocabulary().predicates
        return [name for name in self.index.predicate_names if predicates[name].walked != "no"]

    @cached_property
    def walk(self) -> Walk:
        """What a causal search may walk, from the columns of the vocabulary."""
        vocab, kinds = vocabulary(), self.kinds
        last, form, part, same = (
            tuple(p.id for p in vocab.predicates.values() if p.walked == how)
            for how in ("last", "form", "part", "same")
        )
        return Walk(
            ends=tuple(c.id for c in vocab.categories.values() if c.inside == "no"),
            processes=tuple(sorted(kinds["process_or_activity"])),
            wholes=tuple(sorted(kinds["gene_product"])),
            last=last,
            form=form,
            part=part,
            same=same,
        )

    @cached_property
    def kinds(self) -> Mapping[str, frozenset[str]]:
        """Each category with itself and those below it: ``gene_product`` in a metapath is also a receptor."""
        vocab = vocabulary()
        return {name: frozenset(c for c in vocab.categories if vocab.is_a(c, name)) for name in vocab.categories}

    def refusing(self, refuses: Callable[[Association], bool]) -> Array:
        """A mask over arcs, bool (2m,), without the claims that ``refuses`` is true of; asked of qualified ones."""
        numbers = [number for number, claim in self.detailed("qualifiers") if refuses(claim)]
        index = self.index
        size = 1 + max([*numbers, index.last_claim])
        allowed = np.ones(size, bool)
        allowed[numbers] = False
        return index.arcs_of_claims(allowed)

    def weighted(self, part: str, extra: Callable[[Association], float]) -> ClaimIndex:
        """The same claims, each dearer by ``extra(claim)`` nats (cheaper where negative), shown as the cost's ``part``.

        For what may weigh a path on request and must not change its sign, such as the rank of a density. Asked of
        claims with a quantity only; the others stay as they are. A cost never leaves 0 … 32 nats.

        >>> from mechgraph.model import Quantity
        >>> dense = Quantity(kind="density", rank=2)
        >>> a = Association(subject=Curie("A:1"), predicate="inhibits", object=Curie("B:1"), quantity=dense)
        >>> things = [Entity(id=Curie(c), name=c, category="drug") for c in ("A:1", "B:1")]
        >>> dearer = ClaimIndex.of(things, [a]).weighted("density", lambda claim: 0.5)
        >>> dict(dearer.find(Curie("A:1"), Curie("B:1"))[0].contributions[0])["density"]
        0.5
        """
        more = {number: round(extra(claim) * MICRO) for number, claim in self.detailed("quantity")}
        return ClaimIndex(self.index.with_part(part, more), self.claim, self.detailed)

    @classmethod
    def of_store(cls, store: Store) -> ClaimIndex:
        """The index of a store: the one on disk, mapped, where the store has one; otherwise made from its claims."""
        if (folder := getattr(store, "paths_folder", None)) is not None:
            on_disk: Any = store
            return cls(PathIndex.open(folder), on_disk.claim, on_disk.detailed)
        keep: Callable[[str, Callable[[FilePath], object]], FilePath | None] | None = getattr(store, "keep", None)
        if keep is None:
            return cls.of(list(store.entities()), store.associations())
        made: list[ClaimIndex] = []

        def make(folder: FilePath) -> None:
            made.append(cls.of(list(store.entities()), store.associations()))
            made[0].index.save(folder)

        folder = keep("paths", make)
        if made or folder is None:
            return made[0] if made else cls.of(list(store.entities()), store.associations())
        numbered: Any = store
        try:
            return cls(PathIndex.open(folder), numbered.claim, numbered.detailed)
        except (IndexFormatError, NotFoundError):  # removed in the meantime, or torn by a loss of power
            return cls.of(list(store.entities()), store.associations())

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
        every = list(associations)
        rows = [i for i, a in enumerate(every) if a.asserted and a.subject in number and a.object in number]
        claims = [every[i] for i in rows]
        ends = [a.causal_ends for a in claims]
        subjects, objects = (np.array([number[e[i]] for e in ends], np.int64) for i in (0, 1))
        signs = np.array([1 if a.relation.bridge else a.sign for a in claims], np.int8)
        category = np.array([kind[e.category] for e in entities], np.int64)
        predicates = np.array([code[a.predicate] for a in claims], np.int64)
        index = PathIndex.build(
            subjects,
            objects,
            predicates,
            entity_ids=[str(e.id) for e in entities],
            categories=category,
            category_names=kinds,
            predicate_names=names,
            predicate_signs=[p.sign for p in vocab.predicates.values()],
            undirected=[p.id for p in vocab.predicates.values() if p.symmetric],
            arc_claims=rows,
            signs=signs,
            certainty=[CERTAINTIES.index(a.certainty) for a in claims],
            evidence=[sum(e.stance == "supports" for e in a.evidence) for a in claims],
            indirect=beside_target(subjects, objects, signs, kinds_of_end(category)),
            order=order_for(
                Claims(
                    subjects, objects, predicates, category, tuple(names), identifiers=[str(e.id) for e in entities]
                ),
                kinds,
            ),
        )
        return cls(index, every.__getitem__, lambda field: ((i, a) for i, a in enumerate(every) if getattr(a, field)))

    def find(
        self,
        start: Curie,
        end: Curie,
        k: int = 10,
        *,
        max_length: int = 6,
        causal: bool | None = True,
        categories: Iterable[str] | None = None,
        predicates: Iterable[str] | None = None,
        metapath: str | None = None,
        through: Iterable[Curie] = (),
        avoid: Iterable[Curie] = (),
        sign: int | None = None,
        table: MetapathTable | None = None,
        arc_mask: Array | None = None,
    ) -> list[Path]:
        """The k best simple paths of claims, best first.

        Args:
            causal: Walk claims from cause to effect only (symmetric ones both ways), in any direction, or (``None``) as
                :meth:`rules` says for this graph; a metapath says so itself.
            predicates: Only these, and then correlations as any other; with ``causal`` and no metapath the default is
                what carries a mechanism, within :attr:`walk`: through no other drug and no disease, over a correlation
                only from a process into the end, from a subunit or member to its whole.
            metapath: Only paths of these categories and predicates; a category also means those below it.
            table: Abbreviations for the metapath.
            arc_mask: Only these arcs of the index; see :meth:`refusing`.

        Raises:
            NotFoundError: an end that the index does not hold.
            NoPathError: nothing connects the ends under the constraints.
        """
        index = self.index
        number = index.number
        walk = None
        if metapath is not None:
            causal = bool(causal)
        elif predicates is not None:
            causal = self.causal if causal is None else causal
        else:
            causal, predicates, walk = self.rules(causal)
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
            table=table,
            arc_mask=arc_mask,
            kinds=self.kinds,
            walk=walk,
        )
        if not found:
            what, remedy = f"path of at most {max_length} claims", "allow more claims, or constrain less"
            if metapath:
                what, remedy = f"path of the metapath {metapath}", "'mechgraph show' gives the categories of both ends"
            if causal:
                remedy = "allow any direction (--any)"
            raise NoPathError(f"no {what} from {start} to {end} under these constraints", remedy=remedy)
        return self._paths_of([(p.nodes, p.arcs, p.cost) for p in found])

    def path_of(self, nodes: Sequence[int], arcs: Sequence[int], cost: int) -> Path:
        """The path of claims that node and arc numbers of the index stand for."""
        return self._paths_of([(nodes, arcs, cost)])[0]

    def _paths_of(self, found: Sequence[tuple[Sequence[int], Sequence[int], int]]) -> list[Path]:
        """Paths of claims; what several share is looked up once, and the parts of all costs at once."""
        index = self.index
        ids = {n: Curie(index.entity_id(n)) for n in {n for nodes, _, _ in found for n in nodes}}
        used = list({arc for _, arcs, _ in found for arc in arcs})
        claims = {arc: self.claim(index.claim(arc)) for arc in used}
        explained = index.explained(np.array(used, np.int64))
        values = zip(*((column / 1e6).tolist() for column in explained.values()), strict=True)
        parts = {arc: tuple(zip(explained, row, strict=True)) for arc, row in zip(used, values, strict=True)}
        return [
            Path(
                steps=tuple(
                    Step(association=claims[arc], start=ids[a], end=ids[b])
                    for arc, a, b in zip(arcs, nodes, nodes[1:], strict=False)
                ),
                cost=cost / 1e6,
                contributions=tuple(parts[arc] for arc in arcs),
                order=self.described,
            )
            for nodes, arcs, cost in found
        ]


def kinds_of_end(categories: Array) -> tuple[Array, Array, Array]:
    """Whether each entity is a substance, a gene product, an end of paths: for ``beside_target``.

    Args:
        categories: Of each entity its number in the order of the vocabulary.
    """
    vocab = vocabulary()
    table = [
        (vocab.is_a(c.id, "chemical"), vocab.is_a(c.id, "gene_product"), c.inside == "no")
        for c in vocab.categories.values()
    ]
    substance, product, end = np.array(table, bool).T[:, categories]
    return substance, product, end
