"""Two drugs that meet at a point: direction and hedge are kept, documented apart from inferred."""

from __future__ import annotations

from mechgraph.reason.interactions import interactions
from mechgraph.reason.meeting import Interactions
from mechgraph.store.memory import MemoryStore

from .small import claim, curie, store

KINDS = {
    "aspilin": "drug",
    "blofen": "drug",
    "carflex": "drug",
    "sleep": "phenotype",
    "OAT": "transporter",
    "kidney": "anatomy",
    "excretion-of-blofen": "state",
}


def between(small: MemoryStore, a: str = "aspilin", b: str | None = "blofen") -> Interactions:
    drug, other = small.entity(curie(a)), small.entity(curie(b)) if b else None
    assert drug is not None
    return interactions(small, drug, other)


def test_two_depressants_add_up_and_a_stimulant_counteracts() -> None:
    small = store("aspilin -> sleep", "blofen -> sleep", "carflex -| sleep", categories=KINDS)
    (same,) = between(small).found
    assert (same.kind, same.relation, same.mutual, same.rule) == ("pharmacodynamic", "same", True, "shared-effect")
    (opposite,) = between(small, "aspilin", "carflex").found
    assert opposite.relation == "opposite"
    assert len(between(small, "aspilin", None)) == 2


def test_an_inferred_interaction_is_hedged_and_no_stronger_than_its_weakest_claim() -> None:
    small = store("aspilin -> sleep", "blofen -> sleep", categories=KINDS)
    assert between(small).found[0].certainty == "hedged"
    small = store("aspilin -> sleep", claim("blofen -> sleep", negated=True), categories=KINDS)
    assert between(small).found == ()
    assert "not to say there is none" in str(between(small))


def test_an_inhibitor_of_a_carrier_changes_the_level_of_what_it_carries_and_not_the_other_way() -> None:
    small = store("aspilin inhibits OAT", "blofen substrate_of OAT", categories=KINDS)
    for a, b in (("aspilin", "blofen"), ("blofen", "aspilin")):
        (found,) = between(small, a, b).found
        assert (found.acting, found.affected, found.mutual) == (curie("aspilin"), curie("blofen"), False)
        assert (found.kind, found.relation) == ("pharmacokinetic", "lowers")


def test_two_drugs_that_leave_by_the_same_organ_may_compete() -> None:
    small = store("aspilin excreted_by kidney", "blofen excreted_by kidney", categories=KINDS)
    (found,) = between(small).found
    assert (found.mutual, found.rule) == (True, "shared-elimination")


def test_a_documented_interaction_keeps_its_direction_its_hedge_and_its_own_certainty() -> None:
    small = store(
        claim("aspilin -| excretion-of-blofen", certainty="probable"),
        "excretion-of-blofen -| blofen",
        categories=KINDS,
    )
    for a, b in (("aspilin", "blofen"), ("blofen", "aspilin")):
        (found,) = between(small, a, b).of("documented")
        assert (found.acting, found.affected, found.certainty) == (curie("aspilin"), curie("blofen"), "probable")
        assert found.relation == "raises"


def test_class_statements_count_only_as_inherited() -> None:
    small = store(
        "aspilin member_of sedatives",
        "sedatives -> sleep",
        "blofen -> sleep",
        categories=KINDS | {"sedatives": "drug_class"},
    )
    (found,) = between(small).found
    assert any(a.rule == "inherited-from-class" for a in found.claims)
    drug = small.entity(curie("aspilin"))
    assert drug is not None
    assert interactions(small, drug, with_classes=False).found == ()


def test_acyclovir_slows_the_excretion_of_baclofen_and_baclofen_that_of_acrivastine() -> None:
    import mechgraph

    kg = mechgraph.load()
    found = interactions(kg.store, kg.entity("baclofen")).of("documented")
    names = {(kg.entity(str(i.acting)).name, kg.entity(str(i.affected)).name) for i in found}
    assert {("baclofen", "acrivastine"), ("acyclovir", "baclofen"), ("baclofen", "aclidinium")} <= names
    assert ("baclofen", "acyclovir") not in names
    assert all(i.hedge == "may" for i in found if i.sources[0] == "faq")
    data = interactions(kg.store, kg.entity("baclofen")).to_dict()
    assert all(i["inferred"] == (i["kind"] != "documented") for i in data["interactions"])


def test_what_was_seen_in_different_species_is_said_to_be() -> None:
    small = store(
        claim("aspilin -> sleep", species=curie("rat")),
        claim("blofen -> sleep", species=curie("man")),
        categories=KINDS,
    )
    (found,) = between(small).found
    assert found.apart == ("species",)
    assert "seen in different species" in str(between(small))


def test_with_all_drugs_one_line_names_those_that_meet_at_an_effect() -> None:
    small = store(
        "aspilin -> sleep",
        "blofen -> sleep",
        "blofen -| pain",
        "aspilin -> pain",
        categories=KINDS | {"pain": "phenotype"},
    )
    drug = small.entity(curie("aspilin"))
    assert drug is not None
    text = str(interactions(small, drug))
    assert "sleep, may add up: blofen" in text
    assert "pain, may counteract: blofen" in text


def test_a_long_listing_is_cut_strongest_first_and_says_how_many_more() -> None:
    """What the fewest drugs share stands first; each line and each kind is cut."""
    kinds = {f"drug{i}": "drug" for i in range(5)} | {"common": "phenotype", "rare": "phenotype"}
    arrows = [f"drug{i} -> common" for i in range(5)] + ["drug0 -> rare", "drug1 -> rare"]
    small = store(*arrows, categories=kinds)
    drug = small.entity(curie("drug0"))
    assert drug is not None
    found = interactions(small, drug)
    whole, cut = found.lines(), found.lines(limit=1)
    assert [line.split(",")[0].strip() for line in whole[2:4]] == ["rare", "common"]
    assert "drug1, drug2, drug3, drug4 [" in whole[3]
    assert cut[3] == "  and 1 more effects or targets"
    assert "drug1, drug2 and 2 more [" in found.lines(limit=2)[3]
