"""The compiled kernel: NumPy's answers, no crash whatever an index holds, and NumPy where it cannot be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from benchmarks.paths_equal import compare, graph

from mechgraph.errors import IndexFormatError
from mechgraph.paths import compiled, kernel, native
from mechgraph.paths.batch import by_numpy
from mechgraph.paths.constraints import Constraints
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search

needs_it = pytest.mark.skipif(not native.compiled()[0], reason=f"no compiled kernel: {native.compiled()[1]}")
compiler = pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")


@pytest.fixture
def again() -> Iterator[None]:
    """The library is looked for anew, within the test and after it."""
    native._loaded.cache_clear()
    yield
    native._loaded.cache_clear()


@needs_it
@pytest.mark.parametrize("seed", [11, 12])
def test_random_searches_have_the_same_answers_from_both_kernels(seed: int) -> None:
    assert compare(600, seed)


@needs_it
def test_ties_beyond_k_are_all_met_and_cut_in_canonical_order() -> None:
    """Five layers of 6 entities at one cost: of 7,776 equal paths the ten of the smallest numbers."""
    layers, width = 5, 6
    s, o = [0] * width, list(range(1, width + 1))
    for layer in range(layers - 1):
        first = 1 + layer * width
        for a in range(width):
            s += [first + a] * width
            o += range(first + width, first + 2 * width)
    end = 1 + layers * width
    s, o = [*s, *range(end - width, end)], [*o, *[end] * width]
    index = PathIndex.build(
        s,
        o,
        [0] * len(s),
        entity_ids=[f"X:{i}" for i in range(end + 1)],
        categories=[0] * (end + 1),
        category_names=["Thing"],
        predicate_names=["touches"],
        predicate_signs=[0],
        arc_costs=[7] * len(s),
    )
    c = Constraints(index, 0, end, layers + 1)
    found = compiled.k_best(c, 10)
    assert found.costs.tolist() == [42] * 10
    nodes = index.targets[found.arcs].tolist()
    assert nodes[0] == [1, 7, 13, 19, 25, end]
    assert nodes == sorted(nodes)
    assert np.array_equal(found.arcs, kernel.k_best(c, 10).arcs)


@needs_it
@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_index_is_told_or_searched_and_never_crashes(seed: int) -> None:
    chance = np.random.default_rng(seed)
    whole = graph(chance)
    arrays = {name: array.copy() for name, array in whole._arrays.items()}
    for name in ("indptr", "targets", "costs", "codes", "categories", "claim_signs", "rows"):
        array = arrays[name]
        if chance.random() < 0.5:
            places = chance.integers(0, len(array), 3)
            most = np.iinfo(array.dtype)
            array[places] = chance.integers(most.min, most.max, 3, array.dtype, endpoint=True)
    index = PathIndex(arrays, whole._meta)
    told: list[str] = []
    for _ in range(30):
        source, target = chance.integers(0, index.n_entities, 2).tolist()
        rules = {"sign": int(chance.integers(-1, 2)), "directed": True} if chance.random() < 0.3 else {}
        c = Constraints(index, source, target, 5, **rules)  # type: ignore[arg-type]
        call = compiled._Call.of(c, 10)
        assert call is not None
        try:
            call.run("mechgraph_search")
        except IndexFormatError as error:
            told.append(str(error))
    assert all("in memory is damaged" in text for text in told)


@needs_it
def test_threads_search_one_index_at_once() -> None:
    index = graph(np.random.default_rng(3))
    pairs = [(a, b) for a in range(index.n_entities) for b in range(0, index.n_entities, 3) if a != b]
    wanted = [search(index, a, b, 5, max_length=5) for a, b in pairs]
    found: list[list[object]] = [[] for _ in range(4)]

    def work(mine: list[object]) -> None:
        mine.extend(search(index, a, b, 5, max_length=5) for a, b in pairs)

    threads = [threading.Thread(target=work, args=(mine,)) for mine in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(mine == wanted for mine in found)


@needs_it
def test_a_search_that_comes_back_for_breath_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_SLICE", 1)
    assert compare(150, 21)


def test_without_the_library_numpy_searches_and_says_why(
    again: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    index = graph(np.random.default_rng(5))
    monkeypatch.setattr(native, "LIBRARY", tmp_path / "none.so")
    assert native.compiled() == (False, "none was compiled here")
    assert native.described() == "NumPy kernel"
    shared = Constraints(index, 0, 0, 3)
    assert compiled.rank(shared, [1, 2], 3) is None
    c = Constraints(index, 0, 1, 4)
    assert np.array_equal(compiled.k_best(c, 5).arcs, kernel.k_best(c, 5).arcs)
    assert by_numpy(shared, [1, 2], 3)[0].shape == (2,)


@pytest.mark.parametrize("what", [b"", b"not a library", b"\x7fELF"])
def test_a_library_that_does_not_load_is_left_aside(
    what: bytes, again: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "torn.so").write_bytes(what)
    monkeypatch.setattr(native, "LIBRARY", tmp_path / "torn.so")
    found, why = native.compiled()
    assert not found
    assert "torn.so does not load" in why


@needs_it
def test_a_library_of_another_source_is_left_aside(
    again: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kernel.c").write_text("/* another */")
    monkeypatch.setattr(native, "SOURCE", tmp_path / "kernel.c")
    found, why = native.compiled()
    assert not found
    assert "another kernel.c" in why


@compiler
def test_it_is_compiled_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert native.make(tmp_path / "made.so") == ""
    assert [p.name for p in tmp_path.iterdir()] == ["made.so"]
    broken = tmp_path / "kernel.c"
    broken.write_text("int x = ;")
    monkeypatch.setattr(native, "SOURCE", broken)
    assert "failed" in native.make(tmp_path / "broken.so")
    monkeypatch.setenv("CC", "no-such-compiler")
    assert native.make(tmp_path / "none.so") == "no C compiler: no-such-compiler is not there"
    assert not list(tmp_path.glob("broken.so*")) + list(tmp_path.glob("none.so*"))


def test_the_version_says_which_kernel_runs() -> None:
    told = [sys.executable, "-m", "mechgraph", "--version"]
    done = subprocess.run(told, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith(f"({native.described()})")
