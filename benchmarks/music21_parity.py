"""The names of notes and the orders of chords here against music21's own, all of them -> how many are equal.

    python -m benchmarks.music21_parity [--json]

music21 comes into a folder of its own that is thrown away: the program does without it. The release is the one of the
thesis' year, whose tokens the given stream holds; later ones (9.3 on) list the inversions of 17 set classes otherwise.
"""

import itertools
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.report import parser, show
from core.jazz.representations.tokens import chord_token, note_name

PACKAGE = "music21==9.1.0"
NEEDED_BESIDE = ("chardet", "jsonpickle", "more-itertools", "webcolors")  # the rest of what it imports is here
_SHOWN = 5


def main() -> int:
    asked = parser(__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _install(Path(folder))
        rows = [_compare("notes, MIDI 0 to 127", _notes()), _compare("chords, all sets of pitch classes", _chords())]
    show({f"tokens compared with {PACKAGE}": rows}, as_json=asked.json)
    return 0 if all(row["equal"] == row["compared"] for row in rows) else 1


def _install(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--no-deps", "--target", folder, PACKAGE, *NEEDED_BESIDE], check=True)
    sys.path.append(str(folder))


def _notes() -> Iterable[tuple[str, str]]:
    """(ours, theirs), as a note of a MIDI file becomes one of the thesis' tokens."""
    from music21.pitch import Pitch

    return ((note_name(pitch), str(Pitch(midi=pitch))) for pitch in range(128))


def _chords() -> Iterable[tuple[str, str]]:
    from music21.chord import Chord

    for size in range(1, 13):
        for classes in itertools.combinations(range(12), size):
            yield chord_token(classes), ".".join(map(str, Chord([60 + number for number in classes]).normalOrder))


def _compare(what: str, pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    pairs = list(pairs)
    unequal = [f"{ours} for {theirs}" for ours, theirs in pairs if ours != theirs]
    row = {"what": what, "compared": len(pairs), "equal": len(pairs) - len(unequal)}
    return row | ({"such as": ", ".join(unequal[:_SHOWN])} if unequal else {})


if __name__ == "__main__":
    sys.exit(main())
