"""Ranking: features say what they are named for, contributions add up, and a fit prefers what it was shown."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mechgraph.errors import UsageError
from mechgraph.paths.index import PathIndex
from mechgraph.paths.rank import (
    Claims,
    Example,
    Kind,
    Parallel,
    Popularity,
    RankModel,
    Support,
    features,
    fit,
)
from mechgraph.paths.search import search

# drugs 0, 1, 2; class 3; genes 4, 5; disease 6
ROWS = [(0, 4, "binds"), (0, 5, "binds"), (1, 4, "binds"), (2, 5, "binds"), (3, 0, "includes"), (3, 1, "includes")]
ROWS += [(6, 4, "associates"), (6, 5, "associates"), (0, 4, "upregulates")]
NAMES = ("binds", "includes", "associates", "upregulates")
CLAIMS = Claims(
    np.array([r[0] for r in ROWS]),
    np.array([r[1] for r in ROWS]),
    np.array([NAMES.index(r[2]) for r in ROWS]),
    np.array([0, 0, 0, 1, 2, 2, 3]),
    NAMES,
)
RECIPES = (
    Support("binds", through="includes", shared=True),
    Parallel("binds", "upregulates"),
    Popularity("binds", "associates"),
)


def column(name: str) -> list[float]:
    _, found = features(CLAIMS, ["binds", "associates"], RECIPES)
    values: list[float] = found.values[:, found.names.index(name)].round(6).tolist()
    return values


def test_only_walked_claims_have_features_and_each_feature_belongs_to_one_predicate() -> None:
    rows, found = features(CLAIMS, ["binds", "associates"], RECIPES)
    assert rows.tolist() == [0, 1, 2, 3, 6, 7]
    assert found.values.shape == (6, len(found.names))
    assert column("binds") == [1, 1, 1, 1, 0, 0]
    assert column("associates") == [0, 0, 0, 0, 1, 1]


def test_support_is_the_fraction_of_classmates_that_bind_the_same() -> None:
    pytest.importorskip("scipy")
    assert column("binds: shared by siblings through includes, fraction") == [1, 0, 1, 0, 0, 0]


def test_degrees_popularity_and_parallel_claims() -> None:
    pytest.importorskip("scipy")
    two = round(math.log(2), 6)
    assert column("binds: ln degree of subject") == [two, two, 0, 0, 0, 0]
    assert column("binds: ln associates of object") == [two, two, two, two, 0, 0]
    assert column("binds: also upregulates") == [1, 0, 0, 0, 0, 0]


def test_a_fit_prefers_what_it_was_shown_and_shows_why() -> None:
    pytest.importorskip("scipy")
    rows, found = features(CLAIMS, ["binds", "associates"], RECIPES)
    start = RankModel.start(found)
    examples = [Example(((0, 4), (1, 5)), (True, False))]  # through gene 4, which a classmate binds too
    model = fit(found, examples, start)
    index = PathIndex.build(
        CLAIMS.subjects[rows],
        CLAIMS.objects[rows],
        CLAIMS.predicates[rows],
        entity_ids=list("abcdefg"),
        categories=CLAIMS.categories,
        category_names=["Drug", "Class", "Gene", "Disease"],
        predicate_names=NAMES,
        predicate_signs=[0] * 4,
        arc_parts=model.parts(found),
    )
    best, second = search(index, 0, 6, 2, max_length=2)
    assert best.nodes == (0, 4, 6)
    assert best.cost < second.cost
    why = index.explain(best.arcs[0])
    assert why["support"] < 0 < why["step"]
    assert sum(why.values()) == index.costs[best.arcs[0]]


def test_what_is_bound_and_its_functions_are_features_of_their_own() -> None:
    """Drugs 0 and 1 bind gene 2, drug 0 gene 3; both genes have function 4: a column for each of the three."""
    claims = Claims(
        np.array([0, 1, 0, 2, 3]),
        np.array([2, 2, 3, 4, 4]),
        np.array([0, 0, 0, 1, 1]),
        np.array([0, 0, 1, 1, 2]),
        ("binds", "does"),
        identifiers=["X:a", "X:b", "X:g", "X:h", "X:f"],
    )
    _, found = features(claims, ["binds"], [Kind("binds"), Kind("binds", by="does", pull=3.0)])
    held = {c.name: c.rows.tolist() for c in found.kinds}
    assert held == {"binds: object X:g": [0, 1], "binds: object X:h": [2], "binds: does X:f": [0, 1, 2]}
    assert found.pulls == {"binds: does X:f": 3.0}
    weights = RankModel({"binds: object X:g": -0.5, "binds: does X:f": 0.25})
    assert weights.parts(found)["target"].tolist() == [-250_000, -250_000, 250_000]
    learned = fit(found, [Example(((0,), (2,)), (True, False))], RankModel.start(found)).weights
    assert learned["binds: object X:g"] < 0 < learned["binds: object X:h"]
    assert abs(learned["binds: does X:f"]) < abs(learned["binds: object X:g"]) / 4  # both have it: it says little


def test_a_graph_that_names_nothing_has_no_such_features() -> None:
    assert features(CLAIMS, ["binds"], [Kind("binds")])[1].kinds == ()


def test_a_fit_without_a_lesson_is_refused() -> None:
    _, found = features(CLAIMS, ["binds"])
    with pytest.raises(UsageError, match="right and wrong"):
        fit(found, [Example(((0,),), (True,))], RankModel.start(found))


def test_the_start_is_the_hub_penalty() -> None:
    _, found = features(CLAIMS, ["binds"])
    parts = RankModel.start(found, hop=0.5).parts(found)
    assert parts["step"].tolist() == [500_000] * 4
    assert parts["hub"].tolist() == [round(math.log(2) * 1e6)] * 2 + [346_574] * 2  # ½ (ln deg + ln deg)
