"""Rows of a benchmark -> an aligned table for people, or one JSON object for programs with ``--json``."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

from core.errors import CoreError

Tables = dict[str, list[dict[str, Any]]]  # title -> rows
Parts = dict[str, Callable[[], Tables]]


def parser(description: str) -> argparse.ArgumentParser:
    """The arguments that all benchmarks share."""
    arguments = argparse.ArgumentParser(description=description)
    arguments.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    return arguments


def run(main: Callable[[], None]) -> None:
    """Run a benchmark; what it lacks (data, a model) is one line on stderr and exit status 2."""
    try:
        main()
    except CoreError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)


def run_parts(description: str, parts: Parts) -> None:
    """Run the parts of a benchmark that are asked for by ``--only``, by default all, and print their tables."""

    def main() -> None:
        arguments = parser(description)
        arguments.add_argument("--only", nargs="+", choices=parts, default=list(parts), help="these parts alone")
        asked = arguments.parse_args()
        show({title: rows for name in asked.only for title, rows in parts[name]().items()}, as_json=asked.json)

    run(main)


def print_table(title: str, rows: Sequence[dict[str, Any]]) -> None:
    """Print ``rows`` under ``title``; columns are the keys of all rows, and "-" stands where one has none."""
    print(f"\n{title}")
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([_text(row.get(name)) for name in names] for row in rows)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def show(tables: dict[str, Sequence[dict[str, Any]]], *, as_json: bool) -> None:
    """Print all tables of a benchmark in the way that was asked for."""
    if as_json:
        print(json.dumps(tables, ensure_ascii=False, allow_nan=False))
        return
    for title, rows in tables.items():
        print_table(title, rows)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, (list, tuple)):
        return " to ".join(map(_text, value))
    return str(value)
