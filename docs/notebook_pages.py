"""The notebooks of ``docs/notebooks``, run by a real kernel, as Markdown: the site has them, the tests look at them."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"
SHOWN = ("text/html", "image/svg+xml", "text/plain")
"""The richest first."""
_BLANK = re.compile(r"\n\s*\n")


def run(path: Path) -> Any:
    """The notebook with its outputs.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    kernel = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=kernel).execute()
    return notebook


def outputs(cell: Any) -> list[str]:
    """What a cell shows, as HTML or fenced text."""
    out = []
    for o in cell.outputs:
        if o.output_type == "stream":
            out.append(f"```text\n{o.text.rstrip()}\n```")
        elif "data" in o:
            kind = next((k for k in SHOWN if k in o.data), "")
            told = "".join(o.data[kind]) if kind else ""
            # a block of HTML in Markdown ends at an empty line
            block = f"<div>{_BLANK.sub(chr(10), told.strip())}</div>"
            out.append(f"```text\n{told}\n```" if kind == "text/plain" else block)
    return out


def markdown(path: Path) -> str:
    """The page of a notebook."""
    parts = []
    for cell in run(path).cells:
        parts.append(cell.source if cell.cell_type == "markdown" else f"```python\n{cell.source}\n```")
        if cell.cell_type == "code":
            parts += outputs(cell)
    return "\n\n".join(parts) + f"\n\nThe notebook itself: `docs/notebooks/{path.name}`.\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(markdown(Path(name)))
