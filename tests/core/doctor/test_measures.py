"""A track is decoded once, and what was planted in its sound is what is measured."""

import numpy as np
import pytest

from core.data.datasets import Track
from core.doctor.measures import Measures, listen
from core.errors import AudioError
from core.sound.decode import DEFAULT_LIMITS, Signal, decode

SR = 22_050


def test_the_signal_is_the_one_that_features_are_computed_from(track, music):
    one = track(np.stack([music(seed=1), music(seed=2)], axis=1), 44_100)
    signal, _ = listen(one)
    np.testing.assert_array_equal(signal.y, decode(one.path, sr=SR).y)


def test_clean_music_shows_nothing(track, music):
    _, found = listen(track(music(6.0)))
    assert found.duration_s == pytest.approx(6.0)
    assert (found.damage, found.treble_end_hz, found.silent_s, found.over_share) == ((), None, 0.0, 0.0)
    assert found.flat_share == 0
    assert abs(found.offset) < 0.001


def test_what_is_planted_is_measured(track, music):
    y = np.clip(3 * music(8.0), -0.8, 0.8)
    y[: 2 * SR] = 0
    _, found = listen(track(np.stack([y, 0.3 * y + 0.2], axis=1)))
    assert found.n_flat > 100
    assert found.flat_level == pytest.approx(0.8, abs=0.02)
    assert found.silent_s == pytest.approx(2.0, abs=0.2)
    assert found.offset == pytest.approx(0.2, abs=0.05)


def test_samples_over_full_scale_are_measured(track, music):
    _, found = listen(track(1.5 * music(peak=1.0), subtype="FLOAT"))
    assert found.over_share > 0


def test_a_cut_file_is_measured_with_the_decoders_words(track, music):
    one = track(music(6.0))
    one.path.write_bytes(one.path.read_bytes()[:80_000])
    _, found = listen(one)
    assert len(found.damage) == 1
    assert found.damage[0].startswith("the file states 6.0 s, but only 1.8 s")


def test_that_a_long_recording_was_cut_at_our_own_limit_is_no_damage(monkeypatch, track, music):
    monkeypatch.setattr("core.doctor.measures.DEFAULT_LIMITS", type(DEFAULT_LIMITS)(max_duration_s=6.0))
    monkeypatch.setattr(
        "core.doctor.measures.decode", lambda *given, **named: Signal(music(6.0), SR, ("only its first 6.0 s",))
    )
    assert listen(track(music()))[1].damage == ()


def test_rendered_sound_is_measured_too(music):
    class Rendered:
        def render(self, *, sr):
            return Signal(music(4.0, sr) + np.float32(0.2), sr)

    _, found = listen(Track("made", Rendered(), {}))
    assert found.duration_s == pytest.approx(4.0)
    assert found.offset == pytest.approx(0.2, abs=0.01)


def test_what_is_no_sound_is_refused(tmp_path):
    path = tmp_path / "notes.wav"
    path.write_text("no sound")
    with pytest.raises(AudioError, match=r"“notes\.wav” "):
        listen(Track("notes.wav", path, {}))


def test_measures_come_back_from_json_as_they_were(measured):
    for found in (measured(), measured(damage=("cut",), worst_s=3.0, treble_end_hz=4_000.0)):
        assert Measures.from_json(found.to_json()) == found
