"""Every column of every table that can be loaded is told in plain words, and a stranger as a stranger."""

import pytest

from core.explore.about import about
from core.features import COLUMNS
from tests.core.data.datasets.miniatures import FMA_FEATURES, MSD_NAMES, SPOTIFY_COLUMNS

# What FMA's table has, by its own documentation: 518 columns.
FMA_NUMBERS = {
    **dict.fromkeys(("chroma_cens", "chroma_cqt", "chroma_stft"), 12),
    **dict.fromkeys(("rmse", "spectral_bandwidth", "spectral_centroid", "spectral_rolloff", "zcr"), 1),
    **{"mfcc": 20, "spectral_contrast": 7, "tonnetz": 6},
}
FMA_STATISTICS = ("kurtosis", "max", "mean", "median", "min", "skew", "std")
FMA_COLUMNS = tuple(
    f"{feature}_{statistic}_{number:02d}"
    for feature, n in FMA_NUMBERS.items()
    for statistic in FMA_STATISTICS
    for number in range(1, n + 1)
)
TABLES = {"gtzan": COLUMNS, "folder": COLUMNS, "msd": MSD_NAMES[4:], "spotify": SPOTIFY_COLUMNS, "fma": FMA_COLUMNS}


def test_fma_has_all_its_columns_here():
    assert len(FMA_COLUMNS) == 518
    assert {"_".join(names) for names in FMA_FEATURES} <= set(FMA_COLUMNS)


@pytest.mark.parametrize("dataset", TABLES)
def test_every_column_of_a_table_has_its_own_sentence(dataset):
    told = [about(column, dataset=dataset) for column in TABLES[dataset]]
    assert len(set(told)) == len(told)
    for words in told:
        assert "nothing here knows" not in words
        assert words[0].isupper() or words[0].isdigit()
        assert words.endswith(".")
        assert "{" not in words


@pytest.mark.parametrize(
    ("dataset", "column", "words"),
    [
        ("gtzan", "spectral_centroid_var", "Variance of brightness (spectral centroid), Hz². The centre of gravity"),
        ("msd", "key", "Key that the Echo Nest heard, from 0 for C to 11 for B"),
        ("spotify", "mfcc_3_mean", "Average of the shape of the spectrum (MFCC 3)."),
        ("spotify", "rms_mean", "Average loudness (root mean square), of full scale"),
        (
            "fma",
            "tonnetz_std_03",
            "Standard deviation over the whole song of the place of the harmony on the circle of minor",
        ),
        ("fma", "chroma_cqt_mean_12", "Average over the whole song of the strength of B (constant-Q chroma)."),
        ("fma", "rmse_skew_01", "Lopsidedness (skewness) over the whole song of the loudness"),
    ],
)
def test_a_column_says_what_its_table_means_by_it(dataset, column, words):
    assert about(column, dataset=dataset).startswith(words)


def test_a_shape_without_a_unit_names_none():
    assert "Hz" in about("spectral_centroid_std_01", dataset="fma")
    assert "Hz" not in about("spectral_centroid_kurtosis_01", dataset="fma")


@pytest.mark.parametrize(
    ("column", "dataset"),
    [
        ("danceability", "my table"),
        ("avg_timbre1", "gtzan"),
        ("mfcc_x_mean", "spotify"),
        ("rmse_mean_1", "fma"),
        ("", ""),
    ],
)
def test_a_column_that_nobody_knows_says_so(column, dataset):
    assert (
        about(column, dataset=dataset) == f"A column of this table alone: nothing here knows what {column!r} measures."
    )


def test_what_a_listener_hears_is_told_by_its_name_and_its_tag():
    tag = about("debug#low", dataset="folder")
    assert tag.startswith("How surely the random listener of the tests hears “low”. A probability, 0 to 1; ")
    number = about("debug:007", dataset="folder")
    assert number.startswith("Number 8 of 8 of what the random listener of the tests hears. It means nothing by itself")
    assert "nothing here knows" in about("debug:008", dataset="folder")
