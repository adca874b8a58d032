"""A folder of records to begin with: one example that passes every check, and the schema for editors."""

from __future__ import annotations

from pathlib import Path

from ..errors import RecordError, cannot_write
from .writing import schema_text

__all__ = ["begin"]

EXAMPLE = "example.yaml"
SCHEMA = "records.schema.json"
"""Named in the first line of the example, so that editors complete fields and terms."""


def begin(folder: Path) -> list[Path]:
    """Write the example and the schema into a folder, which is made where it does not exist; the files written.

    Raises:
        RecordError: one of the files is there already; nothing is written.
    """
    wanted = {
        folder / EXAMPLE: (Path(__file__).parent / "template.yaml").read_text(encoding="utf-8"),
        folder / SCHEMA: schema_text(),
    }
    for path in wanted:
        if path.exists():
            raise RecordError(f"{path} is there already", remedy="name another folder, or move it away")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise cannot_write(folder, error) from None
    return list(wanted)
