"""Files of listeners come by one job for all who want the same; what stands in the way is said in words."""

import hashlib
from pathlib import Path

import pytest

from core import downloads
from core.errors import DownloadError
from core.jobs.workbench import Cancelled, Workbench
from core.models.backbones import fetching
from core.models.backbones.fetching import FetchParams, fetch_files, job_of

CONTENTS = {"a.bin": b"x" * 3_000_000, "b.bin": b"y" * 1_000_000}


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two made files that the registry knows, in a mirror."""
    rows = {
        name: downloads.RemoteFile(
            f"http://localhost:9/{name}", hashlib.sha256(data).hexdigest(), len(data), "free", "made"
        )
        for name, data in CONTENTS.items()
    }
    monkeypatch.setattr(downloads, "REMOTE_FILES", rows)
    monkeypatch.setattr(fetching, "REMOTE_FILES", rows)
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    for name, data in CONTENTS.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def bench(folder: Path, told) -> Workbench:
    folder.mkdir(exist_ok=True)
    return Workbench(folder, told=told)


def test_the_files_arrive_and_the_words_count_megabytes(mirror, tmp_path):
    said = []
    result = fetch_files(FetchParams(tuple(CONTENTS)), bench(tmp_path / "job", lambda *told: said.append(told)))
    assert result == {"files": list(CONTENTS), "n_bytes": 4_000_000}
    assert said[0] == (0.0, "0.0 of 4.0 MB: a.bin")
    assert (0.75, "3.0 of 4.0 MB: b.bin") in said


def test_an_altered_file_ends_the_job_in_words(mirror, tmp_path):
    (mirror / "b.bin").write_bytes(b"z" * 1_000_000)
    with pytest.raises(DownloadError, match="is not the file it should be"):
        fetch_files(FetchParams(tuple(CONTENTS)), bench(tmp_path / "job", lambda *told: None))


def test_without_network_the_job_says_what_to_do(mirror, tmp_path, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_MIRROR")
    with pytest.raises(DownloadError, match="Connect to the network and try again"):
        fetch_files(FetchParams(("a.bin",)), bench(tmp_path / "job", lambda *told: None))


def test_it_can_be_cancelled_between_files(mirror, tmp_path):
    def stop(share, words):
        raise Cancelled

    with pytest.raises(Cancelled):
        fetch_files(FetchParams(tuple(CONTENTS)), bench(tmp_path / "job", stop))


def test_nobody_asked_means_no_job(mirror):
    assert job_of(tuple(CONTENTS)) is None
