"""Quotes against their claims, and lists of retracted publications; what is right was written by hand before it ran."""

from __future__ import annotations

from pathlib import Path

import pytest

from mechgraph.checks import QUOTE_RULES, Finding, check_records, read_retracted
from mechgraph.checks.direction import READ, direction
from mechgraph.checks.mention import NAMED, mention, spellings
from mechgraph.checks.passage import Passage, abbreviations
from mechgraph.cli import main
from mechgraph.errors import FormatError

DIRECTIONS = [
    # what a passage says that more of the first does to the second; 0 where it says nothing of it
    ("Drugamine inhibits kinase X in neurons.", "drugamine", "kinase X", -1),
    ("Kinase X is inhibited by drugamine.", "drugamine", "kinase X", -1),
    ("Drugamine is a potent inhibitor of kinase X.", "drugamine", "kinase X", -1),
    ("The kinase X inhibitor drugamine was given.", "drugamine", "kinase X", -1),
    ("Drugamine activates kinase X.", "drugamine", "kinase X", 1),
    ("Activation of kinase X by drugamine was seen.", "drugamine", "kinase X", 1),
    ("Drugamine reduced the release of glutamate.", "drugamine", "glutamate", -1),
    ("Drugamine blocks the removal of serotonin.", "drugamine", "serotonin", 1),
    ("Inhibition of kinase X leads to apoptosis.", "kinase X", "apoptosis", -1),
    ("Deficiency of kinase X causes apoptosis.", "kinase X", "apoptosis", -1),
    ("Apoptosis was reduced in kinase X-deficient mice.", "kinase X", "apoptosis", 1),
    ("Kinase X inhibitors reduce apoptosis.", "kinase X", "apoptosis", 1),
    ("Drugamine inhibits kinase X, thereby enhancing apoptosis.", "drugamine", "apoptosis", 1),
    ("Drugamine inhibits kinase X and the apoptosis that follows.", "kinase X", "apoptosis", 0),
    ("Esterase X hydrolyses acetylcholine.", "esterase X", "acetylcholine", -1),
    ("Kinase X is required for apoptosis.", "kinase X", "apoptosis", 1),
    ("Drugamine binds to kinase X.", "drugamine", "kinase X", 0),
    (
        "Drugamine is a potent inhibitor of several enzymes, including esterase and kinase X.",
        "drugamine",
        "kinase X",
        -1,
    ),
    ("Drugamine has anti-inflammatory effects.", "drugamine", "inflammatory response", -1),
    ("Drugamine, an effective treatment of apoptosis, is old.", "drugamine", "apoptosis", -1),
    ("Drugamine, a cornerstone of therapy, inhibits apoptosis.", "drugamine", "apoptosis", -1),
    ("Killing of parasites by drugamine took an hour.", "drugamine", "parasites", -1),
    ("Impairment of kinase X leads to apoptosis.", "kinase X", "apoptosis", -1),
    ("Drugamine acts through kinase X, which binds others.", "drugamine", "kinase X", 1),
    ("Drugamine inhibits apoptosis by binding to kinase X.", "kinase X", "apoptosis", 0),
    ("Kinase X was present during drugamine-mediated inhibition of apoptosis.", "kinase X", "apoptosis", 0),
    ("Drugamine was compared with kinase X binders in its treatment of rats.", "drugamine", "kinase X", 0),
]


@pytest.mark.parametrize(("text", "first", "second", "sign"), DIRECTIONS)
def test_a_passage_says_a_direction_or_none(text: str, first: str, second: str, sign: int) -> None:
    passage = Passage(text)
    at = [mention(spellings([name]), passage).at for name in (first, second)]
    value = direction(passage, *at).value
    assert (value > 0) - (value < 0) == sign if sign else abs(value) < READ or value > 0
    assert not sign or abs(value) >= READ


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Drugamine does not inhibit kinase X.", True),
        ("Drugamine never reduced kinase X.", True),
        ("Drugamine not only inhibits kinase X but binds it.", False),
        ("Drugamine inhibits kinase X, and its fate is not known.", False),
    ],
)
def test_a_not_reaches_the_word_that_it_stands_before(text: str, denied: bool) -> None:
    passage = Passage(text)
    at = [mention(spellings([name]), passage).at for name in ("drugamine", "kinase X")]
    assert direction(passage, *at).denied is denied


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("cytochrome P450 2C19 (CYP2C19)", "CYP2C19 clears it.", True),
        ("mycolic acid biosynthetic process", "It stops mycolic acid biosynthesis.", True),
        ("low-density lipoprotein receptor", "More LDL receptors follow.", True),
        ("tumor necrosis factor", "These drugs block TNFα.", True),
        ("Alzheimer's disease", "Patients with AD were treated.", True),
        ("acetylcholine", "It acts at cholinergic synapses.", True),
        ("serotonin transporter", "The transporter was blocked.", False),
        ("glucose", "The receptor is blocked.", False),
        ("diabetes mellitus, type 2", "A disease of type 2 is meant.", False),
    ],
)
def test_a_name_is_found_in_its_forms_and_not_in_common_words(name: str, text: str, named: bool) -> None:
    assert (mention(spellings([name]), Passage(text)).score >= NAMED) is named


def test_an_abbreviation_counts_where_a_passage_defines_it() -> None:
    short = abbreviations(["Isoniazid (INH), a treatment for tuberculosis (TB)", "acetylcholinesterase (AChE)"])
    assert short["inh"] == {"Isoniazid"}
    assert short["ache"] == {"acetylcholinesterase"}
    assert mention(spellings(["isoniazid"]), Passage("INH stops it.")).score == 0
    assert mention(spellings(["isoniazid"]), Passage("INH stops it.", short)).score == 1


RECORDS = """\
entities:
- {id: MG:drug, name: drugamine, category: drug, synonyms: [Brandol], identifier_source: a test}
- {id: MG:class, name: calmants, category: drug_class, identifier_source: a test}
- {id: MG:kinase, name: kinase X, category: enzyme, identifier_source: a test}
- {id: MG:pain, name: back pain, category: disease, identifier_source: a test}
sources:
- {id: s1, kind: article, title: Drugamine lowers kinase X in rats, pmid: '123', doi: 10.1000/ABC}
- {id: s2, kind: article, title: Another, pmid: '124'}
associations:
- key: lowers
  subject: MG:drug
  predicate: decreases_activity_of
  object: MG:kinase
  evidence: [{source: s1, quote: QUOTE}]
- {key: member, subject: MG:drug, predicate: member_of, object: MG:class, evidence: [{source: s2}]}
- key: eased
  subject: MG:class
  predicate: treats
  object: MG:pain
  evidence: [{source: s1, quote: In this trial Brandol eased back pain.}, {source: s2}]
"""


def found(tmp_path: Path, text: str) -> list[Finding]:
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    names = {r.name for r in QUOTE_RULES}
    return [f for f in check_records(path, quotes=True) if f.rule in names]


def quoting(words: str) -> str:
    return RECORDS.replace("QUOTE", words)


GOOD = "We found that Brandol inhibits kinase X."


def test_a_quote_that_carries_its_claim_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, quoting(GOOD)) == []  # a synonym, and a member for its class


def test_quotes_are_left_alone_where_nobody_asks(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(quoting("Nothing is named."), encoding="utf-8")
    assert not {f.rule for f in check_records(path)} & {r.name for r in QUOTE_RULES}


OTHER = "{source: s2, quote: Our data show that drugamine inhibits kinase X.}"


def test_what_a_quote_leaves_open_other_quotes_of_the_same_ends_say(tmp_path: Path) -> None:
    text = quoting("Drugamine binds to kinase X.")
    assert found(tmp_path, text) == []
    wrong = text.replace("predicate: decreases_activity_of", "predicate: increases_activity_of")
    assert found(tmp_path, wrong) == []  # by itself it says no direction
    both = wrong.replace("kinase X.}]", f"kinase X.}}, {OTHER}]")
    messages = [f.message for f in found(tmp_path, both)]
    assert len(messages) == 2
    assert "says no direction, and other quotes of the same ends read as if drugamine lowers kinase X" in messages[0]
    assert "reads as if drugamine lowers kinase X (“inhibits”)" in messages[1]


BROKEN = [
    ("quote-names", quoting("It lowers kinase X."), "does not name drugamine"),
    ("quote-names", quoting("Rats were calm."), "names neither drugamine nor kinase X"),
    ("quote-direction", quoting("Drugamine activates kinase X."), "drugamine raises kinase X (“activates”)"),
    ("quote-denies", quoting("Drugamine does not inhibit kinase X."), "denies what the claim says"),
    (
        "quote-denies",
        quoting(GOOD).replace("object: MG:kinase\n", "object: MG:kinase\n  negated: true\n"),
        "has no word of negation",
    ),
    ("quote-hedge", quoting("Drugamine may inhibit kinase X."), "is hedged (“may”), and the claim is not"),
    (
        "quote-hedge",
        quoting(GOOD).replace("object: MG:kinase\n", "object: MG:kinase\n  certainty: hedged\n  hedge: may\n"),
        "lacks the hedge of the claim (“may”)",
    ),
    ("quote-title", quoting("Drugamine lowers kinase X in rats."), "is the title of s1"),
    (
        "quote-reused",
        quoting("Drugamine inhibits kinase X and eased back pain.").replace(
            "In this trial Brandol eased back pain.", "drugamine inhibits kinase X and eased back pain"
        ),
        "is quoted for lowers too",
    ),
]


@pytest.mark.parametrize(("rule", "text", "said"), BROKEN)
def test_each_rule_about_quotes_is_seen_failing(tmp_path: Path, rule: str, text: str, said: str) -> None:
    (one,) = found(tmp_path, text)
    assert (one.rule, said in one.message, one.line > 8, bool(one.remedy)) == (rule, True, True, True), str(one)


def test_every_rule_about_quotes_is_tried() -> None:
    assert {rule for rule, _, _ in BROKEN} == {r.name for r in QUOTE_RULES}


WATCH = """\
Record ID,Title,OriginalPaperDOI,OriginalPaperPubMedID,RetractionDOI,RetractionPubMedID,RetractionNature
1,"One, two",10.1000/abc,0,10.1000/notice,999,Retraction
2,Two,unavailable,124,,0,Expression of concern
3,Three,,125,,0,Retraction
"""


def test_the_table_of_retraction_watch_gives_what_was_retracted_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "watch.csv").write_text(WATCH, encoding="utf-8")
    assert read_retracted(tmp_path / "watch.csv") == {"10.1000/abc", "125"}
    (tmp_path / "latin.csv").write_bytes(WATCH.replace("Three", "Drei Brüder").encode("latin-1"))
    assert read_retracted(tmp_path / "latin.csv") == {"10.1000/abc", "125"}


def test_a_list_has_an_identifier_a_line(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(
        "123\nPMID:124 # why\nhttps://doi.org/10.1000/XYZ\ndoi:10.1/q\n", encoding="utf-8"
    )
    assert read_retracted(tmp_path / "list.txt") == {"123", "pmid:124", "10.1000/xyz", "10.1/q"}


@pytest.mark.parametrize("text", ["", "# nothing\n", "Title,Journal\nA,B\n", "A text of words\n"])
def test_a_list_without_identifiers_says_what_to_give(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"identifier|columns"):
        read_retracted(tmp_path / "list.csv")


def test_a_claim_that_rests_on_a_retracted_source_alone_is_an_error_else_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.yaml").write_text(quoting(GOOD), encoding="utf-8")
    (tmp_path / "watch.csv").write_text(WATCH, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["check", str(tmp_path / "case.yaml"), "--retracted", str(tmp_path / "watch.csv"), "--quotes"])
    lines = [line for line in capsys.readouterr().out.splitlines() if "retracted-source" in line]
    assert [("error: lowers" in line, "warning: eased" in line) for line in lines] == [(True, False), (False, True)]
    assert left.value.code == 4
