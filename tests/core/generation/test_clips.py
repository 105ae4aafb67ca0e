"""Clips: whatever a generator makes, the file of it is safe to play, marked, whole, and written over nothing."""

import io
import json
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import numpy as np
import pytest
import soundfile as sf
from scipy.signal import resample_poly

from core.errors import AudioError, DataError
from core.generation.arranger import brief_for
from core.generation.clips import CEILING_DBTP, KINDS, Clip, clip_bytes, read_clip, write_clip
from core.generation.marks import EDITED, MAX_PROMPT, RULES, Mark, marked, read_mark, sidecar_of
from core.sound.loudness import loudness_lufs, peak_dbfs
from core.workspace import PROJECT_ROOT

SR = 16_000
MARK = Mark(
    "musicgen",
    "debug",
    7,
    {"guidance": 3.0, "top_k": 250},
    prompt="A slow “blues”. Ünïcode 音楽 <b>&amp;\n\x1b[31m",
    brief=brief_for("blues", seed=7),
    took_s=12.25,
    licence="cc-by-nc",
)
RNG = np.random.default_rng(7)
T = np.arange(SR // 2) / SR
SOUNDS = {
    "a tone at full scale": np.sin(2 * np.pi * 440 * T),
    "a tone between the samples": np.sin(2 * np.pi * SR / 4 * T + np.pi / 4),
    "noise": RNG.standard_normal((2, T.size)),
    "a square wave": np.sign(np.sin(2 * np.pi * 3_000 * T + 0.1)),
    "a click": np.r_[np.zeros(999), 1.0, np.zeros(3_000)],
    "hard noise": np.clip(9 * RNG.standard_normal((2, T.size)), -1, 1),
    "beyond all scales": 1e30 * RNG.standard_normal(T.size),
    "an offset": 0.9 + 0.2 * RNG.standard_normal(T.size),
    "quiet": 1e-3 * RNG.standard_normal((1, T.size)),
    "a few samples": np.array([0.3, -1.5, 0.9, 0.2, 1.1]),
    "one channel that is silent": np.stack([RNG.standard_normal(T.size), np.zeros(T.size)]),
    "halves": RNG.standard_normal(T.size).astype(np.float16),
}


def read(content: bytes) -> np.ndarray:
    return sf.read(io.BytesIO(content), dtype="float64", always_2d=True)[0].T


class TestSound:
    @pytest.mark.parametrize("target_lufs", [None, -16.0, -3.0])
    @pytest.mark.parametrize("name", SOUNDS)
    def test_stays_under_the_ceiling_is_as_loud_as_told_and_never_louder_than_asked(self, name, target_lufs):
        content = clip_bytes(SOUNDS[name], MARK, sr=SR, target_lufs=target_lufs)
        y, told = read(content), read_mark(content).loudness_lufs
        assert peak_dbfs(y) <= CEILING_DBTP
        # By another filter than the one it was made with; the passband of both ends short of half the rate.
        assert peak_dbfs(resample_poly(y, 8, 1, axis=1)) <= CEILING_DBTP + 0.5
        assert loudness_lufs(y, sr=SR) == pytest.approx(told, abs=0.5)
        asked = loudness_lufs(np.float32(SOUNDS[name]), sr=SR) if target_lufs is None else target_lufs
        assert told <= asked + 0.5

    def test_is_brought_to_the_loudness_that_is_asked_for_where_its_peak_allows(self):
        y = SOUNDS["noise"]
        assert read_mark(clip_bytes(y, MARK, sr=SR, target_lufs=-20.0)).loudness_lufs == pytest.approx(-20, abs=0.1)
        assert read_mark(clip_bytes(0.01 * y, MARK, sr=SR, target_lufs=-20.0)).loudness_lufs == pytest.approx(
            -20, abs=0.1
        )
        assert read_mark(clip_bytes(SOUNDS["a click"], MARK, sr=SR, target_lufs=0.0)).loudness_lufs < -10

    def test_that_is_quiet_and_soft_at_its_ends_stays_as_it_is(self):
        y = 0.5 * np.hanning(SR) * np.sin(2 * np.pi * 440 * np.arange(SR) / SR)
        np.testing.assert_allclose(read(clip_bytes(y, MARK, sr=SR))[0], y, atol=2**-15)

    def test_that_begins_and_ends_in_the_middle_of_a_wave_is_faded_for_a_few_milliseconds(self):
        y = 0.5 * np.cos(2 * np.pi * 100 * np.arange(SR) / SR)
        found = read(clip_bytes(y, MARK, sr=SR))[0]
        assert abs(found[[0, -1]]).max() < 0.02
        np.testing.assert_allclose(found[80:-80], y[80:-80], atol=2**-15)

    @pytest.mark.parametrize("kind", KINDS)
    def test_keeps_its_rate_its_channels_and_its_length(self, kind):
        for sr, shape in ((32_000, (1, 1_600)), (44_100, (2, 4_410)), (8_000, (801,))):
            info = sf.info(io.BytesIO(clip_bytes(RNG.standard_normal(shape), MARK, sr=sr, kind=kind)))
            assert (info.samplerate, info.frames, info.format) == (sr, shape[-1], kind.upper())

    @pytest.mark.parametrize(
        ("y", "words"),
        [
            (np.zeros(0), "nothing to hear: the sound has no samples"),
            (np.zeros((2, 0)), "nothing to hear: the sound has no samples"),
            (np.zeros(SR), "the sound is silent; try another seed"),
            (np.full((2, SR), 0.5), "the sound is silent"),
            (np.full(SR, 1e-40), "the sound is silent"),
            (1e-5 * RNG.standard_normal(SR), "the sound is silent"),
            (np.ones(1), "the sound is silent"),
            (np.r_[SOUNDS["noise"][0], np.nan], "samples that are no numbers"),
            (np.r_[SOUNDS["noise"][0], -np.inf], "samples that are no numbers"),
            (1e300 * SOUNDS["noise"], "samples that are no numbers"),
        ],
    )
    def test_with_nothing_to_hear_is_refused(self, y, words, tmp_path):
        with pytest.raises(AudioError, match=words):
            write_clip(y, MARK, path=tmp_path / "clip.flac", sr=SR, target_lufs=-16.0)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("shape", [(), (3, 100), (1_000, 2), (1, 2, 100)])
    def test_of_another_shape_is_a_bug(self, shape):
        with pytest.raises(ValueError, match=r"must be \(n_samples,\) or \(1 or 2, n_samples\)"):
            clip_bytes(np.ones(shape), MARK, sr=SR)

    def test_without_a_licence_is_a_bug(self):
        with pytest.raises(ValueError, match="the mark of musicgen tells no licence"):
            clip_bytes(SOUNDS["noise"], replace(MARK, licence=None), sr=SR)


class TestFile:
    @pytest.mark.parametrize("kind", KINDS)
    def test_reads_back_to_equal_facts(self, kind, tmp_path):
        clip = write_clip(SOUNDS["noise"], MARK, path=tmp_path / f"clip.{kind}", sr=SR)
        assert replace(clip.mark, loudness_lufs=None) == MARK
        assert clip.sidecar == sidecar_of(clip.path) == tmp_path / f"clip.{kind}.json"
        assert read_clip(clip.path) == clip
        assert read_mark(clip.sidecar) == clip.mark

    @pytest.mark.parametrize("source_type", [EDITED, RULES])
    def test_says_where_it_comes_from_as_the_iptc_does(self, source_type, tmp_path):
        clip = write_clip(SOUNDS["noise"], replace(MARK, source_type=source_type), path=tmp_path / "a.flac", sr=SR)
        uri = f"http://cv.iptc.org/newscodes/digitalsourcetype/{source_type}"
        assert json.loads(clip.sidecar.read_bytes())["digitalSourceType"] == uri
        with sf.SoundFile(clip.path) as file:
            assert uri in file.comment

    def test_holds_the_longest_prompt_and_brief_of_any_script(self, tmp_path):
        mark = replace(MARK, prompt="🎷" * MAX_PROMPT, settings={"z": list(range(2_900))})
        clip = write_clip(SOUNDS["noise"], mark, path=tmp_path / "a.wav", sr=SR)
        assert read_clip(clip.path).mark.prompt == read_mark(clip.sidecar).prompt == mark.prompt

    def test_that_was_made_by_nobody_here_is_no_clip(self, tmp_path):
        (tmp_path / "a.flac").write_bytes(KINDS["flac"](SOUNDS["noise"] / 9, sr=SR))
        with pytest.raises(DataError, match=r"a.flac carries no mark of a clip; choose a sound that Genrescope wrote"):
            read_clip(tmp_path / "a.flac")

    @pytest.mark.parametrize("name", ["clip.mp3", "clip", "clip.flac.json"])
    def test_of_another_kind_is_not_written(self, name, tmp_path):
        with pytest.raises(DataError, match=r"must end in .flac or .wav"):
            write_clip(SOUNDS["noise"], MARK, path=tmp_path / name, sr=SR)


class TestName:
    @pytest.mark.parametrize("name", ["clip.flac", "clip.flac.json"])
    def test_that_is_taken_is_refused(self, name, tmp_path):
        (tmp_path / name).write_bytes(b"mine")
        with pytest.raises(DataError, match=f"{name} is there already, and is not written over"):
            write_clip(SOUNDS["noise"], MARK, path=tmp_path / "clip.flac", sr=SR)
        assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]

    def test_taken_while_the_sound_was_made_is_refused_too(self, tmp_path, monkeypatch):
        monkeypatch.setattr("core.generation.clips.check_free", lambda path: None)
        for name in ("clip.flac", "clip.flac.json"):
            (tmp_path / name).write_bytes(b"mine")
            with pytest.raises(DataError, match=f"{name} is there already"):
                write_clip(SOUNDS["noise"], MARK, path=tmp_path / "clip.flac", sr=SR)
            assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]
            (tmp_path / name).unlink()

    def test_is_given_to_one_of_two_writers_at_once(self, tmp_path):
        n, at_once = 8, Barrier(8)

        def write(seed: int) -> Clip | DataError:
            at_once.wait()
            try:
                return write_clip(
                    SOUNDS["a tone at full scale"], replace(MARK, seed=seed), path=tmp_path / "a.flac", sr=SR
                )
            except DataError as error:
                return error

        with ThreadPoolExecutor(n) as pool:
            found = list(pool.map(write, range(n)))
        clips = [clip for clip in found if isinstance(clip, Clip)]
        assert len(clips) == 1
        assert read_clip(tmp_path / "a.flac") == clips[0]
        assert read_mark(clips[0].sidecar) == clips[0].mark
        assert all("is there already" in str(error) for error in found if error not in clips)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["a.flac", "a.flac.json"]

    def test_of_a_folder_that_takes_nothing_is_told(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(DataError, match=r"clip.flac cannot be written: .*; choose another place"):
            write_clip(SOUNDS["noise"], MARK, path=tmp_path / "file" / "clip.flac", sr=SR)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed that were forked")
@pytest.mark.parametrize("step", range(4))
def test_a_writer_that_is_killed_leaves_nothing_half(step, tmp_path, monkeypatch):
    """At each of the times that it hands something to the disk."""
    child = os.fork()
    if not child:
        left = [step]

        def killed(path):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

        monkeypatch.setattr("core.workspace._flush", killed)
        write_clip(SOUNDS["noise"], MARK, path=tmp_path / "a.flac", sr=SR)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    seen = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert seen == [[], ["a.flac"], ["a.flac"], ["a.flac", "a.flac.json"]][step]
    for name in seen:
        assert replace(read_mark(tmp_path / name), loudness_lufs=None) == MARK
    if seen:
        assert read(read_clip(tmp_path / "a.flac").path.read_bytes()).shape == (2, T.size)


@pytest.mark.parametrize("kind", KINDS)
def test_the_mark_of_a_clip_survives_another_mark_and_a_new_name(kind, tmp_path):
    content = clip_bytes(SOUNDS["noise"], MARK, sr=SR, kind=kind)
    again = marked(content, replace(MARK, seed=8))
    assert read_mark(again).seed == 8
    (tmp_path / "song.bin").write_bytes(content)
    assert read_clip(tmp_path / "song.bin").mark.prompt == MARK.prompt


def test_generated_sound_is_written_in_one_place():
    """Who else encodes sound has not made it: a visitor's song for the browser, its two parts, a set made equal."""
    others = {"core/ui/playable.py", "core/ui/anatomy/engine.py", "core/fidelity/equal.py"}
    writes = re.compile(r"sf\.write|soundfile\.write|core\.sound\.encode|wavfile|wave\.open|mode=.w")
    found = {
        path.relative_to(PROJECT_ROOT).as_posix()
        for path in (PROJECT_ROOT / "core").rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    assert found == others | {"core/generation/clips.py", "core/sound/encode.py"}
