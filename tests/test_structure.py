"""The shape of the house: which room may import which, what the public face is, what start-up may load."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

import mechgraph
from mechgraph import load
from mechgraph.vocab import vocabulary

from .mutate import moved, mutants

SRC = Path(mechgraph.__file__).parent

PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
_NAMED = re.compile(r"`([a-z_]+(?:/[a-z_]+)*\.py)`")


def _rows(page: str, columns: str) -> list[tuple[str, ...]]:
    """The rows of the table with this head on the page, names without their quotes."""
    body = page.partition(f"\n| {columns} |\n")[2].split("\n\n")[0].splitlines()[1:]
    return [tuple(cell.strip(" `") for cell in line.strip("|").split("|")) for line in body]


PAGE_TEXT = PAGE.read_text(encoding="utf-8")
ROOMS = tuple(name for name, _ in _rows(PAGE_TEXT, "room | what it holds"))
"""From the ground up; a room imports only from rooms before it. The page that a person reads is the only list."""
EXCUSED = {(room, other) for room, other, _ in _rows(PAGE_TEXT, "room | imports | why")}


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


def _upward() -> Iterator[tuple[Path, str, str]]:
    """Each import of a module from a room that does not stand before its own: the module, its room, the other."""
    for path in sorted(SRC.rglob("*.py")):
        room = _room(path)
        if room in ("__init__", "__main__"):
            continue
        for other in sorted(_imports(path) - {room, "__version__"}):
            if other not in ROOMS[: ROOMS.index(room)]:
                yield path.relative_to(SRC), room, other


def test_the_page_lists_every_room_once_and_no_other() -> None:
    rooms = {_room(p) for p in SRC.rglob("*.py")} - {"__init__", "__main__"}
    assert sorted(ROOMS) == sorted(rooms)


def test_rooms_import_only_from_rooms_before_them() -> None:
    """An import for types only counts too: what is named is known."""
    wrong = [f"{path} imports {other}" for path, room, other in _upward() if (room, other) not in EXCUSED]
    assert not wrong


def test_every_excuse_is_needed() -> None:
    assert {(room, other) for _, room, other in _upward()} >= EXCUSED


def test_every_module_that_the_page_names_is_there() -> None:
    named = _NAMED.findall(PAGE_TEXT)
    gone = [name for name in named if name != "tests/test_structure.py" and not (SRC / name).is_file()]
    assert named
    assert not gone, f"docs/architecture.md names {', '.join(gone)}"


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
    load("embedded").sparql("ASK {}")  # in a checkout the first start compiles the records
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


def test_every_line_that_is_broken_on_purpose_stands_where_the_list_has_it() -> None:
    assert moved(mutants()) == []


def test_every_folder_of_code_and_tests_is_walked(pytestconfig: pytest.Config) -> None:
    """Pytest passes over folders by name, "build" among them unless told otherwise."""
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {p.name for top in (SRC, Path(__file__).parent) for p in top.rglob("*") if p.is_dir()}
    assert [f for f in sorted(folders) if any(fnmatch(f, pattern) for pattern in passed_over)] == []
