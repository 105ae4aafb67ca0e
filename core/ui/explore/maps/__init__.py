"""The map view: all tracks on flat maps, how far to believe them, and the visitor's songs put there."""

from core.ui.explore.maps.view import map_view

__all__ = ["map_view"]
