"""The same functions without a cluster, and what a bench promises."""

import pytest

from core.errors import DataError
from core.jobs import Cancelled, debug, facts, run_here
from core.jobs.debug import Count
from core.jobs.pace import Pace
from core.jobs.part import run_part


def test_a_job_function_runs_in_this_process():
    told = []
    assert run_here(debug.count, Count(n=2), progress=lambda *words: told.append(words)) == {"n": 2}
    assert told == [(0.0, "0 of 2"), (0.5, "1 of 2")]


def test_parts_run_in_order_and_stay_in_the_folder(tmp_path, diary):
    told = []
    params = Count(n=3, diary=str(diary))
    found = run_here(
        debug.count_in_parts, params, folder=tmp_path / "job", progress=lambda share, words: told.append(words)
    )
    assert found == {"n": 3, "sum": 3}
    assert told == ["0 of 3 parts", "1 of 3 parts", "2 of 3 parts", "3 of 3 parts"]
    assert len(list(diary.iterdir())) == 3
    assert run_here(debug.count_in_parts, params, folder=tmp_path / "job") == found
    assert len(list(diary.iterdir())) == 3


def test_parts_of_another_version_of_the_program_are_made_again(tmp_path, diary, monkeypatch):
    params = Count(n=2, diary=str(diary))
    found = run_here(debug.count_in_parts, params, folder=tmp_path / "job")
    for part in (tmp_path / "job" / "parts").rglob("*.part"):
        part.write_bytes(b"in another form")
    monkeypatch.setitem(facts._PROGRAM, facts.SOURCE, "mended")
    assert run_here(debug.count_in_parts, params, folder=tmp_path / "job") == found
    assert len(list(diary.iterdir())) == 4


def test_a_worker_that_runs_a_program_changed_meanwhile_makes_no_part(tmp_path):
    ending = run_part(str(tmp_path), 1, "another", "part", debug._one, (Count(), 0))
    assert ending.state == "failed"
    assert ending.error.startswith("the program was changed while it ran; start it anew, or end its workers")
    assert list(tmp_path.iterdir()) == []


def test_no_items_are_no_parts():
    assert run_here(debug.count_in_parts, Count(n=0)) == {"n": 0, "sum": 0}


def test_errors_pass_as_they_are():
    with pytest.raises(DataError, match="n=3 tracks are too few"):
        run_here(debug.fail, Count())
    with pytest.raises(ZeroDivisionError):
        run_here(debug.blunder, Count())


def test_who_watches_can_end_it(diary):
    def enough(share, words):
        if share > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(debug.count, Count(n=5, diary=str(diary)), progress=enough)
    assert len(list(diary.iterdir())) == 1


def test_a_part_cannot_be_cut_into_parts():
    with pytest.raises(RuntimeError, match="a part cannot be cut into parts"):
        run_here(debug.parts_in_parts, Count())


def test_a_share_is_a_number_from_0_to_1():
    told = []
    run_here(debug.tell, Count(n=7), progress=lambda share, words: told.append(share))
    assert told == [1.0]
    with pytest.raises(ValueError, match="share=nan must be a number from 0 to 1"):
        run_here(debug.tell_nonsense, Count())


def test_the_estimate_is_that_of_this_attempt_alone():
    pace = Pace()
    assert pace.seconds_left(0.5, now=100.0) is None  # half was there already
    assert pace.seconds_left(0.5, now=110.0) is None
    assert pace.seconds_left(0.6, now=110.0) == pytest.approx(40.0)
    assert pace.seconds_left(0.75, now=120.0) == pytest.approx(20.0)
    assert pace.seconds_left(1.0, now=130.0) == 0.0


def test_an_estimate_needs_some_time_and_starts_anew_when_the_share_falls():
    pace = Pace()
    pace.seconds_left(0.0, now=0.0)
    assert pace.seconds_left(0.5, now=0.1) is None
    assert pace.seconds_left(0.5, now=2.0) == pytest.approx(2.0)
    assert pace.seconds_left(0.0, now=3.0) is None
    assert pace.seconds_left(0.1, now=4.0) == pytest.approx(9.0)
