"""What cannot be written is told with the remedy that fits: a full disk, a file system that can only be read."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mechgraph.cli import main

COMMANDS: dict[str, list[str]] = {
    "query": ["query", "uses", "-o", "x.csv"],
    "draw": ["draw", "baclofen", "spasticity", "-o", "x.svg"],
    "export": ["export", "-t", "turtle", "-o", "x.ttl"],
    "graphml": ["export", "-o", "x.graphml"],
    "explain": ["explain", "baclofen", "-o", "x.txt"],
}
REASONS = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EROFS: "can only be read; choose a place elsewhere",
    errno.EACCES: "where you may write",
}


@pytest.mark.parametrize("code", REASONS, ids=lambda c: errno.errorcode[c])
@pytest.mark.parametrize("command", COMMANDS)
def test_the_remedy_fits_the_reason(
    command: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line, which names the file, the reason and what to do; nothing half-written stays."""
    monkeypatch.chdir(tmp_path)
    real: Callable[..., Any] = tempfile.mkstemp

    def refuse(*arguments: Any, **named: Any) -> Any:
        if Path(named.get("dir") or ".").resolve() == tmp_path.resolve():
            raise OSError(code, os.strerror(code))
        return real(*arguments, **named)

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(SystemExit) as left:
        main(COMMANDS[command])
    assert left.value.code == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"cannot write x.{COMMANDS[command][-1].partition('.')[2]}" in told
    assert os.strerror(code) in told
    assert REASONS[code] in told
    assert "folder that exists" not in told
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="limits the size of files")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_outgrows_the_disk_leaves_nothing(command: str, tmp_path: Path) -> None:
    """Here the disk fills while it is written, not before."""
    code = (
        "import resource, signal\nfrom mechgraph.cli import main\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\nmain({COMMANDS[command]!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert "free some space" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_standard_output_is_called_so() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mechgraph", "query", "uses"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "mechgraph: cannot write standard output: No space left on device (free some space)\n"
