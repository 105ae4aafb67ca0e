import csv
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core.data.datasets.gtzan import GENRES
from core.downloads import fetch
from core.errors import DownloadError
from core.models.backbones import BACKBONES, backbone_of, yamnet
from core.models.backbones.listening import hear_of, listen
from core.models.backbones.yamnet import SPEC, TINY
from core.models.backbones.yamnet_classes import CLASSES, GENRE_CLASSES, MUSIC_CLASSES, SPEECH_CLASSES
from core.models.inputs import YAMNET_GENRES, input_view, views_among
from core.sound.decode import decode


@pytest.fixture(scope="module")
def hear(shared):
    return hear_of(SPEC.name)


@pytest.fixture
def top_five(hear):
    """``top_five(y, sr)``: the five tags that YAMNet is surest of."""

    def names(y: np.ndarray, sr: int) -> list[str]:
        tags = listen(y, sr=sr, backbone=SPEC).tags[0]
        return [CLASSES[i] for i in np.argsort(-tags)[:5]]

    return names


@pytest.fixture(scope="module")
def segments(shared):
    """Five segments, each unlike the others: two of metal, two of speech, one of noise."""
    names = ("gtzan/audio/metal/metal.00000.flac", "songs/198-209-0000.ogg")
    recordings = [decode(shared / name, sr=SPEC.sr).y[: 2 * SPEC.n_samples].reshape(2, -1) for name in names]
    noise = np.random.default_rng(0).normal(scale=0.1, size=(1, SPEC.n_samples))
    return np.concatenate([*recordings, noise]).astype(np.float32)


def test_it_is_registered_under_its_name():
    assert BACKBONES["yamnet"] is SPEC


def test_the_typed_names_are_those_of_the_published_class_map_in_its_order(shared):
    with open(fetch("yamnet_class_map.csv"), encoding="utf-8", newline="") as file:
        assert tuple(row["display_name"] for row in csv.DictReader(file)) == CLASSES


def test_every_name_is_a_column_that_leads_back_to_it():
    assert len(set(SPEC.tag_columns)) == len(CLASSES) == 521
    assert all(backbone_of(column) is SPEC for column in SPEC.tag_columns)


def test_silence_is_heard_as_silence(top_five):
    assert top_five(np.zeros(3 * SPEC.sr, dtype=np.float32), SPEC.sr)[0] == "Silence"


def test_a_sine_of_440_hz_is_heard_as_the_tone_of_a_telephone(top_five, tone):
    assert "Dial tone" in top_five(tone(440.0, 3.0, SPEC.sr), SPEC.sr)


def test_white_noise_is_heard_as_noise(top_five, noise):
    assert {"White noise", "Static", "Noise"} & set(top_five(noise(3.0, SPEC.sr), SPEC.sr))


@pytest.mark.parametrize(
    ("song", "said"),
    [
        ("198-209-0000.ogg", "Speech"),
        ("456440__inspectorj__bird-whistling-robin-single-13.ogg", "Bird"),
        ("sorohanro_-_solo-trumpet-06.ogg", "Trumpet"),
        ("442789__lena-orsa__happy-music-pistachio-ice-cream-ragtime.ogg", "Piano"),
        ("Karissa_Hobbs_-_Lets_Go_Fishin.ogg", "Music"),
    ],
)
def test_real_sounds_are_heard_for_what_they_are(shared, top_five, song, said):
    assert said in top_five(decode(shared / "songs" / song, sr=SPEC.sr).y, SPEC.sr)


def test_a_batch_is_heard_as_its_segments_one_by_one_and_again_alike(hear, segments):
    together = hear(segments)
    alone = [hear(segment[None]) for segment in segments]
    np.testing.assert_array_equal(together.tags, np.concatenate([one.tags for one in alone]))
    np.testing.assert_array_equal(together.embedding, hear(segments).embedding)


def test_threads_that_listen_at_once_hear_their_own_sound(hear, segments):
    wanted = hear(segments).tags
    with ThreadPoolExecutor(4) as pool:
        heard = list(pool.map(lambda i: hear(segments[i][None]).tags[0], [0, 1, 2, 3, 4] * 8))
    np.testing.assert_array_equal(np.stack(heard), np.tile(wanted, (8, 1)))


def test_networks_that_are_loaded_at_once_leave_the_errors_of_the_process_where_they_go(shared, capfd):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: yamnet.load(), range(8)))
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"


def test_the_embedding_is_the_logarithm_of_the_tags_and_finite_where_they_are_nothing(hear, segments):
    heard = hear(segments)
    assert heard.embedding.shape == heard.tags.shape == (5, SPEC.n_dims)
    assert heard.embedding.dtype == heard.tags.dtype == np.float32
    assert heard.tags.min() < TINY
    np.testing.assert_allclose(np.exp(heard.embedding), np.maximum(heard.tags, TINY), rtol=1e-5)


def test_an_altered_file_is_refused_with_the_reason(shared, tmp_path, monkeypatch):
    altered = bytearray((shared / "mirror" / yamnet.FILE).read_bytes())
    altered[len(altered) // 2] ^= 1
    (tmp_path / yamnet.FILE).write_bytes(altered)
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=r"yamnet\.tflite is not the file it should be: sha256 \w+"):
        yamnet.load()


def test_all_genres_of_gtzan_are_classes_of_it():
    assert tuple(GENRE_CLASSES) == GENRES
    assert set(GENRE_CLASSES.values()) < set(CLASSES)
    assert set(GENRE_CLASSES.values()) < set(MUSIC_CLASSES)
    assert set(YAMNET_GENRES.columns) < set(SPEC.tag_columns)


def test_the_genres_are_a_view_of_any_table_that_holds_their_ten_columns():
    assert input_view("yamnet-genres") is YAMNET_GENRES
    assert views_among(YAMNET_GENRES.columns) == {"yamnet-genres": YAMNET_GENRES}
    assert "yamnet-genres" in views_among((*SPEC.columns, *SPEC.tag_columns))
    assert "yamnet-genres" not in views_among(YAMNET_GENRES.columns[1:])
    assert YAMNET_GENRES.names == GENRES
    scores = np.array([[0.0, *np.linspace(0.1, 0.9, 9)]])
    np.testing.assert_allclose(YAMNET_GENRES.compute(scores), np.log([[TINY, *np.linspace(0.1, 0.9, 9)]]))


def test_music_and_speech_have_nothing_in_common():
    assert MUSIC_CLASSES[0] == "Music"
    assert SPEECH_CLASSES[0] == "Speech"
    assert not set(MUSIC_CLASSES) & set(SPEECH_CLASSES)
    assert {*MUSIC_CLASSES, *SPEECH_CLASSES} < set(CLASSES)
