"""The command ``build``: records that check finds at fault are refused, and what is read can be listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange import samples

from mechgraph.cli import main
from mechgraph.exchange import formats


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leave:
        main(list(arguments))
    return int(leave.value.code or 0)


def test_records_at_fault_are_not_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A claim without evidence reads, and check calls it an error: so does build, with the place and what to do."""
    faulty = samples.RECORDS.replace(", evidence: [{source: made-up}]", "")
    (tmp_path / "a.yaml").write_text(faulty)
    output = tmp_path / "a.mechgraph"
    assert _run("check", str(tmp_path / "a.yaml")) == 4
    assert _run("build", str(tmp_path / "a.yaml"), "-o", str(output)) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'a.yaml'}:7" in said
    assert "mechgraph check" in said
    assert not output.exists()
    (tmp_path / "a.yaml").write_text(samples.RECORDS)
    assert _run("build", str(tmp_path), "-o", str(output)) == 0


def test_build_lists_what_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("build", "--formats") == 0
    listed = {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()[1:]}
    assert listed == {f.name for f in formats.values() if f.reads}
