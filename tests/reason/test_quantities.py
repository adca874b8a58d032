"""Like is compared with like; a quantity never gives a sign."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechgraph.errors import NotFoundError
from mechgraph.model import Association, Quantity
from mechgraph.reason.quantities import dense_in, extra_costs, more_potent, rank

from .small import claim, curie, store


def measured(said: str, /, **quantity: object) -> Association:
    return msgspec.structs.replace(claim(said), quantity=Quantity(**quantity))  # type: ignore[arg-type]


def test_the_highest_density_comes_first_and_ties_share_a_rank() -> None:
    small = store(
        measured("receptor has_density_in vta", rank=2, text="among the lowest"),
        measured("receptor has_density_in cortex", rank=1, text="highest"),
        measured("receptor has_density_in thalamus", rank=1, text="highest"),
    )
    entity = small.entity(curie("receptor"))
    assert entity is not None
    found = dense_in(small, entity)
    assert ([c.reference for c in found.top], [c.reference for c in found.bottom]) == (["cortex", "thalamus"], ["vta"])
    other = small.entity(curie("vta"))
    assert other is not None
    with pytest.raises(NotFoundError):
        dense_in(small, other)


def test_a_smaller_constant_and_a_greater_p_value_mean_more_potent_on_one_scale() -> None:
    small = store(
        measured("weak binds receptor", kind="Ki", value=100.0, unit="nM"),
        measured("strong binds receptor", kind="pKi", value=9.0),
        measured("middling binds receptor", kind="Ki", value=0.01, unit="µM"),
        measured("unclear binds receptor", kind="Ki", text="high"),
    )
    drugs = [e for n in ("weak", "strong", "middling") if (e := small.entity(curie(n))) is not None]
    target = small.entity(curie("receptor"))
    assert target is not None
    found = more_potent(small, drugs, target)
    assert [p.entity.reference for p in found.places] == ["strong", "middling", "weak"]
    with pytest.raises(NotFoundError):
        more_potent(small, drugs[:1], target)


def test_a_constant_of_binding_is_not_compared_with_a_concentration_of_half_effect() -> None:
    listing = [
        measured("a binds r", kind="Ki", value=1.0, unit="nM"),
        measured("b binds r", kind="Kd", value=2.0, unit="nM"),
        measured("c binds r", kind="IC50", value=0.5, unit="nM"),
    ]
    found = rank(listing, by="subject")
    assert [p.entity.reference for p in found.places] == ["a", "b"]
    assert [p.entity.reference for p in found.unplaced] == ["c"]


def test_amounts_in_different_units_are_not_compared() -> None:
    listing = [
        measured("a has_parameter x", value=1.0, unit="mg"),
        measured("b has_parameter x", value=2.0, unit="mg"),
        measured("c has_parameter x", value=3.0, unit="%"),
    ]
    found = rank(listing, by="subject")
    assert [p.entity.reference for p in found.places] == ["b", "a"]
    assert [p.entity.reference for p in found.unplaced] == ["c"]
    assert "not comparable" in str(found)
    assert found.to_dict()["scale"] == "mg"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8))
def test_ranks_follow_the_amounts_and_give_no_sign(ranks: list[int]) -> None:
    listing = [measured(f"r has_density_in n{i}", kind="density", rank=r) for i, r in enumerate(ranks)]
    found = rank(listing)
    assert [p.claim.quantity.rank for p in found.places if p.claim.quantity] == sorted(ranks)
    assert {a.sign for a in listing} == {0}
    costs = extra_costs(listing, "density")
    assert all(0 <= cost < 0.7 for cost in costs.values())
    assert all(costs[a.id] == 0 for a in listing if a.quantity and a.quantity.rank == min(ranks))


def test_a_path_through_the_denser_region_comes_first_on_request_and_its_sign_stays() -> None:
    import mechgraph

    kg = mechgraph.load()
    plain = kg.paths("GABA-B receptor", "cerebral cortex", 5, causal=False, max_length=2)
    heavy = kg.paths("GABA-B receptor", "cerebral cortex", 5, causal=False, max_length=2, weight_by="density")
    assert [p.sign for p in plain] == [p.sign for p in heavy]
    sparse = kg.paths("GABA-B receptor", "ventral tegmental area", 1, causal=False, max_length=1, weight_by="density")
    (before,) = kg.paths("GABA-B receptor", "ventral tegmental area", 1, causal=False, max_length=1)
    assert round(sparse[0].cost - before.cost, 3) == 0.288
    assert dict(sparse[0].contributions[0])["quantity"] == pytest.approx(0.288, abs=1e-3)
    with pytest.raises(NotFoundError, match="densty"):
        kg.paths("GABA-B receptor", "brain", weight_by="densty")
