"""Tasks, the same by hand and in continuous integration: ``nox -l`` lists them, ``nox -s lint types`` runs two.

``test``, ``lint``, ``types``, ``docs``, ``bench`` and ``mutate`` run in the environment that nox itself is in (made by
the two lines of CONTRIBUTING.md). The lanes ``fast``, ``newest`` and ``lowest`` and the tasks ``wheel`` and ``site``
make their own.
A lane whose Python is not on the machine is named and skipped. Arguments after ``--`` go to pytest or to the script.
"""

from __future__ import annotations

import os
import sys
import tarfile
from pathlib import Path

import nox

PYTHONS = ("3.11", "3.12", "3.13")
"""What pyproject.toml's classifiers name; tests/test_packaging.py holds them equal."""
LOWEST = "3.11"
FAST = "@tests/fast.txt"
"""The part of the suite for lanes beside the locked one, that file: what goes through the libraries a lane changes.
What is ours alone (wordings, verdicts, pages, packaging) is the locked lane's. ``ALL_TESTS=1`` runs all of it."""

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "test"]


def _pytest(session: nox.Session, *chosen: str) -> None:
    told = [] if os.environ.get("ALL_TESTS") else chosen
    session.run("python", "-m", "pytest", *(session.posargs or told))


def _here(session: nox.Session, *command: str) -> None:
    session.run(sys.executable, *command, *session.posargs, external=True)


@nox.session(venv_backend="none")
def test(session: nox.Session) -> None:
    """The whole suite."""
    _here(session, "-m", "pytest")


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Ruff: rules and layout."""
    for command in (["check", "."], ["format", "--check", "."]):
        session.run(sys.executable, "-m", "ruff", *command, external=True)


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Mypy, strict, over sources and tests."""
    _here(session, "-m", "mypy")


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Every example of every page runs; links, tables of options and the gallery are current."""
    _here(session, "-m", "pytest", "tests/test_docs.py", "tests/test_pages.py", "tests/draw/test_gallery.py")


@nox.session
def site(session: nox.Session) -> None:
    """The pages as a site, in ``site/`` or the folder after ``--``; skipped where its packages cannot be had."""
    wanted = (
        "zensical==0.0.73",
        "mkdocstrings==1.0.8",
        "mkdocstrings-python==2.0.11",
        "nbclient>=0.10",
        "ipykernel>=6.29",
        "playwright>=1.40",  # pictures of the explorer, where there is a chromium
    )
    try:
        session.install("-q", *wanted, ".[serve]")
    except nox.command.CommandFailed:
        session.skip(f"{', '.join(wanted)} cannot be had from the package index")
    session.run("python", "docs/build_site.py", *(session.posargs or ["site"]))


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """Start-up and drawing; with a folder of data after ``--``, path search as well."""
    for script in ("benchmarks.startup", "benchmarks.draw_speed"):
        session.run(sys.executable, "-m", script, external=True)
    if session.posargs:
        _here(session, "-m", "benchmarks.paths_speed")


@nox.session(venv_backend="none")
def mutate(session: nox.Session) -> None:
    """Break the lines of tests/mutants.toml one at a time; fewer than 95 % noticed is a failure."""
    _here(session, "-m", "tests.mutate")


@nox.session(python=PYTHONS)
def fast(session: nox.Session) -> None:
    """The locked releases on each Python, the fast part of the suite."""
    _locked(session, "test")
    _pytest(session, FAST)


@nox.session(python=LOWEST)
def lowest(session: nox.Session) -> None:
    """The lowest releases that pyproject.toml declares, the fast part of the suite."""
    _locked(session, "lowest")
    _pytest(session, FAST)


def _locked(session: nox.Session, name: str) -> None:
    session.install("--only-binary", ":all:", "-r", f"requirements/{name}.txt")
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session
def newest(session: nox.Session) -> None:
    """Whatever the package index has today, the fast part of the suite; what it deprecates is shown."""
    session.install("--upgrade", "--upgrade-strategy", "eager", "-e", ".[test]")
    session.run("python", "-m", "pip", "list", "--format", "freeze")
    told = ("DeprecationWarning", "PendingDeprecationWarning", "FutureWarning")
    _pytest(session, *(part for name in told for part in ("-W", f"default::{name}")), FAST)


@nox.session
def wheel(session: nox.Session) -> None:
    """The wheel and the source archive, each installed into an empty environment and tried outside the checkout.

    The archive is installed as where there is no C compiler; the wheel brings the kernel where this machine has one.
    """
    out = Path(session.create_tmp()).resolve()
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(out), silent=True)
    wheel_file, archive = *out.glob("*.whl"), *out.glob("*.tar.gz")
    _complete(session, archive)
    for built in (wheel_file, archive):
        session.log(f"{built.name}, {built.stat().st_size / 1e6:.1f} MB, installed elsewhere")
        place = out / built.name.partition("-py3")[0].removesuffix(".gz")
        session.run("python", "-m", "venv", "--clear", str(place))
        scripts = place / ("Scripts" if sys.platform == "win32" else "bin")
        without = {"CC": "no-such-compiler"} if built == archive else {}
        session.run(str(scripts / "python"), "-m", "pip", "install", "-q", str(built), external=True, env=without)
        told = "from mechgraph.records import packaged; assert packaged(), 'it brings no compiled graph'"
        session.run(str(scripts / "python"), "-c", told, external=True)
        command = str(scripts / "mechgraph")
        kernel = "NumPy" if built == archive or built.name.endswith("-any.whl") else "compiled"
        if f"({kernel} kernel)" not in str(session.run(command, "--version", external=True, silent=True)):
            session.error(f"what {built.name} installs does not search with the {kernel} kernel")
        with session.chdir(out):
            session.run(command, "explain", "baclofen", "spasticity", external=True)
            session.run(command, "draw", "baclofen", "-o", "baclofen.svg", external=True)
            told = session.run(command, "query", "uses", "drug=baclofen", "-f", "csv", external=True, silent=True)
        if "<svg" not in (out / "baclofen.svg").read_text(encoding="utf-8") or "spasticity" not in str(told).lower():
            session.error(f"what {built.name} installs does not draw or answer")


def _complete(session: nox.Session, archive: Path) -> None:
    """The source archive holds each file that is in the repository, apart from what serves the repository alone."""
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    listed = str(session.run("git", "ls-files", external=True, silent=True)).split("\n")
    missing = [name for name in listed if name and not name.startswith(".") and name not in held]
    if missing:
        session.error(f"not in {archive.name}: {', '.join(missing)}")
