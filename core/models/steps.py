"""A model + what is done to the columns before it -> one pipeline: whoever fits it, fits all steps on the same rows.

The first steps of a model that holds rows back for itself do not see those rows either.
"""

from collections.abc import Mapping
from typing import Any

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler, QuantileTransformer, StandardScaler

from core.errors import ModelError
from core.models.before import CutInside
from core.models.selection import SELECTIONS
from core.models.spec import ModelSpec, wants_groups

ABOUT_SCALINGS = {
    "quantile": "each column by its ranks, as a normal distribution: long tails do no harm",
    "standard": "each column less its mean, divided by its standard deviation",
    "min-max": "each column from 0 (its smallest training value) to 1 (its largest), as in the thesis",
    "none": "the columns as they are; good for trees only, large columns drown small ones elsewhere",
}
SCALINGS = tuple(ABOUT_SCALINGS)


def scaler(scaling: str, *, n_quantiles: int, seed: int) -> BaseEstimator:
    """A scaler for feature columns, to be fitted on training rows only; ModelError for an unknown name.

    "min-max" cuts off what lies beyond the training rows: chi-squared wants no negative number, and a variance ten
    times the largest one ever seen would otherwise carry a linear model or a network to where nothing was learnt.
    The quantile scaling does so by nature.
    """
    if scaling == "quantile":
        return QuantileTransformer(n_quantiles=n_quantiles, output_distribution="normal", random_state=seed)
    if scaling == "standard":
        return StandardScaler()
    if scaling == "min-max":
        return MinMaxScaler(clip=True)
    raise ModelError(f"scaling={scaling!r} is not known; choose one of {', '.join(SCALINGS)}")


def pipeline(
    spec: ModelSpec,
    settings: Mapping[str, Any],
    *,
    scaling: str = "quantile",
    selection: str = "none",
    n_selected: int = 20,
    n_quantiles: int = 200,
    seed: int = 0,
) -> Pipeline:
    """The unfitted steps "scale" (unless "none"), "select" (unless "none") and "classify".

    Parameters
    ----------
    settings : what differs from the defaults of ``spec``
    n_selected : how many columns the selection keeps; without a selection it does not matter
    n_quantiles : of the quantile scaling; at most the number of rows that the pipeline will be fitted on

    Raises
    ------
    ModelError
        A name is not known or a value is out of its bounds.
    """
    if selection not in SELECTIONS:
        raise ModelError(f"selection={selection!r} is not known; choose one of {', '.join(SELECTIONS)}")
    steps: list[tuple[str, BaseEstimator]] = []
    if scaling != "none":
        steps.append(("scale", scaler(scaling, n_quantiles=n_quantiles, seed=seed)))
    if selection != "none":
        steps.append(("select", SELECTIONS[selection].select(n_selected, seed)))
    model = spec.build(seed, **spec.settings(**settings))
    return (CutInside if steps and wants_groups(model) else Pipeline)([*steps, ("classify", model)])
