"""A Streamlit script served in a process and a workspace of its own, which a test may kill and start again."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from core.jobs import stop_cluster
from core.jobs.cluster import cluster_folder
from core.jobs.job import OVER
from core.jobs.records import job_folders, read_record

PROJECT_ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 120
LOG = "server.log"


class App:
    """A script at an address that stays the same when it is started again."""

    def __init__(self, script: Path, *, home: Path, **environment: str):
        self.script, self.home = script, home
        ours = {"GENRESCOPE_HOME": str(home), "GENRESCOPE_WORKERS": "2", "PYTHONUNBUFFERED": "1"}
        self._environment = os.environ | ours | environment
        self._port = _free_port()
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}"

    def start(self) -> "App":
        options = [f"--server.port={self._port}", "--server.headless=true"]
        log = self.home / LOG
        with open(log, "ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(self.script), *options],
                cwd=PROJECT_ROOT,
                env=self._environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._wait_until_healthy(log)
        return self

    def kill(self) -> None:
        """End it without a warning, as a crash does."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the server, and the cluster that its jobs may have started."""
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        with self._workspace():
            stop_cluster()

    def empty(self) -> None:
        """Have its workspace as on the first day, while it runs: what lies there is put aside, beside it.

        A cluster that has nothing to do stays; one that is still at work for somebody ends with the work.
        """
        with self._workspace():
            if any(_goes_on(job) for job in job_folders()):
                stop_cluster()
            aside = Path(tempfile.mkdtemp(prefix=f"{self.home.name}-was-", dir=self.home.parent))
            for path in self.home.iterdir():
                if path.name not in (LOG, cluster_folder().name):
                    path.rename(aside / path.name)

    @contextmanager
    def _workspace(self) -> Iterator[None]:
        """This process works in the workspace of the app."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GENRESCOPE_HOME", str(self.home))
            yield

    def _wait_until_healthy(self, log: Path) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)  # the pause between two questions, not a guess at when it is ready
        pytest.fail(f"the app did not start; its last words:\n{log.read_text(errors='replace')[-3000:]}")


def _goes_on(job: Path) -> bool:
    record = read_record(job)
    return record is None or record.state not in OVER


def _free_port() -> int:
    """Below those that the system gives to connections: one of these may be taken before the server has started."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as free, suppress(OSError):
            free.bind(("localhost", port))
            return port
