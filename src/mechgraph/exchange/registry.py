"""Which format a file is in, by its content, and which reader reads it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..errors import FormatError, NotFoundError
from . import drugmechdb, hetionet
from .files import head, strip_packing
from .reading import Reading

__all__ = ["open_sources"]


def open_sources(paths: Iterable[str | os.PathLike[str]]) -> list[Reading]:
    out = []
    for p in map(Path, paths):
        if p.is_dir() and (p/'edges.sif.gz').exists():
            out.append(hetionet.read_tables(p/'nodes.tsv.gz', p/'edges.sif.gz'))
        elif 'json' in p.name:
            out.append(hetionet.read_json(p))
        else:
            out.append(drugmechdb.read(p))
    return out
