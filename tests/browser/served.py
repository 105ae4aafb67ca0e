"""A Streamlit script served in a process and a workspace of its own, which a test may kill and start again."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from core.jobs import stop_cluster

PROJECT_ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT_S = 120


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
        log = self.home / "server.log"
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
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GENRESCOPE_HOME", str(self.home))
            stop_cluster()

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


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return free.getsockname()[1]
