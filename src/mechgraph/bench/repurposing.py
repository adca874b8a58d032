"""A linear score for "would this drug treat this disease", fitted on Hetionet's treatments, tested on ones kept back.

Data: ``polo/train.txt`` and ``dev.txt``, a split of Hetionet's Compound–treats–Disease links that published path
explainers used. For each drug of a link that was kept back, where its disease stands among all 137, those that the drug
is known to treat left out: MRR. The score is a sum over metapaths of weight · asinh(DWPC / mean DWPC), so every part is
made of paths. Two sums: mechanism only (no link says what treats what), and with known treatments of other pairs.

Treatments that were kept back are taken out of the graph; those of the training part are left out by fifths while the
weights are learned, so that no pair is scored with its own link in the degrees. It refuses to call a score a chance of
benefit: labels are what doctors already do.
"""

from __future__ import annotations

import csv
import pathlib
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ..paths.dwpc import PathCounter
from ..paths.index import PathIndex
from ..paths.metapath import MetapathTable
from ..paths.scoring import share_of
from . import hetionet

__all__ = ["KNOWN", "MECHANISM", "OPPOSED", "Bench", "run"]

Array = npt.NDArray[Any]
Pair = tuple[int, int]
MECHANISM = (
    *("CbGaD", "CbGpPWpGaD", "CrCbGaD", "CbGaDrD", "CiPCiCbGaD", "CbGpCCpGaD", "CbGcGaD", "CbGiGiGaD"),
    *("CbGaDlAlD", "CdGiGaD", "CbGiGuD", "CbGiGdD", "CrCbGiGaD"),
)
OPPOSED = {"CuGdD": 1, "CdGuD": 1, "CuGuD": -1, "CdGdD": -1}
"""A drug that turns back what the disease does to a gene is for it (+1); one that does the same, against it (−1)."""
OPPOSED_WEIGHT = 0.2
"""Set, not fitted: the fit would leave it at 0, and a path that makes it worse must count against."""
KNOWN = ("CbGbCtD", "CrCtD", "CiPCiCtD", "CcSEcCtD", "CtDrD", "CtDtCtD", "CrCrCtD", "CbGbCpD", "CtDaGaD", "CtDlAlD")
SHARE = 20.0
"""How a feature of known treatments is bent: see :func:`mechgraph.paths.scoring.share_of`. Chosen by folds of train and
dev among 20, 100 and 500, before the test part was looked at."""
FIFTHS = 5
PULL = 2.0


class Bench:
    """The graph without treatments, the pairs, and the mechanism features of all pairs."""

    def __init__(self, data: pathlib.Path) -> None:
        self.full = full = hetionet.read(data, abbreviated=True)
        forward = np.flatnonzero(full.codes & 1 == 0)
        forward = forward[np.argsort(full.rows[forward])]
        self.s, self.o = (full.keys[forward] >> 32).astype(np.int64), full.targets[forward].astype(np.int64)
        self.p = (full.codes[forward] >> 1).astype(np.int64)
        names = {name: name for name in full.predicate_names}
        self.table = MetapathTable.hetionet().renamed({name: name for name in full.category_names}, names)
        plain = PathCounter(self.index(()), table=self.table)
        self.drugs, self.diseases = (plain.members(kind) for kind in ("Compound", "Disease"))
        self.row = {full.entity_id(int(n)): i for i, n in enumerate(self.drugs)}
        self.column = {full.entity_id(int(n)): i for i, n in enumerate(self.diseases)}
        self.mechanism = {name: plain.matrix(name) for name in (*MECHANISM, *OPPOSED)}
        self.train, self.dev = (self._pairs(data / "polo" / f"{part}.txt") for part in ("train", "dev"))
        treats = self.p == full.predicate_names.index("CtD")
        every = zip(self.s[treats].tolist(), self.o[treats].tolist(), strict=True)
        rows, columns = ({int(n): i for i, n in enumerate(numbers)} for numbers in (self.drugs, self.diseases))
        learned = {*self.train, *self.dev}
        self.test = sorted({(rows[c], columns[d]) for c, d in every} - learned)
        self.classes = self._classes(data / "pharmacotherapydb" / "indications.tsv")

    def index(self, treated: Collection[Pair]) -> PathIndex:
        """The graph with these treatments alone (rows and columns of the matrices)."""
        full = self.full
        keep = self.p != full.predicate_names.index("CtD")
        if treated:
            wanted = {(int(self.drugs[c]), int(self.diseases[d])) for c, d in treated}
            keep |= np.array([pair in wanted for pair in zip(self.s.tolist(), self.o.tolist(), strict=True)])
        else:
            keep &= self.p != full.predicate_names.index("CpD")
        return PathIndex.build(
            self.s[keep],
            self.o[keep],
            self.p[keep],
            entity_ids=full.identifiers,
            categories=full.categories.astype(np.int64),
            category_names=full.category_names,
            predicate_names=full.predicate_names,
            predicate_signs=full.predicate_signs,
            undirected=[n for n, both in zip(full.predicate_names, full.undirected, strict=True) if both],
        )

    def known(self, treated: Collection[Pair]) -> dict[str, Array]:
        """The features of known treatments where these are known."""
        counter = PathCounter(self.index(treated), table=self.table)
        return {name: counter.matrix(name) for name in KNOWN}

    def _pairs(self, path: pathlib.Path) -> list[Pair]:
        rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
        return [(self.row[drug], self.column[disease.strip()]) for drug, _, disease in rows]

    def _classes(self, path: pathlib.Path) -> dict[Pair, str]:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        ends = [(f"Compound::{r['drugbank_id']}", f"Disease::{r['doid_id']}", r["category"]) for r in rows]
        return {(self.row[a], self.column[b]): kind for a, b, kind in ends if a in self.row and b in self.column}


def scaled(matrix: Array, mean: float) -> Array:
    """The feature of a DWPC: asinh(DWPC / mean), so that the largest do not outweigh all others."""
    out: Array = np.arcsinh(matrix / mean)
    return out


def mean_of(matrix: Array) -> float:
    """The mean of what is not 0, which the feature is measured by."""
    return float(matrix[matrix > 0].mean()) if (matrix > 0).any() else 1.0


def fit(tables: Sequence[tuple[Array, Sequence[Pair]]], known: Collection[Pair], fixed: Array) -> Array:
    """Weights, none below 0, under which the disease of each pair stands before the others that its drug is not for.

    Maximises the softmax of the right disease with a quadratic pull to 0, by 600 steps of Adam; deterministic.

    Args:
        tables: Features (drugs, diseases, f) with the pairs that they are learned from.
        known: What is known to be treated, and is no wrong answer.
        fixed: What is added to every score, (drugs, diseases).
    """
    of: dict[int, set[int]] = {}
    for c, d in known:
        of.setdefault(c, set()).add(d)
    x = np.stack([table[c] for table, pairs in tables for c, _ in pairs])
    base = np.stack([fixed[c] for _, pairs in tables for c, _ in pairs])
    right = np.array([d for _, pairs in tables for _, d in pairs])
    out = np.zeros(x.shape[:2], bool)
    for i, (c, d) in enumerate(pair for _, pairs in tables for pair in pairs):
        out[i, [other for other in of.get(c, ()) if other != d]] = True
    n = len(right)
    w = np.zeros(x.shape[2])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t in range(1, 601):
        z = x @ w + base
        z[out] = -1e9
        z -= z.max(axis=1, keepdims=True)
        share = np.exp(z)
        share /= share.sum(axis=1, keepdims=True)
        gradient = (np.einsum("nd,ndf->f", share, x) - x[np.arange(n), right].sum(axis=0) + PULL * w) / n
        m, v = 0.9 * m + 0.1 * gradient, 0.999 * v + 0.001 * gradient**2
        w = np.maximum(w - 0.03 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), 0.0)
    found: Array = w
    return found


class Model:
    """Fitted weights and the means that the features are measured by."""

    def __init__(self, bench: Bench, pairs: Sequence[Pair]) -> None:
        self.means = {name: mean_of(matrix) for name, matrix in bench.mechanism.items()}
        features = np.stack([scaled(bench.mechanism[n], self.means[n]) for n in MECHANISM], axis=-1)
        opposed = OPPOSED_WEIGHT * sum(s * scaled(bench.mechanism[n], self.means[n]) for n, s in OPPOSED.items())
        fitted = fit([(features, pairs)], pairs, np.asarray(opposed))
        self.weights = dict(zip(MECHANISM, fitted.tolist(), strict=True))
        self.weights |= {name: sign * OPPOSED_WEIGHT for name, sign in OPPOSED.items()}
        mechanism = features @ fitted + opposed
        whole = bench.known(pairs)
        fifth = np.random.default_rng(1).integers(0, FIFTHS, len(pairs)).tolist()
        tables = []
        for held in range(FIFTHS):
            rest = [pair for pair, f in zip(pairs, fifth, strict=True) if f != held]
            without = self._known(bench.known(rest), mechanism)
            tables.append((without, [pair for pair, f in zip(pairs, fifth, strict=True) if f == held]))
        both = fit(tables, pairs, np.zeros_like(mechanism))
        self.share = float(both[-1])
        self.weights |= dict(zip(KNOWN, both[:-1].tolist(), strict=True))
        self.mechanism = mechanism
        self.known = self._known(whole, mechanism) @ both

    def _known(self, matrices: dict[str, Array], mechanism: Array) -> Array:
        return np.stack([*(share_of(matrices[n], SHARE) for n in KNOWN), mechanism], axis=-1)


def run(data: pathlib.Path) -> dict[str, Any]:
    """Fit on the training part, test on the development part; about a minute.

    Returns:
        ``mechanism only`` and ``with known treatments``: MRR, its standard error, hits among ten; so ``baselines``;
        ``kept back``: the same on the treatments that are in neither part, fitted on both parts;
        ``classes``: the mean scores of PharmacotherapyDB's disease-modifying, symptomatic and non-indicated pairs that
        were not learned from.
    """
    bench = Bench(data)
    model = Model(bench, bench.train)
    degree = np.bincount([d for _, d in bench.train], minlength=len(bench.diseases)).astype(np.float64)
    genes = (bench.mechanism["CbGaD"] > 0).sum(axis=0).astype(np.float64)
    whole = bench.known(bench.train)
    every = np.ones((len(bench.drugs), 1))
    scores = {
        "diseases at random": np.zeros((len(bench.drugs), len(bench.diseases))),
        "treatments of the disease (degree)": every * degree,
        "drugs that bind a gene of the disease (degree)": every * genes,
        "CbGaD alone": bench.mechanism["CbGaD"],
        "CbGbCtD alone (known treatments)": whole["CbGbCtD"],
        "mechanism only, disease taken off": model.mechanism - model.mechanism.mean(axis=0),
    }
    known = set(bench.train)
    classes: dict[str, list[tuple[float, float]]] = {}
    for pair, kind in bench.classes.items():
        if pair not in known:
            classes.setdefault(kind, []).append((float(model.mechanism[pair]), float(model.known[pair])))
    return {
        "pairs": {"train": len(bench.train), "test": len(bench.dev)},
        "mechanism only": figures(model.mechanism, bench.dev, bench.train),
        "with known treatments": figures(model.known, bench.dev, bench.train),
        "kept back": _kept_back(bench),
        "baselines": {name: figures(score, bench.dev, bench.train) for name, score in scores.items()},
        "classes": {
            kind: {
                "pairs": len(values),
                "mechanism only": round(float(np.mean([v[0] for v in values])), 3),
                "with known treatments": round(float(np.mean([v[1] for v in values])), 3),
            }
            for kind, values in sorted(classes.items())
        },
    }


def _kept_back(bench: Bench) -> dict[str, Any]:
    """Figures on the treatments that neither part has, by weights fitted on both: the weights that are shipped."""
    learned = [*bench.train, *bench.dev]
    model = Model(bench, learned)
    degree = np.bincount([d for _, d in learned], minlength=len(bench.diseases)).astype(np.float64)
    return {
        "pairs": len(bench.test),
        "mechanism only": figures(model.mechanism, bench.test, learned),
        "with known treatments": figures(model.known, bench.test, learned),
        "treatments of the disease (degree)": figures(np.ones((len(bench.drugs), 1)) * degree, bench.test, learned),
    }


def figures(score: Array, test: Sequence[Pair], known: Collection[Pair]) -> dict[str, float]:
    """MRR of the right disease among those that the drug is not known to be for; ties count half.

    >>> figures(np.array([[3.0, 2.0, 1.0]]), [(0, 1)], [(0, 0)])
    {'mrr': 1.0, 'se': 0.0, 'hit_at_10': 1.0}
    """
    of: dict[int, set[int]] = {}
    for c, d in (*known, *test):
        of.setdefault(c, set()).add(d)
    ranks = []
    for c, d in test:
        row = score[c].astype(np.float64).copy()
        row[[other for other in of[c] if other != d]] = -np.inf
        ranks.append(1.0 / (1 + int((row > row[d]).sum()) + (int((row == row[d]).sum()) - 1) / 2))
    found = np.array(ranks)
    error = float(found.std() / max(len(found), 1) ** 0.5)
    return {
        "mrr": round(float(found.mean()), 4),
        "se": round(error, 4),
        "hit_at_10": round(float((found >= 0.1).mean()), 4),
    }
