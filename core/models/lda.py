"""Scaled columns -> genre probabilities by linear discriminant analysis."""

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from core.models.spec import ModelSpec


def build(seed: int, *, shrinkage: str | float) -> LinearDiscriminantAnalysis:
    """``seed`` is not used. "auto" shrinks the covariance by Ledoit and Wolf's formula (2004)."""
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)


SPEC = ModelSpec(
    name="lda",
    title="Linear discriminant analysis",
    about="takes each genre for a cloud of the same shape and asks which cloud a track lies in",
    build=build,
    defaults={"shrinkage": "auto"},
    candidates=({"shrinkage": "auto"},),
)
