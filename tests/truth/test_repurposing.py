"""What a drug scores for a disease: paths that help, less those that make it worse; vetoes; what adds up to what."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from tests.paths.test_order import small
from tests.reason.small import claim, curie, store

from mechgraph import Graph, shapes
from mechgraph.errors import NoPathError, UsageError
from mechgraph.model import Association
from mechgraph.reason.candidates import Candidate, Repurposing

from .table import Row, rules

KINDS = {"drug": "drug", "other": "drug", "disease": "disease", "target": "protein", "process": "biological_process"}
HELPS = ("drug -| target", "target -> process", "process causes disease")
HARMS = ("drug -> target", "target -> process", "process causes disease")


def graph(*claims: str | Association) -> Graph:
    ends = [claim(f"{d} affects disease", negated=True) for d in ("drug", "other")]
    return Graph(store(*claims, *ends, categories=KINDS))


def pair(*claims: str | Association, **options: Any) -> Candidate:
    (found,) = graph(*claims).repurpose("disease", drug="drug", **options).candidates
    return found


def listed(*claims: str | Association) -> list[str]:
    return [c.drug.name for c in graph(*claims).repurpose("disease").candidates]


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


SCORES: list[Row] = [
    ("what lessens the disease counts for it", lambda: sign(pair(*HELPS).score), 1),
    ("what makes it worse counts against it", lambda: sign(pair(*HARMS).score), -1),
    (
        "a path that helps and one that harms, alike otherwise, leave nothing",
        lambda: round(pair("drug -| a", "a causes disease", "drug -> b", "b causes disease").score, 12),
        0.0,
    ),
    ("a path without direction counts nothing", lambda: pair("drug -| target", "target -- disease").score, 0.0),
    ("a treatment is no mechanism", lambda: pair("drug treats disease").score, 0.0),
    ("but it is known", lambda: [a.predicate for a in pair("drug treats disease", *HELPS).known], ["treats"]),
    (
        "a contraindication is a veto",
        lambda: [a.predicate for a in pair("drug contraindicated_in disease", *HELPS).vetoes],
        ["contraindicated_in"],
    ),
    (
        "a use that is denied is a veto",
        lambda: len(pair(claim("drug treats disease", negated=True), *HELPS).vetoes),
        1,
    ),
    (
        "denied in some patients only is none",
        lambda: len(pair(claim("drug treats disease", negated=True, population="children"), *HELPS).vetoes),
        0,
    ),
    (
        "denied by one claim and stated by another is none",
        lambda: len(pair(claim("drug ameliorates disease", negated=True), "drug treats disease", *HELPS).vetoes),
        0,
    ),
    (
        "a use that no path explains stands beside, under any name of the disease",
        lambda: [
            e.name
            for e in graph(*HELPS, "other treats alias", "alias similar_to disease").repurpose("disease").without_path
        ],
        ["other"],
    ),
    (
        "nothing but a known use is an answer too",
        lambda: graph("drug treats disease").repurpose("disease").lines()[1:],
        [
            "No path with a direction joins it with any candidate.",
            "Known uses that no path with a direction explains here, and that have no score: drug.",
        ],
    ),
    ("the better first", lambda: listed("other -| process", *HELPS), ["other", "drug"]),
    (
        "with a veto last, and told",
        lambda: listed("other -| process", "other contraindicated_in disease", *HELPS),
        ["drug", "other"],
    ),
    (
        "another drug does not stand inside",
        lambda: pair("drug -| other", "other causes disease").score,
        0.0,
    ),
]


@rules(SCORES)
def test_what_counts(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def test_the_score_is_the_sum_of_its_paths_from_their_costs() -> None:
    found = pair(*HELPS, "drug -> b", "b causes disease")
    assert abs(sum(p.value for p in found.parts) - found.score) < 1e-9
    assert [sign(p.value) for p in found.parts] == [-p.path.sign for p in found.parts if p.path is not None]
    for part in found.parts:
        assert part.path is not None
        assert abs(part.value) == pytest.approx(math.exp(-part.path.cost), rel=1e-5)


def test_the_fitted_score_is_the_sum_of_its_cited_paths_and_the_rest() -> None:
    pytest.importorskip("scipy")
    graph = small(more=(("D1", "binds", "G2"), ("X1", "associated_with", "G2"), ("D2", "binds", "G1")))
    for cited in (1, 5):
        (found,) = graph.repurpose("X1", drug="D1", cited=cited).candidates
        assert len(found.parts) > 3
        assert abs(sum(p.value for p in found.parts) - found.score) < 1e-9
    ranked = graph.repurpose("X1")
    assert ranked.order.startswith("hetionet, fitted 20")
    same = next(c for c in ranked.candidates if c.drug.id == curie("D1"))
    assert same.score == pytest.approx(found.score, abs=1e-9)
    assert same.with_known == pytest.approx(found.with_known, abs=1e-9)
    worse = [p for p in found.parts if p.metapath in ("CuGuD", "CdGdD")]
    assert worse
    assert all(p.value < 0 for p in worse)


def test_without_degree_is_the_score_by_the_root_of_both_degrees() -> None:
    found = pair(*HELPS)
    assert found.without_degree == pytest.approx(
        found.score / math.sqrt(1 * 1)
    )  # each end has one claim that is walked


def test_nothing_asked_and_nothing_found_are_said() -> None:
    with pytest.raises(UsageError, match="a disease or a drug"):
        graph(*HELPS).repurpose()
    with pytest.raises(NoPathError, match="disease"):
        graph("drug affects target").repurpose("disease")


def test_text_table_and_json_say_the_same() -> None:
    found: Repurposing = graph("drug treats disease", *HELPS).repurpose("disease", drug="drug")
    data = json.loads(shapes.to_json(found))
    (one,) = data["candidates"]
    assert one["score"] == found.candidates[0].score
    assert sum(p["value"] for p in one["parts"]) == pytest.approx(one["score"], abs=1e-9)
    assert one["parts"][0]["sources"] == ["s"]
    text = "\n".join(found.lines())
    assert "known: treats" in text
    assert "no claim of benefit" in text
    assert found.to_table().rows[0][3] == one["score"]
