"""Recipes made by a tiny random MusicGen: each prompt heard, each clip kept, the network let go; parts go to GPUs."""

from collections import Counter
from dataclasses import replace

import pytest
import soundfile
from distributed import Client, LocalCluster

from core.data.opened import open_dataset
from core.errors import ModelError
from core.generation.clips import read_clip
from core.generation.musicgen import loading
from core.jobs import Cancelled, Workbench, run_here
from core.jobs.fanning import offers
from core.synthesis import Recipe
from core.synthesis.by_musicgen import compose_orders
from core.synthesis.estimate import estimate
from core.synthesis.making import make_dataset
from core.synthesis.plan import orders_of
from tests.core.generation.musicgen.tiny import SR, save_for_transformers


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return save_for_transformers(tmp_path_factory.mktemp("models") / "my-musicgen", "worded")


@pytest.fixture
def recipe(model):
    genres = ("disco", "funk")
    return Recipe(
        *("tiny", genres), engine="musicgen", model=str(model), clips_per_genre=2, takes=2, duration_s=1.0, device="cpu"
    )


@pytest.fixture
def loaded(monkeypatch):
    """What was loaded and let go, in its order."""
    said, load, unload = [], loading.load_musicgen, loading.Musicgen.unload

    def noted(*given, **named):
        said.append("loaded")
        return load(*given, **named)

    monkeypatch.setattr("core.generation.musicgen.keeping.load_musicgen", noted)
    monkeypatch.setattr(loading.Musicgen, "unload", lambda self: (said.append("let go"), unload(self))[1])
    return said


def test_clips_of_one_prompt_differ_and_are_one_group_and_the_network_is_loaded_once(recipe, loaded):
    made = run_here(make_dataset, recipe)
    assert (made["n_clips"], made["n_groups"], made["failures"]) == (4, 2, [])
    assert loaded == ["loaded", "let go"]
    tracks = open_dataset(made["dataset"]).tracks()
    assert {track.licence.key for track in tracks} == {"cc-by-nc"}
    assert Counter(track.prompt_group for track in tracks) == {group: 2 for group in {t.prompt_group for t in tracks}}
    sounds = [soundfile.read(track.path)[0] for track in tracks]
    assert {sound.shape[0] for sound in sounds} == {SR}
    assert len({sound.tobytes() for sound in sounds}) == 4
    for order in orders_of(recipe):
        mark = read_clip(order.path).mark
        assert (mark.prompt, mark.seed, mark.model) == (order.prompt.text, order.seed, "my-musicgen")
        assert (mark.settings["prompt_id"], mark.settings["take"]) == (order.prompt.id, order.take)
    assert "my-musicgen" in (recipe.folder / "recipe.json").read_text()
    assert str(recipe.model) not in (recipe.folder / "recipe.json").read_text()


def test_the_same_recipe_sounds_the_same_and_only_what_is_missing_is_made(recipe, loaded):
    run_here(make_dataset, recipe)
    orders = list(orders_of(recipe))
    before = [soundfile.read(order.path)[0] for order in orders]
    others = [order.path.stat().st_mtime_ns for order in orders if order is not orders[1]]
    orders[1].path.unlink()
    assert run_here(make_dataset, recipe)["n_made"] == 1
    assert [order.path.stat().st_mtime_ns for order in orders if order is not orders[1]] == others
    assert all((soundfile.read(order.path)[0] == sound).all() for order, sound in zip(orders, before, strict=True))


def test_what_a_network_takes_is_known_from_clips_of_another_recipe(recipe):
    other = replace(recipe, seed=5, duration_s=2.0)
    assert estimate(other, n_workers=1).seconds is None
    run_here(make_dataset, recipe)
    paths = [order.path for order in orders_of(recipe)]
    told = estimate(other, n_workers=1)
    assert told.seconds == pytest.approx(2 * sum(read_clip(path).mark.took_s for path in paths), rel=0.01)
    assert told.n_bytes - 4 * 4_096 == pytest.approx(2 * sum(path.stat().st_size for path in paths), abs=9)
    assert estimate(replace(other, device="cuda"), n_workers=1).seconds is None
    assert estimate(replace(other, model="large"), n_workers=1).seconds is None


def test_a_clip_that_cannot_be_made_is_told_and_the_others_are_kept(recipe, tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text(f"genre,description\ndisco,{'very ' * 199}loud.\nfunk,Slow.\n")
    made = run_here(make_dataset, replace(recipe, descriptions=str(words), takes=1, clips_per_genre=1))
    assert made["n_clips"] == made["n_made"] == 1
    ((_, reason),) = made["failures"]
    assert "characters, but at most 1,000 are read" in reason


def test_cancelled_in_the_middle_the_network_is_let_go_and_the_clips_stay(recipe, loaded, monkeypatch):
    told = []

    def tell(self, share, words):
        told.append(words)
        if words == orders[2].id:
            raise Cancelled

    orders = list(orders_of(recipe))
    monkeypatch.setattr("core.jobs.workbench.Workbench.tell", tell)
    with pytest.raises(Cancelled):
        run_here(make_dataset, recipe)
    assert [order.is_made for order in orders] == [True, True, False, False]
    assert loaded == ["loaded", "let go"]


def test_a_network_that_cannot_be_loaded_ends_the_job(recipe, tmp_path):
    with pytest.raises(ModelError, match="is neither one of small, medium, large, melody nor a folder"):
        run_here(make_dataset, replace(recipe, model=str(tmp_path / "nowhere")))


def test_parts_ask_for_a_gpu_where_a_worker_offers_one(recipe, monkeypatch):
    asked, each = [], Workbench.each

    def noted(self, work, items, *, on="", **named):
        asked.append((work, on))
        return each(self, work, items, on=on, **named)

    monkeypatch.setattr(Workbench, "each", noted)
    assert run_here(make_dataset, replace(recipe, takes=1, clips_per_genre=1))["n_made"] == 2
    assert asked == [(compose_orders, "GPU")]


def test_a_cluster_says_whether_a_worker_offers_a_gpu():
    for resources, answer in (({"GPU": 1}, True), ({}, False)):
        options = {"processes": False, "n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
        with LocalCluster(**options, resources=resources) as found, Client(found) as client:
            assert offers(client, "GPU") is answer
            assert client.submit(int, 3, resources={"GPU": 1} if answer else None).result() == 3
