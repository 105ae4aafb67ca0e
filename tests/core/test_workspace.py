"""Writes are whole or they are not there."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from core.errors import WorkspaceError
from core.workspace import asset, atomic_folder, check_writable, make_room, recover, workspace, write_atomic, write_new


def test_the_workspace_is_the_folder_that_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "new" / "home"))
    assert workspace() == tmp_path / "new" / "home"
    assert not workspace().exists()  # who only reads makes no folder
    check_writable()
    assert list(workspace().iterdir()) == []


def test_a_workspace_that_cannot_be_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    for home in (tmp_path / "file", tmp_path / "file" / "below"):
        monkeypatch.setenv("GENRESCOPE_HOME", str(home))
        with pytest.raises(WorkspaceError, match=r"cannot be written: .*; make room or set GENRESCOPE_HOME"):
            check_writable()
    monkeypatch.setenv("GENRESCOPE_HOME", "~nobody-of-that-name/x")
    with pytest.raises(WorkspaceError, match="GENRESCOPE_HOME=~nobody-of-that-name/x names no folder"):
        workspace()


def test_assets_lie_beside_the_engine():
    assert asset().is_dir()


def test_an_atomic_write_replaces_the_whole_file(tmp_path: Path):
    write_atomic(tmp_path / "a" / "file", b"old and long")
    write_atomic(tmp_path / "a" / "file", b"new")
    assert (tmp_path / "a" / "file").read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file_and_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_atomic(tmp_path / "file", b"old")

    def full_disk(source, target):
        raise OSError("No space left on device")

    monkeypatch.setattr("core.workspace.os.replace", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_atomic(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_written_once(links, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def without_links(source, target):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not links:  # as on a memory stick
        monkeypatch.setattr("core.workspace.os.link", without_links)
    write_new(tmp_path / "a" / "file", b"first")
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a" / "file", b"second")
    assert (tmp_path / "a" / "file").read_bytes() == b"first"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["file"]


def test_a_new_file_that_the_disk_refuses_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full_disk(source, target):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.workspace.os.link", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_new(tmp_path / "file", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_appears_only_when_its_block_ends_well(tmp_path: Path):
    def half() -> None:
        with atomic_folder(tmp_path / "run") as draft:
            (draft / "part").write_text("half")
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        half()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_replaced_whole(tmp_path: Path):
    for name in ("first", "second"):
        with atomic_folder(tmp_path / "run") as draft:
            (draft / name).write_text(name)
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["second"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def write_folder(path: Path, content: str) -> None:
    with atomic_folder(path) as draft:
        (draft / "part").write_text(content)


class Crash(BaseException):
    """What no clean-up of the program outlives: a power cut."""


def test_a_crash_between_the_two_renames_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_folder(tmp_path / "run", "old")
    rename = Path.rename

    def crash_at_the_second(source: Path, target: Path):
        if target == tmp_path / "run":
            raise Crash
        return rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crash_at_the_second)
        with pytest.raises(Crash):
            write_folder(tmp_path / "run", "new")
    assert not (tmp_path / "run").exists()
    recover(tmp_path)
    assert (tmp_path / "run" / "part").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_what_a_crash_left_beside_a_finished_replacement_is_removed(tmp_path: Path):
    write_folder(tmp_path / "run", "new")
    shutil.copytree(tmp_path / "run", tmp_path / ".run.0123abcd.old")
    (tmp_path / ".mine.old").mkdir()
    write_folder(tmp_path / "other", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine.old", "other", "run"]


def test_a_replacement_that_the_disk_refuses_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_folder(tmp_path / "run", "old")
    rename = Path.rename

    def refuse_drafts(source: Path, target: Path):
        if source.suffix == ".part":
            raise OSError("No space left on device")
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", refuse_drafts)
    with pytest.raises(OSError, match="No space"):
        write_folder(tmp_path / "run", "new")
    assert (tmp_path / "run" / "part").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the names of open files are not known there")
def test_files_and_folders_are_on_the_disk_before_the_folder_has_its_name(tmp_path: Path, monkeypatch):
    flushed = []

    def note(handle: int) -> None:
        flushed.append((Path(f"/proc/self/fd/{handle}").readlink().name, (tmp_path / "run").exists()))

    monkeypatch.setattr("core.workspace.os.fsync", note)
    write_folder(tmp_path / "run", "content")
    names = [(name if not name.startswith(".run.") else "draft", there) for name, there in flushed]
    assert names == [("part", False), ("draft", False), (tmp_path.name, True)]


def test_room_is_made_for_one_more_by_taking_the_oldest_and_nothing_else(tmp_path: Path):
    for age, name in enumerate(["b2", "a1", "c3", "kept"]):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "d4").write_text("a file")
    make_room(tmp_path, most=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b2", "d4", "kept"]
