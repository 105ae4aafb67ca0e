"""The colour scales: even to the eye, ordered by lightness, and readable for every kind of eyes."""

import numpy as np
import pytest

from core.figures.colours import contrast, distances
from core.figures.look import LOOKS, PAPER, STUDIO
from core.figures.scales import DIVERGING, SEQUENTIAL, colour_at


def steps(scale):
    """CIELAB distances between neighbours for three kinds of eyes, shape (3, n_colours - 1)."""
    return np.diagonal(distances(scale, scale), offset=1, axis1=1, axis2=2)


def lightness(scale):
    return [contrast("#000000", colour) for colour in scale]


@pytest.mark.parametrize("scales", [SEQUENTIAL, DIVERGING])
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_equal_steps_look_equal_and_none_is_lost_to_colour_blind_eyes(scales, look):
    normal, *others = steps(scales[look])
    assert normal.max() / normal.min() < 1.3
    assert np.min(others) > 3


def test_the_sequential_scale_runs_from_the_ground_to_its_opposite():
    assert lightness(SEQUENTIAL[STUDIO]) == sorted(lightness(SEQUENTIAL[STUDIO]))
    assert SEQUENTIAL[PAPER] == SEQUENTIAL[STUDIO][::-1]
    for look in (STUDIO, PAPER):
        assert contrast(SEQUENTIAL[look][0], look.panel) < 1.2
        assert contrast(SEQUENTIAL[look][-1], look.panel) > 10


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_both_arms_of_the_diverging_scale_leave_the_ground_equally_fast(look):
    scale = DIVERGING[look]
    middle = len(scale) // 2
    assert len(scale) % 2 == 1
    assert contrast(scale[middle], look.panel) < 1.3
    for colour, opposite in zip(scale, scale[::-1], strict=True):
        assert contrast(colour, opposite) < 1.1
    away = [contrast(colour, scale[middle]) for colour in scale[middle:]]
    assert away == sorted(away)


def test_between_two_colours_lies_their_mean_and_beyond_the_ends_lies_nothing():
    scale = ("#000000", "#204060", "#FFFFFF")
    assert [colour_at(scale, share) for share in (0.0, 0.25, 0.5, 1.0)] == ["#000000", "#102030", "#204060", "#FFFFFF"]
    assert colour_at(scale, -1.0) == "#000000"
    assert colour_at(scale, 2.0) == "#FFFFFF"
