"""How fast the jazz models play, and how well their sliders work: ``python -m benchmarks.jazz_sampling``.

    OMP_NUM_THREADS=1 python -m benchmarks.jazz_sampling [--json] [--only seconds sliders]

Seconds are those of what a visitor waits for: notes from a stored model, without and with their sound. The first time
holds what is imported once. Sliders are measured as `core.jazz.steering.how_well` says, on 200 samples each.
"""

from typing import Any

from benchmarks.report import Tables, run_parts
from benchmarks.seconds import timed
from core.jazz.models.loaded import JazzModel, built_in_models, load_model
from core.jazz.playing.params import PlayParams
from core.jazz.playing.sound import play
from core.jazz.sampling import Sample, SampleParams, sample, sample_many
from core.jazz.steering.how_well import SliderReport, how_well
from core.jazz.steering.sliders import load_sliders
from core.workspace import asset

N_BATCH = 100  # clips that are judged at once


def seconds() -> Tables:
    """100 notes, 30 s, and a hundred clips of a sequence's length, for each model that ships."""
    return {"Seconds of playing": [row for name in built_in_models() for row in _rows(load_model(name))]}


def sliders() -> Tables:
    """Each slider of each model: whether it is obeyed, what it drags along, what it costs."""
    rows = []
    for name in built_in_models():
        found = load_sliders(asset("models", name))
        reports = zip(found, how_well(load_model(name), found), strict=True)
        rows += [_of_slider(name, report, is_condition=slider.is_condition) for slider, report in reports]
    return {"Sliders, 200 samples each": rows}


def _rows(model: JazzModel) -> list[dict[str, Any]]:
    short, half_a_minute = SampleParams(n_notes=100), SampleParams(duration_s=30.0)
    batch = SampleParams(n_notes=model.n_steps)
    todo = {
        "100 notes": lambda: sample(model, short),
        "100 notes with sound": lambda: _heard(model, sample(model, short)),
        "30 s": lambda: sample(model, half_a_minute),
        "30 s with sound": lambda: _heard(model, sample(model, half_a_minute)),
    }
    rows = [{"model": model.name, "what": what, **timed(do)} for what, do in todo.items()]
    many = timed(lambda: sample_many(model, batch, seeds=range(N_BATCH)), n_again=1)
    return [*rows, {"model": model.name, "what": f"{N_BATCH} times {model.n_steps} steps at once", **many}]


def _heard(model: JazzModel, found: Sample) -> None:
    play(found.notes, PlayParams(), is_timed=model.representation.is_timed)


def _of_slider(name: str, report: SliderReport, *, is_condition: bool) -> dict[str, Any]:
    drag = max(report.drag.items(), key=lambda item: abs(item[1]), default=("-", 0.0))
    return {
        "model": name,
        "slider": report.attribute,
        "by": "condition" if is_condition else "direction of z",
        "Spearman": report.spearman,
        "interval": list(report.interval),
        "drags most": f"{drag[0]} {drag[1]:+.2f}",
        "cost, nats per step": report.cost,
        "its interval": list(report.cost_interval),
    }


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], {"seconds": seconds, "sliders": sliders})
