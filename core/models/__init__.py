"""Feature columns in, genre probabilities out. One file per model with a ``SPEC``, one line each in ``MODELS``.

``load_model`` rebuilds a stored run; ``available_models`` names the built-in ones and those of the workspace.
"""

from core.models import (
    dense,
    extra_trees,
    head_dense,
    head_logistic,
    kernel_logistic,
    knn,
    lda,
    logistic,
    naive_bayes,
    random_forest,
    stack,
    svm,
    vote,
    vote_all,
    xgb,
    zero_shot,
)
from core.models.spec import ModelSpec

MODELS: dict[str, ModelSpec] = {
    module.SPEC.name: module.SPEC
    for module in (
        logistic,
        kernel_logistic,
        svm,
        knn,
        random_forest,
        extra_trees,
        lda,
        naive_bayes,
        xgb,
        vote,
        vote_all,
        stack,
        dense,
        head_logistic,
        head_dense,
        zero_shot,
    )
}
