"""What the one change of format holds: raw beside summaries, two certainties, ordered mechanisms, citable sources."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mechgraph import build, load, records
from mechgraph.curie import Curie
from mechgraph.errors import FormatError, IndexFormatError, RecordError
from mechgraph.exchange import kgx_items, kgx_nodes
from mechgraph.model import Association, Evidence, Records, Source, merge
from mechgraph.rdf import from_triples, to_text, triples
from mechgraph.sentences import raw_words, says
from mechgraph.shapes.things import association
from mechgraph.store.layout import FORMAT, manifest_text

YAML = """
entities:
- {id: MG:d, name: aspilin, category: drug, identifier_source: 'kgx:{not JSON'}
- {id: MG:r, name: receptor, category: receptor}
- {id: MG:g, name: release, category: biological_process}
- {id: MG:h, name: firing, category: biological_process}
- {id: MG:s, name: spasm, category: phenotype}
sources:
- id: L1
  kind: article
  title: On drugs
  journal: J Drugs
  volume: '12'
  issue: '3'
  pages: 1-9
- id: L2
  kind: label
  title: Label
  version: '4'
  set_id: c59b086d-8e2a-47fa-ae4f-135e65c37337
  accessed: '2026-11-29'
- {id: L3, kind: web_page, title: A page, container: A book, publisher: A house}
associations:
- key: binds
  subject: MG:d
  predicate: agonist_of
  object: MG:r
  certainty: probable
  source_certainty: hedged
  hedge: may
  evidence:
  - {source: L1, summary: 'kgx:{"predicate": "biolink:treats"}', quote: may act at the receptor}
- {key: less, subject: MG:r, predicate: decreases, object: MG:g, evidence: [{source: L1}]}
- {key: quiet, subject: MG:r, predicate: decreases, object: MG:h, evidence: [{source: L1}]}
- {key: drive, subject: MG:g, predicate: increases, object: MG:s, evidence: [{source: L1}]}
- {key: drive2, subject: MG:h, predicate: increases, object: MG:s, evidence: [{source: L2}]}
- {key: whole, subject: MG:d, predicate: decreases, object: MG:s, evidence: [{source: L3}]}
mechanisms:
- id: m
  drug: MG:d
  effect: MG:s
  steps:
  - {id: '1', claims: [binds], level: molecular}
  - {id: terminals, branch: terminals, claims: [less], level: cellular}
  - {id: neurons, branch: neurons, claims: [quiet], level: cellular}
  - {id: '3', claims: [drive, drive2], after: [terminals, neurons], join: or, level: clinical, text: less tone}
  - {id: seen, claims: [whole], summarises: ['1', '3']}
- {id: flat, drug: MG:d, effect: MG:s, claims: [binds, less, drive]}
"""


def _read(tmp_path: Path, text: str = YAML) -> Records:
    (tmp_path / "r.yaml").write_text(text)
    return records.read(tmp_path)


def test_an_ordered_mechanism_lists_the_links_of_its_steps_and_not_its_summaries(tmp_path: Path) -> None:
    r = _read(tmp_path)
    ids = {a.key: a.id for a in r.associations}
    m = next(m for m in r.mechanisms if m.id == "m")
    assert m.claims == tuple(ids[k] for k in ("binds", "less", "quiet", "drive", "drive2"))
    assert set(m.named) == {*m.claims, ids["whole"]}
    assert {s.id: m.before(s) for s in m.steps} == {
        "1": (),
        "terminals": ("1",),
        "neurons": ("1",),
        "3": ("terminals", "neurons"),
        "seen": (),
    }
    flat = next(m for m in r.mechanisms if m.id == "flat")
    assert not flat.ordered
    assert len(flat.claims) == 3


@pytest.mark.parametrize("way", ["yaml", "rdf", "built"])
def test_everything_new_comes_back(tmp_path: Path, way: str) -> None:
    r = _read(tmp_path)
    if way == "yaml":
        text = records.dump(r)
        assert "claims" not in text[text.index("- id: m") : text.index("steps:", text.index("- id: m"))]
        back = _read(tmp_path, text)
    elif way == "rdf":
        back = from_triples(triples(r))
    else:
        store = load(build.build([tmp_path / "r.yaml"], tmp_path / "g.mechgraph").path).store
        back = Records(
            entities=sorted(store.entities()),
            sources=sorted(s for s in store.sources() if s.id.startswith("L")),
            associations=sorted(store.associations()),
            mechanisms=sorted(store.mechanisms()),
        )
    for kind in ("entities", "sources", "associations", "mechanisms"):
        assert sorted(getattr(back, kind)) == sorted(getattr(r, kind)), kind


def test_a_summary_of_a_curator_is_never_read_as_what_a_source_said(tmp_path: Path) -> None:
    r = _read(tmp_path)
    claim = next(a for a in r.associations if a.key == "binds")
    assert says(claim.evidence[0]) == 'kgx:{"predicate": "biolink:treats"}'
    (edge,) = kgx_items.edges_of(claim, {})
    assert edge["predicate"] == "biolink:affects"
    drug = next(e for e in r.entities if e.id == "MG:d")
    assert kgx_nodes.node_of(drug)["name"] == "aspilin"
    kg = load(tmp_path / "r.yaml")
    shown = association(claim, {e.id: e for e in r.entities}, kg.store.source).to_dict()
    assert shown["evidence"][0]["summary"] == 'kgx:{"predicate": "biolink:treats"}'
    assert kg.explain("aspilin").sections


def test_what_kgx_says_beyond_our_fields_is_told_in_words_and_written_back(tmp_path: Path) -> None:
    edge = {
        "id": "e1",
        "subject": "CHEBI:1",
        "predicate": "biolink:treats",
        "object": "MONDO:1",
        "publications": ["PMID:7", "PMID:8"],
        "score": 0.5,
        "knowledge_level": "prediction",
        "agent_type": "text_mining_agent",
    }
    made = kgx_items.read_edge(edge, {"CHEBI:1": "drug", "MONDO:1": "disease"}, "here")
    assert not isinstance(made, str)
    claim = made.association
    assert [e.source for e in claim.evidence] == ["here", "PMID:7", "PMID:8"]
    assert says(claim.evidence[0]) == "publications: PMID:7, PMID:8; score: 0.5"
    assert list(kgx_items.edges_of(claim, {})) == [edge]
    assert claim.as_said == "predicted"
    more = replace(claim, evidence=(*claim.evidence, Evidence(source="L1", summary="seen in a trial")))
    assert [e.get("id") for e in kgx_items.edges_of(more, {})] == ["e1", claim.id]


def test_raw_that_is_no_object_is_refused_with_its_place(tmp_path: Path) -> None:
    text = YAML.replace("{source: L3}", "{source: L3, raw: '[1]'}")
    with pytest.raises(RecordError, match=r"r\.yaml:\d+:\d+: 'raw' holds what an imported source says"):
        _read(tmp_path, text)
    assert raw_words("[1]") == "[1]"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "after: [terminals, neurons]",
            "after: [terminal]",
            "no other step 'terminal'.*steps here are: 1, term",
        ),
        ("after: [terminals, neurons]", "after: ['3']", "no other step '3'"),
        ("claims: [quiet]", "claims: [quite]", "no association with the key 'quite'; did you mean 'quiet'"),
        ("summarises: ['1', '3']", "summarises: ['1', '4']", "no association with the key '4'"),
        ("id: neurons, branch", "id: terminals, branch", "the step 'terminals' stands twice"),
        ("join: or", "join: nor", "'join' may not be 'nor'"),
        ("level: molecular", "level: atomic", "'level' may not be 'atomic'"),
        ("source_certainty: hedged", "source_certainty: sure", "'source_certainty' may not be 'sure'"),
    ],
)
def test_a_step_that_names_what_is_not_there_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in YAML
    with pytest.raises(RecordError, match=rf"r\.yaml:\d+:\d+: {message}"):
        _read(tmp_path, YAML.replace(old, new))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "stated"),
        ({"hedge": "may"}, "hedged"),
        ({"hedge": "may", "source_certainty": "inconclusive"}, "inconclusive"),
        ({"certainty": "inconclusive"}, "stated"),
        ({"knowledge_level": "prediction"}, "predicted"),
        ({"knowledge_level": "not_provided"}, "unknown"),
        ({"knowledge_level": "statistical_association"}, "stated"),
    ],
)
def test_what_the_source_says_is_apart_from_how_the_curator_weighs_it(fields: dict[str, str], said: str) -> None:
    claim = replace(Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:1")), **fields)
    assert claim.as_said == said


def test_pooled_claims_keep_the_strongest_of_what_their_sources_say() -> None:
    claim = Association(subject=Curie("A:1"), predicate="increases", object=Curie("B:1"))
    parts = [replace(claim, source_certainty=c) for c in ("", "inconclusive", "hedged")]
    assert [a.source_certainty for a in merge(parts)] == ["hedged"]


def test_a_label_without_an_address_links_to_its_set_id() -> None:
    label = Source(id="L", kind="label", title="t", set_id="c59b086d-8e2a-47fa-ae4f-135e65c37337")
    assert label.link.endswith("setid=c59b086d-8e2a-47fa-ae4f-135e65c37337")
    assert replace(label, url="https://x.org/a").link == "https://x.org/a"


def test_a_graph_of_the_format_before_is_refused_in_one_line_that_mends_it(tmp_path: Path) -> None:
    folder = tmp_path / "g.mechgraph"
    folder.mkdir()
    old = {"format": FORMAT, "version": 2, "name": "g", "files": {}}
    (folder / "manifest.json").write_bytes(manifest_text(old))
    with pytest.raises(IndexFormatError) as refused:
        load(folder)
    assert "version 2" in str(refused.value)
    assert "mechgraph build" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_word_that_a_closed_property_may_not_have_is_refused(tmp_path: Path) -> None:
    text = to_text(triples(_read(tmp_path)), "nt")
    assert '"probable"' in text
    (tmp_path / "g.nt").write_text(text.replace('"probable"', '"sure"'))
    with pytest.raises(FormatError, match=r"certainty may not be 'sure' \(was it edited by hand"):
        load(tmp_path / "g.nt")
