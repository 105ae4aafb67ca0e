"""What extract promises: only what is asked, in the asked order, with clear words for what it refuses."""

from dataclasses import replace

import numpy as np
import pytest

import core.features.extract as module
from core.errors import AudioError
from core.features import COLUMNS, FAMILIES, GTZAN_COLUMNS, SR
from core.features.extract import extract, warm_up
from core.sound.decode import decode

SPAN_TOLERANCE_SD = 0.15  # 30 s: four frames at the ends and an offset of up to half a hop
TUNING_TOLERANCE_SD = 0.5  # chroma's tuning is the peak of a histogram: now and then it is another one


def test_columns_come_in_the_asked_order_and_do_not_depend_on_what_else_is_asked(noise):
    y = noise(2.0)
    every = dict(zip(COLUMNS, extract(y, columns=COLUMNS)[0], strict=True))
    asked = ["tempo", "mfcc21_var", "rms_mean", "tempo"]
    assert extract(y, columns=asked).tolist() == [[every[column] for column in asked]]


def test_only_the_families_that_are_asked_for_are_measured(noise, monkeypatch):
    def never(spectra, segments):
        raise AssertionError("measured without being asked for")

    others = {name: replace(family, measure=never) for name, family in FAMILIES.items() if name != "rms"}
    monkeypatch.setattr(module, "FAMILIES", {**others, "rms": FAMILIES["rms"]})
    assert extract(noise(1.0), columns=["rms_var"]).shape == (1, 1)


def test_one_span_over_everything_equals_no_span(noise):
    y = noise(4.0)
    np.testing.assert_array_equal(extract(y, columns=COLUMNS, spans=[(0.0, 4.0)]), extract(y, columns=COLUMNS))


def test_threads_change_no_number(noise, clicks):
    y = noise(12.0) + clicks(100, 12.0)
    spans = [(start, start + 5.0) for start in (0.0, 1.7, 4.0, 7.0)]
    one = extract(y, columns=GTZAN_COLUMNS, spans=spans)
    np.testing.assert_array_equal(extract(y, columns=GTZAN_COLUMNS, spans=spans, n_threads=2), one)


def test_a_span_that_starts_on_a_frame_of_silence_around_it_equals_the_segment_cut_out(noise):
    # With silence on both sides the edge frames see the zeros that a cut-out segment is padded with.
    y = np.zeros(30 * 512 * 8, np.float32)
    inside = slice(30 * 512, 30 * 512 * 4)
    y[inside] = noise(5.0)[: inside.stop - inside.start]
    names = [column for column in GTZAN_COLUMNS if not column.startswith(("harmony", "perceptr", "zero"))]
    spanned = extract(y, columns=names, spans=[(inside.start / SR, inside.stop / SR)])
    np.testing.assert_allclose(spanned, extract(y[inside].copy(), columns=names), rtol=2e-4, atol=1e-4)


def test_the_numbers_of_a_span_are_those_of_the_segment_analysed_alone(gtzan_clips):
    clips = {path.stem: decode(path, sr=SR).y for path in gtzan_clips if path.name.endswith(".00000.flac")}
    sd = np.array([extract(y, columns=GTZAN_COLUMNS)[0] for y in clips.values()]).std(axis=0)
    y = np.concatenate([clips["blues.00000"], clips["disco.00000"], clips["metal.00000"][: 10 * SR]])
    spans = [(start, start + 30.0) for start in (0.0, 7.3, 18.1, 31.0, 39.9)]
    spanned = extract(y, columns=GTZAN_COLUMNS, spans=spans)
    alone = [extract(y[round(a * SR) : round(b * SR)], columns=GTZAN_COLUMNS)[0] for a, b in spans]
    worst = dict(zip(GTZAN_COLUMNS, (np.abs(spanned - alone) / sd).max(axis=0), strict=True))
    tempo, chroma = worst.pop("tempo"), worst.pop("chroma_stft_var")
    assert max(worst.values()) < SPAN_TOLERANCE_SD, max(worst, key=worst.get)
    assert chroma < TUNING_TOLERANCE_SD
    assert tempo == 0


def test_progress_runs_up_to_one(noise):
    seen = []
    extract(noise(1.0), columns=["rms_mean", "mfcc1_mean", "tempo"], progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1


def test_warming_up_needs_nothing():
    warm_up()


def test_an_unknown_column_is_named(noise):
    with pytest.raises(ValueError, match=r"column 'danceability' is unknown; core\.features\.COLUMNS lists all 233"):
        extract(noise(1.0), columns=["rms_mean", "danceability"])


def test_a_string_is_no_list_of_columns(noise):
    with pytest.raises(ValueError, match="columns='tempo' is one string"):
        extract(noise(1.0), columns="tempo")


def test_no_columns_are_refused(noise):
    with pytest.raises(ValueError, match="columns is empty"):
        extract(noise(1.0), columns=[])


def test_a_signal_that_is_too_short_says_how_long_it_must_be(noise):
    with pytest.raises(AudioError, match=r"the signal lasts 0.10 s, but features need at least 0.19 s"):
        extract(noise(0.1), columns=["rms_mean"])


@pytest.mark.parametrize("span", [(0.5, 0.6), (3.0, 4.0)])
def test_a_span_that_is_too_short_or_outside_says_so(span, noise):
    with pytest.raises(AudioError, match=r"the span .* lasts 0.\d\d s, but features need at least 0.19 s"):
        extract(noise(2.0), columns=["rms_mean"], spans=[span])


@pytest.mark.parametrize(
    ("y", "found"),
    [
        (np.zeros(SR), r"y is float64 of shape \(22050,\)"),
        (np.zeros((2, SR), np.float32), r"y is float32 of shape \(2, 22050\)"),
        ([0.0] * SR, "y is list"),
    ],
)
def test_a_signal_of_another_kind_is_a_bug_of_the_caller(y, found):
    with pytest.raises(ValueError, match=found + ", but features need a mono float32 array"):
        extract(y, columns=["rms_mean"])


def test_a_signal_that_is_not_finite_is_a_bug_of_the_caller():
    y = np.zeros(SR, np.float32)
    y[7] = np.nan
    with pytest.raises(ValueError, match="NaN or infinite"):
        extract(y, columns=["rms_mean"])
