"""Scaled columns -> genre probabilities by Gaussian naive Bayes."""

from sklearn.naive_bayes import GaussianNB

from core.models.spec import ModelSpec, Setting


def build(seed: int, *, var_smoothing: float) -> GaussianNB:
    """``seed`` is not used: nothing in naive Bayes is random."""
    return GaussianNB(var_smoothing=var_smoothing)


SPEC = ModelSpec(
    name="naive-bayes",
    title="Naive Bayes",
    about="takes every column for a bell curve of its own per genre, as if columns knew nothing of each other",
    build=build,
    about_settings={
        "var_smoothing": Setting(
            1e-9, "how much all bell curves are widened, as a share of the widest column's variance", low=0.0, high=10.0
        ),
    },
    grid={"var_smoothing": (1e-9, 1e-2, 1e-1)},
    thesis_grid={"var_smoothing": (1e-9, 1e-8, 1e-7, 1e-6, 1e-5)},
    thesis_best={"var_smoothing": 1e-6},
    fit_s=0.03,
)
