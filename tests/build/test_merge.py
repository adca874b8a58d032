"""Merging: what is joined, what clashes, what mappings do; all of it counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.build import build, merged, read_mappings
from mechgraph.curie import Curie
from mechgraph.errors import FormatError
from mechgraph.exchange import Tally, open_sources
from mechgraph.exchange.reading import Reading, ReadReport
from mechgraph.model import Association, CuratedMechanism, Entity, Evidence, Source
from mechgraph.store.disk import DiskStore


def _reading(name: str, entities: list[Entity], associations: list[Association]) -> Reading:
    made = Reading(source=Source(id=name, kind="text", title=name), report=ReadReport(name, "made up"))
    made.entities = {e.id: e for e in entities}
    made.associations.extend(associations)
    return made.done()


def _entity(curie: str, name: str, category: str = "drug") -> Entity:
    return Entity(id=Curie(curie), name=name, category=category)


def test_two_sources_are_joined_and_their_clashes_counted() -> None:
    claim = Association(subject=Curie("A:1"), predicate="treats", object=Curie("B:1"))
    rich = Association(
        subject=Curie("A:1"), predicate="treats", object=Curie("B:1"), evidence=(Evidence(source="second"),)
    )
    first = _reading("first", [_entity("A:1", "one"), _entity("B:1", "ache", "disease_or_phenotype")], [claim])
    second = _reading("second", [_entity("A:1", "uno", "gene"), _entity("B:1", "ache", "disease")], [rich])
    graph = merged([first, second])
    assert [e.category for e in graph.entities] == ["drug", "disease"]
    assert graph.entities[0].synonyms == ("uno",)
    assert len(graph.subject) == 1
    assert graph.claim(0) == rich
    assert int(graph.origin[0]) == 0b11
    assert {k: v for k, v in graph.report.clashes.counts.items() if "categories" in k or "names" in k} == {
        "one entity, two categories; the first kept": 1,
        "one entity, two names; the first kept, the other a synonym": 1,
    }
    assert graph.report.joined.counts["a claim that several sources make, or make twice"] == 1


def test_a_mapping_joins_entities_claims_and_mechanisms() -> None:
    claim = Association(
        subject=Curie("A:1"), predicate="treats", object=Curie("B:1"), evidence=(Evidence(source="first"),)
    )
    first = _reading("first", [_entity("A:1", "one"), _entity("B:1", "ache", "disease")], [claim])
    first.mechanisms = [CuratedMechanism(id="m", drug=Curie("A:1"), effect=Curie("B:1"), claims=(claim.id,))]
    second = _reading("second", [_entity("X:1", "one"), _entity("B:1", "ache", "disease")], [])
    graph = merged([first, second], {Curie("A:1"): Curie("X:1")})
    assert [str(e.id) for e in graph.entities] == ["B:1", "X:1"]
    assert graph.entities[1].xrefs == ("A:1",)
    moved = graph.claim(0)
    assert moved.subject == "X:1"
    assert graph.mechanisms[0].claims == (moved.id,)
    assert graph.mechanisms[0].drug == "X:1"


def test_a_claim_about_nothing_described_is_dropped_with_a_reason() -> None:
    claim = Association(subject=Curie("A:1"), predicate="treats", object=Curie("B:9"))
    graph = merged([_reading("first", [_entity("A:1", "one")], [claim])])
    assert len(graph.subject) == 0
    assert graph.report.dropped.counts == {"a claim about an entity that no source describes": 1}


def test_sssom_joins_equals_only(tmp_path: Path) -> None:
    path = tmp_path / "x.sssom.tsv"
    path.write_text(
        "#curie_map:\n#  MESH: http://x/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n"
        "mesh:C1\tskos:exactMatch\tDRUGBANK:DB1\tsemapv:x\nMESH:C2\tskos:broadMatch\tDRUGBANK:DB1\tsemapv:x\n"
        "MESH:C3\towl:sameAs\tMESH:C1\tsemapv:x\nbroken\n"
    )
    notes = Tally()
    same = read_mappings([path], notes)
    assert set(same) | set(same.values()) == {"MESH:C1", "MESH:C3", "DRUGBANK:DB1"}
    assert len(set(same.values())) == 1
    assert notes.counts == {"a mapping that is no equality; left alone": 1, "a mapping row with too few columns": 1}


@pytest.mark.parametrize("text", ["A:1\tB:1\n", "from,to\nA:1,B:1\n"])
def test_two_columns_are_a_mapping_too(tmp_path: Path, text: str) -> None:
    (tmp_path / "m").write_text(text)
    assert read_mappings([tmp_path / "m"]) == {Curie("A:1"): Curie("B:1")}


def test_another_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "m").write_text("a\tb\tc\n")
    with pytest.raises(FormatError, match="neither SSSOM"):
        read_mappings([tmp_path / "m"])


def test_sources_of_different_formats_build_one_graph(tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(samples.DRUGMECHDB)
    (tmp_path / "m.tsv").write_text("MESH:C900001\tDRUGBANK:DB90001\nMESH:D900001\tDOID:900001\n")
    edges = samples.pair(tmp_path, "hetionet")[1]
    report = build([tmp_path / "d.yaml", edges], tmp_path / "x.mechgraph", [tmp_path / "m.tsv"])
    store = DiskStore.open(tmp_path / "x.mechgraph")
    assert report.merge.joined.counts["an identifier replaced by a mapping"] == 2
    drug = Curie("DRUGBANK:DB90001")
    assert {a.predicate for a in store.associations(subject=drug)} == {"decreases_activity_of", "binds", "treats"}
    assert store.by_name("MESH:C900001") == [drug]
    assert [m.drug for m in store.mechanisms(drug=drug)] == [drug]
    assert all(store.association(c) for m in store.mechanisms() for c in m.claims)
    assert sorted(s["id"] for s in store.manifest["sources"]) == ["drugmechdb", "hetionet"]
    assert len(store.manifest["licences"]) == 2
    assert store.manifest["report"]["sources"][0]["unknown_predicates"] == {"zigzags": 1}


def test_the_report_of_a_reading_counts_what_it_holds(tmp_path: Path) -> None:
    (reading,) = open_sources(samples.pair(tmp_path, "kgx"))
    assert reading.report.entities == len(reading.entities) == 4
    assert reading.report.claims == 5
    assert reading.report.unknown_predicates == {"biolink:zigzags": 2}


@pytest.mark.parametrize("other", ["disease", "phenotype"])
def test_a_mapping_that_joins_a_drug_and_a_disease_is_refused(other: str) -> None:
    drug, illness = _entity("A:1", "inventol"), _entity("B:1", "ache", other)
    with pytest.raises(FormatError, match=r"joins A:1 \(inventol, drug\) and B:1 \(ache, \w+\).*table of mappings"):
        merged([_reading("one", [drug, illness], [])], {Curie("A:1"): Curie("B:1")})
    with pytest.raises(FormatError, match="joins A:1"):
        merged([_reading("one", [illness], []), _reading("two", [drug], [])], {Curie("B:1"): Curie("A:1")})
    merged([_reading("one", [drug, _entity("C:1", "the same", "chemical")], [])], {Curie("C:1"): Curie("A:1")})
