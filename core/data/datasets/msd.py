"""A folder of genre labels of the Million Song Dataset in, its tracks and numbers out. There is no audio.

T. Bertin-Mahieux, D. Ellis, B. Whitman, P. Lamere. The Million Song Dataset. ISMIR 2011. Read are

- ``msd_genre_dataset.txt`` of the same authors: 59,600 tracks in ten genres with their artists and 30 numbers
  (loudness, tempo, metre, key, mode, duration, mean and variance of 12 timbre coefficients), made for teaching;
- the labels of H. Schreiber (Improving genre annotations for the Million Song Dataset, ISMIR 2015), such as
  ``msd_tagtraum_cd2c.cls``: a track and its genre in a line, and where voters were divided a second one.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from core.data.datasets.artists import clean_artist
from core.data.datasets.track import GENRE, Dataset, Published, Track, check_folder
from core.errors import DataError
from core.licences import LICENCES

TABLE = "msd_genre_dataset.txt"
LABELS = ("msd_tagtraum_cd2c.cls", "msd_tagtraum_cd2.cls", "msd_tagtraum_cd1.cls")  # the first that is there is read
_TEXTS = ("genre", "track_id", "artist_name", "title")
_N_LINES_BEFORE_NAMES = 100
_ABOUT = {
    "loudness": "Average loudness of the song, dB, as the Echo Nest measured it.",
    "tempo": "Tempo that the Echo Nest heard, beats per minute; half or double of it may fit as well.",
    "time_signature": "Beats in a bar, as the Echo Nest heard them.",
    "key": "Key that the Echo Nest heard, from 0 for C to 11 for B: a name, whose distances mean nothing.",
    "mode": "1 for major, 0 for minor, as the Echo Nest heard it.",
    "duration": "Length of the song, s.",
}
_TIMBRE = re.compile(r"(avg|var)_timbre(\d+)")
_TIMBRES = {1: ", its loudness", 2: ", its brightness", 3: ", its flatness", 4: ", the strength of attacks"}


def index(path: Path) -> list[Track]:
    """The tracks of the table in a folder, or else those of its list of labels.

    Raises
    ------
    DataError
        The folder holds neither, or a file is broken.
    """
    check_folder(path)
    if (path / TABLE).is_file():
        rows = read_table(path / TABLE)
        columns = (rows[key] for key in ("track_id", "genre", "artist", "duration"))
        return [
            Track(id, None, {GENRE: genre}, artist, float(duration_s), licence=LICENCES["research"])
            for id, genre, artist, duration_s in zip(*columns, strict=True)
        ]
    for name in LABELS:
        if (path / name).is_file():
            return read_labels(path / name)
    raise DataError(f"{path} holds none of {', '.join((TABLE, *LABELS))}. {DATASET.how_to_get}")


def read_table(path: Path) -> pd.DataFrame:
    """The numbers of the genre table in this project's columns; raises DataError where a line is broken."""
    lines = enumerate(_lines(path), start=1)
    names = _names(lines, path)
    n_texts, n_numbers = len(_TEXTS), len(names) - len(_TEXTS)
    ids, genres, artists, numbers = [], [], [], []
    for n, line in lines:
        if not line or line.startswith("#"):
            continue
        fields = line.split(",")  # nothing is quoted; only a title may hold a comma
        if len(fields) < len(names):
            raise DataError(f"line {n} of {path.name} has {len(fields)} values, not {len(names)}; download it again")
        genres.append(fields[0].strip())
        ids.append(fields[1].strip())
        artists.append(clean_artist(fields[2]))
        try:
            numbers.append([float(value) for value in fields[-n_numbers:]])
        except ValueError as error:
            raise DataError(f"line {n} of {path.name} holds no number where one should be: {error}") from error
    if not ids:
        raise DataError(f"{path.name} has a header but no tracks; download it again")
    keys = pd.DataFrame({"track_id": ids, "segment": 0, "start_s": 0.0, "genre": genres})
    keys["artist"] = pd.Series(artists, dtype=object)
    return pd.concat([keys, pd.DataFrame(np.array(numbers), columns=names[n_texts:])], axis=1)


def read_labels(path: Path) -> list[Track]:
    """The tracks of a list such as ``msd_tagtraum_cd2c.cls``; a second genre of a track is among its tags."""
    tracks = {}
    for n, line in enumerate(_lines(path), start=1):
        if not line or line.startswith("#"):
            continue
        id, *genres = (part.strip() for part in line.split("\t"))
        if not genres or not id:
            raise DataError(f"line {n} of {path.name} is no track and genre with a tab between: {line[:60]!r}")
        tracks[id] = Track(id, None, {GENRE: genres[0]}, tags=tuple(filter(None, genres)), licence=LICENCES["research"])
    if not tracks:
        raise DataError(f"{path.name} names no tracks; download it again")
    return list(tracks.values())


def about_column(column: str) -> str:
    """What one of the thirty numbers says; "" for any other."""
    if not (timbre := _TIMBRE.fullmatch(column)):
        return _ABOUT.get(column, "")
    statistic = "Average" if timbre[1] == "avg" else "Variance"
    return f"{statistic} of number {timbre[2]} of the Echo Nest's twelve for timbre{_TIMBRES.get(int(timbre[2]), '')}."


def _names(lines: Iterator[tuple[int, str]], path: Path) -> list[str]:
    """The names of the columns, below some lines of words."""
    for n, line in lines:
        names = line.lstrip("%# ").split(",")
        if tuple(names[: len(_TEXTS)]) == _TEXTS and "duration" in names:
            return names
        if n > _N_LINES_BEFORE_NAMES:
            break
    raise DataError(f"{path.name} has no line of names that begins with {','.join(_TEXTS)}; needed is the genre table")


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                yield line.strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} cannot be read as text in UTF-8: {error}; download it again") from error


DATASET = Dataset(
    name="msd",
    title="Million Song Dataset",
    about=(
        "Genre labels and summary numbers of songs, without any audio: tracks can be compared and models of their "
        "numbers trained, but nothing can be heard, and no song of your own has these numbers."
    ),
    licence=LICENCES["research"],
    citation="T. Bertin-Mahieux, D. Ellis, B. Whitman, P. Lamere. The Million Song Dataset. ISMIR 2011",
    index=index,
    has_audio=False,
    published=Published(
        n_clips=1_000_000,
        n_artists=44_745,
        n_genres=10,
        year=2011,
        balance="59,600 tracks have a genre in the table: from 434 (hip-hop) to 23,895 (classic pop and rock)",
        source="the table of datasets in Defferrard et al. 2017; the genre table itself",
    ),
    tables=MappingProxyType({TABLE: read_table}),
    about_column=about_column,
    places=("msd", "MillionSongSubset/AdditionalFiles"),
    recognises=lambda path: any((path / name).is_file() for name in (TABLE, *LABELS)),
    how_to_get=(
        "Download msd_genre_dataset.zip from millionsongdataset.com or a list of labels from "
        "tagtraum.com/msd_genre_datasets.html, unpack it, and open its folder"
    ),
)
