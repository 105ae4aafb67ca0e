"""What one may do with recordings and with all that is made of them; of several licences the strictest one travels.

It goes along from the dataset to its table, the run, the model, the clip and the download button. Licences are ordered
by what they forbid, not by law: where two are mixed, the mixture may be used as the stricter one says.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    """``words`` is the sentence that people read; ``may_download``: whether files made of the data may be offered."""

    key: str
    title: str
    words: str
    strictness: int
    may_download: bool = True


_FROM_FREE_TO_STRICT = (
    ("cc0", "CC0", "public domain: anything is allowed"),
    ("made-here", "made by this project", "free to use"),
    ("cc-by", "CC BY", "free to use with the author's name"),
    ("cc-by-sa", "CC BY-SA", "free to use with the author's name, under the same licence"),
    ("own", "yours to know", "yours to know: Genrescope only reads the files"),
    ("unstated", "not stated", "not stated in the table: ask whoever made it before you publish anything"),
    ("cc-by-nc", "CC BY-NC", "not for commercial use, with the author's name"),
    ("cc-by-nc-sa", "CC BY-NC-SA", "not for commercial use, with the author's name, under the same licence"),
    ("cc-by-nc-nd", "CC BY-NC-ND", "not for commercial use, not to be changed, with the author's name"),
    ("research", "research use", "none stated for the audio: research use"),
)
_NO_TRAINING = Licence(
    key="no-training",
    title="not to be trained on",
    words="the provider forbids training on its content: to look at, not to pass on",
    strictness=len(_FROM_FREE_TO_STRICT),
    may_download=False,
)

LICENCES: dict[str, Licence] = {
    **{key: Licence(key, title, words, rank) for rank, (key, title, words) in enumerate(_FROM_FREE_TO_STRICT)},
    _NO_TRAINING.key: _NO_TRAINING,
}


def strictest(licences: Iterable[Licence]) -> Licence:
    """The licence that a mixture has to be used under; ValueError for a mixture of nothing."""
    return max(licences, key=lambda licence: licence.strictness)


def licence_of(key: str) -> Licence:
    """The licence that a file names; one that nobody knows is as strict as "not stated"."""
    return LICENCES.get(key, LICENCES["unstated"])
