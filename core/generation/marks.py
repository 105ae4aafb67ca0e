"""What a machine made is marked as such: a mark into a FLAC, WAV or MIDI file or beside it, and out of them again.

The kind of origin is named by the IPTC's digital source types (http://cv.iptc.org/newscodes/digitalsourcetype/), as
platforms and editors read them. One text carries it all, a sentence for people and JSON for programs: a comment in
FLAC and WAV, a text event in MIDI, the JSON alone in a file of its own beside (a sidecar).
"""

import io
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import DataError
from core.generation.briefs import Brief
from core.generation.carriers import texts_in, with_text
from core.licences import LICENCES, licence_of

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED, EDITED, RULES = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"
SOURCE_TYPES = {
    TRAINED: "made by a model that was trained on the works of others",
    EDITED: "begun by somebody, and continued or changed by a trained model",
    RULES: "made by rules, without a model",
}
MAX_PROMPT = 2_000  # characters; JSON takes up to 12 bytes for one
MAX_SETTINGS_BYTES = 16_384
MAX_MARK_BYTES = 131_072  # with the names, and the spaces of a sidecar
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
    prompt : the text it was made from, at most MAX_PROMPT characters; None without one
    brief : what it was made from; None without one
    took_s : seconds that the making took; None where nobody looked at a clock
    loudness_lufs : of the sound as it was written; None of what is no sound
    licence : a key of `core.licences.LICENCES`; None where none is told

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
    prompt: str | None = None
    brief: Brief | None = None
    took_s: float | None = None
    loudness_lufs: float | None = None
    licence: str | None = None

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
        self._check_facts()

    def _check_facts(self) -> None:
        if self.prompt is not None and not (isinstance(self.prompt, str) and 0 < len(self.prompt) <= MAX_PROMPT):
            raise ValueError(f"the prompt must be text of 1 to {MAX_PROMPT} characters")
        for name in ("took_s", "loudness_lufs"):
            value = getattr(self, name)
            if value is not None and not _is_number(value):
                raise ValueError(f"{name}={value!r} must be a number")
        if self.licence is not None and self.licence not in LICENCES:
            raise ValueError(f"licence={self.licence!r} is none of {', '.join(LICENCES)}")

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


def sidecar_of(path: Path) -> Path:
    """Where the sidecar of a file lies: that of song.flac is song.flac.json."""
    return path.with_name(f"{path.name}.json")


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
    """The mark of a FLAC, WAV, MIDI or MusicXML file or of a sidecar; None where there is none that can be believed.

    What is broken, larger than ``MAX_MARK_BYTES`` or of another make is no mark. A mark proves nothing: who wants to,
    takes it out or writes another.

    Raises
    ------
    DataError
        There is no such file, or it cannot be opened.
    """
    if isinstance(source, bytes):
        return _if_whole(io.BytesIO(source))
    try:
        with source.open("rb") as file:
            return _if_whole(file)
    except OSError as error:
        raise DataError(f"{source.name} cannot be read: {error.strerror or error}; choose another file") from error


def mark_at(path: Path) -> Mark | None:
    """The mark in the sidecar of a file or, where that tells none, in the file itself; raises as `read_mark` does."""
    beside = sidecar_of(path)
    return (read_mark(beside) if beside.is_file() else None) or read_mark(path)


def mark_in(file: BinaryIO) -> Mark | None:
    """The same of an open file; DataError, and not None, where it begins like one of the kinds and is broken."""
    is_sidecar = file.read(1) == b"{"
    file.seek(0)
    if not is_sidecar:
        return next(filter(None, map(_mark_in, texts_in(file))), None)
    text = file.read(MAX_MARK_BYTES + 1)
    if len(text) > MAX_MARK_BYTES:
        raise DataError(f"the JSON file is longer than {MAX_MARK_BYTES} bytes, which no sidecar is")
    return _mark_of(text.decode("ascii", "replace"))


def _if_whole(file: BinaryIO) -> Mark | None:
    try:
        return mark_in(file)
    except DataError:
        return None


def _row(mark: Mark) -> dict[str, Any]:
    row = asdict(mark)
    told = {_URI: IPTC + row.pop("source_type")} | row
    return {name: value for name, value in told.items() if value is not None}


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
            prompt=found.get("prompt"),
            brief=_brief_of(found.get("brief")),
            took_s=found.get("took_s"),
            loudness_lufs=found.get("loudness_lufs"),
            licence=licence_of(found["licence"]).key if "licence" in found else None,
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of strangers, who may write anything
        return None


def _brief_of(row: Any) -> Brief | None:
    """A brief as JSON has it: single words and numbers, and lists of words."""
    if row is None:
        return None
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    single = (word for value in values.values() for word in (value if isinstance(value, tuple) else (value,)))
    if not all(word is None or isinstance(word, str) or _is_number(word) for word in single):
        raise ValueError(f"{row!r} is no brief")
    return Brief(**values)


def _as_json_has_it(settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        row = json.dumps(dict(settings), allow_nan=False)
    except TypeError as error:
        raise ValueError(f"settings={settings!r} hold what JSON has not: {error}") from error
    if len(row) > MAX_SETTINGS_BYTES:
        raise ValueError(f"the settings take {len(row)} bytes, but a mark has room for {MAX_SETTINGS_BYTES}")
    return json.loads(row)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
