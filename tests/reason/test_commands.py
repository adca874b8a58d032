"""The commands of reasoning, as a user types them: what they print, what they draw, what they refuse."""

from __future__ import annotations

import json
import pathlib

import pytest

from mechgraph.cli import main

LOOP = """\
entities:
- {id: MG:a, name: aspilin, category: drug, identifier_source: t}
- {id: MG:b, name: receptor, category: protein, identifier_source: t}
- {id: MG:c, name: firing, category: biological_process, identifier_source: t}
- {id: MG:d, name: spasm, category: disease, identifier_source: t}
sources:
- {id: s, kind: article, title: How aspilin acts, pmid: '24695721'}
associations:
- {key: ab, subject: MG:a, predicate: increases, object: MG:b, evidence: [{source: s}]}
- {key: bc, subject: MG:b, predicate: increases, object: MG:c, evidence: [{source: s}]}
- {key: cb, subject: MG:c, predicate: decreases, object: MG:b, evidence: [{source: s}]}
- {key: cd, subject: MG:c, predicate: decreases, object: MG:d, evidence: [{source: s}]}
mechanisms:
- {id: m, drug: MG:a, effect: MG:d, claims: [ab, bc, cb, cd]}
"""


@pytest.fixture
def loop(tmp_path: pathlib.Path) -> str:
    folder = tmp_path / "loop"
    folder.mkdir()
    (folder / "loop.yaml").write_text(LOOP)
    return str(folder)


def run(capsys: pytest.CaptureFixture[str], *line: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(line)
    assert isinstance(left.value.code, int)
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_interactions_are_asked_with_and_without_the_word_with(capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "interactions", "baclofen", "with", "acyclovir")
    assert first == run(capsys, "interactions", "baclofen", "acyclovir")
    assert "acyclovir decreases rate of excretion of baclofen [hedged; stated with “may”] (faq, L18)" in first[1]
    assert "baclofen decreases rate of excretion of acyclovir" not in first[1]
    assert run(capsys, "interactions", "baclofen", "with", "two", "drugs")[0] == 2


def test_own_claims_leave_out_what_is_said_of_a_class(capsys: pytest.CaptureFixture[str]) -> None:
    everything = run(capsys, "interactions", "baclofen", "tizanidine")[1]
    own = run(capsys, "interactions", "baclofen", "tizanidine", "--own-claims")[1]
    assert "drowsiness" in everything
    assert "(c)" in everything
    assert "drowsiness" not in own
    assert "(c)" not in own


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("--delete zz", 3, "no claim 'zz'"),
        ("--delete aspilin,spasm", 3, "no claim from aspilin to spasm"),
        ("--delete spasm,firing", 3, "did you mean 'firing,spasm'"),
        ("--delete ab --invert ab", 2, "cannot be deleted and inverted at once"),
        ("--add aspilin,increases", 2, "does not say what to add"),
        ("--add aspilin,increases,nothing", 3, "in this mechanism or the graph"),
        ("--add aspilin,increases,receptor", 2, "says already"),
        ("--add firing,increases,spasm --block firing", 2, "cannot be blocked and given a new claim"),
        ("--block spasm", 2, "is an end of the mechanism"),
        ("--block dopamine", 3, "no entity 'dopamine'"),
    ],
)
def test_edits_that_make_no_sense_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], loop: str, line: str, code: int, says: str
) -> None:
    left, out, err = run(capsys, "what-if", "aspilin", "spasm", *line.split(), "-g", loop)
    assert (left, out, err.count("\n")) == (code, "", 1)
    assert says in err


def test_a_circle_is_walked_once_and_an_empty_graph_has_nothing(
    capsys: pytest.CaptureFixture[str], loop: str, tmp_path: pathlib.Path
) -> None:
    assert run(capsys, "what-if", "aspilin", "spasm", "--delete", "cb", "-g", loop)[1].startswith("KEPT")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "nothing.yaml").write_text("title: Nothing yet\n", encoding="utf-8")
    empty = str(tmp_path / "empty")
    assert run(capsys, "what-if", "aspilin", "spasm", "-g", empty)[0] == 3
    assert run(capsys, "interactions", "aspilin", "-g", empty)[0] == 3
    assert run(capsys, "diff", empty, empty)[:2] == (0, "no conclusion changed\n")
    assert run(capsys, "diff", empty, loop)[0] == 4


def test_what_the_figures_show(capsys: pytest.CaptureFixture[str], tmp_path: pathlib.Path) -> None:
    for line, wanted in (
        ("interactions baclofen with acyclovir", ("acyclovir", "OAT3", "excretion of")),
        ("compare baclofen tizanidine --size a4", ("baclofen", "tizanidine", "spasticity")),
        ("what-if baclofen pain --block Gβγ --size a4", ("blocked (what if)",)),
    ):
        picture = tmp_path / "x.svg"
        assert run(capsys, *line.split(), "--draw", str(picture))[0] == 0
        assert all(text in picture.read_text() for text in wanted), line
    assert run(capsys, "interactions", "natalizumab", "with", "ranitidine", "--draw", "x.svg")[0] == 1


def test_retracted_publications_come_from_a_list(
    capsys: pytest.CaptureFixture[str], loop: str, tmp_path: pathlib.Path
) -> None:
    listing = tmp_path / "retracted.txt"
    listing.write_text("PMID:1\nPMID:24695721\n")
    code, out, _ = run(capsys, "check", loop, "--rule", "retracted-source", "--retracted", str(listing), "-f", "json")
    assert (code, {f["level"] for f in json.loads(out)}, len(json.loads(out))) == (4, {"error"}, 4)
    listing.write_text("PMID:1\n")
    assert run(capsys, "check", loop, "--rule", "retracted-source", "--retracted", str(listing))[0] == 0


def test_paths_tells_the_curated_line_first_and_marks_what_contradicts_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "paths", "baclofen", "spasticity", "-k", "10")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("curated: net: decreases")
    assert lines[1].strip().startswith("baclofen → GABA-B receptor → Gβγ ⊣ Cav2.2")
    numbered = [line for line in lines if line[:1].isdigit()]
    assert len(numbered) == 10
    assert all("AGAINST the curated mechanism" in line for line in numbered if "net: increases" in line)
    _, asked, _ = run(capsys, "paths", "baclofen", "spasticity", "-k", "2", "--avoid", "GABA-B receptor")
    assert "curated" not in asked
    _, data, _ = run(capsys, "paths", "baclofen", "spasticity", "-k", "2", "-f", "json")
    first = json.loads(data)["curated"][0]
    assert [e["name"] for e in first["entities"]][:2] == ["baclofen", "GABA-B receptor"]
