"""Rebuild the figures of the gallery, and the page that shows them, from the commands below."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

from mechgraph.cli import main

HERE = Path(__file__).resolve().parent
FIGURES: list[tuple[str, str, str]] = [
    ("baclofen", "All that baclofen does, on one journal page: one receptor, one outcome eased, two that may ease, "
     "two disputed, two harms that may occur.",
     "draw baclofen"),
    ("baclofen-spasticity", "How baclofen eases spasticity: two ways from one receptor, before and behind the synapse, "
     "meet at the motor neuron.", "draw baclofen spasticity"),
    ("baclofen-spasticity-single", "The same in one column: chains say how many steps they stand for.",
     "draw baclofen spasticity --size single"),
    ("baclofen-anxiety", "A way through places of the brain.", "draw baclofen anxiety"),
    ("baclofen-alcohol", "Three places, one way: from a cell of the midbrain to the nucleus accumbens.",
     "draw baclofen 'alcohol use disorder'"),
    ("baclofen-respiratory-depression", "A harm: caused, and dotted where it is only suspected.",
     "draw baclofen 'respiratory depression' --size single"),
    ("tizanidine", "Three receptors, one way.", "draw tizanidine spasticity --size single"),
    ("dantrolene", "A muscle relaxant that acts in the muscle.", "draw dantrolene spasticity"),
    ("metformin", "An enzyme, three branches, one outcome.", "draw metformin"),
    ("ibuprofen", "Two enzymes, one product.", "draw ibuprofen"),
    ("diazepam-dark", "One receptor, three outcomes; the dark theme.", "draw diazepam --theme dark"),
    ("baclofen-pain-grey", "Readable in grey: sign by head, certainty by line.", "draw baclofen pain --theme grey"),
    ("slide", "A slide: drug, target, outcomes, read from the last row.", "draw baclofen --size slide169"),
    ("density", "Where GABA-B receptors are dense.", "draw 'GABA-B receptor' --view brain"),
    ("gabab-network", "The neighbourhood of the receptor.", "draw 'GABA-B receptor' --view network --size a4"),
    ("regions", "The answer to a question, on the brain where it is about places.",
     "ask 'Which brain regions have GABA-B receptors?' --draw"),
    ("paths", "The five best paths of a search, numbered, each with its net sign; with -g from any graph.",
     "paths baclofen spasticity -k 5 --draw"),
    ("compare", "Two drugs, two receptors, one spine: where the ways meet.", "draw --compare baclofen diazepam"),
    ("what-if", "The receptor blocked: the verdict is the title, what is blocked is struck out.",
     "what-if baclofen spasticity --block 'GABA-B receptor' --draw"),
    ("suppose", "A supposed claim is drawn as what it is.",
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


RECEIPT = re.compile(r'<metadata class="receipt">.*?</metadata>\n?', re.DOTALL)


def output(command: str, target: str) -> list[str]:
    """The words of a command that draws to ``target``."""
    words = shlex.split(command)
    return [*words, target] if words[-1] == "--draw" else [*words, "-o", target]


def build(folder: Path) -> None:
    """Draw every figure and write the page."""
    (folder / "gallery").mkdir(exist_ok=True)
    for name, _, command in FIGURES:
        target = folder / "gallery" / f"{name}.svg"
        run(output(command, str(target)))
        # without the receipt, which has the digest of the whole graph: else every change of a record redraws them all
        target.write_text(RECEIPT.sub("", target.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
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
