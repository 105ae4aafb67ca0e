"""Rows of which little was heard reach the model that asks for them, and no test fold has a say in what is chosen."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelError
from core.models.backbones.yamnet_classes import GENRE_CLASSES
from core.models.head_logistic import LogisticHead
from core.models.inputs import YAMNET_GENRES
from core.runs import read_run
from core.training.again import fold_again
from core.training.config import TrainConfig
from core.training.cut_file import read_cut, store_cut
from core.training.folds import choose_in
from core.training.record import SHORT
from core.training.rows import prepare
from core.training.train import hold_out, train
from tests.core.toys import toy_table

TOY = "random-tracks"
NAMES = ("blues", "jazz", "rock")
CONFIG = TrainConfig("head-logistic", scaling="standard", n_inner_folds=3, settings={"short_weight": 0.1})


@pytest.fixture(scope="module")
def table():
    """Every third track was heard for 2 s of 30."""
    found = toy_table(spread=3.0)
    heard_s = np.where(np.arange(len(found.rows)) % 3 == 0, 2.0, 30.0)
    return replace(found, rows=found.rows.assign(heard_s=heard_s), asked_segment_s=30.0)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """What heads are told of their rows, fit by fit."""
    seen, fit = [], LogisticHead.fit

    def watched(self, X, y, short=None):
        seen.append(short)
        return fit(self, X, y, short)

    monkeypatch.setattr(LogisticHead, "fit", watched)
    return seen


def test_every_fit_of_a_head_is_told_of_its_short_rows(table, told):
    hold_out(table, config=CONFIG, protocol=TOY)
    assert len(told) == 3 * (3 + 1)
    cut = prepare(table, config=CONFIG, protocol=TOY)
    last_of_fold = [told[3], told[7], told[11]]
    for fold, short in enumerate(last_of_fold):
        np.testing.assert_array_equal(short, table.short[cut.learnt(fold)])


def test_a_cut_keeps_which_rows_are_short(table, tmp_path):
    cut = prepare(table, config=CONFIG, protocol=TOY)
    store_cut(cut, tmp_path / "cut.npz")
    np.testing.assert_array_equal(read_cut(tmp_path / "cut.npz").rows.short, table.short)


def test_a_fold_that_is_fitted_again_weighs_its_short_rows_as_before(table):
    run = read_run(train(table, config=CONFIG, protocol=TOY).run_path)
    assert run.training[SHORT].tolist() == table.short.tolist()
    again = fold_again(run, 1)
    stored = run.held_out[run.held_out["fold"] == 1].set_index("track_id")
    proba = stored.loc[again.test_ids, ["p:" + genre for genre in run.record.genres]].to_numpy()
    np.testing.assert_allclose(again.classifier.predict_proba(again.X_test), proba, atol=1e-6)


def test_a_run_without_short_rows_keeps_no_column_of_them():
    assert SHORT not in train(toy_table(), config=CONFIG, protocol=TOY).run.training


def test_the_test_fold_has_no_say_in_what_is_chosen(table):
    config = replace(CONFIG, search="grid", settings={}, grid={"C": (0.001, 0.1), "short_weight": (0.3, 1.0)})
    cut = prepare(table, config=config, protocol=TOY)
    y, test = cut.rows.y.copy(), cut.tested(0)
    y[test] = np.random.default_rng(0).permutation(y[test])
    assert not np.array_equal(y, cut.rows.y)
    other = replace(cut, rows=replace(cut.rows, y=y))
    assert choose_in(other, 0) == choose_in(cut, 0)


def test_what_takes_columns_for_what_they_say_is_given_no_others(table):
    with pytest.raises(ModelError, match="zero-shot takes the columns of inputs='yamnet-genres' for what they say"):
        prepare(table, config=TrainConfig("zero-shot"), protocol=TOY)


def test_zero_shot_scores_are_those_of_its_columns():
    found = toy_table(spread=3.0)
    genre_of = dict(zip(found.genres, NAMES, strict=True))
    scores = np.random.default_rng(0).uniform(0.001, 1, size=(len(found.rows), len(GENRE_CLASSES)))
    rows = found.rows.drop(columns=list(found.columns)).assign(
        genre=found.rows["genre"].map(genre_of), **dict(zip(YAMNET_GENRES.columns, scores.T, strict=True))
    )
    heard = replace(found, rows=rows, columns=YAMNET_GENRES.columns)
    config = TrainConfig("zero-shot", inputs=YAMNET_GENRES.name, scaling="none", n_inner_folds=3)
    tracks = hold_out(heard, config=config, protocol=TOY).tracks.set_index("track_id")
    own = [list(GENRE_CLASSES).index(genre) for genre in NAMES]
    guess = dict(zip(rows["track_id"], np.array(NAMES)[scores[:, own].argmax(axis=1)], strict=True))
    said = np.array(NAMES)[tracks[["p:" + name for name in NAMES]].to_numpy().argmax(axis=1)]
    assert said.tolist() == [guess[track_id] for track_id in tracks.index]
