"""What a person wants of a clip in; an error in words out where the band of that genre cannot play it."""

from core.errors import DataError
from core.generation.arranger.harmony import pitch_class
from core.generation.arranger.style import Style

MIN_DURATION_S, MAX_DURATION_S = 2.0, 300.0
MIN_TEMPO_BPM, MAX_TEMPO_BPM = 40.0, 240.0


def check_wishes(
    style: Style,
    *,
    seed: int,
    duration_s: float,
    tempo_bpm: float | None = None,
    key: str | None = None,
    mood: str | None = None,
    instruments: tuple[str, ...] | None = None,
) -> None:
    """Raise DataError where a wish cannot be met; None is no wish. ``instruments`` are looked at by `write_sheet`."""
    if seed < 0:
        raise DataError(f"seed={seed} must be a whole number from 0 on")
    _check_range("duration_s", duration_s, MIN_DURATION_S, MAX_DURATION_S)
    if tempo_bpm is not None:
        _check_range("tempo_bpm", tempo_bpm, MIN_TEMPO_BPM, MAX_TEMPO_BPM)
    if key is not None:
        _check_key(key, style)
    moods = {word: None for words in style.modes.values() for word in words}
    if mood is not None and mood not in moods:
        raise DataError(f"mood={mood!r} is none that {style.genre} has; choose one of {', '.join(moods)}")


def _check_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise DataError(f"{name}={value:g} must lie between {low:g} and {high:g}")


def _check_key(key: str, style: Style) -> None:
    tonic, _, mode = key.partition(" ")
    try:
        pitch_class(tonic)
    except ValueError as error:
        raise DataError(f'key={key!r} must be a tonic and a mode, such as "Eb major"; {error}') from error
    if mode not in style.modes:
        raise DataError(f"key={key!r}: the band plays {style.genre} in {' or '.join(style.modes)} only")
