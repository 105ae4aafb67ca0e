"""The two themes as plain colours: *studio* (dark) and *paper* (light)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FONT = '"Source Sans", "Source Sans 3", "Source Sans Pro", system-ui, sans-serif'


@dataclass(frozen=True)
class Look:
    """The colours of one theme; ``.streamlit/config.toml`` holds the same for everything that is not a chart."""

    name: str
    ground: str
    panel: str
    text: str
    muted: str
    accent: str
    line: str


STUDIO = Look(
    name="studio",
    ground="#0F1218",
    panel="#171B24",
    text="#E8EAF0",
    muted="#9AA3B5",
    accent="#34B9F5",
    line="#2B3242",
)
PAPER = Look(
    name="paper",
    ground="#FAFAF7",
    panel="#FFFFFF",
    text="#1B1F2A",
    muted="#5B6475",
    accent="#1573A8",
    line="#DCDDD8",
)
LOOKS: Mapping[str, Look] = MappingProxyType({look.name: look for look in (STUDIO, PAPER)})
