"""What is kept of a track survives being stored, and a track that cannot be read is kept as its reason."""

import numpy as np
import pytest

from core.data.datasets import Track
from core.doctor.hearing import COLUMNS, Heard, Listening, hear, pack, unpack
from core.features.extract import extract
from core.jobs import Workbench
from core.sound.decode import decode
from core.sound.fingerprint import fingerprint


@pytest.fixture
def bench(tmp_path):
    return Workbench(tmp_path, told=lambda share, words: None)


def test_everything_is_kept_of_one_listening(track, music, bench):
    one = track(music(6.0))
    heard = unpack(hear(Listening(one, features=True), bench))
    y = decode(one.path, sr=22_050).y
    assert heard.failure == ""
    assert heard.measures.duration_s == pytest.approx(6.0)
    np.testing.assert_array_equal(heard.features, extract(y, columns=COLUMNS))
    assert heard.fingerprint.digest == fingerprint(y).digest
    np.testing.assert_array_equal(heard.fingerprint.bits, fingerprint(y).bits)


def test_features_are_left_out_where_no_label_is_judged(track, music, bench):
    assert unpack(hear(Listening(track(music()), features=False), bench)).features.shape == (0, len(COLUMNS))


def test_a_track_too_short_for_features_is_measured_all_the_same(track, music, bench):
    heard = unpack(hear(Listening(track(music(0.1)), features=True), bench))
    assert heard.measures.duration_s == pytest.approx(0.1)
    assert heard.features.shape == (0, len(COLUMNS))


def test_an_unreadable_track_is_kept_as_the_decoders_words(tmp_path, bench):
    path = tmp_path / "notes.wav"
    path.write_text("no sound")
    heard = unpack(hear(Listening(Track("ä/notes.wav", path, {}), features=True), bench))
    assert heard.failure.startswith("“ä/notes.wav” ")
    assert (heard.measures, heard.features, heard.fingerprint) == (None, None, None)


def test_no_reason_is_lost_in_storing():
    assert unpack(pack(Heard(failure="“日本” cannot be read"))).failure == "“日本” cannot be read"
