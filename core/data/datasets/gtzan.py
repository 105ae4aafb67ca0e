"""A folder or table of GTZAN names in, GTZAN tracks with their artists out.

G. Tzanetakis, P. Cook. Musical genre classification of audio signals. IEEE Trans. Speech and Audio Processing, 2002.

The set names its tracks by genre and number only; the artists are those of Foleis & Tavares 2020, who numbered 412
artists over 948 tracks from the catalogue of B. L. Sturm (The GTZAN dataset: its contents, its faults, ...,
arXiv:1306.1461, 2013). They left out 52 tracks: repeats of others, and two that are distorted.

Known faults, all left as they are, because everybody's results have them:

- some 50 tracks repeat others (``metal.00063`` is ``metal.00042``);
- six recordings are twice in the artist folds, in two folds and under two artist numbers, because Sturm's catalogue
  pairs them and the lists do not: ``hiphop.00047`` to ``00050`` with ``00067``, ``00068``, ``00069`` and ``00072``,
  ``reggae.00003`` with ``00054`` (``00065`` was left out in its place) and ``reggae.00023`` with ``00055``. The public
  table has the same tempo for both of each pair;
- ``reggae.00086`` is mostly noise, ``pop.00037`` distorted; ``jazz.00054`` is broken in the copy on Kaggle;
- some labels are contentious, and the genres are those of about the year 2001.
"""

import re
from functools import lru_cache
from pathlib import Path

from core.data.datasets.track import GENRE, Dataset, Track, audio_files
from core.downloads import fetch
from core.errors import DataError
from core.licences import LICENCES

GENRES = ("blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock")
FOLDS = (1, 2, 3)

# Tracks that the artist lists leave out, by a listed track of the same artist: each repeats it, or the authors of the
# lists group it so. reggae.00086 stays unknown. Without this, 13 repeats of one jazz player would count as 13 artists.
_SAME_ARTIST = {
    "disco": {51: 50, 60: 55, 70: 50, 74: 71, 89: 55, 99: 98},
    "hiphop": {45: 39, 78: 76},
    "jazz": {51: 33, 53: 34, 55: 35, 58: 36, 60: 37, 62: 38, 65: 39, 67: 40, 68: 42, 69: 43, 70: 44, 71: 45, 72: 46},
    "metal": {13: 12, 61: 40, 62: 41, 63: 42, 64: 43, 65: 44, 66: 45, 94: 34},
    "pop": {22: 15, 31: 30, 37: 36, 46: 45, 57: 52, 59: 56, 60: 54, 71: 67, 80: 47, 90: 87},
    "reggae": {56: 5, 57: 8, 58: 13, 60: 10, 65: 64, 69: 41, 74: 73, 81: 80, 82: 80, 91: 75, 92: 75},
}
# Recordings that stand twice in the artist folds, under two artist numbers: no fold of ours may come between them.
TWICE = {
    "hiphop.00067": "hiphop.00047",
    "hiphop.00068": "hiphop.00048",
    "hiphop.00069": "hiphop.00049",
    "hiphop.00072": "hiphop.00050",
    "reggae.00054": "reggae.00003",
    "reggae.00055": "reggae.00023",
}
_METAL_58_IS = "rock.00016"  # the one repeat that stands in two genres

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
    match = _NAME.search(re.split(r"[\\/]", name)[-1])
    if match is None or int(match[2]) > 99:
        return None
    return f"{spell_genre(match[1])}.{match[2]}", None if match[3] is None else int(match[3])


def spell_genre(label: str) -> str:
    """A genre in GTZAN's spelling: ``hiphop`` for ``Hip-Hop``."""
    return re.sub(r"[-_. ]", "", label.strip().lower())


def index(path: Path) -> list[Track]:
    """All tracks below ``path`` whose file names hold a GTZAN id, in whatever folders and formats.

    Raises
    ------
    DataError
        No file has a GTZAN name, or one track is there twice.
    """
    files: dict[str, Path] = {}
    for file in audio_files(path):
        id = parse_id(file.name)
        if id in files:
            raise DataError(f"{id} is there twice, as {files[id]} and {file}; name a folder that holds each track once")
        if id:
            files[id] = file
    if not files:
        raise DataError(
            f"{path} holds no audio file with a GTZAN name such as blues.00000.wav; for recordings with other "
            f"names in genre folders use folder:{path}"
        )
    return [
        Track(id, file, {GENRE: genre_of(id)}, artist_of(id), licence=LICENCES["research"])
        for id, file in sorted(files.items())
    ]


def genre_of(id: str) -> str:
    """The genre in a GTZAN id."""
    return id.partition(".")[0]


def artist_of(id: str) -> str | None:
    """The artist of a GTZAN track as ``artist 138``, numbered as in the lists; None where nobody knows."""
    known = listed_artists()
    return known.get(id) or known.get(_same_artist_as(id))


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


def _same_artist_as(id: str) -> str:
    if id == "metal.00058":
        return _METAL_58_IS
    genre, _, number = id.partition(".")
    twin = _SAME_ARTIST.get(genre, {}).get(int(number))
    return "" if twin is None else f"{genre}.{twin:05d}"


DATASET = Dataset(
    name="gtzan",
    title="GTZAN",
    about="1,000 excerpts of 30 s in ten genres, collected about 2001; many share artists, some fifty are repeats.",
    licence=LICENCES["research"],
    protocols=("artist-folds", "fault-filtered"),
    places=("gtzan/audio", "gtzan/Data/genres_original", "gtzan/genres_original", "genres_original", "genres"),
    recognises=lambda path: any(parse_id(file.name) for file in path.glob("*/*")),
    citation="G. Tzanetakis, P. Cook. Musical genre classification of audio signals. IEEE TSAP 10(5), 2002",
    index=index,
)
