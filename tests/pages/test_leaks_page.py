"""The Leaks page: one click measures, what is missing says why, and what was measured is found again."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from core.data.opened import OpenDataset, open_dataset
from core.data.stored import store_table, table_folder
from core.jobs.functions import spell
from core.jobs.job import Job
from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, jobs_folder, new_id, write
from core.training.config import TrainConfig
from core.training.leakage.job import KIND, LeakageParams, measure_leakage
from core.training.leakage.result import Bar, Fall, Leakage, Pair
from core.training.leakage.stored import store_leakage
from core.training.thesis_table import CITATION, CLAIMS, HALVES, VERSION, ThesisParams, thesis_table
from core.training.thesis_table import KIND as THESIS_KIND
from core.ui.leaks import engine
from core.ui.leaks.exports import leakage_csv, leakage_frame
from core.ui.leaks.thesis_result import headline as thesis_headline
from core.ui.leaks.thesis_result import model_rows
from core.ui.leaks.words import headline, story, verdict
from core.workspace import PROJECT_ROOT, write_atomic
from tests.core.toys import toy_rows

PAGE = PROJECT_ROOT / "pages" / "8_Leaks.py"
ME, OTHER = "a" * 32, "b" * 32
WHEN = "2026-07-30T10:00:00+00:00"
MAX_RUNS = 400
KEY = "c" * 64
EVIL = "<b>evil</b>"
CLASSIC = TrainConfig("knn", settings={"n_neighbors": 1})


def leakage(**changed) -> Leakage:
    """What the meter may find; the official folds and the epochs are missing."""
    bars = (
        Bar("segments", "Shuffled segments", "pieces", "leaky-segments", True, 0.95, (0.9, 1.0), None, 0.93, 72),
        Bar("tracks", "Whole tracks", "songs", "random-tracks", True, 0.65, (0.57, 0.73), (0.6, 0.7), 0.6, 72),
        Bar("artists", "Artists apart", "no artist", "artist-groups", False, 0.49, (0.4, 0.6), (0.4, 0.6), 0.5, 72),
        Bar("official", "Official folds", "published", "artist-folds", False, reason=f"there are none of {EVIL}"),
    )
    pairs = (
        Pair("outside", "Scaling outside", "fitted on all rows", 0.5, 0.51, 0.01, (-0.02, 0.04)),
        Pair("epoch", "Best epoch", "on the test fold", reason="it does not learn in epochs"),
        Pair("tuning", "Tuning", "the best of 3 settings", 0.5, 0.56, 0.06, (0.02, 0.1)),
    )
    found = Leakage(
        model="knn",
        title="Nearest neighbours n_neighbors=1",
        config=asdict(CLASSIC),
        data="Mine",
        data_hash="d" * 64,
        segment_s=3.0,
        note=EVIL,
        n_tracks=72,
        n_train=480,
        baseline=1 / 3,
        interval_over="artists",
        bars=bars,
        fall=Fall("segments", "artists", 0.46, (0.36, 0.55), 0.43, (0.35, 0.5)),
        pairs_under="3 draws of artist-groups (no artist on both sides)",
        pairs=pairs,
    )
    return replace(found, **changed)


def segments() -> pd.DataFrame:
    rows = toy_rows(n_artists=4)
    return pd.concat([rows.assign(segment=n, start_s=3.0 * n) for n in range(2)], ignore_index=True)


@pytest.fixture(autouse=True)
def no_data(monkeypatch: pytest.MonkeyPatch):
    """No datasets but those that a test makes, and the built-in one; the machine has two cores."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setenv("GENRESCOPE_WORKERS", "2")


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[..., OpenDataset]:
    """``make_dataset(segments=rows, whole=rows)``: a folder of (empty) recordings with these tables."""

    def make(segments: pd.DataFrame | None = None, whole: pd.DataFrame | None = None) -> OpenDataset:
        for genre in ("alpha", "beta"):
            file = tmp_path / "Mine" / genre / "one.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        opened = open_dataset(str(tmp_path / "Mine"))
        for segment_s, rows in ((3.0, segments), (30.0, whole)):
            if rows is not None:
                folder = table_folder(opened, segment_s)
                store_table([rows], folder, dataset=opened.id, licence="own", segment_s=segment_s)
        return opened

    return make


@pytest.fixture
def submitted(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What was handed to the cluster, and never reaches it."""
    found: list[dict] = []

    def submit(function, params, *, owner, kind, title):
        found.append({"function": function, "params": params, "owner": owner, "kind": kind, "title": title})
        return leave_job(params, owner=owner, function=function, kind=kind)

    monkeypatch.setattr("core.jobs.submit", submit)
    return found


def leave_job(params, *, owner: str = ME, function=measure_leakage, kind: str = KIND, **record) -> Path:
    """The folder of a job, as a worker leaves it."""
    folder = jobs_folder() / new_id(kind)
    folder.mkdir(parents=True)
    request = Request(kind, "Leaks of it", owner, WHEN, spell(function), spell(type(params)), asdict(params))
    write(folder, REQUEST, request)
    write(folder, ATTEMPT, Attempt(1, cluster="local", scheduler="gone", asked=0.0, taken=True))
    write(folder, RECORD, Record(1, 1, **({"state": "done", "started": WHEN, "ended": WHEN} | record)))
    return folder


def wish(opened: OpenDataset, **changed) -> LeakageParams:
    return replace(LeakageParams(opened.id, CLASSIC.to_json(), 3.0), **changed)


def visit(opened: OpenDataset | str, **state) -> AppTest:
    """A visitor who has opened a dataset; everything that is worked out is there."""
    at = AppTest.from_file(PAGE, default_timeout=120)
    identity = opened if isinstance(opened, str) else opened.id
    for key, value in ({"visitor": ME, "dataset": identity} | state).items():
        at.session_state[key] = value
    return settled(at.run())


def settled(at: AppTest) -> AppTest:
    for _ in range(MAX_RUNS):
        waits = at.get("skeleton") or any(
            words in part.proto.body for part in at.get("html") for words in ("to say how long", "to say whether")
        )
        if at.exception or not waits:
            return at
        time.sleep(0.05)  # between two looks, as the browser's
        at.run()
    raise AssertionError("the page never came to rest")


def button(at: AppTest, label: str = "Measure the leak"):
    return next((button for button in at.main.button if button.label == label), None)


def charts(at: AppTest) -> int:
    return len(at.get("plotly_chart"))


def test_one_click_measures_the_classic_on_the_table_with_segments(make_dataset, submitted, shown):
    opened = make_dataset(segments(), whole=toy_rows(n_artists=4))
    at = visit(opened)
    assert not at.exception
    text = shown(at)
    assert "36 tracks cut in 72 segments in 3 genres, by 12 artists" in text
    assert "fits, " in text
    assert "of them to tune, on 2 cores." in text
    assert charts(at) == 0
    at = settled(button(at).click().run())
    assert not at.exception
    (job,) = submitted
    assert (job["function"], job["kind"], job["owner"]) == (measure_leakage, KIND, ME)
    assert job["params"] == wish(opened)
    assert job["title"] == f"Leaks of Nearest neighbours on {opened.title}"


def test_the_table_and_settings_that_were_chosen_are_measured(make_dataset, submitted):
    opened = make_dataset(segments(), whole=toy_rows(n_artists=4))
    at = visit(opened, **{"leaks-model": "logistic"})
    at = settled(at.main.radio[0].set_value("made-30s").run())
    at = settled(at.selectbox(key="leaks-scaling").set_value("standard").run())
    settled(button(at).click().run())
    params = submitted[0]["params"]
    assert params.segment_s == 30.0
    assert params.train_config == TrainConfig("logistic", scaling="standard")


def test_one_row_for_each_track_says_what_is_missing_and_how_to_get_it(make_dataset, shown):
    at = visit(make_dataset(whole=toy_rows(n_artists=4)))
    assert "This table has one row for each track" in shown(at)
    assert "A table of 3 s segments can be made" in shown(at)
    assert "Make it again" in [one.label for one in at.main.button]
    assert not button(at).disabled


def test_without_a_table_it_offers_to_make_one(make_dataset, shown):
    at = visit(make_dataset())
    assert not at.exception
    assert "There are no numbers of it yet" in shown(at)
    assert "Make its feature table" in [one.label for one in at.main.button]
    assert button(at) is None


def test_what_was_measured_is_found_again_by_who_asks_for_the_same(make_dataset, shown):
    opened = make_dataset(segments())
    from core.data.loading import load_table
    from core.training.leakage.stored import key_of

    store_leakage(key_of(load_table(opened.id, segment_s=3.0), CLASSIC), leakage())
    at = visit(opened)
    text = shown(at)
    assert not at.exception
    assert "Of 95 points, 46 are a leak, give or take 10." in text
    assert "With shuffled segments it names 95 % of the tracks right, with artists apart 49 %." in text
    assert "as most notebooks do: 93 % and 50 %." in text
    assert "Every bar scores the same 72 tracks after learning from 480 rows in each fold. <b>evil</b>." in text
    assert charts(at) == 2
    assert button(at).disabled
    assert "This was measured already" in text


def test_a_measurement_that_ended_while_the_tab_was_closed_is_there(make_dataset, shown):
    opened = make_dataset(segments())
    store_leakage(KEY, leakage())
    leave_job(wish(opened, config=TrainConfig("svm").to_json()), result={"key": KEY})
    at = visit(opened)
    text = shown(at)
    assert "46 are a leak" in text
    assert ": there are none of <b>evil</b>." in text
    assert ": on the test fold. It does not learn in epochs." in text
    assert "+6 points for nothing (2 to 10)." in text
    assert "+1 points (−2 to 4): no more than chance here." in text
    assert not any(EVIL in part.proto.body for part in at.get("html"))
    assert not button(at).disabled
    assert [one.label for one in at.main.get("download_button")] == ["Download (CSV)"]


def test_a_result_that_was_deleted_or_is_of_somebody_else_leaves_no_error(make_dataset, shown):
    opened = make_dataset(segments())
    store_leakage(KEY, leakage())
    leave_job(wish(opened), owner=OTHER, result={"key": KEY})
    leave_job(wish(opened), result={"key": "e" * 64})
    at = visit(opened)
    assert not at.exception
    assert "are a leak" not in shown(at)
    assert not button(at).disabled


def test_a_failed_measurement_says_why_and_may_start_again(make_dataset, shown):
    opened = make_dataset(segments())
    leave_job(wish(opened), state="failed", error="there is nothing to compare: add tracks")
    at = visit(opened)
    assert "There is nothing to compare: add tracks." in shown(at)
    assert {"Start again", "Dismiss", "Measure the leak"} <= {one.label for one in at.main.button}
    assert not button(at).disabled


def test_a_measurement_that_goes_on_is_watched_and_no_second_one_starts(make_dataset, shown, monkeypatch):
    opened = make_dataset(segments())
    folder = leave_job(wish(opened), state="running")
    facts = {"id": folder.name, "kind": KIND, "title": "Leaks of it", "owner": ME, "state": "running", "share": 0.4}
    facts |= {"words": "12 of 60 models", "made": WHEN, "started": WHEN, "ended": "", "seconds_left": 40.0}
    job = Job(**facts, result=None, error="", folder=folder)
    monkeypatch.setattr(engine, "last_measurement", lambda sources, *, owner: job)
    monkeypatch.setattr("core.jobs.get_job", lambda job_id: job)
    at = visit(opened)
    text = shown(at)
    assert not at.exception
    assert "Measuring now" in text
    assert "12 of 60 models, 40 s left" in text
    assert "One measurement of this dataset is going on." in text
    assert button(at).disabled
    assert "Cancel" in [one.label for one in at.main.button]


def test_made_clips_are_called_a_lesson(submitted, shown):
    at = visit("arranged")
    assert not at.exception
    assert "a score on them says nothing about real music" in shown(at)
    assert button(at) is not None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (lambda: segments().query("genre == 'alpha'"), "has one genre only (alpha)"),
        (lambda: segments().assign(tempo=float("nan")), "every feature must be a finite"),
        (
            lambda: segments()[lambda rows: rows["track_id"].isin(["alpha-0-0", "beta-0-0"])].query("segment == 0"),
            "there is nothing to compare",
        ),
    ],
)
def test_a_table_that_nothing_can_be_measured_on_says_what_is_wrong_with_it(rows, words, make_dataset, shown):
    at = visit(make_dataset(rows()))
    assert not at.exception
    assert words in shown(at).lower()
    assert button(at) is None or button(at).disabled


def test_settings_that_cannot_be_are_refused_where_they_were_written(make_dataset, shown):
    at = visit(make_dataset(segments()), **{"leaks-model": "svm", "leaks-svm-gamma": "much"})
    assert "gamma='much' must be" in shown(at)
    assert button(at).disabled


def test_the_headline_names_no_leak_that_may_be_chance_or_that_cannot_be_seen():
    def said(**fall) -> str:
        return "".join(headline(leakage(fall=replace(leakage().fall, **fall)))).replace("\u00a0", " ")

    assert said() == "Of 95 points, 46 are a leak, give or take 10."
    assert said(difference=0.01, interval=(-0.02, 0.04)).endswith("none is a leak that could be told from chance.")
    assert said(difference=-0.03, interval=None).endswith("none is a leak that could be told from chance.")
    few = "there are too few artists to tell that from chance."
    assert said(interval=None) == f"Of 95 points, 46 are lost from the first bar to the last; {few}"
    assert headline(leakage(fall=replace(leakage().fall, interval=None)))[1] == ""  # nothing stands out as a leak
    assert "nothing to compare" in "".join(headline(leakage(fall=None)))
    assert story(leakage(fall=None)) == ""
    assert "artists are unknown here" in story(leakage(fall=replace(leakage().fall, last="tracks")))


def test_a_slip_without_an_interval_promises_nothing():
    pair = replace(leakage().pairs[2], interval=None)
    assert verdict(pair) == "+6 points, too few to draw an interval from."
    assert verdict(replace(pair, difference=-0.06, interval=(-0.1, -0.02))) == "−6 points lost (−10 to −2)."


def test_the_download_holds_every_bar_the_fall_and_every_slip_and_no_formula():
    content = leakage_csv(leakage(data="=1+1")).decode()
    lines = content.splitlines()
    assert len(lines) == 1 + 4 + 1 + 3
    assert lines[0].startswith("what,name,title,protocol,leaky,accuracy,low,high")
    assert "bar,segments,Shuffled segments,leaky-segments,True,0.95,0.9,1.0" in content
    assert ",=1+1" not in content
    assert len(leakage_frame(leakage())) == 4 + 3


# -- the thesis' table --


def found_table(models=CLAIMS[:2]) -> dict:
    rows = [
        {
            "model": claim.words,
            "settings": EVIL,
            "half": half.name,
            "protocol": half.protocol,
            "leaky": half.protocol == "leaky-segments",
            "unit": "segment" if half.protocol == "leaky-segments" else "track",
            "accuracy": 0.9 if half.name == "leaky" else 0.4 + place / 100,
            "low": 0.3,
            "high": 0.95,
            "baseline": 0.1,
            "n_scored": 948,
            "n_artists": 412,
        }
        for half in HALVES
        for place, claim in enumerate(models)
    ]
    covers = {half.name: half.words for half in HALVES}
    data = {"pieces": KEY, "whole": KEY}
    return {"rows": rows, "covers": covers, "citation": CITATION, "version": VERSION, "data": data}


@pytest.fixture
def gtzan(tmp_path: Path) -> OpenDataset:
    """GTZAN with two empty recordings and a table of segments, named as its own are."""
    rows = segments()
    names = dict(zip(("alpha", "beta", "gamma"), ("blues", "jazz", "rock"), strict=True))
    place = rows.groupby("genre")["track_id"].transform(lambda ids: ids.rank(method="dense") - 1).astype(int)
    rows["genre"] = rows["genre"].map(names)
    rows["track_id"] = rows["genre"] + "." + place.map("{:05d}".format)
    for genre in names.values():
        for n in range(2):
            file = tmp_path / "gtzan" / genre / f"{genre}.{n:05d}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
    opened = open_dataset(f"gtzan:{tmp_path / 'gtzan'}")
    store_table([rows], table_folder(opened, 3.0), dataset=opened.id, licence="research", segment_s=3.0)
    return opened


def test_another_dataset_is_told_what_the_thesis_table_needs(make_dataset, shown):
    at = visit(make_dataset(segments()))
    assert "It needs GTZAN twice: a table of 3 s segments" in shown(at)
    assert button(at, "Make the thesis' table") is None


def test_without_the_public_table_it_says_where_to_put_it(gtzan, shown):
    at = visit(gtzan)
    assert not at.exception
    assert "set GENRESCOPE_DATA to a folder that holds features_30_sec.csv" in shown(at)
    assert button(at, "Make the thesis' table") is None


def test_the_thesis_table_is_asked_for_with_the_models_that_were_chosen(gtzan, submitted, shown, monkeypatch):
    estimate = engine.Estimate(n_fits=324, n_search=0, seconds=170.0)
    monkeypatch.setattr(engine, "forecast_thesis", lambda params, *, n_workers: estimate)
    at = visit(gtzan, **{"leaks-claims": ["naive-bayes", "knn"]})
    assert "About 3 min on this machine: 324 fits, on 2 cores." in shown(at)
    settled(button(at, "Make the thesis' table").click().run())
    (job,) = submitted
    assert (job["function"], job["kind"], job["owner"]) == (thesis_table, THESIS_KIND, ME)
    assert job["params"] == ThesisParams(gtzan.id, 3.0, models=("knn", "naive-bayes"))


def test_a_thesis_table_that_was_made_is_shown_with_what_it_covers(gtzan, shown):
    params = ThesisParams(gtzan.id, 3.0, models=("knn", "svm"))
    params.folder.mkdir(parents=True)
    (params.folder / "table.json").write_text(json.dumps(found_table()), encoding="utf-8")
    leave_job(params, function=thesis_table, kind=THESIS_KIND)
    at = visit(gtzan)
    text = shown(at)
    assert not at.exception
    assert "From 92 % in the thesis to 41 % with no artist on both sides." in text
    for half in HALVES:
        assert half.words in text
    assert "Pricop." in text
    assert charts(at) == 1
    assert [one.label for one in at.main.get("download_button")] == ["Download (CSV)"]


def test_a_thesis_table_of_other_data_says_so_and_may_be_made_again(gtzan, submitted, shown, monkeypatch):
    params = ThesisParams(gtzan.id, 3.0, models=("knn", "svm"))
    write_atomic(params.folder / "table.json", json.dumps(found_table()).encode())
    estimate = engine.Estimate(n_fits=324, n_search=0, seconds=170.0)
    monkeypatch.setattr(engine, "forecast_thesis", lambda params, *, n_workers: estimate)
    compared = []
    monkeypatch.setattr(engine, "is_of_now", lambda found, params: compared.append(found["data"]) or False)
    at = visit(gtzan, **{"leaks-claims": ["knn", "svm"]})
    text = shown(at)
    assert compared == [{"pieces": KEY, "whole": KEY}]
    assert "From 92 % in the thesis" in text
    assert "The tables here have changed since the one above was made. About 3 min on this machine" in text
    settled(button(at, "Make it again").click().run())
    assert [job["params"] for job in submitted] == [params]


def test_a_thesis_table_of_the_data_as_they_are_is_not_made_twice(gtzan, shown, monkeypatch):
    params = ThesisParams(gtzan.id, 3.0, models=("knn", "svm"))
    write_atomic(params.folder / "table.json", json.dumps(found_table()).encode())
    monkeypatch.setattr(engine, "is_of_now", lambda found, params: True)
    at = visit(gtzan, **{"leaks-claims": ["knn", "svm"]})
    assert "The table of these models was made already: it stands above." in shown(at)
    assert button(at, "Make the thesis' table").disabled


def test_rows_of_the_thesis_stand_by_what_it_claims_and_only_where_something_was_measured():
    rows = model_rows(found_table([CLAIMS[4], CLAIMS[0]]))
    assert [row.title for row in rows] == ["KNN k=1", "Naive Bayes"]
    assert [half.words for half in rows[0].halves] == ["leaky", "artists apart", "honest"]
    assert [half.strong for half in rows[0].halves] == [False, False, True]
    assert "".join(thesis_headline(rows)).replace("\u00a0", " ").startswith("From 92 % in the thesis to ")
