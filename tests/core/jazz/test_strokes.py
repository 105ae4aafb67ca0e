"""Laws of the strokes of one keyboard."""

import numpy as np

from core.jazz.notes import Notes
from core.jazz.strokes import one_a_stroke


def test_what_a_keyboard_can_play_stays_as_it_is(some_notes, same_notes):
    same_notes(one_a_stroke(some_notes(200)), some_notes(200))


def test_of_notes_at_one_start_and_pitch_the_longest_stays():
    notes = one_a_stroke(Notes.of([(1, 0.2, 60, 70), (1, 0.9, 60, 80), (1, 0.5, 64, 90)]))
    assert notes.pitch.tolist() == [60, 64]
    assert notes.duration_s.tolist() == [0.9, 0.5]


def test_a_note_ends_when_its_own_key_is_struck_again_and_no_other():
    notes = one_a_stroke(Notes.of([(0, 5, 60, 80), (1, 5, 62, 80), (2, 5, 60, 80)]))
    assert notes.duration_s.tolist() == [2, 5, 5]


def test_no_note_is_longer_than_asked():
    assert one_a_stroke(Notes.of([(0, 9, 60, 80), (0, 2, 61, 80)]), longest_s=5).duration_s.tolist() == [5, 2]


def test_twice_is_once_and_no_key_sounds_twice_at_a_time(same_notes):
    rng = np.random.default_rng(3)
    rows = zip(rng.random(500) * 10, rng.random(500) * 5, rng.integers(60, 66, 500), np.full(500, 80), strict=True)
    once = one_a_stroke(Notes.of(rows))
    same_notes(one_a_stroke(once), once)
    for pitch in range(60, 66):
        key = once.taken(once.pitch == pitch)
        assert np.all(key.start_s[1:] >= (key.start_s + key.duration_s)[:-1] - 1e-9)


def test_no_notes_stay_none():
    assert len(one_a_stroke(Notes.of([]))) == 0
