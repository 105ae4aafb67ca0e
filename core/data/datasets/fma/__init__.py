"""A folder of the Free Music Archive's dataset in, its tracks with official split, genres and licences out.

M. Defferrard, K. Benzi, P. Vandergheynst, X. Bresson. FMA: a dataset for music analysis. ISMIR 2017.

``fma_small`` (8,000 clips of 30 s, eight balanced genres), ``fma_medium`` (25,000, sixteen) and ``fma_large`` (106,574,
161 genres) are trees such as ``000/000002.mp3``; what is known of them lies in ``fma_metadata``. A track has one of the
16 top genres where it has just one, and all its genres as tags. No artist stands on both sides of the official split.
"""

import re
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from core.data.datasets.fma.faults import CLIP_S, FAULTS, SKIPPED
from core.data.datasets.fma.features import FEATURES, about_column, read_features
from core.data.datasets.fma.genres import cross_appearances, genre_tree, partitions
from core.data.datasets.fma.licences import licence_of_text
from core.data.datasets.fma.metadata import SUBSETS, Genre, find_metadata, read_genres, read_tracks
from core.data.datasets.track import GENRE, Dataset, Published, Track, check_folder, walk_audio
from core.errors import DataError
from core.licences import LICENCES

PAGE = "https://github.com/mdeff/fma"
FULL = "fma_full"  # the folder of whole songs; all others hold clips
_ID = re.compile(r"\d{6}")


def index(path: Path) -> list[Track]:
    """All tracks whose files lie below ``path``; where only the metadata is there, all tracks without sound.

    Raises
    ------
    DataError
        There is no metadata, no file has the name of a track, or one track is there twice.
    """
    check_folder(path)
    folder = find_metadata(path)
    if folder is None:
        raise DataError(
            f"{path} has no fma_metadata in it or beside it, so that its genres are unknown; unpack fma_metadata.zip "
            f"of {PAGE} there"
        )
    rows = read_tracks(folder)
    genres = read_genres(folder)
    files = _files(path)
    if not files and path.resolve() == folder.resolve():
        return [_track(id, row, None, genres) for id, row in zip(rows.index, rows.itertuples(), strict=True)]
    if not files:
        raise DataError(
            f"{path} holds no audio file with the name of a track of FMA, such as 000/000002.mp3; unpack fma_small.zip "
            f"of {PAGE} there, or open {folder} for what is known without sound"
        )
    known = rows.loc[[id for id in files if id in rows.index]]
    tracks = [_track(id, row, files[id], genres) for id, row in zip(known.index, known.itertuples(), strict=True)]
    strangers = [
        Track(id, file, {}, licence=LICENCES["research"], **_fault(id, file))
        for id, file in files.items()
        if id not in rows.index
    ]
    return sorted([*tracks, *strangers], key=lambda track: track.id)


def _files(path: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in walk_audio(path):
        if not _ID.fullmatch(file.stem):
            continue
        if file.stem in files:
            raise DataError(
                f"{file.stem} is there twice, as {files[file.stem]} and {file}; open one of fma_small, fma_medium and "
                f"fma_large: each holds the smaller ones"
            )
        files[file.stem] = file
    return files


def _track(id: str, row, file: Path | None, genres: dict[int, Genre]) -> Track:
    return Track(
        id,
        file,
        {GENRE: row.genre_top} if row.genre_top else {},
        row.artist,
        duration_s=_duration_s(row.duration_s, is_clip=_is_clip(file)),
        tags=tuple(genres[number].title for number in row.genres_all if number in genres),
        licence=licence_of_text(row.licence),
        split=row.split,
        **_fault(id, file),
    )


def _fault(id: str, file: Path | None) -> dict:
    fault = FAULTS.get(id)
    return {"fault": fault.reason, "is_skipped": id in SKIPPED} if fault and _is_clip(file) else {}


def _is_clip(file: Path | None) -> bool:
    return file is None or FULL not in file.parts


def _duration_s(stated: str, *, is_clip: bool) -> float | None:
    seconds = float(stated) if stated.isdecimal() else 0.0
    return (min(seconds, CLIP_S) if is_clip else seconds) or None


def _recognises(path: Path) -> bool:
    """Metadata in it or below it is enough; beside it, there must be a tree such as 000/000002.mp3 too."""
    metadata = find_metadata(path)
    if metadata in (path, path / "fma_metadata"):
        return True
    return metadata is not None and any(_ID.fullmatch(file.stem) for file in path.glob("[0-9][0-9][0-9]/*"))


def _tables() -> MappingProxyType:
    readers = {f"{FEATURES}#{subset}": partial(read_features, subset=subset) for subset in SUBSETS}
    return MappingProxyType({FEATURES: readers[f"{FEATURES}#large"], **readers})


def _together(path: Path) -> pd.DataFrame:
    return cross_appearances(path).rename_axis("genre").reset_index()


DATASET = Dataset(
    name="fma",
    title="FMA",
    about=(
        "Clips of 30 s from the Free Music Archive with a tree of 161 genres, an official split without shared "
        "artists, and the licence that each artist chose."
    ),
    licence=LICENCES["cc-by-nc-nd"],
    citation=(
        "M. Defferrard, K. Benzi, P. Vandergheynst, X. Bresson. FMA: a dataset for music analysis. ISMIR 2017, "
        "arXiv:1612.01840"
    ),
    index=index,
    published=Published(
        n_clips=106_574,
        n_artists=16_341,
        n_genres=161,
        clip_s=CLIP_S,
        year=2017,
        balance="small: 1,000 of each of 8 genres; medium: 21 to 7,103 of each of 16; large: unbalanced",
        source="Defferrard et al. 2017 and its repository, github.com/mdeff/fma",
    ),
    tables=_tables(),
    about_column=about_column,
    views=MappingProxyType(
        {"Genres that appear together": _together, "Tree of genres": genre_tree, "Partitions": partitions}
    ),
    places=("fma_small", "fma_medium", "fma_large", "fma/fma_small", "fma/fma_medium", "fma/fma_large", "fma"),
    recognises=_recognises,
    faults=MappingProxyType(FAULTS),
    protocols=("official-split",),
    how_to_get=(
        f"Download fma_metadata.zip (342 MiB) and fma_small.zip (7.2 GiB) from {PAGE}, unpack both into one folder, "
        f"and open the folder fma_small"
    ),
)
