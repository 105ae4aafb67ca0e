"""Fitted estimators -> bytes and back, by skops with an audited list of types. No pickle."""

from typing import Any
from zipfile import ZIP_DEFLATED

import skops.io as sio

from core.errors import ModelError

# Types that skops does not trust by itself and that were read before they were put here: all are plain containers
# of arrays and settings of scikit-learn and of this project, none runs code when it is loaded. XGBoost's trees
# travel as bytes that its own parser reads when they are asked for an answer.
AUDITED_TYPES = frozenset(
    {
        "core.models.before.CutInside",
        "core.models.calibrated.TemperatureCalibrated",
        "core.models.dense.DenseNetwork",
        "core.models.head_dense.DenseHead",
        "core.models.head_logistic.LogisticHead",
        "core.models.kernel_logistic.KernelLogistic",
        "core.models.knn.Neighbours",
        "core.models.novelty.ListenerDetector",
        "core.models.novelty.NoveltyDetector",
        "core.models.selection.ColumnSelector",
        "core.models.stack.GroupedStack",
        "core.models.vote_all.GroupedVote",
        "core.models.xgb.BoostedTrees",
        "core.models.zero_shot.ZeroShot",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._TemperatureScaling",
        "sklearn.neighbors._kd_tree.KDTree",
        "sklearn.metrics._dist_metrics.EuclideanDistance64",
        "sklearn.tree._tree.Tree",
        "sklearn.utils._bunch.Bunch",
    }
)


def to_bytes(estimators: dict[str, Any]) -> bytes:
    """Serialise fitted estimators, compressed; raises ModelError when a type was not audited."""
    content = sio.dumps(estimators, compression=ZIP_DEFLATED, compresslevel=6)
    _check_types(content)
    return content


def from_bytes(content: bytes) -> dict[str, Any]:
    """Rebuild what ``to_bytes`` wrote; raises ModelError when the content holds a type that was not audited."""
    _check_types(content)
    return sio.loads(content, trusted=sorted(AUDITED_TYPES))


def _check_types(content: bytes) -> None:
    foreign = sorted(set(sio.get_untrusted_types(data=content)) - AUDITED_TYPES)
    if foreign:
        raise ModelError(f"the model holds types that nobody has audited: {foreign}; it is not loaded")
