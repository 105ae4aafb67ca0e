"""The Genre mix page with a pretrained listener, and without its files: what it hears, what one gains, no waiting."""

from dataclasses import replace

import pytest

from core import downloads
from core.models import loaded
from core.runs import read_record
from core.ui import cache, engine
from core.ui.sections.listeners import gain_words
from core.ui.shelf import Shelf
from tests.core.listening_runs import save_listening

PRETRAINED = "pretrained: may have heard these artists"


@pytest.fixture
def song(tone, clicks, wav):
    """A song of 12 s: a tone with a beat."""
    return "song.wav", wav(tone(220.0, 12.0) + clicks(120.0, 12.0) * 0.3)


@pytest.fixture
def visit(new_visit, monkeypatch):
    """``visit(model)``: a session that listens with that model; models of other tests are forgotten."""
    monkeypatch.setattr(cache, "_models", Shelf(4))
    monkeypatch.setattr(cache, "_heard", Shelf(8))

    def come(model: str):
        at = new_visit()
        at.session_state["model"] = model
        return at.run()

    return come


def alone(monkeypatch) -> list[str]:
    """No mirror, an empty workspace, and a note of each file that anybody asks the network for."""
    asked: list[str] = []
    monkeypatch.delenv("GENRESCOPE_MIRROR", raising=False)
    monkeypatch.setattr(downloads, "_download", lambda name, remote, **more: asked.append(name))
    return asked


def test_a_listener_shows_what_it_hears_and_owns_up_to_what_it_may_know(visit, shown, song, bring):
    save_listening()
    at = bring(visit("ears"), song)
    text = shown(at)
    assert not at.exception
    assert "The strips under it show what the random listener of the tests names" in text
    assert PRETRAINED in text
    assert "by what its listeners hear" in text
    assert "never heard" not in text
    assert "would name" not in text


def test_the_chooser_has_each_models_score_protocol_and_price(visit):
    save_listening()
    (chooser,) = [radio for radio in visit("ears").radio if radio.label == "Listen with"]
    assert chooser.value == "ears"
    captions = dict(zip(chooser.options, chooser.proto.captions, strict=True))
    ours, classic = captions["ears"], captions["GTZAN classic"]
    assert ours.startswith("Names ")
    assert "of 100 held-out songs" in classic
    assert "no artist on both sides" in classic
    assert "leaky" in ours  # the made run is one by random tracks
    assert f"{PRETRAINED}; hears by the random listener of the tests" in ours
    assert "pretrained" not in classic


def test_without_its_files_the_classic_model_answers_and_nothing_is_fetched(visit, shown, song, bring, monkeypatch):
    asked = alone(monkeypatch)
    save_listening("far ears", inputs="musicnn-jamendo")
    at = visit("far ears")
    assert "3.3 MB to download, licences MIT" in shown(at).replace("\u00a0", " ")
    at = bring(at, song)
    text = shown(at)
    assert not at.exception
    assert "Keep it" in text
    assert "“far ears” would name" in text
    assert PRETRAINED in text
    assert "GTZAN classic" in text
    assert "The strips under it" not in text
    assert [button.label for button in at.main.button].count("Download the listeners") == 1
    assert asked == []


def test_by_default_the_built_in_listener_answers_where_its_files_are_here_and_is_offered_where_not(
    new_visit, shown, monkeypatch
):
    monkeypatch.setattr(cache, "_models", Shelf(4))
    classic = loaded._built_in()[loaded.BUILT_IN]
    here, far = save_listening(loaded.LISTENER), save_listening("far", inputs="musicnn-jamendo")
    monkeypatch.setattr(loaded, "_built_in", lambda: {loaded.BUILT_IN: classic, loaded.LISTENER: here})
    at = new_visit()
    assert at.radio(key=f"listen-with-{loaded.LISTENER}").value == loaded.LISTENER
    assert "would name" not in shown(at)
    alone(monkeypatch)
    record = replace(read_record(far), name=loaded.LISTENER)
    monkeypatch.setattr(loaded, "describe_models", lambda: [read_record(classic), record])
    monkeypatch.setattr(engine, "describe_models", lambda: [read_record(classic), record])
    assert "would name" in shown(new_visit())


def test_by_default_nothing_is_offered_where_the_built_in_listener_is_not_part_of_the_program(
    new_visit, shown, monkeypatch
):
    alone(monkeypatch)
    monkeypatch.setattr(loaded, "BUILT_IN_MODELS", (loaded.BUILT_IN,))
    assert "would name" not in shown(new_visit())


def test_the_gain_is_read_from_the_record_and_told_on_the_very_same_tracks(workspace):
    save_listening("far ears", inputs="musicnn-jamendo")
    option = engine.options_for("")["far ears"]
    rows = [
        {"n_tracks": 20, "accuracy": 0.9, "of_classic": 0.5},
        {"n_tracks": 484, "accuracy": 0.716, "of_classic": 0.531},
    ]
    compared = replace(option, record=replace(option.record, extra={"beside_classic": rows}))
    words = gain_words(compared, {"accuracy": 0.57, "n_tracks": 948})
    assert "would name 72 of 100 songs by artists that it did not learn from, instead of 53 (484 tracks)" in words
    alone = gain_words(option, {"accuracy": 0.57, "n_tracks": 948})
    assert "the classic model, which answers now, 57 of 100 of its own 948" in alone


def test_another_model_can_be_chosen_and_stays(visit, shown, song, bring):
    save_listening()
    at = bring(visit("ears"), song)
    at.radio(key="listen-with-ears").set_value("gtzan-classic").run()
    assert at.session_state["model"] == "gtzan-classic"
    assert "The strips under it" not in shown(at)
    assert "What stands out" in shown(at.run())
