"""What compares a made dataset with a real one, and finds again what was found: imported after the page is up."""

from collections.abc import Sequence

from core.explore.maps import MAPS
from core.fidelity.halves import FEWEST
from core.fidelity.job import KIND, ask_for_fidelity
from core.fidelity.report import Checks, Compared, Confusion, Fidelity, FidelityReport, Space, Variety
from core.fidelity.stored import fidelity_folder, find_fidelity, wishes_about
from core.fidelity.wish import MOST_TRACKS, N_TRACKS, FidelityWish, installed_listeners
from core.jobs.cluster import n_workers
from core.models.backbones import BACKBONES
from core.sound.song import MIN_DURATION_S
from core.ui.shelf import Shelf

__all__ = [
    "BACKBONES",
    "FEWEST",
    "KIND",
    "MAPS",
    "MIN_DURATION_S",
    "MOST_TRACKS",
    "N_TRACKS",
    "Checks",
    "Compared",
    "Confusion",
    "Fidelity",
    "FidelityReport",
    "FidelityWish",
    "Space",
    "Variety",
    "ask_for_fidelity",
    "find_fidelity",
    "installed_listeners",
    "known_wishes",
    "seconds_of",
]
# Seconds of one core, measured: to look at a clip and at a recording of 30 s as they are, to measure ten seconds of
# either, what a genre model adds to that, and what each pretrained listener does; then maps and scores.
_LOOK_CLIP_S, _LOOK_REAL_S, _MEASURE_S, _MODEL_S, _LISTENER_S, _REST_S = 0.25, 0.8, 0.15, 0.04, 0.16, 20.0
_wishes = Shelf(max_entries=16)


def known_wishes(made: str) -> list[FidelityWish]:
    """The wishes whose reports are kept, the newest first; looked for again when a report came or went."""
    folder = fidelity_folder("")
    changed = folder.stat().st_mtime_ns if folder.is_dir() else 0
    return _wishes.get_or_make((made, str(folder), changed), lambda: wishes_about(made))


def seconds_of(wish: FidelityWish, *, n_made: int, hears_by: Sequence[str] = ()) -> float:
    """How long it may take on this machine; ``hears_by`` are the listeners of the genre model."""
    n = min(wish.n, n_made)
    measured = _MEASURE_S + _MODEL_S * bool(wish.model) + _LISTENER_S * len({*wish.listeners, *hears_by})
    one_core = n * (_LOOK_CLIP_S + 2 * _LOOK_REAL_S + 4 * measured * wish.longest_s / 10)
    return one_core / max(n_workers(), 1) + _REST_S
