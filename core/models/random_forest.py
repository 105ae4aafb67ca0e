"""Scaled columns -> the mean vote of decision trees, each grown on a bootstrap of the tracks."""

from sklearn.ensemble import RandomForestClassifier

from core.models.spec import ModelSpec, Setting

ABOUT_TREES = {
    "n_estimators": Setting(300, "how many trees vote; more are steadier and slower", low=1, high=2000, whole=True),
    "max_depth": Setting(
        None, "how many questions a tree may ask in a row; None: as many as it likes", (None,), 1, 100, whole=True
    ),
    "min_samples_split": Setting(2, "how many tracks a branch needs to be split again", low=2, high=100, whole=True),
    "min_samples_leaf": Setting(2, "how many tracks every leaf keeps; more are smoother", low=1, high=100, whole=True),
}


def build(seed: int, **trees: int | None) -> RandomForestClassifier:
    return RandomForestClassifier(**trees, random_state=seed)


SPEC = ModelSpec(
    name="random-forest",
    title="Random forest",
    about="many decision trees, each grown on another draw of the tracks, vote",
    build=build,
    about_settings=ABOUT_TREES,
    grid={"min_samples_leaf": (1, 2, 5)},
    # The notebook leaves the leaves as they were: one track will do.
    thesis_grid={
        "n_estimators": (50, 100, 150, 200),
        "max_depth": (None, 5, 10),
        "min_samples_split": (2, 5, 10),
        "min_samples_leaf": (1,),
    },
    thesis_best={"n_estimators": 200, "max_depth": None, "min_samples_split": 2, "min_samples_leaf": 1},
    in_best=True,
    explained_by="tree",
    fit_s=1.3,
)
