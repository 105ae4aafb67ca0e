"""The Genre mix page: opens empty, shows the numbers of the engine, explains bad input, keeps visitors apart."""

import html

import pytest

from core.errors import ModelError
from core.features import SR
from core.generation.clips import clip_bytes
from core.generation.demos import DEMOS, make_demo
from core.generation.marks import Mark
from core.genre_mix import genre_mix
from core.models import loaded
from core.models.loaded import load_model
from core.sound.decode import decode
from core.ui import cache, engine
from core.ui.pages import PAGES
from core.ui.sections.answer import headline
from core.ui.shelf import Shelf
from core.ui.songs import MAX_SONGS

TITLE = "What does this song sound like?"
EVIL_NAMES = (
    "<img src=x onerror=alert(1)>**bold**.wav",
    r"$\LaTeX$ :material/home: [link](javascript:x).wav",
)


@pytest.fixture(autouse=True)
def classic(monkeypatch):
    """A program without a built-in listener: what it would change is tested beside (`test_listener_page`)."""
    monkeypatch.setattr(loaded, "BUILT_IN_MODELS", (loaded.BUILT_IN,))


@pytest.fixture
def music(tone, clicks, wav):
    """``music(freq_hz)``: six seconds of a tone with a beat, as a WAV."""
    return lambda freq_hz=220.0: wav(tone(freq_hz, 6.0) + clicks(120.0, 6.0) * 0.3)


@pytest.mark.parametrize("script", ["app.py", *(f"pages/{entry.file}" for entry in PAGES)])
def test_every_page_opens_empty_from_the_app_and_as_a_deep_link(new_visit, script):
    at = new_visit(script)
    assert not at.exception
    assert at.get("html")


def test_the_empty_page_asks_one_question_and_says_what_will_be_here(new_visit, shown):
    at = new_visit()
    assert TITLE in shown(at)
    assert "What you will see" in shown(at)
    assert at.file_uploader[0].accept_multiple_files
    assert [button.label for button in at.main.button] == [clip.title for clip in DEMOS.values()]
    assert at.get("audio_input")[0].proto.sample_rate == 44_100


def test_settings_come_last_and_are_folded(new_visit):
    at = new_visit()
    assert at.expander[0].label.startswith("Settings")
    assert not at.expander[0].proto.expanded


def test_a_demo_clip_shows_the_numbers_of_the_engine(new_visit, shown):
    name, clip = next(iter(DEMOS.items()))
    at = new_visit()
    at.button(key=f"demo-{name}").click().run()
    mix = genre_mix(decode(make_demo(name), sr=SR), model=load_model())
    text = shown(at)
    assert not at.exception
    assert clip.title in text
    assert "".join(headline(mix)).replace("\u00a0", " ") in text
    assert "does not mean that this much of the song" in text
    assert f"Of 100 {mix.top[0]} songs by artists it has never heard, it calls" in text
    assert all(near.track_id in text for near in mix.neighbours)
    assert len(at.get("download_button")) == 4


@pytest.mark.parametrize("name", ["core.ui.cache.demo", "core.ui.state.bring"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_demo_clip_is_brought_though_another_click_ends_the_run(new_visit, shown, another_click, name, when):
    demo, clip = next(iter(DEMOS.items()))
    at = new_visit()
    ended = another_click(name, when)
    at.button(key=f"demo-{demo}").click().run()
    assert (ended, at.exception.len) == ([when], 0)
    assert clip.title in shown(at)
    assert "does not mean that this much of the song" in shown(at)


def test_every_chart_has_an_alt_text_and_a_sentence_under_it(new_visit, music, bring):
    at = bring(new_visit(), ("song.wav", music()))
    charts = at.get("plotly_chart")
    assert len(charts) == 3
    assert all(chart.proto.alt for chart in charts)
    assert sum("gs-caption" in element.proto.body for element in at.get("html")) >= len(charts)


def test_a_bad_file_gets_the_errors_own_words_and_the_page_stays_usable(new_visit, shown, music, bring):
    at = bring(new_visit(), ("notes.mp3", b"these are words, not sound"))
    assert "“notes.mp3” cannot be heard" in shown(at)
    assert "it holds text; choose wav" in shown(at)
    at = bring(at, ("song.wav", music()))
    assert "cannot be heard" not in shown(at)
    assert "Keep it" in shown(at)


def test_a_song_that_is_too_short_is_refused_in_the_engines_words(new_visit, shown, tone, wav, bring):
    assert "at least 3 s" in shown(bring(new_visit(), ("short.wav", wav(tone(440.0, 1.0)))))


def test_of_several_files_the_good_ones_are_shown_and_each_bad_one_gets_its_line(new_visit, shown, music, bring):
    files = (("one.wav", music(220.0)), ("two.wav", music(330.0)), ("bad.wav", b"x" * 100), ("empty.wav", b""))
    at = bring(new_visit(), *files)
    assert at.dataframe[0].value["Song"].tolist() == ["one.wav", "two.wav"]
    assert "“bad.wav” cannot be heard" in shown(at)
    assert "“empty.wav” cannot be heard" in shown(at)
    assert at.get("download_button")[0].proto.label == "Table (CSV)"


def test_more_songs_than_fit_are_named(new_visit, shown, bring):
    at = bring(new_visit(), *((f"{i}.wav", bytes([i])) for i in range(MAX_SONGS + 1)))
    assert f"“{MAX_SONGS}.wav” cannot be heard" in shown(at)


def test_another_song_brings_the_empty_page_back(new_visit, shown, music, bring):
    at = bring(new_visit(), ("song.wav", music()))
    at.button(key="another-song").click().run()
    assert "What you will see" in shown(at)
    assert "song.wav" not in shown(at)


def test_what_is_no_music_is_met_with_doubt(new_visit, shown, noise, wav, bring):
    at = bring(new_visit(), ("noise.wav", wav(noise(12.0))))
    assert "I am not sure: this is unlike anything I was trained on." in shown(at)
    assert "If I had to choose" in shown(at)
    assert "These scores are for music like its training tracks; this sound is not." in shown(at)
    assert "When it answers" not in shown(at)


def test_two_visitors_never_see_each_others_songs(new_visit, shown, music, bring):
    first, second = new_visit(), new_visit()
    first = bring(first, ("secret of the first.wav", music()))
    # The same recording under another name: the result may be shared, the name may not.
    second = bring(second.run(), ("my own.wav", music()))
    assert "secret of the first.wav" in shown(first)
    assert "my own.wav" in shown(second)
    assert "secret" not in shown(second)
    assert "my own" not in shown(first.run())
    assert "What you will see" in shown(new_visit())


def test_the_same_recording_is_heard_once(new_visit, music, bring, monkeypatch):
    heard = []
    monkeypatch.setattr(cache, "_heard", Shelf(8))
    monkeypatch.setattr(engine, "genre_mix", lambda *args, **more: heard.append(1) or genre_mix(*args, **more))
    for name in ("a.wav", "b.wav"):
        bring(new_visit(), (name, music())).run()
    assert len(heard) == 1


@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_file_name_never_becomes_html_or_markdown(new_visit, shown, music, bring, name):
    at = bring(new_visit(), (name, music()), ("other.wav", music(500.0)), (f"bad {name}", b"x" * 99))
    bodies = "\n".join(element.proto.body for element in at.get("html"))
    assert name in shown(at)
    assert html.escape(name) in bodies
    assert "<img" not in bodies
    markdown = [element.value for kind in (at.markdown, at.caption, at.error, at.warning) for element in kind]
    labels = [button.proto.label for button in at.get("download_button")] + [button.label for button in at.button]
    assert not [text for text in [*markdown, *labels] if name[:8] in text]


@pytest.mark.parametrize("kind", ["flac", "wav"])
def test_a_song_that_says_so_was_made_here_and_nothing_is_said_of_others(new_visit, shown, music, tone, bring, kind):
    mark = Mark("jazz", "jazz-tokens-lstm", 7, licence="made-here")
    made = clip_bytes(tone(330.0, 4.0), mark, sr=SR, kind=kind)
    at = bring(new_visit(), (f"made.{kind}", made))
    assert "made by Genrescope, seed 7\n" in shown(at)
    assert "Jazz, model jazz-tokens-lstm: made by a model that was trained on the works of others." in shown(at)
    assert "So says a mark in the file, which anybody can write or take out." in shown(at)
    assert "made by Genrescope" not in shown(bring(at.button(key="another-song").click().run(), ("a.wav", music())))


def test_what_a_stranger_wrote_into_a_mark_stays_text(new_visit, shown, tone, bring):
    mark = Mark(EVIL_NAMES[0][:-4], f"{EVIL_NAMES[1]}{'x' * 150}", 7, prompt="<script>", licence="made-here")
    at = bring(new_visit(), ("made.flac", clip_bytes(tone(330.0, 4.0), mark, sr=SR)))
    bodies = "\n".join(element.proto.body for element in at.get("html"))
    assert "made by Genrescope, seed 7" in shown(at)
    assert html.escape(EVIL_NAMES[0][:-4]).capitalize() in bodies
    assert "xxxxxxxxxxxxx" not in bodies  # shortened
    assert "<img" not in bodies
    assert "<script" not in bodies
    markdown = [element.value for kind in (at.markdown, at.caption, at.error, at.warning) for element in kind]
    assert not [text for text in markdown if "onerror" in text or "LaTeX" in text]


def test_without_a_model_the_page_says_what_to_do(new_visit, shown, monkeypatch):
    def nothing(name):
        raise ModelError("there is no model named 'gtzan-classic'; there are: none")

    monkeypatch.setattr(cache, "_models", Shelf(4))
    monkeypatch.setattr(engine, "load_model", nothing)
    at = new_visit()
    assert not at.exception
    assert "There is no model named 'gtzan-classic'; there are: none." in shown(at)
