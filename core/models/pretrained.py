"""The record of a run in, the pretrained listeners that it hears by out."""

from core.errors import ModelError
from core.models.backbones.spec import Backbone
from core.models.inputs import input_view
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
