"""The gallery shows what its commands draw today."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def gallery() -> ModuleType:
    if not (DOCS / "build_gallery.py").is_file():
        pytest.skip("the docs are not beside the tests")
    spec = importlib.util.spec_from_file_location("build_gallery", DOCS / "build_gallery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_figure_has_its_command_beside_it_and_no_other_is_kept(gallery: ModuleType) -> None:
    names = [name for name, _, _ in gallery.FIGURES]
    assert len(names) == len(set(names)) >= 12
    assert {p.stem for p in (DOCS / "gallery").glob("*.svg")} == set(names)


def test_the_gallery_is_what_its_commands_draw(gallery: ModuleType) -> None:
    assert gallery.stale() == [], "run: python docs/build_gallery.py, look at what changed, commit it"
