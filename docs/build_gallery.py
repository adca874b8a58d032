"""Rebuild the figures of the gallery, and the page that shows them, from the commands below."""

from __future__ import annotations

import shlex
import sys
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
    ("compare", "Two drugs side by side.", "draw --compare tizanidine diazepam"),
    ("what-if", "What if the receptor is blocked?",
     "what-if baclofen spasticity --block 'GABA-B receptor' -o /dev/null --draw"),
]  # fmt: skip


def run(arguments: list[str]) -> None:
    """Run one command in this process; stop where it fails."""
    try:
        main(arguments)
    except SystemExit as left:
        if left.code:
            sys.exit(f"failed: mechgraph {shlex.join(arguments)}")


def build() -> None:
    """Draw every figure and write the page."""
    lines = [
        "# Gallery",
        "",
        "Each figure is made by the command above it. `python docs/build_gallery.py` rebuilds them all.",
    ]
    for name, caption, command in FIGURES:
        target = HERE / "gallery" / f"{name}.svg"
        words = shlex.split(command)
        flag = [] if words[-1] == "--draw" else ["-o"]
        run([*words, *flag, str(target)])
        shown = command.replace(" -o /dev/null", "")
        shown += f" {name}.svg" if not flag else f" -o {name}.svg"
        lines += [
            "",
            f"## {caption}",
            "",
            "```sh",
            f"mechgraph {shown}",
            "```",
            "",
            f"![{caption}](gallery/{name}.svg)",
        ]
    (HERE / "gallery.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (HERE / "baclofen.svg").write_bytes((HERE / "gallery" / "baclofen-spasticity.svg").read_bytes())


if __name__ == "__main__":
    build()
