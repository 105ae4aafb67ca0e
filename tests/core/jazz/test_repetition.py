"""The guard: it sees loops and nothing else."""

import numpy as np
import pytest

from core.jazz.repetition import LONGEST_LOOP, SHORTEST_STRETCH, TIMES, RepetitionGuard


def watched(*rows: list[int], n_fields: int = 1) -> RepetitionGuard:
    """A guard that saw these codes, each row a piece, every field of a step alike."""
    guard = RepetitionGuard(len(rows), n_fields)
    for step in np.array(rows).T:
        guard.see(np.repeat(step[:, None], n_fields, axis=1))
    return guard


@pytest.mark.parametrize("period", [4, 5, 17, LONGEST_LOOP])
def test_the_first_code_of_a_fourth_time_is_forbidden(period):
    loop = list(range(10, 10 + period))
    assert watched(loop * TIMES).forbidden(0).tolist() == [10]


def test_so_is_every_code_that_would_go_on_with_it():
    assert watched([7, 8, 9, 6] * 3 + [7]).forbidden(0).tolist() == [8]


def test_one_step_less_is_allowed():
    assert watched(([7, 8, 9, 6] * TIMES)[1:]).forbidden(0).tolist() == [-1]


def test_a_repeated_note_is_allowed_until_it_is_no_riff():
    assert watched([5] * (SHORTEST_STRETCH - 1)).forbidden(0).tolist() == [-1]
    assert watched([5] * SHORTEST_STRETCH).forbidden(0).tolist() == [5]


def test_what_came_before_the_loop_does_not_matter():
    assert watched([1, 2, 3, 3] + [7, 8, 9, 6] * 3).forbidden(0).tolist() == [7]


def test_music_without_a_loop_is_left_alone():
    codes = np.random.default_rng(0).integers(20, size=300).tolist()
    guard = RepetitionGuard(1, 1)
    for code in codes:
        guard.see(np.array([[code]]))
        assert guard.forbidden(0).tolist() == [-1]


def test_each_piece_is_watched_by_itself():
    guard = watched([7, 8, 9, 6] * 3, list(range(12)), [3] * 12)
    assert guard.forbidden(0).tolist() == [7, -1, 3]


def test_steps_that_differ_in_one_field_are_no_loop():
    guard = RepetitionGuard(1, 2)
    for at in range(40):
        guard.see(np.array([[at % 4, at // 4]]))
    assert guard.forbidden(0).tolist() == [-1]


def test_a_loop_longer_than_the_longest_is_not_seen():
    assert watched(list(range(LONGEST_LOOP + 1)) * TIMES).forbidden(0).tolist() == [-1]
