"""EXPORTS: a clip in; the bytes of a file to take away, marked as machine-made, out. A new kind is one line here."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np

from core.generation.clips import clip_bytes
from core.generation.marks import TRAINED, Mark, marked, sidecar
from core.jazz.models.loaded import BUILT_IN
from core.jazz.notes import Notes
from core.jazz.playing.notation import musicxml
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import SR, play, players, score_of

ENGINE = "jazz"
_MIDI_TICKS = 960  # per quarter note, for notes that lie on beats


@dataclass(frozen=True, eq=False)
class Clip:
    """Notes, how they are played, and who made them: all that a file of them needs."""

    notes: Notes
    params: PlayParams
    is_timed: bool
    mark: Mark

    @cached_property
    def sound(self) -> np.ndarray:
        """float32, shape (2, n_samples), at ``SR``; played once."""
        return play(self.notes, self.params, is_timed=self.is_timed, sr=SR)


@dataclass(frozen=True)
class Export:
    """A kind of file."""

    suffix: str
    title: str
    mime: str
    content: Callable[[Clip], bytes]


def mark_of(model: str, *, seed: int, sampling: dict[str, Any], params: PlayParams, source_type: str = TRAINED) -> Mark:
    """The mark of a clip: its model and seed, and how it was drawn (``sampling``) and played, as JSON has it."""
    settings = {"sampling": sampling, "playing": asdict(params)}
    # What a model learnt from the visitor's music, only the visitor can tell.
    return Mark(ENGINE, model, seed, settings, source_type, licence="made-here" if model in BUILT_IN else "own")


def file_name(mark: Mark, suffix: str) -> str:
    """genrescope_jazz_<model>_seed<seed>.<suffix>, of letters, digits, - and _ alone."""
    model = re.sub(r"[^A-Za-z0-9-]+", "-", mark.model).strip("-") or "model"
    return f"genrescope_{ENGINE}_{model}_seed{mark.seed}.{suffix}"


def midi_bytes(notes: Notes, params: PlayParams, mark: Mark, *, is_timed: bool) -> bytes:
    """A MIDI file of all players, the pianist first, with the mark as a text event.

    Tokens lie in ticks of their tempo, so that they stand on the beats of any sequencer. A performance has no beats:
    its ticks are milliseconds, and the tempo, 120, means nothing.
    """
    ensemble = players(notes, params, is_timed=is_timed)
    score = score_of(ensemble) if is_timed else score_of(ensemble, tempo_bpm=params.tempo_bpm, ticks=_MIDI_TICKS)
    return marked(score.dumps_midi(), mark)


def wav_bytes(y: np.ndarray, mark: Mark, *, sr: int = SR) -> bytes:
    """Sound of shape (2, n_samples) as WAV of 16 bits, with the mark as a comment."""
    return clip_bytes(y, mark, sr=sr, kind="wav")


def flac_bytes(y: np.ndarray, mark: Mark, *, sr: int = SR) -> bytes:
    """The same as FLAC."""
    return clip_bytes(y, mark, sr=sr, kind="flac")


def _midi(clip: Clip) -> bytes:
    return midi_bytes(clip.notes, clip.params, clip.mark, is_timed=clip.is_timed)


def _musicxml(clip: Clip) -> bytes:
    return musicxml(clip.notes, clip.params, clip.mark, is_timed=clip.is_timed)


_KINDS = (
    Export("mid", "MIDI", "audio/midi", _midi),
    Export("musicxml", "MusicXML (a score)", "application/vnd.recordare.musicxml+xml", _musicxml),
    Export("wav", "WAV", "audio/wav", lambda clip: wav_bytes(clip.sound, clip.mark)),
    Export("flac", "FLAC", "audio/flac", lambda clip: flac_bytes(clip.sound, clip.mark)),
    Export("json", "settings (JSON)", "application/json", lambda clip: sidecar(clip.mark)),
)
EXPORTS = {kind.suffix: kind for kind in _KINDS}
