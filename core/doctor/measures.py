"""A track in; what the doctor measures of its sound, decoded once, out."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.data.datasets import Track
from core.doctor.channels import ChannelMeter
from core.doctor.silence import measure_loudness
from core.doctor.treble import treble_end_hz
from core.features import SR
from core.sound.decode import DEFAULT_LIMITS, Signal, decode


@dataclass(frozen=True)
class Measures:
    """What one recording shows; whether that is a fault is judged beside its neighbours.

    Attributes
    ----------
    damage : what the decoder noted: the file is cut, damaged, or not as long as it says
    level_dbfs, peak_dbfs, silent_s, silence_s, silence_at_s : of the mix; the last two are the longest silent stretch
    flat_share, wavy_share : of the samples of all channels, those in tops that were cut off
    over_share : of the samples of all channels, those over full scale
    n_flat : how many flat tops
    flat_level, wavy_level : how high the highest of each stands; full scale is 1
    worst_s : the second with most of them
    offset, swing : mean and standard deviation of the channel whose mean lies farthest from zero
    treble_end_hz : where the treble was cut off, if it was
    """

    duration_s: float
    damage: tuple[str, ...]
    peak_dbfs: float
    level_dbfs: float
    silent_s: float
    silence_s: float
    silence_at_s: float
    flat_share: float
    wavy_share: float
    over_share: float
    n_flat: int
    flat_level: float
    wavy_level: float
    worst_s: float | None
    offset: float
    swing: float
    treble_end_hz: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Measures":
        return cls(**{**stored, "damage": tuple(stored["damage"])})


def listen(track: Track, *, sr: int = SR) -> tuple[Signal, Measures]:
    """The mono mix at ``sr``, by default the rate of features, and what the channels show before they are mixed.

    Raises
    ------
    AudioError
        The track cannot be read.
    """
    meter = ChannelMeter()
    if isinstance(track.sound, Path):
        signal = decode(track.sound, sr=sr, name=track.id, listen=meter.listen)
    else:
        signal = track.decode(sr=sr)
        meter.listen(signal.y[:, None], signal.sr)
    return signal, measure(signal, meter)


def measure(signal: Signal, meter: ChannelMeter) -> Measures:
    """Put together what is known of a decoded recording."""
    loudness, channels = measure_loudness(signal.y, sr=signal.sr), meter.facts()
    n_samples = max(channels.n_samples, 1)
    return Measures(
        duration_s=signal.duration_s,
        damage=_damage(signal),
        peak_dbfs=loudness.peak_dbfs,
        level_dbfs=loudness.level_dbfs,
        silent_s=loudness.silent_s,
        silence_s=loudness.longest_s,
        silence_at_s=loudness.longest_at_s,
        flat_share=channels.flat.n_samples / n_samples,
        wavy_share=channels.wavy.n_samples / n_samples,
        over_share=channels.n_over / n_samples,
        n_flat=channels.flat.n_tops,
        flat_level=channels.flat.level,
        wavy_level=channels.wavy.level,
        worst_s=channels.worst_s,
        offset=channels.offset,
        swing=channels.swing,
        treble_end_hz=treble_end_hz(signal.y, sr=signal.sr),
    )


def _damage(signal: Signal) -> tuple[str, ...]:
    """The decoder's notes; that a long recording was cut at our own limit is no fault of the file."""
    is_cut_here = signal.duration_s >= DEFAULT_LIMITS.max_duration_s - 0.1
    return () if is_cut_here else signal.notes
