"""`synth`: a recipe made as a job on a real cluster; what it says, what it makes again, and what it refuses."""

import json

import pytest

from core.data.datasets import synthetic
from core.data.opened import open_dataset

TINY = ("synth", "--clips-per-genre", 1, "--seconds", 2, "--genres", "disco,funk")


def test_json_is_the_contract_and_the_same_words_make_nothing_again(run, cluster):
    done = run(*TINY, "--seed", 3, "--json", "--quiet")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == [
        *("recipe", "estimate", "dataset", "folder", "n_clips", "n_made", "n_groups", "n_bytes", "failures")
    ]
    assert list(told["estimate"]) == ["n_clips", "n_missing", "seconds", "n_bytes", "free_bytes"]
    assert (told["n_clips"], told["n_made"], told["failures"]) == (2, 2, [])
    assert (told["recipe"]["name"], told["recipe"]["engine"], told["recipe"]["seed"]) == ("gtzan-synth", "arranger", 3)
    tracks = open_dataset(told["dataset"]).tracks()
    assert [track.genre for track in tracks] == ["disco", "funk"]
    again = run(*TINY, "--seed", 3)
    assert again.status == 0
    assert "note: all 2 clips are there" in again.err
    assert f"{told['dataset']}: 2 clips in " in again.out


def test_an_estimate_makes_nothing(run, workspace):
    done = run(*TINY, "--estimate")
    assert done.status == 0
    assert done.out.startswith("2 clips to make: about 0:0")
    assert not (workspace / synthetic.HOME).exists()
    told = json.loads(run(*TINY, "--engine", "musicgen", "--estimate", "--json").out)
    assert told["estimate"]["seconds"] is None
    assert "dataset" not in told


def test_a_clip_that_cannot_be_made_is_a_line_and_status_two(run, cluster, tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text("genre,description\ndisco,At 300 BPM.\nfunk,Slow and low.\n")
    done = run(*TINY, "--descriptions", words, "--quiet", "--json")
    assert (done.status, bool(done.out)) == (2, True), done.err
    told = json.loads(done.out)
    assert told["n_clips"] == told["n_made"] == 1
    (failure,) = told["failures"]
    assert failure["reason"] == "tempo_bpm=300 must lie between 40 and 240"
    assert f"error: {failure['clip']}: {failure['reason']}" in done.err
    assert told["recipe"]["descriptions"] == "mine.csv"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--recipe", "mine"), "there is no recipe 'mine'; choose one of gtzan-synth, musicgen-mir"),
        (("--genres", "polka,blues"), "the band does not know genre='polka'"),
        (("--seconds", 1), "duration_s=1 must lie between 2 and 300"),
        (("--takes", 2), "takes=2: the band plays each prompt once"),
        (("--maker", "mine"), "no prompt maker has the name 'mine'"),
        (("--descriptions", "nothing.csv"), "nothing.csv cannot be read"),
        (("--model", "large", "--guidance", 9), "--model, --guidance says nothing to the band; leave it out, or take"),
        (("--device", "cuda", "--by", "audiocraft", "--agree"), "--by, --device, --agree says nothing to the band"),
        (("--best-of", 2), "best_of=2 needs a model that chooses; name one as judge"),
        (("--best-of", 2, "--judge", "mine", "--seconds", 3), "judge='mine': there is no such model"),
    ],
)
def test_what_cannot_be_is_one_line_before_any_work(run, one_complaint, workspace, words, complaint):
    assert complaint in one_complaint(run(*TINY, *words))
    assert not (workspace / synthetic.HOME).exists()
