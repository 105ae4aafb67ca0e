"""The models of the artist folds, classic and listener -> each with the clips by artists that it has not heard.

The classic ones learn from the public table of GTZAN, the listeners from the clips and excerpts that GENRESCOPE_DATA
holds; the folds are the same lists, so that a clip is held out of both by the same fold.
"""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from functools import cache

from benchmarks.recordings import data_folder
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.table import FeatureTable
from core.models.inputs import input_view
from core.models.loaded import BUILT_IN, LISTENER, LoadedModel, available_models, load_model
from core.runs import read_record
from core.training.config import TrainConfig
from core.training.train import fit_tracks

PROTOCOL = "artist-folds"
CLASSIC, HEARING = "classic", "listener"
LISTENERS = ("musicnn-jamendo", "musicnn-msd", "yamnet")
# Where the built-in listener has not been made yet.
FALLBACK = TrainConfig(
    "head-logistic", inputs="+".join(LISTENERS), scaling="standard", settings={"C": 0.01}, lone_stay=True
)
KEYS = ["track_id", "genre", "artist"]


@dataclass(frozen=True, eq=False)
class FoldModel:
    """``model`` was fitted on the tracks ``train``; of the artists of ``test`` it has heard none."""

    model: LoadedModel
    train: frozenset[str]
    test: frozenset[str]


@cache
def table_of(kind: str) -> FeatureTable:
    """What the models of a kind learn from; the listeners' numbers are kept in the workspace."""
    if kind == CLASSIC:
        return load_table("gtzan")
    return load_table(f"gtzan:{data_folder() / 'gtzan'}", columns=(), listeners=config_of(kind).listeners)


def config_of(kind: str) -> TrainConfig:
    """How the built-in model of a kind was trained."""
    name = BUILT_IN if kind == CLASSIC else LISTENER
    paths = available_models()
    return TrainConfig.of_run(read_record(paths[name]).config) if name in paths else FALLBACK


def fold_models(kind: str, *, context_s: float) -> list[FoldModel]:
    """A model for each of the three folds."""
    splits = PROTOCOLS[PROTOCOL].splits(table_of(kind))
    return [fold_model(kind, split.train, split.test, context_s=context_s) for split in splits]


def fold_model(
    kind: str,
    train: Collection[str],
    test: Collection[str],
    *,
    context_s: float,
    learns: Callable[[FeatureTable], FeatureTable] = lambda table: table,
) -> FoldModel:
    """The model that learns from ``train``; ``learns`` may take rows out of the table."""
    table, config = learns(table_of(kind)), config_of(kind)
    train = frozenset(train) & frozenset(table.track_ids)
    fitted = fit_tracks(table, tuple(sorted(train)), config=config, protocol=PROTOCOL)
    record = replace(
        load_model(BUILT_IN).record,
        name=f"{kind} fold",
        config=asdict(config) | {"context_s": context_s},
        genres=[str(genre) for genre in fitted.classifier.classes_],
    )
    model = LoadedModel(
        record=record,
        view=input_view(config.inputs, config.columns),
        classifier=fitted.classifier,
        detector=fitted.detector,
        training=_training(table, train, config),
    )
    return FoldModel(model, train, frozenset(test))


def _training(table: FeatureTable, train: Collection[str], config: TrainConfig):
    """The rows that were learnt from, in the order in which they were: the likeness of tracks reads them."""
    rows = table.rows[table.rows["track_id"].isin(train)].reset_index(drop=True)
    view = input_view(config.inputs, config.columns)
    numbers = view.compute(rows[list(view.columns)].to_numpy(dtype=float))
    keys = rows[KEYS].fillna({"artist": "unknown"})
    return keys.join(rows[[]].assign(**dict(zip(view.names, numbers.T, strict=True)))) if not view.backbones else keys
