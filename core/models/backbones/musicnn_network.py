"""Segments of 3 s at 16 kHz -> 200 numbers and fifty tags: musicnn in torch, as Won et al. 2020 trained it.

Pons & Serra 2019, "musicnn: pre-trained convolutional neural networks for music audio tagging"; the order of layers is
that of the public PyTorch version (ethman/sota-music-tagging-models), whose files these are. Names of layers are those
of the tensors in the files.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.models.backbones.mel import mel_db, power_spectrogram

N_FFT, HOP_LENGTH, N_MELS = 512, 256, 96
# Filters as tall as 0.7 and 0.4 of the mel bands hear timbre, those as long as 2, 1 and half a second rhythm.
TIMBRAL_BANDS = (67, 38)
TEMPORAL_FRAMES = (129, 65, 33)
N_TIMBRAL, N_TEMPORAL, N_MIDDLE, N_DIMS, N_TAGS = 204, 51, 64, 200, 50


class Musicnn(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.spec = _Mel()
        self.spec_bn = nn.BatchNorm2d(1)
        timbral = [_Timbral(n_bands) for n_bands in TIMBRAL_BANDS]
        self.layers = nn.ModuleList([*timbral, *(_OverTime(1, N_TEMPORAL, n) for n in TEMPORAL_FRAMES)])
        n_front = len(TIMBRAL_BANDS) * N_TIMBRAL + len(TEMPORAL_FRAMES) * N_TEMPORAL
        self.layer1 = _OverTime(n_front, N_MIDDLE, 7)
        self.layer2 = _OverTime(N_MIDDLE, N_MIDDLE, 7)
        self.layer3 = _OverTime(N_MIDDLE, N_MIDDLE, 7)
        self.dense1 = nn.Linear(2 * (n_front + 3 * N_MIDDLE), N_DIMS)
        self.bn = nn.BatchNorm1d(N_DIMS)
        self.dense2 = nn.Linear(N_DIMS, N_TAGS)

    def forward(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """(n, n_samples) -> embedding (n, 200), the layer before the tags after its ReLU, and tags (n, 50)."""
        S = self.spec_bn(self.spec(y)[:, None])  # (n, 1, n_mels, n_frames)
        bands = S.mean(dim=2)  # (n, 1, n_frames): the loudness over all bands, where rhythm shows
        n_timbral = len(TIMBRAL_BANDS)
        front = torch.cat([f(S) for f in self.layers[:n_timbral]] + [f(bands) for f in self.layers[n_timbral:]], dim=1)
        first = self.layer1(front)
        second = self.layer2(first) + first
        third = self.layer3(second) + second
        stacked = torch.cat([front, first, second, third], dim=1)  # (n, 753, n_frames)
        pooled = torch.cat([stacked.amax(dim=2), stacked.mean(dim=2)], dim=1)
        embedding = F.relu(self.bn(self.dense1(pooled)))
        return embedding, torch.sigmoid(self.dense2(embedding))


class _Mel(nn.Module):
    """Sound -> mel bands in dB, with the window and the filters that the file holds."""

    def __init__(self) -> None:
        super().__init__()
        self.spectrogram, self.mel_scale = nn.Module(), nn.Module()
        self.spectrogram.register_buffer("window", torch.zeros(N_FFT))
        self.mel_scale.register_buffer("fb", torch.zeros(1 + N_FFT // 2, N_MELS))

    def forward(self, y: Tensor) -> Tensor:
        S = power_spectrogram(y, window=self.spectrogram.window, hop_length=HOP_LENGTH, center=True)
        return mel_db(S, self.mel_scale.fb)


class _Timbral(nn.Module):
    """Tall filters, slid over bands and frames; of each the strongest band stays: (n, 204, n_frames)."""

    def __init__(self, n_bands: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, N_TIMBRAL, (n_bands, 7), padding=(0, 3))
        self.bn = nn.BatchNorm2d(N_TIMBRAL)

    def forward(self, S: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(S))).amax(dim=2)


class _OverTime(nn.Module):
    """Filters over frames alone, normalised and rectified: (n, n_out, n_frames)."""

    def __init__(self, n_in: int, n_out: int, n_frames: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(n_in, n_out, n_frames, padding=n_frames // 2)
        self.bn = nn.BatchNorm1d(n_out)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)))
