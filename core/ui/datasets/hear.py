"""A track in, a player with its waveform out; what cannot be heard says why in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from core.errors import AudioError, DataError
from core.figures.words import as_sentence
from core.ui.markup import banner, caption
from core.ui.playable import browser_format, decoded_flac
from core.ui.player import sound_player
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from core.data.datasets import Track
    from core.figures.lanes import ImageLane
    from core.sound.decode import Signal

SR = 22_050
# Enough to look sharp on a wide screen; two numbers each travel to the browser.
N_PEAKS = 1200
_sounds = Shelf(max_entries=24)


@dataclass(frozen=True, eq=False)
class Playable:
    """What a browser needs of a recording: ``data`` that it plays, ``peaks`` (N_PEAKS, 2), and a gain for listening.

    ``mel`` is its mel spectrogram; None where it is too short for one.
    """

    data: bytes | Path
    mime: str
    peaks: np.ndarray
    duration_s: float
    gain_db: float
    notes: tuple[str, ...]
    mel: ImageLane | None


def track_player(track: Track, *, key: str, call: int = 0, mel: bool = True) -> bool:
    """Show the player of a track, and say whether there is one; else its place tells why it cannot be heard.

    Parameters
    ----------
    key : unique on the page; another track under the same key starts at its beginning
    call : the number of the click that asks for this track, which then plays at once; 0 only shows it
    mel : whether its mel spectrogram lies under the waveform
    """
    try:
        with st.spinner("Reading the sound", show_time=False):
            sound = playable_track(track)
    except (AudioError, DataError) as error:
        banner("error", f"“{track.id}” cannot be heard", as_sentence(str(error)))
        return False
    sound_player(
        sound.data,
        mime=sound.mime,
        peaks=sound.peaks,
        duration_s=sound.duration_s,
        key=key,
        gain_db=sound.gain_db,
        name=track.id,
        call=call,
        lanes=(sound.mel,) if mel and sound.mel is not None else (),
    )
    if notes := notes_on(track, sound.notes):
        caption(" ".join(as_sentence(note) for note in notes))
    return True


def notes_on(track: Track | None, notes: Sequence[str]) -> list[str]:
    """What a listener should know of a sound: what made it, where that was a program, and how it was read."""
    return [*([track.source.provenance] if track is not None and track.is_synthetic else []), *notes]


def playable_track(track: Track) -> Playable:
    """Decode a track for the browser, once; raises AudioError or DataError with words for the visitor."""
    return _sounds.get_or_make(sound_key(track), lambda: _make(track))


def sound_key(track: Track) -> Hashable:
    """A recording is the same until its file changes; a renderer is a value, and makes the same sound each time."""
    if track.path is None:
        return track.sound
    try:
        found = track.path.stat()
    except OSError as error:
        raise AudioError(f"{track.id} cannot be read: {error.strerror}; is the drive still there?") from error
    return track.path, found.st_mtime_ns, found.st_size


def _make(track: Track) -> Playable:
    from core.sound.loudness import playback_gain_db
    from core.sound.waveform import waveform_peaks

    signal = track.decode(sr=SR)
    data, mime = _for_browsers(track)
    return Playable(
        data=data,
        mime=mime,
        peaks=waveform_peaks(signal.y, N_PEAKS),
        duration_s=signal.duration_s,
        # A mono mix is played by two loudspeakers, which counts twice.
        gain_db=playback_gain_db(np.stack([signal.y, signal.y]), sr=signal.sr),
        notes=signal.notes,
        mel=_mel(signal),
    )


def _mel(signal: Signal) -> ImageLane | None:
    """The mel spectrogram of the anatomy page; its sentence is left for there."""
    from core.anatomy.mel import MEL, mel_picture
    from core.features.frames import MIN_SAMPLES
    from core.ui.lanes import image_lane

    if signal.y.size < MIN_SAMPLES:
        return None
    grid, image = mel_picture(signal)
    return replace(image_lane(MEL, image, grid), about="")


def _for_browsers(track: Track) -> tuple[bytes | Path, str]:
    """The file itself where browsers know its format, else its sound as FLAC."""
    if track.path is None:
        return track.sound.flac(), "audio/flac"
    data = track.path.read_bytes()
    mime = browser_format(data)
    return (track.path, mime) if mime else (decoded_flac(data), "audio/flac")
