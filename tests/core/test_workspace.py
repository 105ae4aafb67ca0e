"""Writes are whole or they are not there."""

from pathlib import Path

import pytest

from core.workspace import asset, atomic_folder, workspace, write_atomic


def test_the_workspace_is_the_folder_that_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "new" / "home"))
    assert workspace() == tmp_path / "new" / "home"
    assert workspace().is_dir()


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
