"""The review of a change of records, as a curator's CI runs it: findings, changed conclusions, changed mechanisms."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mechgraph.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]
Review = Callable[..., tuple[int, str, str]]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Review:
    """A repository with the example of ``init``, committed; and the command within it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        main(["init", "records"])
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    capsys.readouterr()

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["review", *args])
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


def edit(old: str, new: str) -> None:
    file = Path("records/example.yaml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@needs_git
def test_without_a_change_nothing_changed(review: Review) -> None:
    code, out, _ = review("records")
    assert code == 0
    assert "Every rule holds" in out
    assert "No conclusion changed" in out
    assert "mermaid" not in out


@needs_git
def test_a_changed_claim_is_told_with_what_it_changed_and_drawn(review: Review) -> None:
    edit("predicate: causes", "predicate: prevents")
    code, out, _ = review("records")
    assert code == 0
    assert "net sign: decreases → increases" in out
    assert "  - added: example enzyme prevents example symptom" in out
    drawing = out.split("```mermaid\n")[1].split("```")[0]
    arcs = [line.strip() for line in drawing.splitlines() if "|" in line]
    assert arcs == [
        'n0 --x|"inhibits (−)"| n1',
        'n1 -.->|"causes (+)"| n2',
        'n1 ==x|"prevents (−)"| n2',
    ]
    assert review("records", "--fail-on-change")[0] == 4
    assert "mermaid" not in review("records", "--most", "0")[1]


@needs_git
def test_a_mistake_is_told_and_leaves_with_4(review: Review) -> None:
    edit("predicate: causes", "predicate: cuases")
    code, out, _ = review("records")
    assert code == 4
    assert "unknown predicate 'cuases'" in out
    assert "Conclusions since" not in out


@needs_git
def test_new_records_have_nothing_to_be_compared_with(review: Review, tmp_path: Path) -> None:
    shutil.copytree("records", "more")
    code, out, _ = review("more")
    assert code == 0
    assert "all of them are new" in out


@needs_git
def test_what_is_no_commit_or_no_repository_is_one_line(
    review: Review, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "records"
    shutil.copytree("records", elsewhere)
    for args in (("records", "--base", "nosuch"), (str(elsewhere),), ("nowhere",)):
        code, _, err = review(*args)
        assert code in (2, 3)
        assert len(err.strip().splitlines()) == 1, err


def test_a_name_cannot_become_markup_of_the_drawing() -> None:
    from mechgraph.draw.mermaid import _label

    assert (
        _label('a"]; click n0 "javascript:x" <b>`#1')
        == '"a#quot;]; click n0 #quot;javascript:x#quot; #lt;b#gt;#96;＃1"'
    )


@needs_git
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_the_action_runs_the_review_and_writes_the_summary(
    review: Review, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its last step as the runner runs it; the base of a first push is noughts."""
    edit("predicate: causes", "predicate: prevents")
    git(tmp_path, "commit", "-qam", "second")
    step = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"][-1]
    bin = tmp_path / "bin"
    bin.mkdir()
    import sys

    (bin / "mechgraph").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mechgraph "$@"\n', encoding="utf-8")
    (bin / "mechgraph").chmod(0o755)
    import os

    given = {"RECORDS": "records", "BASE": "0" * 40, "STRICT": "true", "FAIL_ON_CHANGE": "true"}
    environment = {**os.environ, **given, "GITHUB_STEP_SUMMARY": "summary.md", "PATH": f"{bin}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4, done.stderr
    assert "flowchart TD" in Path("summary.md").read_text(encoding="utf-8")


def test_the_hooks_run_commands_that_there_are() -> None:
    hooks: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert len(hooks) == len({h["id"] for h in hooks})
    for hook in hooks:
        program, command = hook["entry"].split()[:2]
        assert program == "mechgraph"
        assert command in COMMANDS
        assert re.search(hook["files"], "records/a.yaml")
