"""The band as a job: clips with their marks, the same for the same parameters, and errors before any work."""

import pytest

from core.errors import DataError
from core.generation.arranger.job import BandParams, play_clips
from core.generation.clips import read_clip
from core.jobs import Cancelled, run_here


def test_clips_take_the_seeds_that_follow_and_say_what_they_were_made_of(tmp_path):
    params = BandParams("funk", seed=7, duration_s=2.0, key="E minor", n_clips=2, prompt="funk in E minor")
    told = []
    result = run_here(play_clips, params, folder=tmp_path, progress=lambda share, words: told.append((share, words)))
    assert (result["files"], result["sr"]) == (["clip-1.flac", "clip-2.flac"], 44_100)
    assert told == [(0.0, "0 of 2 clips played"), (0.5, "1 of 2 clips played")]
    marks = [read_clip(tmp_path / name).mark for name in result["files"]]
    assert [mark.seed for mark in marks] == [7, 8]
    made_of = {(mark.prompt, mark.brief.key, mark.licence) for mark in marks}
    assert made_of == {("funk in E minor", "E minor", "made-here")}
    again = run_here(play_clips, params, folder=tmp_path)  # as an attempt that was cut short is begun anew
    assert again["files"] == result["files"]


def test_a_job_that_shall_end_ends_between_clips(tmp_path):
    def stop(share: float, words: str) -> None:
        if share:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(play_clips, BandParams("blues", duration_s=2.0, n_clips=3), folder=tmp_path, progress=stop)
    assert [path.name for path in tmp_path.glob("*.flac")] == ["clip-1.flac"]


def test_what_cannot_be_played_is_refused_before_any_work(tmp_path):
    with pytest.raises(DataError, match="n_clips=17 must lie between 1 and 16"):
        BandParams("blues", n_clips=17).check()
    with pytest.raises(DataError, match="the prompt has 3,000 characters, but 2,000 fit into a mark"):
        BandParams("blues", prompt="x" * 3_000).check()
    with pytest.raises(DataError, match="has no seat for 'kazoo'"):
        BandParams("blues", instruments=("drum kit", "kazoo")).check()
    with pytest.raises(DataError, match="does not know genre='polka'"):
        run_here(play_clips, BandParams("polka"), folder=tmp_path)
    assert not list(tmp_path.iterdir())
