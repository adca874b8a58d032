"""Where the contexts of a path can all hold, and which claim breaks it."""

from __future__ import annotations

import pytest

from mechgraph.errors import NotFoundError, UsageError, VocabularyError
from mechgraph.reason.context import Regions, context_of, fits, in_context, parse_context

from .small import claim, curie, mechanism, store

PARTS = (
    "horn part_of cord",
    "cord part_of cns",
    "brain part_of cns",
    "rat subclass_of rodent",
    "human subclass_of mammal",
    "rodent subclass_of mammal",
)


def regions(*more: str) -> Regions:
    return Regions(store(*PARTS, *more))


def test_the_spinal_cord_is_within_the_central_nervous_system() -> None:
    r = regions()
    assert r.within(curie("horn"), curie("cns"))
    assert not r.within(curie("cns"), curie("horn"))
    assert not r.within(curie("brain"), curie("cord"))
    assert r.meet(curie("cns"), curie("horn")) == curie("horn")
    assert r.meet(curie("brain"), curie("cord")) is None


def test_a_circle_of_parts_ends() -> None:
    assert len(regions("cns part_of horn").above(curie("cns"))) == 3


def test_two_species_break_a_path_and_the_claim_is_named() -> None:
    first = claim("drug -> receptor", species=curie("human"))
    second = claim("receptor -| disease", species=curie("rat"))
    report = context_of([first, second], regions())
    assert not report.holds
    assert [(b.claim, b.field, b.value) for b in report.breaks] == [(second, "species", "MG:rat")]
    assert "species breaks at MG:receptor → MG:disease" in report.breaks[0].line({})


def test_a_kind_and_what_is_of_that_kind_hold_together_in_the_narrower() -> None:
    claims = [claim("a -> b", species=curie("rodent")), claim("b -> c", species=curie("rat"))]
    assert context_of(claims, regions()).common == {"species": "MG:rat"}


def test_a_path_may_pass_from_place_to_place() -> None:
    claims = [claim("a -> b", anatomy=curie("horn")), claim("b -> c", anatomy=curie("brain"))]
    report = context_of(claims, regions())
    assert report.holds
    assert [c.reference for c in report.places] == ["horn", "brain"]


def test_acute_and_chronic_findings_are_not_one_mechanism() -> None:
    claims = [claim("a -> b", timing="acute"), claim("b -> c"), claim("c -> d", timing="chronic")]
    report = context_of(claims, regions())
    assert [b.field for b in report.breaks] == ["timing"]
    assert len(report.unstated) == 1
    assert report.to_dict()["holds"] is False


def test_claims_without_context_restrict_nothing() -> None:
    report = context_of([claim("a -> b")], regions())
    assert (report.holds, report.lines({})) == (True, ["1 claim(s) state no context"])


def test_a_claim_fits_does_not_fit_or_does_not_say() -> None:
    r = regions()
    wanted = {"species": "MG:human"}
    assert fits(claim("a -> b", species=curie("human")), wanted, r) is True
    assert fits(claim("a -> b", species=curie("rat")), wanted, r) is False
    assert fits(claim("a -> b"), wanted, r) is None
    assert fits(claim("a -> b", species=curie("mammal")), wanted, r) is True


def test_a_mechanism_is_filtered_by_context() -> None:
    m = mechanism(claim("drug -| a", species=curie("rat")), "a -> disease", "drug -| b", "b -> disease")
    kept, refused, silent = in_context(m, {"species": "MG:human"}, regions())
    assert [p.entities[1].reference for p in kept] == ["b"]
    assert (len(refused), len(silent)) == (1, 3)
    assert in_context(m, {"species": "MG:human"}, regions(), strict=True)[0] == []


def test_a_context_is_written_as_field_and_value() -> None:
    small = store(*PARTS)
    assert parse_context(["species=Human", "timing=short term"], small) == {
        "species": "MG:human",
        "timing": "short_term",
    }
    for wrong, error in (
        (["specie=human"], UsageError),
        (["species"], UsageError),
        (["species=martian"], NotFoundError),
        (["timing=later"], VocabularyError),
        (["species=human", "species=rat"], UsageError),
    ):
        with pytest.raises(error):
            parse_context(wrong, small)


def test_a_species_that_the_graph_does_not_hold_is_named_all_the_same() -> None:
    assert parse_context(["species=Homo sapiens"], store("drug -> receptor")) == {"species": "NCBITaxon:9606"}
    with pytest.raises(NotFoundError):
        parse_context(["species=unicorn"], store("drug -> receptor"))
