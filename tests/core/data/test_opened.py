"""Laws of opened datasets: found by a name, a path or an id, remembered once, seen by those who may see them."""

import json
import os
import sys
from pathlib import Path

import pytest

from core.data import opened as opening
from core.data.opened import (
    find_dataset,
    forget_dataset,
    found_datasets,
    open_dataset,
    opened_before,
    opened_datasets,
    recognise,
)
from core.errors import DataError, WorkspaceError

NOBODY_HAS_IT = "there is no dataset"


def touch(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


@pytest.fixture
def songs(tmp_path: Path) -> Path:
    """A folder of somebody's own: three files that look like sound, in two genres."""
    return touch(tmp_path / "my songs", "folk/a.wav", "folk/b.wav", "techno/c.wav")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``GENRESCOPE_DATA`` with one GTZAN in it."""
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path / "data"))
    return touch(tmp_path / "data", "gtzan/audio/blues/blues.00000.wav", "gtzan/audio/rock/rock.00000.wav")


def remembered(workspace: Path) -> list[str]:
    return sorted(path.name for path in (workspace / "datasets").glob("*"))


def test_a_folder_is_opened_by_its_path_and_again_by_its_id(songs):
    opened = open_dataset(str(songs))
    assert (opened.dataset.name, opened.path, opened.title) == ("folder", songs, "my songs")
    assert [track.id for track in opened.tracks()] == ["folk/a.wav", "folk/b.wav", "techno/c.wav"]
    assert open_dataset(opened.id) == opened
    assert opened_datasets() == [opened]


def test_the_same_folder_is_one_dataset_however_it_is_spelled(songs, monkeypatch):
    monkeypatch.chdir(songs.parent)
    (songs.parent / "link").symlink_to(songs)
    spelled = (str(songs), "my songs", "./my songs/", f"folder:{songs}", str(songs.parent / "link"))
    assert len({open_dataset(source).id for source in spelled}) == 1


def test_a_folder_of_gtzan_names_is_recognised(data):
    folder = data / "gtzan/audio"
    assert recognise(folder).name == recognise(folder.parent).name == "gtzan"


def test_the_one_in_the_data_folder_has_the_plain_name(data):
    opened = open_dataset("gtzan")
    assert (opened.id, opened.path) == ("gtzan", data / "gtzan/audio")
    assert open_dataset(str(data / "gtzan/audio")) == opened
    assert [found.id for found in found_datasets()] == ["arranged", opened.id]


def test_a_second_gtzan_in_the_data_folder_has_an_id_of_its_own(data):
    touch(data, "genres/rock/rock.00001.wav")
    second = open_dataset(str(data / "genres"))
    assert second.id.startswith("gtzan-")
    assert second.title == "GTZAN (genres)"
    assert open_dataset("gtzan").path == data / "gtzan/audio"


def test_a_data_folder_of_links_is_one_dataset_all_the_same(data):
    touch(data.parent, "elsewhere/rock/rock.00001.wav")
    (data / "gtzan/audio").rename(data / "gtzan/moved")
    (data / "gtzan/audio").symlink_to(data.parent / "elsewhere")
    assert open_dataset(str(data / "gtzan/audio")).id == "gtzan"


def test_a_visitor_who_opens_everybody_s_dataset_does_not_take_it_away(data):
    opened = open_dataset(str(data / "gtzan/audio"), owner="visitor")
    assert opened.owner == ""
    assert opened_datasets("somebody else") == [opened]


def test_a_registered_name_follows_the_data_folder(data, tmp_path, monkeypatch):
    open_dataset("gtzan")
    touch(tmp_path / "other", "genres/rock/rock.00002.wav")
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path / "other"))
    assert open_dataset("gtzan").path == tmp_path / "other/genres"


def test_a_registered_name_is_still_known_where_the_data_folder_is_not(data, monkeypatch):
    opened = open_dataset("gtzan")
    monkeypatch.delenv("GENRESCOPE_DATA")
    assert open_dataset("gtzan") == opened


def test_a_visitor_sees_everybody_s_datasets_and_own_ones(songs, tmp_path):
    shared = open_dataset(str(songs))
    own = open_dataset(str(touch(tmp_path / "mine", "folk/a.wav")), owner="visitor", title="Mine")
    assert opened_datasets() == [shared]
    assert opened_datasets("visitor") == [own, shared]
    assert opened_datasets("somebody else") == [shared]


def test_one_folder_opened_for_two_visitors_is_two_datasets(songs):
    first, second = (open_dataset(str(songs), owner=owner) for owner in ("first", "second"))
    assert first.id != second.id
    assert opened_datasets("first") == [first]


def test_a_dataset_whose_folder_is_gone_is_not_listed_and_says_so(songs):
    opened = open_dataset(str(songs))
    songs.rename(songs.with_name("elsewhere"))
    assert opened_datasets() == []
    with pytest.raises(DataError, match="my songs cannot be read: No such file or directory; is the drive still there"):
        opened.tracks()


def test_tracks_follow_the_folder(songs):
    opened = open_dataset(str(songs))
    assert len(opened.tracks()) == 3
    touch(songs, "folk/d.wav")
    later = (songs / "folk").stat().st_mtime_ns + 10**9
    os.utime(songs / "folk", ns=(later, later))  # whatever the clock of the file system can tell apart
    assert len(opened.tracks()) == 4


def test_what_lies_deeper_is_seen_by_who_asks_anew_and_by_all_once_a_job_has_read_it(songs):
    touch(songs, "folk/album/d.wav")
    opened = open_dataset(str(songs))
    assert len(opened.tracks()) == 4
    touch(songs, "folk/album/e.wav")
    assert len(opened.tracks()) == 4  # nobody looks into every folder for every click
    assert len(opened.tracks(anew=True)) == 5
    touch(songs, "folk/album/f.wav")
    (opened.folder / opening.FINDINGS).write_text("of a job in another process")
    assert len(opened.tracks()) == 6


def test_forgetting_leaves_the_recordings(songs, workspace):
    opened = open_dataset(str(songs))
    forget_dataset(opened)
    assert remembered(workspace) == []
    assert len(list(songs.rglob("*.wav"))) == 3


@pytest.mark.parametrize(
    "source",
    [
        *("", " ", "nothing", "/nothing/there", "~nobody-of-that-name/x", "no\0name", "a" * 5000, "../.."),
        *("jungle:/tmp", "gtzan:", "folder: ", "folder:/nothing", "folder-0123456789"),
    ],
)
def test_what_is_no_dataset_is_named_and_changes_nothing(source, workspace, monkeypatch, tmp_path):
    (tmp_path / "empty" / "here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty" / "here")
    with pytest.raises(DataError, match=NOBODY_HAS_IT if source != "../.." else "holds no audio files"):
        open_dataset(source)
    assert remembered(workspace) == []


def test_a_folder_without_sound_is_refused_and_not_remembered(tmp_path, workspace):
    with pytest.raises(DataError, match="holds no audio files; needed are genre folders"):
        open_dataset(str(touch(tmp_path / "texts", "folk/a.txt")))
    assert remembered(workspace) == []


def test_a_file_is_no_dataset(songs):
    with pytest.raises(DataError, match=NOBODY_HAS_IT):
        open_dataset(str(songs / "folk/a.wav"))


def test_a_registered_dataset_that_is_not_there_says_where_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    with pytest.raises(DataError, match=rf"GTZAN was not found: GENRESCOPE_DATA={tmp_path} holds none of gtzan/audio"):
        open_dataset("gtzan")
    monkeypatch.delenv("GENRESCOPE_DATA")
    with pytest.raises(DataError, match="GTZAN was not found: GENRESCOPE_DATA is not set"):
        find_dataset("gtzan")
    assert [found.id for found in found_datasets()] == ["arranged"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff", b'{"dataset": "jungle", "path": "/", "title": 1}']
)
def test_a_broken_note_is_as_good_as_none(songs, content):
    opened = open_dataset(str(songs))
    (opened.folder / opening.ABOUT).write_bytes(content)
    assert opened_datasets() == []
    assert open_dataset(str(songs)) == opened
    assert opened_datasets() == [opened]


def test_a_workspace_that_takes_nothing_is_told(songs, workspace):
    (workspace / "datasets").write_text("a file in the way")
    with pytest.raises(WorkspaceError, match=r"cannot be written: .*; make room or set GENRESCOPE_HOME"):
        open_dataset(str(songs))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux allows any bytes in a file name")
def test_a_folder_whose_name_is_no_unicode_is_remembered(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    opened = open_dataset(str(touch(folder, "folk/a.wav")))
    assert [known.path for known in opened_datasets()] == [folder]
    assert open_dataset(opened.id).tracks()
    assert opened.title == "\N{REPLACEMENT CHARACTER}" * 2  # which every file and page takes


def test_a_title_is_one_line_whatever_the_folder_is_called(tmp_path):
    assert open_dataset(str(touch(tmp_path / "a\nb\x1b[31m", "folk/a.wav"))).title == "a\ufffdb\ufffd[31m"


def test_what_was_opened_is_found_again_by_its_path_whoever_opened_it(songs, tmp_path):
    own = open_dataset(str(songs), owner="visitor")
    assert opened_before(str(songs)) == opened_before(f"folder:{songs}/") == opened_before(own.id) == own
    shared = open_dataset(str(songs))
    assert opened_before(str(songs)) == shared  # everybody's first
    for source in (f"gtzan:{songs}", str(songs / "folk"), str(songs / "folk/a.wav"), "gtzan", "folder-0123456789"):
        assert opened_before(source) is None


def test_a_published_table_belongs_to_the_dataset_around_it(data, tmp_path):
    opened = open_dataset("gtzan")
    for place in ("gtzan/audio", "gtzan"):
        assert opened_before(f"gtzan:{data / place / 'features_3_sec.csv'}") == opened
    assert opened_before(f"gtzan:{touch(tmp_path / 'other', 'x') / 'features_3_sec.csv'}") is None


def test_an_id_never_leaves_the_folder_of_datasets(songs, workspace):
    about = {"dataset": "folder", "path": str(songs), "title": "planted", "owner": ""}
    (workspace / "planted").mkdir(parents=True)
    (workspace / "planted" / opening.ABOUT).write_text(json.dumps(about))
    with pytest.raises(DataError, match=NOBODY_HAS_IT):
        open_dataset("../planted")
