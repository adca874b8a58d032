"""What a file is, told by its content and never by its name; and which files of a folder belong together."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import FormatError, NotFoundError, UnreadError
from . import jsons
from .cells import header, header_line, is_neo4j
from .containers import packing
from .files import TORN, begun, head, strip_packing

__all__ = ["kind_of", "partner"]

_NT = re.compile(r"(?m)^\s*(?:#.*|(?:<[^<>\s]+>|_:\S+)\s+<[^<>\s]+>\s+(?:<[^<>\s]+>|_:\S+|\").*\.\s*(?:#.*)?|)$")
_TTL = re.compile(
    r"(?im)^\s*(?:@prefix|@base|prefix|base|graph)\s+\S|^\s*(?:<[^<>\s]*>|[\w.-]*:[\w.%-]*)\s+(?:a|<[^<>\s]+>|[\w.-]*:[\w.%-]+)\s"
)
_PREFIX = re.compile(r"(?im)^\s*@?(?:prefix|base)\s+\S")
_RECORDS = re.compile(r"(?m)^(?:title|note|entities|sources|associations|mechanisms|questions):")
_DRUGMECHDB = re.compile(r"(?m)(?:^\s*|[{,]\s*)[\"']?(?:_id|drug_mesh|disease_mesh)[\"']?\s*:")
_UNPACK, _EXPORT, _UTF8 = "unpack it, or pack it with gzip", "export its tables as CSV or TSV", "save the file as UTF-8"
_REMEDY = "write it as KGX, node-link JSON, GraphML or a table of edges (build --columns)"
"""The way on for what is known by name and not read."""
_FOREIGN = {
    b"\x28\xb5\x2f\xfd": ("packed by Zstandard", _UNPACK),
    b"7z\xbc\xaf": ("a 7z archive", _UNPACK),
    b"Rar!": ("a RAR archive", _UNPACK),
    b"\x1f\x8b": ("packed twice", "unpack it once"),
    b"BZh": ("packed twice", "unpack it once"),
    b"\xfd7zXZ": ("packed twice", "unpack it once"),
    b"ORC": ("an ORC file", "write it as Parquet or CSV"),
    b"Obj\x01": ("an Avro file", "write it as Parquet or CSV"),
    b"\x93NUMPY": ("an array of NumPy", "write a row for each edge, with names, as CSV"),
    b"version https://git-lfs": ("a pointer of Git LFS and not the file itself", "fetch it with git lfs pull"),
    b"ARROW1": ("a Feather file", "write it as Parquet or CSV"),
    b"SQLite format 3": ("an SQLite database", _EXPORT),
    b"\x89HDF": ("an HDF5 file", _EXPORT),
    b"\xd0\xcf\x11\xe0": ("an old Excel or Word file", "save it as .xlsx or CSV"),
    b"%PDF": ("a PDF document", _EXPORT),
    b"\x80\x04\x95": ("a Python pickle, which can run code", "write the graph with networkx.node_link_data as JSON"),
    b"\x80\x05\x95": ("a Python pickle, which can run code", "write the graph with networkx.node_link_data as JSON"),
    b"\x80\x03": ("a Python pickle, which can run code", "write the graph with networkx.node_link_data as JSON"),
    b"RDX": ("an R workspace", "write its tables as CSV"),
    b"\xff\xfe": ("UTF-16, not UTF-8", _UTF8),
    b"\xfe\xff": ("UTF-16, not UTF-8", _UTF8),
}
"""How files begin that people have and that are not read: what each is, and what to do."""


_OWN_TABLES = {
    "ctd": {"ChemicalName", "ChemicalID", "GeneSymbol", "InteractionActions"},
    "ctd diseases": {"ChemicalName", "ChemicalID", "DiseaseID", "DirectEvidence"},
    "dgidb": {"drug_claim_name", "gene_claim_name"},
    "drugcentral processed": {"GeneID", "drugbank_id", "actions"},
    "drugcentral": {"STRUCT_ID", "ACCESSION", "ACTION_TYPE"},
    "gtopdb": {"Target UniProt ID", "Ligand ID", "Affinity Units"},
    "pharmacotherapydb": {"doid_id", "drugbank_id", "category", "n_curators"},
    "reactome-fi": {"Gene1", "Gene2", "Annotation", "Direction"},
    "primekg": {"relation", "x_id", "y_id"},
    "primekg-edges": {"relation", "x_index", "y_index"},
    "primekg-nodes": {"node_index", "node_id", "node_type"},
    "signor": {"ENTITYA", "IDA", "EFFECT", "SIGNOR_ID"},
    "stitch": {"chemical", "protein", "combined_score"},
    "stitch actions": {"item_id_a", "item_id_b", "mode", "action"},
}
"""Tables of one database, by columns that they have; a second word tells two tables of one database apart."""
_DRKG = re.compile(
    r"(?:Anatomy|Atc|Biological Process|Cellular Component|Compound|Disease|Gene|Molecular Function|Pathway|"
    r"Pharmacologic Class|Side Effect|Symptom|Tax)::"
)
_SIGNOR_COLUMNS = 28
_GMT = re.compile(r"[^\t\n]+\t(?:https?://\S*|>?\s*na|)\t[^\t\n]+(?:\t[^\t\n]+)+\s*$")


_PAXTOOLS = "turn it into SIF with paxtools (toSIF), or take that file from Pathway Commons, and build that"
_TEXTS = {
    "GML": (r"(?m)^\s*graph\s*\[", "networkx.read_gml, then node_link_data as JSON, reads it for you"),
    "a graph in DOT": (r"(?m)^\s*(?:strict\s+)?(?:di)?graph\s+\w*\s*\{", _REMEDY),
    "a Pajek network": (r"(?i)\A\*(?:vertices|network)\b", "networkx.read_pajek, then node_link_data as JSON"),
    "a BEL script": (
        r"(?m)^SET\s+(?:DOCUMENT|Citation|STATEMENT_GROUP)\b",
        "compile it with PyBEL and write node-link JSON",
    ),
    "a gene association file (GAF, GPAD)": (r"\A!\s*g(?:af|pa)", "build a table of it with --columns"),
    "a script of Cypher": (
        r"(?m)\A\s*(?://.*\n\s*)*(?:CREATE|MERGE)\s*\(",
        "export the graph with APOC as GraphML or JSON",
    ),
    "a dump of a database (SQL)": (
        r"(?mi)^(?:-- (?:PostgreSQL|MySQL|MariaDB)\b.*dump|(?:CREATE TABLE|INSERT INTO) )",
        "load it, and export its tables as CSV or TSV",
    ),
    "a matrix in Matrix Market's form": (r"\A%%MatrixMarket", "write a row for each edge, with names, as CSV"),
    "an ontology in OWL functional syntax": (
        r"(?m)^(?:Prefix\(|Ontology\()",
        "convert it to OBO or RDF/XML with ROBOT",
    ),
    "an ontology in Manchester syntax": (r"(?m)^(?:Prefix|Ontology): ", "convert it to OBO or RDF/XML with ROBOT"),
    "a YAML file that is neither records nor DrugMechDB": (r"\A(?:---\s)?[\w-]+:(?:\s|$)", _REMEDY),
    "SPARQL results": (r"\A\?\w+[\t,]", "build a table of it with --columns"),
}
_XMLS = {
    "<sbml": ("SBML", "convert it to SBGN-ML, or write a table of its reactions"),
    "<gexf": ("GEXF", "save it in Gephi as GraphML"),
    "xgmml": ("XGMML", "export CX2 or GraphML from Cytoscape"),
    '<pathway name="path:': ("KEGG's KGML", "write a table of its relations, and say --columns"),
    "pathvisio": (
        "a pathway of WikiPathways (GPML)",
        "take the GMT or the RDF of WikiPathways, or write a table of edges",
    ),
    "<mxfile": ("a drawing of diagrams.net", "write a table of its edges, and say --columns"),
    "psidev": ("PSI-MI XML", "take the same data as MITAB, and say --columns"),
    "<drugbank": ("DrugBank's XML", "write a table of drugs, actions and targets, and say --columns"),
    "sparql-results": ("SPARQL results", "ask for CSV, and say --columns"),
    "<html": ("a web page", "download the file that it offers"),
}
_ELSEWHERE = {
    "a table of mappings (SSSOM)": ({"subject_id", "object_id", "mapping_justification"}, "give it with --mappings"),
    "PSI-MITAB": (
        {"ID(s) interactor A", "ID(s) interactor B"},
        "--columns subject=ID(s) interactor A,object=ID(s) interactor B,predicate=interacts_with",
    ),
}
"""Tables that hold no claims as they stand, by their columns."""


def kind_of(path: Path) -> str:
    """The format of a file: a name of :data:`mechgraph.exchange.formats`, or of a part of one.

    Raises:
        FormatError: nothing that can be read, with what it is where that is known; NotFoundError: no such file.
    """
    data = head(path)
    if (packed := packing(path, data)) is not None:
        return packed
    for magic, (what, remedy) in _FOREIGN.items():
        if data.startswith(magic):
            raise UnreadError(f"{path} is {what}", remedy=remedy)
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FormatError(f"{path} is empty")
    text = data.decode("utf-8-sig", "replace")
    start = text.lstrip()
    if "\r" in start and "\n" not in start and start[0] not in "<{[":
        raise UnreadError(
            f"{path}: its lines end with CR alone", remedy="save it with the line ends of Unix or Windows"
        )
    try:
        found = _xml(start) or jsons.kind(start) or _table(start) or _text(start)
    except UnreadError as error:
        raise UnreadError(error.message.replace("the file", str(path), 1), remedy=error.remedy) from None
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
    if "<sbgn" in start or "sbgn.org/libsbgn" in start:
        return "sbgn"
    if "rdf:RDF" in start or "22-rdf-syntax-ns#" in start:
        return "rdfxml"
    for word, (what, remedy) in _XMLS.items():
        if word in start.lower():
            raise UnreadError(f"the file is {what}, which is not read", remedy=remedy)
    root = re.search(r"<([A-Za-z_][\w.:-]*)", start)
    if start.startswith("<?xml") and root is not None:
        raise UnreadError(f"the file is XML of a kind that is not read, <{root[1]}>", remedy=_REMEDY)
    return None


def _table(start: str) -> str | None:
    lines = begun(start)[:200]
    first, _ = header_line(lines)
    cells, separator, _ = header(first)
    if len(lines) == 1 and is_neo4j(first):
        remedy = "put it before its rows, as in 'cat header.csv rows.csv > nodes.csv', and build that"
        raise UnreadError("the file is the header of a table of Neo4j, without rows", remedy=remedy)
    if len(cells) > 2 and not cells[0] and all(re.fullmatch(r"[\d.eE+-]*", c) for c in header(lines[-1])[0][1:]):
        raise UnreadError("the file is a matrix of numbers", remedy="write a row for each edge, and say --columns")
    if len(lines) > 1 and all(_GMT.match(line) for line in lines[:3]):
        raise UnreadError("the file is GMT, sets of genes", remedy="write a row for each member, and say --columns")
    if re.match(r"[\w./ -]+:\S+\t[\w./ -]+:\S+\t.*psi-mi:", first):
        raise UnreadError(
            "the file is PSI-MITAB without its header", remedy="put the header before its rows; say --columns"
        )
    if re.match(r"protein1 protein2 ", first):
        raise UnreadError(
            "the file is STRING's table, separated by spaces", remedy="separate it by tabs; say --columns"
        )
    own = set(cells)
    for kind, columns in _OWN_TABLES.items():
        if columns <= own:
            return kind.partition(" ")[0]
    if separator == "\t" and len(cells) == _SIGNOR_COLUMNS and cells[-2].startswith("SIGNOR-"):
        return "signor"
    if separator == "\t" and len(cells) == 3 and all(_DRKG.match(cells[i]) for i in (0, 2)):
        return "drkg"
    for what, (columns, remedy) in _ELSEWHERE.items():
        if columns <= own:
            raise UnreadError(f"the file is {what}, which is not read as it is", remedy=remedy)
    if cells == ["source", "metaedge", "target"]:
        return "hetionet-edges"
    if cells == ["id", "name", "kind"] and separator == "\t":
        return "hetionet-nodes"
    if {"subject", "predicate", "object"} <= {c.lower() for c in cells}:
        return "kgx-edges"
    return "kgx-nodes" if len(cells) > 1 and "id" in cells and {"category", "name"} & own else None


def _text(start: str) -> str | None:
    if _DRUGMECHDB.search(start) and ("links:" in start or "nodes:" in start):
        return "drugmechdb"
    lines = begun(start)
    whole = lines[:200] if len(lines) <= 200 else lines[:199]
    if whole and all(_NT.fullmatch(line) for line in whole[: max(1, len(whole) - 1)]) and "<" in start:
        return "nt"
    if _RECORDS.search(start):
        return "records"
    if re.search(r"(?m)^(?:format-version:|\[Term\])", start):
        return "obo"
    if _PREFIX.search(start):
        return "turtle"
    for what, (word, remedy) in _TEXTS.items():
        if re.search(word, start):
            raise UnreadError(f"the file is {what}, which is not read", remedy=remedy)
    return "turtle" if _TTL.search(start) and header_line(whole)[0].count("\t") < 2 else None


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
