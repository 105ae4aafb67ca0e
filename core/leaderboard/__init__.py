"""Records of runs in, one list of scores per protocol and data out, with the baseline and what others published."""

from core.leaderboard.lists import Row, ScoreList, score_lists
from core.leaderboard.published import CEILINGS, PUBLISHED, Ceiling, Published

__all__ = ["CEILINGS", "PUBLISHED", "Ceiling", "Published", "Row", "ScoreList", "score_lists"]
