"""The page without a dataset: what will be here once there is one."""

from core.ui.markup import Html, heading, icon, show, tag

WILL_BE_HERE = (
    ("bar_chart", "Its genres", "How many tracks of each, by how many artists, and whether the spread is even."),
    ("headphones", "Every track", "Click a row and hear it, with its waveform; search by artist, genre or name."),
    ("table_chart", "Its feature table", "The numbers a model learns from, made in the background on all cores."),
)


def what_comes() -> None:
    """Say what will be here."""
    heading("What you will see")
    items = (
        tag("li", icon(symbol), tag("strong", title), tag("span", words, cls="gs-muted"))
        for symbol, title, words in WILL_BE_HERE
    )
    show(tag("ul", Html("".join(items)), cls="gs-preview"))
