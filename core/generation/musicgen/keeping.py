"""The model that was used last, kept between two jobs so that the next clip starts at once; looked at, and let go.

One for each device of a machine: before another is loaded, whoever keeps one there lets it go. A model is lent to who
holds its device (`devices.alone_on`), and while it is lent nobody else has it to let it go.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.generation.musicgen.loading import Musicgen, find_model, load_musicgen
from core.jobs import Cancelled
from core.jobs.worker import on_every_worker

KEPT_SHARE = 0.5  # of the memory that a process may use; what takes more is not kept
Key = tuple[object, ...]
_kept: dict[str, tuple[Key, "Kept", Musicgen]] = {}


@dataclass(frozen=True)
class Kept:
    """A model that a worker keeps in memory, for people.

    Attributes
    ----------
    model : as it was asked for: one of SIZES, or a folder
    name, engine, device, precision : see `Musicgen`
    host : the machine
    worker : the address of its worker; "" in this process
    """

    model: str
    name: str
    engine: str
    device: str
    precision: str
    n_bytes: int
    host: str
    worker: str = ""


@dataclass
class Loan:
    """A model for one piece of work.

    Attributes
    ----------
    was_loaded : it was in memory already
    is_kept, freed_bytes : known after the work: whether it stays, or else what letting it go has freed
    """

    model: Musicgen
    was_loaded: bool
    is_kept: bool = False
    freed_bytes: int = 0


@contextmanager
def lent(model: str | Path, *, engine: str, device: str, keep: bool) -> Iterator[Loan]:
    """A model on a device that the caller holds; loaded unless this process keeps it, and kept after it if it fits.

    After an error it is let go: nobody knows what state it is in, or whether it was the one that took all memory.

    Parameters
    ----------
    device : one of DEVICES
    keep : whether it shall stay in memory afterwards

    Raises
    ------
    DownloadError, ModelError
        As `load_musicgen` does.
    """
    from core.generation.musicgen.devices import memory_of

    key = _key(model, engine, device)
    loan, is_well = _borrowed(key, model, engine, device), False
    try:
        yield loan
        is_well = True
    except Cancelled:
        is_well = True
        raise
    finally:
        n_bytes = loan.model.n_bytes
        loan.is_kept = keep and is_well and n_bytes <= KEPT_SHARE * memory_of(device)
        if loan.is_kept:
            facts = {name: getattr(loan.model, name) for name in ("name", "engine", "device", "precision")}
            _kept[device] = key, Kept(str(model), **facts, n_bytes=n_bytes, host=socket.gethostname()), loan.model
        else:
            loan.freed_bytes = loan.model.unload()


def models_in_memory() -> tuple[Kept, ...]:
    """What the workers keep now; nothing where no worker lives. Raises JobError as `on_every_worker` does."""
    said = on_every_worker(kept_here)
    return tuple(Kept(**row | {"worker": worker}) for worker, rows in said.items() for row in rows)


def unload_models() -> int:
    """Have every worker let go of the models it keeps: the bytes of their tensors that are gone, measured.

    One that is at work now stays. Raises JobError as `on_every_worker` does.
    """
    return sum(on_every_worker(let_go_here).values())


def kept_here() -> list[dict[str, str | int]]:
    """What this process keeps, in values that travel."""
    return [vars(kept) for _, kept, _ in list(_kept.values())]


def let_go_here(device: str = "", host: str = "") -> int:
    """Let go of what this process keeps, on one device or any, if this is that machine; the bytes that are gone."""
    if host and host != socket.gethostname():
        return 0
    going = [_kept.pop(name, None) for name in list(_kept) if device in ("", name)]
    return sum(model.unload() for _, _, model in filter(None, going))


def _borrowed(key: Key, model: str | Path, engine: str, device: str) -> Loan:
    there, _, kept = _kept.pop(device, (None, None, None))
    if kept is not None and there == key:
        return Loan(kept, was_loaded=True)
    if kept is not None:
        kept.unload()
    del kept
    on_every_worker(let_go_here, device, socket.gethostname())  # other workers: they cannot be at work on it
    return Loan(load_musicgen(model, engine=engine, device=device), was_loaded=False)


def _key(model: str | Path, engine: str, device: str) -> Key:
    """What must be equal for two models to be the same one: files that changed are another."""
    folder, engine = find_model(model, engine=engine)
    files = sorted(path for pattern in ("*", "*/*") for path in folder.glob(pattern) if path.is_file())
    states = [(str(path), (state := path.stat()).st_size, state.st_mtime_ns) for path in files]
    return str(folder), engine, device, *states
