"""Each dataset as a small folder in its real layout, made here: empty files for sound, tables with true headers."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from core.data.datasets import arranged, gtzan, synthetic
from core.data.datasets.emotify import EMOTIONS
from core.data.datasets.msd import LABELS, TABLE
from core.generation.arranger import brief_for
from core.generation.arranger.origin import band_mark
from core.generation.marks import Mark, sidecar

FMA_COLUMNS = (
    *[("album", name) for name in ("comments", "id", "tags", "title")],
    *[("artist", name) for name in ("bio", "id", "name", "tags")],
    *[("set", name) for name in ("split", "subset")],
    *[("track", name) for name in ("bit_rate", "duration", "genre_top", "genres", "genres_all", "license", "title")],
)
BY_NC_SA = "Attribution-Noncommercial-Share Alike 3.0 United States"
BY_NC_ND = "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0"
# id, artist id, artist, split, subset, seconds, top genre, genres, genres_all, licence
FMA_TRACKS = (
    (2, 1, "AWOL", "training", "small", 168, "Hip-Hop", [21], [21], BY_NC_SA),
    (3, 1, "AWOL", "training", "medium", 237, "Hip-Hop", [21], [21], BY_NC_SA),
    (10, 6, "Kurt Vile", "training", "small", 161, "Rock", [12], [12], BY_NC_ND),
    (20, 4, "Nicky\nCook", "training", "large", 311, "", [76, 103], [17, 12, 76, 103], BY_NC_ND),
    (140, 54, "Alec K. Redfearn", "validation", "small", 253, "Hip-Hop", [21], [21], "Attribution"),
    (141, 55, "Blanketship", "validation", "small", 182, "Rock", [25], [25, 12], "Attribution-ShareAlike"),
    (190, 56, "Ed Askew", "test", "small", 20, "Rock", [25, 85], [25, 12, 85], "Attribution-NonCommercial"),
    (191, 57, "Various Artists", "test", "small", 200, "Hip-Hop", [21], [21], ""),
    (1486, 58, "Blanketship", "test", "large", 90, "Rock", [12], [12], "CC0 1.0 Universal"),
)
FMA_GENRES = (
    *((12, 6, 0, "Rock", 12), (17, 1, 0, "Folk", 17), (21, 4, 0, "Hip-Hop", 21), (25, 2, 12, "Punk", 12)),
    *((76, 1, 17, "Experimental Pop", 17), (85, 1, 25, "Garage", 12), (103, 1, 17, "Singer-Songwriter", 17)),
)
FMA_FEATURES = tuple(
    (feature, statistics, f"{number:02d}")
    for feature, n_numbers in (("mfcc", 3), ("tonnetz", 2), ("zcr", 1))
    for statistics in ("kurtosis", "max", "mean", "median", "min", "skew", "std")
    for number in range(1, n_numbers + 1)
)
MSD_NAMES = (
    *("genre", "track_id", "artist_name", "title", "loudness", "tempo", "time_signature", "key", "mode", "duration"),
    *(f"{statistics}_timbre{n}" for statistics in ("avg", "var") for n in range(1, 13)),
)
MSD_TRACKS = (
    ("punk", "TRAAAAA000000000A1", "The Clash", "London Calling"),
    ("punk", "TRAAAAB000000000A2", "Wire", "12XU (live, loud)"),
    ("folk", "TRAAAAC000000000A3", "Vashti Bunyan", 'The "Boy"'),
    ("folk", "TRAAAAD000000000A4", "Various Artists", "#1"),
)
SPOTIFY_COLUMNS = (
    *(
        f"{name}_{statistics}"
        for name in (
            *("chroma_stft", "rms", "spectral_centroid", "spectral_bandwidth", "rolloff", "flatness", "contrast"),
            *("flux", "zcr", "harmonics", "percussive", *(f"mfcc_{n}" for n in range(1, 21))),
        )
        for statistics in ("mean", "var")
    ),
    "tempo",
)


def touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def write_rows(path: Path, *rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def make_folder(root: Path) -> Path:
    touch(root, "folk/album/1.mp3", "folk/2.ogg", "techno/Ünïcode 音.wav", "techno/notes.txt")
    return root


def make_arranged(folder: Path) -> Path:
    """The table alone, as the sound is made when somebody listens."""
    folder.mkdir(parents=True)
    names = [f"arranged-{genre}-{n:02d}" for genre in ("blues", "rock") for n in range(3)]
    keys = {"track_id": names, "segment": 0, "start_s": 0.0, "genre": [name.split("-")[1] for name in names]}
    rows = pd.DataFrame(keys).assign(artist=None, synthetic=True, rms_mean=np.linspace(0.1, 0.2, 6), tempo=120.0)
    rows.to_parquet(folder / arranged.TABLE)
    return folder


def make_gtzan(root: Path) -> Path:
    touch(root, "genres_original/rock/rock.00000.wav", "genres_original/blues/blues.00001.wav")
    touch(root, "genres_original/blues/blues.00000.wav", "images_original/blues/blues00000.png")
    tracks = ["blues.00000", "blues.00001", "rock.00000"]
    write_gtzan_table(root / "features_30_sec.csv", [f"{track}.wav" for track in tracks])
    write_gtzan_table(root / "features_3_sec.csv", [f"{track}.{n}.wav" for track in tracks for n in range(10)])
    return root


def write_gtzan_table(path: Path, names: list[str]) -> None:
    numbers = np.random.default_rng(0).random((len(names), 2)).tolist()
    rows = [
        (name, 66149, *values, gtzan.genre_of(gtzan.parse_id(name)))
        for name, values in zip(names, numbers, strict=True)
    ]
    write_rows(path, ("filename", "length", "rms_mean", "tempo", "label"), *rows)


def make_fma(root: Path) -> Path:
    """The folder around ``fma_metadata`` and the clips of ``fma_large``."""
    touch(root, *(f"fma_large/{id // 1000:03d}/{id:06d}.mp3" for id, *_ in FMA_TRACKS), "fma_large/checksums")
    write_fma_metadata(root / "fma_metadata")
    return root


def write_fma_metadata(folder: Path) -> None:
    rows = []
    for id, artist_id, artist, split, subset, seconds, top, genres, genres_all, licence in FMA_TRACKS:
        album, bio = (0, 1, "[]", "Album"), ("<p>born,\nraised</p>", artist_id, artist, "['awol', 'hip']")
        rows.append(
            (id, *album, *bio, split, subset, 256000, seconds, top, genres, genres_all, licence, "A title, with comma")
        )
    header = zip(("", ""), *FMA_COLUMNS, strict=True)
    write_rows(folder / "tracks.csv", *header, ("track_id", *[""] * len(FMA_COLUMNS)), *rows)
    write_rows(folder / "genres.csv", ("genre_id", "#tracks", "parent", "title", "top_level"), *FMA_GENRES)
    numbers = np.random.default_rng(0).random((len(FMA_TRACKS), len(FMA_FEATURES))).round(6).tolist()
    header = zip(("feature", "statistics", "number"), *FMA_FEATURES, strict=True)
    values = [(id, *row) for (id, *_), row in zip(FMA_TRACKS, numbers, strict=True)]
    write_rows(folder / "features.csv", *header, ("track_id", *[""] * len(FMA_FEATURES)), *values)


def make_msd(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    numbers = [[-8.5, 120.0 + n, 4.0, 9.0, 1.0, 200.5, *range(n, n + 24)] for n in range(len(MSD_TRACKS))]
    lines = [
        "# MILLION SONG GENRE DATASET",
        "# FORMAT: # - denotes a comment",
        "          % - one line after comments, column names",
        "%" + ",".join(MSD_NAMES),
        *(",".join([*texts, *map(str, row)]) for texts, row in zip(MSD_TRACKS, numbers, strict=True)),
    ]
    (root / TABLE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    labels = ["# from tagtraum", "TRAAAAA000000000A1\tPunk", "TRAAAAE000000000A5\tRock\tPop"]
    (root / LABELS[1]).write_text("\n".join(labels) + "\n", encoding="utf-8")
    return root


def make_spotify(root: Path) -> Path:
    touch(root, "Audio_Spotify/hip-hop/1.mp3", "Audio_Spotify/blues/1.mp3", "Audio_Spotify_Test/blues/1.mp3")
    for name in ("dataset_30s.csv", "dataset_3s.csv"):
        write_spotify_table(root / name)
    return root


def write_spotify_table(path: Path) -> None:
    labels = ("blues", "blues", "hip-hop", "hip-hop")
    numbers = np.random.default_rng(0).random((len(labels), len(SPOTIFY_COLUMNS))).tolist()
    rows = [(*row, label) for row, label in zip(numbers, labels, strict=True)]
    write_rows(path, (*SPOTIFY_COLUMNS, "label"), *rows)


def make_emotify(root: Path) -> Path:
    """The layout of the download: folders of numbered files, and the votes beside them."""
    touch(root, *(f"emotifymusic/{genre}/{n}.mp3" for genre in ("classical", "rock") for n in (1, 2, 100)))
    names = (*EMOTIONS, "mood", "liked", "disliked", "age", "gender", "mother tongue")
    header = ("track id", " genre", *(f" {name}" for name in names))
    votes = (
        (1, "classical", *(0, 0, 0, 0, 1, 0, 0, 0, 1), 3, 1, 0, 30, 1, "Dutch"),
        (1, "classical", *(0, 0, 0, 0, 1, 0, 0, 0, 0), 2, 0, 0, 21, 0, "English"),
        (1, "classical", *(0, 0, 0, 0, 0, 0, 0, 0, 0), 2, 0, 1, 21, 0, "English"),
        (101, "rock", *(1, 0, 0, 0, 0, 1, 0, 0, 0), 3, 1, 0, 44, 1, "Greek"),
        (200, "rock", *(0, 0, 0, 0, 0, 0, 0, 1, 0), 3, 1, 0, 44, 1, "Greek"),
    )
    write_rows(root / "data.csv", header, *votes)
    return root


def make_synthetic(root: Path, *, engine: str = synthetic.BAND) -> Path:
    """Four clips of two genres as `core.synthesis` lays them down, and one whose sidecar is missing."""
    root.mkdir(parents=True, exist_ok=True)
    (root / synthetic.RECIPE).write_text(json.dumps({"kind": synthetic.KIND, "engine": engine}), encoding="utf-8")
    for n, genre in enumerate(("disco", "funk", "disco", "funk")):
        touch(root, f"{genre}/made-0a1b2c3d-{genre}-{n:06d}.flac")
        (root / genre / f"made-0a1b2c3d-{genre}-{n:06d}.flac.json").write_bytes(
            sidecar(made_mark(genre, n, engine=engine))
        )
    touch(root, "disco/made-0a1b2c3d-disco-000009.flac")
    return root


def made_mark(genre: str, n: int, *, engine: str = synthetic.BAND, prompt_id: str = "", pattern: str = "") -> Mark:
    """What the sidecar of the n-th clip of a recipe says."""
    settings = {"recipe": "gtzan-synth", "genre": genre, "prompt_id": prompt_id or f"prompt {n}", "duration_s": 10.0}
    if engine == synthetic.MUSICGEN:
        return Mark("MusicGen", "musicgen-small", n, settings, prompt=f"{genre} {n}", licence="cc-by-nc")
    brief = brief_for(genre, seed=n, duration_s=10.0)
    mark = replace(band_mark(brief), settings=settings | {"pattern": pattern or f"pattern {n}"}, prompt=f"{genre} {n}")
    return replace(mark, loudness_lufs=-16.0)


MAKERS: dict[str, Callable[[Path], Path]] = {
    "arranged": make_arranged,
    "gtzan": make_gtzan,
    "fma": make_fma,
    "msd": make_msd,
    "emotify": make_emotify,
    "spotify": make_spotify,
    "synthetic": make_synthetic,
    "synthetic-musicgen": partial(make_synthetic, engine=synthetic.MUSICGEN),
    "folder": make_folder,
}
