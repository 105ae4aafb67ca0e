"""How much prompts differ: known texts with known numbers, and what the grammar reaches."""

import numpy as np
import pytest

from core.errors import DataError
from core.generation.prompts import VOCABULARIES, Description, make_prompt, make_prompts
from core.generation.prompts.diversity import (
    MAX_COMPARED,
    Coverage,
    distinct_share,
    nearest_neighbours,
    text_diversity,
)


def prompts_of(*texts, genre="polka"):
    return [make_prompt(Description(text, genre), maker="gtzan-synth-once") for text in texts]


def test_distinct_counts_different_n_grams_among_all():
    texts = [["a", "b", "a"], ["a", "b"]]
    assert distinct_share(texts, n=1) == 2 / 5
    assert distinct_share(texts, n=2) == 2 / 3  # ab ba ab
    assert distinct_share(texts, n=3) == 1.0
    assert distinct_share(texts, n=4) == 0.0


def test_the_same_text_over_and_over_has_no_variety_and_other_words_have_all():
    same, other = text_diversity(prompts_of(*["one two three"] * 4)), text_diversity(prompts_of("a b", "c d", "e f"))
    assert (same.n, same.n_distinct, same.nearest_median, same.nearest_min) == (4, 1, 0.0, 0.0)
    assert same.distinct_1 == 4 / 16
    assert (other.n_distinct, other.distinct_2) == (3, 1.0)


def test_the_distance_to_the_nearest_is_one_less_the_jaccard_index():
    distances, nearest = nearest_neighbours([["a", "b", "c"], ["a", "b", "d", "d"], ["x"]])
    assert distances == pytest.approx([0.5, 0.5, 1.0])
    assert list(nearest[:2]) == [1, 0]


def test_the_nearest_are_the_same_as_by_comparing_every_pair():
    rng = np.random.default_rng(3)
    texts = [[str(word) for word in rng.integers(0, 40, rng.integers(3, 12))] for _ in range(300)]
    sets = [set(text) for text in texts]
    apart = np.array([[1 - len(a & b) / len(a | b) for b in sets] for a in sets])
    np.fill_diagonal(apart, np.inf)
    np.testing.assert_allclose(nearest_neighbours(texts)[0], apart.min(axis=0))


def test_the_two_most_similar_are_named():
    report = text_diversity(prompts_of("red green blue", "one two three", "red green black"))
    assert set(report.nearest_pair) == {"polka red green blue", "polka red green black"}


def test_one_prompt_has_no_nearest():
    report = text_diversity(prompts_of("alone"))
    assert (report.nearest_median, report.nearest_min, report.nearest_pair) == (None, None, None)


def test_the_order_of_prompts_changes_nothing():
    prompts = list(make_prompts("jazz", n=60, seed=1))
    forth, back = text_diversity(prompts).as_dict(), text_diversity(prompts[::-1]).as_dict()
    for report in (forth, back):
        del report["nearest_pair"]  # which of several equal ones is named depends on the order
    assert forth == back


def test_a_genre_that_nobody_knows_has_no_coverage():
    report = text_diversity(prompts_of("Fast, with tuba, at 120 BPM."))
    assert report.instrument_coverage == Coverage(0, 0)
    assert report.instrument_coverage.share is None
    assert report.tempo_coverage.share is None
    assert report.as_dict()["tempo_coverage"] == {"n_named": 0, "n_known": 0, "share": None}


def test_voices_and_tempi_are_counted():
    blues = [
        Description("Slow, with vocals.", "blues"),
        Description("At 60 BPM.", "blues", tempo_bpm=60.0),
        Description("At 90 BPM.", "blues", tempo_bpm=90.0, instruments=("piano", "zither")),
    ]
    report = text_diversity([make_prompt(each, maker="gtzan-synth") for each in blues])
    assert (report.n_voices, report.n_with_tempo, report.tempo_bpm) == (1, 2, (60.0, 90.0))
    assert report.tempo_coverage == Coverage(2, 13)  # steps from 50 to 176, where the blues has kinds
    assert report.instrument_coverage == Coverage(1, len(VOCABULARIES["blues"].instruments))  # the zither is none


@pytest.mark.parametrize("genre", VOCABULARIES)
def test_three_hundred_prompts_of_the_grammar_reach_all_of_a_genre_and_are_far_apart(genre):
    report = text_diversity(list(make_prompts(genre, n=300, seed=3)))
    assert report.n_distinct == 300
    assert report.n_with_tempo == 300
    assert report.n_voices == 0
    assert report.instrument_coverage.share == 1.0
    assert report.tempo_coverage.share > 0.9
    assert report.nearest_median > 0.3
    assert report.nearest_min > 0.05


def test_none_and_too_many_are_told():
    with pytest.raises(DataError, match=r"a report compares 1 to 20,000 prompts, and there are 0"):
        text_diversity([])
    with pytest.raises(DataError, match=r"there are 20,001"):
        text_diversity(prompts_of("x") * (MAX_COMPARED + 1))
