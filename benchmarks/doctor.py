"""Faults, copies and wrong labels planted in real data -> how much of it the doctor finds, and what it finds besides.

    python -m benchmarks.doctor [--only sound duplicates labels] [--json]

Each part says in its own file which recordings and seeds served to set thresholds; what it measures are others.
"""

from collections.abc import Callable
from typing import Any

from benchmarks import doctor_duplicates, doctor_labels, doctor_sound
from benchmarks.report import parser, run, show

Tables = dict[str, list[dict[str, Any]]]  # title -> rows

PARTS: dict[str, Callable[[], Tables]] = {
    "sound": doctor_sound.tables,
    "duplicates": doctor_duplicates.tables,
    "labels": doctor_labels.tables,
}


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    asked = arguments.parse_args()
    show({title: rows for name in asked.only for title, rows in PARTS[name]().items()}, as_json=asked.json)


if __name__ == "__main__":
    run(main)
