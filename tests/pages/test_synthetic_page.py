"""The Synthetic dataset page: a recipe with its prompts and costs, what was made, what is missing, and bad input."""

import shutil
import time

import pytest
from streamlit.testing.v1 import AppTest

from core.generation.marks import sidecar_of
from core.jobs import run_here
from core.synthesis.making import make_dataset
from core.synthesis.recipe import recipe_named
from core.workspace import PROJECT_ROOT, workspace

PAGE = PROJECT_ROOT / "pages" / "12_Synthetic_dataset.py"
ME = "a" * 32
SMALL = {"synth-genres": ["blues", "jazz"], "synth-per-genre": 2, "synth-seconds": 3.0}
EVIL = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A workspace of its own, and no data but the built-in."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.delenv("GENRESCOPE_LLM_URL", raising=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Four clips of two genres, made once for this module: the folder of their dataset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GENRESCOPE_HOME", str(tmp_path_factory.mktemp("made")))
        recipe = recipe_named("gtzan-synth", genres=("blues", "jazz"), clips_per_genre=2, duration_s=3.0)
        run_here(make_dataset, recipe)
        return recipe.folder


@pytest.fixture
def set_here(made):
    """A copy of them in the workspace of the test."""
    return shutil.copytree(made, workspace() / "synthetic" / made.name)


def visit(**session) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    at.session_state["visitor"] = ME
    for key, value in session.items():
        at.session_state[key] = value
    at.run()
    assert not at.exception
    return at


def wait_for_costs(at: AppTest) -> AppTest:
    """Run the page until the few clips that tell the costs were played."""
    deadline = time.monotonic() + 120
    while not any("that are free" in element.proto.body for element in at.get("html")):
        assert time.monotonic() < deadline
        time.sleep(0.2)
        at.run()
    assert not at.exception
    return at


def players(at: AppTest) -> int:
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    return sum(proto.component_name == "genrescope_player" for proto in found)


def test_the_page_opens_with_prompts_and_says_what_a_recipe_takes_before_it_is_made(shown):
    at = wait_for_costs(visit(**SMALL))
    text = shown(at)
    assert "Can made music stand in for real music?" in text
    assert text.count("jazz jazz") >= 1
    assert "4 clips to make: " in text
    assert "that are free" in text
    assert "They never stand in the validation or test part of a protocol for real music" in text
    assert not at.button(key="synth-make").disabled
    assert "4 prompts, no two alike" in text
    assert not (workspace() / "synthetic").exists()


def test_a_prompt_is_heard_before_anything_is_made():
    at = visit(**SMALL)
    assert players(at) == 0
    at.button(key="synth-hear-jazz").click().run()
    assert not at.exception
    assert players(at) == 1
    assert not (workspace() / "synthetic").exists()


def test_a_recipe_of_one_genre_says_that_two_are_needed(shown):
    at = visit(**SMALL | {"synth-genres": ["blues"]})
    assert "Choose two genres or more" in shown(at)
    assert not any(button.key == "synth-make" for button in at.button)


def test_what_was_made_is_shown_with_its_recipe_and_can_be_heard(shown, set_here):
    at = visit()
    text = shown(at)
    assert "4 clips in 2 genres, played by the band." in text
    assert "3 s each, of blues and jazz. Prompts by gtzan-synth" in text
    assert "Made by rules, no AI; free to use." in text
    assert "There is no real music here to compare with" in text
    assert "Clip 1 of 2 of blues." in text
    at.button(key="synth-next").click().run()
    assert "Clip 2 of 2 of blues." in shown(at)
    at.button(key="synth-to-Explore")  # the others lead on in the same way


def test_an_unfinished_dataset_says_how_much_is_there_and_offers_the_rest(shown, set_here):
    clip = next(set_here.glob("jazz/*.flac"))
    sidecar_of(clip).unlink()
    at = visit()
    assert "3 of 4 clips in 2 genres" in shown(at)
    assert "1 clip can still be made." in shown(at)
    assert "How varied are the prompts of the whole recipe?" in shown(at)
    assert not at.button(key="synth-rest").disabled


def test_a_dataset_that_no_recipe_can_be_had_of_says_why(shown, set_here):
    recipe = set_here / "recipe.json"
    recipe.write_text(recipe.read_text().replace('"grammar"', '"gone.csv"'))
    sidecar_of(next(set_here.glob("jazz/*.flac"))).unlink()
    at = visit()
    assert "What its clips depend on is not known here any more" in shown(at)
    assert "Its descriptions are not here any more" in shown(at)
    assert not any(button.key == "synth-rest" for button in at.button)


def test_a_whole_recipe_leads_to_what_was_made(shown, set_here):
    at = visit(**SMALL | {"synth-view": "A new recipe"})
    deadline = time.monotonic() + 120
    while "All 4 clips of this recipe are there." not in shown(at):
        assert time.monotonic() < deadline
        time.sleep(0.2)
        at.run()
    at.button(key="synth-look").click().run()
    assert not at.exception
    assert "4 clips in 2 genres" in shown(at)


def test_a_csv_brings_its_own_genres_and_the_band_says_what_it_cannot_play(shown):
    at = visit(**SMALL | {"synth-source": "A CSV of yours"})
    rows = b"genre,description\nblues,slow blues at 70 BPM\njazz,fast swing at 200 BPM\npolka,a polka at 120 BPM\n"
    at.file_uploader[0].set_value((EVIL, rows, "text/csv")).run()
    assert not at.exception
    text = shown(at)
    assert f"“{EVIL}”: 3 descriptions of 3 genres." in text
    assert "The band does not play polka; MusicGen takes any genre." in text
    assert "has 1 description of blues, and 2 are asked for" in text


def test_a_csv_without_its_columns_is_refused_in_words(shown):
    at = visit(**SMALL | {"synth-source": "A CSV of yours"})
    at.file_uploader[0].set_value(("bad.csv", b"a,b\n1,2\n", "text/csv")).run()
    assert not at.exception
    assert "This CSV cannot be used" in shown(at)
    assert "its first line must name genre and description" in shown(at)


def test_without_a_language_model_the_page_says_how_to_name_one(shown):
    at = visit(**SMALL | {"synth-source": "A language model"})
    assert "No language model is named" in shown(at)
    assert "GENRESCOPE_LLM_URL" in shown(at)


def test_without_weights_musicgen_cannot_be_started(shown):
    at = wait_for_costs(visit(**SMALL | {"synth-engine": "musicgen"}))
    assert at.button(key="synth-make").disabled
    assert "how long it takes is known after the first of them" in shown(at)


def test_only_installed_libraries_and_the_devices_of_this_machine_are_offered(shown, monkeypatch):
    from core.generation.musicgen import engines
    from core.ui.text import machine

    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "audiocraft" else object())
    monkeypatch.setattr(machine, "devices_here", lambda: ("cpu",))
    at = visit(**SMALL | {"synth-engine": "musicgen", "synth-by": "audiocraft", "synth-device": "cuda"})
    assert "Audiocraft is not installed; `python3 install.py --again` installs it." in shown(at)
    assert [words.split(":")[0] for words in at.selectbox(key="synth-by").options] == ["whichever fits", "transformers"]
    assert at.selectbox(key="synth-device").options == ["the fastest here: cpu", "cpu"]
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    assert "MusicGen cannot run here" in shown(visit(**SMALL | {"synth-engine": "musicgen"}))


def test_what_was_begun_last_is_what_is_shown_of_what_was_made(shown, set_here):
    other = shutil.copytree(set_here, set_here.with_name(f"{set_here.name}0"))
    for folder in (set_here, other):
        at = visit(**{"synth_begun": folder.name})
        assert at.selectbox(key="synth-set").value == folder.name
        assert "synth_begun" not in at.session_state


def test_clips_that_are_too_short_to_be_compared_say_so(shown, set_here, monkeypatch):
    monkeypatch.setattr("core.ui.synthetic.fidelity_engine.MIN_DURATION_S", 5.0)
    assert "These clips are too short to be compared" in shown(visit())


def test_a_judge_is_asked_for_where_the_best_of_several_is_kept(shown):
    at = visit(**SMALL | {"synth-best-of": 3})
    assert "it would praise its own choice" in shown(at)
    assert any(box.key == "synth-judge" for box in at.selectbox)


def test_a_name_that_no_folder_can_have_is_refused_in_words_of_the_page(shown):
    assert "The dataset needs another name" in shown(visit(**SMALL | {"synth-name": "<b>X</b>"}))


def test_until_there_is_a_csv_the_page_says_that_the_grammar_writes(shown):
    assert "Until there are some, the grammar" in shown(visit(**SMALL | {"synth-source": "A CSV of yours"}))


def test_another_recipe_brings_its_own_genres_and_prompt_maker():
    at = visit()
    group = next(each for each in at.button_group if each.key == "synth-preset")
    group.set_value("musicgen-mir").run()
    assert not at.exception
    assert not at.warning
    genres = next(each for each in at.button_group if each.key == "synth-genres")
    assert genres.value == list(recipe_named("musicgen-mir").genres)
    assert at.selectbox(key="synth-maker").value == "musicgen-mir"


def test_a_genre_of_a_stranger_is_text_and_asks_for_no_picture():
    picture = "![x](http://evil.example/x.png)"
    at = visit(**SMALL | {"synth-source": "A CSV of yours", "synth-engine": "musicgen", "synth-per-genre": 1})
    rows = f"genre,description\n{picture},slow at 70 BPM\njazz,fast swing at 200 BPM\n".encode()
    at.file_uploader[0].set_value(("mine.csv", rows, "text/csv")).run()
    assert not at.exception
    chips = [option.content for group in at.button_group for option in group.proto.options]
    assert picture not in chips
    assert any(chip.startswith("\\!\\[x\\]") for chip in chips)
