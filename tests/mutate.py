"""Break the lines that ``mutants.toml`` lists, one at a time, in a copy of the checkout; report what no test notices.

Run as ``python -m tests.mutate [WORD …]``: only mutants whose file or reason holds every word. Each is applied by its
text; a text that is not there exactly once has moved, and that is an error, not a survivor. Ends with 1 where fewer
than 95 % are caught; with 2 where a text has moved, a broken line is no Python, or a test fails on unbroken code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("src", "graph", "queries", "tests", "pyproject.toml", "README.md", "CHANGELOG.md")
PATIENCE = 5
"""A broken line whose tests take so many times as long as on unbroken code, and a minute, made them run for ever."""
WANTED = 0.95
"""The share that must be caught."""


class Mutant(NamedTuple):
    """One broken line: in which file, what becomes what, why it matters, and which tests must notice."""

    why: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def mutants(words: Sequence[str] = ()) -> list[Mutant]:
    """The listed mutants whose file or reason holds all the words."""
    listed = tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    made = [Mutant(m["why"], m["file"], m["old"], m["new"], tuple(m["tests"])) for m in listed]
    return [m for m in made if all(w.lower() in f"{m.file} {m.why}".lower() for w in words)]


def moved(listed: Sequence[Mutant]) -> list[str]:
    """What is wrong with the list: texts that are not in their file exactly once, tests that do not exist."""
    out = []
    for m in listed:
        count = (ROOT / m.file).read_text(encoding="utf-8").count(m.old) if (ROOT / m.file).is_file() else 0
        if count != 1:
            out.append(f"{m.file}: found {count} times, not once: {m.old!r} ({m.why})")
        out += [f"{m.file}: no such test: {t} ({m.why})" for t in m.tests if not (ROOT / t).is_file()]
    return out


@contextmanager
def _copy() -> Iterator[Path]:
    """A copy of what tests need, so that a mutant never stands in the checkout itself."""
    with tempfile.TemporaryDirectory(prefix="mutate-") as folder:
        for name in COPIED:
            source, target = ROOT / name, Path(folder, name)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)
        yield Path(folder)


def _notices(folder: Path, tests: Sequence[str], seconds: float | None = None) -> str:
    """What the tests say where one of them fails in this copy, or takes longer than so many seconds; else nothing.

    Raises:
        RuntimeError: the tests could not be run at all, so that nothing noticed anything.
    """
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", *tests]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not done in {seconds:.0f} s"
    if done.returncode > 1:
        raise RuntimeError(f"{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout[-2000:] if done.returncode == 1 else ""


def main(words: Sequence[str]) -> int:
    """Apply each mutant and print the survivors."""

    def say(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    listed = mutants(words)
    if wrong := moved(listed):
        say("\n".join(wrong) + "\nThe list is out of date: give each mutant its new text, or drop it with a reason.\n")
        return 2
    start, survivors = time.monotonic(), []
    with _copy() as folder:
        where = "import mechgraph, sys; sys.stdout.write(mechgraph.__file__)"
        environment = os.environ | {"PYTHONPATH": str(folder / "src")}
        used = subprocess.run(
            [sys.executable, "-c", where], env=environment, capture_output=True, text=True, check=True
        )
        if not used.stdout.startswith(str(folder)):
            say(f"the copy is not what is tested, but {used.stdout}\n")
            return 2
        usual: dict[str, float] = {}
        for test in sorted({t for m in listed for t in m.tests}):
            began = time.monotonic()
            if failed := _notices(folder, [test]):
                say(f"{failed}\n{test} fails on the unbroken code\n")
                return 2
            usual[test] = time.monotonic() - began
        for m in listed:
            file = folder / m.file
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(m.old, m.new), encoding="utf-8")
            try:
                if not _notices(folder, m.tests, 60 + PATIENCE * sum(usual[t] for t in m.tests)):
                    survivors.append(m)
                    say(f"SURVIVED  {m.file}: {m.why}\n")
            except RuntimeError as error:
                say(f"{error}\nThis mutant cannot be tried: {m.file}: {m.why}\n")
                return 2
            file.write_text(text, encoding="utf-8")
    caught = len(listed) - len(survivors)
    say(f"{caught} of {len(listed)} caught in {time.monotonic() - start:.0f} s\n")
    return 0 if caught >= WANTED * len(listed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
