"""What is said of a song's number: usual or not, in its own genre first."""

import pytest

from core.anatomy.ranges import GenreRange, UsualRanges
from core.ui.anatomy.telling import usual_words


def ranges(value: float, **spans: tuple[float, float]) -> UsualRanges:
    """A song's number among genres whose usual ranges are ``spans``."""
    genres = (
        GenreRange(genre, n_tracks=50, low=low, middle=(low + high) / 2, high=high, percentile=30.0)
        for genre, (low, high) in spans.items()
    )
    return UsualRanges(column="tempo", about="tempo", unit="", value=value, genres=tuple(genres))


@pytest.mark.parametrize(
    ("value", "genre", "words"),
    [
        (5.0, "", "Usual in jazz and rock."),
        (15.0, "", "No genre usually has this value."),
        (7.0, "", "Usual in every genre."),
        (7.0, "jazz", "Usual for jazz: higher than in 30 of 100 jazz tracks. Also usual in every other genre."),
        (5.0, "jazz", "Usual for jazz: higher than in 30 of 100 jazz tracks. Also usual in rock."),
        (5.0, "blues", "Unusual for blues: higher than in 30 of 100 blues tracks. Usual in every other genre."),
        (
            15.0,
            "jazz",
            "Unusual for jazz: higher than in 30 of 100 jazz tracks. No other genre usually has this value.",
        ),
        (9.5, "jazz", "Unusual for jazz: higher than in 30 of 100 jazz tracks. Usual in blues."),
        (5.0, "polka", "Usual in jazz and rock."),
    ],
)
def test_the_own_genre_comes_first_where_it_is_known(value, genre, words):
    assert usual_words(ranges(value, blues=(6, 10), jazz=(4, 8), rock=(0, 9)), genre) == words


def test_many_genres_are_counted_rather_than_named():
    spans = {f"genre {number}": (0.0, 10.0) for number in range(6)} | {"other": (20.0, 30.0)}
    assert usual_words(ranges(5.0, **spans), "") == "Usual in 6 of 7 genres."
