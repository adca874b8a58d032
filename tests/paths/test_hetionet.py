"""On real data: the golden values of Project Rephetio, and networkx's paths."""

from __future__ import annotations

import itertools
import json
import os
import pathlib

import networkx as nx
import numpy as np
import pytest

from mechgraph.bench import hetionet
from mechgraph.bench.rephetio import auroc
from mechgraph.paths.dwpc import PathCounter
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import search

HERE = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data"
DATA = pathlib.Path(os.environ.get("MECHGRAPH_TEST_DATA", HERE))
pytestmark = pytest.mark.skipif(
    not (DATA / "hetionet" / "edges.sif.gz").exists(), reason=f"no Hetionet in {DATA}; set MECHGRAPH_TEST_DATA"
)


@pytest.fixture(scope="module")
def index() -> PathIndex:
    return hetionet.read(DATA)


@pytest.fixture(scope="module")
def counter(index: PathIndex) -> PathCounter:
    return PathCounter(index)


@pytest.mark.parametrize(
    ("metapath", "count", "damped", "half"),
    [
        ("CbGaD", 1, 0.026061659398783504, 0.010471347707292387),
        ("CbGiGaD", 2, 0.014816905815828486, 0.004889323647976263),
        ("CbGpPWpGaD", 142, 0.032875908869216215, 0.0051602789275215395),  # the value in hetmatpy's own test
        ("CbGiGiGaD", 22, 0.005903813238588051, 0.0013210411494375188),
    ],
)
def test_golden_values_for_bupropion_and_nicotine_dependence(
    index: PathIndex, counter: PathCounter, metapath: str, count: int, damped: float, half: float
) -> None:
    pytest.importorskip("scipy")
    source, target = index.number("Compound::DB01156"), index.number("Disease::DOID:0050742")
    assert counter.count(metapath, source, target) == count
    assert counter.dwpc(metapath, source, target) == pytest.approx(damped, rel=1e-12)
    assert counter.dwpc(metapath, source, target, damping=0.5) == pytest.approx(half, rel=1e-12)
    cell = (
        np.searchsorted(counter.members("Compound"), source),
        np.searchsorted(counter.members("Disease"), target),
    )
    assert counter.matrix(metapath)[cell] == pytest.approx(damped, rel=1e-12)
    assert counter.matrix(metapath, damping=0.0)[cell] == count
    assert len(search(index, source, target, 1000, max_length=4, metapath=metapath)) == count


def test_networkx_finds_the_same_costs_on_all_of_hetionet(index: PathIndex) -> None:
    graph: nx.Graph[int] = nx.Graph()
    forward = np.flatnonzero(index.codes & 1 == 0)
    ends = (index.keys[forward] >> 32).tolist(), index.targets[forward].tolist(), index.costs[forward].tolist()
    for a, b, cost in zip(*ends, strict=True):
        if not graph.has_edge(a, b) or graph[a][b]["weight"] > cost:
            graph.add_edge(a, b, weight=cost)
    pairs = json.loads((DATA / "hetionet" / "pairs20.json").read_text(encoding="utf-8"))
    for source, target in ((index.number(a), index.number(b)) for a, b in pairs[:2]):
        theirs = list(itertools.islice(nx.shortest_simple_paths(graph, source, target, weight="weight"), 5))
        # parallel claims are one edge for networkx: compare the ways through entities
        ours = list(dict.fromkeys(path.nodes for path in search(index, source, target, 60, max_length=6)))[:5]
        assert [sorted_cost(graph, path) for path in theirs] == [sorted_cost(graph, list(path)) for path in ours]


def sorted_cost(graph: nx.Graph[int], path: list[int]) -> int:
    return sum(int(graph[a][b]["weight"]) for a, b in itertools.pairwise(path))


def test_one_published_auroc(index: PathIndex, counter: PathCounter) -> None:
    pytest.importorskip("scipy")
    lines = (DATA / "rephetio" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    drugs = np.searchsorted(counter.members("Compound"), [index.number(f"Compound::{r[0]}") for r in rows])
    diseases = np.searchsorted(counter.members("Disease"), [index.number(f"Disease::{r[1]}") for r in rows])
    values = counter.matrix("CbG<rG<rGaD")[drugs, diseases]
    assert round(float(np.mean(values > 0)), 5) == 0.84662
    assert auroc(values, np.array([r[2] == "1" for r in rows])) == pytest.approx(0.63605, abs=2e-5)
