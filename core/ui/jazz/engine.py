"""What the Jazz page needs and is slow to import (torch, the soundfont): opened when the page is up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.figures.words import percent
from core.generation.marks import EDITED, TRAINED
from core.jazz.attributes import measured
from core.jazz.models.loaded import JazzModel, load_model, model_folder
from core.jazz.notes import Notes
from core.jazz.playing.exports import EXPORTS, file_name, flac_bytes, mark_of
from core.jazz.playing.exports import Clip as Playable
from core.jazz.playing.params import PlayParams
from core.jazz.playing.pulse import Pulse, estimate_pulse
from core.jazz.playing.sound import SR, play, players, sound_of
from core.jazz.playing.trio import Player
from core.jazz.sampling import Sample, SampleParams, posterior, sample
from core.jazz.steering.interpolation import interpolate
from core.jazz.steering.latent_map import LatentMap, load_map
from core.jazz.steering.sliders import offered_sliders, steered
from core.sound.waveform import waveform_peaks
from core.ui.jazz.clips import Clip, new_id, now
from core.ui.jazz.wish import Wish
from core.ui.shelf import Shelf

__all__ = [
    "EXPORTS",
    "LatentMap",
    "Sounded",
    "file_of",
    "load_map",
    "make",
    "make_between",
    "name_of",
    "sounded",
    "warm_up",
]

N_PEAKS = 1200
_sounds = Shelf(max_entries=48)  # about 1 MB each
_files = Shelf(max_entries=24)


@dataclass(frozen=True, eq=False)
class Sounded:
    """A clip as the player needs it.

    Attributes
    ----------
    data : FLAC
    peaks : (N_PEAKS, 2), as `core.sound.waveform.waveform_peaks` finds them
    players : with their notes in the seconds in which they sound; the pianist first
    attributes : name -> value, of the pianist's notes as they sound
    pulse : that bass and drums follow, where no beats are known; None where they are, and without the two
    """

    data: bytes
    peaks: np.ndarray
    duration_s: float
    players: Sequence[Player]
    attributes: Mapping[str, float]
    pulse: Pulse | None = None

    @property
    def notes(self) -> Notes:
        """The pianist's."""
        return self.players[0].notes

    def notes_of(self, role: str) -> Notes | None:
        """What a player with this role plays; None where there is none."""
        return next((player.notes for player in self.players if player.role == role), None)


def make(
    wish: Wish,
    *,
    title: str,
    way: str = "a new seed",
    z: Sequence[float] | None = None,
    conditions: np.ndarray | None = None,
    phrase: Notes | None = None,
) -> Clip:
    """Play once what is wished; raises CoreError with words for the visitor.

    Parameters
    ----------
    title : of the model, for people
    way : what it comes from, in a few words
    z : where in the latent space; by default where the seed, or the phrase, leads
    conditions : codes to begin with; by default nothing is known, or what the phrase has
    phrase : notes to go on from
    """
    model = load_model(wish.model)
    z, conditions = _steered(model, wish, z=z, conditions=conditions, phrase=phrase)
    made = sample(model, wish.params, z=z, conditions=conditions, prime=phrase)
    return _clip(model, wish, made, title=title, way=way)


def make_between(
    wish: Wish, first: int | Clip, last: int | Clip, *, n_steps: int, title: str
) -> tuple[list[Clip], pd.DataFrame]:
    """Clips on the way from one seed or clip to another, and the table of what changes; raises CoreError."""
    model = load_model(wish.model)
    ends = [end if isinstance(end, int) else end.notes for end in (first, last)]
    found = interpolate(model, *ends, n_steps=n_steps, params=wish.params)
    names = [f"seed {end}" if isinstance(end, int) else end.name.lower() for end in (first, last)]
    ways = [f"{percent(share)} of the way from {names[0]} to {names[1]}" for share in found.table["share"]]
    plain = Wish(wish.model, wish.params)
    clips = [_clip(model, plain, made, title=title, way=way) for made, way in zip(found.samples, ways, strict=True)]
    return clips, found.table


def _steered(
    model: JazzModel, wish: Wish, *, z: Sequence[float] | None, conditions: np.ndarray | None, phrase: Notes | None
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The z and the conditions to play from; None leaves them to the phrase."""
    if phrase is not None and not wish.wishes:
        return None, None
    if z is None:
        z = model.prior(1, seed=wish.params.seed)[0] if phrase is None else posterior(model, phrase)[0]
    start = model.conditions(manner=wish.manner)
    if conditions is not None:
        start = np.where(start > 0, start, conditions)
    sliders = offered_sliders(model, model_folder(model.name))
    moved, codes = steered(
        model, sliders, dict(wish.attributes), z=np.asarray(z, dtype=np.float32)[None], conditions=start
    )
    return moved[0], codes[0]


def sounded(clip: Clip) -> Sounded:
    """The sound and the roll of a clip, made once for each way of playing it; raises CoreError."""
    params = PlayParams(**clip.playing)
    return _sounds.get_or_make((clip.id, params), lambda: _sounded(clip, params))


def file_of(clip: Clip, kind: str) -> bytes:
    """The bytes of a clip as a file of one of EXPORTS; raises CoreError."""
    params = PlayParams(**clip.playing)
    return _files.get_or_make((clip.id, params, kind), lambda: EXPORTS[kind].content(_playable(clip, params)))


def name_of(clip: Clip, kind: str) -> str:
    """The name of that file."""
    return file_name(_playable(clip, PlayParams(**clip.playing)).mark, kind)


def warm_up(name: str) -> None:
    """Load, and play once, what the first press would wait for."""
    model = load_model(name)
    made = sample(model, SampleParams(n_notes=8))
    play(made.notes, PlayParams(), is_timed=model.representation.is_timed)


def _sounded(clip: Clip, params: PlayParams) -> Sounded:
    ensemble = players(clip.notes, params, is_timed=clip.is_timed)
    y = sound_of(ensemble)
    notes = ensemble[0].notes
    return Sounded(
        data=flac_bytes(y, _playable(clip, params).mark),
        peaks=waveform_peaks(y.mean(axis=0), N_PEAKS),
        duration_s=y.shape[1] / SR,
        players=tuple(ensemble),
        attributes=measured(notes),
        pulse=estimate_pulse(notes) if params.trio and clip.is_timed else None,
    )


def _playable(clip: Clip, params: PlayParams) -> Playable:
    sampling: dict[str, Any] = {**clip.settings, "wishes": dict(clip.wishes), "way": clip.way}
    sampling.pop("seed")
    mark = mark_of(
        clip.model,
        seed=clip.seed,
        sampling=sampling | {"z": [round(float(value), 4) for value in clip.z]},
        params=params,
        source_type=EDITED if clip.n_given else TRAINED,
    )
    return Playable(clip.notes, params, clip.is_timed, mark)


def _clip(model: JazzModel, wish: Wish, made: Sample, *, title: str, way: str) -> Clip:
    return Clip(
        id=new_id(),
        number=0,
        made=now(),
        model=model.name,
        model_title=title,
        is_timed=model.representation.is_timed,
        way=way,
        settings=wish.settings,
        wishes=wish.wishes,
        notes=made.notes,
        z=tuple(float(value) for value in made.z),
        n_given=made.n_prime,
    )
