"""The k best paths for every pair of many sources and many targets, on all cores or on a Dask cluster.

The backward labels of a target serve every source, so a task is one target. Tasks go to worker processes that open
the index by its directory; nothing but numbers travels. With a checkpoint folder each finished target is kept in a
file whose name holds a hash of the question (index, sources, k, rules), so a run that was stopped goes on where it
was, and a file of another question is never mistaken for an answer. A torn file is computed again. The files of a
cluster are written here: its workers need to see the graph alone.

It refuses constraints that belong to one pair (through, avoid): use :func:`mechgraph.paths.search.search` for
those.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import pathlib
import signal
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..errors import RemoteError, UsageError
from . import compiled
from .cluster import Cluster
from .constraints import Constraints
from .index import PathIndex
from .kernel import Answers, backward_labels, widen
from .search import Path, paths_of

__all__ = ["Ranked", "Reached", "by_numpy", "rank_columns", "rank_pairs", "rank_target"]

Array = npt.NDArray[Any]
_RULES = frozenset({"directed", "categories", "predicates", "metapath", "sign", "walk"})
_opened: dict[tuple[str, str | None], PathIndex] = {}


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best paths of one pair, best first; empty where there is none."""

    source: int
    target: int
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """The best paths from every source to one target, as columns.

    ``counts`` int32 (sources,): how many paths each source has; ``costs`` int64 (n,) micro-units and ``arcs`` int64
    (n, steps), padded with −1: the paths, source by source, each source's best first.
    """

    target: int
    counts: Array
    costs: Array
    arcs: Array


def rank_columns(
    index: PathIndex | str | pathlib.Path,
    sources: Sequence[int],
    targets: Sequence[int],
    k: int = 10,
    *,
    max_length: int = 3,
    rules: Mapping[str, Any] | None = None,
    processes: int | None = None,
    checkpoint: str | pathlib.Path | None = None,
    client: Any = None,
) -> Iterator[Reached]:
    """Yield one :class:`Reached` per target, in the order given: all pairs without an object per path.

    Args:
        index: An index, or the directory of one. An index in memory is written to a temporary directory for
        workers.
        sources: Entity numbers.
        targets: Entity numbers.
        k: Paths per pair.
        max_length: Most steps.
        rules: Constraints as in ``search``: directed, categories, predicates, metapath, sign, walk.
        processes: Worker processes; ``None`` means one per core, 1 works in this process. Workers are spawned, so
        a script
            needs the usual ``if __name__ == "__main__"``.
        checkpoint: Folder for finished targets; made if absent.
        client: A Dask client, or a :class:`~mechgraph.paths.cluster.Cluster`, instead of processes; its workers must
            see the index directory under the same path.

    Raises:
        UsageError: A rule that is not one of the above, or numbers out of range.
        RemoteError: Workers that died, or a cluster that cannot do it.

    >>> index = PathIndex.build([0, 1, 2], [2, 2, 3], [0, 0, 0], entity_ids=list("abcd"), categories=[0, 0, 0, 0],
    ...     category_names=["Thing"], predicate_names=["touches"], predicate_signs=[0])
    >>> next(rank_columns(index, [0, 1], [3], processes=1)).counts.tolist()
    [1, 1]
    """
    rules = dict(rules or {})
    unknown = sorted(set(rules) - _RULES)
    if unknown:
        raise UsageError(f"all pairs cannot be ranked under {unknown[0]!r}", suggestions=sorted(_RULES))
    if k < 1:
        raise UsageError(f"k is {k}; it must be at least 1")
    return _ranked(index, list(sources), list(targets), k, max_length, rules, processes, checkpoint, client)


def _ranked(
    index: PathIndex | str | pathlib.Path,
    sources: list[int],
    targets: list[int],
    k: int,
    max_length: int,
    rules: dict[str, Any],
    processes: int | None,
    checkpoint: str | pathlib.Path | None,
    client: Any,
) -> Iterator[Reached]:
    with contextlib.ExitStack() as stack:
        known = index if isinstance(index, PathIndex) else PathIndex.open(index)
        for entity in (*sources, *targets):
            if not 0 <= entity < known.n_entities:
                raise UsageError(f"entity number {entity}; this index has {known.n_entities:,}")
        workers = min(processes or os.cpu_count() or 1, max(len(targets), 1))
        directory = known.directory
        if directory is None and (client is not None or workers > 1):
            directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mechgraph-")))
            known.save(directory)
            known.directory = None
        question = [known.content_hash, sources, k, max_length, sorted((a, repr(b)) for a, b in rules.items())]
        key = hashlib.sha256(json.dumps(question).encode()).hexdigest()[:16]
        folder = None
        if checkpoint is not None:
            if known.content_hash is None:
                raise UsageError("a checkpoint needs an index that was saved", remedy="save the index first")
            folder = pathlib.Path(checkpoint)
            folder.mkdir(parents=True, exist_ok=True)
        files = {t: None if folder is None else str(folder / f"{key}-{t}.npz") for t in targets}
        where = None if directory is None else (str(directory), known.content_hash)
        tasks = [(where, sources, t, k, max_length, rules, files[t]) for t in targets]
        results: Iterator[tuple[Array, Array, Array]]
        if client is not None:
            results = _far(client if isinstance(client, Cluster) else Cluster(client), tasks)
        elif workers > 1:
            pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _leave_interrupts)
            stack.callback(pool.shutdown, cancel_futures=True)
            results = pool.map(_task, tasks)
        else:
            results = (_finish(known, *task[1:]) for task in tasks)
        try:
            for target, columns in zip(targets, results, strict=True):
                yield Reached(target, *columns)
        except BrokenProcessPool:
            raise RemoteError(
                "a worker process was ended from outside",
                remedy="was there too little memory? fewer --processes; what is done is kept with --checkpoint",
            ) from None


def _far(cluster: Cluster, tasks: list[tuple[Any, ...]]) -> Iterator[tuple[Array, Array, Array]]:
    """The answers of a cluster in the order of the tasks; checkpoints are read and written here."""
    kept = [_kept(file) for *_, file in tasks]
    found = cluster.map(_task, [(*task, None) for (*task, _), known in zip(tasks, kept, strict=True) if known is None])
    with contextlib.closing(found):  # type: ignore[type-var]
        for (*_, file), known in zip(tasks, kept, strict=True):
            yield known if known is not None else _keep(next(found), file)


def rank_pairs(
    index: PathIndex | str | pathlib.Path, sources: Sequence[int], targets: Sequence[int], k: int = 10, **options: Any
) -> Iterator[Ranked]:
    """Yield one :class:`Ranked` per pair, targets in the order given and sources within them.

    Arguments and errors are those of :func:`rank_columns`.

    >>> index = PathIndex.build([0, 1, 2], [2, 2, 3], [0, 0, 0], entity_ids=list("abcd"), categories=[0, 0, 0, 0],
    ...     category_names=["Thing"], predicate_names=["touches"], predicate_signs=[0])
    >>> [(r.source, len(r.paths)) for r in rank_pairs(index, [0, 1], [3], processes=1)]
    [(0, 1), (1, 1)]
    """
    known = index if isinstance(index, PathIndex) else PathIndex.open(index)
    columns = rank_columns(index, sources, targets, k, **options)
    return (ranked for reached in columns for ranked in _each(known, sources, reached, k))


def _each(index: PathIndex, sources: Sequence[int], reached: Reached, k: int) -> Iterator[Ranked]:
    start = 0
    for source, count in zip(sources, reached.counts.tolist(), strict=True):
        answers = Answers(index, k, reached.arcs.shape[1])
        answers.costs, answers.arcs = reached.costs[start : start + count], reached.arcs[start : start + count]
        start += count
        yield Ranked(source, reached.target, tuple(paths_of(index, source, answers)))


def rank_target(
    index: PathIndex, sources: Sequence[int], target: int, k: int, max_length: int, rules: Mapping[str, Any]
) -> tuple[Array, Array, Array]:
    """The k best paths from each source to one target, as columns.

    Returns:
        How many paths each source has, int32 (sources,); then for all paths in that order their costs, int64 (n,),
        and their arc numbers, int64 (n, steps), padded with −1.
    """
    # any other entity will do as the source: the labels must not depend on it
    shared = Constraints(index, target, target, max_length, **rules)
    if shared.length > max_length or not index.n_arcs:
        return np.zeros(len(sources), np.int32), np.zeros(0, np.int64), np.zeros((0, shared.length), np.int64)
    ranked = compiled.rank(shared, sources, k)
    return by_numpy(shared, sources, k) if ranked is None else ranked


def by_numpy(shared: Constraints, sources: Sequence[int], k: int) -> tuple[Array, Array, Array]:
    """The same from NumPy alone, under constraints whose source is their target."""
    counts = np.zeros(len(sources), np.int32)
    costs = [np.zeros(0, np.int64)]
    arcs = [np.zeros((0, shared.length), np.int64)]
    labels = backward_labels(shared, shared.length, None)
    for i, source in enumerate(sources):
        constraints = shared.from_source(source)
        if not constraints.possible:
            continue
        answers = widen(constraints, shared.length, labels, k)
        counts[i] = len(answers.costs)
        costs.append(answers.costs)
        arcs.append(answers.arcs)
    return counts, np.concatenate(costs), np.concatenate(arcs)


def _leave_interrupts() -> None:
    """Control-C stops the run in the process that started it; its workers end with it and say nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _task(task: tuple[Any, ...]) -> tuple[Array, Array, Array]:
    """One target in a worker: importable, holds no handles, opens the index by path, and only the one that is meant.

    Raises:
        IndexFormatError: another index lies there now, or the worker's machine has another.
    """
    where, *rest = task
    if where not in _opened:
        _opened.clear()
        _opened[where] = PathIndex.open(where[0], content_hash=where[1])
    return _finish(_opened[where], *rest)


def _finish(
    index: PathIndex,
    sources: list[int],
    target: int,
    k: int,
    max_length: int,
    rules: dict[str, Any],
    file: str | None,
) -> tuple[Array, Array, Array]:
    """The answer from its checkpoint, or computed and kept there."""
    return _kept(file) or _keep(rank_target(index, sources, target, k, max_length, rules), file)


def _kept(file: str | None) -> tuple[Array, Array, Array] | None:
    """An answer from its checkpoint, where there is one that is whole."""
    if file is not None:
        torn = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)
        with contextlib.suppress(*torn), pathlib.Path(file).open("rb") as stream, np.load(stream) as kept:
            if int(kept["counts"].sum()) == len(kept["costs"]) == len(kept["arcs"]):
                return kept["counts"], kept["costs"], kept["arcs"]
    return None


def _keep(answer: tuple[Array, Array, Array], file: str | None) -> tuple[Array, Array, Array]:
    """An answer, kept as a checkpoint where there is to be one."""
    if file is not None:
        counts, costs, arcs = answer
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(file), suffix=".part")
        with os.fdopen(handle, "wb") as out:
            np.savez(out, counts=counts, costs=costs, arcs=arcs)
        os.replace(temporary, file)
    return answer
