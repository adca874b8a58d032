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


KINDS = {
    "drug": "drug",
    "other": "drug",
    "illness": "disease",
    "sign": "phenotype",
    "process": "biological_process",
    "subunit": "receptor",
    "receptor": "receptor",
    "fellow": "receptor",
    "family": "protein_family",
    "group": "drug_class",
    "tone": "phenotype",
    "low_tone": "phenotype",
    "flaccidity": "disease",
}


def causal(*claims: str | Association, **options: Any) -> list[str]:
    """The ways from the drug to the tone where everything has its kind, best first."""
    graph = Graph(store(*claims, claim("drug affects tone", negated=True), categories=KINDS))
    try:
        paths = graph.paths("drug", "tone", 5, **({"causal": True} | options))
    except NoPathError:
        return []
    return [" ".join(c.reference for c in p.entities[1:-1]) for p in paths]


WALKED: list[Row] = [
    ("no other drug stands inside", lambda: causal("drug -| other", "other -> tone"), []),
    ("its own metabolite does", lambda: causal("drug has_metabolite other", "other -> tone"), ["other"]),
    ("no class of drugs stands inside", lambda: causal("drug -| group", "group -> tone"), []),
    ("no disease stands inside", lambda: causal("drug -| illness", "illness causes tone"), []),
    ("no sign stands inside", lambda: causal("drug -| sign", "sign causes tone"), []),
    (
        "what is asked to stand inside does",
        lambda: causal("drug -| sign", "sign causes tone", through=["sign"]),
        ["sign"],
    ),
    ("in any direction everything does", lambda: causal("drug -| sign", "sign causes tone", causal=False), ["sign"]),
    (
        "a process leads to the end by a correlation",
        lambda: causal("drug -| process", "process positively_correlated_with tone"),
        ["process"],
    ),
    (
        "a correlation is not turned round at the end",
        lambda: causal("drug -| process", "tone positively_correlated_with process"),
        [],
    ),
    (
        "a correlation is no step inside",
        lambda: causal("drug -| receptor", "receptor positively_correlated_with process", "process -> tone"),
        [],
    ),
    (
        "a protein that varies with the end does not lead to it",
        lambda: causal("drug -| receptor", "receptor positively_correlated_with tone"),
        [],
    ),
    (
        "a correlation that is asked for by name is walked",
        lambda: causal(
            "drug -| receptor",
            "receptor positively_correlated_with tone",
            predicates=["decreases", "positively_correlated_with"],
        ),
        ["receptor"],
    ),
    (
        "a subunit leads to its receptor",
        lambda: causal("drug agonist_of subunit", "subunit subunit_of receptor", SECOND),
        ["subunit receptor"],
    ),
    (
        "a member leads to its family",
        lambda: causal("drug agonist_of receptor", "receptor member_of family", "family -| tone"),
        ["receptor family"],
    ),
    (
        "nothing leads from a family to one of its members",
        lambda: causal("drug agonist_of family", "receptor member_of family", SECOND),
        [],
    ),
    (
        "nothing leads from a receptor to its fellow",
        lambda: causal(
            "drug agonist_of receptor", "receptor member_of family", "fellow member_of family", "fellow -| tone"
        ),
        [],
    ),
    ("a drug does not act by its class", lambda: causal("drug member_of group", "group -| tone"), []),
    (
        "another name of the end leads to it",
        lambda: causal("drug -| process", "process causes low_tone", "low_tone similar_to tone"),
        ["process low_tone"],
    ),
    (
        "whichever of the two is likened to the other",
        lambda: causal("drug -| process", "process causes low_tone", "tone similar_to low_tone"),
        ["process low_tone"],
    ),
    (
        "a kind of the end leads to it",
        lambda: causal("drug -| process", "process causes flaccidity", "flaccidity subclass_of tone"),
        ["process flaccidity"],
    ),
    (
        "the end leads from no kind that it is of",
        lambda: causal("drug -| process", "process causes flaccidity", "tone subclass_of flaccidity"),
        [],
    ),
    (
        "what is caused by another name of the end is not reached through it",
        lambda: causal("drug -| process", "process causes low_tone", "low_tone similar_to tone", "low_tone -> tone"),
        ["process low_tone"],
    ),
    (
        "by its target before what is said of it otherwise",
        lambda: causal("drug -> process", "process -| tone", "drug agonist_of receptor", "receptor -> process"),
        ["receptor process", "process"],
    ),
    (
        "where no target is known, what is said of it",
        lambda: causal("drug -> process", "process -| tone"),
        ["process"],
    ),
]


def test_a_bridge_has_the_sign_of_what_it_joins() -> None:
    chain = ("drug antagonist_of subunit", "subunit subunit_of receptor", "receptor -> tone")
    graph = Graph(store(*chain, categories=KINDS))
    assert [p.sign for p in graph.paths("drug", "tone", 5, causal=True)] == [-1]
    assert [p.sign for p in graph.paths("drug", "tone", 5, causal=True, sign=-1)] == [-1]


@rules([*PATHS, *WALKED])
def test_what_is_walked(ask: Callable[[], object], right: object) -> None:
    assert ask() == right
