"""Text to music: opens empty, plays by the band at once and by MusicGen as a job, keeps and compares takes."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.opened import opened_datasets
from core.generation.clips import read_clip
from core.jobs import run_here
from core.ui.text.making import estimate_words
from core.ui.text.order import NEW_SEED, Order
from core.ui.text.takes import MAX_FAVOURITES, Take, takes_of
from core.ui.text.words import menu_words, unread_words
from core.workspace import PROJECT_ROOT, workspace
from tests.core.generation.musicgen.tiny import save_for_transformers

TITLE = "What music shall there be?"
PAGE = PROJECT_ROOT / "pages" / "11_Text_to_music.py"
ME, OTHER = "a" * 32, "b" * 32
EVIL = "blues <img src=x onerror=alert(1)> **bold** “quoted”"
BLUES = "A sad blues in E minor with harmonica"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A workspace of its own, and nothing that works in the background."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setattr("core.ui.text.page.start_warm_up", lambda: None)


@pytest.fixture
def shown(shown):
    """What the page says, on one line."""
    return lambda at: " ".join(shown(at).split())


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A folder with an untrained MusicGen."""
    return save_for_transformers(tmp_path_factory.mktemp("models") / "tiny-musicgen", "worded")


def visit(visitor: str = ME, **session) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    at.session_state["visitor"] = visitor
    for key, value in ({"text-seconds": 2} | session).items():
        at.session_state[key] = value
    return well(at.run())


def well(at: AppTest) -> AppTest:
    assert not at.exception
    assert not at.warning
    return at


def write(at: AppTest, prompt: str) -> AppTest:
    return well(at.text_area(key="text-prompt").set_value(prompt).run())


def press(at: AppTest, key: str) -> AppTest:
    return well(at.button(key=key).click().run())


def take(prompt: str = BLUES, **session) -> AppTest:
    return press(write(visit(**session), prompt), "text-make")


def players(at: AppTest) -> list[dict]:
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    return [json.loads(proto.json) for proto in found if proto.component_name == "genrescope_player"]


def keys(at: AppTest) -> set[str]:
    return {button.key for button in at.button}


def test_the_page_opens_empty_and_silent_with_one_button(shown):
    at = visit()
    assert TITLE in shown(at)
    assert "What you will see" in shown(at)
    assert at.button(key="text-make").label == "Make it"
    assert not players(at)
    press(at, "text-make")
    assert "Describe the music first, or take an example." in shown(at)
    assert takes_of(ME) == []


def test_an_example_is_read_and_played_at_once_with_its_badge(shown):
    at = press(visit(), "text-example-Slow blues")
    assert "The band reads: blues, 71 BPM, E minor, sad, harmonica, upright bass." in shown(at)
    at = press(at, "text-make")
    (kept,) = takes_of(ME)
    call = players(at)[0]["call"]
    assert call > 0
    assert f"made by Genrescope, seed {kept.seed}" in shown(at)
    assert "arranged by rules of this project" in shown(at)
    mark = read_clip(kept.path).mark
    assert (mark.prompt, mark.seed, mark.brief.key, mark.brief.duration_s) == (kept.prompt, kept.seed, "E minor", 2.0)
    assert press(at, "text-star")
    assert takes_of(ME)[0].favourite
    assert players(at)[0]["call"] == call  # nothing else plays


def test_the_same_seed_gives_the_same_sound_and_a_new_press_another():
    at = take()
    at.number_input(key="text-seed").set_value(7).run()
    assert not at.toggle(key="text-fresh-seed").value  # who writes a seed wants that one
    press(press(at, "text-make"), "text-make")
    newest, before, first = (sf.read(read_clip(each.path).path)[0] for each in takes_of(ME))  # the files tell the time
    assert [each.seed for each in takes_of(ME)][:2] == [7, 7]
    np.testing.assert_array_equal(newest, before)
    assert not np.array_equal(before, first)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_take_is_made_once_and_called_though_another_click_ends_the_run(another_click, when):
    ended = another_click("core.ui.text.page.make", when)
    at = take()
    assert ended == [when]
    (kept,) = takes_of(ME)
    assert players(at)[0]["call"] > 0
    press(at, "text-other-seed")
    assert [each.way for each in takes_of(ME)] == ["take 1 with another seed", kept.way]


def test_a_take_is_made_as_soon_as_the_browser_says_whose_it_is(shown, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("core.ui.text.page.visitor_id", lambda: None)
        at = take()
        assert "Your browser has not said yet whose take this is. It is made as soon as it does" in shown(at)
        assert takes_of(ME) == []
    at = well(at.run())
    assert "has not said yet" not in shown(at)
    assert len(takes_of(ME)) == 1


def test_what_is_not_read_is_said(shown):
    at = write(visit(), "A rainy blues at 92 BPM")
    assert "The band reads: blues, 92 BPM." in shown(at)
    assert "It does not read: “rainy”." in shown(at)


def test_a_sentence_without_a_genre_is_no_guess_but_a_choice(shown):
    at = press(write(visit(), "calm evening in E minor"), "text-make")
    assert "The sentence names no genre that the band plays" in shown(at)
    assert "Choose one below, or write it into the sentence." in shown(at)
    assert "Choose a genre for the band." in shown(at)
    assert takes_of(ME) == []
    at.session_state["text-genre"] = "jazz"
    press(well(at.run()), "text-make")
    assert takes_of(ME)[0].mark.brief.genre == "jazz"


def test_a_bad_prompt_is_explained_and_stays(shown):
    bad = {
        "blues " * 1700: "The prompt has 10,199 characters, but at most 1,000 are read",
        "rock at 300 BPM": "The band cannot play at 300 BPM",
        "metal in C major": "The band plays Metal in minor only",
        "静かなピアノ": "It does not read: “静かなピアノ”.",
        "?!…": "The prompt says nothing; describe the music",
    }
    at = visit()
    for prompt, words in bad.items():
        at = press(write(at, prompt), "text-make")
        assert words in shown(at)
        assert at.text_area(key="text-prompt").value == prompt
    assert takes_of(ME) == []


def test_what_is_written_in_a_prompt_stays_text(shown):
    at = take(EVIL)
    assert EVIL in shown(at)
    assert not [element for element in at.get("html") if "<img" in element.proto.body]


def test_a_brief_writes_the_prompt_which_can_be_changed(shown):
    at = visit()
    at.selectbox(key="text-brief-genre").select("funk").run()
    at.number_input(key="text-brief-tempo").set_value(104.0)
    at.selectbox(key="text-brief-key-funk").select("E minor")
    at.multiselect(key="text-brief-players-funk").select("horns")
    at.selectbox(key="text-brief-maker").select("musicgen-mir")
    at = press(at, "text-brief-write")
    prompt = at.text_area(key="text-prompt").value
    assert prompt.startswith("A funk track. ")
    assert "E minor at 104 BPM" in prompt
    assert "horns" in prompt
    assert "The band reads: funk, 104 BPM, E minor" in shown(at)
    at = press(write(at, prompt.replace("104", "110")), "text-make")
    assert takes_of(ME)[0].mark.brief.tempo_bpm == 110


def test_the_grammar_and_a_table_write_prompts_too(shown):
    at = visit(**{"text-brief-genre": "jazz", "text-brief-source": "grammar", "text-brief-maker": "gtzan-synth"})
    assert press(at, "text-brief-write").text_area(key="text-prompt").value.startswith("jazz jazz ")
    at = well(at.selectbox(key="text-brief-source").select("table").run())
    table = b"genre,description\njazz,smoky tenor saxophone at 120 BPM\n"
    at = well(at.file_uploader[0].set_value(("mine.csv", table, "text/csv")).run())
    assert "“mine.csv”: 1 of its sentences can be drawn, on jazz." in shown(at)
    at = press(at, "text-brief-write")
    assert at.text_area(key="text-prompt").value == "jazz jazz smoky tenor saxophone at 120 BPM"
    at = well(at.file_uploader[0].set_value(("bad.csv", b"a,b\n1,2\n", "text/csv")).run())
    assert "“bad.csv” begins with 'a', 'b'" in shown(at)


def test_takes_are_kept_listed_starred_and_let_go(shown):
    at = take()
    press(at, "text-make")
    second, first = takes_of(ME)
    assert (second.number, first.number) == (2, 1)
    at = visit()  # another day
    assert "Take 2 (above)" in shown(at)
    assert players(at)[0]["call"] == 0
    at = press(at, f"text-hear-{first.id}")
    assert "Take 1 (above)" in shown(at)
    assert players(at)[0]["call"] > 0
    press(at, f"text-drop-{first.id}")
    assert [each.number for each in takes_of(ME)] == [2]
    assert takes_of(OTHER) == []
    assert "Take 2" not in shown(visit(OTHER))


def test_two_takes_stand_beside_each_other_same_prompt_other_seed(shown):
    at = press(take(), "text-other-seed")
    other, first = takes_of(ME)
    assert other.way == "take 1 with another seed"
    assert (other.prompt, other.duration_s) == (first.prompt, first.duration_s)
    assert other.seed != first.seed
    assert [at.selectbox(key=f"text-compare-{place}").value for place in "ab"] == [first.id, other.id]
    assert len(players(at)) == 3
    assert "Take 1 (above)" in shown(at)  # what was heard stays
    assert f"Seed {first.seed} {other.seed}" in shown(at)


def test_two_takes_stand_beside_each_other_one_word_changed(shown):
    at = take()
    at.selectbox(key="text-word").select("sad")
    at.text_input(key="text-instead").set_value("sly")
    at = press(at, "text-other-word")
    other, first = takes_of(ME)
    assert other.prompt == "A sly blues in E minor with harmonica"
    assert (other.seed, other.mark.brief.mood, other.mark.brief.key) == (first.seed, "sly", "E minor")
    underlined = [element.proto.body for element in at.get("html") if "<u>" in element.proto.body]
    assert "<u>sad</u>" in underlined[0]
    assert "<u>sly</u>" in underlined[1]
    at.text_input(key="text-instead").set_value("")
    assert "Write the word that shall stand there instead." in shown(press(at, "text-other-word"))


def test_the_settings_of_a_take_come_back_into_the_widgets():
    at = take(**{"text-seconds": 3})
    seed = takes_of(ME)[0].seed
    write(at, "something else")
    at = press(at, "text-use-settings")
    assert (at.text_area(key="text-prompt").value, at.number_input(key="text-seed").value) == (BLUES, seed)
    assert at.slider(key="text-seconds").value == 3
    assert not at.toggle(key="text-fresh-seed").value


def test_a_take_goes_to_genre_mix_with_its_mark(shown):
    at = take()
    assert at.button(key="text-to-mix").label == "Hear its genre mix"
    at.button(key="text-to-mix").click().run()
    (song,) = at.session_state["songs"]
    kept = takes_of(ME)[0]
    assert (song.name, song.data) == (f"blues_seed{kept.seed}_take1.flac", kept.path.read_bytes())


def test_a_take_goes_into_a_dataset_of_this_visitor_once(shown):
    at = press(take(), "text-to-dataset")
    assert "It is there now:" in shown(at)
    assert "It was there before:" in shown(press(at, "text-to-dataset"))
    (dataset,) = opened_datasets(ME)
    assert dataset.title == "Picked clips of the band"
    assert not [each for each in opened_datasets(OTHER) if each.title == dataset.title]


def test_forty_favourites_are_enough(shown, monkeypatch):
    monkeypatch.setattr("core.ui.text.takes.MAX_FAVOURITES", 1)
    at = press(press(take(), "text-star"), "text-make")
    assert "There are 1 favourites already" in shown(press(at, "text-star"))
    assert MAX_FAVOURITES == 40


def test_a_take_that_is_broken_or_half_written_is_left_out(shown):
    at = take()
    press(at, "text-make")
    second, first = takes_of(ME)
    (first.folder / "take.json").write_text("{")
    (second.folder.parent / f".{'c' * 16}.12345678.part").mkdir()  # what a crash leaves
    assert [each.number for each in takes_of(ME)] == [2]
    assert "Take 2 (above)" in shown(well(visit()))


def test_without_weights_the_page_says_what_is_missing_and_offers_the_band(shown, monkeypatch):
    monkeypatch.setattr("core.generation.musicgen.hub.ENDPOINT", "GENRESCOPE_NO_HUB")
    at = write(visit(**{"text-engine": "musicgen"}), BLUES)
    assert "The weights of MusicGen small for transformers are not on this machine" in shown(at)
    assert "CC BY-NC 4.0" in shown(at)
    assert "weights-ask-small-transformers-press" in keys(at)
    assert "The weights of this model are not here." in shown(press(at, "text-make"))
    at = press(at, "text-use-band")
    assert "The band reads: blues, E minor, sad, harmonica." in shown(at)


def test_a_look_up_that_failed_leaves_one_way_to_try_again(shown):
    from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, folder_of, new_id, now
    from core.jobs.records import write as write_record

    job_id = new_id("musicgen-size")
    spelt = "core.generation.musicgen.fetching"
    asked = Request("musicgen-size", "Looking up", ME, now(), f"{spelt}:look_up", f"{spelt}:FetchWish", {})
    write_record(folder_of(job_id), REQUEST, asked)
    write_record(folder_of(job_id), ATTEMPT, Attempt(1, "local", "none", 0.0, True))
    write_record(folder_of(job_id), RECORD, Record(1, 1, "failed", 0.0, "", now(), now(), error="no answer came"))
    at = visit(**{"text-engine": "musicgen", "page_jobs": {"weights-ask-small-transformers": job_id}})
    assert "The hub cannot be asked now" in shown(at)
    assert [button.label for button in at.main.button].count("Look up what they weigh") == 1
    assert not {button.label for button in at.main.button} & {"Start again", "Dismiss"}


def test_without_audiocraft_transformers_alone_runs_and_without_both_the_band_plays(shown, monkeypatch):
    from core.generation.musicgen import engines

    monkeypatch.setattr(engines, "find_spec", lambda name: None if name == "audiocraft" else object())
    at = visit(**{"text-engine": "musicgen"})
    assert "Audiocraft is not installed; `python3 install.py --again` installs it." in shown(at)
    assert "Until then MusicGen runs by transformers alone." in shown(at)
    assert list(at.selectbox(key="text-by").options) == ["whichever fits", at.selectbox(key="text-by").options[1]]
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    at = visit(**{"text-engine": "musicgen"})
    assert "MusicGen cannot run here" in shown(at)
    assert "text-use-band" in keys(at)


def test_a_folder_without_a_model_is_explained(shown, tmp_path):
    for folder, words in {
        tmp_path / "none": "There is no such folder",
        "~nobodyx/a": "There is no such folder",
        tmp_path: "The model in this folder cannot be played",
    }.items():
        at = visit(**{"text-engine": "musicgen", "text-size": "folder", "text-folder": str(folder)})
        assert words in shown(at)
        assert "model=" not in shown(at)


def test_musicgen_is_a_job_whose_clips_become_takes(shown, tiny, monkeypatch):
    """The job runs here, as a cluster would run it; what is kept of it is what the page shows."""
    from core.generation.musicgen.job import make_clips

    asked = []
    monkeypatch.setattr("core.ui.text.making._submit", lambda order, params, *_: asked.append((order, params)))
    where = {"text-engine": "musicgen", "text-size": "folder", "text-folder": str(tiny)}
    at = visit(**where, **{"text-seconds": 1, "text-seed": 5, "text-fresh-seed": False, "text-count": 2})
    at = press(write(at, "calm piano"), "text-make")
    ((order, params),) = asked
    assert (params.prompt, params.seed, params.batch, params.duration_s) == ("calm piano", 5, 2, 1.0)
    assert (params.guidance, params.temperature, params.top_k, params.top_p) == (3.0, 1.0, 250, 0.0)
    adopt(order, params, make_clips, monkeypatch)
    at = well(at.run())
    second, first = takes_of(ME)
    assert (second.seed, first.seed, second.place) == (5, 5, 1)
    assert first.path.read_bytes() != second.path.read_bytes()
    assert "By tiny-musicgen: guidance 3.0" in shown(at)
    assert "not for commercial use" in shown(at)
    at = press(at, "text-use-settings")
    assert at.text_input(key="text-folder").value == str(tiny)
    assert at.number_input(key="text-count").value == 2


def adopt(order: Order, params, function, monkeypatch) -> None:
    """A job of this visitor that is done: its folder as a worker leaves it."""
    from core.jobs.records import ATTEMPT, RECORD, REQUEST, Attempt, Record, Request, folder_of, new_id, now
    from core.jobs.records import write as write_record

    folder = folder_of(new_id(order.engine))
    result = run_here(function, params, folder=folder)
    spelt = f"{function.__module__}:{function.__name__}"
    kind = f"{type(params).__module__}:{type(params).__name__}"
    asked = Request(order.engine, "Music", ME, now(), spelt, kind, dict(order.params))
    write_record(folder, REQUEST, asked)
    write_record(folder, ATTEMPT, Attempt(1, "local", "none", 0.0, True))
    write_record(folder, RECORD, Record(1, 1, "done", 1.0, "", now(), now(), result=result))


def test_a_broken_recording_is_explained_and_nothing_is_lost(shown):
    at = write(visit(**{"text-engine": "musicgen", "text-size": "melody"}), BLUES)
    for name, data in (("../../evil.wav", b"RIFF"), ("empty.mp3", b"")):
        at = well(at.file_uploader[-1].set_value((name, data, "audio/wav")).run())
        assert f"This recording cannot be used “{name}” " in shown(at)
    assert at.text_area(key="text-prompt").value == BLUES
    assert not (workspace() / "text" / "uploads").exists()


def test_a_melody_and_a_recording_to_go_on_from_reach_the_job(shown, wav, tone, monkeypatch, tiny):
    asked = []
    monkeypatch.setattr("core.ui.text.making._submit", lambda order, params, *_: asked.append(params))
    where = {"text-engine": "musicgen", "text-size": "folder", "text-folder": str(tiny), "text-seconds": 10}
    at = write(visit(**where), "on it goes")
    sound = wav(np.asarray(tone(440, 3.0)))
    for what in ("given", "melody"):
        box = next(each for each in at.file_uploader if each.key and what in each.key)
        at = well(box.set_value((f"../my {what}.wav", sound, "audio/wav")).run())
    assert "A melody to follow: ../my melody.wav, 0:03" in shown(at)
    press(at, "text-make")
    (params,) = asked
    assert params.given.endswith("my_given.wav")
    assert params.melody.endswith("my_melody.wav")
    assert params.given_s == 3.0
    assert str(workspace()) in params.melody
    at = press(at, "text-without-melody")
    press(at, "text-make")
    assert asked[1].melody == ""


def test_what_stays_in_memory_is_told_and_let_go_with_its_bytes(shown, monkeypatch):
    from core.generation.musicgen.keeping import Kept

    kept = [Kept("tiny", "tiny-musicgen", "transformers", "cpu", "float32", 2_500_000, "here", "tcp://worker")]
    monkeypatch.setattr("core.generation.musicgen.keeping.models_in_memory", lambda: tuple(kept))
    monkeypatch.setattr("core.generation.musicgen.keeping.unload_models", lambda: kept.pop().n_bytes)
    at = visit(**{"text-engine": "musicgen"})
    assert "In memory: tiny-musicgen on cpu: 2.5 MB" in shown(at)
    assert "2.5 MB freed." in shown(press(at, "text-unload"))


def test_how_long_it_may_take_is_told_by_the_fastest_of_the_last_takes_of_its_kind():
    order = Order("musicgen", {"model": "small", "duration_s": 20.0, "batch": 2})
    assert estimate_words(order, []) == "It is a job: you may leave the page meanwhile."
    take = SimpleNamespace(engine="musicgen", params=order.params, duration_s=10.0, mark=SimpleNamespace(took_s=60.0))
    assert estimate_words(order, [take]).startswith(
        "About 2 min, as your last take of this model.".replace(" min", "\u00a0min")
    )
    warm = SimpleNamespace(engine="musicgen", params=order.params, duration_s=10.0, mark=SimpleNamespace(took_s=10.0))
    assert estimate_words(order, [take, warm]).startswith(
        "About 20\u00a0s, as the fastest of your last 2 takes of this model."
    )
    assert estimate_words(Order("band", {"duration_s": 30.0}), []) == "It plays at once."
    played = SimpleNamespace(engine="band", params={}, duration_s=10.0, mark=SimpleNamespace(took_s=1.0))
    assert "as your last take of the band" in estimate_words(Order("band", {"duration_s": 120.0}), [played])


def test_a_language_model_is_asked_where_one_is_named(shown, monkeypatch):
    for name in ("GENRESCOPE_LLM_URL", "GENRESCOPE_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    where = {"text-brief-source": "language"}
    assert "No language model is named; set GENRESCOPE_LLM_URL and GENRESCOPE_LLM_MODEL" in shown(visit(**where))
    monkeypatch.setenv("GENRESCOPE_LLM_URL", "http://localhost:9/v1")
    monkeypatch.setenv("GENRESCOPE_LLM_MODEL", "tiny")
    assert visit(**where).button(key="text-ask-language").label == "Ask tiny"


def test_a_deep_link_opens_the_page_in_the_app(new_visit):
    assert not new_visit("pages/11_Text_to_music.py").exception


def test_an_example_outlives_a_run_that_the_browser_asked_for_before_it_was_there():
    at = press(visit(), "text-example-Slow blues")
    sentence = at.text_area(key="text-prompt").value
    assert write(at, "").text_area(key="text-prompt").value == sentence  # what the browser still had
    at = press(write(at, "rock"), "text-example-Slow blues")
    well(at.run())  # it is there now
    assert write(at, "rock").text_area(key="text-prompt").value == "rock"


def test_a_server_that_others_reach_opens_no_paths(monkeypatch):
    monkeypatch.setattr("core.ui.text.network.is_local", lambda: False)
    at = visit(**{"text-engine": "musicgen", "text-size": "folder", "text-folder": "/etc"})
    assert "A folder of yours" not in at.selectbox(key="text-size").options
    assert at.selectbox(key="text-size").value == "small"
    assert not [box for box in at.text_input if box.key == "text-folder"]


def test_what_was_refused_is_forgotten_when_something_else_is_asked(shown):
    at = press(visit(), "text-make")
    assert "This could not be made" in shown(at)
    assert "This could not be made" not in shown(write(at, BLUES))


def test_clips_of_one_seed_are_told_apart_and_words_the_band_does_not_read_are_named():
    shared = {"engine": "musicgen", "params": {"batch": 2, "seed": 7, "duration_s": 2.0}, "way": NEW_SEED}
    pair = [Take("a" * 16, place + 1, "", place=place, **shared) for place in (0, 1)]
    assert [menu_words(take) for take in pair] == ["Take 1, seed 7, clip 1 of 2", "Take 2, seed 7, clip 2 of 2"]
    assert unread_words(pair[0]) == ""
    params = {"prompt": "a cheerful blues in E minor", "genre": "blues", "seed": 7, "duration_s": 2.0}
    assert unread_words(Take("b" * 16, 3, "", "band", params, NEW_SEED)) == "The band did not read “cheerful”."
