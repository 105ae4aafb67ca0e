"""`jazz judge --heard`: a genre model's differences are told with the caveat, with a jazz model and without."""

import json

import numpy as np
import pytest

from core.jazz.midi import to_midi
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
from core.jazz.models.ngram import NGram
from core.jazz.notes import Notes
from core.jazz.training.beside import NGRAM

LISTENER = ("--genre-model", "gtzan-classic")


@pytest.fixture(autouse=True)
def deaf(workspace, monkeypatch):
    """Nobody listens: the mean pitch tells how much jazz there is."""
    monkeypatch.setattr(
        "core.fidelity.jazz.jazz_in", lambda notes, *, is_timed, model: float(np.mean(notes.pitch)) / 127
    )


@pytest.fixture
def folders(tmp_path):
    """Clips to judge, and real ones, of five pitches that every tiny model knows."""
    for name, seeds in (("clips", range(5)), ("real", range(100, 106))):
        (tmp_path / name).mkdir()
        for seed in seeds:
            rng = np.random.default_rng(seed)
            notes = Notes.of([(0.25 * i, 0.25, int(rng.choice([60, 62, 64, 67, 69])), 80) for i in range(60)])
            (tmp_path / name / f"{seed}.mid").write_bytes(to_midi(notes))
    return tmp_path / "clips", "--against", tmp_path / "real"


@pytest.fixture
def tiny():
    model, folder = debug_model("tokens"), models_folder() / "tiny"
    save_model(folder, net=model.net, shape=model.shape, about={"title": "Tiny"})
    codes = np.random.default_rng(0).integers(0, 8, (200, 1))
    NGram(model.representation.fields).fit([codes]).save(folder / NGRAM)
    return "--model", "tiny"


def test_json_holds_what_was_heard_with_the_caveat(run, folders):
    done = run("jazz", "judge", *folders, "--heard", *LISTENER, "--json")
    assert (done.status, done.err) == (0, "")
    heard = json.loads(done.out)["heard"]
    assert list(heard) == ["model", "n_real", "n_tracks", "duration_s", "sources", "caveat"]
    assert (heard["model"], heard["n_real"], heard["n_tracks"]) == ("gtzan-classic", 6, 6)
    assert [one["source"] for one in heard["sources"]] == ["generated", "n-gram", "shuffled notes", "classical rules"]
    assert {one["n_clips"] for one in heard["sources"]} == {5, 6}
    assert "only differences from real jazz" in heard["caveat"]
    assert json.loads(run("jazz", "judge", *folders, "--json").out)["heard"] is None


def test_text_tells_differences_and_ends_with_the_caveat(run, folders):
    out = run("jazz", "judge", *folders, "--heard", *LISTENER).out
    assert "gtzan-classic hears more or less jazz than in 6 clips of 6 tracks of --against" in out
    assert out.rstrip().endswith("played by the same piano, are told.")
    assert "hears more or less jazz" not in run("jazz", "judge", *folders).out


def test_with_a_model_its_own_ngram_and_its_codes_are_heard(run, folders, tiny):
    heard = json.loads(run("jazz", "judge", *folders, *tiny, "--heard", *LISTENER, "--json").out)["heard"]
    assert heard["sources"][0]["source"] == "generated"
    assert all(one["interval"][0] <= one["interval"][1] for one in heard["sources"])


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (LISTENER, "--genre-model says who listens with --heard; add --heard, or leave it away"),
        (("--heard", "--genre-model", "absent"), "there is no model named 'absent'"),
    ],
)
def test_what_cannot_be_heard_is_refused_in_one_line(run, one_complaint, folders, words, complaint):
    assert complaint in one_complaint(run("jazz", "judge", *folders, *words))
