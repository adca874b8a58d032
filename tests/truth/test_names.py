"""Names that people use, against a table written by hand from the names of the field: each means one thing, or nothing.

``names.tsv``: what is asked, what it means, and the kind. Brands and identifiers of drugs were looked up in
DrugBank's open vocabulary and MeSH, symbols and aliases of genes in HGNC's table.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import mechgraph
from mechgraph import names
from mechgraph.build import build
from mechgraph.curie import Curie, prefix_map
from mechgraph.errors import NotFoundError
from mechgraph.model import Association, Entity, Records
from mechgraph.records import dump
from mechgraph.store.memory import MemoryStore

with (Path(__file__).parent / "names.tsv").open(encoding="utf-8", newline="") as _file:
    TRUTH = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
NEVER = [
    ("ibuprofne of the moon", ""),
    ("bupropoin", "ibuprofen"),
    ("duloxetinum", "fluoxetine"),
    ("clonazepan", "lorazepam"),
    ("cyclosporine", "cycloserine"),
    ("hypertensive", "hypotensive"),
    ("Stilnoct", "Tylenol"),
    ("SLC6A22", "SLC6A2"),
]


@pytest.mark.parametrize("row", TRUTH, ids=lambda r: r["asked"])
def test_a_name_means_what_it_says_where_the_graph_has_it(row: dict[str, str], kg: mechgraph.Graph) -> None:
    meant = kg.store.entity(Curie(row["means"])) or next(
        iter(map(kg.store.entity, kg.store.by_name(row["means"]))), None
    )
    found = kg.entity(row["asked"], strict=False) or kg.search(row["asked"], limit=1)
    if meant is None:
        assert not found, f"{row['asked']} is {row['means']}, which this graph lacks"
        with pytest.raises(NotFoundError, match="which is not there"):
            kg.entity(row["asked"])
    else:
        assert isinstance(found, list | Entity)
        assert (found if isinstance(found, Entity) else found[0].entity).id == meant.id


def test_the_graph_has_most_of_what_is_asked_for(kg: mechgraph.Graph) -> None:
    """Of fifty everyday drugs and twenty genes; what is missing is said to be missing."""
    there = [r for r in TRUTH if kg.entity(r["asked"], strict=False) is not None]
    assert sum(r["kind"] == "drug" for r in there) >= 48
    assert sum(r["kind"] == "gene" for r in there) >= 18
    assert all(r in there for r in TRUTH if r["kind"] == "identifier")


@pytest.mark.parametrize(("asked", "other"), NEVER)
def test_a_name_that_is_not_there_is_never_another(asked: str, other: str, kg: mechgraph.Graph) -> None:
    hits = [h.matched for h in kg.search(asked)]
    assert other not in hits
    assert not other or not names.resembles(asked, other)
    if (found := kg.entity(asked, strict=False)) is not None:  # the graph has come to hold it
        assert found.name != other
        return
    with pytest.raises(NotFoundError) as told:
        kg.entity(asked)
    assert other not in told.value.suggestions


@pytest.mark.parametrize(
    ("asked", "offered"),
    [("baclofne", "baclofen"), ("spastisity", "spasticity"), ("hypotention", "hypotension"), ("diazpam", "diazepam")],
)
def test_a_letter_away_is_offered_and_not_taken(asked: str, offered: str, kg: mechgraph.Graph) -> None:
    assert kg.entity(asked, strict=False) is None
    with pytest.raises(NotFoundError, match=f"did you mean '{offered}'"):
        kg.entity(asked)


@pytest.mark.parametrize(
    ("question", "verdict", "told"),
    [
        ("Does metformin treat type 2 diabetes?", "supported", "type 2 diabetes"),
        ("Does metformin treat diabetes type 2?", "supported", "type 2 diabetes"),
        ("Does metformin treat type II diabetes?", "supported", "type 2 diabetes"),
        ("Is DB00181 used for spasticity?", "supported", "baclofen"),
        ("Does Advil inhibit COX2?", "supported", "ibuprofen inhibits"),
        ("What does HTT do?", "unknown_name", "“HTT” (HTT, HGNC:4851)"),
        ("Does Xyzzol treat pain?", "unknown_name", "“Xyzzol”."),
    ],
)
def test_a_question_is_asked_in_the_words_of_people(
    question: str, verdict: str, told: str, kg: mechgraph.Graph
) -> None:
    found = kg.ask(question)
    assert (found.verdict, told in found.answer) == (verdict, True), found.answer


def test_a_built_graph_takes_names_when_it_is_built(tmp_path: Path) -> None:
    """Drugs and proteins under other identifiers than ours, as DrugMechDB has them."""
    things = {
        "DRUGBANK:DB00316": ("acetaminophen", "drug"),
        "MESH:D020280": ("sertraline", "drug"),
        "UniProtKB:P35354": ("Prostaglandin G/H synthase 2", "protein"),
        "NCBIGene:2064": ("a kinase", "gene"),
        "MESH:D009203": ("Myocardial Infarction", "disease"),
    }
    entities = [Entity(id=Curie(i), name=n, category=c) for i, (n, c) in things.items()]
    first, second = entities[0].id, entities[2].id
    written = Records(entities=entities, associations=[Association(subject=first, predicate="inhibits", object=second)])
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "a.yaml").write_text(dump(written), encoding="utf-8")
    build([tmp_path / "some"], tmp_path / "some.mechgraph")
    asked = {
        "Tylenol": "DRUGBANK:DB00316",
        "paracetamol": "DRUGBANK:DB00316",
        "Zoloft": "MESH:D020280",
        "PTGS2": "UniProtKB:P35354",
        "COX2": "UniProtKB:P35354",
        "HGNC:9605": "UniProtKB:P35354",
        "HER2": "NCBIGene:2064",
        "heart attack": "MESH:D009203",
    }
    with mechgraph.load(tmp_path / "some.mechgraph") as kg:
        for text, meant in asked.items():
            found = kg.entity(text, strict=False)
            assert found is not None, text
            assert found.id == meant, text
        assert kg.entity("Advil", strict=False) is None


def test_what_could_mean_two_things_means_neither() -> None:
    """HTT is the symbol of huntingtin, and was one of the serotonin transporter; two genes were called COX2."""
    serotonin = Entity(id=Curie("HGNC:11050"), name="serotonin transporter", category="transporter")
    both = [Entity(id=Curie(f"HGNC:{n}"), name=f"gene {n}", category="gene") for n in (9605, 7421)]
    assert names.more_names([serotonin]) != []
    assert MemoryStore(Records(entities=[serotonin])).by_name("HTT") == ()
    assert MemoryStore(Records(entities=both)).by_name("COX2") == ()
    assert list(MemoryStore(Records(entities=both[:1])).by_name("COX2")) == ["HGNC:9605"]


def test_an_own_name_goes_before_one_of_the_tables() -> None:
    own = Entity(id=Curie("MG:x"), name="Advil", category="drug")
    drug = Entity(id=Curie("DRUGBANK:DB01050"), name="ibuprofen", category="drug")
    assert list(MemoryStore(Records(entities=[own, drug])).by_name("Advil")) == ["MG:x"]


@pytest.mark.parametrize("text", ["", "GABA", "5", "mg 5", "type 2", "C6", "P1441", "AB12CD34"])
def test_what_has_no_form_of_an_identifier_is_none(text: str) -> None:
    assert [c for c in prefix_map().guesses(text) if c.prefix != "MG"] == []
