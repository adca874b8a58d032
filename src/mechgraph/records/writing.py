"""Records as text: canonical YAML, and the JSON Schema of a record file."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from .. import model
from ..curie import Curie
from ..model import CLOSED, SEEN, SOURCE_KINDS, CuratedMechanism, Entity, Records
from ..vocab import vocabulary
from .whole import canonical

__all__ = ["dump", "json_schema", "schema_text"]

_MARKS = tuple(map(chr, range(0xE000, 0xE010)))
"""Characters of private use: one that no text of the records holds marks identifiers until their names stand beside."""
_BREAKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""Characters that end a line of YAML, or that YAML cannot hold as they are; a text with one of them is quoted."""


class _Identifier(str):
    """An identifier that may get a comment beside it."""

    __slots__ = ()


def _plain(value: Any, field: str = "") -> Any:
    if isinstance(value, msgspec.Struct):
        own = "id" if isinstance(value, Entity) else ""  # its name stands below it
        kept = {
            f: _plain(v, "" if f == own else f)
            for f, default in zip(value.__struct_fields__, _defaults(type(value)), strict=True)
            if (v := getattr(value, f)) != default
        }
        if isinstance(value, CuratedMechanism) and value.steps:  # a claim of a step is one of the mechanism's
            stated = {c for s in value.steps for c in s.claims}
            kept["claims"] = [c for c in value.claims if c not in stated]
            kept = {f: v for f, v in kept.items() if v != []}
        return {"key": kept.pop("key"), **kept} if "key" in kept else kept
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list | tuple):
        return [_plain(v, field) for v in value]
    if isinstance(value, str):
        return _Identifier(value) if field and Curie.maybe(value) is not None else str(value)
    return value


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

    >>> from mechgraph.records import parse
    >>> text = dump(Records(entities=[Entity(id=Curie("MG:x"), name="x", category="state")]))
    >>> dump(parse(text).records) == text
    True
    """
    known = {e.id: e for e in records.entities} | dict(names or {})
    plain = _plain(canonical(records))
    text = _yaml(plain, "")
    mark = next((m for m in _MARKS if m not in text), "")
    if not mark:
        return text
    out = []
    for line in _yaml(plain, mark).split("\n"):
        before, found, after = line.partition(mark)
        named = Curie.maybe(after.rstrip("'")) if found else None
        entity = known.get(named) if named is not None else None
        out.append(f"{before}{after} # {_comment(entity.name)}".rstrip() if entity else before + after)
    return "\n".join(out)


def _comment(text: str) -> str:
    """A text on one line, without characters that YAML cannot hold."""
    return " ".join(_BREAKS.sub(" ", text).split("\n")).strip()


def _yaml(plain: Any, mark: str) -> str:
    """YAML with ``mark`` before each identifier; texts that YAML would not give back as they are stand in quotes."""
    import yaml

    base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

    class Dumper(base):  # type: ignore[misc]
        pass

    def text(dumper: Any, value: str) -> Any:
        style = '"' if _BREAKS.search(value) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    Dumper.add_representer(_Identifier, lambda dumper, value: text(dumper, mark + value))
    out: str = yaml.dump(plain, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)
    return out


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record file, generated from the model, with the closed vocabulary as enumerations."""

    def hook(kind: type) -> dict[str, Any]:
        assert kind is Curie, kind  # of the model's own types the only one that JSON does not have
        return {"type": "string", "pattern": r"^[A-Za-z_][\w.\-]*:\S+$", "description": "a CURIE"}

    schema = _ordered(msgspec.json.schema(Records, schema_hook=hook))
    vocab = vocabulary()
    definitions = schema["$defs"]
    for name, definition in definitions.items():
        # our docstrings, indented by our rule: msgspec's releases (and Python 3.13) differ in whether they dedent them
        definition["description"] = inspect.cleandoc(getattr(model, name).__doc__ or "")
    source = definitions["Source"]["properties"]
    source["kind"]["enum"], source["verified"]["enum"] = list(SOURCE_KINDS), ["", *SEEN]
    categories = {k: c.definition for k, c in vocab.categories.items()}
    predicates = {k: p.definition for k, p in vocab.predicates.items()}
    _close(definitions["Entity"]["properties"]["category"], categories)
    _close(definitions["Association"]["properties"]["predicate"], predicates)
    for field, table in CLOSED.items():
        _close(definitions["Qualifiers"]["properties"][field], {"": "not stated", **vocab.qualifiers[table]})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mechgraph record file", **schema}


def _ordered(part: Any) -> Any:
    """The same schema, its alternatives sorted: releases of msgspec list the members of a union in various orders."""
    if isinstance(part, list):
        return [_ordered(item) for item in part]
    if not isinstance(part, dict):
        return part
    out = {name: _ordered(value) for name, value in part.items()}
    if "anyOf" in out:
        out["anyOf"].sort(key=lambda alternative: json.dumps(alternative, sort_keys=True))
    return out


def _close(field: dict[str, Any], terms: Mapping[str, str]) -> None:
    """Close a field over its terms; what each means is shown by editors that know ``enumDescriptions``."""
    field["enum"] = sorted(terms)
    field["enumDescriptions"] = [terms[t] for t in field["enum"]]


def schema_text() -> str:
    """The text of ``graph/records.schema.json``."""
    return json.dumps(json_schema(), indent=1, sort_keys=True) + "\n"
