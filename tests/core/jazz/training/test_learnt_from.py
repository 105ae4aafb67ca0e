"""The music of a model is found again where it lies, and the place of a passage in it."""

import json

import pytest

from core.errors import ModelError
from core.jazz.data.piece import Piece
from core.jazz.data.stream import N_TOKENS
from core.jazz.data.where import STREAM
from core.jazz.models.loaded import models_folder
from core.jazz.notes import Notes
from core.jazz.training.learnt_from import learnt_from, origin_of
from core.jazz.training.pieces import keep_pieces


def told(name: str, about: dict) -> str:
    (models_folder() / name).mkdir(parents=True)
    (models_folder() / name / "about.json").write_text(json.dumps(about))
    return name


def test_a_passage_of_tokens_is_found_at_any_pitch_and_played_at_its_own(tmp_path, stream, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(tmp_path))
    (tmp_path / STREAM).write_text("\n".join((stream * 76)[:N_TOKENS]))
    about = {"recipe": "jazz-tokens-lstm", "data": {"pieces": "stream"}}
    music = learnt_from(origin_of(told("mine", about)))
    piece = music.codes.decode(music.pieces.piece(0))
    wanted = piece.taken(slice(200, 240))
    found = music.passage(wanted.transposed(1))
    assert found.pitch.tolist() == wanted.pitch.tolist()
    assert found.start_s[0] == 0
    assert music.passage(Notes.of([(0.25 * i, 0.25, 21 + i, 64) for i in range(80)])) is None


def test_music_that_a_model_does_not_name_or_that_is_elsewhere_is_nowhere(scales, monkeypatch):
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    assert origin_of(told("of-old", {"recipe": "jazz-performance-lstm"})) is None
    assert origin_of(told("of-clips", {"recipe": "jazz-performance-lstm", "data": {"pieces": "clips"}})) is None
    brought = keep_pieces([Piece(piece.notes, piece.group, 0, piece.name) for piece in scales])
    origin = origin_of(told("of-mine", {"recipe": "jazz-performance-lstm", "data": {"pieces": brought}}))
    assert (origin.source, origin.recipe) == (brought, "jazz-performance-lstm")
    assert origin.path.is_file()


def test_a_model_of_an_unknown_make_is_told():
    with pytest.raises(ModelError, match="recipe='None' is unknown"):
        origin_of(told("strange", {}))
