"""What the Jazz page says of a hearing is what was measured, and no more than that."""

from core.fidelity.jazz_heard import CLASSICAL, MADE, NGRAM, SHUFFLED
from core.ui.jazz.hearing import estimate_words
from core.ui.jazz.hearing_words import answer_words, facts_words, rows_of, worth_words
from tests.core.fidelity.toy_hearing import WORSE, hearing_with, report_of


def test_a_difference_that_may_be_chance_is_told_as_none():
    assert answer_words(report_of()) == "No difference that is sure: −3 (−8 to +2) points of jazz against real jazz."


def test_a_sure_one_is_told_with_its_direction():
    less, more = (report_of(WORSE | {MADE: (value, 0.05)}) for value in (-0.2, 0.2))
    assert answer_words(less) == "It hears less jazz in new clips than in real jazz: −20 (−25 to −15) points."
    assert answer_words(more) == "It hears more jazz in new clips than in real jazz: +20 (+15 to +25) points."


def test_what_the_other_sources_say_of_the_listener_is_told():
    assert worth_words(report_of()) == (
        "Of the other sources it hears less jazz in clips of an n-gram, shuffled notes and a band by classical rules "
        "than in real jazz."
    )
    mixed = report_of(WORSE | {NGRAM: (0.0, 0.1), CLASSICAL: (0.3, 0.1)})
    assert worth_words(mixed) == (
        "Of the other sources it hears less jazz in shuffled notes, and more jazz in a band by classical rules than in "
        "real jazz: its word is worth little here."
    )
    deaf = report_of({source: (0.0, 0.1) for source in WORSE})
    assert worth_words(deaf) == (
        "It tells none of the other sources from real jazz either, so its word is worth little here."
    )


def test_who_heard_how_much_and_what_measures_it_again_is_told():
    command = "python -m benchmarks.jazz_judging tiny"
    assert facts_words(hearing_with(command=command)) == (
        "Heard by toy-listener on 2026-01-02: 30 clips of each source, from seed 7 on, and 30 of real jazz "
        "(28 tracks), up to 20 s of each. Measured by python -m benchmarks.jazz_judging tiny."
    )
    assert facts_words(hearing_with()).endswith("Measured by a job on this machine.")


def test_the_models_own_clips_stand_first_in_the_picture():
    rows = rows_of(report_of())
    assert [row.is_own for row in rows] == [True, False, False, False]
    assert rows[0].sentence == "New clips of this model: −3 (−8 to +2) points of jazz against real jazz, 30 clips"
    assert rows[2].difference == WORSE[SHUFFLED][0]


def test_more_clips_take_longer():
    assert estimate_words(30, hears_by_others=True).startswith("About 3\u00a0min.")
    assert estimate_words(10, hears_by_others=False).startswith("About 25\u00a0s.")
