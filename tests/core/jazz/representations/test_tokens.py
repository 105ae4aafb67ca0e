"""The thesis' tokens: names and orders as music21 gave them, and music through them and back."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.stream import read_stream, vocabulary_of
from core.jazz.notes import Notes
from core.jazz.representations.tokens import (
    STEP_S,
    Tokens,
    chord_token,
    is_chord,
    normal_order,
    note_name,
    note_pitch,
    token_pitches,
)

WORDS = ("C4", "C#4", "D4", "E-4", "C5", "0.4.7", "1.5.8", "7.11.2.5", "0")


@pytest.fixture(scope="module")
def vocabulary(shared: Path) -> tuple[str, ...]:
    return vocabulary_of(read_stream(shared / "jazz" / "jazz_tokens.txt"))


def test_every_key_of_a_piano_has_a_name_of_its_own_that_leads_back_to_it():
    names = [note_name(pitch) for pitch in range(21, 109)]
    assert len(set(names)) == 88
    assert [note_pitch(name) for name in names] == list(range(21, 109))


def test_the_two_names_that_music21_gives_twice_stand_for_flats():
    assert note_name(4) == note_name(27) == "E-1"
    assert (note_pitch("E-1"), note_pitch("B-1")) == (27, 34)


# Read from music21 9.1 by benchmarks/music21_parity.py, which compares all of them.
@pytest.mark.parametrize(
    ("pitch", "name"),
    [(60, "C4"), (61, "C#4"), (63, "E-4"), (66, "F#4"), (68, "G#4"), (70, "B-4"), (21, "A0"), (3, "E--1")],
)
def test_notes_are_named_as_music21_names_them(pitch, name):
    assert note_name(pitch) == name


@pytest.mark.parametrize(
    ("pitches", "order"),
    [
        ([60, 64, 67], (0, 4, 7)),
        ([55, 60, 64], (0, 4, 7)),  # an inversion is the same chord
        ([58, 62, 65], (10, 2, 5)),
        ([62, 65, 69], (2, 5, 9)),
        ([60, 72], (0,)),
        ([60, 63, 66, 69], (0, 3, 6, 9)),
        ([60, 63, 64, 68], (8, 0, 3, 4)),  # of the 17 set classes that music21 9.3 lists otherwise
        ([59, 62, 64, 67, 68], (11, 2, 4, 7, 8)),
    ],
)
def test_chords_stand_in_the_order_of_music21(pitches, order):
    assert normal_order(pitches) == order


def test_the_order_of_a_chord_moves_with_the_chord_and_forgets_octaves_and_order():
    for size in (2, 3, 4, 6):
        for classes in itertools.combinations(range(12), size):
            order = normal_order(classes)
            assert sorted(order) == list(classes)
            assert normal_order([pitch + 12 * (pitch % 3) for pitch in reversed(classes)]) == order
            up = tuple((pitch + 5) % 12 for pitch in order)
            assert normal_order(up) in {up[i:] + up[:i] for i in range(size)}


def test_every_token_of_the_thesis_is_named_so(vocabulary):
    assert len(vocabulary) == 787
    assert [name for name in vocabulary if not is_chord(name) and note_name(note_pitch(name)) != name] == []
    assert [name for name in vocabulary if is_chord(name) and chord_token(token_pitches(name)) != name] == []


def test_a_chord_is_written_out_upwards_from_middle_c():
    assert token_pitches("7.11.2.5") == [67, 71, 74, 77]
    assert token_pitches("E-5") == [75]
    for name in ("0.4.7", "10.2.5", "11.0.1"):
        pitches = token_pitches(name)
        assert pitches == sorted(set(pitches))
        assert 60 <= pitches[0] < 72


def test_all_codes_go_through_notes_and_back(vocabulary):
    tokens = Tokens(vocabulary)
    codes = np.random.default_rng(0).permutation(len(vocabulary)).reshape(-1, 1)
    notes = tokens.decode(codes)
    # A chord of one pitch class (two notes an octave apart) is written as one note, and comes back as that.
    single = [is_chord(word) and "." not in word for word in vocabulary]
    back = tokens.encode(notes)
    assert back.dtype == np.int16
    kept = ~np.array(single)[codes[:, 0]]
    assert back[kept].tolist() == codes[kept].tolist()
    assert notes.end_s == pytest.approx(len(codes) * STEP_S)


def test_tokens_become_codes_and_codes_say_which():
    tokens = Tokens(WORDS)
    assert tokens.fields[0].size == len(WORDS)
    assert tokens.encode_tokens(["0.4.7", "C4"]).tolist() == [[5], [0]]
    with pytest.raises(DataError, match=r"the vocabulary of 9 tokens lacks C9, D9"):
        tokens.encode_tokens(["C4", "D9", "C9"])


def test_of_a_chord_that_the_vocabulary_lacks_the_highest_note_stays():
    tokens = Tokens(WORDS)
    chords = Notes.of([(0, 1, 60, 80), (0, 1, 61, 80), (1, 1, 60, 80), (1, 1, 64, 80), (1, 1, 67, 80), (2, 1, 20, 80)])
    assert [tokens.vocabulary[code] for code in tokens.encode(chords)[:, 0]] == ["C#4", "0.4.7"]
    assert tokens.encode(Notes.of([])).shape == (0, 1)


def test_transposing_moves_notes_and_chords_alike():
    tokens = Tokens(WORDS)

    def moved(words: list[str], semitones: int) -> list[str]:
        return [WORDS[code] for code in tokens.transpose(tokens.encode_tokens(words), semitones)[:, 0]]

    assert moved(["C4", "0.4.7"], 1) == ["C#4", "1.5.8"]
    assert moved(["C5"], 1) == ["C#4"]  # by an octave back into what is known
    assert moved(["7.11.2.5", "E-4"], 1) == ["7.11.2.5", "E-4"]  # nothing to become: they stay
    assert moved(list(WORDS), 0) == list(WORDS)


def test_transposing_the_thesis_up_and_down_again_gives_nearly_all_of_it_back(vocabulary):
    tokens = Tokens(vocabulary)
    codes = np.arange(200).reshape(-1, 1)  # the commonest
    back = tokens.transpose(tokens.transpose(codes, 2), -2)
    assert (back == codes).mean() > 0.9


@pytest.mark.parametrize("name", ["H4", "E", "C#", "1.2x", "E4 "])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(DataError, match=r"is neither a note such as E-5 nor pitch classes such as 8\.0\.3"):
        note_pitch(name)
