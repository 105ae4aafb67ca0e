"""What every engine of MusicGen must do, with a tiny random model of each, stored and loaded as published ones are."""

import gc
import os
import shutil
import socket

import numpy as np
import pytest
import torch

from core.errors import DataError, ModelError
from core.generation.musicgen import ENGINES, MusicgenParams, load_musicgen
from core.sound.decode import Signal
from tests.core.generation.musicgen.tiny import FRAME_RATE, SR

SHORT = MusicgenParams(duration_s=1.0)
PROMPT = "calm piano with soft strings"


class Stop(Exception):
    pass


@pytest.fixture
def recording(tone):
    """``recording(seconds)``: a tone at another rate than the models'."""
    return lambda duration_s=3.0, freq_hz=440.0: Signal(tone(freq_hz, duration_s, 8_000), 8_000)


def test_every_engine_has_a_tiny_model(engine):
    assert ENGINES[engine].missing() == ""


@pytest.mark.parametrize("duration_s", [1.0, 1.05, 2.37])
def test_sound_is_as_long_as_asked_to_the_sample(engine, loaded, duration_s):
    made = loaded(engine).make(PROMPT, MusicgenParams(duration_s=duration_s))
    assert made.y.shape == (1, 1, round(duration_s * SR))
    assert made.y.dtype == np.float32
    assert made.sr == SR
    assert np.isfinite(made.y).all()
    assert made.y.std() > 0


def test_a_batch_is_as_many_different_clips(engine, loaded):
    y = loaded(engine).make(PROMPT, MusicgenParams(duration_s=1.0, batch=3)).y
    assert y.shape == (3, 1, SR)
    assert len({clip.tobytes() for clip in y}) == 3


def test_the_seed_decides_and_the_random_state_of_others_does_not(engine, loaded):
    model = loaded(engine)
    torch.manual_seed(1)
    first = model.make(PROMPT, MusicgenParams(duration_s=1.0, seed=7)).y
    torch.manual_seed(2)
    before = torch.random.get_rng_state()
    again = model.make(PROMPT, MusicgenParams(duration_s=1.0, seed=7)).y
    np.testing.assert_array_equal(first, again)
    assert torch.equal(before, torch.random.get_rng_state())
    assert not np.array_equal(first, model.make(PROMPT, MusicgenParams(duration_s=1.0, seed=8)).y)


def test_a_model_loaded_anew_sounds_the_same(engine, loaded, folders):
    anew = load_musicgen(folders(engine), device="cpu")
    np.testing.assert_array_equal(anew.make(PROMPT, SHORT).y, loaded(engine).make(PROMPT, SHORT).y)


def test_other_words_and_other_guidance_change_the_sound(engine, loaded):
    model = loaded(engine)
    heard = {
        model.make(prompt, MusicgenParams(duration_s=1.0, guidance=guidance)).y.tobytes()
        for prompt in (PROMPT, "fast drums")
        for guidance in (2.0, 8.0)
    }
    assert len(heard) == 4
    assert model.make(PROMPT, MusicgenParams(duration_s=1.0, guidance=1.0)).y.shape == (1, 1, SR)


def test_the_likeliest_token_alone_needs_no_seed(engine, loaded):
    model = loaded(engine)
    by_k = [model.make(PROMPT, MusicgenParams(duration_s=1.0, top_k=1, seed=seed)).y for seed in (1, 2)]
    np.testing.assert_array_equal(*by_k)
    by_p = model.make(PROMPT, MusicgenParams(duration_s=1.0, top_p=1e-6, seed=3)).y
    np.testing.assert_array_equal(by_k[0], by_p)
    cold = model.make(PROMPT, MusicgenParams(duration_s=1.0, top_k=0, temperature=0.01, guidance=20.0, seed=4)).y
    assert cold.shape == by_p.shape


def test_progress_is_told_by_token_and_only_grows(engine, loaded):
    told = []
    loaded(engine).make(
        PROMPT, MusicgenParams(duration_s=2.0), progress=lambda share, words: told.append((share, words))
    )
    shares = [share for share, _ in told]
    assert len(told) >= 2 * FRAME_RATE
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert told[-1][1] == f"2 of 2 s written, {2 * FRAME_RATE} of {2 * FRAME_RATE} tokens"


def test_beyond_thirty_seconds_windows_follow_each_other_and_progress_knows_them_all(engine, loaded):
    told = []
    made = loaded(engine).make(
        PROMPT, MusicgenParams(duration_s=33.0), progress=lambda share, words: told.append(share)
    )
    assert made.y.shape == (1, 1, 33 * SR)
    assert told == sorted(told)
    assert 0 < told[0] < 0.02
    assert told[-1] == 1.0
    first = loaded(engine).make(PROMPT, MusicgenParams(duration_s=30.0)).y
    # The codec looks a little ahead: near its end, the first window sounds otherwise when something follows.
    np.testing.assert_allclose(made.y[..., : 28 * SR], first[..., : 28 * SR], atol=1e-3)


def test_what_progress_raises_ends_the_work_between_two_tokens(engine, loaded):
    model, told = loaded(engine), []

    def stop(share, words):
        told.append(share)
        if len(told) == 5:
            raise Stop

    before = model.make(PROMPT, SHORT).y
    with pytest.raises(Stop):
        model.make(PROMPT, MusicgenParams(duration_s=20.0), progress=stop)
    assert len(told) == 5
    np.testing.assert_array_equal(model.make(PROMPT, SHORT).y, before)


def test_a_wish_to_end_is_heeded_after_the_last_token_too(engine, loaded):
    told = []

    def stop(share, words):
        told.append(share)
        if told.count(1.0) == 2:
            raise Stop

    with pytest.raises(Stop):
        loaded(engine).make(PROMPT, SHORT, progress=stop)


def test_a_recording_is_gone_on_from(engine, loaded, recording):
    params = MusicgenParams(duration_s=3.0, given_s=1.0, batch=2)
    model = loaded(engine)
    low, high = (model.make(PROMPT, params, given=recording(3.0, freq_hz)).y for freq_hz in (110.0, 1000.0))
    assert low.shape == (2, 1, 3 * SR)
    n_given = SR // 2  # what the codec makes of the given second; towards its end it hears what follows
    np.testing.assert_allclose(low[0, :, :n_given], low[1, :, :n_given], atol=1e-3)
    assert not np.allclose(low[0], low[1], atol=1e-3)
    assert not np.allclose(low[0, :, :n_given], high[0, :, :n_given], atol=1e-3)


def test_a_melody_changes_what_a_melody_model_plays_beyond_one_window_too(engine, loaded, recording):
    model = loaded(engine, "melody")
    assert model.takes_melody
    params = MusicgenParams(duration_s=1.0)
    heard = [model.make(PROMPT, params, melody=melody).y for melody in (None, recording(2, 220.0), recording(2, 330.0))]
    assert len({y.tobytes() for y in heard}) == 3
    long = MusicgenParams(duration_s=31.0, guidance=1.0)
    assert model.make(PROMPT, long, melody=recording(2.0)).y.shape == (1, 1, 31 * SR)


def test_a_model_of_words_alone_refuses_a_melody(engine, loaded, recording):
    with pytest.raises(ModelError, match="reads words only and cannot follow a melody; choose a melody model"):
        loaded(engine).make(PROMPT, SHORT, melody=recording())


@pytest.mark.parametrize("prompt", ["", "   \n", "…!?", "\x00\u202e"])
def test_a_prompt_that_says_nothing_is_refused(engine, loaded, prompt):
    with pytest.raises(DataError, match="the prompt says nothing; describe the music"):
        loaded(engine).make(prompt, SHORT)


def test_a_prompt_of_10_000_characters_is_refused_and_the_longest_is_read(engine, loaded):
    with pytest.raises(DataError, match="has 10,000 characters, but at most 1,000 are read"):
        loaded(engine).make("x" * 10_000, SHORT)
    assert loaded(engine).make("loud " * 200, SHORT).y.shape == (1, 1, SR)


@pytest.mark.parametrize(
    ("prompt", "note"),
    [
        ("спокойное пианино", "the prompt is not in Latin letters"),
        ("ピアノ", "the prompt is not in Latin letters"),
        ("piano و عود", "part of the prompt is not in Latin letters"),
        ("café, naïve \ud800 piano", ""),
    ],
)
def test_other_scripts_are_read_with_a_note(engine, loaded, prompt, note):
    made = loaded(engine).make(prompt, SHORT)
    assert made.y.shape == (1, 1, SR)
    assert [words[: len(note)] for words in made.notes] == [note] * bool(note)


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("CUDA out of memory. Tried"), MemoryError()])
def test_a_lack_of_memory_says_what_to_do_and_leaves_the_model_usable(engine, loaded, error):
    model = loaded(engine)

    def fail(share, words):
        raise error

    asked = MusicgenParams(duration_s=10.0, batch=2)
    with pytest.raises(ModelError, match="not enough memory for 2 clips of 10 s on cpu; ask for fewer clips"):
        model.make(PROMPT, asked, progress=fail)
    assert model.make(PROMPT, SHORT).y.shape == (1, 1, SR)


def test_another_error_is_not_taken_for_a_lack_of_memory(engine, loaded):
    def fail(share, words):
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        loaded(engine).make(PROMPT, SHORT, progress=fail)


@pytest.mark.parametrize(
    ("duration_s", "message"), [(0.2, "lasts 0.20 s, but at least 0.5 s"), (3.0, "leaves nothing")]
)
def test_a_recording_that_cannot_be_gone_on_from_is_refused(engine, loaded, recording, duration_s, message):
    params = MusicgenParams(duration_s=2.0, given_s=2.0 if duration_s == 3.0 else 1.0)
    with pytest.raises(DataError, match=message):
        loaded(engine).make(PROMPT, params, given=recording(duration_s))


def test_unloading_frees_every_tensor_and_tells_their_bytes(engine, folders):
    model = load_musicgen(folders(engine), device="cpu")
    model.make(PROMPT, SHORT)
    gc.collect()
    n_bytes = sum(t.nbytes for net in model._player.networks() for t in net.parameters())
    assert n_bytes > 10_000
    assert model.unload() >= n_bytes
    assert model.unload() == 0
    with pytest.raises(ModelError, match="is not in memory any more; load it again"):
        model.make(PROMPT, SHORT)


def test_loading_and_making_ask_no_network(engine, folders, monkeypatch):
    def refuse(*args):
        raise AssertionError("it asks the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert load_musicgen(folders(engine), device="cpu").make(PROMPT, SHORT).y.shape == (1, 1, SR)


def test_a_checkpoint_that_is_cut_is_refused(engine, folders, tmp_path):
    folder = shutil.copytree(folders(engine), tmp_path / "cut")
    weights = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    os.truncate(weights, weights.stat().st_size // 2)
    with pytest.raises(ModelError, match="cannot be read"):
        load_musicgen(folder, device="cpu")


def test_a_checkpoint_without_its_weights_is_refused(engine, folders, tmp_path):
    folder = shutil.copytree(folders(engine), tmp_path / "without")
    for weights in (*folder.glob("*.bin"), *folder.glob("*.safetensors")):
        weights.unlink()
    with pytest.raises(ModelError, match=r"holds no weights|is no MusicGen"):
        load_musicgen(folder, device="cpu")


def test_a_folder_of_another_engine_a_device_or_a_name_that_is_none_is_refused(engine, folders):
    with pytest.raises(ModelError, match=r"device='tpu' is not on this machine, which has .*cpu"):
        load_musicgen(folders(engine), device="tpu")
    with pytest.raises(ModelError, match="engine='jukebox' is none of transformers"):
        load_musicgen(folders(engine), engine="jukebox")
    with pytest.raises(ModelError, match="model='tiny' is neither one of small, medium, large, melody nor a folder"):
        load_musicgen("tiny", engine=engine)
    with pytest.raises(ModelError, match="is no MusicGen"):
        load_musicgen(folders(engine).parent, engine=engine)
