"""`jazz_tokens.txt` in, tokens out: the notes and chords of Pricop's thesis in one long row, without song borders."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from core.errors import DataError
from core.jazz.representations.tokens import is_chord, normal_order, note_pitch

SOURCE = "300,793 notes and chords of jazz MIDI files, in order, without durations and song borders"
LICENCE = "MIT, T. Pricop"
CITATION = (
    "T. Pricop: thesis on music genre classification and generation, 2023, whose generator learnt from this stream"
)

N_TOKENS = 300_793
_MAX_BYTES = 50_000_000
_SHOWN = 5


def read_stream(path: Path, *, n_tokens: int | None = N_TOKENS) -> list[str]:
    """The tokens of a file with one a line; ``n_tokens`` is how many there must be (None: any number).

    Raises
    ------
    DataError
        The file cannot be read, is cut, or holds what is neither a note nor a chord.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        tokens = content.decode("ascii").split()
    except OSError as error:
        raise DataError(f"{path.name} cannot be read ({error.strerror or error}); copy it again") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is no text of tokens (byte {error.start} is none); copy it again") from error
    if len(content) > _MAX_BYTES:
        raise DataError(f"{path.name} is larger than {_MAX_BYTES:,} bytes; cut it into shorter streams")
    _check(tokens, path.name, n_tokens=n_tokens)
    return tokens


def vocabulary_of(tokens: Sequence[str]) -> tuple[str, ...]:
    """The distinct tokens, the commonest first and equally common ones by name."""
    counts = Counter(tokens)
    return tuple(sorted(counts, key=lambda token: (-counts[token], token)))


def split_stream(tokens: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """(train, valid, test): the last tenth tests, the last tenth of the rest validates."""
    n_known = len(tokens) - len(tokens) // 10
    n_train = n_known - n_known // 10
    return list(tokens[:n_train]), list(tokens[n_train:n_known]), list(tokens[n_known:])


def _check(tokens: Sequence[str], name: str, *, n_tokens: int | None) -> None:
    if not tokens or (n_tokens is not None and len(tokens) != n_tokens):
        raise DataError(f"{name} holds {len(tokens):,} tokens, {n_tokens or 1:,} are needed; copy it again")
    if strangers := [token for token in dict.fromkeys(tokens) if not _is_token(token)]:
        shown = ", ".join(repr(token[:20]) for token in strangers[:_SHOWN])
        raise DataError(
            f"{name} holds {len(strangers)} distinct tokens that are neither a note such as E-5 nor pitch classes in "
            f"normal order such as 8.0.3: {shown}; mend or leave out their lines"
        )


def _is_token(token: str) -> bool:
    if not is_chord(token):
        try:
            note_pitch(token)
        except DataError:
            return False
        return True
    parts = token.split(".")
    classes = tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 2)
    return len(classes) == len(parts) and normal_order(classes) == classes
