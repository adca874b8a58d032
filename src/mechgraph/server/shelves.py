"""What a graph holds, in lists to leaf through: drugs, classes, targets, diseases, mechanisms, open questions.

Each list has the most connected first. How many claims a thing has is read from the path index, which every graph has
or makes: no list reads all claims.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from ..curie import Curie
from ..graph import Graph
from ..model import Entity
from ..shapes.browsing import Browse, Shelf, ShelfItem
from ..shapes.things import reference
from ..vocab import vocabulary
from .titles import SHELVES

__all__ = ["browse", "most_connected"]

_CATEGORIES = {"drug": "drugs", "drug_class": "classes", "disease": "diseases", "disease_or_phenotype": "effects"}
"""The category of what stands on a shelf, and those below it; the first that fits counts."""


@lru_cache(maxsize=1)
def _shelved(kg: Graph) -> dict[str, list[tuple[Entity, int]]]:
    """Every thing on its shelf with its number of claims, the most connected first."""
    index = kg.claim_index.index
    degrees: list[int] = np.diff(index.indptr).tolist()
    targets = _targets(kg)
    vocab = vocabulary()
    kinds = {c: next((shelf for top, shelf in _CATEGORIES.items() if vocab.is_a(c, top)), "") for c in vocab.categories}
    out: dict[str, list[tuple[Entity, int]]] = {name: [] for name in SHELVES}
    for e in kg.store.entities():
        if e.deprecated_by is not None:
            continue
        shelf = "targets" if str(e.id) in targets else kinds.get(e.category, "")
        if shelf:
            out[shelf].append((e, degrees[index.number(str(e.id))]))
    for listed in out.values():
        listed.sort(key=lambda pair: (-pair[1], pair[0].label.lower(), pair[0].id))
    return out


def _targets(kg: Graph) -> set[str]:
    """Gene products on which a chemical or a class is said to act: targets of :func:`kind_of`, by predicate alone."""
    index, vocab = kg.claim_index.index, vocabulary()
    acting = [
        p.group in ("action", "binding")
        or (p.group == "regulation" and p.biolink_qualifiers.get("object_aspect_qualifier") == "activity")
        for p in map(vocab.predicate, index.predicate_names)
    ]
    agents, products = (
        np.asarray([any(vocab.is_a(c, top) for top in tops) for c in index.category_names], bool)[index.categories]
        for tops in (("chemical", "drug_class"), ("gene_product",))
    )
    starts: npt.NDArray[np.int64] = np.repeat(np.arange(index.n_entities), np.diff(index.indptr))
    forward = np.repeat(acting, 2)[index.codes] & (index.codes & 1 == 0)
    ends = index.targets[forward & agents[starts] & products[index.targets]]
    return {index.entity_id(n) for n in set(ends.tolist())}


def most_connected(kg: Graph, shelf: str, most: int) -> Iterator[Entity]:
    """The things of a shelf with at most so many claims, the most connected first."""
    return (e for e, n in _shelved(kg)[shelf] if n <= most)


def browse(kg: Graph, shelf: str, text: str, limit: int, offset: int) -> Browse:
    """The shelves with their counts, and a page of one.

    Args:
        text: Words that all stand in a line, or in another name of its thing.
    """
    words = text.casefold().split()
    lists = _shelved(kg)
    made = _mechanisms(kg)
    counts = {key: len(listed) for key, listed in lists.items()}
    counts |= {"mechanisms": len(made), "questions": kg.stats()["questions"]}
    shelves = [Shelf(key=key, title=title, count=counts[key]) for key, title in SHELVES.items()]
    lines = made if shelf == "mechanisms" else _questions(kg) if shelf == "questions" else _things(lists[shelf])
    found = [make for said, make in lines if all(w in said.casefold() for w in words)]
    page = [make() for make in found[offset : offset + limit]]
    return Browse(shelves=shelves, shelf=shelf, found=len(found), items=page)


Line = tuple[str, Callable[[], ShelfItem]]
"""The words of a line, and what makes it: of a long list one page is made."""


def _things(listed: Iterable[tuple[Entity, int]]) -> Iterator[Line]:
    for e, n in listed:
        yield " ".join((e.label, *e.synonyms, str(e.id))), partial(_item, [e.id], {e.id: e}, n)


def _item(
    things: Iterable[Curie], names: dict[Curie, Entity], claims: int, text: str = "", note: str = ""
) -> ShelfItem:
    return ShelfItem(text=text, things=[reference(c, names) for c in things], claims=claims, note=note)


def _named(kg: Graph, ids: Iterable[Curie]) -> dict[Curie, Entity]:
    return {c: e for c in ids if (e := kg.store.entity(c)) is not None}


@lru_cache(maxsize=1)
def _mechanisms(kg: Graph) -> list[Line]:
    """Curated mechanisms by drug and end, the longest of the same two alone."""
    longest: dict[tuple[Curie, Curie], int] = {}
    for m in kg.store.mechanisms():
        longest[m.drug, m.effect] = max(len(m.claims), longest.get((m.drug, m.effect), 0))
    names = _named(kg, {c for ends in longest for c in ends})
    lines = []
    for ends, n in longest.items():
        said = " ".join(names[c].label if c in names else str(c) for c in ends)
        lines.append((said, partial(_item, ends, names, n)))
    return sorted(lines, key=lambda line: line[0].lower())


def _questions(kg: Graph) -> Iterator[Line]:
    for q in kg.store.questions():
        n = len(q.claims) + len(q.against)
        yield q.question, partial(_item, q.about, _named(kg, q.about), n, q.question, q.kind)
