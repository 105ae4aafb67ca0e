"""What the parts of a training find, as bytes and back: plain arrays, Parquet, and several of them in one zip."""

import io
from collections.abc import Mapping
from zipfile import ZIP_STORED, ZipFile

import numpy as np
import pandas as pd

from core.training.choose import Judged


def judged_bytes(judged: Judged) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, logits=judged.logits, truth=judged.truth, tracks=judged.tracks.astype(str))
    return buffer.getvalue()


def judged_of(content: bytes) -> Judged:
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return Judged(logits=stored["logits"], truth=stored["truth"], tracks=stored["tracks"])


def frame_bytes(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    return buffer.getvalue()


def frame_of(content: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(content))


def pack(named: Mapping[str, bytes]) -> bytes:
    """Several contents as one."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as whole:
        for name, content in named.items():
            whole.writestr(name, content)
    return buffer.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """What ``pack`` put together."""
    with ZipFile(io.BytesIO(content)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}
