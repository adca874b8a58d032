"""The shape of the house: which room may import which, what the public face is, what start-up may load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import mechgraph
from mechgraph.vocab import vocabulary

SRC = Path(mechgraph.__file__).parent

ROOMS = (
    "errors",
    "curie",
    "vocab",
    "model",
    "sentences",
    "records",
    "rdf",
    "nx",
    "queries",
    "select",
    "store",
    "search",
    "exchange",
    "opening",
    "paths",
    "build",
    "bench",
    "reason",
    "workspace",
    "checks",
    "answers",
    "draw",
    "graph",
    "cli",
    "server",
)
"""From the ground up; a room imports only from rooms before it."""

NOT_THROUGH: dict[str, set[str]] = {
    "draw": {"store", "records", "reason", "answers", "paths", "exchange", "build"},
    "server": {"cli"},
    "paths": {"exchange"},
}
"""Rooms that stand earlier in the order and yet are none of this room's business."""

ALLOWED = {
    ("model", "draw"): "Mechanism.draw hands over to the drawing room, inside the method",
    ("queries", "store"): "the type of an engine; not imported at run time",
    ("answers", "graph"): "the type of what is asked; not imported at run time",
    ("cli", "server"): "the serve command starts the server, inside the command",
    ("bench", "reason"): "the counterfactual benchmark measures the reasoning, inside the function",
    ("bench", "checks"): "the audit benchmark measures the checks, inside the function",
}


def _room(path: Path) -> str:
    relative = path.relative_to(SRC)
    return relative.parts[0].removesuffix(".py") if relative.parts[0] != "__init__.py" else "__init__"


def _imports(path: Path) -> set[str]:
    package = ("mechgraph", *path.relative_to(SRC).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            name = ".".join([*base, node.module or ""]).strip(".")
            names = [f"{name}.{alias.name}" for alias in node.names] if name == "mechgraph" else [name]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {n.split(".")[1] for n in names if n.startswith("mechgraph.")}
    return found


def test_every_module_stands_in_a_known_room() -> None:
    rooms = {_room(p) for p in SRC.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms <= set(ROOMS)


def test_rooms_import_only_from_rooms_below() -> None:
    wrong = []
    for path in sorted(SRC.rglob("*.py")):
        room = _room(path)
        if room in ("__init__", "__main__"):
            continue
        for other in _imports(path) - {room, "__version__"}:
            if other not in ROOMS or (room, other) in ALLOWED:
                continue
            if ROOMS.index(other) > ROOMS.index(room) or other in NOT_THROUGH.get(room, ()):
                wrong.append(f"{path.relative_to(SRC)} imports {other}")
    assert not wrong


TABLES = {
    "vocab.py": "the table itself",
    "exchange/mappings.py": "a mapping table",
    "exchange/kgx.py": "KGX's own names of properties",
    "paths/metapath.py": "Hetionet's own words for its kinds of edges",
}
"""Modules that may write the id of a predicate."""


def _literals(path: Path) -> list[tuple[int, str]]:
    """Ids of predicates that a module writes as text; docstrings and examples do not count."""
    ids = vocabulary().predicates
    return [
        (node.lineno, node.value)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ids
    ]


def test_no_module_writes_the_id_of_a_predicate() -> None:
    """What counts as a use, a harm, a part is a column of the vocabulary: no private list, no comparison with one."""
    found = {p.relative_to(SRC).as_posix(): _literals(p) for p in sorted(SRC.rglob("*.py"))}
    wrong = {n: ids for n, ids in found.items() if ids and n not in TABLES}
    assert not wrong
    assert all(found[n] for n in TABLES), "a table that needs no leave any more"


def test_the_public_face_is_sorted_and_importable() -> None:
    assert mechgraph.__all__ == sorted(mechgraph.__all__)
    for name in mechgraph.__all__:
        assert getattr(mechgraph, name).__doc__, f"{name} has no docstring"


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (["--help"], ["yaml", "rdflib", "networkx", "matplotlib", "numpy", "pyoxigraph", "msgspec"]),
        (["search", "baclofen"], ["yaml", "rdflib", "networkx", "matplotlib", "numpy", "pyoxigraph"]),
        (["show", "baclofen"], ["yaml", "rdflib", "networkx", "matplotlib", "numpy"]),
        (["explain", "baclofen"], ["yaml", "rdflib", "matplotlib"]),
        (["query", "uses", "drug=baclofen"], ["yaml", "rdflib", "networkx", "matplotlib"]),
    ],
)
def test_a_command_loads_no_library_that_it_does_not_need(arguments: list[str], forbidden: list[str]) -> None:
    code = (
        "import sys\nfrom mechgraph.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit as e: assert e.code == 0, e.code\n"
        f"loaded = [m for m in {forbidden!r} if m in sys.modules]\n"
        "assert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_command_starts_no_thread_for_products_of_matrices() -> None:
    """OpenBLAS starts one on each core when NumPy is imported, for work that no command but bench has."""
    code = (
        "import os, sys\nfrom mechgraph.cli import main\nsys.argv[1:] = ['paths', 'baclofen', 'spasticity']\n"
        "try: main()\nexcept SystemExit as e: assert e.code == 0, e.code\n"
        "assert 'numpy' in sys.modules\nprint(len(os.listdir('/proc/self/task')))"
    )
    if not Path("/proc/self/task").exists():
        pytest.skip("needs Linux's /proc to count threads")
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "1"


def test_importing_mechgraph_loads_nothing_heavy() -> None:
    code = (
        "import sys, mechgraph\n"
        "heavy = {'numpy', 'networkx', 'rdflib', 'pyoxigraph', 'matplotlib', 'yaml', 'click', 'msgspec'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
