"""How surely a listener hears each of GTZAN's ten genres -> genre probabilities, with nothing learnt from any track.

YAMNet was taught to name 521 kinds of sound on clips of YouTube; the ten genres are among them. The answer is the
genre that it hears most surely, and the probabilities are its scores, made to sum to one.
"""

import numpy as np
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin

from core.errors import ModelError
from core.models.inputs import YAMNET_GENRES
from core.models.spec import ModelSpec

GENRES = YAMNET_GENRES.names


class ZeroShot(ClassifierMixin, BaseEstimator):
    """Takes the columns of the view ``yamnet-genres`` for what they say.

    Attributes
    ----------
    classes_ : the genres that it may answer, in the order of the columns of ``predict_proba``
    """

    def fit(self, X: np.ndarray, y: np.ndarray) -> "ZeroShot":
        """Note which genres there are; raises ModelError for others than GTZAN's, and for columns of another view."""
        if X.shape[1] != len(GENRES):
            raise ModelError(
                f"zero-shot reads the {len(GENRES)} columns of the inputs {YAMNET_GENRES.name!r}, but there are "
                f"{X.shape[1]}; choose these inputs, without a selection"
            )
        self.classes_ = np.unique(y)
        if foreign := sorted(set(self.classes_) - set(GENRES)):
            raise ModelError(
                f"zero-shot learns nothing and knows the genres {', '.join(GENRES)} alone, but some tracks are "
                f"{foreign[0]}; choose a model that learns, such as head-logistic"
            )
        return self

    def decision_function(self, X: np.ndarray) -> np.ndarray:
        """The logarithm of what was heard of each genre, shape (n_rows, n_genres)."""
        return np.asarray(X, dtype=np.float64)[:, np.searchsorted(GENRES, self.classes_)]

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Probabilities of the genres, shape (n_rows, n_genres); rows sum to one."""
        return softmax(self.decision_function(X), axis=1)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """The most probable genre of each row."""
        return self.classes_[self.decision_function(X).argmax(axis=1)]


def build(seed: int) -> ZeroShot:
    return ZeroShot()


SPEC = ModelSpec(
    name="zero-shot",
    title="As the listener says",
    about="the genre that YAMNet itself names most surely; learns nothing from your tracks",
    build=build,
    reads=YAMNET_GENRES.name,
    fit_s=0.001,
)
