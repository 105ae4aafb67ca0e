"""The picture of a mix is an SVG that needs nothing else and shows names as text."""

from xml.etree import ElementTree

import pytest

from core.figures import PAPER, STUDIO, mix_picture

SVG = "{http://www.w3.org/2000/svg}"
GENRES = ("blues", "jazz")


def draw(**changed):
    asked = {
        "name": "song.wav",
        "headline": "Sounds most like jazz: 60 %.",
        "ranking": [("jazz", 0.6), ("blues", 0.4)],
        "intervals": None,
        "cells": [(0.0, 3.0, (0.5, 0.5)), (3.0, 6.5, (0.3, 0.7))],
        "genres": GENRES,
        "footer": ("A mean of probabilities.",),
        "look": STUDIO,
    }
    return ElementTree.fromstring(mix_picture(**(asked | changed)))


def words(picture):
    return [element.text for element in picture.iter(f"{SVG}text")]


def test_it_shows_the_answer_the_shares_and_how_far_to_trust_them():
    shown = [text.replace("\u00a0", " ") for text in words(draw())]
    assert {"song.wav", "Sounds most like jazz: 60 %.", "60 %", "40 %", "A mean of probabilities.", "0:07"} <= set(
        shown
    )


def test_each_column_of_the_ribbon_is_cut_by_the_shares_of_its_cell():
    columns = _ribbon(draw())
    heights = [float(rect.get("height")) for rect in columns]
    assert heights == pytest.approx([32, 32, 19.2, 44.8], abs=0.01)


def _ribbon(picture):
    # After the ground (1) and the bars (one per genre).
    return list(picture.iter(f"{SVG}rect"))[1 + len(GENRES) :]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a"b&c', "bad\x00\x0b\ud800\uffff", "]]>"])
def test_a_name_is_text_in_it_whatever_it_holds(name):
    picture = draw(name=name, ranking=[("<x/>", 1.0)], genres=("<x/>",), cells=[(0, 3, (1.0,))])
    assert not list(picture.iter(f"{SVG}script"))
    assert "<x/>" in words(picture)


def test_a_very_long_name_is_cut_where_the_picture_ends():
    assert len(words(draw(name="x" * 500))[0]) <= 60


def test_an_unknown_sound_has_its_doubt_above_the_answer_and_no_solid_bar():
    picture = draw(doubt="I am not sure.", reason="most of it is too bright " * 9)
    said = {element.text: float(element.get("y")) for element in picture.iter(f"{SVG}text")}
    doubt = next(y for text, y in said.items() if text.startswith("I am not sure"))
    reasons = [y for text, y in said.items() if "too bright" in text]
    assert len(reasons) > 1
    assert doubt < min(reasons) < max(reasons) < said["Sounds most like jazz: 60 %."]
    bars = list(picture.iter(f"{SVG}rect"))[1 : 1 + len(GENRES)]
    assert all(bar.get("stroke-dasharray") for bar in bars)
    assert not any(bar.get("stroke-dasharray") for bar in draw().iter(f"{SVG}rect"))
    assert not [text for text in words(draw()) if "not sure" in text]


def test_it_loads_nothing_and_runs_nothing():
    text = mix_picture(
        name="s", headline="h", ranking=[("jazz", 1.0)], intervals={"jazz": (0.8, 1.0)}, cells=[], genres=("jazz",),
        footer=(), look=PAPER,
    )  # fmt: skip
    assert not [word for word in ("href", "url(", "<style", "onload", "<image") if word in text]
    assert PAPER.ground in text
