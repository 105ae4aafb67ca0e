from pathlib import Path

import pandas as pd
import pytest

from core.data.datasets import gtzan
from core.data.loading import load_table
from core.data.opened import recognise
from core.errors import AudioError, DataError
from tests.core.data.datasets.miniatures import make_gtzan, write_gtzan_table

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
    _touch(tmp_path, "audio/blues.00001.wav", "old/blues.00001.ogg")
    with pytest.raises(
        DataError, match=r"blues\.00001 is there twice, as .*; name a folder that holds each track once"
    ):
        gtzan.index(tmp_path)


def test_an_excerpt_and_the_clip_of_the_same_id_are_one_track(tmp_path, lists):
    _touch(tmp_path, "audio/blues.00001.wav", "excerpts/blues/blues.00001.ogg", "excerpts/blues/blues.00002.ogg")
    files = {track.id: track.path.relative_to(tmp_path).as_posix() for track in gtzan.index(tmp_path)}
    assert files == {"blues.00001": "audio/blues.00001.wav", "blues.00002": "excerpts/blues/blues.00002.ogg"}


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
    together = [track for track in gtzan.index(shared / "gtzan") if track.id in gtzan.listed_artists()]
    assert len(together) == 484
    assert sum("excerpts" in track.path.parts for track in together) == 361


def test_the_fifty_exact_repeats_are_named(shared):
    assert len(gtzan.REPEATS) == 50
    assert gtzan.REPEATS["metal.00063"] == "metal.00042"
    assert not set(gtzan.REPEATS) & set(gtzan.REPEATS.values())
    faults = gtzan.DATASET.faults
    assert faults["metal.00058"].repeats == "rock.00016"
    assert faults["hiphop.00067"].repeats == "hiphop.00047"
    assert set(faults) <= set(ALL_IDS)


def test_the_lists_agree_that_the_repeats_are_faults(shared):
    listed = gtzan.listed_artists()
    outside = {id for id in ALL_IDS if id not in listed}
    assert outside - set(gtzan.REPEATS) == {"pop.00037", "reggae.00065", "reggae.00086"}
    assert set(gtzan.REPEATS) - outside == {"reggae.00054"}
    filtered = {id for part in ("train", "valid", "test") for id, _ in gtzan.read_list(f"gtzan_filtered_{part}.txt")}
    for id, first in gtzan.REPEATS.items():
        assert not {id, first} <= filtered
    assert set(ALL_IDS) - filtered <= set(gtzan.DATASET.faults) | set(gtzan.REPEATS.values()) | set(
        gtzan.TWICE.values()
    )


def test_the_public_table_has_the_same_numbers_for_many_repeats(shared):
    rows = pd.read_csv(shared / "gtzan/features_30_sec.csv")
    tempo = dict(zip(map(gtzan.parse_id, rows["filename"]), rows["tempo"], strict=True))
    same = [id for id, first in gtzan.REPEATS.items() if tempo[id] == pytest.approx(tempo[first])]
    assert len(same) > 40


def test_the_broken_file_on_kaggle_is_known_by_name_when_it_cannot_be_read(tmp_path, lists):
    _touch(tmp_path, "jazz/jazz.00054.wav", "jazz/jazz.00055.wav")
    broken, other = gtzan.index(tmp_path)
    with pytest.raises(
        AudioError, match=r"is empty .* This is known: its wav in the copy on Kaggle is broken; the \.au"
    ):
        broken.decode(sr=22050)
    with pytest.raises(AudioError, match=r"is empty \(0 bytes\); choose a file that holds sound$"):
        other.decode(sr=22050)
    assert "Kaggle" in gtzan.DATASET.faults["jazz.00054"].reason


def test_a_broken_file_that_can_be_read_is_read(tmp_path, gtzan_clips, lists):
    clip = next(path for path in gtzan_clips if path.suffix == ".flac")
    (tmp_path / "jazz.00054.au").write_bytes(clip.read_bytes())
    assert gtzan.index(tmp_path)[0].decode(sr=22050).duration_s == pytest.approx(30, abs=0.1)


def test_the_table_of_segments_keeps_ten_of_each_track_together(tmp_path, lists):
    table = load_table(f"gtzan:{make_gtzan(tmp_path) / 'features_3_sec.csv'}")
    assert (table.name, table.segment_s, table.licence.key) == ("gtzan", 3.0, "research")
    assert table.rows.groupby("track_id")["segment"].apply(list).to_dict() == {
        track: list(range(10)) for track in ("blues.00000", "blues.00001", "rock.00000")
    }
    assert table.rows["start_s"].max() == 27.0
    assert table.columns == ("rms_mean", "tempo")


def test_the_table_of_tracks_has_a_row_for_each(tmp_path, lists):
    table = load_table(f"gtzan:{make_gtzan(tmp_path) / 'features_30_sec.csv'}")
    assert (len(table.rows), table.segment_s) == (3, 30.0)
    assert table.artists_known


def test_a_table_of_the_whole_set_in_segments_is_read(tmp_path, shared):
    names = [f"{id}.{n}.wav" for id in ALL_IDS if id != "jazz.00054" for n in range(10)]
    write_gtzan_table(tmp_path / "features_3_sec.csv", names)
    table = load_table(f"gtzan:{tmp_path / 'features_3_sec.csv'}")
    assert (len(table.rows), len(table.track_ids)) == (9_990, 999)


def test_a_row_that_is_not_gtzans_is_told(tmp_path, lists):
    path = make_gtzan(tmp_path) / "features_30_sec.csv"
    path.write_text(path.read_text().replace("rock.00000.wav", "my song.wav"))
    with pytest.raises(
        DataError, match=r"row 4 of features_30_sec.csv names no track of GTZAN: 'my song.wav'; give the"
    ):
        load_table(f"gtzan:{path}")


def test_another_table_is_no_table_of_gtzan(tmp_path):
    (tmp_path / "features_30_sec.csv").write_text("track,tempo\n1,2\n")
    with pytest.raises(DataError, match=r"lacks the columns filename, label; needed is the public table of GTZAN"):
        load_table(f"gtzan:{tmp_path / 'features_30_sec.csv'}")


@pytest.mark.parametrize("root", ["", "Data", "Data/genres_original"])
def test_the_layouts_of_kaggle_and_of_the_original_are_recognised_at_every_level(root, tmp_path):
    _touch(tmp_path, "Data/genres_original/rock/rock.00003.wav", "Data/images_original/rock/rock00003.png")
    assert recognise(tmp_path / root).name == "gtzan"
    _touch(tmp_path / "genres", "rock/rock.00003.au")
    assert recognise(tmp_path / "genres").name == "gtzan"


def test_a_folder_with_a_few_of_its_tracks_among_others_is_not_gtzan(tmp_path):
    _touch(tmp_path, "rock/rock.00003.wav", "rock/song.wav", "folk/song.wav")
    assert recognise(tmp_path).name == "folder"
