import itertools

import pytest

from core.sound.segments import Span, around, cells

DURATIONS_S = [0.1, 1.4, 2.9, 3.0, 4.4, 4.5, 5.9, 6.0, 29.99, 30.0, 31.4, 31.6, 240.123, 900.0]


@pytest.mark.parametrize("duration_s", DURATIONS_S)
def test_cells_touch_each_other_and_cover_the_recording(duration_s):
    spans = cells(duration_s)
    assert spans[0].start_s == 0
    assert spans[-1].end_s == duration_s
    for left, right in itertools.pairwise(spans):
        assert left.end_s == right.start_s


@pytest.mark.parametrize("duration_s", DURATIONS_S)
def test_cells_last_three_seconds_but_the_last_which_takes_the_rest(duration_s):
    *all_but_last, last = cells(duration_s)
    assert [span.duration_s for span in all_but_last] == pytest.approx([3.0] * len(all_but_last))
    assert last.duration_s < 4.5
    assert last.duration_s >= min(1.5, duration_s) - 1e-9


@pytest.mark.parametrize(("duration_s", "n_cells"), [(1.0, 1), (3.0, 1), (4.4, 1), (4.5, 2), (7.4, 2), (7.6, 3)])
def test_a_rest_shorter_than_half_a_cell_belongs_to_the_last(duration_s, n_cells):
    assert len(cells(duration_s)) == n_cells


def test_cells_of_another_length():
    assert cells(25.0, cell_s=10.0) == [Span(0.0, 10.0), Span(10.0, 20.0), Span(20.0, 25.0)]


@pytest.mark.parametrize("context_s", [3.0, 10.0, 30.0])
@pytest.mark.parametrize("duration_s", [30.0, 31.6, 240.123])
def test_the_segment_around_a_cell_has_the_context_and_stays_inside(context_s, duration_s):
    for cell in cells(duration_s):
        segment = around(cell, context_s=context_s, duration_s=duration_s)
        assert segment.duration_s == pytest.approx(context_s)
        assert segment.start_s >= 0
        assert segment.end_s <= duration_s


def test_away_from_the_ends_the_segment_is_centred_on_its_cell():
    assert around(Span(60.0, 63.0), context_s=30.0, duration_s=240.0) == Span(46.5, 76.5)


def test_at_the_ends_the_segment_is_shifted_inside():
    assert around(Span(0.0, 3.0), context_s=30.0, duration_s=240.0) == Span(0.0, 30.0)
    assert around(Span(237.0, 240.0), context_s=30.0, duration_s=240.0) == Span(210.0, 240.0)


@pytest.mark.parametrize("duration_s", [2.0, 10.0, 30.0])
def test_of_a_shorter_recording_every_segment_is_all_of_it(duration_s):
    for cell in cells(duration_s):
        assert around(cell, context_s=30.0, duration_s=duration_s) == Span(0.0, duration_s)


def test_lengths_that_are_not_positive_are_refused():
    with pytest.raises(ValueError, match=r"duration_s=0 and cell_s=3\.0 must be greater than 0"):
        cells(0)
    with pytest.raises(ValueError, match=r"context_s=0 must be greater than 0"):
        around(Span(0.0, 3.0), context_s=0, duration_s=30.0)
