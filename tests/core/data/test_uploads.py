"""What visitors drop in becomes their dataset, or changes nothing."""

import io
import json
import os
import shutil
import time
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from core.data import intake, uploads
from core.data.opened import opened_datasets
from core.data.uploads import ZipParams, forget_upload, stage, take_files, take_zip, take_zip_file, uploads_of
from core.errors import DataError, WorkspaceError
from core.jobs import Cancelled, run_here
from tests.core.sound.files import by_pyav, by_soundfile

VISITOR, OTHER = "a1" * 16, "b2" * 16


def song(n: int = 0, form: str = "WAV") -> bytes:
    return by_soundfile(0.1 * np.random.default_rng(n).standard_normal(4410).astype(np.float32), form=form)


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    buffer.seek(0)
    return buffer


def take(files: dict[str, bytes], **settings) -> uploads.Upload:
    return take_zip_file(zipped(files), **{"visitor": VISITOR, "title": "My songs.zip"} | settings)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def before(workspace):
    """A workspace with one upload in it, and all its files as they are."""
    take({"rock/old.wav": song()}, title="old")
    return everything(workspace)


FOLDERS = {"my music/Rock/a.wav": song(1), "my music/Rock/live/b.wav": song(2), "my music/Jazz ü/c.wav": song(3)}


def test_a_zip_of_genre_folders_becomes_a_dataset_of_its_visitor(workspace):
    upload = take(FOLDERS)
    tracks = upload.open().tracks()
    assert {track.id: track.genre for track in tracks} == {
        "Jazz ü/c.wav": "Jazz ü",
        "Rock/a.wav": "Rock",
        "Rock/live/b.wav": "Rock",
    }
    assert [track.path.read_bytes() for track in tracks] == [song(3), song(1), song(2)]
    assert (upload.title, upload.n_tracks, upload.genres) == ("My songs", 3, {"Jazz ü": 1, "Rock": 2})
    assert upload.n_bytes == sum(map(len, FOLDERS.values()))
    assert (upload.skipped, upload.n_ignored) == ((), 0)
    assert upload.folder.parent == workspace / "uploads" / VISITOR
    assert [one.path for one in opened_datasets(VISITOR)] == [upload.folder]
    assert opened_datasets(OTHER) == opened_datasets() == []


def test_a_zip_may_come_by_its_path_or_as_an_open_file(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped(FOLDERS).getvalue())
    upload = take_zip_file(tmp_path / "x.zip", visitor=VISITOR, title="x")
    assert upload.genres == take(FOLDERS).genres


REFUSED = {
    "../../evil.wav": (song(), "has a name that leads out of the upload"),
    "/etc/evil.wav": (song(), "has a name that leads out of the upload"),
    "C:\\evil.wav": (song(), "has a name that leads out of the upload"),
    "rock/cover.wav": (
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        "no sound file that can be read here: it holds a PNG picture",
    ),
    "rock/notes.mp3": (b"MThd" + bytes(100), "MIDI notes, which are not sound yet"),
    "rock/text.wav": (b"la la la", "is no sound file that can be read here: it holds text"),
    "rock/inner.zip": (zipped(FOLDERS).getvalue(), "is an archive in itself; unpack it and upload its files"),
    "rock/inner.tar": (bytes(257) + b"ustar" + bytes(300), "is an archive in itself"),
    "rock/empty.wav": (b"", "is empty (0 bytes)"),
    "ROCK/GOOD.wav": (song(), "has the same name as another file of the upload"),
    f"rock/{'x' * 240}.wav": (song(), "has a name of 244 bytes, at most 230 are taken"),
    "loose.wav": (song(), "lies outside of the genre folders"),
}


def test_each_file_that_is_left_out_is_listed_with_its_reason_and_the_others_are_kept(workspace):
    upload = take({"rock/good.wav": song()} | {name: content for name, (content, _) in REFUSED.items()})
    assert upload.genres == {"rock": 1}
    assert len(upload.skipped) == len(REFUSED)
    for skipped, (name, (_, reason)) in zip(upload.skipped, REFUSED.items(), strict=True):
        assert skipped.name in (name, f"{name[:48]}…{name[-11:]}")
        assert reason in skipped.reason
    assert not list(workspace.parent.rglob("evil.wav"))


def test_links_in_a_zip_are_left_out_and_nothing_is_linked(workspace):
    buffer = zipped({"rock/good.wav": song()})
    with zipfile.ZipFile(buffer, "a") as file:
        link = zipfile.ZipInfo("rock/link.wav")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    upload = take_zip_file(buffer, visitor=VISITOR, title="x")
    assert [skipped.reason for skipped in upload.skipped] == ["is a link to another file; pack the file itself"]
    assert not any(path.is_symlink() for path in workspace.rglob("*"))


def test_damaged_entries_are_left_out():
    data = zipped({"rock/good.wav": song(1), "rock/bad.wav": song(2)}).getvalue()
    at = data.index(b"rock/bad.wav") + 2000
    broken = data[:at] + bytes(50) + data[at + 50 :]
    upload = take_zip_file(io.BytesIO(broken), visitor=VISITOR, title="x")
    assert [skipped.name for skipped in upload.skipped] == ["rock/bad.wav"]
    assert upload.skipped[0].reason.endswith("pack it again")


def test_hidden_files_are_counted_and_not_spoken_of():
    upload = take(FOLDERS | {".DS_Store": b"x", "__MACOSX/rock/._a.wav": b"x", "my music/Rock/Thumbs.db": b"x"})
    assert (upload.n_ignored, upload.skipped, upload.n_tracks) == (3, (), 3)


def test_a_recording_larger_than_the_decoder_takes_is_left_out(monkeypatch):
    monkeypatch.setattr(intake, "MAX_FILE_BYTES", 20_000)
    upload = take({"rock/long.wav": bytes(2_000_000), "rock/good.wav": song()})
    assert [skipped.reason for skipped in upload.skipped] == ["has 2.0 MB, at most 0 MB are taken of one recording"]


def test_recordings_are_known_by_their_contents_and_get_an_ending_that_is_found():
    y = np.zeros((1, 8192), np.float32)
    files = {
        "rock/wav": song(),
        "rock/flac.txt": song(form="FLAC"),
        "rock/ogg.exe": song(form="OGG"),
        "rock/mp3.": song(form="MP3"),
        "rock/aiff.a1": song(form="AIFF"),
        "rock/au.": song(form="AU"),
        "rock/m4a.png": by_pyav(y, 22050, "mp4", "aac"),
        "rock/mka": by_pyav(y, 22050, "matroska", "flac"),
    }
    upload = take(files)
    tracks = upload.open().tracks()
    assert sorted(track.id for track in tracks) == [
        *("rock/aiff.a1.aiff", "rock/au.au", "rock/flac.txt.flac", "rock/m4a.png.m4a", "rock/mka.webm"),
        *("rock/mp3.mp3", "rock/ogg.exe.ogg", "rock/wav.wav"),
    ]
    assert all(track.decode(sr=22050).y.size for track in tracks)


def test_dropped_files_are_one_genre_by_the_name_that_the_visitor_gives():
    files = [("a.wav", song(1)), ("b.flac", song(2, "FLAC"))]
    assert take_files(files, visitor=VISITOR, title="live", genre="free/jazz").genres == {"free_jazz": 2}
    assert take_files(files, visitor=VISITOR, title="live").genres == {"live": 2}
    folders = [(f"mine/{genre}/{name}", data) for genre in ("rock", "jazz") for name, data in files]
    assert take_files(folders, visitor=VISITOR, title="live", genre="x").genres == {"jazz": 2, "rock": 2}


def test_no_files_and_too_many_are_told(monkeypatch):
    with pytest.raises(DataError, match=r"no file was given; choose recordings, or a zip of genre folders"):
        take_files([], visitor=VISITOR, title="x")
    monkeypatch.setattr(uploads, "MAX_FILES", 1)
    with pytest.raises(DataError, match=r"2 files were given, at most 1 are taken; give fewer at once"):
        take_files([("a.wav", b""), ("b.wav", b"")], visitor=VISITOR, title="x")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, r"the upload holds no files; needed are recordings in genre folders, such as rock/song.mp3"),
        ({".hidden": b"x"}, r"the upload holds no files"),
        ({"lost+found/a.wav": song(), "@eaDir/b.wav": song()}, r"the upload holds no files"),
        ({"a.txt": b"x"}, r"holds no recording: “a.txt” is no sound file that can be read here: it holds text; needed"),
        ({"a.txt": b"x", "b": b""}, r"holds no recording: 2 files were left out; the first, “a.txt” is no sound"),
    ],
)
def test_an_upload_without_recordings_changes_nothing(before, workspace, files, words):
    with pytest.raises(DataError, match=words):
        take(files)
    assert everything(workspace) == before


def test_a_file_that_is_no_zip_changes_nothing(before, workspace):
    with pytest.raises(DataError, match=r"this is no zip archive, or it was cut .*; pack the genre folders as \.zip"):
        take_zip_file(io.BytesIO(song()), visitor=VISITOR, title="x")
    assert everything(workspace) == before


def test_a_zip_made_to_fill_the_disk_changes_nothing(before, workspace):
    bomb = {f"rock/{n}.wav": bytes(60_000_000) for n in range(2)}
    with pytest.raises(DataError, match=r"music does not shrink like that"):
        take(bomb)
    assert everything(workspace) == before


def test_a_size_that_is_a_lie_ends_the_whole_upload(before, workspace):
    data = bytearray(zipped({"rock/a.wav": song(1), "rock/b.wav": song(2)}).getvalue())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (5000).to_bytes(4, "little")
    with pytest.raises(DataError, match=r"states two sizes for its entry “rock/b.wav”"):
        take_zip_file(io.BytesIO(bytes(data)), visitor=VISITOR, title="x")
    assert everything(workspace) == before


def test_an_upload_that_is_stopped_in_the_middle_changes_nothing(before, workspace):
    def stop(share, words):
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        take(FOLDERS, progress=stop)
    assert everything(workspace) == before


def test_the_progress_only_grows_and_says_how_many_files(workspace):
    told = []
    take(FOLDERS, progress=lambda share, words: told.append((share, words)))
    assert told[0] == (0.0, "0 of 3 files")
    assert [share for share, _ in told] == sorted({share for share, _ in told})


def test_a_visitor_keeps_no_more_than_the_quota(before, workspace, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES_PER_VISITOR", 2 * len(song()))
    with pytest.raises(
        DataError, match=r"takes 0\.0 MB and your others 0\.0 MB, but .* kept for one visitor; delete an"
    ):
        take(FOLDERS)
    with pytest.raises(DataError, match=r"this upload takes 0\.0 MB, but .* are kept for one visitor; choose less"):
        take(FOLDERS, visitor=OTHER)
    with pytest.raises(DataError, match=r"are kept for one visitor"):
        stage(zipped(FOLDERS), visitor=VISITOR)
    assert everything(workspace) == before
    assert take({"rock/a.wav": song()}).n_tracks == 1


def test_a_disk_without_room_is_told_before_anything_is_written(before, workspace, monkeypatch):
    monkeypatch.setattr(uploads, "SPARE_BYTES", 10**15)
    with pytest.raises(DataError, match=r"this upload needs 0\.0 MB, but the disk has room for 0\.0 MB; make room"):
        take(FOLDERS)
    with pytest.raises(DataError, match=r"the disk has room for 0\.0 MB"):
        stage(zipped(FOLDERS), visitor=VISITOR)
    assert everything(workspace) == before


@pytest.mark.parametrize("visitor", ["", "..", "a/b", "a b", "a" * 65, "../" + VISITOR, "ä"])
def test_an_id_that_is_no_visitors_is_refused_everywhere(workspace, visitor):
    for ask in (
        lambda: take(FOLDERS, visitor=visitor),
        lambda: take_files([("a.wav", song())], visitor=visitor, title="x"),
        lambda: stage(io.BytesIO(b"x"), visitor=visitor),
        lambda: uploads_of(visitor),
        lambda: forget_upload(visitor, "x"),
    ):
        with pytest.raises(DataError, match=r"the visitor is unknown"):
            ask()
    assert everything(workspace) == {}


def test_uploads_are_listed_as_they_were_made_to_their_visitor_alone():
    first, second = take(FOLDERS, title="one"), take(FOLDERS | {"x.txt": b"x", ".y": b""}, title="two")
    assert sorted(uploads_of(VISITOR), key=lambda upload: upload.title) == [first, second]
    assert uploads_of(OTHER) == []


def test_a_record_that_cannot_be_read_is_named():
    upload = take(FOLDERS)
    (upload.folder / uploads.RECORD).write_text("{}")
    with pytest.raises(WorkspaceError, match=r"\.upload\.json is not what this program writes; delete that folder"):
        uploads_of(VISITOR)


def test_a_forgotten_upload_leaves_nothing_behind(workspace):
    kept, upload = take(FOLDERS, title="kept"), take(FOLDERS, title="gone")
    (upload.open().folder / "findings.json").write_text("[]")
    forget_upload(VISITOR, upload.id)
    assert uploads_of(VISITOR) == [kept]
    assert [one.title for one in opened_datasets(VISITOR)] == ["kept"]
    assert not any(upload.id in name for name in everything(workspace))


def test_folders_of_systems_are_no_genres_and_hide_no_tracks():
    upload = take({"$RECYCLE.BIN/a.wav": song(1), "rock/@eaDir/b.wav": song(2), "rock/c.wav": song(3)})
    assert (upload.genres, upload.n_ignored) == ({"rock": 1}, 2)
    assert upload.n_tracks == len(upload.open().tracks())


def test_an_upload_whose_files_are_gone_can_be_forgotten(workspace):
    upload = take(FOLDERS)
    for genre in upload.genres:
        shutil.rmtree(upload.folder / genre)
    forget_upload(VISITOR, upload.id)
    assert (uploads_of(VISITOR), opened_datasets(VISITOR)) == ([], [])


@pytest.mark.parametrize("name", ["", ".", "..", "unknown", ".staged"])
def test_what_is_no_upload_of_this_visitor_is_not_deleted(name, workspace):
    upload = take(FOLDERS)
    before = everything(workspace)
    with pytest.raises(DataError, match=r"there is no upload .* of yours; it may have been deleted before"):
        forget_upload(VISITOR, name)
    with pytest.raises(DataError, match=r"there is no upload"):
        forget_upload(OTHER, upload.id)
    assert everything(workspace) == before


def staged_job(files: dict[str, bytes], **settings) -> ZipParams:
    staged = stage(zipped(files), visitor=VISITOR)
    return ZipParams(**{"staged": str(staged), "visitor": VISITOR, "title": "x"} | settings)


def test_a_staged_zip_is_taken_by_a_job_and_gone_afterwards(workspace):
    params = staged_job(FOLDERS | {"x.txt": b"x"}, genre="unused")
    told = []
    report = run_here(take_zip, params, progress=lambda share, words: told.append(words))
    (upload,) = uploads_of(VISITOR)
    assert report == json.loads(json.dumps(report)) == upload.as_json()
    assert report["dataset"] == opened_datasets(VISITOR)[0].id
    assert (report["n_tracks"], report["skipped"][0]["name"]) == (3, "x.txt")
    assert told[0] == "0 of 4 files"
    assert not Path(params.staged).exists()


def test_a_job_that_fails_or_is_cancelled_leaves_no_staged_file(before, workspace):
    failing = staged_job({"x.txt": b"x"})
    with pytest.raises(DataError, match=r"holds no recording"):
        run_here(take_zip, failing)

    def cancel(share, words):
        raise Cancelled

    with pytest.raises(Cancelled):
        run_here(take_zip, staged_job(FOLDERS), progress=cancel)
    assert everything(workspace) == before
    with pytest.raises(DataError, match=r"the uploaded file is gone, because its job .* upload it again"):
        run_here(take_zip, failing)


def test_a_job_done_again_after_a_crash_makes_no_second_upload():
    params = staged_job(FOLDERS)
    content = Path(params.staged).read_bytes()
    first = run_here(take_zip, params)
    Path(params.staged).write_bytes(content)  # as when the worker died before it could delete it
    again = run_here(take_zip, params)
    assert again | {"made": ""} == first | {"made": ""}
    assert len(uploads_of(VISITOR)) == 1


def test_a_job_takes_staged_files_of_its_own_visitor_alone(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped(FOLDERS).getvalue())
    params = staged_job(FOLDERS)
    for staged, visitor in ((params.staged, OTHER), (str(tmp_path / "x.zip"), VISITOR)):
        with pytest.raises(DataError, match=r"the staged file is not this visitor's; upload the zip again"):
            run_here(take_zip, ZipParams(staged=staged, visitor=visitor, title="x"))
    assert Path(params.staged).exists()
    assert (tmp_path / "x.zip").exists()


def test_what_a_crash_left_behind_is_removed_a_day_later(workspace):
    home = workspace / "uploads" / VISITOR
    old, young = stage(zipped(FOLDERS), visitor=VISITOR), stage(zipped(FOLDERS), visitor=VISITOR)
    draft = home / ".x-12345678.12345678.part"
    (draft / ".incoming").mkdir(parents=True)
    yesterday = time.time() - 25 * 3600
    for path in (old, draft):
        os.utime(path, (yesterday, yesterday))
    take(FOLDERS)
    assert (old.exists(), draft.exists(), young.exists()) == (False, False, True)


def test_titles_of_any_kind_make_safe_names():
    for title in ("", "../..", "日本", "a" * 300, "CON", "<b>x</b>.zip"):
        upload = take({"a.wav": song()}, title=title)
        assert upload.folder.parent.name == VISITOR
        assert upload.id.isascii()
        assert len(upload.id) <= 49
        assert len(upload.open().tracks()) == 1


def test_the_memory_does_not_grow_with_the_number_of_files(tmp_path):
    recording = by_soundfile(0.1 * np.random.default_rng(0).standard_normal(500_000).astype(np.float32))  # 1 MB
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as file:
        for n in range(30):
            file.writestr(f"rock/{n}.wav", recording)
    tracemalloc.start()
    take_zip_file(path, visitor=VISITOR, title="x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10 * len(recording)
