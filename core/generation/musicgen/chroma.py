"""A recording in, the pitch class that sounds loudest in each frame out: the melody as MusicGen-melody reads it."""

from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class ChromaParams:
    """How the published models look at a melody (Copet et al. 2023): ``n_fft`` and ``hop_length`` in samples."""

    sr: int = 32_000
    n_fft: int = 16_384
    hop_length: int = 4_096
    n_chroma: int = 12


def power_spectrogram(y: torch.Tensor, *, n_fft: int, hop_length: int) -> torch.Tensor:
    """Power of the STFT with a Hann window of length ``n_fft``, scaled to the window: (..., n_samples) ->
    (..., n_fft // 2 + 1, n_frames)."""
    window = torch.hann_window(n_fft, device=y.device)
    flat = y.reshape(-1, y.shape[-1])
    S = torch.stft(flat, n_fft, hop_length, window=window, center=True, pad_mode="reflect", return_complex=True)
    power = S.abs().square() / window.square().sum()
    return power.reshape(*y.shape[:-1], *power.shape[-2:])


def melody_chroma(y: np.ndarray, params: ChromaParams) -> torch.Tensor:
    """One-hot pitch classes, C first, float32 (n_frames, n_chroma)."""
    from transformers.audio_utils import chroma_filter_bank  # whoever only looks at a folder may lack it

    lacking = max(params.n_fft - y.size, 0)
    padded = np.pad(y.astype(np.float32), (lacking // 2, lacking - lacking // 2))
    power = power_spectrogram(torch.from_numpy(padded), n_fft=params.n_fft, hop_length=params.hop_length)
    filters = chroma_filter_bank(
        num_frequency_bins=params.n_fft, num_chroma=params.n_chroma, sampling_rate=params.sr, tuning=0
    )
    loudest = (torch.from_numpy(filters).float() @ power).argmax(dim=0)
    return torch.nn.functional.one_hot(loudest, params.n_chroma).float()
