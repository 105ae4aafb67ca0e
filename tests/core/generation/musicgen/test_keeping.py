"""A model kept between two jobs, lent to the next, and let go: the same for every engine, and within a worker."""

import os
import shutil

import pytest

from core.errors import ModelError
from core.generation.musicgen import keeping
from core.generation.musicgen.job import TextParams, make_clips, submit_clips
from core.generation.musicgen.keeping import kept_here, lent, let_go_here, models_in_memory, unload_models
from core.generation.musicgen.params import MusicgenParams
from core.jobs import Cancelled, run_here, submit
from core.jobs.client import connect, workers_of

SHORT = MusicgenParams(duration_s=1.0)


@pytest.fixture(autouse=True)
def nothing_is_kept():
    yield
    let_go_here()


@pytest.fixture
def borrow(folders, engine):
    """``borrow(folder)``: make a clip by a model that is kept; what the loan said."""

    def made(folder=None, **more):
        with lent(folder or folders(engine), engine="", device="cpu", **{"keep": True} | more) as loan:
            loan.model.make("calm piano", SHORT)
        return loan

    return made


def test_a_second_clip_needs_no_loading_and_sounds_the_same(borrow, engine, folders):
    first, again = borrow(), borrow()
    assert (first.was_loaded, again.was_loaded) == (False, True)
    assert again.model is first.model
    (kept,) = kept_here()
    assert (kept["engine"], kept["device"], kept["model"]) == (engine, "cpu", str(folders(engine)))
    assert kept["n_bytes"] == first.model.n_bytes > 10_000


def test_letting_go_tells_the_bytes_that_are_gone_once(borrow):
    n_bytes = borrow().model.n_bytes
    assert let_go_here(host="another machine") == let_go_here(device="cuda") == 0
    assert let_go_here(device="cpu") >= n_bytes
    assert let_go_here() == 0
    assert kept_here() == []
    assert not borrow().was_loaded


def test_who_shall_not_be_kept_is_let_go_with_its_bytes(borrow):
    borrow()
    loan = borrow(keep=False)
    assert loan.was_loaded
    assert loan.freed_bytes > 10_000
    assert kept_here() == []


def test_one_is_kept_and_it_goes_before_another_comes(borrow, folders, engine, tmp_path, monkeypatch):
    first, load, seen = borrow(), keeping.load_musicgen, []
    monkeypatch.setattr(keeping, "load_musicgen", lambda *a, **k: seen.append(first.model.n_bytes) or load(*a, **k))
    assert not borrow(shutil.copytree(folders(engine), tmp_path / "another")).was_loaded
    assert seen == [0]
    assert [kept["name"] for kept in kept_here()] == ["another"]


def test_files_that_changed_are_another_model(borrow, folders, engine, tmp_path):
    folder = shutil.copytree(folders(engine), tmp_path / "mine")
    borrow(folder)
    weights = max(folder.iterdir(), key=lambda path: path.stat().st_size)
    os.utime(weights, ns=(0, 0))
    assert not borrow(folder).was_loaded


def test_what_takes_much_of_the_memory_is_not_kept(borrow, monkeypatch):
    monkeypatch.setattr(keeping, "KEPT_SHARE", 0.0)
    loan = borrow()
    assert not loan.is_kept
    assert loan.freed_bytes > 10_000


@pytest.mark.parametrize(("error", "n_kept"), [(Cancelled(), 1), (ModelError("no memory"), 0)])
def test_a_cancelled_job_leaves_the_model_and_a_failed_one_does_not(folders, engine, error, n_kept):
    loans = []

    def work():
        with lent(folders(engine), engine="", device="cpu", keep=True) as loan:
            loans.append(loan)
            assert kept_here() == []  # nobody can let go of what is at work
            raise error

    with pytest.raises(type(error)):
        work()
    assert len(kept_here()) == n_kept
    assert (loans[0].model.n_bytes > 0) == loans[0].is_kept == bool(n_kept)


def test_the_job_says_what_stays_in_memory(folders, engine):
    params = TextParams(prompt="calm piano", model=str(folders(engine)), device="cpu", duration_s=1.0)
    first, again = (run_here(make_clips, params) for _ in range(2))
    told = ("was_loaded", "kept", "freed_bytes")
    assert [[said[name] for name in told] for said in (first, again)] == [[False, True, 0], [True, True, 0]]


def test_on_two_workers_the_next_clip_goes_where_the_model_is_and_only_one_of_them_keeps_it(
    cluster, folders, over, until
):
    params = TextParams(prompt="calm piano", model=str(folders("transformers")), device="cpu", duration_s=1.0)
    ours = {"owner": "me", "title": "a clip"}
    first = over(submit_clips(params, **ours)).result
    until(lambda: not any(connect().client.processing().values()), "its worker to have nothing to do")  # else the other
    again = over(submit_clips(params, **ours)).result
    until(lambda: not any(connect().client.processing().values()), "the workers to have nothing to do")
    assert (first["was_loaded"], again["was_loaded"]) == (False, True)
    (kept,) = models_in_memory()
    (other,) = workers_of(connect()) - {kept.worker}
    assert not over(submit(make_clips, params, kind="musicgen", beside=other, **ours)).result["was_loaded"]
    assert [now.worker for now in models_in_memory()] == [other]
    assert unload_models() >= kept.n_bytes > 10_000
    assert (models_in_memory(), unload_models()) == ((), 0)


def test_without_workers_nothing_is_kept_and_nothing_is_started(workspace):
    assert (models_in_memory(), unload_models()) == ((), 0)
    assert list(workspace.iterdir()) == []
