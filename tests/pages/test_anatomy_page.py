"""The Anatomy page: opens empty, shows what was measured, explains bad input, keeps names and songs apart."""

import html
import json

import numpy as np
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.anatomy import DESCRIPTORS, take_apart
from core.data.opened import open_dataset
from core.figures.lanes import value_words
from core.generation.clips import clip_bytes
from core.generation.marks import RULES, Mark
from core.sound.decode import decode
from core.ui.anatomy import engine, taking
from core.ui.anatomy.groups import GROUPS
from core.ui.anatomy.piece import of_song, of_track
from core.ui.lanes import capital
from core.ui.shelf import Shelf
from core.ui.state import Song
from core.workspace import PROJECT_ROOT

TITLE = "What is this song made of?"
PAGE = PROJECT_ROOT / "pages" / "5_Anatomy.py"
EVIL = "<img src=x onerror=alert(1)>**bold**.wav"
SR = 22050


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def music(tone, clicks, wav):
    """``music(freq_hz)``: four seconds of a tone with a beat, as a WAV."""
    return lambda freq_hz=220.0: wav(tone(freq_hz, 4.0) + clicks(120.0, 4.0) * 0.3)


def visit(*pieces, **session) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    at.session_state["visitor"] = "a" * 32
    at.session_state["pieces"] = pieces
    for key, value in session.items():
        at.session_state[key] = value
    return at.run()


def drop(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return at.run()


def players(at: AppTest) -> list[dict]:
    """What each player of the page draws."""
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    return [json.loads(proto.json) for proto in found if proto.component_name == "genrescope_player"]


def lane_titles(at: AppTest) -> list[list[str]]:
    return [[lane["title"] for lane in player["lanes"]["lanes"]] for player in players(at)]


def test_the_empty_page_asks_one_question_and_says_what_will_be_here(shown):
    at = visit()
    assert not at.exception
    assert TITLE in shown(at)
    assert "What you will see" in shown(at)
    assert "Or a track of Arranged-10" in shown(at)
    assert not players(at)


def test_a_dropped_song_is_shown_with_the_numbers_of_the_engine(shown, music):
    at = drop(visit(), "song.wav", music())
    apart = take_apart(decode(music(), sr=SR))
    assert not at.exception
    (player,) = players(at)
    assert player["parts"]
    assert player["beats_s"] == pytest.approx(apart.beats_s, abs=1e-3)
    assert player["duration_s"] == pytest.approx(4.0)
    first = next(iter(GROUPS.values()))
    assert lane_titles(at) == [[capital(DESCRIPTORS[name].title) for name in first.descriptors]]
    assert value_words(apart.columns["rms_mean"], "") in shown(at)
    assert len(at.get("audio")) == 1
    assert not at.get("download_button")


def test_each_group_brings_its_own_lanes_numbers_and_formulas(music):
    at = visit(of_song(Song("song.wav", music())))
    for name in ("Rhythm", "Parts"):
        at.button_group[0].set_value(name).run()
        titles = [capital(DESCRIPTORS[each].title) for each in GROUPS[name].descriptors]
        assert lane_titles(at) == [["Beats"] * GROUPS[name].beats + titles]
        assert [latex.value.strip("$\n") for latex in at.latex] == [
            DESCRIPTORS[each].formula for each in GROUPS[name].descriptors
        ]
    assert at.get("plotly_chart")[0].proto.alt.startswith("Share of the energy in steady tones")


def test_two_songs_stand_beside_each_other_on_the_same_axes(shown, music):
    at = visit(
        of_song(Song("one.wav", music(220.0))), of_song(Song("two.wav", music(880.0))), **{"anatomy-group": "Colour"}
    )
    one, two = players(at)
    assert (one["name"], two["name"]) == ("one.wav", "two.wav")
    centroids = [player["lanes"]["lanes"][0] for player in (one, two)]
    assert centroids[0]["high"] == centroids[1]["high"]
    assert np.mean(centroids[0]["mean"]) < np.mean(centroids[1]["mean"])
    at.button(key="let-go-0").click().run()
    assert [player["name"] for player in players(at)] == ["two.wav"]


def test_a_second_song_is_asked_for_and_a_bad_one_leaves_the_first(shown, music):
    at = visit(of_song(Song("one.wav", music())))
    at.toggle[0].set_value(True).run()
    assert "Which song beside it?" in shown(at)
    at = drop(at, "notes.wav", b"these are words, not sound")
    assert "This song cannot be taken apart" in shown(at)
    assert "“notes.wav”: " in shown(at)
    assert [player["name"] for player in players(at)] == ["one.wav"]
    assert "Which song beside it?" in shown(at)


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("words.mp3", lambda wav, tone: b"these are words, not sound", "it holds text; choose wav"),
        ("silence.wav", lambda wav, tone: wav(np.zeros(2 * SR)), "there is only silence in it (every sample is zero)"),
        ("hush.wav", lambda wav, tone: wav(tone(220.0, 2.0, amplitude=5e-5)), "loudest sample lies at -8"),
        ("short.wav", lambda wav, tone: wav(tone(220.0, 0.1)), "lasts 0.10 s"),
    ],
)
def test_what_cannot_be_taken_apart_says_why_and_the_page_stays(shown, wav, tone, name, make, words):
    at = drop(visit(), name, make(wav, tone))
    assert not at.exception
    assert f"“{name}”: " in shown(at)
    assert words.casefold() in shown(at).casefold()
    assert "What you will see" in shown(at)


def test_a_track_of_a_dataset_is_told_with_its_genre_and_how_usual_it_is(shown, tmp_path, tone):
    (tmp_path / "jazz").mkdir()
    sf.write(tmp_path / "jazz" / "one.wav", tone(440.0, 4.0), SR)
    (track,) = open_dataset(str(tmp_path)).tracks()
    at = visit(of_track(track), **{"anatomy-group": "Colour"})
    assert "jazz/one.wav" in shown(at)
    assert "sual for jazz: higher than in" in shown(at)


def test_a_track_of_the_band_says_that_it_is_neither_ai_nor_real(shown):
    at = visit(of_track(open_dataset("arranged").tracks()[0]))
    assert not at.exception
    assert "arranged by rules of this project, played by a soundfont: no AI, no real music (blues, seed" in shown(at)


def test_what_the_reference_was_not_measured_for_is_said(shown, music):
    at = visit(of_song(Song("song.wav", music())), **{"anatomy-group": "Colour"})
    assert "Of spectral flatness and spectral contrast nothing usual is known: 948 clips" in shown(at)


def test_a_song_can_be_held_against_the_table_of_the_dataset_in_use(shown, music):
    at = visit(of_song(Song("song.wav", music())), **{"anatomy-group": "Colour"})
    choice = at.sidebar.selectbox[1]
    assert choice.label == "Usual ranges of"
    choice.set_value(choice.options[1]).run()
    assert not at.exception
    assert "nothing usual is known" not in shown(at)
    assert "tracks of Arranged-10." in shown(at)


def test_a_song_that_was_heard_is_taken_apart_by_a_click(bring, music):
    at = AppTest.from_file(PROJECT_ROOT / "app.py", default_timeout=120)
    at.session_state["visitor"] = "a" * 32
    bring(at.run(), ("heard.wav", music()))
    at.button(key="take-apart").click().run()
    assert not at.exception
    assert [player["name"] for player in players(at)] == ["heard.wav"]


def test_songs_that_were_brought_to_genre_mix_are_offered(music):
    at = visit(songs=(Song("mine.wav", music()),))
    own = at.selectbox(key="anatomy-own-0")
    assert own.options == ["mine.wav"]
    own.set_value(0).run()
    assert [player["name"] for player in players(at)] == ["mine.wav"]


def test_a_name_never_becomes_html_or_markdown(shown, music):
    at = visit(of_song(Song(EVIL, music())))
    bodies = "\n".join(element.proto.body for element in at.get("html"))
    assert html.escape(EVIL) in bodies
    assert "<img" not in bodies
    assert not [text.value for text in (*at.markdown, *at.caption) if "bold" in text.value]


def test_the_same_recording_is_taken_apart_once_whatever_it_is_called(music, monkeypatch):
    taken = []
    monkeypatch.setattr(taking, "_taken", Shelf(4))
    monkeypatch.setattr(engine, "take_apart", lambda *args, **more: taken.append(1) or take_apart(*args, **more))
    for name in ("a.wav", "b.wav"):
        assert [player["name"] for player in players(visit(of_song(Song(name, music()))))] == [name]
    assert len(taken) == 1


def test_a_song_that_says_so_was_made_here(tone, shown):
    made = clip_bytes(tone(330.0, 4.0), Mark("band", "rules", 7, source_type=RULES, licence="made-here"), sr=SR)
    text = shown(visit(of_song(Song("made.flac", made))))
    assert "made by Genrescope, seed 7\n" in text
    assert "Band: made by rules, without a model. So says a mark in the file" in text
