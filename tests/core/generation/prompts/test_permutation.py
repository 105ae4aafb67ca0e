"""Numbers shuffled without a row of them."""

import numpy as np
import pytest

from core.generation.prompts.permutation import shuffled


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 7, 16, 17, 100, 997])
def test_every_number_stands_at_one_place(n):
    assert sorted(shuffled(place, n=n, key="a") for place in range(n)) == list(range(n))


def test_the_key_decides_and_the_same_key_decides_the_same():
    first, again, other = ([shuffled(i, n=500, key=key) for i in range(500)] for key in ("a", "a", "b"))
    assert first == again != other


def test_the_order_looks_drawn_at_random():
    n = 4000
    row = np.array([shuffled(i, n=n, key="seed") for i in range(n)])
    places = np.arange(n)
    assert abs(np.corrcoef(places, row)[0, 1]) < 0.05
    assert abs(np.corrcoef(row[:-1], row[1:])[0, 1]) < 0.05
    thirds = np.histogram2d(places, row, bins=3)[0]  # chi squared of 4 degrees of freedom, 0.1 % in the tail
    assert ((thirds - n / 9) ** 2 / (n / 9)).sum() < 18.5


def test_huge_rows_cost_nothing():
    n = 10**18 + 7
    assert len({shuffled(place, n=n, key="a") for place in range(100)}) == 100


@pytest.mark.parametrize("place", [-1, 5])
def test_a_place_outside_is_a_mistake(place):
    with pytest.raises(ValueError, match=rf"place={place} must lie between 0 and n - 1 = 4"):
        shuffled(place, n=5, key="a")
