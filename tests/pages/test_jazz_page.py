"""The Jazz page: opens empty, plays a clip on a press, the same notes for the same seed, and explains bad input."""

import json
from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.jazz.data.piece import Piece
from core.jazz.judging.copying import LEARNT, Learnt
from core.jazz.midi import read_midi, to_midi
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
from core.jazz.notes import Notes
from core.jazz.training.pieces import keep_pieces
from core.ui.jazz.clips import clips_of, keep, new_id
from core.ui.jazz.models import offered, own_name
from core.ui.jazz.steering import places_of, sliders_of
from core.workspace import PROJECT_ROOT
from tests.core.ui.jazz.test_telling import tune

TITLE = "What would you like to hear?"
PAGE = PROJECT_ROOT / "pages" / "10_Jazz.py"
ME, OTHER = "a" * 32, "b" * 32
EVIL = "<img src=x onerror=alert(1)>**bold**.mid"
SCALE = Notes.of([(0.5 * i, 0.4, 60 + i, 80) for i in range(12)])
SHORT = {"jazz-notes": 16, "jazz-unit": "notes"}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A workspace of its own, and no models but those that a test makes."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setattr("core.jazz.models.loaded.BUILT_IN", ())
    monkeypatch.setattr("core.ui.jazz.page.start_warm_up", lambda name: None)


@pytest.fixture
def tiny():
    """An untrained model of each kind in the workspace."""
    for kind in ("performance", "tokens"):
        model = debug_model(kind)
        about = {"title": f"Tiny {kind}", "data": {"title": "nothing"}, "scores": {"bound": 5.5}}
        save_model(models_folder() / f"tiny-{kind}", net=model.net, shape=model.shape, about=about)


def visit(visitor: str = ME, **session) -> AppTest:
    at = AppTest.from_file(PAGE, default_timeout=120)
    at.session_state["visitor"] = visitor
    for key, value in (SHORT | {"jazz-model": "tiny-performance"} | session).items():
        at.session_state[key] = value
    return at.run()


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    assert not at.warning
    return at


def choose(at: AppTest, way: str) -> AppTest:
    """Open one of the ways below the clips."""
    group = next(each for each in at.button_group if way in [option.content for option in each.proto.options])
    group.set_value(way).run()
    assert not at.exception
    return at


def bring(at: AppTest, name: str, data: bytes) -> AppTest:
    at.file_uploader[0].set_value((name, data, "audio/midi")).run()
    assert not at.exception
    return at


def players(at: AppTest) -> list[dict]:
    """What each player of the page draws."""
    found = [element.proto for element in at.main if element.type == "bidi_component"]
    return [json.loads(proto.json) for proto in found if proto.component_name == "genrescope_player"]


def roll(at: AppTest) -> dict:
    return players(at)[0]["lanes"]["lanes"][0]


def test_without_a_model_the_page_says_so_and_how_to_get_one(shown):
    at = visit()
    assert not at.exception
    assert TITLE in shown(at)
    assert "There is no model here that plays yet" in shown(at)
    assert "Bring jazz, or any music of which you have MIDI files" in shown(at)
    assert not players(at)


def test_the_page_opens_empty_and_silent_with_one_button(shown, tiny):
    at = visit()
    assert not at.exception
    assert at.button(key="jazz-play").label == "Play something new"
    assert "What you will see" in shown(at)
    assert "5.50 nats per note on held-out music; less is better." in shown(at)
    assert not players(at)
    assert not at.get("audio")


def test_a_press_makes_a_clip_draws_its_roll_and_calls_the_player_once(shown, tiny):
    at = press(visit(), "jazz-play")
    (clip,) = clips_of(ME)
    assert len(clip.notes) == 16
    call = players(at)[0]["call"]
    assert call > 0
    assert (roll(at)["kind"], len(roll(at)["pitches"])) == ("notes", 16)
    assert roll(at)["pitches"] == clip.notes.pitch.tolist()
    assert f"a new seed; seed {clip.seed}, temperature 0.5" in shown(at)
    press(at, "jazz-star")
    assert players(at)[0]["call"] == call  # nothing else plays


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_clip_is_made_once_and_called_though_another_click_ends_the_run(tiny, another_click, when):
    ended = another_click("core.ui.jazz.page.make_clip", when)
    at = press(visit(), "jazz-play")
    assert ended == [when]
    (clip,) = clips_of(ME)
    assert roll(at)["pitches"] == clip.notes.pitch.tolist()
    assert players(at)[0]["call"] > 0


def test_the_same_seed_gives_the_same_notes_and_another_one_others(tiny):
    at = press(visit(**{"jazz-seed": 7}), "jazz-again")
    first = roll(at)
    at.number_input(key="jazz-seed").set_value(8).run()
    assert roll(at) == first  # the clip stays until another is asked for
    other = roll(press(at, "jazz-again"))
    assert other["pitches"] != first["pitches"]
    at.number_input(key="jazz-seed").set_value(7).run()
    again = roll(press(at, "jazz-again"))
    assert (again["pitches"], again["starts_s"]) == (first["pitches"], first["starts_s"])
    assert [clip.seed for clip in clips_of(ME)] == [7, 8, 7]


def test_a_model_that_cannot_play_is_named_with_the_reason(shown, tiny):
    assert "Not every model can play" not in shown(visit())
    (models_folder() / "tiny-tokens" / "about.json").unlink()
    at = visit()
    assert not at.exception
    assert "Not every model can play" in shown(at)
    assert "The jazz model 'tiny-tokens' lacks about.json; train it again or copy it anew." in shown(at)
    (models_folder() / "tiny-performance" / "model.json").write_text('{"network": [1]}')
    at = visit()
    assert not at.exception
    assert "The jazz model 'tiny-performance' is damaged (model.json:" in shown(at)
    assert "There is no model here that plays yet" in shown(at)


def test_a_deep_link_opens_the_page_in_the_app(new_visit):
    assert not new_visit("pages/10_Jazz.py").exception


def test_sliders_are_offered_for_what_the_model_was_taught_and_are_remembered(shown, tiny):
    at = visit()
    assert {slider.label for slider in at.select_slider} == {
        "How many notes (notes per second)",
        "How high (MIDI pitch)",
        "How quick (onsets per second)",
        "How full the chords (notes per onset)",
    }
    model = offered(ME)["tiny-performance"]
    wished = places_of(model, sliders_of(model)[0])[-1]
    at.select_slider(key="jazz-attribute-density").set_value(wished).run()
    press(at, "jazz-play")
    assert clips_of(ME)[0].wishes == {"density": wished}
    at.selectbox(key="jazz-model").set_value("tiny-tokens").run()
    assert not at.exception
    assert "How many notes (notes per second)" not in [slider.label for slider in at.select_slider]


def test_how_it_is_played_changes_the_sound_of_the_clip_and_not_its_notes(tiny):
    at = press(visit(), "jazz-play")
    pitches = roll(at)["pitches"]
    at.selectbox(key="jazz-instrument").set_value("vibraphone").run()
    at.slider(key="jazz-transpose").set_value(2).run()
    assert not at.exception
    (clip,) = clips_of(ME)
    assert roll(at)["pitches"] == clip.notes.transposed(2).pitch.tolist()
    assert (clip.playing["instrument"], clip.playing["transpose"]) == ("vibraphone", 2)
    assert clip.notes.pitch.tolist() == pitches


def test_a_trio_is_drawn_and_says_how_far_its_pulse_is_to_be_trusted(shown, tiny, monkeypatch):
    at = press(visit(**{"jazz-notes": 60}), "jazz-play")
    assert len(players(at)[0]["lanes"]["lanes"]) == 1
    monkeypatch.setattr("core.jazz.playing.pulse.CLEAR", 1.1)
    at.toggle(key="jazz-trio").set_value(True).run()
    assert not at.exception
    keys, drums = players(at)[0]["lanes"]["lanes"]
    assert [voice["part"] for voice in keys["voices"]] == ["own", "bass"]
    assert drums["row_names"][0] == "kick"
    assert "No clear pulse was found in what the pianist plays" in shown(at)
    monkeypatch.setattr("core.jazz.playing.pulse.CLEAR", 0.0)
    assert "Bass and drums follow the pulse that was found in the notes" in shown(at.run())


def test_tokens_have_a_tempo_and_performances_have_none(shown, tiny):
    assert "it has no beats, so there is no tempo to set" in shown(visit())
    at = press(visit(**{"jazz-model": "tiny-tokens"}), "jazz-play")
    slow = players(at)[0]["duration_s"]
    at.slider(key="jazz-tempo").set_value(240).run()
    assert players(at)[0]["duration_s"] < slow


def test_a_phrase_is_gone_on_from_and_a_broken_file_explained(shown, tiny):
    at = bring(visit(), "phrase.mid", to_midi(SCALE))
    assert "phrase.mid:\n 12 notes, 0:06" in shown(at)
    press(at, "jazz-go-on")
    (clip,) = clips_of(ME)
    assert clip.n_given == 12
    assert [voice["part"] for voice in roll(at)["voices"]] == ["own", "given"]
    assert roll(at)["parts"] == [1] * 12 + [0] * (len(clip.notes) - 12)
    assert roll(at)["pitches"][:12] == SCALE.pitch.tolist()
    assert "12 of them yours" in shown(at)
    at = bring(at, EVIL, b"these are words")
    assert "This phrase cannot be used" in shown(at)
    assert f"“{EVIL}”: The file does not begin as a MIDI file does" in shown(at)
    assert "<img" not in "".join(element.proto.body for element in at.get("html"))


def test_the_way_between_two_seeds_is_told_in_a_table_and_each_step_can_be_heard(shown, tiny):
    at = press(choose(visit(), "Between two"), "jazz-walk")
    assert "Like the first" in shown(at)
    steps = [button for button in at.button if (button.key or "").startswith("jazz-step-")]
    assert len(steps) == 5
    press(at, steps[2].key)
    assert clips_of(ME)[0].way == "50\u00a0% of the way from seed 1 to seed 2"
    press(at, steps[2].key)
    assert len(clips_of(ME)) == 1


def test_two_clips_stand_side_by_side_with_what_differs(shown, tiny):
    at = press(press(visit(), "jazz-play"), "jazz-play")
    at = choose(at, "Compare two clips")
    assert [player["name"] for player in players(at)] == ["Clip 2", "Clip 1", "Clip 2"]
    assert "Seed" in shown(at)
    assert "Density, notes per second" in shown(at)


def test_clips_survive_a_reload_and_belong_to_one_visitor(shown, tiny):
    press(visit(), "jazz-play")
    again = visit()
    assert players(again)[0]["name"] == "Clip 1"
    assert players(again)[0]["call"] == 0  # silent until it is asked for
    assert not players(visit(OTHER))


def test_a_clip_is_starred_heard_again_and_deleted(shown, tiny):
    at = press(press(visit(), "jazz-play"), "jazz-play")
    newest, oldest = clips_of(ME)
    press(at, f"jazz-star-{oldest.id}")
    press(at, f"jazz-hear-{oldest.id}")
    assert players(at)[0]["name"] == "Clip 1"
    press(at, f"jazz-drop-{newest.id}")
    assert [(clip.number, clip.favourite) for clip in clips_of(ME)] == [(1, True)]


def test_its_settings_are_taken_again(tiny):
    at = press(visit(**{"jazz-seed": 7, "jazz-temperature-performance": 0.5}), "jazz-again")
    at.number_input(key="jazz-seed").set_value(9).run()
    at.slider(key="jazz-temperature-performance").set_value(1.5).run()
    press(at, "jazz-take-settings")
    assert (at.number_input(key="jazz-seed").value, at.slider(key="jazz-temperature-performance").value) == (7, 0.5)


def test_a_file_of_each_kind_is_there_to_take_home_and_says_what_made_it(tiny):
    from core.generation.marks import read_mark
    from core.ui.jazz import engine

    at = press(visit(), "jazz-play")
    (clip,) = clips_of(ME)
    assert len(at.get("download_button")) == len(engine.EXPORTS)
    content = engine.file_of(clip, "mid")
    assert read_midi(content).pitch.tolist() == clip.notes.pitch.tolist()
    for kind in engine.EXPORTS:
        mark = read_mark(engine.file_of(clip, kind))
        assert (mark.model, mark.seed) == ("tiny-performance", clip.seed)
    assert engine.name_of(clip, "mid") == f"genrescope_jazz_tiny-performance_seed{clip.seed}.mid"


def test_what_a_model_refuses_is_told_and_the_page_stays(shown, tiny):
    at = visit(**{"jazz-model": "tiny-tokens"})
    weights = models_folder() / "tiny-tokens" / "weights.safetensors"
    weights.write_bytes(b"broken")
    press(at, "jazz-play")
    assert "This could not be played" in shown(at)
    assert "is damaged" in shown(at)
    assert TITLE in shown(at)


def test_a_model_of_another_visitor_is_not_offered(tiny):
    (models_folder() / "tiny-tokens").rename(models_folder() / own_name(ME, "wish"))
    assert len(offered(ME)) == 2
    assert list(offered(OTHER)) == ["tiny-performance"]
    assert list(offered(None)) == ["tiny-performance"]


def test_the_models_are_told_with_their_scores_and_their_cards(shown, tiny):
    (models_folder() / "tiny-tokens" / "CARD.md").write_text("# Tiny\n\nIt knows nothing.\n\n## Limits\n")
    at = choose(visit(), "About the models")
    assert "It knows nothing.\n\n#### Limits" in [element.value for element in at.markdown]
    assert "Tiny tokens, from nothing" in shown(at)
    assert "5.50 per token" in shown(at)
    assert "A nat is what it costs to tell the next step" in shown(at)


def test_a_map_is_missed_in_words(shown, tiny):
    assert "There is no map of this model yet" in shown(choose(visit(), "Map"))


def test_files_to_learn_from_are_counted_and_the_bad_ones_named(shown):
    at = visit()
    files = [("scale.mid", to_midi(SCALE), "audio/midi"), ("words.mid", b"words", "audio/midi")]
    at.file_uploader[0].set_value(files).run()
    assert not at.exception
    assert "2 MIDI files:\n 1 piece, 12 notes." in shown(at)
    assert "Left out: 1 of 2 files" in shown(at)
    assert "“words.mid”: the file does not begin as a MIDI file does" in shown(at)
    assert "At least 3 pieces are needed" in shown(at)
    assert at.button(key="jazz-train").disabled
    at.selectbox(key="jazz-recipe").set_value("tokens-collapsed").run()
    assert "it strikes one note for ever" in shown(at)


def test_a_clip_that_repeats_what_was_learnt_is_warned_of_and_both_passages_can_be_heard(shown, tiny):
    pieces = [tune(seed) for seed in range(43)]
    learnt = Learnt.of(pieces[:3], held_out=pieces[3:], by_hashes=True)
    learnt.save(models_folder() / "tiny-performance" / LEARNT)
    brought = keep_pieces([Piece(piece, f"group {i}", 0, "") for i, piece in enumerate(pieces[:3])])
    about = models_folder() / "tiny-performance" / "about.json"
    told = json.loads(about.read_text()) | {"recipe": "jazz-performance-lstm", "data": {"pieces": brought}}
    about.write_text(json.dumps(told))
    press(visit(), "jazz-play")
    (made,) = clips_of(ME)
    stolen = pieces[0].taken(slice(5, 35)).from_zero().transposed(1)
    kept = keep(ME, replace(made, id=new_id(), number=0, notes=stolen))
    at = visit()
    assert "It repeats a passage that it learnt" in shown(at)
    assert "listen to both before you use it" in shown(at)
    at.toggle(key=f"jazz-both-{kept.id}").set_value(True).run()
    assert not at.exception
    own, source = (player["lanes"]["lanes"][0]["pitches"] for player in players(at)[1:])
    assert [pitch - 1 for pitch in own] == source
    brought_file = models_folder().parent / "pieces" / f"{brought}.npz"
    brought_file.unlink()
    at.run()
    assert "is not on this machine, so only the clip's own passage can be played" in shown(at)
    assert len(players(at)) == 2


def test_clips_that_were_kept_in_another_version_do_not_stop_the_page(tiny):
    at = press(visit(), "jazz-play")
    (clip,) = clips_of(ME)
    keep(ME, replace(clip, notes=clip.notes.taken(np.arange(4))))
    assert not at.run().exception
