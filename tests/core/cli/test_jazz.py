"""`jazz`: the same words give the same files, what cannot be is refused in a line, and models are measured."""

import json

import numpy as np
import pytest
import soundfile

from core.generation.marks import read_mark
from core.jazz.midi import read_midi, to_midi
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
from core.jazz.notes import Notes


def tune(seed: int, n: int = 60) -> Notes:
    """Notes that a random walk plays."""
    rng = np.random.default_rng(seed)
    pitches = np.clip(60 + rng.integers(-4, 5, n).cumsum(), 40, 90)
    return Notes.of([(0.2 * i, 0.2, int(pitch), 80) for i, pitch in enumerate(pitches)])


@pytest.fixture(autouse=True)
def tiny(tmp_path, monkeypatch):
    """A workspace of its own with an untrained model of each kind."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("core.jazz.models.loaded.BUILT_IN", ())
    for kind in ("performance", "tokens"):
        model = debug_model(kind)
        save_model(models_folder() / f"tiny-{kind}", net=model.net, shape=model.shape, about={"title": kind})


@pytest.fixture
def folder(tmp_path):
    """``folder(name, seeds)``: a folder of tunes as MIDI files."""

    def make(name, seeds):
        (tmp_path / name).mkdir()
        for seed in seeds:
            (tmp_path / name / f"{seed}.mid").write_bytes(to_midi(tune(seed)))
        return tmp_path / name

    return make


def test_json_is_the_contract_and_the_same_words_give_the_same_files(run, tmp_path):
    words = ("jazz", "sample", "--model", "tiny-performance", "--seed", 7, "--notes", 20, "--temperature", 0.9)
    midi, wav = tmp_path / "a.mid", tmp_path / "a.wav"
    done = run(*words, "--midi", midi, "--wav", wav, "--json")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == [
        *("model", "seed", "n_notes", "n_given", "duration_s", "attributes", "settings", "wishes", "playing", "files"),
    ]
    assert (told["seed"], told["n_notes"], told["files"]) == (7, 20, [str(midi), str(wav), f"{wav}.json"])
    assert len(read_midi(midi)) == 20
    assert soundfile.info(wav).samplerate == 44_100
    assert (read_mark(midi).model, read_mark(wav).seed) == ("tiny-performance", 7)
    assert read_mark(tmp_path / "a.wav.json") == read_mark(wav)
    assert read_mark(wav).took_s > 0
    run(*words, "--midi", tmp_path / "b.mid")
    assert (tmp_path / "b.mid").read_bytes() == midi.read_bytes()


def test_a_phrase_is_gone_on_from_and_text_says_what_was_played(run, tmp_path):
    (tmp_path / "phrase.mid").write_bytes(to_midi(tune(1, n=10)))
    words = ("jazz", "sample", "--model", "tiny-performance", "--notes", 5, "--prime", tmp_path / "phrase.mid")
    assert json.loads(run(*words, "--json").out)["n_given"] == 10
    done = run(*words, "--settings", tmp_path / "settings.json")
    assert "tiny-performance, seed 0: 15 notes" in done.out
    assert read_mark(tmp_path / "settings.json").source_type == "compositeWithTrainedAlgorithmicMedia"


def test_what_is_there_is_not_written_over(run, one_complaint, tmp_path):
    for option, name in (("--wav", "a.wav"), ("--midi", "a.mid"), ("--settings", "a.json"), ("--score", "a.musicxml")):
        (tmp_path / name).write_bytes(b"mine")
        done = run("jazz", "sample", "--model", "tiny-performance", "--notes", 5, option, tmp_path / name)
        assert f"{name} is there already, and is not written over" in one_complaint(done)
        assert (tmp_path / name).read_bytes() == b"mine"


def test_wishes_reach_the_model(run):
    told = json.loads(run("jazz", "sample", "--model", "tiny-performance", "--density", 6, "--manner", 1, "--json").out)
    assert told["wishes"] == {"manner": 1, "density": 6.0}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--model", "absent"), "there is no jazz model 'absent'; there are:"),
        (("--temperature", "9"), "temperature=9 must lie"),
        (("--top-p", "0"), "top_p=0 must lie above 0"),
        (("--notes", "0"), "'0' is not a whole number from 1"),
        (("--instrument", "kazoo"), "instrument='kazoo' is unknown"),
        (("--model", "tiny-tokens", "--density", "5"), "tiny-tokens has no slider for density"),
        (("--manner", "99"), "manner=99 is unknown"),
        (("--model", "tiny-tokens", "--manner", "0"), "tiny-tokens was taught no manners; leave it out"),
        (
            ("--register", "inf"),
            "register=inf lies outside what the model can be asked for; choose a number from 4",
        ),
        (("--register", "nan"), "register=nan lies outside"),
        (("--density", "1e308"), "density=1e+308 lies outside"),
        (("--seconds", "inf"), "duration_s=inf must lie"),
        (("--temperature", "nan"), "temperature=nan must lie"),
        (("--top-p", "nan"), "top_p=nan must lie"),
        (("--tempo", "nan"), "tempo_bpm=nan must be a number from"),
        (("--swing", "inf"), "swing=inf must be a number from"),
        (("--prime", "absent.mid"), "the file cannot be read"),
        (("--midi", "x.txt"), "--midi x.txt must end in .mid or .midi"),
        (("--wav", "absent/x.wav"), "which is no folder"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_line(run, one_complaint, words, complaint):
    model = () if "--model" in words else ("--model", "tiny-performance")
    assert complaint in one_complaint(run("jazz", "sample", *model, *words))


def test_without_any_model_the_command_says_how_to_get_one(run, one_complaint, monkeypatch, tmp_path):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "empty"))
    assert "train one with `python -m core jazz train`" in one_complaint(run("jazz", "sample"))


def test_a_model_is_measured_on_music_brought_as_midi(run, folder):
    where = folder("held_out", range(6))
    (where / "words.mid").write_bytes(b"words")
    told = json.loads(run("jazz", "evaluate", "--model", "tiny-performance", "--midi", where, "--json").out)
    assert (told["model"], told["n_pieces"], told["ngram"]) == ("tiny-performance", 6, None)
    assert [file["name"] for file in told["left_out"]] == ["words.mid"]
    assert told["bound"] == pytest.approx(4 * told["per_token"])
    assert {"kl_per_sequence", "n_active", "z_is_worth", "mmd", "interval"} <= set(told)
    done = run("jazz", "evaluate", "--model", "tiny-performance", "--midi", where)
    assert "-ELBO per step" in done.out
    assert "active units" in done.out


def test_clips_are_judged_against_other_pieces(run, one_complaint, folder):
    clips, real = folder("clips", range(5)), folder("real", range(100, 106))
    (clips / "short.mid").write_bytes(to_midi(tune(1, n=5)))
    told = json.loads(run("jazz", "judge", clips, "--against", real, "--json").out)
    assert (told["model"], told["n_clips"], told["n_real"], told["n_tracks"]) == (None, 5, 6, 6)
    assert len(told["rows"]) == 7
    assert all(row["batch"]["value"] < 1.5 for row in told["rows"] if row["name"] == "pitch_classes")
    assert told["n_warned"] is None
    assert told["left_out"] == [{"name": "short.mid", "why": "too few notes to be described"}]
    done = run("jazz", "judge", clips, "--against", real)
    assert "left out: short.mid" in done.out
    assert "a second judge" in done.out
    assert "are of 2 tracks" in one_complaint(run("jazz", "judge", clips, "--against", folder("few", range(2))))


def test_what_shall_be_trained_is_looked_at_before_a_job_starts(run, one_complaint, folder):
    assert "recipe='polka' is unknown" in one_complaint(run("jazz", "train", "--recipe", "polka"))
    bad_name = run("jazz", "train", "--midi", folder("music", range(2)), "--name", "No Name")
    assert "must be small letters, digits and hyphens" in one_complaint(bad_name)
    taken = run("jazz", "train", "--midi", folder("more", range(3)), "--name", "tiny-tokens")
    assert "a jazz model named tiny-tokens is here already" in one_complaint(taken)
    assert "jazz-performance-lstm" in run("jazz", "train", "--list").out
