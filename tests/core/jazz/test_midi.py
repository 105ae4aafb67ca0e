"""MIDI files of strangers: what is read, what is refused and with which words; what is written is read again."""

import random

import numpy as np
import pytest
import symusic

from core.errors import CoreError, DataError
from core.jazz.midi import MidiLimits, read_midi, to_midi
from core.jazz.notes import Notes

# delta, event: C4 from tick 0 to 500, E4 from 500 to 750
TUNE = b"\x00\x90\x3c\x50\x83\x74\x80\x3c\x00\x00\x90\x40\x40\x81\x7a\x80\x40\x00"
TEMPO_60 = b"\x00\xff\x51\x03\x0f\x42\x40"


def rows(notes: Notes) -> list[tuple[float, float, int]]:
    return list(zip(notes.start_s.tolist(), notes.duration_s.tolist(), notes.pitch.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_what_is_written_is_read_again(seed, some_notes, same_notes):
    notes = some_notes(300, seed=seed)
    same_notes(read_midi(to_midi(notes, program=3, texts=["made by a machine", "für dich ♪"])), notes)


def test_another_reader_reads_the_same(some_notes):
    notes = some_notes(100)
    (track,) = symusic.Score.from_midi(to_midi(notes, program=11)).to("second").tracks
    assert track.program == 11
    theirs = sorted((round(note.start, 4), note.pitch) for note in track.notes)
    assert theirs == [(round(start_s, 4), pitch) for start_s, _, pitch in rows(notes)]


def test_texts_stand_in_the_file_as_utf_8():
    content = to_midi(Notes.of([(0, 1, 60, 80)]), texts=["made by a machine", "♪"])
    assert b"\xff\x01\x11made by a machine" in content
    assert b"\xff\x01\x03" + "♪".encode() in content


def test_an_instrument_that_is_none_is_a_bug():
    with pytest.raises(ValueError, match="program=128 must be 0 to 127"):
        to_midi(Notes.of([]), program=128)


def test_notes_that_a_keyboard_cannot_play_are_written_as_it_can():
    written = read_midi(to_midi(Notes.of([(0, 5, 60, 80), (1, 1, 60, 80), (1, 2, 60, 80), (1.0004, 1, 60, 80)])))
    assert rows(written) == [(0, 1, 60), (1, 2, 60)]


def test_ticks_of_a_quarter_note_at_120_unless_told(midi_file):
    assert rows(read_midi(midi_file(TUNE))) == [(0, 0.5, 60), (0.5, 0.25, 64)]


def test_a_tempo_stretches_what_follows_it(midi_file):
    assert rows(read_midi(midi_file(TEMPO_60 + TUNE))) == [(0, 1, 60), (1, 0.5, 64)]
    later = TUNE[:9] + TEMPO_60 + TUNE[9:]  # after the first note
    assert rows(read_midi(midi_file(later))) == [(0, 0.5, 60), (0.5, 0.5, 64)]


def test_a_tempo_of_one_track_holds_for_all_of_them(midi_file):
    assert rows(read_midi(midi_file(TEMPO_60, TUNE, kind=1))) == [(0, 1, 60), (1, 0.5, 64)]


def test_of_two_tempos_at_one_tick_the_later_holds(midi_file):
    slower = b"\x00\xff\x51\x03\x1e\x84\x80"
    assert read_midi(midi_file(slower + TEMPO_60 + TUNE)).end_s == 1.5


def test_tracks_sound_together_but_those_of_format_2_one_after_another(midi_file):
    assert rows(read_midi(midi_file(TUNE, TUNE, kind=1)))[:2] == [(0, 0.5, 60), (0, 0.5, 60)]
    one_by_one = read_midi(midi_file(TEMPO_60 + TUNE, TUNE, kind=2))
    assert rows(one_by_one) == [(0, 1, 60), (1, 0.5, 64), (1.5, 0.5, 60), (2, 0.25, 64)]


@pytest.mark.parametrize(
    ("division", "tick_s"), [(0xE728, 0.001), (0xE850, 1 / 1920), (0xE264, 1 / 3000), (0xE304, 1001 / 120_000)]
)
def test_files_that_count_in_frames_are_read_by_them_and_not_by_tempos(midi_file, division, tick_s):
    notes = read_midi(midi_file(TEMPO_60 + TUNE, division=division))
    np.testing.assert_allclose(notes.start_s, [0, 500 * tick_s], atol=1e-6)
    np.testing.assert_allclose(notes.duration_s, [500 * tick_s, 250 * tick_s], atol=1e-6)


def test_the_kind_of_an_event_may_be_left_out_when_it_repeats(midi_file):
    running = b"\x00\x90\x3c\x50\x83\x74\x3c\x00\x00\x40\x40\x81\x7a\x40\x00"  # note on with velocity 0 ends a note
    assert rows(read_midi(midi_file(running))) == rows(read_midi(midi_file(TUNE)))


def test_what_is_no_note_is_passed_over(midi_file):
    others = b"\x00\xc0\x05\x00\xb0\x07\x64\x00\xe0\x00\x40\x00\xd0\x10\x00\xa0\x3c\x10\x00\xf0\x03\x01\x02\xf7"
    odd = b"\x00\xff\x59\x02\x63\x09\x00\xff\x7f\x02ab\x00\xff\x51\x01\x00"  # a key of 99 sharps, a tempo of one byte
    assert rows(read_midi(midi_file(others + odd + TUNE))) == rows(read_midi(midi_file(TUNE)))


def test_parts_of_a_file_that_are_no_tracks_are_passed_over(midi_file):
    content = midi_file(TUNE)
    assert len(read_midi(content[:14] + b"XFIH\x00\x00\x00\x02ab" + content[14:])) == 2


def test_a_note_without_length_or_end_is_none(midi_file):
    without_length, without_end = b"\x00\x90\x30\x50\x00\x80\x30\x00", b"\x00\x90\x31\x50"
    assert rows(read_midi(midi_file(without_length + without_end + TUNE))) == rows(read_midi(midi_file(TUNE)))


def test_a_key_struck_twice_ends_in_the_order_of_its_strokes(midi_file):
    twice = b"\x00\x90\x3c\x50\x64\x90\x3c\x40\x64\x80\x3c\x00\x64\x80\x3c\x00"
    assert rows(read_midi(midi_file(twice))) == [(0, 0.2, 60), (0.1, 0.2, 60)]


def test_drums_are_left_out(midi_file):
    drums = b"\x00\x99\x24\x50\x83\x74\x89\x24\x00"
    assert read_midi(midi_file(drums, TUNE, kind=1)).pitch.tolist() == [60, 64]
    with pytest.raises(DataError, match="has drums but no other notes; choose a file with notes of definite pitch"):
        read_midi(midi_file(drums))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty; choose a file with music"),
        (b"Dear diary, today I wrote no music.", "does not begin as a MIDI file does; export it again as .mid"),
        (b"RIFF....RMID", "does not begin as a MIDI file does"),
        (b"MThd\x00\x00\x00\x06\x00", "ends after 9 bytes, inside its header; copy it again"),
    ],
)
def test_what_is_no_midi_file_is_refused(content, words):
    with pytest.raises(DataError, match=words):
        read_midi(content)


@pytest.mark.parametrize(
    ("track", "words"),
    [
        (b"", "has no notes; choose a file with music in it"),
        (b"\x00\x3c\x50", "begins in the middle of an event; copy"),
        (b"\x00\xf4\x00", "holds an event 0xf4, which no file may"),
        (b"\x00\x90\x90\x90", "has the value 144, at most 127 is allowed"),
        (b"\xff\xff\xff\xff\x00\x90\x3c\x50", "is longer than 4 bytes; the file is broken"),
        (b"\x00\xff\x51\x03\x00\x00\x00" + TUNE, "states an endless tempo"),
        (b"\x00\xff\x01\x7fshort", "ends in the middle of an event"),
        (b"\x00\xf0\x7f\x01", "ends in the middle of an event"),
    ],
)
def test_a_broken_track_is_refused_in_words(midi_file, track, words):
    with pytest.raises(DataError, match=words):
        read_midi(midi_file(track))


def test_a_file_that_was_cut_is_refused_wherever_it_was_cut(midi_file):
    content = midi_file(TUNE)
    for n in range(1, len(content)):
        with pytest.raises(DataError, match=r"the file|a track"):
            read_midi(content[:n])
    with pytest.raises(DataError, match="ends inside a part of 22 bytes, 12 are there; copy it again"):
        read_midi(content[:-10])
    with pytest.raises(DataError, match="a track ends in the middle of an event"):
        read_midi(midi_file(TUNE[:-1], end=b""))


@pytest.mark.parametrize(
    ("division", "words"),
    [
        (0, "states an endless tempo"),
        (0xE700, "counts 0 ticks in each of 25 frames a second"),
        (0x8010, "counts 16 ticks in each of 128 frames"),
    ],
)
def test_a_clock_that_is_none_is_refused(midi_file, division, words):
    with pytest.raises(DataError, match=words):
        read_midi(midi_file(TUNE, division=division))


def test_an_unknown_format_is_refused(midi_file):
    with pytest.raises(DataError, match="is of MIDI format 3, 0 to 2 are known"):
        read_midi(midi_file(TUNE, kind=3))


def test_five_megabytes_are_too_many(midi_file, tmp_path):
    content = midi_file(TUNE + b"\x00\xff\x01\x7f" + bytes(127)) + bytes(5_000_000)
    with pytest.raises(DataError, match="is larger than 2 MB; cut it into shorter files"):
        read_midi(content)
    (tmp_path / "long.mid").write_bytes(content)
    with pytest.raises(DataError, match="is larger than 2 MB"):
        read_midi(tmp_path / "long.mid")


def test_too_many_notes_tracks_and_minutes_are_refused(midi_file):
    with pytest.raises(DataError, match="has more than 1 notes; cut it"):
        read_midi(midi_file(TUNE), limits=MidiLimits(max_notes=1))
    with pytest.raises(DataError, match="has more than 3 notes"):
        read_midi(midi_file(TUNE, TUNE, kind=1), limits=MidiLimits(max_notes=3))
    with pytest.raises(DataError, match="has more than 2 tracks; keep those that matter"):
        read_midi(midi_file(TUNE, TUNE, TUNE, kind=1), limits=MidiLimits(max_tracks=2))
    with pytest.raises(DataError, match="lasts 300 min, at most 60 min are taken"):
        read_midi(to_midi(Notes.of([(0, 18_000, 60, 80)])))
    assert len(read_midi(midi_file(TUNE, TUNE, kind=1), limits=MidiLimits(max_notes=4, max_tracks=2))) == 4


def test_a_tick_behind_all_clocks_is_refused(midi_file, monkeypatch):
    monkeypatch.setattr("core.jazz.midi._FARTHEST_TICK", 700)
    with pytest.raises(DataError, match="claims to last for years; it is broken"):
        read_midi(midi_file(TUNE))


def test_a_path_is_read_and_one_that_is_not_there_refused(midi_file, tmp_path):
    (tmp_path / "tune.mid").write_bytes(midi_file(TUNE))
    assert len(read_midi(tmp_path / "tune.mid")) == 2
    with pytest.raises(DataError, match=r"cannot be read \(No such file or directory\); choose another"):
        read_midi(tmp_path / "other.mid")


def test_whatever_is_broken_in_a_file_it_is_read_or_refused_in_words(some_notes):
    rng, whole = random.Random(0), to_midi(some_notes(20), texts=["a", "b"])
    for _ in range(1500):
        content = bytearray(whole)
        for _ in range(rng.choice([1, 3, 10])):
            at = rng.randrange(len(content))
            content[at : at + rng.randrange(2)] = rng.choice(
                [b"", b"\xff", b"\xf0", b"\x7f", bytes([rng.randrange(256)])]
            )
        try:
            notes = read_midi(bytes(content))
        except CoreError:
            continue
        assert len(notes)
        assert np.isfinite(notes.start_s).all()
        assert (notes.duration_s > 0).all()
