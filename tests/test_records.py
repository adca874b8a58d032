"""Records: strict at the door, canonical on the way out, equal in every view."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from mechgraph import records
from mechgraph.curie import Curie, data_dir
from mechgraph.errors import MechgraphError, RecordError
from mechgraph.model import (
    Association,
    CuratedMechanism,
    Entity,
    Evidence,
    OpenQuestion,
    Qualifiers,
    Quantity,
    Records,
    Source,
)
from mechgraph.nx import from_networkx, to_networkx
from mechgraph.rdf import from_rdflib, from_triples, ontology_turtle, to_rdflib, to_store, triples
from mechgraph.vocab import vocabulary

GRAPH = data_dir("graph")
FILES = records.files(GRAPH)


def _broken(text: str) -> str:
    try:
        found = list(records.problems([records.parse(text, "drug.yaml")]))
    except RecordError as error:
        found = [error]
    assert found, "nothing was refused"
    return str(found[0])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(GRAPH).as_posix())
def test_a_record_file_is_canonical(path: Path) -> None:
    """Writing what was read gives the same bytes; if not, run `mechgraph check --write`."""
    names = {e.id: e for e in records.embedded().entities}
    assert records.dump(records.read_file(path).records, names) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES[::8], ids=lambda p: p.stem)
def test_records_have_the_same_bytes_without_the_compiled_emitter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, compiled = records.read_file(path).records, path.read_text(encoding="utf-8")
    monkeypatch.delattr(yaml, "CSafeDumper")
    assert records.dump(read, {e.id: e for e in records.embedded().entities}) == compiled


def test_the_generated_files_are_current() -> None:
    """They are generated from the YAML; if this fails, run `mechgraph check --write`."""
    assert (GRAPH / "records.schema.json").read_text() == records.schema_text()
    assert (GRAPH / "ontology.ttl").read_text(encoding="utf-8") == ontology_turtle()


def test_the_schema_has_the_same_bytes_however_msgspec_indents_and_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = records.schema_text(), msgspec.json.schema

    def indented(*args: Any, **options: Any) -> dict[str, Any]:
        schema = theirs(*args, **options)
        for definition in schema["$defs"].values():
            definition["description"] = definition["description"].replace("\n", "\n        ") + "\n    "
            for field in definition["properties"].values():
                field.get("anyOf", []).reverse()
        return schema

    monkeypatch.setattr(msgspec.json, "schema", indented)
    assert records.schema_text() == ours


def test_every_record_file_fits_the_published_schema() -> None:
    schema = json.loads((GRAPH / "records.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    for path in FILES:
        errors = list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8"))))
        assert not errors, (path, errors[0].message)


def test_what_is_made_from_the_records_is_not_committed_beside_them() -> None:
    for name in ("mechgraph.json", "mechgraph.ttl"):
        assert not (GRAPH / name).exists(), f"remove it: git rm -f graph/{name}; 'mechgraph export' writes what it held"


def test_the_embedded_graph_survives_rdf_networkx_and_rdflib() -> None:
    r = records.embedded()
    for back in (from_triples(triples(r)), from_networkx(to_networkx(r, asserted_only=False))):
        assert back.entities == sorted(r.entities)
        assert set(back.associations) == set(r.associations)
        assert sorted(back.sources) == sorted(r.sources)
        assert sorted(back.mechanisms) == sorted(r.mechanisms)
    assert set(from_rdflib(to_rdflib(r, plain=True)).associations) == set(r.associations)


# Faults, each with file, line and remedy -------------------------------------------------------------------------


def test_broken_yaml_names_file_line_and_remedy() -> None:
    assert "drug.yaml:2:" in (text := _broken("entities:\n- id: [\n")) or "drug.yaml:3:" in text
    assert "quote text" in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entities:\n- {id: 'MG:a', nam: a, category: state}", "2:16: unknown field 'nam'; did you mean 'name'"),
        ("entities:\n- {id: 'MG:a', category: state}", "missing the field 'name'"),
        ("entities:\n- {id: plain, name: a, category: state}", "not a CURIE"),
        ("entities:\n- {id: 'NOPE:1', name: a, category: state}", "unknown prefix 'NOPE'"),
        ("entities:\n- {id: 'MG:a', name: a, category: stat}", "did you mean 'state'"),
        ("entities: &x\n- {id: 'MG:a', name: a, category: state}\nsources: *x", "aliases"),
        ("entities: []\nentities: []", "2:1: the field 'entities' stands twice"),
        ("entities:\n- {id: 'MG:a', name: a, category: state, name: b}", "2:42: the field 'name' stands twice"),
        ("entities:\n- {id: 'HPP:1', name: a, category: state}", "did you mean 'HP:1'"),
        ("entities:\n- {id: 'http://purl.obolibrary.org/obo/HP_1', name: a, category: state}", "did you mean 'HP:1'"),
        ("entities:\n- {id: 'MG:a', name: 1, category: state}", "2:16: 'name' wants a text, not a number"),
        ("entities:\n- {id: 'MG:a', name: a, category: state, synonyms: b}", "'synonyms' wants a list, not a text"),
        ("entities:\n- id: 'MG:a'\n\tname: a", "3:1: not valid YAML: line 3 begins with a tab"),
        ("entities:\n- id: 'MG:a'\n  name:a\n  category: state", "line 3 has no space after the colon"),
        ("entities:\n- id: 'MG:a\n  name: a", "the quoted text that begins in line 2 does not end"),
        ("entities:\n- id:\u00a0a\n  name: b", "U+00A0"),
        ("associations:\n- {subject: 'MG:a', predicate: inhibit, object: 'MG:b'}", "did you mean 'inhibits'"),
        ("associations:\n- {subject: 'MG:a', predicate: inhibits, object: 'MG:b'}", "no entity MG:a"),
        (
            "associations:\n- {subject: 'MG:a', predicate: inhibits, object: 'MG:b', certainty: sure}",
            "write one of: established",
        ),
        ("mechanisms:\n- {id: m, drug: 'MG:a', effect: 'MG:a', claims: [nokey]}", "no entity MG:a"),
        ("x: 1", "unknown field 'x'"),
        ("- 1", "a record file wants fields with values, not a list"),
        ("a: " + "[" * 40 + "]" * 40, "nested deeper"),
    ],
)
def test_a_faulty_record_is_refused_with_its_place(text: str, expected: str) -> None:
    message = _broken(text)
    assert expected in message
    assert message.startswith("drug.yaml:")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: \xff\n")
    with pytest.raises(RecordError, match="not UTF-8"):
        records.read(tmp_path)


def test_a_place_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("title: x\nnote: célécoxib\n".encode("latin-1"))
    with pytest.raises(RecordError, match=r"a\.yaml:2:8: byte 0xe9 is not UTF-8"):
        records.read(tmp_path)
    (tmp_path / "a.yaml").write_bytes("title: x\n".encode("utf-16"))
    with pytest.raises(RecordError, match="UTF-16"):
        records.read(tmp_path)


def test_every_misfit_of_a_record_is_said() -> None:
    text = {"subject": "baclofen", "predicat": "treats", "object": "HP:0001257", "evidence": [{"stance": "for"}]}
    found = list(records.faults(text, Association))
    assert [f.at for f in found] == [("subject",), ("predicat",), ("evidence", 0, "stance"), ("evidence", 0)]
    assert all(f.message and f.remedy for f in found)


def test_faults_finds_something_wherever_the_reader_refuses() -> None:
    """The two walk the same model: what one refuses, the other explains, and what one reads, the other passes."""
    import msgspec

    values: list[object] = ["x", "MG:x", 1, 1.5, True, None, [], ["MG:x"], [1], {}, {"source": "s"}, [{"source": "s"}]]
    for kind in (Entity, Source, Association, CuratedMechanism, OpenQuestion):
        fields = msgspec.structs.fields(kind)
        right = {"Curie": "MG:x", "str": "x", "tuple": []}
        base = {f.name: right.get(getattr(f.type, "__name__", ""), "unanswered") for f in fields if f.required}
        assert not list(records.faults(base, kind))
        for field in fields:
            for value in values:
                item = {**base, field.name: value}
                try:
                    msgspec.convert(item, kind, dec_hook=records.decode_curie)
                except msgspec.ValidationError:
                    assert list(records.faults(item, kind)), (kind, field.name, value)
                else:
                    assert not list(records.faults(item, kind)), (kind, field.name, value)


def test_a_billion_laughs_is_refused_at_once() -> None:
    text = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert "aliases" in _broken(text)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda b: b.decode("latin-1"))))
def test_no_text_makes_the_reader_crash(text: str) -> None:
    with contextlib.suppress(MechgraphError):
        list(records.problems([records.parse(text)]))


def test_a_folder_begins_with_an_example_that_passes_every_check(tmp_path: Path) -> None:
    from mechgraph.checks import check_records

    example, schema = records.begin(tmp_path / "mine")
    assert check_records(tmp_path / "mine", records.embedded()) == []
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text()))
    assert not list(validator.iter_errors(yaml.safe_load(example.read_text(encoding="utf-8"))))
    assert f"$schema={schema.name}" in example.read_text(encoding="utf-8").splitlines()[0]
    with pytest.raises(RecordError, match="is there already"):
        records.begin(tmp_path / "mine")


def test_records_bring_what_they_name_of_a_known_graph() -> None:
    """Also what stands in qualifiers and evidence, so that names are shown and sources cited."""
    text = """associations:
- subject: DRUGBANK:DB00181
  predicate: affects
  object: HP:0001257
  qualifiers: {species: 'NCBITaxon:10116'}
  evidence: [{source: drugmechdb}]
"""
    own = records.with_named(records.resolve([records.parse(text)]), records.embedded())
    assert {e.name for e in own.entities} == {"baclofen", "spasticity", "rat"}
    assert [s.id for s in own.sources] == ["drugmechdb"]


# Round trips of generated records --------------------------------------------------------------------------------

_word = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(
    lambda t: t == t.strip()
)
_curie = st.builds(lambda n: Curie(f"MG:e{n}"), st.integers(0, 5))
_entities = [Entity(id=Curie(f"MG:e{n}"), name=f"thing {n}", category="state") for n in range(6)]
_evidence = st.builds(
    Evidence,
    source=st.sampled_from(["s1", "s 2"]),
    stance=st.sampled_from(["supports", "refutes", "partial", "no_effect"]),
    locator=_word,
    summary=_word,
    type=st.sampled_from([None, Curie("ECO:0000006")]),
    exempts=st.sets(_curie, max_size=2).map(lambda found: tuple(sorted(found))),
)
_qualifiers = st.builds(
    Qualifiers,
    anatomy=st.none() | _curie,
    species=st.none() | _curie,
    route=st.sampled_from(["", *vocabulary().qualifiers["route"]]),
    timing=st.sampled_from(["", *vocabulary().qualifiers["timing"]]),
    direction=st.sampled_from(["", "increased", "decreased"]),
    dose=st.just("") | _word,
    population=st.just("") | _word,
)
_quantity = st.builds(
    Quantity,
    kind=_word,
    value=st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    rank=st.none() | st.integers(1, 9),
    unit=st.sampled_from(["", "%", "mg"]),
)
_association = st.builds(
    Association,
    subject=_curie,
    predicate=st.sampled_from(sorted(vocabulary().predicates)),
    object=_curie,
    qualifiers=_qualifiers,
    negated=st.booleans(),
    certainty=st.sampled_from(["established", "probable", "hedged", "inconclusive"]),
    hedge=st.just("") | _word,
    quantity=st.none() | _quantity,
    evidence=st.lists(_evidence, max_size=3, unique=True).map(tuple),
    note=st.just("") | _word,
)
_records = st.lists(_association, max_size=6, unique_by=lambda a: a.id).map(
    lambda claims: Records(
        entities=_entities,
        sources=[Source(id="s 2", kind="text", title="b"), Source(id="s1", kind="text", title="a", year=2001)],
        associations=sorted(claims),
        mechanisms=[
            CuratedMechanism(id="m 1", drug=Curie("MG:e0"), effect=Curie("MG:e1"), claims=tuple(a.id for a in claims))
        ],
        questions=[OpenQuestion(id="q", kind="unanswered", question="why?", about=(Curie("MG:e0"),))],
    )
)


@settings(max_examples=60, deadline=None)
@given(_records)
def test_records_survive_yaml(r: Records) -> None:
    text = records.dump(r)
    again = records.resolve([records.parse(text)])
    assert again == Records(
        entities=sorted(r.entities),
        sources=sorted(r.sources),
        associations=sorted(r.associations),
        mechanisms=r.mechanisms,
        questions=r.questions,
    )
    assert records.dump(again) == text


@settings(max_examples=60, deadline=None)
@given(_records)
def test_records_survive_rdf_and_networkx(r: Records) -> None:
    back = from_triples(triples(r))
    assert (set(back.associations), back.entities, back.sources) == (set(r.associations), r.entities, sorted(r.sources))
    assert (back.mechanisms, back.questions) == (r.mechanisms, r.questions)
    assert set(from_networkx(to_networkx(r, asserted_only=False)).associations) == set(r.associations)


@settings(max_examples=40, deadline=None)
@given(_records)
def test_a_claim_that_is_denied_or_inconclusive_is_never_a_bare_triple(r: Records) -> None:
    store = to_store(r, ontology=False)
    for a in r.associations:
        asserted = any(
            b.asserted and (b.subject, b.predicate, b.object) == (a.subject, a.predicate, a.object)
            for b in r.associations
        )
        ask = f"ASK {{ <{_iri(a.subject)}> <{_iri(Curie('mgv:' + a.predicate))}> <{_iri(a.object)}> }}"
        assert bool(store.query(ask)) == asserted


def _iri(curie: Curie) -> str:
    from mechgraph.curie import prefix_map

    return prefix_map().expand(curie)


def test_the_embedded_graph_as_turtle_is_one_command_away(tmp_path: Path) -> None:
    from mechgraph.cli import app

    out = tmp_path / "mechgraph.ttl"
    assert CliRunner().invoke(app, ["-g", "embedded", "export", "-o", str(out)]).exit_code == 0
    written = {quad.triple for quad in parse(path=str(out), format=RdfFormat.TURTLE)}
    assert written >= set(triples(records.read(GRAPH)))
