"""A model that learns epoch by epoch in, what it says of held-out rows after every epoch out."""

import numpy as np
from scipy.special import softmax
from sklearn.pipeline import Pipeline

from core.models.before import learn_before
from core.models.dense import DenseNetwork
from core.models.folds import hold_out_groups
from core.models.network import forward
from core.models.xgb import BoostedTrees
from core.training.config import TrainConfig
from core.training.fit import unfitted
from core.training.leakage.fitting import inner_groups
from core.training.leakage.plan import Fold, Plan

# Probabilities after every epoch, and the epoch (from 0) that has the least loss on a part of the training rows.
Epochs = tuple[list[np.ndarray], int]


def watched(plan: Plan, fold: Fold, config: TrainConfig) -> Epochs:
    """What a model of ``WATCHED`` says of the tested rows of a fold, epoch by epoch.

    Scaling and selection are fitted on what it learns from, without the rows that tell the best epoch.
    """
    X, y, groups = plan.X[fold.train], plan.y[fold.train], inner_groups(plan, fold)
    estimator = unfitted(config, n_rows=fold.train.size)
    before = Pipeline([*estimator.steps[:-1], ("as-it-is", "passthrough")])
    classifier = estimator.steps[-1][1]
    learn, _ = hold_out_groups(groups, y, seed=classifier.seed)
    learnt = learn_before(before, X, y, groups, learn)
    epochs, best = WATCHED[config.model](classifier, learnt, y, groups, before.transform(plan.X[fold.test]))
    return [_aligned(proba, np.unique(y), plan.genres) for proba in epochs], best


class _Watched(DenseNetwork):
    """The network, whose weights can be looked at while it learns."""

    def _network(self):
        self.network_ = super()._network()
        return self.network_


def _network(classifier: DenseNetwork, X, y, groups, tested: np.ndarray) -> Epochs:
    network, epochs = _Watched(**classifier.get_params()), []

    def look(epoch) -> None:
        weights = {name: value.numpy() for name, value in network.network_.state_dict().items()}
        epochs.append(softmax(forward(weights, tested.astype(np.float32)).astype(np.float64), axis=1))

    network.fit(X, y, groups=groups, on_epoch=look)
    return epochs, network.best_epoch_ - 1


def _trees(classifier: BoostedTrees, X, y, groups, tested: np.ndarray) -> Epochs:
    """The rounds of trees that learnt from most groups; the others tell the best one."""
    learn, valid = hold_out_groups(groups, y, seed=classifier.seed)
    trees = BoostedTrees(**classifier.get_params() | {"patience": 0}).fit(X[learn], y[learn])
    truth, booster = np.searchsorted(trees.classes_, y[valid]), trees.booster
    losses, epochs = [], []
    for n in range(1, len(trees.history_) + 1):
        said = [
            booster.inplace_predict(part.astype(np.float32), iteration_range=(0, n)).astype(np.float64)
            for part in (X[valid], tested)
        ]
        losses.append(-np.log(said[0][np.arange(len(truth)), truth]).mean())
        epochs.append(said[1])
    return epochs, int(np.argmin(losses))


def _aligned(proba: np.ndarray, taught: np.ndarray, genres: np.ndarray) -> np.ndarray:
    found = np.zeros((len(proba), len(genres)))
    found[:, np.searchsorted(genres, taught)] = proba
    return found


WATCHED = {"dense": _network, "xgboost": _trees}
