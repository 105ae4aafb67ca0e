"""Labels are judged by models that heard neither the track nor its group, and the mislabelled ones come first."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.data.exclusions import Exclusions
from core.data.table import FeatureTable
from core.doctor import labels
from core.doctor.labels import LabelConfig, doubtful_labels, held_out_proba, judgeable, rank_labels
from core.errors import DataError
from core.licences import LICENCES
from tests.core.toys import toy_rows, toy_table

QUICK = LabelConfig(model="logistic", n_repeats=1)
FLIPPED = {"alpha-0-0": "beta", "beta-3-1": "gamma", "gamma-5-2": "alpha"}


@pytest.fixture(scope="module")
def table():
    return toy_table(n_artists=10)


def relabelled(table, genre_of):
    genre = [genre_of.get(id, genre) for id, genre in zip(table.rows["track_id"], table.rows["genre"], strict=True)]
    return replace(table, rows=table.rows.assign(genre=genre))


@pytest.mark.parametrize("model", ["vote", "logistic"])
def test_mislabelled_tracks_come_first_with_the_genre_they_had(table, model):
    ranked = rank_labels(relabelled(table, FLIPPED), replace(QUICK, model=model))
    first = ranked.head(len(FLIPPED))
    assert set(first["track_id"]) == set(FLIPPED)
    assert [id.split("-")[0] for id in first["track_id"]] == list(first["other"])
    assert ranked["odds"].is_monotonic_decreasing
    assert sorted(ranked["track_id"]) == sorted(table.track_ids)


def test_the_findings_say_worth_a_listen_with_the_numbers_and_never_wrong(table):
    found, left_out = doubtful_labels(relabelled(table, FLIPPED), QUICK)
    assert left_out == []
    assert {one.track for one in found} == set(FLIPPED)
    assert {one.kind for one in found} == {"doubtful-label"}
    for one in found:
        given, heard = FLIPPED[one.track], one.track.split("-")[0]
        assert re.fullmatch(
            rf"it is given as {given}; a model that heard neither this track nor its artist finds {heard} [\d,]+ times "
            r"as likely \(\d+ % against [\d.]+ %( or less)?\)",
            one.reason,
        )
        assert "wrong" not in one.reason
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_a_track_that_names_no_artist_is_not_said_to_be_judged_without_its_artist(table):
    rows = relabelled(table, FLIPPED).rows
    nameless = replace(table, rows=rows.assign(artist=rows["artist"].where(rows["track_id"] != "alpha-0-0", None)))
    assert nameless.artists_known
    said = {one.track: one.reason for one in doubtful_labels(nameless, QUICK)[0]}
    assert "a model that heard other tracks only finds" in said["alpha-0-0"]
    assert "a model that heard neither this track nor its artist finds" in said["beta-3-1"]


def test_clean_labels_raise_no_suspicion(table):
    assert doubtful_labels(table, QUICK)[0] == []


def test_no_model_hears_a_track_of_the_group_that_it_judges(table, monkeypatch):
    heard = []
    cut = labels.inner_folds

    def spy(groups, y, **settings):
        folds = cut(groups, y, **settings)
        heard.extend((set(np.asarray(groups)[train]), set(np.asarray(groups)[test])) for train, test in folds)
        return folds

    monkeypatch.setattr(labels, "inner_folds", spy)
    twins = (("alpha-0-0", "alpha-1-0"), ("beta-0-0", "gamma-0-0"))
    together = replace(table, exclusions=Exclusions(twins=twins))
    held_out_proba(together, QUICK)
    assert len(heard) == QUICK.n_folds
    assert all(train.isdisjoint(test) for train, test in heard)
    group = dict(zip(together.rows["track_id"], together.inner_groups, strict=True))
    assert all(group[one] == group[other] for one, other in twins)


def test_every_track_is_judged_in_every_repeat_and_probabilities_sum_to_one(table):
    genres, proba = held_out_proba(table, replace(QUICK, n_repeats=2))
    assert list(genres) == ["alpha", "beta", "gamma"]
    assert proba.sum(axis=1) == pytest.approx(1)


def test_the_segments_of_a_track_are_judged_together():
    whole = toy_rows(n_artists=10)
    halves = pd.concat([whole, whole.assign(segment=1, start_s=30.0)], ignore_index=True)
    columns = toy_table().columns
    ranked = rank_labels(FeatureTable(halves, columns, "toy", LICENCES["own"], "made"), QUICK)
    assert sorted(ranked["track_id"]) == sorted(whole["track_id"])


def test_the_same_seed_gives_the_same_order(table):
    one, other = (rank_labels(relabelled(table, FLIPPED), QUICK) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_the_list_is_never_longer_than_one_can_listen_to(table):
    rng = np.random.default_rng(0)
    shuffled = dict(zip(table.track_ids, rng.permutation(table.tracks["genre"]), strict=True))
    found, _ = doubtful_labels(relabelled(table, shuffled), replace(QUICK, min_odds=1.0))
    assert len(found) == int(QUICK.max_share * len(table.track_ids))


def test_other_columns_than_ours_are_judged_as_they_are(table):
    rows = table.rows.rename(columns={name: f"their {name}" for name in table.columns})
    theirs = replace(table, rows=rows, columns=tuple(f"their {name}" for name in table.columns))
    ranked = rank_labels(relabelled(theirs, FLIPPED), QUICK)
    assert set(ranked["track_id"].head(len(FLIPPED))) == set(FLIPPED)


def test_a_genre_of_few_artists_is_left_out_and_named(table):
    few = table.select([id for id in table.track_ids if not id.startswith("gamma") or id[6] in "012"])
    judged, left_out = judgeable(few)
    assert judged.genres == ("alpha", "beta")
    assert left_out == ["the labels of gamma: a model needs 8 tracks by 5 different artists, but it has 9 and 3"]


def test_where_artists_are_unknown_recordings_count(table):
    nameless = replace(table, rows=table.rows.assign(artist=None))
    found, left_out = doubtful_labels(relabelled(nameless, FLIPPED), QUICK)
    assert left_out == []
    assert all("a model that heard other tracks only finds" in one.reason for one in found)
    few = nameless.select([id for id in nameless.track_ids if not id.startswith("gamma") or id[6] in "01"])
    assert judgeable(few)[1] == [
        "the labels of gamma: a model needs 8 tracks, 5 of them different recordings, but it has 6 and 6"
    ]


def test_too_little_to_judge_is_said(table):
    with pytest.raises(
        DataError,
        match=r"a model needs two genres or more of 8 tracks by 5 different artists, but 1 of the 3 genres here",
    ):
        judgeable(table.select([id for id in table.track_ids if id.startswith("alpha") or id[-3] in "01"]))


def test_numbers_too_large_for_features_are_refused(table):
    broken = replace(table, rows=table.rows.assign(rms_var=1e300))
    with pytest.raises(DataError, match="some numbers in the table 'toy' are too large to be features"):
        rank_labels(broken, QUICK)


def test_progress_runs_from_nothing_to_the_last_part(table):
    told = []
    rank_labels(table, QUICK, progress=lambda share, words: told.append((share, words)))
    assert told[0] == (0.0, "hearing labels, part 1 of 5")
    assert [share for share, _ in told] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8])


def test_on_the_public_table_flipped_labels_are_found_five_times_as_often_as_by_chance(shared):
    from benchmarks.doctor_labels import tables

    (rows,) = tables(seeds=(4,), config=LabelConfig(n_repeats=1)).values()
    assert rows[0]["times chance"] >= 5
