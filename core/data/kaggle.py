"""GTZAN from Kaggle: what is known of the download before it starts; the folder that it leaves, out.

The copy of A. Olteanu holds the 1,000 recordings as wav, in ``Data/genres_original``, and the two tables of features.
It needs no account as long as Kaggle asks for none. kagglehub fetches it (``core.data.kaggle_fetch``); what is there of
a broken download lies in the folder of its job, and the same job goes on from it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.data.datasets import gtzan
from core.data.datasets.track import audio_files
from core.data.opened import open_dataset
from core.errors import DataError, DownloadError
from core.workspace import PROJECT_ROOT, atomic_folder, not_written, workspace

HANDLE = "andradaolteanu/gtzan-dataset-music-genre-classification"
VERSION = 1
PAGE = f"https://www.kaggle.com/datasets/{HANDLE}"
ARCHIVE_BYTES = 1_300_000_000  # about: kagglehub shows 1.21 G, counted in 1024s
UNPACKED_BYTES = 1_400_000_000  # about
SILENCE_S = 60.0  # without a byte more, after which the network is given up
_FETCHING = 0.9  # the share of the work that is not unpacking
_BAR = "fetched {n} of {total} bytes"
_STATED = re.compile(rb"fetched \d+ of (\d+) bytes")
_BY_HAND = f"or download the zip in a browser from {PAGE}, and upload it or name its folder"

_PROBLEMS = {
    "network": "Kaggle could not be reached{so_far}. Connect to the network and start again, {by_hand}",
    "credentials": "Kaggle asks who you are ({words}): make a token under Settings, API on kaggle.com, save it as "
    "~/.kaggle/kaggle.json on the machine where Genrescope runs, and start again, {by_hand}",
    "refused": "Kaggle refused the download (it answered {words}). Start again later, {by_hand}",
    "corrupt": "what arrived from Kaggle is not what it published ({words}). Start again, {by_hand}",
    "disk": "the disk did not take the download ({words}); make room and start again",
}


@dataclass(frozen=True)
class DownloadFacts:
    """What people should know before they start a download."""

    title: str
    handle: str
    page: str
    licence: str
    n_bytes: int  # about, of what is fetched
    n_bytes_on_disk: int  # about, while it is unpacked
    folder: Path  # where it will lie
    is_there: bool


@dataclass(frozen=True)
class KaggleParams:
    """Which version of the dataset; Kaggle keeps them all."""

    version: int = VERSION


def about_download() -> DownloadFacts:
    """What is known of the download, without the network."""
    folder = workspace() / "downloads" / "gtzan"
    return DownloadFacts(
        title=f"{gtzan.DATASET.title} from Kaggle",
        handle=HANDLE,
        page=PAGE,
        licence=gtzan.DATASET.licence.words,
        n_bytes=ARCHIVE_BYTES,
        n_bytes_on_disk=ARCHIVE_BYTES + UNPACKED_BYTES,
        folder=folder,
        is_there=folder.is_dir(),
    )


def download_gtzan(params: KaggleParams, bench) -> dict[str, Any]:
    """The job that fetches GTZAN: the id of the dataset, its folder and the number of its recordings.

    Raises
    ------
    DownloadError
        Kaggle cannot be reached, asks for a login, refuses, falls silent, or sends something else.
    DataError
        The disk has no room for it.
    """
    target = about_download().folder
    if not target.is_dir():
        cache = bench.folder / "kaggle"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            _check_disk(cache)
            _put(_fetch(f"{HANDLE}/versions/{params.version}", cache, bench), target)
        except OSError as error:
            raise not_written(target, error) from error
        finally:
            if not _size(_archives(cache)):  # from which the same job could go on
                shutil.rmtree(cache, ignore_errors=True)
    opened = open_dataset(f"{gtzan.DATASET.name}:{target}")
    return {"dataset": opened.id, "folder": str(target), "n_tracks": len(opened.tracks())}


def _fetch(handle: str, cache: Path, bench) -> Path:
    """Watch kagglehub at work until it has unpacked the dataset, and end it when the job is cancelled."""
    output, log = cache / "answer.json", cache / "log.txt"
    command = [sys.executable, "-m", "core.data.kaggle_fetch", handle, str(cache)]
    settings = os.environ | {"TQDM_BAR_FORMAT": _BAR, "TQDM_MININTERVAL": "0.5"}
    with output.open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=out, stderr=err, cwd=PROJECT_ROOT, env=settings
        )
    try:
        _watch(process, cache, log, bench)
    finally:
        process.kill()
        process.communicate()
    return _unpacked(output, log, cache, bench)


def _watch(process: subprocess.Popen, cache: Path, log: Path, bench) -> None:
    n_before, last_sign = -1, time.monotonic()
    while process.poll() is None:
        n_fetched, n_unpacked = _progress(cache)
        if n_fetched + n_unpacked != n_before:
            n_before, last_sign = n_fetched + n_unpacked, time.monotonic()
        elif time.monotonic() - last_sign > SILENCE_S:
            told = f"(it was silent for {SILENCE_S:.0f} s){_so_far(n_fetched)}"
            raise DownloadError(_PROBLEMS["network"].format(so_far=f" {told}", by_hand=_BY_HAND))
        bench.tell(*_told(n_fetched, n_unpacked, _total(log)))
        try:
            process.wait(timeout=0.25)
        except subprocess.TimeoutExpired:
            continue


def _unpacked(output: Path, log: Path, cache: Path, bench) -> Path:
    """The folder that kagglehub has made; raises what people should know where it has not."""
    text = output.read_text(encoding="utf-8")
    if not text.strip():
        raise RuntimeError(f"kagglehub ended without an answer: {log.read_text(errors='replace')[-2000:]}")
    answer = json.loads(text.splitlines()[-1])
    if "path" in answer:
        return Path(answer["path"])
    bench.log(log.read_text(errors="replace")[-2000:])
    if answer["problem"] == "corrupt":
        shutil.rmtree(cache)  # nothing in it is worth going on from
    so_far = _so_far(_size(_archives(cache)))
    raise DownloadError(_PROBLEMS[answer["problem"]].format(words=answer["words"], by_hand=_BY_HAND, so_far=so_far))


def _put(unpacked: Path, target: Path) -> None:
    """Give a whole dataset its place."""
    if not _recordings(unpacked):
        raise DownloadError(f"what Kaggle sent holds no recordings of GTZAN. Look at {PAGE}: it may have changed")
    with atomic_folder(target) as draft:
        for path in unpacked.iterdir():
            shutil.move(path, draft / path.name)


def _progress(cache: Path) -> tuple[int, int]:
    """The bytes that are there: of the archive, and unpacked."""
    archives = _archives(cache)
    return _size(archives), _size(file for file in cache.glob("datasets/*/*/versions/**/*") if file not in archives)


def _told(n_fetched: int, n_unpacked: int, total: int) -> tuple[float, str]:
    if n_unpacked:
        rest = min(1.0, n_unpacked / UNPACKED_BYTES)
        return _FETCHING + (1 - _FETCHING) * rest, f"unpacking: {_words(n_unpacked)} so far"
    if n_fetched:
        share = min(1.0, n_fetched / total)
        return _FETCHING * share, f"{_words(n_fetched)} of {_words(total)} fetched"
    return 0.0, "asking Kaggle"


def _total(log: Path) -> int:
    """The size of the archive as its server states it, from the last lines that kagglehub's bar wrote."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        stated = _STATED.findall(file.read())
    return int(stated[-1]) if stated else ARCHIVE_BYTES


def _recordings(folder: Path) -> list[Path]:
    return [path for path in audio_files(folder) if gtzan.parse_id(path.name)]


def _archives(cache: Path) -> list[Path]:
    return list(cache.glob("datasets/*/*/*.archive"))


def _size(paths: Iterable[Path]) -> int:
    total = 0
    for path in paths:
        with suppress(FileNotFoundError):  # kagglehub deletes the archive at the end
            total += path.stat().st_size if path.is_file() else 0
    return total


def _check_disk(folder: Path) -> None:
    needed = ARCHIVE_BYTES + UNPACKED_BYTES - _size(_archives(folder))
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DataError(
            f"GTZAN needs {_words(needed)} of the disk while it is unpacked, and {_words(free)} are free; make room on "
            f"it or set GENRESCOPE_HOME to a folder on another one"
        )


def _so_far(n_fetched: int) -> str:
    return f" any more after {_words(n_fetched)}, from where this job will go on" if n_fetched else ""


def _words(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.2f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.0f} MB"
