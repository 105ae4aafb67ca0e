"""A run is explained as a job: on rows that were held out, once, with its worth measured after."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import ModelError
from core.explain import parts
from core.explain.asking import ask_for_explanation, job_of
from core.explain.job import explain_run, folds_to_compare
from core.explain.pace import estimate_s
from core.explain.rows import explain_song, rows_to_explain
from core.explain.song import check_measurable
from core.explain.stored import TRUST, VALUES, explanation_folder, find_explanation, find_trust, forget_explanations
from core.explain.values import additivity_gap
from core.explain.wish import wish
from core.jobs import Cancelled, debug, get_job, list_jobs, run_here, submit
from core.models.loaded import load_model
from core.runs import runs_folder, save_run
from core.training.again import fold_again
from core.workspace import write_atomic


@pytest.fixture(autouse=True)
def nothing_kept():
    """No fit of another test."""
    parts._kept.clear()


@pytest.fixture
def params(run):
    return wish(run.record.name, n_rows=8)


def test_the_explained_rows_were_held_out_and_the_background_was_learnt_from(run, params):
    run_here(explain_run, replace(params, trust=False))
    made = find_explanation(params)
    held_out = run.held_out[run.held_out["fold"] == 0]
    assert len(set(made.ids)) == 8
    assert set(made.ids) <= set(held_out["track_id"])
    assert made.truth == tuple(held_out.set_index("track_id").loc[list(made.ids), "genre"])
    p_genres = [f"p:{genre}" for genre in made.genres]
    shown = held_out.set_index("track_id").loc[list(made.ids), p_genres].to_numpy()
    np.testing.assert_allclose(made.proba, shown, atol=1e-4)  # rows are stored in single precision


def test_values_come_before_trust_and_both_are_found_again(params):
    seen = []

    def look(share: float, words: str) -> None:
        seen.append((share, find_explanation(params) is not None))

    result = run_here(explain_run, params, progress=look)
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert (0.4, True) in seen
    trust = find_trust(params)
    assert trust.gap == additivity_gap(find_explanation(params)) < 1e-6
    assert set(trust.stability.folds) == {0, 1, 2}
    assert trust.stability.importances.shape == (15, 10)
    assert -1 <= trust.agreement.spearman <= 1
    assert trust.deletion.n_rows == 8
    assert result == {"key": params.key, "n_rows": 8, "trusted": True}


def test_what_is_stored_is_not_done_again(params, monkeypatch):
    run_here(explain_run, params)
    monkeypatch.setattr(parts, "fold_again", lambda run, fold: pytest.fail("fitted again"))
    parts._kept.clear()
    assert run_here(explain_run, params)["n_rows"] == 8


def test_a_cancelled_job_does_only_what_is_missing(params, tmp_path, monkeypatch):
    monkeypatch.setattr("core.explain.job.CHUNK_ROWS", 3)

    def stop(share: float, words: str) -> None:
        if "1 of 3" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        run_here(explain_run, replace(params, trust=False), progress=stop, folder=tmp_path)
    assert find_explanation(params) is None
    done = []
    whole = parts.explain_fold

    def counted(again, rows, **how):
        done.append(len(rows))
        return whole(again, rows, **how)

    monkeypatch.setattr(parts, "explain_fold", counted)
    run_here(explain_run, replace(params, trust=False), folder=tmp_path)
    assert done == [3, 2]
    assert len(find_explanation(params)) == 8


@pytest.mark.parametrize("name", [VALUES, TRUST])
@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04 nonsense", b"[1, 2"])
def test_a_broken_file_reads_as_never_made(params, name, content):
    write_atomic(explanation_folder(params) / name, content)
    assert find_explanation(params) is None
    assert find_trust(params) is None


def test_the_key_knows_all_that_decides_values(params):
    others = [
        replace(params, **{name: value})
        for name, value in (
            ("fold", 1),
            ("n_rows", 9),
            ("by", "single"),
            ("seed", 1),
            ("max_evals", 9),
            ("weights", "x"),
        )
    ]
    assert len({one.key for one in [params, *others]}) == 7
    assert replace(params, trust=False).key == params.key


def test_a_run_can_be_forgotten_with_all_its_explanations(run, params):
    run_here(explain_run, replace(params, trust=False))
    forget_explanations("another run")
    assert find_explanation(params) is not None
    forget_explanations(run.record.weights_sha256)
    assert find_explanation(params) is None
    assert not explanation_folder(params).exists()


def test_rows_are_of_as_many_tracks_as_possible():
    ids = np.repeat(list("abcdefgh"), 4)
    rows = rows_to_explain(ids, 6, seed=0)
    assert len(set(ids[rows])) == 6
    assert list(rows) == sorted(rows)
    assert len(rows_to_explain(ids, 100, seed=0)) == 32


def test_ranks_are_compared_over_the_explained_fold_first(run):
    assert folds_to_compare(run.record, 1) == (1, 2, 0)


def test_an_estimate_is_a_time_and_grows_with_rows(run):
    few, many = (estimate_s(wish(run.record.name, n_rows=n, trust=False)) for n in (1, 2000))
    assert 0 < few <= many
    assert estimate_s(wish(run.record.name)) > few


def test_a_job_is_shared_by_all_who_want_the_same(cluster, run, tmp_path, until, over):
    params = wish(run.record.name, n_rows=3, trust=False)
    closed = debug.Count(n=1, gate=str(tmp_path / "gate"))
    before = [submit(debug.count, closed, owner="before", kind="debug", title="Count") for _ in range(2)]
    until(lambda: all(get_job(job.id).state == "running" for job in before), "the workers to be busy")
    first, second = (ask_for_explanation(params, owner="me", title="Explain") for _ in range(2))
    assert first.id == second.id
    (tmp_path / "gate").touch()
    job = over(first)
    assert (job.state, job.error) == ("done", "")
    assert job_of(params) is None
    assert len(find_explanation(params)) == 3
    assert ask_for_explanation(params, owner="me", title="Explain") is None
    assert all(job.kind != "explain" for job in list_jobs("me"))


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        ({"fold": 3}, "fold=3 is none of the 3 folds"),
        ({"fold": -1}, "fold=-1 is none of the 3 folds"),
        ({"by": "mood"}, "by='mood' is not known"),
        ({"n_rows": 0}, "n_rows=0 must be from 1 to 2000"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(chosen, complaint, run):
    with pytest.raises(ModelError, match=complaint):
        wish(run.record.name, **chosen)


def test_a_run_that_is_not_there_is_told():
    with pytest.raises(ModelError, match="there is no run named 'nobody'; there are: gtzan-classic"):
        wish("nobody")


def test_another_run_of_the_same_name_is_told(params):
    with pytest.raises(ModelError, match="is another one than when this was asked for; ask again"):
        run_here(explain_run, replace(params, weights="0" * 64))


def test_an_explanation_that_is_deleted_meanwhile_is_told(params):
    one = parts.OneFold(params, 0)
    with pytest.raises(ModelError, match="deleted while it was put to the test; ask for it again"):
        run_here(parts.put_to_test, one)


def test_a_run_without_rows_is_told(run, params):
    name = run.record.name
    save_run(replace(run, training=run.training.drop(columns="tempo")), runs_folder() / name)
    with pytest.raises(ModelError, match="keeps no rows of 'tempo'; train it again"):
        run_here(explain_run, params)
    model = load_model(name)
    with pytest.raises(ModelError, match="keeps no training rows of 'tempo'"):
        estimate_s(params)
    with pytest.raises(ModelError, match="keeps no training rows of 'tempo' to compare with; train it again"):
        explain_song(model, run.training[list(model.view.names[:-1])].to_numpy())


def test_a_run_that_keeps_its_tracks_by_name_alone_is_told_what_can_be_explained(run, params):
    save_run(replace(run, training=run.training[["track_id", "genre"]]), runs_folder() / run.record.name)
    words = r"keeps the names of its training tracks, but not their \d+ numbers, .* on the Train page, and that one can"
    with pytest.raises(ModelError, match=words):
        estimate_s(params)
    with pytest.raises(ModelError, match=words):
        check_measurable(load_model(run.record.name))


def test_a_fold_is_fitted_once_for_all_its_parts(run, params, monkeypatch):
    fitted = []
    monkeypatch.setattr(parts, "fold_again", lambda stored, fold: fitted.append(fold) or fold_again(stored, fold))
    run_here(explain_run, params)
    assert fitted == [0, 1, 2]
