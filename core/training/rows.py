"""A table + a protocol + a configuration -> the arrays that models learn from, and which rows each fold has."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol, Split, inner_folds
from core.data.table import FeatureTable
from core.errors import DataError, ModelError
from core.models import MODELS
from core.models.inputs import TABLE, InputView, input_view
from core.training.choose import BEST
from core.training.config import TrainConfig
from core.training.fit import Folds

# The number of the fold that is no fold: the final model learns from every track of the protocol.
ALL = -1


@dataclass(frozen=True, eq=False)
class Rows:
    """A table as arrays with one entry per row (segment); ``X`` holds what the model sees.

    ``groups`` are those of the scores, ``inner_groups`` those that no inner fold may separate. ``track_ids`` are what
    is scored: under a protocol of segments each of them is one segment of a recording. ``short`` tells of which less
    than half of a segment was heard.
    """

    X: np.ndarray
    y: np.ndarray
    groups: np.ndarray
    inner_groups: np.ndarray
    track_ids: np.ndarray
    recordings: np.ndarray
    start_s: np.ndarray
    short: np.ndarray

    def about(self, part: np.ndarray) -> dict[str, np.ndarray]:
        """What a model may ask to know of some rows, by their indices."""
        return {"groups": self.inner_groups[part], "short": self.short[part]}

    def of(self, track_ids: Collection[str]) -> np.ndarray:
        return np.flatnonzero(np.isin(self.track_ids, list(track_ids)))


@dataclass(frozen=True, eq=False)
class Cut:
    """Rows, the folds they are cut in, and the configuration that learns from them: all that fitting needs.

    ``all_tracks`` is what the final model learns from: every part of every split, less what must not be learnt from;
    ``apart`` is what no fold of its own may separate, in the word of `core.data.splits`.
    """

    config: TrainConfig
    rows: Rows
    splits: tuple[Split, ...]
    all_tracks: tuple[str, ...]
    apart: str

    def learnt(self, fold: int) -> np.ndarray:
        """The rows that the model of a fold learns from; ``ALL`` is the final model's."""
        return self.rows.of(self.all_tracks if fold == ALL else self.splits[fold].train)

    def selected_on(self, fold: int) -> np.ndarray:
        """The rows of a protocol's own validation part; none where it has none."""
        return self.rows.of(() if fold == ALL else self.splits[fold].valid)

    def tested(self, fold: int) -> np.ndarray:
        return self.rows.of(self.splits[fold].test)

    def inner(self, part: np.ndarray) -> Folds:
        """Folds inside some rows, grouped as the protocol says."""
        groups, y, config = self.rows.inner_groups[part], self.rows.y[part], self.config
        options = {"n_folds": config.n_inner_folds, "seed": config.seed, "lone_stay": config.lone_stay}
        return inner_folds(groups, y, apart=self.apart, **options)


@dataclass(frozen=True, eq=False)
class Prepared(Cut):
    """The same with the table as its protocol sees it."""

    table: FeatureTable
    rules: Protocol


def prepare(table: FeatureTable, *, config: TrainConfig, protocol: str) -> Prepared:
    """Cut a table as a protocol says; raises ModelError for unknown names, DataError where the two do not fit."""
    rules = check_names(config, protocol)
    if config.inputs == TABLE and not config.columns:
        config = replace(config, columns=tuple(table.columns))
    seen = rules.table_of(table)
    rows = rows_of(seen, config, inner_groups=rules.inner_groups(seen))
    splits = rules.splits(table, seed=config.seed)
    of_all = {track_id for split in splits for track_id in (*split.train, *split.valid, *split.test)}
    return Prepared(
        config=config,
        rows=rows,
        splits=splits,
        all_tracks=tuple(sorted(of_all - set(seen.exclusions.training))),
        apart=rules.apart,
        table=seen,
        rules=rules,
    )


def check_names(config: TrainConfig, protocol: str) -> Protocol:
    """The protocol of that name; raises ModelError for one, or a model or a search, that there is not."""
    if config.model != BEST and config.model not in MODELS:
        raise ModelError(f"model={config.model!r} is not known; choose one of {', '.join((*MODELS, BEST))}")
    if protocol not in PROTOCOLS:
        raise ModelError(f"protocol={protocol!r} is not known; choose one of {', '.join(PROTOCOLS)}")
    config.check()
    _check_reads(config)
    return PROTOCOLS[protocol]


def _check_reads(config: TrainConfig) -> None:
    """Raise ModelError where a model takes columns for what they say, and they are others, or changed before."""
    reads = MODELS[config.model].reads if config.model in MODELS else ""
    if reads and (config.inputs, config.scaling, config.selection) != (reads, "none", "none"):
        raise ModelError(
            f"{config.model} takes the columns of inputs={reads!r} for what they say; choose these inputs with "
            f"scaling='none' and selection='none', not inputs={config.inputs!r}, scaling={config.scaling!r}, "
            f"selection={config.selection!r}"
        )


def rows_of(table: FeatureTable, config: TrainConfig, *, inner_groups: np.ndarray | None = None) -> Rows:
    """The arrays of a table; raises DataError when it lacks columns or holds values that no model can learn from."""
    view = input_view(config.inputs, config.columns)
    return Rows(
        X=_inputs(table, view),
        y=table.y,
        groups=table.groups,
        inner_groups=table.inner_groups if inner_groups is None else inner_groups,
        track_ids=table.rows["track_id"].to_numpy(dtype=object).astype(str),
        recordings=table.recordings,
        start_s=table.rows["start_s"].to_numpy(dtype=np.float64),
        short=table.short,
    )


def _inputs(table: FeatureTable, view: InputView) -> np.ndarray:
    missing = [name for name in view.columns if name not in table.columns]
    if missing:
        raise DataError(
            f"the table {table.name!r} lacks {len(missing)} of the {len(view.columns)} columns that the inputs "
            f"{view.name!r} need, for example {missing[0]!r}; make it with `python -m core features`, or learn from "
            f"its own columns (inputs table)"
        )
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused just below, in words
        X = view.compute(table.rows[list(view.columns)].to_numpy(dtype=np.float64))
        usable = np.isfinite(X.astype(np.float32)).all(axis=1)
    if not usable.all():
        raise DataError(
            f"the numbers of {table.rows['track_id'].iloc[int(usable.argmin())]!r} in the table {table.name!r} are too "
            "large to be features of a recording; compute them again"
        )
    return X
