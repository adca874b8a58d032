"""The fitted order: recognised by the vocabulary of a graph, shown part by part, one number for a path everywhere."""

from __future__ import annotations

import json
from pathlib import Path as FilePath

import pytest

from mechgraph import Graph, load
from mechgraph.cli import main
from mechgraph.curie import Curie, data_dir
from mechgraph.exchange.mappings import mapping
from mechgraph.model import Association, Entity, Path, Records
from mechgraph.paths.order import Order, orders
from mechgraph.store.memory import MemoryStore

HETIONET = orders()["hetionet"]
KINDS = {"drug": "D", "gene": "G", "disease": "X", "drug_class": "C", "pathway": "P", "biological_process": "B"}
KINDS |= {"molecular_activity": "M", "cellular_component": "L"}


def small(*without: str, more: tuple[tuple[str, str, str], ...] = ()) -> Graph:
    """A graph of every type that the order knows, two entities of each category."""
    entities = [Entity(id=Curie(f"MG:{k}{i}"), name=f"{k}{i}", category=c) for c, k in KINDS.items() for i in (1, 2)]
    triples = [
        (f"{KINDS[a]}1", p, f"{KINDS[b]}{2 if a == b else 1}")
        for name, (a, p, b) in HETIONET.types.items()
        if name not in without
    ]
    claims = [
        Association(subject=Curie(f"MG:{s}"), predicate=p, object=Curie(f"MG:{o}")) for s, p, o in (*triples, *more)
    ]
    return Graph(MemoryStore(Records(entities=entities, associations=claims), name="small"))


def test_the_file_says_what_was_fitted_when_on_what_and_by_which_script() -> None:
    assert set(HETIONET.fitted) >= {"date", "script", "data", "set-up"}
    assert (data_dir("graph").parent / HETIONET.fitted["script"]).is_file()
    assert HETIONET.described.startswith("hetionet, fitted 20")


def test_its_types_are_what_hetionet_becomes_when_it_is_read() -> None:
    table = mapping("hetionet")
    for name, (_, predicate, _) in HETIONET.types.items():
        row = table.abbreviated(name)
        assert row is not None
        assert row.predicate == predicate


def test_a_graph_with_all_of_its_types_is_in_the_fitted_order_and_no_other_is() -> None:
    assert small().claim_index.index.order == "hetionet"
    for name in HETIONET.types:
        if name not in ("GpMF",):  # the same predicate leads to processes too
            assert small(name).claim_index.index.order == "", name
    assert load().claim_index.described == "unfitted"


def test_the_parts_of_a_path_are_the_weights_and_add_up_to_its_cost() -> None:
    (path,) = small().paths("D1", "X1", k=1, max_length=2)
    assert path.order == HETIONET.described
    assert [c.reference for c in path.entities] == ["D1", "G1", "X1"]
    weights = HETIONET.model.weights
    # every degree is 1, so its logarithm is 0; the drug's class and its like do not bind the gene
    assert path.contributions[0]
    step = dict(path.contributions[0])
    assert step["step"] == pytest.approx(weights["CbG"], abs=2e-6)
    assert step["parallel"] == pytest.approx(weights["CbG: also CuG"] + weights["CbG: also CdG"], abs=2e-6)
    assert sum(path.parts.values()) == pytest.approx(path.cost, abs=1e-6)


def test_its_types_are_walked_by_default_and_everything_where_any_direction_is_asked_for() -> None:
    graph = small(more=(("D1", "treats", "X1"),))
    default = [p.steps[0].association.predicate for p in graph.paths("D1", "X1", max_length=1, causal=False)]
    assert default == ["treats"]
    assert "treats" not in {s.association.predicate for p in graph.paths("D1", "X1", k=20) for s in p.steps}


def by_claims(paths: list[Path]) -> dict[tuple[str, ...], float]:
    """The cost of each path."""
    return {tuple(s.association.id for s in p.steps): p.cost for p in paths}


def test_one_number_for_a_path_everywhere() -> None:
    graph = small()
    costs = by_claims(graph.paths("D1", "X1", k=5, max_length=3))
    anyway = by_claims(graph.paths("D1", "X1", k=50, max_length=3, causal=False))
    ((_, _, ranked),) = graph.rank_pairs(["D1"], ["X1"], 5, processes=1)
    (table,) = graph.rank_tables(["D1"], ["X1"], 5, processes=1, why=True)
    assert costs
    assert costs == by_claims(ranked)
    assert costs.items() <= anyway.items()
    assert sorted(costs.values()) == sorted(row[5] for row in table.rows)
    for row in table.rows:
        parts = [float(part.rsplit(" ", 1)[1]) for part in str(row[-1]).split(", ")]
        assert sum(parts) == pytest.approx(float(row[5]), abs=0.0005 * len(parts))


def test_an_index_on_disk_keeps_its_order(tmp_path: FilePath) -> None:
    from mechgraph.paths.index import PathIndex

    index = small().claim_index.index
    again = PathIndex.open(index.save(tmp_path / "paths"))
    assert again.order == "hetionet"
    assert [again.explain(a) for a in range(again.n_arcs)] == [index.explain(a) for a in range(index.n_arcs)]
    assert again.with_part("more", {0: 1_000_000}).order == "hetionet"


def run(*args: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as left:
        main(list(args))
    return int(left.value.code or 0)


def test_why_says_which_order_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("paths", "baclofen", "spasticity", "-k", "1", "--why") == 0
    assert "\norder: unfitted\n" in capsys.readouterr().out
    assert run("paths", "baclofen", "spasticity", "-k", "1", "--why", "-f", "json") == 0
    (path,) = json.loads(capsys.readouterr().out)["paths"]
    assert path["order"] == "unfitted"
    assert sum(path["parts"].values()) == pytest.approx(path["cost"], abs=1e-5)
    asked = ["rank", "--drug", "baclofen", "--effect", "spasticity", "-l", "4", "-k", "2", "--why", "-f", "csv"]
    assert run(*asked) == 0
    out = capsys.readouterr()
    assert "order: unfitted" in out.err
    assert out.out.splitlines()[0].endswith(",why")
    assert "hop +" in out.out.splitlines()[1]


def test_an_order_is_read_from_its_file() -> None:
    data = json.loads((data_dir("graph") / "ranking" / "hetionet.json").read_text(encoding="utf-8"))
    order = Order.of(data)
    assert order.walks()[0] == ("drug", "binds", "gene")
    assert set(order.walked) <= set(order.types)


def test_paths_are_as_long_as_those_that_it_was_fitted_on() -> None:
    """The drug reaches the disease in five claims by a second gene, and a process; four is what was compared."""
    graph = small()
    assert HETIONET.length == 4
    assert max(len(p) for p in graph.paths("D1", "X1", k=500)) <= 4
    assert graph.claim_index.usual_length(False, None) == 6
    assert graph.claim_index.usual_length(None, "CbGaD") == 6
    assert load().claim_index.usual_length(None, None) == 6


def test_what_users_get_is_what_the_benchmark_ranks(data: FilePath, tmp_path: FilePath) -> None:
    """On Hetionet, read and built as users do, the first paths are those of the benchmark under the same weights."""
    from mechgraph.bench.recovery import LENGTH, Bench
    from mechgraph.build import build
    from mechgraph.exchange.hetionet import curie_of
    from mechgraph.paths.search import search

    bench = Bench(data)
    index = bench.index(HETIONET.model)
    sources = [data / "hetionet" / name for name in ("nodes.tsv.gz", "edges.sif.gz")]
    built = tmp_path / "hetionet.mechgraph"
    build(sources, built)
    with load(built) as graph:
        for source, target, _ in bench.pairs[::60]:
            start, end = (str(curie_of(*index.entity_id(n).split("::"))) for n in (source, target))
            wanted = search(index, source, target, 5, max_length=LENGTH)
            found = graph.paths(start, end, k=5)
            assert [round(p.cost, 6) for p in found] == [p.cost / 1e6 for p in wanted]
