"""The benchmarks' own arithmetic, on numbers that can be done by hand."""

from __future__ import annotations

import gzip
import pathlib
from functools import partial

import numpy as np
import pytest

from mechgraph.bench import hetionet
from mechgraph.bench.ranks import figures, reciprocal
from mechgraph.bench.recovery import fold, merged
from mechgraph.bench.rephetio import auroc, link_types
from mechgraph.bench.union import Union
from mechgraph.bench.workers import workers
from mechgraph.errors import FormatError
from mechgraph.paths.rank import Example

RECORDS = """
- graph: {_id: one, drug_mesh: "M:D", drugbank: "DB:D", disease_mesh: "M:X"}
  links: [{source: "M:D", key: inhibits, target: "P:1"}, {source: "P:1", key: causes, target: "M:X"}]
  nodes: [{id: "M:D", label: Drug}, {id: "P:1", label: Protein}, {id: "M:X", label: Disease}]
- graph: {_id: two, drug_mesh: "M:D", drugbank: "DB:D", disease_mesh: "M:Y"}
  links: [{source: "M:D", key: inhibits, target: "P:1"}, {source: "P:1", key: causes, target: "M:Y"}]
  nodes: [{id: "M:D", label: Drug}, {id: "P:1", label: Protein}, {id: "M:Y", label: Disease}]
- graph: {_id: three, drug_mesh: "M:E", drugbank: "DB:E", disease_mesh: "M:X"}
  links:
  - {source: "M:E", key: inhibits, target: "P:1"}
  - {source: "P:1", key: causes, target: "M:X"}
  - {source: "M:E", key: binds, target: "P:1"}
  nodes: [{id: "M:E", label: Drug}, {id: "P:1", label: Protein}, {id: "M:X", label: Disease}]
"""


def test_auroc_is_one_for_a_perfect_order_and_a_half_for_none() -> None:
    right = np.array([False, False, True, True])
    assert auroc(np.array([0.0, 0.1, 0.2, 0.3]), right) == 1.0
    assert auroc(np.array([0.3, 0.2, 0.1, 0.0]), right) == 0.0
    assert auroc(np.zeros(4), right) == 0.5


def test_a_sum_in_another_order_is_a_tie() -> None:
    assert auroc(np.array([0.1 + 0.2, 0.3]), np.array([True, False])) == 0.5


def test_link_types_of_a_metapath() -> None:
    assert link_types("CbGpPWpGaD") == {"CbG", "GpPW", "DaG"}
    assert link_types("CiPCiCtD") == {"PCiC", "CtD"}
    assert link_types("DaGr>GeA") == {"DaG", "Gr>G", "AeG"}


def test_ranks_become_figures() -> None:
    example = Example(((1,), (2,), (3,)), (False, True, True))
    assert reciprocal(example) == 0.5
    assert figures([1.0, 0.5, 0.1, 0.0]) == {"mrr": 0.4, "hit_at_1": 0.25, "hit_at_10": 0.75}
    assert merged(example, Example(((2,), (4,)), (True, False))).right == (False, True, True, False)


def test_a_drug_stays_in_its_fifth() -> None:
    assert fold("Compound::DB01156") == fold("Compound::DB01156")
    assert {fold(f"Compound::{i}") for i in range(50)} == set(range(5))


def test_a_line_with_too_few_fields_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "hetionet").mkdir()
    with gzip.open(tmp_path / "hetionet" / "nodes.tsv.gz", "wt") as file:
        file.write("id\tname\tkind\nGene::1\tA1BG\n")
    with pytest.raises(FormatError, match=r"nodes.tsv.gz line 2: 2 fields"):
        hetionet.read(tmp_path)


def test_a_record_is_judged_by_what_the_others_say(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("scipy")
    (tmp_path / "drugmechdb").mkdir()
    with gzip.open(tmp_path / "drugmechdb" / "indication_paths.yaml.gz", "wt") as file:
        file.write(RECORDS)
    union = Union(tmp_path)
    assert [union.reachable(i) for i in range(3)] == [True, False, False]
    weights = np.array([float(name == "step") for name in union.feature_names])
    [(values, first)] = union.candidates(0, [weights], 5)
    assert first.right == (True,)
    assert values.shape == (2, len(union.feature_names))
    assert union.candidates(1, [weights], 5)[0][1].right == ()  # only this record leads to its disease
    twice = union.candidates(0, [weights, 2 * weights], 5)
    assert [example for _, example in twice] == [first, first]
    _, left = union.view(2)
    assert int(left.sum()) == 3  # its two links from the drug are its own


def test_several_processes_find_the_same(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("scipy")
    (tmp_path / "drugmechdb").mkdir()
    with gzip.open(tmp_path / "drugmechdb" / "indication_paths.yaml.gz", "wt") as file:
        file.write(RECORDS)
    make = partial(Union, tmp_path)
    with workers(make, 1) as here, workers(make, 2) as there:
        for chunk in (1, 2):
            a, b = (list(spread(Union.reachable, range(3), chunk=chunk)) for spread in (here, there))
            assert a == b == [True, False, False]
