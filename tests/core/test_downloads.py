import hashlib
import json
import threading
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler

import pytest

from core import downloads
from core.downloads import REMOTE_FILES, RemoteFile, fetch
from core.errors import DownloadError

CONTENT = b"./blues_00000.wav\tblues\n" * 400


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A folder that a web server on this machine shows, and the address of it."""
    folder = tmp_path / "upstream"
    folder.mkdir()
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    httpd = HTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture
def row(monkeypatch):
    """Put one row, for a file that holds ``CONTENT``, into the registry."""

    def put(url: str = "http://127.0.0.1:9/list.txt") -> str:
        remote = RemoteFile(url, hashlib.sha256(CONTENT).hexdigest(), len(CONTENT), "CC0", "a list for tests")
        monkeypatch.setitem(REMOTE_FILES, "list.txt", remote)
        return "list.txt"

    return put


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args) -> None:
        pass


@pytest.mark.parametrize("name", REMOTE_FILES)
def test_every_remote_file_tells_address_checksum_size_licence_and_content(name):
    remote = REMOTE_FILES[name]
    assert remote.url.startswith("https://")
    assert len(bytes.fromhex(remote.sha256)) == 32
    assert remote.n_bytes > 0
    assert remote.licence
    assert remote.what


def test_every_file_of_the_mirror_has_the_row_of_its_index_and_passes_its_check(shared):
    for entry in json.loads((shared / "mirror/INDEX.json").read_text(encoding="utf-8")):
        remote = REMOTE_FILES[entry["key"]]
        assert (remote.url, remote.sha256, remote.n_bytes) == (entry["url"], entry["sha256"], entry["bytes"])
        assert fetch(entry["key"]) == shared / "mirror" / entry["key"]


def test_a_file_of_the_mirror_is_taken_by_its_name(tmp_path, monkeypatch, row):
    (tmp_path / "list.txt").write_bytes(CONTENT)
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    assert fetch(row()).read_bytes() == CONTENT


def test_a_changed_file_in_the_mirror_is_refused(tmp_path, monkeypatch, row):
    (tmp_path / "list.txt").write_bytes(CONTENT + b"x")
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=r"list.txt is not the file it should be: sha256 \w+\.\.\., needed"):
        fetch(row())


def test_a_name_without_a_row_is_refused():
    with pytest.raises(
        DownloadError, match=r"name='songs\.zip' is not a remote file of Genrescope; known: gtzan_foleis"
    ):
        fetch("songs.zip")


def test_a_file_is_fetched_once_with_progress_and_kept_in_the_workspace(server, workspace, row):
    folder, address = server
    (folder / "list.txt").write_bytes(CONTENT)
    name, seen = row(f"{address}/list.txt"), []
    path = fetch(name, progress=seen.append)
    assert path == workspace / "downloads" / "list.txt"
    assert path.read_bytes() == CONTENT
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    (folder / "list.txt").unlink()
    assert fetch(name) == path


def test_a_broken_file_in_the_workspace_is_fetched_again(server, workspace, row):
    folder, address = server
    (folder / "list.txt").write_bytes(CONTENT)
    path = fetch(row(f"{address}/list.txt"))
    path.write_bytes(CONTENT[:100])
    assert fetch("list.txt").read_bytes() == CONTENT


def test_a_file_that_changed_upstream_is_refused_and_not_kept(server, workspace, row):
    folder, address = server
    (folder / "list.txt").write_bytes(b"something else")
    with pytest.raises(DownloadError, match="no longer gives the file that Genrescope knows"):
        fetch(row(f"{address}/list.txt"))
    assert not (workspace / "downloads" / "list.txt").exists()


def test_a_file_that_is_gone_upstream_is_named_with_the_answer(server, row):
    with pytest.raises(DownloadError, match="the server answered 404"):
        fetch(row(f"{server[1]}/list.txt"))


def test_without_network_and_mirror_the_message_says_what_size_and_where_to_put_it(workspace, monkeypatch, row):
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    with pytest.raises(
        DownloadError, match=r"list.txt \(a list for tests; 9.6 kB\) could not be fetched from http"
    ) as e:
        fetch(row())
    for word in ("could not be reached", str(workspace / "downloads" / "list.txt"), "GENRESCOPE_MIRROR"):
        assert word in str(e.value)


def test_a_mirror_without_the_file_leaves_the_network(server, tmp_path, monkeypatch, row):
    folder, address = server
    (folder / "list.txt").write_bytes(CONTENT)
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    assert fetch(row(f"{address}/list.txt")).read_bytes() == CONTENT


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_file_is_here_when_fetch_gives_it_without_the_network(workspace, tmp_path, monkeypatch, row):
    name, mirror = row(), tmp_path / "mirror"
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(mirror))
    assert not downloads.is_here(name)
    put(workspace / "downloads" / name, CONTENT)
    assert downloads.is_here(name)
    assert fetch(name) == workspace / "downloads" / name
    put(mirror / name, CONTENT)
    assert fetch(name) == mirror / name
    put(mirror / name, CONTENT[:-1])  # the mirror's file is the one that counts
    assert not downloads.is_here(name)
    with pytest.raises(DownloadError, match=r"mirror/list.txt is not the file it should be: .* or delete it"):
        fetch(name)


def test_an_altered_file_of_the_right_size_is_not_here_and_is_named_offline(workspace, monkeypatch, row):
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    name = row()
    put(workspace / "downloads" / name, CONTENT[::-1])
    assert not downloads.is_here(name)
    with pytest.raises(DownloadError, match=r"downloads/list.txt is not the file it should be: .*could not be reached"):
        fetch(name)


def test_a_file_is_hashed_once_for_as_long_as_it_stays_and_never_where_its_size_is_wrong(workspace, monkeypatch, row):
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    name = row()
    path, digest, hashed = workspace / "downloads" / name, hashlib.file_digest, []

    def counted(file, algorithm):
        hashed.append(file.name)
        return digest(file, algorithm)

    monkeypatch.setattr(downloads.hashlib, "file_digest", counted)
    put(path, CONTENT[:-1])
    assert not downloads.is_here(name)
    assert not hashed
    put(path, CONTENT)
    assert all(downloads.is_here(name) for _ in range(3))
    assert len(hashed) == 1
    put(path, CONTENT[::-1])
    assert not downloads.is_here(name)


def test_sizes_are_told_in_the_unit_that_fits():
    assert downloads._size(4_078_224) == "4.1 MB"
    assert downloads._size(7_848) == "7.8 kB"
