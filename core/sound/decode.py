"""A sound file of nearly any format in; a mono signal at the asked rate, or an error that says what to do, out.

What a file claims is compared with what it holds. A file that breaks off, or has damaged places, gives what could be
decoded and a note. One that holds less than a tenth of the length it states, or more than ten times as much, is
refused: its header is wrong, or hardly anything is left of it. Where a header says that it does not know (0 samples in
FLAC, 0xFFFFFFFF in AU and in WAV from a pipe), nothing is claimed. What is cut at the limit is not compared.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from core.errors import AudioError
from core.names import plain_name
from core.sound import by_pyav, by_soundfile
from core.sound.contents import recognise
from core.sound.opened import Sound

_LIE_RATIO = 10.0  # between what is stated and what is there
_MAX_AMPLITUDE = 2.0**32  # full scale is 1; unscaled 32-bit integers still pass, and their power fits float32

Listen = Callable[[np.ndarray, int], None]


@dataclass(frozen=True)
class Limits:
    """How much of a file is taken, and which forms of sound."""

    max_bytes: int = 100_000_000
    max_duration_s: float = 900.0  # what is longer is cut there
    max_channels: int = 8
    min_sr: int = 4_000  # Hz
    max_sr: int = 192_000  # Hz


@dataclass(frozen=True, eq=False)
class Signal:
    """A mono recording, and what a listener should know of how it was read."""

    y: np.ndarray  # float32, shape (n_samples,)
    sr: int  # Hz
    notes: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        return self.y.size / self.sr


DEFAULT_LIMITS = Limits()


def decode(
    source: bytes | Path, *, sr: int, name: str = "", limits: Limits = DEFAULT_LIMITS, listen: Listen | None = None
) -> Signal:
    """Decode a sound file to mono float32 at ``sr``, block by block, so that memory follows ``limits``.

    Parameters
    ----------
    source : bytes or Path
        The kind is told from the contents; the name and its extension mean nothing.
    sr : int
        Hz. At the file's own rate the samples are exactly the decoder's, else soxr resamples them (HQ).
    name : str
        For messages only; a Path tells its own.
    listen : called with each block before it is mixed and resampled, float32 (n_frames, n_channels), and its rate in Hz

    Returns
    -------
    Signal
        The mean of the channels.

    Raises
    ------
    AudioError
        The source is not sound, empty, cut in its header, too large, out of ``limits``, not finite, without an audio
        track, or not what it states (see above).
    """
    label = name or (source.name if isinstance(source, Path) else "")
    try:
        data = _load(source, max_bytes=limits.max_bytes)
        return _to_signal(_open(data, limits), sr=sr, limits=limits, listen=listen)
    except AudioError as error:
        raise AudioError(f"{_quoted(label)} {error}") from error


def _quoted(name: str) -> str:
    shown = plain_name(name)
    return f"“{shown}”" if shown else "the file"


def _load(source: bytes | Path, *, max_bytes: int) -> bytes:
    if isinstance(source, Path):
        source = _load_path(source, max_bytes=max_bytes)
    if len(source) > max_bytes:
        raise AudioError(_too_large(len(source), max_bytes))
    return bytes(source)


def _load_path(path: Path, *, max_bytes: int) -> bytes:
    try:
        if not path.exists():
            raise AudioError("does not exist; check the path")
        if not path.is_file():  # a pipe would be waited for without end
            raise AudioError("is not a file; choose a sound file")
        n_bytes = path.stat().st_size
        if n_bytes > max_bytes:
            raise AudioError(_too_large(n_bytes, max_bytes))
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except OSError as error:
        raise AudioError(f"cannot be read ({error.strerror}); check the path and its permissions") from error


def _too_large(n_bytes: int, max_bytes: int) -> str:
    return (
        f"has {n_bytes / 1e6:.1f} MB, but at most {max_bytes / 1e6:.1f} MB are taken; "
        "choose a shorter recording or a compressed format"
    )


def _open(data: bytes, limits: Limits) -> Sound:
    contents = recognise(data)
    data = data[contents.start :]
    if contents.kind in by_pyav.KINDS:
        return by_pyav.open_sound(data, contents.kind)
    return by_soundfile.open_sound(data, contents.kind, max_duration_s=limits.max_duration_s)


def _to_signal(sound: Sound, *, sr: int, limits: Limits, listen: Listen | None) -> Signal:
    if not limits.min_sr <= sound.sr <= limits.max_sr:
        raise AudioError(
            f"has a sampling rate of {sound.sr} Hz, but {limits.min_sr} to {limits.max_sr} Hz are needed; "
            "export it again at 44100 Hz"
        )
    _check_channels(sound.n_channels, limits)
    with closing(sound.blocks):
        y, n_frames = _mono(sound, sr=sr, limits=limits, listen=listen)
    if not n_frames:
        raise AudioError(f"begins like {sound.kind}, but no sound follows its header; download or export it again")
    if n_frames > limits.max_duration_s * sound.sr:
        longest = _spoken(limits.max_duration_s)
        notes = [f"the recording is longer than {longest}; only its first {longest} are used"]
    else:
        notes = _compare(sound, n_frames / sound.sr)
    return Signal(y, sr, tuple(notes + [sound.note] * bool(sound.note)))


def _mono(sound: Sound, *, sr: int, limits: Limits, listen: Listen | None) -> tuple[np.ndarray, int]:
    """The samples at ``sr`` up to the limit, and how many frames were read, more than the limit if there are more."""
    resampler = None if sr == sound.sr else soxr.ResampleStream(sound.sr, sr, 1, dtype="float32", quality="HQ")
    max_frames = int(limits.max_duration_s * sound.sr)
    parts, n_frames = [np.zeros(0, np.float32)], 0
    for block in sound.blocks:
        _check_channels(block.shape[1], limits)
        used = block[: max_frames - n_frames]
        part = _mix(used, at_s=n_frames / sound.sr)
        if listen:
            listen(used, sound.sr)
        parts.append(resampler.resample_chunk(part) if resampler else part)
        n_frames += len(block)
        if n_frames > max_frames:
            break
    if resampler:
        parts.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    return np.concatenate(parts), n_frames


def _mix(block: np.ndarray, *, at_s: float) -> np.ndarray:
    """The mean of the channels, (n_frames, n_channels) -> (n_frames,), where all of it is a usable number."""
    with np.errstate(over="ignore", invalid="ignore"):
        y = block[:, 0].copy()
        for channel in block.T[1:]:  # the same numbers as block.mean(axis=1), in a tenth of its time
            y += channel
        y /= block.shape[1]
    if y.size and not np.abs(y).max() <= _MAX_AMPLITUDE:  # so put that NaN fails too
        raise AudioError(
            f"holds samples that are no sound (NaN, infinite or beyond all scales) near {at_s:.1f} s; "
            "export it again, as 16-bit wav for example"
        )
    return y


def _check_channels(n_channels: int, limits: Limits) -> None:
    if not 1 <= n_channels <= limits.max_channels:
        raise AudioError(
            f"has {n_channels} channels, but 1 to {limits.max_channels} can be read; mix it down to stereo or mono"
        )


def _compare(sound: Sound, decoded_s: float) -> list[str]:
    """Notes on what is missing of a file, from what it states and what could be decoded; lies are refused."""
    held_s, stated_s = sound.held_s or decoded_s, sound.stated_s
    stated, held, decoded = (_seconds(duration_s or 0.0) for duration_s in (stated_s, held_s, decoded_s))
    if stated_s and not sound.shares_length and not 1 / _LIE_RATIO <= held_s / stated_s <= _LIE_RATIO:
        raise AudioError(
            f"states a length of {stated}, but holds {held} of sound: its header is wrong, or nearly all of it is "
            "missing; download or export it again"
        )
    # A short audio track beside a long video is nothing unusual.
    tolerance_s = sound.tolerance_s + (0.1 * stated_s if stated_s and sound.shares_length else 0.0)
    if stated_s and decoded_s < stated_s - tolerance_s:
        return [f"the file states {stated}, but only {decoded} of sound could be decoded from it"]
    if stated_s and not sound.shares_length and held_s > 1.1 * stated_s + tolerance_s:
        return [f"the file states {stated}, but holds {held}; {decoded} are used"]
    return [f"the file is cut or damaged in places; what could be decoded, {decoded}, is used"] * sound.damaged


def _spoken(duration_s: float) -> str:
    """``15 minutes`` or ``10.0 s``."""
    return f"{duration_s / 60:g} minutes" if duration_s >= 120 else _seconds(duration_s)


def _seconds(duration_s: float) -> str:
    """``12.5 s`` or ``0.023 s``."""
    return f"{duration_s:.1f} s" if duration_s >= 1 else f"{duration_s:.3f} s"
