"""Two copies are laid over each other as they were made; what merely repeats has no contrast."""

import numpy as np
import pytest
import soxr

from core.sound.alignment import Match, align
from core.sound.fingerprint import HOP_S, SR, Fingerprint, fingerprint
from tests.core.sound.music import made_music


@pytest.fixture(scope="module")
def song() -> np.ndarray:
    return made_music(1, duration_s=30.0)


def laid(first: Fingerprint, second: Fingerprint, *, at_s: float, in_first_s: float, pitch: int = 0):
    return align(first, second, Match(round(in_first_s / HOP_S), round(at_s / HOP_S), pitch))


def test_a_copy_that_begins_later_lies_at_its_offset(song):
    found = laid(fingerprint(song), fingerprint(song[round(7.3 * SR) :]), at_s=5.0, in_first_s=12.2)
    assert found.offset * HOP_S == pytest.approx(7.3, abs=0.05)
    assert found.speed == pytest.approx(1.0, abs=0.001)
    assert found.agreement > 0.9
    assert found.n_frames * HOP_S == pytest.approx(22.7, abs=1.0)


@pytest.mark.parametrize(("change", "pitch"), [(0.012, 1), (-0.008, 2)])
def test_the_speed_of_a_copy_is_measured(song, change, pitch):
    copy = soxr.resample(song, SR * (1 + change), SR)
    found = laid(fingerprint(song), fingerprint(copy), at_s=8.0, in_first_s=8.0 * (1 + change), pitch=pitch)
    assert found.speed == pytest.approx(1 + change, abs=0.001)
    assert found.offset * HOP_S == pytest.approx(0, abs=0.06)
    assert found.agreement > 0.85


def test_a_long_recording_is_followed_to_both_ends():
    song = made_music(2, duration_s=90.0)
    copy = soxr.resample(song, SR * 1.007, SR)
    found = laid(fingerprint(song), fingerprint(copy), at_s=50.0, in_first_s=50.35, pitch=1)
    assert found.speed == pytest.approx(1.007, abs=0.0004)
    assert found.agreement > 0.85
    assert found.n_frames * HOP_S > 87


def test_over_a_few_seconds_no_speed_is_made_up(song):
    copy = song[round(3.01 * SR) : round(5.51 * SR)]
    found = laid(fingerprint(song), fingerprint(copy), at_s=1.0, in_first_s=4.0)
    assert found.speed == pytest.approx(1.0, abs=0.002)


def test_a_recording_stands_out_and_a_loop_does_not(song):
    loop = fingerprint(np.tile(song[: 3 * SR], 8))
    copy, looped = (
        laid(fingerprint(song), fingerprint(song), at_s=9, in_first_s=9),
        laid(loop, loop, at_s=9, in_first_s=9),
    )
    assert copy.agreement == looped.agreement == 1
    assert copy.contrast > 0.3
    assert looped.contrast < 0.1


def test_unrelated_recordings_do_not_agree_anywhere(song):
    found = laid(fingerprint(song), fingerprint(made_music(9, duration_s=30.0)), at_s=10, in_first_s=10)
    assert found.agreement < 0.6
    assert found.contrast < 0.1
