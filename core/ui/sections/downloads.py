"""A song's mix in, files to keep out: CSV of the mix and of its moments, JSON, and a picture."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from core import figures
from core.figures.look import Look
from core.figures.words import DOUBTS
from core.licences import Licence, licence_of
from core.ui.files import download_name, spreadsheet_text
from core.ui.markup import caption, heading
from core.ui.sections.answer import headline, intervals_by_genre
from core.ui.sections.card import data_title
from core.ui.sections.trust import score_sentence
from core.ui.state import Song
from core.ui.theme import look

if TYPE_CHECKING:
    from core.genre_mix import GenreMix


def downloads(song: Song, mix: GenreMix, card: Mapping) -> None:
    """Offer what was found as files, where the licence of the model's data allows it."""
    heading("Keep it")
    licence = licence_behind(card)
    if not licence.may_download:
        caption(f"There are no files to keep. Of the data that the model learnt from: {licence.words}.")
        return
    files = (
        ("Mix", "CSV", "table", mix_csv(song.name, mix), download_name("mix", song.name, "csv")),
        ("Moments", "CSV", "table_rows", moments_csv(mix), download_name("moments", song.name, "csv")),
        ("Mix and moments", "JSON", "data_object", mix_json(song.name, mix), download_name("mix", song.name, "json")),
        ("Picture", "SVG", "image", picture(song.name, mix, card, look()), download_name("mix", song.name, "svg")),
    )
    with st.container(horizontal=True):
        for what, kind, symbol, content, file_name in files:
            st.download_button(
                f"{what} ({kind})",
                content.encode(),
                file_name=file_name,
                mime=_MIME[kind],
                icon=f":material/{symbol}:",
                on_click="ignore",
                key=f"download-{what}",
            )
    caption(f"The model behind these numbers learnt from {data_title(card)}: {licence.words}.")


def licence_behind(card: Mapping) -> Licence:
    """The licence of the data that a model learnt from, as its run remembers it."""
    return licence_of(card["data"].get("licence_key", ""))


_MIME = {"CSV": "text/csv", "JSON": "application/json", "SVG": "image/svg+xml"}


def mix_csv(name: str, mix: GenreMix) -> str:
    """One row per genre, from the largest share, with its interval where there is one."""
    intervals = intervals_by_genre(mix)
    doubt = (str(mix.known).lower(), spreadsheet_text(mix.reason))
    rows = (
        (spreadsheet_text(name), mix.model, genre, f"{share:.6f}", *_edges(intervals, genre), *doubt)
        for genre, share in mix.ranking
    )
    return as_csv(("song", "model", "genre", "share", "low", "high", "known", "reason"), rows)


def moments_csv(mix: GenreMix) -> str:
    """One row per cell: where it starts and ends, and the probability of each genre."""
    cells = zip(mix.starts_s, mix.ends_s, mix.proba, strict=True)
    rows = ((f"{start:.3f}", f"{end:.3f}", *(f"{p:.6f}" for p in proba)) for start, end, proba in cells)
    return as_csv(("start_s", "end_s", *map(spreadsheet_text, mix.genres)), rows)


def mix_json(name: str, mix: GenreMix) -> str:
    """The object that ``python -m core mix --json`` prints for the same song."""
    return json.dumps(replace(mix, name=name).to_json(), ensure_ascii=False, allow_nan=False) + "\n"


def picture(name: str, mix: GenreMix, card: Mapping, look: Look) -> str:
    """The mix, the ribbon and how far to trust it, as an SVG picture."""
    return figures.mix_picture(
        name=name,
        headline="".join(headline(mix)),
        ranking=mix.ranking,
        intervals=intervals_by_genre(mix),
        cells=[
            (float(start), float(end), proba.tolist())
            for start, end, proba in zip(mix.starts_s, mix.ends_s, mix.proba, strict=True)
        ],
        genres=mix.genres,
        footer=(
            f"Genrescope, model {mix.model}. A mean of probabilities, not parts of the song.",
            f"{score_sentence(card)}.",
            f"Protocol: {card['protocol']['name']}, {card['protocol']['badge']}.",
        ),
        look=look,
        doubt=DOUBTS.get(mix.verdict, ""),
        reason=mix.reason,
    )


def as_csv(head: Sequence[str], rows) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue()


def _edges(intervals: dict[str, tuple[float, float]] | None, genre: str) -> tuple[str, str]:
    return ("", "") if intervals is None else tuple(f"{edge:.6f}" for edge in intervals[genre])
