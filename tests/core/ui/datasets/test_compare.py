"""Datasets side by side: published facts where there are some, counts where somebody opened a folder."""

import pandas as pd

from core.data.datasets import DATASETS
from core.ui.datasets.compare import rows_of, table_of


def row(rows, title):
    return next(row for row in rows if row.title == title)


def test_every_registered_dataset_is_compared_also_where_nobody_has_it():
    rows = rows_of([])
    assert {row.title for row in rows} == {dataset.title for name, dataset in DATASETS.items() if name != "folder"}
    assert not any(row.is_here for row in rows)
    assert {row.n_here for row in rows} == {0}


def test_the_largest_comes_first():
    sizes = [row.n_clips or 0 for row in rows_of([])]
    assert sizes == sorted(sizes, reverse=True)


def test_a_published_dataset_is_told_as_published_and_says_how_much_is_here(make_dataset, wav_named_as_gtzan):
    opened = make_dataset("some", files=wav_named_as_gtzan)
    assert opened.dataset.name == "gtzan"
    found = row(rows_of([opened]), "GTZAN")
    assert (found.n_clips, found.n_here, found.year, found.is_here) == (1000, 2, 2002, True)


def test_a_folder_of_ones_own_is_counted(make_dataset):
    opened = make_dataset("Mine", files=("jazz/a.wav", "jazz/b.wav", "rock/c.wav"))
    found = row(rows_of([opened]), "Mine")
    assert (found.n_clips, found.n_genres, found.n_artists, found.has_audio) == (3, 2, None, True)
    assert found.balance.startswith("Unevenly spread")


def test_a_folder_that_cannot_be_read_leaves_its_numbers_open(make_dataset):
    opened = make_dataset("Mine")
    (opened.path / "jazz" / "one.wav").unlink()
    assert row(rows_of([opened]), "Mine").n_clips is None


def test_the_table_sorts_by_numbers_and_leaves_open_what_nobody_knows():
    table = table_of(rows_of([]))
    assert pd.api.types.is_integer_dtype(table["Clips"])
    assert table["Dataset"].is_unique
    assert set(table["Audio"]) <= {"yes", "numbers only"}
