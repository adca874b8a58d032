"""``mechgraph rank``: rows of many pairs as they are done, in every format alike, resumable, never half a file."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path as FilePath

import pytest

import mechgraph
from mechgraph.build import build
from mechgraph.cli import main
from mechgraph.errors import NoPathError
from mechgraph.model import Path

DRUGS, EFFECTS = ("baclofen", "tizanidine"), ("spasticity", "pain", "anxiety")
ASKED = [
    *(x for d in DRUGS for x in ("--drug", d)),
    *(x for e in EFFECTS for x in ("--effect", e)),
    "-k",
    "3",
    "-l",
    "5",
]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["rank", *arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


def test_rows_are_the_paths_of_each_pair(kg: mechgraph.Graph, tmp_path: FilePath) -> None:
    assert run(*ASKED, "-o", str(tmp_path / "x.csv")) == 0
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for drug in DRUGS:
        for effect in EFFECTS:
            alone: list[Path] = []
            with contextlib.suppress(NoPathError):
                alone = list(kg.paths(drug, effect, 3, max_length=5))
            mine = [r for r in rows if r["drug"] == drug and r["effect"] == effect]
            assert [r["ids"].split() for r in mine] == [list(map(str, p.entities)) for p in alone]
            assert [int(r["sign"]) for r in mine] == [p.sign for p in alone]
            assert [r["predicates"].split() for r in mine] == [
                [s.association.predicate for s in p.steps] for p in alone
            ]
            assert [float(r["cost"]) for r in mine] == pytest.approx([p.cost for p in alone], rel=1e-5)


def test_a_claim_walked_against_its_direction_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--drug", "spasticity", "--effect", "baclofen", "--any", "-k", "1", "-f", "jsonl") == 0
    row = json.loads(capsys.readouterr().out)
    assert any(p.startswith("^") for p in row["predicates"].split())
    assert row["sign"] == 0


def test_every_format_says_the_same(tmp_path: FilePath, capsys: pytest.CaptureFixture[str]) -> None:
    feather = pytest.importorskip("pyarrow.feather")
    assert run(*ASKED, "-o", str(tmp_path / "x.arrow")) == 0
    assert run(*ASKED, "-o", str(tmp_path / "x.tsv")) == 0
    capsys.readouterr()
    assert run(*ASKED, "-f", "jsonl") == 0
    arrow = feather.read_table(tmp_path / "x.arrow").to_pylist()
    assert arrow == [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    with (tmp_path / "x.tsv").open(encoding="utf-8", newline="") as file:
        assert [r["path"] for r in csv.DictReader(file, delimiter="\t")] == [r["path"] for r in arrow]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x.arrow", "x.tsv"]


def test_every_entity_of_a_category_and_no_path_at_all(kg: mechgraph.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--drug", "baclofen", "--effects", "phenotype", "-k", "1", "-l", "4", "-f", "jsonl") == 0
    found = {json.loads(line)["effect_id"] for line in capsys.readouterr().out.splitlines()}
    assert {"HP:0001257"} < found <= {str(e.id) for e in kg.entities("phenotype")}
    assert run("--drug", "baclofen", "--effect", "tizanidine", "-f", "csv") == 3
    assert run("--drug", "baclofen", "--effects", "phenotypes", "-f", "csv") == 1
    assert "did you mean 'phenotype'" in capsys.readouterr().err
    assert run("--drug", "baclofen") == 2


def test_a_failed_run_leaves_no_file(tmp_path: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    from mechgraph.paths import pairs

    def torn(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pairs, "table_of", torn)
    assert run(*ASKED, "-o", str(tmp_path / "x.csv")) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_run_is_resumed_with_the_same_result(data: FilePath, tmp_path: FilePath) -> None:
    """DrugMechDB's drugs and diseases: killed once a few effects are kept, then run again."""
    graph = tmp_path / "d.mechgraph"
    build([data / "drugmechdb" / "indication_paths.yaml.gz"], graph)
    diseases = [str(e.id) for e in mechgraph.load(graph).entities("disease")][:60]
    (tmp_path / "diseases").write_text("\n".join(diseases), encoding="utf-8")
    command = [sys.executable, "-m", "mechgraph", "-g", str(graph), "rank", "--drugs", "drug", "-k", "3"]
    command += ["--effect-file", str(tmp_path / "diseases"), "--processes", "1"]
    kept = tmp_path / "kept"
    resumable = [*command, "--checkpoint", str(kept), "-o", str(tmp_path / "resumed.csv")]
    process = subprocess.Popen(resumable, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while time.monotonic() < limit and len(list(kept.glob("*.npz"))) < 5:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = {p.name: p.stat().st_mtime_ns for p in kept.glob("*.npz")}
    assert len(before) >= 5
    assert not (tmp_path / "resumed.csv").exists()
    subprocess.run(resumable, check=True, stderr=subprocess.DEVNULL)
    assert {name: (kept / name).stat().st_mtime_ns for name in before} == before
    assert len(list(kept.glob("*.npz"))) > len(before)
    subprocess.run([*command, "-o", str(tmp_path / "whole.csv")], check=True, stderr=subprocess.DEVNULL)
    assert (tmp_path / "resumed.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
