"""A class statement reaches members only marked and hedged; a subunit is not its complex."""

from __future__ import annotations

from mechgraph.model import Evidence
from mechgraph.reason.classes import RULE, classes_of, classified, inherited, members_of, standing
from mechgraph.store.memory import MemoryStore

from .small import claim, curie, store

KINDS = {"drug": "drug", "other": "drug", "relaxants": "drug_class", "central": "drug_class"}


def graph(*more: object) -> MemoryStore:
    return store(
        "drug member_of central",
        "other member_of relaxants",
        "central subclass_of relaxants",
        claim("relaxants -> sleep", certainty="hedged"),
        *more,  # type: ignore[arg-type]
        categories=KINDS,
    )


def test_a_member_inherits_a_class_claim_hedged_and_marked_with_rule_and_sources() -> None:
    small = graph()
    (made,) = inherited(small, curie("drug"))
    assert (made.subject, made.object, made.certainty, made.rule) == (curie("drug"), curie("sleep"), "hedged", RULE)
    assert made.knowledge_level == "prediction"
    assert all(small.association(i) is not None for i in made.derived_from)
    assert len(made.derived_from) == 3


def test_what_is_inherited_is_never_established() -> None:
    small = graph(claim("relaxants -> calm"))
    assert {a.certainty for a in inherited(small, curie("drug"))} == {"hedged", "probable"}


def test_a_claim_of_its_own_goes_before_also_where_it_denies() -> None:
    for own in (claim("drug -> sleep"), claim("drug -> sleep", negated=True), claim("drug -| sleep")):
        small = graph(own)
        assert inherited(small, curie("drug")) == []
        entity = small.entity(curie("drug"))
        assert entity is not None
        assert [b for _, b in standing(small, entity).overridden] == [own]


def test_a_finding_in_rats_does_not_replace_what_is_said_of_people() -> None:
    small = graph(claim("relaxants -> fall", species=curie("human")), claim("drug -> fall", species=curie("rat")))
    assert curie("fall") in {a.object for a in inherited(small, curie("drug"))}


def test_a_source_that_exempts_the_member_ends_the_inheritance_of_its_statement() -> None:
    exempt = Evidence(source="s", exempts=(curie("drug"),))
    small = store(
        "drug member_of relaxants",
        "other member_of relaxants",
        claim("relaxants -> fall", evidence=(exempt,)),
        categories=KINDS,
    )
    assert inherited(small, curie("drug")) == []
    assert len(inherited(small, curie("other"))) == 1
    entity = small.entity(curie("drug"))
    assert entity is not None
    assert [e.source for _, e in standing(small, entity).exempted] == ["s"]


def test_a_denied_membership_gives_nothing() -> None:
    small = store(claim("drug member_of relaxants", negated=True), "relaxants -> sleep", categories=KINDS)
    assert inherited(small, curie("drug")) == []


def test_classes_and_members_are_found_through_classes_between() -> None:
    small = graph()
    assert [c.reference for c in classes_of(small, curie("drug"))] == ["central", "relaxants"]
    assert {c.reference for c in members_of(small, curie("relaxants"))} == {"central", "drug", "other"}


def test_a_claim_on_a_subunit_is_not_one_on_the_complex_nor_the_other_way_round() -> None:
    small = store(
        "one subunit_of whole",
        "drug -> one",
        "whole -| firing",
        categories={"one": "protein", "whole": "receptor", "drug": "drug"},
    )
    whole, one = small.entity(curie("whole")), small.entity(curie("one"))
    assert whole is not None
    assert one is not None
    beside = standing(small, whole)
    assert [(r.relation, r.claim.object) for r in beside.related] == [("subunit", curie("one"))]
    assert beside.inherited == ()
    assert "of its subunit, not of itself" in str(beside)
    assert standing(small, one).inherited == ()
    assert standing(small, one).to_dict()["own"]


def test_baclofen_is_exempt_from_the_statement_on_falls_in_the_elderly() -> None:
    import mechgraph

    kg = mechgraph.load()
    baclofen, cyclobenzaprine = kg.entity("baclofen"), kg.entity("cyclobenzaprine")
    fall = {a.object for a, e in standing(kg.store, baclofen).exempted if e.source == "L54"}
    assert {kg.entity(str(c)).name for c in fall} == {"fall", "injury"}
    assert "fall" in {kg.entity(str(a.object)).name for a in inherited(kg.store, cyclobenzaprine.id)}


def test_a_class_may_list_its_members_itself() -> None:
    """Hetionet words membership from the class; what it says of the class reaches the member, and the list does not."""
    small = store(
        "relaxants has_member drug",
        "relaxants has_member other",
        claim("relaxants -> sleep"),
        categories=KINDS,
    )
    (made,) = inherited(small, curie("drug"))
    assert (made.object, made.certainty, made.rule) == (curie("sleep"), "probable", RULE)
    assert len(made.derived_from) == 2
    assert list(classes_of(small, curie("other"))) == [curie("relaxants")]
    assert sorted(members_of(small, curie("relaxants"))) == [curie("drug"), curie("other")]
    assert classified(small) == {curie("drug"), curie("other")}


def test_classes_that_only_list_their_members_give_nothing_to_inherit() -> None:
    small = store("relaxants has_member drug", categories=KINDS)
    assert inherited(small, curie("drug")) == []
    assert classified(small) == set()


def test_a_complex_that_has_members_is_not_their_class() -> None:
    small = store("whole has_member drug", claim("whole -> sleep"), categories={"drug": "protein", "whole": "complex"})
    assert classes_of(small, curie("drug")) == {}
