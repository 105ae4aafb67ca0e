"""The name of a column in, a sentence on what it measures out, for the columns of every table that can be loaded."""

from core.data.datasets import DATASETS
from core.features import COLUMNS, about_column, family_of
from core.models import backbones


def about(column: str, *, dataset: str) -> str:
    """What a column says, in plain words with its unit.

    Parameters
    ----------
    dataset : the name of the table; the same column may say something else in the table of another dataset
    """
    if dataset in DATASETS and (words := DATASETS[dataset].about_column(column)):
        return words
    if column in COLUMNS:
        words = about_column(column)
        return f"{words[0].upper()}{words[1:]}. {family_of(column).about}"
    if listener := backbones.backbone_of(column):
        words = backbones.about_column(column)
        meaning = "A probability, 0 to 1" if column in listener.tag_columns else "It means nothing by itself"
        return f"{words[0].upper()}{words[1:]}. {meaning}; the listener knows {listener.about}"
    return f"A column of this table alone: nothing here knows what {column!r} measures."
