"""The arrays of a song and its mix in, the small JSON that the player's JavaScript draws out; knows no Streamlit."""

import hashlib
import json
import re
from collections.abc import Sequence

import numpy as np

PEAK_STEPS = 127  # a waveform is under 200 px high: finer steps would only make the message longer
PROBA_STEPS = 1000
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def picture_data(
    *,
    peaks: np.ndarray,
    duration_s: float,
    starts_s: np.ndarray,
    ends_s: np.ndarray,
    proba: np.ndarray,
    labels: Sequence[str],
    colours: Sequence[str],
    gain_db: float,
) -> dict:
    """What the component needs, as lists of integers where it can be; ``song`` changes when another song comes."""
    _check(duration_s=duration_s, starts_s=starts_s, ends_s=ends_s, proba=proba, gain_db=gain_db)
    _check_genres(labels, colours, n_genres=proba.shape[1])
    picture = {
        "duration_s": float(duration_s),
        "peaks": _quantised_peaks(peaks),
        "starts_s": np.round(starts_s, 3).tolist(),
        "ends_s": np.round(ends_s, 3).tolist(),
    }
    # The mix may change under a song (another model), and the playing position shall survive that.
    song = hashlib.sha256(json.dumps(picture).encode()).hexdigest()[:16]
    return picture | {
        "song": song,
        "proba": np.rint(np.asarray(proba) * PROBA_STEPS).astype(int).tolist(),
        "genres": [{"label": label, "colour": colour} for label, colour in zip(labels, colours, strict=True)],
        "gain_db": float(gain_db),
    }


def _quantised_peaks(peaks: np.ndarray) -> list[list[int]]:
    """Two lists, lowest and highest, in steps of the loudest peak: a quiet recording is drawn as high as a loud one."""
    peaks = np.asarray(peaks, dtype=np.float64)
    if peaks.ndim == 1:
        peaks = np.stack([-np.abs(peaks), np.abs(peaks)], axis=1)
    if peaks.ndim != 2 or peaks.shape[1] != 2 or not np.isfinite(peaks).all():
        raise ValueError(f"peaks.shape={peaks.shape}: finite peaks of shape (n_bins, 2) or (n_bins,) are needed")
    loudest = np.abs(peaks).max(initial=0.0)
    steps = np.rint(peaks * (PEAK_STEPS / loudest if loudest > 0 else 0.0)).astype(int)
    return steps.T.tolist()


def _check(*, duration_s: float, starts_s: np.ndarray, ends_s: np.ndarray, proba: np.ndarray, gain_db: float) -> None:
    n_cells = len(starts_s)
    if proba.ndim != 2 or not (len(ends_s) == proba.shape[0] == n_cells >= 1):
        raise ValueError(f"{n_cells} starts, {len(ends_s)} ends, proba.shape={proba.shape}: one row per cell is needed")
    if not np.isfinite(proba).all():
        raise ValueError("proba holds a value that is not finite")
    if not (np.isfinite(duration_s) and duration_s > 0 and np.isfinite(gain_db)):
        raise ValueError(f"duration_s={duration_s}, gain_db={gain_db}: finite numbers are needed, the duration above 0")


def _check_genres(labels: Sequence[str], colours: Sequence[str], *, n_genres: int) -> None:
    if not len(labels) == len(colours) == n_genres:
        raise ValueError(f"{len(labels)} labels and {len(colours)} colours for {n_genres} columns of proba")
    for colour in colours:
        if not COLOUR.fullmatch(colour):
            raise ValueError(f"colour={colour!r}: a colour is written as #rrggbb")
