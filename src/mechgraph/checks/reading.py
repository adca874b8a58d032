"""From record files to a case: every problem of every file as a finding, not only the first.

A file whose YAML is broken gives one finding and is left out. In a file that reads, each record is decoded on its own,
so that one bad record hides no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from .. import records as rec
from ..curie import Curie, prefix_map
from ..errors import MechgraphError, NotFoundError, RecordError, cannot_write
from ..model import Association, CuratedMechanism, Entity, OpenQuestion, Records, Source
from ..store.memory import fold
from .case import Case, Placed
from .finding import Finding

__all__ = ["canonical", "case_of", "comments", "problems", "read_all", "rewrite", "without_consequences"]

KINDS: dict[str, type] = {
    "entities": Entity,
    "sources": Source,
    "associations": Association,
    "mechanisms": CuratedMechanism,
    "questions": OpenQuestion,
}
_WHERE = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?:(?P<column>\d+):)? (?P<message>.*)\Z", re.S)
_COMMENT = re.compile(r"^\s*(?:- )?(?:\w+: )?(?P<curie>[A-Za-z][\w.\-]*:[^\s#'\"]+)\s+#\s*(?P<comment>.+?)\s*$")


def _finding(error: MechgraphError, file: str) -> Finding:
    """An error of a whole file as a finding."""
    found = _WHERE.match(error.message)
    return Finding(
        file=file,
        line=int(found["line"]) if found else 0,
        column=int(found["column"] or 0) if found else 0,
        record="",
        rule="readable",
        level="error",
        message=found["message"] if found else error.message.removeprefix(f"{file}: "),
        remedy=error.remedy,
    )


def _of_fault(fault: rec.Fault, file: Path, places: Any, record: str) -> Finding:
    line, column = rec.place(fault.at, places)
    remedy = fault.remedy
    if fault.suggestions:
        remedy = f"did you mean {' or '.join(fault.suggestions)}?" + (f" {remedy}" if remedy else "")
    return Finding(
        file=str(file),
        line=line,
        column=column,
        record=record,
        rule=fault.rule,
        level="error",
        message=fault.message,
        remedy=remedy,
    )


def read_all(where: str | Path | Iterable[Path]) -> tuple[list[rec.RecordFile], list[Finding]]:
    """Read every file, and every record that can be read; the rest as findings.

    Raises:
        NotFoundError: there is no such file or folder, or no record file in it.
    """
    paths = rec.files(where) if isinstance(where, str | Path) else list(where)
    if not paths:
        raise NotFoundError(f"no record file below {where}", remedy="record files end in .yaml or .yml")
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
        value, places, twice = rec.safe_load(rec.read_text(path), path)
    except (RecordError, NotFoundError):
        return [], []
    if not isinstance(value, dict):
        return [], []
    out, kept = Records(), dict(places)
    findings = [_of_fault(f, path, places, _name_at(value, f.at)) for f in twice]
    listed = {k: v for k, v in value.items() if k in KINDS and isinstance(v, list)}
    around = {k: v for k, v in value.items() if k not in listed}
    findings += [_of_fault(f, path, places, "") for f in rec.faults(around)]
    for kind, listing in listed.items():
        for i, item in enumerate(listing):
            wrong = list(rec.faults(item, KINDS[kind], (kind, i)))
            findings += [_of_fault(f, path, places, _name(item)) for f in wrong]
            if not wrong:
                records = getattr(out, kind)
                records.append(msgspec.convert(item, KINDS[kind], dec_hook=rec.decode_curie))
                _move(kept, places, (kind, i), (kind, len(records) - 1))
    return [rec.RecordFile(path=path, records=out, places=kept)], findings


def _move(kept: dict[Any, Any], places: Any, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
    """The places of a record under its new number, after records before it were left out."""
    if old != new:
        kept |= {(*new, *at[2:]): where for at, where in places.items() if at[:2] == old}


def _name(item: Any) -> str:
    return str(item.get("key") or item.get("id") or "") if isinstance(item, dict) else ""


def _name_at(value: Any, at: tuple[Any, ...]) -> str:
    return _name(value[at[0]][at[1]]) if len(at) > 1 and isinstance(at[1], int) else ""


def without_consequences(findings: Iterable[Finding], case: Case) -> list[Finding]:
    """Findings without those that only follow from others that say what is at fault: mending these mends them.

    What follows: references to a record that could not be read, references to claims where a whole section could not
    be read, and what is said of the path of a mechanism that names a claim at fault.
    """
    found = list(findings)
    causes = [f for f in found if f.rule in rec.RULES and f.level == "error"]
    unread = {f.record for f in causes if f.rule not in ("dangling-reference", "duplicate-key") and f.record}
    sections = {f.file for f in causes if f.rule in ("readable", "unknown-field") and not f.record}
    follows = {
        f
        for f in causes
        if f.rule == "dangling-reference"
        and (f.message.split()[-1].strip("'") in unread or (f.file in sections and "with the key" in f.message))
    }
    faulty = {f.record for f in causes if f.record}
    torn = {p.name for p in case.mechanisms if p.name in faulty or faulty.intersection(p.record.claims)}
    path_rules = ("not-connected", "net-sign")
    return [f for f in found if f not in follows and not (f.rule in path_rules and f.record in torn)]


def problems(loaded: list[rec.RecordFile], known: Records | None) -> Iterator[Finding]:
    """Broken references and unknown terms, each with the record that holds it."""
    for file, fault in rec.misfits(loaded, known):
        yield _of_fault(fault, file.path, file.places, fault.record)


def _wanted(file: rec.RecordFile, known: dict[Curie, Entity]) -> str:
    return file.head + rec.dump(file.records, known)


def _holds_nothing(file: rec.RecordFile) -> bool:
    return not any(True for _ in file.each())


def canonical(loaded: Iterable[rec.RecordFile], names: Iterable[Entity]) -> Iterator[Finding]:
    """A file holds exactly the bytes that writing its records gives, so that changes show as changes."""
    known = {e.id: e for e in names}
    for f in loaded:
        text, line = rec.read_text(f.path), 1
        remedy = "'mechgraph check --write' writes it: order and layout change, comments of your own below the head go"
        if _holds_nothing(f):
            message, remedy = "the file holds no records", "add some, or delete the file"
        elif "\r\n" in text:
            message, remedy = "the lines end as on Windows (CRLF)", "'mechgraph check --write' writes LF"
        elif (wanted := _wanted(f, known)) != text:
            pairs = zip([*text.splitlines(), ""], [*wanted.splitlines(), ""], strict=False)
            line = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), 1)
            message = "the file is not in canonical form"
        else:
            continue
        yield Finding(
            file=str(f.path),
            line=line,
            record="",
            rule="canonical-bytes",
            level="warning",
            message=message,
            remedy=remedy,
        )


def _curie(text: str) -> Curie:
    return prefix_map().normalise(text, strict=False) or Curie(text)


def comments(loaded: Iterable[rec.RecordFile], names: Iterable[Entity]) -> Iterator[Finding]:
    """A comment beside an identifier does not name another entity: one of the two was not changed with the other."""
    known = {e.id: e for e in names}
    owner: dict[str, Curie] = {}
    for e in known.values():
        for text in (*e.synonyms, e.name):
            owner[fold(text)] = e.id
    for f in loaded:
        for number, line in enumerate(rec.read_text(f.path).splitlines(), 1):
            found = _COMMENT.match(line)
            entity = known.get(_curie(found["curie"])) if found else None
            if found is None or entity is None:
                continue
            other = owner.get(fold(found["comment"]), entity.id)
            if other != entity.id and fold(found["comment"]) not in map(fold, (entity.name, *entity.synonyms)):
                yield Finding(
                    file=str(f.path),
                    line=number,
                    column=found.start("curie") + 1,
                    record="",
                    rule="comment-names-other",
                    level="warning",
                    message=f"{entity.id} is {entity.name}; the comment beside it names {known[other].name} ({other})",
                    remedy="correct the identifier, or take the comment out; --write leaves such a file alone",
                )


def rewrite(loaded: Iterable[rec.RecordFile], names: Iterable[Entity]) -> list[Path]:
    """Write each file in canonical form, which changes order and layout only; the files that changed."""
    known = {e.id: e for e in names}
    changed = []
    for f in loaded:
        data = _wanted(f, known).encode()
        if not _holds_nothing(f) and f.path.read_bytes() != data:
            try:
                f.path.write_bytes(data)
            except OSError as error:
                raise cannot_write(f.path, error) from None
            changed.append(f.path)
    return changed


def case_of(loaded: list[rec.RecordFile], known: Records | None, retracted: Iterable[str] = ()) -> Case:
    """The records as a case, each with its place."""
    case = Case(known=known or Records(), retracted=frozenset(retracted), whole=known is None)
    for f in loaded:
        for kind, i, record in f.each():
            getattr(case, kind).append(Placed(record, str(f.path), f.line(kind, i)))
    return case
