"""Where a network runs, one piece of work at a time, what a lack of memory means, and what giving memory back gains."""

import gc
import socket
import time
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import torch
from filelock import FileLock, Timeout
from psutil import virtual_memory
from torch import nn

from core.errors import ModelError
from core.jobs.worker import this_worker
from core.workspace import workspace

DEVICES = ("cuda", "mps", "cpu")
WAIT_S = 0.2
_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")  # of torch's other RuntimeErrors


def choose_device(wanted: str = "") -> str:
    """``wanted``, by default the fastest that is here: CUDA, then Apple's MPS, then the processor.

    Raises ModelError where this machine has no such device.
    """
    here = [name for name, is_here in _found() if is_here]
    if wanted and wanted not in here:
        raise ModelError(f"device={wanted!r} is not on this machine, which has {', '.join(here)}; choose one of those")
    return wanted or here[0]


def half_is_safe(device: str) -> bool:
    """Whether half precision is both right and faster: on CUDA; elsewhere it is slow, or sums become coarse."""
    return device == "cuda"


@contextmanager
def alone_on(device: str, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold a device: no two pieces are made on it at once, whichever process of this machine makes them.

    ``waiting`` is called again and again while another has it; what it raises ends the wait.
    """
    path = workspace() / "locks" / f"musicgen-{socket.gethostname()}-{device}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    while not lock.is_locked:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            time.sleep(WAIT_S)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def memory_told(words: str) -> Iterator[None]:
    """Turn a lack of memory within the block into a ModelError that says what to do; ``words`` say what was asked."""
    try:
        yield
        return
    except (torch.OutOfMemoryError, MemoryError, RuntimeError) as error:
        if not _is_lack_of_memory(error):
            raise
        # Its traceback holds the frames, and with them the tensors, of what was being made: let go of it.
        error.__traceback__ = None
    free_cached()
    raise ModelError(
        f"there was not enough memory for {words}; ask for fewer clips at once, fewer seconds, or a smaller model"
    )


def free_cached() -> None:
    """Give the device the memory back that nothing uses any more."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def bytes_of(networks: Sequence[nn.Module]) -> int:
    """What the tensors of these networks take, each counted once."""
    return sum(tensor.nbytes for tensor in _tensors(networks))


def memory_of(device: str) -> int:
    """The bytes that this process may use on a device at most, whatever else is there now."""
    if device == "cuda":
        return torch.cuda.mem_get_info()[1]
    worker = this_worker()
    limit = None if worker is None else worker.memory_manager.memory_limit
    return limit or virtual_memory().total


def watched(networks: Sequence[nn.Module]) -> Callable[[], int]:
    """A function that tells how many bytes of these networks' tensors are gone by then; it keeps none of them."""
    seen = [(weakref.ref(tensor), tensor.nbytes) for tensor in _tensors(networks)]

    def gone() -> int:
        free_cached()
        return sum(n_bytes for there, n_bytes in seen if there() is None)

    return gone


def _tensors(networks: Sequence[nn.Module]) -> Collection[torch.Tensor]:
    return {t.data_ptr(): t for net in networks for t in (*net.parameters(), *net.buffers())}.values()


def _found() -> tuple[tuple[str, bool], ...]:
    return (("cuda", torch.cuda.is_available()), ("mps", torch.backends.mps.is_available()), ("cpu", True))


def _is_lack_of_memory(error: BaseException) -> bool:
    told = isinstance(error, torch.OutOfMemoryError | MemoryError)
    return told or any(words in str(error) for words in _NO_MEMORY)
