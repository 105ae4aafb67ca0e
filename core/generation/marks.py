"""What a machine made is marked as such: a mark into a FLAC, WAV or MIDI file or beside it, and out of them again.

The kind of origin is named by the IPTC's digital source types (http://cv.iptc.org/newscodes/digitalsourcetype/), as
platforms and editors read them. One text carries it all, a sentence for people and JSON for programs: a comment in
FLAC and WAV, a text event in MIDI, the JSON alone in a file of its own beside (a sidecar).
"""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import DataError
from core.generation.carriers import texts_in, with_text

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED, EDITED, RULES = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"
SOURCE_TYPES = {
    TRAINED: "made by a model that was trained on the works of others",
    EDITED: "begun by somebody, and continued or changed by a trained model",
    RULES: "made by rules, without a model",
}
MAX_SETTINGS_BYTES = 16_384
MAX_MARK_BYTES = 65_536  # with the names, and the spaces of a sidecar
SOFTWARE = "Genrescope"
_MAX_NAME = 200
_INTRODUCTION = "genrescope-mark "  # what stands before the JSON in a text
_URI = "digitalSourceType"  # the IPTC's name of it


@dataclass(frozen=True)
class Mark:
    """Who made it, and of what: enough to make it again.

    Attributes
    ----------
    engine : the part of the program, such as "jazz"
    model : the model, or the band
    settings : whatever else it was made with, of the kinds that JSON has (tuples become lists)
    source_type : one of SOURCE_TYPES

    Raises
    ------
    ValueError
        A value is none that a mark can carry: the caller's mistake, not a visitor's.
    """

    engine: str
    model: str
    seed: int
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)
    source_type: str = TRAINED

    def __post_init__(self) -> None:
        for name in ("engine", "model"):
            value = getattr(self, name)
            if not isinstance(value, str) or not 0 < len(value) <= _MAX_NAME or not _is_plain(value):
                raise ValueError(f"{name}={value!r} must be 1 to {_MAX_NAME} printable ASCII characters")
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or not 0 <= self.seed < 2**63:
            raise ValueError(f"seed={self.seed!r} must be a whole number from 0 to 2**63 - 1")
        if self.source_type not in SOURCE_TYPES:
            raise ValueError(f"source_type={self.source_type!r} is none of {', '.join(SOURCE_TYPES)}")
        if not isinstance(self.settings, Mapping):
            raise ValueError(f"settings={self.settings!r} must be a mapping")
        object.__setattr__(self, "settings", _as_json_has_it(self.settings))

    @property
    def source_uri(self) -> str:
        return IPTC + self.source_type

    @property
    def words(self) -> str:
        """One sentence for people."""
        return f"Machine-made: {SOFTWARE} {self.engine}, model {self.model}, seed {self.seed}"

    @property
    def text(self) -> str:
        """The sentence and, behind it, the JSON that `read_mark` reads; ASCII."""
        return f"{self.words}; {_INTRODUCTION}{json.dumps(_row(self))}"


def sidecar(mark: Mark) -> bytes:
    """The mark as a JSON file of its own, to lie beside what it marks."""
    return (json.dumps({"made_by": mark.words} | _row(mark), indent=2) + "\n").encode()


def marked(content: bytes, mark: Mark) -> bytes:
    """A FLAC, WAV or MIDI file with the mark in it; sound and notes stay as they are, and an older mark goes.

    Raises
    ------
    DataError
        ``content`` is none of the three, or a broken one.
    """
    tags = {_URI.upper(): mark.source_uri}
    return with_text(content, mark.text, instead_of=_INTRODUCTION, software=SOFTWARE, tags=tags)


def read_mark(source: Path | bytes) -> Mark | None:
    """The mark of a FLAC, WAV or MIDI file or of a sidecar; None where there is none, or none that can be believed.

    What is broken, larger than ``MAX_MARK_BYTES`` or of another make is no mark. A mark proves nothing: who wants to,
    takes it out or writes another.

    Raises
    ------
    DataError
        There is no such file, or it cannot be opened.
    """
    if isinstance(source, bytes):
        return _read(io.BytesIO(source))
    try:
        with source.open("rb") as file:
            return _read(file)
    except OSError as error:
        raise DataError(f"{source.name} cannot be read: {error.strerror or error}; choose another file") from error


def _read(file: BinaryIO) -> Mark | None:
    is_sidecar = file.read(1) == b"{"
    file.seek(0)
    if is_sidecar:
        return _mark_of(file.read(MAX_MARK_BYTES + 1).decode("ascii", "replace"))
    return next(filter(None, map(_mark_in, texts_in(file))), None)


def _row(mark: Mark) -> dict[str, Any]:
    row = asdict(mark)
    return {_URI: IPTC + row.pop("source_type")} | row


def _mark_in(text: str) -> Mark | None:
    """The mark in a text as `Mark.text` writes it."""
    _, introduced, row = text.partition(_INTRODUCTION)
    return _mark_of(row) if introduced else None


def _mark_of(row: str) -> Mark | None:
    if len(row) > MAX_MARK_BYTES:
        return None
    try:
        found = json.loads(row)
        return Mark(
            found["engine"],
            found["model"],
            found["seed"],
            found["settings"],
            found[_URI].removeprefix(IPTC),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of strangers, who may write anything
        return None


def _as_json_has_it(settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        row = json.dumps(dict(settings), allow_nan=False)
    except TypeError as error:
        raise ValueError(f"settings={settings!r} hold what JSON has not: {error}") from error
    if len(row) > MAX_SETTINGS_BYTES:
        raise ValueError(f"the settings take {len(row)} bytes, but a mark has room for {MAX_SETTINGS_BYTES}")
    return json.loads(row)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
