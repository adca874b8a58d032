"""Write sources of real size and shape, filled with made-up links: KGX, PrimeKG's kg.csv, Hetionet's JSON.

    python benchmarks/big_sources.py kgx --edges 10000000 -o FOLDER       nodes and edges as JSON Lines (--tsv: as TSV)
    python benchmarks/big_sources.py kgx --publications --edges 3000000 -o FOLDER    edges that say who states them
    python benchmarks/big_sources.py primekg --edges 4050000 -o FOLDER    kg.csv, every link in both directions
    python benchmarks/big_sources.py hetionet --edges 2250197 -o FOLDER   hetionet.json

Column names, node types, relations and properties are those of the real files; names, identifiers and links are not.
Ends follow a power law. The same arguments give the same bytes. What is written is only good for measuring size.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from mechgraph.exchange.mappings import mapping
from mechgraph.vocab import vocabulary

STEP = 100_000


def ends(edges: int, sizes: np.ndarray, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Chunks of (number of the kind, first end, second end); ``sizes``: (kinds, 2), how many nodes there are a side."""
    rng = np.random.default_rng(seed)
    for at in range(0, edges, STEP):
        count = min(STEP, edges - at)
        kind = rng.integers(0, len(sizes), count)
        power = rng.power(0.5, (2, count))
        first, second = (np.minimum((sizes[kind, i] * power[i]).astype(int), sizes[kind, i] - 1) for i in (0, 1))
        yield kind, first, second


def kgx(folder: Path, edges: int, tsv: bool, publications: bool) -> None:
    """n = edges / 10 entities of five categories, four predicates; edges say subject, predicate and object.

    With ``publications`` they also have an id, a knowledge level, an agent type, two knowledge sources, and none to
    three publications (one on average) out of edges / 3, as the edges of an aggregated graph do.
    """
    n = edges // 10
    kinds = ("ChemicalEntity", "Gene", "Disease", "BiologicalProcess", "AnatomicalEntity")
    prefixes = ("DRUGBANK:DB", "NCBIGene:", "MONDO:", "GO:", "UBERON:")
    names = [f"{prefixes[i % 5]}{i:07d}" for i in range(n)]
    predicates = ("biolink:associated_with", "biolink:affects", "biolink:participates_in", "biolink:related_to")
    suffix = "tsv" if tsv else "jsonl"
    with (folder / f"big_nodes.{suffix}").open("w", encoding="utf-8") as file:
        if tsv:
            file.write("id\tcategory\tname\n")
        for i, name in enumerate(names):
            category = f"biolink:{kinds[i % 5]}"
            row = {"id": name, "category": [category], "name": f"entity {i}"}
            file.write(f"{name}\t{category}\tentity {i}\n" if tsv else json.dumps(row) + "\n")
    with (folder / f"big_edges.{suffix}").open("w", encoding="utf-8") as file:
        columns = ["subject", "predicate", "object"]
        columns += [
            "id",
            *_KNOWLEDGE,
            "primary_knowledge_source",
            "aggregator_knowledge_source",
            "publications",
        ] * publications
        if tsv:
            file.write("\t".join(columns) + "\n")
        form = "{}\t{}\t{}{}\n" if tsv else '{{"subject": "{}", "predicate": "{}", "object": "{}"{}}}\n'
        more = _said(edges, columns[3:], tsv) if publications else itertools.repeat("")
        for kind, first, second in ends(edges, np.full((4, 2), n), 1):
            rows = zip(kind.tolist(), first.tolist(), second.tolist(), more, strict=False)
            file.writelines(form.format(names[a], predicates[k], names[b], rest) for k, a, b, rest in rows)


_KNOWLEDGE = {
    "knowledge_level": ("knowledge_assertion", "prediction", "statistical_association", "not_provided"),
    "agent_type": ("manual_agent", "automated_agent", "text_mining_agent", "not_provided"),
}


def _said(edges: int, columns: list[str], tsv: bool) -> Iterator[str]:
    """What each edge says beside its three terms, as the end of its row."""
    rng = np.random.default_rng(4)
    for at in range(0, edges, STEP):
        kind, count = rng.integers(0, 4, STEP).tolist(), rng.choice((0, 1, 2, 3), STEP, p=(0.4, 0.3, 0.2, 0.1)).tolist()
        cited = rng.integers(1, max(edges // 3, 2), (STEP, 3)).tolist()
        for i, (k, many, numbers) in enumerate(zip(kind, count, cited, strict=True)):
            said: list[object] = [f"edge:{at + i}", *(values[k] for values in _KNOWLEDGE.values())]
            said += [f"infores:made-up-{k}", ["infores:made-up"], [f"PMID:{n}" for n in numbers[:many]]]
            if tsv:
                yield "".join("\t" + ("|".join(v) if isinstance(v, list) else str(v)) for v in said)
            else:
                yield ", " + json.dumps({c: v for c, v in zip(columns, said, strict=True) if v})[1:-1]


_PRIMEKG_TYPES = {
    "gene/protein": ("NCBI", 27_671),
    "drug": ("DrugBank", 7_957),
    "disease": ("MONDO", 17_080),
    "effect/phenotype": ("HPO", 15_311),
    "biological_process": ("GO", 28_642),
    "molecular_function": ("GO", 11_169),
    "cellular_component": ("GO", 4_176),
    "anatomy": ("UBERON", 14_035),
    "pathway": ("REACTOME", 2_516),
    "exposure": ("CTD", 818),
}
"""Type → (source of its identifiers, how many nodes to make): the proportions of the published graph, made up here."""


def _type(source: str, category: str, types: Iterable[str]) -> str:
    """The type of a source whose category the mapping table asks for, or nothing."""
    own = {t: mapping(source).category(t) or "" for t in types}
    fit = [t for t, c in own.items() if vocabulary().is_a(c, category)]
    return max(fit, key=lambda t: own[t] == category, default="")


def primekg(folder: Path, edges: int) -> None:
    """``edges`` links between the ten types over every relation of the mapping table, each in both directions."""
    kinds = [
        (row.term, row.abbreviation or row.term, a, b)
        for row in mapping("primekg").rows
        if (a := _type("primekg", row.subject, _PRIMEKG_TYPES)) and (b := _type("primekg", row.object, _PRIMEKG_TYPES))
    ]
    start, total = {}, 0
    for name, (_, size) in _PRIMEKG_TYPES.items():
        start[name], total = total, total + size
    sizes = np.array([(_PRIMEKG_TYPES[a][1], _PRIMEKG_TYPES[b][1]) for _, _, a, b in kinds])

    def node(kind: str, i: int) -> tuple[object, ...]:
        number = start[kind] + i
        return number, f"DB{number}" if kind == "drug" else number, kind, f"{kind} {i}", _PRIMEKG_TYPES[kind][0]

    head = ["index", "id", "type", "name", "source"]
    with (folder / "kg.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["relation", "display_relation", *(f"x_{h}" for h in head), *(f"y_{h}" for h in head)])
        for kind, first, second in ends(edges, sizes, 2):
            for k, i, j in zip(kind.tolist(), first.tolist(), second.tolist(), strict=True):
                relation, display, a, b = kinds[k]
                out.writerow((relation, display, *node(a, i), *node(b, j)))
                out.writerow((relation, display, *node(b, j), *node(a, i)))


_HETIONET_TYPES = (
    *("Anatomy", "Biological Process", "Cellular Component", "Compound", "Disease", "Gene"),
    *("Molecular Function", "Pathway", "Pharmacologic Class", "Side Effect", "Symptom"),
)


def hetionet(folder: Path, edges: int, nodes: int = 47_031) -> None:
    """Hetionet's JSON with ``edges`` edges over its metaedges, each with the properties ``source`` and ``unbiased``."""
    types = _HETIONET_TYPES
    kinds = [
        (r.term, _type("hetionet", r.subject, types), _type("hetionet", r.object, types))
        for r in mapping("hetionet").rows
    ]
    size = nodes // len(types)

    def identifier(kind: str, i: int) -> str:
        number = types.index(kind) * size + i
        return f"PC7_{number}" if kind == "Pathway" else f"{number:07d}"

    with (folder / "hetionet.json").open("w", encoding="utf-8") as file:
        listed = (
            json.dumps({"kind": t, "identifier": identifier(t, i), "name": f"{t} {i}", "data": {"source": "made up"}})
            for t in types
            for i in range(size)
        )
        names = ", ".join(f'"{t}": "{t[0]}"' for t in types)
        file.write(f'{{"metanode_kinds": {json.dumps(types)},\n"kind_to_abbrev": {{{names}}},\n"nodes": [\n')
        file.write(",\n".join(listed) + '\n],\n"edges": [\n')
        comma = ""
        for kind, first, second in ends(edges, np.full((len(kinds), 2), size), 3):
            for k, i, j in zip(kind.tolist(), first.tolist(), second.tolist(), strict=True):
                term, a, b = kinds[k]
                edge = {
                    "source_id": [a, identifier(a, i)],
                    "target_id": [b, identifier(b, j)],
                    "kind": term,
                    "direction": "both",
                }
                file.write(comma + json.dumps(edge | {"data": {"source": f"source {k}", "unbiased": i % 2 > 0}}))
                comma = ",\n"
        file.write("\n]}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shape", choices=("kgx", "primekg", "hetionet"))
    parser.add_argument("--edges", type=int, required=True)
    parser.add_argument("--tsv", action="store_true", help="KGX as TSV instead of JSON Lines")
    parser.add_argument("--publications", action="store_true", help="KGX edges with sources and publications")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    if given.shape == "kgx":
        kgx(given.output, given.edges, given.tsv, given.publications)
    else:
        (primekg if given.shape == "primekg" else hetionet)(given.output, given.edges)


if __name__ == "__main__":
    main()
