"""How fast the path search is, beside igraph's and networkx's k shortest simple paths in the same run.

    python benchmarks/paths_speed.py DATA [--peers 5] [--random 500] [--synthetic] [--batch] [--cold hetionet.mechgraph]

DATA is laid out like the shared test data. Times are milliseconds of one thread's processor time per pair, warm, so
that other load on the machine sways them less. ``MECHGRAPH_KERNEL=numpy`` measures NumPy's kernel. The fingerprint is
a hash of the costs and entities of every answer: whatever makes the search faster must leave it as it is.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from mechgraph.bench import hetionet
from mechgraph.paths import native
from mechgraph.paths.batch import rank_pairs
from mechgraph.paths.index import PathIndex
from mechgraph.paths.search import Path, search


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--peers", type=int, default=5, help="pairs to give to igraph and networkx; 0 for none")
    parser.add_argument("--random", type=int, default=500, help="pairs of entities of any kind, drawn at random")
    parser.add_argument("--synthetic", action="store_true", help="also a graph of 1 M entities and 10 M claims")
    parser.add_argument("--batch", action="store_true", help="also every drug × every disease")
    parser.add_argument("--cold", type=pathlib.Path, help="a built Hetionet: also whole processes of `mechgraph paths`")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.data.is_dir():
            start = time.perf_counter()
            built = hetionet.read(options.data)
            print(f"read and index Hetionet: {time.perf_counter() - start:.2f} s")
            built.save(folder)
            start = time.perf_counter()
            index = PathIndex.open(folder)
            print(f"open: {(time.perf_counter() - start) * 1e3:.2f} ms, {index.n_arcs:,} arcs")
            names = json.loads((options.data / "hetionet" / "pairs20.json").read_text(encoding="utf-8"))
            pairs = [(index.number(a), index.number(b)) for a, b in names]
            ours(index, pairs, [(10, 3), (10, 4), (10, 6), (100, 4), (100, 6)])
            print(f"random pairs of any kind, {native.described()}:")
            random = np.random.default_rng(3).integers(0, index.n_entities, (4 * options.random, 2)).tolist()
            degree = np.diff(index.indptr)
            drawn = [(a, b) for a, b in random if a != b and degree[a] and degree[b]][: options.random]
            ours(index, drawn, [(10, 4), (10, 6), (100, 4), (100, 6)])
            if options.peers:
                peers(index, pairs[: options.peers])
            if options.batch:
                batch(index)
            if options.cold:
                cold(options.cold, names)
    if options.synthetic:
        synthetic()


def timed(run: Callable[[], Any], repeat: int = 1, clock: Callable[[], float] = time.process_time) -> tuple[float, Any]:
    """Best of ``repeat`` in milliseconds, and the last result."""
    best = float("inf")
    result = None
    for _ in range(repeat):
        start = clock()
        result = run()
        best = min(best, (clock() - start) * 1e3)
    return best, result


def fingerprint(answers: list[list[Path]]) -> str:
    text = json.dumps([[(path.cost, path.nodes) for path in paths] for paths in answers])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def row(name: str, times: list[float], rest: str = "") -> None:
    print(f"{name:<44} median {np.median(times):>9.2f}   p95 {np.percentile(times, 95):>9.2f}   {rest}")


def ours(index: PathIndex, pairs: list[tuple[int, int]], cases: list[tuple[int, int]]) -> None:
    for k, length in cases:
        times: list[float] = []
        answers: list[list[Path]] = []
        for source, target in pairs:
            search(index, source, target, k, max_length=length)
            start = time.process_time()
            answers.append(search(index, source, target, k, max_length=length))
            times.append((time.process_time() - start) * 1e3)
        row(f"mechgraph, {k} best of ≤ {length} hops", times, f"longest {max(times):.1f}   {fingerprint(answers)}")


def peers(index: PathIndex, pairs: list[tuple[int, int]]) -> None:
    import igraph
    import networkx as nx

    forward = np.flatnonzero(index.codes & 1 == 0)
    ends = np.column_stack([index.keys[forward] >> 32, index.targets[forward]])
    costs = index.costs[forward]
    theirs = igraph.Graph(n=index.n_entities, edges=ends, directed=False)
    graph: nx.Graph[int] = nx.Graph()
    for (a, b), cost in zip(ends.tolist(), costs.tolist(), strict=True):
        if not graph.has_edge(a, b) or graph[a][b]["weight"] > cost:
            graph.add_edge(a, b, weight=cost)
    times: dict[str, list[float]] = {"four": [], "six": [], "igraph": [], "networkx": []}
    agree = 0
    for source, target in pairs:
        for name, length in (("four", 4), ("six", 6)):
            search(index, source, target, 10, max_length=length)
            took, answers = timed(lambda s=source, t=target, n=length: search(index, s, t, 10, max_length=n))  # type: ignore[misc]
            times[name].append(took)
        took, found = timed(
            lambda s=source, t=target: theirs.get_k_shortest_paths(  # type: ignore[misc]
                s, t, k=10, mode="all", weights=costs.tolist(), output="epath"
            )
        )
        times["igraph"].append(took)
        # the length is free for igraph: compare where ours did not need more than six steps
        agree += [int(sum(int(costs[e]) for e in path)) for path in found] == [path.cost for path in answers]
        took, _ = timed(
            lambda s=source, t=target: list(islice(nx.shortest_simple_paths(graph, s, t, weight="weight"), 10))  # type: ignore[misc]
        )
        times["networkx"].append(took)
    for name, label in (("four", "mechgraph ≤ 4 hops"), ("six", "mechgraph ≤ 6 hops"), ("igraph", "igraph, Yen")):
        row(f"{label}, 10 best, the same {len(pairs)} pairs", times[name])
    row(f"networkx, 10 best, the same {len(pairs)} pairs", times["networkx"])
    for name in ("igraph", "networkx"):
        for mine in ("four", "six"):
            ratio = np.median(times[name]) / np.median(times[mine])
            pairwise = np.median(np.array(times[name]) / np.array(times[mine]))
            print(
                f"  {name} / mechgraph ({mine} hops): {ratio:.0f} × (of medians), {pairwise:.0f} × (median of ratios)"
            )
    print(f"  igraph gives the same ten costs on {agree} of {len(pairs)} pairs (six hops)")


def batch(index: PathIndex) -> None:
    kinds = [index.category(i) for i in range(index.n_entities)]
    drugs = [i for i, kind in enumerate(kinds) if kind == "Compound"]
    diseases = [i for i, kind in enumerate(kinds) if kind == "Disease"]
    assert index.directory is not None
    start = time.perf_counter()
    digest = hashlib.sha256()
    count = 0
    for ranked in rank_pairs(index.directory, drugs, diseases, 10, max_length=3):
        digest.update(repr([path.cost for path in ranked.paths]).encode())
        count += 1
    took = time.perf_counter() - start
    print(
        f"{count:,} pairs, 10 best of ≤ 3 hops: {took:.0f} s, {took / count * 1e3:.2f} ms a pair, "
        f"fingerprint {digest.hexdigest()[:12]}"
    )


def cold(graph: pathlib.Path, names: list[tuple[str, str]]) -> None:
    """Whole processes from the shell, files in the page cache: the best of three for each of the twenty pairs."""
    wall: list[float] = []
    busy: list[float] = []
    for pair in names:
        command = [sys.executable, "-m", "mechgraph", "-g", str(graph), "paths", *pair]
        run = functools.partial(subprocess.run, command, check=True, stdout=subprocess.DEVNULL)
        wall.append(timed(run, 3, time.perf_counter)[0])
        busy.append(timed(run, 3, of_children)[0])
    row("mechgraph paths, whole process", wall, f"longest {max(wall):.0f}")
    row("the same, processor time", busy, f"longest {max(busy):.0f}")


def of_children() -> float:
    """Seconds of processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def synthetic() -> None:
    """A power law: 1 M entities, 10 M claims of five predicates in four categories."""
    random = np.random.default_rng(7)
    n, m = 1_000_000, 10_000_000
    weight = np.cumsum(1.0 / np.arange(1, n + 1) ** 0.6)
    subjects, objects = (np.searchsorted(weight, random.random(m) * weight[-1]) for _ in range(2))
    names = random.permutation(n)
    start = time.perf_counter()
    index = PathIndex.build(
        names[subjects],
        names[objects],
        random.integers(0, 5, m),
        entity_ids=[f"S:{i}" for i in range(n)],
        categories=random.integers(0, 4, n),
        category_names=list("ABCD"),
        predicate_names=list("pqrst"),
        predicate_signs=[1, -1, 0, 1, 0],
        undirected=["r"],
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"synthetic, {m:,} claims: built in {time.perf_counter() - start:.1f} s, peak {peak:.2f} GB")
    with tempfile.TemporaryDirectory() as folder:
        index.save(folder)
        index = PathIndex.open(folder)
        ends = random.integers(0, n, (40, 2))
        degree = np.diff(index.indptr)
        pairs = [(int(a), int(b)) for a, b in ends if degree[a] and degree[b]][:20]
        ours(index, pairs, [(10, 3), (10, 4), (10, 5)])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
