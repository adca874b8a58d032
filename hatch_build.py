"""The build hook: a wheel brings the embedded graph compiled, and the kernel of path search where a C compiler is.

With a kernel the wheel is one of its platform, for any Python 3; without one it is a pure wheel, which searches with
NumPy. An editable install compiles the kernel beside its source, and the graph at the first start. No compiler, or one
that fails, never fails an installation.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.tags import platform_tags

KERNEL = "mechgraph/paths/_kernel.so"


class CompiledParts(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the parts of the graph and the kernel into a folder of its own and adds them to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root) / "src"))
        try:
            from mechgraph.paths import native

            if version == "editable":
                self._tell(native.make())
                return
            from mechgraph.build.package import write_parts
        finally:
            sys.path.pop(0)
        self._folder = tempfile.TemporaryDirectory(prefix="mechgraph-parts-")
        place = Path(self._folder.name)
        kernel = place / "kernel.so"
        self._tell(native.make(kernel))
        if kernel.exists():
            build_data["force_include"][str(kernel)] = KERNEL
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{platform(kernel.read_bytes())}"
        place /= "graph"
        for path in write_parts(place):
            build_data["force_include"][str(path)] = f"mechgraph/data/compiled/{path.relative_to(place).as_posix()}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._folder.cleanup()

    def _tell(self, why: str) -> None:
        if why:
            self.app.display_warning(f"without the compiled kernel of path search: {why}")


def platform(library: bytes) -> str:
    """The platform tag of a library that needs the C library alone: the oldest glibc that has all it asks for."""
    tags = list(platform_tags())
    wanted = max([17, *(int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", library))])
    return next((tag for tag in tags if tag.startswith(f"manylinux_2_{wanted}_")), tags[0])
