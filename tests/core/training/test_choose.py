"""A choice is made in inner folds alone, and on a small case it is scikit-learn's own."""

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV

from core.data.splits import inner_folds
from core.errors import ModelError
from core.models import MODELS
from core.training.choose import Judged, candidates, choose, words_of
from core.training.config import TrainConfig
from core.training.fit import unfitted
from tests.core.toys import toy_table

GRIDS = {
    "knn": {"n_neighbors": (1, 3, 9, 15), "weights": ("uniform", "distance")},
    "random-forest": {"n_estimators": (5, 20), "max_depth": (2, None)},
    "logistic": {"C": (0.001, 0.1, 10.0)},
}


@pytest.fixture(scope="module")
def table():
    return toy_table(n_artists=9, spread=4.0)


@pytest.mark.parametrize("model", GRIDS)
def test_the_choice_is_that_of_scikit_learns_grid_search_in_the_same_folds(table, model: str):
    config = TrainConfig(model=model, search="grid", grid=GRIDS[model], search_by="accuracy")
    folds = inner_folds(table.inner_groups, table.y, n_folds=4, seed=0)
    ranked = choose(table.X, table.y, config=config, folds=folds)
    base = unfitted(TrainConfig(model=model), n_rows=min(train.size for train, _ in folds))
    grid = {f"classify__{name}": list(values) for name, values in GRIDS[model].items()}
    theirs = GridSearchCV(base, grid, scoring="accuracy", cv=folds, refit=False).fit(table.X, table.y)
    by_settings = {tuple(sorted(one.config.settings.items(), key=str)): one.accuracy for one in ranked}
    for params, score in zip(theirs.cv_results_["params"], theirs.cv_results_["mean_test_score"], strict=True):
        own = MODELS[model].settings(**{name.removeprefix("classify__"): value for name, value in params.items()})
        assert by_settings[tuple(sorted(own.items(), key=str))] == pytest.approx(score)
    assert ranked[0].accuracy == pytest.approx(theirs.best_score_)


def test_of_equals_the_first_in_the_grid_is_chosen(table):
    config = TrainConfig(model="knn", search="grid", grid={"weights": ("distance", "uniform"), "n_neighbors": (1,)})
    folds = inner_folds(table.inner_groups, table.y, n_folds=3, seed=0)
    first, second = choose(table.X, table.y, config=config, folds=folds)
    assert first.log_loss == second.log_loss  # one neighbour has one weight
    assert first.config.settings["weights"] == "distance"


def test_a_random_search_draws_without_replacement_and_by_its_seed():
    wide = TrainConfig(model="knn", search="random", n_draws=5, grid={"n_neighbors": tuple(range(1, 30))})
    drawn = [one.settings["n_neighbors"] for one in candidates(wide)]
    assert len(set(drawn)) == 5
    assert drawn == [one.settings["n_neighbors"] for one in candidates(wide)]
    other = TrainConfig(model="knn", search="random", n_draws=5, grid=wide.grid, seed=1)
    assert drawn != [one.settings["n_neighbors"] for one in candidates(other)]
    narrow = TrainConfig(model="knn", search="random", n_draws=5, grid={"n_neighbors": (1, 2)})
    assert len(candidates(narrow)) == 2


def test_a_search_may_vary_the_steps_before_the_model():
    config = TrainConfig(
        model="lda", search="grid", grid={"scaling": ("quantile", "min-max"), "selection": ("none", "f")}
    )
    assert [(one.scaling, one.selection) for one in candidates(config)] == [
        ("quantile", "none"),
        ("quantile", "f"),
        ("min-max", "none"),
        ("min-max", "f"),
    ]


def test_a_grid_of_a_setting_that_there_is_not_is_refused():
    with pytest.raises(ModelError, match=r"lda has no setting \['depth'\]"):
        candidates(TrainConfig(model="lda", search="grid", grid={"depth": (1, 2)}))


def test_the_accuracy_of_segments_is_that_of_their_tracks():
    logits = np.log([[0.9, 0.1], [0.45, 0.55], [0.45, 0.55], [0.2, 0.8]])
    judged = Judged(logits=logits, truth=np.array([0, 0, 0, 1]), tracks=np.array(["a", "a", "a", "b"]))
    assert judged.accuracy == 1.0  # two of three segments of a are missed, their mean is not


def test_a_candidate_is_named_by_what_is_not_its_default():
    config = TrainConfig(model="knn", settings={"n_neighbors": 3}, selection="f", n_selected=9)
    assert words_of(config) == "Nearest neighbours n_neighbors=3, selection=f, n_selected=9"
    assert words_of(TrainConfig(model="lda")) == "Linear discriminant analysis"
