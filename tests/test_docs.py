"""Every example in the README, the docs and the help of each command runs as written.

In Markdown, ``bash`` blocks are run line by line in an empty folder, ``python`` blocks in one namespace per file. A
line that ends in ``# exit N`` must leave with that code. Blocks fenced as ``text`` or ``console`` are not run, but a
``text`` block right under a block that runs shows what it prints (of ``bash`` its last command), and must be that;
``…`` stands for what is left out.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

import mechgraph
from mechgraph.cli import COMMANDS, app, main

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.M | re.S)
_SHOWN = re.compile(r"^```(\w+)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)
"""A block, and the ``text`` block right under it."""
NEEDS_DATA = ("--data", "hetionet", "drugmechdb", "bench ", "primekg")
"""Lines that need data or a server that a test has not got; they are run by the benchmarks."""


def _blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def _shown(page: Path, language: str) -> list[tuple[str, str]]:
    """The blocks of a language, each with the output that the page shows of it, or nothing."""
    found = _SHOWN.findall(page.read_text(encoding="utf-8"))
    return [(body, shown) for kind, body, shown in found if kind == language]


def _lines(page: Path) -> list[tuple[str, str]]:
    """The commands of a page, each with the excerpt of its output that the page shows, or nothing."""
    found: list[tuple[str, str]] = []
    for body, shown in _shown(page, "bash"):
        lines = [line.strip() for line in body.replace("\\\n", " ").splitlines()]
        lines = [line for line in lines if line.startswith("mechgraph")]
        found += [(line, shown if line is lines[-1] else "") for line in lines]
    return found


def _missing(shown: str, printed: str) -> str:
    """The first part of an excerpt that was not printed, after the parts before it."""
    at = 0
    for part in re.split(r"^ *…\n|…\n?", shown, flags=re.M):
        if (found := printed.find(part, at)) < 0:
            return part
        at = found + len(part)
    return ""


def _run(line: str) -> None:
    command, _, comment = line.partition("  # ")
    wanted = int(m[1]) if (m := re.search(r"exit (\d+)", comment)) else 0
    if "|" in command or "<" in command:
        command = command.split("|")[0].split("<")[0]
    command = command.partition(" > ")[0]
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command)[1:])
    assert left.value.code == wanted, line


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_run_and_print_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _sample_files(page, tmp_path)
    for line, shown in _lines(page):
        if any(word in line for word in NEEDS_DATA) or line.startswith("mechgraph serve"):
            continue
        capsys.readouterr()
        _run(line)
        printed = "".join(capsys.readouterr())
        assert not (part := _missing(shown, printed)), f"{line}\nprints no longer:\n{part}\nbut:\n{printed[:3000]}"


def _sample_files(page: Path, folder: Path) -> None:
    """Files that a page shows: a block whose first line is a comment with its name."""
    for language in ("yaml", "sparql", "turtle", "csv"):
        for body in _blocks(page, language):
            if match := re.match(r"# (?:file: )?(\S+\.(?:yaml|rq|ttl|csv))\n", body):
                target = folder / match[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                text = body[match.end() :] if language == "csv" else body  # a table has no comments
                target.write_text(text, encoding="utf-8")


def test_the_answer_on_the_first_page_is_what_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    shown = _blocks(ROOT / "README.md", "text")[0]
    command, _, answer = shown.partition("\n")
    _run(command.removeprefix("$ "))
    assert capsys.readouterr().out.startswith(answer)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_python_of_a_page_runs_and_prints_what_it_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    _sample_files(page, tmp_path)
    names: dict[str, object] = {"mechgraph": mechgraph}
    for body, shown in _shown(page, "python"):
        if any(word in body for word in NEEDS_DATA):
            continue
        capsys.readouterr()
        exec(compile(body, str(page), "exec"), names)
        printed = capsys.readouterr().out
        assert not (part := _missing(shown, printed)), f"not printed:\n{part}\nbut:\n{printed[:3000]}"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself_and_its_examples_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    command = app.get_command(click.Context(app), name)
    assert command is not None
    assert command.help, f"{name} has no help"
    examples = [line.strip() for line in (command.epilog or "").splitlines() if line.strip().startswith("mechgraph")]
    assert examples, f"the help of {name} ends without an example"
    for line in examples:
        if not any(word in line for word in (*NEEDS_DATA, "my-records", ".mechgraph")) and name not in ("serve", "mcp"):
            _run(line)
    capsys.readouterr()


def test_every_command_stands_in_the_docs() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    missing = [name for name in COMMANDS if f"`mechgraph {name}" not in page]
    assert not missing


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")) and not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert not broken
