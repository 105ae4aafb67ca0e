"""The sound of a clip and its mark in; a safe and marked file out: FLAC, or WAV where one is asked for.

Every sound that a part of this program makes leaves it by this door: a band, a network, a demo. What is written is
never louder than was asked for, its wave stays under ``CEILING_DBTP``, its edges do not click, its mark tells how loud
it is, and no file that is there is written over.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from core.errors import AudioError, DataError
from core.generation.marks import Mark, marked, read_mark, sidecar, sidecar_of
from core.sound.encode import as_flac, as_wav
from core.sound.loudness import loudness_lufs, true_peak_dbfs
from core.workspace import taken, write_named

CEILING_DBTP = -1.0  # of the wave between the samples too, as EBU R 128 asks for
FADE_S = 0.005
KINDS: dict[str, Callable[..., bytes]] = {"flac": as_flac, "wav": as_wav}
_HARD_EDGE = 10 ** (-60 / 20)  # of the peak: a recording that begins or ends above it would click
_STEP = 2**-15  # of 16 bits
_ROUNDING_DB = 0.01  # 16 bits may round a sample up


@dataclass(frozen=True)
class Clip:
    """A generated sound on the disk, and all that its mark tells of it: what made it of what, and how loud it is."""

    path: Path
    mark: Mark

    @property
    def sidecar(self) -> Path:
        """The mark as a file of its own beside the sound."""
        return sidecar_of(self.path)


def write_clip(y: np.ndarray, mark: Mark, *, path: Path, sr: int, target_lufs: float | None = None) -> Clip:
    """Write a clip and its sidecar, each whole or not at all.

    Parameters
    ----------
    y, mark, sr, target_lufs : see `clip_bytes`
    path : ends in .flac or .wav; nothing may have this name, or that of its sidecar, yet

    Raises
    ------
    AudioError
        There is nothing to hear, see `clip_bytes`.
    DataError
        The name is taken, is none of a sound, or the disk refuses it.
    """
    kind = _kind_of(path)
    check_free(path)
    y, mark = _finished(y, mark, sr=sr, target_lufs=target_lufs)
    write_named(path, marked(KINDS[kind](y, sr=sr), mark))
    try:
        write_named(sidecar_of(path), sidecar(mark))
    except DataError:
        path.unlink()  # it was written here, a moment ago
        raise
    return Clip(path, mark)


def clip_bytes(y: np.ndarray, mark: Mark, *, sr: int, kind: str = "flac", target_lufs: float | None = None) -> bytes:
    """A clip as a file that lies nowhere yet: to play, or to take away.

    Parameters
    ----------
    y : of shape (n_samples,) or (1 or 2, n_samples)
    mark : tells a licence; how loud the sound is, is measured here
    kind : one of KINDS
    target_lufs : the loudness to bring it to, or as near below as its peak allows; None leaves it as it is

    Raises
    ------
    AudioError
        The sound is empty or silent, or holds what is no number.
    """
    y, mark = _finished(y, mark, sr=sr, target_lufs=target_lufs)
    return marked(KINDS[kind](y, sr=sr), mark)


def read_clip(path: Path) -> Clip:
    """A clip as it was written, from its file alone; DataError where that carries no mark of a clip."""
    mark = read_mark(path)
    if mark is None or mark.loudness_lufs is None:
        raise DataError(f"{path.name} carries no mark of a clip; choose a sound that Genrescope wrote")
    return Clip(path, mark)


def check_free(path: Path) -> None:
    """Raise DataError where a clip of this name would write over something."""
    for name in (path, sidecar_of(path)):
        if name.exists() or name.is_symlink():
            raise taken(name)


def cleared(path: Path) -> Path:
    """A place of this program's own, free for a clip: what an attempt that was cut short left there is gone.

    Raises DataError where the disk refuses it.
    """
    for left in (sidecar_of(path), path):
        try:
            left.unlink(missing_ok=True)
        except OSError as error:
            raise DataError(f"{left} cannot be removed: {error.strerror or error}; look at its folder") from error
    return path


def place_of_job(folder: Path, i: int) -> Path:
    """Where the i-th clip of a job goes in the job's folder, free for it; raises as `cleared` does."""
    return cleared(folder / f"clip-{i + 1}.flac")


def _finished(y: np.ndarray, mark: Mark, *, sr: int, target_lufs: float | None) -> tuple[np.ndarray, Mark]:
    """The samples to write, and their mark with the loudness that they have."""
    if mark.licence is None:
        raise ValueError(f"the mark of {mark.engine} tells no licence")
    y = _within_scale(_checked(y))
    is_constant = np.ptp(y, axis=-1).max() < _STEP
    y = _faded(y, sr=sr)
    loudness = loudness_lufs(y, sr=sr)
    if is_constant or loudness == float("-inf"):
        raise AudioError("there is nothing to hear: the sound is silent; try another seed")
    ceiling_db = CEILING_DBTP - _ROUNDING_DB - true_peak_dbfs(y, sr=sr)
    gain_db = min(0.0 if target_lufs is None else target_lufs - loudness, ceiling_db)
    if gain_db:
        y = y * np.float32(10 ** (gain_db / 20))
        loudness = loudness_lufs(y, sr=sr)
    return y, replace(mark, loudness_lufs=round(loudness, 2))


def _checked(y: np.ndarray) -> np.ndarray:
    """As float32, where all of it is a number."""
    if y.ndim not in (1, 2) or (y.ndim == 2 and y.shape[0] not in (1, 2)):
        raise ValueError(f"y of shape {y.shape} must be (n_samples,) or (1 or 2, n_samples)")
    if not y.size:
        raise AudioError("there is nothing to hear: the sound has no samples; ask for a longer one")
    with np.errstate(over="ignore"):
        y = np.asarray(y, dtype=np.float32)
    if not np.isfinite(y).all():
        raise AudioError("the sound holds samples that are no numbers (NaN or infinite); try another seed")
    return y


def _within_scale(y: np.ndarray) -> np.ndarray:
    """At most full scale, so that no filter overflows."""
    return y / max(float(np.abs(y).max()), 1.0)


def _faded(y: np.ndarray, *, sr: int) -> np.ndarray:
    """With a few milliseconds of fade where the sound begins or ends in the middle of a wave."""
    n_fade = max(min(round(FADE_S * sr), y.shape[-1] // 2), 1)
    ramp = np.linspace(0, 1, n_fade, endpoint=False, dtype=np.float32)
    quiet = _HARD_EDGE * np.abs(y).max()
    y = y.copy()
    if np.abs(y[..., 0]).max() > quiet:
        y[..., :n_fade] *= ramp
    if np.abs(y[..., -1]).max() > quiet:
        y[..., -n_fade:] *= ramp[::-1]
    return y


def _kind_of(path: Path) -> str:
    kind = path.suffix.lower()[1:]
    if kind not in KINDS:
        raise DataError(f"{path} must end in {' or '.join(f'.{name}' for name in KINDS)}")
    return kind
