"""Sound at 32 kHz in, PaSST's embedding and tags out: a transformer that reads a mel spectrogram in patches.

Koutini, Schlüter, Eghbal-zadeh & Widmer 2022, Efficient Training of Audio Transformers with Patchout. Only what
listening needs: patches are left out in training alone. Parts have the names that the published weights give them.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class PasstConfig:
    """The sizes of PaSST-S; all that is measured in samples is so at 32 kHz."""

    sr: int = 32_000
    n_fft: int = 1024
    win_length: int = 800
    hop_length: int = 320
    n_mels: int = 128
    fmax: float = 15_000.0  # Hz
    preemphasis: float = 0.97
    n_frames: int = 998  # for which places in time were learned: 10 s
    patch: int = 16  # frames and mel bands
    stride: int = 10
    n_dims: int = 768
    n_blocks: int = 12
    n_heads: int = 12
    n_tags: int = 527

    @property
    def grid(self) -> tuple[int, int]:
        """Patches over frequency and over time."""
        return self.n_mels // self.stride, self.n_frames // self.stride


class Passt(nn.Module):
    """Front end, patches, blocks, and the mean of the two class tokens."""

    def __init__(self, config: PasstConfig) -> None:
        super().__init__()
        n_dims, (n_rows, n_columns) = config.n_dims, config.grid
        self.mel = LogMel(config)
        self.patch_embed = nn.ModuleDict({"proj": nn.Conv2d(1, n_dims, config.patch, stride=config.stride)})
        self.cls_token = nn.Parameter(torch.zeros(1, 1, n_dims))
        self.dist_token = nn.Parameter(torch.zeros(1, 1, n_dims))
        self.new_pos_embed = nn.Parameter(torch.zeros(1, 2, n_dims))
        self.freq_new_pos_embed = nn.Parameter(torch.zeros(1, n_dims, n_rows, 1))
        self.time_new_pos_embed = nn.Parameter(torch.zeros(1, n_dims, 1, n_columns))
        self.blocks = nn.Sequential(*(Block(n_dims, config.n_heads) for _ in range(config.n_blocks)))
        self.norm = nn.LayerNorm(n_dims, eps=1e-6)
        self.head = nn.Sequential(nn.LayerNorm(n_dims), nn.Linear(n_dims, config.n_tags))
        self.head_dist = nn.Linear(n_dims, config.n_tags)  # of the published weights, but not asked in listening

    def forward(self, y: Tensor) -> tuple[Tensor, Tensor]:
        """Sound (n, n_samples) -> embeddings (n, n_dims) and probabilities of the tags (n, n_tags)."""
        x = self.patch_embed["proj"](self.mel(y)[:, None])  # (n, n_dims, n_rows, n_columns)
        x = x + self.freq_new_pos_embed + self.time_new_pos_embed[..., : x.shape[-1]]
        tokens = torch.cat([self.cls_token, self.dist_token], dim=1) + self.new_pos_embed
        x = torch.cat([tokens.expand(len(x), -1, -1), x.flatten(2).transpose(1, 2)], dim=1)  # (n, 2 + patches, n_dims)
        embedding = self.norm(self.blocks(x))[:, :2].mean(dim=1)
        return embedding, self.head(embedding).sigmoid()


class LogMel(nn.Module):
    """Sound (n, n_samples) -> (n, n_mels, n_frames): the logarithm of the power in mel bands, near 0 on average."""

    def __init__(self, config: PasstConfig) -> None:
        super().__init__()
        self.config = config
        # Computed, not learned: they are no part of the published weights.
        self.register_buffer("window", torch.hann_window(config.win_length, periodic=False), persistent=False)
        self.register_buffer("bands", mel_bands(config), persistent=False)

    def forward(self, y: Tensor) -> Tensor:
        config = self.config
        y = y[:, 1:] - config.preemphasis * y[:, :-1]
        D = torch.stft(y, config.n_fft, config.hop_length, config.win_length, self.window, return_complex=True)
        power = D.real**2 + D.imag**2  # (n, n_fft // 2 + 1, n_frames)
        return ((self.bands @ power + 1e-5).log() + 4.5) / 5


def mel_bands(config: PasstConfig) -> Tensor:
    """Triangles of equal width in mel by the formula of Kaldi: float32 (n_mels, n_fft // 2 + 1), 0 at Nyquist."""
    mel = 1127 * (1 + torch.arange(config.n_fft // 2) * (config.sr / config.n_fft) / 700).log()
    width = 1127 * math.log(1 + config.fmax / 700) / (config.n_mels + 1)
    edges = width * torch.arange(config.n_mels + 2)[:, None]
    left, centre, right = edges[:-2], edges[1:-1], edges[2:]
    triangles = torch.minimum((mel - left) / (centre - left), (right - mel) / (right - centre)).clamp(min=0)
    return F.pad(triangles, (0, 1))


class Block(nn.Module):
    """One layer of the transformer: attention, then two dense layers, each on what a norm makes of its input."""

    def __init__(self, n_dims: int, n_heads: int) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(n_dims, eps=1e-6)
        self.attn = Attention(n_dims, n_heads)
        self.norm2 = nn.LayerNorm(n_dims, eps=1e-6)
        self.mlp = nn.ModuleDict({"fc1": nn.Linear(n_dims, 4 * n_dims), "fc2": nn.Linear(4 * n_dims, n_dims)})

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attn(self.norm1(x))
        return x + self.mlp["fc2"](F.gelu(self.mlp["fc1"](self.norm2(x))))


class Attention(nn.Module):
    """Every token looks at every other, in several heads."""

    def __init__(self, n_dims: int, n_heads: int) -> None:
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(n_dims, 3 * n_dims)
        self.proj = nn.Linear(n_dims, n_dims)

    def forward(self, x: Tensor) -> Tensor:
        n, n_tokens, n_dims = x.shape
        # (n, n_tokens, 3 * n_dims) -> three of (n, n_heads, n_tokens, n_dims // n_heads)
        q, k, v = self.qkv(x).view(n, n_tokens, 3, self.n_heads, -1).permute(2, 0, 3, 1, 4)
        heard = F.scaled_dot_product_attention(q, k, v)
        return self.proj(heard.transpose(1, 2).reshape(n, n_tokens, n_dims))
