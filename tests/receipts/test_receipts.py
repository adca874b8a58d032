"""Receipts: an answer made again is the same byte for byte, what changed is named, and nothing torn passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from benchmarks import receipts as bench
from tests.reason.small import claim, records

import mechgraph
from mechgraph.cli import main
from mechgraph.errors import NotFoundError, ReceiptError
from mechgraph.graph import Graph
from mechgraph.model import Association, Evidence
from mechgraph.receipts import Receipt, answered, read_receipt, verify
from mechgraph.receipts.receipt import parse
from mechgraph.store.memory import MemoryStore

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("ask", {"question": "Does baclofen reduce anxiety?"}),
    ("ask", {"question": "What does baclofen treat?"}),
    ("ask", {"question": "Is baclofen a wonderdrug?"}),
    ("explain", {"drug": "baclofen"}),
    ("explain", {"drug": "baclofen", "effect": "spasticity", "context": ["species=human"]}),
    ("mechanism", {"drug": "baclofen", "effect": "spasticity"}),
    ("paths", {"start": "baclofen", "end": "spasticity", "k": 3}),
    ("interactions", {"drug": "baclofen", "own_claims": True}),
    ("what_if", {"drug": "baclofen", "effect": "spasticity", "block": ["GABA-B receptor"]}),
    ("compare", {"drugs": ["baclofen", "diazepam"]}),
    ("query", {"name": "uses", "parameters": {"drug": "baclofen"}}),
    ("sparql", {"text": "ASK { ?drug mgv:agonist_of ?target }"}),
    ("sparql", {"text": "CONSTRUCT { ?d mgv:agonist_of ?t } WHERE { ?d mgv:agonist_of ?t }"}),
]
"""Each kind of call."""


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=lambda x: x if isinstance(x, str) else "")
def test_an_answer_made_again_has_the_same_receipt_byte_for_byte(
    kg: Graph, name: str, arguments: dict[str, Any]
) -> None:
    receipt = answered(kg, name, **arguments)[1]
    other = Graph(MemoryStore(kg.records()))
    assert answered(other, name, **arguments)[1].to_json() == receipt.to_json()
    found = verify(parse(receipt.to_json().encode(), "r"), other)
    assert (found.status, found.reasons, found.exit_code) == ("identical", (), 0)


def test_the_digest_of_a_graph_does_not_depend_on_the_order_of_its_records(kg: Graph) -> None:
    whole = kg.records()
    turned = msgspec.structs.replace(whole, entities=whole.entities[::-1], associations=whole.associations[::-1])
    first, second = (
        answered(Graph(MemoryStore(r)), "compare", drugs=["baclofen", "diazepam"])[1] for r in (whole, turned)
    )
    assert first.graph == second.graph
    less = msgspec.structs.replace(whole, associations=whole.associations[1:])
    assert answered(Graph(MemoryStore(less)), "compare", drugs=["baclofen", "diazepam"])[1].graph != first.graph


def test_receipts_over_three_versions_name_what_was_edited(kg: Graph) -> None:
    """A hundred receipts; ``python -m benchmarks.receipts`` takes a thousand."""
    made = bench.receipts(kg, 100)
    statuses = set()
    for seed in (1, 2):
        edited, touched = bench.edited(kg.records(), seed)
        newer = Graph(MemoryStore(edited))
        for receipt in made:
            found = verify(receipt, newer, since=kg)
            statuses.add(found.status)
            if found.status == "changed":
                assert {r.claim for r in found.reasons} & touched, found
            if found.status == "identical":
                assert not {c.id for c in receipt.claims} & touched
    assert statuses == {"identical", "same", "changed"}


def graph(*claims: str | Association) -> Graph:
    kinds = {"aspilin": "drug", "enzyme": "gene_product", "pain": "phenotype", "sleep": "phenotype"}
    return Graph(MemoryStore(records(*claims, categories=kinds)))


USE = claim("aspilin decreases pain", evidence=(Evidence(source="trial"),))
MORE = claim("aspilin decreases pain", evidence=(Evidence(source="trial"), Evidence(source="review")))
LESS = claim("aspilin decreases pain", evidence=(Evidence(source="trial"),), certainty="hedged")
DENIED = claim("aspilin decreases pain", evidence=(Evidence(source="other"),), negated=True)
BESIDE = claim("enzyme increases sleep")

EXPECTED: list[tuple[str, tuple[Association, ...], str, list[str]]] = [
    # what the graph holds now, and what has to be said of "Does aspilin reduce pain?", once supported by the trial
    ("nothing else", (USE,), "identical", []),
    ("a claim about other things", (USE, BESIDE), "identical", []),
    ("one more source", (MORE,), "same", ["evidence added from review"]),
    ("the claim is gone", (BESIDE,), "changed", ["gone"]),
    ("it is denied as well", (USE, DENIED), "changed", ["new"]),
    ("it is denied instead", (DENIED,), "changed", ["gone", "new"]),
]


@pytest.mark.parametrize(("what", "now", "status", "how"), EXPECTED, ids=[e[0] for e in EXPECTED])
def test_what_became_of_an_answer(what: str, now: tuple[Association, ...], status: str, how: list[str]) -> None:
    receipt = answered(graph(USE), "ask", question="Does aspilin reduce pain?")[1]
    assert receipt.conclusion == "supported"
    found = verify(receipt, graph(*now))
    assert found.status == status
    assert [r.how for r in found.reasons] == how
    assert all("aspilin" in r.sentence and "pain" in r.sentence for r in found.reasons)
    assert found.exit_code == (4 if status == "changed" else 0)


def test_less_certainty_is_told() -> None:
    receipt = answered(graph(USE), "ask", question="What does aspilin do?")[1]
    reasons = verify(receipt, graph(LESS)).reasons
    assert [r.how for r in reasons] == ["established → hedged"]


def test_a_thing_that_is_gone_leaves_no_answer_and_says_which_claims_went() -> None:
    receipt = answered(graph(USE, BESIDE), "paths", start="aspilin", end="pain")[1]
    found = verify(receipt, graph(BESIDE))
    assert found.status == "changed"
    assert found.after.startswith("no answer: ")
    assert [r.how for r in found.reasons] == ["gone"]


def test_one_flipped_bit_is_found() -> None:
    data = answered(graph(USE), "ask", question="Does aspilin reduce pain?")[1].to_json().encode()
    assert parse(data, "r").whole
    passed = []
    for bit in range(len(data) * 8):
        broken = bytearray(data)
        broken[bit // 8] ^= 1 << bit % 8
        try:
            parse(bytes(broken), "r")
        except ReceiptError:
            continue
        passed.append(bit)
    assert not passed


def test_what_is_torn_newer_or_nothing_is_said_in_one_line(tmp_path: Path) -> None:
    whole = answered(graph(USE), "ask", question="Does aspilin reduce pain?")[1].to_json()
    newer = whole.replace('"receipt": 1', '"receipt": 2').replace('"claims"', '"assertions"', 1)
    cases = {
        whole[: len(whole) // 2]: "is no receipt, or is torn",
        "": "is no receipt, or is torn",
        "[]": "is no receipt",
        '{"a": 1}': "is no receipt",
        newer: "was written by a newer mechgraph (format 2; this one reads up to 1)",
        whole.replace("supported", "refuted"): "is not as it was written",
        "<svg></svg>": "is a figure without a receipt",
    }
    for text, told in cases.items():
        file = tmp_path / "r.json"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(ReceiptError) as error:
            read_receipt(file)
        assert told in str(error.value)
        assert "\n" not in str(error.value)
    with pytest.raises(NotFoundError):
        read_receipt(tmp_path / "none.json")


def test_a_receipt_of_another_graph_is_refused(kg: Graph) -> None:
    receipt = answered(kg, "ask", question="Does baclofen treat spasticity?")[1]
    other = Graph(MemoryStore(records(USE), name="other"))
    with pytest.raises(ReceiptError, match="of another graph: 'embedded'"):
        verify(receipt, other)
    with pytest.raises(ReceiptError, match="is not the graph of the receipt"):
        verify(receipt, kg, since=other)


def test_a_call_that_nobody_offers_is_refused(kg: Graph) -> None:
    receipt = answered(kg, "ask", question="Does baclofen treat spasticity?")[1]
    for change in ({"call": "close"}, {"arguments": {"__class__": 1}}, {"call": "__init__"}):
        with pytest.raises(ReceiptError):
            verify(msgspec.structs.replace(receipt, **change).sealed(), kg)


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(list(args))
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


@pytest.mark.parametrize(
    "line",
    [
        ("ask", "Does baclofen reduce anxiety?"),
        ("explain", "baclofen", "--brief"),
        ("explain", "baclofen", "spasticity"),
        ("paths", "baclofen", "spasticity", "-k", "2", "--sign", "-"),
        ("interactions", "baclofen", "with", "acyclovir"),
        ("what-if", "baclofen", "spasticity", "--block", "GABA-B receptor"),
        ("compare", "baclofen", "diazepam"),
        ("query", "uses", "drug=baclofen"),
        ("query", "ASK { ?drug mgv:agonist_of ?target }"),
    ],
    ids=lambda line: line[0],
)
def test_each_command_that_answers_writes_a_receipt(command: Command, line: tuple[str, ...]) -> None:
    assert command(*line, "--receipt", "r.json")[0] == 0
    code, out, _ = command("verify", "r.json")
    assert code == 0
    assert out.startswith("IDENTICAL")
    told = json.loads(command("verify", "r.json", "-f", "json")[1])
    assert (told["status"], told["reasons"]) == ("identical", [])


def test_a_changed_answer_leaves_with_4_and_names_the_claim_as_a_sentence(command: Command) -> None:
    command("ask", "Does baclofen treat spasticity?", "--receipt", "r.json")
    Path("new.yaml").write_text(
        "associations:\n- subject: DRUGBANK:DB00181\n  predicate: treats\n  object: HP:0001257\n  negated: true\n"
        "  evidence:\n  - source: made-up\n    summary: It did not.\nsources:\n- id: made-up\n  kind: reference\n"
        "  title: A supposed trial.\n",
        encoding="utf-8",
    )
    code, out, err = command("verify", "r.json", "--with", "new.yaml")
    assert code == 4, out + err
    assert "supported → mixed" in " ".join(out.split())
    assert "new: baclofen does not treat spasticity" in " ".join(out.split())


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
def test_a_figure_carries_its_receipt_and_is_still_a_figure(command: Command, suffix: str) -> None:
    file = Path(f"f.{suffix}")
    command("draw", "baclofen", "spasticity", "-o", str(file), "--size", "a4")
    receipt = read_receipt(file)
    assert (receipt.call, receipt.arguments) == ("mechanism", {"drug": "baclofen", "effect": "spasticity"})
    assert command("verify", str(file))[0] == 0
    bare = mechgraph.load("embedded").mechanism("baclofen", "spasticity").draw(format=suffix, size="a4")
    if suffix == "svg":
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        assert [c.tag.rpartition("}")[2] for c in root][:3] == ["title", "desc", "metadata"]
        assert receipt.to_json().strip() == root[2].text
    elif suffix == "png":
        import matplotlib.image

        Path("bare.png").write_bytes(bytes(bare))
        assert (matplotlib.image.imread(file) == matplotlib.image.imread("bare.png")).all()
    else:
        data = file.read_bytes()
        assert data.startswith(bytes(bare))
        at = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
        assert data[at : at + 4] == b"xref"
        entry = int(data[at:].split(b"\n")[2].split()[0])
        assert data[entry:].split(b" ", 1)[0] == data[at:].split(b"\n")[1].split()[0]


def test_drawn_again_a_figure_has_one_receipt(kg: Graph) -> None:
    from mechgraph.receipts import stamped

    receipt = answered(kg, "mechanism", drug="baclofen", effect="spasticity")[1]
    once = stamped(str(kg.mechanism("baclofen", "spasticity").draw()).encode(), receipt)
    assert stamped(once, receipt) == once
    assert isinstance(receipt, Receipt)
