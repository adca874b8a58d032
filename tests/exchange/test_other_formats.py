"""Graphs in other people's formats: node-link JSON, GraphML of yEd and Gephi, OBO, JSON documents, any table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mechgraph.curie import Curie
from mechgraph.errors import FormatError, UsageError
from mechgraph.exchange import Reading, open_sources, write
from mechgraph.records import embedded


def _read(folder: Path, text: str, columns: str = "", name: str = "a.txt") -> Reading:
    (folder / name).write_text(text, encoding="utf-8")
    (reading,) = open_sources([folder / name], columns)
    return reading


def _said(reading: Reading) -> set[tuple[str, str, str, int]]:
    """Claims by the names of their ends, with their sign."""
    records = reading.records()
    names = {e.id: e.name for e in records.entities}
    return {(names[a.subject], a.predicate, names[a.object], a.stated_sign) for a in records.associations}


NODES = [{"id": "aspirin", "kind": "drug"}, {"id": "NCBIGene:1", "name": "COX1", "kind": "enzyme"}]
EDGE = {"source": "aspirin", "target": "NCBIGene:1", "relation": "inhibits"}
INHIBITS = {("aspirin", "inhibits", "COX1", -1)}
DOCUMENTS: dict[str, Any] = {
    "node-link with links": {"directed": True, "multigraph": True, "graph": {}, "nodes": NODES, "links": [EDGE]},
    "node-link with edges": {"directed": True, "multigraph": False, "graph": {}, "nodes": NODES, "edges": [EDGE]},
    "old KGX": {
        "nodes": NODES,
        "edges": [{"source_id": "aspirin", "target_id": "NCBIGene:1", "edge_label": "inhibits"}],
    },
    "Cytoscape.js": {"elements": {"nodes": [{"data": n} for n in NODES], "edges": [{"data": EDGE}]}},
    "Cytoscape.js, one list": {"elements": [{"data": n} for n in [*NODES, EDGE]]},
    "JGIF": {"graph": {"directed": True, "nodes": NODES, "edges": [EDGE]}},
    "JGIF by id": {
        "graph": {"nodes": {n["id"]: {"label": n.get("name", ""), "metadata": n} for n in NODES}, "edges": [EDGE]}
    },
    "CX2": [
        {"CXVersion": "2.0"},
        {"attributeDeclarations": [{"nodes": {"name": {"a": "n"}}, "edges": {"interaction": {"v": "inhibits"}}}]},
        {"nodes": [{"id": 1, "v": {"n": "aspirin"}}, {"id": 2, "v": {"n": "COX1"}}]},
        {"edges": [{"id": 1, "s": 1, "t": 2, "v": {}}]},
    ],
    "TRAPI": {
        "message": {
            "knowledge_graph": {
                "nodes": {
                    "CHEBI:1": {"name": "aspirin", "categories": ["biolink:Drug"]},
                    "NCBIGene:1": {"name": "COX1", "categories": ["biolink:Gene"]},
                },
                "edges": {
                    "e": {
                        "subject": "CHEBI:1",
                        "predicate": "biolink:inhibits",
                        "object": "NCBIGene:1",
                        "attributes": [{"attribute_type_id": "biolink:knowledge_level", "value": "prediction"}],
                    }
                },
            }
        }
    },
}


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_json_document_gives_its_claim(tmp_path: Path, form: str, indent: int | None) -> None:
    reading = _read(tmp_path, json.dumps(DOCUMENTS[form], indent=indent))
    assert _said(reading) == INHIBITS
    if form == "TRAPI":
        assert reading.associations[0].certainty == "hedged"


def test_an_edge_without_direction_is_given_none(tmp_path: Path) -> None:
    both = [EDGE, EDGE | {"relation": "similar_to"}]
    reading = _read(tmp_path, json.dumps({"directed": False, "nodes": NODES, "links": both}))
    assert _said(reading) == {("aspirin", "related_to", "COX1", 0), ("aspirin", "similar_to", "COX1", 0)}
    assert sum("without direction" in k for k in reading.report.changed.counts) == 1


def test_what_we_write_as_cx2_is_read_again(tmp_path: Path) -> None:
    own = embedded()
    report = write(own, "cx2", tmp_path / "x.cx2")
    (back,) = open_sources(report.files)
    assert sorted(back.records().associations) == sorted(own.associations)


YED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
<key for="node" id="k" attr.name="kind"><default>drug</default></key>
<graph edgedefault="directed">
<node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>aspirin<y:LabelModel><y:SmartNodeLabelModel/></y:LabelModel>
</y:NodeLabel></y:ShapeNode></data><graph edgedefault="directed"><node id="n0::n0"><data key="k">enzyme</data>
<data key="d6"><y:ShapeNode><y:NodeLabel>COX1</y:NodeLabel></y:ShapeNode></data></node></graph></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>pain</y:NodeLabel></y:ShapeNode></data></node>
<edge source="n0" target="n0::n0"><data key="d10"><y:PolyLineEdge><y:Arrows source="none" target="t_shape"/>
</y:PolyLineEdge></data></edge>
<edge source="n0::n0" target="n1"><data key="d10"><y:PolyLineEdge><y:EdgeLabel>increases</y:EdgeLabel>
</y:PolyLineEdge></data></edge>
<edge source="n1" target="n0" directed="false"/><hyperedge/></graph></graphml>"""


def test_labels_defaults_groups_and_arrows_of_graphml_are_read(tmp_path: Path) -> None:
    reading = _read(tmp_path, YED)
    assert _said(reading) == {
        ("aspirin", "inhibits", "COX1", -1),
        ("COX1", "increases", "pain", 1),
        ("pain", "related_to", "aspirin", 0),
    }
    assert {e.name: e.category for e in reading.entities.values()} == {
        "aspirin": "drug",
        "COX1": "enzyme",
        "pain": "drug",
    }
    assert any("hyperedge" in k for k in reading.report.dropped.counts)


OBO = """format-version: 1.2

[Term]
id: HP:1
name: one
def: "What \\"one\\" is." [PMID:1]
synonym: "first" EXACT []
xref: UMLS:C1 "x"
alt_id: HP:9
is_a: HP:2 ! two
relationship: part_of HP:3 ! three
intersection_of: HP:2

[Term]
id: HP:2
name: two

[Term]
id: HP:4
is_obsolete: true

[Term]
id: HP:5
name: five
is_obsolete: true
replaced_by: HP:1

[Typedef]
id: part_of
xref: BFO:0000050
"""


def test_obo_terms_and_relationships_are_read(tmp_path: Path) -> None:
    reading = _read(tmp_path, OBO)
    one = reading.entities[Curie("HP:1")]
    assert (one.name, one.synonyms, one.description) == ("one", ("first",), 'What "one" is.')
    assert set(one.xrefs) == {"UMLS:C1", "HP:9"}
    said = {(a.subject, a.predicate, a.object) for a in reading.records().associations}
    assert said == {("HP:1", "subclass_of", "HP:2"), ("HP:1", "part_of", "HP:3")}
    assert "HP:4" not in reading.entities
    assert reading.entities[Curie("HP:5")].deprecated_by == "HP:1"


def test_an_obo_graph_is_read(tmp_path: Path) -> None:
    base = "http://purl.obolibrary.org/obo/"
    nodes = [{"id": f"{base}HP_{i}", "lbl": f"n{i}", "meta": {"xrefs": [{"val": "UMLS:C1"}]}} for i in (1, 2, 3)]
    edges = [
        {"sub": f"{base}HP_1", "pred": "is_a", "obj": f"{base}HP_2"},
        {"sub": f"{base}HP_1", "pred": f"{base}BFO_0000050", "obj": f"{base}HP_3"},
    ]
    reading = _read(tmp_path, json.dumps({"graphs": [{"nodes": nodes, "edges": edges}]}))
    said = {(a.subject, a.predicate, a.object) for a in reading.records().associations}
    assert said == {("HP:1", "subclass_of", "HP:2"), ("HP:1", "part_of", "HP:3")}
    assert reading.entities[Curie("HP:1")].xrefs == ("UMLS:C1",)


TABLE = (
    "compound;effect;gene;pmid;score\nbaclofen;inhibits;GENX;12;nan\nbaclofen;treats;spasticity;3|4;1\n"
    "nobody knows;binds;CHEBI:1;;\nbaclofen;treats;;;\n"
)


def test_a_table_is_read_once_its_columns_are_named(tmp_path: Path) -> None:
    reading = _read(tmp_path, TABLE, "subject=compound,predicate=effect,object=gene,publications=pmid")
    claims = {(a.subject, a.predicate, a.object): a for a in reading.records().associations}
    assert set(claims) == {
        ("DRUGBANK:DB00181", "inhibits", "local:GENX"),
        ("DRUGBANK:DB00181", "treats", "HP:0001257"),
        ("local:nobody%20knows", "binds", "CHEBI:1"),
    }
    second = claims[Curie("DRUGBANK:DB00181"), "treats", Curie("HP:0001257")]
    assert second.sources[1:] == ("PMID:3", "PMID:4")
    told = reading.report.changed.counts
    assert told["a name that the embedded graph knows"] == 3
    assert told["a name that no identifier was found for; kept as a name of this file"] == 2
    assert reading.report.dropped.counts["a row without subject or object"] == 1


def test_a_guess_of_columns_is_shown_and_taken_only_on_demand(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"columns compound, effect, gene, pmid, score.*--columns subject=compound"):
        _read(tmp_path, TABLE)
    assert "subject=compound" in _read(tmp_path, TABLE, "guess").report.format
    with pytest.raises(UsageError, match="no column 'drug'"):
        _read(tmp_path, TABLE, "subject=drug,object=gene")
    with pytest.raises(UsageError, match="which columns are subject and object"):
        _read(tmp_path, TABLE, "subject=compound")


def test_the_predicate_of_a_table_may_be_a_word_of_ours(tmp_path: Path) -> None:
    reading = _read(tmp_path, "a\tb\nCHEBI:1\tMONDO:1\n", "subject=a,object=b,predicate=treats")
    assert [a.predicate for a in reading.records().associations] == ["treats"]


PRIMEKG = {
    "raw": "relation,display_relation,x_id,x_type,x_name,x_source,y_id,y_type,y_name,y_source\n"
    "protein_protein,ppi,9796,gene/protein,ONE,NCBI,56992,gene/protein,TWO,NCBI\n",
    "index": ",relation,display_relation,x_index,x_id,x_type,x_name,x_source,y_index,y_id,y_type,y_name,y_source\n"
    "0,protein_protein,ppi,0,9796,gene/protein,ONE,NCBI,1,56992,gene/protein,TWO,NCBI\n",
}


@pytest.mark.parametrize("form", PRIMEKG)
def test_other_files_of_primekg_are_read(tmp_path: Path, form: str) -> None:
    assert _said(_read(tmp_path, PRIMEKG[form])) == {("ONE", "molecularly_interacts_with", "TWO", 0)}


def test_nodes_of_primekg_may_stand_in_quotes_between_tabs(tmp_path: Path) -> None:
    head = "node_index\tnode_id\tnode_type\tnode_name\tnode_source\n"
    (tmp_path / "nodes.tab").write_text(head + '0\t"9796"\t"gene/protein"\t"ONE"\t"NCBI"\n')
    (tmp_path / "edges.csv").write_text("relation,display_relation,x_index,y_index\nprotein_protein,ppi,0,0\n")
    (reading,) = open_sources([tmp_path])
    assert [e.name for e in reading.entities.values()] == ["ONE"]


UNREAD = {
    "GML": "graph [\n  directed 1\n  node [\n    id 0\n  ]\n]\n",
    "CX,": '[{"numberVerification":[{"longNumber":1}]},{"nodes":[{"@id":0,"n":"A"}]}]',
    "Excel": "PK\x03\x04 xl/workbook.xml",
    "SBML": '<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core"><model/></sbml>',
    "XML of a kind that is not read, <inventory>": "<?xml version='1.0'?><inventory/>",
    "KGML": '<?xml version="1.0"?><pathway name="path:hsa04010"/>',
    "GPML": '<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="x"/>',
    "SSSOM": "#curie_map:\n#  A: http://a/\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    "A:1\tskos:exactMatch\tB:1\tx\n",
    "PSI-MITAB": "#ID(s) interactor A\tID(s) interactor B\tInteraction type(s)\nuniprotkb:P1\tuniprotkb:P2\tx\n",
    "BEL script": 'SET DOCUMENT Name = "x"\nSET Citation = {"PubMed","1"}\na(CHEBI:x) decreases p(HGNC:Y)\n',
    "Pajek": '*Vertices 2\n1 "aspirin"\n2 "COX1"\n*Arcs\n1 2 1\n',
    "GAF": "!gaf-version: 2.2\nUniProtKB\tP1\tX\tinvolved_in\tGO:1\n",
    "JSON of no kind that is read; it has name, version": '{"name": "x", "version": {"a": 1}}',
    "GEXF": '<gexf xmlns="http://gexf.net/1.3"><graph/></gexf>',
    "YAML": "name: Disorder X\npathophysiology:\n- name: Step one\n",
    "DOT": "digraph g {\n a -> b\n}\n",
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_is_not_read_is_named_with_a_way_on(tmp_path: Path, what: str) -> None:
    with pytest.raises(FormatError) as error:
        _read(tmp_path, UNREAD[what])
    assert what.rstrip(",") in error.value.message
    assert error.value.remedy
    assert str(tmp_path / "a.txt") in error.value.message
