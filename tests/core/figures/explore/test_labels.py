"""Names in a picture do not cover each other, and move no farther than they must."""

import numpy as np
import pytest

from core.figures.explore.labels import spread


def overlaps(places, widths, height) -> int:
    apart = np.abs(places[:, None] - places[None])
    covered = (apart[..., 0] < np.add.outer(widths, widths) / 2 - 1e-6) & (apart[..., 1] < height - 1e-6)
    return int(np.triu(covered, k=1).sum())


def test_names_that_are_apart_stay_where_they_are():
    places = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 5.0]])
    assert np.array_equal(spread(places, widths=np.full(3, 4.0), height=1.0), places)


@pytest.mark.parametrize("n", [2, 5, 10])
def test_names_in_one_place_end_up_apart(n):
    widths = np.full(n, 3.0)
    found = spread(np.random.default_rng(0).normal(0, 0.5, (n, 2)), widths=widths, height=1.0)
    assert overlaps(found, widths, 1.0) == 0


def test_two_names_move_the_shorter_way_and_both_alike():
    found = spread(np.array([[0.0, 0.0], [0.0, 0.5]]), widths=np.full(2, 6.0), height=1.0)
    assert np.allclose(found, [[0.0, -0.25], [0.0, 0.75]], atol=0.05)
    assert found[1, 1] - found[0, 1] >= 1.0


def test_no_names_are_no_places():
    assert spread(np.zeros((0, 2)), widths=np.zeros(0), height=1.0).shape == (0, 2)
