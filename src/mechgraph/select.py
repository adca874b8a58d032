"""Which claims: finite names and groups of predicates, as a value that a store answers and that prints as SPARQL.

A selection holds no sign, no setting and no derived claim: what a claim means for a question is not decided here. Names
are expanded before (members, kinds, what is named after a thing), so that the query printed with an answer holds them,
and finds on any engine the claims that the store found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from .curie import Curie, prefix_map
from .model import Association, Entity
from .vocab import vocabulary

__all__ = ["Claims", "Selection", "among", "patterns", "sparql"]


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Claims from some starts to some ends, by predicates of some groups; or claims by their ids.

    A claim whose predicate is symmetric or worded backwards ("is caused by") is found from either end.

    Args:
        starts: Subjects; empty for any, and then ``ends`` must be given.
        ends: Objects; empty for any.
        groups: Rows of ``graph/vocabulary/groups.tsv``; empty for every predicate.
        start_category, end_category: Where that end is open, only entities of this category or below it.
        patients: The patients of a claim count as its end too, where both ends are given.
        either: Starts count as objects too: the whole neighbourhood.
        ids: These claims, whatever else is set: what a search found is not found again by a pattern.

    >>> Selection(starts=(Curie("DRUGBANK:DB00181"),), groups=("use",)).ends
    ()
    """

    starts: tuple[Curie, ...] = ()
    ends: tuple[Curie, ...] = ()
    groups: tuple[str, ...] = ()
    start_category: str = ""
    end_category: str = ""
    patients: bool = True
    either: bool = False
    ids: tuple[str, ...] = ()

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates of the groups, all of them where none is named."""
        vocab = vocabulary()
        return vocab.predicates_of(*self.groups) if self.groups else tuple(vocab.predicates)

    @property
    def turned(self) -> tuple[str, ...]:
        """Those of the predicates by which a claim is found from its object."""
        if self.either:
            return self.predicates
        known = vocabulary().predicates
        return tuple(p for p in self.predicates if known[p].symmetric or known[p].reversed)


class Claims(Protocol):
    """What a selection is answered from."""

    def entity(self, curie: Curie) -> Entity | None: ...

    def association(self, id: str) -> Association | None: ...

    def associations(
        self, *, subject: Curie | None = None, predicate: str | None = None, object: Curie | None = None
    ) -> Iterator[Association]: ...


_FEW = 12
"""Predicates up to which each is looked up by itself, so that the other claims of a hub are not read."""


def among(store: Claims, selection: Selection) -> list[Association]:
    """The claims of a selection, each once: in the order of its names, as the store has them.

    Cost: the claims of the starts (or of the ends, where these are open), and no others.
    """
    if selection.ids:
        return [a for i in dict.fromkeys(selection.ids) if (a := store.association(i)) is not None]
    found: dict[str, Association] = {}
    ends, turned = frozenset(selection.ends), frozenset(selection.turned)

    def is_of(curie: Curie, category: str) -> bool:
        entity = store.entity(curie) if category else None
        return not category or (entity is not None and vocabulary().is_a(entity.category, category))

    for start in selection.starts:
        for a in _around(store, selection, subject=start):
            on = not ends or a.object in ends or (selection.patients and a.qualifiers.population_of in ends)
            if on and is_of(a.object, selection.end_category):
                found[a.id] = a
        for a in _around(store, selection, object=start):
            if a.predicate in turned and (not ends or a.subject in ends) and is_of(a.subject, selection.end_category):
                found[a.id] = a
    if not selection.starts:
        for end in selection.ends:
            for a in _around(store, selection, object=end):
                if is_of(a.subject, selection.start_category):
                    found[a.id] = a
            for a in _around(store, selection, subject=end):
                if a.predicate in turned and is_of(a.object, selection.start_category):
                    found[a.id] = a
    return list(found.values())


def _around(
    store: Claims, selection: Selection, *, subject: Curie | None = None, object: Curie | None = None
) -> Iterator[Association]:
    """The claims at one end, by the predicates of the selection."""
    if not selection.groups:
        yield from store.associations(subject=subject, object=object)
        return
    predicates = selection.predicates
    if len(predicates) <= _FEW:
        for predicate in predicates:
            yield from store.associations(subject=subject, predicate=predicate, object=object)
        return
    wanted = frozenset(predicates)
    yield from (a for a in store.associations(subject=subject, object=object) if a.predicate in wanted)


# SPARQL ------------------------------------------------------------------------------------------------------------


def sparql(selections: Iterable[Selection]) -> str:
    """The query that finds the claims (``?claim``) of one or more selections, on every SPARQL 1.1 engine.

    >>> print(sparql([Selection(ids=("mga:0123456789abcdef",))]))
    SELECT DISTINCT ?claim WHERE {
      { VALUES ?claim { <https://w3id.org/mechgraph/association/0123456789abcdef> } }
    }
    """
    branches = [p for s in selections for p in patterns(s)]
    return "SELECT DISTINCT ?claim WHERE {\n  " + "\n  UNION\n  ".join(f"{{ {b} }}" for b in branches) + "\n}"


def patterns(selection: Selection) -> list[str]:
    """The alternatives of a selection as graph patterns that bind ``?claim``; of bare claims also ``?s ?p ?o``."""
    if selection.ids:
        listed = " ".join(f"<{prefix_map().expand(Curie(i))}>" for i in dict.fromkeys(selection.ids))
        return [f"VALUES ?claim {{ {listed} }}"]
    from .queries.expand import bare  # what only a query needs

    straight, turned = _few(selection.predicates), _few(selection.turned)
    node = "?claim rdf:subject {s} ; rdf:predicate ?p ; rdf:object {o} ."
    out = []
    if selection.starts:
        starts, ends = _values("s", selection.starts), _values("o", selection.ends)
        end = _category("o", selection.end_category)
        head = f"{starts} {ends}".strip()
        out.append(f"{head} {straight} {node.format(s='?s', o='?o')} {end}")
        if selection.patients and selection.ends:
            people = (
                "?claim rdf:subject ?s ; rdf:predicate ?p ; biolink:population_context_qualifier ?o ; rdf:object ?e ."
            )
            out.append(f"{head} {straight} {people} {_category('e', selection.end_category)}")
        out.append(f"{_triples(head, selection.predicates)} {end} {bare('claim', '?s', '?p', '?o', head)}")
        if selection.turned:
            out.append(f"{head} {turned} {node.format(s='?o', o='?s')} {end}")
            out.append(f"{_triples(head, selection.turned, True)} {end} {bare('claim', '?o', '?p', '?s', head)}")
    else:
        ends, start = _values("o", selection.ends), _category("s", selection.start_category)
        out.append(f"{ends} {straight} {node.format(s='?s', o='?o')} {start}")
        out.append(f"{_triples(ends, selection.predicates)} {start} {bare('claim', '?s', '?p', '?o', ends)}")
        if selection.turned:
            out.append(f"{ends} {turned} {node.format(s='?o', o='?s')} {start}")
            out.append(f"{_triples(ends, selection.turned, True)} {start} {bare('claim', '?o', '?p', '?s', ends)}")
    return [" ".join(p.split(" ")) for p in out]


def _triples(values: str, predicates: tuple[str, ...], turned: bool = False) -> str:
    """The direct triples that the values bind, in a SELECT of their own: Virtuoso forgets VALUES beside a MINUS."""
    triple = "?o ?p ?s" if turned else "?s ?p ?o"
    return f"{{ SELECT ?s ?p ?o WHERE {{ {values} {_all(predicates)} {triple} }} }}"


def _values(name: str, curies: Iterable[Curie]) -> str:
    listed = " ".join(f"<{prefix_map().expand(c)}>" for c in curies)
    return f"VALUES ?{name} {{ {listed} }}" if listed else ""


def _few(predicates: tuple[str, ...]) -> str:
    """The predicates of association nodes; nothing where all of the vocabulary are meant."""
    return "" if len(predicates) == len(vocabulary().predicates) else _all(predicates)


def _all(predicates: tuple[str, ...]) -> str:
    return f"VALUES ?p {{ {' '.join(f'mgv:{p}' for p in predicates)} }}"


def _category(name: str, category: str) -> str:
    if not category:
        return ""
    vocab = vocabulary()
    below = " ".join(f'"{c}"' for c in vocab.categories if vocab.is_a(c, category))
    return f"VALUES ?{name}_category {{ {below} }} ?{name} mgv:category ?{name}_category ."
