"""Lines that line up, and JSON that every reader accepts."""

import io
import json
import sys

import numpy as np
import pytest

from core.cli import output
from core.cli.output import clock, one_line, percent, print_json, print_table, score, span


def test_what_json_cannot_hold_becomes_null_and_numpy_becomes_plain(capsys):
    value = {"a": np.float32(np.nan), "b": np.array([1.0, np.inf]), "c": (np.int64(3), None), "d": np.bool_(True)}
    print_json(value)
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.0, None], "c": [3, None], "d": True}


def test_json_is_one_line_of_unescaped_utf8(capsys):
    print_json({"file": "Müsik 🎵\nzwei.wav"})
    assert capsys.readouterr().out == '{"file": "Müsik 🎵\\nzwei.wav"}\n'


def test_a_name_that_is_no_unicode_is_still_json(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    output.use_utf8()
    name = b"caf\xe9.wav".decode("utf-8", "surrogateescape")
    print_json({"file": name})
    assert json.loads(raw.getvalue().decode()) == {"file": name}


def test_columns_line_up_text_to_the_left_and_numbers_to_the_right(capsys):
    print_table([("rock", "7", "a"), ("classical", "12", "bc")], header=("genre", "n", "what"), indent="")
    assert capsys.readouterr().out == "genre       n  what\nrock        7  a\nclassical  12  bc\n"


def test_a_cell_of_any_characters_stays_in_its_row(capsys):
    print_table([("ro\nck", "1"), ("\x1b[31mred", "22")], header=("a\tb", "n"), indent="")
    assert capsys.readouterr().out == "a b       n\nro ck     1\n[31mred  22\n"


def test_a_table_without_rows_prints_its_header(capsys):
    print_table([], header=("genre", "tracks"))
    assert capsys.readouterr().out == "  genre  tracks\n"


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\tb", "a\x00b", "a\u2028b"])
def test_control_characters_cannot_split_a_line(text):
    assert one_line(text) == "a b"


def test_numbers_are_written_as_people_read_them():
    assert [score(0.51949), score(None), score(float("nan"))] == ["0.519", "-", "-"]
    assert [span((0.1, 0.25)), span(None)] == ["0.100-0.250", "-"]
    assert [percent(0.456), clock(225.3), clock(59.9)] == ["46 %", "3:45", "0:59"]
