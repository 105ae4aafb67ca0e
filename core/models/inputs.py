"""Feature columns -> the numbers a model sees: all of them, or only what a good recording chain leaves alone.

Turning a song up must not change its genre, nor must storing it at 44.1 kHz or as mp3 of 128 kb/s. Seven of the public
columns follow the level; three ratios say the same without it: how much of the energy is harmonic, how much is
percussive, and how much the loudness varies. The cepstral coefficients from 13 on follow the uppermost band, which a
resampler or an encoder cuts off: GTZAN's own files differ in it by their source more than by their music.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import ModelError
from core.features import GTZAN_COLUMNS

FIRST_FRAGILE_MFCC = 13
# A gain of g multiplies these by g or g squared, or (mfcc1_mean, the mean log energy) shifts them.
LEVEL_COLUMNS = (
    "rms_mean",
    "rms_var",
    "harmony_mean",
    "harmony_var",
    "perceptr_mean",
    "perceptr_var",
    "mfcc1_mean",
)
ABOUT_RATIOS = {
    "harmonic_share": "share of the energy in steady tones (harmonic part)",
    "percussive_share": "share of the energy in hits and noise (percussive part)",
    "rms_variation": "how much the loudness varies (RMS)",
}
# Keeps the ratios of digital silence finite; far below the power of any recording.
TINY_POWER = 1e-12


@dataclass(frozen=True)
class InputView:
    """``columns`` are read from the table, ``names`` are what ``compute`` makes of them."""

    name: str
    about: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    compute: Callable[[np.ndarray], np.ndarray]


def _robust(X: np.ndarray) -> np.ndarray:
    column = dict(zip(ROBUST.columns, X.T, strict=True))
    # The mean of squared RMS: the power of the recording, so that both shares are shares of it.
    power = column["rms_mean"] ** 2 + column["rms_var"] + TINY_POWER
    ratios = (
        column["harmony_var"] / power,
        column["perceptr_var"] / power,
        column["rms_var"] / (column["rms_mean"] ** 2 + TINY_POWER),
    )
    return np.column_stack([column[name] for name in _KEPT] + list(ratios))


BANDWIDTH_COLUMNS = tuple(
    f"mfcc{order}_{statistic}" for order in range(FIRST_FRAGILE_MFCC, 21) for statistic in ("mean", "var")
)
_KEPT = tuple(name for name in GTZAN_COLUMNS if name not in (*LEVEL_COLUMNS, *BANDWIDTH_COLUMNS))
ROBUST = InputView(
    name="robust",
    about="37 numbers that follow neither the recording level nor what 44.1 kHz or mp3 at 128 kb/s leave out",
    columns=(*_KEPT, "rms_mean", "rms_var", "harmony_var", "perceptr_var"),
    names=(*_KEPT, *ABOUT_RATIOS),
    compute=_robust,
)
ALL_COLUMNS = InputView(
    name="gtzan-57",
    about="the 57 public columns as they are; the answer depends on the recording level",
    columns=GTZAN_COLUMNS,
    names=GTZAN_COLUMNS,
    compute=np.asarray,
)
INPUT_VIEWS = {view.name: view for view in (ROBUST, ALL_COLUMNS)}


# The view of a table with columns of its own: all of them as they are.
TABLE = "table"


def input_view(name: str, columns: Sequence[str] = ()) -> InputView:
    """The view of that name; "table" is made of the ``columns`` it is given. Raises ModelError for any other."""
    if name == TABLE:
        own = tuple(columns)
        return InputView(TABLE, f"{len(own)} columns of the table as they are", own, own, np.asarray)
    if name not in INPUT_VIEWS:
        raise ModelError(f"inputs={name!r} is not known; choose one of {', '.join((*INPUT_VIEWS, TABLE))}")
    return INPUT_VIEWS[name]
