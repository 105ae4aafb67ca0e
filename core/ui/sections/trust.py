"""A model's card in, how far to trust its answer out: what it confuses, its honest score, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.template import CHART_CONFIG
from core.figures.words import NBSP, listed, percent
from core.ui.markup import Html, caption, heading, show, tag
from core.ui.theme import look

if TYPE_CHECKING:
    from core.genre_mix import GenreMix

N_NAMED = 3
# Of a sound that is not known, by the verdict on it.
UNKNOWNS = {
    "unlike": "These scores are for music like its training tracks; this sound is not. Here they promise nothing.",
    "other-music": "These scores are for music of its own genres; this song seems to be of none. Here they promise "
    "nothing.",
    "not-music": "These scores are for music; this sound seems to be none. Here they promise nothing.",
}


def trust(card: Mapping, mix: GenreMix) -> None:
    """Say how far the answer can be trusted, by what the model did with tracks it had never seen."""
    scores, protocol = card["scores"], card["protocol"]
    genre = mix.top[0]
    heading("How far to trust it", "" if mix.known else UNKNOWNS[mix.verdict])
    calls = calls_of_100(scores, genre=genre)
    artists = unheard(protocol, pretrained=bool(card.get("pretrained")))
    show(tag("p", trust_sentence(calls, genre=genre, unheard=artists), cls="gs-strong"))
    figure = figures.calls_bar(calls, truth=genre, look=look())
    alt = "Stacked bar: " + ", ".join(f"{n} {called}" for called, n in calls)
    st.plotly_chart(figure, theme=None, config=CHART_CONFIG, key="trust-calls", alt=alt)
    caption(" ".join([calls_words(calls, genre=genre), *genre_words(scores, genre, known=mix.known)]))
    show(_score_card(card))


def calls_of_100(scores: Mapping, *, genre: str) -> list[tuple[str, int]]:
    """What the model calls 100 tracks of ``genre``: (genre, whole number) from the most frequent, 100 in all."""
    row = scores["confusion"][scores["labels"].index(genre)]
    total = sum(row)
    exact = [(label, 100 * count / total if total else 0.0) for label, count in zip(scores["labels"], row, strict=True)]
    # Largest remainders, so that the whole numbers still make 100.
    floors = {label: int(value) for label, value in exact}
    short = round(sum(value for _, value in exact)) - sum(floors.values())
    for label, _ in sorted(exact, key=lambda pair: int(pair[1]) - pair[1])[:short]:
        floors[label] += 1
    return [(label, floors[label]) for label, _ in sorted(exact, key=lambda pair: -pair[1]) if floors[label]]


def trust_sentence(calls: Sequence[tuple[str, int]], *, genre: str, unheard: str) -> str:
    """What the model does with songs of one genre: "Of 100 rock songs ..., it calls 34 rock, 21 metal, ..."."""
    named = [f"{n} {called}" for called, n in calls[:N_NAMED]]
    rest = sum(n for _, n in calls[N_NAMED:])
    parts = [*named, f"{rest} something else"] if rest else named
    return f"Of 100 {genre} songs {unheard}, it calls {listed(parts)}."


def calls_words(calls: Sequence[tuple[str, int]], *, genre: str) -> str:
    """Every part of the bar by name, also those too narrow to hold theirs."""
    if not calls:
        return f"None of the held-out tracks is {genre}."
    parts = listed([f"{called} {n}" for called, n in calls])
    return f"What it calls 100 {genre} songs, from the left: {parts}; the framed part is right."


def genre_words(scores: Mapping, genre: str, *, known: bool = True) -> list[str]:
    """How sure the bar of one genre is, and how often the answer is right: sentences, none where not known.

    Of a sound that the model does not know, ``known`` False, nothing is said about how often the answer is right.
    """
    score = scores["per_genre"].get(genre, {})
    words = []
    if score.get("recall_interval"):
        low, high = (round(100 * edge) for edge in score["recall_interval"])
        words.append(f"With other artists between {low} and {high} would be right (95 %, {score['n_tracks']} tracks).")
    elif score.get("note"):
        words.append(f"No interval: {score['note']} ({score['n_artists'] or score['n_tracks']}).")
    if known and score.get("precision") is not None:
        words.append(f"When it answers {genre}, it is right {round(100 * score['precision'])} times of 100.")
    return words


def unheard(protocol: Mapping, *, pretrained: bool = False) -> str:
    """Which songs the score is of; of artists that pretrained listeners may know nobody says "never heard"."""
    if protocol["leaky"]:
        return "it has not heard, by artists it may know"
    return "by artists it did not learn from" if pretrained else "by artists it has never heard"


def score_sentence(card: Mapping) -> str:
    """The honest score with its interval and what guessing would get, as plain text."""
    scores = card["scores"]
    return (
        f"{percent(scores['accuracy'])} of {scores['n_tracks']} held-out tracks named right{_range(scores)}; "
        f"always saying the most frequent genre gets {percent(scores['baseline'])}"
    )


def _score_card(card: Mapping) -> Html:
    scores, protocol = card["scores"], card["protocol"]
    artists = f" by {scores['n_artists']} artists" if scores.get("n_artists") else ", artists unknown"
    leaky = (
        [tag("p", "This score is leaky: " + protocol["sentence"], cls="gs-leaky-words")] if protocol["leaky"] else []
    )
    number = [
        tag("p", "Its honest score" if not protocol["leaky"] else "Its score", cls="gs-label"),
        tag("p", percent(scores["accuracy"]), cls="gs-number" + (" gs-leaky" if protocol["leaky"] else "")),
        tag("p", f"of {scores['n_tracks']} held-out tracks{artists} named right{_range(scores)}"),
    ]
    where_from = [
        tag("p", f"Always saying the most frequent genre: {percent(scores['baseline'])}"),
        badges(card),
        tag("p", protocol["sentence"], cls="gs-muted"),
        *_listeners(card),
        *leaky,
        *_external(card),
    ]
    return tag("div", tag("div", *number), tag("div", *where_from), cls="gs-card gs-score")


def badges(card: Mapping) -> Html:
    """How its training and test tracks were kept apart, and whether others trained what it hears by."""
    words = [card["protocol"]["badge"], card.get("pretrained", "")]
    marks = (tag("span", word, cls="gs-badge") for word in words if word)
    return tag("p", Html(" ".join(marks)), cls="gs-badges")


def _listeners(card: Mapping) -> list[Html]:
    """What a score of pretrained listeners leaves open."""
    if not card.get("pretrained"):
        return []
    names = listed(list(dict.fromkeys(card.get("listeners", ())))) or "Networks"
    words = (
        f"{names} were trained by others on collections that may hold the same artists: of wholly new ones it may "
        "know fewer."
    )
    return [tag("p", words, cls="gs-muted")]


def _range(scored: Mapping) -> str:
    if not scored.get("interval"):
        return ""
    low, high = scored["interval"]
    return f" ({percent(low)} to {percent(high)}, 95{NBSP}%)"


def _external(card: Mapping) -> list[Html]:
    """The same model on music from elsewhere, where the card has it."""
    external = card.get("external")
    if not external:
        return []
    whole = external["all"]
    genres = listed(list(external["per_genre"]))
    words = f"On {whole['n_tracks']} {genres} clips of {external['data']}: {percent(whole['accuracy'])}{_range(whole)}."
    return [tag("p", words, cls="gs-muted")]
