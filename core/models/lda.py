"""Scaled columns -> genre probabilities by linear discriminant analysis."""

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from core.models.spec import ModelSpec, Setting


def build(seed: int, *, shrinkage: str | float) -> LinearDiscriminantAnalysis:
    """``seed`` is not used. "auto" shrinks the covariance by Ledoit and Wolf's formula (2004)."""
    return LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage)


SPEC = ModelSpec(
    name="lda",
    title="Linear discriminant analysis",
    about="takes each genre for a cloud of the same shape and asks which cloud a track lies in",
    build=build,
    about_settings={
        "shrinkage": Setting(
            "auto",
            "how round the clouds are taken to be, from 0 (as measured) to 1 (round); auto looks at the data",
            choices=("auto",),
            low=0.0,
            high=1.0,
        ),
    },
    grid={"shrinkage": ("auto",)},
    in_best=True,
    explained_by="linear",
    fit_s=0.04,
)
