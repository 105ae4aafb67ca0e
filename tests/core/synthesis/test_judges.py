"""Best of n as part of a recipe: the judge's favourite is kept, the clip says who chose, who chose may not report."""

from dataclasses import replace

import pytest

from core.data.judged import check_clips_for_fold
from core.data.opened import open_dataset
from core.errors import DataError, ModelError
from core.fidelity.best_of import check_reporter, genre_judge, identity_of, selected_by
from core.generation.clips import read_clip
from core.jobs import run_here
from core.jobs.functions import from_json, to_json
from core.models.loaded import BUILT_IN, LISTENER, available_models, load_model
from core.runs import read_record
from core.sound.decode import decode
from core.synthesis import Recipe
from core.synthesis.by_band import played
from core.synthesis.estimate import estimate
from core.synthesis.judges import Take, best_take, seeds_of, told_of
from core.synthesis.making import make_dataset
from core.synthesis.plan import orders_of

PLAIN = Recipe("tiny", ("disco", "rock"), clips_per_genre=1, duration_s=3.0)
CHOSEN = replace(PLAIN, best_of=2, judge=BUILT_IN)


@pytest.fixture(scope="module")
def model():
    return load_model(BUILT_IN)


def test_the_take_in_which_the_judge_hears_the_genre_most_is_kept_and_says_who_chose(model):
    made = run_here(make_dataset, CHOSEN)
    tracks = {track.id: track for track in open_dataset(made["dataset"]).tracks()}
    for order in orders_of(CHOSEN):
        mark = read_clip(order.path).mark
        tried = dict(mark.settings["tried"])
        assert list(tried) == seeds_of(order.seed, n=2)
        assert mark.seed == max(tried, key=tried.get)
        assert (mark.settings["judge"], mark.settings["best_of"]) == (BUILT_IN, 2)
        heard = genre_judge(model, order.genre).score(decode(order.path, sr=model.sr))
        assert heard == pytest.approx(tried[mark.seed], abs=1e-3)
        said = ", the best of 2 by gtzan-classic (which learnt from 948 tracks of gtzan), recipe tiny, of “"
        assert said in tracks[order.id].source.provenance
        assert selected_by(tracks[order.id]) == identity_of(model) == CHOSEN.kept_by
    learnt_from = model.training["track_id"]
    check_clips_for_fold(tracks.values(), learnt_from)
    with pytest.raises(DataError, match="learnt from 1 tracks that are not among the fold's training tracks"):
        check_clips_for_fold(tracks.values(), learnt_from[1:])
    with pytest.raises(ModelError, match="selected these clips, so that its report would praise its own choice"):
        check_reporter(identity_of(model), selected_by=[CHOSEN.kept_by], name=model.name)


def test_the_recipe_tells_its_judge_by_name_and_weights_and_is_another_one(model):
    told = CHOSEN.to_json()
    assert (told["best_of"], told["judge"], told["kept_by"]) == (2, BUILT_IN, identity_of(model))
    assert (told["judge_learnt_from"], told["judge_listeners"]) == ("948 tracks of gtzan", [])
    assert not {"kept_by", "judge_learnt_from", "judge_listeners"} & PLAIN.to_json().keys()
    assert len({PLAIN.id, CHOSEN.id, replace(CHOSEN, best_of=3).id}) == 3
    assert from_json(Recipe, to_json(CHOSEN)) == CHOSEN


def test_a_clip_tells_which_data_and_listeners_had_a_say_in_it(model):
    made = best_take(
        lambda seed: Take(*played(PLAIN, replace(next(orders_of(PLAIN)), seed=seed)), 44_100),
        seeds=[1],
        genre="disco",
        judge=BUILT_IN,
        identity=identity_of(model),
    )
    told = {name: made.mark.settings[name] for name in ("judge_learnt_from", "judge_listeners")}
    assert told == {"judge_learnt_from": "948 tracks of gtzan", "judge_listeners": []}
    listening = told_of(read_record(available_models()[LISTENER]))
    assert listening["judge_listeners"] == ["musicnn-jamendo", "musicnn-msd", "yamnet"]


def test_more_takes_hold_those_of_fewer_and_no_two_are_alike():
    assert seeds_of(7, n=32)[:4] == seeds_of(7, n=4)
    assert seeds_of(7, n=1) == [7]
    assert len(set(seeds_of(2**31 - 1, n=32))) == 32


def test_an_estimate_counts_every_take():
    plain, chosen = estimate(PLAIN, n_workers=1), estimate(replace(CHOSEN, best_of=8), n_workers=1)
    assert chosen.seconds > 2 * plain.seconds
    assert chosen.n_bytes == pytest.approx(plain.n_bytes, rel=0.3)


def test_a_judge_that_was_trained_anew_meanwhile_chooses_no_more():
    order = next(orders_of(PLAIN))

    def make(seed):
        y, mark = played(PLAIN, replace(order, seed=seed))
        return Take(y, mark, 44_100)

    with pytest.raises(ModelError, match="judge='gtzan-classic' is another model than the one this recipe began with"):
        best_take(make, seeds=[1, 2], genre="disco", judge=BUILT_IN, identity="0" * 64)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"best_of": 0}, DataError, "best_of=0 must be a whole number from 1 to 32"),
        ({"best_of": 33}, DataError, "best_of=33 must be a whole number from 1 to 32"),
        ({"judge": ""}, DataError, "best_of=2 needs a model that chooses; name one as judge"),
        ({"best_of": 1}, DataError, "judge='gtzan-classic' has nothing to choose from; ask for best_of=2 or more"),
        ({"duration_s": 2.5}, DataError, "duration_s=2.5: a judge needs clips of at least 3 s"),
        ({"judge": "mine"}, ModelError, "judge='mine': there is no such model; there are gtzan-classic"),
        ({"genres": ("disco", "funk")}, ModelError, "judge='gtzan-classic' knows blues.* but not funk; choose another"),
    ],
)
def test_what_cannot_choose_is_said_before_a_clip_is_made(changes, error, message):
    with pytest.raises(error, match=message):
        replace(CHOSEN, **changes).check()


def test_a_judge_without_its_listener_is_said(monkeypatch):
    monkeypatch.setattr("core.models.loaded.is_here", lambda file: False)
    with pytest.raises(ModelError, match=r"judge='gtzan-listener' listens with .*, which is not on this machine"):
        replace(CHOSEN, judge=LISTENER).check()
