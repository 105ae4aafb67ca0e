"""Three slips that people make in honest folds, each beside its honest twin: what the test fold is not for.

The model of the meter learns from the same rows in both; only what decides something about it changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.pipeline import Pipeline

from core.data.splits import inner_folds
from core.errors import CoreError
from core.models import MODELS
from core.models.calibrated import fit_told
from core.models.folds import Folds, hold_out_groups
from core.models.spec import row_parameters
from core.training.choose import judge
from core.training.config import TrainConfig
from core.training.fit import unfitted
from core.training.leakage.epochs import WATCHED, watched
from core.training.leakage.fitting import about_rows, fold_accuracy, inner_groups, predicted, probabilities
from core.training.leakage.plan import Fold, Plan

N_INNER = 3
SELECTION, N_SELECTED = "f", 20  # where the model of the meter selects nothing
BY_EPOCHS = "dense"  # where the model of the meter has no epochs

# What an honest and a leaky model say of the held-out rows of one fold.
Twins = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Slip:
    """A slip: ``about`` tells what a pair compares for a plan, ``hindrance`` why it cannot be shown, or ""."""

    name: str
    title: str
    about: Callable[[Plan], str]
    hindrance: Callable[[Plan], str]


def with_selection(plan: Plan) -> TrainConfig:
    """The configuration that shows what a selection outside the folds is worth: the meter's, or one that selects."""
    config = plan.config
    if config.selection != "none":
        return config
    return replace(config, selection=SELECTION, n_selected=max(1, min(N_SELECTED, plan.X.shape[1] // 2)))


def with_epochs(plan: Plan) -> TrainConfig:
    """The configuration that shows what an epoch picked by the test fold is worth: the meter's, or the network's."""
    if plan.config.model in WATCHED:
        return plan.config
    return replace(plan.config, model=BY_EPOCHS, settings={})


def tried(plan: Plan) -> list[TrainConfig]:
    """The model's own small grid, around the settings of the meter."""
    config = plan.config
    return [replace(config, settings={**config.settings, **settings}) for settings in MODELS[config.model].candidates]


def outside_the_fold(plan: Plan, fold: Fold) -> Twins:
    """Scaling and selection fitted on the training rows; and on the tested rows, too, labels and all."""
    config = with_selection(plan)
    estimator = unfitted(config, n_rows=fold.train.size)
    every = np.concatenate([fold.train, fold.test])
    before = Pipeline(estimator.steps[:-1])
    before.fit(plan.X[every], plan.y[every], **row_parameters(before, {"groups": plan.inner[fold.apart][every]}))
    classifier = estimator.steps[-1][1]
    fit_told(classifier, before.transform(plan.X[fold.train]), plan.y[fold.train], about_rows(plan, fold))
    leaky = probabilities(classifier, before.transform(plan.X[fold.test]), plan.genres)
    return predicted(plan, fold, config), leaky


def best_epoch(plan: Plan, fold: Fold) -> Twins:
    """The epoch that is best on a grouped part of the training rows; and the one that is best on the test fold."""
    epochs, honest = watched(plan, fold, with_epochs(plan))
    best = int(np.argmax([fold_accuracy(plan, fold, proba) for proba in epochs]))
    return epochs[honest], epochs[best]


def candidate(plan: Plan, fold: Fold, number: int) -> tuple[np.ndarray, float]:
    """What one candidate says of the held-out rows, and its accuracy in folds inside the training part."""
    config = tried(plan)[number]
    X, y, groups = plan.X[fold.train], plan.y[fold.train], inner_groups(plan, fold)
    folds = _cut_inside(fold, groups, y, config)
    told = {"tracks": plan.recordings[fold.train], "about_rows": about_rows(plan, fold)}
    inside = [judge(X, y, config, folds, k, **told).accuracy for k in range(len(folds))]
    return predicted(plan, fold, config), float(np.mean(inside))


def tuned(plan: Plan, fold: Fold, candidates: list[tuple[np.ndarray, float]]) -> Twins:
    """The candidate that does best inside the training part; and the one that does best on the test fold."""
    inside = int(np.argmax([accuracy for _, accuracy in candidates]))
    on_test = int(np.argmax([fold_accuracy(plan, fold, proba) for proba, _ in candidates]))
    return candidates[inside][0], candidates[on_test][0]


def _about_selection(plan: Plan) -> str:
    config = with_selection(plan)
    return f"scaling and the choice of {config.n_selected} columns fitted on all rows, not on the training rows"


def _about_epochs(plan: Plan) -> str:
    words = "the epoch that is best on the test fold, not on a part of the training rows"
    if plan.config.model in WATCHED:
        return words
    other, own = MODELS[BY_EPOCHS].title.lower(), MODELS[plan.config.model].title
    return f"{words} (by the {other}: {own} does not learn in epochs)"


def _about_tuning(plan: Plan) -> str:
    return f"the best of {len(tried(plan))} settings on the test fold, not in folds inside the training part"


def _needs_columns(plan: Plan) -> str:
    return "" if plan.X.shape[1] > 1 else "there is one column, and nothing to select"


def _needs_two_groups(plan: Plan) -> str:
    return _why_not(
        lambda fold: hold_out_groups(inner_groups(plan, fold), plan.y[fold.train], seed=plan.config.seed), plan
    )


def _needs_choice(plan: Plan) -> str:
    if len(tried(plan)) < 2:
        return f"{MODELS[plan.config.model].title} has no settings to try"
    return _why_not(lambda fold: _cut_inside(fold, inner_groups(plan, fold), plan.y[fold.train], plan.config), plan)


def _cut_inside(fold: Fold, groups: np.ndarray, y: np.ndarray, config: TrainConfig) -> Folds:
    """Folds inside the training part, as the meter's model would be trained there."""
    return inner_folds(groups, y, n_folds=N_INNER, seed=config.seed, apart=fold.apart, lone_stay=config.lone_stay)


def _why_not(cut: Callable[[Fold], object], plan: Plan) -> str:
    """Why the training part of some fold cannot be cut again; "" where all can."""
    try:
        for number in plan.slips:
            cut(plan.folds[number])
    except CoreError as error:
        return str(error)
    return ""


OUTSIDE = Slip("outside", "Scaling and selection outside the fold", _about_selection, _needs_columns)
EPOCH = Slip("epoch", "Best epoch picked on the test fold", _about_epochs, _needs_two_groups)
TUNING = Slip("tuning", "Tuning on the test fold", _about_tuning, _needs_choice)
SLIPS = (OUTSIDE, EPOCH, TUNING)
