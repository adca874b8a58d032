"""Edges that do not say how they are known: never established, and what is written comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from mechgraph.curie import Curie
from mechgraph.exchange import open_sources, write
from mechgraph.model import Association, Entity, Records

STATED = "biolink:knowledge_level\tbiolink:agent_type"


@pytest.mark.parametrize(
    ("columns", "cells", "right"),
    [
        ("", "", ("probable", "unknown")),
        ("\tknowledge_level", "\t", ("probable", "unknown")),
        ("\tknowledge_level\tagent_type", "\tknowledge_assertion\tmanual_agent", ("established", "")),
        ("\tknowledge_level\tagent_type", "\tprediction\tcomputational_model", ("hedged", "predicted")),
    ],
)
def test_a_blank_level_is_unknown(tmp_path: Path, columns: str, cells: str, right: tuple[str, str]) -> None:
    text = f"subject\tpredicate\tobject{columns}\nCHEBI:1\tbiolink:treats\tMONDO:1{cells}\n"
    (tmp_path / "a_edges.tsv").write_text(text, encoding="utf-8")
    (reading,) = open_sources([tmp_path / "a_edges.tsv"])
    (claim,) = reading.records().associations
    assert (claim.certainty, claim.source_certainty) == right


@pytest.mark.parametrize("form", ["kgx-tsv", "kgx-jsonl"])
def test_a_claim_without_evidence_comes_back_established(tmp_path: Path, form: str) -> None:
    ends = [Entity(id=Curie(f"MG:{n}"), name=n, category="protein") for n in "ab"]
    claim = Association(subject=Curie("MG:a"), predicate="decreases_activity_of", object=Curie("MG:b"))
    write(Records(entities=ends, associations=[claim]), form, tmp_path / "x")
    (reading,) = open_sources(sorted(tmp_path.iterdir()))
    assert reading.records().associations == [claim]


@pytest.mark.parametrize("between", ["\t", " "])
def test_sif_is_read(tmp_path: Path, between: str) -> None:
    lines = [("TP53", "activates", "CDKN1A"), ("MDM2", "inhibits", "TP53", "RB1"), ("ALONE",), ("two", "fields")]
    text = "".join(between.join(fields) + "\n" for fields in lines)
    (tmp_path / "a.sif").write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match=r"sif"):
        open_sources([tmp_path / "a.sif"])
    (tmp_path / "a.sif").write_text(text.replace(f"two{between}fields\n", ""), encoding="utf-8")
    (reading,) = open_sources([tmp_path / "a.sif"])
    found = reading.records()
    names = {e.id: e.name for e in found.entities}
    assert sorted(names.values()) == ["ALONE", "CDKN1A", "MDM2", "RB1", "TP53"]
    assert {(names[a.subject], a.predicate, names[a.object], a.certainty) for a in found.associations} == {
        ("TP53", "activates", "CDKN1A", "probable"),
        ("MDM2", "inhibits", "TP53", "probable"),
        ("MDM2", "inhibits", "RB1", "probable"),
    }
