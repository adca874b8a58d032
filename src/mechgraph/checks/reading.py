"""From record files to a case: every problem of every file as a finding, not only the first.

A file whose YAML is broken gives one finding and is left out. In a file that reads, each record is decoded on its own,
so that one bad record hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from .. import records as rec
from ..errors import MechgraphError, NotFoundError, RecordError
from ..model import Association, CuratedMechanism, Entity, Evidence, OpenQuestion, Records, Source
from .case import Case, Placed
from .finding import Finding, Level

__all__ = ["canonical", "case_of", "problems", "read_all", "rewrite", "without_consequences"]

KINDS: dict[str, type] = {
    "entities": Entity,
    "sources": Source,
    "associations": Association,
    "mechanisms": CuratedMechanism,
    "questions": OpenQuestion,
}
_WHERE = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?:\d+:)? (?P<message>.*)\Z", re.S)
_MESSAGES = (
    ("Object contains unknown field", "unknown field"),
    ("Object missing required field", "missing the field"),
    ("Invalid enum value", "not one of the allowed values:"),
    ("`$.", "`"),
)
_RULES = (
    ("unknown field", "unknown-field"),
    ("no entity ", "dangling-reference"),
    ("no source ", "dangling-reference"),
    ("no association ", "dangling-reference"),
    ("is already at", "duplicate-key"),
    ("unknown prefix", "identifier"),
    ("is not a CURIE", "identifier"),
    ("unknown ", "closed-vocabulary"),
)


def _finding(error: MechgraphError, file: str = "", record: str = "") -> Finding:
    found = _WHERE.match(error.message)
    message = found["message"] if found else error.message
    rule = next((rule for text, rule in _RULES if text in message), "readable")
    remedy = error.remedy
    if error.suggestions:
        remedy = "did you mean " + " or ".join(map(repr, error.suggestions)) + (f"? {remedy}" if remedy else "?")
    level: Level = "error"
    return Finding(
        file=found["file"] if found else file,
        line=int(found["line"]) if found else 0,
        record=record,
        rule=rule,
        level=level,
        message=message,
        remedy=remedy,
    )


def read_all(where: str | Path | Iterable[Path]) -> tuple[list[rec.RecordFile], list[Finding]]:
    """Read every file, and every record that can be read; the rest as findings.

    Raises:
        NotFoundError: there is no such file or folder.
    """
    paths = rec.files(where) if isinstance(where, str | Path) else list(where)
    loaded, findings = [], []
    for path in paths:
        try:
            loaded.append(rec.read_file(path))
        except RecordError as error:
            whole, found = _one_by_one(path)
            loaded += whole
            findings += found or [_finding(error, str(path))]
        except NotFoundError as error:
            findings.append(_finding(error, str(path)))
    return loaded, findings


def _one_by_one(path: Path) -> tuple[list[rec.RecordFile], list[Finding]]:
    """The records of a file that can be read, each decoded on its own; nothing where the file is no YAML mapping."""
    try:
        value, lines = rec.safe_load(path.read_text(encoding="utf-8"), path)
    except (RecordError, UnicodeDecodeError, OSError):
        return [], []
    if not isinstance(value, dict):
        return [], []
    out = Records()
    kept: dict[tuple[str, int], int] = {}
    findings: list[Finding] = []

    def bad(message: str, line: int, record: str = "", values: str = "") -> None:
        for theirs, ours in _MESSAGES:
            message = message.replace(theirs, ours)
        remedy = values or "the fields are listed in docs/data-model.md and records.schema.json"
        error = RecordError(message, remedy=remedy)
        findings.append(_finding(error, str(path), record))
        findings[-1] = msgspec.structs.replace(findings[-1], file=str(path), line=line)

    for key, listing in value.items():
        if key in KINDS and isinstance(listing, list):
            for i, item in enumerate(listing):
                line = lines.get((key, i), 1)
                try:
                    record: Any = msgspec.convert(item, KINDS[key], dec_hook=rec.decode_curie)
                except msgspec.ValidationError as error:
                    bad(str(error), line, _name(item), _values(str(error), KINDS[key]))
                else:
                    kept[key, len(getattr(out, key))] = line
                    getattr(out, key).append(record)
        elif key in ("title", "note"):
            if not isinstance(listing, str):
                bad(f"{key!r} is not a text", lines.get((key, -1), 1))
        elif key in KINDS:
            bad(f"{key!r} is not a list", lines.get((key, -1), 1))
        else:
            bad(f"unknown field {key!r}", lines.get((key, -1), 1))
    return [rec.RecordFile(path=path, records=out, lines=kept)], findings


def _values(message: str, kind: type) -> str:
    """What a closed field may hold, where the message is about one.

    >>> _values("Invalid enum value 'likely' - at `$.certainty`", Association)
    'write one of: established, probable, hedged, inconclusive'
    """
    found = re.search(r"Invalid enum value .* - at `(?:.*\.)?(\w+)`", message)
    for struct in (kind, Evidence) if found else ():
        values = get_args(get_type_hints(struct).get(found[1] if found else ""))
        if values and all(isinstance(v, str) for v in values):
            return f"write one of: {', '.join(values)}"
    return ""


def without_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without those that only follow from a record that could not be read: mending that mends them."""
    found = list(findings)
    broken = {f.record for f in found if f.rule in ("readable", "unknown-field", "identifier") and f.record}
    follows = [f for f in found if f.rule == "dangling-reference" and f.message.split()[-1].strip("'") in broken]
    hit = {(f.file, f.record) for f in follows}
    return [f for f in found if f not in follows and not (f.rule == "not-connected" and (f.file, f.record) in hit)]


def _name(item: Any) -> str:
    return str(item.get("key") or item.get("id") or "") if isinstance(item, dict) else ""


def problems(loaded: list[rec.RecordFile], known: Records | None) -> Iterator[Finding]:
    """Broken references and unknown terms, each with the record that holds it."""
    at = {
        (str(f.path), f.line(kind, i) or 1): str(getattr(r, "key", "") or getattr(r, "id", ""))
        for f in loaded
        for kind, i, r in f.each()
    }
    for error in rec.problems(loaded, known):
        finding = _finding(error)
        yield msgspec.structs.replace(finding, record=at.get((finding.file, finding.line), ""))


def canonical(loaded: Iterable[rec.RecordFile], names: Iterable[Entity]) -> Iterator[Finding]:
    """A file holds exactly the bytes that writing its records gives, so that changes show as changes."""
    known = {e.id: e for e in names}
    for f in loaded:
        text = f.path.read_text(encoding="utf-8")
        wanted = rec.dump(f.records, known)
        if text == wanted:
            continue
        pairs = zip([*text.splitlines(), ""], [*wanted.splitlines(), ""], strict=False)
        line = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), 1)
        yield Finding(
            file=str(f.path),
            line=line,
            record="",
            rule="canonical-bytes",
            level="warning",
            message="the file is not in canonical form",
            remedy="'mechgraph check --write' writes it: order and layout change, comments of your own are lost",
        )


def rewrite(loaded: Iterable[rec.RecordFile], names: Iterable[Entity]) -> list[Path]:
    """Write each file in canonical form, which changes order and layout only; the files that changed."""
    known = {e.id: e for e in names}
    changed = []
    for f in loaded:
        data = rec.dump(f.records, known).encode()
        if f.path.read_bytes() != data:
            f.path.write_bytes(data)
            changed.append(f.path)
    return changed


def case_of(loaded: list[rec.RecordFile], known: Records | None, retracted: Iterable[str] = ()) -> Case:
    """The records as a case, each with its place."""
    case = Case(known=known or Records(), retracted=frozenset(retracted), whole=known is None)
    for f in loaded:
        for kind, i, record in f.each():
            getattr(case, kind).append(Placed(record, str(f.path), f.line(kind, i) or 1))
    return case
