from pathlib import Path

import pytest

from core.data.datasets import gtzan
from core.errors import DataError

ALL_IDS = [f"{genre}.{n:05d}" for genre in gtzan.GENRES for n in range(100)]


@pytest.mark.parametrize(
    ("name", "id", "segment"),
    [
        ("blues.00000.wav", "blues.00000", None),
        ("./blues_00012.wav", "blues.00012", None),
        ("blues.00012.au", "blues.00012", None),
        ("genres_original/hiphop/hiphop.00001.mp3", "hiphop.00001", None),
        ("hip-hop.00099.flac", "hiphop.00099", None),
        ("Hip_Hop.00099.flac", "hiphop.00099", None),
        (r"C:\music\rock\ROCK.00003.WAV", "rock.00003", None),
        ("blues.00012.3.wav", "blues.00012", 3),
        ("blues.00012.10.wav", "blues.00012", 10),
        ("my copy of jazz.00054.ogg", "jazz.00054", None),
        ("blues.00100.wav", None, None),
        ("blues.000001.wav", None, None),
        ("blues.0001.wav", None, None),
        ("polka.00000.wav", None, None),
        ("unpop.00000.wav", None, None),
        ("blues.00000/take.wav", None, None),
        ("", None, None),
    ],
)
def test_an_id_is_found_in_every_spelling_and_only_there(name, id, segment):
    assert gtzan.parse_id(name) == id
    assert gtzan.parse_segment(name) == segment


def _touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


def test_a_partial_tree_in_any_layout_and_format_is_indexed_by_its_ids(tmp_path, lists):
    _touch(tmp_path, "Data/genres_original/rock/rock.00003.wav", "blues_00000.au", "x/y/hip-hop.00007.FLAC")
    _touch(tmp_path, "Data/images_original/blues/blues00001.png", "cover.wav", ".cache/rock.00001.wav")
    _touch(tmp_path, "__MACOSX/._rock.00003.wav", "Data/features_30_sec.csv")
    tracks = gtzan.index(tmp_path)
    assert [(t.id, t.genre) for t in tracks] == [
        ("blues.00000", "blues"),
        ("hiphop.00007", "hiphop"),
        ("rock.00003", "rock"),
    ]
    assert tracks[0].artist == "artist 0"


def test_a_tree_with_a_track_twice_is_refused(tmp_path, lists):
    _touch(tmp_path, "audio/blues.00001.wav", "excerpts/blues.00001.ogg")
    with pytest.raises(
        DataError, match=r"blues\.00001 is there twice, as .*; name a folder that holds each track once"
    ):
        gtzan.index(tmp_path)


def test_a_tree_of_other_names_is_sent_to_the_folder_dataset(tmp_path):
    _touch(tmp_path, "folk/song.wav")
    with pytest.raises(DataError, match=r"holds no audio file with a GTZAN name .* use folder:"):
        gtzan.index(tmp_path)


def test_a_line_of_a_list_that_names_no_track_is_told(put_list):
    put_list("gtzan_filtered_test.txt", "blues/blues.00000.wav\n<html>404</html>\n")
    with pytest.raises(DataError, match=r"line 2 of gtzan_filtered_test\.txt names no GTZAN track: '<html>404</html>'"):
        gtzan.read_list("gtzan_filtered_test.txt")


def test_a_listed_track_has_the_artist_of_the_list_and_others_none(lists):
    assert gtzan.artist_of("rock.00017") == "artist 11"
    assert gtzan.artist_of("reggae.00086") is None


def test_the_lists_name_412_artists_of_948_tracks_each_of_one_genre(shared):
    listed = gtzan.listed_artists()
    assert len(listed) == 948
    assert len(set(listed.values())) == 412
    assert len({(artist, gtzan.genre_of(id)) for id, artist in listed.items()}) == 412


def test_all_six_lists_of_groups_agree(shared):
    for fold in gtzan.FOLDS:
        for id, number in gtzan.read_list(f"gtzan_foleis_f{fold}_train_groups.txt"):
            assert gtzan.listed_artists()[id] == f"artist {number}"


def test_of_the_52_tracks_outside_the_lists_one_has_no_known_artist(shared):
    outside = [id for id in ALL_IDS if id not in gtzan.listed_artists()]
    assert len(outside) == 52
    assert [id for id in outside if gtzan.artist_of(id) is None] == ["reggae.00086"]


def test_a_repeat_has_the_artist_of_the_track_that_it_repeats(shared):
    assert gtzan.artist_of("metal.00063") == gtzan.artist_of("metal.00042") is not None
    assert gtzan.artist_of("metal.00058") == gtzan.artist_of("rock.00016") is not None


def test_the_shared_clips_and_excerpts_are_recognised(shared):
    assert len(gtzan.index(shared / "gtzan/audio")) == 127
    assert len(gtzan.index(shared / "gtzan/excerpts")) == 456
