"""``Graph``: what a user of the library holds. Thin methods that hand over to the rooms that do the work."""

from __future__ import annotations

import math
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from msgspec.structs import replace

from . import search as _search
from .curie import Curie
from .errors import NotFoundError
from .model import Association, Entity, Mechanism, Path, Paths, Records
from .opening import open_store
from .store import parts
from .store.base import Closing, Store, Table
from .store.lists import Claims, Entities
from .workspace import Workspace

if TYPE_CHECKING:
    import networkx
    import rdflib
    from pyoxigraph import Triple

    from .answers import Answer, Explanation
    from .answers.compare import Comparison
    from .answers.diff import Diff
    from .paths.claims import ClaimIndex
    from .paths.dwpc import PathCounter
    from .paths.metapath import MetapathTable
    from .reason.candidates import Repurposing
    from .reason.interactions import Interactions
    from .reason.targets import StandIns
    from .reason.whatif import WhatIf
    from .shapes.tables import AssociationCard, EntityCard

__all__ = ["Graph", "from_frame", "load"]

CLAIM_PREFIX = "mga:"


class Graph:
    """A knowledge graph of mechanisms: look up, traverse, query, explain, draw, export.

    Wherever an entity is asked for, a CURIE, a name, a synonym or an :class:`Entity` will do. It is closed by
    :meth:`close`, at the end of a ``with``, or when nothing refers to it any more. Pickled, a built graph or endpoint
    is opened again where it is unpickled; a built graph only with the same content.

    >>> import mechgraph
    >>> with mechgraph.load() as kg:
    ...     kg.entity("Baclofen").id
    Curie('DRUGBANK:DB00181')
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.workspace = Workspace(store)
        self.read_report = ""

    def close(self) -> None:
        """Close the files of a built graph; to ask it after that is an error. Other graphs have nothing to close.

        >>> kg = load()
        >>> kg.close()
        """
        self.__dict__.pop("path_counter", None)
        self.workspace = Workspace(self.store)
        if isinstance(self.store, Closing):
            self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[type[Graph], tuple[Store]]:
        return type(self), (self.store,)

    def __repr__(self) -> str:
        c = self.stats()
        return f"<mechgraph.Graph {self.store.name}: {c['entities']:,} entities, {c['associations']:,} associations>"

    def _repr_html_(self) -> str:
        """For a notebook: what it holds, and how to begin."""
        from .model.showing import framed, table

        counts = [(kind.replace("_", " "), f"{n:,}") for kind, n in self.stats().items()]
        begin = '<p class="mg-small">kg.search("…") · kg.ask("…") · kg.explain("…") · kg.mechanism("…", "…")</p>'
        return framed(table(("kind", "count"), counts, caption=f"graph “{self.store.name}”"), begin)

    # Looking up ----------------------------------------------------------------------------------------------

    @overload
    def entity(self, text: str | Entity, *, strict: Literal[True] = True) -> Entity: ...
    @overload
    def entity(self, text: str | Entity, *, strict: bool) -> Entity | None: ...
    def entity(self, text: str | Entity, *, strict: bool = True) -> Entity | None:
        """The entity of a name, synonym or identifier.

        Raises:
            NotFoundError, AmbiguousError: ``strict`` only; otherwise ``None``.
        """
        if isinstance(text, Entity):
            return text
        return _search.look_up(self.store, text) if strict else _search.find(self.store, text)

    def _effect(self, text: str | Entity) -> Entity:
        """A disease or an effect, or any end of a path: of several entities of a name the only disease is meant."""
        return text if isinstance(text, Entity) else _search.look_up(self.store, text, "disease")

    def search(self, text: str, *, limit: int = 10) -> _search.Hits:
        """Entities whose names are like the text, best first."""
        return _search.search(self.store, text, limit=limit)

    def entities(self, category: str | None = None) -> Iterator[Entity]:
        """Every entity, or those of a category (and of the categories below it)."""
        if category is not None:
            from .vocab import vocabulary

            vocabulary().category(category)
        return self.store.entities() if category is None else parts.of_category(self.store, category)

    def associations(
        self,
        *,
        subject: str | Entity | None = None,
        predicate: str | None = None,
        object: str | Entity | None = None,
        sign: int | None = None,
        negated: bool | None = None,
        certainty: str | None = None,
    ) -> Claims:
        """Claims by their parts; all conditions must hold. Negated and inconclusive claims are included."""
        from .vocab import vocabulary

        if predicate is not None:
            vocabulary().predicate(predicate)
        found = self.store.associations(
            subject=None if subject is None else self.entity(subject).id,
            predicate=predicate,
            object=None if object is None else self.entity(object).id,
        )
        return self._claims(
            a
            for a in found
            if (sign is None or a.sign == sign)
            and (negated is None or a.negated == negated)
            and (certainty is None or a.certainty == certainty)
        )

    def _claims(self, claims: Iterable[Association]) -> Claims:
        return Claims(claims, self.names_of)

    def association(self, id: str) -> Association:
        """A claim by its id or its curator's key.

        Raises:
            NotFoundError: no such claim.
        """
        found = self.store.association(id)
        if found is None:
            raise NotFoundError(f"no association {id!r} in {self.store.name}")
        return found

    def claims_about(self, entity: str | Entity) -> Claims:
        """Every claim that names the entity as subject or object, negated and inconclusive ones included."""
        return self._claims(parts.claims_around(self.store, self.entity(entity).id))

    def card(self, what: str | Entity | Association) -> EntityCard | AssociationCard:
        """One entity with every claim about it, or one claim (by its id) with its evidence and what speaks against it.

        It is what ``show`` prints and the server sends, with :meth:`~mechgraph.shapes.Shape.to_json` its JSON.

        >>> load().card("baclofen").name
        'baclofen'
        """
        from .shapes import tables

        if isinstance(what, Association):
            return tables.association_card(self.store, what)
        if isinstance(what, str) and what.startswith(CLAIM_PREFIX) and (found := self.store.association(what)):
            return tables.association_card(self.store, found)
        return tables.entity_card(self.store, self.entity(what), claims=True)

    def names_of(self, claims: Iterable[Association]) -> dict[Curie, Entity]:
        """The entities that these claims name, by identifier: what a sentence needs."""
        return parts.names_of(self.store, claims)

    def made_from(self) -> list[tuple[str, int]]:
        """What a built graph was made from: each source with version, licence and address, and its claims as read.

        >>> load().made_from()
        []
        """
        return parts.made_from(self.store)

    def breakdown(self) -> list[tuple[str, str, int]]:
        """Counts of entities by category and of claims by predicate, certainty and sign."""
        return parts.breakdown(self.store)

    def stats(self) -> dict[str, int]:
        """How many entities, associations, sources, mechanisms and questions."""
        return self.store.counts()

    # Traversal -----------------------------------------------------------------------------------------------

    def successors(self, entity: str | Entity) -> Claims:
        """Asserted claims that lead from the entity, in causal direction."""
        here = self.entity(entity).id
        around = parts.claims_around(self.store, here)
        return self._claims(a for a in around if a.asserted and a.causal_ends[0] == here)

    def predecessors(self, entity: str | Entity) -> Claims:
        """Asserted claims that lead to the entity, in causal direction."""
        here = self.entity(entity).id
        around = parts.claims_around(self.store, here)
        return self._claims(a for a in around if a.asserted and a.causal_ends[1] == here)

    def neighbors(self, entity: str | Entity) -> Entities:
        """Entities one asserted claim away, in either direction, each once."""
        here = self.entity(entity).id
        near = (a for a in parts.claims_around(self.store, here) if a.asserted)
        ends = dict.fromkeys(c for a in near for c in (a.subject, a.object) if c != here)
        return Entities(e for c in ends if (e := self.store.entity(c)) is not None)

    def subgraph(self, entities: Iterable[str | Entity], *, radius: int = 0) -> Graph:
        """The part of the graph around some entities, ``radius`` asserted claims wide, as a graph of its own."""
        from .store.memory import MemoryStore

        part = parts.part_around(self.store, [self.entity(e).id for e in entities], radius)
        return Graph(MemoryStore(part, name=f"part of {self.store.name}"))

    def with_records(self, *files: str | os.PathLike[str]) -> Graph:
        """This graph with the records of some files or folders on top, in memory; nothing is written.

        Claims of equal identity pool their evidence: evidence against a known claim is given by stating it once more.

        Raises:
            NotFoundError: no such file. RecordError: the first problem in it.
        """
        from .store.layered import layered

        return Graph(layered(self.store, *files))

    # Paths and mechanisms ------------------------------------------------------------------------------------

    @property
    def claim_index(self) -> ClaimIndex:
        """The index for path search; built on first use for a graph in memory, mapped for one on disk."""
        return self.workspace.index

    @cached_property
    def path_counter(self) -> PathCounter:
        """Path counts and DWPC along metapaths, for one pair or for all; Hetionet's abbreviations in our vocabulary."""
        from .paths.dwpc import PathCounter

        return PathCounter(self.claim_index.index, table=self._metapath_table, kinds=self.claim_index.kinds)

    @cached_property
    def _metapath_table(self) -> MetapathTable:
        from .build.notation import abbreviations

        return abbreviations()

    def paths(
        self,
        start: str | Entity,
        end: str | Entity,
        k: int = 10,
        *,
        max_length: int | None = None,
        causal: bool | None = None,
        categories: Iterable[str] | None = None,
        predicates: Iterable[str] | None = None,
        metapath: str | None = None,
        through: Iterable[str | Entity] = (),
        avoid: Iterable[str | Entity] = (),
        sign: int | None = None,
        context: Iterable[str] = (),
        weight_by: str | None = None,
    ) -> Paths:
        """The ``k`` best simple paths of at most ``max_length`` claims, best first; they can be drawn.

        Args:
            start: Where it begins. Of several entities of a name the only disease is meant.
            end: Where it ends; likewise.
            k: How many.
            max_length: At most so many claims. Default: 6; where a fitted order leads, the 4 that it was fitted on.
            causal: Follow claims from cause to effect only. Default: yes where most of the graph's claims are causal
                and signed; where a fitted order knows the graph, the types of claims that it was fitted on, in any
                direction; else any claim. A metapath says itself how to walk.
            categories: Inner entities only of these categories, or below them.
            metapath: Only paths of exactly these categories and predicates: ``CbGaD`` or
                ``drug -agonist_of-> receptor -> * -> disease``.
            sign: Only paths of this net sign.
            context: ``species=human`` and the like: claims whose stated context contradicts it are not walked; claims
                that do not say are.
            weight_by: A kind of quantity, such as "density": claims rank among those with such a quantity, and the
                lower their rank, the dearer they are (:func:`mechgraph.reason.quantities.extra_costs`).

        Raises:
            NoPathError: nothing connects the ends under these constraints.
            UsageError: a metapath or a context that does not parse.
        """
        index = self.claim_index
        if weight_by is not None:
            from .reason.quantities import weighted_by

            index = weighted_by(index, weight_by)
        mask = None
        if wanted := tuple(context):
            from .reason.context import arcs_in_context

            mask = arcs_in_context(index, self.store, wanted)
        found = index.find(
            self._effect(start).id,
            self._effect(end).id,
            k,
            max_length=index.usual_length(causal, metapath) if max_length is None else max_length,
            causal=causal,
            categories=categories,
            predicates=predicates,
            metapath=metapath,
            through=[self.entity(e).id for e in through],
            avoid=[self.entity(e).id for e in avoid],
            sign=sign,
            table=None if metapath is None else self._metapath_table,
            arc_mask=mask,
        )
        out = Paths.named_by(self.names_of, found)
        out.workspace, out.context = self.workspace, wanted
        return out

    def count_paths(
        self, start: str | Entity, end: str | Entity, metapath: str, *, damping: float = 0.4
    ) -> tuple[int, float]:
        """How many paths follow a metapath between two entities, and their degree-weighted count (DWPC).

        Args:
            damping: The exponent w of Project Rephetio; 0 gives the count again.

        Raises:
            UsageError: the metapath does not parse, or has an abbreviation that no table knows.

        >>> kg = load()
        >>> kg.count_paths("baclofen", "GABBR1", "drug -agonist_of-> gene_product")[0]
        1
        """
        source, target = (self.claim_index.index.number(e.id) for e in (self._effect(start), self._effect(end)))
        counter = self.path_counter
        terms = counter.terms(metapath, source, target, damping=damping)
        return len(terms), math.fsum(terms.tolist())

    def rank_pairs(
        self,
        drugs: Iterable[str | Entity],
        effects: Iterable[str | Entity],
        k: int = 10,
        *,
        max_length: int = 3,
        causal: bool | None = None,
        processes: int | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        client: Any = None,
    ) -> Iterator[tuple[Entity, Entity, list[Path]]]:
        """The best paths of every pair of a drug and an effect, labels shared per effect, on all cores.

        Args:
            checkpoint: A folder for finished effects, so that a run can be resumed.
            client: A Dask client, or a :class:`mechgraph.paths.cluster.Cluster`, instead of local processes.
        """
        from .paths.pairs import paths_of_pairs

        return paths_of_pairs(
            self.claim_index,
            [self.entity(d) for d in drugs],
            [self._effect(e) for e in effects],
            k,
            max_length=max_length,
            causal=causal,
            processes=processes,
            checkpoint=checkpoint,
            client=client,
        )

    def rank_tables(
        self,
        drugs: Iterable[str | Entity],
        effects: Iterable[str | Entity],
        k: int = 10,
        *,
        max_length: int = 3,
        causal: bool | None = None,
        processes: int | None = None,
        checkpoint: str | os.PathLike[str] | None = None,
        client: Any = None,
        why: bool = False,
    ) -> Iterator[Table]:
        """As :meth:`rank_pairs`, but one table an effect, one row a path: for many pairs, without reading claims.

        Args:
            why: One column more, with what each part adds to the cost.
        """
        from .paths.pairs import tables_of_pairs

        return tables_of_pairs(
            self.claim_index,
            [self.entity(d) for d in drugs],
            [self._effect(e) for e in effects],
            k,
            self.store.entity,
            max_length=max_length,
            causal=causal,
            processes=processes,
            checkpoint=checkpoint,
            client=client,
            why=why,
        )

    def mechanism(
        self, drug: str | Entity, effect: str | Entity | None = None, *, k: int = 10, context: Iterable[str] = ()
    ) -> Mechanism:
        """The mechanism from a drug to an effect, or all that is curated for the drug.

        Args:
            context: ``species=human`` and the like: paths with a claim that cannot hold there are left out. Claims
                that do not say stay in.

        There is no ``weight_by`` here as in :meth:`paths`: a curated mechanism is all its claims, and a weight, which
        changes only what is best, would leave none out.

        Raises:
            NoPathError: the graph has none, or none in this context.
        """
        end = None if effect is None else self._effect(effect)
        found = self.workspace.mechanism(self.entity(drug), end, k=k, context=context)
        return replace(found, workspace=self.workspace)

    # Answers -------------------------------------------------------------------------------------------------

    def explain(
        self, drug: str | Entity, effect: str | Entity | None = None, *, context: Iterable[str] = ()
    ) -> Explanation:
        """What the graph says about a drug, or about the mechanism between a drug and an effect (in a context)."""
        from .answers import explain

        return explain(
            self.workspace, self.entity(drug), None if effect is None else self._effect(effect), tuple(context)
        )

    def ask(self, question: str) -> Answer:
        """Answer a question in words, with a verdict and the claims for and against."""
        from .answers import ask

        return ask(self.workspace, question)

    # Reasoning -----------------------------------------------------------------------------------------------

    def what_if(
        self,
        drug: str | Entity,
        effect: str | Entity,
        *,
        delete: Iterable[str] = (),
        invert: Iterable[str] = (),
        add: Iterable[str] = (),
        block: Iterable[str] = (),
    ) -> WhatIf:
        """What becomes of an effect when claims are deleted, inverted or added, or entities blocked.

        Raises:
            NotFoundError: the mechanism has no such claim or entity. UsageError: edits that contradict each other.
        """
        from .reason.whatif import whatif

        find = partial(_search.find, self.store)
        m = self.mechanism(drug, effect)
        return whatif(m, delete=delete, invert=invert, add=add, block=block, find=find, wider=self._stands_for)

    def _stands_for(self, blocked: Entity, inside: Collection[Curie]) -> StandIns:
        """What of a mechanism goes with an entity that it does not name; families are those of questions."""
        from .answers.families import family_of
        from .reason.targets import stand_ins

        def members(family: Entity) -> Iterable[Curie]:
            found = family_of(self.store, family.name)
            return found[1] if found is not None else ()

        return stand_ins(self.store, blocked, inside, members)

    def interactions(
        self, drug: str | Entity, other: str | Entity | None = None, *, own_claims: bool = False
    ) -> Interactions:
        """Documented interactions of a drug, and those inferred from two cited paths that meet.

        Args:
            own_claims: Leave out what is only said of a drug's class.
        """
        from .reason.interactions import interactions

        end = None if other is None else self.entity(other)
        return interactions(self.store, self.entity(drug), end, with_classes=not own_claims)

    def repurpose(
        self, disease: str | Entity | None = None, *, drug: str | Entity | None = None, k: int = 20, cited: int = 3
    ) -> Repurposing:
        """Drugs that might act on a disease, diseases that a drug might act on, or how the one pair scores.

        The score is a sum over paths, those that make it worse subtracted; with both ends given each path is cited.

        Args:
            k: How many candidates.
            cited: Paths cited for each metapath; the others are told as one part.

        Raises:
            UsageError: neither end is given. NoPathError: nothing connects them.

        >>> found = load().repurpose("spasticity", drug="baclofen")
        >>> (pair,) = found.candidates
        >>> abs(sum(part.value for part in pair.parts) - pair.score) < 1e-9, pair.score > 0
        (True, True)
        """
        from .errors import UsageError
        from .reason.repurposing import candidates

        if disease is None and drug is None:
            raise UsageError("repurposing needs a disease or a drug")
        return candidates(
            self.store,
            self.claim_index,
            self.path_counter,
            None if disease is None else self._effect(disease),
            None if drug is None else self.entity(drug),
            k=k,
            cited=cited,
        )

    def compare(self, drugs: Iterable[str | Entity]) -> Comparison:
        """What drugs share and where they differ."""
        from .answers.compare import compare

        return compare(self.workspace, [self.entity(d) for d in drugs])

    def diff(self, newer: Graph) -> Diff:
        """Which conclusions changed from this graph to a newer one, and which claims did it."""
        from .answers.diff import diff

        return diff(self.store, newer.store)

    # Figures -------------------------------------------------------------------------------------------------

    def draw_brain(self, entity: str | Entity, path: str | os.PathLike[str] | None = None, **options: Any) -> Any:
        """Draw the brain regions that the claims about an entity name, filled by density or marked by effect."""
        from .draw import draw_brain

        found = self.entity(entity)
        claims = self.claims_about(found)
        return draw_brain(claims, self.names_of(claims), path, title=f"{found.name}: regions of the brain", **options)

    def draw_network(self, entity: str | Entity, path: str | os.PathLike[str] | None = None, **options: Any) -> Any:
        """Draw an entity with its neighbours."""
        from .draw import draw_network

        found = self.entity(entity)
        claims = self.claims_about(found)
        sources = parts.sources_of(self.store, claims)
        return draw_network(found, claims, self.names_of(claims), path, sources=sources, **options)

    def draw_comparison(
        self, drugs: Iterable[str | Entity], path: str | os.PathLike[str] | None = None, **options: Any
    ) -> Any:
        """Draw the mechanisms of two to four drugs side by side, shared entities aligned."""
        from .draw import draw_comparison

        return draw_comparison([self.mechanism(d) for d in drugs], path, **options)

    def draw_interactions(
        self, found: Interactions, path: str | os.PathLike[str] | None = None, *, size: str = "double", **options: Any
    ) -> Any:
        """Draw interactions: the claims by which two drugs meet; of a drug with all others what is more than an effect.

        Raises:
            DrawingError: there is nothing to draw, or it does not fit.
        """
        from .draw import draw_network

        options.setdefault("title", f"Interactions of {found.between}")
        claims = found.claims_to_draw()
        return draw_network(found.drug, claims, found.entities, path, sources=found.sources, size=size, **options)

    def draw_answer(
        self, answer: str | Answer, path: str | os.PathLike[str] | None = None, *, size: str = "double", **options: Any
    ) -> Any:
        """Draw the claims of an answer (or of the answer to a question): on the brain where each of them names a place.

        Raises:
            DrawingError: the answer has no claims, or none of its places has a position.
        """
        from .draw import draw_claims
        from .errors import DrawingError

        found = self.ask(answer) if isinstance(answer, str) else answer
        judged = [c for c in found.claims if c.supports is not None]  # what stands beside is not what was asked
        nothing = found.verdict in ("unknown_name", "not_understood")
        claims = [] if nothing else [self.association(c.id) for c in judged or found.claims]
        if not claims:
            raise DrawingError(f"the answer to {found.question!r} has no claims to draw")
        sources = parts.sources_of(self.store, claims)
        options = {"title": found.question, "sources": sources, "size": size, **options}
        return draw_claims(claims, self.names_of(claims), path, **options)

    # SPARQL --------------------------------------------------------------------------------------------------

    def sparql(self, text: str, *, timeout: float | None = None) -> Table | bool | list[Triple]:
        """Run SPARQL; prefixes of the prefix map need no declaration.

        Raises:
            QueryError: with the position of the fault.
        """
        from .queries import run

        return run(self.store.engine, text, timeout=timeout)

    def query(self, name: str, **parameters: Any) -> Table:
        """Run a named query; entity parameters take names, and lists of them.

        Raises:
            NotFoundError: no such query. QueryError: parameters that do not fit.
        """
        from .errors import QueryError
        from .queries import named_query, spelt

        text, values = self._query(name, parameters)
        known = getattr(self.store, "answered", None)  # what a built graph has counted is not counted again
        result = known and known(name, values)
        if result is None:
            result = self.store.engine.query(text)
        if not isinstance(result, Table):
            raise QueryError(f"the query {name!r} is not a SELECT")
        return Table(result.columns, spelt(result.columns, result.rows)) if named_query(name).tells else result

    def query_text(self, name: str, **parameters: Any) -> str:
        """The SPARQL of a named query with its parameters bound."""
        return self._query(name, parameters)[0]

    def _query(self, name: str, parameters: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        from .queries import named_query

        query = named_query(name)
        types = {p.name: p.type for p in query.parameters}

        def found(kind: str, value: object) -> object:
            if kind == "entity" and isinstance(value, str | Entity) and value != "*":
                return self.entity(value).id
            return self.association(value).id if kind == "claim" and isinstance(value, str) and value != "*" else value

        values: dict[str, Any] = {}
        for key, value in parameters.items():
            kind = types.get(key, "")
            several = isinstance(value, list | tuple)
            values[key] = [found(kind, v) for v in value] if several else found(kind, value)
        return query.sparql(values), {p.name: values.get(p.name, p.default) for p in query.parameters}

    # Other views ---------------------------------------------------------------------------------------------

    def records(self) -> Records:
        """Everything the graph holds, as records."""
        return parts.whole(self.store)

    def to_networkx(self, *, asserted_only: bool = True) -> networkx.MultiDiGraph[Curie]:
        """A MultiDiGraph; see :mod:`mechgraph.nx` for the attributes."""
        from .nx import to_networkx

        return to_networkx(self.records(), asserted_only=asserted_only)

    def to_rdflib(self, *, plain: bool = False) -> rdflib.Graph:
        """A real rdflib Graph; on Oxigraph's store, or ``plain`` in rdflib's own."""
        from .rdf import to_rdflib

        return to_rdflib(self.records(), plain=plain)

    def to_turtle(self) -> str:
        """The whole graph as Turtle."""
        from .rdf import to_turtle

        return to_turtle(self.records())


def from_frame(edges: Any, nodes: Any = None, columns: str = "") -> Graph:
    """A graph in memory from data frames.

    What was not understood or set aside is counted in its ``read_report``.

    Args:
        edges: A frame of pandas or polars, a table of pyarrow or a list of dictionaries: a row for each edge, of shape
            (edges, columns), lists in cells allowed.
        nodes: The same with a row for each node: ``id``, ``name``, ``category`` and other properties of KGX.
        columns: Which column of the edges is which, ``subject=drug,predicate=relation,object=target``, or ``guess``;
            not needed where they are called subject, predicate and object.

    Raises:
        UsageError: no table, or a column that is not there. FormatError: nothing in it that can be read.

    >>> rows = [{"drug": "baclofen", "relation": "treats", "target": "spasticity", "pmid": 123}]
    >>> kg = from_frame(rows, columns="subject=drug,predicate=relation,object=target,publications=pmid")
    >>> [str(kg.entity(c.object).name) for c in kg.associations(subject="baclofen")]
    ['spasticity']
    """
    from .exchange.frames import read_frames
    from .store.memory import MemoryStore

    records, report = read_frames(edges, nodes, columns)
    graph = Graph(MemoryStore(records, name="frame"))
    graph.read_report = report
    return graph


def load(source: str | os.PathLike[str] | None = None) -> Graph:
    """Open a graph.

    Args:
        source: ``None`` for the embedded graph (or what MECHGRAPH_GRAPH names); a built graph (``x.mechgraph``), a
            folder or file of records, a file in any format that can be imported, the address of a SPARQL endpoint, or
            the name of a public graph that was got (:func:`mechgraph.get`), ``embedded+NAME`` for both joined.

    Raises:
        NotFoundError: no such file. FormatError: not a graph that can be read.

    >>> load().stats()["entities"] > 0
    True
    """
    return Graph(open_store(source))
