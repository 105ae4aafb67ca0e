"""The listener that ships is the one its card describes, small, and honest about artists."""

import numpy as np
import pytest

from benchmarks.listener_card import render_listener_card
from core.data.protocols import PROTOCOLS
from core.errors import ModelError
from core.evaluation.evaluate import evaluate
from core.evaluation.hardest import genres_of, probabilities
from core.intervals import ARTISTS
from core.models.backbones import backbones_of
from core.models.inputs import PRETRAINED
from core.models.loaded import LISTENER, load_model
from core.runs import read_run
from core.training.again import fold_again
from core.training.record import SHORT
from core.workspace import asset

FOLDER = asset("models", LISTENER)
N_TRACKS, N_ARTISTS = 484, 225


@pytest.fixture(scope="module")
def run():
    return read_run(FOLDER)


def test_it_weighs_less_than_a_megabyte():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_000_000


def test_its_card_says_what_its_record_says(run):
    assert (FOLDER / "CARD.md").read_text(encoding="utf-8") == render_listener_card(run.record)
    assert PRETRAINED[1:] in (FOLDER / "CARD.md").read_text(encoding="utf-8")


def test_its_scores_are_those_of_its_stored_held_out_tracks(run):
    rows = run.held_out
    genre_of = dict(zip(run.training["track_id"], run.training["genre"], strict=True))
    learnt = run.splits[run.splits["part"] == "train"].groupby("fold")["track_id"]
    again = evaluate(
        rows["genre"].to_numpy(dtype=str),
        probabilities(rows),
        genres=genres_of(rows),
        groups=rows["group"].to_numpy(dtype=str),
        folds=rows["fold"].to_numpy(),
        over=ARTISTS,
        y_train_per_fold={fold: [genre_of[track_id] for track_id in ids] for fold, ids in learnt},
    )
    assert again.to_json() == run.record.scores
    assert len(rows) == rows["track_id"].nunique() == run.record.scores["n_tracks"] == N_TRACKS
    assert run.record.scores["n_artists"] == N_ARTISTS


def test_no_artist_stands_on_both_sides_of_its_splits(run):
    artist_of = dict(zip(run.training["track_id"], run.training["artist"], strict=True))
    for _, rows in run.splits.groupby("fold"):
        train, test = (
            {artist_of[track_id] for track_id in rows.loc[rows["part"] == part, "track_id"]}
            for part in ("train", "test")
        )
        assert train.isdisjoint(test)
    assert (run.held_out.groupby("group")["fold"].nunique() == 1).all()


def test_it_is_as_good_as_it_must_be_and_not_too_good_to_be_true(run):
    scores = run.record.scores
    assert 0.68 <= scores["accuracy"] <= 0.86
    assert scores["ece"] <= max(0.08, scores["ece_band"][1])
    assert (run.held_out["unknown"] > 0).mean() <= 0.04


def test_it_keeps_the_places_of_its_training_tracks_and_not_their_numbers(run):
    model = load_model(LISTENER)
    assert not set(model.view.names) & set(run.training.columns)
    assert model.detector.seen_.shape[0] == len(run.training) == N_TRACKS
    assert model.detector.seen_.shape[1] <= 32
    assert run.training[SHORT].sum() == run.record.extra["n_short"]
    with pytest.raises(ModelError, match="keeps the names of its training tracks, but not their"):
        fold_again(run, 0)


def test_it_loads_without_the_files_of_its_listeners(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "home"))
    model = load_model(LISTENER)
    assert [backbone.name for backbone in model.backbones] == ["musicnn-jamendo", "musicnn-msd", "yamnet"]
    assert not model.is_ready
    proba = model.predict(np.zeros((3, len(model.columns))))
    np.testing.assert_allclose(proba.sum(axis=1), 1)


def test_its_fold_lists_are_those_of_the_protocol(run):
    assert run.record.protocol["name"] in PROTOCOLS
    assert run.record.protocol["leaky"] is False
    assert run.record.config["inputs"] == "+".join(one.name for one in backbones_of(run.record.config["inputs"]))
