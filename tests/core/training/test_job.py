"""A training as a job gives the run that a training here gives, survives being killed, and leaves no half run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.data.loading import load_table
from core.errors import DataError, ModelError
from core.jobs import Job, cancel_job, get_job, run_here, start_again, submit
from core.models.loaded import load_model, load_run
from core.runs import list_runs, read_run, runs_folder
from core.training import job as job_module
from core.training.config import TrainConfig
from core.training.job import KIND, TrainParams, train_run
from core.training.live import watched
from core.training.train import train

QUICK = TrainConfig(model="lda", n_inner_folds=3)
SEARCH = TrainConfig(model="knn", n_inner_folds=3, search="grid", grid={"n_neighbors": (1, 5)})


def wish(source: str, config: TrainConfig = QUICK, **options) -> TrainParams:
    return TrainParams(source=source, config=config.to_json(), **{"protocol": "random-tracks", **options})


def test_a_job_trains_the_run_that_a_training_here_trains(toy_file: Callable[..., str]):
    source = toy_file(spread=3.0)
    said = run_here(train_run, wish(source))
    here = train(load_table(source), config=QUICK, protocol="random-tracks").run
    run = read_run(runs_folder() / said["run"])
    assert run.record.scores == here.record.scores
    pd.testing.assert_frame_equal(run.held_out, here.held_out)
    pd.testing.assert_frame_equal(run.splits, here.splits)
    X = here.training[list(load_model(said["run"]).view.names)].to_numpy(dtype=np.float64)
    classifiers = [load_model(name).classifier for name in (said["run"], here.record.name)]
    np.testing.assert_allclose(classifiers[0].predict_proba(X), classifiers[1].predict_proba(X), atol=1e-12)


def test_a_search_by_parts_chooses_what_a_search_here_chooses(toy_file: Callable[..., str]):
    source = toy_file(spread=3.0)
    said = run_here(train_run, wish(source, SEARCH))
    record = read_run(runs_folder() / said["run"]).record
    here = read_run(train(load_table(source), config=SEARCH, protocol="random-tracks").run_path).record
    assert record.config["settings"] == here.config["settings"]
    assert record.extra["chosen_in_folds"] == here.extra["chosen_in_folds"]
    tried = record.extra["search"]
    assert tried["n"] == len(tried["candidates"]) == 2
    assert tried["candidates"][0]["settings"] == record.config["settings"]


def test_a_training_taken_up_again_does_only_what_is_missing(
    toy_file: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    params, folder, done = wish(toy_file(), SEARCH, curve=False), tmp_path / "job", []
    fitted = job_module.fit_in

    def killed_at_the_third(cut, fold, config):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(fold)
        return fitted(cut, fold, config)

    monkeypatch.setattr(job_module, "fit_in", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        run_here(train_run, params, folder=folder)
    assert list_runs() == []
    monkeypatch.setattr(job_module, "fit_in", lambda cut, fold, config: done.append(fold) or fitted(cut, fold, config))
    monkeypatch.setattr(job_module, "judge", None)  # the search is stored and not done again
    said = run_here(train_run, params, folder=folder)
    assert sorted(done) == [-1, 0, 1, 2]
    again = run_here(train_run, params, folder=folder)
    assert again["run"] == said["run"]
    assert [record.name for record in list_runs()] == [said["run"]]


def test_a_table_that_changed_meanwhile_is_never_mixed_with_the_old_one(
    toy_file: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    params, folder = wish(toy_file(seed=0), curve=False), tmp_path / "job"
    with monkeypatch.context() as patch:
        patch.setattr(job_module, "_store", None)
        with pytest.raises(TypeError):
            run_here(train_run, params, folder=folder)
    toy_file(seed=1)
    name = run_here(train_run, params, folder=folder)["run"]
    fresh = train(load_table(params.source), config=QUICK, protocol="random-tracks").run
    pd.testing.assert_frame_equal(read_run(runs_folder() / name).held_out, fresh.held_out)


def test_a_run_tells_how_to_train_it_again(toy_file: Callable[..., str]):
    source = toy_file()
    config = TrainConfig(model="knn", settings={"n_neighbors": 3}, selection="f", n_selected=7, seed=4, n_inner_folds=3)
    record = read_run(runs_folder() / run_here(train_run, wish(source, config))["run"]).record
    assert record.extra["command"] == (
        f"python -m core train --dataset {source} --model knn --protocol random-tracks --selection f --n-selected 7 "
        f"--seed 4 --set n_neighbors=3"
    )
    assert record.extra["source"] == source
    assert record.extra["size_bytes"] == (runs_folder() / record.name / "model.skops").stat().st_size
    assert record.extra["train_s"] > 0


def test_a_model_without_epochs_gets_a_curve_over_the_tracks_it_learns_from(toy_file: Callable[..., str]):
    run = read_run(runs_folder() / run_here(train_run, wish(toy_file(), curve=True))["run"])
    history = run.history
    assert set(history["curve"]) == {"tracks"}
    assert list(history["x"]) == sorted(history["x"])
    assert history["valid_accuracy"].between(0, 1).all()


def test_the_seconds_of_an_attempt_that_was_killed_count(toy_file, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "job"
    run_here(train_run, wish(toy_file(), curve=False), folder=folder)
    (folder / "seconds-00000000.txt").write_text("3600")  # as a killed attempt left it
    monkeypatch.setattr(job_module, "runs_folder", lambda: tmp_path / "elsewhere")
    name = run_here(train_run, wish(toy_file(), curve=False), folder=folder)["run"]
    assert read_run(tmp_path / "elsewhere" / name).record.extra["train_s"] > 3600


def test_a_curve_that_cannot_be_drawn_loses_no_training(toy_file: Callable[..., str], monkeypatch: pytest.MonkeyPatch):
    def too_few(cut, config, *, share, k):
        if share < 0.7:
            raise ModelError("the training rows of alpha are by one artist")
        return {"x": share, "train_accuracy": 1.0, "valid_accuracy": 0.5}

    monkeypatch.setattr(job_module, "point_with_fewer", too_few)
    run = read_run(runs_folder() / run_here(train_run, wish(toy_file(), curve=True))["run"])
    assert list(run.history["x"]) == [0.75, 1.0]
    assert run.record.extra["curve_note"] == "not with fewer tracks: the training rows of alpha are by one artist"


def test_a_vote_of_all_is_trained_where_a_genre_has_few_artists(toy_file: Callable[..., str]):
    """A quarter of the artists of a genre would leave it one alone, and the vote needs two."""
    config = TrainConfig("vote", n_inner_folds=3, scaling="standard")
    run = read_run(runs_folder() / run_here(train_run, wish(toy_file(n_artists=5, n_tracks=2), config))["run"])
    assert len(run.history) == 4


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"protocol": "tenfold"}, ModelError, "protocol='tenfold' is not known"),
        ({"protocol": "artist-folds"}, DataError, "artist-folds is a list of GTZAN tracks"),
        ({"config": TrainConfig(model="nobody").to_json()}, ModelError, "model='nobody' is not known"),
        ({"config": TrainConfig(model="knn", search="maze").to_json()}, ModelError, "search='maze' is not known"),
        ({"config": TrainConfig(model="knn", search_by="luck").to_json()}, ModelError, "search_by='luck' is not known"),
        (
            {"config": TrainConfig(model="knn", search="grid", grid={"n_neighbors": ()}).to_json()},
            ModelError,
            "the grid names no value for 'n_neighbors'",
        ),
        ({"config": TrainConfig(model="knn", search="random", n_draws=0).to_json()}, ModelError, "n_draws=0 must be"),
        (
            {"config": TrainConfig(model="knn", grid={"n_neighbors": (1,)}).to_json()},
            ModelError,
            "a grid of n_neighbors is named, but search='none'; choose grid or random",
        ),
        (
            {"config": TrainConfig(model="best", settings={"C": 1}).to_json()},
            ModelError,
            "model='best' tries the small",
        ),
        ({"config": "{"}, ModelError, "the configuration of a training cannot be read"),
        ({"source": "nowhere.csv"}, DataError, "nowhere.csv"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told_and_leaves_nothing(toy_file, change: dict, error: type, message: str):
    wanted = {"source": toy_file(), "config": QUICK.to_json(), "protocol": "random-tracks", **change}
    with pytest.raises(error, match=message):
        run_here(train_run, TrainParams(**wanted))
    assert list_runs() == []


def test_a_training_on_workers_is_watched_cancelled_and_taken_up_again(
    cluster: Path, toy_file: Callable[..., str], over: Callable[[Job], Job], until: Callable[..., None]
):
    grid = {"n_estimators": (20, 40, 60), "min_samples_leaf": (1, 2)}
    config = TrainConfig(model="extra-trees", search="grid", grid=grid, n_inner_folds=3)
    params = wish(toy_file(), config, curve=False)
    job = submit(train_run, params, owner="tester", kind=KIND, title="a training")
    until(lambda: watched(get_job(job.id).folder).candidates, "the first candidates to be judged")
    assert get_job(job.id).state == "running"
    cancel_job(job.id)
    assert over(job).state == "cancelled"
    assert not [record for record in list_runs() if record.extra.get("source") == params.source]
    done = over(start_again(job.id))
    assert done.state == "done", done.error
    model = load_run(runs_folder() / done.result["run"])
    assert model.record.extra["search"]["n"] == 6
    assert [record.name for record in list_runs() if record.extra.get("source") == params.source] == [model.name]
