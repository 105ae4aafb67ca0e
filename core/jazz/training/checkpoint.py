"""What a training needs to go on after a kill: weights, the optimizer's state, the draws, and the curves; no pickle."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load, save

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


def save_checkpoint(
    folder: Path,
    *,
    net: torch.nn.Module,
    best: dict[str, torch.Tensor],
    adam: torch.optim.AdamW,
    rng: np.random.Generator,
    progress: Progress,
) -> None:
    """Keep the state after an epoch in ``folder``/latest, in the place of the one before, whole or not at all."""
    with atomic_folder(folder / LATEST) as draft:
        (draft / "weights.safetensors").write_bytes(save(_plain(net.state_dict())))
        (draft / "best.safetensors").write_bytes(save(_plain(best)))
        (draft / "adam.safetensors").write_bytes(save(_moments(adam)))
        state = {"progress": vars(progress), "rng": rng.bit_generator.state, "torch": _torch_state()}
        (draft / "state.json").write_text(json.dumps(state), encoding="utf-8")


def load_checkpoint(
    folder: Path, *, net: torch.nn.Module, adam: torch.optim.AdamW, rng: np.random.Generator
) -> tuple[Progress, dict[str, torch.Tensor]] | None:
    """Put network, optimizer and draws back to where ``folder``/latest left them; None where there is none."""
    if folder.is_dir():
        recover(folder)
    stored = folder / LATEST
    if not stored.is_dir():
        return None
    state = json.loads((stored / "state.json").read_text(encoding="utf-8"))
    net.load_state_dict(load((stored / "weights.safetensors").read_bytes()))
    _set_moments(adam, load((stored / "adam.safetensors").read_bytes()))
    rng.bit_generator.state = state["rng"]
    torch.set_rng_state(torch.tensor(state["torch"], dtype=torch.uint8))
    return Progress(**state["progress"]), load((stored / "best.safetensors").read_bytes())


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


def _torch_state() -> list[int]:
    return torch.get_rng_state().tolist()
