"""Segments of sound in, mel spectrograms out, as the networks were taught to see them."""

import numpy as np
import torch

# Power below this counts as this: -100 dB.
DB_FLOOR = 1e-10


def power_spectrogram(y: torch.Tensor, *, window: torch.Tensor, hop_length: int, center: bool) -> torch.Tensor:
    """The power of an STFT; ``window`` is as long as a frame.

    Parameters
    ----------
    y : torch.Tensor, shape (n_segments, n_samples)
    center : whether frames stand around their sample, the sound mirrored at both ends; else the first begins at 0

    Returns
    -------
    torch.Tensor, shape (n_segments, 1 + n_fft // 2, n_frames)
    """
    n_fft = len(window)
    S = torch.stft(
        y, n_fft, hop_length=hop_length, window=window, center=center, pad_mode="reflect", return_complex=True
    )
    return S.real.square() + S.imag.square()


def mel_db(S: torch.Tensor, filters: torch.Tensor) -> torch.Tensor:
    """Power through mel filters (n_bins, n_mels), in dB: (n_segments, n_mels, n_frames)."""
    return 10 * torch.log10((filters.T @ S).clamp(min=DB_FLOOR))


def mel_log(S: torch.Tensor, filters: torch.Tensor) -> torch.Tensor:
    """Power through mel filters (n_bins, n_mels) as log10(1 + 10000 mel): (n_segments, n_mels, n_frames)."""
    return torch.log10(1 + 10_000 * (filters.T @ S))


def slaney_filters(*, sr: int, n_fft: int, n_mels: int) -> torch.Tensor:
    """librosa's mel filters, of equal area each: float32, shape (1 + n_fft // 2, n_mels)."""
    import librosa  # slow to import, and only two networks ask for it

    return torch.from_numpy(librosa.filters.mel(sr=sr, n_fft=n_fft, n_mels=n_mels).astype(np.float32).T.copy())
