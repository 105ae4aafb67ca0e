"""Checked rows in, the same rows out with GTZAN's tracks recognised one by one: plain id, spelling, artist.

A table may mix GTZAN's tracks with others: each row is looked at alone, so that one song of one's own does not take
the artists from a thousand known tracks. What is no GTZAN track keeps its id, its genre and its artist.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from core.data.datasets import gtzan
from core.data.table import FeatureTable
from core.data.table_checks import check_tracks
from core.data.table_files import KEY_COLUMNS
from core.errors import DataError


def with_known_artists(rows: pd.DataFrame, *, name: str) -> pd.DataFrame:
    """Recognise GTZAN's tracks by their ids; synthetic tracks are never among them.

    Raises
    ------
    DataError
        A label contradicts the GTZAN name beside it, or two rows become the same segment of one track.
    """
    given = rows["artist"] if "artist" in rows else pd.Series(None, index=rows.index, dtype=object)
    plain = _plain_ids(rows)
    known = plain.notna()
    if not known.any():
        return _with_artist(rows, given)
    _check_labels(plain[known], rows.loc[known, "genre"])
    changed = rows.assign(
        track_id=plain.where(known, rows["track_id"]),
        genre=plain[known].map(gtzan.genre_of).reindex(rows.index).where(known, rows["genre"]),
    )
    _check_apart(changed, rows["track_id"], name)
    artist = given.astype(object).copy()
    artist[known] = [gtzan.artist_of(id) for id in plain[known]]
    changed = _with_artist(changed, artist)
    check_tracks(changed, name)
    return changed


def names_in(table: FeatureTable, track_ids: Iterable[str]) -> dict[str, str]:
    """The names of tracks of a dataset in a table of it, for those that have got another one by being recognised."""
    gone = {track_id for track_id, _ in table.failures}
    plain = {track_id: gtzan.parse_id(track_id) for track_id in track_ids if track_id not in gone}
    return {track_id: name for track_id, name in plain.items() if name in table.gtzan_ids}


def _plain_ids(rows: pd.DataFrame) -> pd.Series:
    """The GTZAN id of each row, None where it has none."""
    track, ids = pd.factorize(rows["track_id"].to_numpy(dtype=object))
    plain = pd.Series(np.array([*map(gtzan.parse_id, ids)], dtype=object)[track], index=rows.index, dtype=object)
    return plain.mask(rows["synthetic"], None) if "synthetic" in rows else plain


def _check_labels(track_ids: pd.Series, genres: pd.Series) -> None:
    wrong = genres.map(gtzan.spell_genre) != track_ids.map(gtzan.genre_of)
    if wrong.any():
        row = wrong.idxmax()
        raise DataError(
            f"{track_ids[row]} is labelled {genres[row]!r}, which its name contradicts; mend the label, or give a "
            f"track that is not GTZAN's another name"
        )


def _check_apart(rows: pd.DataFrame, given: pd.Series, name: str) -> None:
    again = rows.duplicated(["track_id", "segment"])
    if again.any():
        row = again.idxmax()
        track_id, segment = rows.at[row, "track_id"], rows.at[row, "segment"]
        first = ((rows["track_id"] == track_id) & (rows["segment"] == segment)).idxmax()
        raise DataError(
            f"{given[first]!r} and {given[row]!r} of {name} are both {track_id}, segment {segment}, of GTZAN; "
            f"each segment may be there once, and a track that is not GTZAN's needs another name"
        )


def _with_artist(rows: pd.DataFrame, artist: pd.Series) -> pd.DataFrame:
    # Behind the other keys, as objects: pandas' own strings have no None.
    keys = [column for column in (*KEY_COLUMNS, "synthetic", "split") if column in rows]
    artist = artist.astype(object).where(artist.notna(), None)
    features = rows.drop(columns=[*keys, "artist"], errors="ignore")
    return pd.concat([rows[keys[:4]], artist.rename("artist"), rows[keys[4:]], features], axis=1)
