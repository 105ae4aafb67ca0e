"""A zip or files that a visitor dropped in; a folder dataset of that visitor, and what was left out and why, out.

An upload lies in ``workspace()/uploads/<visitor>/<id>/<genre>/...`` beside its record; it appears whole or not at all.
"""

import json
import re
import shutil
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from core.archives import CHUNK, open_zip
from core.data.intake import Candidate, Progress, Skipped, take_in, wanted
from core.data.names import clean_name
from core.data.opened import OpenDataset, forget_dataset, open_dataset, opened_before
from core.errors import DataError, WorkspaceError
from core.names import plain_name
from core.runs import now
from core.workspace import atomic_file, atomic_folder, not_written, recover, workspace

MAX_BYTES_PER_VISITOR = 4_000_000_000
MAX_FILES = 20_000
SPARE_BYTES = 200_000_000  # of the disk, left for everything else
RECORD = ".upload.json"
_STAGED = ".staged"
_OLD_S = 24 * 3600  # after which a staged file or a draft belongs to no upload any more
_VISITOR = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class Upload:
    """What became of an upload."""

    id: str
    visitor: str
    title: str
    made: str  # ISO 8601, UTC
    genres: Mapping[str, int] = field(default_factory=dict)  # genre -> number of tracks
    n_bytes: int = 0
    skipped: tuple[Skipped, ...] = ()
    n_ignored: int = 0  # hidden files and what systems leave behind

    @property
    def folder(self) -> Path:
        return _home(self.visitor) / self.id

    @property
    def n_tracks(self) -> int:
        return sum(self.genres.values())

    @property
    def source(self) -> str:
        """What `open_dataset` calls it."""
        return f"folder:{self.folder}"

    def open(self) -> OpenDataset:
        """The upload as a dataset that only its visitor sees."""
        return open_dataset(self.source, owner=self.visitor, title=self.title)

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON, with the id of the dataset."""
        more = {"dataset": self.open().id, "folder": str(self.folder), "n_tracks": self.n_tracks}
        return {**asdict(self), "skipped": [asdict(skipped) for skipped in self.skipped], **more}


@dataclass(frozen=True)
class ZipParams:
    """What the job ``take_zip`` needs: a staged file, whose it is, and what to call it."""

    staged: str
    visitor: str
    title: str
    genre: str = ""


def take_zip_file(
    source: Path | BinaryIO, *, visitor: str, title: str, genre: str = "", progress: Progress | None = None
) -> Upload:
    """Make a dataset of a zip of genre folders.

    Parameters
    ----------
    title : how the visitor calls it
    genre : of files that lie in no folder, where none does; by default the title
    progress : called with the share that is done and words for people; what it raises stops the upload

    Raises
    ------
    DataError
        The zip is none or made to harm, it holds no recording, or there is no room for it. Nothing has changed then.
    """
    return _take_zip(source, _new(visitor, title), genre=genre, progress=progress)


def take_files(
    files: Iterable[tuple[str, bytes]], *, visitor: str, title: str, genre: str = "", progress: Progress | None = None
) -> Upload:
    """Make a dataset of single files, (name, bytes) each, whose names may begin with folders; see ``take_zip_file``."""
    candidates = [Candidate(name, len(data), lambda data=data: iter((data,))) for name, data in files]
    if not candidates:
        raise DataError("no file was given; choose recordings, or a zip of genre folders")
    if len(candidates) > MAX_FILES:
        raise DataError(f"{len(candidates):,} files were given, at most {MAX_FILES:,} are taken; give fewer at once")
    return _take(candidates, _new(visitor, title), genre=genre, progress=progress)


def stage(source: BinaryIO, *, visitor: str) -> Path:
    """Copy what the browser sent to where the job ``take_zip`` finds it; raises DataError where it is too large."""
    staged = _home(visitor) / _STAGED / f"{uuid.uuid4().hex}.zip"
    try:
        _sweep(_home(visitor))
        staged.parent.mkdir(parents=True, exist_ok=True)
        used = used_bytes(visitor)
        with atomic_file(staged) as draft, draft.open("wb") as file:
            while piece := source.read(CHUNK):
                _check_quota(file.tell() + len(piece), used)
                _check_disk(len(piece))
                file.write(piece)
    except OSError as error:
        raise not_written(staged, error) from error
    return staged


def take_zip(params: ZipParams, bench) -> dict[str, Any]:
    """The job that makes a dataset of a staged zip; the staged file is gone afterwards, whatever happened."""
    staged = Path(params.staged)
    if staged.parent != _home(params.visitor) / _STAGED:
        raise DataError("the staged file is not this visitor's; upload the zip again")
    if not staged.is_file():
        raise DataError("the uploaded file is gone, because its job was cancelled or failed before; upload it again")
    try:
        # The same id when the job is done again after a crash, so that nothing is there twice.
        upload = _new(params.visitor, params.title, digits=staged.stem)
        return _take_zip(staged, upload, genre=params.genre, progress=bench.tell).as_json()
    finally:
        staged.unlink(missing_ok=True)


def uploads_of(visitor: str) -> list[Upload]:
    """The uploads of a visitor, the newest first."""
    home = _home(visitor)
    try:
        recover(home)
        folders = [path for path in home.glob("*") if not path.name.startswith(".") and path.is_dir()]
        return sorted(map(_read, folders), key=lambda upload: (upload.made, upload.id), reverse=True)
    except OSError as error:
        raise WorkspaceError(
            f"the uploads cannot be read: {error.strerror}; set GENRESCOPE_HOME to a folder of yours"
        ) from error


def forget_upload(visitor: str, upload_id: str) -> None:
    """Delete an upload of this visitor and what is known of it; raises DataError when there is none of that id."""
    upload = next((upload for upload in uploads_of(visitor) if upload.id == upload_id), None)
    if upload is None:
        raise DataError(f"there is no upload {plain_name(upload_id)!r} of yours; it may have been deleted before")
    gone = upload.folder.with_name(f".{upload.id}.{uuid.uuid4().hex[:8]}.part")
    opened = opened_before(upload.source)
    try:
        if opened:
            forget_dataset(opened)
        upload.folder.rename(gone)  # at once; the deleting may be cut short
        shutil.rmtree(gone)
    except OSError as error:
        raise not_written(upload.folder, error) from error


def used_bytes(visitor: str, *, but: str = "") -> int:
    """What the uploads of a visitor take of ``MAX_BYTES_PER_VISITOR``, without the one of the id ``but``."""
    return sum(upload.n_bytes for upload in uploads_of(visitor) if upload.id != but)


def _take_zip(source: Path | BinaryIO, upload: Upload, *, genre: str, progress: Progress | None) -> Upload:
    with open_zip(source, instead="pack the genre folders as .zip and upload that again") as archive:
        candidates = [
            Candidate(entry.name, entry.n_bytes, lambda entry=entry: archive.read(entry), entry.refusal)
            for entry in archive.entries
        ]
        return _take(candidates, upload, genre=genre, progress=progress)


def _take(candidates: list[Candidate], upload: Upload, *, genre: str, progress: Progress | None) -> Upload:
    """Write the upload as a whole and register it."""
    label = clean_name(plain_name(genre) or upload.title)
    try:
        _sweep(_home(upload.visitor))
        n_bytes = sum(candidate.n_bytes for candidate in wanted(candidates))
        _check_quota(n_bytes, used_bytes(upload.visitor, but=upload.id))
        _check_disk(n_bytes)
        with atomic_folder(upload.folder) as draft:
            taken = take_in(candidates, draft, genre=label, progress=progress)
            upload = replace(upload, **{name: getattr(taken, name) for name in taken.__dataclass_fields__})
            # Another upload may have come in between.
            _check_quota(upload.n_bytes, used_bytes(upload.visitor, but=upload.id))
            record = json.dumps(asdict(upload), ensure_ascii=False)
            (draft / RECORD).write_text(record, encoding="utf-8")
    except OSError as error:
        raise not_written(upload.folder, error) from error
    upload.open()
    return upload


def _new(visitor: str, title: str, *, digits: str = "") -> Upload:
    _home(visitor)
    title = plain_name(re.sub(r"\.zip$", "", title, flags=re.IGNORECASE)) or "upload"
    slug = "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:40].strip("-") or "upload"
    return Upload(f"{slug}-{(digits or uuid.uuid4().hex)[:8]}", visitor, title, now())


def _home(visitor: str) -> Path:
    if not _VISITOR.fullmatch(visitor):
        raise DataError("the visitor is unknown: an id is made of letters and digits; load the page again")
    return workspace() / "uploads" / visitor


def _read(folder: Path) -> Upload:
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        skipped = tuple(Skipped(**entry) for entry in content["skipped"])
        # Names of folders rule: a workspace may have been copied.
        return Upload(**content | {"id": folder.name, "visitor": folder.parent.name, "skipped": skipped})
    except (ValueError, KeyError, TypeError) as error:
        raise WorkspaceError(f"{folder / RECORD} is not what this program writes; delete that folder") from error


def _check_quota(n_bytes: int, used: int) -> None:
    if used + n_bytes > MAX_BYTES_PER_VISITOR:
        others = f" and your others {_size(used)}" if used else ""
        raise DataError(
            f"this upload takes {_size(n_bytes)}{others}, but {_size(MAX_BYTES_PER_VISITOR)} are kept for one visitor; "
            f"{'delete an upload or choose less' if used else 'choose less'}"
        )


def _check_disk(n_bytes: int) -> None:
    home = workspace()
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free - SPARE_BYTES
    if n_bytes > free:
        raise DataError(
            f"this upload needs {_size(n_bytes)}, but the disk has room for {_size(max(free, 0))}; make room"
        )


def _sweep(home: Path) -> None:
    """Remove what uploads left behind that were cut by a crash."""
    for path in (*home.glob(".*.part"), *home.glob(f"{_STAGED}/*")):
        if path.stat().st_mtime < time.time() - _OLD_S:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _size(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.1f} GB" if n_bytes >= 1e9 else f"{n_bytes / 1e6:.1f} MB"
