"""What all commands share: help at once, one line for a mistake, quiet ends."""

import os
import subprocess
import sys

import pytest

import core.cli
from core.errors import DataError

HEAVY = {"numpy", "pandas", "scipy", "sklearn", "librosa", "numba", "torch", "tqdm", "streamlit", "plotly"}


@pytest.mark.parametrize("command", [(), ("mix",), ("features",), ("train",), ("models",)])
def test_help_is_printed_for_every_command(run, command):
    done = run(*command, "--help")
    assert done.status == 0
    assert "usage: python -m core" in done.out
    assert done.err == ""


@pytest.mark.parametrize("command", ["mix", "features", "train"])
def test_help_gives_units_and_examples(run, command):
    said = run(command, "--help").out
    assert "examples:\n  python -m core" in said
    assert "seconds" in said or "0-1" in said


def test_help_needs_none_of_the_heavy_libraries():
    code = f"import core.cli, sys; core.cli.parser().format_help(); print({HEAVY!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ((), "the following arguments are required: COMMAND"),
        (("sing",), "invalid choice: 'sing'"),
        (("mix",), "the following arguments are required: FILE"),
        (("mix", "a.wav", "--loud"), "unrecognized arguments: --loud"),
        (("train", "--dataset", "gtzan", "--seed", "-1"), "--seed: '-1' is not a whole number from 0 to 4294967295"),
        (("train", "--dataset", "gtzan", "--seed", "one"), "'one' is not a whole number"),
        (("features", "x", "--out", "t.csv", "--segment-s", "0"), "--segment-s: 0 is not a number of seconds from 1"),
        (("features", "x", "--out", "t.csv", "--segment-s", "nan"), "nan is not a number of seconds from 1 to 900"),
    ],
)
def test_a_mistake_on_the_command_line_is_one_line(run, one_complaint, words, complaint):
    line = one_complaint(run(*words))
    assert complaint in line
    assert "--help" in line


def test_an_error_of_the_engine_is_one_line_even_when_its_message_has_more(run, one_complaint, monkeypatch):
    def fail(asked):
        raise DataError("the table\nis \x1b[31mbroken")

    monkeypatch.setattr("core.cli.models.models", fail)
    assert one_complaint(run("models")) == "error: the table is  [31mbroken"


def test_a_bug_is_not_hidden(run, monkeypatch):
    def fail(asked):
        raise ZeroDivisionError

    monkeypatch.setattr("core.cli.models.models", fail)
    with pytest.raises(ZeroDivisionError):
        run("models")


def test_an_interrupt_ends_with_130_and_silence(run, monkeypatch):
    def interrupted(asked):
        raise KeyboardInterrupt

    monkeypatch.setattr("core.cli.models.models", interrupted)
    done = run("models")
    assert (done.status, done.err) == (core.cli.INTERRUPTED, "")


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_a_reader_who_leaves_early_causes_no_traceback():
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "core", "models", "--json"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (core.cli.BROKEN_PIPE, "")
