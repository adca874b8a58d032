"""Writers: what comes back is what went in, and what a format cannot say is counted."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import networkx
import pytest
import rdflib
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from msgspec import structs
from rdflib import compare
from tests.exchange import samples

from mechgraph import rdf
from mechgraph.curie import Curie
from mechgraph.errors import FormatError, MechgraphError
from mechgraph.exchange import formats, kgx_items, open_sources, read, write
from mechgraph.exchange.kgx import LISTS
from mechgraph.model import Association, Entity, Evidence, Qualifiers, Records, Source, merge
from mechgraph.records import embedded
from mechgraph.store.memory import MemoryStore
from mechgraph.store.parts import whole

ROOT = Path(__file__).resolve().parents[2]
BOTH = sorted(f.name for f in formats.values() if f.reads and f.writes and f.name != "sif")
"""Formats that keep what a graph holds; SIF has three terms on a line and no place for more."""


KEPT = {
    cells[0].strip("`"): dict(
        zip(("entities", "associations", "sources", "mechanisms", "questions"), cells[1:6], strict=True)
    )
    for line in (ROOT / "docs" / "bring-your-own-graph.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| `") and len(cells := [c.strip() for c in line.strip("|").split("|")]) == 7
}
"""What each format keeps, as the page says it."""


def test_the_page_says_of_every_format_what_it_keeps() -> None:
    assert set(KEPT) == {f.name for f in formats.values() if f.writes}
    assert {name for name, kept in KEPT.items() if "not read" in kept.values()} == {"tsv"}


@pytest.mark.parametrize("format", [*BOTH, "sif"])
def test_the_embedded_graph_survives_every_format_that_is_read_too(tmp_path: Path, format: str) -> None:
    own = embedded()
    report = write(own, format, tmp_path / "graph.out")
    back = read(report.files[-1])
    for part, kept in KEPT[format].items():
        given, found = getattr(own, part), getattr(back, part)
        if part == "associations":
            given, found = merge(given), merge(found)
        assert set(given) & set(found) == (set(given) if kept == "kept" else set()), f"{format} and {part}"
    if format == "sif":
        return
    assert sorted(back.entities) == sorted(own.entities)
    assert sorted(merge(back.associations)) == sorted(merge(own.associations))
    if format in ("nt", "turtle", "rdfxml", "jsonld", "records"):
        assert sorted(back.mechanisms) == sorted(own.mechanisms)
        assert not report.lost
    else:
        assert report.lost.counts["a curated mechanism"] == len(own.mechanisms)
        assert report.own


def test_other_readers_see_every_edge_and_never_an_assertion_where_there_is_none(tmp_path: Path) -> None:
    """networkx, and igraph where it is installed, read the same nodes, edges and negations in our GraphML."""
    own = embedded()
    path = write(own, "graphml", tmp_path / "x.graphml").files[0]
    graph = networkx.read_graphml(path, force_multigraph=True)
    assert set(graph) == {str(e.id) for e in own.entities}
    edges = [data for *_, data in graph.edges(data=True)]
    assert len(edges) == sum(1 for a in own.associations for _ in kgx_items.edges_of(a, {}))
    denied = sum(data.get("negated") == "true" for data in edges)
    assert denied == sum(a.negated for a in own.associations)
    undecided = [a for a in own.associations if a.certainty == "inconclusive"]
    assert sum(data["predicate"] == kgx_items.UNDECIDED for data in edges) >= len(undecided) > 0
    igraph = pytest.importorskip("igraph")
    other = igraph.Graph.Read_GraphML(str(path))
    assert (other.vcount(), other.ecount()) == (len(graph), len(edges))


@pytest.mark.parametrize("format", ["turtle", "nt", "jsonld", "rdfxml"])
def test_rdflib_reads_every_triple_that_we_write(tmp_path: Path, format: str) -> None:
    sample = read(samples.pair(tmp_path, "kgx")[0])
    path = write(sample, format, tmp_path / "x.out").files[0]
    names = {"jsonld": "json-ld", "rdfxml": "xml"}
    found = rdflib.Graph().parse(path, format=names.get(format, format))
    whole = rdflib.Graph().parse(data="".join(rdf.standing_alone(sample, "")), format="nt")
    assert len(found) == len(whole) > 0
    assert compare.isomorphic(found, whole)


def _items(path: Path) -> list[str]:
    if path.suffix == ".jsonl":
        found = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        head, *rows = [line.split("\t") for line in path.read_text().splitlines()]
        found = [
            {k: sorted(v.split("|")) if k in LISTS else v for k, v in zip(head, row, strict=False) if v} for row in rows
        ]
    return sorted(json.dumps(item, sort_keys=True) for item in found)


@pytest.mark.parametrize(("name", "format"), [("kgx", "kgx-tsv"), ("kgx-jsonl", "kgx-jsonl")])
def test_kgx_to_kgx_loses_nothing(tmp_path: Path, name: str, format: str) -> None:
    given_files = samples.pair(tmp_path, name)
    report = write(read(given_files[0]), format, tmp_path / "out.x")
    for before, after in zip(given_files, report.files, strict=True):
        expected = _items(before)
        found = _items(after)
        assert [i for i in expected if i not in found] == []
        invented = [i for i in found if i not in expected]
        assert all("MONDO:0900002" in i for i in invented), invented


@pytest.mark.parametrize("stem", ["graph", "valid"])
def test_real_kgx_files_come_back_row_by_row(tmp_path: Path, data: Path, stem: str) -> None:
    suffix = "tsv" if stem == "graph" else "jsonl"
    source = data / "kgx" / f"{stem}_edges.{suffix}"
    report = write(read(source), f"kgx-{suffix}", tmp_path / f"out.{suffix}")
    for before, after in zip((data / "kgx" / f"{stem}_nodes.{suffix}", source), report.files, strict=True):
        assert sorted(set(_items(before))) == _items(after)


def test_a_qualified_and_a_negated_edge_keep_what_kgx_says(tmp_path: Path) -> None:
    records = read(samples.pair(tmp_path, "kgx")[0])
    claims = {a.evidence[0].locator: a for a in records.associations if a.evidence}
    first, second = claims["e1"], claims["e2"]
    assert (first.predicate, first.sign) == ("decreases_activity_of", -1)
    assert first.qualifiers.other == ""
    assert [e.source for e in first.evidence] == ["infores:made-up", "PMID:1", "PMID:2"]
    assert (second.predicate, second.negated, second.sign) == ("treats", True, 0)
    assert (second.knowledge_level, second.agent_type) == ("prediction", "computational_model")
    third = claims["e3"]
    assert (third.subject, third.predicate) == (Curie("DRUGBANK:DB90001"), "treats")
    assert claims["e4"].qualifiers.other == "predicate=biolink:zigzags"


def test_what_we_write_as_sif_comes_back_as_its_triples_and_never_surer(tmp_path: Path) -> None:
    own = embedded()
    report = write(own, "sif", tmp_path / "graph.sif")
    back = read(report.files[-1])
    weaker = {"interacts_with": "related_to"}  # Biolink's word, which says no more
    triples = {(a.subject, weaker.get(a.predicate, a.predicate), a.object) for a in own.associations if a.asserted}
    assert {(a.subject, a.predicate, a.object) for a in back.associations} == triples
    assert {a.certainty for a in back.associations} == {"probable"}


def test_sif_leaves_out_what_it_would_assert_wrongly(tmp_path: Path) -> None:
    a, b = (Entity(id=Curie(f"MG:{x}"), name=x, category="drug") for x in "ab")
    claims = [
        Association(subject=a.id, predicate="interacts_with", object=b.id),
        Association(subject=a.id, predicate="similar_to", object=b.id, negated=True),
    ]
    report = write(Records(entities=[a, b], associations=claims), "sif", tmp_path / "x.sif")
    assert (tmp_path / "x.sif").read_text() == "MG:a\tinteracts_with\tMG:b\n"
    assert report.lost.counts["a negated or inconclusive claim, left out"] == 1


@pytest.mark.parametrize("name", ["x.jsonl", "x.tsv", "x.graphml", "x.cx2"])
def test_an_inconclusive_claim_is_no_assertion_in_any_format_of_edges(name: str, tmp_path: Path) -> None:
    """Who does not read our property sees that the two are related, in whom, and nothing of a treatment."""
    a, b = Entity(id=Curie("MG:a"), name="a", category="drug"), Entity(id=Curie("MG:b"), name="b", category="disease")
    claim = Association(
        subject=a.id,
        predicate="treats",
        object=b.id,
        qualifiers=Qualifiers(species=Curie("NCBITaxon:9606"), direction="decreased"),
        certainty="inconclusive",
    )
    form = {"x.jsonl": "kgx-jsonl", "x.tsv": "kgx-tsv"}.get(name, name[2:])
    report = write(Records(entities=[a, b], associations=[claim]), form, tmp_path / name)
    text = "".join(f.read_text() for f in report.files)
    assert "biolink:treats" not in text
    assert "object_direction_qualifier" not in text
    assert "biolink:related_to" in text
    assert "NCBITaxon:9606" in text
    assert any("inconclusive" in what for what in report.own.counts)


def test_cx2_is_one_json_array_whose_parts_agree(tmp_path: Path) -> None:
    write(embedded(), "cx2", tmp_path / "x.cx2")
    parts: dict[str, Any] = {}
    for part in json.loads((tmp_path / "x.cx2").read_text()):
        parts |= part
    assert parts["CXVersion"] == "2.0"
    assert {m["name"]: m["elementCount"] for m in parts["metaData"]}["edges"] == len(parts["edges"])
    declared = parts["attributeDeclarations"][0]
    ids = {n["id"] for n in parts["nodes"]}
    for e in parts["edges"]:
        assert {e["s"], e["t"]} <= ids
        assert set(e["v"]) <= set(declared["edges"])
        for name, value in e["v"].items():
            kind = {"list_of_string": list, "boolean": bool, "string": str}[declared["edges"][name]["d"]]
            assert isinstance(value, kind)
    assert parts["status"] == [{"success": True}]


def test_an_unknown_format_offers_the_nearest_and_a_bad_place_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="did you mean 'graphml'"):
        write(Records(), "grapml", tmp_path / "x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(MechgraphError, match="cannot write"):
        write(Records(), "sif", tmp_path / "folder")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Cs")), max_size=20)
CURIES = st.sampled_from([Curie(f"MG:{x}") for x in "abcd"])
CLAIMS = st.builds(
    Association,
    subject=CURIES,
    predicate=st.sampled_from(["treats", "binds", "related_to", "causes", "increases", "part_of"]),
    object=CURIES,
    negated=st.booleans(),
    certainty=st.sampled_from(["established", "hedged", "inconclusive"]),
    qualifiers=st.builds(Qualifiers, dose=TEXT.map(str.strip), species=st.none() | CURIES, aspect=st.just("activity")),
    evidence=st.lists(st.builds(Evidence, source=st.just("s"), summary=TEXT), max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claims=st.lists(CLAIMS, max_size=6), name=TEXT, format=st.sampled_from(BOTH))
def test_any_claims_survive_any_format(tmp_path: Path, claims: list[Association], name: str, format: str) -> None:
    entities = [Entity(id=Curie(f"MG:{x}"), name=name.strip() or x, category="drug") for x in "abcd"]
    own = Records(entities=entities, associations=merge(claims), sources=[Source(id="s", kind="text", title="t")])
    back = read(write(own, format, Path(mkdtemp(dir=tmp_path)) / "x").files[0])
    assert sorted(back.entities) == entities
    assert sorted(back.associations) == sorted(own.associations)


def test_a_claim_that_sources_word_differently_stays_apart(tmp_path: Path) -> None:
    """Two unknown predicates between the same ends are two claims, not one."""
    nodes, edges = samples.pair(tmp_path, "kgx")
    with edges.open("a") as file:
        file.write("e6\tDRUGBANK:DB90001\tbiolink:zags\tNCBIGene:900001\t\t\t\t\t\t\t\t\t\n")
    (reading,) = open_sources([nodes])
    others = {a.qualifiers.other for a in reading.associations if a.predicate == "related_to"}
    assert others == {"predicate=biolink:zigzags", "predicate=biolink:zags"}


def test_what_kgx_says_beyond_us_is_shown_in_words(tmp_path: Path) -> None:
    """A person reads names and values; the text that leads back to the same edge stays in the record."""
    import subprocess
    import sys

    (tmp_path / "a_nodes.tsv").write_text(
        "id\tname\tcategory\ttaxon\nHGNC:1\tone\tbiolink:Gene\tNCBITaxon:9606\nHGNC:2\ttwo\tbiolink:Gene\t\n"
    )
    edges = "subject\tpredicate\tobject\trelation\nHGNC:1\tbiolink:related_to\tHGNC:2\tRO:1\n"
    (tmp_path / "a_edges.tsv").write_text(edges)
    command = [sys.executable, "-m", "mechgraph", "-g", str(tmp_path / "a_edges.tsv"), "show", "HGNC:1"]
    shown = subprocess.run([*command, "-f", "table"], capture_output=True, text=True, check=True).stdout
    assert "its source adds: taxon: NCBITaxon:9606" in shown
    assert "{" not in shown


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
_END = st.sampled_from(["HGNC:1", "MONDO:0000002", "drugbank:DB00003", "Odd:4"])
_VALUE = _TEXT | st.lists(_TEXT, min_size=1, max_size=3) | st.booleans() | st.integers(-9, 9)
OWN_WORD = "a word of their own"
_EDGE = st.fixed_dictionaries(
    {
        "subject": _END,
        "predicate": st.sampled_from(["biolink:treats", "biolink:affects", "biolink:no_such", "biolink:treated_by"]),
        "object": _END,
    },
    optional={
        "id": _TEXT,
        "negated": st.booleans(),
        "knowledge_level": st.sampled_from(["not_provided", "prediction"]),
        "object_direction_qualifier": st.sampled_from(["increased", "upwards"]),
        "qualified_predicate": st.just("biolink:causes"),
        "publications": st.lists(st.sampled_from(["PMID:1", "PMID:2", "DOI:x"]), min_size=1, unique=True),
        "primary_knowledge_source": st.sampled_from(["infores:a", "infores:b"]),
        "has_evidence": st.lists(st.sampled_from(["ECO:0000006", "other"]), min_size=1, unique=True),
        "p_value": _VALUE,
        OWN_WORD: _VALUE,
    },
)


def _turned(edge: dict[str, Any]) -> tuple[str, str, str]:
    """An edge by its ends and predicate, "treated by" read as "treats"."""
    if edge["predicate"] == "biolink:treated_by":
        return edge["object"], "biolink:treats", edge["subject"]
    return edge["subject"], edge["predicate"], edge["object"]


_BARE = {"subject": "HGNC:1", "predicate": "biolink:treats", "object": "MONDO:0000002"}
_UNKNOWN = _BARE | {"predicate": "biolink:no_such"}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(edges=st.lists(_EDGE, min_size=1, max_size=6), built=st.booleans())
@example(edges=[_BARE, _BARE | {"id": "0", "negated": False}], built=False)
@example(edges=[_UNKNOWN, _UNKNOWN | {"id": "0"}], built=True)
@example(edges=[_BARE | {"id": "NULL"}], built=False)
def test_any_edge_that_kgx_can_say_comes_back_word_for_word(edges: list[dict[str, Any]], built: bool) -> None:
    """KGX → records or a built graph → KGX; equal edges count once, and so does one that is worded both ways round.

    An edge of nothing but its ends may go into one of the same claim that says more.
    """
    worded = {(_turned(e), e["predicate"]) for e in edges}
    assume(len({ends for ends, _ in worded}) == len(worded))
    from mechgraph.build import build
    from mechgraph.store.disk import DiskStore

    folder = Path(mkdtemp())
    ends = sorted({e[k] for e in edges for k in ("subject", "object")})
    nodes = [{"id": c, "category": ["biolink:NamedThing"], "name": f"the {c}", "taxon": "x"} for c in ends]
    for name, items in (("a_nodes.jsonl", nodes), ("a_edges.jsonl", edges)):
        (folder / name).write_text("".join(json.dumps(i) + "\n" for i in items), encoding="utf-8")
    source = folder / "a_edges.jsonl"
    if built:
        build([source], folder / "a.mechgraph")
    graph = DiskStore.open(folder / "a.mechgraph") if built else read(source)
    report = write(graph, "kgx-jsonl", folder / "b.jsonl")
    kept = {"id", "knowledge_level", "publications", "primary_knowledge_source", "has_evidence", "p_value", OWN_WORD}
    kept |= {"subject", "predicate", "object", "negated"}
    more = {_turned(e) for e in edges if len(e) > 3 and e.keys() <= kept and not e.get("negated")}
    every = {json.dumps(e, sort_keys=True) for e in edges}
    wanted = {json.dumps(e, sort_keys=True) for e in edges if len(e) > 3 or _turned(e) not in more}
    assert wanted <= set(_items(report.files[1])) <= every
    assert _items(report.files[0]) == sorted(json.dumps(n, sort_keys=True) for n in nodes)


def test_records_of_a_store_stand_in_the_order_of_records() -> None:
    """The key that puts them in order quickly gives the order of comparing all fields."""
    given = embedded()
    same_ends = [structs.replace(a, negated=not a.negated) for a in given.associations[:50]]
    mixed = structs.replace(given, associations=[*reversed(given.associations), *same_ends])
    found = whole(MemoryStore(mixed))
    assert found.associations == sorted(found.associations)
    assert found.entities == sorted(found.entities)
    assert any(a.identity[:3] == b.identity[:3] for a, b in pairwise(found.associations))


def test_nothing_was_lost_only_where_a_comparison_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mechgraph.exchange import writers

    a = Entity(id=Curie("MG:a"), name="a", category="drug")
    told = str(write(Records(entities=[a]), "kgx-jsonl", tmp_path / "a"))
    assert "read back and compared: nothing was lost" in told
    odd = str(write(Records(entities=[structs.replace(a, name="x\x1by")]), "graphml", tmp_path / "b"))
    assert "nothing was lost" not in odd
    assert "it differs: an entity that is not there or has changed" in odd
    turned = structs.replace(a, synonyms=("z", "b"))
    assert "nothing was lost" in str(write(Records(entities=[turned]), "nt", tmp_path / "d"))  # RDF has no order
    assert "nothing to read back: it holds nothing" in str(write(Records(), "kgx-jsonl", tmp_path / "e"))
    monkeypatch.setattr(writers, "COMPARED", 0)
    told = str(write(Records(entities=[a]), "kgx-jsonl", tmp_path / "c"))
    assert "nothing was lost" not in told
    assert "not read back: that is done up to 0 entities and claims" in told


def test_a_source_without_signs_or_of_unknown_words_says_so_first(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("subject\tpredicate\tobject\nMG:a\tzigzags\tMG:b\n")
    (reading,) = open_sources([tmp_path / "a.tsv"])
    first = str(reading.report).splitlines()[0]
    assert "no claim has a sign" in first
    assert "1 predicates were not understood" in first
    (tmp_path / "b.tsv").write_text("subject\tpredicate\tobject\nMG:a\ttreats\tMG:b\n")
    (reading,) = open_sources([tmp_path / "b.tsv"])
    assert "mind:" not in str(reading.report)
