import pytest

from core.data.datasets import DATASETS, Track
from core.errors import DataError


@pytest.fixture(params=DATASETS.values(), ids=DATASETS)
def dataset(request):
    return request.param


def test_a_dataset_tells_what_it_is_and_what_one_may_do_with_it(dataset):
    assert DATASETS[dataset.name] is dataset
    assert all((dataset.title, dataset.about, dataset.licence))


def test_a_dataset_indexes_a_tree_into_tracks_with_unique_ids(dataset, tmp_path, lists):
    for name in ("rock/rock.00000.wav", "blues/blues.00001.wav", "blues/blues.00000.wav"):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).touch()
    tracks = dataset.index(tmp_path / "tree")
    assert all(isinstance(track, Track) and track.path.is_file() for track in tracks)
    assert [track.genre for track in tracks] == ["blues", "blues", "rock"]
    assert len({track.id for track in tracks}) == 3


def test_a_dataset_refuses_an_empty_folder(dataset, tmp_path):
    with pytest.raises(DataError, match="holds no audio file"):
        dataset.index(tmp_path)
