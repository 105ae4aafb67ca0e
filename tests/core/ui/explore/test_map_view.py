"""The maps on the page: drawn at once, from the disk or by a job, linked by one selection, with songs put on them."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.loading import load_table
from core.data.opened import OpenDataset, open_dataset
from core.data.stored import store_table, table_folder
from core.explore.maps import MAPS
from core.explore.maps.drawing import Map, with_trust
from core.explore.maps.stability import Stability
from core.explore.maps.stored import find_map, store_map
from core.explore.maps.wish import MapParams, wish
from core.explore.points import points_of
from core.jobs import list_jobs
from core.ui.explore.selection import Selection
from core.ui.state import Song
from core.workspace import PROJECT_ROOT
from tests.core.toys import toy_rows

PAGE = PROJECT_ROOT / "pages" / "4_Explore.py"
VISITOR = "a" * 32
MAX_RUNS = 400


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes, and the built-in one."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def make_dataset(tmp_path: Path, tone) -> Callable[..., OpenDataset]:
    """``make_dataset(n_artists=2)``: three tracks by each artist of three genres, of which one has a sound."""

    def make(n_artists: int = 2) -> OpenDataset:
        rows = toy_rows(n_artists=n_artists)
        rows["track_id"] = [f"{genre}/{name}.wav" for genre, name in zip(rows["genre"], rows["track_id"], strict=True)]
        first = tmp_path / "Toys" / rows["track_id"].iloc[0]
        first.parent.mkdir(parents=True)
        sf.write(first, tone(), 22050)
        opened = open_dataset(str(tmp_path / "Toys"))
        store_table([rows], table_folder(opened, 30.0), dataset=opened.id, licence="own", segment_s=30.0)
        return opened

    return make


def wished(opened: OpenDataset, method: str) -> MapParams:
    """The map that the page wants unless somebody chooses another."""
    points = points_of(load_table(opened.id, segment_s=30.0, learnable=False))
    settings = MAPS[method].defaults(len(points))
    return wish(method, settings, source=opened.id, data_hash=points.data_hash, scaling="standard", segment_s=30.0)


def store(opened: OpenDataset, method: str, *, is_complete: bool = True) -> Map:
    """A map on the disk, as if a job had made it: its places are at random."""
    points = points_of(load_table(opened.id, segment_s=30.0, learnable=False))
    xy = np.random.default_rng(0).normal(size=(len(points), 2))
    made = Map(wished(opened, method), points.ids, xy, n_of=len(points), seconds=1.0)
    if is_complete:
        made = replace(with_trust(made, points), stability=Stability(0.9, (0, 1, 2), len(points)))
    store_map(made)
    return made


def visit(opened: OpenDataset, **state) -> AppTest:
    """A visitor who has opened the maps of a dataset; everything that is worked out at once is there."""
    at = AppTest.from_file(PAGE, default_timeout=120)
    given = {"visitor": VISITOR, "dataset": opened.id, "explore-view": "Map"} | state
    for key, value in given.items():
        at.session_state[key] = value
    return settled(at.run())


def settled(at: AppTest) -> AppTest:
    for _ in range(MAX_RUNS):
        if at.exception or not (at.get("skeleton") or "is being measured" in words(at)):
            return at
        at.run()
    raise AssertionError("the page never came to rest")


def words(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def maps(at: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def layer(chart: dict, name: str) -> dict | None:
    return next((trace for trace in chart["data"] if trace["name"] == name), None)


@pytest.fixture
def stored(make_dataset) -> OpenDataset:
    """A dataset of 18 tracks whose maps lie on the disk."""
    opened = make_dataset()
    for method in ("tsne", "umap"):
        store(opened, method)
    return opened


def test_the_maps_stand_beside_each_other_with_what_they_are_worth(stored):
    at = visit(stored)
    assert not at.exception
    assert [chart["layout"]["title"]["text"] for chart in maps(at)] == [
        f"{spec.title} of 18 tracks" for spec in MAPS.values()
    ]
    assert words(at).count("Trustworthiness") == len(MAPS)
    assert words(at).count("Stability 0.90") == 2
    for spec in MAPS.values():
        assert spec.distances in words(at)
    assert len(layer(maps(at)[0], "points")["customdata"]) == 18


def test_at_most_eight_charts_need_the_graphics_card(stored):
    webgl = [chart for chart in maps(visit(stored)) if any(trace["type"] == "scattergl" for trace in chart["data"])]
    assert 0 < len(webgl) <= 8


def test_one_map_may_be_large_and_tells_what_its_axes_are_made_of(stored):
    at = visit(stored, **{"maps-shown": "pca"})
    assert [chart["layout"]["title"]["text"] for chart in maps(at)] == ["PCA of 18 tracks of Toys, scaling standard"]
    assert "What the axes are made of" in [part.label for part in at.expander]


def test_a_selection_stands_out_on_every_map_and_is_all_that_the_table_lists(stored):
    ids = ["alpha/alpha-0-0.wav", "beta/beta-1-2.wav"]
    at = visit(stored, selections={stored.id: Selection(frozenset(ids), "ticked in the table", "rows")})
    assert "2 of 18 tracks: ticked in the table." in words(at)
    for chart in maps(at):
        assert sorted(layer(chart, "points")["customdata"]) == ids
        assert len(layer(chart, "pale points")["customdata"]) == 16
    assert at.dataframe[0].value["Track"].tolist() == ids
    at = settled(at.button(key="clear-selection").click().run())
    assert "All 18 tracks." in words(at)
    assert all(layer(chart, "pale points") is None for chart in maps(at))


def test_the_track_that_is_heard_is_ringed_on_every_map_with_its_neighbours(stored):
    at = visit(stored, chosen_tracks={stored.id: ("alpha/alpha-0-0.wav", 1)})
    assert not at.exception
    for chart in maps(at):
        assert layer(chart, "heard") is not None
        assert layer(chart, "neighbours") is not None
    assert "Nearest tracks" in words(at)


def test_a_track_without_sound_says_so_and_has_neighbours(stored):
    at = visit(stored, chosen_tracks={stored.id: ("beta/beta-0-0.wav", 1)})
    assert "The recording of this track is not in “Toys” on this machine" in words(at)
    assert len(at.dataframe) == 2


@pytest.mark.parametrize("colours", ["artist", "column tempo"])
def test_colours_may_tell_the_artist_or_any_number(stored, colours):
    at = visit(stored, **{f"map-colours-{stored.id}": colours})
    assert not at.exception
    marker = layer(maps(at)[1], "points")["marker"]
    assert ("colorbar" in marker) == colours.startswith("column")
    assert "alpha-0 (3)" in words(at) or "Colours run from" in words(at)


def test_torn_points_are_shaded_on_demand(stored):
    assert all(layer(chart, "torn") is None for chart in maps(visit(stored)))
    at = visit(stored, **{"maps-torn": True})
    assert all(layer(chart, "torn") is not None for chart in maps(at))
    assert "The stronger the shade" in words(at)


def test_where_there_are_too_few_tracks_a_map_says_what_it_needs(make_dataset):
    at = visit(make_dataset(n_artists=1))
    assert not at.exception
    assert len(maps(at)) == 1
    assert words(at).count("needs at least 10 tracks") == 2


def test_a_song_is_exact_on_pca_and_approximate_elsewhere(stored, noise):
    buffer = io.BytesIO()
    sf.write(buffer, noise(3.0), 22050, format="WAV")
    at = visit(stored, songs=(Song("My song.wav", buffer.getvalue()),), **{"map-songs-0": [0]})
    assert not at.exception
    symbols = [layer(chart, "song")["marker"]["symbol"] for chart in maps(at)]
    assert symbols[0] != symbols[1] == symbols[2]
    assert words(at).count("My song.wav: Approximate") == 2
    assert "The song lies exactly" in words(at)


def test_a_song_that_cannot_be_read_leaves_the_maps(stored):
    at = visit(stored, songs=(Song("words.wav", b"no sound"),), **{"map-songs-0": [0]})
    assert not at.exception
    assert "“words.wav” cannot be put on the maps" in words(at)
    assert len(maps(at)) == 3


def test_a_map_that_nobody_made_is_made_by_a_job(make_dataset, cluster, until):
    opened = make_dataset(n_artists=3)  # a map that no other test has: the server keeps those that are complete
    at = visit(opened, **{"maps-shown": "tsne"})
    assert not at.exception
    until(lambda: (found := find_map(wished(opened, "tsne"))) is not None and found.is_complete, "the map")
    at = settled(at.run())
    assert [chart["layout"]["title"]["text"].split(",")[0] for chart in maps(at)] == ["t-SNE of 27 tracks of Toys"]
    until(lambda: not at.run().exception and not list_jobs(VISITOR), "the job to be forgotten")


def test_a_map_is_shown_before_its_worth_is_known(make_dataset, cluster, until):
    opened = make_dataset(n_artists=4)
    drawn = store(opened, "tsne", is_complete=False)
    at = AppTest.from_file(PAGE, default_timeout=120)
    for key, value in {"visitor": VISITOR, "dataset": opened.id, "explore-view": "Map", "maps-shown": "tsne"}.items():
        at.session_state[key] = value
    for _ in range(MAX_RUNS):
        if maps(at.run()):
            break
    assert list(np.array(layer(maps(at)[0], "points")["customdata"])) == list(drawn.ids)
    # A thread asks for it: behind the test it would ask in the workspace of the next one, and start a cluster there.
    until(lambda: list_jobs(VISITOR), "the job to be asked for")
