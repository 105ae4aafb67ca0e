"""A trained model in its folder and music in; its map, its sliders and how well they work, beside its weights, out."""

from pathlib import Path

from core.jazz.data.windows import Windows
from core.jazz.models.loaded import load_model
from core.jazz.steering.how_well import N_SAMPLES, how_well, save_reports
from core.jazz.steering.latent_map import LEAST_POINTS, latent_map, save_map
from core.jazz.steering.sliders import fit_sliders, save_sliders


def make_steering(
    folder: Path, *, train: Windows, held_out: Windows, n_samples: int = N_SAMPLES, seed: int = 0
) -> None:
    """Make all that steers a model which was just stored; of too little music no map, and sliders without directions.

    Parameters
    ----------
    train, held_out : windows of the part that it learnt from, for the sliders, and of one that it did not, for the map
    n_samples : for each slider's report; 0 measures none
    """
    model = load_model(folder)
    sliders = fit_sliders(model, train)
    if len(held_out) >= LEAST_POINTS:
        save_map(folder, latent_map(model, held_out, seed=seed))
    save_sliders(folder, sliders)
    if n_samples:
        save_reports(folder, how_well(model, sliders, n=n_samples, seed=seed))
