"""Edges of Biolink's kind: which claim each is, how sure it is, and what is reported instead of being asserted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mechgraph.curie import Curie
from mechgraph.exchange import Reading, open_sources, write
from mechgraph.model import Association, Entity, Records

DRUG, GENE = "CHEBI:100", "NCBIGene:200"


def _read(folder: Path, *edges: dict[str, Any], nodes: str = "") -> Reading:
    own = nodes or "".join(
        json.dumps({"id": i, "name": n, "category": [c]}) + "\n"
        for i, n, c in ((DRUG, "nitrox", "biolink:SmallMolecule"), (GENE, "GENA", "biolink:Gene"))
    )
    (folder / "a_nodes.jsonl").write_text(own)
    (folder / "a_edges.jsonl").write_text(
        "".join(json.dumps({"subject": DRUG, "predicate": "biolink:treats", "object": GENE, **e}) + "\n" for e in edges)
    )
    (reading,) = open_sources([folder / "a_edges.jsonl"])
    return reading


def _claim(folder: Path, **edge: Any) -> Association:
    (claim,) = _read(folder, {"id": "e", **edge}).records().associations
    return claim


@pytest.mark.parametrize(
    "value", [True, "True", "TRUE", [True], "t", "yes", "Y", 1, "1", "1.0", "biolink:negated", "NOT"]
)
def test_every_usual_spelling_of_true_negates(tmp_path: Path, value: Any) -> None:
    edge = {"negated": value}
    if value == "biolink:negated":
        edge = {value: True}
    elif value == "NOT":
        edge = {"qualifier": "NOT"}
    assert _claim(tmp_path, **edge).negated


@pytest.mark.parametrize("value", [False, "False", "f", "no", 0, "0", "nan", "None", "", None, [], "[]"])
def test_false_and_missing_values_do_not_negate(tmp_path: Path, value: Any) -> None:
    assert not _claim(tmp_path, negated=value).negated


@pytest.mark.parametrize("value", ["NOT", "maybe", "negated", 2, "-1", [True, False], {"x": 1}, "yes and no"])
def test_any_other_value_of_negated_is_set_aside_with_its_place(tmp_path: Path, value: Any) -> None:
    reading = _read(tmp_path, {"id": "e", "negated": value}, {"id": "f", "predicate": "biolink:affects"})
    assert [a.predicate for a in reading.associations] == ["affects"]
    (why,) = (k for k in reading.report.dropped.counts if "negated" in k)
    assert "a_edges.jsonl:1" in reading.report.dropped.examples[why][0]


def test_a_predicate_that_denies_is_a_negation(tmp_path: Path) -> None:
    claim = _claim(tmp_path, predicate="biolink:not_treats")
    assert (claim.predicate, claim.negated) == ("treats", True)


@pytest.mark.parametrize(
    ("level", "agent", "certainty"),
    [
        ("knowledge_assertion", "manual_agent", "established"),
        ("logical_entailment", "automated_agent", "probable"),
        ("prediction", "computational_model", "hedged"),
        ("prediction", "manual_agent", "hedged"),
        ("knowledge_assertion", "text_mining_agent", "hedged"),
        ("not_provided", "text_mining_agent", "hedged"),
        ("statistical_association", "data_analysis_pipeline", "probable"),
        ("observation", "manual_agent", "probable"),
        ("not_provided", "not_provided", "probable"),
        ("a level unheard of", "manual_agent", "hedged"),
        ("", "", "probable"),
        ("nan", "None", "probable"),
    ],
)
def test_a_claim_is_as_sure_as_its_level_and_agent(tmp_path: Path, level: str, agent: str, certainty: str) -> None:
    claim = _claim(tmp_path, knowledge_level=level, agent_type=agent)
    assert claim.certainty == certainty
    assert (claim.knowledge_level == "knowledge_assertion") == (level == "knowledge_assertion")
    assert bool(claim.hedge) == (certainty != "established")
    if level == "prediction":
        assert "prediction" in claim.hedge


def test_two_edges_of_one_claim_are_as_sure_as_the_surer_one_in_its_words(tmp_path: Path) -> None:
    first = {"id": "a", "knowledge_level": "prediction", "agent_type": "computational_model"}
    second = {"id": "b", "knowledge_level": "knowledge_assertion", "agent_type": "manual_agent"}
    (claim,) = _read(tmp_path, first, second).associations
    assert (claim.certainty, claim.hedge, claim.knowledge_level) == ("established", "", "knowledge_assertion")


QUALIFIED = [
    ({"object_direction_qualifier": "decreased", "object_aspect_qualifier": "activity"}, "decreases_activity_of", -1),
    ({"qualified_object_direction": "decreased", "qualified_object_aspect": "activity"}, "decreases_activity_of", -1),
    ({"biolink:object_direction_qualifier": "decreased"}, "decreases", -1),
    (
        {"object_direction_qualifier": "downregulated", "object_aspect_qualifier": "activity"},
        "decreases_activity_of",
        -1,
    ),
    (
        {"object_direction_qualifier": "Upregulated", "object_aspect_qualifier": "expression"},
        "increases_expression_of",
        1,
    ),
    (
        {"object_direction_qualifier": "decreased", "object_aspect_qualifier": "degradation"},
        "decreases_degradation_of",
        1,
    ),
    ({"object_direction_qualifier": "decreased", "object_aspect_qualifier": "activity_or_abundance"}, "decreases", -1),
    (
        {
            "qualifiers": [
                {"qualifier_type_id": "biolink:qualified_predicate", "qualifier_value": "biolink:causes"},
                {"qualifier_type_id": "biolink:object_direction_qualifier", "qualifier_value": "increased"},
                {"qualifier_type_id": "biolink:object_aspect_qualifier", "qualifier_value": "abundance"},
            ]
        },
        "increases_abundance_of",
        1,
    ),
]


@pytest.mark.parametrize(("qualifiers", "predicate", "sign"), QUALIFIED)
def test_qualifiers_give_aspect_and_sign_however_they_are_named(
    tmp_path: Path, qualifiers: dict[str, Any], predicate: str, sign: int
) -> None:
    claim = _claim(tmp_path, predicate="biolink:affects", qualified_predicate="biolink:causes", **qualifiers)
    assert (claim.predicate, claim.stated_sign) == (predicate, sign)
    assert "qualified_predicate" not in claim.qualifiers.other


def test_an_edge_worded_from_the_other_end_is_turned_with_its_qualifiers(tmp_path: Path) -> None:
    claim = _claim(
        tmp_path,
        subject=GENE,
        predicate="biolink:affected_by",
        object=DRUG,
        qualified_predicate="biolink:caused_by",
        subject_aspect_qualifier="activity",
        subject_direction_qualifier="decreased",
        object_aspect_qualifier="abundance",
    )
    assert (claim.subject, claim.predicate, claim.object) == (DRUG, "decreases_activity_of", GENE)
    assert claim.stated_sign == -1
    assert claim.qualifiers.items() == [("subject_aspect", "abundance")]


def test_several_values_of_a_qualifier_are_a_claim_each(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        {
            "predicate": "biolink:affects",
            "object_aspect_qualifier": ["activity", "expression"],
            "object_direction_qualifier": ["decreased"],
        },
    )
    assert {a.predicate for a in reading.associations} == {"decreases_activity_of", "decreases_expression_of"}
    assert any("several values" in k for k in reading.report.changed.counts)


def test_a_direction_that_gives_no_sign_is_told(tmp_path: Path) -> None:
    reading = _read(tmp_path, {"predicate": "biolink:affects", "object_direction_qualifier": "sideways"})
    assert reading.associations[0].stated_sign == 0
    assert "sideways" in reading.report.changed.examples["a direction that gave no sign"][0]


def test_two_sources_of_a_qualified_claim_are_one_claim(tmp_path: Path) -> None:
    said = {
        "predicate": "biolink:affects",
        "object_aspect_qualifier": "activity",
        "object_direction_qualifier": "decreased",
    }
    first = said | {"qualified_predicate": "biolink:causes", "primary_knowledge_source": "infores:ctd"}
    nested = [{"resource_role": "primary_knowledge_source", "resource_id": "infores:drugcentral"}]
    (claim,) = _read(tmp_path, first, said | {"sources": nested}).associations
    assert claim.sources == ("infores:ctd", "infores:drugcentral")


def test_shifted_columns_are_reported_and_a_class_may_be_a_node(tmp_path: Path) -> None:
    reading = _read(
        tmp_path,
        {"predicate": "biolink:ChemicalEntity", "object": "biolink:treats"},
        {"predicate": "biolink:affects", "object": "biolink:Gene"},
    )
    assert [(a.predicate, a.object) for a in reading.records().associations] == [("affects", "biolink:Gene")]
    assert any("shifted" in k for k in reading.report.dropped.counts)


NULLS = (
    '{"id": "CHEBI:1", "name": "None", "category": ["biolink:null"], "synonym": "[]"}\n'
    '{"id": "CHEBI:2", "name": "nan", "category": "http://w3id.org/biolink/vocab/Drug", "synonym": "[\'a\', \'b\']"}\n'
    '{"id": "CHEBI:3", "name": "c", "category": ["biolink:Drug"], "description": NaN, "weight": 1e400}\n'
)


def test_words_for_nothing_are_nothing(tmp_path: Path) -> None:
    edge = {"subject": "CHEBI:1", "object": "CHEBI:2", "publications": "[]", "primary_knowledge_source": "nan"}
    reading = _read(tmp_path, edge, nodes=NULLS)
    one, two, three = (reading.entities[Curie(f"CHEBI:{i}")] for i in (1, 2, 3))
    assert (one.name, one.category, one.synonyms) == ("CHEBI:1", "entity", ())
    assert (two.name, two.category, two.synonyms) == ("CHEBI:2", "drug", ("a", "b"))
    assert (three.name, three.category, three.description) == ("c", "drug", "")
    assert reading.report.unknown_categories == {"biolink:null": 1}
    assert reading.associations[0].sources == ("kgx/a",)


ROWS = (
    '{"id": "MONDO:9"}\n{"id": "HP:1", "name": "HP:1", "category": ["biolink:NamedThing"]}\n'
    '{"id": "MONDO:9", "name": "real", "category": ["biolink:Disease"], "synonym": ["s"], "xref": ["OMIM:5"]}\n'
    '{"id": "HP:0000001", "name": "other"}\n'
    '{"id": "HP:1", "name": "found", "category": ["biolink:PhenotypicFeature"],'
    ' "equivalent_identifiers": ["HP:1", "UMLS:C1"]}\n'
    '{"id": "HP:1", "name": "second name", "category": ["biolink:PhenotypicFeature"]}\n'
)


def test_rows_of_one_node_are_put_together_and_any_of_its_identifiers_names_it(tmp_path: Path) -> None:
    edge = {"subject": "OMIM:5", "predicate": "biolink:has_phenotype", "object": "umls:C1"}
    reading = _read(tmp_path, edge, nodes=ROWS)
    disease, sign = reading.entities[Curie("MONDO:9")], reading.entities[Curie("HP:1")]
    assert (disease.name, disease.category, disease.synonyms) == ("real", "disease", ("s",))
    assert (sign.name, sign.category, sign.synonyms) == ("found", "phenotype", ("second name",))
    (claim,) = reading.records().associations
    assert (claim.subject, claim.object) == ("MONDO:9", "HP:1")
    assert set(reading.entities) == {"MONDO:9", "HP:1", "HP:0000001"}


TABLES = {
    "commas": (
        "id,name,category\nCHEBI:1,'one, a',biolink:Drug\n",
        "subject,predicate,object\nCHEBI:1,biolink:treats,MONDO:1\n",
    ),
    "quotes": (
        "'id'\t'name'\t'category'\n'CHEBI:1'\t'one, a'\t'biolink:Drug'\n",
        "'subject'\t'predicate'\t'object'\n'CHEBI:1'\t'biolink:treats'\t'MONDO:1'\n",
    ),
    "mark and Windows": (
        "\ufeff#id\tname\tcategory\r\nCHEBI:1\tone, a\tbiolink:Drug\r\n",
        "\ufeffsubject\tpredicate\tobject\r\nCHEBI:1\tbiolink:treats\tMONDO:1\r\n",
    ),
    "Neo4j": (
        "id:ID\tname:string\t:LABEL\nCHEBI:1\tone, a\tDrug\n",
        ":START_ID\t:END_ID(x)\t:TYPE\nCHEBI:1\tMONDO:1\ttreats\n",
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_kgx_tables_may_have_commas_quotes_marks_and_windows_line_ends(tmp_path: Path, name: str) -> None:
    for half, text in zip(("nodes", "edges"), TABLES[name], strict=True):
        (tmp_path / f"a_{half}.txt").write_bytes(text.replace("'", '"').encode())
    (reading,) = open_sources([tmp_path / "a_edges.txt"])
    assert (reading.entities[Curie("CHEBI:1")].name, reading.entities[Curie("CHEBI:1")].category) == ("one, a", "drug")
    (claim,) = reading.records().associations
    assert (claim.subject, claim.predicate, claim.object) == ("CHEBI:1", "treats", "MONDO:1")


def test_how_sure_a_claim_is_is_written_where_other_tools_read_it(tmp_path: Path) -> None:
    ends = [Entity(id=Curie("MG:a"), name="a", category="drug"), Entity(id=Curie("MG:b"), name="b", category="disease")]
    claims = [
        Association(subject=Curie("MG:a"), predicate=p, object=Curie("MG:b"), certainty=c, hedge=h)  # type: ignore[arg-type]
        for p, c, h in (("treats", "established", ""), ("prevents", "probable", ""), ("palliates", "hedged", "may"))
    ]
    report = write(Records(entities=ends, associations=claims), "kgx-jsonl", tmp_path / "x")
    said = [json.loads(line) for line in report.files[1].read_text().splitlines()]
    levels = {e["predicate"]: (e.get("knowledge_level"), e.get("has_confidence_level")) for e in said}
    assert ("not_provided", "probable") in levels.values()
    assert ("not_provided", "hedged") in levels.values()


def test_export_and_back_keeps_odd_identifiers_one(tmp_path: Path) -> None:
    odd = [
        "EX:a:b:c",
        "EX:a/b#c?d=e&f",
        "EX:a%20b",
        "EX:(1,2)[x]",
        "EX:α",
        "ex.y-z:1",
        "SMILES:CC(=O)C[C@@H](N)C",
        "KEGG:path:h",
    ]
    nodes = "".join(json.dumps({"id": i, "name": f"n {i}", "category": ["biolink:Gene"]}) + "\n" for i in odd)
    own = _read(tmp_path, *({"subject": odd[0], "object": i, "id": i} for i in odd[1:]), nodes=nodes).records()
    for format in ("turtle", "nt", "jsonld", "rdfxml"):
        report = write(own, format, tmp_path / f"x.{format}")
        (back,) = open_sources([report.files[0]])
        assert sorted(back.entities) == sorted(map(Curie, odd))
        assert sorted(back.records().associations) == sorted(own.associations)
