"""Shared fixtures: the embedded graph, and where real data lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import mechgraph

ROOT = Path(__file__).resolve().parents[1]

_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", _PATIENT, derandomize=True)
settings.register_profile("search", _PATIENT, derandomize=False)
# The same examples on every run: what was green on one machine is not red on another by another draw or a slow minute.
# `.ci/full` looks further, with other examples each time.
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def kg() -> mechgraph.Graph:
    """The embedded graph."""
    return mechgraph.load("embedded")


@pytest.fixture(scope="session")
def data() -> Path:
    """Real data: the folder that MECHGRAPH_TEST_DATA names, or ../shared/data beside the checkout; else a skip."""
    folder = Path(os.environ.get("MECHGRAPH_TEST_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; set MECHGRAPH_TEST_DATA")
    return folder
