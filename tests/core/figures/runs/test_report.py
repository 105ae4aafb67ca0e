"""A report is one file that tells a run anywhere: whole, offline, and with every name as text."""

import re

from core.figures import PAPER
from core.figures.runs.confusion import confusion_table
from core.figures.runs.report import ReportPart, run_report

EVIL = "<img src=x onerror=alert(1)>"
PLOTLY = re.compile(r"<script>/\*\*.*?</script>", flags=re.DOTALL)


def report(**changed) -> str:
    figures = [
        ReportPart(f"Part {n}", EVIL, confusion_table(["jazz", EVIL], [[3, 1], [0, 8]], look=PAPER), EVIL)
        for n in range(2)
    ]
    table = ReportPart("Genres", table=(("Genre", "F1"), (EVIL, "0.5")))
    given = {"title": EVIL, "headline": "54 %", "lines": [EVIL], "facts": {"Data": EVIL}, "parts": [*figures, table]}
    return run_report(**(given | changed), look=PAPER)


def test_every_name_is_text():
    assert EVIL not in report()
    assert "&lt;img src=x" in report()
    assert "<img" not in PLOTLY.sub("", report())


def test_it_holds_its_drawing_program_once_and_asks_no_other_host():
    text = report()
    assert len(PLOTLY.findall(text)) == 1
    assert "default-src 'none'" in text
    assert not re.findall(r"<(?:script|link|img|audio)[^>]*(?:src|href)=", PLOTLY.sub("", text))


def test_it_holds_no_sound():
    assert "<audio" not in PLOTLY.sub("", report())


def test_without_figures_it_needs_no_drawing_program():
    text = report(parts=[])
    assert "<script" not in text
    assert text.startswith("<!doctype html>")
    assert "54 %" in text
