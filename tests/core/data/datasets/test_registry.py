"""What holds for every dataset: one contract over all of them, each as a small folder in its real layout."""

import pickle
import unicodedata

import pytest

from core.data.datasets import DATASETS, Track
from core.data.datasets.track import Vote
from core.data.loading import load_table
from core.data.opened import recognise
from core.data.protocols import OFFICIAL_PARTS, PROTOCOLS
from core.data.table_checks import check_rows, feature_columns
from core.errors import DataError
from core.explore.about import about
from core.licences import LICENCES, strictest
from tests.core.data.datasets.miniatures import MAKERS


@pytest.fixture(params=DATASETS.values(), ids=DATASETS)
def dataset(request):
    return request.param


@pytest.fixture
def miniature(dataset, tmp_path, lists):
    return MAKERS[dataset.name](tmp_path / "miniature")


@pytest.fixture
def tracks(dataset, miniature):
    return dataset.index(miniature)


def test_a_dataset_tells_what_it_is_and_what_one_may_do_with_it(dataset):
    assert DATASETS[dataset.name] is dataset
    assert all((dataset.title, dataset.about, dataset.how_to_get))
    assert dataset.about.endswith(".")
    assert not dataset.how_to_get.endswith(".")
    assert LICENCES[dataset.licence.key] is dataset.licence
    assert not dataset.leaky_only.endswith(".")


def test_a_published_dataset_is_cited_and_its_facts_have_a_source(dataset):
    if dataset.name == "folder" or dataset.kept_in:  # nobody published these
        return
    assert dataset.citation
    facts = dataset.published
    assert facts.source
    assert facts.year > 1990
    assert facts.n_clips > facts.n_genres > 1
    assert str(facts.year) in dataset.citation + facts.source


def test_a_dataset_recognises_its_own_folder_and_no_other(dataset, miniature):
    assert recognise(miniature) is dataset
    recognised = [other.name for other in DATASETS.values() if other.recognises(miniature)]
    assert recognised == ([] if dataset.name == "folder" else [dataset.name])


def test_an_empty_folder_is_nobodys(dataset, tmp_path):
    assert not dataset.recognises(tmp_path)


def test_tracks_have_ids_that_are_plain_and_different(tracks):
    ids = [track.id for track in tracks]
    assert len(set(ids)) == len(ids) > 1
    assert all(unicodedata.normalize("NFC", id) == id and id.isprintable() for id in ids)


def test_tracks_carry_labels_in_one_spelling_and_a_licence(dataset, tracks):
    assert all(isinstance(track, Track) for track in tracks)
    assert all(track.artist is None or track.artist == track.artist.strip() != "" for track in tracks)
    genres = {track.genre for track in tracks} - {""}
    assert len(genres) > 1
    assert all(dataset.spell(genre) == genre for genre in genres)
    assert all(LICENCES[track.licence.key] is track.licence for track in tracks)
    assert strictest(track.licence for track in tracks).strictness >= 0
    assert all(track.split in ("", *OFFICIAL_PARTS) for track in tracks)
    assert all(isinstance(vote, Vote) for track in tracks for vote in track.votes)
    for shares in (shares for track in tracks for shares in track.distributions.values()):
        assert sum(shares.values()) == pytest.approx(1)


def test_a_track_has_a_file_where_the_dataset_has_audio_and_says_so_where_not(dataset, tracks):
    if dataset.has_audio:
        assert all(callable(track.sound.render) if track.path is None else track.path.is_file() for track in tracks)
    else:
        assert all(track.sound is None for track in tracks)
        with pytest.raises(DataError, match="has no audio here, only numbers"):
            tracks[0].decode(sr=22050)


def test_a_track_can_be_sent_to_a_worker(tracks):
    sent = pickle.dumps(tracks)
    assert pickle.loads(sent) == tracks  # noqa: S301


def test_the_same_folder_gives_the_same_tracks_in_the_same_order(dataset, miniature, tracks):
    assert dataset.index(miniature) == tracks


@pytest.mark.parametrize("kind", ["empty", "absent", "a file"])
def test_a_wrong_folder_is_explained(dataset, kind, tmp_path):
    place = tmp_path / "place"
    if kind == "empty":
        place.mkdir()
    if kind == "a file":
        place.touch()
    messages = {
        "empty": r"holds no (audio|file)|holds none of|has no fma_metadata|holds neither",
        "absent": r"there is no folder .*place; check the path",
        "a file": r"is a file, not a folder; name the folder that it lies in",
    }
    with pytest.raises(DataError, match=messages[kind]):
        dataset.index(place)


def test_a_folder_of_other_things_is_refused_by_all_but_the_folder(dataset, tmp_path):
    (tmp_path / "polka").mkdir()
    (tmp_path / "polka/song.mp3").touch()
    if dataset.name == "folder":
        assert [track.genre for track in dataset.index(tmp_path)] == ["polka"]
        return
    with pytest.raises(DataError, match=r"holds no audio file with|holds none of|has no fma_metadata|holds neither"):
        dataset.index(tmp_path)


def test_published_faults_name_tracks_and_reasons(dataset):
    for id, fault in dataset.faults.items():
        assert fault.reason
        assert not fault.reason.endswith(".")
        assert fault.repeats != id


def test_official_protocols_exist(dataset):
    assert set(dataset.protocols) <= set(PROTOCOLS)


def test_published_tables_are_read_into_rows_that_pass_the_checks(dataset, miniature):
    for name, read in dataset.tables.items():
        files = list(miniature.rglob(name.partition("#")[0]))
        if not files:
            continue
        rows = read(files[0])
        columns, _ = feature_columns(rows, name=name)
        assert len(check_rows(rows, columns, name=name)) == len(rows) > 1


def test_a_published_table_is_loaded_by_its_name_with_licence_and_warning(dataset, miniature):
    for name in dataset.tables:
        files = list(miniature.rglob(name.partition("#")[0]))
        if not files:
            continue
        table = load_table(f"{dataset.name}:{files[0].with_name(name)}")
        assert table.name == dataset.name
        assert not [column for column in table.columns if "nothing here knows" in about(column, dataset=table.name)]
        assert table.leaky_only == dataset.leaky_only
        assert table.licence.strictness >= min(dataset.licence.strictness, LICENCES["cc-by-nc-nd"].strictness)


def test_views_are_tables_to_look_at(dataset, miniature):
    for title, view in dataset.views.items():
        assert title
        assert len(view(miniature)) > 1
