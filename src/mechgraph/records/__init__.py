"""Read and write records: the YAML that curators edit in ``graph/``, or in a folder of their own.

One file may hold entities, sources, associations, mechanisms and questions, so that a drug can be added by writing
one file. Reading is strict: unknown fields, wrong types, unknown terms and identifiers are refused with file, line and
remedy. Writing is canonical: what was read is written back byte for byte. Nothing is repaired silently, and no claim
is judged here; that is the job of the checks.
"""

from .files import RecordFile, decode_curie, files, parse, read_file, safe_load
from .snapshot import SNAPSHOT, compile_records, embedded, embedded_turtle, regenerate
from .whole import canonical, problems, read, resolve
from .writing import dump, json_schema, schema_text

__all__ = [
    "SNAPSHOT",
    "RecordFile",
    "canonical",
    "compile_records",
    "decode_curie",
    "dump",
    "embedded",
    "embedded_turtle",
    "files",
    "json_schema",
    "parse",
    "problems",
    "read",
    "read_file",
    "regenerate",
    "resolve",
    "safe_load",
    "schema_text",
]
