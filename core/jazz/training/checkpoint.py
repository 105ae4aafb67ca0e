"""What a training needs to go on after a kill: weights, the optimizer's state, the draws, and the curves; no pickle."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from core.errors import ModelError
from core.jazz.data.sequences import Sequences
from core.jazz.models.config import NetworkConfig
from core.jazz.training.config import TrainConfig
from core.workspace import atomic_folder, recover

LATEST = "latest"


@dataclass
class Progress:
    """How far a training is.

    Attributes
    ----------
    epoch : epochs that are done
    curves : a dict per epoch, see `core.jazz.training.loop`
    best_epoch, best_bound : the epoch of the least -ELBO on the validation part, from 1, and that bound
    seconds : spent so far
    """

    epoch: int = 0
    curves: list[dict] = field(default_factory=list)
    best_epoch: int = 0
    best_bound: float = float("inf")
    seconds: float = 0.0


def kind_of(network: NetworkConfig, training: TrainConfig, train: Sequences) -> str:
    """What tells a training from all others: a hash of its numbers and of what it learns from."""
    told = json.dumps([network.as_dict(), training.as_dict()], sort_keys=True).encode()
    return hashlib.sha256(told + train.codes.tobytes() + train.bounds.tobytes()).hexdigest()


def save_checkpoint(
    folder: Path,
    *,
    net: torch.nn.Module,
    adam: torch.optim.AdamW,
    rng: np.random.Generator,
    device: torch.device,
    kind: str,
    best: dict[str, torch.Tensor],
    progress: Progress,
) -> None:
    """Keep the state after an epoch in ``folder``/latest, in the place of the one before, whole or not at all."""
    draws = {"rng": rng.bit_generator.state, "torch": torch.get_rng_state().tolist(), "device": _device_draws(device)}
    with atomic_folder(folder / LATEST) as draft:
        (draft / "weights.safetensors").write_bytes(save(_plain(net.state_dict())))
        (draft / "best.safetensors").write_bytes(save(_plain(best)))
        (draft / "adam.safetensors").write_bytes(save(_moments(adam)))
        state = {"kind": kind, "progress": vars(progress), "draws": draws}
        (draft / "state.json").write_text(json.dumps(state), encoding="utf-8")


def load_checkpoint(
    folder: Path,
    *,
    net: torch.nn.Module,
    adam: torch.optim.AdamW,
    rng: np.random.Generator,
    device: torch.device,
    kind: str,
) -> tuple[Progress, dict[str, torch.Tensor]] | None:
    """Put network, optimizer and draws back to where ``folder``/latest left them; None where there is none.

    Raises ModelError when it is damaged, or of a training with other numbers or other music.
    """
    if folder.is_dir():
        recover(folder)
    stored = folder / LATEST
    if not stored.is_dir():
        return None
    try:
        state = json.loads((stored / "state.json").read_text(encoding="utf-8"))
        if state.get("kind") != kind:
            raise ModelError(f"{stored} is of a training with other settings or other music; remove it to start anew")
        net.load_state_dict(load((stored / "weights.safetensors").read_bytes()))
        _set_moments(adam, load((stored / "adam.safetensors").read_bytes()))
        _set_draws(state["draws"], rng, device)
        return Progress(**state["progress"]), load((stored / "best.safetensors").read_bytes())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError) as error:
        raise ModelError(f"the checkpoint {stored} is damaged ({error}); remove it to start anew") from error


def _plain(tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Copies of their own: safetensors refuses tensors that share memory, as tied weights do."""
    return {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}


def _moments(adam: torch.optim.AdamW) -> dict[str, torch.Tensor]:
    state = adam.state_dict()["state"]
    return _plain({f"{i}.{name}": value for i, row in state.items() for name, value in row.items()})


def _set_moments(adam: torch.optim.AdamW, moments: dict[str, torch.Tensor]) -> None:
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in moments.items():
        i, name = key.split(".")
        state.setdefault(int(i), {})[name] = value
    adam.load_state_dict({"state": state, "param_groups": adam.state_dict()["param_groups"]})


def _device_draws(device: torch.device) -> list[int] | None:
    """The state of an accelerator's own draws; the processor's are torch's."""
    return None if device.type == "cpu" else torch.get_device_module(device).get_rng_state().tolist()


def _set_draws(draws: dict, rng: np.random.Generator, device: torch.device) -> None:
    rng.bit_generator.state = draws["rng"]
    torch.set_rng_state(torch.tensor(draws["torch"], dtype=torch.uint8))
    if draws["device"] is not None and device.type != "cpu":
        torch.get_device_module(device).set_rng_state(torch.tensor(draws["device"], dtype=torch.uint8))
