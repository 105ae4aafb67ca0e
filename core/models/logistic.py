"""Scaled columns -> genre probabilities by multinomial logistic regression."""

from sklearn.linear_model import LogisticRegression

from core.models.spec import ModelSpec


def build(seed: int, *, C: float) -> LogisticRegression:
    """L2-regularised; a small ``C`` means a strong pull of all weights towards zero."""
    return LogisticRegression(C=C, max_iter=5000, random_state=seed)


SPEC = ModelSpec(
    name="logistic",
    title="Logistic regression",
    about="a weighted sum of the columns per genre; the simplest model whose reasons can be read off",
    build=build,
    defaults={"C": 0.05},
    candidates=({"C": 0.02}, {"C": 0.05}, {"C": 0.2}),
)
