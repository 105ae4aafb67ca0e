"""Every family and column, whatever they measure, keeps the same promises."""

import numpy as np
import pytest

from core.features import COLUMNS, FAMILIES, GTZAN_COLUMNS, SR, about_column, family_of
from core.features.extract import extract


@pytest.fixture(scope="module")
def odd_signals(tone, noise, clicks) -> dict[str, np.ndarray]:
    """Two seconds each of what breaks a careless formula."""
    impulse = np.zeros(2 * SR, np.float32)
    impulse[SR] = 1
    return {
        "silence": np.zeros(2 * SR, np.float32),
        "one impulse": impulse,
        "direct current": np.full(2 * SR, 0.5, np.float32),
        "clipped square": np.sign(tone(220, 2.0)),
        "almost silence": tone(1000, 2.0, amplitude=1e-20),
        "white noise": noise(2.0),
        "clicks": clicks(120, 2.0),
        "the shortest signal": noise(0.19),
    }


@pytest.fixture(scope="module")
def odd_rows(odd_signals) -> dict[str, np.ndarray]:
    return {name: extract(y, columns=COLUMNS)[0] for name, y in odd_signals.items()}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_says_what_it_measures_in_which_unit_and_range_and_after_whom(name):
    family = FAMILIES[name]
    low, high = family.value_range
    assert family.name == name
    assert family.title
    assert family.about.endswith(".")
    assert family.source
    assert low < high
    assert len(set(family.columns)) == len(family.columns)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_is_finite_and_in_its_range_on_signals_that_break_careless_formulas(name, odd_rows):
    family = FAMILIES[name]
    low, high = family.value_range
    for signal, row in odd_rows.items():
        values = dict(zip(COLUMNS, row, strict=True))
        for column in family.columns:
            assert np.isfinite(values[column]), (signal, column)
            if column.endswith("_var"):
                assert 0 <= values[column] <= (high - low) ** 2 / 4 + 1e-6, (signal, column)
            else:
                assert low - 1e-4 <= values[column] <= high + 1e-4, (signal, column)


def test_no_column_belongs_to_two_families():
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert all(column in family_of(column).columns for column in COLUMNS)


def test_the_public_columns_come_first_and_in_the_order_of_the_public_table(shared):
    header = (shared / "gtzan" / "features_30_sec.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert tuple(header[2:-1]) == GTZAN_COLUMNS == COLUMNS[:57]


def test_the_columns_of_the_thesis_are_there():
    stems = "flatness contrast1 contrast7 flux harmony perceptr tonnetz6 tempogram_ratio13 mfcc40 mfcc20_delta2"
    assert {f"{stem}_{statistic}" for stem in stems.split() for statistic in ("mean", "var")} <= set(COLUMNS)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("spectral_centroid_mean", "average brightness (spectral centroid), Hz"),
        ("spectral_centroid_var", "variance of brightness (spectral centroid), Hz²"),
        ("rms_var", "variance of loudness (root mean square), (of full scale)²"),
        ("tempo", "tempo, beats per minute"),
        ("flatness_mean", "average likeness to noise (spectral flatness)"),
        ("mfcc2_delta_mean", "average speed of MFCC 2, per frame"),
    ],
)
def test_a_column_is_told_in_plain_words_with_its_unit(column, words):
    assert about_column(column) == words


def test_no_two_columns_are_told_in_the_same_words():
    assert len({about_column(column) for column in COLUMNS}) == len(COLUMNS)
