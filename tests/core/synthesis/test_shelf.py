"""What was begun in the workspace: read back with its recipe, counted by finished clips, and told by a taste before."""

import numpy as np
import pytest

from core.errors import WorkspaceError
from core.synthesis.estimate import Estimate
from core.synthesis.guess import alike, guessed
from core.synthesis.making import _write_recipe
from core.synthesis.plan import orders_of
from core.synthesis.recipe import recipe_named
from core.synthesis.shelf import begun, count_made, keep_descriptions
from core.synthesis.taste import first_orders, taste_of

ROWS = b"genre,description\nblues,slow blues at 70 BPM\njazz,fast swing at 200 BPM\n"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "home"))


@pytest.fixture
def small():
    return recipe_named("gtzan-synth", genres=("blues", "jazz"), clips_per_genre=2, duration_s=2.0)


def finish(recipe, n):
    """Files as finished clips leave them; nobody listens to them here."""
    for order in list(orders_of(recipe))[:n]:
        order.path.parent.mkdir(parents=True, exist_ok=True)
        order.path.write_bytes(b"")
        order.path.with_name(order.path.name + ".json").write_bytes(b"{}")


def test_a_recipe_is_read_back_and_its_clips_are_counted(small):
    _write_recipe(small)
    finish(small, 3)
    (one,) = begun()
    assert one.recipe == small
    assert (one.n_made, one.n_clips, one.is_whole) == (3, 4, False)


def test_a_clip_without_its_sidecar_is_none(small):
    finish(small, 2)
    next(small.folder.glob("*/*.json")).unlink()
    assert count_made(small.folder) == 1


def test_a_recipe_of_a_csv_is_had_again_as_long_as_the_csv_lies_in_the_workspace(small):
    path = keep_descriptions(ROWS, name="../mine.csv")
    recipe = recipe_named("gtzan-synth", genres=("blues", "jazz"), clips_per_genre=1, descriptions=str(path))
    _write_recipe(recipe)
    assert begun()[0].recipe == recipe
    path.unlink()
    assert begun()[0].recipe is None
    assert begun()[0].wording is None


def test_a_folder_of_a_network_has_its_prompts_still_but_not_its_clips(small, tmp_path):
    recipe = recipe_named(
        "gtzan-synth", genres=("blues", "jazz"), clips_per_genre=1, engine="musicgen", model=str(tmp_path)
    )
    _write_recipe(recipe)
    assert begun()[0].recipe is None
    assert begun()[0].wording.maker == recipe.maker


def test_a_recipe_that_says_nothing_is_left_out(small):
    _write_recipe(small)
    (small.folder / "recipe.json").write_text('{"kind": "genrescope-synthetic", "engine": "arranger", "genres": 5}')
    assert begun() == []


def test_the_same_csv_is_kept_once_under_a_plain_name():
    first, again = (keep_descriptions(ROWS, name="a b/<x>.csv") for _ in range(2))
    assert first == again
    assert first.name.startswith("x-")
    assert first.read_bytes() == ROWS


def test_a_csv_that_cannot_be_kept_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        keep_descriptions(ROWS, name="mine.csv")


def test_costs_grow_with_the_clips_that_are_missing_and_shrink_with_workers(small):
    probe = Estimate(n_clips=3, n_missing=3, seconds=6.0, n_bytes=300, free_bytes=1)
    one, two = (guessed(small, probe, n_workers=n) for n in (1, 2))
    assert (one.n_missing, one.seconds, one.n_bytes) == (4, 8.0, 400)
    assert two.seconds == 4.0
    finish(small, 4)
    assert guessed(small, probe, n_workers=1).seconds == 0.0


def test_recipes_whose_clips_last_as_long_are_alike_whatever_their_number():
    some, more = (recipe_named("gtzan-synth", clips_per_genre=n, seed=n) for n in (1, 9))
    assert alike(some) == alike(more)
    assert alike(some) != alike(recipe_named("gtzan-synth", duration_s=3.0))


def test_a_taste_is_the_clip_that_the_dataset_will_hold(small):
    first = [order for order in orders_of(small) if order.place == 0]
    tasted = list(first_orders(small, n=1))
    assert [(order.prompt, order.seed) for order in tasted] == [(order.prompt, order.seed) for order in first]
    track = taste_of(small, tasted[0])
    assert track.is_synthetic
    heard = track.decode(sr=22_050)
    assert heard.duration_s == pytest.approx(2.0, abs=0.01)
    assert np.abs(heard.y).max() > 0.01
