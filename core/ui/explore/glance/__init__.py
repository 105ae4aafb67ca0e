"""A dataset in; a waveform and a mel spectrogram of each genre side by side, to be heard, out."""

from core.ui.explore.glance.section import glance

__all__ = ["glance"]
