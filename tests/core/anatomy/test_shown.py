"""Frames reduced to columns: means of equal stretches, bytes that keep their values."""

import numpy as np
import pytest

from core.anatomy.shown import grid_of, image_of, line_of, rows_per_row, shrunk, signal_line


@pytest.mark.parametrize(("n_frames", "n_columns"), [(1, 1), (1200, 1200), (1201, 601), (10_336, 1149), (38_760, 1175)])
def test_a_grid_is_the_finest_whose_columns_hold_the_same_number_of_frames(n_frames, n_columns):
    assert grid_of(n_frames).n_columns == n_columns


def test_a_column_is_the_mean_of_its_frames_and_keeps_lowest_and_highest():
    line = line_of(np.arange(7, dtype=np.float32), grid_of(7, max_columns=3))
    np.testing.assert_allclose(line.mean, [1, 4, 6])
    np.testing.assert_allclose(line.lowest, [0, 3, 6])
    np.testing.assert_allclose(line.highest, [2, 5, 6])


def test_the_samples_of_a_column_are_those_around_its_frames():
    y = np.zeros(6 * 512 + 1, np.float32)
    y[3 * 512 - 256] = 1  # the first sample nearer to frame 3 than to frame 2
    assert signal_line(y, grid_of(7, max_columns=3)).highest.tolist() == [0, 1, 0]


def test_the_rows_of_a_tall_image_keep_a_thin_line():
    values = np.zeros((1025, 4), np.float32)
    values[41] = 1
    shown = shrunk(values, grid_of(4))
    assert shown.shape == (205, 4)
    assert shown[41 // rows_per_row(1025)].tolist() == [1, 1, 1, 1]
    assert shown.sum() == 4


def test_bytes_keep_values_within_their_limits_and_cut_what_lies_beyond():
    image = image_of(np.array([[-1.0, 0, 5, 10, 99]]), limits=(0, 10), row_names=("a",))
    np.testing.assert_allclose(image.values(), [[0, 0, 5, 10, 10]], atol=10 / 255 / 2)
    assert image.pixels.dtype == np.uint8


def test_a_shown_row_is_named_by_the_middle_of_those_that_it_stands_for():
    names = tuple(map(str, range(1025)))
    image = image_of(np.zeros((205, 1)), limits=(0, 1), row_names=names)
    assert (image.row_names[:2], len(image.row_names)) == (("2", "7"), 205)
