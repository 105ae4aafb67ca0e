"""Zips that strangers make, honest and not."""

import io
import random
import struct
import zipfile

import numpy as np
import pytest

from core.archives import CHUNK, DamagedEntry, ZipLimits, open_zip
from core.errors import CoreError, DataError

SONG = np.random.default_rng(0).integers(0, 256, 3 * CHUNK + 17, dtype=np.uint8).tobytes()
LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


def patched(data: bytes, mark: bytes, at: int, form: str, value: int, *, n: int = 0) -> bytes:
    """The same archive with a number written into its ``n``-th header of a kind."""
    start = -1
    for _ in range(n + 1):
        start = data.index(mark, start + 1)
    changed = bytearray(data)
    struct.pack_into(form, changed, start + at, value)
    return bytes(changed)


def read_all(data: bytes, **limits) -> dict[str, bytes]:
    with open_zip(io.BytesIO(data), limits=ZipLimits(**limits)) as archive:
        return {entry.name: b"".join(archive.read(entry)) for entry in archive.entries if not entry.refusal}


def refusals(data: bytes) -> dict[str, str]:
    with open_zip(io.BytesIO(data)) as archive:
        return {entry.name: entry.refusal for entry in archive.entries}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_was_packed_comes_out(method):
    files = {"rock/a.wav": SONG, "rock/silence.wav": bytes(2_000_000), "rock/empty.wav": b""}
    assert read_all(zipped(files, method=method)) == files


def test_it_comes_out_of_a_path_as_well_and_in_small_pieces(tmp_path):
    path = tmp_path / "songs.zip"
    path.write_bytes(zipped({"a.wav": SONG, "silence.wav": bytes(5_000_000)}))
    with open_zip(path) as archive:
        pieces = [piece for entry in archive.entries for piece in archive.read(entry)]
    assert b"".join(pieces) == SONG + bytes(5_000_000)
    assert max(map(len, pieces)) <= CHUNK


def test_an_archive_behind_other_bytes_is_read():
    assert read_all(b"#!/bin/sh\n" * 100 + zipped({"a.wav": SONG})) == {"a.wav": SONG}


def test_folders_are_no_entries():
    assert refusals(zipped({"rock/": b"", "rock/a.wav": SONG})) == {"rock/a.wav": ""}


def test_names_are_read_as_utf8_also_where_the_packer_did_not_say_so():
    data = zipped({"motley/ä日.wav": SONG})
    silent = data.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00")  # the flag of both headers off
    assert silent != data
    assert list(read_all(silent)) == ["motley/ä日.wav"]


def test_old_names_are_read_in_the_code_page_of_dos():
    data = zipped({"motley/xx.wav": SONG}).replace(b"xx.wav", b"\x84\x94.wav")
    assert list(read_all(data)) == ["motley/äö.wav"]


def test_locked_entries_are_refused_one_by_one():
    data = zipped({"open.wav": SONG, "locked.wav": SONG})
    data = patched(data, CENTRAL, 8, "<H", 1, n=1)
    assert refusals(data) == {"open.wav": "", "locked.wav": "is locked with a password; pack it without one"}


@pytest.mark.parametrize(("method", "name"), [(zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "lzma")])
def test_other_methods_are_refused_since_they_could_inflate_without_bounds(method, name):
    assert refusals(zipped({"a.wav": SONG}, method=method)) == {
        "a.wav": f"is packed by a method that is not read here ({name}); pack it as an ordinary zip"
    }


@pytest.mark.parametrize(
    ("mode", "words"), [(0o120777, "is a link to another file"), (0o010644, "is no ordinary file")]
)
def test_links_and_pipes_are_refused(mode, words):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        info = zipfile.ZipInfo("rock/a.wav")
        info.create_system, info.external_attr = 3, mode << 16
        file.writestr(info, "/etc/passwd")
    assert refusals(buffer.getvalue())["rock/a.wav"].startswith(words)


def test_a_wrong_checksum_is_the_fault_of_that_entry_alone():
    data = zipped({"a.wav": SONG, "b.wav": b"RIFF" * 100})
    data = patched(data, CENTRAL, 16, "<L", 12345)
    with open_zip(io.BytesIO(data)) as archive:
        first, second = archive.entries
        with pytest.raises(DamagedEntry, match=r"is damaged in the archive \(its checksum is wrong\); pack it again"):
            list(archive.read(first))
        assert b"".join(archive.read(second)) == b"RIFF" * 100


def test_damaged_bytes_are_the_fault_of_that_entry_alone():
    data = bytearray(zipped({"a.wav": b"some text " * 1000}))
    data[40:60] = bytes(20)
    with open_zip(io.BytesIO(bytes(data))) as archive, pytest.raises(DamagedEntry, match=r"in the archive"):
        list(archive.read(archive.entries[0]))


def test_an_entry_that_is_not_where_the_list_says_is_damaged():
    data = zipped({"a.wav": SONG}).replace(LOCAL, b"PK\x03\x05", 1)
    with open_zip(io.BytesIO(data)) as archive, pytest.raises(DamagedEntry, match=r"is not where the archive says"):
        list(archive.read(archive.entries[0]))


@pytest.mark.parametrize("stated", [1000, 3_000_000])
def test_two_sizes_of_one_entry_end_the_reading(stated):
    data = patched(zipped({"a.wav": bytes(2_000_000)}), CENTRAL, 24, "<L", stated)
    with pytest.raises(DataError, match=r"states two sizes for its entry “a\.wav”, as no packer does") as told:
        read_all(data)
    assert not isinstance(told.value, DamagedEntry)


@pytest.mark.parametrize("stated", [1000, 300_000, 3_000_000])
def test_never_more_is_inflated_than_stated_and_less_is_told_as_well(stated):
    data = patched(zipped({"a.wav": bytes(2_000_000)}), CENTRAL, 24, "<L", stated)
    data = patched(data, LOCAL, 22, "<L", stated)
    pieces, words = [], rf"does not hold the {stated:,} bytes that the archive states"
    with open_zip(io.BytesIO(data)) as archive, pytest.raises(DamagedEntry, match=words):
        pieces.extend(archive.read(archive.entries[0]))
    assert sum(map(len, pieces)) <= stated


def test_entries_that_share_bytes_are_refused():
    data = zipped({"a.wav": bytes(1_000_000), "b.wav": bytes(1_000_000)})
    data = patched(data, CENTRAL, 42, "<L", 0, n=1)  # the second begins where the first does
    with pytest.raises(DataError, match=r"entries of the archive lie over each other, as no packer makes them"):
        read_all(data)


def test_an_entry_that_reaches_into_the_list_is_refused():
    data = patched(zipped({"a.wav": SONG}), CENTRAL, 20, "<L", 2 * len(SONG))
    with pytest.raises(DataError, match=r"reaches into its list of files; it is broken"):
        read_all(data)


def test_what_unpacks_to_much_more_than_music_does_is_refused_before_it_is_unpacked():
    with pytest.raises(DataError, match=r"its 0\.2 MB unpack to 200 MB; music does not shrink like that"):
        read_all(zipped({"a.wav": bytes(200_000_000)}))


def test_too_many_entries_are_refused():
    data = zipped({f"{n}.wav": b"" for n in range(11)})
    with pytest.raises(DataError, match=r"has 11 entries, at most 10 are taken; make smaller ones"):
        read_all(data, max_entries=10)


def test_a_list_of_entries_too_long_to_hold_is_refused_before_it_is_read():
    data = zipped({f"{n:0200}.wav": b"" for n in range(100)})
    with pytest.raises(DataError, match=r"the list of files in the archive takes 25,\d+ bytes, at most 9,000 are read"):
        read_all(data, max_list_bytes=9_000)


@pytest.mark.parametrize("data", [b"", b"RIFF" * 1000, b"PK\x03\x04", zipped({"a.wav": SONG})[:-30]])
def test_what_is_no_archive_or_was_cut_is_told(data):
    with pytest.raises(DataError, match=r"this is no zip archive, or it was cut on its way .*; pack it again"):
        read_all(data)
    with (
        pytest.raises(DataError, match=r"no zip archive, .*; send a folder"),
        open_zip(io.BytesIO(data), instead="send a folder"),
    ):
        pass


def test_a_path_that_is_gone_is_told(tmp_path):
    with (
        pytest.raises(DataError, match=r"the archive cannot be read \(No such file or directory\)"),
        open_zip(tmp_path / "a"),
    ):
        pass


def test_no_damage_leads_to_anything_but_a_clear_error():
    whole = zipped({"rock/a.wav": b"RIFF" * 200, "jazz/ä.wav": bytes(3000)})
    dice = random.Random(1)
    for _ in range(1500):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 1, 2, 5])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.1:
            del data[dice.randrange(len(data)) :]
        try:
            files = read_all(bytes(data))
        except CoreError:
            continue
        assert sum(map(len, files.values())) <= 4_000


class _Pipe(io.BytesIO):
    """A file that cannot go back, as when an archive is made on the fly."""

    def seekable(self) -> bool:
        return False

    def seek(self, *args) -> int:
        raise io.UnsupportedOperation


def test_archives_made_on_the_fly_and_those_of_64_bits_are_read():
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as file:
        with file.open("a.wav", "w", force_zip64=True) as entry:
            entry.write(SONG)
        file.writestr("b.wav", SONG)
    assert read_all(pipe.getvalue()) == {"a.wav": SONG, "b.wav": SONG}
