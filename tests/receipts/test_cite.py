"""``cite``: the answer by what its receipt names, the graph by its digest, the software by its version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mechgraph
from mechgraph.cli import main
from mechgraph.receipts import answered
from mechgraph.receipts.cite import cited

QUESTION = "Does baclofen reduce anxiety?"


def said(capsys: pytest.CaptureFixture[str], *line: str, code: int = 0) -> str:
    with pytest.raises(SystemExit) as left:
        main(["cite", *line])
    assert left.value.code == code
    return capsys.readouterr().out


def test_an_answer_is_cited_by_graph_version_query_and_claims(capsys: pytest.CaptureFixture[str]) -> None:
    receipt = answered(mechgraph.load(), "ask", question=QUESTION)[1]
    data = json.loads(said(capsys, QUESTION, "-f", "json"))
    assert data["graph"]["sha256"] == receipt.graph.sha256 != ""
    assert data["software"] == mechgraph.__version__
    assert data["query"] == receipt.query != ""
    assert [c["id"] for c in data["claims"]] == [c.id for c in receipt.claims]
    assert data["answer_sha256"] == receipt.answer_sha256
    text = said(capsys, QUESTION)
    assert receipt.graph.sha256 in text
    assert "Rose and Jones, Addiction 2018" in text
    assert "SELECT" not in text
    assert "SELECT" in said(capsys, QUESTION, "--show-query")


def test_a_receipt_on_disk_is_cited_as_the_answer_it_is_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kg = mechgraph.load()
    receipt = answered(kg, "paths", start="baclofen", end="spasticity", k=2)[1]
    (tmp_path / "r.json").write_text(receipt.to_json())
    assert said(capsys, str(tmp_path / "r.json")).rstrip("\n").splitlines() == cited(kg, receipt).lines()


def test_graph_and_software_alone_and_bibtex(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys)
    assert text.startswith("Graph: ")
    assert f"version {mechgraph.__version__}" in text
    entries = said(capsys, QUESTION, "--bibtex")
    assert entries.count("{mechgraph-") == 2
    assert entries.count("{") == entries.count("}")
    said(capsys, "-f", "csv", code=2)
