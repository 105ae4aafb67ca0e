"""A model in; its sliders with how well each works, and its map, as they lie beside its weights, out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.figures.words import NBSP, minus
from core.jazz.attributes import ATTRIBUTES
from core.jazz.steering.sliders import SLIDERS, Slider, offered_sliders, taught_sliders

if TYPE_CHECKING:
    from core.jazz.steering.how_well import SliderReport
    from core.ui.jazz.models import Offered

N_PLACES = 11  # of a slider that has no bins
WORTH_TELLING = 0.2  # a correlation of less is no dragging along


def sliders_of(model: Offered) -> list[Slider]:
    """What the model can be asked for, in the order of the page."""
    found = _sliders(model, _changed(model.folder / SLIDERS))
    known = {slider.attribute: slider for slider in found}
    return [known[name] for name in ATTRIBUTES if name in known]


def places_of(model: Offered, slider: Slider) -> list[float]:
    """The values that a slider stops at, ascending: one in each bin of a condition, else evenly."""
    if not slider.is_condition:
        step = (slider.high - slider.low) / (N_PLACES - 1)
        return [round(slider.low + step * place, 3) for place in range(N_PLACES)]
    edges = [float(edge) for edge in model.edges[model.attributes.index(slider.attribute)]]
    inner = [(low + high) / 2 for low, high in pairwise(edges)]
    return [round(value, 3) for value in (slider.low, *inner, slider.high)]


def report_of(model: Offered, attribute: str) -> SliderReport | None:
    """How well a slider works, as it was measured once for the model; None where nobody measured."""
    from core.jazz.steering.how_well import REPORTS

    reports = _reports(model.folder, _changed(model.folder / REPORTS))
    return next((report for report in reports if report.attribute == attribute), None)


def works_words(report: SliderReport) -> str:
    """ "Obeyed: 0.93 (0.91 to 0.95) of 1 over 200 clips; drags the register by −0.3; costs 0.12 nats a step"."""
    found, low, high = (minus(f"{value:.2f}") for value in (report.spearman, *report.interval))
    told = [f"Obeyed: {found} ({low} to {high}) of 1 over {report.n} clips"]
    dragged = [(name, value) for name, value in report.drag.items() if abs(value) >= WORTH_TELLING]
    if dragged:
        told.append("drags along " + ", ".join(f"{name} {minus(f'{value:+.1f}')}" for name, value in dragged))
    told.append(f"costs {minus(f'{report.cost:.2f}')}{NBSP}nats a step")
    return "; ".join(told)


@lru_cache(maxsize=32)
def _sliders(model: Offered, changed: int) -> Sequence[Slider]:
    try:
        return offered_sliders(model, model.folder)
    except ModelError:
        return taught_sliders(model)  # whoever moves one is told


@lru_cache(maxsize=32)
def _reports(folder: Path, changed: int) -> Sequence[SliderReport]:
    from core.jazz.steering.how_well import load_reports

    try:
        return load_reports(folder) if changed else ()
    except ModelError:
        return ()  # the slider works without


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0
