"""A text as a job: what it leaves in its folder, what its files say, and how it ends early."""

import numpy as np
import pytest
import soundfile as sf

from core.errors import AudioError, DataError
from core.generation.marks import EDITED, TRAINED, read_mark
from core.generation.musicgen.job import TextParams, make_clips, target_of
from core.generation.musicgen.keeping import let_go_here
from core.jobs import Cancelled, run_here
from core.jobs.functions import check_job_function, from_json, spell, to_json
from core.sound.encode import as_wav
from core.sound.loudness import TARGET_LUFS, loudness_lufs
from tests.core.generation.musicgen.tiny import SR

PROMPT = "calm piano"


@pytest.fixture(autouse=True)
def nothing_is_kept():
    yield
    let_go_here()


@pytest.fixture
def params(folders):
    def make(**more) -> TextParams:
        given = {"prompt": PROMPT, "model": str(folders("transformers")), "device": "cpu", "duration_s": 1.0}
        return TextParams(**given | more)

    return make


def test_the_clips_lie_in_the_jobs_folder_with_their_marks(params, tmp_path):
    asked = params(batch=2, seed=7)
    result = run_here(make_clips, asked, folder=tmp_path)
    assert result["files"] == ["clip-1.flac", "clip-2.flac"]
    assert (result["engine"], result["device"], result["precision"]) == ("transformers", "cpu", "float32")
    assert (result["was_loaded"], result["kept"], result["freed_bytes"]) == (False, True, 0)
    sounds = [sf.read(tmp_path / name) for name in result["files"]]
    assert [(y.shape, sr) for y, sr in sounds] == [((SR,), SR)] * 2
    assert not np.array_equal(sounds[0][0], sounds[1][0])
    mark = read_mark(tmp_path / "clip-2.flac")
    assert (mark.engine, mark.prompt, mark.seed, mark.licence) == ("MusicGen", PROMPT, 7, "cc-by-nc")
    assert mark.source_type == TRAINED
    assert mark.settings["clip"] == 2
    assert mark.settings["guidance"] == asked.guidance
    assert mark == read_mark(tmp_path / "clip-2.flac.json")


def test_a_clip_is_as_loud_as_all_of_this_program_and_what_goes_on_from_a_recording_as_that(params, tmp_path):
    run_here(make_clips, params(duration_s=2.0), folder=tmp_path / "made")
    mark = read_mark(tmp_path / "made" / "clip-1.flac")
    y, sr = sf.read(tmp_path / "made" / "clip-1.flac", dtype="float32")
    assert mark.loudness_lufs == pytest.approx(TARGET_LUFS, abs=0.1)
    assert loudness_lufs(y, sr=sr) == pytest.approx(TARGET_LUFS, abs=0.1)
    assert target_of(params(given="a recording.wav")) is None
    assert target_of(params()) == TARGET_LUFS


def test_a_second_attempt_takes_the_place_of_the_first(params, tmp_path):
    first = run_here(make_clips, params(), folder=tmp_path)
    before, _ = sf.read(tmp_path / "clip-1.flac")
    assert run_here(make_clips, params(), folder=tmp_path)["files"] == first["files"]
    again, _ = sf.read(tmp_path / "clip-1.flac")  # and no bytes: its mark tells how long it took
    assert np.array_equal(again, before)


def test_what_goes_on_from_a_recording_says_so_and_names_no_path(params, tmp_path, tone):
    recording = tmp_path / "my song.wav"
    recording.write_bytes(as_wav(tone(440.0, 2.0, 8_000), sr=8_000))
    run_here(make_clips, params(duration_s=2.0, given_s=1.0, given=str(recording)), folder=tmp_path)
    mark = read_mark(tmp_path / "clip-1.flac")
    assert mark.source_type == EDITED
    assert mark.settings["given"] == "my song.wav"
    assert str(tmp_path) not in mark.text


def test_a_job_that_is_cancelled_leaves_no_clip(params, tmp_path):
    def stop(share, words):
        if "of 10 tokens" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(make_clips, params(), folder=tmp_path, progress=stop)
    assert list(tmp_path.glob("clip*")) == []


def test_progress_only_grows_and_names_the_tokens(params, tmp_path):
    told = []
    run_here(make_clips, params(), folder=tmp_path, progress=lambda share, words: told.append((share, words)))
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[-1] == (1.0, "1 of 1 s written, 10 of 10 tokens")
    assert told[0][1].startswith("loading ")


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        ({"prompt": ""}, DataError, "the prompt says nothing"),
        ({"duration_s": 500.0}, DataError, r"duration_s=500\.0 must lie"),
        ({"melody": "no such file.wav"}, AudioError, "does not exist; check the path"),
    ],
)
def test_what_cannot_be_used_is_told_before_a_model_is_loaded(params, wrong, error, message):
    with pytest.raises(error, match=message):
        run_here(make_clips, params(model="no such model", **wrong))


def test_it_is_a_job_that_a_worker_can_run(params):
    check_job_function(make_clips)
    assert spell(make_clips) == "core.generation.musicgen.job:make_clips"
    asked = params(seed=3)
    assert from_json(TextParams, to_json(asked)) == asked
