"""Rebuild the figures of the gallery, and the page that shows them, from the commands below."""

from __future__ import annotations

import contextlib
import io
import shlex
import sys
import tempfile
from pathlib import Path

from mechgraph.cli import main

HERE = Path(__file__).resolve().parent
FIGURES: list[tuple[str, str, str]] = [
    ("baclofen", "The mechanism of baclofen, all that is curated, on one journal page.", "draw baclofen"),
    ("baclofen-spasticity", "From baclofen to spasticity: four branches, every claim with its references.",
     "draw baclofen spasticity"),
    ("baclofen-anxiety", "From baclofen to anxiety.", "draw baclofen anxiety"),
    ("baclofen-alcohol", "From baclofen to alcohol use disorder: a denied finding in one species is drawn as such.",
     "draw baclofen 'alcohol use disorder'"),
    ("baclofen-respiratory-depression", "An adverse mechanism, hedged: case reports in renal failure.",
     "draw baclofen 'respiratory depression' --size single"),
    ("tizanidine", "A small mechanism in one column of a journal.", "draw tizanidine spasticity --size single"),
    ("dantrolene", "Links without a sign stay grey.", "draw dantrolene spasticity"),
    ("acamprosate-slide", "A slide.", "draw acamprosate --size slide169"),
    ("diazepam-dark", "The dark theme.", "draw diazepam --theme dark"),
    ("baclofen-pain-grey", "Readable in grey: sign by head, certainty by line.", "draw baclofen pain --theme grey"),
    ("density", "Where GABA-B receptors are dense.", "draw 'GABA-B receptor' --view brain"),
    ("gabab-network", "The neighbourhood of the receptor.", "draw 'GABA-B receptor' --view network --size a4"),
    ("regions", "The answer to a question, on the brain where it is about places.",
     "ask 'Which brain regions have GABA-B receptors?' --draw"),
    ("paths", "The five best paths of a search, in one figure; with -g from any graph.",
     "paths baclofen spasticity -k 5 --draw"),
    ("compare", "Two drugs side by side: what they share stands at the same height, what differs is marked.",
     "draw --compare baclofen diazepam"),
    ("what-if", "What if the receptor is blocked? What is blocked and what is bypassed by it stay visible.",
     "what-if baclofen spasticity --block 'GABA-B receptor' --draw"),
    ("suppose", "Suppose another claim: it is drawn as what it is.",
     "what-if baclofen spasticity --add 'baclofen,increases,muscle contraction' --draw"),
]  # fmt: skip


def run(arguments: list[str]) -> None:
    """Run one command in this process, its text aside; stop where it fails."""
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main(arguments)
    except SystemExit as left:
        if left.code:
            sys.exit(f"failed: mechgraph {shlex.join(arguments)}\n{said.getvalue()}")


def page() -> str:
    """The text of the page that shows them."""
    lines = [
        "# Gallery",
        "",
        "Each figure is made by the command above it. `python docs/build_gallery.py` rebuilds them all,",
        "`python docs/build_gallery.py --check` says which are out of date.",
    ]
    for name, caption, command in FIGURES:
        words = shlex.join(output(command, f"{name}.svg"))
        lines += [
            "",
            f"## {caption}",
            "",
            "```sh",
            f"mechgraph {words}",
            "```",
            "",
            f"![{caption}](gallery/{name}.svg)",
        ]
    return "\n".join(lines) + "\n"


def output(command: str, target: str) -> list[str]:
    """The words of a command that draws to ``target``."""
    words = shlex.split(command)
    return [*words, target] if words[-1] == "--draw" else [*words, "-o", target]


def build(folder: Path) -> None:
    """Draw every figure and write the page."""
    (folder / "gallery").mkdir(exist_ok=True)
    for name, _, command in FIGURES:
        run(output(command, str(folder / "gallery" / f"{name}.svg")))
    (folder / "gallery.md").write_text(page(), encoding="utf-8")
    (folder / "baclofen.svg").write_bytes((folder / "gallery" / "baclofen-spasticity.svg").read_bytes())


def stale() -> list[str]:
    """Files of the gallery that are not what building them gives."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        built = [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()]
        return sorted(
            str(p) for p in built if not (HERE / p).is_file() or (HERE / p).read_bytes() != (folder / p).read_bytes()
        )


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(f"out of date: {p}" for p in stale()) or 0)
    build(HERE)
