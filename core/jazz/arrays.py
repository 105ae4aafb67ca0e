"""Named arrays in, one .npz file out, whole or not at all; and what reading a cut or changed one raises."""

import zlib
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from core.workspace import atomic_file

# RuntimeError is zipfile's word for a member that wants a password.
DAMAGED = (
    *(BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, ValueError, TypeError, IndexError, OverflowError, RuntimeError),
)


def save_arrays(path: Path, **arrays: np.ndarray) -> None:
    """Store plain arrays, compressed and without pickle."""
    with atomic_file(path) as draft, draft.open("wb") as file:
        np.savez_compressed(file, **arrays)
