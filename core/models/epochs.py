"""What a network or a booster says of each epoch while it learns, to whoever listens; nobody by default.

A context variable and no argument: between who listens and the network stand pipelines, calibration and clones, which
know nothing of epochs.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[Mapping[str, float]], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Callable[[Mapping[str, float]], None]) -> Iterator[None]:
    """Have ``listener`` told of every epoch of whatever is fitted inside the block; what it raises ends the fit."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_epoch(said: Mapping[str, float]) -> None:
    """Tell of an epoch: ``train_loss``, ``valid_loss`` (nats), ``train_accuracy``, ``valid_accuracy``."""
    if (listener := _listener.get()) is not None:
        listener(said)
