"""Shared fixtures: the embedded graph, and where real data lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import mechgraph

ROOT = Path(__file__).resolve().parents[1]


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
