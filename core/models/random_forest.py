"""Scaled columns -> the mean vote of decision trees, each grown on a bootstrap of the tracks."""

from sklearn.ensemble import RandomForestClassifier

from core.models.spec import ModelSpec


def build(seed: int, *, n_estimators: int, min_samples_leaf: int) -> RandomForestClassifier:
    return RandomForestClassifier(n_estimators=n_estimators, min_samples_leaf=min_samples_leaf, random_state=seed)


SPEC = ModelSpec(
    name="random-forest",
    title="Random forest",
    about="many decision trees, each grown on another draw of the tracks, vote",
    build=build,
    defaults={"n_estimators": 300, "min_samples_leaf": 2},
    candidates=({"min_samples_leaf": 1}, {"min_samples_leaf": 2}, {"min_samples_leaf": 5}),
)
