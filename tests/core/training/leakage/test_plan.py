"""Every bar scores the same tracks and learns from as many rows, and keeps apart what it says."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from core.data.splits import ARTIST, NOTHING, RECORDING
from core.errors import DataError
from core.training.leakage.bars import BARS
from core.training.leakage.plan import drawn_down, plan_of
from core.training.leakage.plan_file import read_plan, store_plan
from tests.core.toys import toy_table
from tests.core.training.leakage.conftest import NEAREST, segment_table

APART = {"segments": NOTHING, "tracks": RECORDING, "recordings": RECORDING, "artists": ARTIST}


@pytest.fixture
def planned(table):
    return plan_of(table, NEAREST)


def folds_of(planned, bar):
    return [fold for fold in planned.plan.folds if fold.bar == bar]


def test_bars_stand_from_the_leakiest_to_the_strictest(planned):
    assert list(dict.fromkeys(fold.bar for fold in planned.plan.folds)) == list(APART)
    assert [bar.name for bar in BARS] == [*APART, "official"]
    assert planned.missing["official"].startswith("official-split is what a dataset such as FMA publishes")


@pytest.mark.parametrize(("bar", "n_draws"), [("segments", 1), ("tracks", 5), ("recordings", 5), ("artists", 10)])
def test_every_bar_tests_every_row_once_in_each_of_its_draws(planned, bar, n_draws):
    tested = Counter((fold.draw, int(row)) for fold in folds_of(planned, bar) for row in fold.test)
    assert set(tested.values()) == {1}
    assert len(tested) == n_draws * len(planned.table.rows)


def test_every_model_learns_from_as_many_rows_of_every_genre_in_proportion(planned):
    plan = planned.plan
    assert {fold.train.size for fold in plan.folds} == {planned.n_train}
    assert planned.n_train == min(fold.train.size for fold in plan.folds)
    for fold in plan.folds:
        counts = Counter(plan.y[fold.train])
        assert set(counts) == set(plan.genres)


@pytest.mark.parametrize("bar", APART)
def test_a_bar_keeps_apart_what_its_words_say(planned, bar):
    plan = planned.plan
    for fold in folds_of(planned, bar):
        groups = plan.inner[fold.apart]
        assert fold.apart == APART[bar]
        assert not set(groups[fold.train]) & set(groups[fold.test])


def test_shuffled_segments_have_pieces_of_nearly_every_song_on_both_sides(planned):
    plan = planned.plan
    for fold in folds_of(planned, "segments"):
        learnt, tested = set(plan.recordings[fold.train]), set(plan.recordings[fold.test])
        assert len(learnt & tested) > 0.9 * len(tested)


def test_slips_are_shown_in_three_draws_of_the_strictest_bar(planned):
    folds = [planned.plan.folds[number] for number in planned.plan.slips]
    assert [(fold.bar, fold.draw) for fold in folds] == [("artists", draw) for draw in range(3) for _ in range(3)]


def test_the_same_table_and_seed_give_the_same_plan(table):
    plans = [plan_of(table, config).plan for config in (NEAREST, NEAREST, replace(NEAREST, seed=1))]
    trains = [[fold.train.tolist() for fold in plan.folds] for plan in plans]
    assert trains[0] == trains[1] != trains[2]


def test_a_plan_comes_back_from_its_file(planned, tmp_path):
    store_plan(planned.plan, tmp_path / "plan.npz")
    found, plan = read_plan(tmp_path / "plan.npz"), planned.plan
    assert (found.config, found.slips) == (plan.config, plan.slips)
    for name in ("X", "y", "recordings", "groups", "genres"):
        assert np.array_equal(getattr(found, name), getattr(plan, name))
    assert {name: groups.tolist() for name, groups in found.inner.items()} == {
        name: groups.tolist() for name, groups in plan.inner.items()
    }
    for one, other in zip(found.folds, plan.folds, strict=True):
        assert (one.bar, one.draw, one.apart) == (other.bar, other.draw, other.apart)
        assert np.array_equal(one.train, other.train)
        assert np.array_equal(one.test, other.test)


def test_one_row_a_track_leaves_the_first_bar_out_and_says_why():
    planned = plan_of(toy_table(), NEAREST)
    assert planned.missing["segments"].startswith("leaky-segments shuffles pieces of the same song, but toy has one")
    assert folds_of(planned, "segments") == []


def test_unknown_artists_leave_the_strict_bars_out_and_say_why(table):
    nameless = replace(table, rows=table.rows.assign(artist=None))
    planned = plan_of(nameless, NEAREST)
    assert planned.missing["artists"].startswith("artist-groups keeps artists apart, but toy does not name")
    assert [planned.plan.folds[number].bar for number in planned.plan.slips] == ["recordings"] * 9
    assert np.array_equal(planned.plan.groups, nameless.recording_groups)


def test_a_genre_of_two_artists_is_left_out_of_all_bars_alike_and_told(table):
    few = ~table.rows["artist"].isin([f"gamma-{n}" for n in range(2, 6)])
    planned = plan_of(replace(table, rows=table.rows[few].reset_index(drop=True)), NEAREST)
    assert planned.note.endswith("; without gamma, whose tracks are by fewer than 3 artists")
    assert list(planned.plan.genres) == ["alpha", "beta"]
    assert "artists" not in planned.missing


def test_artists_that_are_few_everywhere_leave_the_strict_bar_out_instead():
    planned = plan_of(segment_table(n_artists=2), NEAREST)
    assert planned.missing["artists"].startswith("artist-groups: alpha has 2 artists; three folds need at least 3")
    assert list(planned.plan.genres) == ["alpha", "beta", "gamma"]


def test_a_published_split_scores_its_test_tracks_in_every_bar(table):
    part = np.array(["training", "training", "training", "training", "validation", "test"])
    number = table.rows["artist"].str[-1].astype(int).to_numpy()
    planned = plan_of(replace(table, rows=table.rows.assign(split=part[number])), NEAREST)
    tested = {track for track in planned.table.track_ids if track.split("-")[1] == "5"}
    for bar in (*APART, "official"):
        rows = np.concatenate([fold.test for fold in folds_of(planned, bar)])
        assert set(planned.plan.recordings[rows]) == tested
    assert planned.protocols["official"] == "official-split"


def test_a_bar_that_cannot_teach_a_genre_with_the_tracks_that_all_share_is_taken_out(table):
    # Whoever published the split learns gamma from a program's tracks, which stay out of all other bars.
    is_late = table.rows["artist"].str[-1].astype(int) > 2
    made = ~is_late & (table.rows["genre"] == "gamma")
    split = np.where(is_late, "test", "training")
    planned = plan_of(replace(table, rows=table.rows.assign(split=split, synthetic=made)), NEAREST)
    assert planned.missing["official"].startswith("with the tracks that all bars share it has a genre to test and none")
    assert {fold.bar for fold in planned.plan.folds} == set(APART)
    assert list(planned.plan.genres) == ["alpha", "beta", "gamma"]


def test_one_genre_leaves_nothing_to_compare(table):
    rows = table.rows[table.rows["genre"] == "alpha"].reset_index(drop=True)
    with pytest.raises(DataError, match="there is nothing to compare: random-tracks: all training tracks are alpha"):
        plan_of(replace(table, rows=rows), NEAREST)


def test_a_genre_of_two_tracks_leaves_nothing_to_compare_of_whole_tracks(table):
    gamma = [track for track in table.track_ids if track.startswith("gamma")]
    nameless = replace(table.select(set(table.track_ids) - set(gamma[2:])), name="few")
    nameless = replace(nameless, rows=nameless.rows.assign(artist=None))
    planned = plan_of(nameless, NEAREST)
    assert planned.missing["tracks"] == "random-tracks: gamma has 2 tracks; three folds need at least 3 in every genre"
    assert {fold.bar for fold in planned.plan.folds} == {"segments"}


def test_columns_that_the_inputs_lack_are_told(table):
    lacking = replace(table, columns=("tempo",))
    with pytest.raises(DataError, match="the table 'toy' lacks 56 of the 57 columns"):
        plan_of(lacking, NEAREST)


def test_rows_are_drawn_down_in_the_proportion_of_their_genres():
    y, rows = np.array(["a"] * 50 + ["b"] * 30 + ["c"] * 20), np.arange(100)
    drawn = drawn_down(rows, y, 37, seed=(0, 1))
    assert Counter(y[drawn]) == {"a": 19, "b": 11, "c": 7}
    assert len(set(drawn)) == 37
    assert np.array_equal(drawn, drawn_down(rows, y, 37, seed=(0, 1)))
    assert not np.array_equal(drawn, drawn_down(rows, y, 37, seed=(0, 2)))


def test_no_genre_is_lost_when_rows_are_drawn_down():
    y = np.array(["a"] * 99 + ["b"])
    assert set(y[drawn_down(np.arange(100), y, 10, seed=(0,))]) == {"a", "b"}


def test_as_many_rows_as_there_are_stay_as_they_are():
    y = np.array(["a", "b"] * 10)
    assert np.array_equal(drawn_down(np.arange(20), y, 20, seed=(0,)), np.arange(20))
