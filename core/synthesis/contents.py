"""A folder of weights in, what tells it from another out: wherever it lies, and without reading gigabytes."""

from hashlib import sha256
from pathlib import Path

from core.errors import ModelError

_N_BLOCKS, _BLOCK_BYTES = 64, 16_384  # of each file, from its begin to its end: training anew changes them all


def content_of(folder: Path) -> str:
    """64 hexadecimal digits of the names, the sizes and a megabyte of each file of a folder and of those in it.

    A folder that is not there is told apart by its path alone. Raises ModelError where a file cannot be read.
    """
    digest = sha256()
    if not folder.is_dir():
        return sha256(str(folder).encode()).hexdigest()
    try:
        for path in sorted(path for pattern in ("*", "*/*") for path in folder.glob(pattern) if path.is_file()):
            digest.update(repr((path.relative_to(folder).as_posix(), path.stat().st_size)).encode())
            digest.update(_sample(path))
    except OSError as error:
        raise ModelError(f"{folder.name} cannot be read: {error.strerror or error}; choose another model") from error
    return digest.hexdigest()


def _sample(path: Path) -> bytes:
    """The whole of a small file; of a larger one blocks that lie as far from each other."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _N_BLOCKS * _BLOCK_BYTES:
            return file.read()
        blocks = []
        for i in range(_N_BLOCKS):
            file.seek((size - _BLOCK_BYTES) * i // (_N_BLOCKS - 1))
            blocks.append(file.read(_BLOCK_BYTES))
        return b"".join(blocks)
