"""A model in; the sliders that it has, stored beside its weights or, without them, by what it was taught, out."""

from pathlib import Path

from core.jazz.steering.sliders import SLIDERS, Slider, Taught, load_sliders, taught_sliders

__all__ = ["offered_sliders", "taught_sliders"]


def offered_sliders(model: Taught, folder: Path) -> tuple[Slider, ...]:
    """The sliders beside a model's weights; where nobody fitted any, its conditions alone.

    Raises
    ------
    ModelError
        What is stored is damaged or of another model.
    """
    return load_sliders(folder, config=model.config) if (folder / SLIDERS).is_file() else taught_sliders(model)
