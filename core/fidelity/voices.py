"""A signal in; how much in it sounds like a voice, and who or what says so, out.

A pretrained listener that knows voices is the judge: to musicnn (MTAT) the voices of eight clips of GTZAN's pop and
hip hop are 0.03 to 0.52 sure, eight of classical and jazz 0.05 at most. Without one a sum is told under its own name:
how much of the harmonic energy between 200 and 4,000 Hz swells and falls three to eight times a second, as syllables do
(Scheirer & Slaney, ICASSP 1997, take 4 Hz). Bowed and plucked strings do so too, in those clips more than the voices:
it is no detector of voices, and never a fault.
"""

from dataclasses import dataclass

import numpy as np

from core.downloads import is_here
from core.errors import ModelError
from core.features.frames import HOP_LENGTH, N_FFT, SR
from core.features.hpss import harmonic_mask
from core.features.spectra import Spectra
from core.models.backbones import BACKBONES, backbones_of
from core.models.backbones.listening import listen
from core.models.backbones.tag_kinds import VOICE, kind_of
from core.sound.decode import Signal

LISTENERS = ("musicnn-mtat", "yamnet", "musicnn-jamendo")  # that know voices, the surest first
BAND_HZ = (200.0, 4000.0)
SYLLABLES_HZ = (3.0, 8.0)
MEASURE = "share of harmonic energy from 200 to 4,000 Hz that swells 3 to 8 times a second"
_SAY_THERE_IS_NONE = ("no ",)  # "no vocals" is a tag as well


@dataclass(frozen=True)
class Voices:
    """``value`` 0 to 1; ``measure`` says what it is; ``tag`` the word of a listener, "" without one."""

    value: float
    measure: str
    tag: str = ""


def voice_listener() -> str | None:
    """The first listener that knows voices and whose files are on this machine; None where there is none."""
    return next((name for name in LISTENERS if all(map(is_here, BACKBONES[name].files))), None)


def voices_in(signal: Signal, *, listener: str | None) -> Voices:
    """How much sounds like a voice, by a listener or, without one, by how harmonic energy swells.

    ``signal`` is at ``SR`` or, for a listener that hears more, its rate.

    Raises
    ------
    AudioError
        It is too short for the listener.
    ModelError, DownloadError
        There is no such listener, it names no voices, or its files cannot be had.
    """
    if listener is None:
        return Voices(_swelling(signal.y, sr=signal.sr), MEASURE)
    (backbone,) = backbones_of(listener)
    spoken = [i for i, tag in enumerate(backbone.tags) if is_voice(tag)]
    if not spoken:
        raise ModelError(f"the listener {listener!r} names no voices; choose one of {', '.join(LISTENERS)}")
    heard = listen(signal.y, sr=signal.sr, backbone=backbone).tags[0, spoken]
    best = int(np.argmax(heard))
    return Voices(float(heard[best]), f"the surest tag for a voice of {backbone.title}", backbone.tags[spoken[best]])


def is_voice(tag: str) -> bool:
    """Whether a listener's word says that there is a voice."""
    return kind_of(tag) == VOICE and not tag.startswith(_SAY_THERE_IS_NONE)


def _swelling(y: np.ndarray, *, sr: int) -> float:
    """The share of the modulation of the harmonic envelope, beyond its mean, weighted by how harmonic it is."""
    if sr != SR:
        raise ValueError(f"sr={sr}, but this is measured at {SR} Hz; resample it")
    magnitude = Spectra(y).magnitude
    power = np.square(magnitude * harmonic_mask(magnitude, start=0, stop=len(magnitude)), dtype=np.float64)
    hz = np.arange(magnitude.shape[1]) * SR / N_FFT
    envelope = np.sqrt(power[:, (hz >= BAND_HZ[0]) & (hz <= BAND_HZ[1])].sum(axis=1))
    whole = float(np.square(magnitude, dtype=np.float64).sum())
    if not whole or not envelope.any():
        return 0.0
    swells = np.abs(np.fft.rfft((envelope - envelope.mean()) * np.hanning(len(envelope)))) ** 2
    rate = np.fft.rfftfreq(len(envelope), HOP_LENGTH / SR)
    as_syllables = swells[(rate >= SYLLABLES_HZ[0]) & (rate <= SYLLABLES_HZ[1])].sum() / max(swells[1:].sum(), 1e-30)
    return float(as_syllables * np.square(envelope).sum() / whole)
