"""The fitted order of paths, for the graphs whose vocabulary it was fitted on; elsewhere the unfitted order holds.

Fitted weights are data: ``graph/ranking/<name>.json`` says which types of claims the model walks and knows, what it
reads off them, what each weighs, when and by which script that was fitted, and on what. A graph is recognised by its
types (category, predicate, category): all of them must be there. A weight learned on binding, interaction and
association says nothing of an agonist and its receptor, so no other graph is ordered by it.

It refuses to be a probability: see :mod:`mechgraph.paths.rank`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..curie import data_dir
from .cost import MICRO
from .rank import Claims, Kind, Parallel, Popularity, RankModel, Recipe, Support, columns

__all__ = ["Order", "Ordered", "Type", "order_for", "orders"]

Array = npt.NDArray[Any]
Type = tuple[str, str, str]
"""Category of the subject, predicate, category of the object."""
_RECIPES = {"support": Support, "parallel": Parallel, "popularity": Popularity, "kind": Kind}


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order costs the claims of one graph: the name of the order, row numbers (k,), named parts int64 (k,)."""

    name: str
    rows: Array
    parts: dict[str, Array]


@dataclass(frozen=True, slots=True)
class Order:
    """One fitted order.

    Args:
        name: Of its file, and what ``--why`` calls it.
        types: What each abbreviation of the features stands for.
        walked: The abbreviations that paths are made of.
        length: How long the paths were that it was fitted on; longer ones it has never compared.
        undirected: Those of ``types`` that have no direction.
        model: The weights, in nats.
        fitted: Date, script, data and figures of the fit, in words.
    """

    name: str
    types: dict[str, Type]
    walked: tuple[str, ...]
    length: int
    undirected: frozenset[str]
    recipes: tuple[Recipe, ...]
    model: RankModel
    fitted: dict[str, str]

    @classmethod
    def of(cls, data: dict[str, Any]) -> Order:
        """The order that a file of ``graph/ranking`` holds."""
        recipes = tuple(_RECIPES[r["kind"]](**{k: v for k, v in r.items() if k != "kind"}) for r in data["recipes"])
        types = {name: (t[0], t[1], t[2]) for name, t in data["types"].items()}
        return cls(
            data["name"],
            types,
            tuple(data["walked"]),
            data["length"],
            frozenset(data["undirected"]),
            recipes,
            RankModel(data["weights"]),
            data["fitted"],
        )

    @property
    def described(self) -> str:
        """The order in a few words: its name, when it was fitted and on what."""
        return f"{self.name}, fitted {self.fitted['date']} on {self.fitted['data']}"

    def walks(self) -> tuple[Type, ...]:
        """The types that paths are made of."""
        return tuple(self.types[name] for name in self.walked)

    def claims(self, given: Claims, category_names: Sequence[str]) -> Claims | None:
        """The same claims under the abbreviations of this order (others under none); ``None`` if a type is missing."""
        kinds, names = list(category_names), list(given.predicate_names)
        renamed = np.full(len(given.predicates), len(self.types), np.int64)
        for code, (subject, predicate, object) in enumerate(self.types.values()):
            if predicate not in names or subject not in kinds or object not in kinds:
                return None
            here = np.flatnonzero(given.predicates == names.index(predicate))
            here = here[given.categories[given.subjects[here]] == kinds.index(subject)]
            here = here[given.categories[given.objects[here]] == kinds.index(object)]
            if not len(here):
                return None
            renamed[here] = code
        return replace(given, predicates=renamed, predicate_names=(*self.types, "other"), undirected=self.undirected)

    def ordered(self, claims: Claims) -> Ordered:
        """What the walked claims cost, part by part; ``claims`` are named as :meth:`claims` does."""
        place = np.full(len(claims.predicates), -1, np.int64)
        rows = np.sort(np.concatenate([claims.rows(name) for name in self.walked]))
        place[rows] = np.arange(len(rows))
        nats: dict[str, Array] = {}
        for column in columns(claims, self.walked, self.recipes):
            if weight := self.model.weights.get(column.name, 0.0):
                part = nats.setdefault(column.group, np.zeros(len(rows)))
                part[place[column.rows]] += weight * column.values
        parts = {group: np.rint(values * MICRO).astype(np.int64) for group, values in nats.items()}
        return Ordered(self.name, rows, parts)


@cache
def orders() -> dict[str, Order]:
    """Every fitted order that is shipped, by name.

    >>> sorted(orders())
    ['hetionet']
    """
    folder = data_dir("graph") / "ranking"
    found = (Order.of(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json")))
    return {order.name: order for order in found}


def order_for(claims: Claims, category_names: Sequence[str]) -> Ordered | None:
    """What the order that was fitted on this vocabulary costs the claims; ``None`` where none was."""
    for order in orders().values():
        named = order.claims(claims, category_names)
        if named is not None:
            return order.ordered(named)
    return None
