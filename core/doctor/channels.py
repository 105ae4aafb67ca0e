"""Blocks of a recording as they are decoded, channel by channel, in; what mixing them would hide, out.

A mean of two channels has no flat tops where only one of them is clipped, and no offset where theirs are opposite.
"""

from dataclasses import dataclass

import numpy as np

from core.doctor.flat_tops import FLAT, WAVY, Tops, find_tops

PIECE_S = 1.0
FULL_SCALE = 1.0001  # a little more, for the rounding of those who scale by 32,767


@dataclass(frozen=True)
class ChannelFacts:
    """What the channels of one recording show.

    Attributes
    ----------
    flat, wavy : tops that were cut off, over all channels
    n_over : samples over full scale, which only decoders of lossy formats give, over all channels
    n_samples : over all channels, to set them in proportion
    worst_s : where the second with most samples in such tops begins; None where there are none
    offset : the mean of the channel whose mean lies farthest from zero; full scale is 1
    swing : the standard deviation of that channel
    """

    flat: Tops
    wavy: Tops
    n_over: int
    n_samples: int
    worst_s: float | None
    offset: float
    swing: float


@dataclass
class _Channel:
    """Running sums of one channel."""

    n: int = 0
    total: float = 0.0
    total_of_squares: float = 0.0

    def add(self, x: np.ndarray) -> None:
        self.n += x.size
        self.total += float(x.sum(dtype=np.float64))
        self.total_of_squares += float(np.square(x, dtype=np.float64).sum())

    @property
    def mean(self) -> float:
        return self.total / self.n if self.n else 0.0

    @property
    def deviation(self) -> float:
        return float(np.sqrt(max(self.total_of_squares / self.n - self.mean**2, 0.0))) if self.n else 0.0


class ChannelMeter:
    """Listens to ``decode``: hands every second of sound on to be measured, and keeps none of it."""

    def __init__(self) -> None:
        self._sr = 1
        self._blocks: list[np.ndarray] = []
        self._channels: list[_Channel] = []
        self._flat, self._wavy = Tops(), Tops()
        self._n_over = 0
        self._measured_s = 0.0
        self._worst: tuple[int, float | None] = (0, None)

    def listen(self, block: np.ndarray, sr: int) -> None:
        """Take a block, shape (n_samples, n_channels); their number may change on the way."""
        if self._blocks and self._blocks[0].shape[1] != block.shape[1]:
            self._measure()
        self._sr = sr
        self._blocks.append(block)
        if sum(map(len, self._blocks)) >= PIECE_S * sr:
            self._measure()

    def facts(self) -> ChannelFacts:
        """What was heard so far."""
        self._measure()
        farthest = max(self._channels, key=lambda channel: abs(channel.mean), default=_Channel())
        return ChannelFacts(
            flat=self._flat,
            wavy=self._wavy,
            n_over=self._n_over,
            n_samples=sum(channel.n for channel in self._channels),
            worst_s=self._worst[1],
            offset=farthest.mean,
            swing=farthest.deviation,
        )

    def _measure(self) -> None:
        if not self._blocks:
            return
        piece = np.ascontiguousarray(np.concatenate(self._blocks).T)
        self._blocks = []
        self._channels += [_Channel() for _ in range(len(piece) - len(self._channels))]
        flat, wavy = Tops(), Tops()
        for channel, x in zip(self._channels, piece, strict=False):
            channel.add(x)
            flat += find_tops(x, FLAT)
            wavy += find_tops(x, WAVY)
            self._n_over += int(np.count_nonzero(np.abs(x) > FULL_SCALE))
        if max(flat.n_samples, wavy.n_samples) > self._worst[0]:
            self._worst = max(flat.n_samples, wavy.n_samples), self._measured_s
        self._flat += flat
        self._wavy += wavy
        self._measured_s += piece.shape[1] / self._sr
