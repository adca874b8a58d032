"""Drugs side by side, and conclusions that change between two graphs."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import mechgraph
from mechgraph.answers.changed import changed_mechanisms
from mechgraph.answers.diff import diff
from mechgraph.build import build
from mechgraph.errors import NotFoundError, UsageError
from mechgraph.graph import Graph
from mechgraph.model import Association, CuratedMechanism, Evidence, Records
from mechgraph.records import dump
from mechgraph.store.disk import DiskStore
from mechgraph.store.memory import MemoryStore

from .small import claim, curie, records

KINDS = {"aspilin": "drug", "blofen": "drug", "receptor": "receptor", "sleep": "phenotype", "pain": "phenotype"}


def graph(*claims: object) -> Graph:
    return Graph(MemoryStore(records(*claims, categories=KINDS)))  # type: ignore[arg-type]


def test_what_two_drugs_share_what_is_opposite_and_what_each_has_alone() -> None:
    kg = graph("aspilin -> receptor", "blofen -| receptor", "aspilin -| pain", "blofen -| pain", "aspilin -> sleep")
    found = kg.compare(["aspilin", "blofen"])
    assert [r.entity.name for r in found.opposite()] == ["receptor"]
    assert {r.entity.name for r in found.shared()} == {"receptor", "pain"}
    assert [r.entity.name for r in found.distinct(found.drugs[0])] == ["sleep"]
    table = found.to_table()
    assert table.columns == ("facet", "name", "entity", "aspilin", "blofen", "relation")
    assert ("targets", "receptor", curie("receptor"), "+", "−", "opposite") in table.rows
    assert "opposite: receptor (aspilin +, blofen −)" in str(found)
    assert found.to_dict()["rows"][0]["name"] == "receptor"


def test_a_denied_effect_is_no_and_silence_is_empty() -> None:
    kg = graph("aspilin -> sleep", claim("blofen -> sleep", negated=True), "blofen -| pain")
    rows = {r.entity.name: r for r in kg.compare(["aspilin", "blofen"]).rows}
    assert [str(c) for c in rows["sleep"].cells] == ["+", "no"]
    assert not rows["sleep"].shared
    assert rows["pain"].cells[0] is None


def test_claims_of_one_drug_that_disagree_are_both() -> None:
    kg = graph("aspilin -> sleep", claim("aspilin -| sleep", timing="acute"), "blofen -> sleep")
    (row,) = kg.compare(["aspilin", "blofen"]).rows
    assert [str(c) for c in row.cells] == ["±", "+"]


def test_a_long_comparison_lists_twenty_and_counts_the_others_opposite_first() -> None:
    shared = [f"{drug} -> sleep{n:02}" for n in range(23) for drug in ("aspilin", "blofen")]
    kinds = KINDS | {f"sleep{n:02}": "phenotype" for n in range(23)}
    made = records(*shared, "aspilin -> pain", "blofen -| pain", categories=kinds)
    found = Graph(MemoryStore(made)).compare(["aspilin", "blofen"])
    lines = found.lines()
    assert lines[2].startswith("  opposite: pain")
    assert sum(line.startswith("  shared: ") for line in lines) == 19
    assert "  and 4 shared more; -f csv lists all" in lines
    assert len(found.to_table()) == 24


def test_comparing_needs_two_different_drugs() -> None:
    kg = graph("aspilin -> sleep", "blofen -> sleep")
    for drugs in (["aspilin"], [], ["aspilin", "MG:aspilin"]):
        with pytest.raises(UsageError):
            kg.compare(drugs)
    with pytest.raises(NotFoundError):
        kg.compare(["aspilin", "nothing"])


def test_baclofen_and_diazepam_share_spasticity_and_differ_in_their_targets() -> None:
    found = mechgraph.load().compare(["baclofen", "diazepam"])
    assert "spasticity" in {r.entity.name for r in found.shared("effects")}
    assert "GABA-B receptor" in {r.entity.name for r in found.distinct(found.drugs[0], "targets")}


# Diff ------------------------------------------------------------------------------------------------------------

CHAIN = ("drug -> receptor", "receptor -| firing", "firing -> disease")


def stored(*claims: object) -> MemoryStore:
    made: Records = records(*claims)  # type: ignore[arg-type]
    ids = tuple(a.id for a in made.associations if a.key)
    made.mechanisms = [CuratedMechanism(id="m", drug=curie("drug"), effect=curie("disease"), claims=ids)]
    return MemoryStore(made)


def test_built_graphs_compared_by_columns_change_as_the_same_graphs_in_memory(tmp_path: Path) -> None:
    """Bare in both, bare in one and detailed in the other, only in one, detailed in both."""

    def bare(text: str) -> Association:
        return msgspec.structs.replace(claim(text, evidence=()), key="")

    kept = [bare(f"drug affects thing{n}") for n in range(5)]
    hedged = msgspec.structs.replace(bare("drug affects sleep"), certainty="hedged")
    turned = (bare("drug affects pain"), msgspec.structs.replace(bare("drug affects pain"), note="seen"))
    sides = {
        "old": [*kept, bare("drug affects sleep"), bare("drug -> gone"), turned[1], *map(claim, CHAIN)],
        "new": [bare("drug -> come"), *kept, hedged, turned[0], *map(claim, CHAIN[:2]), claim(CHAIN[2], route="oral")],
    }
    disk, memory = [], []
    for name, claims in sides.items():
        (tmp_path / f"{name}.yaml").write_text(dump(records(*claims)))
        build([tmp_path / f"{name}.yaml"], tmp_path / f"{name}.mechgraph")
        disk.append(DiskStore.open(tmp_path / f"{name}.mechgraph"))
        memory.append(MemoryStore(records(*claims), name=name))
    assert len(list(disk[0].unlike(disk[1]))) == len(sides["old"]) - len(kept)
    found, expected = diff(disk[0], disk[1]), diff(memory[0], memory[1])
    assert sorted(found.claims, key=str) == sorted(expected.claims, key=str)
    assert len(found.claims) >= 5
    assert [(c.kind, c.about, c.before, c.after) for c in found.changes] == [
        (c.kind, c.about, c.before, c.after) for c in expected.changes
    ]


def test_the_same_graph_changes_nothing() -> None:
    found = diff(stored(*CHAIN), stored(*CHAIN))
    assert (found.exit_code, str(found), found.claims) == (0, "no conclusion changed", ())


def test_more_evidence_for_a_claim_changes_no_conclusion() -> None:
    more = claim(CHAIN[0], evidence=(Evidence(source="s"), Evidence(source="s", locator="p. 2")))
    found = diff(stored(*CHAIN), stored(more, *CHAIN[1:]))
    assert (found.exit_code, [c.what for c in found.claims]) == (0, [("evidence",)])
    assert "changed without changing a conclusion" in str(found)


def test_a_turned_claim_changes_the_net_sign_and_is_named() -> None:
    found = diff(stored(*CHAIN), stored(CHAIN[0], "receptor -> firing", CHAIN[2]))
    assert found.exit_code == 4
    sign = next(c for c in found.changes if c.kind == "net_sign")
    assert (sign.before, sign.after) == ("decreases", "increases")
    assert {(b.how, b.sentence) for b in sign.because} == {
        ("removed", "receptor decreases firing"),
        ("added", "receptor increases firing"),
    }


def test_a_refuting_claim_changes_the_verdict_and_the_statement() -> None:
    found = diff(stored(*CHAIN), stored(*CHAIN, msgspec.structs.replace(claim(CHAIN[1], negated=True), key="")))
    kinds = {c.kind: (c.before, c.after) for c in found.changes}
    assert kinds["verdict"] == ("supported", "mixed")
    assert kinds["statement"] == ("lowers", "lowers, contested")


def test_a_mechanism_that_came_or_went_is_a_change() -> None:
    empty = MemoryStore(records(*CHAIN))
    (gone,) = diff(stored(*CHAIN), empty).changes
    assert (gone.kind, gone.before, gone.after) == ("mechanism", "decreases, supported", "none")
    (came,) = diff(empty, stored(*CHAIN)).changes
    assert came.before == "none"


def test_changes_are_plain_values_and_the_gravest_comes_first() -> None:
    data = diff(stored(*CHAIN), stored(CHAIN[0], "receptor -> firing", CHAIN[2])).to_dict()
    assert data["changed"] is True
    assert data["changes"][0]["kind"] == "net_sign"


def test_a_change_of_evidence_is_told_and_not_blamed_for_a_sign() -> None:
    against = claim(CHAIN[0], evidence=(Evidence(source="s"), Evidence(source="s", stance="refutes", locator="p. 3")))
    found = diff(stored(*CHAIN), stored(against, "receptor -> firing", CHAIN[2]))
    because = {c.kind: [str(b) for b in c.because] for c in found.changes}
    assert "changed: drug increases receptor (evidence + s p. 3 (refutes))" in because["verdict"]
    assert not [b for b in because["net_sign"] if b.startswith("changed")]
    assert str(found).startswith("embedded → embedded: ")


def test_what_some_of_three_share_and_what_is_denied_is_told() -> None:
    text = str(mechgraph.load().compare(["baclofen", "diazepam", "tizanidine"]))
    assert "some: glutamate release (baclofen −, diazepam − (m))" in text
    assert "denied: GABA-A agonists (baclofen no)" in text


def test_a_misspelt_facet_is_refused_instead_of_empty(kg: mechgraph.Graph) -> None:
    compared = kg.compare(["baclofen", "diazepam"])
    assert compared.shared("effects")
    with pytest.raises(UsageError, match="no facet 'effect'"):
        compared.shared("effect")  # type: ignore[arg-type]


def test_a_diff_is_drawn_with_what_came_went_and_changed_marked() -> None:
    old = stored(*CHAIN)
    weaker = msgspec.structs.replace(claim(CHAIN[2]), certainty="hedged")
    new = stored(CHAIN[0], "receptor -> firing", weaker)
    found = diff(old, new)
    (mechanism,) = changed_mechanisms(found, old, new)
    marked = {str(a): mechanism.marks.get(a.id, "") for a in mechanism.associations}
    assert sorted(marked.values()) == ["", "added", "changed", "removed"]
    assert [p.sign for p in mechanism.paths] == [1], "paths are those of the new graph"
    assert mechanism.title == "drug → disease: decreases → increases"
    svg = mechanism.draw().svg
    for words in ("added", "removed", "changed"):
        assert f">{words}<" in svg


def test_a_changed_statement_outside_every_mechanism_is_drawn_by_itself() -> None:
    old, new = MemoryStore(records("drug -> sleep")), MemoryStore(records("drug -| sleep"))
    (mechanism,) = changed_mechanisms(diff(old, new), old, new)
    assert (mechanism.curated, mechanism.title) == ((), "drug → sleep: raises → lowers")
    assert sorted(mechanism.marks.values()) == ["added", "removed"]


def test_what_only_the_old_graph_had_is_drawn_with_its_names() -> None:
    old, new = stored(*CHAIN), MemoryStore(records("other -> thing"))
    (mechanism,) = [m for m in changed_mechanisms(diff(old, new), old, new) if m.curated]
    assert set(mechanism.marks.values()) == {"removed"}
    assert {e.name for e in mechanism.entities.values()} >= {"drug", "receptor", "firing", "disease"}
