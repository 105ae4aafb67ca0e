"""What was measured in, tables of it out: to read on the page, and to take away as CSV."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.figures.words import percent
from core.ui.files import spreadsheet_text
from core.ui.leaks.words import points, signed, span_words

if TYPE_CHECKING:
    from core.ui.leaks.engine import Leakage

COLUMNS = (
    *("what", "name", "title", "protocol", "leaky", "accuracy", "low", "high", "lowest_draw", "highest_draw"),
    *("segments_right", "honest", "difference", "n_tracks", "reason"),
)


def leakage_frame(found: Leakage) -> pd.DataFrame:
    """A row per bar and per slip, as people read it."""
    bars = [
        {
            "Step": bar.title,
            "Tracks right": "-" if bar.accuracy is None else percent(bar.accuracy),
            "Interval": span_words(bar.interval).strip(" ()"),
            "Draws": span_words(bar.band).strip(" ()"),
            "Segments right": "" if bar.by_segment is None else percent(bar.by_segment),
            "Leaky": "leaky" if bar.leaky else "",
            "Protocol": bar.protocol,
        }
        for bar in found.bars
    ]
    slips = [
        {
            "Step": pair.title,
            "Tracks right": "-" if pair.leaky is None else f"{percent(pair.leaky)} (honest {percent(pair.honest)})",
            "Interval": ""
            if pair.difference is None
            else f"{signed(points(pair.difference))}{span_words(pair.interval)}",
            "Draws": "",
            "Segments right": "",
            "Leaky": "leaky",
            "Protocol": found.pairs_under.partition(" (")[0],
        }
        for pair in found.pairs
    ]
    return pd.DataFrame([*bars, *slips])


def leakage_csv(found: Leakage) -> bytes:
    """Everything that was measured: a row per bar, one for the fall, one per slip, each with the model and the data."""
    rows = [_bar(bar) for bar in found.bars]
    if found.fall:
        fall = found.fall
        name = f"{fall.first} to {fall.last}"
        rows.append({"what": "fall", "name": name, "difference": fall.difference, **_edges(fall.interval)})
    rows += [_slip(pair) for pair in found.pairs]
    shared = {
        "model": found.title,
        "data": found.data,
        "data_hash": found.data_hash,
        "segment_s": found.segment_s,
        "n_train": found.n_train,
        "baseline": found.baseline,
        "interval_over": found.interval_over,
        "note": found.note,
    }
    return _csv([row | shared for row in rows], [*COLUMNS, *shared])


def _bar(bar) -> dict[str, Any]:
    low, high = bar.band or (None, None)
    facts = {name: getattr(bar, name) for name in ("name", "title", "protocol", "leaky", "accuracy", "reason")}
    more = {"lowest_draw": low, "highest_draw": high, "segments_right": bar.by_segment, "n_tracks": bar.n_tracks}
    return {"what": "bar", **facts, **more, **_edges(bar.interval)}


def _slip(pair) -> dict[str, Any]:
    facts = {name: getattr(pair, name) for name in ("name", "title", "honest", "difference", "reason")}
    return {"what": "slip", **facts, "leaky": True, "accuracy": pair.leaky, **_edges(pair.interval)}


def _edges(interval) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {"low": low, "high": high}


def _csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    frame = pd.DataFrame(rows, columns=list(columns))
    for name in columns:
        frame[name] = frame[name].map(lambda value: spreadsheet_text(value) if isinstance(value, str) else value)
    buffer = io.StringIO(newline="")
    frame.to_csv(buffer, index=False)
    return buffer.getvalue().encode()
