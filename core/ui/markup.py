"""Plain text in, HTML out that shows it as text: the only way from names and numbers to HTML on a page."""

import html
import re
from collections.abc import Iterable

import streamlit as st

from core.figures.words import printable

# Of each kind of banner.
SYMBOLS = {"error": "error", "unsure": "help", "note": "info", "other": "library_music", "silent": "music_off"}


class Html(str):
    """Text that is HTML already; everything else is escaped on its way into a tag."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Html:
    """One HTML element. Children that are not Html are text; ``cls`` stands for ``class``, ``_`` for ``-``."""
    inner = "".join(child if isinstance(child, Html) else html.escape(printable(child)) for child in children)
    pairs = "".join(f' {_attribute(key)}="{html.escape(printable(value))}"' for key, value in attributes.items())
    return Html(f"<{name}{pairs}>{inner}</{name}>")


def show(*parts: Html) -> None:
    """Put HTML on the page, without Markdown: what looks like Markdown in a name stays as it is."""
    st.html("".join(parts))


def icon(name: str) -> Html:
    """A Material symbol as decoration: the words beside it carry the meaning."""
    return tag("span", name, cls="gs-icon", aria_hidden="true")


def plain_label(name: str) -> str:
    """A name as text on a widget, which reads Markdown, and would fetch a picture that a name asks for."""
    return re.sub(r"([^\w\s])", r"\\\1", printable(name))


def term(word: str, explanation: str) -> Html:
    """A term of the field, explained on hover and to keyboards."""
    return tag("abbr", word, title=explanation, tabindex="0")


def caption(text: str | Html) -> None:
    """The one sentence under a chart that says what to see."""
    show(tag("p", text, cls="gs-caption"))


def heading(text: str, about: str | Html = "") -> None:
    """The head of a section, with one quiet line under it."""
    show(tag("h2", text, cls="gs-head"), tag("p", about, cls="gs-muted") if about else Html())


def banner(kind: str, title: str, *lines: str) -> None:
    """A notice that stays: ``kind`` is one of SYMBOLS; errors are read out at once."""
    body = tag("div", tag("strong", title), *(tag("p", line) for line in lines), cls="gs-banner-words")
    show(
        tag("div", icon(SYMBOLS[kind]), body, cls=f"gs-banner gs-{kind}", role="alert" if kind == "error" else "status")
    )


def preview(items: Iterable[tuple[str, str, str]]) -> None:
    """What an empty page will show once there is something: (symbol, title, a sentence) each."""
    heading("What you will see")
    rows = (
        tag("li", icon(symbol), tag("strong", title), tag("span", words, cls="gs-muted"))
        for symbol, title, words in items
    )
    show(tag("ul", Html("".join(rows)), cls="gs-preview"))


def _attribute(key: str) -> str:
    return "class" if key == "cls" else key.replace("_", "-")
