"""The model of a fold can be fitted again from the run's own folder, on another machine too."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.evaluation.pooling import pool_segments
from core.runs import read_run
from core.training.again import fold_again, parts_of_fold
from core.training.config import TrainConfig
from core.training.train import PROBA, train
from tests.core.toys import GENRES, toy_table


@pytest.fixture
def run(tmp_path: Path):
    trained = train(toy_table(spread=3.0), config=TrainConfig(model="lda", n_inner_folds=3), protocol="random-tracks")
    shutil.move(trained.run_path, tmp_path / "elsewhere")
    return read_run(tmp_path / "elsewhere")


def test_a_fold_fitted_again_says_what_the_run_says_of_its_held_out_tracks(run):
    for fold in range(3):
        again = fold_again(run, fold)
        ids, proba = pool_segments(again.test_ids, again.classifier.predict_proba(again.X_test))
        stored = run.held_out[run.held_out["fold"] == fold].set_index("track_id").loc[list(ids)]
        np.testing.assert_allclose(proba, stored[[PROBA + genre for genre in GENRES]].to_numpy(), atol=1e-4)


def test_a_fold_fitted_again_has_not_heard_what_it_is_tested_on(run):
    again = fold_again(run, 1)
    assert not set(again.train_ids) & set(again.test_ids)
    assert set(again.test_ids) == set(run.held_out.loc[run.held_out["fold"] == 1, "track_id"])


def test_a_run_of_before_without_its_parts_is_cut_as_it_was_held_out(run):
    assert parts_of_fold(replace(run, splits=None), 2) == parts_of_fold(run, 2)


@pytest.mark.parametrize("fold", [-1, 3])
def test_a_fold_that_there_is_not_is_refused(run, fold: int):
    with pytest.raises(ModelError, match=f"fold={fold} is none of the 3 folds of the run 'elsewhere'"):
        fold_again(run, fold)


def test_a_run_without_its_rows_is_refused(run):
    with pytest.raises(ModelError, match="keeps no rows of 'tempo'; train it again"):
        fold_again(replace(run, training=run.training.drop(columns="tempo")), 0)
    with pytest.raises(ModelError, match="keeps no rows of its fold 0; train it again"):
        fold_again(replace(run, training=run.training.iloc[:0]), 0)


def test_a_run_that_keeps_the_names_of_its_tracks_alone_says_so(run):
    names = run.training[["track_id", "segment", "start_s", "genre", "artist", "group"]]
    with pytest.raises(ModelError, match="keeps the names of its training tracks, but not their 37 numbers, so that"):
        fold_again(replace(run, training=names), 0)
