"""How questions are read: a table of readings (361 of them written before the reader), names, spellings, accounting."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

import mechgraph
from mechgraph.answers.asked import Ask, Reading, Slot
from mechgraph.answers.names import misspelled_word
from mechgraph.answers.read import read
from mechgraph.curie import data_dir
from mechgraph.names.lexicon import lexicon

from .lacking import lacking

TABLE = Path(__file__).with_name("readings.tsv")
_ANY = "*"
Row = dict[str, str]


def cases() -> list[tuple[str, list[Row]]]:
    """Questions with what each of their parts asks: a line that begins with "&" is one more part."""
    out: list[tuple[str, list[Row]]] = []
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["question"] == "&":
                out[-1][1].append(row)
            else:
                out.append((row["question"], [row]))
    return out


def _slot(slot: Slot) -> str:
    if slot.mention is not None:
        return slot.mention.entity.name
    return f"?{slot.category}" if slot.category else "-"


def _more(text: str) -> dict[str, str]:
    found = {}
    for part in filter(None, text.split(";")):
        name, equals, value = part.partition("=")
        found[name] = value if equals else "yes"
    return found


def faults(reading: Reading, rows: list[Row]) -> Iterator[str]:
    """Where a reading is not what the table says."""
    wanted_first = _more(rows[0]["more"])
    if "any" in wanted_first:  # more than this reader understands: what matters is that it says so
        if not any(a.rest or a.unknown for a in reading.asks):
            yield "everything was taken as understood"
        return
    if len(reading.asks) != len(rows):
        yield f"{len(reading.asks)} parts"
        return
    if len(rows) > 1 and reading.joined != wanted_first.get("joined", "and"):
        yield f"joined by {reading.joined!r}"
    for ask, row in zip(reading.asks, rows, strict=True):
        yield from _part(ask, row)


def _part(ask: Ask, row: Row) -> Iterator[str]:
    more = _more(row["more"])
    got = {
        "form": ask.form,
        "relation": ask.relation,
        "polarity": str(ask.polarity),
        "subject": _slot(ask.subject),
        "object": _slot(ask.object),
    }
    for name, value in got.items():
        if row[name] not in (_ANY, value):
            yield f"{name} {value}"
    said = {
        "aspect": ask.aspect,
        "action": ask.action,
        "degree": ask.degree,
        "unknown": ",".join(ask.unknown),
        "rest": ",".join(ask.rest),
        "amount": ",".join(ask.amounts),
    }
    for name, value in said.items():
        if more.get(name, "") != value and not (more.get(name) == _ANY and (value or ask.unknown)):
            yield f"{name} {value!r}"
    wanted = set(filter(None, more.get("set", "").split(",")))
    words = {w if w in wanted else w.removeprefix("in ") for w in ask.setting.words.split(", ") if w}
    if words != wanted:
        yield f"setting {sorted(words)}"
    if ask.negated != ("not" in more):
        yield f"negated {ask.negated}"
    if ask.quantifier != next((q for q in ("only", "all") if q in more), ""):
        yield f"quantifier {ask.quantifier!r}"
    if "typo" in more and not ask.read_as:
        yield "no remark on the typo"


CASES = cases()


@pytest.mark.parametrize(("question", "rows"), CASES, ids=[q for q, _ in CASES])
def test_a_question_is_read_as_a_person_means_it(
    kg: mechgraph.Graph, question: str, rows: list[dict[str, str]]
) -> None:
    unknown = [name for row in rows for name in _more(row["more"]).get("unknown", "").split(",") if name != _ANY]
    assert list(faults(read(lacking(kg, filter(None, unknown)), question), rows)) == []


@pytest.mark.parametrize(
    "name",
    ["reboxetine", "nizatidine", "flurazepam", "cycloserine", "hypothermia", "quinidine", "fluvastatin", "baclophen"],
)
def test_a_name_that_the_graph_lacks_is_never_read_as_another(kg: mechgraph.Graph, name: str) -> None:
    (ask,) = read(lacking(kg, [name]), f"Does {name} cause sedation?").asks
    assert ask.unknown == (name,)
    assert ask.subject.mention is None


@pytest.mark.parametrize(
    ("written", "name"), [("baclofin", "baclofen"), ("diazapam", "diazepam"), ("gabapentine", "gabapentin")]
)
def test_one_letter_is_corrected_in_a_long_word_and_told(kg: mechgraph.Graph, written: str, name: str) -> None:
    (ask,) = read(kg.store, f"Does {written} cause sedation?").asks
    assert ask.subject.mention is not None
    assert ask.subject.mention.entity.name == name
    assert ask.read_as == (f"“{written}” was read as {name}",)


@pytest.mark.parametrize("word", ["paint", "casue", "nizatidine", "zzzzzzzz"])
def test_what_is_short_or_a_drug_or_far_is_no_misspelled_word_of_a_relation(word: str) -> None:
    assert misspelled_word(word) is None


def test_the_tables_hold_words_and_roles_and_no_patterns() -> None:
    rows = (data_dir("graph") / "vocabulary" / "frames.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) <= 250
    assert not [r for r in rows if set(r) & set("\\[](){}*?^$")]
    relations = set(lexicon().relations)
    used = {c for r in rows[1:] for c in r.split("\t")[4:6] if c}
    assert used <= relations


def _is_open(reading: Reading) -> bool:
    return any(a.rest or a.unknown or a.relation == "none" for a in reading.asks)


def test_a_word_that_nothing_knows_leaves_every_question_open_wherever_it_stands(kg: mechgraph.Graph) -> None:
    understood = [q.rstrip("?.").split() for q, _ in CASES[::9] if not _is_open(read(kg.store, q))]
    assert len(understood) > 40
    for words in understood:
        for i in range(len(words) + 1):
            asked = " ".join([*words[:i], "flurb", *words[i:]]) + "?"
            assert _is_open(read(kg.store, asked)), asked


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("in children", "children"),
        ("in dogs", "dog"),
        ("during pregnancy", "pregnancy"),
        ("in vitro", "in vitro"),
        ("in the elderly", "elderly people"),
        ("at high doses", "high dose"),
        ("with food", "with food"),
        ("in horses", "horses"),
    ],
)
def test_no_setting_is_lost_at_the_end_of_a_question(kg: mechgraph.Graph, words: str, setting: str) -> None:
    for question, _ in CASES[::5]:
        before = read(kg.store, question)
        after = read(kg.store, f"{question.rstrip('?.')} {words}?")
        if not _is_open(before) and not before.asks[-1].setting:
            assert _is_open(after) or setting in after.asks[-1].setting.words, question


def test_a_second_sentence_adds_a_setting_or_asks_of_what_was_named(kg: mechgraph.Graph) -> None:
    (in_dogs,) = read(kg.store, "Does baclofen reduce anxiety? And in dogs?").asks
    assert in_dogs.setting.words == "in dog"
    first, second = read(kg.store, "What is baclofen? What is it used for?").asks
    assert (first.relation, second.relation) == ("define", "use")
    assert second.subject.mention == first.subject.mention


@pytest.mark.parametrize(
    "text", ["", "?", "   ", "why", "is is is is", "the the the", "Does", "What does", "🙂", "a" * 5000]
)
def test_what_is_no_question_asks_nothing(kg: mechgraph.Graph, text: str) -> None:
    assert not [
        a
        for a in read(kg.store, text).asks
        if a.form == "closed" and not a.rest and not a.unknown and a.relation != "none"
    ]
