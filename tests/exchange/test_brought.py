"""What people bring: documents, maps, single databases, workbooks, archives; each claim as its file has it."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

import mechgraph
from mechgraph.errors import FormatError, MechgraphError, NotFoundError, UnreadError, UsageError
from mechgraph.exchange import Reading, open_sources

from . import brought, samples

SAID = {
    "indra": {
        "inventol decreases_activity_of INV1 -1 hedged",
        "INK affects INV1 0 probable",
        "inventol not decreases_abundance_of INV1 0 hedged",
        "INK molecularly_interacts_with INV1 0 probable",
        "rain increases drought -1 hedged",
    },
    "bel": {"inventol decreases_activity_of PTGS1 -1 probable", "inventol not affects PTGS1 0 probable"},
    "jgif of bel": {"inventol decreases_activity_of PTGS1 -1 probable"},
    "trapi": {"inventol decreases_activity_of NCBIGene:900001 -1 probable"},
    "neo4j-lines": {"inventol inhibits INV1 -1 probable"},
    "cyjs": {"inventol inhibits INV1 -1 probable"},
    "sbgn": {"inventol negatively_regulates INV1 -1 probable", "INV1 positively_regulates ache 1 probable"},
    "sbgn of processes": {
        "SUB participates_in SUB → SUB (P) 1 probable",
        "SUB → SUB (P) has_output SUB (P) 1 probable",
        "KIN enables SUB → SUB (P) 1 probable",
        "inventol negatively_regulates SUB → SUB (P) -1 probable",
        "A:B has_part A 0 probable",
        "A:B has_part B 0 probable",
    },
    "drkg": {
        "DRUGBANK:DB90001 binds NCBIGene:900001 0 probable",
        "DRUGBANK:DB90001 inhibits NCBIGene:900001 -1 probable",
        "DRUGBANK:DB90001 studied_for MESH:D900001 0 hedged",
        "DRUGBANK:DB90001 decreases_expression_of NCBIGene:900001 -1 hedged",
        "DRUGBANK:DB90001 treats DOID:900001 -1 probable",
        "NCBIGene:900001 interacts_with NCBIGene:900002 0 probable",
        "NCBIGene:900001 molecularly_interacts_with NCBIGene:900002 0 probable",
    },
    "ctd": {
        "Inventol decreases_activity_of INV1 -1 probable",
        "Inventol affects INV1 0 probable",
        "Inventol interacts_with INV2 0 probable",
        "Inventol not affects INV2 0 probable",
        "INV3 increases_degradation_of Inventol -1 probable",
    },
    "ctd of diseases": {"Inventol studied_for ache 0 probable", "Inventol associated_with cough 0 probable"},
    "dgidb": {"INVENTOL inhibits INV1 -1 probable", "INVENTOL interacts_with INV2 0 probable"},
    "dgidb 5": {"INVENTOL agonist_of INV1 1 probable"},
    "stitch": {"PUBCHEM.COMPOUND:900 interacts_with ENSP00000000001 0 hedged"},
    "stitch of actions": {
        "PUBCHEM.COMPOUND:900 negatively_regulates ENSP00000000001 -1 hedged",
        "PUBCHEM.COMPOUND:900 binds ENSP00000000002 0 hedged",
    },
}
"""The claims of each file, written from its format and not from what is read."""


def _read(folder: Path, data: str | bytes, name: str = "a.txt", columns: str = "") -> Reading:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (reading,) = open_sources([folder / name], columns)
    return reading


def _said(reading: Reading) -> set[str]:
    records = reading.records()
    names = {e.id: e.name for e in records.entities}
    return {
        f"{names[a.subject]} {'not ' if a.negated else ''}{a.predicate} {names[a.object]} {a.sign} {a.certainty}"
        for a in records.associations
    }


@pytest.mark.parametrize("name", brought.BROUGHT)
def test_a_file_that_people_bring_gives_its_claims(tmp_path: Path, name: str) -> None:
    assert _said(_read(tmp_path, brought.BROUGHT[name])) == SAID[name]


def test_what_indra_knows_beyond_the_claim_is_kept(tmp_path: Path) -> None:
    reading = _read(tmp_path, brought.INDRA)
    by_predicate = {(a.predicate, a.negated): a for a in reading.records().associations}
    assert "PMID:123" in by_predicate["decreases_activity_of", False].sources
    modified = by_predicate["affects", False].qualifiers.other
    assert "object_aspect_qualifier=phosphorylation" in modified
    assert "subject_form_or_variant_qualifier=phosphorylation S 7" in modified
    assert "object_part_qualifier=T9" in modified
    dropped = reading.report.dropped.counts
    assert dropped == {"a statement without two agents: Complex": 1, "a statement without two agents: Activation": 1}


def test_a_direction_of_an_aspect_that_is_not_the_thing_itself_gives_no_sign(tmp_path: Path) -> None:
    """More phosphorylation is not more activity; more expression is more of the thing."""
    edge = {"subject": "CHEBI:1", "predicate": "biolink:affects", "object_direction_qualifier": "increased"}
    lines = [
        json.dumps(edge | {"object": f"NCBIGene:{i}", "object_aspect_qualifier": aspect})
        for i, aspect in enumerate(("phosphorylation", "expression", "splicing", "activity_or_abundance"), 1)
    ]
    reading = _read(tmp_path, "\n".join(lines), "e.jsonl")
    assert [a.sign for a in sorted(reading.records().associations, key=lambda a: a.object)] == [0, 1, 0, 1]
    assert reading.report.changed.counts["a direction that gave no sign"] == 2


def test_publications_are_cited_under_whatever_name_a_file_has_them(tmp_path: Path) -> None:
    rows = {"publications": "PMID:1|PMID:2", "pmid": 3.0, "pmids": "4;5", "references": "doi:10.1000/x"}
    for name, value in rows.items():
        edge = {"subject": "CHEBI:1", "predicate": "inhibits", "object": "NCBIGene:1", name: value}
        (claim,) = _read(tmp_path, json.dumps(edge), f"{name}.jsonl").records().associations
        wanted = {"publications": {"PMID:1", "PMID:2"}, "pmid": {"PMID:3"}, "pmids": {"PMID:4", "PMID:5"}}
        assert wanted.get(name, {"doi:10.1000/x"}) <= set(claim.sources)


def _workbook(sheets: dict[str, str]) -> bytes:
    """An .xlsx file with these sheets, each the XML of its rows."""
    out = io.BytesIO()
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w") as file:
        listed = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(sheets, 1))
        book = f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>'
        targets = "".join(f'<Relationship Id="r{i}" Target="worksheets/s{i}.xml"/>' for i in range(1, len(sheets) + 1))
        shared = f'<sst xmlns="{main}"><si><t>inhibits</t></si><si><r><t>rich </t></r><r><t>text</t></r></si></sst>'
        styles = f'<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
        file.writestr("xl/workbook.xml", book)
        file.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{targets}</Relationships>")
        file.writestr("xl/sharedStrings.xml", shared)
        file.writestr("xl/styles.xml", styles)
        for i, rows in enumerate(sheets.values(), 1):
            file.writestr(
                f"xl/worksheets/s{i}.xml", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
            )
    return out.getvalue()


def _row(*cells: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in cells) + "</row>"


def test_a_sheet_of_excel_is_a_table(tmp_path: Path) -> None:
    """Numbers, shared strings, gaps, formulas that failed, and a gene that Excel took for a date."""
    rows = (
        _row("drug", "relation", "target", "pmid")
        + '<row><c r="A2" t="inlineStr"><is><t>inventol</t></is></c><c r="B2" t="s"><v>0</v></c>'
        '<c r="C2" t="inlineStr"><is><t>INV1</t></is></c><c r="D2"><v>123456</v></c></row>'
        '<row><c r="A3" t="inlineStr"><is><t>inventol</t></is></c><c r="B3" t="s"><v>0</v></c>'
        '<c r="C3" s="1"><v>44806</v></c><c r="D3" t="e"><v>#N/A</v></c></row>'
    )
    columns = "subject=drug,predicate=relation,object=target,publications=pmid"
    reading = _read(tmp_path, _workbook({"edges": rows}), "a.xlsx", columns)
    assert _said(reading) == {"inventol inhibits INV1 -1 probable"}
    assert "a date where a name belongs; a spreadsheet makes 1-Mar of MARCH1: 1" in str(reading.report)
    assert "PMID:123456" in {s for a in reading.records().associations for s in a.sources}
    with pytest.raises(
        FormatError, match=r"a\.xlsx!a_edges\.csv is a table with the columns drug, relation, target, pmid"
    ):
        open_sources([tmp_path / "a.xlsx"])


def test_sheets_of_nodes_and_edges_are_one_graph(tmp_path: Path) -> None:
    sheets = {
        "nodes": _row("id", "name", "category") + _row("CHEBI:900", "inventol", "biolink:Drug"),
        "edges": _row("subject", "predicate", "object") + _row("CHEBI:900", "biolink:treats", "MONDO:900"),
    }
    assert _said(_read(tmp_path, _workbook(sheets), "a.xlsx")) == {"inventol treats MONDO:900 -1 probable"}


def test_parquet_is_read_as_its_columns_are(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    nodes = {"id": ["CHEBI:900"], "name": ["inventol"], "category": [["biolink:Drug"]]}
    edges = {
        "subject": ["CHEBI:900"],
        "predicate": ["biolink:treats"],
        "object": ["MONDO:900"],
        "publications": [["PMID:1", "PMID:2"]],
        "negated": [True],
    }
    for name, table in (("nodes", nodes), ("edges", edges)):
        parquet.write_table(pa.table(table), tmp_path / f"{name}.parquet")
    (reading,) = open_sources([tmp_path])
    assert _said(reading) == {"inventol not treats MONDO:900 0 probable"}
    assert {"PMID:1", "PMID:2"} <= set(reading.records().associations[0].sources)


@pytest.mark.parametrize("packing", ["zip", "tar"])
def test_an_archive_is_read_without_what_systems_leave_in_it(tmp_path: Path, packing: str) -> None:
    files = {
        "kg/x_nodes.tsv": samples.KGX_NODES,
        "kg/x_edges.tsv": samples.KGX_EDGES,
        "__MACOSX/kg/._x_nodes.tsv": "\x00\x05\x16\x07",
        "kg/._x_edges.tsv": "\x00\x05\x16\x07",
        "kg/.DS_Store": "\x00\x00\x00\x01Bud1",
    }
    path = tmp_path / f"kg.{packing}"
    if packing == "zip":
        with zipfile.ZipFile(path, "w") as file:
            for name, text in files.items():
                file.writestr(name, text)
    else:
        with tarfile.open(path, "w") as tar:
            for name, text in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(text.encode())
                tar.addfile(info, io.BytesIO(text.encode()))
    nodes, edges = samples.pair(tmp_path, "kgx")
    (plain,) = open_sources([nodes, edges])
    (packed,) = open_sources([path])
    assert _said(packed) == _said(plain)
    assert packed.report.path.startswith(str(path))


def test_an_archive_may_hold_any_format_and_says_where_in_it_something_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("in/dgidb.tsv", brought.DGIDB + "INV3\t\t\t\tinhibitor\t\t\t\t\t\t\n")
    (reading,) = open_sources([path])
    assert _said(reading) == SAID["dgidb"]
    assert f"{path}!in_dgidb.tsv:4" in str(reading.report.dropped)


def test_an_archive_that_leaves_its_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("../../evil.tsv", samples.KGX_NODES)
    with pytest.raises(FormatError, match="leaves the archive"):
        open_sources([path])


def test_a_list_of_json_objects_is_a_table(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="columns drug, relation, target, pmid, scores"):
        _read(tmp_path, brought.ROWS, "a.json")
    reading = _read(tmp_path, brought.ROWS, "a.json", "guess")
    assert _said(reading) == {"inventol inhibits INV1 -1 probable"}
    assert "PMID:123" in reading.records().associations[0].sources
    lines = (
        brought.ROWS[1:-1] + "\n{broken\n" + json.dumps({"drug": "inventol", "relation": "treats", "target": "ache"})
    )
    reading = _read(tmp_path, lines, "a.jsonl", "guess")
    assert _said(reading) == {"inventol inhibits INV1 -1 probable", "inventol treats ache -1 probable"}
    assert reading.report.dropped.counts["a line that is no JSON"] == 1


def test_the_last_comment_may_name_the_columns(tmp_path: Path) -> None:
    text = "# made by hand, today\n# subject\tpredicate\tobject\nCHEBI:1\ttreats\tMONDO:1\n"
    assert _said(_read(tmp_path, text)) == {"CHEBI:1 treats MONDO:1 -1 probable"}
    assert _said(_read(tmp_path, "# by hand\nsubject\tpredicate\tobject\nCHEBI:1\ttreats\tMONDO:1\n")) == {
        "CHEBI:1 treats MONDO:1 -1 probable"
    }


def test_a_container_that_is_known_and_not_read_is_named(tmp_path: Path) -> None:
    wanted = {
        "word/document.xml": "Word",
        "xl/workbook.bin": "binary Excel",
        "net/cysession.xml": "Cytoscape session",
    }
    for member, what in wanted.items():
        path = tmp_path / "a.zip"
        with zipfile.ZipFile(path, "w") as file:
            file.writestr(member, "x")
        with pytest.raises(UnreadError, match=what):
            open_sources([path])
    with pytest.raises(NotFoundError, match="no such file"):
        open_sources([tmp_path / "b.zip"])


def test_a_graph_is_made_of_data_frames() -> None:
    """Missing values of pandas, whole numbers that it made fractions, lists in cells, nodes beside the edges."""
    pd = pytest.importorskip("pandas")
    rows = {
        "drug": ["CHEBI:900", "CHEBI:900", None],
        "relation": ["inhibits", "treats", "treats"],
        "target": ["NCBIGene:900001", "MONDO:900", "MONDO:901"],
        "pmid": [123.0, float("nan"), 5.0],
    }
    columns = "subject=drug,predicate=relation,object=target,publications=pmid"
    wanted = {("inhibits", ("PMID:123",)), ("treats", ())}
    for frame in (pd.DataFrame(rows), pd.DataFrame(rows).convert_dtypes()):
        kg = mechgraph.from_frame(frame, columns=columns)
        assert {(a.predicate, a.sources[1:]) for a in kg.associations()} == wanted
        assert "a row without subject or object: 1" in kg.read_report
    nodes = [{"id": "CHEBI:900", "name": "inventol", "category": ["biolink:Drug"]}]
    edges = [{"subject": "CHEBI:900", "predicate": "biolink:treats", "object": "MONDO:900", "negated": True}]
    kg = mechgraph.from_frame(edges, nodes)
    assert kg.entity("inventol").category == "drug"
    assert [a.negated for a in kg.associations()] == [True]
    with pytest.raises(UsageError, match="int is no table"):
        mechgraph.from_frame(3)
    with pytest.raises(MechgraphError, match="columns drug, relation, target, pmid"):
        mechgraph.from_frame(pd.DataFrame(rows))


def test_a_frame_of_polars_is_one_of_pyarrow_too() -> None:
    pa = pytest.importorskip("pyarrow")
    rows = {
        "subject": ["CHEBI:900"],
        "predicate": ["treats"],
        "object": ["MONDO:900"],
        "publications": [["PMID:1", "PMID:2"]],
    }
    frames = [pa.table(rows)]
    with contextlib.suppress(ImportError):
        frames.append(importlib.import_module("polars").DataFrame(rows))
    for frame in frames:
        (claim,) = mechgraph.from_frame(frame).associations()
        assert {"PMID:1", "PMID:2"} <= set(claim.sources)


def test_a_submission_of_drugmechdb_may_be_one_record(tmp_path: Path) -> None:
    """Not in its list yet, and without the id that DrugMechDB gives."""
    lines = samples.DRUGMECHDB.splitlines()
    text = "\n".join(line[2:] for line in lines if "_id:" not in line) + "\n"
    assert "decreases_activity_of" in {a.predicate for a in _read(tmp_path, text).records().associations}


def test_a_triple_in_words_of_others_says_nothing_of_how_sure_it_is(tmp_path: Path) -> None:
    text = (
        "@prefix obo: <http://purl.obolibrary.org/obo/> .\n"
        "obo:CHEBI_900 obo:RO_0002449 <http://identifiers.org/ncbigene/900001> .\n"
    )
    (claim,) = _read(tmp_path, text).records().associations
    assert (claim.sign, claim.certainty, claim.source_certainty) == (-1, "probable", "unknown")


HEADER = "compoundId:ID(Node),name,:LABEL\n"


def test_a_header_of_neo4j_without_rows_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadError, match=r"header of a table of Neo4j.*cat header\.csv"):
        _read(tmp_path, HEADER)
    reading = _read(tmp_path, HEADER + "CHEBI:900,inventol,Compound\n")
    assert [e.category for e in reading.entities.values()] == ["chemical"]


def test_a_transcript_derives_from_its_gene(tmp_path: Path) -> None:
    """As https://biological-expression-language.github.io/relations/genomic/ has it: gene transcribedTo RNA."""
    nodes = [
        {"id": n, "function": f, "concept": {"namespace": "hgnc", "name": f, "identifier": str(900001 + n)}}
        for n, f in enumerate(("Gene", "RNA"))
    ]
    links = [{"relation": "transcribedTo", "source": 0, "target": 1, "key": "k"}]
    graph = {"graph": {"pybel_version": "0.15"}, "nodes": nodes, "links": links, "directed": True, "multigraph": True}
    assert _said(_read(tmp_path, json.dumps(graph), "a.json")) == {"RNA derives_from Gene 0 probable"}
