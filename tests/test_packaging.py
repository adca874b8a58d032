"""What keeps a checkout green on another machine: the locks, the declared versions, which warnings are errors."""

from __future__ import annotations

import re
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


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
        dict(re.findall(r"^(\S+)==(.+?) \\", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8"), re.M))
        for name in ("test", "dev")
    )
    assert tests.items() <= all_of_it.items()


def test_the_readme_tests_from_the_lock() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    second = next(line for line in readme.splitlines() if line.endswith("python -m pytest"))
    for step in ("pip install -q -r requirements/test.txt", "pip install -q --no-deps --no-build-isolation -e ."):
        assert step in second
