"""Build the feature table of the built-in dataset again: play all 500 clips, and measure every column.

`python -m benchmarks.arranged_table` writes `assets/datasets/arranged/`; needed after any change of the band's rules.
With `--genres` only these are played again; the rows of the others stay as they are.
"""

import argparse
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pandas as pd
from tqdm import tqdm

from core.data.audio import rows_of
from core.data.datasets import Track, arranged, gtzan
from core.features import COLUMNS, SR
from core.workspace import asset, atomic_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=asset("datasets", "arranged"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--genres", nargs="+", choices=gtzan.GENRES, default=list(gtzan.GENRES))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    table, tracks = options.out / arranged.TABLE, arranged.all_tracks()
    rows = table_of([t for t in tracks if t.genre in options.genres], n_processes=options.processes)
    if len(rows) < len(tracks):
        kept = pd.read_parquet(table)
        rows = pd.concat([kept[~kept["genre"].isin(options.genres)], rows])
    order = {track.id: n for n, track in enumerate(tracks)}
    rows = rows.sort_values("track_id", key=lambda ids: ids.map(order))
    with atomic_file(table) as draft:
        rows.to_parquet(draft, index=False, compression="zstd")
    print(f"{len(rows)} tracks, {table.stat().st_size / 1000:.0f} kB")


def table_of(tracks: list[Track], *, n_processes: int) -> pd.DataFrame:
    """A row per clip; numbers as float32, which keeps seven digits and half of the bytes."""
    with get_context("spawn").Pool(n_processes) as pool:
        parts = list(tqdm(pool.imap(row_of, tracks), total=len(tracks)))
    rows = pd.concat(parts, ignore_index=True)
    return rows.astype(dict.fromkeys(COLUMNS, np.float32))


def row_of(track: Track) -> pd.DataFrame:
    """The features of one clip, all of it one segment."""
    rows = rows_of(track, track.decode(sr=SR), columns=COLUMNS, segment_s=arranged.DURATION_S)
    return rows.drop(columns="heard_s")  # all of them are whole


if __name__ == "__main__":
    main()
