"""The record of a run in, the pretrained listeners that it hears by out; and what people read for what it looks at."""

from core.errors import ModelError
from core.models.backbones.spec import Backbone
from core.models.inputs import TABLE, TAGS, YAMNET_GENRES, InputView, input_view
from core.runs import RunRecord


def listeners_of(record: RunRecord) -> tuple[Backbone, ...]:
    """The listeners that measure what a run looks at; none where it looks at features.

    A run of listeners that this version does not know has none here; who loads it is told.
    """
    try:
        return input_view(record.config["inputs"], record.config.get("columns", ())).backbones
    except ModelError:
        return ()


def is_pretrained(record: RunRecord) -> bool:
    """Whether others trained what a run listens by: it may have heard the artists that it is scored on."""
    return bool(listeners_of(record))


def view_title(view: InputView) -> str:
    """What a model looks at, as people choose it: "What musicnn (Jamendo) hears: 200 numbers"."""
    n, names = len(view.names), _joined([backbone.title for backbone in view.backbones])
    titles = {
        "robust": f"{n} robust numbers",
        "gtzan-57": f"The {n} public columns",
        TABLE: f"All {n} columns of the table",
        YAMNET_GENRES.name: f"What {names} says of the {n} genres",
    }
    if view.name in titles:
        return titles[view.name]
    if view.name.endswith(TAGS):
        return f"What {names} hears: its {n} tags"
    return f"What {names} hear{'s' * (len(view.backbones) == 1)}: {n} numbers"


def inputs_words(record: RunRecord) -> str:
    """The same of a run, within a sentence; one of a version that knows other views by the name it has there."""
    try:
        view = input_view(record.config["inputs"], record.config.get("columns", ()))
    except ModelError:
        return str(record.config["inputs"])
    title = view_title(view)
    return title if title[:1].isdigit() else title[:1].lower() + title[1:]


def _joined(titles: list[str]) -> str:
    """Titles in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(titles[:-1]), *titles[-1:]]))
