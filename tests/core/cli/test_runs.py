"""`runs` and `compare`: one list per protocol and data, and no comparison of what cannot be compared."""

import json
import shutil

import pytest

from core.runs import runs_folder, save_run
from core.workspace import asset
from tests.core.made_runs import made_run, said


@pytest.fixture
def kept():
    """``kept("name", ...)``: a made run in the workspace."""

    def keep(name, *frame, **more):
        run = made_run(name, *frame, **more)
        save_run(run, runs_folder() / name)
        return run

    return keep


@pytest.fixture
def two(kept):
    return kept("better", said(strength=4.0, seed=1)), kept("worse", said(strength=0.5, seed=2))


def test_runs_are_listed_by_protocol_and_data_with_baseline_and_published_figures(run, two, kept):
    kept("leak", protocol="random-tracks")
    done = run("runs")
    assert (done.status, done.err) == (0, "")
    parts = done.out.strip().split("\n\n")
    assert [part.split()[0] for part in parts] == [*["artist-folds"] * 3, "random-tracks"]
    (built_in,) = (part for part in parts if "gtzan-classic" in part)
    (mine,) = (part for part in parts if "better" in part)
    leaky = parts[-1]
    # Another table of the same folds: never in one list with the classic model.
    assert "gtzan-listener" not in built_in + mine
    assert "Kroher et al. 2024" in built_in
    assert "best validation value, no separate test set" in built_in
    assert "Ceiling 0.945" in built_in
    assert "Always the most frequent genre" in mine
    assert "Kroher" not in mine
    assert "[LEAKY]" in leaky
    assert "[LEAKY]" not in built_in + mine


def test_runs_as_json_is_one_object_with_every_row(run, two):
    said_json = json.loads(run("runs", "--json").out)
    mine = next(one for one in said_json["lists"] if one["data_name"] == "toy")
    rows = {row["name"]: row for row in mine["rows"]}
    assert set(rows) == {"better", "worse", ""}
    for made in two:
        assert rows[made.record.name]["accuracy"] == made.record.scores["accuracy"]
    assert rows["better"]["train_s"] is None
    assert {"macro_f1", "log_loss", "ece", "ece_band", "best_epoch", "settings", "made"} <= set(rows["better"])
    assert said_json["broken"] == []


def test_what_a_run_says_of_its_making_is_printed(run, kept):
    kept("deep", extra={"train_s": 12.34, "size_bytes": 3_200_000, "epochs": {"best": 7, "n": 50}})
    line = next(line for line in run("runs").out.splitlines() if line.endswith("deep"))
    for words in ("12.3 s", "3.20 MB", "7 of 50"):
        assert words in line


def test_the_owner_of_an_upload_is_never_printed(run, kept):
    kept("private", extra={"owner": "0123456789abcdef0123456789abcdef"})
    assert "0123456789abcdef" not in run("runs", "--json").out + run("runs").out


def test_lists_can_be_chosen_by_protocol_and_dataset(run, kept):
    kept("mine"), kept("leak", protocol="random-tracks")
    only = json.loads(run("runs", "--json", "--protocol", "random-tracks").out)["lists"]
    assert [one["protocol"] for one in only] == ["random-tracks"]
    only = json.loads(run("runs", "--json", "--dataset", "gtzan").out)["lists"]
    assert {one["data_name"] for one in only} == {"gtzan"}
    assert json.loads(run("runs", "--json", "--dataset", "gtzan", "--protocol", "random-tracks").out)["lists"] == []


@pytest.mark.parametrize("option", ["--protocol", "--dataset"])
def test_a_list_that_is_not_there_is_one_line(run, one_complaint, option):
    assert f"no run was scored with {option} 'gtsan'" in one_complaint(run("runs", option, "gtsan"))


def test_a_broken_run_is_told_and_hides_no_other(run, kept):
    kept("good")
    kept("bad")
    (runs_folder() / "bad" / "run.json").write_text("{")
    done = run("runs", "--json")
    assert done.status == 0
    assert "the run 'bad' is broken" in done.err
    said_json = json.loads(done.out)
    assert "the run 'bad' is broken" in said_json["broken"][0]
    assert any(row["name"] == "good" for one in said_json["lists"] for row in one["rows"])


def test_a_run_that_was_copied_from_another_machine_is_listed_and_compared(run, two):
    shutil.copytree(runs_folder() / "worse", runs_folder() / "from elsewhere")
    assert "from elsewhere" in run("runs").out
    done = run("compare", "worse", "from elsewhere")
    assert "Both are right equally often" in done.out


def test_a_forgotten_run_is_gone(run, two, one_complaint):
    assert run("runs", "--forget", "worse").out == "Forgot worse.\n"
    assert not (runs_folder() / "worse").exists()
    assert "worse" not in run("runs").out
    assert "there is no run named 'worse'" in one_complaint(run("runs", "--forget", "worse"))
    assert json.loads(run("runs", "--forget", "better", "--json").out) == {"forgot": "better"}


@pytest.mark.parametrize("name", ["../runs/better", "", ".", "/etc"])
def test_only_the_name_of_a_run_can_be_forgotten(run, two, one_complaint, name):
    one_complaint(run("runs", "--forget", name))
    assert (runs_folder() / "better").exists()


def test_the_built_in_run_stays(run, one_complaint):
    assert "gtzan-classic is built in and stays" in one_complaint(run("runs", "--forget", "gtzan-classic"))
    assert asset("models", "gtzan-classic", "run.json").is_file()


def test_compare_prints_the_difference_its_interval_and_the_test(run, two):
    done = run("compare", "better", "worse")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("toy, artist-folds (no artist on both sides), 60 tracks")
    for words in ("better is right for", "signs flipped over 20 artists", "95 % interval", "log loss", "first says"):
        assert words in done.out


def test_compare_as_json_holds_what_both_say_of_every_track_where_they_differ(run, two):
    found = json.loads(run("compare", "better", "worse", "--json").out)
    assert (found["first"], found["second"], found["protocol"], found["dataset"]) == (
        *("better", "worse"),
        *("artist-folds", "toy"),
    )
    accuracy = found["accuracy"]
    assert accuracy["difference"] == pytest.approx(accuracy["first"] - accuracy["second"])
    assert accuracy["interval"][0] < accuracy["difference"] < accuracy["interval"][1]
    assert (accuracy["test"], accuracy["over"], accuracy["n_groups"]) == ("sign-flip", "artists", 20)
    assert len(found["differ"]) == found["counts"]["first"] + found["counts"]["second"]
    assert {"track_id", "genre", "first_guess", "second_guess", "first_p_truth"} <= set(found["differ"][0])


def test_compare_says_when_artists_are_unknown(run, kept):
    for n, name in enumerate("ab"):
        kept(name, said(seed=n), artists_known=False)
    assert "McNemar's test over 60 tracks, because the artists are unknown" in run("compare", "a", "b").out


def test_runs_that_cannot_be_compared_are_one_line(run, two, kept, one_complaint):
    kept("leak", protocol="random-tracks")
    assert "one was scored by artist-folds, the other by random-tracks" in one_complaint(
        run("compare", "better", "leak")
    )
    assert "scored on different data" in one_complaint(run("compare", "better", "gtzan-classic"))
    assert "there is no run named 'beter'; did you mean better?" in one_complaint(run("compare", "beter", "worse"))
    assert "`python -m core runs` lists what there is" in one_complaint(run("compare", "zzz", "worse"))


def test_the_help_of_both_has_examples_and_units(run):
    for command in ("runs", "compare"):
        done = run(command, "--help")
        assert done.status == 0
        assert "examples:\n  python -m core" in done.out
        assert "--json" in done.out
