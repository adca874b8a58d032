"""Read and write records: the YAML that curators edit in ``graph/``, or in a folder of their own.

One file may hold entities, sources, associations, mechanisms and questions, so that a drug can be added by writing
one file. Reading is strict: unknown fields, wrong types, unknown terms and identifiers are refused with file, line and
remedy. Writing is canonical: what was read is written back byte for byte. Nothing is repaired silently, and no claim
is judged here; that is the job of the checks.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from .curie import Curie, data_dir, prefix_map
from .errors import IdentifierError, MechgraphError, NotFoundError, RecordError, VocabularyError
from .model import CLOSED, Association, CuratedMechanism, Entity, OpenQuestion, Records
from .vocab import vocabulary

__all__ = [
    "RecordFile",
    "compile_records",
    "dump",
    "embedded",
    "embedded_turtle",
    "json_schema",
    "parse",
    "problems",
    "read",
    "read_file",
    "resolve",
]

MAX_BYTES = 20_000_000
MAX_DEPTH = 12
SNAPSHOT = "mechgraph.json"
"""The compiled records: generated, for a fast start; refused when the YAML beside it has changed."""

_AT = re.compile(r"\$\.(\w+)(?:\[(\d+)\])?")
_CURIE_LINE = re.compile(r"^(\s*(?:- )?(?:[\w]+: )?)([A-Za-z][\w.\-]*:[^\s#'\"]+)$")


class RecordFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as read: its path, its records with keys not yet resolved, and the line of each record."""

    path: Path
    records: Records
    lines: Mapping[tuple[str, int], int]

    def line(self, kind: str, index: int) -> int | None:
        return self.lines.get((kind, index))


def _decode_curie(kind: type, value: object) -> object:
    if kind is Curie and isinstance(value, str):
        try:
            return prefix_map().normalise(value)
        except IdentifierError as error:
            raise ValueError(str(error)) from None
    raise TypeError(f"expected an identifier as text, got {type(value).__name__}")


def _line(event: Any) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 1


def _safe_load(text: str, path: Path) -> tuple[Any, dict[tuple[str, int], int]]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                at_line = _line(event)
                raise RecordError(f"{path}:{at_line}: aliases (*name) are not allowed here", remedy="write it out")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise RecordError(f"{path}:{_line(event)}: nested deeper than {MAX_DEPTH} levels")
        node = yaml.compose(text, Loader=loader)
        value = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise RecordError(
            f"{where}: not valid YAML: {error.problem or error.context}",
            remedy="quote text that contains ': ' or '#', and indent lists by the same number of spaces",
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise RecordError(f"{path}: not valid YAML: {error}") from None
    lines: dict[tuple[str, int], int] = {}
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                raise RecordError(f"{path}:{key.start_mark.line + 1}: {key.value!r} stands twice; the first is lost")
            seen.add(key.value)
            lines[key.value, -1] = key.start_mark.line + 1
            if isinstance(child, yaml.SequenceNode):
                for i, item in enumerate(child.value):
                    lines[key.value, i] = item.start_mark.line + 1
    return value, lines


def parse(text: str, path: str | Path = "<text>") -> RecordFile:
    """Parse the text of one record file.

    Raises:
        RecordError: not YAML, an alias, too deep, an unknown field, a wrong type or an identifier that is none.

    >>> parse("entities:\\n- {id: 'MG:x', name: x, category: state}").records.entities[0].name
    'x'
    """
    path = Path(path)
    if len(text.encode()) > MAX_BYTES:
        raise RecordError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB", remedy="split it by drug or topic")
    value, lines = _safe_load(text, path)
    if value is None:
        value = {}
    try:
        records = msgspec.convert(value, Records, dec_hook=_decode_curie)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT.search(message)
        line = lines.get((at[1], int(at[2]) if at[2] else -1)) if at else 1
        message = message.replace("`$.", "`").replace("Object contains unknown field", "unknown field")
        raise RecordError(
            f"{path}:{line or 1}: {message}",
            remedy="the fields are listed in docs/data-model.md and records.schema.json",
        ) from None
    return RecordFile(path=path, records=records, lines=lines)


def read_file(path: str | Path) -> RecordFile:
    """Read one record file; see :func:`parse`."""
    path = Path(path)
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise RecordError(f"{path}: byte {error.start} is not UTF-8", remedy="save the file as UTF-8") from None
    except OSError as error:
        raise NotFoundError(f"{path}: {error.strerror or error}") from None


def files(folder: str | Path) -> list[Path]:
    """The record files below a folder (or the file itself), sorted."""
    folder = Path(folder)
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise NotFoundError(f"no such file or folder: {folder}")
    return sorted(p for p in folder.rglob("*.yaml") if p.is_file())


def _each(file: RecordFile) -> Iterator[tuple[str, int, Any]]:
    for kind in ("entities", "sources", "associations", "mechanisms", "questions"):
        for i, record in enumerate(getattr(file.records, kind)):
            yield kind, i, record


def problems(loaded: Iterable[RecordFile], known: Records | None = None) -> Iterator[RecordError]:
    """Every broken reference and unknown term, each as an error with file, line and remedy.

    Args:
        loaded: The files to look at, together one graph.
        known: Records that may be referred to and are not looked at, such as the embedded graph.
    """
    loaded = list(loaded)
    vocab = vocabulary()
    base = known or Records()
    entities = {e.id for e in base.entities} | {e.id for f in loaded for e in f.records.entities}
    sources = {s.id for s in base.sources} | {s.id for f in loaded for s in f.records.sources}
    keys = {a.key for a in base.associations if a.key}
    own: set[str] = set()
    claim_refs = {a.id for a in base.associations}
    first: dict[tuple[str, str], str] = {}
    for f in loaded:
        for a in f.records.associations:
            claim_refs.add(a.id)
            if a.key:
                own.add(a.key)
    keys |= own
    for f in loaded:
        for kind, i, record in _each(f):
            where = f"{f.path}:{f.line(kind, i) or 1}"

            def problem(message: str, remedy: str, suggestions: Iterable[str] = (), where: str = where) -> RecordError:
                return RecordError(f"{where}: {message}", remedy=remedy, suggestions=list(suggestions))

            name = getattr(record, "key" if kind == "associations" else "id")
            if name:
                if (kind, name) in first:
                    yield problem(f"{kind[:-1]} {name!r} is already at {first[kind, name]}", "keep one of the two")
                first.setdefault((kind, str(name)), where)
            terms: list[Callable[[], object]] = []
            curies: list[Curie] = []
            source_ids: list[str] = []
            claims: tuple[str, ...] = ()
            if isinstance(record, Entity):
                terms.append(lambda r=record: vocab.category(r.category))  # type: ignore[misc]
                curies += [record.deprecated_by] if record.deprecated_by else []
            elif isinstance(record, Association):
                terms.append(lambda r=record: vocab.predicate(r.predicate))  # type: ignore[misc]
                for field, table in CLOSED.items():
                    if value := getattr(record.qualifiers, field):
                        terms.append(lambda t=table, v=value: vocab.check_qualifier(t, v))  # type: ignore[misc]
                curies += [record.subject, record.object]
                curies += [
                    c
                    for n in ("anatomy", "cell_type", "component", "species", "population_of")
                    if (c := getattr(record.qualifiers, n))
                ]
                curies += [c for e in record.evidence for c in e.exempts]
                source_ids += record.sources
            elif isinstance(record, CuratedMechanism):
                curies += [record.drug, record.effect]
                claims = record.claims
            elif isinstance(record, OpenQuestion):
                curies += record.about
                claims = (*record.claims, *record.against)
            for term in terms:
                try:
                    term()
                except VocabularyError as error:
                    yield problem(error.message, error.remedy, error.suggestions)
            for curie in curies:
                if curie not in entities:
                    yield problem(f"no entity {curie}", "add it under 'entities' in this file")
            for source in source_ids:
                if source not in sources:
                    yield problem(f"no source {source!r}", "add it under 'sources' in this file")
            for claim in claims:
                if claim not in keys and claim not in claim_refs:
                    yield problem(f"no association with the key {claim!r}", "use the 'key' of an association")


def resolve(loaded: Iterable[RecordFile], known: Records | None = None) -> Records:
    """Put files together into one set of records, the keys of claims turned into association ids."""
    loaded = list(loaded)
    ids = {a.key: a.id for a in (known.associations if known else ()) if a.key}
    ids |= {a.key: a.id for f in loaded for a in f.records.associations if a.key}

    def of(claims: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids.get(c, c) for c in claims)

    replace = msgspec.structs.replace
    out = Records()
    for f in loaded:
        r = f.records
        out.entities += r.entities
        out.sources += r.sources
        out.associations += r.associations
        out.mechanisms += [replace(m, claims=of(m.claims)) for m in r.mechanisms]
        out.questions += [replace(q, claims=of(q.claims), against=of(q.against)) for q in r.questions]
    return canonical(out)


def canonical(records: Records) -> Records:
    """The same records in their canonical order; what is a set (synonyms, cross-references) is sorted too."""
    replace = msgspec.structs.replace
    entities = [replace(e, synonyms=tuple(sorted(e.synonyms)), xrefs=tuple(sorted(e.xrefs))) for e in records.entities]
    return Records(
        title=records.title,
        note=records.note,
        entities=sorted(entities),
        sources=sorted(records.sources),
        associations=sorted(replace(a, derived_from=tuple(sorted(a.derived_from))) for a in records.associations),
        mechanisms=sorted(records.mechanisms),
        questions=sorted(replace(q, about=tuple(sorted(q.about))) for q in records.questions),
    )


def read(folder: str | Path, known: Records | None = None) -> Records:
    """Read a folder (or one file) of records as one graph.

    Raises:
        RecordError: the first problem, with file, line and remedy; ``mechgraph check`` lists them all.
    """
    loaded = [read_file(p) for p in files(folder)]
    for error in problems(loaded, known):
        raise error
    return resolve(loaded, known)


# Writing ---------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        kept = {
            f: _plain(v)
            for f, default in zip(value.__struct_fields__, _defaults(type(value)), strict=True)
            if (v := getattr(value, f)) != default
        }
        return {"key": kept.pop("key"), **kept} if "key" in kept else kept
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return str(value) if isinstance(value, str) else value


@cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[Any, ...]:
    return tuple(
        f.default
        if f.default is not msgspec.NODEFAULT
        else (f.default_factory() if f.default_factory is not msgspec.NODEFAULT else msgspec.NODEFAULT)
        for f in msgspec.structs.fields(kind)
    )


def dump(records: Records, names: Mapping[Curie, Entity] | None = None) -> str:
    """The canonical text of a record file: sorted, LF, the name of each entity as a comment beside its identifier.

    >>> text = dump(Records(entities=[Entity(id=Curie("MG:x"), name="x", category="state")]))
    >>> dump(parse(text).records) == text
    True
    """
    import yaml

    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    known = {e.id: e for e in records.entities} | dict(names or {})
    text = yaml.dump(_plain(canonical(records)), Dumper=dumper, sort_keys=False, allow_unicode=True, width=110)
    out = []
    for line in text.splitlines():
        found = _CURIE_LINE.match(line)
        entity = known.get(Curie(found[2])) if found and not line.startswith("- id:") else None
        out.append(f"{line} # {entity.name}" if entity else line)
    return "\n".join(out) + "\n"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record file, generated from the model, with the closed vocabulary as enumerations."""

    def hook(kind: type) -> dict[str, Any]:
        if kind is Curie:
            return {"type": "string", "pattern": r"^[A-Za-z_][\w.\-]*:\S+$", "description": "a CURIE"}
        raise NotImplementedError(kind)

    schema = msgspec.json.schema(Records, schema_hook=hook)
    vocab = vocabulary()
    definitions = schema["$defs"]
    definitions["Entity"]["properties"]["category"]["enum"] = sorted(vocab.categories)
    definitions["Association"]["properties"]["predicate"]["enum"] = sorted(vocab.predicates)
    for field, table in CLOSED.items():
        definitions["Qualifiers"]["properties"][field]["enum"] = ["", *sorted(vocab.qualifiers[table])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mechgraph record file", **schema}


def schema_text() -> str:
    """The text of ``graph/records.schema.json``."""
    return json.dumps(json_schema(), indent=1, sort_keys=True) + "\n"


# The embedded graph ----------------------------------------------------------------------------------------------


TURTLE = "mechgraph.ttl"
"""The whole graph as Turtle, generated; loaded for SPARQL where it is what the snapshot was made with."""


class _Snapshot(msgspec.Struct):
    digest: str
    records: Records
    turtle: str = ""


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _digest(folder: Path) -> str:
    sha = hashlib.sha256()
    for path in files(folder):
        sha.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def compile_records(folder: Path | None = None) -> bytes:
    """The snapshot of ``graph/`` for a fast start: the resolved records, a digest of the YAML that they came from, and
    one of the Turtle beside them."""
    folder = folder or data_dir("graph")
    snapshot = _Snapshot(_digest(folder), read(folder), _digest_of(folder / TURTLE))
    return msgspec.json.format(msgspec.json.encode(snapshot, enc_hook=str), indent=0) + b"\n"


@cache
def _snapshot() -> _Snapshot | None:
    folder = data_dir("graph")
    path = folder / SNAPSHOT
    if not path.is_file():
        return None
    decoder = msgspec.json.Decoder(_Snapshot, dec_hook=lambda _, value: str.__new__(Curie, value))
    try:
        snapshot = decoder.decode(path.read_bytes())
    except msgspec.DecodeError:
        return None
    return snapshot if snapshot.digest == _digest(folder) else None


@cache
def embedded() -> Records:
    """The embedded graph: from the snapshot where it matches the YAML beside it, otherwise from the YAML."""
    snapshot = _snapshot()
    return snapshot.records if snapshot is not None else read(data_dir("graph"))


def embedded_turtle() -> Path | None:
    """The Turtle of the embedded graph, where it is the one that the snapshot was made with; else ``None``."""
    snapshot = _snapshot()
    path = data_dir("graph") / TURTLE
    return path if snapshot is not None and snapshot.turtle and snapshot.turtle == _digest_of(path) else None


def regenerate(folder: Path, others: Mapping[str, Callable[[Records], str]] | None = None) -> list[Path]:
    """Write every generated file of ``graph/`` anew (canonical YAML, schema, snapshot); the paths that changed.

    Args:
        others: More generated files by name, each made from the records.
    """
    loaded = [read_file(p) for p in files(folder)]
    names = {e.id: e for f in loaded for e in f.records.entities}
    wanted: dict[Path, bytes] = {f.path: dump(f.records, names).encode() for f in loaded}
    changed = _write_changed(wanted)
    current = read(folder)
    wanted = {folder / "records.schema.json": schema_text().encode()}
    wanted |= {folder / name: make(current).encode() for name, make in (others or {}).items()}
    changed += _write_changed(wanted)
    wanted = {folder / SNAPSHOT: compile_records(folder)}  # last, because it holds a digest of the Turtle
    return changed + _write_changed(wanted)


def _write_changed(wanted: Mapping[Path, bytes]) -> list[Path]:
    changed = []
    for path, data in wanted.items():
        if not path.is_file() or path.read_bytes() != data:
            try:
                path.write_bytes(data)
            except OSError as error:
                raise MechgraphError(f"cannot write {path}: {error.strerror}") from None
            changed.append(path)
    return changed
