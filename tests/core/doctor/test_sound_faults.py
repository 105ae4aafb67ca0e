"""A measure becomes a finding beside its neighbours: with the value, and with what is usual."""

import pytest

from core.doctor.sound_faults import SoundLimits, sound_faults

MANY = 9


@pytest.fixture
def found(measured):
    """``found(fault, usual={}, n=9)``: the findings of one track among ``n`` others, as kind -> reason."""

    def look(fault, usual=None, n=MANY, limits=None):
        measures = {f"track {i}": measured(**(usual or {})) for i in range(n)}
        measures["odd"] = measured(**{**(usual or {}), **fault})
        findings = sound_faults(measures, limits or SoundLimits())
        assert {finding.track for finding in findings} <= {"odd"}
        return {finding.kind: finding.reason for finding in findings}

    return look


def test_clean_recordings_have_no_findings(found):
    assert found({}) == {}
    assert sound_faults({}) == []


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (
            {"damage": ("the file states 30.0 s, but only 12.0 s of sound could be decoded from it",)},
            "unreadable",
            "the file states 30.0 s, but only 12.0 s of sound could be decoded from it",
        ),
        ({"duration_s": 0.1}, "too-short", "it lasts 0.10 s, but features need 0.19 s; usual here are 30.0 s"),
        ({"duration_s": 2.5}, "too-short", "it lasts 2.5 s, but a genre mix needs 3.0 s; usual here are 30.0 s"),
        ({"duration_s": 14.0}, "too-short", "it lasts 14.0 s; usual here are 30.0 s"),
        (
            {"peak_dbfs": -144.0, "level_dbfs": -144.0, "silent_s": 30.0, "swing": 0.0},
            "silent",
            "all of it is silent: peak -144 dBFS, mean level -144 dBFS; usual here is a mean level of -18 dBFS",
        ),
        (
            {"peak_dbfs": -144.0, "level_dbfs": -144.0, "silent_s": 30.0},
            "silent",
            "its channels cancel each other, so that nothing is left in mono: peak -144 dBFS, mean level -144 dBFS; "
            "usual here is a mean level of -18 dBFS",
        ),
        (
            {"silent_s": 12.0, "silence_s": 9.0, "silence_at_s": 65.0},
            "silent",
            "40 % of it is silent (under -75 dBFS), at most 9.0 s without a break, from 1:05 on",
        ),
        (
            {"peak_dbfs": -50.0, "level_dbfs": -62.0},
            "silent",
            "it is hardly to be heard: peak -50 dBFS, mean level -62 dBFS; usual here is a mean level of -18 dBFS",
        ),
        (
            {"flat_share": 0.0123, "n_flat": 321, "flat_level": 0.5, "worst_s": 12.0},
            "clipped",
            "1.2 % of its samples lie in 321 tops that are cut off flat, the highest at -6.0 dBFS, most of all from "
            "0:12 on; usual here is 0 %",
        ),
        (
            {"wavy_share": 0.004, "wavy_level": 1.0, "worst_s": 3.0},
            "clipped",
            "0.4 % of its samples lie in blunt tops, the highest at 0.0 dBFS, most of all from 0:03 on: it was "
            "clipped, and encoded or resampled since; loud recordings have 0.075 % at most",
        ),
        (
            {"over_share": 0.05},
            "clipped",
            "5 % of its samples lie over full scale, where every player clips them; usual is next to none",
        ),
        ({"offset": -0.05}, "dc-offset", "it swings around -0.050 of full scale, not around 0; usual here is 0.000"),
        (
            {"offset": 0.004, "swing": 0.01},
            "dc-offset",
            "it swings around +0.004 of full scale, not around 0; usual here is 0.000",
        ),
        (
            {"treble_end_hz": 3900.0},
            "band-limited",
            "nothing is left above 3.9 kHz; usual here is sound up to 9.5 kHz and beyond",
        ),
    ],
)
def test_each_fault_is_told_with_its_value_and_what_is_usual(found, fault, kind, words):
    assert found(fault) == {kind: words}


@pytest.mark.parametrize(
    ("fault", "usual"),
    [
        ({"duration_s": 2.5}, {"duration_s": 2.5}),  # a dataset of excerpts
        ({"duration_s": 16.0}, {}),
        ({"silent_s": 5.0}, {}),
        ({"level_dbfs": -50.0, "peak_dbfs": -30.0}, {}),  # classical music beside pop
        ({"level_dbfs": -62.0, "peak_dbfs": -50.0}, {"level_dbfs": -60.0, "peak_dbfs": -45.0}),
        ({"flat_share": 0.00005, "n_flat": 30}, {}),
        ({"flat_share": 0.001, "n_flat": 3}, {}),
        ({"wavy_share": 0.001}, {}),
        ({"over_share": 0.001}, {}),
        ({"offset": 0.005}, {}),
        ({"offset": 0.001, "swing": 0.001}, {}),  # one that a quiet recording is quantised to
        ({"treble_end_hz": 8_000.0}, {}),
        ({"treble_end_hz": 3_900.0}, {"treble_end_hz": 4_000.0}),  # a dataset of telephones
    ],
)
def test_what_is_usual_or_hardly_odd_is_no_fault(found, fault, usual):
    assert found(fault, usual) == {}


def test_where_durations_differ_a_shorter_song_is_none_too_short(measured):
    songs = {f"song {i}": measured(duration_s=120.0 * 1.2**i) for i in range(9)}
    assert sound_faults({**songs, "short": measured(duration_s=100.0)}) == []
    assert [one.track for one in sound_faults({**songs, "jingle": measured(duration_s=10.0)})] == ["jingle"]


@pytest.mark.parametrize("fault", [{"duration_s": 14.0}, {"level_dbfs": -60.0}, {"treble_end_hz": 3_900.0}])
def test_few_neighbours_say_nothing_about_what_is_usual(found, fault):
    assert found(fault, n=2) == {}
    assert found(fault, n=4) != {}


def test_the_limits_decide(found):
    assert found({"offset": 0.02}, limits=SoundLimits(offset=0.03, offset_of_swing=1.0)) == {}
    assert found({"duration_s": 20.0}, limits=SoundLimits(short_share=0.8)).keys() == {"too-short"}


def test_a_recording_may_have_several_faults_in_the_order_of_the_kinds(found):
    assert list(found({"offset": 0.1, "treble_end_hz": 3_000.0, "duration_s": 2.0})) == [
        "too-short",
        "dc-offset",
        "band-limited",
    ]
