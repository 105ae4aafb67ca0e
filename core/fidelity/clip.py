"""A clip and what was asked for in; whether that is what is heard, and what is wrong with the sound, out."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.data.datasets import Track
from core.data.datasets.arranged import Arranged
from core.data.datasets.track import GENRE as GENRE_LABEL
from core.data.datasets.track import plain_id
from core.doctor.measures import listen
from core.errors import AudioError
from core.features.frames import SR
from core.fidelity.best_of import check_reporter, identity_of, selected_by
from core.fidelity.equal import facts_of
from core.fidelity.loops import Loop, stuck_loop
from core.fidelity.tempi import NONE, OTHER, RELATIONS, TempoHeard, tempo_heard
from core.fidelity.voices import Voices, voices_in
from core.generation.marks import Mark, mark_at
from core.generation.prompts.description import read_description
from core.genre_mix import GenreMix, genre_mix
from core.models.backbones import backbones_of
from core.models.loaded import LoadedModel
from core.sound.decode import Signal
from core.sound.loudness import loudness_lufs, true_peak_dbfs
from core.sound.rates import at_rate

SILENCE, LOOP, CLIPPING, GENRE, TEMPO, VOICE = "silence", "loop", "clipping", "genre", "tempo", "voice"
PROMPT_TEMPO_BPM = "prompt_tempo_bpm"  # in the settings of a clip's mark: what its prompt names
MOST_BPM = 1_000.0
# What may be wrong with a clip, the worst first.
FAULTS = {
    SILENCE: "too much of it is silent",
    LOOP: "it is stuck: one fragment again and again",
    CLIPPING: "its tops are cut off flat",
    GENRE: "another genre is heard than was asked for",
    TEMPO: "another tempo is measured than was asked for",
    VOICE: "it may hold a voice",
}


@dataclass(frozen=True)
class ClipLimits:
    """When a measure is a fault; the first two are the doctor's.

    ``voices`` holds for a listener alone; ``loop_share`` of the clip is one fragment again and again.
    """

    flat_share: float = 0.0001
    silent_share: float = 0.2
    loop_share: float = 0.5
    voices: float = 0.1


DEFAULT_LIMITS = ClipLimits()


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: ``kind`` is one of FAULTS, ``words`` say it with its values."""

    kind: str
    words: str


@dataclass(frozen=True)
class Asked:
    """What a clip was to be; "" and None where nobody knows."""

    genre: str = ""
    tempo_bpm: float | None = None


@dataclass(frozen=True)
class GenreHeard:
    """What ``model`` hears: ``top`` with its share; ``share`` of the asked genre, None where the model knows it not."""

    model: str
    asked: str
    top: str
    top_share: float
    share: float | None
    verdict: str

    @property
    def is_asked(self) -> bool:
        return self.top == self.asked


@dataclass(frozen=True)
class ClipReport:
    """What is heard in one clip.

    Attributes
    ----------
    genre : None where no model listened
    loudness_lufs, true_peak_dbtp : of the mono mix; -inf for silence
    cut_hz : where its treble was cut off, as after a strong encoder; None where it was not
    clipped_share : of the samples of all channels, those in tops that are cut off flat
    silent_share : of the clip, 0 to 1
    loop : the longest stretch of one fragment again and again; None without one
    faults : the worst first; () where nothing is wrong
    """

    name: str
    duration_s: float
    genre: GenreHeard | None
    tempo: TempoHeard
    loudness_lufs: float
    true_peak_dbtp: float
    cut_hz: float | None
    clipped_share: float
    silent_share: float
    loop: Loop | None
    voices: Voices
    faults: tuple[Fault, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def asked_of(track: Track) -> Asked:
    """What a track was to be: its genre and, of a clip of this program, the tempo in its mark."""
    if isinstance(track.sound, Arranged):
        return Asked(track.genre, track.sound.brief.tempo_bpm)
    mark = mark_at(track.path) if track.path else None
    return Asked(track.genre, _tempo_asked(mark) if mark else None)


def _tempo_asked(mark: Mark) -> float | None:
    """In beats a minute, of a clip's brief or, where it was made of words, of its prompt; None where none is told.

    A file of strangers may hold anything: what is no tempo is none.
    """
    if mark.brief is not None:
        told = mark.brief.tempo_bpm
    else:
        told = mark.settings.get(PROMPT_TEMPO_BPM) or read_description(mark.prompt or "", genre="").tempo_bpm
    is_tempo = isinstance(told, int | float) and not isinstance(told, bool) and 0 < told <= MOST_BPM
    return float(told) if is_tempo else None


def track_of_file(path: Path, *, genre: str = "") -> Track:
    """A file of a clip as a track; its genre is the one given or else what its mark says was asked for.

    Raises
    ------
    AudioError
        There is no such file.
    """
    if not path.is_file():
        raise AudioError(f"there is no file {path}; check its name")
    mark = mark_at(path)
    if not genre and mark is not None:
        genre = mark.brief.genre if mark.brief else str(mark.settings.get(GENRE_LABEL, ""))
    return Track(plain_id(path.name), path, {GENRE_LABEL: genre} if genre else {})


def examine_clip(
    track: Track,
    *,
    model: LoadedModel | None = None,
    listener: str | None = None,
    limits: ClipLimits = DEFAULT_LIMITS,
) -> ClipReport:
    """Listen to one clip.

    Parameters
    ----------
    model : what is asked whether it hears the genre; None: nobody is
    listener : a backbone that knows voices, see `core.fidelity.voices.voice_listener`; None: by harmonic energy

    Raises
    ------
    AudioError
        It cannot be read, is too short or, where a model listens, silent.
    ModelError, DownloadError
        A listener cannot be had, or names no voices; or the model selected this clip.
    """
    if model is not None:
        check_reporter(identity_of(model), selected_by={selected_by(track)}, name=model.name)
    rates = [SR, *([model.sr] if model else []), *(one.sr for one in backbones_of([listener] if listener else []))]
    signal, measures = listen(track, sr=max(rates))
    y, asked = at_rate(signal.y, sr=signal.sr, wanted=SR), asked_of(track)
    heard = _genre(genre_mix(signal, model=model, name=track.id), asked.genre) if model else None
    found = {
        "genre": heard,
        "tempo": tempo_heard(y, asked_bpm=asked.tempo_bpm),
        "clipped_share": measures.flat_share,
        "silent_share": measures.silent_s / signal.duration_s,
        "loop": stuck_loop(y),
        "voices": voices_in(Signal(y, SR) if listener is None else signal, listener=listener),
    }
    return ClipReport(
        name=track.id,
        duration_s=signal.duration_s,
        loudness_lufs=loudness_lufs(signal.y, sr=signal.sr),
        true_peak_dbtp=true_peak_dbfs(signal.y, sr=signal.sr),
        cut_hz=facts_of(Signal(y, SR)).cut_hz,
        faults=tuple(_faults(**found, limits=limits)),
        **found,
    )


def genre_fault(heard: GenreHeard, *, asked_as: str = "") -> Fault | None:
    """Another genre is heard; None where the model knows not the one that was asked for: it cannot hear it.

    ``asked_as`` is the name by which it was asked for, where it is compared under another one.
    """
    if heard.share is None or heard.is_asked:
        return None
    asked = f"{asked_as}, which is compared with {heard.asked}" if asked_as else heard.asked
    words = f"asked for {asked}, heard as {heard.top} ({heard.model}, {100 * heard.top_share:.0f} %)"
    return Fault(GENRE, words)


def _genre(mix: GenreMix, asked: str) -> GenreHeard:
    share = float(mix.share[mix.genres.index(asked)]) if asked in mix.genres else None
    return GenreHeard(mix.model, asked, *mix.top, share, mix.verdict)


def _faults(*, genre, tempo, clipped_share, silent_share, loop, voices, limits):
    """What is wrong, the worst first, as FAULTS has them."""
    if silent_share >= limits.silent_share:
        yield Fault(SILENCE, f"{100 * silent_share:.0f} % of it is silent")
    if loop is not None and loop.share >= limits.loop_share:
        again = f"the same {loop.period_s:.2f} s are heard {loop.n_times:.0f} times, from {loop.start_s:.1f} s on"
        yield Fault(LOOP, again)
    if clipped_share >= limits.flat_share:
        yield Fault(CLIPPING, f"{100 * clipped_share:.2g} % of its samples lie in tops that are cut off flat")
    if genre is not None and (fault := genre_fault(genre)):
        yield fault
    if tempo.relation in (OTHER, NONE) and tempo.asked_bpm is not None:
        measured = "" if tempo.measured_bpm is None else f": {tempo.measured_bpm:.0f} beats a minute"
        words = f"asked for {tempo.asked_bpm:.0f} beats a minute; {RELATIONS[tempo.relation]}{measured}"
        yield Fault(TEMPO, words)
    if voices.tag and voices.value >= limits.voices:
        yield Fault(VOICE, f"it may hold a voice: {voices.measure}, “{voices.tag}”, {100 * voices.value:.0f} %")
