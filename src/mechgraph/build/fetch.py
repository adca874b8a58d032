"""The files of public graphs: fetched once, resumed where that broke, compared with size and hash, kept in a cache.

Nothing is fetched unless a dataset is asked for by name.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from ..cache import cache_folder
from ..datasets import Dataset, datasets, unknown
from ..errors import FormatError, MechgraphError, NotFoundError, cannot_write, is_full

__all__ = ["fetch"]

_PAGE = re.compile(rb"\s*(?:<!doctype html|<html)", re.I)


def _by_hand(dataset: Dataset, how: str = "") -> str:
    """How to go on without a download, with the address."""
    return f"{how or f'or download {dataset.address} by hand and give it'} with --from FILE"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(path: Path, dataset: Dataset) -> Path:
    with path.open("rb") as file:
        if _PAGE.match(file.read(1_000)):
            raise FormatError(
                f"{path}: {dataset.address} sent a web page instead of the file",
                remedy=_by_hand(dataset, "open it in a browser, save the file and give it"),
            )
    size = path.stat().st_size
    if dataset.size is not None and size != dataset.size:
        differs = f"{path}: {size:,} bytes, {dataset.title} {dataset.version} has {dataset.size:,}"
        if dataset.sha256:
            raise FormatError(differs, remedy="remove it and fetch it again")
        logging.getLogger(__name__).warning("%s, as a third party says: not enforced, but look at the file", differs)
    if dataset.sha256 and _sha256(path) != dataset.sha256:
        raise FormatError(f"{path}: not the file that the table names", remedy="remove it and fetch it again")
    return path


def fetch(
    name: str,
    from_dir: str | os.PathLike[str] | None = None,
    *,
    table: str | os.PathLike[str] | None = None,
    cache: str | os.PathLike[str] | None = None,
) -> Path:
    """The local file (or folder) of a dataset, downloaded if it is not in the cache.

    Args:
        name: A name of :func:`datasets`.
        from_dir: A folder to take it from instead of the network, or the file itself; copies may be packed or unpacked
            and are not compared with the hash, because they may be subsets.
        table: Another table of datasets.
        cache: Another cache folder.

    Raises:
        NotFoundError: no such dataset, or not in ``from_dir``. MechgraphError: the download failed; what was
            received is kept and the next attempt goes on from there. FormatError: it is not the file expected.
    """
    known = datasets(table)
    if name not in known:
        raise unknown(name, known)
    dataset = known[name]
    if from_dir is not None:
        return _local(dataset, Path(from_dir))
    if not dataset.file:
        raise MechgraphError(
            f"{dataset.title} is not one file that can be downloaded: {dataset.note}",
            remedy=f"see {dataset.address}, then: mechgraph get {name} --from FILE",
        )
    folder = Path(cache) if cache is not None else cache_folder()
    target = folder / f"{name}-{dataset.version or 'current'}" / dataset.file
    if target.is_file():
        return target if dataset.address.endswith(".zip") else _check(target, dataset)
    return _download(dataset, target)


def _local(dataset: Dataset, folder: Path) -> Path:
    if folder.is_file():
        return folder
    bare = dataset.file or f"{dataset.name}.json"
    for suffix in (".gz", ".bz2", ".xz"):
        bare = bare.removesuffix(suffix)
    for place in (folder / dataset.name, folder):
        for candidate in (dataset.file, bare, *(bare + s for s in (".gz", ".bz2", ".xz"))):
            if (place / candidate).is_file():
                return place / candidate
    if (folder / dataset.name).is_dir():
        return folder / dataset.name
    raise NotFoundError(f"{folder}: no {dataset.file} of {dataset.name} in it", remedy="or fetch it, without --from")


def _download(dataset: Dataset, target: Path) -> Path:
    import pooch

    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        done = part.stat().st_size if part.is_file() else 0
        known = f"sha256:{dataset.sha256}" if dataset.sha256 else None
        if done:
            _resume(dataset, part, done)
            os.replace(part, target)
            return _checked_or_removed(target, dataset)
        downloader = pooch.HTTPDownloader(progressbar=sys.stderr.isatty() and _has_tqdm(), chunk_size=1 << 16)

        def keep(url: str, output: object, pup: object) -> None:
            downloader(url, str(part), pup)
            Path(str(output)).write_bytes(b"")
            os.replace(part, str(output))

        pooch.get_logger().setLevel("ERROR")
        pooch.retrieve(dataset.address, known, fname=target.name, path=target.parent, downloader=keep)
    except ValueError as error:
        raise FormatError(f"{dataset.address}: {error}", remedy="try again; the source may have changed") from None
    except OSError as error:
        raise _failed(dataset, part, error) from None
    return _checked_or_removed(target, dataset)


def _failed(dataset: Dataset, part: Path, error: OSError) -> MechgraphError:
    """Why a download failed, without the layers of the library that met it.

    What was received stays for the next attempt, except where it is nothing or fills the disk.
    """
    import requests

    by_hand = _by_hand(dataset)
    if is_full(error) or not isinstance(error, requests.RequestException | ConnectionError | TimeoutError):
        if is_full(error) and part.is_file():
            part.unlink()
        return cannot_write(part.parent, error, also="or set MECHGRAPH_CACHE to another folder")
    if isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        why = f"the server answered {status} {error.response.reason}"
        moved = "has the file moved? look at the address in 'mechgraph datasets'"
        remedy = f"{moved}; {by_hand}" if status < 500 else f"try again later, {by_hand}"
    else:
        remedy = f"try again, it goes on where it stopped, {by_hand}"
        if isinstance(error, requests.Timeout):
            why = "no answer in time"
        elif isinstance(error, requests.ConnectionError):
            why = "no connection; is there a network, and may this machine reach it?"
        else:
            why = "the connection broke"
    if part.is_file() and part.stat().st_size == 0:
        part.unlink()
    return MechgraphError(f"cannot fetch {dataset.name} from {urlsplit(dataset.address).netloc}: {why}", remedy=remedy)


def _unpacked(target: Path) -> None:
    """Put the only file of a zip archive in its place; any other file stays as it is."""
    import zipfile

    if not zipfile.is_zipfile(target):
        return
    with zipfile.ZipFile(target) as archive:
        files = [i for i in archive.infolist() if not i.is_dir()]
        if len(files) != 1:
            raise FormatError(f"{target}: {len(files)} files in the archive, one is looked for")
        part = target.with_name(target.name + ".unpacked")
        with archive.open(files[0]) as packed, part.open("wb") as file:
            shutil.copyfileobj(packed, file)
    os.replace(part, target)


def _checked_or_removed(target: Path, dataset: Dataset) -> Path:
    try:
        _check(target, dataset)
        _unpacked(target)
        return target
    except FormatError:
        target.unlink(missing_ok=True)
        raise


def _has_tqdm() -> bool:
    import importlib.util

    return importlib.util.find_spec("tqdm") is not None


def _resume(dataset: Dataset, part: Path, done: int) -> None:
    """Ask for the rest only; a server that sends everything anyway is started over with."""
    import requests

    with requests.get(dataset.address, headers={"Range": f"bytes={done}-"}, stream=True, timeout=30) as answer:
        if answer.status_code == 416:
            return
        answer.raise_for_status()
        with part.open("ab" if answer.status_code == 206 else "wb") as file:
            for chunk in answer.iter_content(1 << 16):
                file.write(chunk)
