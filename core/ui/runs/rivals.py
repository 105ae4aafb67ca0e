"""Held-out tracks of one run in, the list of them out, with the track of the other genre that each is nearest to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from core.errors import CoreError
from core.figures.words import as_sentence, clock, percent
from core.ui.markup import show, tag
from core.ui.runs.hearing import HeldOutTrack, hear_list, play
from core.ui.shelf import Shelf

if TYPE_CHECKING:
    from core.likeness import Neighbour
    from core.ui.runs.reading import OpenRun
    from core.ui.runs.sounds import Sounds

TRUTH, GUESS, SURE, OWN, ARTIST, DRAWS = "Genre", "Called", "How sure", "Its own genre", "Artist", "Draws"
N_RIVALS = 100  # among which one is looked for that can be heard
ALONE = "track:"  # begins the group of a track whose artist is unknown
_models = Shelf(max_entries=4)


def run_tracks(
    run: OpenRun, tracks: pd.DataFrame, *, place: str, sounds: Sounds, is_cell: bool = False, **where
) -> None:
    """List held-out tracks of a run.

    Parameters
    ----------
    tracks : rows of `core.evaluation.hardest.one_row_per_track`, in the order of the list
    is_cell : whether they all lie in one cell of the table of truth and answer, which need not be told again
    where : ``list_in`` and ``audible_first`` of `hear_list`
    """
    listed = [held_out_track(row) for row in tracks.itertuples()]
    hear_list(
        listed,
        facts_of(tracks, is_cell=is_cell),
        place=f"{run.name}-{place}",
        sounds=sounds,
        columns={
            TRUTH: st.column_config.TextColumn(width=90),
            GUESS: st.column_config.TextColumn(width=90),
            SURE: st.column_config.NumberColumn(format="%.0f %%", width=75),
            OWN: st.column_config.NumberColumn(format="%.0f %%", width=95),
            ARTIST: st.column_config.TextColumn(width=150),
        },
        beside=partial(_rival, run, tracks.set_index("track_id"), f"{run.name}-{place}", sounds),
        **where,
    )


def held_out_track(row) -> HeldOutTrack:
    """A row as it is listed: a segment by its song and its moment."""
    is_segment = row.track_id != row.recording
    title = f"{row.recording} at {clock(row.start_s)}" if is_segment else row.track_id
    if row.guess == row.genre:
        words = f"{row.genre}, called so: {percent(row.p_guess)} sure"
    else:
        words = f"{row.genre}, called {row.guess}: {percent(row.p_guess)} sure, {percent(row.p_truth)} for {row.genre}"
    return HeldOutTrack(row.track_id, row.recording, title, words)


def artist_of(group: str) -> str:
    """The artist of a track; "" where nobody knows."""
    return "" if str(group).startswith(ALONE) else str(group)


def facts_of(tracks: pd.DataFrame, *, is_cell: bool = False) -> pd.DataFrame:
    """What the list tells of each track."""
    facts = {
        TRUTH: tracks["genre"].to_numpy(),
        GUESS: tracks["guess"].to_numpy(),
        SURE: 100 * tracks["p_guess"].to_numpy(),
        OWN: 100 * tracks["p_truth"].to_numpy(),
        ARTIST: [artist_of(group) for group in tracks["group"]],
    }
    if (tracks["n_draws"] > 1).any():
        facts[DRAWS] = [f"{right} of {n} right" for right, n in zip(tracks["n_right"], tracks["n_draws"], strict=True)]
    frame = pd.DataFrame(facts)
    needless = [TRUTH, GUESS] if is_cell else []
    return frame.drop(columns=needless if frame[ARTIST].astype(bool).any() else [*needless, ARTIST])


def _rival(run: OpenRun, tracks: pd.DataFrame, place: str, sounds: Sounds, track: HeldOutTrack) -> None:
    """For a wrong track, the nearest one of the genre that it was called; for a right one nothing."""
    row = tracks.loc[track.identity]
    if row["guess"] == row["genre"]:
        return
    try:
        with st.spinner("Looking for what it may have been taken for", show_time=False):
            found = nearest_rivals(run, track.identity, row["guess"])
    except CoreError as error:
        show(tag("p", as_sentence(str(error)), cls="gs-muted", role="status"))
        return
    if not found:
        words = f"The model learns from no {row['guess']} track that it could be compared with."
        show(tag("p", words, cls="gs-muted", role="status"))
        return
    recording_of = run.tracks.set_index("track_id")["recording"]
    recordings = [str(recording_of.get(near.track_id, near.track_id)) for near in found]
    audible = next((i for i, recording in enumerate(recordings) if sounds.track(recording)), 0)
    play(
        recordings[audible],
        rival_words(found[audible], nearer=found[:audible]),
        recordings[audible],
        key=f"{place}-rival",
        sounds=sounds,
    )


def rival_words(rival: Neighbour, *, nearer: Sequence[Neighbour] = ()) -> str:
    """What a track is to the wrong one beside it; ``nearer`` are those whose sound is not here."""
    by = f"By {rival.artist}, the" if rival.artist and rival.artist != "unknown" else "The"
    told = f"{by} nearest {rival.genre} track that it learns from, at a distance of {rival.distance:.2f}."
    if not nearer:
        return told
    told = told.replace(" that it learns from,", " that it learns from and that can be heard here,")
    return f"{told} Nearer: {nearer[0].track_id} ({nearer[0].distance:.2f})."


def nearest_rivals(run: OpenRun, identity: str, genre: str) -> tuple[Neighbour, ...]:
    """The training tracks of ``genre`` nearest to a held-out track, by the numbers the model looks at."""
    from core.ui.runs.engine import load_model, nearest_of_genre

    # Not by the cache of the models that listen: this one may read numbers that no song is measured by.
    model = _models.get_or_make(run.key, lambda: load_model(run.name))
    return nearest_of_genre(identity, genre, model=model, n=N_RIVALS)
