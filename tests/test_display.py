"""What a person sees who types the name of a thing in Python."""

from __future__ import annotations

import mechgraph


def test_a_record_shows_only_what_is_set(kg: mechgraph.Graph) -> None:
    claim = next(iter(kg.associations(subject="baclofen", predicate="agonist_of")))
    shown = repr(claim)
    assert shown.startswith("Association(subject=Curie('DRUGBANK:DB00181'), predicate='agonist_of'")
    assert "hedge" not in shown
    assert "None" not in shown


def test_a_mechanism_is_told_in_lines_and_counted_in_one(kg: mechgraph.Graph) -> None:
    mechanism = kg.mechanism("baclofen", "spasticity")
    assert repr(mechanism).startswith("<Mechanism baclofen → spasticity: decreases; 2 paths, ")
    first, *paths = str(mechanism).splitlines()
    assert first == "baclofen → spasticity: decreases"
    assert len(paths) == 2
    assert paths[0].strip().startswith("baclofen → GABA-B receptor → Gβγ → Cav2.2 (CACNA1B) → ")
    assert paths[0].endswith(" → alpha motor neuron → muscle contraction → spasticity (decreases)")
    assert str(mechanism.paths[0]).endswith("HP:0001257 (decreases)")


def test_a_table_stands_in_columns_and_cuts_what_is_long(kg: mechgraph.Graph) -> None:
    table = kg.query("uses", drug="baclofen")
    head, *rows = str(table).splitlines()
    assert len(rows) == len(table)
    assert all(row.index("HP:0001257") == head.index("condition") for row in rows if "HP:0001257" in row)
    assert max(len(cell.strip()) for row in rows for cell in row.split("  ")) == 40
    assert repr(table) == str(table)


def test_an_empty_table_shows_its_columns() -> None:
    assert str(mechgraph.Table(("a", "b"), ())) == "a  b"
