"""From what was measured to what is drawn: nothing is lost on the way, and two songs share their axes."""

import numpy as np
import pytest

from core.anatomy import DESCRIPTORS, take_apart
from core.figures.lanes import ImageLane, LineLane, lanes_data
from core.figures.look import STUDIO
from core.sound.decode import Signal
from core.ui.anatomy.groups import GROUPS
from core.ui.anatomy.showing import lanes_of, shared_limits
from core.ui.lanes import capital

SR = 22050


@pytest.fixture(scope="module")
def apart():
    """A tone of 440 Hz under a click on every half second, and the same at half its level."""
    t = np.arange(4 * SR) / SR
    y = 0.3 * np.sin(2 * np.pi * 440 * t)
    y[:: SR // 2] += 0.6
    return tuple(take_apart(Signal(y=(gain * y).astype(np.float32), sr=SR)) for gain in (1.0, 0.5))


def test_every_descriptor_is_in_a_group_and_every_group_names_descriptors():
    named = [name for group in GROUPS.values() for name in group.descriptors]
    assert set(named) == set(DESCRIPTORS)
    assert all(len(set(group.descriptors)) == len(group.descriptors) for group in GROUPS.values())


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_becomes_lanes_that_can_be_drawn(name, apart):
    group = GROUPS[name]
    descriptors = [DESCRIPTORS[each] for each in group.descriptors]
    lanes = lanes_of(apart[0], group, descriptors, limits=shared_limits(apart, descriptors))
    data = lanes_data(lanes, STUDIO)["lanes"]
    assert [lane["title"] for lane in data if lane["kind"] != "marks"] == [capital(each.title) for each in descriptors]
    assert [lane["kind"] for lane in data].count("marks") == group.beats
    assert all(lane["about"] for lane in data)


def test_two_songs_share_the_axis_of_each_line(apart):
    descriptors = [DESCRIPTORS["rms"]]
    limits = shared_limits(apart, descriptors)
    loud, soft = (lanes_of(song, GROUPS["Shape"], descriptors, limits=limits)[0] for song in apart)
    assert (loud.low, loud.high) == (soft.low, soft.high)
    assert loud.high >= loud.highest.max() > soft.highest.max()


def test_a_waveform_is_read_by_its_swing_and_all_else_by_its_mean(apart):
    descriptors = [DESCRIPTORS[each] for each in GROUPS["Shape"].descriptors]
    lanes = lanes_of(apart[0], GROUPS["Shape"], descriptors, limits=shared_limits(apart, descriptors))
    assert [lane.swings for lane in lanes if isinstance(lane, LineLane)] == [True, False, False]


def test_the_brightest_row_of_a_tone_is_named_as_its_frequency(apart):
    descriptor = DESCRIPTORS["spectrogram"]
    (lane,) = lanes_of(apart[0], GROUPS["Spectrum"], [descriptor], limits={})
    assert isinstance(lane, ImageLane)
    row = int(lane.pixels.astype(float).mean(axis=1).argmax())
    assert float(lane.row_names[row].removesuffix(" Hz").replace(",", "")) == pytest.approx(440, abs=60)
