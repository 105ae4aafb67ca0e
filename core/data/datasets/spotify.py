"""The thesis' own folders and tables of Spotify previews in, their tracks and numbers out, where a user has them.

T. Pricop. Enhancing our lives through music: genre classification and generation. Bachelor's thesis, Iasi 2023.

``Audio_Spotify/<genre>/<n>.mp3`` and ``Audio_Spotify_Test`` hold previews of 30 s with the artist in their tags.
``dataset_30s.csv``, ``dataset_3s.csv`` and the two that end in ``_test`` hold 63 numbers and a label in each row, and
nothing that says which song or artist a row belongs to.

The provider forbids to train a model on its content (Spotify Developer Policy, section III.14). Whoever has these files
may look at them here and compare them with others; nothing made of them is offered for download.
"""

import re
from functools import partial
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from core.data.datasets import gtzan
from core.data.datasets.artists import read_artist
from core.data.datasets.tables import SEGMENT_KEY, check_columns, read_csv
from core.data.datasets.track import GENRE, Dataset, Published, Track, audio_files, check_folder, plain_id
from core.errors import DataError
from core.licences import LICENCES

AUDIO = ("Audio_Spotify", "Audio_Spotify_Test")
TABLES = MappingProxyType(  # seconds of a row
    {"dataset_30s.csv": 30.0, "dataset_30s_test.csv": 30.0, "dataset_3s.csv": 3.0, "dataset_3s_test.csv": 3.0}
)
_LISTED = ("dataset_30s.csv", "dataset_30s_test.csv")  # a row of these is a song
_STATISTICS = MappingProxyType({"mean": "Average", "var": "Variance"})
_ABOUT = MappingProxyType(  # where the thesis says something else than the columns of `core.features`, or nobody knows
    {
        "contrast": "height of peaks over valleys, all octaves together (spectral contrast)",
        "flux": "change from frame to frame (spectral flux)",
        "zcr": "share of sign changes (zero-crossing rate)",
        "harmonics": "amplitude of the harmonic part",
        "percussive": "amplitude of the percussive part",
    }
)
_NEEDED = ("label", "chroma_stft_mean", "rms_mean", "flux_mean", "harmonics_mean", "tempo")


def index(path: Path) -> list[Track]:
    """The previews below ``path``; where there are none, a track without sound for each row of the tables of 30 s.

    Raises
    ------
    DataError
        The folder holds neither, or one of its files is broken.
    """
    check_folder(path)
    files = [file for file in audio_files(path) if _genre(file.parent.name)]
    if files:
        return [
            Track(
                plain_id(file.relative_to(path).as_posix()),
                file,
                {GENRE: _genre(file.parent.name)},
                read_artist(file),
                licence=LICENCES["no-training"],
            )
            for file in files
        ]
    tables = [path / name for name in _LISTED if (path / name).is_file()]
    if not tables:
        raise DataError(
            f"{path} holds neither audio files such as {AUDIO[0]}/blues/1.mp3 nor {' or '.join(_LISTED)}; needed are "
            f"the folders or tables of the thesis"
        )
    return [
        Track(id, None, {GENRE: genre}, duration_s=30.0, licence=LICENCES["no-training"])
        for table in tables
        for id, genre in read_table(table, segment_s=30.0)[["track_id", "genre"]].itertuples(index=False, name=None)
    ]


def read_table(path: Path, *, segment_s: float) -> pd.DataFrame:
    """The rows of a table in this project's columns; each row is its own track, because nobody knows better."""
    rows = read_csv(path)
    check_columns(rows, _NEEDED, path=path, what="a table of the thesis, with 63 numbers and a label")
    blank = rows["label"].isna()
    if blank.any():
        raise DataError(f"row {blank.idxmax() + 2} of {path.name} has no label")
    keys = {
        "track_id": [f"{path.stem} row {n:05d}" for n in range(2, len(rows) + 2)],  # as a spreadsheet counts them
        "segment": 0,
        "start_s": 0.0,
        "genre": [gtzan.spell_genre(str(label)) for label in rows["label"]],
    }
    table = pd.concat([pd.DataFrame(keys), rows.drop(columns="label")], axis=1)
    table.attrs[SEGMENT_KEY] = segment_s
    return table


def about_column(column: str) -> str:
    """What a column of the tables says that has no name of ours; "" for any other."""
    stem, _, statistic = column.rpartition("_")
    words = (
        f"shape of the spectrum (MFCC {mfcc[1]})" if (mfcc := re.fullmatch(r"mfcc_(\d+)", stem)) else _ABOUT.get(stem)
    )
    return f"{_STATISTICS[statistic]} of the {words}." if words and statistic in _STATISTICS else ""


def _genre(folder: str) -> str:
    """The genre that a folder is named after; "" where it is none of the ten."""
    genre = gtzan.spell_genre(folder)
    return genre if genre in gtzan.GENRES else ""


def _recognises(path: Path) -> bool:
    if any((path / name).is_dir() for name in AUDIO) or re.fullmatch("|".join(AUDIO), path.name):
        return True
    return any((path / name).is_file() for name in TABLES)


DATASET = Dataset(
    name="spotify",
    title="Spotify previews",
    about=(
        "Previews of 30 s in GTZAN's ten genres, collected for a thesis, and tables of 63 numbers made of them. To "
        "look at and to compare, if you have them: the provider forbids training on its content."
    ),
    licence=LICENCES["no-training"],
    citation="T. Pricop. Enhancing our lives through music: genre classification and generation. Thesis, Iasi 2023",
    index=index,
    published=Published(
        n_clips=8000,
        n_genres=10,
        clip_s=30.0,
        year=2023,
        balance="5,000 to learn from and 3,000 to test",
        source="Pricop 2023",
    ),
    tables=MappingProxyType({name: partial(read_table, segment_s=seconds) for name, seconds in TABLES.items()}),
    places=("spotify", "Spotify_Dataset"),
    about_column=about_column,
    recognises=_recognises,
    spell=gtzan.spell_genre,
    how_to_get="It cannot be had here: the provider forbids to pass its content on. Open a folder that you have",
    leaky_only=(
        "its rows name neither song nor artist, so that parts of one song cannot be kept on one side of a split"
    ),
)
