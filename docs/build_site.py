"""The site of these pages, by Zensical: ``nox -s site``, or ``python docs/build_site.py OUT`` where it is installed.

The pages stay as they are read in the repository. What lies outside ``docs`` (changelog, benchmarks, …) comes along,
the API is made from the docstrings, the list of drugs from the graph, ``llms.txt`` from the index. Warnings are errors.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import explorer_pictures
import notebook_pages

import mechgraph

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = {
    "README.md": "about.md", "CHANGELOG.md": "changelog.md", "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md", "benchmarks/README.md": "benchmarks.md",
}  # fmt: skip
"""Page of the repository → its name on the site."""
NAV: dict[str, list[str]] = {
    "Pharmacologists": [
        "tutorial-pharmacologist.md",
        "notebook-pharmacologist.md",
        "command-line.md",
        "verdicts.md",
        "receipts.md",
        "counterfactuals.md",
        "limits.md",
        "drugs.md",
    ],
    "Writers and teachers": [
        "tutorial-writer.md",
        "notebook-writer.md",
        "teaching.md",
        "figures.md",
        "gallery.md",
        "site.md",
    ],
    "Curators": ["tutorial-curator.md", "curation.md", "data-model.md", "audit.md"],
    "Engineers": [
        "tutorial-engineer.md",
        "notebook-engineer.md",
        "python.md",
        "api.md",
        "sparql.md",
        "explorer.md",
        "server.md",
        "language-models.md",
        "bring-your-own-graph.md",
        "ranking.md",
        "reproduce.md",
    ],
    "The project": ["about.md", "architecture.md", "benchmarks.md", "changelog.md", "contributing.md", "security.md"],
}
"""Whom a page is for; what is in no list follows under "More", decisions under their own heading."""
API = ("graph.Graph", "graph.load", "model.Association", "model.Mechanism", "answers.Answer", "receipts", "site")


def assemble(pages: Path) -> None:
    """Every page of the site, in one folder."""
    shutil.copytree(ROOT / "docs", pages, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (pages / "README.md").rename(pages / "index.md")
    for inside, name in OUTSIDE.items():
        (pages / name).write_text(_moved((ROOT / inside).read_text(encoding="utf-8"), inside), encoding="utf-8")
    for page in pages.rglob("*.md"):
        up = "../" * (len(page.relative_to(pages).parts) - 1)
        text = page.read_text(encoding="utf-8")
        for inside, name in OUTSIDE.items():
            text = text.replace(f"]({up}../{inside}", f"]({up}{name}")
        text = re.sub(rf"\]\({up}\.\./((?!\.\./)[^)]+)\)", r"](https://w3id.org/mechgraph/files/\1)", text)
        text = re.sub(r"\]\(notebooks/(\w+)\.ipynb\)", r"](notebook-\1.md)", text)
        page.write_text(re.sub(r"\]\((\w*/*)README\.md", r"](\1index.md", text), encoding="utf-8")
    for notebook in sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")):
        (pages / f"notebook-{notebook.stem}.md").write_text(notebook_pages.markdown(notebook), encoding="utf-8")
    shutil.rmtree(pages / "notebooks")
    parts = "\n".join(f"## {name}\n\n::: mechgraph.{name}\n" for name in API)
    (pages / "api.md").write_text(
        f"# The API\n\nFrom the docstrings; each example in them is run by the tests.\n\n{parts}"
    )
    (pages / "drugs.md").write_text(_drugs(), encoding="utf-8")
    explorer_pictures.write(pages)


def _moved(text: str, inside: str) -> str:
    """A page from outside as it is beside the others: links are those from its old place."""
    base = inside.count("/")

    def link(m: re.Match[str]) -> str:
        target = m[1].removeprefix("../") if base else m[1]
        if target.startswith(("http", "#", "mailto:")):
            return m[0]
        if target.startswith("docs/"):
            return f"]({target.removeprefix('docs/')})"
        file, hash, anchor = target.partition("#")
        name = OUTSIDE.get(file)
        return f"]({name}{hash}{anchor})" if name else f"](https://w3id.org/mechgraph/files/{target})"

    return re.sub(r"\]\(([^)\s]+)\)", link, text)


def _drugs() -> str:
    kg = mechgraph.load("embedded")
    drugs = sorted((e for e in kg.entities("drug") if e.deprecated_by is None), key=lambda e: e.name.lower())
    rows = []
    for e in drugs:
        ends = (kg.entity(str(m.effect)).name for m in kg.store.mechanisms(drug=e.id))
        rows.append(f"| {e.name} | {e.id} | {', '.join(sorted(set(ends)))} |")
    head = f"# All drugs\n\nThe {len(drugs)} drugs of the embedded graph, and the ends of their curated mechanisms.\n\n"
    return head + "| drug | identifier | curated mechanisms |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def nav(pages: Path) -> str:
    """The navigation, as TOML: every page once."""
    there = {p.relative_to(pages).as_posix() for p in pages.rglob("*.md")} - {"index.md"}
    groups = {title: [p for p in listed if p in there] for title, listed in NAV.items()}
    listed = {p for g in groups.values() for p in g}
    groups["More"] = sorted(p for p in there - listed if "/" not in p)
    groups["Decisions"] = sorted(p for p in there - listed if "/" in p)
    rows = [f'  {{"{t}" = [{", ".join(chr(34) + p + chr(34) for p in g)}]}}' for t, g in groups.items() if g]
    return "nav = [\n" + ",\n".join(['  {"Home" = "index.md"}', *rows]) + "\n]\n"


def build(out: Path) -> None:
    """Write the site.

    Raises:
        SystemExit: Zensical warns, or is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        assemble(place / "docs")
        settings = (
            '[project]\nsite_name = "mechgraph"\nsite_description = "How drugs work: signed, cited, contested, drawn, '
            f'queried."\ndocs_dir = "docs"\nsite_dir = "site"\n{nav(place / "docs")}'
            '[project.plugins.mkdocstrings.handlers.python]\npaths = ["' + (ROOT / "src").as_posix() + '"]\n'
            '[project.plugins.mkdocstrings.handlers.python.options]\ndocstring_style = "google"\n'
            "show_root_heading = false\nheading_level = 3\n"
            "docstring_options = {warnings = false}\n"  # Structs tell their fields as arguments
            '[[project.theme.palette]]\nmedia = "(prefers-color-scheme: light)"\nscheme = "default"\n'
            '[[project.theme.palette]]\nmedia = "(prefers-color-scheme: dark)"\nscheme = "slate"\n'
            "[project.theme]\nfont = false\n"
        )
        (place / "zensical.toml").write_text(settings, encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", "zensical", "build", "--strict"], cwd=place, check=False)
        if done.returncode:
            raise SystemExit("the site has warnings, or Zensical is not installed; see the session site of noxfile.py")
        index = (place / "docs" / "index.md").read_text(encoding="utf-8")
        (place / "site" / "llms.txt").write_text(_llms(index), encoding="utf-8")
        shutil.copytree(place / "site", out, dirs_exist_ok=True)


def _llms(index: str) -> str:
    """The index in the form of llmstxt.org: a title, a line, and links with what each page is for."""
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", index, re.M)
    found = [(what, link) for what, told in rows for link in re.findall(r"\[[^\]]+\]\([^)]+\)", told)]
    links = [f"- {link.replace('.md)', '/)')}: {what}" for what, link in found]
    head = "# mechgraph\n\n> How drugs work: signed, cited, contested, drawn, queried.\n\n## Pages\n\n"
    return head + "\n".join(links) + "\n"


if __name__ == "__main__":
    build(Path(sys.argv[1] if len(sys.argv) > 1 else "site"))
