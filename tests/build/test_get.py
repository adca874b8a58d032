"""Public graphs by name: got into the data folder, asked by their name, joined with the embedded graph, and missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.exchange import samples

import mechgraph
from mechgraph.build.joined import same_entities
from mechgraph.curie import Curie
from mechgraph.datasets import here, located, place_of
from mechgraph.errors import MechgraphError, NotFoundError, UsageError
from mechgraph.exchange.reading import Reading, ReadReport, Tally
from mechgraph.model import Entity, Source


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of DrugMechDB, and a data folder of its own."""
    monkeypatch.setenv("MECHGRAPH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MECHGRAPH_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "paths.yaml"
    path.write_text(samples.DRUGMECHDB)
    return path


def test_a_graph_that_was_got_is_opened_by_its_name(file: Path) -> None:
    with pytest.raises(NotFoundError, match="mechgraph get drugmechdb"):
        mechgraph.load("drugmechdb")
    report = mechgraph.get("drugmechdb", file)
    assert report.name == "drugmechdb"
    with mechgraph.load("drugmechdb") as kg:
        assert kg.stats()["mechanisms"] == 1
        ((told, claims),) = kg.made_from()
    assert "licence: CC0-1.0" in told
    assert claims > 1
    assert list(here()) == ["drugmechdb"]


def test_a_joined_graph_has_both_and_one_entity_for_one_drug(file: Path) -> None:
    mechgraph.get("drugmechdb+embedded", file)
    with mechgraph.load("embedded+drugmechdb") as kg:
        assert len(kg.made_from()) == 2
        assert kg.entity("baclofen").name == "baclofen"
    assert located("drugmechdb+embedded") == str(place_of("embedded+drugmechdb"))


def test_what_cannot_be_got_is_one_line(file: Path) -> None:
    with pytest.raises(NotFoundError, match="did you mean 'drugmechdb'"):
        mechgraph.get("drugmechd", file)
    with pytest.raises(UsageError, match=r"embedded\+drugmechdb"):
        mechgraph.get("embedded")
    with pytest.raises(UsageError, match="one file"):
        mechgraph.get("drugmechdb+hetionet", file)
    with pytest.raises(MechgraphError, match="hetionet"):
        mechgraph.get("hetionet", file.parent)
    with pytest.raises(NotFoundError, match="did you mean 'drugmechdb'"):
        mechgraph.load("drugmechd")


def test_a_file_of_the_name_goes_first(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    (file.parent / "hetionet").mkdir()
    assert located("hetionet") == "hetionet"


def test_the_commands_say_what_they_did(file: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "mechgraph", *arguments], capture_output=True, text=True)

    assert "-g drugmechdb" in run("get", "drugmechdb", "--from", str(file)).stderr
    listed = {line.split("\t")[0]: line.split("\t")[1] for line in run("datasets", "-f", "tsv").stdout.splitlines()}
    assert listed["drugmechdb"] != "no"
    assert listed["hetionet"] == "no"
    missed = run("show", "inventol")
    assert missed.returncode == 3
    assert "the graph drugmechdb has it: -g drugmechdb" in missed.stderr
    nowhere = run("show", "zzyzx")
    assert "mechgraph get embedded+drugmechdb" in nowhere.stderr


def _reading(*entities: Entity) -> Reading:
    source = Source(id="s", kind="database", title="s")
    return Reading(source=source, report=ReadReport("s", "s"), entities={e.id: e for e in entities})


def _drug(id: str, name: str, *xrefs: str) -> Entity:
    return Entity(id=Curie(id), name=name, category="drug", xrefs=tuple(map(Curie, xrefs)))


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (_drug("DRUGBANK:DB01202", "levetiracetam"), _drug("MESH:D1", "Levetiracetam", "DRUGBANK:DB01202"), True),
        (_drug("DRUGBANK:DB01202", "levetiracetam"), _drug("MESH:D2", "sofosbuvir", "DRUGBANK:DB01202"), False),
        (_drug("DRUGBANK:DB00181", "baclofen"), _drug("GTOPDB:1084", "baclofen"), True),
        (_drug("DRUGBANK:DB00181", "baclofen"), _drug("GTOPDB:1084", "arbaclofen"), False),
    ],
    ids=["identifier and name", "identifier of another drug", "main name alone", "neither"],
)
def test_two_substances_are_one_by_identifier_and_name_or_by_their_main_name(
    one: Entity, other: Entity, joined: bool
) -> None:
    told = Tally()
    same = same_entities([_reading(one), _reading(other)], told)
    assert same == ({other.id: one.id} if joined else {})


def test_a_gene_is_its_protein_by_the_table_of_genes() -> None:
    gene = Entity(id=Curie("HGNC:3236"), name="EGFR", category="receptor")
    protein = Entity(id=Curie("UniProtKB:P00533"), name="Epidermal growth factor receptor", category="protein")
    assert same_entities([_reading(gene), _reading(protein)], Tally()) == {protein.id: gene.id}


def test_a_disease_is_no_drug_whatever_its_identifiers_say() -> None:
    disease = Entity(id=Curie("MONDO:0005148"), name="x", category="disease", xrefs=(Curie("MESH:D003924"),))
    assert same_entities([_reading(disease), _reading(_drug("MESH:D003924", "x"))], Tally()) == {}
