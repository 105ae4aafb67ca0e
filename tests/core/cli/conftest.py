"""A command line to type at, and files to name on it."""

from types import SimpleNamespace

import pytest
import soundfile

from core.cli import main


@pytest.fixture
def run(capsys, monkeypatch):
    """``run("mix", path, "--json")`` -> status, out, err of a command run in this process, without its bar."""
    monkeypatch.setattr("core.cli.progress.DELAY_S", 3600.0)  # on a busy machine anything takes longer than a second

    def call(*words):
        try:
            status = main([str(word) for word in words])
        except SystemExit as stopped:  # argparse's way to end
            status = stopped.code
        said = capsys.readouterr()
        return SimpleNamespace(status=status, out=said.out, err=said.err)

    return call


@pytest.fixture
def song(tmp_path, tone, clicks):
    """A wav of 8 s: a tone and a beat."""
    path = tmp_path / "song.wav"
    soundfile.write(path, 0.5 * tone(330, 8.0) + 0.5 * clicks(120, 8.0), 22050)
    return path


@pytest.fixture
def one_complaint():
    """Check that a command failed as it should: exit status 2 and exactly one line on stderr."""

    def check(done):
        assert done.status == 2
        lines = done.err.splitlines()
        assert len(lines) == 1, done.err
        assert lines[0].startswith("error: ")
        return lines[0]

    return check
