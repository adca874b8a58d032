"""Files as other tools mangle them; what is right was written before they were read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mechgraph.build import build
from mechgraph.errors import FormatError
from mechgraph.exchange import Reading, open_sources

KGX = "subject\tpredicate\tobject"
NEGATED = ("Y", "1.0", "N", "ja")


def read(folder: Path, files: dict[str, str | bytes], columns: str = "") -> Reading:
    """The one reading that the first of these files gives."""
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    (reading,) = open_sources([folder / next(iter(files))], columns)
    return reading


def claims(reading: Reading) -> set[str]:
    return {
        f"{a.subject} {'not ' if a.negated else ''}{a.predicate} {a.object}" for a in reading.records().associations
    }


MANGLED: dict[str, tuple[dict[str, str | bytes], str]] = {
    "semicolons, decimal commas, a byte order mark, three kinds of line ends": (
        {"a.csv": "\ufeffsubject;predicate;object;score\r\nA:1;biolink:treats;B:1;0,93\nA:2;biolink:causes;B:2;\r\n"},
        "A:1 treats B:1; A:2 causes B:2",
    ),
    "predicates and headers in any case, comments before them": (
        {"a.tsv": f"# by x 1.2\n#\n{KGX.title()}\nA:1\tBIOLINK:treats\tB:1\nA:1\tbiolink:Decreases_Activity_Of\tB:2\n"},
        "A:1 treats B:1; A:1 decreases_activity_of B:2",
    ),
    "an index column and columns without a name": (
        {"a.csv": ",subject,predicate,object,,\n0,A:1,biolink:treats,B:1,,\n1,,biolink:treats,B:2,,\n2,A:3,,B:3,,\n"},
        "A:1 treats B:1",
    ),
    "negation as people write it; other words set the edge aside": (
        {"a.tsv": f"{KGX}\tnegated\n" + "".join(f"A:1\ttreats\tB:{n}\t{w}\n" for n, w in enumerate(NEGATED))},
        "A:1 not treats B:0; A:1 not treats B:1; A:1 treats B:2",
    ),
    "numbers as ids, one of them with a point": (
        {"g.json": '{"nodes": [{"id": 1, "label": "a"}, {"id": 2.0}], '
                   '"links": [{"source": 1, "target": 2, "relation": "inhibits"}]}'},
        "local:1 inhibits local:2",
    ),
    "Cytoscape.js with NaN, as Python writes it": (
        {"g.json": '{"elements": {"nodes": [{"data": {"id": "A:1", "x": NaN}}, {"data": {"id": "A:2"}}], "edges": '
                   '[{"data": {"source": "A:1", "target": "A:2", "interaction": "inhibits", "weight": NaN}}]}}'},
        "A:1 inhibits A:2",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", MANGLED)
def test_a_mangled_file_is_read_right(tmp_path: Path, what: str) -> None:
    files, right = MANGLED[what]
    assert claims(read(tmp_path, files)) == set(right.split("; "))


NO_JSON = {
    '{"nodes": [{"id": "A:1"},], "edges": []}': "comma before the closing bracket",
    "{'nodes': [{'id': 'A:1'}], 'edges': []}": "Python's own notation",
    '{nodes: [{id: "A:1"}], edges: []}': "set names in double quotes",
    '{"nodes": [{"id": "A:1"}], // why\n "edges": []}': "take out the comments",
    '{"nodes": [{"id": "A:1"}], "edges": [{"subj': "is the file complete",
}


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_wrong_with_json_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "g.json").write_text('{"directed": true, ' + text[1:], encoding="utf-8")
    with pytest.raises(FormatError) as error:
        open_sources([tmp_path / "g.json"])
    assert NO_JSON[text] in f"{error.value} {error.value.remedy}"


NODES = """\
id\tcategory\tname\txref
A:1\tbiolink:Drug\tnitrox\tB:1|A:2
B:1\tbiolink:Disease\tdis\tA:1
A:2\tbiolink:Drug\tn\t
"""


def test_an_identifier_that_would_join_a_drug_and_a_disease_is_refused_and_told(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a_edges.tsv": f"{KGX}\nA:1\tbiolink:treats\tB:1\n", "a_nodes.tsv": NODES})
    assert {str(e.id): [str(x) for x in e.xrefs] for e in reading.entities.values()} == {
        "A:1": ["A:2"],
        "B:1": [],
        "A:2": [],
    }
    assert "would join two kinds; refused: 2 (A:1 (drug), B:1 (disease)" in str(reading.report)


def test_one_id_of_two_kinds_that_exclude_each_other_is_of_none(tmp_path: Path) -> None:
    nodes = "id\tcategory\tname\nA:1\tbiolink:Drug\tnitrox\nA:1\tbiolink:Disease\tdis\nA:1\tbiolink:Drug\tnitrox\n"
    reading = read(tmp_path, {"a_edges.tsv": f"{KGX}\nA:1\tbiolink:treats\tB:1\n", "a_nodes.tsv": nodes})
    assert [e.category for e in reading.entities.values()] == ["entity", "entity"]
    assert "A:1: drug, disease" in str(reading.report)


NAMED = {
    "a.avro": (b"Obj\x01\x04\x14avro.codec", "an Avro file"),
    "a.orc": (b"ORC\x11\x00", "an ORC file"),
    "a.npy": (b"\x93NUMPY\x01\x00v", "an array of NumPy"),
    "a.tsv": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a pointer of Git LFS"),
    "a.sql": (b"--\n-- PostgreSQL database dump\n--\nCREATE TABLE act (id integer);\n", "a dump of a database"),
    "a.cypher": (b'CREATE (a:Drug {name: "x"})\nCREATE (a)-[:INHIBITS]->(b);\n', "a script of Cypher"),
    "a.mtx": (b"%%MatrixMarket matrix coordinate real general\n3 3 1\n1 2 0.5\n", "Matrix Market"),
    "a.gmt": (b"SET_A\thttp://x\tTP53\tEGFR\nSET_B\tna\tTP53\tKRAS\n", "GMT, sets of genes"),
    "a.gpad": (b"!gpa-version: 1.1\nUniProtKB\tP1\tenables\tGO:1\n", "GAF, GPAD"),
    "a.mitab": (b'uniprotkb:P1\tuniprotkb:P2\t-\tpsi-mi:"MI:0018"(two hybrid)\n', "PSI-MITAB without its header"),
    "a.json": (b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}', "SPARQL results"),
    "b.json": (b'{"@type": "tinker:graph", "@value": {"vertices": [{"@type": "g:Vertex"}]}}', "GraphSON"),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_is_not_read_is_called_by_its_name_with_a_way_on(tmp_path: Path, name: str) -> None:
    data, what = NAMED[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError) as error:
        open_sources([tmp_path / name])
    assert what in str(error.value)
    assert error.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "Aspirin inhibits COX-1 in platelets. This is known.\n",
        "Aspirin inhibits PTGS1.\n",
        "drug\trelation\ttarget\na\tinhibits\tb\n",
    ],
)
def test_sentences_and_headers_are_no_claims(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError):
        open_sources([tmp_path / "a.txt"])


def test_a_header_of_sif_is_no_edge(tmp_path: Path) -> None:
    reading = read(tmp_path, {"a.sif": "source\tinteraction\ttarget\na\tinhibits\tb\tc\n"})
    assert claims(reading) == {"local:a inhibits local:b", "local:a inhibits local:c"}


def test_a_date_is_no_name_of_a_gene(tmp_path: Path) -> None:
    rows = "gene,relation,target\n2-Sep,inhibits,MARCH1\nSEPT2,inhibits,Mar-01\nSEPT2,inhibits,MARCH1\n"
    reading = read(tmp_path, {"g.csv": rows}, "guess")
    assert len(claims(reading)) == 1
    assert "a spreadsheet makes 1-Mar of MARCH1: 2" in str(reading.report)


def test_what_was_set_aside_can_be_mended_and_built(tmp_path: Path) -> None:
    (tmp_path / "a_edges.tsv").write_text(
        f"{KGX}\tnegated\nA:1\tbiolink:treats\tB:1\tnein\nA:1\tbiolink:treats\tB:2\tno\n", encoding="utf-8"
    )
    first = build([tmp_path / "a_edges.tsv"], tmp_path / "g.mechgraph")
    aside = tmp_path / "g.set-aside" / "edges.jsonl"
    assert (first.counts["associations"], first.set_aside, first.set_aside_at) == (1, 1, aside.parent)
    (line,) = map(json.loads, aside.read_text(encoding="utf-8").splitlines())
    assert line["set_aside"].startswith(f"{tmp_path / 'a_edges.tsv'}:2: an edge whose 'negated' is neither")
    aside.write_text(json.dumps(line | {"negated": "no"}), encoding="utf-8")
    both = build([tmp_path / "a_edges.tsv", aside], tmp_path / "g.mechgraph")
    assert both.counts["associations"] == 2
    assert both.set_aside_at == tmp_path / "g-2.set-aside"  # what somebody mended is not written over
    assert "set_aside" not in (tmp_path / "g.mechgraph").joinpath("current").read_text(encoding="utf-8")


def test_a_record_of_drugmechdb_is_set_aside_as_it_stands(tmp_path: Path) -> None:
    graph = {"_id": "x", "drug": "y", "drug_mesh": "MESH:C1", "disease": "z", "disease_mesh": "MESH:D1"}
    nodes = [{"id": "MESH:C1", "label": "Drug", "name": "y"}, {"id": "MESH:D1", "label": "Disease", "name": "z"}]
    good = [{"key": "decreases activity of", "source": "MESH:C1", "target": "MESH:D1"}]
    records = [{"graph": graph | {"_id": i}, "nodes": nodes, "links": links} for i, links in (("a", good), ("b", "?"))]
    (tmp_path / "d.json").write_text(json.dumps(records), encoding="utf-8")
    report = build([tmp_path / "d.json"], tmp_path / "d.mechgraph")
    (kept,) = json.loads((tmp_path / "d.set-aside" / "records.json").read_text(encoding="utf-8"))
    assert (report.set_aside, kept["graph"]["_id"], kept["links"]) == (1, "b", "?")


def test_a_word_that_is_not_of_drugmechdb_and_is_plain_means_what_it_says_and_is_told(tmp_path: Path) -> None:
    graph = {"_id": "x", "drug": "y", "drug_mesh": "MESH:C1", "disease": "z", "disease_mesh": "MESH:D1"}
    nodes = [{"id": "MESH:C1", "label": "Drug", "name": "y"}, {"id": "MESH:D1", "label": "Disease", "name": "z"}]
    links = [{"key": w, "source": "MESH:C1", "target": "MESH:D1"} for w in ("increases ", "does things to")]
    reading = read(tmp_path, {"d.json": json.dumps([{"graph": graph, "nodes": nodes, "links": links}])})
    assert {"MESH:C1 increases MESH:D1", "MESH:C1 related_to MESH:D1"} <= claims(reading)
    assert "a word that is not DrugMechDB's, taken as it stands: 1 (x: increases )" in str(reading.report)
    assert reading.report.unknown_predicates == {"does things to": 1}


def test_a_list_that_pandas_wrote_is_a_list_and_no_source(tmp_path: Path) -> None:
    rows = "subject,predicate,object,publications\nA:1,biolink:treats,B:1,\"['PMID:1', 'PMID:2']\"\n"
    (claim,) = read(tmp_path, {"a_edges.csv": rows}).records().associations
    assert set(claim.sources) == {"kgx/a", "PMID:1", "PMID:2"}


def test_what_a_message_of_trapi_holds_beside_its_graph_is_counted(tmp_path: Path) -> None:
    edge = {"subject": "A:1", "object": "B:1", "predicate": "biolink:treats", "attributes": []}
    predicted = [
        {"attribute_type_id": "biolink:knowledge_level", "value": "prediction"},
        {"attribute_type_id": "biolink:support_graphs", "value": ["aux"]},
    ]
    graph = {"nodes": {"A:1": {"name": "a"}, "B:1": {"name": "b"}}, "edges": {"e": edge | {"attributes": predicted}}}
    message = {"knowledge_graph": graph, "auxiliary_graphs": {"aux": {"edges": ["e"]}}, "results": [{}, {}]}
    reading = read(tmp_path, {"t.json": json.dumps({"message": message})})
    assert [a.certainty for a in reading.records().associations] == ["hedged"]
    assert "results of a TRAPI message, which make no claims: 2" in str(reading.report)
    assert "auxiliary_graphs of a TRAPI message, which make no claims: 1" in str(reading.report)
