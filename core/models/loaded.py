"""The name of a stored run -> a model that turns what is measured of a sound into genre probabilities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.downloads import REMOTE_FILES, is_here
from core.errors import ModelError
from core.features import SR
from core.models.backbones import Backbone
from core.models.inputs import PRETRAINED, InputView, input_view
from core.models.novelty import Detector
from core.models.storage import from_bytes
from core.runs import RECORD, RunRecord, broken_runs, list_runs, read_record, read_run, runs_folder
from core.workspace import asset

BUILT_IN = "gtzan-classic"
# Hears more, by files that somebody else publishes and that come at first use.
LISTENER = "gtzan-listener"
BUILT_IN_MODELS = (BUILT_IN, LISTENER)


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A trained model with all that a page says about it.

    ``columns`` are what it reads, ``backbones`` the pretrained listeners that measure some of them, ``context_s`` the
    seconds of sound it wants to see at once; ``training`` has a row per training track: track_id, genre, artist and,
    where they are stored, the columns of its input view. Nothing of a listener is read before it listens.
    """

    record: RunRecord
    view: InputView
    classifier: Any
    detector: Detector
    training: pd.DataFrame

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def genres(self) -> tuple[str, ...]:
        return tuple(self.record.genres)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.view.columns

    @property
    def backbones(self) -> tuple[Backbone, ...]:
        return self.view.backbones

    @property
    def sr(self) -> int:
        """Hz at which a song must be decoded at least, so that it can be measured as in training."""
        return max([SR, *(backbone.sr for backbone in self.backbones)])

    @property
    def is_ready(self) -> bool:
        """Whether every file that it listens with is on this machine."""
        return not missing_files(self.record)

    @property
    def context_s(self) -> float:
        return float(self.record.config["context_s"])

    @property
    def card(self) -> dict[str, Any]:
        """What stands beside every answer: data, protocol, scores, external accuracy, licence, date."""
        record = self.record
        return {
            **record.extra,
            "name": record.name,
            "data": record.data,
            "protocol": record.protocol,
            "scores": record.scores,
            "date": record.made,
            "context_s": self.context_s,
            "versions": record.versions,
            "listeners": [backbone.title for backbone in self.backbones],
            "pretrained": PRETRAINED if self.backbones else "",
        }

    def inputs(self, X: np.ndarray) -> np.ndarray:
        """Raw columns, shape (n_rows, len(columns)), as the numbers that the model sees."""
        return self.view.compute(np.asarray(X, dtype=np.float64))

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Genre probabilities of raw columns, shape (n_rows, n_genres); rows sum to one."""
        return self.classifier.predict_proba(self.inputs(X))


def available_models() -> Mapping[str, Path]:
    """The built-in models first, then the runs of the workspace, the newest first: name -> folder.

    A run that has taken the name of a built-in model is not among them; ``hidden_runs`` tells.
    """
    return _built_in() | {record.name: runs_folder() / record.name for record in _own_runs()}


def hidden_runs() -> list[str]:
    """A sentence for each run of the workspace that is no available model."""
    taken = [
        f"the run {record.name!r} has the name of a built-in model, which keeps it; rename its folder"
        for record in list_runs()
        if record.name in BUILT_IN_MODELS
    ]
    return broken_runs() + taken


def _own_runs() -> list[RunRecord]:
    return [record for record in list_runs() if record.name not in BUILT_IN_MODELS]


def _built_in() -> dict[str, Path]:
    return {name: asset("models", name) for name in BUILT_IN_MODELS if asset("models", name, RECORD).is_file()}


def built_in_records() -> dict[str, RunRecord]:
    """The records of the models that come with this project, by name; needs no workspace."""
    return {name: read_record(path) for name, path in _built_in().items()}


def default_model() -> str:
    """The name of the best built-in model that can listen now: the classic one where files of the listener lack."""
    listener = built_in_records().get(LISTENER)
    return BUILT_IN if listener is None or missing_files(listener) else LISTENER


def missing_files(record: RunRecord) -> tuple[str, ...]:
    """The files that a model listens with and that are not on this machine, by name in ``REMOTE_FILES``."""
    view = input_view(record.config["inputs"], record.config.get("columns", ()))
    files = dict.fromkeys(file for backbone in view.backbones for file in backbone.files)
    return tuple(file for file in files if not is_here(file))


def bytes_of(files: Iterable[str]) -> int:
    """What files of ``REMOTE_FILES`` weigh together."""
    return sum(REMOTE_FILES[file].n_bytes for file in files)


def load_model(name: str = BUILT_IN) -> LoadedModel:
    """Load a model by name; raises ModelError when there is none of that name or its files are broken."""
    if name in (built_in := _built_in()):  # needs no workspace
        return load_run(built_in[name])
    models = available_models()
    if name not in models:
        raise ModelError(f"there is no model named {name!r}; there are: {', '.join(models) or 'none'}")
    return load_run(models[name])


def load_run(path: Path) -> LoadedModel:
    """Rebuild the model of the run in the folder ``path``, wherever it was trained."""
    run = read_run(path)
    estimators = from_bytes(run.weights)
    return LoadedModel(
        record=run.record,
        view=input_view(run.record.config["inputs"], run.record.config.get("columns", ())),
        classifier=estimators["classifier"],
        detector=estimators["detector"],
        training=run.training,
    )


def describe_models() -> list[RunRecord]:
    """The records of all available models, without loading their weights."""
    return [*built_in_records().values(), *_own_runs()]
