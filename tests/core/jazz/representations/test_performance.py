"""Music as it was played, through codes and back."""

import numpy as np
import pytest

from core.jazz.notes import Notes
from core.jazz.representations.performance import DURATIONS_MS, N_VELOCITIES, SHIFTS_MS, Performance, nearest

PLAYED = Performance()
SIZES = np.array([field.size for field in PLAYED.fields])


def random_codes(n: int, seed: int) -> np.ndarray:
    """Codes as `encode` writes them: the first at once, what starts together by pitch."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(0, SIZES, (n, 4))
    codes[rng.random(n) < 0.3, 0] = 0
    codes[0, 0] = 0
    onset = np.cumsum(codes[:, 0] > 0)
    codes[:, 1] = codes[np.lexsort((codes[:, 1], onset)), 1]
    return codes.astype(np.int16)


@pytest.mark.parametrize("seed", range(5))
def test_codes_go_through_notes_and_back(seed):
    codes = random_codes(400, seed)
    back = PLAYED.encode(PLAYED.decode(codes))
    assert back.dtype == np.int16
    # Notes of one start and pitch have no order between them.
    order = np.lexsort((codes[:, 3], codes[:, 2], codes[:, 1], np.cumsum(codes[:, 0] > 0)))
    back_order = np.lexsort((back[:, 3], back[:, 2], back[:, 1], np.cumsum(back[:, 0] > 0)))
    assert back[:, :2].tolist() == codes[:, :2].tolist()
    assert back[back_order, 2:].tolist() == codes[order, 2:].tolist()


def test_every_code_of_a_column_goes_through():
    for column, size in enumerate(SIZES):
        codes = np.zeros((size + 1, 4), dtype=np.int16)
        codes[1:, 0] = 1
        codes[1:, column] = np.arange(size)
        codes = codes[1 + (column == 0) :]  # a shift of 0 makes a chord with what stands before it
        codes[0, 0] = 0
        assert PLAYED.encode(PLAYED.decode(codes)).tolist() == codes.tolist()


@pytest.mark.parametrize(("farthest_s", "off_s"), [(0.09, 0.005), (0.9, 0.025), (1.9, 0.05)])
def test_no_start_is_farther_off_than_half_a_step_of_the_grid_however_long_the_piece(farthest_s, off_s):
    gaps_s = np.random.default_rng(0).random(5000) * farthest_s
    notes = Notes.of([(start, 0.2, 60, 63) for start in np.cumsum(gaps_s)]).from_zero()
    errors_s = np.abs(PLAYED.decode(PLAYED.encode(notes)).start_s - notes.start_s)
    assert errors_s.max() <= off_s + 1e-9
    assert errors_s[-500:].mean() < 1.2 * errors_s[:500].mean()  # and it does not grow


def test_durations_are_the_nearest_of_the_grid():
    durations_s = np.random.default_rng(0).random(500) * 5
    notes = Notes.of([(i, duration, 60, 63) for i, duration in enumerate(durations_s)])
    decoded_ms = PLAYED.decode(PLAYED.encode(notes)).duration_s * 1000
    nearest_ms = DURATIONS_MS[np.abs(durations_s[:, None] * 1000 - DURATIONS_MS).argmin(axis=1)]
    np.testing.assert_allclose(decoded_ms, nearest_ms)


def test_tenths_of_a_second_are_exact(same_notes):
    rng = np.random.default_rng(0)
    starts = np.cumsum(rng.integers(0, 21, 300)) / 10  # to 2 s apart, as the transcribed clips have them
    rows = {(start, pitch) for start, pitch in zip(starts, rng.integers(21, 109, 300).tolist(), strict=True)}
    notes = Notes.of([(start, rng.integers(1, 21) / 10, pitch, 64) for start, pitch in rows])
    same_notes(PLAYED.decode(PLAYED.encode(notes)), Notes(*_from_zero(notes)))


def _from_zero(notes: Notes) -> tuple[np.ndarray, ...]:
    velocity = PLAYED.decode(PLAYED.encode(notes)).velocity  # coarse: tested by itself
    return notes.from_zero().start_s, notes.duration_s, notes.pitch, velocity


def test_loudness_is_kept_to_three_of_127_and_in_order():
    notes = Notes.of([(i, 1, 60, velocity) for i, velocity in enumerate(range(1, 128))])
    codes = PLAYED.encode(notes)[:, 3]
    decoded = PLAYED.decode(PLAYED.encode(notes)).velocity
    assert sorted(set(codes.tolist())) == list(range(N_VELOCITIES))
    assert np.all(np.diff(codes) >= 0)
    assert np.all(np.abs(decoded - notes.velocity) <= 3)
    assert decoded.min() >= 1
    assert decoded.max() <= 127


def test_a_silence_before_the_first_note_is_left_out_and_what_no_piano_has():
    codes = PLAYED.encode(Notes.of([(7.3, 1, 60, 63), (7.4, 1, 20, 63), (7.5, 1, 61, 63)]))
    assert PLAYED.decode(codes).start_s.tolist() == [0, 0.2]


def test_after_a_silence_longer_than_any_shift_the_music_is_as_it_was():
    chord = [(60.0, 1, pitch, 63) for pitch in (48, 52, 55, 60)]
    notes = Notes.of([(0, 1, 60, 63), *chord, (60.5, 1, 62, 63), (200, 1, 64, 63), (200.1, 1, 65, 63)])
    assert PLAYED.decode(PLAYED.encode(notes)).start_s.tolist() == [0, *4 * [10], 10.5, 20.5, 20.6]


def test_a_silence_of_the_longest_shift_stays_as_long():
    notes = Notes.of([(0, 1, 60, 63), (SHIFTS_MS[-1] / 1000, 1, 62, 63), (10.3, 1, 64, 63)])
    assert PLAYED.decode(PLAYED.encode(notes)).start_s.tolist() == [0, 10, 10.3]


def test_no_notes_are_no_codes():
    assert PLAYED.encode(Notes.of([])).shape == (0, 4)
    assert len(PLAYED.decode(np.zeros((0, 4), dtype=np.int16))) == 0


@pytest.mark.parametrize("semitones", range(-6, 7))
def test_transposing_stays_on_the_piano_keeps_pitch_classes_and_nothing_else_moves(semitones):
    codes = random_codes(500, 1)
    moved = PLAYED.transpose(codes, semitones)
    assert moved.dtype == np.int16
    assert moved[:, 1].min() >= 0
    assert moved[:, 1].max() < SIZES[1]
    assert np.all((moved[:, 1] - codes[:, 1] - semitones) % 12 == 0)
    assert moved[:, [0, 2, 3]].tolist() == codes[:, [0, 2, 3]].tolist()
    inside = (codes[:, 1] >= 6) & (codes[:, 1] < SIZES[1] - 6)
    assert np.all((moved - codes)[inside, 1] == semitones)


def test_transposing_leaves_what_was_given():
    codes = random_codes(50, 2)
    before = codes.copy()
    PLAYED.transpose(codes, 5)
    assert np.array_equal(codes, before)


def test_grids_ascend_and_the_nearest_of_them_is_the_nearest():
    for grid in (SHIFTS_MS, DURATIONS_MS):
        assert np.all(np.diff(grid) > 0)
        assert set(range(100, 2001, 100)) <= set(grid.tolist())
        values = np.random.default_rng(0).random(300) * 1.2 * grid[-1]
        np.testing.assert_array_equal(nearest(values, grid), np.abs(values[:, None] - grid).argmin(axis=1))
