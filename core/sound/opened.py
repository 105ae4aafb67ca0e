"""What every reader hands on: the form of a recording, and its samples block by block."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BLOCK = 8192  # frames: a break inside a block costs at most 0.2 s of a CD


@dataclass(eq=False)
class Sound:
    """An opened recording. ``blocks`` can be walked once; ``damaged`` and ``note`` are final when it has ended."""

    kind: str
    sr: int  # Hz
    n_channels: int
    blocks: Iterator[np.ndarray]  # float32, shape (n_frames, n_channels); n_channels may change on the way
    stated_s: float | None = None  # what the file says of its own length
    held_s: float | None = None  # what its bytes hold, where that is known without decoding
    tolerance_s: float = 0.01  # by which an honest statement may differ: padding of the last packet and the like
    shares_length: bool = False  # the statement is about all tracks, of which the sound may be a short one
    damaged: bool = False
    note: str = ""


def unopened(kind: str, reason: str) -> str:
    return (
        f"begins like {kind}, but its header is cut, damaged or of a coding that is not read here "
        f"({reason.rstrip('.')}); download or export it again, as wav or mp3 for example"
    )
