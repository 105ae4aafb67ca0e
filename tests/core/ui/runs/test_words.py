"""What the Runs page says of a run follows from its record, and promises no more than the protocol does."""

from dataclasses import replace

import numpy as np
import pytest

from core.leaderboard import Row
from core.likeness import Neighbour
from core.ui.runs.confusions import cell_title, confusion_words, most_confused
from core.ui.runs.leaderboard import best_words, hover_words, table_of, validation_words
from core.ui.runs.making import candidate_words, facts_of
from core.ui.runs.naming import names_of
from core.ui.runs.rivals import rival_words
from core.ui.runs.words import (
    calibration_words,
    draws_words,
    duration_words,
    excluded_words,
    headline,
    score_words,
    size_words,
)
from tests.core.toy_runs import HONEST, toy_run


def record(**changed):
    return toy_run(**changed).record


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_an_honest_score_promises_for_unheard_tracks_and_a_leaky_one_says_what_it_knows():
    assert plain(headline(record(protocol=HONEST))) == "Names 92 % of the tracks right that it had not heard."
    assert plain(headline(record())).endswith("that it had not heard, by artists that it may know.")
    segments = record(protocol={"apart": "nothing"}, scores={"unit": "segment"})
    assert plain(headline(segments)).endswith(
        "of the segments right that it had not heard, out of songs that it knows."
    )


def test_an_interval_over_artists_says_something_of_others_only_where_they_stand_apart():
    assert "with other artists (95 %)" in plain(score_words(record(protocol=HONEST)))
    assert "over artists (95 %)" in plain(score_words(record()))
    assert "too few artists for an interval" in score_words(record(scores={"interval": None}))


def test_percentages_are_at_best_no_more_off_than_those_of_a_calibrated_model():
    band = {"ece_band": [0.02, 0.09]}
    within = calibration_words(record(scores=band | {"ece": 0.05}))
    assert within.endswith("They are no more off than those of a calibrated model of as many tracks would be.")
    assert "believed" not in within
    assert calibration_words(record(scores=band | {"ece": 0.2})).endswith("Do not take them at their word.")


def test_draws_are_told_by_their_ends():
    assert draws_words(record(scores={"draws": None})) == ""
    assert plain(draws_words(record(scores={"draws": [0.5, 0.57, 0.55]}))) == "3 random draws, from 50 % to 57 %."


def test_what_was_left_out_is_named_as_far_as_it_fits_a_line():
    assert excluded_words(record()) == ""
    names = {f"t{n}": "silent" for n in range(7)}
    told = excluded_words(record(data={"excluded": {"everywhere": names, "training": {}, "twins": [["a", "b"]]}}))
    assert told == "For their faults: t0, t1, t2, t3, t4 and 2 more; 1 pair kept together as one recording."


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.2, "< 1 s"), (12.3, "12 s"), (300.0, "5 min"), (99.6, "100 s")]
)
def test_durations_are_short(seconds, words):
    assert plain(duration_words(seconds)) == words


@pytest.mark.parametrize(("n_bytes", "words"), [(None, ""), (2_345, "2 kB"), (1_234_567, "1.2 MB")])
def test_sizes_are_short(n_bytes, words):
    assert plain(size_words(n_bytes)) == words


def test_alike_titles_get_the_settings_in_which_they_differ_and_else_their_moment():
    row = Row("run", "a", "SVM", 0.5, settings="C=1, gamma=2; robust inputs", made="2026-01-02T10:20:30")
    other = replace(row, settings="C=10, gamma=2; robust inputs")
    all_inputs = replace(row, settings="C=1, gamma=2; all inputs")
    assert names_of([row, other, replace(row, title="LDA")]) == ["SVM, C=1", "SVM, C=10", "LDA"]
    assert names_of([row, replace(row, pretrained=True)])[1] == "SVM (pretrained)"
    assert names_of([row, all_inputs]) == ["SVM, robust inputs", "SVM, all inputs"]
    assert names_of([row, replace(row, made="2026-01-03T10:20:30")]) == ["SVM, 01-02 10:20", "SVM, 01-03 10:20"]


def test_the_fullest_wrong_cell_is_the_one_most_mixed_up():
    counts = np.array([[9, 3, 0], [5, 1, 0], [0, 0, 4]])
    assert most_confused(["a", "b", "c"], counts) == ("b", "a")
    assert confusion_words(["a", "b", "c"], counts) == "Most often mixed up: 5 of 6 b tracks are called a."
    assert confusion_words(["a", "b"], np.array([[1, 1], [0, 2]])).endswith("1 of 2 a tracks is called b.")
    assert most_confused(["a", "b"], np.eye(2, dtype=int)) is None
    assert confusion_words(["a", "b"], np.eye(2, dtype=int)) == "Every one of them is called by its genre."


def test_a_cell_has_a_title_by_its_count():
    assert cell_title(("blues", "rock"), 24, "track") == "24 blues tracks that it calls rock"
    assert cell_title(("blues", "blues"), 1, "segment") == "1 blues segment that it calls so"
    assert cell_title(("blues", "rock"), 0, "track") == "No blues track is one that it calls rock"


def test_the_table_has_numbers_that_sort_and_gaps_where_nothing_is_known():
    published = Row("published", "", "CNN", 0.548, sd=0.062, source="Kroher et al. 2024", words="best validation value")
    run = Row("run", "a", "SVM", 0.5, interval=(0.44, 0.56), ece=0.05, train_s=12.0, best_epoch=(3, 9))
    table = table_of([published, run], ["CNN", "SVM"])
    assert table["Accuracy"].tolist() == pytest.approx([54.8, 50.0])
    assert table["Interval"].tolist() == ["sd 6.2", "44 to 56"]
    assert table["Made"].tolist() == ["Kroher et al. 2024", ""]
    assert table["How"].tolist()[0] == "Best validation value."
    assert table["Best epoch"].tolist() == ["", "3 of 9"]


def test_a_published_figure_tells_its_citation_and_what_it_is_on_hover():
    row = Row("published", "", "CNN", 0.5, citation="Kroher. CBMI 2024", words="best validation value, no test set")
    words = plain(hover_words(row, "CNN", lists())).replace("\n", " ")
    assert "Kroher. CBMI 2024" in words
    assert "Best validation value, no test set." in words


def lists():
    from core.leaderboard import score_lists

    return score_lists([record()])[0]


def test_a_list_names_its_leader_and_who_may_be_as_good():
    rows = (
        Row("run", "a", "A", 0.54, interval=(0.48, 0.6)),
        Row("run", "b", "B", 0.5, interval=(0.44, 0.56)),
        Row("published", "", "C", 0.52, source="Kroher et al. 2024", words="mean; best validation value, no test set"),
    )
    three = replace(lists(), rows=rows, n_tracks=948)
    assert plain(best_words(three, ["A", "B", "C"])) == (
        "A leads with 54 % of 948 held-out tracks; B may be as good: open one to compare."
    )
    alone = replace(three, rows=rows[:1])
    assert plain(best_words(alone, ["A"])) == "A names 54 % of 948 held-out tracks right."
    assert validation_words(alone) == []
    assert "Those of Kroher et al. 2024 are best validation values" in validation_words(three)[0]


def test_the_facts_name_the_data_hash_the_licence_and_every_version():
    facts = facts_of(record())
    assert facts["Data hash"] == record().data["hash"]
    assert "scikit-learn" in facts["Versions"]
    assert facts["Left out of the data"] == "Nothing."
    assert "Size" in facts


def test_a_rival_that_cannot_be_heard_is_named_beside_the_next_one_that_can():
    near, next_one = Neighbour("r1", "rock", "Y", 1.0), Neighbour("r2", "rock", "unknown", 2.5)
    assert rival_words(near) == "By Y, the nearest rock track that it learns from, at a distance of 1.00."
    told = rival_words(next_one, nearer=(near,))
    assert told.startswith("The nearest rock track that it learns from and that can be heard here,")
    assert told.endswith("Nearer: r1 (1.00).")


def test_a_candidate_is_told_by_its_settings_and_steps():
    told = candidate_words({"model": "svm", "settings": {"C": 10.0}, "scaling": "quantile", "selection": "none"})
    assert told == "svm, C = 10, scaling quantile"
    assert candidate_words({}) == "the defaults"
