"""A run that hears by a pretrained listener is explained: by its tags, by its embedding as one, within time."""

import numpy as np
import pytest

from core.data.table import FeatureTable
from core.errors import ModelError
from core.explain.engines import MAX_SAMPLED_PLAYERS, explain
from core.explain.job import explain_run
from core.explain.pace import estimate_s
from core.explain.players import players_of
from core.explain.stored import find_explanation, find_trust
from core.explain.values import LOG_ODDS, additivity_gap
from core.explain.wish import wish
from core.jobs import run_here
from core.models.backbones import BACKBONES
from core.runs import runs_folder, save_run
from core.training.config import TrainConfig
from core.training.train import train
from tests.core.toys import GENRES, toy_table

DEBUG = BACKBONES["debug"]
COLUMNS = (*DEBUG.columns, *DEBUG.tag_columns)


@pytest.fixture(scope="module")
def heard() -> FeatureTable:
    """The toy tracks, in which the listener of the tests hears something of their genre."""
    toys = toy_table(n_artists=6, n_tracks=2)
    rng, keys = np.random.default_rng(0), toys.rows[["track_id", "segment", "start_s", "genre", "artist"]]
    middle = rng.normal(size=(len(GENRES), len(COLUMNS)))[keys["genre"].map(GENRES.index)]
    values = middle + rng.normal(scale=0.5, size=middle.shape)
    return FeatureTable(keys.assign(**dict(zip(COLUMNS, values.T, strict=True))), COLUMNS, "toy", toys.licence, "made")


@pytest.fixture(scope="module")
def trained(heard):
    """``trained(inputs)``: a logistic regression on a view of the table."""
    kept = {}

    def make(inputs: str):
        if inputs not in kept:
            config = TrainConfig(model="logistic", inputs=inputs, scaling="standard", n_inner_folds=3)
            kept[inputs] = train(heard, config=config, protocol="random-tracks").run
        save_run(kept[inputs], runs_folder() / kept[inputs].record.name)
        return kept[inputs].record.name

    return make


@pytest.mark.parametrize(
    ("inputs", "by", "players"),
    [
        ("debug#tags", "family", DEBUG.tag_columns),
        ("debug#tags", "single", DEBUG.tag_columns),
        ("debug", "family", ("debug",)),
        ("debug", "single", DEBUG.columns),
        ("table", "family", ("debug", *DEBUG.tag_columns)),
    ],
)
def test_a_run_that_hears_is_explained_exactly_and_with_how_far_to_trust_it(trained, inputs, by, players):
    params = wish(trained(inputs), n_rows=4, by=by)
    assert estimate_s(params) < 60
    run_here(explain_run, params)
    made = find_explanation(params)
    assert made.players.names == players
    assert made.output.quantity == LOG_ODDS
    assert additivity_gap(made) < 1e-6
    assert find_trust(params).gap < 1e-6


def test_tags_are_told_by_name_and_an_embedding_as_what_is_heard():
    told = players_of(COLUMNS, "family").titles
    assert told == (
        "what the random listener of the tests hears",
        *(f"how surely the random listener of the tests hears “{tag}”" for tag in DEBUG.tags),
    )


def test_too_many_columns_are_refused_where_there_is_no_exact_way():
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier

    n = MAX_SAMPLED_PLAYERS + 1
    rng, columns = np.random.default_rng(0), [f"c{i}" for i in range(n)]
    X, y = rng.normal(size=(20, n)), np.repeat(["a", "b"], 10)
    with pytest.raises(ModelError, match="513 columns one by one are too many for a model that has no exact way"):
        explain(KNeighborsClassifier().fit(X, y), X[:1], background=X, columns=columns, by="single")
    made = explain(LogisticRegression().fit(X, y), X[:1], background=X, columns=columns, by="single")
    assert additivity_gap(made) < 1e-6
