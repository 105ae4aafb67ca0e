"""A folder or table of GTZAN names in, GTZAN tracks with their artists out.

G. Tzanetakis, P. Cook. Musical genre classification of audio signals. IEEE Trans. Speech and Audio Processing, 2002.

The set names its tracks by genre and number only; the artists are those of Foleis & Tavares 2020, who numbered 412
artists over 948 tracks from the catalogue of B. L. Sturm (The GTZAN dataset: its contents, its faults, ...,
arXiv:1306.1461, 2013). They left out 52 tracks: repeats of others, and two that are distorted.

Known faults, all left as they are, because everybody's results have them:

- 50 tracks repeat others exactly (``metal.00063`` is ``metal.00042``); ``REPEATS`` names them all;
- six recordings are twice in the artist folds, in two folds and under two artist numbers, because Sturm's catalogue
  pairs them and the lists do not: ``hiphop.00047`` to ``00050`` with ``00067``, ``00068``, ``00069`` and ``00072``,
  ``reggae.00003`` with ``00054`` (``00065`` was left out in its place) and ``reggae.00023`` with ``00055``. The public
  table has the same tempo for both of each pair;
- ``reggae.00086`` is mostly noise, ``pop.00037`` distorted; ``jazz.00054`` is broken in the copy on Kaggle;
- some labels are contentious, and the genres are those of about the year 2001: Sturm counts 43 that are plainly wrong
  and 63 that are contentious. Which they are is not told here; the doctor finds labels worth a listen by itself.
"""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from core.data.datasets.tables import SEGMENT_KEY, check_columns, read_csv
from core.data.datasets.track import GENRE, Dataset, Fault, Published, Track, audio_files, walk_audio
from core.downloads import fetch
from core.errors import DataError
from core.licences import LICENCES

GENRES = ("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock")
FOLDS = (1, 2, 3)

# Sturm's exact repeats, each under the first of its group. The public table has equal or nearly equal numbers for them.
_REPEATS = {
    "disco": {51: 50, 70: 50, 60: 55, 89: 55, 74: 71, 99: 98},
    "hiphop": {45: 39, 78: 76},
    "jazz": {51: 33, 53: 34, 55: 35, 58: 36, 60: 37, 62: 38, 65: 39, 67: 40, 68: 42, 69: 43, 70: 44, 71: 45, 72: 46},
    "metal": {13: 4, 61: 40, 62: 41, 63: 42, 64: 43, 65: 44, 66: 45, 94: 34},
    "pop": {22: 15, 31: 30, 46: 45, 57: 52, 59: 56, 60: 54, 71: 67, 80: 47, 90: 87},
    "reggae": {54: 3, 56: 5, 57: 8, 58: 13, 60: 10, 69: 41, 74: 73, 81: 80, 82: 80, 91: 75, 92: 75},
}
REPEATS: Mapping[str, str] = {
    **{f"{genre}.{n:05d}": f"{genre}.{of:05d}" for genre, pairs in _REPEATS.items() for n, of in pairs.items()},
    "metal.00058": "rock.00016",  # the one that stands in two genres
}
# Where the artist lists leave a track out, by a listed one of the same artist: for these instead of the track that it
# repeats, if any. reggae.00086 stays unknown. Without this, 13 repeats of one jazz player would count as 13 artists.
_SAME_ARTIST = {"metal.00013": "metal.00012", "pop.00037": "pop.00036", "reggae.00065": "reggae.00064"}
# Recordings that stand twice in the artist folds, under two artist numbers: no fold of ours may come between them.
TWICE = {
    "hiphop.00067": "hiphop.00047",
    "hiphop.00068": "hiphop.00048",
    "hiphop.00069": "hiphop.00049",
    "hiphop.00072": "hiphop.00050",
    "reggae.00054": "reggae.00003",
    "reggae.00055": "reggae.00023",
}
_DAMAGED = {
    "jazz.00054": "its wav in the copy on Kaggle is broken; the .au of the original collection is whole",
    "pop.00037": "it is distorted",
    "reggae.00086": "noise leaves only 5 s of it to hear",
}
# Left out of the fault-filtered lists (see `core.data.protocols`) though neither repeated exactly nor distorted.
_UNEXPLAINED = {
    *("classical.00042", "country.00008", "country.00052", "disco.00038", "hiphop.00001", "hiphop.00046"),
    *("pop.00021", "pop.00048", "pop.00051", "pop.00068", "reggae.00007", "reggae.00033"),
}
TABLES = MappingProxyType({"features_30_sec.csv": 30.0, "features_3_sec.csv": 3.0})  # seconds of a row
EXCERPTS = "excerpts"  # the folder of parts of clips, for machines that may not hold the clips
_LOOKED_AT = 200  # recordings, of which half must have GTZAN's names

_NAME = re.compile(
    r"(?<![a-z])(blues|classical|country|disco|hip[-_. ]?hop|jazz|metal|pop|reggae|rock)"
    r"[-_. ]?(\d{5})(?!\d)"
    r"(?:\.(\d+)(?!\w))?",  # the segment, as in the table of 3-second segments
    re.IGNORECASE,
)


def parse_id(name: str) -> str | None:
    """The GTZAN id in a file name, such as ``blues.00012`` in ``blues_00012.au``; None when there is none."""
    found = _find(name)
    return found[0] if found else None


def parse_segment(name: str) -> int | None:
    """The number of the segment in a name such as ``blues.00012.3.wav``; None when the name has none."""
    found = _find(name)
    return found[1] if found else None


def _find(name: str) -> tuple[str, int | None] | None:
    match = _NAME.search(name.replace("\\", "/").rpartition("/")[2])
    if match is None or int(match[2]) > 99:
        return None
    return f"{spell_genre(match[1])}.{match[2]}", None if match[3] is None else int(match[3])


def spell_genre(label: str) -> str:
    """A genre in GTZAN's spelling: ``hiphop`` for ``Hip-Hop``."""
    return re.sub(r"[-_. ]", "", label.strip().lower())


def index(path: Path) -> list[Track]:
    """All tracks below ``path`` whose file names hold a GTZAN id, in whatever folders and formats.

    Files below a folder named ``excerpts`` are parts of clips: one counts only where its clip is nowhere else.

    Raises
    ------
    DataError
        No file has a GTZAN name, or one track is there twice.
    """
    whole: dict[str, Path] = {}
    excerpts: dict[str, Path] = {}
    for file in audio_files(path):
        id = parse_id(file.name)
        files = excerpts if EXCERPTS in file.relative_to(path).parent.parts else whole
        if id in files:
            raise DataError(f"{id} is there twice, as {files[id]} and {file}; name a folder that holds each track once")
        if id:
            files[id] = file
    files = excerpts | whole  # an excerpt and the clip of the same id are one track
    if not files:
        raise DataError(
            f"{path} holds no audio file with a GTZAN name such as blues.00000.wav; for recordings with other "
            f"names in genre folders use folder:{path}"
        )
    return [
        Track(
            id,
            file,
            {GENRE: genre_of(id)},
            artist_of(id),
            licence=LICENCES["research"],
            fault=FAULTS[id].reason if id in _DAMAGED else "",
        )
        for id, file in sorted(files.items())
    ]


def read_features(path: Path, *, segment_s: float) -> pd.DataFrame:
    """The public table in this project's columns: a row for each track, or for each of its segments of 3 s.

    Raises
    ------
    DataError
        It is another table, or a row names no track of GTZAN.
    """
    rows = read_csv(path)
    check_columns(
        rows, ("filename", "label"), path=path, what=f"the public table of GTZAN, such as {', '.join(TABLES)}"
    )
    found = [_find(str(name)) for name in rows["filename"]]
    if None in found:
        row = found.index(None)
        raise DataError(
            f"row {row + 2} of {path.name} names no track of GTZAN: {rows['filename'][row]!r}; give the path of the "
            f"table alone, without gtzan:, if its tracks are others"
        )
    segments = [segment or 0 for _, segment in found]
    keys = {
        "track_id": [id for id, _ in found],
        "segment": segments,
        "start_s": [segment_s * segment for segment in segments],
        "genre": rows["label"],
    }
    # "length" counts samples of the file; it is no feature
    features = rows.drop(columns=["filename", "label", "length"], errors="ignore")
    table = pd.concat([pd.DataFrame(keys), features], axis=1)
    table.attrs[SEGMENT_KEY] = segment_s
    return table


def genre_of(id: str) -> str:
    """The genre in a GTZAN id."""
    return id.partition(".")[0]


def artist_of(id: str) -> str | None:
    """The artist of a GTZAN track as ``artist 138``, numbered as in the lists; None where nobody knows."""
    known = listed_artists()
    return known.get(id) or known.get(_SAME_ARTIST.get(id) or REPEATS.get(id, ""))


@lru_cache(maxsize=1)
def listed_artists() -> dict[str, str]:
    """Track id -> artist, for the 948 tracks of the artist folds (fetches the lists at first use)."""
    return {
        id: f"artist {number}"
        for fold in FOLDS
        for id, number in read_list(f"gtzan_foleis_f{fold}_evaluate_groups.txt")
    }


def read_list(name: str) -> list[tuple[str, str]]:
    """The (track id, second column or "") of each line of a list in ``core.downloads``, by file name."""
    rows = []
    for n, line in enumerate(fetch(name).read_text(encoding="utf-8").splitlines(), start=1):
        file, _, value = line.strip().partition("\t")
        id = parse_id(file)
        if id is None:
            raise DataError(f"line {n} of {name} names no GTZAN track: {line!r}")
        rows.append((id, value.strip()))
    return rows


def _recognises(path: Path) -> bool:
    looked_at = [parse_id(file.name) is not None for file in islice(walk_audio(path), _LOOKED_AT)]
    return 2 * sum(looked_at) > len(looked_at)


def _faults() -> Mapping[str, Fault]:
    """All that is published of single tracks, by id."""
    lists = "the fault-filtered lists of Kereliuk, Sturm & Larsen 2015"
    faults = {
        **{id: Fault(f"{lists} leave it out and do not say why") for id in _UNEXPLAINED},
        **{id: Fault(f"the same recording as {first}", repeats=first) for id, first in TWICE.items()},
        **{id: Fault(f"an exact repeat of {first}", repeats=first) for id, first in REPEATS.items()},
        **{id: Fault(reason) for id, reason in _DAMAGED.items()},
    }
    return MappingProxyType(dict(sorted(faults.items())))


FAULTS = _faults()

DATASET = Dataset(
    name="gtzan",
    title="GTZAN",
    about=(
        "1,000 excerpts of 30 s in ten genres, collected in 2000 and 2001 from CDs, radio and microphones; many share "
        "artists, 50 are exact repeats."
    ),
    licence=LICENCES["research"],
    citation="G. Tzanetakis, P. Cook. Musical genre classification of audio signals. IEEE TSAP 10(5), 2002",
    index=index,
    published=Published(
        n_clips=1000,
        n_artists=412,
        n_genres=10,
        clip_s=30.0,
        year=2002,
        balance="100 of each genre",
        source="Tzanetakis & Cook 2002; the artists of 948 tracks as Foleis & Tavares 2020 number them",
    ),
    tables=MappingProxyType({name: partial(read_features, segment_s=seconds) for name, seconds in TABLES.items()}),
    places=(
        *("gtzan/audio", "gtzan/Data/genres_original", "gtzan/genres_original", "gtzan/genres"),
        *("Data/genres_original", "genres_original", "genres"),
    ),
    recognises=_recognises,
    spell=spell_genre,
    faults=FAULTS,
    protocols=("artist-folds", "fault-filtered"),
    how_to_get=(
        "Get it from Kaggle (andradaolteanu/gtzan-dataset-music-genre-classification, about 1.2 GB), and open its "
        "folder Data/genres_original"
    ),
)
