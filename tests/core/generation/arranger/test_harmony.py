"""Chord names are read, and voices are led."""

import itertools

import pytest

from core.generation.arranger.harmony import chord, nearest, pitch_class, voicing, within


@pytest.mark.parametrize(
    ("name", "tones"),
    [("C", (0, 4, 7)), ("F7", (5, 9, 0, 3)), ("Bbmaj7", (10, 2, 5, 9)), ("C#m7", (1, 4, 8, 11)), ("Edim", (4, 7, 10))],
)
def test_a_chord_is_read_from_its_name(name, tones):
    assert chord(name).tones == tones


def test_a_chord_of_unknown_quality_is_refused():
    with pytest.raises(ValueError, match=r"chord 'C11': quality '11' is none of"):
        chord("C11")


def test_the_nearest_pitch_of_a_class_is_within_a_tritone():
    for tone, centre in itertools.product(range(12), (35.5, 60, 61)):
        assert nearest(tone, centre) % 12 == tone
        assert abs(nearest(tone, centre) - centre) <= 6


def test_voices_of_neighbouring_chords_move_by_small_steps():
    loop = [voicing(chord(name).tones, 60) for name in ("Am7", "D7", "Gmaj7", "Cmaj7")]
    for left, right in itertools.pairwise(loop):
        assert all(abs(a - b) <= 5 for a, b in zip(left, right, strict=True))


@pytest.mark.parametrize("name", ["", "H", "Cis", "c"])
def test_a_pitch_that_has_no_name_is_refused(name):
    with pytest.raises(ValueError, match="is no letter from A to G with b, # or nothing behind it"):
        pitch_class(name)


def test_the_fifth_of_a_half_diminished_chord_is_lowered():
    assert chord("Bm7b5").fifth == pitch_class("F")


def test_a_pitch_is_moved_into_a_register_by_octaves():
    for pitch in range(128):
        moved = within(pitch, (40, 52))
        assert 40 <= moved <= 52
        assert (moved - pitch) % 12 == 0
