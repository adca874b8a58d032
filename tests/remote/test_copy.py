"""What is loaded at an endpoint is found there: the whole graph and its provenance; what is missing is told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pyoxigraph
import pytest
from tests.remote.test_engine import Played, Script

import mechgraph
from mechgraph.build import build
from mechgraph.curie import Curie
from mechgraph.errors import NotFoundError, RemoteError
from mechgraph.exchange import write
from mechgraph.model import Association, Entity, Evidence, Records, Source
from mechgraph.store import far, remote


def served(store: pyoxigraph.Store, cap: int = 0) -> Script:
    """An endpoint over a store; it gives at most ``cap`` rows and does not say so."""

    def script(h: Played, query: str) -> None:
        found = store.query(query)
        assert not isinstance(found, pyoxigraph.QueryTriples)
        data = found.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        assert data is not None
        if cap:
            import json

            told = json.loads(data)
            told["results"]["bindings"] = told["results"]["bindings"][:cap]
            data = json.dumps(told).encode()
        h.reply(200, data)

    return script


Start = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts an endpoint over a file as it was exported; its address, and what it was asked."""
    monkeypatch.setenv("MECHGRAPH_CACHE", str(tmp_path / "cache"))
    servers: list[ThreadingHTTPServer] = []

    def begin(*files: Path, cap: int = 0) -> tuple[str, list[str]]:
        store = pyoxigraph.Store()
        for file in files:
            store.bulk_load(file.read_bytes(), format=pyoxigraph.RdfFormat.N_TRIPLES)
        asked: list[str] = []
        handler = type("Handler", (Played,), {"script": staticmethod(served(store, cap)), "asked": asked})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/sparql", asked

    yield begin
    for server in servers:
        server.shutdown()
        server.server_close()


DRUG, TARGET, PAIN = (Curie(c) for c in ("MG:drug", "MG:target", "MG:pain"))
ENTITIES = [
    Entity(id=DRUG, name="drug", category="drug", synonyms=("the drug",)),
    Entity(id=TARGET, name="target", category="receptor"),
    Entity(id=PAIN, name="pain", category="phenotype"),
]
CLAIMS = [
    Association(subject=DRUG, predicate="inhibits", object=TARGET),
    Association(subject=TARGET, predicate="causes", object=PAIN, evidence=(Evidence(source="book"),)),
    Association(subject=DRUG, predicate="treats", object=PAIN, negated=True, evidence=(Evidence(source="book"),)),
]
SOURCES = [Source(id="base", kind="database", title="A database"), Source(id="book", kind="book", title="A book")]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    file = tmp_path / "graph.nt"
    write(Records(entities=ENTITIES, associations=CLAIMS, sources=SOURCES), "nt", file, bare_source="base")
    return file


@pytest.mark.parametrize("small", [20_000, 0], ids=["copied", "looked up"])
def test_what_was_exported_is_found_with_its_provenance(
    start: Start, exported: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(remote, "SMALL", small)
    address, _ = start(exported)
    with mechgraph.load(address) as kg:
        assert kg.entity("the drug") == ENTITIES[0]
        assert kg.entity("THE  Drug") == ENTITIES[0]
        assert [h.entity for h in kg.search("targ")] == [ENTITIES[1]]
        bare, denied = sorted(kg.associations(subject="drug"))
        assert (bare.predicate, bare.sources) == ("inhibits", ("base",))
        assert denied == CLAIMS[2]
        assert kg.associations(object="pain", predicate="causes") == [CLAIMS[1]]
        assert kg.stats()["associations"] == 3
        assert [row[0] for row in kg.query("uses", drug="drug").rows] == ["denied"]


def test_a_file_that_was_exported_and_its_copy_at_an_endpoint_give_the_same_bytes(
    start: Start, exported: Path, tmp_path: Path
) -> None:
    """Claims without evidence rest on the source that the file names, and are written as they came."""
    address, _ = start(exported)
    for name, where in (("file", exported), ("endpoint", address)):
        with mechgraph.load(where) as kg:
            assert [a.sources for a in kg.associations(subject="drug", predicate="inhibits")] == [("base",)]
            write(kg.store, "nt", tmp_path / f"{name}.nt")
            again = Records(
                entities=sorted(kg.records().entities),
                associations=sorted(CLAIMS),
                sources=sorted(SOURCES),
            )
        write(again, "nt", tmp_path / "expected.nt", bare_source="base")
        assert (tmp_path / f"{name}.nt").read_bytes() == (tmp_path / "expected.nt").read_bytes()


@pytest.mark.parametrize("small", [20_000, 0], ids=["copied", "looked up"])
def test_claims_of_several_datasets_keep_theirs(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    """Where most rest on one, the graph names it once; the others name theirs, in the built graph and in its export."""
    both, first = CLAIMS[0], Association(subject=TARGET, predicate="affects", object=PAIN)
    second = Association(subject=DRUG, predicate="affects", object=PAIN)
    more = Association(subject=TARGET, predicate="increases", object=PAIN)
    for name, claims in (("one", [both, first, more]), ("two", [both, second])):
        records = Records(entities=ENTITIES, associations=claims, sources=[Source(id="s", kind="book", title="S")])
        write(records, "nt", tmp_path / f"{name}.nt")
    build([tmp_path / "one.nt", tmp_path / "two.nt"], tmp_path / "both.mechgraph")
    with mechgraph.load(tmp_path / "both.mechgraph") as near:
        expected = {a.id: a.sources for a in near.associations()}
        write(near.store, "nt", tmp_path / "both.nt")
    assert expected == {
        both.id: ("rdf/one.nt", "rdf/two.nt"),
        first.id: ("rdf/one.nt",),
        second.id: ("rdf/two.nt",),
        more.id: ("rdf/one.nt",),
    }
    monkeypatch.setattr(remote, "SMALL", small)
    triples = pyoxigraph.Store.read_only(str(next((tmp_path / "both.mechgraph").glob("*/rdf"))))
    triples.dump(tmp_path / "built.nt", pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    for file in ("both.nt", "built.nt"):
        address, _ = start(tmp_path / file)
        with mechgraph.load(address) as far:
            found = (*far.associations(subject="drug"), *far.associations(object="pain"))
            assert {a.id: a.sources for a in found} == expected
            assert far.stats()["associations"] == len(expected)
            assert "rdf/two.nt" in far.query("claims", start="drug", end="pain").column("sources")


def test_a_copy_is_made_once_for_one_content(start: Start, exported: Path, tmp_path: Path) -> None:
    address, asked = start(exported)
    for requests in (3, 1):
        asked.clear()
        with mechgraph.load(address) as kg:
            assert [p.entities for p in kg.paths("drug", "pain", causal=False)] == [(DRUG, TARGET, PAIN)]
            assert kg.store.source("book") == SOURCES[1]
        assert len(asked) <= requests, asked
    (kept,) = (tmp_path / "cache" / "endpoints").rglob("*.records")
    kept.write_bytes(b"torn")
    with mechgraph.load(address) as kg:
        assert kg.stats()["entities"] == 3


def test_what_changed_is_fetched_again(start: Start, exported: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.nt"
    write(Records(entities=[*ENTITIES, Entity(id=Curie("MG:new"), name="new", category="drug")]), "nt", more)
    address, asked = start(exported)
    with mechgraph.load(address) as kg:
        assert kg.stats()["entities"] == 3
    unmarked = tmp_path / "unmarked.nt"
    lines = more.read_text(encoding="utf-8").splitlines(keepends=True)
    unmarked.write_text("".join(x for x in lines if "vocab/graph>" not in x), encoding="utf-8")
    for file in (more, unmarked):
        other, asked = start(file)
        for _ in range(2):
            with mechgraph.load(other) as kg:
                assert kg.entity("new").name == "new"
    assert len(asked) > 2  # nothing is remembered of an endpoint that does not say what it holds


@pytest.mark.parametrize(("cap", "many"), [(200, 120), (1_000, 120), (1_024, 120), (10_000, 700)])
def test_a_cut_graph_is_fetched_in_parts_and_whole(start: Start, tmp_path: Path, cap: int, many: int) -> None:
    """Some twenty triples a drug, more than come at once: nothing is missing, whatever an endpoint cuts at silently."""
    drugs = [Entity(id=Curie(f"MG:d{i:03}"), name=f"drug {i}", category="drug") for i in range(many)]
    claims = [
        Association(subject=d.id, predicate="treats", object=PAIN, evidence=(Evidence(source="book"),)) for d in drugs
    ]
    file = tmp_path / "graph.nt"
    write(Records(entities=[*ENTITIES, *drugs], associations=claims, sources=SOURCES), "nt", file)
    address, asked = start(file, cap=cap)
    with mechgraph.load(address) as kg:
        assert (len(kg.records().entities), kg.associations(object="pain")) == (many + 3, sorted(claims))
    assert len(asked) > 5  # it was cut


def test_a_graph_without_its_vocabulary_is_said_once(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "graph.nt"
    report = write(Records(entities=ENTITIES, associations=CLAIMS, sources=SOURCES), "nt", file, vocabulary=False)
    assert "named queries" in str(report)
    address, _ = start(file)
    with caplog.at_level(logging.WARNING), mechgraph.load(address) as kg:
        assert len(kg.associations(subject="drug")) == 2
        kg.stats()
    assert [r.getMessage() for r in caplog.records if "lacks the vocabulary" in r.getMessage()][1:] == []
    assert "graph/ontology.ttl" in caplog.text


def test_an_endpoint_with_nothing_of_ours_is_told(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "other.nt"
    file.write_text("<http://e/a> <http://e/b> <http://e/c> .\n", encoding="utf-8")
    address, _ = start(file)
    with mechgraph.load(address) as kg:
        assert kg.sparql("ASK { <http://e/a> ?p ?o }") is True
        with pytest.raises(RemoteError, match=r"holds no graph of mechgraph.*export"):
            kg.entity("baclofen")


def test_a_large_graph_is_not_listed(start: Start, exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "SMALL", 0)
    address, _ = start(exported)
    with mechgraph.load(address) as kg:
        for whole in (kg.records, lambda: kg.paths("drug", "pain"), kg.breakdown):
            with pytest.raises(RemoteError, match=r"mechgraph build DUMP.nt -o NAME.mechgraph"):
                whole()
        monkeypatch.setattr(far, "PATIENCE", 0)
        with pytest.raises(RemoteError, match="this answer needs more of"):
            kg.associations(subject="target")


def test_what_is_not_there_is_not_found(start: Start, exported: Path) -> None:
    address, _ = start(exported)
    with mechgraph.load(address) as kg, pytest.raises(NotFoundError, match="no entity 'nothing'"):
        kg.entity("nothing")
