"""What keeps a checkout green on another machine: the locks, the declared versions, which warnings are errors."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

import mechgraph

ROOT = Path(__file__).resolve().parents[1]
CONFIGURED: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = CONFIGURED["project"]


@pytest.mark.parametrize("module", ["mechgraph", "mechgraph.paths.search", "tests.test_cli"])
@pytest.mark.parametrize("kind", [DeprecationWarning, RuntimeWarning, UserWarning])
def test_a_warning_in_our_own_modules_is_an_error(module: str, kind: type[Warning]) -> None:
    with pytest.raises(kind):
        warnings.warn_explicit("said of ours", kind, "somewhere.py", 1, module=module)


@pytest.mark.parametrize("kind", [DeprecationWarning, FutureWarning, UserWarning])
def test_what_a_third_party_announces_in_its_own_modules_fails_nothing(kind: type[Warning]) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.warn_explicit("said of theirs", kind, "somewhere.py", 1, module="rdflib.plugins.stores.memory")
    assert [w.category for w in told] == [kind]


def test_a_file_that_nobody_closes_is_an_error_wherever_it_was_opened() -> None:
    with pytest.raises(ResourceWarning):
        warnings.warn_explicit("unclosed", ResourceWarning, "somewhere.py", 1, module="sqlite3")


def _wanted(extra: str) -> set[str]:
    """The projects that an extra asks for, itself and through our other extras."""
    out: set[str] = set()
    for line in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"][extra]]:
        name, _, extras = re.split(r"[<>=;! ]", line)[0].partition("[")
        if name == PROJECT["name"]:
            out = out.union(*(_wanted(e) for e in extras.rstrip("]").split(",")))
        else:
            out.add(name.lower().replace("_", "-"))
    return out


@pytest.mark.parametrize("extra", ["test", "dev"])
def test_the_lock_pins_and_hashes_all_that_the_extra_asks_for_and_names_no_index(extra: str) -> None:
    text = (ROOT / "requirements" / f"{extra}.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^(\S+)==\S+(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.M)
    pinned = {name for name, _ in entries}
    assert len(re.findall(r"^[^\s#]", text, re.M)) == len(entries), (
        "a line that is not a pinned version with its hashes"
    )
    assert _wanted(extra) <= pinned, "run requirements/lock"


def test_what_both_locks_hold_is_the_same_release() -> None:
    tests, all_of_it = (
        dict(re.findall(r"^(\S+)==(\S+)", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"), re.M))
        for name in ("test", "dev")
    )
    assert tests.items() <= all_of_it.items()


def test_the_readme_tests_from_the_lock() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    second = next(line for line in readme.splitlines() if line.endswith("python -m pytest"))
    for step in ("pip install -q -r requirements/test.txt", "pip install -q --no-deps --no-build-isolation -e ."):
        assert step in second


def _lines(name: str) -> dict[str, str]:
    """The releases of a lock by project."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^(\S+)==(\S+)", text, re.M))


def test_the_lane_of_the_lowest_releases_tries_those_that_are_declared() -> None:
    tried = _lines("lowest")
    extras = [PROJECT["optional-dependencies"][extra] for extra in ("arrow", "bench", "dask", "serve")]
    for declared in [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]:
        found = re.match(r"([\w.-]+)>=([\d.]+)", declared)
        assert found, f"{declared} declares no lowest release"
        name, lowest = found[1].lower(), [int(part) for part in found[2].split(".")]
        locked = [int(part) for part in tried[name].split(".")]
        assert locked[: len(lowest)] == lowest, declared
        assert not any(locked[len(lowest) :]), declared


def test_the_pythons_that_are_named_are_those_that_the_lanes_try() -> None:
    source = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    tried: tuple[str, ...] = next(
        ast.literal_eval(line.value)
        for line in source.body
        if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "PYTHONS"
    )
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    assert list(tried) == named
    assert PROJECT["requires-python"] == f">={tried[0]}"


def test_on_a_package_index_every_link_of_the_readme_is_an_address_of_a_file_that_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for rule in CONFIGURED["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]["substitutions"]:
        text = re.sub(rule["pattern"], rule["replacement"], text)
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert len(targets) > 5
    files = PROJECT["urls"]["Source"]
    for target in targets:
        assert target.startswith("https://"), target
        assert not target.startswith(files) or (ROOT / target.removeprefix(files)).exists(), target


def test_the_citation_names_the_version_that_is_installed() -> None:
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert cited
    assert cited[1] == mechgraph.__version__


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_what_a_page_for_contributors_names_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)\)", text)
    paths = re.findall(r"`((?:src|tests|docs|graph|requirements|draw|\.ci)/[\w./-]+)`", text)
    assert links
    folders = (ROOT, ROOT / "src" / "mechgraph")
    assert not [name for name in [*links, *paths] if not any((folder / name).exists() for folder in folders)]


def test_no_folder_of_tests_takes_the_name_of_a_module_of_python() -> None:
    """Pytest imports a folder under its own name; ``tests/select`` hid Python's ``select`` from every server test."""
    folders = {path.name for path in (ROOT / "tests").iterdir() if (path / "__init__.py").exists()}
    assert not folders & sys.stdlib_module_names
