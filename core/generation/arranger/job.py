"""What the band shall play in, clips on the disk out, as a job: each with its mark."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from core.errors import DataError
from core.generation.arranger import arrange, brief_for, play
from core.generation.arranger.origin import band_mark
from core.generation.briefs import Brief
from core.generation.clips import Clip, place_of_job, write_clip
from core.generation.marks import MAX_PROMPT
from core.jobs import Workbench

KIND = "band"
SR = 44_100
MAX_CLIPS = 16
PathOf = Callable[[int], Path]
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class BandParams:
    """What the band shall play; what is None, or empty, is drawn by the seed.

    Attributes
    ----------
    n_clips : so many, of the seed and those that follow it
    prompt : the sentence that all this was read from, or "": it is only told in the mark
    """

    genre: str
    seed: int = 0
    duration_s: float = 20.0
    tempo_bpm: float | None = None
    key: str | None = None
    mood: str | None = None
    instruments: tuple[str, ...] = ()
    n_clips: int = 1
    prompt: str = ""

    def brief(self, place: int = 0) -> Brief:
        """The brief of one of the clips; raises DataError where the band cannot play it."""
        fixed = {name: getattr(self, name) for name in ("tempo_bpm", "key", "mood")}
        wishes: dict[str, Any] = {name: value for name, value in fixed.items() if value is not None}
        wishes |= {"instruments": self.instruments} if self.instruments else {}
        return brief_for(self.genre, seed=self.seed + place, duration_s=self.duration_s, **wishes)

    def check(self) -> None:
        """Raise DataError where the band cannot play it."""
        if not 1 <= self.n_clips <= MAX_CLIPS:
            raise DataError(f"n_clips={self.n_clips} must lie between 1 and {MAX_CLIPS}")
        if len(self.prompt) > MAX_PROMPT:
            raise DataError(
                f"the prompt has {len(self.prompt):,} characters, but {MAX_PROMPT:,} fit into a mark; say it shorter"
            )
        arrange(self.brief())


def play_clips(params: BandParams, bench: Workbench) -> dict[str, Any]:
    """The job: FLAC files and their sidecars in its folder.

    Returns
    -------
    dict of ``files`` (names in the folder), ``sr`` and ``took_s``

    Raises
    ------
    CoreError
        The band cannot play it, or the disk refuses.
    """

    began = time.perf_counter()
    clips = write_clips(params, place=partial(place_of_job, bench.folder), progress=bench.tell)
    took_s = round(time.perf_counter() - began, 3)
    return {"files": [clip.path.name for clip in clips], "sr": SR, "took_s": took_s}


def write_clips(params: BandParams, *, place: PathOf, progress: Progress) -> tuple[Clip, ...]:
    """Have the band play and write the clips, each where ``place(i)`` says; raises CoreError as `play_clips` does."""
    params.check()
    clips = []
    for i in range(params.n_clips):
        progress(i / params.n_clips, f"{i} of {params.n_clips} clips played" if params.n_clips > 1 else "playing")
        began = time.perf_counter()
        arrangement = arrange(params.brief(i))
        y = play(arrangement, sr=SR)
        mark = band_mark(arrangement.brief, took_s=round(time.perf_counter() - began, 3))
        clips.append(write_clip(y, replace(mark, prompt=params.prompt or None), path=place(i), sr=SR))
    return tuple(clips)
