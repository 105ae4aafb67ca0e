"""A look in, its colour scales out: one for magnitudes, one for what has a middle; even to the eye.

Neighbouring colours lie equally far apart in CIELAB, so that equal differences of a value look equal. Both scales are
lists of evenly spaced colours, as Plotly takes them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from core.figures.look import PAPER, STUDIO, Look

_DARK_TO_LIGHT = (
    *("#12161D", "#181D30", "#1D2744", "#23325A", "#294273", "#2D548D", "#3568A5", "#3A7DB8", "#3890C9"),
    *("#36A3D7", "#3AB1DC", "#4BC0DF", "#6ECEE1", "#8DDAE2", "#ACE9E7", "#CDF3EF", "#EBFBF8"),
)

# From nothing to the most: what is there stands out from the ground of either theme.
SEQUENTIAL: Mapping[Look, tuple[str, ...]] = MappingProxyType({STUDIO: _DARK_TO_LIGHT, PAPER: _DARK_TO_LIGHT[::-1]})

# From the lowest, blue, by the ground's own grey to the highest, orange: told apart by every kind of eyes.
DIVERGING: Mapping[Look, tuple[str, ...]] = MappingProxyType(
    {
        STUDIO: (
            *("#47C4FF", "#3FAEE2", "#3B98C5", "#3783A9", "#346F8D", "#325B73", "#2F495A", "#2B3842", "#26282C"),
            *("#3C332F", "#524032", "#694D36", "#825C3B", "#9C6D43", "#B77F4C", "#D49357", "#F3A965"),
        ),
        PAPER: (
            *("#00649C", "#3376AB", "#5689B9", "#749CC6", "#90AFD2", "#AAC1DC", "#C4D3E5", "#DDE4ED", "#F5F5F3"),
            *("#F1E0D8", "#EACBBD", "#E1B6A3", "#D6A089", "#C88A6F", "#B97456", "#A85F3D", "#954925"),
        ),
    }
)


def colour_at(scale: Sequence[str], share: float) -> str:
    """The colour that lies at ``share`` (0 to 1) of a scale, between its two nearest colours."""
    place = min(max(share, 0.0), 1.0) * (len(scale) - 1)
    below = min(int(place), len(scale) - 2)
    pairs = zip(_channels(scale[below]), _channels(scale[below + 1]), strict=True)
    mixed = (round(low + (high - low) * (place - below)) for low, high in pairs)
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
