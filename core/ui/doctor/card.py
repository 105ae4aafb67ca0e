"""One finding in, its card out: the track or the two, the reason, what to hear, and what to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.words import as_sentence, listed
from core.ui.datasets import track_player
from core.ui.doctor import deciding
from core.ui.doctor.case import KEPT, OPEN, OUT, Verdict
from core.ui.doctor.desk import desk_of
from core.ui.doctor.words import side_names
from core.ui.markup import Html, icon, show, tag

if TYPE_CHECKING:
    from core.data.datasets import Track
    from core.data.opened import OpenDataset


def show_card(opened: OpenDataset, verdict: Verdict, tracks: Mapping[str, Track], *, genres: Iterable[str]) -> None:
    """Show one finding with its buttons; the players appear when one of its tracks is asked for."""
    desk = desk_of(opened.id)
    present = [tracks.get(name) for name in verdict.tracks]
    with st.container(key=f"finding-{verdict.key}", border=True, gap="small"):
        show(summary(verdict, present, genres=genres))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _plays(opened, verdict, present)
            st.space("stretch")
            _verdicts(opened, verdict)
        if desk.heard == verdict.key:
            _players(opened, verdict, present)


def summary(verdict: Verdict, present: list[Track | None], *, genres: Iterable[str]) -> Html:
    """The tracks of a finding and the reason; what was decided already."""
    colours = figures.genre_colours(genres)
    letters = side_names(len(verdict.tracks))
    lines = [
        _track_line(letter, name, track, colours)
        for letter, name, track in zip(letters, verdict.tracks, present, strict=True)
    ]
    told = [tag("p", as_sentence(verdict.finding.reason))]
    if verdict.status != OPEN:
        symbol = icon("block" if verdict.status == OUT else "check")
        told.append(tag("p", symbol, verdict_words(verdict), cls="gs-verdict"))
    if words := elsewhere_words(verdict):
        told.append(tag("p", words, cls="gs-muted"))
    return tag("div", *lines, *told, cls="gs-finding")


def verdict_words(verdict: Verdict) -> str:
    """What was decided about this finding: "Kept", "B left out"; nothing while nothing was."""
    if verdict.status == OPEN:
        return ""
    if verdict.status == KEPT:
        return "Kept"
    if verdict.finding.other is None:
        return "Left out"
    letters = [letter for letter, name in zip("AB", verdict.tracks, strict=True) if name in verdict.left_out]
    return f"{listed(letters)} left out"


def elsewhere_words(verdict: Verdict) -> str:
    """Which of its tracks another finding leaves out already."""
    letters = dict(zip(verdict.tracks, side_names(len(verdict.tracks)), strict=True))
    told = [f"{letters[name]} left out already: {title.lower()}" for name, title in verdict.elsewhere.items()]
    return as_sentence(listed(told).strip()) if told else ""


def _track_line(letter: str, name: str, track: Track | None, colours: Mapping[str, str]) -> Html:
    side = tag("span", letter, cls="gs-side") if letter else Html()
    if track is None:
        return tag(
            "p",
            side,
            tag("strong", name, title=name),
            tag("span", "not there any more", cls="gs-muted"),
            cls="gs-track",
        )
    mark = tag("span", "", cls="gs-mark", style=f"--genre: {colours.get(track.genre, 'gray')}")
    genre = tag("span", mark, track.genre, cls="gs-track-genre") if track.genre else Html()
    artist = tag("span", track.artist, cls="gs-muted") if track.artist else Html()
    return tag("p", side, tag("strong", name, title=name), genre, artist, cls="gs-track")


def _plays(opened: OpenDataset, verdict: Verdict, present: list[Track | None]) -> None:
    desk = desk_of(opened.id)
    for side, (letter, track) in enumerate(zip(side_names(len(present)), present, strict=True)):
        if track is not None and track.sound is not None:
            st.button(
                f"Play {letter}".strip(),
                icon=":material/play_arrow:",
                on_click=partial(desk.hear, verdict.key, side),
                key=f"doctor-play-{verdict.key}-{side}",
            )


def _verdicts(opened: OpenDataset, verdict: Verdict) -> None:
    finding = verdict.finding
    if verdict.status in (OUT, KEPT):
        st.button(
            "Undo",
            icon=":material/undo:",
            on_click=partial(deciding.undo, opened, finding),
            key=f"doctor-undo-{verdict.key}",
        )
        return
    for side, letter in enumerate(side_names(len(verdict.tracks))):
        st.button(
            f"Leave out {letter}".strip(),
            icon=":material/block:",
            on_click=partial(deciding.leave_out, opened, finding, side=side),
            key=f"doctor-out-{verdict.key}-{side}",
        )
    st.button(
        "Keep both" if finding.other else "Keep",
        icon=":material/check:",
        on_click=partial(deciding.keep, opened, finding),
        key=f"doctor-keep-{verdict.key}",
    )


def _players(opened: OpenDataset, verdict: Verdict, present: list[Track | None]) -> None:
    desk = desk_of(opened.id)
    places = st.columns(len(present), gap="medium")
    for side, (place, letter, track) in enumerate(zip(places, side_names(len(present)), present, strict=True)):
        if track is None or track.sound is None:
            continue
        with place:
            if letter:
                show(tag("p", tag("span", letter, cls="gs-side"), tag("span", track.id), cls="gs-track"))
            track_player(track, key=f"doctor-{opened.id}-{verdict.key}-{side}", call=desk.calls.get(side, 0))
