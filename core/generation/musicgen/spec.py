"""What every engine of MusicGen gives: a model in memory that reads words, turns sound into codes and back, and writes.

Nothing here imports a network: pages and commands read this before one is needed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from core.generation.musicgen.params import MusicgenParams

if TYPE_CHECKING:
    import torch

Step = Callable[[int, int], None]
"""Called after each token with how many were drawn and how many there will be; what it raises ends the work."""


class Player(Protocol):
    """A model in memory. B clips, K codebooks, frames of codes at ``frame_rate``.

    Attributes
    ----------
    sr : Hz; n_channels : 1 or 2
    frame_rate : frames a second, a token of each codebook in each
    takes_melody : whether it follows the melody of a recording
    device, precision : "cuda" and "float16", for people
    """

    sr: int
    n_channels: int
    n_codebooks: int
    frame_rate: float
    takes_melody: bool
    device: str
    precision: str

    def read(self, prompt: str, *, params: MusicgenParams, melody: np.ndarray | None) -> Any:
        """What `write` follows: the words and, where there is one, the melody (n_samples,) at ``sr``."""

    def encode(self, y: np.ndarray) -> "torch.Tensor":
        """A recording (n_channels, n_samples) at ``sr`` as codes (1, K, n_frames)."""

    def write(
        self, read: Any, given: "torch.Tensor", *, n_frames: int, params: MusicgenParams, step: Step
    ) -> "torch.Tensor":
        """Codes (B, K, n_frames) that begin with ``given`` (B, K, n_given), drawn by torch's own random state."""

    def decode(self, codes: "torch.Tensor") -> np.ndarray:
        """Codes (B, K, n_frames) as sound, float32 (B, n_channels, n_samples)."""

    def networks(self) -> Sequence[Any]:
        """Its networks of torch, to measure what they weigh; whoever asks keeps none of them."""


@dataclass(frozen=True)
class Engine:
    """One way to run MusicGen.

    Attributes
    ----------
    title, about : for people
    load : (folder, device) -> a player; raises ModelError where the folder is none of this engine's models, or broken
    holds : whether a folder looks like one of its models
    missing : what must be installed for it, "" where all is
    """

    name: str
    title: str
    about: str
    load: Callable[[Path, str], Player]
    holds: Callable[[Path], bool]
    missing: Callable[[], str]
