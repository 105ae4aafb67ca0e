"""Two themes of equal care, readable, and the same in charts as in Streamlit's configuration and the style sheet."""

import tomllib

import pytest

from core.figures.colours import GENRE_COLOURS, contrast
from core.figures.look import LOOKS, PAPER, STUDIO
from core.figures.template import template
from core.workspace import PROJECT_ROOT, asset

SECTION = {"studio": "dark", "paper": "light"}


@pytest.fixture(scope="module")
def theme():
    return tomllib.loads((PROJECT_ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_text_meets_wcag_aa_on_ground_and_panel(look):
    inks = (look.text, look.muted, look.accent)
    assert min(contrast(ink, ground) for ink in inks for ground in (look.ground, look.panel)) >= 4.5


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_streamlit_has_the_same_colours(look, theme):
    section = theme[SECTION[look.name]]
    assert section["backgroundColor"] == look.ground
    assert section["secondaryBackgroundColor"] == look.panel
    assert section["textColor"] == look.text
    assert section["primaryColor"] == section["linkColor"] == look.accent
    assert section["borderColor"] == look.line
    assert section["chartCategoricalColors"] == list(GENRE_COLOURS.values())


def test_the_style_sheet_has_the_same_colours_paper_first():
    css = asset("theme", "genrescope.css").read_text(encoding="utf-8")
    for name in ("muted", "line", "panel", "ground", "text", "accent"):
        pair = f"--gs-{name}: light-dark({getattr(PAPER, name)}, {getattr(STUDIO, name)});".lower()
        assert pair in css


def test_the_style_sheet_asks_no_other_host_for_anything():
    css = asset("theme", "genrescope.css").read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_ground_of_every_chart_is_transparent(look):
    layout = template(look).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
