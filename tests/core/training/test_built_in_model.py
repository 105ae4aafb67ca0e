"""The model that ships is the one its card describes, and can be built again from the public table."""

import numpy as np
import pytest

from benchmarks.card import render_card
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.models.loaded import BUILT_IN, available_models, load_model
from core.runs import read_run
from core.training.config import TrainConfig
from core.training.train import PROBA, fit_tracks
from core.workspace import asset

FOLDER = asset("models", BUILT_IN)


def test_it_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 5_000_000


def test_its_card_says_what_its_record_says():
    assert (FOLDER / "CARD.md").read_text(encoding="utf-8") == render_card(read_run(FOLDER).record)


def test_its_score_is_that_of_its_stored_held_out_tracks():
    run = read_run(FOLDER)
    guess = run.held_out[[PROBA + genre for genre in run.record.genres]].to_numpy().argmax(axis=1)
    hits = np.array(run.record.genres)[guess] == run.held_out["genre"]
    assert run.record.scores["accuracy"] == pytest.approx(hits.mean())
    assert len(run.held_out) == run.held_out["track_id"].nunique() == 948


def test_it_is_better_than_half_and_about_as_sure_as_it_is_right():
    scores = read_run(FOLDER).record.scores
    assert scores["accuracy"] > 0.50
    assert scores["ece"] <= max(0.08, scores["ece_band"][1])


def test_it_calls_few_tracks_by_unseen_artists_unknown():
    assert (read_run(FOLDER).held_out["unknown"] > 0).mean() <= 0.02


def test_no_artist_of_its_folds_stands_on_both_sides():
    held_out = read_run(FOLDER).held_out
    assert (held_out.groupby("group")["fold"].nunique() == 1).all()


def test_a_rebuild_gives_the_same_probabilities(shared):
    model = load_model(BUILT_IN)
    table = load_table("gtzan")
    split = PROTOCOLS[model.record.protocol["name"]].splits(table)[0]
    again = fit_tracks(table, (*split.train, *split.test), config=TrainConfig.of_run(model.record.config))
    X = table.rows[list(model.columns)].to_numpy()
    np.testing.assert_allclose(again.classifier.predict_proba(model.inputs(X)), model.predict(X), atol=1e-9)
    assert again.detector.threshold_ == pytest.approx(model.detector.threshold_, abs=1e-9)
    assert table.data_hash == model.record.data["hash"]


def test_the_built_in_model_is_the_first_choice():
    assert next(iter(available_models())) == BUILT_IN
