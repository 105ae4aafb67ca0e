"""The views of the Explore page in the order of their names at its top: one line each, and the page follows."""

from collections.abc import Callable, Mapping

from core.ui.explore.numbers import Exploration

View = Callable[[Exploration], None]


def _features(exploration: Exploration) -> None:
    from core.ui.explore.features import features

    features(exploration)


def _map(exploration: Exploration) -> None:
    from core.ui.explore.maps import map_view

    map_view(exploration)


# "Overview" needs no numbers; the page shows it by itself.
OVERVIEW = "Overview"
VIEWS: Mapping[str, View] = {"Features": _features, "Map": _map}
