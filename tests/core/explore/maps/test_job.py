"""The job shows the places before it knows what they are worth, and what is stored is not done twice."""

from dataclasses import replace

import pytest

from core.data.loading import load_table
from core.errors import DataError
from core.explore.maps import drawing
from core.explore.maps.asking import ask_for_map, job_of
from core.explore.maps.job import make_map
from core.explore.maps.stored import find_map, map_folder
from core.explore.maps.wish import MapParams
from core.explore.points import points_of
from core.jobs import Cancelled, list_jobs, run_here, wait_for

ME = {"owner": "me", "title": "PCA of made"}


@pytest.fixture
def params(table_file, wished) -> MapParams:
    """A PCA map of the table in the file."""
    points = points_of(load_table(str(table_file), learnable=False))
    return replace(wished("pca", of=points), source=str(table_file))


def test_the_places_are_there_before_trust_and_trust_before_stability(params):
    seen = []

    def look(share: float, words: str) -> None:
        made = find_map(params)
        seen.append((share, made is not None, made is not None and made.trust is not None))

    result = run_here(make_map, params, progress=look)
    shares = [share for share, _, _ in seen]
    assert shares == sorted(shares)
    assert [state for _, *state in seen] == [[False, False], [False, False], [True, False]]
    made = find_map(params)
    assert made.is_complete
    assert result == {"key": params.key, "n_tracks": 60, "n_of": 60, "seconds": made.seconds}


def test_stability_tells_how_many_seeds_are_done(params, wished):
    told = []
    umap = replace(params, method="umap", settings=wished("umap").settings)
    run_here(make_map, umap, progress=lambda share, words: told.append(words))
    assert told[-3:] == [f"comparing with other seeds: {done} of 3" for done in range(3)]
    assert find_map(umap).stability.seeds == (0, 1, 2)


def test_a_job_that_was_stopped_goes_on_where_it_was(params, monkeypatch):
    def stop(share: float, words: str) -> None:
        if words == "looking at neighbourhoods":
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(make_map, params, progress=stop)
    before = find_map(params)
    assert before.trust is None
    monkeypatch.setattr(drawing, "draw", lambda *_: pytest.fail("it was drawn twice"))
    run_here(make_map, params)
    assert find_map(params).is_complete
    assert find_map(params).seconds == before.seconds


def test_a_map_that_is_complete_is_not_touched(params):
    run_here(make_map, params)
    run_here(make_map, replace(params, source="not there any more.csv"))


def test_a_table_that_has_changed_is_not_taken_for_the_one_that_was_meant(params):
    with pytest.raises(DataError, match="the table has changed since the map was asked for; open the page again"):
        run_here(make_map, replace(params, data_hash="of another table"))


def test_one_job_makes_a_map_for_all_who_want_it_and_is_forgotten_when_it_is_done(params, cluster):
    assert job_of(params) is None
    job = ask_for_map(params, **ME)
    assert (job.kind, job.title, job.owner) == ("map", "PCA of made", "me")
    again = ask_for_map(params, owner="you", title="PCA of made")
    if again is not None:  # else it was quicker
        assert again.id == job.id
        wait_for(job.id, timeout_s=60)
    assert find_map(params).is_complete
    assert job_of(params) is None
    assert job.id not in [job.id for job in list_jobs()]
    assert ask_for_map(params, **ME) is None


def test_a_map_whose_job_failed_says_why_and_can_be_asked_for_again(params, cluster):
    wrong = replace(params, data_hash="of another table")
    first = ask_for_map(wrong, **ME)
    wait_for(first.id, timeout_s=60)
    assert job_of(wrong).state == "failed"
    assert "the table has changed" in job_of(wrong).error
    second = ask_for_map(wrong, **ME)
    assert second.id != first.id
    wait_for(second.id, timeout_s=60)


def test_a_note_of_a_job_that_is_gone_is_no_job(params):
    map_folder(params).mkdir(parents=True)
    (map_folder(params) / "job.txt").write_text("../../etc", encoding="utf-8")
    assert job_of(params) is None
