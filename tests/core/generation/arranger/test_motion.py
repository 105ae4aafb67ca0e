"""Players that give way to the bass drum, and filters that open: on noise, where nothing else moves."""

from dataclasses import replace

import numpy as np
import pytest

from core.generation.arranger import arrange, brief_for
from core.generation.arranger.motion import ducked, opened, openness
from core.generation.arranger.sound import stems
from core.generation.arranger.style import Sound

SR = 22_050


@pytest.fixture
def clip():
    """Disco at 120 beats a minute: a kick on every beat, and intro, A and B."""
    return arrange(brief_for("disco", seed=0, duration_s=20.0, tempo_bpm=120.0))


@pytest.fixture
def hiss(noise):
    return np.stack([noise(20.0, SR), noise(20.0, SR, seed=1)]).astype(np.float32)


def level_db(y, start_s, end_s):
    return 10 * np.log10(np.mean(y[:, int(start_s * SR) : int(end_s * SR)] ** 2))


def treble_db(y, start_s, end_s):
    """The level of what lies above 4 kHz."""
    power = np.abs(np.fft.rfft(y[:, int(start_s * SR) : int(end_s * SR)])) ** 2
    return 10 * np.log10(power[:, int(power.shape[1] * 4_000 / (SR / 2)) :].mean())


def test_a_player_is_softer_on_the_kick_and_back_before_the_next_one(clip, hiss):
    y = ducked(hiss, clip, by_db=12.0, sr=SR)
    for beat_s in np.arange(0.5, 15.0, 0.5):
        assert level_db(y, beat_s + 0.005, beat_s + 0.02) == pytest.approx(level_db(hiss, 0, 20) - 11.5, abs=1.5)
        assert level_db(y, beat_s + 0.42, beat_s + 0.49) == pytest.approx(level_db(hiss, 0, 20), abs=0.8)


def test_without_a_kick_nobody_gives_way(clip, hiss):
    alone = replace(clip, parts=clip.parts[1:])
    np.testing.assert_array_equal(ducked(hiss, alone, by_db=12.0, sr=SR), hiss)


def test_a_filter_opens_while_a_is_played_and_stays_open_in_b(clip, hiss):
    y = opened(hiss, clip, edges_hz=(400.0, 8_000.0), sr=SR)
    assert y.shape == hiss.shape
    ends = {section.name: section.first_bar * 2.0 for section in reversed(clip.sections)}
    levels = [treble_db(y, at, at + 1.5) for at in (0.0, ends["A"], ends["B"] - 1.5, ends["B"])]
    assert levels == sorted(levels)
    assert levels[0] < levels[-1] - 20
    assert levels[-1] == pytest.approx(treble_db(hiss, ends["B"], ends["B"] + 1.5), abs=6)


def test_it_is_half_open_halfway_and_never_beyond_its_ends(clip):
    times = np.linspace(0, 20, 400)
    found = openness(clip, times)
    assert found.min() == 0
    assert found.max() == 1
    first = next(section for section in clip.sections if section.name == "A")
    middle = 2.0 * (first.first_bar + first.n_bars / 2)
    assert openness(clip, np.array([middle]))[0] == pytest.approx((0.25 + 1) / 2, abs=1e-3)


def test_a_genre_says_which_of_its_players_move(clip):
    still, moving = (stems(clip, Sound(duck_db=duck), sr=SR) for duck in (None, {"lead": 9.0}))
    assert set(still) == set(moving)
    for role, y in still.items():
        assert np.array_equal(y, moving[role]) == (role != "lead")
    swept = stems(clip, Sound(opens_hz={"comp": (300.0, 6_000.0)}), sr=SR)
    assert treble_db(swept["comp"], 0, 2) < treble_db(still["comp"], 0, 2) - 10
