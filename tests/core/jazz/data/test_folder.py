"""Folders, zips and uploads of MIDI files: every file is a piece or is named with the reason."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.folder import FolderLimits, read_folder, read_uploads
from core.jazz.data.piece import NO_MANNER
from core.jazz.midi import MidiLimits, to_midi
from core.jazz.notes import Notes


def tune(seed: int = 0, *, up: int = 0) -> bytes:
    pitches = 60 + up + np.random.default_rng(seed).integers(0, 20, 60)
    return to_midi(Notes.of((i / 4, 0.25, pitch, 80) for i, pitch in enumerate(pitches)))


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return content.getvalue()


def laid_out(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_mid", ".mid")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def names_of(brought) -> list[str]:
    return [piece.name for piece in brought.pieces]


def test_a_folder_is_read_with_the_folders_in_it_in_the_order_of_names(tmp_path):
    brought = read_folder(laid_out(tmp_path, b_mid=tune(1), a_mid=tune(2), c__d_mid=tune(3)))
    assert names_of(brought) == ["a.mid", "b.mid", "c/d.mid"]
    assert {piece.manner for piece in brought.pieces} == {NO_MANNER}
    assert len({piece.group for piece in brought.pieces}) == 3
    assert brought.left_out == ()


def test_a_broken_file_is_named_and_does_not_stop_the_rest(tmp_path):
    brought = read_folder(
        laid_out(tmp_path, a_mid=tune(), b_mid=b"no music", c_mid=b"", d_mid=tune(1)[:-9], notes=b"x")
    )
    assert names_of(brought) == ["a.mid"]
    assert [left.name for left in brought.left_out] == ["b.mid", "c.mid", "d.mid", "notes"]
    for left, words in zip(
        brought.left_out, ("does not begin as", "is empty", "ends inside", "does not end in"), strict=True
    ):
        assert words in left.why


def test_a_file_is_taken_by_itself(tmp_path):
    laid_out(tmp_path, a_mid=tune())
    assert names_of(read_folder(tmp_path / "a.mid")) == ["a.mid"]


def test_a_zip_is_read_like_a_folder(tmp_path):
    path = tmp_path / "songs.zip"
    path.write_bytes(zipped(("x/a.mid", tune(1)), ("b.MIDI", tune(2)), ("x/", b""), ("__MACOSX/._a.mid", b"?")))
    brought = read_folder(path)
    assert names_of(brought) == ["x/a.mid", "b.MIDI"]
    assert brought.left_out == ()


def test_names_that_climb_out_of_a_zip_lead_nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    evil = zipped(
        ("../../up.mid", tune(1)), ("/etc/root.mid", tune(2)), ("C:\\win.mid", tune(3)), ("a\nb<i>.mid", tune(4))
    )
    brought = read_uploads([("evil.zip", evil)])
    assert len(brought.pieces) == 4
    assert "\n" not in "".join(names_of(brought))
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent.parent / "up.mid").exists()


def test_a_zip_in_a_zip_is_named_and_not_opened():
    brought = read_uploads([("both.zip", zipped(("a.mid", tune()), ("inner.zip", zipped(("b.mid", tune(1))))))])
    assert names_of(brought) == ["a.mid"]
    assert [(left.name, left.why) for left in brought.left_out] == [
        ("inner.zip", "the file is an archive inside another; unpack it first")
    ]


def test_a_zip_that_unpacks_to_far_more_fills_no_memory():
    bomb = zipped(("zeros.mid", b"MThd" + bytes(50_000_000)), ("a.mid", tune()))
    brought = read_uploads([("bomb.zip", bomb)])
    assert names_of(brought) == ["a.mid"]
    assert "larger than 2 MB" in brought.left_out[0].why


def test_locked_and_damaged_entries_are_named():
    content = zipped(("a.mid", tune()), ("b.mid", tune(1)))
    locked = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[content.index(mark) + flags] |= 1
    assert "locked with a password" in read_uploads([("x.zip", bytes(locked))]).left_out[0].why
    damaged = bytearray(content)
    damaged[content.index(b"a.mid") + 25] ^= 0xFF
    (left,) = read_uploads([("x.zip", bytes(damaged))]).left_out
    assert left.name == "a.mid"
    assert "is damaged in the archive" in left.why


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_damaged_entry_is_named_however_it_was_packed(method):
    content = zipped(("a.mid", tune()), ("b.mid", tune(1)), method=method)
    assert names_of(read_uploads([("x.zip", content)])) == ["a.mid", "b.mid"]
    begin, end = content.index(b"a.mid") + len("a.mid"), content.index(b"PK\x03\x04", 4)
    reasons: list[str] = []
    for place in np.linspace(begin, end - 1, 40).astype(int):
        damaged = bytearray(content)
        damaged[place] ^= 0xFF
        brought = read_uploads([("x.zip", bytes(damaged))])
        reasons += [left.why for left in brought.left_out]
        assert names_of(brought) == ["b.mid"] if brought.left_out else ["a.mid", "b.mid"]
    assert len(reasons) >= 38  # a bit that fills the last byte tells nothing
    assert all(why.startswith("the file ") and "archive" in why and why.endswith("; pack it again") for why in reasons)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_may_ask_for_any_memory_to_be_unpacked_is_named(method):
    brought = read_uploads([("x.zip", zipped(("a.mid", tune()), method=method)), ("b.mid", tune(1))])
    assert names_of(brought) == ["b.mid"]
    assert "the file is packed by a method that is not read here" in brought.left_out[0].why


def test_a_zip_that_no_packer_makes_is_named_and_not_unpacked():
    content = bytearray(zipped(("a.mid", tune()), ("b.mid", tune(1))))
    at = content.rindex(b"PK\x01\x02") + 42  # where the second entry begins
    content[at : at + 4] = bytes(4)
    brought = read_uploads([("x.zip", bytes(content)), ("c.mid", tune(2))])
    assert names_of(brought) == ["c.mid"]
    assert brought.left_out[0].name == "x.zip"
    assert "lie over each other, as no packer makes them" in brought.left_out[0].why


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("seed", range(4))
def test_a_zip_with_noise_in_it_is_read_or_named_and_never_raises(method, seed):
    content, rng = zipped(("a.mid", tune()), ("b.mid", tune(1)), method=method), np.random.default_rng(seed)
    for _ in range(25):
        noisy = bytearray(content)
        for place in rng.integers(4, len(noisy), 6):
            noisy[place] = rng.integers(256)
        brought = read_uploads([("x.zip", bytes(noisy)), ("c.mid", tune(2))])
        assert names_of(brought)[-1] == "c.mid"


def test_a_cut_zip_is_named():
    brought = read_uploads([("cut.zip", zipped(("a.mid", tune()))[:-30]), ("b.mid", tune())])
    assert [left.name for left in brought.left_out] == ["cut.zip"]
    assert "this is no zip archive, or it was cut on its way" in brought.left_out[0].why


def test_uploads_of_the_same_name_are_two_pieces_of_two_groups():
    brought = read_uploads([("a.mid", tune(1)), ("a.mid", tune(2))])
    assert names_of(brought) == ["a.mid", "a.mid"]
    assert len({piece.group for piece in brought.pieces}) == 2


def test_copies_are_one_group_also_transposed():
    brought = read_uploads([("a.mid", tune(1)), ("b.mid", tune(2)), ("a up.mid", tune(1, up=3))])
    first, other, copy = (piece.group for piece in brought.pieces)
    assert first == copy != other


def test_pieces_are_tidied_like_the_clips_but_not_cut_at_thirty_seconds():
    content = to_midi(Notes.of([(0, 20, 60, 80), (50, 1, 62, 80)]))
    (piece,) = read_uploads([("a.mid", content)]).pieces
    assert piece.notes.duration_s.tolist() == [5, 1]
    assert piece.notes.start_s.tolist() == [0, 50]


def test_nothing_usable_is_refused_with_the_first_reasons(tmp_path):
    with pytest.raises(DataError, match=r"there is no MIDI file here; bring files that end in \.mid"):
        read_folder(tmp_path)
    files = [(f"{number}.mid", b"text") for number in range(5)]
    with pytest.raises(
        DataError, match=r"none of the 5 files could be used \(and 2 more\)\. 0\.mid: the file does not"
    ):
        read_uploads(files)
    with pytest.raises(DataError, match=r"song\.txt: the file does not end in \.mid, .* or \.kar; export it as MIDI"):
        read_uploads([("song.txt", b"text")])


def test_too_much_is_refused():
    files = [(f"{number}.mid", tune(number)) for number in range(4)]
    with pytest.raises(DataError, match="there are more than 3 files; bring fewer at once"):
        read_uploads(files, limits=FolderLimits(max_files=3))
    with pytest.raises(DataError, match=r"there are more than 1 files in x\.zip; make smaller archives"):
        read_uploads([("x.zip", zipped(*files))], limits=FolderLimits(max_files=1))
    with pytest.raises(DataError, match="larger than 0 MB together"):
        read_uploads(files, limits=FolderLimits(max_bytes=1000))
    brought = read_uploads(
        [("long.mid", tune() + bytes(9000)), ("a.mid", tune())], limits=FolderLimits(midi=MidiLimits(9000))
    )
    assert "is larger than 0.009 MB" in brought.left_out[0].why


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(DataError, match=r"nowhere cannot be read \(No such file or directory\); name a folder, zip or"):
        read_folder(tmp_path / "nowhere")
    laid_out(tmp_path, a_mid=tune())
    (tmp_path / "b.mid").symlink_to(tmp_path / "gone.mid")
    (left,) = read_folder(tmp_path).left_out
    assert left.name == "b.mid"
    assert "cannot be read (No such file or directory); copy it again" in left.why
