"""Arranged-10: 500 clips that the band of this project plays by rules, ten genres, rendered when somebody listens.

It ships with the project, so that there is something to look at and to hear on a machine without network. Nothing that
is found in it says anything about real music.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from core.data.datasets.gtzan import GENRES
from core.data.datasets.tables import SEGMENT_KEY
from core.data.datasets.track import GENRE, Dataset, Published, Source, Track, check_folder
from core.errors import DataError
from core.generation.arranger import RULES_NOTE, arrange, brief_for, play
from core.generation.arranger.origin import band_mark
from core.generation.briefs import Brief
from core.licences import LICENCES
from core.sound.decode import Signal
from core.sound.rates import at_rate

TABLE = "arranged_20_sec.parquet"
N_PER_GENRE, DURATION_S = 50, 20.0
MADE_SR = 44_100
FIRST_SEED = 1000  # of every genre; the demos, tests and other clips take other seeds


@dataclass(frozen=True)
class Arranged:
    """One clip of the band, which a genre and a seed tell all of."""

    genre: str
    seed: int

    @property
    def brief(self) -> Brief:
        """What the band is asked for."""
        return brief_for(self.genre, seed=self.seed, duration_s=DURATION_S)

    def render(self, *, sr: int) -> Signal:
        """The clip in mono at ``sr``."""
        mono = _played(self).mean(axis=0)
        return Signal(at_rate(mono, sr=MADE_SR, wanted=sr), sr)

    def flac(self) -> bytes:
        """The clip in stereo, for listening."""
        from core.generation.clips import clip_bytes  # late: it measures loudness, and lists of datasets need no scipy

        return clip_bytes(_played(self), band_mark(self.brief), sr=MADE_SR)


def index(path: Path) -> list[Track]:
    """All clips, genre by genre; ``path`` is the folder that holds their table."""
    check_folder(path)
    if not _recognises(path):
        raise DataError(f"{path} holds none of {TABLE}; the built-in dataset lies in the project's assets")
    return all_tracks()


def all_tracks() -> list[Track]:
    """The same without looking for the table."""
    return [_track(genre, FIRST_SEED + n) for genre in GENRES for n in range(N_PER_GENRE)]


def read_table(path: Path) -> pd.DataFrame:
    """The rows of the table that ships with the clips."""
    rows = pd.read_parquet(path)
    rows.attrs[SEGMENT_KEY] = DURATION_S
    return rows


def _track(genre: str, seed: int) -> Track:
    brief = brief_for(genre, seed=seed, duration_s=DURATION_S)
    tags = brief.tags
    return Track(
        id=f"arranged-{genre}-{seed - FIRST_SEED:02d}",
        sound=Arranged(genre, seed),
        labels={GENRE: genre, "tempo": tags["tempo"], "mode": tags["mode"], "mood": tags["mood"]},
        duration_s=DURATION_S,
        tags=(tags["tempo"], tags["mode"], tags["mood"], *tags["instruments"]),
        source=Source("synthetic", f"{RULES_NOTE} ({genre}, seed {seed})"),
        licence=LICENCES["made-here"],
    )


@lru_cache(maxsize=4)
def _played(clip: Arranged) -> np.ndarray:
    return play(arrange(clip.brief), sr=MADE_SR)


def _recognises(path: Path) -> bool:
    return (path / TABLE).is_file()


DATASET = Dataset(
    name="arranged",
    title="Arranged-10",
    about=(
        "500 clips of 20 s in GTZAN's ten genres, arranged by rules of this project and played by a soundfont when you "
        "press play. Neither real music nor AI: good for looking around, and no ground for claims about real music. "
        "Some clips share a pattern and its chords, and splits by tracks do not keep those apart."
    ),
    licence=LICENCES["made-here"],
    citation="Genrescope, Arranged-10 (2026)",
    index=index,
    published=Published(
        n_clips=500,
        n_genres=10,
        clip_s=DURATION_S,
        year=2026,
        balance="50 of each genre",
        source="Genrescope 2026",
    ),
    tables=MappingProxyType({TABLE: read_table}),
    label=RULES_NOTE,
    places=("arranged",),
    is_built_in=True,
    recognises=_recognises,
    how_to_get="It is part of Genrescope",
)
