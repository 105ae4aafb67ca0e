"""A model and a slider in; whether the music obeys, what else changes with it and what it costs, out."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

from core.errors import ModelError
from core.intervals import middle
from core.jazz.attributes import ATTRIBUTES, measured
from core.jazz.models.loaded import JazzModel
from core.jazz.sampling import Sample, SampleParams, sample_many
from core.jazz.steering.sliders import Slider, steered
from core.workspace import write_atomic

REPORTS = "sliders_measured.json"  # beside a model's weights
N_SAMPLES = 200
_N_DRAWS = 1000
_BATCH = 64


@dataclass(frozen=True)
class SliderReport:
    """How well a slider works, over samples whose wishes lie evenly between its ends.

    Attributes
    ----------
    spearman, interval : rank correlation of what was wished with what is heard, and its 95 % interval (bootstrap over
        the samples)
    drag : the same correlation of what was wished with each of the other attributes
    cost, cost_interval : by how many nats a step the samples are less probable to the model itself (-ELBO, no
        condition told) than those from the same z and seeds that nobody steered; the interval is over the samples
    wished, heard : of each sample, in the attribute's unit
    """

    attribute: str
    n: int
    spearman: float
    interval: tuple[float, float]
    drag: dict[str, float]
    cost: float
    cost_interval: tuple[float, float]
    wished: tuple[float, ...]
    heard: tuple[float, ...]


def how_well(
    model: JazzModel,
    sliders: Sequence[Slider],
    *,
    n: int = N_SAMPLES,
    seed: int = 0,
    n_notes: int | None = None,
) -> tuple[SliderReport, ...]:
    """A report on each slider of a model, each moved by itself.

    Parameters
    ----------
    n : samples for each slider
    n_notes : length of each, at most and by default `JazzModel.n_steps`
    """
    if not sliders:
        return ()
    params = SampleParams(n_notes=min(n_notes or model.n_steps, model.n_steps))
    seeds = range(seed, seed + n)
    z = np.concatenate([model.prior(1, seed=one) for one in seeds])
    plain = _nats_per_step(model, sample_many(model, params, seeds=seeds, z=z), seed=seed)
    reports = []
    for slider in sliders:
        wished = np.random.default_rng([seed, 13]).permutation(np.linspace(slider.low, slider.high, n))
        moved, conditions = steered(model, sliders, {slider.attribute: wished}, z=z)
        samples = sample_many(model, params, seeds=seeds, z=moved, conditions=conditions)
        cost = _nats_per_step(model, samples, seed=seed) - plain
        reports.append(_report(model, slider, sliders, wished, samples, cost, seed=seed))
    return tuple(reports)


def spearman(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Rank correlation along the last axis, 0 where all values are equal."""
    a, b = (rankdata(values, axis=-1) for values in (a, b))
    a, b = a - a.mean(axis=-1, keepdims=True), b - b.mean(axis=-1, keepdims=True)
    lengths = np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    return np.divide((a * b).sum(axis=-1), lengths, out=np.zeros_like(lengths), where=lengths > 0)


def save_reports(folder: Path, reports: Sequence[SliderReport]) -> None:
    """Keep reports beside the weights of their model."""
    write_atomic(folder / REPORTS, json.dumps([asdict(report) for report in reports]).encode())


def load_reports(folder: Path) -> tuple[SliderReport, ...]:
    """The reports that lie beside a model's weights; none where nobody measured.

    Raises
    ------
    ModelError
        The file is damaged.
    """
    if not (folder / REPORTS).is_file():
        return ()
    try:
        rows = json.loads((folder / REPORTS).read_text(encoding="utf-8"))
        found = tuple(
            SliderReport(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})
            for row in rows
        )
        for report in found:
            _check(report)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(
            f"what was measured of the sliders of {folder.name!r} is damaged ({error}); measure them again"
        ) from error
    return found


def _check(report: SliderReport) -> None:
    """Raises ValueError, TypeError or AttributeError where a report is none."""
    if not {report.attribute, *report.drag} <= set(ATTRIBUTES):
        raise ValueError(f"{report.attribute!r} or what it drags along is no attribute")
    pairs = (*report.interval, *report.cost_interval)
    if len(report.interval) != len(report.cost_interval) or len(pairs) != 4:
        raise ValueError("an interval has two ends")
    numbers = (report.n, report.spearman, report.cost, *pairs, *report.drag.values(), *report.wished, *report.heard)
    if not all(map(math.isfinite, numbers)):
        raise ValueError("a number is not finite")


def _report(
    model: JazzModel,
    slider: Slider,
    sliders: Sequence[Slider],
    wished: np.ndarray,
    samples: Sequence[Sample],
    cost: np.ndarray,
    *,
    seed: int,
) -> SliderReport:
    rows = [measured(found.notes) for found in samples]
    heard = {name: np.array([row[name] for row in rows]) for name in ATTRIBUTES}
    n = len(wished)
    drawn = np.random.default_rng([seed, 17]).integers(n, size=(_N_DRAWS, n))
    others = [one.attribute for one in sliders if one.attribute != slider.attribute]
    of_attribute = heard[slider.attribute]
    return SliderReport(
        attribute=slider.attribute,
        n=n,
        spearman=float(spearman(wished, of_attribute)),
        interval=middle(spearman(wished[drawn], of_attribute[drawn])),
        drag={name: float(spearman(wished, heard[name])) for name in others},
        cost=float(cost.mean()),
        cost_interval=middle(cost[drawn].mean(axis=1)),
        wished=tuple(np.round(wished, 3).tolist()),
        heard=tuple(np.round(of_attribute, 3).tolist()),
    )


def _nats_per_step(model: JazzModel, samples: Sequence[Sample], *, seed: int) -> np.ndarray:
    """-ELBO of each sample, no condition told, one draw of z, nats per step, shape (n,)."""
    codes = np.stack([found.codes for found in samples])
    unknown = model.conditions()
    noise = np.random.default_rng([seed, 19]).standard_normal((len(codes), model.latent))
    found = []
    for at in range(0, len(codes), _BATCH):
        part = codes[at : at + _BATCH]
        mean, deviation = model.encode(part, unknown)
        z = mean + deviation * noise[at : at + _BATCH]
        divergence = 0.5 * (mean**2 + deviation**2 - 1 - 2 * np.log(deviation)).sum(axis=1)
        found.append((model.nll(part, z, unknown).sum(axis=(1, 2)) + divergence) / codes.shape[1])
    return np.concatenate(found)
