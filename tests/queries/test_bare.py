"""Named queries read claims that are a direct triple alone, as most public graphs have them, and double none."""

from __future__ import annotations

import pytest

import mechgraph
from mechgraph.queries import named_queries, named_query
from mechgraph.store.base import Table

RECORDS = """
entities:
- {id: 'MG:drug', name: drug one, category: drug}
- {id: 'MG:other', name: drug two, category: drug}
- {id: 'MG:gene', name: gene one, category: gene}
- {id: 'MG:ill', name: an illness, category: disease}
- {id: 'MG:ache', name: an ache, category: side_effect}
- {id: 'MG:group', name: a class, category: drug_class}
sources:
- {id: S1, kind: article, title: A study}
associations:
- {subject: 'MG:drug', predicate: binds, object: 'MG:gene'}
- {subject: 'MG:drug', predicate: treats, object: 'MG:ill'}
- {subject: 'MG:drug', predicate: treats, object: 'MG:ill', negated: true, evidence: [{source: S1}]}
- {subject: 'MG:drug', predicate: has_side_effect, object: 'MG:ache', evidence: [{source: S1}]}
- {subject: 'MG:other', predicate: has_side_effect, object: 'MG:ache', negated: true, evidence: [{source: S1}]}
- {subject: 'MG:group', predicate: has_member, object: 'MG:drug'}
- {subject: 'MG:other', predicate: member_of, object: 'MG:group'}
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> mechgraph.Graph:
    path = tmp_path_factory.mktemp("bare") / "bare.yaml"
    path.write_text(RECORDS, encoding="utf-8")
    return mechgraph.load(path)


def test_a_bare_claim_is_a_row_and_its_identifier_is_that_of_the_claim(bare: mechgraph.Graph) -> None:
    (row,) = bare.query("targets", drug="drug one").records()
    claim = bare.association(str(row["claim"]))
    assert (claim.subject, claim.predicate, claim.object) == ("MG:drug", "binds", "MG:gene")
    assert (row["relation"], row["negated"], row["certainty"], row["sources"]) == ("binds", False, "established", "")


def test_a_claim_and_its_denial_are_both_rows(bare: mechgraph.Graph) -> None:
    """The node is that of the denial; it does not hide the bare claim, and is not asserted by it."""
    rows = bare.query("uses", drug="drug one").records()
    assert {(r["status"], r["negated"]) for r in rows} == {("accepted", False), ("denied", True)}
    disputed = bare.query("disputed", entity="drug one").records()
    assert {(r["dispute"], r["negated"]) for r in disputed} == {("denied elsewhere", False)}


def test_a_bare_claim_says_itself_in_words(bare: mechgraph.Graph) -> None:
    found = bare.query("claims", start="drug one").records()
    said = {r["sentence"]: (r["sign"], r["sources"], r["against"]) for r in found}
    assert said["drug one binds gene one"] == (0, "", "")
    assert said["drug one treats an illness"] == (-1, "", "")
    assert said["drug one does not treat an illness"] == (0, "S1", "")
    assert said["a class has the member drug one"] == (0, "", "")


def test_no_row_is_doubled_and_no_denied_claim_asserted(bare: mechgraph.Graph) -> None:
    about = bare.query("claims", start="an ache").records()
    assert [(r["subject"], r["negated"]) for r in about] == [("MG:drug", False), ("MG:other", True)]
    claims = bare.query("claims", start="drug one").column("claim")
    assert len(claims) == len(set(claims)) == 5


def test_counts_hold_bare_claims_once(bare: mechgraph.Graph) -> None:
    counts = {r["predicate"]: r["claims"] for r in bare.query("predicates").records() if r["claims"]}
    assert counts == {
        "mgv:binds": 1,
        "mgv:treats": 2,
        "mgv:has_side_effect": 2,
        "mgv:has_member": 1,
        "mgv:member_of": 1,
    }
    assert sum(bare.query("provenance").column("claims")) == 7
    held = {r["entity"]: r["as_subject"] for r in bare.query("entities", category="drug").records()}
    assert held == {"MG:drug": 3, "MG:other": 1}, "asserted ones"


@pytest.mark.parametrize("name", sorted(q.name for q in named_queries().values() if q.reads_bare))
def test_the_example_of_a_query_names_no_claim_twice_in_one_part(name: str) -> None:
    """Where all claims of the embedded graph have nodes, the direct triples add no row."""
    result = mechgraph.load("embedded").store.engine.query(named_query(name).sparql())
    assert isinstance(result, Table)
    assert len(set(result.rows)) == len(result.rows)
