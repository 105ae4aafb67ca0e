"""The clips of jazz piano: what is made of them, and that no split tears a track apart."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.clips import DURATION_S, LONGEST_NOTE_S, manner_numbers, pianists, read_clips, tidy
from core.jazz.data.piece import Piece
from core.jazz.data.splitting import part_of
from core.jazz.midi import to_midi
from core.jazz.notes import Notes

HEAD = "clip,pianist,track,album,year\n"
TABLE = HEAD + "b_1,anna_b,Blue in Green,X,1960\na_1,carl,Blue in Green,Y,1961\nb_2,anna_b,Blue In Green,Z,1962\n"


@pytest.fixture(scope="module")
def clips(shared: Path) -> list[Piece]:
    return read_clips(shared / "jazz" / "piano_clips.zip")


@pytest.fixture
def archive(tmp_path: Path) -> Callable[..., Path]:
    """``archive(table, **clips)``: a zip like the published one."""

    def make(table: str | None = TABLE, **contents: bytes) -> Path:
        path = tmp_path / "clips.zip"
        with zipfile.ZipFile(path, "w") as file:
            if table is not None:
                file.writestr("clips.csv", table)
            for name, content in contents.items():
                file.writestr(f"{'carl' if name == 'a_1' else 'anna_b'}/{name}.mid", content)
        return path

    return make


def tune(pitch: int) -> bytes:
    return to_midi(Notes.of([(0, 1, pitch, 63), (1, 1, pitch + 2, 63)]))


def test_all_clips_are_read_with_their_groups_and_manners(clips):
    assert len(clips) == 11_540
    assert len({clip.group for clip in clips}) == 1_209  # 1,228 spellings
    assert {clip.manner for clip in clips} == set(range(20))
    manners = list(dict.fromkeys(clip.manner for clip in clips))
    assert sum(manner == place for place, manner in enumerate(manners)) <= 3  # the table goes by the alphabet


def test_numbers_of_manners_are_for_good_and_in_no_order_of_names():
    names = [f"player_{letter}" for letter in "abcdefghijklmnopqrst"]
    numbers = manner_numbers(names)
    assert numbers == manner_numbers(reversed(names * 2))
    assert sorted(numbers.values()) == list(range(20))
    assert abs(np.corrcoef(np.arange(20), [numbers[name] for name in names])[0, 1]) < 0.5
    assert [numbers[name] for name in names[:5]] == [12, 19, 11, 13, 14]  # weights that were trained know them by these


def test_every_clip_is_what_one_keyboard_can_play_in_thirty_seconds(clips):
    for notes in (clip.notes for clip in clips[::7]):
        assert len(notes) > 0
        assert notes.end_s <= DURATION_S + 1e-9
        assert notes.duration_s.min() > 0
        assert notes.duration_s.max() <= LONGEST_NOTE_S
        keys = list(zip(notes.start_s.tolist(), notes.pitch.tolist(), strict=True))
        assert len(set(keys)) == len(keys)
        assert keys == sorted(keys)


def test_times_lie_on_tenths_of_a_second_and_all_are_equally_loud(clips):
    starts = np.concatenate([clip.notes.start_s for clip in clips[::7]])
    assert np.abs(starts * 10 - np.rint(starts * 10)).max() < 1e-9
    assert {int(velocity) for clip in clips[::7] for velocity in np.unique(clip.notes.velocity)} == {63}


def test_no_track_falls_into_two_parts_and_every_part_has_its_share(clips):
    share = {
        part: sum(part_of(clip.group) == part for clip in clips) / len(clips) for part in ("train", "valid", "test")
    }
    assert 0.75 < share["train"] < 0.85
    assert min(share["valid"], share["test"]) > 0.08
    parts = {}
    for clip in clips:
        parts.setdefault(clip.group.casefold(), set()).add(part_of(clip.group))
    assert {len(some) for some in parts.values()} == {1}


def test_the_same_seconds_never_stand_on_both_sides(clips):
    where = {}
    for clip in clips:
        key = (clip.notes.pitch.tobytes(), clip.notes.start_s.tobytes())
        where.setdefault(key, set()).add(part_of(clip.group))
    assert {len(parts) for parts in where.values()} == {1}


def test_names_that_people_see_name_no_player(clips, shared):
    players = {word.lower() for name in pianists(shared / "jazz" / "piano_clips.zip") for word in name.split()}
    assert len(players) > 20
    assert all(re.fullmatch(r"clip \d{5}", clip.name) for clip in clips)
    assert len({clip.name for clip in clips}) == len(clips)


def test_a_limit_takes_the_first_of_the_table(clips, shared):
    first = read_clips(shared / "jazz" / "piano_clips.zip", limit=3)
    assert [clip.name for clip in first] == [clip.name for clip in clips[:3]]


def test_a_title_in_two_spellings_is_one_track_but_not_of_two_players(archive):
    path = archive(b_1=tune(60), a_1=tune(61), b_2=tune(62))
    pieces = read_clips(path)
    assert [piece.group for piece in pieces] == ["anna_b/Blue in Green", "carl/Blue in Green", "anna_b/Blue in Green"]
    anna, carl = (manner_numbers(["carl", "anna_b"])[name] for name in ("anna_b", "carl"))
    assert [piece.manner for piece in pieces] == [anna, carl, anna]
    assert [piece.notes.pitch.tolist() for piece in pieces] == [[60, 62], [61, 63], [62, 64]]
    assert pianists(path) == ("Anna B", "Carl")


def test_both_tracks_of_a_file_are_one_piece(archive, midi_file):
    hand = b"\x00\xff\x51\x03\x07\xa1\x20\x00\x90\x3c\x50\x83\x74\x80\x3c\x00"
    other = b"\x00\x90\x30\x50\x83\x74\x80\x30\x00"
    table = HEAD + "b_1,anna_b,T,X,1960\n"
    (piece,) = read_clips(archive(table, b_1=midi_file(hand, other, kind=1)))
    assert piece.notes.pitch.tolist() == [48, 60]


def test_tidy_drops_twins_and_what_starts_too_late_and_cuts_what_is_long():
    notes = tidy(Notes.of([(0, 12, 60, 63), (0, 9, 60, 63), (3, 9, 60, 63), (28, 9, 61, 63), (30, 1, 62, 63)]))
    assert notes.pitch.tolist() == [60, 60, 61]
    assert notes.duration_s.tolist() == [3, 5, 2]
    assert tidy(Notes.of([(40, 9, 60, 63)]), end_s=np.inf).duration_s.tolist() == [5]
    assert len(tidy(Notes.of([]))) == 0


@pytest.mark.parametrize(
    ("table", "contents", "words"),
    [
        (None, {}, r"the archive lacks clips\.csv; take it as it was published"),
        ("clip,track\n", {}, r"clips\.csv lacks the columns pianist; take the published archive"),
        (TABLE, {"b_1": b"no music"}, r"^clip 00001 is no MIDI file"),
        (TABLE, {}, r"the archive lacks clip 00001; take it"),
        (TABLE, {"b_1": bytes(1_000_001)}, r"^clip 00001 is larger than 1,000,000 bytes, so it is none of the clips"),
    ],
)
def test_an_archive_that_is_not_the_published_one_is_refused(archive, table, contents, words):
    with pytest.raises(DataError, match=words):
        read_clips(archive(table, **contents))


def test_a_clip_with_two_tempos_is_none_of_the_published(archive, midi_file):
    tempos = b"\x00\xff\x51\x03\x07\xa1\x20\x10\xff\x51\x03\x0f\x42\x40\x00\x90\x3c\x50\x83\x74\x80\x3c\x00"
    with pytest.raises(DataError, match=r"^clip 00001 has 2 tempos, the clips have one"):
        read_clips(archive(b_1=midi_file(tempos)))


def test_a_file_that_is_no_zip_cut_or_not_there_is_refused(archive, tmp_path):
    path = archive(b_1=tune(60), a_1=tune(61), b_2=tune(62))
    assert pianists(path) == ("Anna B", "Carl")
    (tmp_path / "cut.zip").write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"cut\.zip is no zip archive or is damaged .*; copy it again"):
        read_clips(tmp_path / "cut.zip")
    with pytest.raises(DataError, match=r"none\.zip cannot be read \(No such file or directory\)"):
        read_clips(tmp_path / "none.zip")
    damaged = bytearray(path.read_bytes())
    damaged[damaged.index(b"MThd") + 16] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(DataError, match=r"^clip 00001 is damaged in the archive; copy the archive again"):
        read_clips(path)
