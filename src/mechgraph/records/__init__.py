"""Read and write records: the YAML that curators edit in ``graph/``, or in a folder of their own.

One file may hold entities, sources, associations, mechanisms and questions, so that a drug can be added by writing
one file. Reading is strict: unknown fields, wrong types, unknown terms and identifiers are refused with file, line and
remedy. Writing is canonical: what was read is written back byte for byte. Nothing is repaired silently, and no claim
is judged here; that is the job of the checks.
"""

from .compiled import Compiled, compiled
from .faults import RULES, Fault, faults, place
from .files import KINDS, RecordFile, decode_curie, files, parse, read_file
from .kept import packaged, part
from .snapshot import embedded, embedded_compiled, regenerate
from .starting import begin
from .whole import canonical, misfits, problems, read, resolve, with_named
from .writing import dump, json_schema, schema_text
from .yamls import Loaded, read_text, safe_load

__all__ = [
    "KINDS",
    "RULES",
    "Compiled",
    "Fault",
    "Loaded",
    "RecordFile",
    "begin",
    "canonical",
    "compiled",
    "decode_curie",
    "dump",
    "embedded",
    "embedded_compiled",
    "faults",
    "files",
    "json_schema",
    "misfits",
    "packaged",
    "parse",
    "part",
    "place",
    "problems",
    "read",
    "read_file",
    "read_text",
    "regenerate",
    "resolve",
    "safe_load",
    "schema_text",
    "with_named",
]
