"""Every rule is seen failing on the smallest record that breaks it, and silent on one that does not."""

from __future__ import annotations

import pathlib

import pytest

import mechgraph
from mechgraph.checks import READING_RULES, RULES, Finding, check_records, check_store, digest, fix, summary, worst
from mechgraph.errors import NotFoundError
from mechgraph.records import read
from mechgraph.store.memory import MemoryStore

CLEAN = """\
entities:
- {id: MG:drug, name: aspilin, category: drug, identifier_source: a test}
- {id: MG:receptor, name: receptor R, category: receptor, identifier_source: a test}
- {id: MG:process, name: firing, category: biological_process, identifier_source: a test}
- {id: MG:disease, name: spasm, category: disease, identifier_source: a test}
sources:
- {id: s1, kind: article, title: How aspilin acts}
associations:
- {key: hits, subject: MG:drug, predicate: agonist_of, object: MG:receptor, evidence: [{source: s1}]}
- {key: calms, subject: MG:receptor, predicate: negatively_regulates, object: MG:process, evidence: [{source: s1}]}
- {key: harms, subject: MG:process, predicate: causes, object: MG:disease, evidence: [{source: s1}]}
- {key: treats, subject: MG:drug, predicate: treats, object: MG:disease, evidence: [{source: s1}]}
mechanisms:
- {id: m1, drug: MG:drug, effect: MG:disease, claims: [hits, calms, harms]}
"""


def findings(tmp_path: pathlib.Path, text: str, **more: list[str]) -> list[Finding]:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return [f for f in check_records(path, **more) if f.rule != "canonical-bytes"]  # type: ignore[arg-type]


def test_clean_records_have_no_findings(tmp_path: pathlib.Path) -> None:
    assert findings(tmp_path, CLEAN) == []


def add(section: str, line: str) -> str:
    return CLEAN.replace(f"{section}:\n", f"{section}:\n- {{{line}}}\n")


def evidence(source: str = "s1") -> str:
    return f"evidence: [{{source: {source}}}]"


BROKEN = {
    "doubly-typed": add("entities", "id: MG:drug, name: aspilin, category: protein, identifier_source: t"),
    "shared-identity": add(
        "entities", "id: MG:twin, name: twin, category: drug, xrefs: ['MG:drug'], identifier_source: t"
    ),
    "shared-name": add("entities", "id: MG:twin, name: Aspilin, category: drug, identifier_source: t"),
    "deprecated-in-use": CLEAN.replace("name: aspilin,", "name: aspilin, deprecated_by: 'MG:receptor',"),
    "name-form": CLEAN.replace("name: aspilin,", "name: “aspilin”,"),
    "source-form": CLEAN.replace("kind: article,", "kind: article, pmid: 'PMID:1',"),
    "comment-names-other": CLEAN
    + """\
- id: m2
  drug: MG:drug # receptor R
  effect: MG:disease
  claims: [hits, calms, harms]
""",
    "identifier-source": CLEAN.replace("category: disease, identifier_source: a test", "category: disease"),
    "unused-entity": add("entities", "id: MG:idle, name: idle, category: drug, identifier_source: t"),
    "category-mismatch": add(
        "associations", f"subject: MG:disease, predicate: agonist_of, object: MG:receptor, {evidence()}"
    ),
    "qualifier-category": CLEAN.replace("{key: harms,", "{key: harms, qualifiers: {species: 'MG:drug'},"),
    "claim-on-itself": add("associations", f"subject: MG:drug, predicate: increases, object: MG:drug, {evidence()}"),
    "duplicate-claim": add(
        "associations", f"subject: MG:drug, predicate: agonist_of, object: MG:receptor, {evidence()}"
    ),
    "contradiction": add(
        "associations", f"subject: MG:drug, predicate: antagonist_of, object: MG:receptor, {evidence()}"
    ),
    "action-against-effect": add(
        "associations", f"subject: MG:drug, predicate: negatively_regulates, object: MG:receptor, {evidence()}"
    ),
    "hedge-lost": CLEAN.replace("{key: harms,", "{key: harms, hedge: may,"),
    "derived-unmarked": CLEAN.replace("{key: harms,", "{key: harms, rule: transitivity,"),
    "exempt-stranger": CLEAN.replace(
        "evidence: [{source: s1}]", "evidence: [{source: s1, exempts: ['MG:disease']}]", 1
    ),
    "one-sided-question": CLEAN + "questions:\n- {id: q, kind: contradiction, question: Does it?, claims: [hits]}\n",
    "not-connected": CLEAN.replace("[hits, calms, harms]", "[hits, harms]"),
    "net-sign": CLEAN.replace("agonist_of", "antagonist_of"),
    "stray-claim": add(
        "associations", f"key: side, subject: MG:drug, predicate: increases, object: MG:disease, {evidence()}"
    )
    .replace("object: MG:disease, evidence", "object: MG:sleep, evidence", 1)
    .replace("entities:\n", "entities:\n- {id: MG:sleep, name: sleep, category: state, identifier_source: t}\n")
    .replace("[hits,", "[side, hits,"),
    "denied-in-path": CLEAN.replace("{key: harms,", "{key: harms, negated: true,"),
    "shortcut": CLEAN.replace("[hits,", "[treats, hits,"),
    "redundant": add(
        "associations", f"key: jump, subject: MG:drug, predicate: decreases, object: MG:process, {evidence()}"
    ).replace("[hits,", "[jump, hits,"),
    "cycle": add(
        "associations", f"key: back, subject: MG:process, predicate: increases, object: MG:receptor, {evidence()}"
    ).replace("[hits,", "[back, hits,"),
    "no-evidence": CLEAN.replace("object: MG:process, evidence: [{source: s1}]", "object: MG:process"),
    "unused-source": add("sources", "id: s2, kind: article, title: Nothing"),
    "retracted-source": CLEAN.replace("title: How", "retracted: true, title: How"),
    "source-does-not-name": CLEAN.replace("title: How aspilin acts", "title: How it acts, seen: of the drug that acts"),
    "unknown-field": CLEAN.replace("{key: harms,", "{key: harms, certainly: yes,"),
    "identifier": CLEAN.replace("effect: MG:disease", "effect: disease"),
    "closed-vocabulary": CLEAN.replace("agonist_of", "agonises"),
    "dangling-reference": CLEAN.replace("object: MG:process", "object: MG:proces"),
    "duplicate-key": add("sources", "id: s1, kind: article, title: How aspilin acts"),
    "readable": CLEAN.replace("sources:", "sources: ["),
}
CLASS = """\
- {id: MG:class, name: relaxants, category: drug_class, identifier_source: t}
- {id: MG:b, name: blofen, category: drug, identifier_source: t}
- {id: MG:c, name: carflex, category: drug, identifier_source: t}
"""
BROKEN["long-quote"] = CLEAN.replace(
    "evidence: [{source: s1}]", f"evidence: [{{source: s1, quote: {'word ' * 31}}}]", 1
)
BROKEN["pooled-source"] = CLEAN.replace("sources:\n", CLASS + "sources:\n").replace(
    "mechanisms:\n",
    "".join(
        f"- {{subject: MG:{x}, predicate: member_of, object: MG:class, {evidence()}}}\n"
        f"- {{subject: MG:{x}, predicate: decreases, object: MG:process, {evidence()}}}\n"
        for x in ("drug", "b", "c")
    )
    + "mechanisms:\n",
)
STEPS = """\
  - {id: '1', claims: [hits], level: molecular}
  - {id: '2', claims: [calms], level: cellular}
  - {id: '3', claims: [harms], level: clinical}
"""
ORDERED = CLEAN.replace(
    "- {id: m1, drug: MG:drug, effect: MG:disease, claims: [hits, calms, harms]}\n",
    "- id: m1\n  drug: MG:drug\n  effect: MG:disease\n  steps:\n" + STEPS,
)
BROKEN["step-level"] = ORDERED.replace(", level: cellular", "")
BROKEN["step-apart"] = ORDERED.replace("claims: [harms]", "claims: [harms], after: ['1']")
BROKEN["begins-elsewhere"] = (
    ORDERED.replace(
        STEPS,
        STEPS.replace("{id: '1', claims: [hits]", "{id: '1', claims: [eases]").replace(
            "claims: [calms]", "claims: [harms]"
        ),
    )
    .replace("claims: [harms], level: clinical}\n", "claims: [], level: clinical}\n", 1)
    .replace(
        "mechanisms:\n",
        f"- {{key: eases, subject: MG:drug, predicate: decreases, object: MG:process, {evidence()}}}\nmechanisms:\n",
    )
)
SYNAPSE = """\
entities:
- {id: MG:drug, name: aspilin, category: drug, identifier_source: a test}
- {id: MG:receptor, name: receptor R, category: receptor, identifier_source: a test}
- {id: MG:channel, name: channel C, category: ion_channel, identifier_source: a test}
- {id: MG:release, name: release, category: biological_process, identifier_source: a test}
- {id: MG:neuron, name: motor cell, category: cell_type, identifier_source: a test}
- {id: MG:disease, name: spasm, category: disease, identifier_source: a test}
- {id: MG:before, name: front membrane, category: cellular_component, identifier_source: a test}
- {id: MG:behind, name: back membrane, category: cellular_component, identifier_source: a test}
sources:
- {id: s1, kind: article, title: How aspilin acts}
associations:
- {key: hits, subject: MG:drug, predicate: agonist_of, object: MG:receptor, evidence: [{source: s1}]}
- key: front
  subject: MG:receptor
  predicate: decreases
  object: MG:release
  qualifiers: {component: MG:before}
  evidence: [{source: s1}]
- key: back
  subject: MG:receptor
  predicate: activates
  object: MG:channel
  qualifiers: {component: MG:behind}
  evidence: [{source: s1}]
- {key: quiet, subject: MG:channel, predicate: decreases, object: MG:release, evidence: [{source: s1}]}
- {key: calms, subject: MG:channel, predicate: decreases_activity_of, object: MG:neuron, evidence: [{source: s1}]}
- {key: drives, subject: MG:release, predicate: increases_activity_of, object: MG:neuron, evidence: [{source: s1}]}
- {key: pulls, subject: MG:neuron, predicate: causes, object: MG:disease, evidence: [{source: s1}]}
mechanisms:
- id: m1
  drug: MG:drug
  effect: MG:disease
  steps:
  - {id: '1', claims: [hits], level: molecular}
  - {id: '2', claims: [front], level: cellular}
  - {id: '3', claims: [drives, calms], after: ['2', back-1], level: circuit}
  - {id: '4', claims: [pulls], level: clinical}
  - {id: back-1, branch: back, claims: [back], after: ['1'], level: molecular}
"""
BROKEN["chained-sides"] = SYNAPSE.replace("claims: [drives, calms]", "claims: [drives]").replace(
    "back-1]", "quiet]"
) + ("  - {id: quiet, branch: back, claims: [quiet], level: cellular}\n")


def test_branches_before_and_behind_a_synapse_may_meet_at_the_cell_that_both_act_on(tmp_path: pathlib.Path) -> None:
    assert findings(tmp_path, SYNAPSE.replace("- {key: quiet", "# - {key: quiet")) == []
    low = SYNAPSE.replace("level: circuit", "level: cellular")
    assert "chained-sides" in {f.rule for f in findings(tmp_path, low)}


def test_an_ordered_mechanism_without_a_fault_has_no_findings(tmp_path: pathlib.Path) -> None:
    assert findings(tmp_path, ORDERED) == []


@pytest.mark.parametrize("rule", sorted(BROKEN))
def test_each_rule_is_seen_failing_and_names_its_remedy(rule: str, tmp_path: pathlib.Path) -> None:
    found = [f for f in findings(tmp_path, BROKEN[rule]) if f.rule == rule]
    assert found, [str(f) for f in findings(tmp_path, BROKEN[rule])]
    assert all(f.file.endswith("case.yaml") and f.line >= 1 and f.message and f.remedy for f in found)
    assert rule not in {f.rule for f in findings(tmp_path, CLEAN)}


def test_every_rule_of_the_tables_is_tested() -> None:
    tested = set(BROKEN) | {"canonical-bytes", "missing-source"}
    assert tested == {r.name for r in RULES} | set(READING_RULES)
    assert all(r.about.endswith(".") for r in RULES), [r.name for r in RULES if not r.about.endswith(".")]


def test_a_finding_stands_at_the_line_of_its_record(tmp_path: pathlib.Path) -> None:
    text = BROKEN["no-evidence"]
    (found,) = [f for f in findings(tmp_path, text) if f.rule == "no-evidence"]
    assert text.splitlines()[found.line - 1].startswith("- {key: calms")
    assert found.record == "calms"


def test_all_problems_of_all_files_are_found_not_only_the_first(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.yaml").write_text(BROKEN["unknown-field"].replace("kind: article", "kinds: article"))
    (tmp_path / "b.yaml").write_text("entities: {}\nthings: []\n")
    (tmp_path / "c.yaml").write_text("entities: [\n")
    (tmp_path / "d.yaml").write_bytes(b"title: \xff\n")
    found = check_records(tmp_path)
    by_file = {pathlib.Path(f.file).name: [g.rule for g in found if g.file == f.file] for f in found}
    assert by_file["a.yaml"].count("unknown-field") == 2
    assert len(by_file["b.yaml"]) >= 2
    assert "readable" in by_file["c.yaml"]
    assert "readable" in by_file["d.yaml"]


def test_a_record_with_an_unknown_predicate_does_not_stop_the_other_rules(tmp_path: pathlib.Path) -> None:
    text = CLEAN.replace("agonist_of", "agonises").replace(
        "object: MG:process, evidence: [{source: s1}]", "object: MG:process"
    )
    assert [f.rule for f in findings(tmp_path, text)] == ["closed-vocabulary", "no-evidence"]


def test_what_follows_from_a_fault_is_not_found_beside_it(tmp_path: pathlib.Path) -> None:
    """A mechanism that names a claim at fault is not blamed for the gap, nor a claim for the category of an entity."""
    assert [f.rule for f in findings(tmp_path, CLEAN.replace("category: receptor", "category: receptr"))] == [
        "closed-vocabulary"
    ]
    assert [f.rule for f in findings(tmp_path, CLEAN.replace("associations:", "claims:")) if f.level == "error"] == [
        "unknown-field"
    ]
    assert [f.rule for f in findings(tmp_path, CLEAN.replace("[hits,", "[hit,"))] == ["dangling-reference"]


def test_a_fault_stands_at_its_field_and_all_of_a_record_are_found(tmp_path: pathlib.Path) -> None:
    text = CLEAN.replace("predicate: agonist_of", "predicat: agonist_of, certainty: sure")
    found = findings(tmp_path, text)
    assert [f.rule for f in found] == ["unknown-field", "closed-vocabulary"]
    line = text.splitlines()[found[0].line - 1]
    assert [line[f.column - 1 :].split(":")[0] for f in found] == ["predicat", "certainty"]
    assert str(found[0]).startswith(f"{tmp_path / 'case.yaml'}:{found[0].line}:{found[0].column}: error: hits: ")


def test_a_record_after_one_that_cannot_be_read_keeps_its_place(tmp_path: pathlib.Path) -> None:
    text = CLEAN.replace("{key: hits,", "{key: hits, x: y,").replace("object: MG:process", "object: MG:proces")
    (found,) = [f for f in findings(tmp_path, text) if f.rule == "dangling-reference"]
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("object: MG:proces,")
    assert "did you mean MG:process (firing)?" in found.remedy


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("pmid: '12x4'", "pmid '12x4'"),
        ("doi: 'https://doi.org/10.1000/x'", "doi"),
        ("url: www.x.org", "url"),
        ("year: 20015", "year 20015"),
        ("verified: abstracts", "verified"),
    ],
)
def test_the_form_of_a_source(field: str, said: str, tmp_path: pathlib.Path) -> None:
    (found,) = findings(tmp_path, CLEAN.replace("kind: article,", f"kind: article, {field},"))
    assert (found.rule, found.level) == ("source-form", "error")
    assert said in found.message


def test_windows_files_and_files_without_records_are_said(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes(CLEAN.replace("\n", "\r\n").encode("utf-8-sig"))
    (found,) = check_records(tmp_path)
    assert (found.rule, "CRLF" in found.message) == ("canonical-bytes", True)
    assert fix(tmp_path) == [path]
    assert check_records(tmp_path) == []
    path.write_text("# nothing yet\n")
    (found,) = check_records(tmp_path)
    assert "no records" in found.message
    assert fix(tmp_path) == []


def test_comments_at_the_head_stay_and_those_that_contradict_stop_the_writing(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("# yaml-language-server: $schema=records.schema.json\n" + CLEAN)
    assert fix(path) == [path]
    text = path.read_text()
    assert text.startswith("# yaml-language-server")
    path.write_text(text.replace("subject: MG:receptor # receptor R", "subject: MG:drug # receptor R"))
    assert fix(path) == []
    assert "comment-names-other" in {f.rule for f in check_records(path)}


def test_a_recorded_contradiction_is_not_found_again(tmp_path: pathlib.Path) -> None:
    text = BROKEN["contradiction"].replace(
        "- {subject: MG:drug, predicate: anta", "- {key: no, subject: MG:drug, predicate: anta"
    )
    text += "questions:\n- {id: q, kind: contradiction, question: Which?, claims: [hits], against: ['no']}\n"
    assert "contradiction" not in {f.rule for f in findings(tmp_path, text)}


def test_opposite_claims_in_different_contexts_are_a_note(tmp_path: pathlib.Path) -> None:
    text = BROKEN["contradiction"].replace("evidence", "qualifiers: {timing: acute}, evidence", 1)
    text = text.replace("{key: hits, ", "{key: hits, qualifiers: {timing: chronic}, ")
    (found,) = [f for f in findings(tmp_path, text) if f.rule == "contradiction"]
    assert found.level == "note"


def test_branches_that_disagree_are_a_warning_and_an_open_sign_a_note(tmp_path: pathlib.Path) -> None:
    both = add("associations", f"key: up, subject: MG:drug, predicate: increases, object: MG:process, {evidence()}")
    (found,) = [f for f in findings(tmp_path, both.replace("[hits,", "[up, hits,")) if f.rule == "net-sign"]
    assert (found.level, "1 increase and 1 decrease" in found.message) == ("warning", True)
    (found,) = [f for f in findings(tmp_path, CLEAN.replace("agonist_of", "binds")) if f.rule == "net-sign"]
    assert (found.level, "hits carries no sign" in found.message) == ("note", True)


def test_a_mechanism_of_harm_may_end_in_an_increase(tmp_path: pathlib.Path) -> None:
    text = CLEAN.replace("agonist_of", "antagonist_of").replace("predicate: treats", "predicate: causes")
    assert "net-sign" not in {f.rule for f in findings(tmp_path, text)}


def test_retracted_publications_are_found_from_a_list(tmp_path: pathlib.Path) -> None:
    text = CLEAN.replace("title: How", "pmid: '123', title: How")
    assert {f.rule for f in findings(tmp_path, text, retracted=["PMID:123"])} == {"retracted-source"}
    assert findings(tmp_path, text, retracted=["124"]) == []


def test_known_records_may_be_referred_to_and_are_not_looked_at(tmp_path: pathlib.Path) -> None:
    (tmp_path / "known.yaml").write_text(BROKEN["shared-name"])
    from mechgraph.records import read_file, resolve

    known = resolve([read_file(tmp_path / "known.yaml")])
    own = tmp_path / "own.yaml"
    own.write_text(
        "associations:\n- {key: new, subject: MG:drug, predicate: decreases, object: MG:process, " + evidence() + "}\n"
    )
    assert [f for f in check_records(own, known) if f.rule != "canonical-bytes"] == []


def test_canonical_bytes_are_warned_about_and_can_be_written(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CLEAN)
    (found,) = check_records(path)
    assert (found.rule, found.level) == ("canonical-bytes", "warning")
    assert fix(path) == [path]
    assert check_records(path) == []
    assert fix(path) == []


def test_a_store_is_checked_with_the_same_rules(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.yaml").write_text(BROKEN["net-sign"])
    (found,) = check_store(MemoryStore(read(tmp_path), name="mine"))
    assert (found.rule, found.file, found.line, found.level) == ("net-sign", "mine", 0, "error")
    (tmp_path / "x.yaml").write_text(CLEAN)
    records = read(tmp_path)
    records.sources = []
    assert {f.rule for f in check_store(MemoryStore(records))} == {"missing-source"}


def test_a_graph_without_sources_is_counted_rather_than_listed(tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.yaml").write_text(CLEAN.replace(", evidence: [{source: s1}]", ""))
    store = MemoryStore(read(tmp_path))
    found = check_store(store, only=["no-evidence"], limit=1)
    assert [f.message for f in found if f.record == ""] == ["and 3 more findings of this rule"]
    assert len(found) == 2
    assert len(check_store(store, only=["no-evidence"])) == 4


def test_a_folder_without_records_and_a_missing_one_are_errors(tmp_path: pathlib.Path) -> None:
    """A check that looks at nothing must not pass: the path is likely wrong."""
    assert worst([]) is None
    with pytest.raises(NotFoundError, match="no record file"):
        check_records(tmp_path)
    with pytest.raises(NotFoundError):
        check_records(tmp_path / "nowhere")


def test_the_summary_counts_by_level(tmp_path: pathlib.Path) -> None:
    found = findings(tmp_path, BROKEN["net-sign"])
    assert (summary(found), worst(found)) == ("1 error", "error")
    assert found[0].to_dict()["rule"] == "net-sign"


@pytest.mark.parametrize("name", [r.name for r in RULES])
def test_a_rule_run_alone_gives_what_it_gives_among_all(name: str, tmp_path: pathlib.Path) -> None:
    if name == "missing-source":
        return
    (tmp_path / "x.yaml").write_text(BROKEN[name])
    try:
        store = MemoryStore(read(tmp_path))
    except Exception:
        return  # a reading rule fails first
    assert [f for f in check_store(store) if f.rule == name] == check_store(store, only=[name])


def test_a_closed_field_tells_what_it_may_hold(tmp_path: pathlib.Path) -> None:
    (found,) = findings(tmp_path, CLEAN.replace("{key: harms,", "{key: harms, certainty: likely,"))
    assert found.remedy == "write one of: established, probable, hedged, inconclusive"
    assert found.record == "harms"


@pytest.mark.parametrize(
    "mistake",
    [
        CLEAN.replace("{key: harms,", "{key: harms, certanty: hedged,"),
        CLEAN.replace("{key: harms,", "{key: harms, qualifiers: {species: rats},"),
        CLEAN.replace("name: spasm, ", ""),
    ],
)
def test_one_mistake_is_one_error_without_what_follows_from_it(tmp_path: pathlib.Path, mistake: str) -> None:
    assert len([f for f in findings(tmp_path, mistake) if f.level == "error"]) == 1


def test_a_rule_with_many_findings_is_told_by_a_few_within_80_columns() -> None:
    def found(n: int) -> list[Finding]:
        said, rule = "a long sentence " * 9, RULES[0].name
        ids = [f"A:{i}" for i in range(n)]
        return [Finding(file="g", line=0, record=i, rule=rule, level="warning", message=said) for i in ids]

    assert digest(found(20)) == [str(f) for f in sorted(found(20))]
    beyond = Finding(file="g", line=0, record="", rule=RULES[0].name, level="warning", message="more", stands_for=100)
    lines = digest([*found(21), beyond])
    assert lines[0].startswith(f"{RULES[0].name}: 121 warnings. ")
    assert lines[-1] == "  and 116 more; --all lists them"
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("  A:") for line in lines) == 5


def test_a_name_of_two_entities_is_an_error_only_where_a_record_can_be_mended(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "records.yaml"
    file.write_text(
        "entities:\n- {id: 'MG:x', name: same, category: state}\n- {id: 'MG:y', name: same, category: state}\n"
    )
    assert {f.level for f in check_records(tmp_path) if f.rule == "shared-name"} == {"error"}
    imported = check_store(MemoryStore(read(tmp_path)), only=["shared-name"])
    assert [f.level for f in imported] == ["warning"]
    assert "identifier" in imported[0].remedy


ASPECTS = """
entities:
- {id: 'MG:a', name: drug a, category: drug}
- {id: 'MG:b', name: protein b, category: protein}
sources:
- {id: s, kind: text, title: t}
associations:
- {subject: 'MG:a', predicate: increases_activity_of, object: 'MG:b', evidence: [{source: s}]}
- {subject: 'MG:a', predicate: OTHER, object: 'MG:b', evidence: [{source: s}]}
"""


@pytest.mark.parametrize(("other", "contradicts"), [("decreases_abundance_of", False), ("decreases_activity_of", True)])
def test_only_claims_on_one_aspect_contradict_and_both_are_named(
    tmp_path: pathlib.Path, other: str, contradicts: bool
) -> None:
    """More activity and a smaller amount may both be true."""
    found = [f for f in findings(tmp_path, ASPECTS.replace("OTHER", other)) if f.rule == "contradiction"]
    assert bool(found) == contradicts
    for f in found:
        assert "“drug a increases the activity of protein b”" in f.message
        assert "“drug a decreases the activity of protein b”" in f.message


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("predicate: negatively_regulates", True),
        ("predicate: decreases", True),
        ("predicate: positively_regulates", False),
        ("predicate: decreases_abundance_of", False),
        ("predicate: regulates", False),
        ("predicate: negatively_regulates, negated: true", False),
        ("predicate: negatively_regulates, certainty: inconclusive", False),
    ],
)
def test_an_action_is_held_against_looser_claims_on_the_same_target(
    tmp_path: pathlib.Path, claim: str, found: bool
) -> None:
    text = add("associations", f"subject: MG:drug, {claim}, object: MG:receptor, {evidence()}")
    assert ("action-against-effect" in {f.rule for f in findings(tmp_path, text)}) is found


def test_no_typed_action_of_the_embedded_records_has_another_sign_beside_it() -> None:
    rules = {"contradiction", "action-against-effect"}
    kg = mechgraph.load()
    actions = {a.key for a in kg.store.associations() if a.relation.group == "action"}
    found = [f for f in check_store(kg.store, only=rules) if f.level != "note" and f.record in actions]
    assert found == []
