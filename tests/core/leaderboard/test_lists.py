"""Scores stand in one list only where protocol and data are the same; what is leaky or made says so."""

from dataclasses import replace

import pytest

from core.jobs import run_here
from core.leaderboard import CEILINGS, PUBLISHED, score_lists
from core.runs import read_record, runs_folder
from core.training.config import TrainConfig
from core.training.job import TrainParams, train_run
from core.workspace import asset
from tests.core.made_runs import made_run, said
from tests.core.toys import toy_rows

GTZAN = {"name": "gtzan", "hash": "9ff2"}


def record(name="a", **more):
    return made_run(name, **more).record


def gtzan_record(name="a", *, n_tracks=948, protocol="artist-folds", **more):
    made = record(name, protocol=protocol, data=GTZAN, **more)
    return replace(made, scores=made.scores | {"n_tracks": n_tracks})


def kinds(found, kind):
    return [row for row in found.rows if row.kind == kind]


def test_no_runs_make_no_lists():
    assert score_lists([]) == ()


def test_there_is_one_list_for_each_protocol_and_data_hash():
    records = [
        record("a"),
        record("b"),
        record("c", protocol="random-tracks"),
        record("d", data={"hash": "another"}),
        record("e", data={"name": "renamed"}),
    ]
    lists = score_lists(records)
    assert [sorted(one.run_names) for one in lists] == [["a", "b", "e"], ["d"], ["c"]]
    assert len({(one.protocol, one.data_hash) for one in lists}) == len(lists) == 3


def test_runs_that_do_not_tell_their_data_are_ranked_with_nobody():
    unknown = [record(name, data={"hash": None}) for name in "ab"]
    assert [one.run_names for one in score_lists(unknown)] == [("a",), ("b",)]


def test_honest_lists_come_first_and_leaky_ones_are_marked():
    lists = score_lists(
        [record("a", protocol="random-tracks"), record("b"), record("c", data={"synthetic": True, "hash": "s"})]
    )
    assert [one.run_names[0] for one in lists] == ["b", "c", "a"]
    assert [one.leaky for one in lists] == [False, False, True]
    assert [one.synthetic for one in lists] == [False, True, False]


def test_the_rows_are_sorted_by_accuracy_with_the_baseline_among_them():
    records = [record(str(n), held_out=said(strength=n, seed=n)) for n in range(4)]
    rows = score_lists(records)[0].rows
    accuracies = [row.accuracy for row in rows]
    assert accuracies == sorted(accuracies, reverse=True)
    assert len(rows) == 5
    baseline = next(row for row in rows if row.kind == "baseline")
    assert baseline.accuracy == max(one.scores["baseline"] for one in records)
    assert baseline.title == "Always the most frequent genre"


def test_a_row_tells_what_the_run_says_of_itself():
    extra = {"train_s": 12.5, "size_bytes": 2048, "epochs": {"best": 7, "n": 50}}
    made = record("mine", extra=extra)
    row = kinds(score_lists([made])[0], "run")[0]
    assert (row.name, row.title, row.made) == ("mine", "SVM", made.made)
    for name in ("accuracy", "macro_f1", "log_loss", "ece", "interval_over"):
        assert getattr(row, name) == made.scores[name]
    assert (row.interval, row.ece_band) == (tuple(made.scores["interval"]), tuple(made.scores["ece_band"]))
    assert (row.train_s, row.size_bytes, row.best_epoch) == (12.5, 2048, (7, 50))
    assert row.settings == "C=1.0; robust inputs; quantile scaling"


def test_the_settings_tell_the_steps_before_the_model():
    config = {
        **{"inputs": "gtzan-57", "context_s": 3.0, "scaling": "none", "selection": "chi2", "n_selected": 20},
        **{"settings": {"C": 1}},
    }
    row = kinds(score_lists([record(config=config)])[0], "run")[0]
    assert row.settings == "C=1; gtzan-57 inputs; no scaling; 20 columns by chi2"


@pytest.mark.parametrize(
    ("config", "search", "words"),
    [
        ({}, {"kind": "random", "n": 10}, "chosen in each fold by a random search of 10; the final model has C=1"),
        (
            {"asked_for": "best"},
            {"kind": "none", "n": 40},
            "chosen in each fold among 40 candidates of several models; the final model has C=1",
        ),
        ({"search": "grid"}, None, "chosen in each fold by a grid search; the final model has C=1"),
        ({"asked_for": "best"}, "odd", "chosen among several models; the final model has C=1"),
        ({"asked_for": "svm", "search": "none"}, None, "C=1"),
    ],
)
def test_what_was_chosen_is_not_told_as_if_it_had_been_fixed(config, search, words):
    made = record(config={"inputs": "robust", "settings": {"C": 1}, **config}, extra={"search": search})
    assert kinds(score_lists([made])[0], "run")[0].settings == f"{words}; robust inputs"


def test_a_run_whose_job_searched_says_so(tmp_path):
    source = tmp_path / "toy.csv"
    toy_rows(n_artists=6, n_tracks=2).to_csv(source, index=False)
    config = TrainConfig(model="knn", n_inner_folds=3, search="grid", grid={"n_neighbors": (1, 5)})
    said = run_here(train_run, TrainParams(str(source), config.to_json(), "random-tracks", curve=False))
    made = read_record(runs_folder() / said["run"])
    row = kinds(score_lists([made])[0], "run")[0]
    n_neighbors = made.config["settings"]["n_neighbors"]
    assert row.settings.startswith("chosen in each fold by a grid search of 2; the final model has ")
    assert f"n_neighbors={n_neighbors}" in row.settings


def test_a_run_of_before_has_a_gap_wherever_it_says_nothing():
    old = record()
    for key in ("macro_f1", "log_loss", "ece", "accuracy_sd", "n_artists"):
        old.scores.pop(key)
    row = kinds(score_lists([replace(old, config={"inputs": "robust", "context_s": 30.0})])[0], "run")[0]
    assert (row.macro_f1, row.log_loss, row.ece, row.train_s, row.size_bytes, row.best_epoch) == (None,) * 6
    assert row.settings == "robust inputs"


@pytest.mark.parametrize("strange", ["soon", None, float("nan"), True, [1], {"best": "x"}])
def test_what_is_no_number_in_a_run_from_elsewhere_is_a_gap(strange):
    extra = {"train_s": strange, "size_bytes": strange, "epochs": strange}
    row = kinds(score_lists([record(extra=extra)])[0], "run")[0]
    assert (row.train_s, row.size_bytes, row.best_epoch) == (None, None, None)


def test_a_model_that_this_version_does_not_know_keeps_its_name():
    assert kinds(score_lists([record(model="transformer-9000")])[0], "run")[0].title == "transformer-9000"


def test_the_built_in_run_stands_beside_what_was_published_of_the_same_protocol():
    found = score_lists([read_record(asset("models", "gtzan-classic"))])[0]
    assert [row.name for row in kinds(found, "built-in")] == ["gtzan-classic"]
    published = kinds(found, "published")
    assert len(published) == sum(one.protocol == "artist-folds" for one in PUBLISHED)
    assert all(row.citation and row.source for row in published)
    assert found.ceilings == CEILINGS
    assert (found.n_tracks, found.n_artists, found.unit) == (948, 412, "track")


def test_published_figures_stand_only_beside_runs_of_the_same_protocol_on_gtzan():
    assert kinds(score_lists([record()])[0], "published") == []
    assert score_lists([record()])[0].ceilings == ()
    assert kinds(score_lists([gtzan_record(protocol="random-tracks")])[0], "published") == []
    left_out = gtzan_record()
    left_out = replace(left_out, protocol=left_out.protocol | {"name": "artist-folds-without-3-abcd"})
    assert kinds(score_lists([left_out])[0], "published") == []


def test_of_a_part_of_the_published_tracks_no_published_figure_is_shown_and_the_list_says_why():
    found = score_lists([gtzan_record(n_tracks=123)])[0]
    assert kinds(found, "published") == []
    assert "they are of all 948 tracks of the list, and 123 are here" in found.notes[0]


def test_the_thesis_stands_only_beside_runs_on_all_the_segments_that_it_drew_from():
    scores = record().scores | {"unit": "segment"}
    leaky = {**record(protocol="random-tracks").protocol, "name": "leaky-segments"}
    whole, part = (
        score_lists([replace(record(data=GTZAN), protocol=leaky, scores=scores | {"n_tracks": n})])[0]
        for n in (9_990, 1_980)
    )
    assert {row.source for row in kinds(whole, "published")} == {"Pricop 2023"}
    assert kinds(part, "published") == []
    assert "they are of all 9,990 segments of GTZAN, and 1,980 are here" in part.notes[0]


def test_the_note_of_a_protocol_is_a_note_of_its_list():
    made = record()
    noted = replace(made, protocol=made.protocol | {"note": "123 of the 948 tracks"})
    assert score_lists([noted])[0].notes == ("123 of the 948 tracks.",)


def test_draws_and_the_unit_of_a_run_reach_its_list():
    made = record()
    row = score_lists([replace(made, scores=made.scores | {"draws": [0.5, 0.6], "unit": "segment"})])[0]
    assert row.unit == "segment"
    assert kinds(row, "run")[0].draws == (0.5, 0.6)
