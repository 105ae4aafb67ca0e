"""Scaled columns -> the mean vote of decision trees that split at random thresholds."""

from sklearn.ensemble import ExtraTreesClassifier

from core.models.spec import ModelSpec


def build(seed: int, *, n_estimators: int, min_samples_leaf: int) -> ExtraTreesClassifier:
    return ExtraTreesClassifier(n_estimators=n_estimators, min_samples_leaf=min_samples_leaf, random_state=seed)


SPEC = ModelSpec(
    name="extra-trees",
    title="Extra trees",
    about="many decision trees with random thresholds vote; smoother than a random forest",
    build=build,
    defaults={"n_estimators": 300, "min_samples_leaf": 2},
    candidates=({"min_samples_leaf": 1}, {"min_samples_leaf": 2}, {"min_samples_leaf": 5}),
)
