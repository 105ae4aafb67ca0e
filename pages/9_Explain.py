"""Explain: what a run goes by, which way, why one track or song got its answer, and how far to trust all that."""

from core.ui.explain.page import explain
from core.ui.frame import open_page

open_page(
    "Why does a model decide so?",
    "See what a trained model goes by, hear the tracks behind it, and check how far the explanation can be trusted.",
)
explain()
