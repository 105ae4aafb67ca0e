"""A click on a picture plays its track, another one is of the same genre, and what a browser sends is looked at."""

from pathlib import Path

import pytest

from core.data.datasets import Track
from core.data.datasets.folder import DATASET
from core.data.opened import OpenDataset
from core.ui import state
from core.ui.datasets.contents import contents_of
from core.ui.explore.glance import section
from core.ui.explore.glance.pictures import pictures_of

KEY = "glance-toys"


@pytest.fixture
def opened(tmp_path) -> OpenDataset:
    return OpenDataset("toys", DATASET, tmp_path, "Toys")


@pytest.fixture
def contents(tmp_path):
    tracks = [
        Track(f"{genre}/{number}", tmp_path / "x.wav", {"genre": genre})
        for genre in ("jazz", "rock")
        for number in "123"
    ]
    return contents_of(DATASET, tracks)


def test_a_click_plays_that_track_in_the_player_of_the_section_alone(session, opened):
    session[KEY] = {"heard": {"genre": "jazz", "track": "jazz/2"}}
    section._hear(opened, KEY)
    heard, call = state.chosen_track(KEY)
    assert heard == "jazz/2"
    assert call > 0
    assert state.chosen_track("toys") == (None, 0)


def test_another_track_is_of_the_same_genre_and_is_played(session, opened, contents):
    before = section._picked(opened, section.heard_genres(contents))
    session[KEY] = {"another": {"genre": "jazz"}}
    section._hear_another(opened, contents, KEY)
    after = section._picked(opened, section.heard_genres(contents))
    assert after["jazz"].id != before["jazz"].id
    assert after["jazz"].genre == "jazz"
    assert after["rock"] is before["rock"]
    assert state.chosen_track(KEY)[0] == after["jazz"].id


@pytest.mark.parametrize("sent", [None, "jazz", {"genre": "polka"}, {"genre": ["jazz"], "track": 3}])
def test_what_a_browser_sends_is_looked_at_before_it_is_used(session, opened, contents, sent):
    session[KEY] = {"heard": sent, "another": sent}
    section._hear(opened, KEY)
    section._hear_another(opened, contents, KEY)
    assert state.chosen_track(KEY) == (None, 0)


def test_a_track_that_is_gone_tells_so_in_the_place_of_its_picture(contents):
    (found,) = pictures_of({"jazz": contents.tracks[0]}, wait_s=20.0).values()
    assert found.drawn is None
    assert "cannot be read" in found.trouble


def test_the_picture_of_a_track_that_cannot_be_heard_is_made_again_when_its_file_is_mended(tmp_path, tone):
    import soundfile as sf

    file = tmp_path / "x.wav"
    file.write_bytes(b"words")
    track = Track("jazz/1", Path(file), {"genre": "jazz"})
    assert pictures_of({"jazz": track}, wait_s=20.0)["jazz"].trouble
    sf.write(file, tone(440.0, 1.0), 22050)
    assert pictures_of({"jazz": track}, wait_s=60.0)["jazz"].drawn["n_rows"] > 0
