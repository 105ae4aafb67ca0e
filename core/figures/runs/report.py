"""What is known of a run in, one HTML file out that tells it anywhere: no network, no sound, names as plain text."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from core.figures.look import FONT, Look
from core.figures.template import CHART_CONFIG
from core.figures.words import printable


@dataclass(frozen=True, eq=False)
class ReportPart:
    """A section: a heading, a sentence, and perhaps a figure with its alt text, or a table as rows of words."""

    heading: str
    words: str = ""
    figure: go.Figure | None = None
    alt: str = ""
    table: Sequence[Sequence[str]] = ()


def run_report(
    *,
    title: str,
    headline: str,
    lines: Sequence[str],
    facts: Mapping[str, str],
    parts: Sequence[ReportPart],
    look: Look,
) -> str:
    """A whole HTML document.

    Parameters
    ----------
    headline : the score and its protocol, in a sentence
    lines : what has to be known beside it
    facts : term -> words, listed at the end
    """
    body = [
        _tag("h1", title),
        _tag("p", headline, cls="headline"),
        *(_tag("p", line) for line in lines),
        *(_part(number, part) for number, part in enumerate(parts)),
        "<h2>Facts</h2><dl>" + "".join(_tag("dt", term) + _tag("dd", words) for term, words in facts.items()) + "</dl>",
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{_policy()}'
    scripts = f"<script>{get_plotlyjs()}</script>" if any(part.figure for part in parts) else ""
    return (
        f'<!doctype html>\n<html lang="en"><head>{head}{_tag("title", title)}<style>{_style(look)}</style>{scripts}'
        f"</head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _part(number: int, part: ReportPart) -> str:
    pieces = [_tag("h2", part.heading)]
    if part.figure is not None:
        drawn = part.figure.to_html(
            full_html=False, include_plotlyjs=False, config=CHART_CONFIG, div_id=f"figure-{number}"
        )
        pieces.append(f'<div role="img" aria-label="{html.escape(printable(part.alt))}">{drawn}</div>')
    if part.words:
        pieces.append(_tag("p", part.words, cls="muted"))
    if part.table:
        head, *rows = part.table
        cells = "".join(_tag("th", word) for word in head)
        lines = "".join("<tr>" + "".join(_tag("td", word) for word in row) + "</tr>" for row in rows)
        pieces.append(f'<div class="scroll"><table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table></div>')
    return f"<section>{''.join(pieces)}</section>"


def _tag(name: str, text: str, cls: str = "") -> str:
    attribute = f' class="{cls}"' if cls else ""
    return f"<{name}{attribute}>{html.escape(printable(text))}</{name}>"


def _policy() -> str:
    # What stands in the file is all there is: it asks nobody for anything.
    rules = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:"
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _style(look: Look) -> str:
    return (
        f"body {{ background: {look.ground}; color: {look.text}; font: 16px/1.5 {FONT}; margin: 0; }}"
        "main { max-width: 900px; margin: 0 auto; padding: 2rem 1rem 4rem; }"
        "h1 { font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }"
        "h2 { font-size: 1.2rem; margin-top: 2rem; }"
        f".headline {{ font-size: 1.3rem; font-weight: 600; }} .muted, dt {{ color: {look.muted}; }}"
        "dl { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 0.4rem 1rem; }"
        "dd { margin: 0; overflow-wrap: anywhere; } .scroll { overflow-x: auto; } table { border-collapse: collapse; }"
        f"th, td {{ text-align: left; padding: 0.3rem 0.8rem 0.3rem 0; border-bottom: 1px solid {look.line}; }}"
        "@media (max-width: 640px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.6rem; } }"
    )
