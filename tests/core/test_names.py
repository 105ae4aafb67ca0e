"""What strangers call their files, as it may be shown."""

import pytest

from core.names import is_ignorable, plain_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Veränderung – 音楽 🎵.mp3", "Veränderung – 音楽 🎵.mp3"),
        ("two\nlines\x00\x1b[31m.mp3", "two lines [31m.mp3"),
        ("a\u202egpj.exe", "a gpj.exe"),
        ("lone\ud800surrogate", "lone surrogate"),
        ("x" * 300 + ".flac", "x" * 48 + "…" + "x" * 6 + ".flac"),
        ("\x00\n", ""),
    ],
)
def test_a_name_becomes_one_short_line_of_printable_text(name, shown):
    assert plain_name(name) == shown
    assert len(plain_name(name)) <= 60


@pytest.mark.parametrize(
    "name", [".DS_Store", "rock/._a.mp3", "__MACOSX/rock/a.mp3", "rock/Thumbs.db", ".git/a", "x/desktop.ini"]
)
def test_hidden_files_and_those_of_systems_are_nothing_to_speak_of(name):
    assert is_ignorable(name)


@pytest.mark.parametrize("name", ["rock/a.mp3", "./rock/a.mp3", "../.a", ".hidden/../../x"])
def test_ordinary_files_are_not_and_neither_are_those_that_lead_out(name):
    assert not is_ignorable(name)
