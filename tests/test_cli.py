"""The command line as a person meets it: what is printed, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from mechgraph import rdf, records
from mechgraph.cli import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["show", "baclofne"], 3, "did you mean 'baclofen'"),
        (["explain", "baclofne"], 3, "did you mean 'baclofen'"),
        (["explain", "baclofen", "tizanidine"], 3, "no causal path"),
        (["paths", "baclofen", "spasticity", "-l", "1", "--predicate", "inhibits"], 3, "no path of at most 1"),
        (["paths", "baclofen", "spasticity", "--predicate", "inhibit"], 1, "inhibits"),
        (["query", "usez"], 3, "did you mean 'uses'"),
        (["query", "uses", "drgu=baclofen"], 1, "has no parameter 'drgu'"),
        (["query", "SELECT ?x WHERE { ?x ?y }"], 1, "line 1"),
        (["query", "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }"], 1, "SERVICE is not allowed"),
        (["draw", "baclofen", "spasticity", "-o", "no/such/folder/x.svg"], 1, "no/such/folder"),
        (["draw", "baclofen", "-o", "x.gif"], 1, "gif"),
        (["draw", "baclofen", "-o", "x.svg", "--size", "20x20"], 1, "does not fit"),
        (["query", "uses", "-o", "no/such/folder/x.csv"], 1, "cannot write"),
        (["-g", "nosuch.mechgraph", "stats"], 3, "no such graph"),
        (["check", "--draw", "x"], 2, "--draw goes with --audit"),
        (["check", "nosuchfolder"], 3, "no such file or folder"),
        (["check", "--rule", "no-evidense"], 2, "did you mean 'no-evidence'"),
        (["what-if", "baclofen", "spasticity", "--delete", "nosuchclaim"], 3, "nosuchclaim"),
        (["compare", "baclofen"], 2, "two drugs"),
        (["export"], 2, "no output"),
        (["export", "-o", "x.xyz"], 1, "names no format"),
        (["ask", "  "], 2, "empty"),
        (["show", "baclofen", "-f", "xml"], 2, "xml"),
        (["expalin", "baclofen"], 2, "did you mean 'explain'"),
        (["bench", "audit", "--data", "nowhere"], 3, "no such folder"),
    ],
)
def test_bad_input_is_answered_in_one_clear_line(
    arguments: list[str],
    code: int,
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == code
    printed = capsys.readouterr()
    assert says in printed.err
    assert "Traceback" not in printed.err
    assert printed.out == ""
    assert not list(tmp_path.iterdir()), "something half-written was left"


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("ASK{?s ?p ?o}", "true\n"),
        ("ASK { ?s mgv:no_such ?o }", "false\n"),
        ("SELECT*{?z mgv:agonist_of ?a}LIMIT 0", "z\ta\n"),
        ("# a comment\n# and another\nSELECT ?b ?a { ?a mgv:agonist_of ?b } LIMIT 0", "b\ta\n"),
        ("  \n ask\n{}", "true\n"),
        ("PREFIX : <http://example.org/> ASK { :no :such :thing }", "false\n"),
    ],
)
def test_what_is_written_as_sparql_is_run_as_sparql(text: str, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", text) == 0
    assert capsys.readouterr().out == out


@pytest.mark.parametrize("text", ["INSERT DATA { <a> <b> <c> }", "SELEKT * { ?s ?p ?o }"])
def test_what_can_only_be_meant_as_sparql_is_told_as_such(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", text) == 1
    assert "SPARQL syntax, line 1" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ask", "select-me", "#ask"])
def test_a_word_alone_is_the_name_of_a_query(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", name) == 3
    assert f"no query {name!r}" in capsys.readouterr().err


def test_debug_shows_the_traceback() -> None:
    from mechgraph.errors import NotFoundError

    with pytest.raises(NotFoundError):
        main(["--debug", "show", "nosuchthing"])


def test_broken_records_name_file_line_and_remedy_and_leave_with_4(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text(
        "associations:\n- {subject: 'HP:0001257', predicate: inhibit, object: 'HP:0001257'}\n"
    )
    assert run("check", str(tmp_path)) == 4
    text = capsys.readouterr().out
    assert "bad.yaml:2:27: error" in text
    assert "did you mean inhibits?" in text


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "md", "table"])
def test_a_table_in_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "uses", "drug=baclofen", "-f", form) == 0
    text = capsys.readouterr().out
    assert "spasticity" in text
    if form == "json":
        assert all(set(json.loads(text)["columns"]) == set(row) for row in json.loads(text)["rows"])
    if form == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1


def test_what_goes_to_a_pipe_is_tsv(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("search", "baclofen") == 0
    assert capsys.readouterr().out.splitlines()[0] == "id\tname\tcategory\tmatched\tscore"


def test_the_suffix_of_the_output_chooses_the_format(tmp_path: Path) -> None:
    target = tmp_path / "x.json"
    assert run("query", "uses", "-o", str(target)) == 0
    assert json.loads(target.read_text())


def test_explain_and_ask_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "baclofen", "spasticity", "-f", "json") == 0
    explained = json.loads(capsys.readouterr().out)
    fields = {
        "summary",
        "question",
        "verdict",
        "answer",
        "sign",
        "composed",
        "weakest",
        "sections",
        "claims",
        "version",
    }
    assert fields <= set(explained)
    assert explained["sign"] == -1
    assert run("ask", "Does baclofen reduce anxiety?", "-f", "json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "mixed"


@pytest.mark.parametrize("form", ["turtle", "nt", "jsonld"])
def test_an_export_is_read_by_plain_rdflib(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "graph.out"
    assert run("export", "-t", form, "-o", str(target)) == 0
    graph = rdflib.Graph()
    graph.parse(target, format={"turtle": "turtle", "nt": "nt", "jsonld": "json-ld"}[form])
    baclofen = rdflib.URIRef("https://identifiers.org/drugbank:DB00181")
    assert graph.value(baclofen, rdflib.RDFS.label) == rdflib.Literal("baclofen")


@pytest.mark.parametrize("suffix", ["trig", "nq"])
def test_a_suffix_of_quads_is_written_and_read_by_parsers_of_quads(suffix: str, tmp_path: Path) -> None:
    """Oxigraph as the reader: every triple of the graph stands in the default graph."""
    target = tmp_path / f"graph.{suffix}"
    assert run("export", "-o", str(target)) == 0
    form = pyoxigraph.RdfFormat.from_extension(suffix)
    assert form is not None
    quads = set(pyoxigraph.parse(path=str(target), format=form))
    assert {q.triple for q in quads} >= set(rdf.triples(records.embedded()))  # the vocabulary goes with them
    assert {q.graph_name for q in quads} == {pyoxigraph.DefaultGraph()}


def test_records_come_back_from_their_own_export(tmp_path: Path) -> None:
    target = tmp_path / "all.yaml"
    assert run("export", "-t", "records", "-o", str(target)) == 0
    assert set(records.read(target).associations) == set(records.embedded().associations)


def test_spreadsheets_get_no_formulas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.yaml").write_text("entities:\n- {id: 'MG:evil', name: '=cmd()', category: drug}\n")
    assert run("-g", str(tmp_path), "search", "=cmd()", "-f", "csv") == 0
    assert "'=cmd()" in capsys.readouterr().out


def test_signs_and_numbers_stay_as_they_are_in_a_table_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("stats", "-f", "csv") == 0
    assert "sign,-1," in capsys.readouterr().out
    assert run("compare", "baclofen", "tizanidine", "-f", "tsv") == 0
    assert "GABA-B receptor\tMESH:D018080\t+\t" in capsys.readouterr().out


def test_diff_lays_records_on_the_new_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would this file change? Here a study against a step of a mechanism."""
    (tmp_path / "denied.yaml").write_text(
        "sources:\n- {id: supposed, kind: article, title: t}\nassociations:\n- {subject: 'MESH:D018080', "
        "predicate: releases, object: 'MG:g-beta-gamma', evidence: [{source: supposed, stance: refutes}]}\n"
    )
    assert run("diff", "embedded", "embedded", "--with", str(tmp_path / "denied.yaml")) == 4
    text = capsys.readouterr().out
    assert "baclofen → pain" in text
    assert "evidence + supposed (refutes)" in text


@pytest.mark.parametrize("order", [("-g", "{}", "show", "evil"), ("show", "evil", "-g", "{}")])
def test_the_graph_is_named_before_or_after_the_command(
    order: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.yaml").write_text("entities:\n- {id: 'MG:evil', name: evil, category: drug}\n")
    assert run(*(word.format(tmp_path) for word in order)) == 0
    assert "MG:evil" in capsys.readouterr().out


def test_a_command_that_names_its_graphs_itself_takes_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("datasets", "-g", "x") == 2
    assert "no such option" in capsys.readouterr().err.lower()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Does baclofen reduce anxiety?", 0),
        ("Which drugs treat spasticity?", 0),
        ("Is baclofen safe in pregnancy?", 0),
        ("Does reboxetine treat spasticity?", 3),
        ("How much does baclofen cost?", 3),
    ],
)
def test_ask_leaves_with_3_for_what_it_did_not_understand_and_not_stated_is_an_answer(
    question: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", question) == code
    assert capsys.readouterr().out
