"""Files that are cut, damaged or do not hold what they state: what comes out, with which note, and what is refused."""

import itertools
import struct

import numpy as np
import pytest

from core.errors import AudioError
from core.sound import mpeg
from core.sound.decode import decode
from tests.core.sound.conftest import DURATION_S, chord
from tests.core.sound.files import (
    SR,
    by_pyav,
    by_soundfile,
    ogg_page,
    ogg_pages,
    vbr_mp3,
    with_fields,
    with_noise,
)

LIE = r"states a length of {stated}, but holds {held} of sound: its header is wrong, or nearly all of it is missing"


def first_frame_size(mp3: bytes) -> int:
    """Bytes of the first frame of an MPEG-1 layer III stream."""
    kbit_per_s = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)[mp3[2] >> 4]
    return 144_000 * kbit_per_s // 44_100 + (mp3[2] >> 1 & 1)


# A file that breaks in the middle


@pytest.mark.parametrize("form", ["wav", "wav-rf64", "wav-adpcm", "flac", "mp3", "aiff", "au", "webm", "mp4-fragments"])
def test_a_file_cut_in_the_middle_gives_its_beginning_and_a_note(form, encoded):
    whole = decode(encoded(form), sr=SR)
    cut = decode(encoded(form)[: int(0.6 * len(encoded(form)))], sr=SR)
    assert 0.4 < cut.duration_s / whole.duration_s < 0.65
    (note,) = cut.notes
    assert (
        f"the file states {whole.duration_s:.1f} s, but only {cut.duration_s:.1f} s of sound could be decoded" in note
    )
    n_samples = cut.y.size - SR // 10  # the resampler ends a little earlier where the file ends
    np.testing.assert_allclose(cut.y[:n_samples], whole.y[:n_samples], atol=1e-4)


@pytest.mark.parametrize("form", ["ogg", "opus", "aac", "wma"])
def test_a_cut_stream_that_states_no_length_gives_its_beginning_and_a_note(form, encoded):
    long = encoded(form, duration_s=8.0)
    cut = decode(long[: int(0.6 * len(long))], sr=SR)
    assert 0.3 < cut.duration_s / 8.0 < 0.65
    assert cut.notes == (
        f"the file is cut or damaged in places; what could be decoded, {cut.duration_s:.1f} s, is used",
    )


@pytest.mark.parametrize("form", ["m4a", "mov-pcm"])
def test_an_mp4_whose_tables_at_the_end_are_cut_off_is_refused(form, encoded):
    with pytest.raises(AudioError, match="begins like MP4, but its header is cut"):
        decode(encoded(form)[: int(0.6 * len(encoded(form)))], sr=SR)


@pytest.mark.parametrize("form", ["flac", "mp3", "ogg", "opus", "m4a", "aac", "webm", "mkv-flac"])
def test_noise_in_the_middle_of_a_file_leaves_the_rest_and_a_note(form, encoded):
    long = encoded(form, duration_s=8.0)
    damaged = decode(with_noise(long, len(long) // 2, 1500), sr=SR)
    assert damaged.duration_s > 2.5
    assert len(damaged.notes) == 1


def test_after_noise_mp3_goes_on_to_its_end(encoded):
    long = encoded("mp3", duration_s=8.0)
    for damaged in (with_noise(long, len(long) // 2, 3000), long[:20_000] + bytes(3000) + long[23_000:]):
        signal = decode(damaged, sr=SR)
        assert 7.4 < signal.duration_s < 7.9
        (note,) = signal.notes
        assert "the file states 8.0 s, but only 7." in note


# A stated length that is a lie


@pytest.mark.parametrize(
    ("form", "mark", "offset", "layout"),
    [("wav", b"data", 4, "<I"), ("aiff", b"SSND", 4, ">I"), ("aiff", b"COMM", 10, ">I"), ("au", b".snd", 8, ">I")],
)
@pytest.mark.parametrize("factor", [11, 1000])
def test_a_plain_header_that_states_far_more_than_the_file_holds_is_refused(
    form, mark, offset, layout, factor, encoded
):
    data = encoded(form)
    at = data.find(mark) + offset
    (honest,) = struct.unpack_from(layout, data, at)
    lie = with_fields(data, at, layout, honest * factor)
    match = LIE.format(stated=rf"{DURATION_S * factor:.0f}\.\d s", held=r"3\.0 s")
    with pytest.raises(AudioError, match=match):
        decode(lie, sr=SR)
    mild = decode(with_fields(data, at, layout, honest * 2), sr=SR)
    assert mild.duration_s == pytest.approx(DURATION_S, abs=0.01)
    assert "the file states 6.0 s, but only 3.0 s of sound" in mild.notes[0]


@pytest.mark.parametrize(("form", "offset", "layout"), [("wav", 4, "<I"), ("au", 8, ">I")])
def test_a_plain_header_that_states_far_less_than_the_file_holds_is_refused(form, offset, layout, encoded):
    data = encoded(form)
    at = max(data.find(b"data"), 0) + offset
    (honest,) = struct.unpack_from(layout, data, at)
    with pytest.raises(AudioError, match=LIE.format(stated=r"0\.1\d\d s", held=r"3\.0 s")):
        decode(with_fields(data, at, layout, honest // 20), sr=SR)
    half = decode(with_fields(data, at, layout, honest // 2), sr=SR)
    assert half.notes == ("the file states 1.5 s, but holds 3.0 s; 1.5 s are used",)


def test_what_follows_the_sound_in_chunks_of_its_own_is_no_sound(encoded):
    picture = b"LIST" + struct.pack("<I", 400_000) + bytes(400_000)
    assert decode(encoded("wav") + picture, sr=SR).notes == ()


def test_sizes_that_mean_unknown_are_no_lies(encoded):
    wav, au, flac = encoded("wav"), encoded("au"), encoded("flac")
    data_at = wav.find(b"data") + 4
    piped = with_fields(with_fields(wav, 4, "<I", 0xFFFFFFFF), data_at, "<I", 0xFFFFFFFF)
    rate_and_form = int.from_bytes(flac[18:26]) >> 36 << 36
    for data in (piped, with_fields(au, 8, ">I", 0xFFFFFFFF), with_fields(flac, 18, ">Q", rate_and_form)):
        signal = decode(data, sr=SR)
        assert signal.duration_s == pytest.approx(DURATION_S, abs=0.01)
        assert signal.notes == ()


def test_a_data_size_of_unknown_in_a_file_that_knows_its_size_is_a_lie(encoded):
    wav = encoded("wav")
    with pytest.raises(AudioError, match="its header is wrong"):
        decode(with_fields(wav, wav.find(b"data") + 4, "<I", 0xFFFFFFFF), sr=SR)


@pytest.mark.parametrize(("n_stated", "stated"), [((1 << 36) - 1, r"1558264\.8 s"), (441, r"0\.010 s")])
def test_a_flac_header_that_lies_is_refused(n_stated, stated, encoded):
    flac = encoded("flac")
    rate_and_form = int.from_bytes(flac[18:26]) >> 36 << 36
    with pytest.raises(AudioError, match=LIE.format(stated=stated, held=r"3\.0 s")):
        decode(with_fields(flac, 18, ">Q", rate_and_form | n_stated), sr=SR)


def test_a_flac_that_holds_more_than_it_states_is_read_to_its_end(encoded):
    flac = encoded("flac")
    rate_and_form = int.from_bytes(flac[18:26]) >> 36 << 36
    signal = decode(with_fields(flac, 18, ">Q", rate_and_form | 44100), sr=SR)
    assert signal.notes == ("the file states 1.0 s, but holds 3.0 s; 3.0 s are used",)


def test_a_tag_behind_a_flac_is_no_damage(encoded):
    signal = decode(encoded("flac") + b"TAG" + bytes(125), sr=SR)
    np.testing.assert_array_equal(signal.y, decode(encoded("flac"), sr=SR).y)
    assert signal.notes == ()


def test_an_ogg_whose_last_page_lies_is_refused(encoded):
    pages = ogg_pages(encoded("ogg"))
    lie = b"".join([*pages[:-1], ogg_page(pages[-1], position=44100 * 3600)])
    with pytest.raises(AudioError, match=LIE.format(stated=r"3600\.0 s", held=r"\d\.\d s")):
        decode(lie, sr=SR)


def test_of_chained_ogg_recordings_the_first_is_used_with_a_note(encoded):
    second = b"".join(ogg_page(page, serial=4711) for page in ogg_pages(encoded("ogg")))
    signal = decode(encoded("ogg") + second, sr=SR)
    assert signal.duration_s == pytest.approx(DURATION_S, abs=0.1)
    assert signal.notes == ("the file holds several recordings in a row; only the first is used",)


@pytest.mark.parametrize("n_stated", [5_000, 100_000_000])
def test_an_mp3_header_that_lies_is_refused(n_stated, encoded):
    mp3 = encoded("mp3")
    at = max(mp3[:100].find(b"Info"), mp3[:100].find(b"Xing")) + 8
    with pytest.raises(AudioError, match=LIE.format(stated=r"[\d.]+ s", held=r"3\.0 s")):
        decode(with_fields(mp3, at, ">I", n_stated), sr=SR)


def test_a_film_header_that_lies_is_refused(encoded):
    m4a, webm, wma = encoded("m4a"), encoded("webm"), encoded("wma")
    movie_at = m4a.find(b"mvhd") + 20
    webm_at = webm.find(b"\x44\x89\x88") + 3
    wma_at = wma.find(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")) + 64
    for data in (
        with_fields(m4a, movie_at, ">I", 3_600_000),
        with_fields(webm, webm_at, ">d", 3_600_000.0),
        with_fields(wma, wma_at, "<Q", 36_000_000_000 + 31_000_000),
    ):
        with pytest.raises(AudioError, match=LIE.format(stated=r"[\d.]+ s", held=r"\d\.\d s")):
            decode(data, sr=SR)


@pytest.mark.parametrize(("form", "table", "offset"), [("m4a", b"stsz", 8), ("mp4-fragments", b"trun", 4)])
def test_a_table_that_states_millions_of_packets_is_refused_before_memory_is_taken(form, table, offset, encoded):
    data = encoded(form)
    lie = with_fields(data, data.find(table) + offset, ">II", 1, 20_000_000)
    match = (
        r"states 20000000 packets of equal size in a file of \d+ bytes, more than the 2000000 that are taken as true"
    )
    with pytest.raises(AudioError, match=match):
        decode(lie, sr=SR)


def test_a_short_soundtrack_of_a_longer_film_is_no_lie():
    film = by_pyav(chord(44100, duration_s=0.5), 44100, "mp4", "aac", video=True)
    signal = decode(film, sr=SR)
    assert signal.duration_s == pytest.approx(0.5, abs=0.1)
    assert "the file states 1" in decode(by_pyav(chord(44100, 0.05), 44100, "mp4", "aac", video=True), sr=SR).notes[0]


# mp3: what libsndfile alone gets wrong


def test_an_mp3_of_varying_bit_rate_that_states_no_length_is_read_to_its_end(tone, noise):
    y = np.concatenate([tone(duration_s=10.0, sr=44100), noise(duration_s=10.0, sr=44100)])
    mp3 = vbr_mp3(y, 44100)
    bare = mp3[first_frame_size(mp3) :]
    signal = decode(bare, sr=44100)
    assert signal.duration_s == pytest.approx(20.0, abs=0.1)
    assert signal.notes == ()


def test_a_vbri_frame_counts_as_the_statement_and_not_as_sound(encoded):
    mp3 = bytearray(encoded("mp3"))
    frame_size = first_frame_size(mp3)
    mp3[4:frame_size] = bytes(frame_size - 4)
    n_frames = 100
    struct.pack_into(">4sHHHII", mp3, 36, b"VBRI", 1, 0, 75, len(mp3), n_frames)
    assert decode(bytes(mp3), sr=SR).duration_s == pytest.approx(DURATION_S, abs=0.1)
    struct.pack_into(">I", mp3, 50, 1_000_000)
    with pytest.raises(AudioError, match="its header is wrong"):
        decode(bytes(mp3), sr=SR)


@pytest.mark.parametrize(
    ("before", "behind"),
    [(b"\x12\x34" * 700, b""), (bytes(9000), b""), (b"", b"TAG" + bytes(125)), (b"", bytes(700))],
)
def test_what_lies_around_the_frames_of_an_mp3_changes_nothing(before, behind, encoded):
    signal = decode(before + encoded("mp3") + behind, sr=SR)
    np.testing.assert_array_equal(signal.y, decode(encoded("mp3"), sr=SR).y)
    assert signal.notes == ()


def test_joined_mp3_files_are_read_to_the_end_across_their_tags(encoded):
    ape = b"APETAGEX" + struct.pack("<III", 2000, 40, 0) + bytes(12 + 40)
    between = ape + b"TAG" + bytes(125) + b"ID3\x03\x00\x00\x00\x00\x00\x40" + bytes(64)
    signal = decode(encoded("mp3") + between + encoded("mp3"), sr=SR)
    assert signal.duration_s == pytest.approx(2 * DURATION_S, abs=0.2)
    assert signal.notes == ("the file states 3.0 s, but holds 6.1 s; 6.1 s are used",)


def test_all_mpeg_versions_and_layers_have_frames_that_follow_each_other():
    # A header's own arithmetic: the frames of a stream of one second hold about bit rate / 8 bytes.
    for version, layer, bit_rate_index in itertools.product((3, 2, 0), (1, 2, 3), range(1, 15)):
        header = mpeg._header(0xE0 | version << 3 | (4 - layer) << 1 | 1, bit_rate_index << 4)
        n_bytes = header.size * header.sr / header.n_samples
        kbit_per_s = mpeg._BIT_RATES[version == 3, layer][bit_rate_index - 1]
        assert n_bytes == pytest.approx(kbit_per_s * 125, rel=0.03 if layer > 1 else 0.1)


def test_false_starts_in_a_hostile_file_are_searched_only_so_long():
    hostile = b"\xff\xfb\x90\x64" * 2_000_000
    with pytest.raises(AudioError, match="no known sound format"):
        decode(hostile, sr=SR)


def test_a_wav_of_countless_chunks_is_refused_and_not_walked():
    chunks = b"junk\x00\x00\x00\x00" * 500_000
    with pytest.raises(AudioError, match="begins like WAV"):
        decode(b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WAVE" + chunks, sr=SR)


def test_mono_frames_behind_stereo_frames_of_an_mp3_do_no_harm(encoded):
    mono = by_soundfile(np.zeros(44100), 44100, "MP3")
    signal = decode(encoded("mp3") + mono, sr=SR)
    assert np.isfinite(signal.y).all()
