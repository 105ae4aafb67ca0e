"""The whole meter: a model that knows artists again falls, nothing is fitted twice, and bad input is told."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError, ModelError, WorkspaceError
from core.intervals import bootstrap_interval
from core.jobs import run_here
from core.training.config import TrainConfig
from core.training.leakage import job
from core.training.leakage.job import LeakageParams, check_config, measure_leakage
from core.training.leakage.plan import plan_of
from core.training.leakage.result import Leakage
from core.training.leakage.scoring import result
from core.training.leakage.slips import SLIPS
from core.training.leakage.stored import find_leakage, key_of, leakage_folder, read_leakage, store_leakage
from tests.core.training.leakage.conftest import NEAREST, segment_rows, segment_table

WHY = {slip.name: "not asked for" for slip in SLIPS}


def perfect(plan, fold):
    return np.eye(len(plan.genres))[np.searchsorted(plan.genres, plan.y[fold.test])]


def scored(planned, say):
    """The result when ``say(plan, fold)`` is what the models say."""
    return result(planned, {n: say(planned.plan, fold) for n, fold in enumerate(planned.plan.folds)}, {}, WHY)


def test_a_model_that_knows_artists_again_falls_when_they_stand_apart(measured):
    bars = {bar.name: bar for bar in measured.bars}
    assert bars["segments"].accuracy == 1.0
    assert bars["tracks"].accuracy > 0.9
    assert bars["artists"].accuracy < bars["tracks"].accuracy
    assert bars["official"].accuracy is None
    assert bars["artists"].band[0] <= bars["artists"].accuracy <= bars["artists"].band[1]
    assert [bar.leaky for bar in measured.bars] == [True, True, True, False, False]
    assert measured.fall.difference == pytest.approx(bars["segments"].accuracy - bars["artists"].accuracy)
    assert measured.fall.interval[0] <= measured.fall.difference <= measured.fall.interval[1]
    assert (measured.fall.first, measured.fall.last) == ("segments", "artists")


def test_the_result_names_its_tracks_its_model_and_its_folds(measured):
    assert (measured.n_tracks, measured.interval_over, measured.segment_s) == (54, "artists", 3.0)
    assert measured.baseline == pytest.approx(1 / 3)
    assert measured.title == "Nearest neighbours n_neighbors=1"
    assert measured.pairs_under == "3 draws of artist-groups (no artist on both sides, ten draws)"
    assert [pair.name for pair in measured.pairs] == ["outside", "epoch", "tuning"]
    for pair in measured.pairs:
        assert pair.difference == pytest.approx(pair.leaky - pair.honest)
        assert pair.interval[0] <= pair.difference <= pair.interval[1]


def test_what_was_measured_comes_back_from_its_file_and_from_json(measured):
    assert Leakage.from_json(json.loads(json.dumps(measured.to_json(), allow_nan=False))) == measured


def test_perfect_models_do_not_fall(table):
    found = scored(plan_of(table, NEAREST), perfect)
    assert [bar.accuracy for bar in found.bars[:4]] == [bar.by_segment for bar in found.bars[:4]] == [1.0] * 4
    assert (found.fall.difference, found.fall.interval) == (0.0, (0.0, 0.0))
    assert [pair.reason for pair in found.pairs] == ["not asked for"] * 3


def test_tracks_are_the_headline_and_segments_stand_beside_them(table):
    def three_of_four(plan, fold):
        proba = 0.6 * perfect(plan, fold)
        wrong = np.roll(perfect(plan, fold), 1, axis=1)
        first = (plan_segment[fold.test] == 0)[:, None]
        return np.where(first, wrong, proba + 0.4 * wrong)

    planned = plan_of(table, NEAREST)
    plan_segment = planned.table.rows["segment"].to_numpy()
    tracks = next(bar for bar in scored(planned, three_of_four).bars if bar.name == "tracks")
    assert tracks.by_segment == 0.75
    assert tracks.accuracy == 0.0  # 0.6 x 3 of the truth against 0.4 x 3 + 1 of the wrong genre


def test_intervals_draw_whole_artists(table):
    planned = plan_of(table, NEAREST)
    luck = np.random.default_rng(0).dirichlet(np.ones(3), size=len(table.rows))
    found = scored(planned, lambda plan, fold: luck[fold.test])
    hits = luck.argmax(axis=1) == np.searchsorted(planned.plan.genres, table.y)
    falls = found.bars[1].by_segment - found.bars[3].by_segment
    assert falls == pytest.approx(0)
    assert found.bars[0].by_segment == pytest.approx(hits.mean())
    pooled = {track: luck[table.recordings == track].mean(axis=0).argmax() for track in table.track_ids}
    right = [pooled[track] == list(planned.plan.genres).index(track.split("-")[0]) for track in sorted(pooled)]
    artists = [track.rpartition("-")[0] for track in sorted(pooled)]
    assert found.bars[1].interval == bootstrap_interval(right, artists, seed=0)


def test_few_artists_show_no_interval():
    planned = plan_of(segment_table(n_artists=4), NEAREST)
    assert {bar.interval for bar in scored(planned, perfect).bars} == {None}


def test_one_bar_alone_has_no_fall(table):
    gamma = [track for track in table.track_ids if track.startswith("gamma")]
    few = table.select(set(table.track_ids) - set(gamma[2:]))
    planned = plan_of(replace(few, rows=few.rows.assign(artist=None)), NEAREST)
    found = scored(planned, perfect)
    assert found.fall is None
    assert [bar.name for bar in found.bars if not bar.reason] == ["segments"]


def test_a_meter_that_was_stopped_fits_what_is_missing_and_nothing_twice(
    table_file, small_network, tmp_path, monkeypatch
):
    params = LeakageParams(table_file(), NEAREST.to_json(), 3.0)
    fitted, plain = [], job.predicted

    def stopping(plan, fold, config):
        fitted.append(fold.test.tobytes() + bytes(fold.bar, "utf-8") + bytes([fold.draw]))
        if len(fitted) == 10:
            raise RuntimeError("the power went off")
        return plain(plan, fold, config)

    monkeypatch.setattr(job, "predicted", stopping)
    with pytest.raises(RuntimeError):
        run_here(measure_leakage, params, folder=tmp_path / "job")
    assert not leakage_folder().exists()
    again = run_here(measure_leakage, params, folder=tmp_path / "job")
    n_folds = 3 * (1 + 5 + 5 + 10)
    assert len(fitted) == n_folds + 1
    assert len(set(fitted)) == n_folds
    assert again["fall"] == read_leakage(again["key"]).fall.difference


def test_what_was_measured_is_not_measured_again(table_file, small_network, monkeypatch):
    params = LeakageParams(table_file(), NEAREST.to_json(), 3.0)
    first = run_here(measure_leakage, params)
    monkeypatch.setattr(job, "plan_of", None)
    assert run_here(measure_leakage, params) == first


def test_another_model_or_another_table_is_another_result(table):
    keys = {
        key_of(one, config)
        for one, config in (
            (table, NEAREST),
            (table, replace(NEAREST, settings={"n_neighbors": 5})),
            (replace(table, rows=table.rows.assign(tempo=table.rows["tempo"] + 1)), NEAREST),
        )
    }
    assert len(keys) == 3


def test_a_result_that_cannot_be_read_was_never_measured(measured, table):
    key = key_of(table, NEAREST)
    store_leakage(key, measured)
    assert find_leakage(table, NEAREST) == measured
    path = leakage_folder() / key / "leakage.json"
    for broken in ("", "{}", '{"bars": 3}', "[]"):
        path.write_text(broken)
        assert read_leakage(key) is None
    assert read_leakage("../" + key) is None
    assert find_leakage(table, NEAREST) is None


def test_a_disk_that_refuses_the_result_is_told(measured, monkeypatch):
    def refuse(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.training.leakage.stored.write_atomic", refuse)
    with pytest.raises(WorkspaceError, match=r"leakage\.json cannot be written: No space left on device; make room"):
        store_leakage("0" * 64, measured)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (TrainConfig("best"), "the leakage meter measures one model as it is; name the model, and search nothing"),
        (TrainConfig("knn", search="grid"), "the leakage meter measures one model as it is"),
        (TrainConfig("oracle"), "model='oracle' is not known; choose one of"),
        (TrainConfig("knn", settings={"k": 1}), "knn has no setting"),
    ],
)
def test_a_model_that_cannot_be_measured_is_told_before_any_work(config, message):
    with pytest.raises(ModelError, match=message):
        check_config(config)


def test_a_table_of_one_genre_is_told_by_the_job(table_file):
    rows = segment_rows()
    path = table_file(rows[rows["genre"] == "alpha"])
    with pytest.raises(DataError, match="genre"):
        run_here(measure_leakage, LeakageParams(path, NEAREST.to_json(), 3.0))


def test_a_table_with_numbers_that_are_none_is_told_by_the_job(table_file):
    rows = segment_rows()
    rows.loc[3, "tempo"] = np.nan
    with pytest.raises(DataError, match="every feature must be a finite number"):
        run_here(measure_leakage, LeakageParams(table_file(rows), NEAREST.to_json(), 3.0))
