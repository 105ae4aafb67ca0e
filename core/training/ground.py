"""A table in, what can be trained on it out: which protocols cut it and why others do not, and what a model may see."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.data.protocols import PROTOCOLS
from core.data.table import FeatureTable
from core.errors import CoreError, ModelError
from core.models.inputs import INPUT_VIEWS, TABLE, InputView, input_view, views_among
from core.training.choose import candidates
from core.training.config import TrainConfig
from core.training.fit import unfitted
from core.training.folds import search_space
from core.training.rows import ALL, prepare

# Nobody shall have to choose: what promises most comes first, and a contrast is never proposed before a score.
PREFERRED = (
    *("artist-folds", "official-split", "artist-groups", "fault-filtered"),
    *("prompt-groups", "track-groups", "random-tracks", "leaky-segments"),
)


@dataclass(frozen=True)
class Suits:
    """Whether a protocol cuts a table.

    Attributes
    ----------
    n_splits : how often it cuts; of these, ``n_selecting`` bring a validation part of their own
    learnt : the share of the rows that the model of a fold learns from, on average
    note : what to know of the cut; "" for nothing
    problem : why it does not cut this table, in words; "" where it does
    """

    n_splits: int = 0
    n_selecting: int = 0
    learnt: float = 0.0
    note: str = ""
    problem: str = ""


def suiting(table: FeatureTable) -> dict[str, Suits]:
    """What every protocol makes of a table, by its name."""
    return {name: _suits(table, name) for name in PROTOCOLS}


def preferred(found: Mapping[str, Suits]) -> str | None:
    """The protocol to propose: the most honest one that cuts the table; None where none does."""
    return next((name for name in (*PREFERRED, *found) if name in found and not found[name].problem), None)


def views_of(table: FeatureTable) -> dict[str, InputView]:
    """What a model may see of a table, by the name in a configuration: the best proposal first.

    The features come first and what pretrained listeners hear next, because the latter are no proposal to make without
    a word: the listeners may have heard the very artists. All columns as they are come last.
    """
    held = set(table.columns)
    known = {name: view for name, view in INPUT_VIEWS.items() if held.issuperset(view.columns)}
    known |= views_among(table.columns)
    if any(set(view.columns) == held for view in known.values()):
        return known  # "all columns" would be the same twice
    return known | {TABLE: input_view(TABLE, table.columns)}


def check_trainable(table: FeatureTable, *, config: TrainConfig, protocol: str) -> None:
    """Find out in a moment what a training would otherwise fail with later.

    Raises
    ------
    DataError, ModelError
        The table, the model and the protocol do not fit together, or inner folds cannot be cut.
    """
    cut = prepare(table, config=config, protocol=protocol)
    for candidate in candidates(config):
        unfitted(candidate, n_rows=len(cut.rows.y))  # checks its names and values
    n_columns = cut.rows.X.shape[1]
    if config.selection != "none" and config.n_selected > n_columns:
        raise ModelError(
            f"n_selected={config.n_selected}, but there are {n_columns} columns; keep fewer or select none"
        )
    for fold in (0, ALL):  # the others are as large
        search_space(cut, fold)
        cut.inner(cut.learnt(fold))


def _suits(table: FeatureTable, name: str) -> Suits:
    rules = PROTOCOLS[name]
    try:
        splits = rules.splits(table)
    except CoreError as error:  # of the data, or of a published list that cannot be fetched
        return Suits(problem=str(error))
    n_tracks = len(rules.table_of(table).track_ids)
    return Suits(
        n_splits=len(splits),
        n_selecting=sum(bool(split.valid) for split in splits),
        learnt=float(np.mean([len(split.train) for split in splits])) / n_tracks,
        note=splits[0].note,
    )
