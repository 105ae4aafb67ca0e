"""Segments of 187 frames at 16 kHz -> an embedding and fifty tags: musicnn and vgg of Pons & Serra 2019 in torch.

The order of operations is that of the models which the Keras files (Quint-e/musicnn_keras) describe: there a batch
norm comes after the ReLU, its epsilon is 0.001, and sound is laid out as (frames, bands).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from core.models.backbones.mel import mel_log, power_spectrogram, slaney_filters
from core.models.backbones.weights import Tensors, from_keras

SR, N_FFT, HOP_LENGTH, N_MELS = 16_000, 512, 256, 96
EPS = 1e-3
N_TAGS = 50

TIMBRAL_BANDS = (38, 67)
TEMPORAL_FRAMES = (128, 64, 32)
N_TIMBRAL, N_TEMPORAL, N_MIDDLE, N_MUSICNN = 204, 51, 64, 200
N_VGG, VGG_CHANNELS = 256, 128


class MsdMusicnn(nn.Module):
    """Filters over bands and over frames, three layers over time, the maximum and the mean of all: 200-d."""

    def __init__(self) -> None:
        super().__init__()
        self.mel = _Mel()
        self.bn_input = nn.BatchNorm2d(1, eps=EPS)
        timbral = [_Filters(1, N_TIMBRAL, (7, n_bands), pad=(0, 0, 3, 3)) for n_bands in TIMBRAL_BANDS]
        # An even filter leaves one frame more after than before it, so that as many come out as went in.
        temporal = [_Filters(1, N_TEMPORAL, (n, 1), pad=(0, 0, n // 2 - 1, n // 2)) for n in TEMPORAL_FRAMES]
        self.front = nn.ModuleList([*timbral, *temporal])
        n_front = len(timbral) * N_TIMBRAL + len(temporal) * N_TEMPORAL
        self.middle = nn.ModuleList(
            _Filters(n_in, N_MIDDLE, (7, 1), pad=(0, 0, 3, 3)) for n_in in (n_front, N_MIDDLE, N_MIDDLE)
        )
        n_pooled = 2 * (n_front + 3 * N_MIDDLE)
        self.bn_pooled = nn.BatchNorm1d(n_pooled, eps=EPS)
        self.dense = nn.Linear(n_pooled, N_MUSICNN)
        self.bn_dense = nn.BatchNorm1d(N_MUSICNN, eps=EPS)
        self.output = nn.Linear(N_MUSICNN, N_TAGS)

    def forward(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """(n, n_samples) -> embedding (n, 200), the layer before the tags after ReLU and norm, and tags (n, 50)."""
        S = self.bn_input(self.mel(y)[:, None])  # (n, 1, n_frames, n_mels)
        # Of the bands that are left, the strongest stays.
        front = torch.cat([filters(S).amax(dim=3, keepdim=True) for filters in self.front], dim=1)
        first = self.middle[0](front)  # (n, 64, n_frames, 1)
        second = self.middle[1](first) + first
        third = self.middle[2](second) + second
        stacked = torch.cat([front, first, second, third], dim=1)[..., 0]  # (n, 753, n_frames)
        # Maximum and mean of a channel stand side by side.
        pooled = torch.stack([stacked.amax(dim=2), stacked.mean(dim=2)], dim=2).flatten(1)
        embedding = self.bn_dense(F.relu(self.dense(self.bn_pooled(pooled))))
        return embedding, torch.sigmoid(self.output(embedding))

    @staticmethod
    def tensors(keras: Tensors) -> Tensors:
        """The tensors of ``MSD_musicnn.h5`` under the names of this network."""
        layers = {"batch_normalization": "bn_input", "bn_flatpool": "bn_pooled", "dense": "dense"}
        layers |= {"bn_dense": "bn_dense", "dense_1": "output"}
        for i in range(len(TIMBRAL_BANDS) + len(TEMPORAL_FRAMES)):
            layers["conv2d" if i == 0 else f"conv2d_{i}"] = f"front.{i}.conv"
            layers[f"batch_normalization_{i + 1}"] = f"front.{i}.bn"
        for i in range(3):
            layers |= {f"midend_conv{i + 1}": f"middle.{i}.conv", f"bn_midend_conv{i + 1}": f"middle.{i}.bn"}
        tensors = from_keras(keras, layers)
        # Keras lays what comes in along the width of a picture: (out, 1, 7, in) is (out, in, 7, 1) here.
        turned = {f"middle.{i}.conv.weight" for i in range(3)} & set(tensors)
        return tensors | {name: tensors[name].transpose(1, 3) for name in turned}


class MsdVgg(nn.Module):
    """Five layers of small filters, each pooled: 256-d."""

    POOLS = (((4, 1), (2, 2)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((4, 4), (4, 4)))  # size, stride

    def __init__(self) -> None:
        super().__init__()
        self.mel = _Mel()
        self.bn_input = nn.BatchNorm2d(1, eps=EPS)
        n_ins = (1, *[VGG_CHANNELS] * (len(self.POOLS) - 1))
        self.layers = nn.ModuleList(_Filters(n_in, VGG_CHANNELS, (3, 3), pad=(1, 1, 1, 1)) for n_in in n_ins)
        self.output = nn.Linear(N_VGG, N_TAGS)

    def forward(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """(n, n_samples) -> embedding (n, 256), the last layer as it is pooled, and tags (n, 50)."""
        x = self.bn_input(self.mel(y)[:, None])  # (n, 1, n_frames, n_mels)
        for layer, (size, stride) in zip(self.layers, self.POOLS, strict=True):
            x = F.max_pool2d(layer(x), size, stride)
        embedding = x.permute(0, 2, 3, 1).flatten(1)  # (n, 128, 2, 1): Keras flattens channels last
        # The file ends before the sigmoid.
        return embedding, torch.sigmoid(self.output(embedding))

    @staticmethod
    def tensors(keras: Tensors) -> Tensors:
        """The tensors of ``MSD_vgg.h5`` under the names of this network."""
        layers = {"bn_input": "bn_input", "output": "output"}
        for i in range(len(MsdVgg.POOLS)):
            layers |= {f"{i + 1}CNN": f"layers.{i}.conv", f"bn_conv{i + 1}": f"layers.{i}.bn"}
        return from_keras(keras, layers)


class _Mel(nn.Module):
    """Sound -> mel bands as (n, n_frames, n_mels)."""

    def __init__(self) -> None:
        super().__init__()
        # Not in the files: both follow from the settings.
        self.register_buffer("window", torch.hann_window(N_FFT), persistent=False)
        self.register_buffer("filters", slaney_filters(sr=SR, n_fft=N_FFT, n_mels=N_MELS), persistent=False)

    def forward(self, y: Tensor) -> Tensor:
        S = power_spectrogram(y, window=self.window, hop_length=HOP_LENGTH, center=False)
        return mel_log(S, self.filters).transpose(1, 2)


class _Filters(nn.Module):
    """A convolution, then ReLU, then the norm; ``pad`` as (bands before, after, frames before, after)."""

    def __init__(self, n_in: int, n_out: int, size: tuple[int, int], *, pad: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, size)
        self.bn = nn.BatchNorm2d(n_out, eps=EPS)
        self._pad = pad

    def forward(self, x: Tensor) -> Tensor:
        return self.bn(F.relu(self.conv(F.pad(x, self._pad))))
