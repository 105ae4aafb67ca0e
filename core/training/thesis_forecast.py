"""What of the thesis' table is wanted in, whether it can be made, how many fits it takes and how long, about, out."""

from core.data.loading import load_table
from core.data.protocols import PROTOCOLS
from core.data.table import FeatureTable
from core.errors import DataError
from core.features import GTZAN_COLUMNS
from core.training.estimate import PART_S, START_S, STORE_S, Estimate, fit_seconds
from core.training.leakage.plan import with_enough_artists
from core.training.thesis_table import HALVES, ThesisParams


def forecast(params: ThesisParams, *, n_workers: int) -> Estimate:
    """What the table takes; nothing of it is a search.

    Raises
    ------
    DataError, ModelError
        It cannot be made of these tables; the message says what is needed.
    """
    pieces, _ = with_enough_artists(load_table(params.pieces, segment_s=params.segment_s))
    if len(pieces.rows) == len(pieces.track_ids):
        raise DataError(f"{pieces.name} has one row for each track; the leaky half needs several segments of each")
    tables = {True: pieces, False: load_table(params.whole)}
    n_fits, seconds = 0, 0.0
    for half in HALVES:
        n_splits, n_rows = _cut(tables[half.of_pieces], half.protocol)
        n_fits += n_splits * len(params.claims)
        for claim in params.claims:
            fit_s = fit_seconds(claim.config, n_rows=n_rows, n_columns=len(GTZAN_COLUMNS))
            seconds += n_splits * (PART_S + fit_s)
    return Estimate(n_fits=n_fits, n_search=0, seconds=START_S + STORE_S + seconds / max(n_workers, 1))


def _cut(table: FeatureTable, protocol: str) -> tuple[int, int]:
    """How often a protocol cuts a table, and how many rows a fold learns from."""
    splits = PROTOCOLS[protocol].splits(table)
    rows = PROTOCOLS[protocol].table_of(table).rows["track_id"]
    return len(splits), int(rows.isin(splits[0].train).sum())
