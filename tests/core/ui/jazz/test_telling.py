"""What the Jazz page says of clips, sliders and copies is what was measured."""

import json
from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.piece import Piece
from core.jazz.judging.copying import LEARNT, Learnt
from core.jazz.models.loaded import models_folder
from core.jazz.notes import Notes
from core.jazz.steering.how_well import SliderReport
from core.jazz.training.job import prepare
from core.jazz.training.pieces import keep_pieces
from core.ui.jazz.copies import copy_of, own_passage, source_passage
from core.ui.jazz.steering import works_words
from core.ui.jazz.words import measured_words, origin_words, settings_rows, size_words
from core.workspace import workspace
from tests.core.ui.jazz.test_clips import make


def tune(seed: int, n: int = 40) -> Notes:
    rng = np.random.default_rng(seed)
    return Notes.of([(0.2 * i, float(rng.choice([0.2, 0.6, 1.2])), int(rng.integers(40, 80)), 80) for i in range(n)])


@pytest.fixture
def learnt(tmp_path, monkeypatch):
    """A model whose hashes know of one tune; forty others were held out."""
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    found = Learnt.of([tune(0)], held_out=[tune(seed) for seed in range(1, 41)], by_hashes=True)
    (models_folder() / "tiny").mkdir(parents=True)
    found.save(models_folder() / "tiny" / LEARNT)
    pieces = keep_pieces([Piece(tune(seed), f"group {seed}", 0, "") for seed in range(3)])
    about = {"recipe": "jazz-performance-lstm", "data": {"pieces": pieces}}
    (models_folder() / "tiny" / "about.json").write_text(json.dumps(about))


def test_a_clip_is_told_in_words():
    clip = make(settings={"seed": 7, "temperature": 0.9}, wishes={"register": 63.2, "manner": 2})
    assert origin_words(clip) == "Tiny; a new seed; seed 7, temperature 0.9, register E♭4, manner 2"
    assert size_words(replace(clip, n_given=1), 27.4) == "2 notes, 1 of them yours, 0:27"
    words = measured_words({"density": 4.21, "register": 63.0, "pace": 3.0, "polyphony": 1.4})
    assert words.replace("\u00a0", " ") == (
        "4.2 notes per second, around E♭4, 3.0 onsets per second, 1.4 notes per onset"
    )


def test_every_setting_of_a_clip_has_a_row():
    settings = {
        "seed": 7,
        "temperature": 1.0,
        "top_p": 0.95,
        "n_notes": 100,
        "duration_s": None,
        "repetition_guard": True,
    }
    rows = settings_rows(make(settings=settings, wishes={"density": 4.0}, is_timed=False))
    assert (rows["Seed"], rows["Length asked for"], rows["Asked density"]) == ("7", "100 notes", "4.0")
    assert (rows["Asked pace"], rows["Tempo"], rows["Manner"]) == ("as it comes", "120", "as it comes")


def test_a_slider_says_how_well_it_works_and_what_it_drags_along():
    report = SliderReport(
        *("density", 200, 0.931, (0.9, 0.95), {"register": -0.31, "pace": 0.05}, 0.12, (0.1, 0.14)), (), ()
    )
    assert works_words(report).replace("\u00a0", " ") == (
        "Obeyed: 0.93 (0.90 to 0.95) of 1 over 200 clips; drags along register −0.3; costs 0.12 nats a step"
    )


def test_a_copy_is_found_at_any_pitch_and_both_passages_are_cut_out(learnt):
    stolen = tune(0).taken(slice(10, 30)).from_zero().transposed(2)
    clip = make(notes=stolen, playing={"trio": True, "transpose": 5})
    copy = copy_of(clip)
    assert copy.warns
    assert copy.n_notes >= 15  # of 20: hashes tell what there is at least
    own = own_passage(clip, copy)
    assert own.notes.pitch.tolist() == stolen.pitch[copy.begin : copy.begin + copy.n_notes].tolist()
    source = source_passage(clip, copy)
    assert source.notes.pitch.tolist() == (own.notes.pitch - 2).tolist()
    assert source.notes.start_s[0] == 0
    assert [passage.playing for passage in (own, source)] == [
        {"trio": False, "transpose": 5},
        {"trio": False, "transpose": 0},
    ]


def test_the_music_is_read_once_for_all_clips_of_a_model(learnt, monkeypatch):
    read = []
    monkeypatch.setattr("core.jazz.training.learnt_from.prepare", lambda *asked: read.append(asked) or prepare(*asked))
    for begin in (0, 10, 20):
        clip = make(notes=tune(0).taken(slice(begin, begin + 20)).from_zero())
        assert len(source_passage(clip, copy_of(clip)).notes) >= 15
    assert len(read) == 1


def test_music_that_is_no_longer_here_is_not_played_and_damaged_music_is_told(learnt):
    clip = make(notes=tune(0).taken(slice(0, 20)))
    (music,) = (workspace() / "jazz" / "pieces").iterdir()
    music.write_bytes(b"PK")
    with pytest.raises(DataError, match=r"the music kept as .* is damaged"):
        source_passage(clip, copy_of(clip))
    music.unlink()
    assert source_passage(clip, copy_of(clip)) is None


def test_the_phrase_of_the_visitor_is_no_copy_and_music_of_its_own_warns_of_nothing(learnt):
    assert not copy_of(make(notes=tune(99))).warns
    phrase, own = tune(0).taken(slice(0, 20)), tune(98)
    rows = [*zip(phrase.start_s, phrase.duration_s, phrase.pitch, phrase.velocity, strict=True)]
    rows += [*zip(own.start_s + 30, own.duration_s, own.pitch, own.velocity, strict=True)]
    assert not copy_of(make(notes=Notes.of(rows), n_given=20)).warns


def test_of_a_model_without_hashes_nothing_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_HOME", str(tmp_path))
    assert copy_of(make()) is None
