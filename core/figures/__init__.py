"""Plain values in, Plotly figures and pictures out; knows no Streamlit and no engine."""

from core.figures.colours import genre_colours
from core.figures.datasets import DatasetSize, genre_bars, size_bars
from core.figures.findings import KindCount, kind_bars, tracks_strip
from core.figures.genre_ranges import genre_ranges
from core.figures.look import LOOKS, PAPER, STUDIO, Look
from core.figures.mix_bars import mix_bars
from core.figures.picture import mix_picture
from core.figures.standouts import standout_strip
from core.figures.together import together_map
from core.figures.trust import calls_bar

__all__ = [
    "LOOKS",
    "PAPER",
    "STUDIO",
    "DatasetSize",
    "KindCount",
    "Look",
    "calls_bar",
    "genre_bars",
    "genre_colours",
    "genre_ranges",
    "kind_bars",
    "mix_bars",
    "mix_picture",
    "size_bars",
    "standout_strip",
    "together_map",
    "tracks_strip",
]
