"""The roll of a clip shows all who play: whose notes are whose, and on what the drummer strikes."""

import numpy as np
import pytest

from core.figures.jazz.roll import BASS, GIVEN, OWN, notes_data
from core.jazz.notes import Notes
from core.jazz.playing.pulse import Pulse
from core.ui.jazz.engine import sounded
from core.ui.jazz.roll import rolls_of
from core.ui.jazz.words import pulse_words
from tests.core.ui.jazz.test_clips import make


def scale(n: int = 24) -> Notes:
    return Notes.of([(0.25 * i, 0.2, 60 + i % 12, 80) for i in range(n)])


def rolls(**changed):
    clip = make(notes=scale(), **changed)
    heard = sounded(clip)
    return heard, rolls_of(clip, heard)


def test_a_pianist_alone_has_one_roll_and_no_pulse():
    heard, (keys,) = rolls()
    assert heard.pulse is None
    assert set(keys.parts) == {OWN}
    assert keys.pitch.tolist() == scale().pitch.tolist()


@pytest.mark.parametrize("is_timed", [False, True])
def test_a_trio_shows_the_bass_among_the_notes_and_a_row_for_each_drum(is_timed):
    heard, (keys, drums) = rolls(playing={"trio": True, "instrument": "vibraphone"}, is_timed=is_timed)
    is_bass = np.array(keys.parts) == BASS
    assert keys.pitch[~is_bass].tolist() == scale().pitch.tolist()
    assert keys.pitch[is_bass].tolist() == heard.notes_of("bass").pitch.tolist()
    assert (np.diff(keys.start_s) >= 0).all()
    assert keys.names[OWN] == "vibraphone"
    assert len(drums.pitch) == len(heard.notes_of("drums"))
    assert {"kick", "ride cymbal"} <= set(drums.row_names)
    assert drums.row_names[0] == "kick"
    assert not any(name.startswith("drum ") for name in drums.row_names)
    assert (heard.pulse is not None) is is_timed
    for lane in (keys, drums):
        notes_data(lane)


def test_a_phrase_that_was_given_stays_apart_when_it_is_transposed_off_the_piano():
    _, (keys,) = rolls(n_given=6, playing={"transpose": -2})
    assert [part == GIVEN for part in keys.parts] == [True] * 6 + [False] * 18
    high = Notes.of([(0.25 * i, 0.2, 108 if i < 2 else 60, 80) for i in range(12)])
    clip = make(notes=high, n_given=4, playing={"transpose": 1})
    (keys,) = rolls_of(clip, sounded(clip))
    assert [part == GIVEN for part in keys.parts] == [True] * 2 + [False] * 8


def test_notes_lie_where_they_sound_when_transposing_takes_the_first_ones_away():
    first_two_lost = Notes.of([(0.25 * i, 0.25, 108 if i < 2 else 60, 63) for i in range(12)])
    clip = make(notes=first_two_lost, playing={"transpose": 1}, is_timed=False)
    heard = sounded(clip)
    (keys,) = rolls_of(clip, heard)
    assert keys.start_s[0] == pytest.approx(0.5)  # tokens keep their beats, in the sound as well
    loud = np.abs(heard.peaks).max(axis=1) > 0.05 * np.abs(heard.peaks).max()
    assert np.flatnonzero(loud)[0] / len(loud) * heard.duration_s == pytest.approx(0.5, abs=0.05)


def test_where_no_pulse_was_found_it_is_said():
    assert "about 132 beats a minute; half or double" in pulse_words(Pulse(np.arange(4.0), 132.2, 0.4))
    assert "keep to a guess of about 88 beats a minute" in pulse_words(Pulse(np.arange(4.0), 88.0, 0.1))
