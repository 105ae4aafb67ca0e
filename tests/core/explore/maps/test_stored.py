"""A map is found again by all that decides where its tracks lie, and what is broken counts as never made."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import WorkspaceError
from core.explore.maps import stored, wish
from core.explore.maps.drawing import Map, draw, with_stability, with_trust
from core.explore.maps.stored import find_map, map_folder, maps_folder, store_map
from core.workspace import write_atomic


@pytest.fixture
def drawn(points, wished) -> Map:
    return draw(points, wished("pca"))


@pytest.fixture
def complete(drawn, points) -> Map:
    return with_stability(with_trust(drawn, points), points)


def test_what_was_stored_is_found_again_to_the_bit(complete):
    store_map(complete)
    found = find_map(complete.params)
    assert found.ids.tolist() == complete.ids.tolist()
    assert np.array_equal(found.xy, complete.xy)
    assert np.array_equal(found.trust.torn, complete.trust.torn)
    assert (found.trust.k, found.trust.trustworthiness) == (complete.trust.k, complete.trust.trustworthiness)
    assert (found.stability, found.n_of, found.params) == (complete.stability, complete.n_of, complete.params)
    assert np.array_equal(found.axes.loadings, complete.axes.loadings)
    assert (found.axes.columns, found.axes.shares) == (complete.axes.columns, complete.axes.shares)


def test_a_map_is_seen_before_it_is_measured_and_after(drawn, points):
    store_map(drawn)
    assert find_map(drawn.params).trust is None
    trusted = with_trust(drawn, points)
    store_map(trusted)
    assert find_map(drawn.params).stability is None
    assert find_map(drawn.params).trust.k == trusted.trust.k
    store_map(with_stability(trusted, points))
    assert find_map(drawn.params).is_complete


def test_a_map_that_nobody_made_is_not_found(wished):
    assert find_map(wished("umap")) is None


@pytest.mark.parametrize(
    "other", [{"data_hash": "other"}, {"scaling": "none"}, {"settings": (("x", 1), ("y", 3))}, {"method": "tsne"}]
)
def test_what_moves_the_tracks_makes_another_key(other, drawn):
    assert replace(drawn.params, **other).key != drawn.params.key


def test_where_the_table_lay_makes_no_other_key(drawn):
    assert replace(drawn.params, source="elsewhere.csv", segment_s=30.0).key == drawn.params.key


def test_other_versions_of_the_libraries_make_another_key(drawn, monkeypatch):
    store_map(drawn)
    monkeypatch.setattr(wish, "library_versions", lambda: {"numpy": "0"})
    assert find_map(drawn.params) is None


@pytest.mark.parametrize("name", [stored.ABOUT, stored.PLACES, stored.TORN])
@pytest.mark.parametrize("how", ["gone", "cut", "empty", "nonsense"])
def test_a_broken_map_counts_as_never_made_and_can_be_made_again(name, how, complete):
    store_map(complete)
    path = map_folder(complete.params) / name
    if how == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        write_atomic(path, {"cut": content[: len(content) // 2], "empty": b"", "nonsense": b"[1, 2]"}[how])
    assert find_map(complete.params) is None
    store_map(replace(complete, trust=None, stability=None))
    store_map(complete)
    assert find_map(complete.params).is_complete


def test_places_of_other_tracks_are_no_map(complete):
    store_map(complete)
    path = map_folder(complete.params) / stored.PLACES
    stored._write(path, {"track_id": np.array(["a", "b"]), "x": np.zeros(2), "y": np.zeros(2)})
    assert find_map(complete.params) is None


def test_the_key_of_a_map_names_its_folder_and_nothing_in_it_is_a_pickle(complete):
    store_map(complete)
    folder = map_folder(complete.params)
    assert folder.name == complete.params.key
    assert {path.suffix for path in folder.iterdir()} == {".json", ".parquet"}


def test_of_very_many_maps_the_oldest_go(points, wished, monkeypatch):
    monkeypatch.setattr(stored, "MAX_KEPT", 2)
    for x, y in ((1, 2), (1, 3), (1, 4), (2, 3)):
        store_map(draw(points, wished("pca", x=x, y=y)))
    assert len(list(maps_folder().iterdir())) == 2
    assert find_map(wished("pca", x=2, y=3)) is not None


def test_a_disk_that_refuses_is_told(drawn, monkeypatch):
    def refuse(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stored, "write_atomic", refuse)
    with pytest.raises(WorkspaceError, match="cannot be written: No space left on device; make room"):
        store_map(drawn)
