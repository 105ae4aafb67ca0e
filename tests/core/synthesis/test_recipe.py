"""Recipes: what one asks for, what it is called by, and what cannot be made."""

from dataclasses import replace
from hashlib import sha256

import pytest

from core.data.datasets import gtzan
from core.errors import DataError
from core.generation.arranger import arrange
from core.generation.arranger.pattern import pattern_of
from core.jobs.functions import from_json, to_json
from core.synthesis.by_band import brief_of
from core.synthesis.plan import orders_of
from core.synthesis.recipe import MAX_CLIPS, RECIPES, VERSION, Recipe, recipe_named


@pytest.fixture(params=RECIPES)
def recipe(request):
    return recipe_named(request.param, clips_per_genre=4)


def small(**changes):
    return replace(Recipe("some", ("disco", "funk"), clips_per_genre=4), **changes)


@pytest.mark.parametrize("engine", ["arranger", "musicgen"])
def test_every_recipe_can_be_made_by_every_engine(recipe, engine):
    changed = replace(recipe, engine=engine)
    changed.check()
    assert len(list(orders_of(changed))) == 4 * len(recipe.genres)


def test_a_recipe_travels_as_the_parameters_of_a_job(recipe):
    assert from_json(Recipe, to_json(recipe)) == recipe


def test_the_recipes_are_those_of_the_papers():
    assert RECIPES["gtzan-synth"].genres == gtzan.GENRES
    assert RECIPES["musicgen-mir"].genres == ("electronica", "funk", "orchestral", "pop", "rock")
    prompt = next(orders_of(RECIPES["gtzan-synth"])).prompt.text
    assert prompt.startswith("blues blues ")
    assert next(orders_of(RECIPES["musicgen-mir"])).prompt.text.startswith("An electronica track. ")


def test_the_same_recipe_gives_the_same_orders_and_another_seed_gives_others(recipe):
    orders = list(orders_of(recipe))
    assert orders == list(orders_of(replace(recipe)))
    assert len(orders) == recipe.n_clips == len({order.id for order in orders}) == len({order.seed for order in orders})
    others = list(orders_of(replace(recipe, seed=1)))
    assert not {order.prompt.id for order in orders} & {order.prompt.id for order in others}
    assert not {order.seed for order in orders} & {order.seed for order in others}


def test_fewer_clips_are_the_first_of_more(recipe):
    def told(n):
        return [(o.genre, o.prompt.text, o.seed) for o in orders_of(replace(recipe, clips_per_genre=n))]

    assert set(told(2)) < set(told(4))


def test_clips_of_one_prompt_have_other_seeds_and_the_last_prompt_may_have_fewer():
    orders = [order for order in orders_of(small(takes=3, engine="musicgen")) if order.genre == "disco"]
    assert [(order.place, order.take) for order in orders] == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert len({order.prompt.id for order in orders}) == 2
    assert len({order.seed for order in orders}) == 4


def test_a_clip_never_has_a_name_of_gtzans_and_folders_of_two_genres_are_two(tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text("genre,description\nrock,Loud.\nA/B,Soft.\nA-B,Softer.\n")
    orders = list(
        orders_of(small(name="pop", genres=("rock", "A/B", "A-B"), clips_per_genre=1, descriptions=str(words)))
    )
    assert [gtzan.parse_id(order.path.name) for order in orders] == [None] * 3
    assert len({order.path.parent for order in orders}) == 3
    assert all(order.path.parent.parent == order.path.parents[1] for order in orders)


def test_what_the_clips_depend_on_is_in_the_name_of_the_folder_and_nothing_else(tmp_path):
    one = small()
    assert one.folder.name == f"some-{one.id}"
    for same in ({"model": "large"}, {"device": "cpu"}, {"guidance": 9.0}):
        assert small(**same).id == one.id  # the band has no use for them
    for other in (
        {"seed": 1},
        {"engine": "musicgen"},
        {"duration_s": 5.0},
        {"clips_per_genre": 5},
        {"maker": "musicgen-mir"},
    ):
        assert small(**other).id != one.id
    words = tmp_path / "mine.csv"
    words.write_text("genre,description\ndisco,Loud.\nfunk,Soft.\n")
    first = small(descriptions=str(words), clips_per_genre=1).id
    words.write_text("genre,description\ndisco,Loud.\nfunk,Softer.\n")
    assert small(descriptions=str(words), clips_per_genre=1).id != first


def test_a_folder_of_weights_counts_by_what_lies_in_it(tmp_path):
    """However large its files are: a fine-tuned model has the names and sizes of the one it comes from."""
    ids = []
    for name, last in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_text("{}")
        (tmp_path / name / "model.safetensors").write_bytes(b"w" * 2_000_000 + last)
        ids.append(small(engine="musicgen", model=str(tmp_path / name)).id)
    assert ids[0] == ids[1] != ids[2]
    (tmp_path / "a/config.json").write_text('{"guidance": 3}')
    assert small(engine="musicgen", model=str(tmp_path / "a")).id != ids[1]
    assert small(engine="musicgen", model=str(tmp_path / "nowhere")).id not in ids


def test_who_changes_prompts_or_the_band_raises_the_version_of_recipes(monkeypatch):
    """Else `synth` would put clips of two versions into one folder. Raise VERSION, and write down here what is new."""
    orders = [next(orders_of(recipe)) for recipe in (*RECIPES.values(), small(seed=7))]
    band = [pattern_of(arrange(brief_of(small(), order))) for order in orders_of(small())]
    told = [order.prompt.text for order in orders], [(order.prompt.id, order.seed) for order in orders], band
    assert (VERSION, sha256(repr(told).encode()).hexdigest()[:12]) == (1, "4bede56e6242")
    before = small().id
    monkeypatch.setattr("core.synthesis.recipe.VERSION", VERSION + 1)
    assert small().id != before


def test_a_recipe_tells_no_place_of_this_machine(tmp_path):
    words = tmp_path / "mine.csv"
    words.write_text("genre,description\ndisco,Loud.\nfunk,Soft.\n")
    assert small(descriptions=str(words), clips_per_genre=1).to_json()["descriptions"] == "mine.csv"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "Mine/1"}, "name='Mine/1' must be 1 to 40 of a-z, 0-9 and -, such as gtzan-synth"),
        ({"engine": "piano"}, "engine='piano' is none of arranger, musicgen"),
        ({"maker": "mine"}, "no prompt maker has the name 'mine'"),
        ({"genres": ("funk",)}, "genres=funk: a dataset needs two or more, each named once"),
        ({"genres": ("funk", "funk")}, "a dataset needs two or more, each named once"),
        ({"genres": ("funk", "polka")}, "the band does not know genre='polka'; it plays blues"),
        ({"genres": ("funk", "polka"), "engine": "musicgen"}, "the grammar does not know genre='polka'"),
        ({"clips_per_genre": 0}, "clips_per_genre=0 must be a whole number from 1 on"),
        ({"takes": 2}, "takes=2: the band plays each prompt once; ask for takes=1, or for musicgen"),
        ({"takes": 0}, "takes=0 must be a whole number from 1 on"),
        ({"clips_per_genre": MAX_CLIPS}, "200,000 clips are asked for, but at most 100,000 are made"),
        ({"seed": -1}, "seed=-1 must be a whole number from 0 to"),
        ({"duration_s": 1.0}, "duration_s=1 must lie between 2 and 300"),
        ({"duration_s": 500.0, "engine": "musicgen"}, "duration_s=500.0 must lie between 1 and 120"),
        ({"descriptions": "nothing.csv"}, "nothing.csv cannot be read"),
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is(changes, message):
    with pytest.raises(DataError, match=message):
        small(**changes).check()


def test_a_recipe_that_there_is_not_is_told():
    with pytest.raises(DataError, match="there is no recipe 'mine'; choose one of gtzan-synth, musicgen-mir"):
        recipe_named("mine")
