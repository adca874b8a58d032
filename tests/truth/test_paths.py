"""Which claims a path may walk, in which direction, with which sign, and what costs more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from tests.reason.small import claim, curie, store

from mechgraph import Graph
from mechgraph.errors import NoPathError
from mechgraph.model import Association, Evidence, Path

from .table import Row, rules

SECOND = "receptor -| tone"


def found(*claims: str | Association, **options: Any) -> list[Path]:
    """The paths from the drug to the tone."""
    ends = claim("drug affects tone", negated=True)
    graph = Graph(store(*claims, ends, categories={"drug": "drug", "tone": "phenotype"}))
    try:
        return list(graph.paths("drug", "tone", 5, **({"causal": True} | options)))
    except NoPathError:
        return []


def ways(*claims: str | Association, **options: Any) -> list[str]:
    """The same by the entities between, best first."""
    return [" ".join(c.reference for c in p.entities[1:-1]) for p in found(*claims, **options)]


def cost(a: Association) -> float:
    (path,) = found(a)
    return path.cost


PLAIN = claim("drug -| tone")
MANY = tuple(Evidence(source=f"s{i}") for i in range(3))
PATHS: list[Row] = [
    ("signed claims are walked", lambda: ways("drug -> receptor", SECOND), ["receptor"]),
    ("two decreases increase", lambda: found("drug -| receptor", SECOND)[0].sign, 1),
    ("a denied claim is no edge", lambda: ways(claim("drug -> receptor", negated=True), SECOND), []),
    ("an inconclusive claim is no edge", lambda: ways(claim("drug -> receptor", certainty="inconclusive"), SECOND), []),
    ("a hedged claim is an edge", lambda: ways(claim("drug -> receptor", certainty="hedged"), SECOND), ["receptor"]),
    ("not against the direction", lambda: ways("receptor -> drug", SECOND), []),
    (
        "against it where any direction is asked for",
        lambda: "receptor" in ways("receptor -> drug", SECOND, causal=False),
        True,
    ),
    (
        "a step against its direction leaves no sign",
        lambda: {p.sign for p in found("receptor -> drug", SECOND, causal=False)},
        {0},
    ),
    ("reverse wording is walked from the cause", lambda: ways("receptor <- drug", SECOND), ["receptor"]),
    ("an effect without direction is not walked", lambda: ways("drug -- receptor", SECOND), []),
    ("what treats is no mechanism", lambda: ways("drug treats tone"), []),
    ("membership is no mechanism", lambda: ways("drug member_of receptor", SECOND), []),
    (
        "only the sign that is asked for",
        lambda: ways("drug -> a", "a -> tone", "drug -> b", "b -| tone", sign=-1),
        ["b"],
    ),
    (
        "less of the subject is searched under the sign that it has",
        lambda: ways(claim("drug -> tone", subject_direction="decreased"), sign=-1),
        [""],
    ),
    (
        "the sign of less of the subject is turned",
        lambda: found(claim("drug -> tone", subject_direction="decreased"))[0].sign,
        -1,
    ),
    (
        "the context that is asked for shuts out another",
        lambda: ways(claim("drug -> receptor", species=curie("rat")), SECOND, context=["species=human"]),
        [],
    ),
    (
        "a silent claim is not shut out",
        lambda: ways(claim("drug -> receptor", dose="5 mg"), SECOND, context=["species=human"]),
        ["receptor"],
    ),
    ("a hedged step costs more than a sure one", lambda: cost(replace(PLAIN, certainty="hedged")) > cost(PLAIN), True),
    (
        "a hedged step costs more than a probable one",
        lambda: cost(replace(PLAIN, certainty="hedged")) > cost(replace(PLAIN, certainty="probable")),
        True,
    ),
    ("more sources cost less", lambda: cost(replace(PLAIN, evidence=MANY)) < cost(PLAIN), True),
    (
        "a source against it is not counted as one for it",
        lambda: cost(replace(PLAIN, evidence=(*PLAIN.evidence, Evidence(source="t", stance="refutes")))) == cost(PLAIN),
        True,
    ),
    ("the shorter way first", lambda: ways("drug -> a", "a -> b", "b -> tone", "a -> tone")[0], "a"),
]


@rules(PATHS)
def test_what_is_walked(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
