"""A folder of the Emotify game in, its excerpts with their artists and the listeners' votes out.

A. Aljanaki, F. Wiering, R. C. Veltkamp. Studying emotion induced by music through a crowdsourcing game. Information
Processing & Management 52(1), 2016.

400 excerpts of one minute from the label Magnatune, 100 each of classical, electronic, pop and rock, as
``classical/1.mp3`` or ``classical_1.mp3``. ``data.csv`` has a row for each time somebody listened, with up to three of
nine emotions of the Geneva Emotional Music Scale that they felt; it numbers the tracks from 1 to 400, a hundred for
each genre. Mood, age, gender and language of the listeners are theirs and are not read. ``tracks.csv``, where there is
one, names artists and the genre tags of the label.
"""

import re
from collections import Counter
from pathlib import Path

import pandas as pd

from core.data.datasets.artists import clean_artist, read_artist
from core.data.datasets.tables import check_columns, read_csv
from core.data.datasets.track import GENRE, Dataset, Published, Track, Vote, check_folder, walk_audio
from core.errors import DataError
from core.licences import LICENCES

GENRES = ("classical", "electronic", "pop", "rock")
EMOTION = "emotion"
EMOTIONS = (
    *("amazement", "solemnity", "tenderness", "nostalgia", "calmness"),
    *("power", "joyful_activation", "tension", "sadness"),
)
VOTES, ARTISTS = "data.csv", "tracks.csv"
AUDIO = ("audio", "emotifymusic")  # what the folder around the genres may be called
N_EACH = 100  # tracks of a genre
_NAME = re.compile(rf"(?:({'|'.join(GENRES)})_)?(\d{{1,3}})")


def index(path: Path) -> list[Track]:
    """All excerpts below ``path``, with what the tables beside them say.

    Raises
    ------
    DataError
        No file has the name of an excerpt, one is there twice, or a table is broken.
    """
    check_folder(path)
    files = _files(path)
    if not files:
        raise DataError(
            f"{path} holds no audio file with a name of Emotify, such as classical/1.mp3 or classical_1.mp3; for "
            f"recordings with other names in genre folders use folder:{path}"
        )
    about = _about(path)
    votes = _votes(path)
    return [_track(id, files[id], about.get(id), votes.get(id, ())) for id in sorted(files, key=_order)]


def _files(path: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for file in walk_audio(path):
        match = _NAME.fullmatch(file.stem.lower())
        genre = match and (match[1] or file.parent.name.lower())
        if not match or genre not in GENRES or not 1 <= int(match[2]) <= N_EACH:
            continue
        id = f"{genre}_{int(match[2])}"
        if id in files:
            raise DataError(f"{id} is there twice, as {files[id]} and {file}; open a folder that holds each track once")
        files[id] = file
    return files


def _track(id: str, file: Path, about: tuple[str | None, str] | None, votes: tuple[Vote, ...]) -> Track:
    artist, tag = about or (read_artist(file), "")
    shares = _shares(votes)
    most = [label for label, share in shares.items() if share == max(shares.values())]
    return Track(
        id,
        file,
        {GENRE: id.partition("_")[0], **({EMOTION: most[0]} if len(most) == 1 else {})},
        artist,
        tags=(tag,) if tag else (),
        distributions={EMOTION: shares} if shares else {},
        votes=votes,
        licence=LICENCES["research"],
    )


def _shares(votes: tuple[Vote, ...]) -> dict[str, float]:
    """The share of each emotion among all that were felt."""
    counts = Counter(vote.label for vote in votes)
    return {label: counts[label] / len(votes) for label in EMOTIONS if counts[label]}


def _about(path: Path) -> dict[str, tuple[str | None, str]]:
    """Track -> (artist, genre tag) as ``tracks.csv`` has them; nothing where there is none."""
    table = _beside(path, ARTISTS)
    if table is None:
        return {}
    rows = read_csv(table)
    check_columns(rows, ("file", "artist"), path=table, what="the table of Emotify's artists")
    rows = rows.fillna("").astype(str)
    tags = rows["id3_genre"] if "id3_genre" in rows else [""] * len(rows)
    ids = [Path(file).stem.lower() for file in rows["file"]]
    return {id: (clean_artist(artist), tag.strip()) for id, artist, tag in zip(ids, rows["artist"], tags, strict=True)}


def _votes(path: Path) -> dict[str, tuple[Vote, ...]]:
    """Track -> what its listeners felt, from ``data.csv``; nothing where there is none."""
    table = _beside(path, VOTES)
    if table is None:
        return {}
    rows = read_csv(table)
    rows.columns = [re.sub(r"[ .]+", "_", str(column).strip().lower()) for column in rows.columns]
    check_columns(rows, ("track_id", "genre", *EMOTIONS), path=table, what="the table of votes of Emotify")
    felt = rows[list(EMOTIONS)].apply(pd.to_numeric, errors="coerce")
    numbers = pd.to_numeric(rows["track_id"], errors="coerce")
    bad = ~felt.isin([0, 1]).all(axis=1) | ~numbers.between(1, N_EACH * len(GENRES))
    if bad.any():
        row = bad.idxmax()
        raise DataError(
            f"row {row + 2} of {table.name} is no vote: it needs a track from 1 to {N_EACH * len(GENRES)} and 0 or 1 "
            f"for each of the nine emotions"
        )
    found: dict[str, list[Vote]] = {}
    for n, (number, genre, *marks) in enumerate(
        zip(numbers.astype(int), rows["genre"].astype(str), *(felt[emotion] for emotion in EMOTIONS), strict=True)
    ):
        id = f"{genre.strip().lower()}_{(number - 1) % N_EACH + 1}"
        # The file does not say which rows are one person's: each is a listener.
        found.setdefault(id, []).extend(
            Vote(f"listener {n + 1}", EMOTION, emotion) for emotion, mark in zip(EMOTIONS, marks, strict=True) if mark
        )
    return {id: tuple(votes) for id, votes in found.items()}


def _beside(path: Path, name: str) -> Path | None:
    """The table ``name`` in a folder, or beside the folder of its excerpts."""
    places = (path, path.resolve().parent) if path.name.lower() in AUDIO else (path,)
    return next((place / name for place in places if (place / name).is_file()), None)


def _order(id: str) -> tuple[str, int]:
    genre, _, number = id.partition("_")
    return genre, int(number)


def _recognises(path: Path) -> bool:
    """Two of its genres, with files of its names, right below the folder or below ``audio`` or ``emotifymusic``."""
    for place in (path, *(path / name for name in AUDIO)):
        named = [
            genre
            for genre in GENRES
            if any(_NAME.fullmatch(file.stem.lower()) for file in (place / genre).glob("*.mp3"))
        ]
        if len(named) > 1:
            return True
    return False


DATASET = Dataset(
    name="emotify",
    title="Emotify",
    about=(
        "Excerpts of the label Magnatune in four genres, 100 of each, with the emotions that the listeners of a game "
        "felt."
    ),
    licence=LICENCES["research"],
    citation=(
        "A. Aljanaki, F. Wiering, R. C. Veltkamp. Studying emotion induced by music through a crowdsourcing game. "
        "Information Processing & Management 52(1), 2016"
    ),
    index=index,
    published=Published(
        n_clips=400,
        n_genres=4,
        clip_s=60.0,
        year=2016,
        balance="100 of each genre",
        source="projects.science.uu.nl/memotion/emotifydata",
    ),
    places=("emotify", "emotifymusic"),
    recognises=_recognises,
    spell=lambda label: label.strip().lower(),
    how_to_get=(
        "Download emotifymusic.zip (363 MB) and data.csv from projects.science.uu.nl/memotion/emotifydata, unpack it, "
        "put data.csv beside its four folders, and open the folder around them"
    ),
)
