"""Scaled columns -> the share of each genre among the nearest training tracks."""

from sklearn.neighbors import KNeighborsClassifier

from core.models.spec import ModelSpec


def build(seed: int, *, n_neighbors: int, weights: str) -> KNeighborsClassifier:
    """``seed`` is not used: nothing in nearest neighbours is random."""
    return KNeighborsClassifier(n_neighbors=n_neighbors, weights=weights)


SPEC = ModelSpec(
    name="knn",
    title="Nearest neighbours",
    about="asks the training tracks that sound most alike and counts their genres",
    build=build,
    defaults={"n_neighbors": 15, "weights": "distance"},
    candidates=({"n_neighbors": 5}, {"n_neighbors": 15}, {"n_neighbors": 31}),
)
