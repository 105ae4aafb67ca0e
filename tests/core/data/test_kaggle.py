"""The download of GTZAN against a server on this machine that speaks as Kaggle does; kagglehub itself runs."""

import hashlib
import io
import re
import socket
import subprocess
import sys
import threading
import zipfile
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import numpy as np
import pytest

from core.data import kaggle
from core.data.kaggle import KaggleParams, about_download, download_gtzan
from core.data.opened import opened_datasets
from core.errors import DataError, DownloadError
from core.jobs import Cancelled, run_here
from core.workspace import PROJECT_ROOT
from tests.core.sound.files import by_soundfile

MIB = 1 << 20  # what kagglehub writes at once
TRACKS = [f"{genre}.{n:05d}" for genre in ("blues", "jazz") for n in range(3)]


def archive() -> bytes:
    """The layout of the copy on Kaggle, with little in it."""
    wav, buffer = by_soundfile(np.zeros(300_000, np.float32)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for track in TRACKS:
            file.writestr(f"Data/genres_original/{track.split('.')[0]}/{track}.wav", wav)
        file.writestr("Data/images_original/blues/blues00000.png", b"\x89PNG")
        file.writestr("Data/features_30_sec.csv", "filename,length\n")
    return buffer.getvalue()


class Kaggle(ThreadingHTTPServer):
    """What kagglehub asks, answered: a redirect to a file, and the file, in pieces if one asks for them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.content = b""
        self.status = 200
        self.checksum = ""
        self.breaks_at: int | None = None  # bytes, after which the connection is cut once
        self.waits_at: int | None = None  # bytes, after which nothing comes until ``go_on`` is set
        self.is_mute = False
        self.go_on = threading.Event()
        self.asked: list[str] = []

    def handle_error(self, request, client_address) -> None:
        """Who asked has hung up, as some of these tests want it."""


class _Answers(BaseHTTPRequestHandler):
    server: Kaggle

    def do_POST(self) -> None:
        self.server.asked.append(f"POST {urlsplit(self.path).path}")
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.is_mute:
            self.server.go_on.wait(30)
        if self.server.status != 200:
            self._head(self.server.status, {"Content-Length": "0"})
        else:
            self._head(302, {"Location": "http://localhost/files/archive.zip", "Content-Length": "0"})

    def do_GET(self) -> None:
        content, start = self.server.content, 0
        if asked := re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", "")):
            start = int(asked[1])
        self.server.asked.append(f"GET {start}")
        headers = {"Accept-Ranges": "bytes", "Content-Length": str(len(content) - start)}
        if self.server.checksum:
            headers["x-goog-hash"] = f"md5={self.server.checksum}"
        self._head(206 if start else 200, headers)
        if self.server.breaks_at:
            self.wfile.write(content[start : self.server.breaks_at])
            self.server.breaks_at = None
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        if self.server.waits_at:
            self.wfile.write(content[start : self.server.waits_at])
            self.server.go_on.wait(30)
            start = self.server.waits_at
        self.wfile.write(content[start:])

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def service(monkeypatch, tmp_path):
    """A running ``Kaggle``; kagglehub is sent to it as to a proxy, and finds nobody's login."""
    server = Kaggle()
    server.content = archive()
    for name in ("NO_PROXY", "no_proxy", "KAGGLE_USERNAME", "KAGGLE_KEY", "KAGGLE_API_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("KAGGLE_API_ENVIRONMENT", "LOCALHOST")
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(kaggle, "ARCHIVE_BYTES", len(server.content))
    monkeypatch.setattr(kaggle, "UNPACKED_BYTES", len(server.content))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def download(workspace):
    """``download(progress=None)``: run the job, its folder kept from one attempt to the next."""

    def run(progress=None):
        return run_here(download_gtzan, KaggleParams(), progress=progress, folder=workspace / "jobs" / "one")

    return run


def left_behind(workspace) -> list[str]:
    files = [path for path in workspace.rglob("*") if path.is_file() and path.name != "log.txt"]
    return sorted(path.relative_to(workspace).as_posix() for path in files)


def test_what_is_known_is_told_without_the_network(workspace):
    facts = about_download()
    assert facts.n_bytes == 1_300_000_000
    assert "research use" in facts.licence
    assert facts.page == f"https://www.kaggle.com/datasets/{facts.handle}"
    assert facts.folder.is_relative_to(workspace)
    assert not facts.is_there


def test_the_download_becomes_a_dataset_that_everybody_sees(service, download, workspace):
    told = []
    result = download(lambda share, words: told.append((share, words)))
    opened = opened_datasets()
    assert [(one.id, one.dataset.name, one.owner) for one in opened] == [(result["dataset"], "gtzan", "")]
    assert result["n_tracks"] == len(TRACKS)
    assert result["folder"] == str(about_download().folder)
    assert sorted(path.stem for path in opened[0].path.rglob("*.wav")) == TRACKS
    assert about_download().is_there
    assert not (workspace / "jobs/one/kaggle").exists()
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[0] == (0.0, "asking Kaggle")
    assert service.asked == ["POST /api/v1/datasets.DatasetApiService/DownloadDataset", "GET 0"]
    assert download() == result  # and nothing is fetched again
    assert len(service.asked) == 2


def test_offline_it_says_so_soon_and_leaves_nothing_behind(download, workspace, monkeypatch, service):
    service.server_close()  # so that nobody answers at its address
    with pytest.raises(DownloadError, match=r"Kaggle could not be reached. Connect to the network.*in a browser from"):
        download()
    assert left_behind(workspace) == []


def test_where_kaggle_asks_for_a_login_it_says_how_to_give_one(service, download, workspace):
    service.status = 403
    with pytest.raises(DownloadError, match=r"asks who you are \(403\).*kaggle\.json.*in a browser from"):
        download()
    assert left_behind(workspace) == []


def test_a_login_that_cannot_be_read_is_told(service, download, tmp_path):
    (tmp_path / ".kaggle").mkdir()
    (tmp_path / ".kaggle/kaggle.json").write_text("my key")
    with pytest.raises(DownloadError, match=r"asks who you are \(Invalid Kaggle credentials file"):
        download()


def test_any_other_refusal_is_told_with_its_number(service, download, workspace):
    service.status = 404
    with pytest.raises(DownloadError, match=r"Kaggle refused the download \(it answered 404\)"):
        download()
    assert left_behind(workspace) == []


def test_a_broken_download_goes_on_where_it_was(service, download):
    service.breaks_at = 2 * MIB + 100_000
    with pytest.raises(DownloadError, match=r"reached any more after 2 MB, from where this job will go on. Connect"):
        download()
    assert not about_download().is_there
    assert download()["n_tracks"] == len(TRACKS)
    assert service.asked[-1] == f"GET {2 * MIB}"


def test_cancelling_ends_the_download_at_once_and_another_start_goes_on(service, download, monkeypatch):
    monkeypatch.setattr(kaggle, "ARCHIVE_BYTES", 10**9)  # a wrong guess does not matter: the server tells
    service.waits_at = 2 * MIB + 100_000
    shares = []

    def cancel(share, words):
        if share > 0.5:
            shares.append(share)
            raise Cancelled

    with pytest.raises(Cancelled):
        download(cancel)
    assert shares == [pytest.approx(0.9 * 2 * MIB / len(service.content))]
    assert not about_download().is_there
    service.go_on.set()
    service.waits_at = None
    assert download()["n_tracks"] == len(TRACKS)
    assert service.asked[-1] == f"GET {2 * MIB}"


def test_a_cancel_before_anything_came_leaves_nothing_behind(service, download, workspace):
    service.is_mute = True

    def cancel(share, words):
        raise Cancelled

    with pytest.raises(Cancelled):
        download(cancel)
    assert left_behind(workspace) == []


def test_the_process_that_fetches_ends_with_the_one_that_started_it(service, workspace):
    service.is_mute = True
    command = [sys.executable, "-m", "core.data.kaggle_fetch", f"{kaggle.HANDLE}/versions/1", str(workspace)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=PROJECT_ROOT)
    process.stdin.close()  # as it does when its other end dies
    assert process.wait(timeout=120) == 1


def test_a_silent_network_is_given_up(service, download, workspace, monkeypatch):
    monkeypatch.setattr(kaggle, "SILENCE_S", 0.5)
    service.is_mute = True
    with pytest.raises(DownloadError, match=r"Kaggle could not be reached \(it was silent for 0 s\). Connect to"):
        download()
    assert left_behind(workspace) == []


def test_an_archive_that_is_not_what_was_published_is_thrown_away(service, download, workspace):
    service.checksum = b64encode(hashlib.md5(b"another").digest()).decode()
    with pytest.raises(DownloadError, match=r"not what it published \(its checksum is wrong\). Start again"):
        download()
    assert left_behind(workspace) == []


def test_what_is_no_archive_is_thrown_away(service, download, workspace):
    service.content = b"<html>" * 1000
    with pytest.raises(DownloadError, match=r"not what it published \(it is no archive\)"):
        download()
    assert left_behind(workspace) == []


def test_an_archive_of_something_else_is_refused(service, download, workspace):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("readme.txt", "moved")
    service.content = buffer.getvalue()
    with pytest.raises(DownloadError, match=r"holds no recordings of GTZAN. Look at https://www\.kaggle\.com"):
        download()
    assert left_behind(workspace) == []


def test_a_full_disk_is_told_before_the_download(service, download, workspace, monkeypatch):
    monkeypatch.setattr(kaggle, "UNPACKED_BYTES", 10**15)
    with pytest.raises(
        DataError, match=r"GTZAN needs 1000000\.00 GB of the disk while it is unpacked, and .* are free"
    ):
        download()
    assert service.asked == []
    assert left_behind(workspace) == []
