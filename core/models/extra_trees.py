"""Scaled columns -> the mean vote of decision trees that split at random thresholds."""

from sklearn.ensemble import ExtraTreesClassifier

from core.models.random_forest import ABOUT_TREES
from core.models.spec import ModelSpec


def build(seed: int, **trees: int | None) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(**trees, random_state=seed)


SPEC = ModelSpec(
    name="extra-trees",
    title="Extra trees",
    about="many decision trees with random thresholds vote; smoother than a random forest",
    build=build,
    about_settings=ABOUT_TREES,
    grid={"min_samples_leaf": (1, 2, 5)},
    in_best=True,
    explained_by="tree",
    fit_s=0.6,
)
