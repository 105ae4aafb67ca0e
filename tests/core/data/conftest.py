"""Hand-made lists of GTZAN's names and tables that fit them, so that protocols are tested without shared data."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.datasets import gtzan
from core.data.loading import load_table
from core.data.table import FeatureTable
from core.downloads import REMOTE_FILES

GENRES = ("blues", "rock")
N_ARTISTS, N_EACH = 6, 3  # of each genre; an artist's tracks follow each other
TRACKS = {
    f"{genre}.{N_EACH * artist + n:05d}": f"{genre} {artist}"
    for genre, artist, n in product(GENRES, range(N_ARTISTS), range(N_EACH))
}


def _lists() -> dict[str, str]:
    """The text of each list: artists 0 and 1 of each genre are fold 1, and so on."""
    artists = list(dict.fromkeys(TRACKS.values()))
    fold = {artist: 1 + int(artist[-1]) // 2 for artist in artists}
    filtered = dict(zip(range(N_ARTISTS), ["train"] * 3 + ["valid"] + ["test"] * 2, strict=True))
    texts = {}
    for n, part in product((1, 2, 3), ("train", "evaluate")):
        ids = [track_id for track_id, artist in TRACKS.items() if (fold[artist] == n) == (part == "evaluate")]
        genres = [f"./{track_id.replace('.', '_')}.wav\t{track_id.split('.')[0]}\n" for track_id in ids]
        groups = [f"./{track_id.replace('.', '_')}.wav\t{artists.index(TRACKS[track_id])}\n" for track_id in ids]
        texts[f"gtzan_foleis_f{n}_{part}.txt"] = "".join(genres)
        texts[f"gtzan_foleis_f{n}_{part}_groups.txt"] = "".join(groups)
    for part in ("train", "valid", "test"):
        ids = [track_id for track_id, artist in TRACKS.items() if filtered[int(artist[-1])] == part]
        texts[f"gtzan_filtered_{part}.txt"] = "".join(f"{i.split('.')[0]}/{i}.wav\n" for i in ids)
    return texts


@pytest.fixture
def put_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """``put_list(name, text)``: write a list into a mirror of its own and make it the right one."""
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(mirror))

    def put(name: str, text: str) -> None:
        (mirror / name).write_text(text, encoding="utf-8")
        row = replace(REMOTE_FILES[name], sha256=hashlib.sha256(text.encode()).hexdigest(), n_bytes=len(text))
        monkeypatch.setitem(REMOTE_FILES, name, row)
        gtzan.listed_artists.cache_clear()

    yield put
    gtzan.listed_artists.cache_clear()


@pytest.fixture
def lists(put_list: Callable[[str, str], None]) -> dict[str, str]:
    """The hand-made lists, in the place of the published ones: track id -> artist."""
    for name, text in _lists().items():
        put_list(name, text)
    return TRACKS


@pytest.fixture
def public_rows() -> pd.DataFrame:
    """A table in the layout of the public one: two made features for every track of the hand-made lists."""
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "filename": [f"{track_id}.wav" for track_id in TRACKS],
            "length": 661_794,
            "rms_mean": rng.random(len(TRACKS)),
            "tempo": 60 + 100 * rng.random(len(TRACKS)),
            "label": [track_id.split(".")[0] for track_id in TRACKS],
        }
    )


@pytest.fixture
def own_rows() -> pd.DataFrame:
    """A table in our own layout: three segments of each of eight tracks, two genres, four artists."""
    rng = np.random.default_rng(0)
    tracks = [(f"song {n}", ("folk", "techno")[n % 2], f"band {n % 4}") for n in range(8)]
    rows = [(*track, segment, 30.0 * segment) for track in tracks for segment in range(3)]
    table = pd.DataFrame(rows, columns=["track_id", "genre", "artist", "segment", "start_s"])
    return table.assign(rms_mean=rng.random(len(table)), tempo=60 + 100 * rng.random(len(table)))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """``write(rows, name="table.csv")``: store a table and return its path as text."""

    def store(rows: pd.DataFrame, name: str = "table.csv") -> str:
        path = tmp_path / name
        if path.suffix == ".parquet":
            rows.to_parquet(path, index=False)
        else:
            rows.to_csv(path, index=False)
        return str(path)

    return store


@pytest.fixture
def made_gtzan(lists: dict[str, str], public_rows: pd.DataFrame, write: Callable[..., str]) -> FeatureTable:
    """The table of the hand-made lists, loaded."""
    return load_table(write(public_rows))


@pytest.fixture(scope="session")
def real_gtzan(shared: Path) -> FeatureTable:
    """The public table of GTZAN with its published lists."""
    return load_table("gtzan")
