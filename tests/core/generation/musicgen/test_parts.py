"""The small parts of MusicGen by their laws: parameters, windows, the draw, chroma, a device held."""

import math
import threading

import numpy as np
import pytest
import torch

from core.errors import DataError
from core.generation.musicgen.chroma import ChromaParams, melody_chroma
from core.generation.musicgen.devices import alone_on, choose_device
from core.generation.musicgen.drawing import draw, guided
from core.generation.musicgen.params import MusicgenParams
from core.generation.musicgen.windows import plan_windows
from tests.core.generation.musicgen.tiny import need_engine


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"duration_s": 0.5}, r"duration_s=0\.5 must lie between 1 and 120"),
        ({"duration_s": 121.0}, r"duration_s=121\.0 must lie"),
        ({"duration_s": math.nan}, "duration_s=nan must lie"),
        ({"guidance": 0.0}, r"guidance=0\.0 must lie between 1 and 20"),
        ({"temperature": 0.0}, "temperature"),
        ({"top_k": 1.5}, r"top_k=1\.5 must be a whole number"),
        ({"top_p": 2.0}, "top_p"),
        ({"seed": -1}, "seed=-1 must lie"),
        ({"batch": 17}, "batch=17 must lie between 1 and 16"),
        ({"batch": True}, "batch=True"),
    ],
)
def test_a_number_beyond_its_range_is_refused(wrong, message):
    with pytest.raises(DataError, match=message):
        MusicgenParams(**wrong).check()


@pytest.mark.parametrize("n_frames", [1, 50, 1500, 1501, 2400, 2401, 6000])
@pytest.mark.parametrize("n_given", [0, 7, 1000])
def test_windows_write_every_frame_once_and_none_is_too_long(n_frames, n_given):
    if n_given >= n_frames:
        return
    windows = plan_windows(n_frames, n_given=n_given, frame_rate=50.0)
    written = n_given
    for window in windows:
        assert window.start + window.n_given == written
        assert 0 < window.n_frames <= 1500
        written += window.n_new
    assert written == n_frames
    assert all(window.n_given == 600 for window in windows[1:])


def test_guidance_of_one_is_what_the_words_say_and_more_leads_away_from_nothing():
    logits = torch.tensor([[1.0, 2.0], [0.0, 3.0]])
    assert guided(logits, 1.0).tolist() == [[1.0, 2.0]]
    assert guided(logits, 3.0).tolist() == [[3.0, 0.0]]


@pytest.mark.parametrize(
    ("asked", "likely"),
    [({"top_k": 2}, {1, 2}), ({"top_k": 0, "top_p": 0.5}, {1, 2}), ({"top_k": 0}, {0, 1, 2, 3}), ({"top_k": 1}, {2})],
)
def test_a_token_is_drawn_among_the_likeliest(asked, likely):
    torch.manual_seed(0)
    logits = torch.log(torch.tensor([0.15, 0.3, 0.4, 0.15])).repeat(500, 1)
    assert set(draw(logits, MusicgenParams(**asked)).tolist()) == likely


def test_heat_evens_out_what_is_drawn():
    torch.manual_seed(0)
    logits = torch.log(torch.tensor([0.1, 0.9])).repeat(4000, 1)
    shares = [draw(logits, MusicgenParams(temperature=t)).float().mean().item() for t in (0.5, 1.0, 5.0)]
    np.testing.assert_allclose(shares, [0.988, 0.9, 0.608], atol=0.03)


@pytest.mark.parametrize(("freq_hz", "pitch_class"), [(440.0, 9), (261.63, 0), (311.13, 3)])
def test_the_chroma_of_a_tone_is_its_pitch_class(tone, freq_hz, pitch_class):
    need_engine("transformers")
    chroma = melody_chroma(tone(freq_hz, 3.0, 32_000), ChromaParams())
    assert chroma.shape == (3 * 32_000 // 4096 + 1, 12)
    assert chroma.argmax(dim=1).unique().tolist() == [pitch_class]
    assert chroma.sum(dim=1).unique().tolist() == [1.0]


def test_a_melody_shorter_than_a_frame_has_chroma_too(tone):
    need_engine("transformers")
    assert len(melody_chroma(tone(440.0, 0.1, 32_000), ChromaParams())) > 0


def test_the_processor_is_there_where_nothing_faster_is():
    assert choose_device("cpu") == "cpu"
    assert choose_device() in ("cuda", "mps", "cpu")


def test_a_device_is_held_by_one_and_others_wait_and_may_stop_waiting(workspace):
    held, leave, waited = threading.Event(), threading.Event(), []

    def hold():
        with alone_on("cpu", waiting=lambda: None):
            held.set()
            leave.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)

    def give_up():
        waited.append(1)
        if len(waited) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), alone_on("cpu", waiting=give_up):
        pass
    leave.set()
    thread.join()
    with alone_on("cpu", waiting=give_up):
        assert len(waited) == 2
