"""Training keeps artists apart in every inner fold, chooses there alone, and stores what it scored."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.exclusions import Exclusions
from core.data.protocols import PROTOCOLS
from core.data.splits import inner_folds
from core.errors import DataError, ModelError
from core.evaluation.evaluate import evaluate
from core.intervals import ARTISTS, PROMPT_GROUPS, bootstrap_interval
from core.likeness import nearest_tracks
from core.models import MODELS
from core.models.inputs import ROBUST, input_view
from core.models.loaded import available_models, load_model, load_run
from core.models.novelty import typical_excess
from core.runs import list_runs, runs_folder
from core.training.choose import BEST, calibrated_log_loss, candidates, choose
from core.training.config import TrainConfig
from core.training.fit import fit
from core.training.train import PROBA, choose_config, fit_tracks, hold_out, train
from tests.core.toys import GENRES, toy_table

TOY = "random-tracks"
P_GENRES = [PROBA + genre for genre in GENRES]
CONFIG = TrainConfig(model="lda", n_inner_folds=3)


@pytest.fixture
def few_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search among three quick models, so that a test of the choice takes no minute."""
    some = [TrainConfig(model=name, n_inner_folds=3) for name in ("lda", "knn", "svm")]
    monkeypatch.setattr("core.training.choose.candidates", lambda config: some)


def test_every_inner_fold_of_every_fit_keeps_artists_on_one_side(monkeypatch: pytest.MonkeyPatch):
    table, seen = toy_table(), []

    def watched(groups, y, **options):
        folds = inner_folds(groups, y, **options)
        seen.extend((set(groups[learn]), set(groups[test])) for learn, test in folds)
        return folds

    monkeypatch.setattr("core.training.rows.inner_folds", watched)
    train(table, config=TrainConfig(model="lda"), protocol="artist-groups")
    assert len(seen) == (30 + 1) * 5
    assert {name for learn, test in seen for name in learn | test} == set(table.rows["artist"])
    assert all(learn.isdisjoint(test) for learn, test in seen)


def test_grouped_inner_folds_do_not_promise_more_than_they_keep_on_new_artists():
    """The reason for all of this: ungrouped folds see the artists again and come out far too sure."""
    table = toy_table(n_artists=12, n_tracks=6, spread=3.0)
    new = toy_table(n_artists=40, n_tracks=1, spread=3.0, seed=1)
    config = TrainConfig(model="svm")
    X, y = table.X, table.y
    grouped = inner_folds(table.groups, y, n_folds=4, seed=0)
    single = inner_folds(np.arange(len(y)).astype(str), y, n_folds=4, seed=0)
    gaps = []
    for folds in (grouped, single):
        proba = fit(X, y, config=config, folds=folds).classifier.predict_proba(new.X)
        hits = np.array(GENRES)[proba.argmax(axis=1)] == new.y
        gaps.append(proba.max(axis=1).mean() - hits.mean())
    assert gaps[0] < gaps[1] - 0.05


def test_the_scores_of_a_run_are_those_of_its_stored_held_out_tracks():
    table = toy_table(spread=3.0)
    run = train(table, config=TrainConfig(model="lda"), protocol=TOY).run
    rows = run.held_out
    splits = PROTOCOLS[TOY].splits(table, seed=0)
    genre_of = table.tracks["genre"]
    again = evaluate(
        rows["genre"].to_numpy(dtype=str),
        rows[P_GENRES].to_numpy(),
        genres=GENRES,
        groups=rows["group"].to_numpy(dtype=str),
        folds=rows["fold"].to_numpy(),
        over=ARTISTS,
        y_train_per_fold={i: genre_of[list(split.train)].to_numpy(dtype=object) for i, split in enumerate(splits)},
    )
    assert again.to_json() == run.record.scores
    assert sorted(rows["track_id"]) == sorted(table.track_ids)


def test_the_interval_of_made_clips_draws_what_they_were_made_of():
    rows = toy_table(spread=3.0).rows
    clips = replace(toy_table(), rows=rows.assign(synthetic=True, prompt_group=rows["artist"], artist=None))
    found = hold_out(clips, config=CONFIG, protocol="prompt-groups")
    hits = found.tracks[P_GENRES].to_numpy().argmax(axis=1) == found.tracks["genre"].map(GENRES.index)
    assert (found.scores.interval_over, found.scores.n_artists) == (PROMPT_GROUPS, None)
    assert found.scores.interval == bootstrap_interval(hits, found.tracks["group"])
    assert set(found.tracks["group"]) == set("prompt:" + rows["artist"])


def test_a_held_out_track_was_not_learnt_from():
    table = toy_table(spread=3.0)
    held_out = hold_out(table, config=CONFIG, protocol=TOY).tracks
    split = PROTOCOLS[TOY].splits(table, seed=0)[1]
    fitted = fit_tracks(table, split.train, config=CONFIG, protocol=TOY)
    view = input_view(CONFIG.inputs)
    rows = table.rows.set_index("track_id").loc[list(split.test), list(view.columns)]
    expected = fitted.classifier.predict_proba(view.compute(rows.to_numpy()))
    stored = held_out[held_out["fold"] == 1].set_index("track_id").loc[list(split.test), P_GENRES]
    np.testing.assert_allclose(stored.to_numpy(), expected, atol=1e-12)


def test_the_same_seed_trains_the_same_model():
    table = toy_table()
    first, second = (train(table, config=TrainConfig(model="vote", seed=3), protocol=TOY) for _ in range(2))
    pd.testing.assert_frame_equal(first.run.held_out, second.run.held_out)
    X = table.rows[list(load_run(first.run_path).columns)].to_numpy()
    np.testing.assert_allclose(load_run(first.run_path).predict(X), load_run(second.run_path).predict(X), atol=1e-9)


def test_a_trained_run_can_be_loaded_by_its_name():
    trained = train(toy_table(), config=TrainConfig(model="knn"), protocol=TOY)
    model = load_model(trained.run.record.name)
    assert trained.run.record.name in available_models()
    assert model.genres == GENRES
    assert model.card["protocol"]["leaky"] is True
    assert len(model.training) == len(toy_table().rows)


def test_an_unknown_model_name_lists_those_there_are():
    with pytest.raises(ModelError, match="there is no model named 'nobody'; there are: "):
        load_model("nobody")


def test_probabilities_of_a_loaded_model_sum_to_one():
    table = toy_table()
    model = load_run(train(table, config=_small_trees(), protocol=TOY).run_path)
    proba = model.predict(table.rows[list(model.columns)].to_numpy())
    np.testing.assert_allclose(proba.sum(axis=1), 1)


def test_segments_are_pooled_to_tracks_before_they_are_scored():
    table = toy_table()
    rows = pd.concat([table.rows, table.rows.assign(segment=1, start_s=30.0)], ignore_index=True)
    doubled = replace(table, rows=rows)
    assert hold_out(doubled, config=CONFIG, protocol=TOY).scores.n_tracks == len(table.rows)


def test_a_model_of_short_segments_listens_to_short_contexts():
    table = toy_table()
    assert train(table, config=TrainConfig(model="lda"), protocol=TOY).run.record.config["context_s"] == 30
    rows = pd.concat([table.rows, table.rows.assign(segment=1, start_s=3.0)], ignore_index=True)
    model = load_run(train(replace(table, rows=rows), config=TrainConfig(model="lda"), protocol=TOY).run_path)
    assert model.context_s == 3
    nearest = nearest_tracks(model.training[list(model.view.names)].to_numpy(dtype=np.float64)[0], model=model)
    assert len({each.track_id for each in nearest}) == 5


def test_the_choice_is_the_best_by_inner_folds(few_candidates: None):
    table = toy_table(spread=3.0)
    X = ROBUST.compute(table.rows[list(ROBUST.columns)].to_numpy())
    folds = inner_folds(PROTOCOLS[TOY].inner_groups(table), table.y, n_folds=5, seed=0)
    ranked = choose(X, table.y, config=TrainConfig(model=BEST), folds=folds)
    losses = [judged.log_loss for judged in ranked]
    assert losses == sorted(losses)
    assert losses[0] < losses[-1]
    run = train(table, config=TrainConfig(model=BEST), protocol=TOY).run
    assert run.record.config["asked_for"] == BEST
    assert run.record.model == ranked[0].config.model != ranked[-1].config.model
    assert choose_config(table, config=TrainConfig(model=BEST), protocol=TOY).model == ranked[0].config.model
    assert len(run.record.extra["chosen_in_folds"]) == 3


def test_a_run_names_every_setting_of_its_model_and_rebuilds_from_its_record():
    table = toy_table()
    asked = TrainConfig(model="extra-trees", settings={"n_estimators": 10})
    trained = train(table, config=asked, protocol=TOY)
    config = TrainConfig.of_run(trained.run.record.config)
    assert config.settings == {**MODELS["extra-trees"].defaults, "n_estimators": 10}
    model = load_run(trained.run_path)
    again = fit_tracks(table, table.track_ids, config=config)
    X = model.inputs(table.rows[list(model.columns)].to_numpy())
    np.testing.assert_allclose(again.classifier.predict_proba(X), model.classifier.predict_proba(X), atol=1e-9)


def test_a_genre_may_have_the_name_of_any_column():
    table = toy_table()
    odd = dict(zip(GENRES, ("fold", "group", "unknown"), strict=True))
    renamed = replace(table, rows=table.rows.assign(genre=table.rows["genre"].map(odd)))
    plain, strange = (hold_out(each, config=CONFIG, protocol=TOY) for each in (table, renamed))
    assert strange.scores.n_artists == plain.scores.n_artists
    assert set(strange.tracks.columns) >= {"fold", "p:fold", "unknown", "p:unknown", "group", "p:group"}
    pd.testing.assert_series_equal(strange.tracks["group"], plain.tracks["group"])


def test_numbers_too_large_for_a_recording_are_refused():
    table = toy_table()
    rows = table.rows.copy()
    rows.loc[4, "rms_var"] = 1e200
    with pytest.raises(DataError, match=f"{rows['track_id'][4]}.* too large"):
        train(replace(table, rows=rows), config=TrainConfig(model="lda"), protocol=TOY)


def test_a_track_is_unknown_when_most_of_its_segments_are():
    assert typical_excess(np.array([0.5, 0.5, -9.0])) > 0
    assert typical_excess(np.array([9.0, -0.5, -0.5])) < 0


def test_every_registered_model_is_a_candidate():
    assert {config.model for config in candidates(TrainConfig(model=BEST))} == {
        spec.name for spec in MODELS.values() if spec.in_best
    }


def test_a_model_that_only_shouts_too_loud_is_not_punished_by_the_choice():
    rng = np.random.default_rng(0)
    truth = rng.integers(3, size=300)
    logits = rng.normal(size=(300, 3)) + 2 * np.eye(3)[truth]
    assert calibrated_log_loss(logits, truth) == pytest.approx(calibrated_log_loss(50 * logits, truth), rel=1e-3)


def test_progress_runs_from_zero_to_one(few_candidates: None):
    told: list[tuple[float, str]] = []
    train(
        toy_table(),
        config=TrainConfig(model=BEST),
        protocol=TOY,
        progress=lambda share, words: told.append((share, words)),
    )
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert shares[-1] == 1.0
    assert any("Fold 2 of 3" in words for _, words in told)


def test_unknown_models_and_protocols_are_refused_before_any_work():
    with pytest.raises(ModelError, match="model='deep' is not known"):
        train(toy_table(), config=TrainConfig(model="deep"), protocol=TOY)
    with pytest.raises(ModelError, match="protocol='tenfold' is not known"):
        train(toy_table(), config=TrainConfig(model="lda"), protocol="tenfold")


def test_a_table_without_the_columns_is_refused():
    table = toy_table()
    columns = tuple(column for column in table.columns if column != "tempo")
    poor = replace(table, rows=table.rows.drop(columns="tempo"), columns=columns)
    with pytest.raises(DataError, match=r"lacks 1 of the .* columns .* 'tempo'"):
        train(poor, config=TrainConfig(model="lda"), protocol=TOY)


def test_a_genre_by_one_artist_is_refused_in_words():
    table = toy_table()
    rows = table.rows.assign(artist=table.rows["artist"].where(table.rows["genre"] != "beta", "beta-0"))
    with pytest.raises(DataError, match="beta"):
        train(replace(table, rows=rows), config=TrainConfig(model="lda"), protocol="artist-groups")


def test_a_training_that_fails_leaves_no_run(monkeypatch: pytest.MonkeyPatch):
    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("core.training.record.to_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        train(toy_table(), config=TrainConfig(model="lda"), protocol=TOY)
    assert list_runs() == []
    assert not runs_folder().exists()


def _small_trees() -> TrainConfig:
    return TrainConfig(model="extra-trees", settings={"n_estimators": 10})


def test_a_run_names_what_was_excluded_and_the_strictest_licence():
    table = toy_table(n_artists=6).without(
        Exclusions(everywhere={"alpha-0-0": "silent"}, training={"beta-0-0": "sounds like gamma"})
    )
    trained = train(table, config=TrainConfig(model="lda", inputs="gtzan-57"), protocol="random-tracks")
    record = trained.run.record
    assert record.data["excluded"]["everywhere"] == {"alpha-0-0": "silent"}
    assert record.data["hash"] == table.data_hash != toy_table(n_artists=6).data_hash
    assert record.data["licence_key"] == "made-here"
    assert record.protocol["name"].startswith("random-tracks-without-1-")
    assert {"alpha-0-0", "beta-0-0"}.isdisjoint(trained.run.training["track_id"])
    assert "beta-0-0" in set(trained.run.held_out["track_id"])
