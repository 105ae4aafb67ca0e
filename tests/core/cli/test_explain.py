"""`explain`: a run in, what moves its answers and how far to trust that out; a song in, what speaks for its genre."""

import json

import pytest

from core.cli import explain
from core.jobs import run_here
from core.models.loaded import LISTENER
from core.training.config import TrainConfig
from core.training.train import train
from tests.core.toys import GENRES, toy_table


@pytest.fixture
def name():
    """A run of this test's workspace."""
    config = TrainConfig(model="lda", n_inner_folds=3)
    return train(toy_table(spread=1.5), config=config, protocol="random-tracks").run_path.name


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """The job runs in this process."""
    monkeypatch.setattr(explain, "run_as_job", lambda function, params, **how: run_here(function, params))


def test_json_of_tracks_holds_the_contract(run, name):
    done = run("explain", name, "--rows", "6", "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert list(said) == ["run", "by", "output", "genres", "fold", "n_rows", "importance", "trust"]
    assert (said["run"], said["by"], said["n_rows"], said["fold"]) == (name, "family", 6, 0)
    assert said["output"]["quantity"] == "log-odds"
    assert said["output"]["gap"] <= said["output"]["tolerance"]
    assert len(said["importance"]) == 10
    assert set(said["importance"][0]["by_genre"]) == set(GENRES)
    assert list(said["trust"]) == ["deletion", "agreement", "stability"]
    assert set(said["trust"]["stability"]["ranks"]) == {row["name"] for row in said["importance"]}


def test_text_of_tracks_names_the_output_and_its_worth(run, name):
    done = run("explain", name, "--rows", "6")
    assert done.status == 0
    lines = done.out.splitlines()
    assert lines[0] == f"{name}: 6 tracks of fold 0 that its model had not heard"
    assert lines[1].startswith("  log-odds of the probability shown")
    assert "deleting what it names first" in done.out
    assert "ranks over 3 folds and 5 backgrounds: Spearman" in done.out
    assert "agreement with permutation importance: Spearman" in done.out
    assert "s on one core" in done.err


def test_single_features_without_trust(run, name):
    said = json.loads(
        run("explain", name, "--rows", "3", "--features", "single", "--no-trust", "--json", "--quiet").out
    )
    assert (said["by"], said["trust"]) == ("single", None)
    assert len(said["importance"]) == 37


def test_json_of_a_song_adds_up(run, name, song):
    done = run("explain", name, "--file", song, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert list(said)[:4] == ["run", "by", "output", "genres"]
    assert said["file"] == str(song)
    assert sum(said["proba"].values()) == pytest.approx(1)
    for genre in GENRES:
        told = said["base"][genre] + sum(row["by_genre"][genre] for row in said["values"])
        assert told == pytest.approx(said["said"][genre], abs=1e-6)


def test_text_of_a_song_says_what_speaks_for_and_against(run, name, song):
    done = run("explain", name, "--file", song, "--quiet")
    assert (done.status, done.err) == (0, "")
    genre = done.out.split(": ")[1].split(",")[0]
    assert genre in GENRES
    assert f"  for {genre}:" in done.out
    assert f"  against {genre}:" in done.out


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["nobody"], "there is no run named 'nobody'"),
        (["nobody", "--file", "x.wav"], "there is no model named 'nobody'"),
        (["gtzan-classic", "--file", "nowhere.wav"], "nowhere.wav"),
        (["gtzan-classic", "--fold", "9"], "fold=9 is none of the 3 folds"),
        (["gtzan-classic", "--rows", "0"], "'0' is not a whole number from 1"),
        (["gtzan-classic", "--features", "mood"], "invalid choice: 'mood'"),
    ],
)
def test_bad_input_gets_one_line(run, one_complaint, words, complaint):
    assert complaint in one_complaint(run("explain", *words))


@pytest.mark.parametrize("more", [(), ("--quiet",), ("--file", "no-such-song.mp3")])
def test_the_listener_that_ships_is_refused_before_a_job_or_a_song(run, monkeypatch, more):
    monkeypatch.setattr(explain, "run_as_job", lambda *_, **__: pytest.fail("a job was started"))
    done = run("explain", LISTENER, *more)
    assert done.status == 2
    assert "keeps the names of its training tracks, but not their" in done.err
    assert "train one like it on your own table on the Train page, on a listener's tags" in done.err
    assert "no-such-song" not in done.err
    assert "one core" not in done.err
