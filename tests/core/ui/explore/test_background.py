"""Slow work is done once by a thread; what is there is given at once; a failure is told before it is tried again."""

from threading import Event

import pytest

from core.errors import DataError
from core.ui.explore.background import Background

SOON_S = 60.0  # generous, because it is only waited for when something is wrong


@pytest.fixture
def background() -> Background:
    return Background("test", max_entries=2)


def test_what_is_slow_blocks_nobody_and_is_made_once(background):
    go_on, calls = Event(), []

    def slowly() -> str:
        calls.append(1)
        assert go_on.wait(SOON_S)
        return "made"

    assert background.now("a", slowly, wait_s=0.0) is None
    assert background.now("a", slowly, wait_s=0.01) is None
    go_on.set()
    assert background.now("a", slowly, wait_s=SOON_S) == "made"
    assert len(calls) == 1


def test_what_is_there_is_given_without_waiting_however_busy_the_threads_are(background):
    go_on = Event()
    assert background.now("a", lambda: "made", wait_s=SOON_S) == "made"
    for key in ("b", "c"):  # as many as there are threads
        assert background.now(key, lambda: go_on.wait(SOON_S), wait_s=0.0) is None
    assert background.now("a", lambda: "made again", wait_s=0.0) == "made"
    go_on.set()


def test_a_slow_failure_is_told_once_and_then_tried_again(background):
    go_on, calls = Event(), []

    def fail() -> str:
        calls.append(1)
        assert go_on.wait(SOON_S)
        raise DataError("the file is gone")

    assert background.now("a", fail, wait_s=0.0) is None
    go_on.set()
    for n_tried in (1, 2):
        with pytest.raises(DataError, match="the file is gone"):
            background.now("a", fail, wait_s=SOON_S)
        assert len(calls) == n_tried
    assert background.now("a", lambda: "mended", wait_s=SOON_S) == "mended"
