"""Real files with bits flipped, pieces cut out and ends cut off: read or refused, never anything else."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mechgraph.errors import MechgraphError
from mechgraph.exchange import drugmechdb, graphml, hetionet, kgx, rdfs, write
from mechgraph.exchange.reading import Reading
from mechgraph.model import Records, entity_ids
from mechgraph.records import embedded

RDF = ["turtle", "nt", "rdfxml", "jsonld"]


class Sources(dict[str, tuple[bytes, Callable[[Path], Reading]]]):
    """By format: some kilobytes, and their reader."""

    def __repr__(self) -> str:
        return f"Sources({list(self)})"


def _small() -> Records:
    """A few real claims with all that they rest on."""
    known = embedded()
    claims = known.associations[:12]
    named = {c for a in claims for c in entity_ids(a)}
    cited = {s for a in claims for s in a.sources}
    return Records(
        entities=[e for e in known.entities if e.id in named],
        sources=[s for s in known.sources if s.id in cited],
        associations=claims,
    )


@pytest.fixture(scope="module")
def sources(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """Some kilobytes of each format, and its reader."""
    folder = tmp_path_factory.mktemp("real")

    def first(name: str, lines: int) -> bytes:
        with gzip.open(data / name) as file:
            return b"".join(itertools.islice(file, lines))

    (folder / "nodes.tsv").write_bytes(first("hetionet/nodes.tsv.gz", 300))
    kgx_nodes, kgx_edges = (
        b"".join((data / "kgx" / f"graph_{half}.tsv").read_bytes().splitlines(True)[:60]) for half in ("nodes", "edges")
    )
    (folder / "n.tsv").write_bytes(kgx_nodes)
    records = first("drugmechdb/indication_paths.yaml.gz", 400).rpartition(b"\n- ")[0] + b"\n"
    out = Sources(
        {
            "drugmechdb": (records, drugmechdb.read),
            "hetionet": (
                first("hetionet/edges.sif.gz", 300),
                lambda path: hetionet.read_tables(folder / "nodes.tsv", path),
            ),
            "kgx": (
                kgx_edges,
                lambda path: kgx.read(folder / "n.tsv", path),
            ),
            "kgx-jsonl": (
                (data / "kgx" / "valid_edges.jsonl").read_bytes(),
                lambda path: kgx.read(data / "kgx" / "valid_nodes.jsonl", path),
            ),
        }
    )
    for kind in (*RDF, "graphml"):
        write(_small(), kind, folder / kind)
        reader = graphml.read if kind == "graphml" else lambda path, kind=kind: rdfs.read(path, kind)
        out[kind] = ((folder / kind).read_bytes(), reader)
    return out


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(["drugmechdb", "hetionet", "kgx", "kgx-jsonl", "graphml", *RDF]),
    changes=st.lists(
        st.tuples(st.sampled_from(["flip", "cut", "drop", "repeat", "none"]), st.floats(0, 1), st.integers(0, 255)),
        min_size=1,
        max_size=6,
    ),
)
def test_a_damaged_real_file_is_read_or_refused(
    sources: Sources,
    tmp_path: Path,
    name: str,
    changes: list[tuple[str, float, int]],
) -> None:
    whole, reader = sources[name]
    data = bytearray(whole)
    for how, place, value in changes:
        at = int(place * max(len(data) - 1, 0))
        if how == "flip" and data:
            data[at] ^= 1 << value % 8
        elif how == "cut":
            del data[at:]
        elif how == "drop":
            del data[at : at + value]
        elif how == "repeat":
            data[at:at] = data[at : at + value]
    path = tmp_path / "x"
    path.write_bytes(data)
    refused, reading = "", None
    try:
        reading = reader(path)
    except MechgraphError as error:
        refused = str(error)
    if reading is None:
        assert bytes(data) != whole
        assert str(path) in refused
    else:
        assert reading.entities
        assert all(end in reading.entities for a in reading.associations for end in (a.subject, a.object))
