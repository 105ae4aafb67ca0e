"""The mix is the mean of its cells, each heard in its own context, and says when it cannot be told."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soxr

from core.errors import AudioError, ModelError
from core.features import SR
from core.features.extract import extract
from core.genre_mix import GenreMix, check_listens, genre_mix, within_song_interval
from core.likeness import nearest_tracks, standouts
from core.models.inputs import InputView
from core.models.loaded import LoadedModel, load_model
from core.sound.decode import Signal


@pytest.fixture(scope="module")
def model() -> LoadedModel:
    return load_model()


def _song(duration_s: float, seed: int = 0) -> Signal:
    """Chords that change every second over soft noise: not music, but a sound with pitch, beats and dynamics."""
    rng = np.random.default_rng(seed)
    t = np.arange(int(duration_s * SR)) / SR
    roots = 110 * 2 ** (rng.integers(0, 12, int(duration_s) + 1) / 12)
    hz = np.repeat(roots, SR)[: t.size]
    phase = 2 * np.pi * np.cumsum(hz) / SR
    y = sum(np.sin(k * phase) / k for k in (1, 2, 3, 5)) * np.exp(-3 * (t % 0.5))
    return Signal(y=(0.2 * y + 0.01 * rng.standard_normal(t.size)).astype(np.float32), sr=SR, notes=())


@pytest.fixture(scope="module")
def long_mix(model: LoadedModel) -> GenreMix:
    return genre_mix(_song(100), model=model, name="chords.wav")


def test_the_mix_is_the_mean_of_its_cells_and_sums_to_one(long_mix: GenreMix):
    np.testing.assert_allclose(long_mix.share, long_mix.proba.mean(axis=0))
    np.testing.assert_allclose(long_mix.proba.sum(axis=1), 1)
    assert long_mix.share.sum() == pytest.approx(1)


def test_cells_cover_the_song_without_gaps(long_mix: GenreMix):
    assert long_mix.starts_s[0] == 0
    assert long_mix.ends_s[-1] == pytest.approx(100)
    np.testing.assert_allclose(long_mix.starts_s[1:], long_mix.ends_s[:-1])


def test_a_cell_is_predicted_from_the_context_around_it(long_mix: GenreMix, model: LoadedModel):
    cell = 15  # 45 to 48 s: its context runs from 31.5 to 61.5 s
    y = _song(100).y[int(31.5 * SR) : int(61.5 * SR)]
    alone = model.predict(extract(y, columns=model.columns))[0]
    np.testing.assert_allclose(long_mix.proba[cell], alone, atol=0.02)


def test_the_first_cells_share_the_first_context(long_mix: GenreMix):
    np.testing.assert_array_equal(long_mix.proba[0], long_mix.proba[4])
    assert not np.array_equal(long_mix.proba[0], long_mix.proba[12])


def test_the_level_does_not_change_the_mix(model: LoadedModel):
    song = _song(12)
    for gain_db in (-12, 12):
        other = Signal(y=song.y * np.float32(10 ** (gain_db / 20)), sr=SR, notes=())
        np.testing.assert_allclose(genre_mix(song, model=model).share, genre_mix(other, model=model).share, atol=0.02)


def test_a_long_song_has_an_interval_around_its_shares(long_mix: GenreMix):
    low, high = long_mix.interval
    assert long_mix.interval_reason == ""
    assert (low <= long_mix.share + 1e-9).all()
    assert (long_mix.share <= high + 1e-9).all()


def test_a_song_of_fewer_than_three_contexts_has_none_and_says_why(model: LoadedModel):
    mix = genre_mix(_song(45), model=model)
    assert mix.interval is None
    assert "lasts 45 s and each answer listens to 30 s" in mix.interval_reason
    assert "from 90 s on" in mix.interval_reason


def test_a_song_that_never_changes_does_not_vary():
    interval, _ = within_song_interval(np.full((60, 2), 0.5), duration_s=180, context_s=30)
    np.testing.assert_allclose(interval, 0.5)


def test_blocks_make_the_interval_of_a_song_of_long_parts_wider_than_that_of_a_restless_one():
    parts = np.repeat([0.9, 0.1, 0.9, 0.1, 0.9, 0.1], 20)
    restless = np.tile([0.9, 0.1], 60)
    widths = []
    for share in (parts, restless):
        interval, _ = within_song_interval(np.column_stack([share, 1 - share]), duration_s=360, context_s=30)
        widths.append(interval[1, 0] - interval[0, 0])
    assert widths[0] > 10 * widths[1]


def test_a_short_song_is_heard_whole_with_a_note(model: LoadedModel):
    mix = genre_mix(_song(8), model=model)
    assert np.ptp(mix.proba, axis=0).max() == 0
    assert any("less than the 30 s" in note for note in mix.notes)


def test_notes_of_the_decoder_are_kept(model: LoadedModel):
    song = Signal(y=_song(31).y, sr=SR, notes=("the file breaks off",))
    assert genre_mix(song, model=model).notes[0] == "the file breaks off"


def test_a_recording_that_lost_its_treble_gets_a_note(model: LoadedModel):
    full = _song(12).y + 0.01 * np.random.default_rng(1).standard_normal(12 * SR).astype(np.float32)
    narrow = soxr.resample(soxr.resample(full, SR, 16_000), 16_000, SR).astype(np.float32)
    notes = [genre_mix(Signal(y=y, sr=SR, notes=()), model=model).notes for y in (full, narrow)]
    assert not any("next to nothing above" in note for note in notes[0])
    assert any("next to nothing above 7." in note or "next to nothing above 8." in note for note in notes[1])


def test_white_noise_is_unknown_and_the_reason_names_what_is_odd(model: LoadedModel):
    y = 0.1 * np.random.default_rng(5).standard_normal(10 * SR).astype(np.float32)
    mix = genre_mix(Signal(y=y, sr=SR, notes=()), model=model)
    assert not mix.known
    assert "100 % of this sound is unlike the 948 tracks" in mix.reason
    assert "most unusual: " in mix.reason


def test_a_short_or_silent_song_is_refused(model: LoadedModel):
    with pytest.raises(AudioError, match="at least 3 s"):
        genre_mix(_song(2), model=model)
    with pytest.raises(AudioError, match="silent"):
        genre_mix(Signal(y=np.zeros(10 * SR, np.float32), sr=SR, notes=()), model=model)


def test_a_signal_at_a_lower_rate_than_the_model_hears_is_a_bug(model: LoadedModel):
    with pytest.raises(ValueError, match=r"signal\.sr=16000, but the model hears 22050 Hz"):
        genre_mix(Signal(y=np.zeros(48000, np.float32), sr=16_000, notes=()), model=model)


def test_a_signal_at_a_higher_rate_is_heard_as_at_the_features_rate(model: LoadedModel):
    song = _song(12)
    finer = Signal(y=soxr.resample(song.y, SR, 44_100).astype(np.float32), sr=44_100)
    np.testing.assert_allclose(genre_mix(finer, model=model).share, genre_mix(song, model=model).share, atol=0.03)


def test_the_json_is_the_contract(long_mix: GenreMix):
    content = json.loads(json.dumps(long_mix.to_json(), allow_nan=False))
    assert list(content) == [
        *("file", "duration_s", "model", "known", "verdict", "reason"),
        *("mix", "interval", "segments", "tags", "notes"),
    ]
    assert content["file"] == "chords.wav"
    assert content["duration_s"] == 100
    assert set(content["mix"]) == set(content["interval"]) == set(long_mix.genres)
    assert content["segments"][1]["start_s"] == 3
    assert content["segments"][1]["end_s"] == 6
    assert sum(content["segments"][1]["proba"].values()) == pytest.approx(1)


def test_the_ranking_starts_with_the_largest_share(long_mix: GenreMix):
    shares = [share for _, share in long_mix.ranking]
    assert shares == sorted(shares, reverse=True)
    assert long_mix.top == long_mix.ranking[0]


def test_progress_counts_cells_in_words(model: LoadedModel):
    told: list[tuple[float, str]] = []
    genre_mix(_song(31), model=model, progress=lambda share, words: told.append((share, words)))
    assert told[-1] == (1.0, "Listening: 10 of 10 cells")


def test_a_training_track_is_its_own_nearest_track(model: LoadedModel):
    row = model.training.iloc[100]
    x = row[list(model.view.names)].to_numpy(dtype=np.float64)
    nearest = nearest_tracks(x, model=model)
    assert nearest[0].track_id == row["track_id"]
    assert nearest[0].distance == pytest.approx(0, abs=1e-6)
    assert nearest[0].artist == row["artist"]
    assert [each.distance for each in nearest] == sorted(each.distance for each in nearest)


def test_the_column_that_was_moved_stands_out(model: LoadedModel):
    names = list(model.view.names)
    x = np.median(model.training[names].to_numpy(), axis=0)
    x[names.index("tempo")] = 1000.0
    first = standouts(x, model=model)[0]
    assert first.column == "tempo"
    assert first.percentile == 100
    assert first.sentence == "higher than in all of the training tracks"
    assert first.typical[0] < first.typical[1] < 1000


def test_a_model_of_columns_that_nobody_measures_here_is_refused_in_words(model: LoadedModel):
    columns = ("loudness_of_old", "tempo")
    view = InputView("table", "a table of somebody's", columns, columns, np.asarray)
    with pytest.raises(ModelError, match="not measured here, the first is 'loudness_of_old'; choose"):
        check_listens(replace(model, view=view))
