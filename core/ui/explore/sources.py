"""An opened dataset in, the tables of numbers that there are of it out: made here, or published with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.data.opened import FINDINGS
from core.data.stored import tables_of

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.data.stored import StoredTable

DECISIONS = "decisions.json"


@dataclass(frozen=True)
class NumberSource:
    """One table of a dataset, or a part of its columns.

    Attributes
    ----------
    name : tells it from the others of the dataset
    title : as people choose it
    source, segment_s : as `core.data.loading.load_table` takes them
    file : holds the rows
    columns : those that are meant; all where it is empty
    """

    name: str
    title: str
    source: str
    segment_s: float | None
    file: Path
    columns: tuple[str, ...] = ()

    @property
    def whole(self) -> NumberSource:
        """The table that this is a part of: the same for all its parts."""
        return replace(self, name="", title="", columns=())


def number_sources(opened: OpenDataset) -> list[NumberSource]:
    """The tables of a dataset: those made here, the longest segments first, then those that it publishes."""
    return [*map(partial(_made, opened), tables_of(opened)), *_published(opened)]


def parted_sources(opened: OpenDataset) -> list[NumberSource]:
    """The same, and what pretrained listeners hear apart from the features: numbers that say unlike things."""
    made = [part for table in tables_of(opened) for part in _parts(opened, table)]
    return [*made, *_published(opened)]


def siblings(source: NumberSource, opened: OpenDataset) -> list[NumberSource]:
    """The other parts of the same table: the same tracks by other numbers."""
    parts = parted_sources(opened) if source.columns else []
    return [part for part in parts if part.whole == source.whole and part.name != source.name]


def _made(opened: OpenDataset, table: StoredTable) -> NumberSource:
    return NumberSource(
        name=f"made-{table.segment_s:g}s",
        title=f"Made here, {table.segment_s:g} s segments",
        source=opened.id,
        segment_s=table.segment_s,
        file=table.path,
    )


def _parts(opened: OpenDataset, table: StoredTable) -> list[NumberSource]:
    """The features of a table, then the embedding of each listener, then the tags of each."""
    made = _made(opened, table)
    if not table.listeners:
        return [made]
    from core.models.backbones import BACKBONES  # slow to import: only where somebody listened

    length = f"{table.segment_s:g} s segments"
    heard = [BACKBONES[name] for name in table.listeners if name in BACKBONES]
    theirs = {column for one in heard for column in (*one.columns, *one.tag_columns)}
    features = tuple(column for column in table.columns if column not in theirs)
    parts = [replace(made, title=f"Features, {length}", columns=features)] if features else []
    parts += [
        replace(made, name=f"{made.name}:{one.name}", title=f"What {one.title} hears, {length}", columns=one.columns)
        for one in heard
    ]
    return parts + [
        replace(made, name=f"{made.name}#{one.name}", title=f"Tags of {one.title}, {length}", columns=one.tag_columns)
        for one in heard
        if set(one.tag_columns) <= set(table.columns) and one.tags
    ]


def state_of(source: NumberSource, opened: OpenDataset) -> Hashable:
    """What changes when the rows of a source, or what was left out of them, do; raises OSError where it is gone."""
    found = source.file.stat()
    return source, found.st_mtime_ns, found.st_size, *(_changed(opened.folder / name) for name in (DECISIONS, FINDINGS))


def _published(opened: OpenDataset) -> list[NumberSource]:
    """Each published table where it is found first: in the folder of the dataset, below it, or beside it."""
    folders = list(_folders(opened))
    sources = []
    for name in opened.dataset.tables:
        file, _, part = name.partition("#")
        found = next((folder / file for folder in folders if (folder / file).is_file()), None)
        if found is not None:
            published = f"Published: {file}" + (f", {part}" if part else "")
            title = "Shipped with Genrescope" if opened.dataset.is_built_in else published
            place = found.with_name(name)
            sources.append(NumberSource(name, title, f"{opened.dataset.name}:{place}", None, found))
    return sources


def _folders(opened: OpenDataset) -> Iterator[Path]:
    yield opened.path
    yield from _below(opened.path)
    if not opened.owner:  # what lies beside an upload is somebody else's
        yield opened.path.parent
        yield from (folder for folder in _below(opened.path.parent) if folder.name.startswith(opened.dataset.name))


def _below(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []  # a folder that cannot be looked into holds no table for anybody


def _changed(file: Path) -> int:
    return file.stat().st_mtime_ns if file.is_file() else 0
