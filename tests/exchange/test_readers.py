"""Each reader: what it makes of its format, what it reports, and that the format is told by content."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.curie import Curie
from mechgraph.errors import FormatError, NotFoundError
from mechgraph.exchange import open_sources, read, write
from mechgraph.exchange.kgx_items import ONLY_OURS
from mechgraph.exchange.mappings import mapping
from mechgraph.exchange.sniff import kind_of
from mechgraph.records import embedded
from mechgraph.vocab import vocabulary


def _write(folder: Path, text: str | bytes, name: str = "source.dat") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("name", samples.ALONE)
@pytest.mark.parametrize("packed", [False, True])
def test_a_format_is_told_by_its_content_and_read(tmp_path: Path, name: str, packed: bool) -> None:
    data = samples.ALONE[name].encode()
    path = _write(tmp_path, gzip.compress(data) if packed else data)
    assert kind_of(path) == name.split()[0]
    if packed and name == "records":
        with pytest.raises(FormatError, match="unpack the file"):
            read(path)
    else:
        assert read(path).entities


def test_trig_is_read_as_turtle_is(tmp_path: Path) -> None:
    assert len(read(_write(tmp_path, samples.TRIG)).associations) == 1


@pytest.mark.parametrize("name", samples.PAIRS)
@pytest.mark.parametrize("packed", [False, True])
def test_either_half_of_a_pair_or_the_folder_reads_both(tmp_path: Path, name: str, packed: bool) -> None:
    halves = samples.pair(tmp_path, name, packed=packed)
    counts = {(len(r.entities), len(r.associations)) for r in map(read, (*halves, tmp_path))}
    assert len(counts) == 1
    assert min(counts)[1] > 0
    assert len(open_sources(halves)) == 1


def test_drugmechdb(tmp_path: Path) -> None:
    (reading,) = open_sources([_write(tmp_path, samples.DRUGMECHDB)])
    assert reading.entities[Curie("UniProtKB:P90001")].category == "protein"
    assert reading.entities[Curie("MESH:C900001")].xrefs == (Curie("DRUGBANK:DB90001"),)
    assert reading.entities[Curie("MESH:C900001")].synonyms == ("Inventolium",)
    assert reading.aliases["taxonomy:90001"] == "NCBITaxon:90001"
    assert reading.report.unknown_predicates == {"zigzags": 1}
    (mechanism,) = reading.mechanisms
    assert (mechanism.drug, mechanism.effect, len(mechanism.claims)) == ("MESH:C900001", "MESH:D900001", 3)
    known = {a.id: a for a in reading.associations}
    assert [known[c].predicate for c in mechanism.claims] == ["decreases_activity_of", "causes", "related_to"]
    assert known[mechanism.claims[0]].evidence[0].locator == "DB90001_MESH_D900001_1"
    assert known[mechanism.claims[2]].note == "DrugMechDB: zigzags"


def test_drugmechdb_json_says_the_same_as_its_yaml(tmp_path: Path) -> None:
    import yaml

    value = yaml.safe_load(samples.DRUGMECHDB)
    as_json = read(_write(tmp_path, json.dumps(value)))
    assert as_json == read(_write(tmp_path, samples.DRUGMECHDB, "other"))


def test_an_edge_of_hetionet_that_runs_backward_is_turned(tmp_path: Path) -> None:
    gene: list[dict[str, object]] = [{"kind": "Gene", "identifier": i, "name": f"G{i}", "data": {}} for i in (1, 2)]
    edge = {"source_id": ["Gene", 1], "target_id": ["Gene", 2], "kind": "regulates", "data": {}}
    whole = {"metanode_kinds": ["Gene"], "nodes": gene, "edges": [edge | {"direction": "backward"}]}
    (claim,) = read(_write(tmp_path, json.dumps(whole))).associations
    assert (claim.subject, claim.predicate, claim.object) == ("NCBIGene:2", "regulates", "NCBIGene:1")


def _dmdb(**change: object) -> str:
    """The record of the samples as JSON, with other fields."""
    import yaml

    (record,) = yaml.safe_load(samples.DRUGMECHDB)
    return json.dumps([record | change])


def test_the_drug_of_a_record_is_a_drug_and_its_disease_a_disease_whatever_the_label(tmp_path: Path) -> None:
    labelled = samples.DRUGMECHDB.replace("label: Drug", "label: X").replace("label: Disease", "label: Drug")
    (reading,) = open_sources([_write(tmp_path, labelled.replace("label: X", "label: Disease"))])
    assert reading.entities[Curie("MESH:C900001")].category == "drug"
    assert reading.entities[Curie("MESH:D900001")].category == "disease"
    assert reading.entities[Curie("UniProtKB:P90001")].category == "protein"
    assert reading.report.changed.counts["a drug of a record under another label"] == 1


def test_a_record_of_drugmechdb_that_is_not_numbered_is_read_and_a_bad_one_set_aside(tmp_path: Path) -> None:
    new = samples.DRUGMECHDB.replace("    _id: DB90001_MESH_D900001_1\n", "").replace(
        "key: causes", "key: 'Positively  Correlated With '"
    )
    bad = "- graph: {_id: broken}\n  nodes: none\n"
    (reading,) = open_sources([_write(tmp_path, samples.DRUGMECHDB + bad + new)])
    assert [m.id for m in reading.mechanisms] == [
        "drugmechdb/DB90001_MESH_D900001_1",
        "drugmechdb/DB90001_MESH_D900001_2",
    ]
    assert "positively_correlated_with" in {a.predicate for a in reading.associations}
    (why,) = (k for k in reading.report.dropped.counts if "set aside" in k)
    assert reading.report.dropped.examples[why][0].startswith("broken: ")
    with pytest.raises(FormatError, match=r"not DrugMechDB's form.*record \[0\]"):
        open_sources([_write(tmp_path, bad + "  disease_mesh: x\n", "bad")])


def test_a_record_of_drugmechdb_keeps_its_one_reference(tmp_path: Path) -> None:
    (reading,) = open_sources([_write(tmp_path, _dmdb(references=[], reference="https://example.org/one"))])
    (use,) = [a for a in reading.associations if a.predicate == "treats"]
    assert (use.certainty, [e.source for e in use.evidence]) == ("probable", ["drugmechdb", "example.org/one"])
    assert "as a whole" in use.evidence[1].locator
    assert reading.mechanisms[0].note == ""


@pytest.mark.parametrize(
    ("links", "id", "mechanisms"),
    [
        ([("MESH:C900001", "contraindicated for", "MESH:D900001")], "DB90001_MESH_D900001_1", 0),
        ([("MESH:C900001", "causes", "MESH:D900001")], "DB90001_MESH_D900001_1", 1),
        ([("MESH:C900001", "treats", "MESH:D900001")], "DB01356_MESH_D004412_1", 0),
    ],
    ids=["contraindicated", "causes it", "lithium for dysmenorrhoea, known to be false"],
)
def test_a_record_that_is_no_use_states_none(
    tmp_path: Path, links: list[tuple[str, str, str]], id: str, mechanisms: int
) -> None:
    import yaml

    (record,) = yaml.safe_load(samples.DRUGMECHDB)
    keys = [{"source": s, "key": k, "target": o} for s, k, o in links]
    (reading,) = open_sources([_write(tmp_path, _dmdb(links=keys, graph=record["graph"] | {"_id": id}))])
    assert not [a for a in reading.associations if a.predicate == "treats"]
    assert len(reading.mechanisms) == mechanisms
    assert any("no use" in why or "neither a use" in why for why in reading.report.changed.counts)


def test_a_known_error_of_drugmechdb_is_corrected_and_reported(tmp_path: Path) -> None:
    text = samples.DRUGMECHDB.replace("DB90001_MESH_D900001_1", "DB00184_MESH_D010383_1")
    from mechgraph.exchange import drugmechdb

    path = _write(tmp_path, text)
    with pytest.raises(FormatError, match="niacin is meant: 1"):
        drugmechdb.read(path)
    assert drugmechdb.read(path, correct=False).mechanisms


def test_hetionet_tables(tmp_path: Path) -> None:
    (reading,) = open_sources([samples.pair(tmp_path, "hetionet")[1]])
    assert {str(c) for c in reading.entities} == {
        "DRUGBANK:DB90001",
        "NCBIGene:900001",
        "NCBIGene:900002",
        "DOID:900001",
        "NDFRT:N900001",
    }
    assert reading.aliases["Compound::DB90001"] == "DRUGBANK:DB90001"
    said = {(a.subject, a.predicate, a.object) for a in reading.columns.associations()}
    assert said == {
        ("DRUGBANK:DB90001", "binds", "NCBIGene:900001"),
        ("DRUGBANK:DB90001", "treats", "DOID:900001"),
        ("NCBIGene:900001", "molecularly_interacts_with", "NCBIGene:900002"),
        ("NDFRT:N900001", "has_member", "DRUGBANK:DB90001"),
    }
    assert reading.report.unknown_predicates == {"GzG": 1}
    assert dict(reading.report.dropped.counts) == {
        "an edge to a node that is not in the table": 1,
        "an edge row without three fields": 1,
    }
    assert "edges.sif:7: Gene::900009" in str(reading.report)


def test_hetionet_json_keeps_the_properties_of_an_edge_as_evidence(tmp_path: Path) -> None:
    records = read(_write(tmp_path, samples.HETIONET_JSON))
    (claim,) = records.associations
    assert [e.source for e in claim.evidence] == ["hetionet", "PMID:1"]
    assert '"affinity_nM":5' in claim.evidence[0].summary
    assert next(e for e in records.entities if e.category == "gene").description == "a gene"


def test_primekg_joins_both_directions_and_negates_what_is_absent(tmp_path: Path) -> None:
    (reading,) = open_sources([_write(tmp_path, samples.PRIMEKG)])
    said = {(a.subject, a.predicate, a.object, a.negated) for a in reading.records().associations}
    assert said == {
        ("DRUGBANK:DB90001", "binds", "NCBIGene:900001", False),
        ("DRUGBANK:DB90001", "treats", "MONDO:0009001", False),
        ("MONDO:0009001", "has_phenotype", "HP:0000900", True),
        ("DRUGBANK:DB90001", "related_to", "NCBIGene:900001", False),
    }
    assert reading.report.unknown_predicates == {"zig_zag (zags)": 1}
    assert reading.entities[Curie("DRUGBANK:DB90001")].name == "Inventol, pure"


def test_foreign_rdf_becomes_entities_and_claims(tmp_path: Path) -> None:
    (reading,) = open_sources([_write(tmp_path, samples.TURTLE)])
    inventol = reading.entities[Curie("https://example.org/inventol")]
    assert (inventol.name, inventol.category) == ("Inventol", "drug")
    assert [a.predicate for a in reading.associations] == ["treats", "related_to"]
    assert reading.associations[1].qualifiers.other == "predicate=https://example.org/zigzags"
    assert reading.associations[1].sign == 0
    assert reading.report.unknown_predicates == {"https://example.org/zigzags": 1}
    assert reading.report.dropped.total == 3


def test_graphml(tmp_path: Path) -> None:
    records = read(_write(tmp_path, samples.GRAPHML))
    (claim,) = records.associations
    assert (claim.subject, claim.predicate, claim.object) == ("local:n0", "inhibits", "NCBIGene:900001")
    assert next(e for e in records.entities if e.id == "local:n0").category == "drug"


@pytest.mark.parametrize("packed", [False, True])
def test_a_kgx_archive_is_read_in_place(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w:gz" if packed else "w") as archive:
        for name, text in (("kg/x_edges.tsv", samples.KGX_EDGES), ("kg/x_nodes.tsv", samples.KGX_NODES)):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text.encode()))
    folder = tmp_path / "pair"
    folder.mkdir()
    assert read(path).associations == read(samples.pair(folder, "kgx")[0]).associations


@pytest.mark.parametrize(("source", "count"), [("hetionet", 24), ("primekg", 30), ("drugmechdb", 66)])
def test_every_predicate_of_a_source_is_mapped_to_one_of_ours(source: str, count: int) -> None:
    table = mapping(source)
    terms = {r.abbreviation if source == "hetionet" else r.term for r in table.rows}
    assert len(terms) == count
    assert not {r.predicate for r in table.rows} - set(vocabulary().predicates)


def test_biolink_terms_of_the_mapping_are_biolinks(data: Path) -> None:
    import yaml

    model = yaml.load((data / "ontologies" / "biolink-model.yaml").read_text(), Loader=yaml.CSafeLoader)
    slots = {"biolink:" + s.replace(" ", "_") for s in model["slots"]}
    assert {r.term for r in mapping("biolink").rows if not r.note.startswith("Biolink 2")} <= slots
    assert {r.predicate for r in mapping("biolink").rows} <= set(vocabulary().predicates)


def test_edges_written_as_kgx_keep_to_biolinks_lists(data: Path, tmp_path: Path) -> None:
    import yaml

    model = yaml.load((data / "ontologies" / "biolink-model.yaml").read_text(), Loader=yaml.CSafeLoader)
    aspects = set(model["enums"]["GeneOrGeneProductOrChemicalEntityAspectEnum"]["permissible_values"])
    assert set(vocabulary().qualifiers["aspect"]) - aspects == ONLY_OURS
    write(embedded(), "kgx-jsonl", tmp_path / "own")
    edges = [json.loads(line) for line in (tmp_path / "own_edges.jsonl").read_text().splitlines()]
    assert {e[k] for e in edges for k in e if k.endswith("_aspect_qualifier")} <= aspects
    assert {e["primary_knowledge_source"][:8] for e in edges} == {"infores:"}
    directed = [e for e in edges if "object_direction_qualifier" in e and e["predicate"] == "biolink:affects"]
    assert {e["qualified_predicate"] for e in directed} == {"biolink:causes"}


def test_real_drugmechdb_and_hetionet_are_known_word_for_word(data: Path) -> None:
    (hetionet,) = open_sources([data / "hetionet" / "nodes.tsv.gz"])
    assert (hetionet.report.entities, hetionet.report.claims) == (47_031, 1_050_267)
    assert not hetionet.report.unknown_predicates
    assert not hetionet.report.dropped
    assert not hetionet.report.unknown_categories
    (subgraph,) = open_sources([data / "hetionet" / "bupropion-subgraph.json.gz"])
    assert subgraph.report.claims == 18_474
    assert set(subgraph.entities) <= set(hetionet.entities)


def test_what_is_no_graph_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="not a format that can be read"):
        read(_write(tmp_path, "once upon a time\n"))
    with pytest.raises(FormatError, match="is empty"):
        read(_write(tmp_path, ""))
    with pytest.raises(NotFoundError):
        read(tmp_path / "nowhere")
    edges = samples.pair(tmp_path, "hetionet")[1]
    (tmp_path / "nodes.tsv").unlink()
    with pytest.raises(FormatError, match="its nodes are missing"):
        read(edges)
