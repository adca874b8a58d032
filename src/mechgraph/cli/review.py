"""``review``: what a change of records does, as one page for whoever reviews it."""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import NotFoundError, UsageError
from .output import emit, output_option

if TYPE_CHECKING:
    from ..answers.diff import Diff
    from ..checks.finding import Finding
    from ..graph import Graph

__all__ = ["review"]

SHOWN = 50
"""Findings, and changed conclusions, that the page lists."""


def _git(place: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(place), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"git does not run: {error.strerror}", remedy="install git, or use diff") from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines() or ["failed"]
        raise UsageError(
            f"git {' '.join(arguments)} in {place}: {why[-1]}",
            remedy="records have to lie in a git repository that has the commit",
        )
    return done.stdout


def _before(records: Path, base: str, into: Path) -> Path | None:
    """The records as they were at a commit, unpacked; ``None`` where there were none."""
    top = Path(_git(records, "rev-parse", "--show-toplevel").decode().strip())
    inside = records.resolve().relative_to(top.resolve()).as_posix()
    commit = _git(records, "rev-parse", "--verify", f"{base}^{{commit}}").decode().strip()
    if inside != "." and not _git(top, "ls-tree", "--name-only", commit, "--", inside).strip():
        return None
    archive = _git(top, "archive", "--format=tar", commit, *([] if inside == "." else ["--", inside]))
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(into, filter="data")
    found = into if inside == "." else into / inside
    return found if any(found.rglob("*.yaml")) else None


@click.command(
    epilog="Examples:\n\n\b\n  mechgraph review my-records\n  mechgraph review my-records --base main -o review.md\n\n"
    "Exit code 4 for findings at error level (with --strict, warnings), and with --fail-on-change for changed "
    "conclusions."
)
@click.argument("records", type=click.Path(file_okay=False), default=".")
@click.option("--base", default="HEAD", show_default=True, metavar="COMMIT", help="What to compare with, in git.")
@click.option("--strict", is_flag=True, help="Exit code 4 for warnings too.")
@click.option("--fail-on-change", is_flag=True, help="Exit code 4 where a conclusion changed.")
@click.option(
    "--most", default=10, show_default=True, type=click.IntRange(0), help="Changed mechanisms that are drawn."
)
@output_option
@click.pass_context
def review(
    ctx: click.Context, records: str, base: str, strict: bool, fail_on_change: bool, most: int, output: str | None
) -> None:
    """What a change of RECORDS does since a commit: findings, changed conclusions, changed mechanisms drawn.

    A page in Markdown, for a reviewer or the summary of a CI job; mechanisms are Mermaid flowcharts.
    """
    from ..checks import check_records
    from ..graph import load
    from ..records import embedded

    place = Path(records)
    if not place.is_dir():
        raise NotFoundError(f"no folder {records}")
    findings = check_records(place, embedded())
    errors = [f for f in findings if f.level == "error"]
    warnings = [f for f in findings if f.level == "warning"]
    lines = ["# Review of records", "", *_found(errors, warnings)]
    changed = False
    if not errors:
        with tempfile.TemporaryDirectory() as folder:
            old = _before(place, base, Path(folder))
            if old is None:
                lines += ["", f"There were no records at {base}: all of them are new."]
            else:
                before, after = load(old), load(place)
                found = before.diff(after)
                changed = bool(found)
                lines += ["", *_changes(found, base), *_drawn(found, before, after, most)]
    emit("\n".join(lines), output)
    ctx.exit(4 if errors or (strict and warnings) or (fail_on_change and changed) else 0)


def _found(errors: list[Finding], warnings: list[Finding]) -> Iterator[str]:
    yield "## Checks"
    yield ""
    if not errors and not warnings:
        yield "✓ Every rule holds."
    for title, found in (("error", errors), ("warning", warnings)):
        if found:
            yield f"{len(found):,} {title}{'' if len(found) == 1 else 's'}:"
            yield ""
            yield from (f"- {_text(str(f))}" for f in found[:SHOWN])
            if len(found) > SHOWN:
                yield f"- … and {len(found) - SHOWN:,} more"
    if errors:
        yield ""
        yield "Conclusions are compared when the errors are mended."


def _changes(found: Diff, base: str) -> Iterator[str]:
    yield f"## Conclusions since {_text(base)}"
    yield ""
    if not found:
        yield "No conclusion changed."
    for c in found.changes[:SHOWN]:
        yield f"- **{_text(c.about)}**, {c.kind.replace('_', ' ')}: {_text(c.before)} → {_text(c.after)}"
        yield from (f"  - {_text(str(b))}" for b in c.because)
    if len(found.changes) > SHOWN:
        yield f"- … and {len(found.changes) - SHOWN:,} more"
    told = {b.id for c in found.changes for b in c.because}
    silent = [c for c in found.claims if c.id not in told]
    if silent:
        yield ""
        yield f"{len(silent):,} claims changed without changing a conclusion."


def _drawn(found: Diff, before: Graph, after: Graph, most: int) -> Iterator[str]:
    from ..answers.changed import changed_mechanisms
    from ..draw.mermaid import mermaid_text

    for i, m in enumerate(changed_mechanisms(found, before.store, after.store)):
        if i == 0 and most:
            yield from ("", "## Changed mechanisms", "", "Thick green: added. Dotted red: removed. Brown: changed.")
        if i == most:
            yield from ("", "More changed mechanisms are not drawn; see `mechgraph diff --draw`.")
            return
        yield from ("", f"### {_text(m.name)}", "", "```mermaid", mermaid_text(m), "```")


def _text(text: str) -> str:
    """Text that is nothing but text to Markdown."""
    for mark in "\\`*_{}[]<>#|":
        text = text.replace(mark, f"\\{mark}" if mark not in "<>" else {"<": "&lt;", ">": "&gt;"}[mark])
    return " ".join(text.split())
