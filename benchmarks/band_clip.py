"""The genre and the seed of a clip, or a real recording, in; all that the benchmark of the band measures of it out.

What comes out is JSON, so that it can be kept and a run that was stopped goes on where it was.
"""

import hashlib
import time
from dataclasses import asdict
from functools import cache
from typing import Any

from benchmarks import band_notes, band_sound
from benchmarks.recordings import Recording
from core.data.datasets.arranged import DURATION_S, MADE_SR
from core.features import GTZAN_COLUMNS, SR
from core.features.extract import extract
from core.generation.arranger import GENRES, Arrangement, arrange, brief_for, midi_bytes, play
from core.generation.arranger.sound import stems
from core.genre_mix import genre_mix
from core.models.loaded import LoadedModel, load_model
from core.sound.decode import Signal, decode
from core.sound.loudness import loudness_lufs

ALL = "all"
_EVERY = 5  # clips, of which one is taken apart into its players
ROLES = ("drums", "bass", "comp", "lead")


def measured(clip: tuple[str, int]) -> dict[str, Any]:
    """Everything about one clip of the dataset; ``bars`` are for `band_notes.shared_bars`."""
    genre, seed = clip
    brief = brief_for(genre, seed=seed, duration_s=DURATION_S)
    arrangement = arrange(brief)
    stereo = play(arrangement, sr=MADE_SR)
    y = band_sound.mono(stereo, sr=MADE_SR)
    in_chord, n_bass = band_notes.bass_on_strong_beats(arrangement)
    return {
        "genre": genre,
        "seed": seed,
        "bass_in_chord": in_chord,
        "n_bass": n_bass,
        "out_of_register": band_notes.out_of_register(arrangement),
        "off_grid": band_notes.off_grid(arrangement),
        "empty_bars": band_notes.empty_bars(arrangement),
        "tempo_off_bpm": abs(band_notes.midi_tempo_bpm(arrangement) - brief.tempo_bpm),
        "swing": arrangement.swing,
        "swing_played": band_notes.swing_ratio(arrangement),
        "bars": {role: band_notes.bars(arrangement, None if role == ALL else role) for role in (ALL, *ROLES)},
        "n_samples_off": stereo.shape[1] - round(DURATION_S * MADE_SR),
        "features": extract(y, columns=GTZAN_COLUMNS)[0].tolist(),
        "heard_as": genre_mix(Signal(y, SR), model=_model(), n_threads=1).top[0],
        "roles_lu": _levels_of_roles(arrangement) if seed % _EVERY == 0 else {},
        **band_sound.levels(stereo, sr=MADE_SR),
        **asdict(band_sound.beats_heard(y, arrangement.beats_s, tempo_bpm=brief.tempo_bpm)),
        **band_sound.compared(y),
    }


def learnt(clip: tuple[str, int]) -> dict[str, Any]:
    """The 57 columns of a clip, which a classifier learns from."""
    genre, seed = clip
    arrangement = arrange(brief_for(genre, seed=seed, duration_s=DURATION_S))
    y = band_sound.mono(play(arrangement, sr=MADE_SR), sr=MADE_SR)
    return {"genre": genre, "features": extract(y, columns=GTZAN_COLUMNS)[0].tolist()}


def fingerprint(clip: tuple[str, int]) -> str:
    """What changes when the notes of a clip or the sound of its genre do; the code that records is not looked at."""
    genre, seed = clip
    notes = midi_bytes(arrange(brief_for(genre, seed=seed, duration_s=DURATION_S)))
    return hashlib.sha256(notes + repr(GENRES[genre].sound).encode()).hexdigest()


def real(recording: Recording) -> dict[str, Any]:
    """The compared numbers of a real recording."""
    signal = decode(recording.path, sr=SR, name=recording.name)
    return {"genre": recording.genre, **band_sound.compared(signal.y)}


def seconds_for(genre: str, *, seed: int, duration_s: float) -> tuple[float, float]:
    """How long a clip takes from the brief to the recording, by the clock and of the processor's time."""
    started, used = time.perf_counter(), time.process_time()
    play(arrange(brief_for(genre, seed=seed, duration_s=duration_s)))
    return time.perf_counter() - started, time.process_time() - used


def _levels_of_roles(arrangement: Arrangement) -> dict[str, float]:
    """Role -> loudness of its players in the mix, against the whole of it."""
    players = stems(arrangement, GENRES[arrangement.brief.genre].sound, sr=MADE_SR)
    whole = loudness_lufs(sum(players.values()), sr=MADE_SR)
    return {role: loudness_lufs(y, sr=MADE_SR) - whole for role, y in players.items()}


@cache
def _model() -> LoadedModel:
    return load_model()
