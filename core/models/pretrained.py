"""The record of a run in, the pretrained listeners that it hears by out; and what people read for what it looks at."""

from collections.abc import Mapping
from typing import Any

from core.errors import ModelError
from core.models.backbones import JOIN, hf
from core.models.backbones.spec import Backbone
from core.models.inputs import TABLE, TAGS, YAMNET_GENRES, InputView, input_view
from core.runs import RunRecord

# In the record of a run: the listeners that it hears by as they were when it was trained, name -> title.
LISTENERS = "listeners"
# In the record of the built-in listener: what the classic model gets right of the very same tracks.
BESIDE = "beside_classic"
COMPARED = {"accuracy", "of_classic", "n_tracks"}
# The row of models that no test track had a say in; a record of one procedure names no model.
HONEST = "chosen inside each training part"


def listeners_of(record: RunRecord) -> tuple[Backbone, ...]:
    """The listeners here that measure what a run looks at; none where it looks at features.

    A run of listeners that this version does not know has none here; who loads it is told.
    """
    try:
        return input_view(record.config["inputs"], record.config.get("columns", ())).backbones
    except ModelError:
        return ()


def listener_titles(record: RunRecord) -> tuple[str, ...]:
    """The titles of the listeners of a run: as it was trained by them, whether or not they are still here."""
    if told := record.extra.get(LISTENERS):
        return tuple(told.values())
    return tuple(one.title for one in listeners_of(record)) or _gone(record)


def is_pretrained(record: RunRecord) -> bool:
    """Whether others trained what a run listens by: it may have heard the artists that it is scored on."""
    return bool(listener_titles(record))


def gain_of(record: RunRecord) -> Mapping[str, Any] | None:
    """What a listener and the classic model get right of the very same tracks, the most that were compared.

    Returns
    -------
    dict of accuracy, of_classic, n_tracks; None of a record that compares nothing
    """
    rows = record.extra.get(BESIDE)
    found = [row for row in rows if set(row) >= COMPARED] if isinstance(rows, list) else []
    honest = [row for row in found if row.get("model", HONEST) == HONEST]
    return max(honest or found, key=lambda row: row["n_tracks"], default=None)


def _gone(record: RunRecord) -> tuple[str, ...]:
    """By their names the folders of a run that did not note its listeners yet, and whose folders are gone."""
    seen = [*str(record.config["inputs"]).split(JOIN), *record.config.get("columns", ())]
    names = (str(name).partition("#")[0].partition(":")[0] for name in seen)
    return tuple(dict.fromkeys(name for name in names if name.startswith(hf.PREFIX)))


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
