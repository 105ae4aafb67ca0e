"""The name of a dataset, a folder or an id in; an ``OpenDataset`` out: a dataset at a place, and what is kept about it.

What the workspace keeps of a dataset lies in ``workspace()/datasets/<id>``: where it is, its tables, the doctor's
findings and what the visitor decided. The recordings stay where they are.
"""

import hashlib
import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.data.datasets import DATASETS, Dataset, Track
from core.data.datasets.track import plain_id
from core.errors import DataError
from core.workspace import asset, not_written, workspace, write_atomic

ABOUT = "dataset.json"
FINDINGS, TABLES = "findings.json", "tables"  # what jobs that read a whole dataset leave in its folder
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
UNKNOWN = "folder"  # what a folder is that no dataset recognises


@dataclass(frozen=True)
class OpenDataset:
    """A dataset at a place. ``owner`` is the visitor whose upload it is; "" where it is everybody's."""

    id: str
    dataset: Dataset
    path: Path
    title: str
    owner: str = ""

    @property
    def folder(self) -> Path:
        """Where the workspace keeps what is known of it; made by who writes."""
        return datasets_folder() / self.id

    def tracks(self, *, anew: bool = False) -> tuple[Track, ...]:
        """Its tracks; raises DataError.

        They are indexed once, and again when the folder or one right below it changes, or when a job has read it.
        ``anew``: now, because what lies deeper, or what files say of themselves, may have changed too.
        """
        if anew:
            _indexed.cache_clear()
        return _indexed(self.dataset.name, self.path, (_changed(self.path), _worked_on(self.folder)))


def datasets_folder() -> Path:
    return workspace() / "datasets"


def open_dataset(source: str, *, owner: str = "", title: str = "") -> OpenDataset:
    """Open a dataset and remember where it is.

    Parameters
    ----------
    source : the id of one opened before, a registered name such as ``gtzan`` (searched in ``GENRESCOPE_DATA``),
        ``NAME:PATH``, or the path of a folder
    owner : the visitor whose upload it is
    title : what people call it; by default the dataset's, or the folder's name

    Raises
    ------
    DataError
        There is no such dataset or folder, or no track in it.
    """
    if source in DATASETS:
        return _registered(source)
    if ID.fullmatch(source) and (stored := _stored(source)):
        return stored
    name, colon, path = source.partition(":")
    is_named = bool(colon) and name in DATASETS
    folder = _folder(path if is_named else source)
    if folder is None:
        raise DataError(
            f"there is no dataset {source!r}; name one of {', '.join(DATASETS)}, a folder of recordings, or NAME:PATH"
        )
    opened = _at(DATASETS[name] if is_named else recognise(folder), folder, owner=owner, title=title)
    if _stored(opened.id) is None:
        opened.tracks()  # nothing is remembered of a folder without tracks
    return _remember(opened)


def opened_before(source: str) -> OpenDataset | None:
    """The dataset, whoever opened it, that a source of `open_dataset` or one of its published tables belongs to.

    A published table belongs to what lies in its folder, above or below. None where nothing of it was ever opened.
    """
    if ID.fullmatch(source):
        return _stored(source)
    name, colon, path = source.partition(":")
    is_named = bool(colon) and name in DATASETS
    place = path if is_named else source
    is_table = is_named and Path(place).name in DATASETS[name].tables
    folder = _folder(Path(place).parent if is_table else place)
    if folder is None:
        return None
    kind = name if is_named else recognise(folder).name
    known = [opened for opened in _all_stored() if opened.dataset.name == kind]
    fitting = [opened for opened in known if opened.path == folder or (is_table and _are_near(opened.path, folder))]
    return min(fitting, key=lambda opened: (opened.path != folder, opened.owner, opened.id), default=None)


def opened_datasets(owner: str = "") -> list[OpenDataset]:
    """All datasets that were opened and are still there, by title: everybody's, and those that are ``owner``'s."""
    visible = [opened for opened in _all_stored() if opened.owner in ("", owner) and _folder(opened.path)]
    return sorted(visible, key=lambda opened: (opened.title.lower(), opened.id))


def found_datasets() -> list[OpenDataset]:
    """The built-in datasets, those that lie in ``GENRESCOPE_DATA`` and those made in the workspace, opened."""
    placed = [open_dataset(name) for name in DATASETS if _places(name)]
    return [*placed, *(opened for dataset in DATASETS.values() for opened in _made(dataset))]


def find_dataset(name: str) -> Path:
    """The folder of a registered dataset in ``GENRESCOPE_DATA``; raises DataError with how to get it."""
    if places := _places(name):
        return places[0]
    root, dataset = os.environ.get("GENRESCOPE_DATA"), DATASETS[name]
    if not dataset.places:
        raise DataError(f"{dataset.title} has no place of its own; open it as {name}:PATH")
    where = (
        f"GENRESCOPE_DATA={root} holds none of {', '.join(dataset.places)}" if root else "GENRESCOPE_DATA is not set"
    )
    raise DataError(f"{dataset.title} was not found: {where}. {dataset.how_to_get or f'Open it as {name}:PATH'}")


def recognise(folder: Path) -> Dataset:
    """Which dataset lies in a folder: the first that knows it, else a folder of somebody's own."""
    known = (dataset for dataset in DATASETS.values() if dataset.name != UNKNOWN and dataset.recognises(folder))
    return next(known, DATASETS[UNKNOWN])


def forget_dataset(opened: OpenDataset) -> None:
    """Forget what the workspace keeps of a dataset; its recordings stay where they are."""
    shutil.rmtree(opened.folder, ignore_errors=True)


def _made(dataset: Dataset) -> list[OpenDataset]:
    """What this program made of a dataset in the workspace, as far as something is there to hear."""
    folders = sorted((workspace() / dataset.kept_in).glob("[!.]*/")) if dataset.kept_in else []
    return [_remember(_at(dataset, folder)) for folder in folders if dataset.recognises(folder)]


def _registered(name: str) -> OpenDataset:
    """A registered dataset where the data folder has it now; without that folder, where it was before."""
    stored = _stored(name)
    if stored and _folder(stored.path) and not _places(name):
        return stored
    return _remember(_at(DATASETS[name], find_dataset(name)))


def _folder(named: str | Path) -> Path | None:
    """The folder of that name, without links; None where there is none, or no right to look at it."""
    try:
        folder = Path(named).expanduser()
        return folder.resolve() if str(named).strip() and folder.is_dir() else None
    except (OSError, RuntimeError):  # RuntimeError: the home of a user who does not exist
        return None


def _places(name: str) -> list[Path]:
    root = asset("datasets") if DATASETS[name].is_built_in else os.environ.get("GENRESCOPE_DATA")
    if not root:
        return []
    folders = (_folder(f"{root}/{place}") for place in DATASETS[name].places)
    return [folder for folder in folders if folder and DATASETS[name].recognises(folder)]


def _at(dataset: Dataset, path: Path, *, owner: str = "", title: str = "") -> OpenDataset:
    """The one in ``GENRESCOPE_DATA`` has the plain name and is everybody's; another has digits of its path too."""
    if path in _places(dataset.name)[:1]:
        return OpenDataset(dataset.name, dataset, path, dataset.title)
    digits = hashlib.sha256(f"{owner}\n{path}".encode("utf-8", "surrogateescape")).hexdigest()[:10]
    name = plain_id(path.name) or str(path)
    own_title = name if dataset.name == UNKNOWN else f"{dataset.title} ({name})"
    return OpenDataset(f"{dataset.name}-{digits}", dataset, path, title or dataset.named(path) or own_title, owner)


def _remember(opened: OpenDataset) -> OpenDataset:
    about = {"dataset": opened.dataset.name, "path": str(opened.path), "title": opened.title, "owner": opened.owner}
    content = (json.dumps(about, indent=1) + "\n").encode()  # escaped: a path may hold what is no Unicode
    file = opened.folder / ABOUT
    try:
        if not file.is_file() or file.read_bytes() != content:
            write_atomic(file, content)
    except OSError as error:
        raise not_written(file, error) from error
    return opened


def _stored(id: str) -> OpenDataset | None:
    """A dataset that was opened before; None where there is none, or its note cannot be read."""
    try:
        about = json.loads((datasets_folder() / id / ABOUT).read_text(encoding="utf-8"))
        dataset, path, title, owner = (str(about[key]) for key in ("dataset", "path", "title", "owner"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return OpenDataset(id, DATASETS[dataset], Path(path), title, owner) if dataset in DATASETS else None


def _all_stored() -> list[OpenDataset]:
    ids = sorted(path.name for path in datasets_folder().glob("*") if ID.fullmatch(path.name))
    return [opened for opened in map(_stored, ids) if opened]


def _are_near(a: Path, b: Path) -> bool:
    return a.is_relative_to(b) or b.is_relative_to(a)


def _changed(path: Path) -> int:
    """When a folder or one of the folders right below it changed last, in ns: an index from before is out of date."""
    try:
        return max(entry.stat().st_mtime_ns for entry in (path, *(sub for sub in path.iterdir() if sub.is_dir())))
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}; is the drive still there?") from error


def _worked_on(folder: Path) -> tuple[int, ...]:
    """When jobs last left something in the folder of a dataset."""
    times = []
    for name in (FINDINGS, TABLES):
        with suppress(FileNotFoundError, NotADirectoryError):
            times.append((folder / name).stat().st_mtime_ns)
    return tuple(times)


@lru_cache(maxsize=8)
def _indexed(name: str, path: Path, changed_ns: tuple[int, tuple[int, ...]]) -> tuple[Track, ...]:
    return tuple(DATASETS[name].index(path))
