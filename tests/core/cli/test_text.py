"""`text`: a sentence in, a clip of a tiny random MusicGen on the disk out; what it says, and what it refuses."""

import json

import pytest
import soundfile

from core.generation.clips import read_clip
from core.generation.musicgen import hub
from core.generation.musicgen.job import TextParams, submit_clips
from tests.core.generation.musicgen.tiny import SR, need_engine, save_for_transformers

PROMPT = "calm piano with soft strings"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_for_transformers(tmp_path_factory.mktemp("models") / "my-musicgen", "worded")


@pytest.fixture
def asked(model, tmp_path):
    words = ("--engine", "musicgen", "--model", model, "--out", tmp_path / "clip.flac", "--seconds", 1)
    return ("text", PROMPT, *words, "--quiet")  # on a busy machine a bar would be drawn


def test_json_is_the_contract(run, asked, tmp_path):
    done = run(*asked, "--seed", 7, "--json")
    assert (done.status, done.err) == (0, "")
    told = json.loads(done.out)
    assert list(told) == [
        *("files", "sidecars", "prompt", "seed", "duration_s", "loudness_lufs", "licence", "model", "engine", "device"),
        *("precision", "sr", "took_s", "freed_bytes", "notes"),
    ]
    assert told["files"] == [str(tmp_path / "clip.flac")]
    assert (told["model"], told["engine"], told["licence"]) == ("my-musicgen", "transformers", "cc-by-nc")
    assert soundfile.info(tmp_path / "clip.flac").frames == SR
    clip = read_clip(tmp_path / "clip.flac")
    assert (clip.mark.prompt, clip.mark.seed) == (PROMPT, 7)
    assert str(clip.sidecar) == told["sidecars"][0]


def test_a_batch_is_numbered_files_and_the_text_names_them(run, asked, tmp_path):
    done = run(*asked, "--batch", 2, "--by", "transformers")
    assert done.status == 0
    assert sorted(path.name for path in tmp_path.glob("*.flac")) == ["clip-1.flac", "clip-2.flac"]
    assert "clip-2.flac  0:01" in done.out
    assert "transformers on " in done.out


def test_the_same_words_give_the_same_sound(run, asked, model, tmp_path):
    run(*asked)
    run("text", PROMPT, "--model", model, "--out", tmp_path / "again.flac", "--seconds", 1)
    first, again = (soundfile.read(tmp_path / name)[0] for name in ("clip.flac", "again.flac"))
    assert (first == again).all()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--seconds", 500), "duration_s=500.0 must lie between 1 and 120"),
        (("--by", "jukebox"), "engine='jukebox' is none of transformers, audiocraft"),
        (("--out", "clip.mp3"), "--out clip.mp3 must end in .wav or .flac"),
        (("--device", "tpu"), "device='tpu' is not on this machine"),
        (("--model", "tiny"), "model='tiny' is neither one of small, medium, large, melody nor a folder"),
        (("--melody", "nothing.wav"), "does not exist"),
        (("--batch", 10**12), "is too many; ask for at most 16 clips at once"),
        (("--out", f"{240 * 'x'}.flac"), "cannot be written: File name too long; choose a shorter name"),
    ],
)
def test_what_cannot_be_is_one_line(run, asked, one_complaint, words, complaint):
    assert complaint in one_complaint(run(*asked, *words))


def test_an_empty_prompt_is_one_line(run, model, tmp_path, one_complaint):
    done = run("text", " ", "--model", model, "--out", tmp_path / "clip.wav")
    assert "the prompt says nothing" in one_complaint(done)


def test_what_is_there_is_not_written_over(run, asked, tmp_path, one_complaint):
    (tmp_path / "clip.flac").write_bytes(b"mine")
    assert "is there already, and is not written over" in one_complaint(run(*asked))
    assert (tmp_path / "clip.flac").read_bytes() == b"mine"


def test_weights_that_are_not_here_are_told_and_not_fetched_without_network(run, tmp_path, monkeypatch, one_complaint):
    need_engine("transformers")
    monkeypatch.setenv(hub.ENDPOINT, "http://127.0.0.1:9")
    done = run("text", PROMPT, "--model", "small", "--out", tmp_path / "clip.wav", "--agree")
    said = one_complaint(done)
    assert "facebook/musicgen-small could not be had" in said
    assert "the built-in band needs no weights" in said


def test_unload_frees_what_the_workers_keep_and_tells_it(run, model, cluster, over):
    params = TextParams(prompt=PROMPT, model=str(model), device="cpu", duration_s=1.0)
    over(submit_clips(params, owner="me", title="a clip"))
    told = json.loads(run("text", "--unload", "--json").out)
    assert [(kept["name"], kept["device"]) for kept in told["models"]] == [("my-musicgen", "cpu")]
    assert told["freed_bytes"] >= told["models"][0]["n_bytes"] > 10_000
    assert run("text", "--unload").out == "no model is kept\n0.0 MB freed\n"


def test_without_a_prompt_or_a_file_it_says_what_is_needed(run, one_complaint):
    assert "a PROMPT and --out FILE are needed" in one_complaint(run("text", PROMPT))


def test_the_band_plays_what_it_reads_and_says_what_it_does_not(run, tmp_path):
    words = ("text", "a rainy, sad blues in E minor", "--engine", "arranger", "--seconds", 2)
    facts = json.loads(run(*words, "--out", tmp_path / "blues.flac", "--json").out)
    assert (facts["files"], facts["unread"]) == ([str(tmp_path / "blues.flac")], ["rainy"])
    assert facts["read"] == {"genre": "blues", "genres": ["blues"], "instruments": [], "key": "E minor", "mood": "sad"}
    mark = read_clip(tmp_path / "blues.flac").mark
    assert (mark.prompt, mark.brief.key, mark.licence) == ("a rainy, sad blues in E minor", "E minor", "made-here")
    done = run(*words, "--out", tmp_path / "two.wav", "--batch", 2)
    assert done.out.splitlines()[2:4] == ["  it reads  blues, E minor, sad", "  not       “rainy”"]
    assert sorted(path.name for path in tmp_path.glob("*.wav")) == ["two-1.wav", "two-2.wav"]


def test_the_band_refuses_a_sentence_without_a_genre_and_recordings(run, tmp_path, one_complaint):
    words = ("text", "calm piano", "--engine", "arranger", "--out", tmp_path / "x.flac")
    assert "names no genre that the band plays; add one of blues" in one_complaint(run(*words))
    assert "the band follows no recording" in one_complaint(run(*words, "--melody", tmp_path / "hum.wav"))


def test_the_band_refuses_by_name_what_says_nothing_to_it(run, tmp_path, one_complaint):
    words = ("text", "a slow blues", "--engine", "arranger", "--out", tmp_path / "x.flac")
    said = one_complaint(run(*words, "--model", "large", "--agree", "--guidance", 7, "--top-p", 0, "--given", 3))
    assert "--model, --agree, --guidance, --top-p, --given says nothing to the band; leave it out, or take" in said
    assert not (tmp_path / "x.flac").exists()
