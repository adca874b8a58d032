"""A claim as triples: what is said bare, what only on its node, and that nothing is lost on the way out or back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.reason.small import claim, curie

from mechgraph.model import Association, Evidence, Qualifiers, Quantity, Records
from mechgraph.rdf import association_lines, from_triples, is_bare, triples

from .table import Row, rules

BARE = replace(claim("drug -| tone"), evidence=(), key="")
FULL = Association(
    subject=curie("drug"),
    predicate="decreases",
    object=curie("tone"),
    qualifiers=Qualifiers(
        subject_direction="increased",
        subject_aspect="dose",
        direction="decreased",
        aspect="strength",
        mechanism="agonism",
        anatomy=curie("cord"),
        cell_type=curie("neuron"),
        component=curie("membrane"),
        species=curie("rat"),
        population="FAST mice",
        population_of=curie("ms"),
        route="oral",
        dose="5 mg",
        timing="acute",
        preparation="slice",
        stimulus="potassium",
        extent="almost",
        frequency="rarely",
        other="x=y",
    ),
    negated=True,
    certainty="hedged",
    source_certainty="predicted",
    hedge="may",
    quantity=Quantity(kind="Ki", value=2.5, low=1.0, high=4.0, unit="nM", rank=2, text="low"),
    knowledge_level="prediction",
    agent_type="automated_agent",
    evidence=(
        Evidence(
            source="b", stance="no_effect", locator="Table 2", summary="None seen.", quote="no effect", cited_as="[3]"
        ),
        Evidence(source="a", stance="partial", exempts=(curie("other"),), raw="{}"),
    ),
    derived_from=("mga:0000000000000001", "mga:0000000000000002"),
    rule="inherited-from-class",
    key="short",
    note="seen once",
)
"""A claim that says something in every field."""


def text(**changes: Any) -> str:
    return "".join(association_lines(replace(BARE, **changes)))


def has_direct(**changes: Any) -> bool:
    """Whether the bare triple is among what is written."""
    first = association_lines(replace(BARE, **changes))[0]
    return "/drug>" in first.split(" ")[0]


def there_and_back(a: Association) -> Association:
    (again,) = from_triples(triples(Records(associations=[a]))).associations
    return again


TRIPLES: list[Row] = [
    ("a bare claim is one triple", lambda: len(association_lines(BARE)), 1),
    ("a hedged claim is asserted beside its node", lambda: has_direct(certainty="hedged", hedge="may"), True),
    ("a denied claim has no direct triple", lambda: has_direct(negated=True), False),
    ("an inconclusive claim has no direct triple", lambda: has_direct(certainty="inconclusive"), False),
    ("a denial says so on its node", lambda: 'negated> "true"' in text(negated=True), True),
    ("a hedge is written", lambda: 'hedge> "may"' in text(hedge="may"), True),
    ("a certainty is written", lambda: 'certainty> "probable"' in text(certainty="probable"), True),
    ("a denied decrease keeps the sign of its wording", lambda: 'stated_sign> "-1"' in text(negated=True), True),
    (
        "a stimulus is written",
        lambda: 'stimulus> "potassium"' in text(qualifiers=Qualifiers(stimulus="potassium")),
        True,
    ),
    (
        "no effect is no support",
        lambda: 'stance> "no_effect"' in text(evidence=(Evidence(source="s", stance="no_effect"),)),
        True,
    ),
    ("an empty field is not written", lambda: "hedge" in text(note="x"), False),
    ("a hedge alone is enough for a node", lambda: is_bare(replace(BARE, hedge="may")), False),
    ("evidence alone is enough for a node", lambda: is_bare(replace(BARE, evidence=(Evidence(source="s"),))), False),
    ("a quantity alone is enough for a node", lambda: is_bare(replace(BARE, quantity=Quantity(value=1.0))), False),
    ("denial alone is enough for a node", lambda: is_bare(replace(BARE, negated=True)), False),
    ("less than established is enough for a node", lambda: is_bare(replace(BARE, certainty="probable")), False),
    ("a rule is enough for a node", lambda: is_bare(replace(BARE, rule="what-if")), False),
]


@rules(TRIPLES)
def test_what_is_written(ask: Callable[[], object], right: object) -> None:
    assert ask() == right


def test_the_full_claim_says_something_in_every_field() -> None:
    for record in (FULL, FULL.qualifiers, FULL.quantity):
        assert record is not None
        assert all(getattr(record, f.name) != f.default for f in msgspec.structs.fields(type(record)))


@pytest.mark.parametrize("field", Association.__struct_fields__)
def test_a_field_of_a_claim_comes_back(field: str) -> None:
    assert getattr(there_and_back(FULL), field) == getattr(FULL, field)


def test_the_order_of_triples_does_not_matter() -> None:
    (again,) = from_triples(reversed(list(triples(Records(associations=[FULL]))))).associations
    assert again == FULL


@pytest.mark.parametrize("field", Qualifiers.__struct_fields__)
def test_a_qualifier_comes_back(field: str) -> None:
    alone = replace(BARE, qualifiers=Qualifiers(**{field: getattr(FULL.qualifiers, field)}))
    assert there_and_back(alone) == alone
