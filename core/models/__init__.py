"""Feature columns in, genre probabilities out. One file per model with a ``SPEC``, one line each in ``MODELS``.

``load_model`` rebuilds a stored run; ``available_models`` names the built-in ones and those of the workspace.
"""

from core.models import extra_trees, knn, lda, logistic, random_forest, svm, vote
from core.models.spec import ModelSpec

MODELS: dict[str, ModelSpec] = {
    module.SPEC.name: module.SPEC for module in (logistic, svm, knn, random_forest, extra_trees, lda, vote)
}
