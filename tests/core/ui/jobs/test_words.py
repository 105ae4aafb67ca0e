"""What people read about a job: short, true in every state, never markup."""

import pytest

from core.jobs.job import STATES
from core.ui.jobs import card, words

ENDED = "2026-07-30T10:00:12+00:00"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_its_words_and_its_icon(make_job, state):
    job = make_job(state=state)
    assert words.state_words(job)
    assert words.icon_of(job)
    assert words.spoken_words(job).startswith("Feature table of GTZAN: ")


def test_a_running_job_says_how_far_it_is_and_how_long_it_takes(make_job):
    assert plain(words.progress_words(make_job())) == "12 of 60 tracks, 40 s left"


def test_while_the_time_left_is_unknown_nothing_is_promised(make_job):
    assert words.progress_words(make_job(seconds_left=None)) == "12 of 60 tracks"
    assert words.progress_words(make_job(seconds_left=None, words="")) == "Starting"
    assert words.progress_words(make_job(seconds_left=None, words="loading small")) == "Loading small"


def test_a_job_that_ended_says_how_long_it_took(make_job):
    assert plain(words.state_words(make_job(state="done", ended=ENDED))) == "Done in 12 s"
    assert plain(words.state_words(make_job(state="failed", ended=ENDED))) == "Failed after 12 s"
    assert plain(words.state_words(make_job(state="cancelled", ended=ENDED))) == "Cancelled after 12 s"
    assert words.state_words(make_job(state="cancelled", started="", ended=ENDED)) == "Cancelled"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "less than a second"),
        (1.0, "1 s"),
        (39.2, "40 s"),
        (90.0, "2 min"),
        (3600.0, "60 min"),
        (5400.0, "1 h 30 min"),
        (7200.0, "2 h"),
    ],
)
def test_a_span_of_time_has_the_unit_that_people_use(seconds, told):
    assert plain(words.duration_words(seconds)) == told


def test_an_error_is_shown_as_a_sentence(make_job):
    assert "The disk is full; make room." in card.summary(make_job(state="failed", error="the disk is full; make room"))


def test_a_job_that_was_asked_to_stop_says_so_until_it_has(make_job):
    assert words.state_words(make_job(), stopping=True) == words.STOPPING
    assert words.state_words(make_job(state="cancelled"), stopping=True) == "Cancelled"
    assert words.STOPPING in card.summary(make_job(), stopping=True)


def test_a_long_title_is_told_in_full_where_it_is_cut(make_job):
    title = "Upload " + "long " * 50
    assert f'title="{title}"' in card.summary(make_job(title=title))


def test_a_title_is_shown_as_text(make_job):
    evil = "<img src=x onerror=alert(1)>"
    shown = card.summary(make_job(title=evil, words=evil))
    assert "<img" not in shown
    assert "&lt;img" in shown


def test_the_bar_tells_its_share_to_screen_readers_too(make_job):
    shown = card.summary(make_job())
    assert 'role="progressbar"' in shown
    assert 'aria-valuenow="20"' in shown
    assert "12 of 60 tracks" in shown
    assert 'aria-valuenow="100"' in card.summary(make_job(share=1.7))
