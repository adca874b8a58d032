"""Every answer says, per claim, who is for it and who against; a verdict moves when a refuting claim is laid on top."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

import mechgraph
from mechgraph.answers.judge import verdict_on
from mechgraph.cli import main
from mechgraph.errors import NotFoundError, RecordError
from mechgraph.model import Evidence
from mechgraph.reason.objections import objections_to_all
from mechgraph.reason.sides import COLUMNS, sides, sides_of
from mechgraph.reason.verdicts import claim_verdict, mechanism_verdict
from mechgraph.store.layered import layered

from .small import claim, curie, mechanism, store

STUDY = """\
sources:
- {id: study, kind: article, title: A study that is supposed}
associations:
- subject: MESH:D018080
  predicate: releases
  object: MG:g-beta-gamma
  evidence: [{source: study, stance: refutes, summary: None was seen.}]
"""


@pytest.fixture(scope="module")
def kg() -> mechgraph.Graph:
    return mechgraph.load()


@pytest.fixture
def study(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY)
    return path


def said(*line: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as left:
        main(line)
    assert left.value.code == 0
    return capsys.readouterr().out


def test_each_voice_stands_in_its_column_with_its_sources() -> None:
    mine = claim(
        "drug -> sleep",
        evidence=tuple(Evidence(source="s", stance=s) for s in ("supports", "refutes", "no_effect", "partial")),
    )
    beside = (
        claim("drug -> sleep", negated=True),
        claim("drug -> sleep", certainty="inconclusive", species=curie("rat")),
    )
    small = store(mine, *beside)
    found = next(held for a, held in sides_of(small, [mine]) if a.id == mine.id)
    counts = {c: len(getattr(found, c)) for c in COLUMNS}
    assert counts == {"supports": 1, "refutes": 2, "no_effect": 1, "inconclusive": 1, "partial": 1, "contested": 0}
    assert [s.kind for s in found.refutes] == ["refutes", "negates"]
    assert all(s.sources == ("s",) for c in COLUMNS for s in getattr(found, c))
    assert found.verdict == "mixed"


def test_an_inconclusive_claim_has_no_support() -> None:
    found = sides(claim("drug -> sleep", certainty="inconclusive"), [], {})
    assert (found.verdict, found.supports, len(found.inconclusive)) == ("inconclusive", (), 1)


def test_what_is_against_on_other_patients_only_does_not_weaken_an_undisputed_claim() -> None:
    mine = claim("drug -| pain")
    elsewhere = claim("drug -| pain", negated=True, population_of=curie("migraine"))
    everywhere = claim("drug -| pain", negated=True)
    assert claim_verdict(mine, objections_to_all(store(mine, elsewhere), [mine])) == "supported"
    assert claim_verdict(mine, objections_to_all(store(mine, elsewhere, everywhere), [mine])) == "mixed"
    hedged = claim("drug -| pain", certainty="hedged")
    assert claim_verdict(hedged, objections_to_all(store(hedged, elsewhere), [hedged])) == "mixed"


def test_a_mechanism_brings_the_sides_of_its_claims_along() -> None:
    found = mechanism("drug -> receptor", claim("receptor -> disease", negated=True)).to_dict()["sides"]
    assert [held["verdict"] for held in found.values()] == ["supported", "supported"]
    assert all({"verdict", *COLUMNS} == set(held) for held in found.values())


def _claims(data: Any) -> list[dict[str, Any]]:
    return list(data["sides"].values()) if "sides" in data else [c.get("sides", c) for c in data["claims"]]


@pytest.mark.parametrize(
    "line",
    [
        "explain baclofen pain --all",
        "explain baclofen --all",
        "ask Does baclofen reduce anxiety?",
        "paths baclofen pain",
        "what-if baclofen pain",
        "compare baclofen tizanidine",
        "interactions baclofen",
    ],
)
def test_the_json_of_every_answer_has_them(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(said(*line.split(), "-f", "json", capsys=capsys))
    assert _claims(data)
    assert all({"verdict", *COLUMNS} <= set(held) for held in _claims(data))


def test_what_is_inherited_or_composed_says_its_rule_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(said("interactions", "baclofen", "tizanidine", "-f", "json", capsys=capsys))
    derived = [c for c in data["claims"] if c.get("rule")]
    assert derived
    assert all(c["rule"] == "inherited-from-class" and c["derived_from"] and c["supports"] for c in derived)


@pytest.mark.parametrize("before", [True, False])
def test_the_verdict_moves_when_a_refuting_claim_is_laid_on_top(
    study: pathlib.Path, capsys: pytest.CaptureFixture[str], before: bool
) -> None:
    more = () if before else ("--with", str(study))
    text = said("explain", "baclofen", "pain", *more, capsys=capsys)
    assert text.startswith("SUPPORTED" if before else "MIXED")
    assert ("None was seen [study]" in text) is not before
    data = json.loads(said("explain", "baclofen", "pain", *more, "-f", "json", capsys=capsys))
    assert data["verdict"] == ("supported" if before else "mixed")


def test_records_on_top_pool_their_evidence_and_refer_to_what_is_below(
    kg: mechgraph.Graph, study: pathlib.Path
) -> None:
    more = mechgraph.Graph(layered(kg.store, study))
    assert more.stats()["associations"] == kg.stats()["associations"]
    assert more.association("gabab-releases-gbg").evidence[-1].source == "study"
    assert mechanism_verdict(more.mechanism("baclofen", "pain")) == "mixed"
    study.write_text(STUDY.replace("MG:g-beta-gamma", "MG:nothing"))
    with pytest.raises(RecordError, match="no entity MG:nothing"):
        layered(kg.store, study)
    with pytest.raises(NotFoundError):
        layered(kg.store, study.parent / "nowhere.yaml")


def test_explain_and_the_mechanism_give_one_verdict(kg: mechgraph.Graph) -> None:
    for m in list(kg.store.mechanisms())[:40]:
        told = kg.explain(kg.entity(str(m.drug)), kg.entity(str(m.effect)))
        assert told.mechanism is not None
        assert told.verdict == verdict_on(kg.workspace, told.mechanism)


def test_a_context_names_the_chains_that_it_takes_away(kg: mechgraph.Graph) -> None:
    text = " ".join(str(kg.explain("baclofen", "anxiety", context=["species=human"])).split())
    assert "LEFT OUT: CANNOT HOLD IN THIS CONTEXT" in text
    assert "breaks at GABA-B receptor decreases the activity of serotonergic neuron" in text
    assert "baclofen decreases reactivity of amygdala" in text
