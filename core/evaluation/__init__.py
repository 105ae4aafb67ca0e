"""Truth and probabilities in, scores with intervals and calibration out: numbers in, numbers out, no model known."""

from core.evaluation.evaluate import Scores, evaluate
from core.evaluation.pooling import pool_segments

__all__ = ["Scores", "evaluate", "pool_segments"]
