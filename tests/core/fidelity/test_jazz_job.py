"""A jazz model plays, a genre model listens, and what it heard is kept; what is missing is told before."""

from dataclasses import replace

import pytest

from core.errors import DataError, ModelError
from core.fidelity import jazz, jazz_job
from core.fidelity.jazz_heard import find_hearing, key_of
from core.fidelity.jazz_job import HearWish, hear_jazz, weights_of
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import models_folder, save_model
from core.jazz.models.ngram import NGram
from core.jazz.training.beside import NGRAM
from core.jobs import run_here
from tests.core.jazz.toy_notes import toy_pieces

WISH = HearWish("tiny", "gtzan-classic", n_clips=6, seed=3)


@pytest.fixture
def tiny(workspace, monkeypatch):
    """An untrained model with an n-gram beside it; nobody listens, and the real jazz is made."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)
    monkeypatch.setattr(jazz, "jazz_in", lambda notes, *, is_timed, model: float(notes.pitch.mean()) / 127)
    model, folder = debug_model(), models_folder() / "tiny"
    save_model(folder, net=model.net, shape=model.shape, about={"title": "Tiny"})
    codes = model.representation
    NGram(codes.fields).fit([codes.encode(piece.notes) for piece in toy_pieces(6)]).save(folder / NGRAM)
    return folder


@pytest.fixture
def real(monkeypatch):
    monkeypatch.setattr(jazz_job, "held_out_jazz", lambda *, is_timed: toy_pieces(12, n_groups=6))


def test_what_was_heard_is_kept_with_all_that_measured_it(tiny, real):
    told = []
    found = run_here(hear_jazz, WISH, progress=lambda *at: told.append(at))
    hearing = find_hearing(found["key"])
    assert found == {"key": key_of(weights_of(tiny), hearing.listener), "model": "tiny", "genre_model": "gtzan-classic"}
    assert (hearing.jazz_model, hearing.report.model) == ("tiny", "gtzan-classic")
    assert (hearing.n_clips, hearing.seed, hearing.report.n_real, hearing.report.n_tracks) == (6, 3, 6, 6)
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert {words for _, words in told} >= {"reading held-out jazz", "listening to generated"}
    assert run_here(hear_jazz, WISH) == found
    assert find_hearing(found["key"]).report == hearing.report


def test_other_weights_are_another_model(tiny, real):
    before = weights_of(tiny)
    model = debug_model(seed=1)
    save_model(tiny, net=model.net, shape=model.shape, about={"title": "Tiny"})
    assert weights_of(tiny) != before


def test_what_is_missing_is_told_before_anybody_listens(tiny):
    with pytest.raises(DataError, match=r"piano_clips\.zip lies neither in|piano_clips\.zip lies"):
        run_here(hear_jazz, WISH)
    (tiny / NGRAM).unlink()
    with pytest.raises(ModelError, match="tiny has no n-gram beside it to compare with; train it again"):
        run_here(hear_jazz, WISH)
    for n_clips in (4, 201):
        with pytest.raises(ModelError, match=f"n_clips={n_clips} must be a whole number from 5 to 200"):
            run_here(hear_jazz, replace(WISH, n_clips=n_clips))
