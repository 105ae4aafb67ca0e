"""The thesis' table of models, twice: with shuffled pieces of songs, as it was made, and with artists apart.

    python -m benchmarks.thesis_table [--json] [--csv FILE] [--pieces TABLE|gtzan:FOLDER] [--models knn svm]

The leaky half and the one with the same clips need a table of 3 s segments: by default the clips in GENRESCOPE_DATA's
gtzan/audio, measured here. With ``--pieces features_3_sec.csv`` (it lies in the GTZAN set on Kaggle) the leaky half
covers all 9,990 rows. The honest half always is the public table of whole clips: 948 tracks in the artist folds.
"""

import os
from pathlib import Path

from tqdm import tqdm

from benchmarks.report import parser, run, show
from core.errors import DataError
from core.jobs import run_here
from core.training.thesis_table import CITATION, CLAIMS, HALVES, ThesisParams, csv_of, thesis_table


def main() -> None:
    arguments = parser(__doc__.splitlines()[0])
    arguments.add_argument("--csv", type=Path, help="write the table there, too")
    arguments.add_argument("--pieces", help="a table of segments, or gtzan:FOLDER")
    arguments.add_argument("--models", nargs="+", default=[], choices=[claim.model for claim in CLAIMS])
    asked = arguments.parse_args()
    pieces = asked.pieces or f"gtzan:{_clips()}"
    params = ThesisParams(pieces, None if pieces.endswith(".csv") else 3.0, models=tuple(asked.models))
    with tqdm(total=1.0, bar_format="{l_bar}{bar}| {desc}") as bar:

        def say(share: float, words: str) -> None:
            bar.set_description_str(words, refresh=False)
            bar.update(max(0.0, share - bar.n))

        found = run_here(thesis_table, params, progress=say)
    if asked.csv:
        asked.csv.write_bytes(csv_of(found))
    covers = "; ".join(f"{half}: {words}" for half, words in found["covers"].items())
    show({f"{CITATION}; right by segment. {covers}": _rows(found)}, as_json=asked.json)


def _rows(found: dict) -> list[dict]:
    """A line per model: the thesis' number, then each half with its interval over artists."""
    by_place = {(row["model"], row["half"]): row for row in found["rows"]}
    told = {row["model"] for row in found["rows"]}
    return [
        {"model": claim.words, "thesis": claim.accuracy}
        | {half.name: _score(by_place[claim.words, half.name]) for half in HALVES}
        for claim in CLAIMS
        if claim.words in told
    ]


def _score(row: dict) -> str:
    between = f" ({row['low']:.3f}-{row['high']:.3f})" if row["low"] is not None else ""
    return f"{row['accuracy']:.3f}{between}"


def _clips() -> Path:
    folder = Path(os.environ.get("GENRESCOPE_DATA", "")) / "gtzan" / "audio"
    if not folder.is_dir():
        raise DataError("set GENRESCOPE_DATA to a folder with gtzan/audio, or name a table of segments by --pieces")
    return folder


if __name__ == "__main__":
    run(main)
