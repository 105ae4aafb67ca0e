"""The built-in dataset: what ships is what the band plays, and it never passes for anything else."""

import io

import numpy as np
import pytest
import soundfile as sf

from core.data.audio import rows_of
from core.data.datasets import arranged
from core.data.datasets.gtzan import GENRES
from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.errors import DataError
from core.features import COLUMNS, SR
from core.workspace import asset

FOLDER = asset("datasets", "arranged")
# A tempo may jump to its double, and counts of onsets follow it, when a sample differs in its last digit.
NOT_SMOOTH = 5


@pytest.fixture(scope="module")
def tracks():
    return arranged.index(FOLDER)


@pytest.fixture(scope="module")
def table():
    return load_table("arranged", learnable=False)


def test_it_holds_fifty_clips_of_each_of_the_ten_genres_whatever_else_the_band_plays(tracks, table):
    genres = [track.genre for track in tracks]
    assert {genre: genres.count(genre) for genre in GENRES} == dict.fromkeys(GENRES, 50)
    assert [track.id for track in tracks] == list(dict.fromkeys(table.rows["track_id"]))
    assert table.rows["genre"].tolist() == genres


def test_every_clip_says_that_a_program_made_it_and_from_what(tracks, table):
    assert all(track.is_synthetic and "rules" in track.source.provenance for track in tracks)
    assert all(track.licence.key == "made-here" for track in tracks)
    assert len({track.source.provenance for track in tracks}) == len(tracks)
    assert table.is_synthetic.all()


def test_a_clip_carries_its_tags(tracks):
    for track in tracks[::25]:
        assert track.labels["mode"] in ("major", "minor")
        assert {track.labels[task] for task in ("tempo", "mode", "mood")} <= set(track.tags)
        assert len(track.tags) > 4  # and the instruments


@pytest.mark.parametrize(("n", "genre"), list(enumerate(GENRES)))
def test_the_table_that_ships_is_what_the_band_plays(tracks, table, n, genre):
    track = [track for track in tracks if track.genre == genre][5 * n]
    made = rows_of(track, track.decode(sr=SR), columns=COLUMNS, segment_s=arranged.DURATION_S)
    shipped = table.rows[table.rows["track_id"] == track.id][list(COLUMNS)].to_numpy()
    is_alike = np.isclose(made[list(COLUMNS)].to_numpy(), shipped, rtol=0.02, atol=1e-4)
    assert (~is_alike).sum() <= NOT_SMOOTH


def test_a_clip_is_heard_in_stereo_and_measured_in_mono(tracks):
    sound = tracks[120].sound
    heard = sf.info(io.BytesIO(sound.flac()))
    assert (heard.channels, heard.duration) == (2, pytest.approx(arranged.DURATION_S))
    assert sound.render(sr=SR).y.shape == (round(arranged.DURATION_S * SR),)


@pytest.mark.parametrize("name", ["track-groups", "random-tracks"])
def test_it_may_be_trained_on_as_a_lesson_and_the_note_says_what_that_is_worth(table, name):
    splits = PROTOCOLS[name].splits(table)
    assert {track_id for split in splits for track_id in split.test} == set(table.track_ids)
    words = "all tracks were made by a program: this score says nothing about real music"
    assert {split.note for split in splits} == {words}


def test_nothing_honest_is_scored_on_it(table):
    with pytest.raises(DataError, match=r"artist-groups keeps artists apart, but .* does not name the artists of most"):
        PROTOCOLS["artist-groups"].splits(table)
    with pytest.raises(
        DataError, match=r"leaky-segments shuffles pieces of the same song, but .* has one row for each"
    ):
        PROTOCOLS["leaky-segments"].splits(table)


def test_elsewhere_it_is_not(tmp_path):
    with pytest.raises(DataError, match=r"holds none of arranged_20_sec\.parquet; the built-in dataset lies in"):
        arranged.index(tmp_path)
