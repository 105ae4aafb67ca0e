"""Marks of machine-made files: what is written is read again, in every kind of file, and strangers are not believed."""

import contextlib
import html
import io
import json
import shutil
import struct
import subprocess
import time

import mido
import numpy as np
import pytest
import soundfile as sf

from core.errors import DataError
from core.generation.arranger import arrange, brief_for, midi_bytes
from core.generation.marks import (
    IPTC,
    MAX_MARK_BYTES,
    RULES,
    SOURCE_TYPES,
    TRAINED,
    Mark,
    mark_at,
    marked,
    read_mark,
    sidecar,
    sidecar_of,
)
from core.sound.encode import as_flac, as_wav

SR = 22_050
SETTINGS = {"temperature": 1.1, "top_p": 0.95, "prime": None, "playing": {"trio": True, "names": ["Ünder", "“x”"]}}
MARK = Mark("jazz", "jazz-tokens-lstm", 7, SETTINGS)
OTHER = Mark("the band", "rules", 8, {}, RULES)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """An unmarked file of each kind."""
    y = np.random.default_rng(0).uniform(-0.5, 0.5, (2, 4_001)).astype(np.float32)
    midi = midi_bytes(arrange(brief_for("jazz", seed=0, duration_s=4)))
    return {"flac": as_flac(y, sr=SR), "wav": as_wav(y, sr=SR), "mid": midi}


KINDS = ("flac", "wav", "mid")


class TestFile:
    @pytest.mark.parametrize("kind", KINDS)
    def test_keeps_its_mark(self, kind, files, tmp_path):
        content = marked(files[kind], MARK)
        assert read_mark(files[kind]) is None
        assert read_mark(content) == MARK
        path = tmp_path / f"clip.{kind}"
        path.write_bytes(content)
        assert read_mark(path) == MARK

    @pytest.mark.parametrize("kind", KINDS)
    def test_has_one_mark_the_last(self, kind, files):
        content = marked(marked(files[kind], OTHER), MARK)
        assert read_mark(content) == MARK
        assert content.count(b"genrescope-mark") == 1

    @pytest.mark.parametrize("kind", ["flac", "wav"])
    def test_of_sound_sounds_as_before(self, kind, files):
        before, sr = sf.read(io.BytesIO(files[kind]), dtype="int16")
        after, sr_after = sf.read(io.BytesIO(marked(files[kind], MARK)), dtype="int16")
        assert sr == sr_after == SR
        np.testing.assert_array_equal(before, after)

    def test_of_midi_has_the_same_events_and_one_text_more(self, files):
        before, after = (
            mido.MidiFile(file=io.BytesIO(content)) for content in (files["mid"], marked(files["mid"], MARK))
        )
        assert after.tracks[0][0] == mido.MetaMessage("text", text=MARK.text, time=0)
        assert after.tracks[0][1:] == before.tracks[0]
        assert after.tracks[1:] == before.tracks[1:]

    @pytest.mark.parametrize("kind", ["flac", "wav"])
    def test_tells_other_programs_too(self, kind, files):
        with sf.SoundFile(io.BytesIO(marked(files[kind], MARK))) as file:
            assert file.comment.startswith("Machine-made: Genrescope jazz, model jazz-tokens-lstm, seed 7; ")
            assert IPTC + TRAINED in file.comment

    def test_is_valid_to_ffmpeg(self, files, tmp_path):
        if not shutil.which("ffprobe"):
            pytest.skip("no ffprobe on this machine")
        for kind in ("flac", "wav"):
            path = tmp_path / f"clip.{kind}"
            path.write_bytes(marked(files[kind], MARK))
            command = ["ffprobe", "-v", "error", "-show_entries", "format_tags", str(path)]
            told = subprocess.run(command, capture_output=True, text=True, check=True)
            assert told.stderr == ""
            assert "Machine-made: Genrescope jazz" in told.stdout

    def test_of_an_unknown_kind_cannot_be_marked(self):
        with pytest.raises(DataError, match=r"begins with b'OggS' cannot be marked; FLAC, WAV and MIDI files can"):
            marked(b"OggS" + bytes(100), MARK)

    @pytest.mark.parametrize("kind", KINDS)
    def test_that_is_cut_short_cannot_be_marked(self, kind, files):
        with pytest.raises(DataError, match=rf"the {kind.replace('mid', 'midi').upper()} file is broken"):
            marked(files[kind][:40], MARK)


class TestSidecar:
    def test_keeps_the_mark(self):
        assert read_mark(sidecar(MARK)) == MARK

    def test_names_the_kind_of_origin_as_the_iptc_does(self):
        found = json.loads(sidecar(OTHER))
        assert found["digitalSourceType"] == "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
        assert found["made_by"] == "Machine-made: Genrescope the band, model rules, seed 8"

    @pytest.mark.parametrize("source_type", SOURCE_TYPES)
    def test_every_kind_of_origin_comes_back(self, source_type):
        mark = Mark("jazz", "m", 0, {}, source_type)
        assert read_mark(sidecar(mark)) == mark

    def test_turns_tuples_into_lists(self):
        assert Mark("jazz", "m", 0, {"pair": (1, 2)}).settings == {"pair": [1, 2]}


class TestStrangers:
    @pytest.mark.parametrize(
        "row",
        [
            "{",
            "{}",
            "[1]",
            "[" * 5_000,
            "null",
            '{"engine": 1}',
            '{"engine": "a", "model": "b", "seed": -1, "settings": {}, "digitalSourceType": "algorithmicMedia"}',
            '{"engine": "a", "model": "b", "seed": "7", "settings": {}, "digitalSourceType": "algorithmicMedia"}',
            '{"engine": "a", "model": "b", "seed": 7, "settings": [], "digitalSourceType": "algorithmicMedia"}',
            '{"engine": "a", "model": "b", "seed": 7, "settings": {}, "digitalSourceType": "digitalCapture"}',
            '{"engine": "a", "model": "b", "seed": 7, "settings": {}, "digitalSourceType": 3}',
            '{"engine": "a\\nb", "model": "b", "seed": 7, "settings": {}, "digitalSourceType": "algorithmicMedia"}',
            '{"engine": "a", "model": "b", "seed": 7, "settings": {"x": NaN}, "digitalSourceType": "algorithmicMedia"}',
        ],
    )
    def test_with_broken_marks_are_not_believed(self, row, files):
        assert read_mark(row.encode()) is None
        assert read_mark(_midi_that_says(f"genrescope-mark {row}")) is None

    def test_with_marks_too_long_are_not_read(self):
        row = json.loads(sidecar(OTHER)) | {"settings": {"x": "a" * MAX_MARK_BYTES}}
        assert read_mark(json.dumps(row).encode()) is None
        assert read_mark(_midi_that_says("genrescope-mark " + json.dumps(row))) is None

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"MThd", b"RIFF", b"RIFF\xff\xff\xff\xffWAVELIST\xff\xff\xff\xff", b"fLaC"]
    )
    def test_with_nothing_to_read_carry_no_mark(self, content):
        assert read_mark(content) is None

    @pytest.mark.parametrize("kind", KINDS)
    def test_with_damaged_files_end_in_no_mark_or_a_mark_or_an_error_in_words(self, kind, files):
        content, rng = marked(files[kind], MARK)[:3_000], np.random.default_rng(5)
        for _ in range(300):
            damaged = bytearray(content[: rng.integers(1, len(content))] if rng.random() < 0.3 else content)
            for place in rng.integers(0, min(len(damaged), 1_200), 4):
                damaged[place] = rng.integers(256)
            found = read_mark(bytes(damaged))
            assert found is None or isinstance(found, Mark)
            with contextlib.suppress(DataError):
                assert read_mark(marked(bytes(damaged), OTHER)) == OTHER

    def test_with_millions_of_comments_take_no_time(self, files):
        n = 2_000_000
        comments = struct.pack("<II", 0, n) + (struct.pack("<I", 2) + b"A=") * n
        streaminfo = files["flac"][8:42]
        evil = b"fLaC\0\0\0\x22" + streaminfo + b"\x84" + len(comments).to_bytes(3, "big") + comments
        began = time.process_time()
        assert read_mark(evil) is None
        assert time.process_time() - began < 0.5  # measured 0.03 s

    def test_with_entities_in_a_score_have_none_of_them_followed(self):
        row = MARK.text.replace('"jazz"', '"&evil;"')
        evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY evil SYSTEM "file:///etc/passwd">]>{_field(row)}'
        assert read_mark(evil.encode()).engine == "&evil;"
        assert read_mark(f'<?xml version="1.0"?>{" " * 400_000}{_field(MARK.text)}'.encode()) is None
        assert read_mark(f'<?xml version="1.0"?>{_field(MARK.text)}'.encode()) == MARK

    def test_that_are_not_there_are_told(self, tmp_path):
        with pytest.raises(DataError, match=r"gone.wav cannot be read: No such file"):
            read_mark(tmp_path / "gone.wav")


class TestMark:
    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"engine": ""}, "engine='' must be 1 to 200 printable ASCII characters"),
            ({"model": "Ü"}, "model='Ü' must be"),
            ({"model": "a" * 201}, "must be 1 to 200"),
            ({"seed": -1}, "seed=-1 must be a whole number from 0"),
            ({"seed": 1.5}, "seed=1.5 must be a whole number"),
            ({"seed": True}, "seed=True must be a whole number"),
            ({"source_type": "human"}, "source_type='human' is none of trainedAlgorithmicMedia"),
            ({"settings": {"x": object()}}, "hold what JSON has not"),
            ({"settings": {"x": float("nan")}}, "not JSON compliant"),
            ({"settings": {"x": "a" * 20_000}}, "but a mark has room for 16384"),
            ({"settings": [1]}, "must be a mapping"),
        ],
    )
    def test_refuses_what_it_cannot_carry(self, changed, words):
        with pytest.raises(ValueError, match=words.replace("(", r"\(")):
            Mark(**({"engine": "jazz", "model": "m", "seed": 0} | changed))

    def test_may_be_a_key(self):
        assert {MARK: 1}[Mark("jazz", "jazz-tokens-lstm", 7, SETTINGS)] == 1


def _field(text: str) -> str:
    escaped = html.escape(text, quote=False)
    return f'<score><miscellaneous-field name="machine-made">{escaped}</miscellaneous-field></score>'


def _midi_that_says(text: str) -> bytes:
    body = text.encode()
    size = b"".join(bytes([len(body) >> shift & 0x7F | (0x80 if shift else 0)]) for shift in (14, 7, 0))
    track = b"\x00\xff\x01" + size + body + b"\x00\xff\x2f\x00"
    return b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk" + struct.pack(">I", len(track)) + track


def test_a_sidecar_comes_first_and_one_that_tells_nothing_hides_no_mark_in_the_file(files, tmp_path):
    path = tmp_path / "song.flac"
    path.write_bytes(marked(files["flac"], MARK))
    assert mark_at(path) == read_mark(path)
    sidecar_of(path).write_bytes(b'{"title": "of another program"}')
    assert mark_at(path) == read_mark(path)
    sidecar_of(path).write_bytes(sidecar(OTHER))
    assert mark_at(path) == OTHER
