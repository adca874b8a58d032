"""The build hook: a wheel brings the embedded graph compiled; an editable install compiles it at the first start."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledGraph(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the parts of the graph into a folder of its own and adds them to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from mechgraph.build.package import write_parts
        finally:
            sys.path.pop(0)
        self._folder = tempfile.TemporaryDirectory(prefix="mechgraph-parts-")
        place = Path(self._folder.name)
        for path in write_parts(place):
            build_data["force_include"][str(path)] = f"mechgraph/data/compiled/{path.relative_to(place).as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()
