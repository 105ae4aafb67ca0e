"""A recipe and music in, a trained model in a folder out, with the held-out numbers that it is told by."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch

from core.jazz.models.config import NetworkConfig
from core.jazz.models.loaded import round_to_stored, save_model
from core.jazz.models.network import JazzNetwork
from core.jazz.training.checkpoint import Progress
from core.jazz.training.config import TrainConfig
from core.jazz.training.evaluating import held_out_scores
from core.jazz.training.loop import Tell, best_device, train
from core.jazz.training.material import Prepared
from core.jazz.training.recipes import Recipe
from core.jazz.training.warm import begin_with


def make_model(
    recipe: Recipe,
    prepared: Prepared,
    *,
    folder: Path,
    data: dict,
    checkpoints: Path | None = None,
    tell: Tell = lambda share, epoch: None,
    log: Callable[[str], None] = lambda line: None,
) -> Progress:
    """Train by a recipe and store the model in ``folder``; its scores are those of the stored weights.

    Parameters
    ----------
    data : what is told of the music: title, source, licence
    checkpoints : where a training that was ended is taken up; see `core.jazz.training.loop.train`
    """
    net = new_network(prepared.shape.config, seed=recipe.training.seed)
    progress, before = _train_stages(net, recipe, prepared, stages=Stages(recipe, checkpoints, tell), log=log)
    device = best_device().type
    log(f"learnt {progress.epoch} epochs in {progress.seconds:.0f} s on {device}, best {progress.best_epoch}")
    round_to_stored(net)
    about = {
        "title": recipe.title,
        "about": recipe.about,
        "recipe": recipe.name,
        "training": recipe.training.as_dict(),
        "finishing": recipe.finishing.as_dict() if recipe.finishing else None,
        "data": data | _amounts(prepared),
        "scores": held_out_scores(net, prepared, seed=recipe.training.seed),
        "curves": progress.curves,
        "best_epoch": progress.best_epoch,
        "seconds": progress.seconds,
        "device": f"{device}, {torch.get_num_threads()} threads",
        "torch": torch.__version__,
    }
    save_model(folder, net=net, shape=prepared.shape, about=about | before)
    return progress


def new_network(config: NetworkConfig, *, seed: int) -> JazzNetwork:
    """An untrained network, the same for the same seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return JazzNetwork(config)


class Stages:
    """The trainings of a recipe one after the other, told of as one.

    Parameters
    ----------
    checkpoints : a folder for each stage is made in it
    tell : as for `core.jazz.training.loop.train`; its share is of all stages, and epochs are counted through
    """

    def __init__(self, recipe: Recipe, checkpoints: Path | None, tell: Tell) -> None:
        self._n_all, self._n_done = recipe.n_epochs, 0
        self._checkpoints, self._tell = checkpoints, tell

    def train(self, net: JazzNetwork, prepared: Prepared, config: TrainConfig, *, name: str) -> Progress:
        """One stage, whose checkpoints lie in the folder ``name``."""
        first = self._n_done
        self._n_done += config.n_epochs

        def tell(share: float, row: dict) -> None:
            counted = row | {"epoch": row["epoch"] + first} if row else row
            self._tell((first + share * config.n_epochs) / self._n_all, counted)

        folder = self._checkpoints and self._checkpoints / name
        return train(net, prepared.material, config, folder=folder, tell=tell)


def language_model(
    recipe: Recipe, prepared: Prepared, *, stages: Stages, log: Callable[[str], None]
) -> tuple[JazzNetwork, Progress]:
    """The language model that a recipe starts from: its own decoder without z, trained on the same part."""
    net = new_network(replace(prepared.shape.config, latent=0), seed=recipe.before.seed)
    progress = stages.train(net, prepared, recipe.before, name="language-model")
    log(f"language model: {progress.epoch} epochs in {progress.seconds:.0f} s, {progress.best_bound:.3f} nats per step")
    return net, progress


def _train_stages(
    net: JazzNetwork, recipe: Recipe, prepared: Prepared, *, stages: Stages, log: Callable[[str], None]
) -> tuple[Progress, dict]:
    """Train a network by all stages of a recipe; and what is told of a language model that was trained before it."""
    before = {}
    if recipe.before:
        known, learnt = language_model(recipe, prepared, stages=stages, log=log)
        begin_with(net, known)
        before = {"language_model": _told(recipe.before, learnt)}
    progress = stages.train(net, prepared, recipe.training, name="")
    if recipe.finishing:
        finished = stages.train(net, prepared, recipe.finishing, name="finishing")
        progress = _one_after_the_other(progress, finished)
    return progress, before


def _one_after_the_other(first: Progress, then: Progress) -> Progress:
    """The curves of two trainings as those of one; the weights are the second one's best."""
    later = [
        row | {"epoch": row["epoch"] + first.epoch, "seconds": row["seconds"] + first.seconds} for row in then.curves
    ]
    return Progress(
        epoch=first.epoch + then.epoch,
        curves=[*first.curves, *later],
        best_epoch=first.epoch + then.best_epoch,
        best_bound=then.best_bound,
        seconds=first.seconds + then.seconds,
    )


def _told(config: TrainConfig, learnt: Progress) -> dict:
    return {
        "training": config.as_dict(),
        "epochs": learnt.epoch,
        "seconds": learnt.seconds,
        "best_bound": learnt.best_bound,
        "curves": learnt.curves,
    }


def _amounts(prepared: Prepared) -> dict:
    parts = {"train": prepared.material.train, "valid": prepared.material.valid, "test": prepared.test}
    return {f"n_{name}": {"pieces": len(part), "steps": part.n_steps} for name, part in parts.items()}
