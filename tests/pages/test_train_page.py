"""The Train page: one click trains with good defaults, what cannot be is said before, and a training is found again."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.data.opened import OpenDataset, open_dataset
from core.data.protocols import PROTOCOLS
from core.data.stored import store_table, table_folder
from core.jobs import run_here
from core.jobs.functions import spell
from core.jobs.job import Job
from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, jobs_folder, new_id, write
from core.models import MODELS
from core.runs import is_visible, read_record, runs_folder
from core.training.config import TrainConfig
from core.training.job import KIND, TrainParams, train_run
from core.training.live import EPOCHS, SEARCH
from core.ui.train import work
from core.workspace import PROJECT_ROOT
from tests.core.toy_runs import save_toy
from tests.core.toys import toy_rows

PAGE = PROJECT_ROOT / "pages" / "6_Train.py"
ME, OTHER = "a" * 32, "b" * 32
WHEN = "2026-07-30T10:00:00+00:00"
MAX_RUNS = 400


@pytest.fixture(autouse=True)
def no_data(monkeypatch: pytest.MonkeyPatch):
    """No datasets but those that a test makes, and the built-in one; the machine has two cores."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setenv("GENRESCOPE_WORKERS", "2")


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[..., OpenDataset]:
    """``make_dataset(rows, owner="")``: a folder of (empty) recordings with the table ``rows``, or with none."""

    def make(rows: pd.DataFrame | None = None, owner: str = "") -> OpenDataset:
        for genre in ("alpha", "beta"):
            file = tmp_path / "Mine" / genre / "one.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        opened = open_dataset(str(tmp_path / "Mine"), owner=owner)
        if rows is not None:
            store_table([rows], table_folder(opened, 30.0), dataset=opened.id, licence="own", segment_s=30.0)
        return opened

    return make


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What was handed to the cluster, and never reaches it."""
    found: list[dict] = []

    def submit(function, params, *, owner, kind, title):
        found.append({"function": function, "params": params, "owner": owner, "kind": kind, "title": title})
        return leave_job(params, title=title, owner=owner)

    monkeypatch.setattr("core.jobs.submit", submit)
    return found


def leave_job(params: TrainParams, *, title: str = "SVM on Mine, artist-groups", owner: str = ME, **record) -> Path:
    """The folder of a training, as a worker leaves it."""
    folder = jobs_folder() / new_id(KIND)
    folder.mkdir(parents=True)
    request = Request(KIND, title, owner, WHEN, spell(train_run), spell(TrainParams), asdict(params))
    write(folder, REQUEST, request)
    write(folder, ATTEMPT, Attempt(1, cluster="local", scheduler="gone", asked=0.0, taken=True))
    write(folder, RECORD, Record(1, 1, **({"state": "done", "started": WHEN, "ended": WHEN} | record)))
    return folder


def wish(opened: OpenDataset, **changed) -> TrainParams:
    config = TrainConfig(model="svm").to_json()
    return TrainParams(
        **{"source": opened.id, "segment_s": 30.0, "config": config, "protocol": "artist-groups"} | changed
    )


def visit(opened: OpenDataset | str, **state) -> AppTest:
    """A visitor who has opened a dataset; everything that is worked out is there."""
    at = AppTest.from_file(PAGE, default_timeout=120)
    identity = opened if isinstance(opened, str) else opened.id
    for key, value in ({"visitor": ME, "dataset": identity} | state).items():
        at.session_state[key] = value
    return settled(at.run())


def settled(at: AppTest) -> AppTest:
    for _ in range(MAX_RUNS):
        if at.exception or not at.get("skeleton"):
            return at
        time.sleep(0.05)  # between two looks, as the browser's
        at.run()
    raise AssertionError("the page never came to rest")


def train_button(at: AppTest):
    return next((button for button in at.main.button if button.label == "Train"), None)


def config_of(job: dict) -> TrainConfig:
    return job["params"].train_config


def test_one_click_trains_with_defaults_that_promise_most(make_dataset, submitted, shown):
    opened = make_dataset(toy_rows())
    at = visit(opened)
    assert not at.exception
    text = shown(at)
    assert "72 tracks in 3 genres, by 24 artists" in text
    assert "fits, on 2 cores." in text
    at = settled(train_button(at).click().run())
    assert not at.exception
    (job,) = submitted
    assert (job["function"], job["kind"], job["owner"]) == (train_run, KIND, ME)
    assert job["title"] == f"SVM on {opened.title}, artist-groups"
    assert job["params"] == wish(opened)


def test_what_a_model_sees_and_how_it_is_tested_is_offered_as_far_as_the_table_allows(make_dataset, shown):
    at = visit(make_dataset(toy_rows()))
    text = shown(at)
    assert at.main.selectbox[0].options == ["37 robust numbers", "The 57 public columns"]
    offered = at.main.radio[0].options
    assert [option.split("**")[1] for option in offered] == ["artist-groups", "track-groups", "random-tracks"]
    assert [", leaky: " in option for option in offered] == [False, True, True]
    assert at.main.radio[0].value == "artist-groups"
    unfit = next(part for part in at.main.expander if "do not fit" in part.label)
    assert unfit.label == "5 protocols do not fit these tracks"
    for reason in ("is a list of GTZAN tracks", "names no part for its tracks", "has one row for each track"):
        assert reason in text
    assert "This score will be leaky" not in text
    assert "This score will be leaky" in shown(settled(at.main.radio[0].set_value("random-tracks").run()))


def test_every_setting_of_every_model_has_a_widget_with_what_it_does(make_dataset):
    at = visit(make_dataset(toy_rows()))
    learning = {name: spec for name, spec in MODELS.items() if not spec.reads}
    assert len(at.selectbox(key="train-model").options) == len(learning) + 1  # and the best of them
    for name, spec in learning.items():
        at = settled(at.selectbox(key="train-model").set_value(name).run())
        assert not at.exception, name
        asked = {widget.key: widget for widget in (*at.main.selectbox, *at.main.number_input)}
        for setting, about in spec.about_settings.items():
            widget = asked[f"train-{name}-{setting}"]
            assert about.help.lower()[1:] in widget.help.lower()
        assert not train_button(at).disabled, name


def test_settings_scaling_selection_and_seed_reach_the_training(make_dataset, submitted):
    at = visit(make_dataset(toy_rows()))
    at.number_input(key="train-svm-C").set_value(10.0)
    at.selectbox(key="train-scaling").set_value("standard")
    at.selectbox(key="train-selection").set_value("f")
    at.number_input(key="train-seed").set_value(7)
    at.number_input(key="train-inner").set_value(3)
    at = settled(at.run())
    at = settled(at.number_input(key="train-n-selected-37").set_value(12).run())
    settled(train_button(at).click().run())
    config = config_of(submitted[0])
    assert config == TrainConfig(
        "svm", settings={"C": 10.0}, scaling="standard", selection="f", n_selected=12, n_inner_folds=3, seed=7
    )


def test_words_that_are_no_setting_are_refused_where_they_were_written(make_dataset, shown):
    opened = make_dataset(toy_rows())
    visit(opened)  # what is read in the background is there from here on
    at = visit(opened, **{"train-svm-gamma": "much"})
    assert "Svm: gamma='much' must be scale, auto or a number from 1e-06 to 10000.0." in shown(at)
    assert train_button(at).disabled


def test_a_random_search_of_the_thesis_grid_is_asked_for_and_counted(make_dataset, submitted, shown):
    at = visit(make_dataset(toy_rows()), **{"train-model": "knn", "train-search-kind": "random"})
    before = shown(at)
    at = settled(at.radio(key="train-grid-knn").set_value("thesis").run())
    assert ": 1, 3, 5, 7, 9" in shown(at)
    at = settled(at.number_input(key="train-draws-knn-13").set_value(4).run())
    assert shown(at) != before
    assert f"{4 * 31 * 5:,} of them to search" in shown(at)
    at.selectbox(key="train-search-by").set_value("accuracy")
    settled(train_button(settled(at.run())).click().run())
    config = config_of(submitted[0])
    assert (config.search, config.n_draws, config.search_by) == ("random", 4, "accuracy")
    assert config.grid == {"n_neighbors": list(range(1, 26, 2)), "weights": ["uniform"]}


def test_the_best_of_all_is_a_model_too(make_dataset, submitted):
    at = visit(make_dataset(toy_rows()), **{"train-model": "best"})
    settled(train_button(at).click().run())
    assert config_of(submitted[0]) == TrainConfig("best")
    assert submitted[0]["title"].startswith("The best of 7 on ")


def test_made_clips_are_called_a_lesson_and_all_their_columns_are_offered(submitted, shown):
    at = visit("arranged")
    text = shown(at)
    assert "a score on them says nothing about real music" in text
    assert at.main.radio[0].value == "track-groups"
    assert at.main.selectbox[0].options[-1].startswith("All ")
    at = settled(at.main.selectbox[0].set_value("table").run())
    settled(train_button(at).click().run())
    params = submitted[0]["params"]
    assert params.source.startswith("arranged:")
    assert params.segment_s is None
    assert params.train_config.inputs == "table"
    assert "tempo" in params.train_config.columns


def test_an_upload_keeps_its_runs_for_its_visitor(make_dataset, submitted):
    settled(train_button(visit(make_dataset(toy_rows(), owner=ME))).click().run())
    record = read_record(runs_folder() / run_here(train_run, submitted[0]["params"])["run"])
    assert is_visible(record, ME)
    assert not is_visible(record, OTHER)


def test_what_may_not_be_trained_on_says_so_before_the_button(make_dataset, shown, monkeypatch):
    opened = make_dataset()
    store_table([toy_rows()], table_folder(opened, 30.0), dataset=opened.id, licence="no-training", segment_s=30.0)
    assert "Its provider forbids training" in shown(visit(opened))


def test_two_clicks_start_one_training(make_dataset, submitted, monkeypatch):
    opened = make_dataset(toy_rows())
    at = visit(opened)
    job = running(opened)
    monkeypatch.setattr(work, "last_training", lambda sources, *, owner: job)
    monkeypatch.setattr("core.jobs.get_job", lambda job_id: job)
    at = settled(train_button(at).click().run())
    assert submitted == []
    assert train_button(at).disabled


def running(opened: OpenDataset, folder: Path | None = None, **changed) -> Job:
    folder = folder or leave_job(wish(opened), state="running")
    facts = {"id": folder.name, "kind": KIND, "title": "SVM on Mine", "owner": ME, "state": "running", "share": 0.4}
    facts |= {"words": "search: 12 of 60 fits", "made": WHEN, "started": WHEN, "ended": "", "seconds_left": 40.0}
    return Job(**facts | {"result": None, "error": "", "folder": folder} | changed)


def test_a_training_that_goes_on_is_watched_with_its_search_and_its_epochs(make_dataset, shown, monkeypatch):
    opened = make_dataset(toy_rows())
    config = TrainConfig("dense", search="grid").to_json()
    job = running(opened, leave_job(wish(opened, config=config), state="running"))
    candidates = [["Nearest neighbours n_neighbors=5", 0.52, 9], ["Nearest neighbours", 0.48, 8]]
    (job.folder / SEARCH).write_text(json.dumps({"candidates": candidates, "chosen": ""}))
    told = [{"epoch": n, "train_loss": 2.0 / n, "valid_loss": 2.2 / n} for n in (1, 2, 3, 1, 2)]
    (job.folder / EPOCHS.format(fold=0)).write_text(json.dumps(told))
    monkeypatch.setattr(work, "last_training", lambda sources, *, owner: job)
    monkeypatch.setattr("core.jobs.get_job", lambda job_id: job)
    at = visit(opened)
    text = shown(at)
    assert not at.exception
    assert "Training now" in text
    assert "Search: 12 of 60 fits, 40 s left" in text
    assert "One training of this dataset is going on." in text
    assert train_button(at).disabled
    search, losses = (json.loads(part.proto.spec) for part in at.get("plotly_chart"))
    assert "9 inner folds" in json.dumps(search, ensure_ascii=False)
    assert max(len(trace["x"]) for trace in losses["data"]) == 2  # the newest fit, not all fits in a row


def test_a_finished_training_says_its_score_with_interval_baseline_and_protocol(make_dataset, shown):
    opened = make_dataset(toy_rows())
    save_toy("mine")
    folder = leave_job(wish(opened), result={"run": "mine"})
    at = visit(opened)
    text = shown(at)
    assert not at.exception
    assert "of the tracks right that it had not heard" in text.replace("\n", "")
    assert "Always saying the most frequent genre gets" in text
    assert f"random-tracks, leaky: {PROTOCOLS['random-tracks'].badge}" in text
    assert "This score is leaky" in text
    (link,) = (part for part in at.main.get("page_link") if "Open the run" in part.proto.label)
    assert link.proto.query_string.strip("?") == "run=mine"
    assert not train_button(at).disabled
    next(button for button in at.main.button if button.label == "Dismiss").click().run()
    assert not folder.exists()


def test_a_failed_training_says_why_and_may_start_again(make_dataset, shown):
    opened = make_dataset(toy_rows())
    leave_job(wish(opened), state="failed", error="5 folds by artist need at least 5 artists, but there are 4")
    at = visit(opened)
    text = shown(at)
    assert "5 folds by artist need at least 5 artists, but there are 4." in text
    assert {"Start again", "Dismiss", "Train"} <= {button.label for button in at.main.button}
    assert not train_button(at).disabled


def test_trainings_of_others_and_of_other_data_are_not_shown(make_dataset, shown):
    opened = make_dataset(toy_rows())
    leave_job(wish(opened), owner=OTHER, state="failed", error="of somebody else")
    leave_job(wish(opened, source="arranged"), state="failed", error="of other data")
    text = shown(visit(opened)).partition("of somebody")
    assert text[1] == ""
    assert "Your training" not in text[0]


def test_a_run_that_was_deleted_since_leaves_no_error(make_dataset, shown):
    opened = make_dataset(toy_rows())
    leave_job(wish(opened), result={"run": "gone"})
    at = visit(opened)
    assert not at.exception
    assert "had not heard" not in shown(at)
    assert not train_button(at).disabled


def test_without_a_table_it_offers_to_make_one(make_dataset, shown):
    at = visit(make_dataset())
    assert "There are no numbers of it yet" in shown(at)
    assert "Make its feature table" in [button.label for button in at.main.button]
    assert train_button(at) is None


def one_genre() -> pd.DataFrame:
    return toy_rows().query("genre == 'alpha'")


def a_hole() -> pd.DataFrame:
    rows = toy_rows()
    rows.loc[3, "tempo"] = float("nan")
    return rows


@pytest.mark.parametrize(
    ("rows", "words"),
    [(one_genre, "has one genre only (alpha); a model needs at least two"), (a_hole, "every feature must be a finite")],
)
def test_a_table_that_nothing_can_be_learnt_from_says_what_is_wrong_with_it(rows, words, make_dataset, shown):
    at = visit(make_dataset(rows()))
    assert not at.exception
    assert words in shown(at)
    assert train_button(at) is None


def test_a_genre_with_two_tracks_is_a_reason_at_each_protocol(make_dataset, shown):
    rows = toy_rows()
    at = visit(make_dataset(rows[(rows["genre"] != "beta") | rows["track_id"].isin(["beta-0-0", "beta-1-0"])]))
    text = shown(at)
    assert "beta has 2 tracks; three folds need at least 3 in every genre" in text
    assert train_button(at) is None


def test_what_only_the_folds_find_out_is_said_at_the_click_and_no_job_is_started(make_dataset, submitted, shown):
    at = visit(make_dataset(toy_rows(n_artists=3)), **{"train-inner": 12})
    at = settled(train_button(at).click().run())
    assert "12 folds by artist need at least 12 artists, but there are 6." in shown(at)
    assert submitted == []
    assert at.number_input(key="train-inner").value == 12
