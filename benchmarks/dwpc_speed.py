"""Degree-weighted path counts of all compound × disease pairs, beside hetmatpy in the same run, value by value.

    python -m venv peer && peer/bin/pip install 'mechgraph[bench]' hetmatpy
    peer/bin/python benchmarks/dwpc_speed.py DATA

(from a checkout: ``peer/bin/pip install -e '.[bench]' hetmatpy``). DATA is laid out like the shared test data. Each
tool runs in a process of its own, one after the other, so that peak memory is its own. Times are processor time, the
best of five calls with the link types loaded, and the first call beside it, which loads or normalises them; scipy is
imported before. hetmatpy keeps matrices sparse (dense_threshold=1), its fastest setting. Damping 0.4; values must agree
within 1e-12 of the largest.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import pathlib
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np

METAPATHS = ("CbGaD", "CbGiGaD", "CbGpPWpGaD", "CbGiGiGaD", "CbGr>GaD", "CbGiGr>GaD")
LINKS = {
    "CbG": ("Compound", "Gene", "binds", "both"),
    "DaG": ("Disease", "Gene", "associates", "both"),
    "GiG": ("Gene", "Gene", "interacts", "both"),
    "GpPW": ("Gene", "Pathway", "participates", "both"),
    "Gr>G": ("Gene", "Gene", "regulates", "forward"),
}
ABBREVIATIONS = {"Compound": "C", "Disease": "D", "Gene": "G", "Pathway": "PW"}
LETTERS = {"binds": "b", "associates": "a", "interacts": "i", "participates": "p", "regulates": "r"}
DAMPING = 0.4
REPEATS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    data = parser.parse_args().data
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, prepare, count in (("mechgraph", index_of, ours), ("hetmatpy", hetmat_of, theirs)):
            where = pathlib.Path(folder) / name
            alone(prepare, data, where)
            results[name] = alone(count, where)
            print(f"{name}: {results[name]['loaded']:.2f} GB when loaded, peak {results[name]['peak']:.2f} GB")
    print(f"{'metapath':<12} {'mechgraph':>10} {'hetmatpy':>10} {'ratio':>7}   first calls {'':<10} difference")
    for metapath in METAPATHS:
        (mine, mine_first, a), (other, other_first, b) = (results[n][metapath] for n in ("mechgraph", "hetmatpy"))
        gap = float(np.abs(a - b).max() / b.max())
        print(
            f"{metapath:<12} {mine:>7.1f} ms {other:>7.1f} ms {other / mine:>6.1f} ×   "
            f"{mine_first:>7.1f} ms {other_first:>7.1f} ms   {gap:.1e}{'' if gap < 1e-12 else '  DIFFERENT'}"
        )


def alone(run: Callable[..., Any], *arguments: Any) -> Any:
    """What a function returns in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(run, *arguments).result()


def measured(run: Callable[[str], Any]) -> dict[str, Any]:
    """Best time, first time (ms) and the values of each metapath, with peak memory (GB)."""
    out: dict[str, Any] = {"loaded": peak()}
    for metapath in METAPATHS:
        times = []
        for _ in range(1 + REPEATS):
            start = time.process_time()
            values = run(metapath)
            times.append((time.process_time() - start) * 1e3)
        out[metapath] = (min(times[1:]), times[0], np.asarray(values))
    out["peak"] = peak()
    return out


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def ours(folder: pathlib.Path) -> dict[str, Any]:
    from scipy import sparse  # noqa: F401 - hetmatpy has it before its first call, too

    from mechgraph.paths.dwpc import PathCounter
    from mechgraph.paths.index import PathIndex

    counter = PathCounter(PathIndex.open(folder))
    return measured(lambda metapath: counter.matrix(metapath, damping=DAMPING))


def theirs(folder: pathlib.Path) -> dict[str, Any]:
    from hetmatpy.degree_weight import dwpc
    from hetmatpy.hetmat import HetMat

    hetmat = HetMat(folder)

    def run(metapath: str) -> Any:
        path = hetmat.metagraph.metapath_from_abbrev(metapath)
        values = dwpc(hetmat, path, damping=DAMPING, dense_threshold=1)[2]
        return values.toarray() if hasattr(values, "toarray") else values

    return measured(run)


def index_of(data: pathlib.Path, folder: pathlib.Path) -> None:
    from mechgraph.bench import hetionet

    hetionet.read(data, only=tuple(LINKS)).save(folder)


def hetmat_of(data: pathlib.Path, folder: pathlib.Path) -> None:
    """The same links as a HetMat, in the order of our entity numbers."""
    import hetnetpy.hetnet
    import hetnetpy.readwrite
    import pandas
    from hetmatpy.hetmat import HetMat, save_matrix
    from scipy import sparse

    edges = [(a, b, name, way) for a, b, name, way in LINKS.values()]
    metagraph = hetnetpy.hetnet.MetaGraph.from_edge_tuples(edges, ABBREVIATIONS | LETTERS)
    hetmat = HetMat(folder, initialize=True)
    hetmat.metagraph = metagraph
    places: dict[str, dict[str, int]] = {kind: {} for kind in ABBREVIATIONS}
    for identifier, _, kind in rows(data / "hetionet" / "nodes.tsv.gz"):
        if kind in places:
            places[kind][identifier] = len(places[kind])
    for kind, members in places.items():
        listing = [(i, identifier.partition("::")[2], identifier) for identifier, i in members.items()]
        frame = pandas.DataFrame(listing, columns=["position", "identifier", "name"])
        frame.to_csv(hetmat.get_nodes_path(metagraph.get_metanode(kind)), index=False, sep="\t")
    found: dict[str, list[tuple[str, str]]] = {abbreviation: [] for abbreviation in LINKS}
    for start, kind, end in rows(data / "hetionet" / "edges.sif.gz"):
        if kind in found and start != end:
            found[kind].append((start, end))
    for abbreviation, pairs in found.items():
        a, b, _, way = LINKS[abbreviation]
        rows_, columns = [places[a][s] for s, _ in pairs], [places[b][e] for _, e in pairs]
        if a == b and way == "both":
            rows_, columns = rows_ + columns, columns + rows_
        shape = len(places[a]), len(places[b])
        matrix = sparse.csc_matrix((np.ones(len(rows_), bool), (rows_, columns)), shape=shape)
        save_matrix(matrix, hetmat.get_edges_path(metagraph.get_metaedge(abbreviation), file_format=None))


def rows(path: pathlib.Path) -> list[list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        next(file)
        return [line.rstrip("\n").split("\t") for line in file]


if __name__ == "__main__":
    main()
