"""Sequences to learn from and to stop by in, the network of its best epoch and its curves out."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from core.errors import ModelError
from core.jazz.data.sequences import Sequences
from core.jazz.data.windows import Cutter, Windows
from core.jazz.models.network import JazzNetwork
from core.jazz.training.checkpoint import Progress, kind_of, load_checkpoint, save_checkpoint
from core.jazz.training.config import TrainConfig
from core.jazz.training.measuring import as_batch, measure
from core.jazz.training.objective import loss_of

Tell = Callable[[float, dict], None]


@dataclass(frozen=True, eq=False)
class Material:
    """What is learnt from, what decides when to stop (cut from the training part, not the test), and how it is cut."""

    train: Sequences
    valid: Sequences
    cutter: Cutter


def train(
    net: JazzNetwork,
    material: Material,
    config: TrainConfig,
    *,
    folder: Path | None = None,
    tell: Tell = lambda share, epoch: None,
) -> Progress:
    """Fit ``net`` in place; at the end it has the weights of the epoch with the least -ELBO on the validation part.

    Parameters
    ----------
    folder : where a checkpoint is kept after each epoch, and where one that lies there is taken up
    tell : called after each batch with the share done (0 to 1) and the curves' last row; what it raises ends it all

    Returns
    -------
    Progress, whose ``curves`` have per epoch: epoch, train_reconstruction, train_kl (nats per step), kl_weight,
    valid_bound, valid_reconstruction, valid_kl (nats per step, one sample, the KL in full), n_active, seconds,
    steps_per_s

    Raises
    ------
    ModelError
        No epoch had a finite loss, or the checkpoint is damaged or of another training.
    """
    device = best_device()
    net.to(device)
    rng, kind = np.random.default_rng(config.seed), kind_of(net.config, config, material.train)
    with _own_draws(config.seed):
        adam = torch.optim.AdamW(net.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
        state = {"net": net, "adam": adam, "rng": rng, "device": device, "kind": kind}
        progress, best = (folder and load_checkpoint(folder, **state)) or (Progress(), {})
        valid = _some_of(material.cutter.all(material.valid), config.valid_windows)
        while progress.epoch < config.n_epochs and progress.epoch - progress.best_epoch < config.patience:
            begun = time.monotonic()
            windows = _of_this_epoch(material, config, rng)
            row = _learn_once(net, adam, windows, config, progress, device, tell, transpose=material.cutter)
            row |= _judged(net, valid, seed=config.seed, device=device)
            progress.seconds += time.monotonic() - begun
            best = _noted(progress, row, net, best)
            if folder:
                save_checkpoint(folder, **state, best=best, progress=progress)
            tell(progress.epoch / config.n_epochs, row)
    if not best:
        raise ModelError(
            "no epoch had a finite loss: the numbers grow without end; choose a smaller value than "
            f"learning_rate={config.learning_rate}"
        )
    net.cpu().load_state_dict(best)
    net.eval()
    return progress


def best_device() -> torch.device:
    """An accelerator where there is one, else the processor."""
    return torch.accelerator.current_accelerator() if torch.accelerator.is_available() else torch.device("cpu")


def _of_this_epoch(material: Material, config: TrainConfig, rng: np.random.Generator) -> Windows:
    windows = material.cutter.drawn(material.train, rng)
    return windows.taken(slice(0, max(1, round(config.epoch_share * len(windows)))))


def _some_of(windows: Windows, n: int) -> Windows:
    """At most ``n`` of the windows, evenly spread."""
    return windows.taken(np.unique(np.linspace(0, len(windows) - 1, min(n, len(windows))).astype(int)))


def _learn_once(net, adam, windows, config, progress, device, tell, *, transpose: Cutter) -> dict:
    """One epoch: what was learnt from, in nats per step."""
    net.train()
    n_batches = math.ceil(len(windows) / config.batch_size)
    begun, n_steps, sums = time.monotonic(), 0, np.zeros(2)
    for i, part in enumerate(windows.batches(config.batch_size)):
        done = progress.epoch + i / n_batches
        for group in adam.param_groups:
            group["lr"] = config.learning_rate * _rate(done / config.n_epochs, config.warm_up)
        batch = as_batch(_transposed(part, transpose, config), device)
        weight = kl_weight(done, config)
        with sixteen_bits(device):
            loss = loss_of(net, batch, config, kl_weight=weight)
        adam.zero_grad()
        loss.total.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), config.clip)
        adam.step()
        n_steps += int(part.mask.sum())
        sums += len(part) * np.array([float(loss.reconstruction), float(loss.divergence)])
        last = progress.curves[-1] if progress.curves else {}
        tell(done / config.n_epochs, last)
    return {
        "epoch": progress.epoch + 1,
        "train_reconstruction": sums[0] / n_steps,
        "train_kl": sums[1] / n_steps,
        "kl_weight": weight,
        "steps_per_s": n_steps / (time.monotonic() - begun),
    }


def kl_weight(epochs: float, config: TrainConfig) -> float:
    """The weight of the KL after so many epochs; it is 1 in the last epoch at the latest."""
    rises_for = min(config.anneal_epochs, config.n_epochs - 1)
    return min(1.0, epochs / rises_for) if rises_for else 1.0


def _judged(net: JazzNetwork, valid: Windows, *, seed: int, device: torch.device) -> dict:
    net.cpu()
    found = measure(net, valid, seed=seed)
    net.to(device)
    return {
        "valid_bound": found.bound,
        "valid_reconstruction": found.reconstruction_per_step,
        "valid_kl": found.bound - found.reconstruction_per_step,
        "kl_per_sequence": float(found.divergence.mean()),
        "n_active": found.n_active,
    }


def _noted(progress: Progress, row: dict, net: JazzNetwork, best: dict) -> dict:
    """Add an epoch to the curves; returns the best weights so far. While the KL is annealed no epoch counts as best."""
    progress.epoch = row["epoch"]
    progress.curves.append(row | {"seconds": progress.seconds})
    if row["valid_bound"] < progress.best_bound and row["kl_weight"] == 1.0:
        progress.best_epoch, progress.best_bound = row["epoch"], row["valid_bound"]
        return {name: value.detach().cpu().clone() for name, value in net.state_dict().items()}
    if not best:
        progress.best_epoch = row["epoch"]  # patience begins when the KL has its full weight
    return best


def _transposed(windows: Windows, cutter: Cutter, config: TrainConfig) -> Windows:
    """Each window by a random number of semitones: the same music, as far as jazz is concerned."""
    if not config.transpose:
        return windows
    by = torch.randint(-config.transpose, config.transpose + 1, (len(windows),)).numpy()
    moved = windows.codes.copy()
    for semitones in np.unique(by):
        rows = by == semitones
        flat = windows.codes[rows].reshape(-1, windows.codes.shape[2])
        moved[rows] = cutter.representation.transpose(flat, int(semitones)).reshape(moved[rows].shape)
    conditions = (
        cutter.conditions(moved, windows.mask, windows.conditions[:, 0] - 1)
        if cutter.attributes
        else windows.conditions
    )
    return Windows(moved, windows.mask, conditions, windows.pieces)


def _rate(share: float, warm_up: float) -> float:
    """The factor of the learning rate: a straight rise, then half a cosine down to a twentieth."""
    if share < warm_up:
        return max(share / warm_up, 0.01)
    return 0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (share - warm_up) / (1 - warm_up)))


@contextmanager
def sixteen_bits(device: torch.device) -> Iterator[None]:
    """Half the bits in the large products, where there are instructions for them: about twice as fast, as good."""
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type != "cpu" or _has_bf16()):
        yield


def _has_bf16() -> bool:
    return torch.ops.mkldnn._is_mkldnn_bf16_supported() and torch.backends.cpu.get_cpu_capability() == "AVX512"


@contextmanager
def _own_draws(seed: int) -> Iterator[None]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield
