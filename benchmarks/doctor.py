"""Faults, copies and wrong labels planted in real data -> how much of it the doctor finds, and what it finds besides.

    python -m benchmarks.doctor [--only sound duplicates labels] [--json]

Each part says in its own file which recordings and seeds served to set thresholds; what it measures are others.
"""

from benchmarks import doctor_duplicates, doctor_labels, doctor_sound
from benchmarks.report import Parts, run_parts

PARTS: Parts = {
    "sound": doctor_sound.tables,
    "duplicates": doctor_duplicates.tables,
    "labels": doctor_labels.tables,
}


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], PARTS)
