"""Every limit of the server can be set from the command line and from the environment."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import mechgraph.server
from mechgraph.cli import app
from mechgraph.server.settings import Settings

ARGUMENTS: dict[str, tuple[str, str, Any]] = {
    "seconds": ("--timeout", "2.5", 2.5),
    "rows": ("--max-rows", "7", 7),
    "body": ("--max-body", "8", 8),
    "megabytes": ("--memory", "0", 0),
    "workers": ("--workers", "3", 3),
    "callers": ("--callers", "4", 4),
    "waiting": ("--waiting", "0", 0),
    "patience": ("--patience", "3.5", 3.5),
    "cache": ("--cache", "0", 0),
    "grace": ("--grace", "7.5", 7.5),
    "log": ("--log", "json", "json"),
    "hosts": ("--allow-host", "kg.example", ("kg.example",)),
    "origins": ("--allow-origin", "https://kg.example", ("https://kg.example",)),
}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """The settings that a command would start the server with."""
    seen: list[Settings] = []

    def serve(*arguments: Any, **_: Any) -> None:
        seen.append(arguments[4])

    monkeypatch.setattr(mechgraph.server, "serve", serve)
    return seen


def test_no_setting_is_left_out() -> None:
    assert {f.name for f in fields(Settings)} == set(ARGUMENTS)
    page = Path(__file__).parents[2].joinpath("docs", "server.md").read_text(encoding="utf-8")
    for name, (option, _, _) in ARGUMENTS.items():
        assert f"`{name}`" in page
        assert f"`{option}`" in page


@pytest.mark.parametrize("name", list(ARGUMENTS))
def test_a_setting_by_option_and_by_environment(given: list[Settings], name: str) -> None:
    option, text, value = ARGUMENTS[name]
    assert CliRunner().invoke(app, ["serve", option, text]).exit_code == 0
    assert CliRunner(env={f"MECHGRAPH_SERVE_{name.upper()}": text}).invoke(app, ["serve"]).exit_code == 0
    wanted: dict[str, Any] = {name: value}
    assert given == [Settings(**wanted)] * 2
    assert given[0] != Settings()


def test_the_defaults_that_the_help_tells_are_those_that_hold(given: list[Settings]) -> None:
    assert CliRunner().invoke(app, ["serve"]).exit_code == 0
    assert given == [Settings()]
    told = CliRunner().invoke(app, ["serve", "--help"]).output
    for name in ("seconds", "rows", "body", "megabytes", "workers", "callers", "waiting", "patience", "cache"):
        assert f"[{getattr(Settings(), name):g}]".replace("1e+06", "1000000") in told.replace("\n", " ")
