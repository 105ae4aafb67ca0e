"""The contents of a dataset in, what there is of it out, genre by genre, to be seen and heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ui.datasets import overview as datasets_overview

if TYPE_CHECKING:
    from core.data.opened import OpenDataset
    from core.ui.datasets.contents import Contents


def overview(opened: OpenDataset, contents: Contents) -> None:
    """Show counts, durations, artists and balance, and a waveform and mel spectrogram of each genre."""
    datasets_overview.overview(opened, contents)
