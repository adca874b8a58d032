"""What holds of every figure: on generated mechanisms and on those of DrugMechDB."""

from __future__ import annotations

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechgraph.draw import lay_out
from mechgraph.draw.audit import Audit, audit
from mechgraph.draw.layout.lp import HARD, Basis, Row, solve, within
from mechgraph.draw.scene import Scene

from . import drugmechdb
from .generate import random_mechanism

HUGE = "1500x1500"


def clean(scene: Scene, width_mm: float) -> Audit:
    result = audit(scene)
    assert result.faults == 0, result
    assert scene.width * 25.4 / 72 <= width_mm + 0.01
    assert scene.pt >= 5
    return result


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 22),
    density=st.floats(1, 1.5),
    places=st.integers(0, 7),
    regions=st.integers(0, 3),
    cycles=st.sampled_from([0, 0.1, 0.3]),
    orientation=st.sampled_from(["portrait", "landscape"]),
)
def test_a_generated_mechanism_is_drawn_without_fault_and_twice_the_same(
    seed: int, n: int, density: float, places: int, regions: int, cycles: float, orientation: str
) -> None:
    m = random_mechanism(seed, n, int(n * density), places, cycles, regions)
    scene = lay_out(m, size=HUGE, orientation=orientation)
    clean(scene, 1500)
    assert scene == lay_out(m, size=HUGE, orientation=orientation)


@pytest.mark.skipif(drugmechdb.data_file() is None, reason="DrugMechDB is not at hand: set MECHGRAPH_TEST_DATA")
def test_300_mechanisms_of_drugmechdb_are_drawn_without_fault_in_a_double_column() -> None:
    records = drugmechdb.records()
    for record in records[:: len(records) // 300][:300]:
        clean(lay_out(drugmechdb.mechanism(record), size="double"), 183)


def test_200_entities_are_drawn_without_fault() -> None:
    """How long it takes is measured by ``benchmarks/draw_speed.py``."""
    scene = lay_out(random_mechanism(7, 200, 230, 0, 0.02), size="2000x2000", detail="full")
    assert audit(scene).faults == 0


def test_beyond_60_entities_auto_draws_a_summary_and_says_so() -> None:
    scene = lay_out(random_mechanism(7, 120, 140, 0, 0), size="600x600")
    assert len(scene.glyphs) <= 60
    assert "are not drawn" in scene.notes[0]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_positions_are_feasible_and_cannot_be_improved_by_moving_a_part(data: st.DataObject) -> None:
    """Both kinds of rows; an optimum of such a program cannot be improved by moving a set of variables by one."""
    n = data.draw(st.integers(2, 7))
    rows: list[Row] = [(0, v, 0, 0, HARD) for v in range(1, n)]
    pairs = st.tuples(
        st.integers(0, n - 2), st.integers(1, 3), st.integers(-3, 6), st.integers(0, 4), st.sampled_from([0, 1, 3])
    )
    for u, d, length, w, more in data.draw(st.lists(pairs, max_size=20)):
        rows.append((u, min(n - 1, u + d), length, w, w + more if more else HARD))
    basis = Basis()
    before = [(u, v, length + data.draw(st.integers(-4, 4)), w, price) for u, v, length, w, price in rows]
    solve(n, before, basis)
    y = solve(n, rows, basis) if data.draw(st.booleans()) else solve(n, rows)
    assert y is not None

    def cost(z: list[int]) -> float:
        if any(z[v] - z[u] < length for u, v, length, _, price in rows if price == HARD):
            return inf
        return sum(w * (z[v] - z[u]) + price * max(0, length - z[v] + z[u]) for u, v, length, w, price in rows)

    assert cost(y) < inf
    for part in range(1, 2**n):
        for step in (-1, 1):
            assert cost([x + step * (part >> i & 1) for i, x in enumerate(y)]) >= cost(y)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_the_quick_answer_whether_a_width_can_be_met_is_that_of_the_program(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 8))
    rows: list[Row] = [(0, v, 0, 1, HARD) for v in range(1, n)] + [(v, n - 1, 0, 0, HARD) for v in range(n - 1)]
    pairs = st.tuples(st.integers(0, n - 2), st.integers(1, 3), st.integers(-3, 6))
    rows += [(u, min(n - 1, u + d), length, 0, HARD) for u, d, length in data.draw(st.lists(pairs, max_size=15))]
    limit = data.draw(st.integers(0, 25))
    found = solve(n, [*rows, (n - 1, 0, -limit, 0, HARD)])
    assert within(n, rows, 0, n - 1, limit) == (found is not None)
