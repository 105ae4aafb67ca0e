"""The bar: only on stderr, only for work that takes longer than its delay, and never where nobody wants it."""

from core.cli import progress
from core.cli.progress import bar


def work(**options):
    with bar("song\n.mp3", **options) as shown:
        for share in (0.0, 0.5, 1.0):
            shown(share, "Listening: 4 of 8 cells")


def test_a_bar_appears_on_stderr_with_its_words(capsys, monkeypatch):
    monkeypatch.setattr(progress, "DELAY_S", 1e-9)
    monkeypatch.setattr(progress, "FILE_INTERVAL_S", 0.0)
    work(quiet=False)
    said = capsys.readouterr()
    assert "song .mp3: Listening: 4 of 8 cells" in said.err
    assert " 50 %" in said.err
    assert said.out == ""


def test_work_under_a_second_shows_nothing(capsys):
    work(quiet=False)
    assert capsys.readouterr().err == ""


def test_quiet_shows_nothing(capsys, monkeypatch):
    monkeypatch.setattr(progress, "DELAY_S", 1e-9)
    monkeypatch.setattr(progress, "FILE_INTERVAL_S", 0.0)
    work(quiet=True)
    assert capsys.readouterr().err == ""
