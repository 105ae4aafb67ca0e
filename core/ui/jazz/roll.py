"""A clip and its sound in, the player with its piano roll out: the pianist, a bass among the notes, drums below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.figures.jazz.roll import BASS, DRUMS, GIVEN, OWN, NotesLane
from core.ui.player import sound_player

if TYPE_CHECKING:
    from core.jazz.notes import Notes
    from core.ui.jazz.clips import Clip
    from core.ui.jazz.engine import Sounded

MAX_VELOCITY = 127
# General MIDI's keys of what a jazz drummer has, from the floor up; a stroke of any other has a row by its number.
DRUM_NAMES = {
    **{36: "kick", 44: "hi-hat (foot)", 42: "hi-hat", 46: "open hi-hat", 37: "side stick", 38: "snare"},
    **{45: "low tom", 47: "middle tom", 50: "high tom", 51: "ride cymbal", 53: "ride bell", 49: "crash cymbal"},
}


def roll_player(clip: Clip, sounded: Sounded, *, key: str, call: int = 0) -> None:
    """The player of a clip: a piano roll on the time axis of its sound."""
    sound_player(
        sounded.data,
        mime="audio/flac",
        peaks=sounded.peaks,
        duration_s=sounded.duration_s,
        key=key,
        name=clip.name,
        call=call,
        lanes=rolls_of(clip, sounded),
    )


def rolls_of(clip: Clip, sounded: Sounded) -> list[NotesLane]:
    """The notes as they sound, those that the visitor brought and those of a bass apart; strokes of drums below."""
    drums = sounded.notes_of(DRUMS)
    return [_keys(clip, sounded), *([_drums(drums)] if drums is not None else [])]


def _keys(clip: Clip, sounded: Sounded) -> NotesLane:
    n_given = len(clip.notes.taken(slice(0, clip.n_given)).transposed(clip.playing.get("transpose", 0)))
    parts = [GIVEN] * n_given + [OWN] * (len(sounded.notes) - n_given)
    columns = _columns(sounded.notes)
    bass = sounded.notes_of(BASS)
    if bass is not None:
        columns = [np.concatenate(pair) for pair in zip(columns, _columns(bass), strict=True)]
        parts += [BASS] * len(bass)
    order = np.argsort(columns[0], kind="stable")
    names = {OWN: clip.playing.get("instrument", "piano"), GIVEN: "your phrase", BASS: "bass"}
    return NotesLane("Notes", *(column[order] for column in columns), [parts[place] for place in order], names)


def _drums(strokes: Notes) -> NotesLane:
    """A row for each drum that is struck."""
    keys = sorted(set(strokes.pitch.tolist()), key=_height)
    start_s, duration_s, pitch, loudness = _columns(strokes)
    rows = np.array([keys.index(key) for key in pitch.tolist()])
    names = [DRUM_NAMES.get(key, f"drum {key}") for key in keys]
    return NotesLane("Drums", start_s, duration_s, rows, loudness, [DRUMS] * len(rows), row_names=names)


def _height(key: int) -> int:
    return list(DRUM_NAMES).index(key) if key in DRUM_NAMES else len(DRUM_NAMES) + key


def _columns(notes: Notes) -> list[np.ndarray]:
    return [notes.start_s, notes.duration_s, notes.pitch, notes.velocity / MAX_VELOCITY]
