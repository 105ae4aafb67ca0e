"""Plain values in, lines on stdout or stderr out: JSON that every reader accepts, tables that line up."""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def use_utf8() -> None:
    """Write UTF-8 whatever the locale; a name that is no Unicode is written with escapes, which JSON reads too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def common_options(command: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    command.add_argument("--json", action="store_true", help="print JSON (one object per line), not text")
    command.add_argument("--quiet", action="store_true", help="no progress bar")


def complain(message: str) -> None:
    """One line on stderr, whatever a file name in the message holds."""
    print(f"error: {one_line(message)}", file=sys.stderr)


def tell_gaps(failures: Sequence[tuple[str, str]], notes: Sequence[tuple[str, str]]) -> int:
    """A line on stderr for each recording that was read in part or not at all; 2, the status, when one was left out."""
    for file, words in notes:
        print(f"note: {one_line(f'{file}: {words}')}", file=sys.stderr)
    for file, reason in failures:
        complain(f"{file}: {reason}")
    return 2 if failures else 0


def one_line(text: str) -> str:
    """``text`` without line breaks and control characters, so that it can neither split nor repaint a terminal."""
    return "".join(c if c.isprintable() or "\ud800" <= c <= "\udfff" else " " for c in text).strip()


def print_json(value: Any) -> None:
    """One object on one line: NaN and infinities become null, numpy numbers plain ones."""
    print(json.dumps(plain(value), ensure_ascii=False, allow_nan=False), flush=True)


def plain(value: Any) -> Any:
    """``value`` in the types that JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if hasattr(value, "tolist"):  # a numpy array or number
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def print_table(rows: Iterable[Sequence[str]], *, header: Sequence[str] = (), indent: str = "  ") -> None:
    """Columns that line up: the first names the row and stands left, others that hold numbers only stand right.

    Cells may come from files: none of them can split a line.
    """
    lines = [[one_line(cell) for cell in row] for row in ([header] if header else []) + list(rows)]
    columns = list(zip(*lines, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [False] + [_are_numbers(column[bool(header) :]) for column in columns[1:]]
    for line in lines:
        cells = (
            text.rjust(width) if is_right else text.ljust(width)
            for text, width, is_right in zip(line, widths, right, strict=True)
        )
        print((indent + "  ".join(cells)).rstrip())


def score(value: float | None) -> str:
    """A score as people read it; a dash where there is none."""
    return "-" if value is None or not math.isfinite(value) else f"{value:.3f}"


def span(interval: Sequence[float] | None) -> str:
    """An interval of scores; a dash where there is none."""
    return "-" if interval is None else f"{score(interval[0])}-{score(interval[1])}"


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def clock(seconds: float) -> str:
    """Minutes and seconds: 225.3 -> 3:45."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _are_numbers(column: Sequence[str]) -> bool:
    return all(cell[:1].isdigit() or cell == "-" for cell in column)
