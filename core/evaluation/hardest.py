"""The held-out rows of a run in, its tracks to look at out: the worst, the most ambiguous, those of one cell.

A held-out frame has a row for each track, or for each track and draw: ``track_id``, ``genre`` (the truth), ``group``
and ``p:<genre>``; newer ones also have ``recording`` (the track a segment was cut from), ``start_s`` and ``draw``.
"""

import numpy as np
import pandas as pd

from core.evaluation.calibration import calibration_bins

PROBA = "p:"  # before the names of the columns of probabilities
FACTS = ("track_id", "recording", "start_s", "genre", "group")


def genres_of(held_out: pd.DataFrame) -> tuple[str, ...]:
    """The genres that the model can name, in the order of its columns."""
    return tuple(name.removeprefix(PROBA) for name in held_out.columns if name.startswith(PROBA))


def probabilities(held_out: pd.DataFrame) -> np.ndarray:
    """Shape (n_rows, n_genres); 0 for a genre that a fold's model never learnt."""
    return held_out[[PROBA + genre for genre in genres_of(held_out)]].fillna(0.0).to_numpy(dtype=np.float64)


def guesses(held_out: pd.DataFrame) -> np.ndarray:
    """The most probable genre of each row, the first of equals."""
    return np.array(genres_of(held_out), dtype=object)[probabilities(held_out).argmax(axis=1)]


def truths(held_out: pd.DataFrame) -> np.ndarray:
    """The probability that each row gives to its true genre; 0 where that is no answer of the model."""
    names, genres = np.array(genres_of(held_out), dtype=object), held_out["genre"].to_numpy(dtype=object)
    return np.where(genres[:, None] == names[None, :], probabilities(held_out), 0.0).sum(axis=1)


def one_row_per_track(held_out: pd.DataFrame) -> pd.DataFrame:
    """What a run says of each track, in the order of first appearance; of several draws the mean probabilities.

    Columns
    -------
    track_id, recording, start_s, genre, group
    guess : the most probable genre
    p_truth, p_guess : the probabilities of the true genre and of ``guess``
    margin : how far ``guess`` is before the runner-up, from 0 (undecided) to 1
    n_draws, n_right : how often the track was held out, and how often its genre was the first choice
    """
    rows = _with_facts(held_out).assign(p_truth=truths(held_out), n_draws=1)
    rows["n_right"] = (guesses(held_out) == held_out["genre"].to_numpy(dtype=object)).astype(int)
    by_track = rows.groupby("track_id", sort=False)
    tracks = by_track[list(FACTS[1:])].first()
    proba = _mean_of_draws(held_out).loc[tracks.index].to_numpy()
    tracks["guess"] = np.array(genres_of(held_out), dtype=object)[proba.argmax(axis=1)]
    tracks["p_truth"] = by_track["p_truth"].mean()
    tracks["p_guess"], tracks["margin"] = proba.max(axis=1), _margin(proba)
    return tracks.join(by_track[["n_draws", "n_right"]].sum()).reset_index()


def in_cell(held_out: pd.DataFrame, truth: str, guess: str) -> pd.DataFrame:
    """The tracks of one cell of the confusion matrix: of genre ``truth``, called ``guess`` in at least one draw.

    The columns of ``one_row_per_track`` and ``n_here``, in how many draws the track stood in this cell; the surest
    first.
    """
    here = (held_out["genre"] == truth).to_numpy() & (guesses(held_out) == guess)
    n_here = held_out["track_id"][here].value_counts()
    tracks = one_row_per_track(held_out[held_out["track_id"].isin(n_here.index)])
    tracks["n_here"] = tracks["track_id"].map(n_here).astype(int)
    return tracks.sort_values(["n_here", "p_guess"], ascending=False, kind="stable", ignore_index=True)


def worst(tracks: pd.DataFrame, n: int) -> pd.DataFrame:
    """The ``n`` wrong tracks of ``one_row_per_track`` whose true genre was given the least probability."""
    wrong = tracks[tracks["guess"] != tracks["genre"]]
    return wrong.sort_values("p_truth", kind="stable", ignore_index=True).head(n)


def most_ambiguous(tracks: pd.DataFrame, n: int) -> pd.DataFrame:
    """The ``n`` tracks of ``one_row_per_track`` with the smallest margin between the two likeliest genres."""
    return tracks.sort_values("margin", kind="stable", ignore_index=True).head(n)


def reliability(held_out: pd.DataFrame) -> list[tuple[float, float, int]]:
    """(mean confidence, accuracy, n_tracks) of ten bins of equal mass, from the least to the most confident.

    A track counts once for each draw: the mean of ten models would be less sure than any of them is.
    """
    number = {genre: n for n, genre in enumerate(genres_of(held_out))}
    # A genre without a column is no answer of this model: its tracks count as missed.
    truth = held_out["genre"].map(number).fillna(-1).to_numpy(dtype=np.int64)
    return calibration_bins(truth, probabilities(held_out))


def _with_facts(held_out: pd.DataFrame) -> pd.DataFrame:
    """The facts of each row; a run of before knows whole tracks only."""
    rows = held_out[["track_id", "genre", "group"]].copy()
    rows["recording"] = held_out.get("recording", held_out["track_id"])
    rows["start_s"] = held_out.get("start_s", 0.0)
    return rows[list(FACTS)]


def _mean_of_draws(held_out: pd.DataFrame) -> pd.DataFrame:
    proba = pd.DataFrame(probabilities(held_out), columns=list(genres_of(held_out)))
    return proba.groupby(held_out["track_id"].to_numpy()).mean()


def _margin(proba: np.ndarray) -> np.ndarray:
    if proba.shape[1] < 2:
        return np.ones(len(proba))
    ranked = np.sort(proba, axis=1)
    return ranked[:, -1] - ranked[:, -2]
