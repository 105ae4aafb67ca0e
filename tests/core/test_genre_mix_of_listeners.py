"""A model that hears by pretrained listeners: each cell from its context, tags from the cell itself, in one pass."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from core.data.audio import rows_of
from core.data.embeddings import columns_of
from core.data.opened import open_dataset
from core.downloads import REMOTE_FILES, RemoteFile
from core.features import SR
from core.genre_mix import genre_mix
from core.likeness import about_input, nearest_of_genre, nearest_tracks, standouts, unit_of
from core.models import loaded, measuring
from core.models.backbones import BACKBONES
from core.models.backbones.listening import listen
from core.models.loaded import BUILT_IN, LISTENER, LoadedModel, bytes_of, default_model, load_run, missing_files
from core.models.measuring import measure, n_segments, unmeasured
from core.sound.decode import decode
from core.sound.segments import around, cells
from tests.core.toy_listeners import DEBUG, KINDS, TRACK_S, save_listener, toy_signal


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    return load_run(save_listener(tmp_path_factory.mktemp("runs") / "toy-listener"))


def test_a_cell_is_predicted_from_what_the_listener_hears_in_its_context(model):
    song = toy_signal("dull", "bright", duration_s=9.0)
    spans = [around(cell, context_s=model.context_s, duration_s=18.0) for cell in cells(18.0)]
    contexts = [(span.start_s, span.end_s) for span in spans]
    heard = listen(song.y, sr=SR, backbone=DEBUG, spans=contexts)
    expected = model.classifier.predict_proba(heard.embedding.astype(np.float64))
    np.testing.assert_allclose(genre_mix(song, model=model).proba, expected, atol=1e-6)


def test_tags_are_those_of_the_cell_itself_and_not_of_its_context(model):
    song = toy_signal("dull", "bright", duration_s=9.0)
    alone = listen(song.y, sr=SR, backbone=DEBUG, spans=[(3.0, 6.0), (15.0, 18.0)])
    (track,) = genre_mix(song, model=model).tags
    assert (track.listener, track.names) == (DEBUG.title, DEBUG.tags)
    assert track.proba.shape == (6, 3)
    np.testing.assert_array_equal(track.proba[[1, 5]], alone.tags)
    assert track.proba[1, 2] < track.proba[5, 2]  # "high"
    assert track.strongest(1)[0][0] == "low"


def test_shares_of_a_listener_sum_to_one(model):
    mix = genre_mix(toy_signal("dull", "bright", "dull", duration_s=7.0), model=model)
    np.testing.assert_allclose(mix.proba.sum(axis=1), 1)
    assert mix.share.sum() == pytest.approx(1)


@pytest.mark.parametrize("inputs", ["debug", "debug#tags", "table"])
def test_a_spliced_sound_turns_where_it_was_spliced(inputs, tmp_path):
    model = load_run(save_listener(tmp_path / "run", inputs=inputs))
    mix = genre_mix(toy_signal("dull", "bright", duration_s=30.0), model=model)
    heard = np.array(mix.genres)[mix.proba.argmax(axis=1)]
    assert list(heard) == ["dull"] * 10 + ["bright"] * 10
    np.testing.assert_allclose(mix.share, 0.5, atol=0.05)


def test_a_table_of_features_and_listeners_is_measured_by_both():
    song = toy_signal("dull", duration_s=6.0)
    columns = ("debug:003", "tempo", "debug#high", "rms_mean")
    whole = [(0.0, 6.0)]
    both = measure(song, columns=columns, spans=whole).X
    features = measure(song, columns=("tempo", "rms_mean"), spans=whole).X
    heard = listen(song.y, sr=SR, backbone=DEBUG)
    expected = [heard.embedding[0, 3], features[0, 0], heard.tags[0, 2], features[0, 1]]
    np.testing.assert_allclose(both[0], expected, rtol=1e-6)
    assert unmeasured((*columns, "debug:008", "debug#loud", "loudness_of_old")) == [
        *("debug:008", "debug#loud", "loudness_of_old")
    ]


def test_a_song_and_a_row_of_a_table_hold_the_same_numbers_beside_a_listener_of_a_higher_rate(tmp_path, monkeypatch):
    high = replace(DEBUG, name="debug-high", sr=32_000)
    monkeypatch.setitem(BACKBONES, "debug-high", high)
    file = tmp_path / "music" / "hiss" / "one.wav"
    file.parent.mkdir(parents=True)
    noise = 0.1 * np.random.default_rng(0).standard_normal(6 * high.sr)
    soundfile.write(file, noise, high.sr, subtype="FLOAT")
    (track,) = open_dataset(str(tmp_path / "music")).tracks()
    of_table = ("tempo", "rms_mean")
    asked = {"columns": of_table, "listeners": ("debug", "debug-high"), "segment_s": 6.0}
    row = rows_of(track, track.decode(sr=SR), **asked)
    columns = (*of_table, *columns_of(asked["listeners"]))
    song = measure(decode(file, sr=high.sr), columns=columns, spans=[(0.0, 6.0)])
    np.testing.assert_allclose(song.X, row[list(columns)].to_numpy(), rtol=1e-5)


def test_a_listener_hears_a_recording_once_however_its_contexts_overlap(model, monkeypatch):
    passes = []

    def counted(y, **more):
        passes.append(len(more["spans"]))
        return listen(y, **more)

    monkeypatch.setattr(measuring, "listen", counted)
    genre_mix(toy_signal("dull", duration_s=30.0), model=model)
    assert passes == [10 + 10]


def test_progress_counts_the_segments_of_each_listener_in_words(model):
    told: list[tuple[float, str]] = []
    genre_mix(toy_signal("dull", duration_s=9.5), model=model, progress=lambda *said: told.append(said))
    assert told[-1] == (1.0, f"{DEBUG.title} listens: 10 of 10 segments")
    assert n_segments(round(9.5 * DEBUG.sr), DEBUG) == 10
    assert n_segments(DEBUG.sr, DEBUG) == 1


def test_nothing_stands_out_in_an_embedding_but_every_number_of_it_has_words(model):
    assert standouts(np.zeros(8), model=model) == ()
    assert about_input("debug:003") == f"number 4 of 8 of what {DEBUG.title} hears"
    assert unit_of("debug:003") == ""


def test_neighbours_are_found_without_the_columns_of_the_training_tracks(model):
    keys = ["track_id", "segment", "start_s", "genre", "artist"]
    bare = replace(model, training=model.training[keys])
    x = model.training[list(DEBUG.columns)].to_numpy(dtype=np.float64)[5]
    nearest = nearest_tracks(x, model=bare)
    assert nearest[0].track_id == model.training["track_id"][5]
    assert nearest[0].distance == pytest.approx(0, abs=1e-5)
    other = next(kind for kind in KINDS if kind != nearest[0].genre)
    assert nearest_of_genre(nearest[0].track_id, other, model=bare)[0].genre == other


@pytest.fixture
def listener_asset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The built-in listener is a toy that listens with one made file of five bytes; the mirror is an empty folder."""
    folder, mirror = save_listener(tmp_path / LISTENER), tmp_path / "mirror"
    mirror.mkdir()
    of_old = loaded.asset
    monkeypatch.setattr(
        loaded, "asset", lambda *parts: folder.joinpath(*parts[2:]) if LISTENER in parts else of_old(*parts)
    )
    row = RemoteFile(
        "https://example.org/made.bin", hashlib.sha256(b"12345").hexdigest(), 5, "made here", "a made file"
    )
    monkeypatch.setitem(REMOTE_FILES, "made.bin", row)
    monkeypatch.setitem(BACKBONES, "debug", replace(DEBUG, files=("made.bin",)))
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(mirror))
    return mirror


def test_without_its_files_the_classic_model_takes_the_listeners_place(listener_asset):
    model = loaded.load_model(LISTENER)
    assert not model.is_ready
    assert missing_files(model.record) == ("made.bin",)
    assert bytes_of(missing_files(model.record)) == 5
    assert default_model() == BUILT_IN


def test_with_all_its_files_the_listener_is_the_default(listener_asset):
    (listener_asset / "made.bin").write_bytes(b"12345")
    assert loaded.load_model(LISTENER).is_ready
    assert default_model() == LISTENER


def test_a_file_that_broke_off_does_not_make_it_the_default(listener_asset):
    (listener_asset / "made.bin").write_bytes(b"123")
    assert default_model() == BUILT_IN


def test_the_classic_model_needs_no_file_and_is_ready():
    classic = loaded.load_model(BUILT_IN)
    assert classic.is_ready
    assert classic.backbones == ()
    assert classic.sr == SR


def test_a_listener_of_a_higher_rate_asks_for_more_than_the_features(model):
    finer = replace(model.view, backbones=(replace(DEBUG, sr=32_000),))
    assert model.sr == SR
    assert replace(model, view=finer).sr == 32_000


def test_a_short_song_is_judged_whole_by_a_listener_too(model):
    mix = genre_mix(toy_signal("dull", duration_s=3.5), model=model)
    assert f"less than the {TRACK_S:.0f} s that the model listens to at once" in mix.notes[-1]


def test_a_run_notes_its_listeners_by_name_and_title_and_its_card_by_title(tmp_path):
    model = load_run(save_listener(tmp_path / "ears"))
    assert model.record.extra["listeners"] == {"debug": DEBUG.title}
    assert model.card["listeners"] == [DEBUG.title]
