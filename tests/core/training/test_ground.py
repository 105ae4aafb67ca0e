"""What can be trained on a table is known before anything is: protocols that fit, views that it has, folds that cut."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.protocols import PROTOCOLS
from core.data.splits import Protocol
from core.data.table import FeatureTable
from core.errors import DataError, DownloadError, ModelError
from core.features import GTZAN_COLUMNS
from core.licences import LICENCES
from core.models.inputs import ROBUST, TABLE
from core.training.config import TrainConfig
from core.training.ground import PREFERRED, Suits, check_trainable, preferred, suiting, views_of
from tests.core.toys import toy_rows, toy_table

PLAIN = TrainConfig(model="lda", n_inner_folds=3)


def made_table() -> FeatureTable:
    rows = toy_rows().assign(synthetic=True, artist=None)
    return FeatureTable(rows, GTZAN_COLUMNS, "toy", LICENCES["made-here"], "made")


def test_each_protocol_either_cuts_the_table_or_says_why_not():
    found = suiting(toy_table())
    assert list(found) == list(PROTOCOLS)
    for name, suits in found.items():
        assert bool(suits.problem) != bool(suits.n_splits), name
    assert found["artist-groups"].n_splits == 30
    assert found["artist-groups"].learnt == pytest.approx(2 / 3, abs=0.1)
    assert "is a list of GTZAN tracks" in found["artist-folds"].problem
    assert "has one row for each track" in found["leaky-segments"].problem


def test_what_promises_most_is_proposed_and_a_lesson_only_where_there_is_nothing_else():
    assert preferred(suiting(toy_table())) == "artist-groups"
    assert preferred(suiting(made_table())) == "track-groups"
    assert preferred({name: Suits(problem="no") for name in PROTOCOLS}) is None
    assert sorted(PREFERRED) == sorted(PROTOCOLS)


def test_a_list_that_cannot_be_fetched_is_a_reason_and_no_crash(monkeypatch: pytest.MonkeyPatch):
    def offline(self, table, *, seed=0):
        raise DownloadError("the list could not be fetched; connect to the network")

    monkeypatch.setattr(Protocol, "splits", offline)
    assert {suits.problem for suits in suiting(toy_table()).values()} == {
        "the list could not be fetched; connect to the network"
    }


def test_only_what_the_table_has_is_offered_to_a_model():
    assert list(views_of(toy_table())) == ["robust", "gtzan-57"]
    rows = toy_rows().assign(brightness=np.arange(72.0))
    wide = FeatureTable(rows, (*GTZAN_COLUMNS, "brightness"), "wide", LICENCES["own"], "made")
    assert list(views_of(wide)) == ["robust", "gtzan-57", TABLE]
    narrow = replace(wide, columns=("tempo", "brightness"))
    assert list(views_of(narrow)) == [TABLE]
    assert views_of(narrow)[TABLE].names == ("tempo", "brightness")


def test_what_would_fail_later_is_said_at_once():
    check_trainable(toy_table(), config=PLAIN, protocol="artist-groups")
    with pytest.raises(DataError, match="artist-folds is a list of GTZAN tracks"):
        check_trainable(toy_table(), config=PLAIN, protocol="artist-folds")
    with pytest.raises(DataError, match="10 folds by artist need at least 10 artists, but there are 6"):
        check_trainable(toy_table(n_artists=3), config=replace(PLAIN, n_inner_folds=10), protocol="artist-groups")
    with pytest.raises(ModelError, match="knn: n_neighbors=0 must be a whole number from 1 to 1000"):
        check_trainable(
            toy_table(),
            config=TrainConfig(model="knn", search="grid", grid={"n_neighbors": (0, 1)}),
            protocol="artist-groups",
        )
    few = replace(PLAIN, selection="f", n_selected=len(ROBUST.names) + 1)
    with pytest.raises(ModelError, match="n_selected=38, but there are 37 columns; keep fewer or select none"):
        check_trainable(toy_table(), config=few, protocol="artist-groups")


def test_settings_out_of_their_bounds_are_refused_before_a_training():
    wrong = replace(PLAIN, settings={"shrinkage": 2.0})
    with pytest.raises(ModelError, match=r"lda: shrinkage=2\.0 must be auto or a number from 0\.0 to 1\.0"):
        check_trainable(toy_table(), config=wrong, protocol="artist-groups")
