"""What a file is, told by its content and never by its name; and which files of a folder belong together."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import FormatError, NotFoundError
from .cells import header
from .files import TORN, head, strip_packing

__all__ = ["kind_of", "partner"]

_NT = re.compile(r"(?m)^\s*(?:#.*|(?:<[^<>\s]+>|_:\S+)\s+<[^<>\s]+>\s+(?:<[^<>\s]+>|_:\S+|\").*\.\s*(?:#.*)?|)$")
_TTL = re.compile(
    r"(?im)^\s*(?:@prefix|@base|prefix|base|graph)\s+\S|^\s*(?:<[^<>\s]*>|[\w.-]*:[\w.%-]*)\s+(?:a|<[^<>\s]+>|[\w.-]*:[\w.%-]+)\s"
)
_PREFIX = re.compile(r"(?im)^\s*@?(?:prefix|base)\s+\S")
_RECORDS = re.compile(r"(?m)^(?:title|note|entities|sources|associations|mechanisms|questions):")
_DRUGMECHDB = re.compile(r"(?m)(?:^\s*|[{,]\s*)[\"']?(?:_id|drug_mesh|disease_mesh)[\"']?\s*:")
_DOCUMENT = re.compile(r'\{\s*"(?:nodes|edges|links)"\s*:\s*\[')
_UNPACK, _EXPORT, _UTF8 = "unpack it, or pack it with gzip", "export its tables as text", "save the file as UTF-8"
_FOREIGN = {
    b"PK\x03\x04": ("a zip archive", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("packed by Zstandard", _UNPACK),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"\x1f\x8b": ("packed twice", "unpack it once"),
    b"BZh": ("packed twice", "unpack it once"),
    b"\xfd7zXZ": ("packed twice", "unpack it once"),
    b"PAR1": ("a Parquet file", _EXPORT),
    b"SQLite format 3": ("an SQLite database", _EXPORT),
    b"\xff\xfe": ("UTF-16, not UTF-8", _UTF8),
    b"\xfe\xff": ("UTF-16, not UTF-8", _UTF8),
}
"""How files begin that people have and that are not read: what each is, and what to do."""


_OWN_TABLES = {
    "drugcentral": {"STRUCT_ID", "ACCESSION", "ACTION_TYPE"},
    "gtopdb": {"Target UniProt ID", "Ligand ID", "Affinity Units"},
    "pharmacotherapydb": {"doid_id", "drugbank_id", "category", "n_curators"},
    "reactome-fi": {"Gene1", "Gene2", "Annotation", "Direction"},
    "signor": {"ENTITYA", "IDA", "EFFECT", "SIGNOR_ID"},
}
"""Tables of one database, by columns that they have."""
_SIGNOR_COLUMNS = 28


_CX = re.compile(r'\[\s*\{\s*"(?:numberVerification|metaData|nodes)"\s*:\s*\[(?!.*CXVersion)', re.S)
_JSONS = {
    "cx2": re.compile(r'\[\s*\{\s*"CXVersion"'),
    "chembl": re.compile(r'"mechanisms"\s*:\s*\[.*"(?:action_type|mechanism_of_action)"\s*:', re.S),
    "trapi": re.compile(r'"knowledge_graph"\s*:'),
    "cyjs": re.compile(r'"elements"\s*:\s*[\[{]'),
    "obograph": re.compile(r'"graphs"\s*:\s*\[.*"(?:lbl|propertyType|sub)"\s*:', re.S),
    "jgif": re.compile(
        r'\A\{\s*(?:"[^"]+"\s*:\s*"[^"]*"\s*,\s*)*"graphs?"\s*:\s*(?:\[\s*)?'  # texts may stand before it
        r'\{[^\[{]*"(?:nodes|edges)"\s*:'
    ),
}
"""JSON documents by what they begin with."""
_UNREAD = {
    "INDRA Statements": re.compile(r'"matches_hash"|"belief"\s*:'),
    "a BEL graph": re.compile(r'"bel"\s*:|pybel'),
}
_TEXTS = {
    "GML": re.compile(r"(?m)^\s*graph\s*\["),
    "a graph in DOT": re.compile(r"(?m)^\s*(?:strict\s+)?(?:di)?graph\s+\w*\s*\{"),
    "a YAML file that is neither records nor DrugMechDB": re.compile(r"\A[\w-]+:(?:\s|$)"),
}
_XMLS = {"sbgn": "SBGN-ML", "<sbml": "SBML", "<gexf": "GEXF", "xgmml": "XGMML", "<html": "a web page"}
_REMEDY = "write it as KGX, node-link JSON, GraphML or a table of edges (build --columns)"
"""What is known by name and not read, and the way on."""


def kind_of(path: Path) -> str:
    """The format of a file: a name of :data:`mechgraph.exchange.formats`, or of a part of one.

    Raises:
        FormatError: nothing that can be read, with what it is where that is known; NotFoundError: no such file.
    """
    data = head(path)
    if data[:2] == b"PK" and (b"xl/" in data or path.suffix.lower() in (".xlsx", ".xlsm")):
        raise FormatError(f"{path} is an Excel workbook", remedy="save the sheet as CSV or TSV")
    for magic, (what, remedy) in _FOREIGN.items():
        if data.startswith(magic):
            raise FormatError(f"{path} is {what}", remedy=remedy)
    if data[257:262] == b"ustar":
        return "kgx-archive"
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FormatError(f"{path} is empty")
    text = data.decode("utf-8-sig", "replace")
    start = text.lstrip()
    if "\r" in start and "\n" not in start and start[0] not in "<{[":
        raise FormatError(
            f"{path}: its lines end with CR alone", remedy="save it with the line ends of Unix or Windows"
        )
    try:
        found = _xml(start) or _json(start) or _table(start) or _text(start)
    except FormatError as error:
        raise FormatError(error.message.replace("the file", str(path), 1), remedy=error.remedy) from None
    if found is None:
        raise FormatError(
            f"{path}: not a format that can be read",
            remedy="'mechgraph build --formats' lists what is read",
        )
    return found


def _xml(start: str) -> str | None:
    if not start.startswith("<") or re.match(r"<\w+:[^\s<>]*>\s", start):
        return None
    if "<graphml" in start:
        return "graphml"
    if "rdf:RDF" in start or "22-rdf-syntax-ns#" in start:
        return "rdfxml"
    for word, what in _XMLS.items():
        if word in start.lower():
            raise FormatError(f"the file is {what}, which is not read", remedy=_REMEDY)
    return None


def _json(start: str) -> str | None:
    if start[:1] not in ("{", "["):
        return None
    if '"metanode_kinds"' in start or '"metaedge_tuples"' in start:
        return "hetionet-json"
    if _CX.match(start):
        raise FormatError("the file is CX, which is not read", remedy="export CX2 from Cytoscape or NDEx")
    if '"@context"' in start or '"@id"' in start or '"@graph"' in start:
        return "jsonld"
    if _DRUGMECHDB.search(start):
        return "drugmechdb"
    if _DOCUMENT.match(start) or ('"links"' in start and '"nodes"' in start) or '"multigraph"' in start:
        return "kgx-json"
    for kind, word in _JSONS.items():
        if word.search(start):
            return kind
    for what, word in _UNREAD.items():
        if word.search(start):
            raise FormatError(f"the file is {what}, which is not read", remedy=_REMEDY)
    first = start.partition("\n")[0].strip()
    if first.startswith("{") and first.endswith("}"):
        if '"subject"' in first and '"object"' in first:
            return "kgx-edges"
        if '"id"' in first:
            return "kgx-nodes"
    if '"nodes"' in start and any(w in start for w in ('"edges"', '"links"', '"category"', '"multigraph"')):
        return "kgx-json"
    return None


def _table(start: str) -> str | None:
    first = start.partition("\n")[0].rstrip("\r").removeprefix("#")
    if first.lstrip('"').startswith("# GtoPdb"):
        first = start.partition("\n")[2].partition("\n")[0].rstrip("\r")
    cells, separator, _ = header(first)
    for kind, columns in _OWN_TABLES.items():
        if columns <= set(cells):
            return kind
    if {"GeneID", "drugbank_id", "actions"} <= set(cells):
        return "drugcentral"
    if separator == "\t" and len(cells) == _SIGNOR_COLUMNS and cells[-2].startswith("SIGNOR-"):
        return "signor"
    if {"relation", "x_id", "y_id"} <= set(cells):
        return "primekg"
    if {"relation", "x_index", "y_index"} <= set(cells):
        return "primekg-edges"
    if {"node_index", "node_id", "node_type"} <= set(cells):
        return "primekg-nodes"
    if cells == ["source", "metaedge", "target"]:
        return "hetionet-edges"
    if cells == ["id", "name", "kind"] and separator == "\t":
        return "hetionet-nodes"
    if {"subject", "predicate", "object"} <= set(cells):
        return "kgx-edges"
    return "kgx-nodes" if len(cells) > 1 and "id" in cells and {"category", "name"} & set(cells) else None


def _text(start: str) -> str | None:
    if _DRUGMECHDB.search(start) and ("links:" in start or "nodes:" in start):
        return "drugmechdb"
    lines = start.splitlines()
    whole = lines[:200] if len(lines) <= 200 else lines[:199]
    if whole and all(_NT.fullmatch(line) for line in whole[: max(1, len(whole) - 1)]) and "<" in start:
        return "nt"
    if _RECORDS.search(start):
        return "records"
    if re.search(r"(?m)^(?:format-version:|\[Term\])", start):
        return "obo"
    if _PREFIX.search(start):
        return "turtle"
    for what, word in _TEXTS.items():
        if word.search(start):
            raise FormatError(f"the file is {what}, which is not read", remedy=_REMEDY)
    return "turtle" if _TTL.search(start) else None


_LETTERS = {"e": "n", "n": "e", "E": "N", "N": "E"}
"""Names of files that say with one letter which half they are."""


def partner(path: Path, wanted: str) -> Path | None:
    """The file beside ``path`` that holds the other half (nodes for edges, edges for nodes), found by content.

    The name helps only to choose among several.
    """
    half = wanted.rpartition("-")[2]
    opposite = path.with_name(path.name.replace({"nodes": "edges", "edges": "nodes"}[half], half))
    if opposite != path and opposite.is_file() and not head(opposite).strip():
        return None
    near = [p for p in sorted(path.parent.iterdir()) if p != path and p.is_file()]
    name = strip_packing(path.name)
    own = {"nodes": "edges", "edges": "nodes"}[wanted.rpartition("-")[2]]
    stem = name.partition(own)[0] if own in name else name.partition(".")[0]
    close = [p for p in near if p.name.startswith(stem)] if stem else near
    if stem in _LETTERS:
        close = [p for p in near if p.name.partition(".")[0] == _LETTERS[stem]]
    fitting = []
    for p in close:
        try:
            if kind_of(p) == wanted:
                fitting.append(p)
        except (FormatError, NotFoundError, *TORN):
            continue
    suffix = name.rpartition(".")[2]
    same = [p for p in fitting if strip_packing(p.name).endswith(suffix)]
    chosen = same or fitting
    if len(chosen) > 1:
        raise FormatError(
            f"{path}: several files may hold its {wanted}: {', '.join(p.name for p in chosen)}",
            remedy="name both files",
        )
    return chosen[0] if chosen else None
