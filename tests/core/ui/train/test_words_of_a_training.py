"""A number written into a menu is a setting, protocols and trainings are said in words, curves take the newest fit."""

import pytest

from core.data.protocols import PROTOCOLS
from core.models import MODELS
from core.training.estimate import Estimate
from core.training.live import Watched
from core.ui.train.choosing import FIRST_HEAD, changed_words, protocol_title
from core.ui.train.engine import TrainConfig, hears, thesis_grid_of, title_of
from core.ui.train.live import loss_curve, newest_fit, without_title
from core.ui.train.searching import n_of
from core.ui.train.settings import step_of, value_of
from core.ui.train.starting import STAYS, estimate_words

GAMMA = MODELS["svm"].about_settings["gamma"]
DEPTH = MODELS["random-forest"].about_settings["max_depth"]


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [("scale", GAMMA, "scale"), ("0.25", GAMMA, 0.25), ("None", DEPTH, None), ("7", DEPTH, 7), ("deep", DEPTH, "deep")],
)
def test_a_menu_gives_its_choice_or_the_number_written_into_it(text, setting, value):
    assert value_of(text, setting) == value
    assert type(value_of(text, setting)) is type(value)


@pytest.mark.parametrize("name", MODELS)
def test_a_click_changes_a_setting_by_less_than_its_value_and_more_than_nothing(name):
    for setting in MODELS[name].about_settings.values():
        if isinstance(setting.default, float):
            assert 0 < step_of(setting) <= max(setting.default, 0.01)


def test_a_leaky_protocol_is_called_so_beside_its_name():
    assert protocol_title(PROTOCOLS["artist-folds"]) == "**artist-folds**: no artist on both sides"
    for rules in PROTOCOLS.values():
        assert (", leaky:" in protocol_title(rules)) == rules.leaky


def test_folded_settings_that_were_changed_are_not_forgotten():
    assert changed_words(TrainConfig("svm")) == ""
    changed = TrainConfig("svm", settings={"C": 1.0}, scaling="none", search="grid", grid={"C": [1.0, 2.0]})
    assert changed_words(changed) == "Changed: C = 1.0, scaling = none, a grid search among 2 candidates."
    assert changed_words(TrainConfig("best", seed=3)) == "Changed: seed = 3."


def test_an_estimate_says_what_is_done_and_that_one_may_leave_where_it_takes_long():
    short, long, longest = (estimate_words(Estimate(96, 0, seconds), 2) for seconds in (40, 90, 3000))
    assert short.replace("\u00a0", " ") == "About 40 s on this machine: 96 fits, on 2 cores."
    assert STAYS not in short
    assert STAYS in long
    assert longest.startswith("This takes long.")
    assert "60 of them to search, on 1 core." in estimate_words(Estimate(96, 60, 40.0), 1)


def test_every_model_has_a_title_and_a_thesis_grid_of_values_that_it_allows():
    assert title_of("best") == "The best of 7"
    for name, spec in MODELS.items():
        assert title_of(name) == spec.title
        for setting, values in thesis_grid_of(spec).items():
            assert all(spec.about_settings[setting].allows(value) for value in values)
    assert n_of(thesis_grid_of(MODELS["logistic"])) == 16  # of two grids every value


def test_of_several_fits_in_a_row_the_newest_is_drawn():
    epochs = [{"epoch": n, "train_loss": float(n)} for n in (1, 2, 3, 1, 2)]
    assert [epoch["train_loss"] for epoch in newest_fit(epochs)] == [1.0, 2.0]
    assert newest_fit([]) == []


def test_folds_that_are_not_as_far_end_earlier_in_the_curves():
    told = [{"epoch": n, "train_loss": 1.0 / n, "valid_loss": None} for n in (1, 2, 3)]
    curve = loss_curve(Watched(candidates=(), chosen="", epochs={0: told, 1: told[:2]}))
    assert list(curve.x) == [1, 2, 3]
    assert curve.train[1] == [1.0, 0.5, None]
    assert curve.valid[0] == [None, None, None]
    assert loss_curve(Watched(candidates=(), chosen="", epochs={})) is None


def test_candidates_of_one_model_are_told_apart_by_what_they_do_not_share():
    assert without_title("SVM C=10.0", title="SVM") == "C=10.0"
    assert without_title("SVM", title="SVM") == "the defaults"
    assert without_title("SVM C=10.0", title="The best of 7") == "SVM C=10.0"


def test_a_head_is_proposed_where_a_listener_is_seen():
    assert FIRST_HEAD in MODELS
    assert hears("musicnn-jamendo+yamnet")
    assert hears("musicnn-jamendo#tags")
    assert not hears("robust")
    assert not hears("table")
