"""Key and chords, estimated: right where the notes leave no doubt."""

import numpy as np
import pytest

from core.generation.arranger.harmony import chord
from core.jazz.notes import Notes
from core.jazz.playing.harmony import TONICS, estimate_chords, estimate_key

CADENCE = ("Dm7", "G7", "Cmaj7", "Cmaj7")


def comped(names, *, bar_s=2.0, up=0) -> Notes:
    """Root below, the four tones above, twice a bar."""
    rows = []
    for bar, name in enumerate(names):
        tones = chord(name).transposed(up).tones
        rows += [
            (bar * bar_s + half, 0.9, pitch, 80)
            for half in (0, 1)
            for pitch in (36 + tones[0], *(60 + t for t in tones))
        ]
    return Notes.of(rows)


@pytest.mark.parametrize("up", range(12))
def test_a_cadence_tells_its_key_and_its_chords_in_every_key(up):
    notes = comped(CADENCE, up=up)
    key = estimate_key(notes)
    assert key == f"{TONICS[up]} major"
    found = estimate_chords(notes, np.arange(5) * 2.0, key=key)
    assert found == [chord(name).transposed(up) for name in CADENCE]


def test_a_minor_cadence_too():
    notes = comped(("Dm7b5", "G7", "Cm7", "Cm7"))
    assert estimate_key(notes) == "C minor"
    assert estimate_chords(notes, np.arange(5) * 2.0, key="C minor") == [
        chord(n) for n in ("Dm7b5", "G7", "Cm7", "Cm7")
    ]


def test_where_nothing_sounds_the_chord_before_goes_on():
    notes = comped(("G7",))
    assert estimate_chords(notes, np.arange(4) * 2.0, key="C major") == [chord("G7")] * 3


def test_before_anything_sounds_it_is_the_tonic():
    late = comped(("G7",))
    late = Notes(late.start_s + 2, late.duration_s, late.pitch, late.velocity)
    assert estimate_chords(late, np.arange(3) * 2.0, key="C major") == [chord("Cmaj7"), chord("G7")]


def test_one_note_alone_has_a_key_and_a_chord():
    notes = Notes.of([(0, 1, 65, 80)])
    assert estimate_key(notes).split()[0] in TONICS
    assert 5 in estimate_chords(notes, np.array([0.0, 2.0]), key=estimate_key(notes))[0].tones
