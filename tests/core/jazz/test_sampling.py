"""Playing: the same seed, the same notes; a phrase goes on; wishes are checked."""

import numpy as np
import pytest
import torch

from core.errors import DataError, ModelError
from core.jazz import sampling as module
from core.jazz.models.debug import debug_model
from core.jazz.models.loaded import JazzModel
from core.jazz.notes import Notes
from core.jazz.repetition import SHORTEST_STRETCH
from core.jazz.sample_params import TASTES
from core.jazz.sampling import SampleParams, posterior, sample, sample_many

KINDS = [(kind, architecture) for kind in ("performance", "tokens") for architecture in ("lstm", "transformer")]
PHRASE = Notes.of([(2.03, 0.5, 60, 70), (2.5, 0.3, 64, 60), (2.5, 0.4, 67, 60), (3.1, 0.2, 72, 90)])


@pytest.fixture(params=KINDS, ids=" ".join)
def model(request):
    return debug_model(request.param[0], architecture=request.param[1])


@pytest.fixture(scope="module")
def player():
    return debug_model("performance")


@pytest.fixture(scope="module")
def speller():
    return debug_model("tokens")


def lively(model: JazzModel) -> JazzModel:
    """The same model with larger weights: one that listens to what was played."""
    with torch.no_grad():
        for weights in model.net.parameters():
            weights *= 8
    return model


def rows(notes: Notes) -> np.ndarray:
    return np.stack([notes.start_s, notes.duration_s, notes.pitch, notes.velocity], axis=1)


def test_the_same_seed_gives_the_same_notes_and_another_one_others(model):
    first, again, other = (sample(model, SampleParams(n_notes=40, seed=seed)) for seed in (3, 3, 4))
    np.testing.assert_array_equal(rows(first.notes), rows(again.notes))
    np.testing.assert_array_equal(first.z, again.z)
    assert first.codes.tolist() != other.codes.tolist()
    assert (first.z != other.z).all()


def test_draws_differ_where_z_does_not(model):
    z = model.prior(1, seed=0)[0]
    first, other = (sample(model, SampleParams(n_notes=40, seed=seed), z=z) for seed in (3, 4))
    assert first.codes.tolist() != other.codes.tolist()
    np.testing.assert_array_equal(first.z, z)


def test_it_plays_on_one_core_and_leaves_the_others_to_the_caller(player, monkeypatch):
    inside, played = [], module._played
    monkeypatch.setattr(module, "_played", lambda *asked: inside.append(torch.get_num_threads()) or played(*asked))
    n_threads = torch.get_num_threads()
    torch.set_num_threads(2)
    sample(player, SampleParams(n_notes=5))
    assert (inside, torch.get_num_threads()) == ([1], 2)
    torch.set_num_threads(n_threads)


def test_no_temperature_is_what_is_most_probable(model):
    z = model.prior(1, seed=5)
    session, is_timed = model.start(z, model.conditions()), model.representation.is_timed

    expected: list[np.ndarray] = []
    now: list[int] = []  # what is drawn of a step

    def most_probable(logits, field):
        now[:] = now[:field]
        if is_timed and field == 0 and not expected:
            return [0]  # music starts at once
        if is_timed and field == 1 and expected and now[0] == 0:
            logits[:, : expected[-1][1] + 1] = -np.inf  # a chord goes up
        now.append(int(logits.argmax()))
        return now[-1:]

    for _ in range(30):
        expected.append(session.next(most_probable)[0])
    found = sample(model, SampleParams(n_notes=30, repetition_guard=False, temperature=0), z=z[0])
    np.testing.assert_array_equal(found.codes, expected)


def test_next_to_no_top_p_is_what_is_most_probable(speller):
    z = speller.prior(1, seed=5)[0]
    first, then = (
        sample(speller, SampleParams(n_notes=30, repetition_guard=False, **wish), z=z)
        for wish in ({"temperature": 0}, {"top_p": 1e-9})
    )
    np.testing.assert_array_equal(first.codes, then.codes)


def test_many_at_once_are_each_by_itself(model):
    seeds = range(70)  # more than are played together
    together = sample_many(model, SampleParams(n_notes=12), seeds=seeds)
    assert [found.params.seed for found in together] == list(seeds)
    for seed in (0, 1, 63, 64, 69):
        alone = sample(model, SampleParams(n_notes=12, seed=seed))
        np.testing.assert_array_equal(alone.codes, together[seed].codes)
        np.testing.assert_array_equal(rows(alone.notes), rows(together[seed].notes))


def test_each_of_many_may_have_its_own_z_and_conditions(player):
    z = player.prior(3, seed=1)
    wished = np.stack([player.conditions(density=value) for value in (1.0, 3.0, 9.0)])
    found = sample_many(player, SampleParams(n_notes=5), seeds=[0, 0, 0], z=z, conditions=wished)
    np.testing.assert_array_equal([one.z for one in found], z)
    np.testing.assert_array_equal([one.conditions for one in found], wished)


def test_as_many_steps_as_asked_for(model):
    assert len(sample(model, SampleParams(n_notes=77)).codes) == 77


def test_a_performance_of_a_duration_fills_it_and_ends_in_it(player):
    for found in sample_many(player, SampleParams(duration_s=10.0), seeds=range(20)):
        assert found.notes.start_s[0] == 0
        assert found.notes.start_s[-1] < 10
        assert found.notes.end_s <= 10
        assert len(found.notes) == len(found.codes)
        longer = sample(player, SampleParams(n_notes=len(found.codes) + 1, seed=found.params.seed))
        assert longer.notes.start_s[-1] >= 10 - 1e-9


def test_tokens_of_a_duration_are_as_many_even_steps(speller):
    found = sample(speller, SampleParams(duration_s=10.0))
    assert len(found.codes) == 40
    assert found.notes.end_s == pytest.approx(10.0)


def test_no_key_sounds_twice_at_once(player):
    for found in sample_many(player, SampleParams(n_notes=200), seeds=range(5)):
        assert len(found.notes) == 200
        for pitch in set(found.notes.pitch):
            some = found.notes.taken(found.notes.pitch == pitch)
            assert (some.start_s[1:] >= (some.start_s + some.duration_s)[:-1] - 1e-9).all()


def test_a_phrase_comes_first_and_in_time(player):
    found = sample(player, SampleParams(n_notes=30), prime=PHRASE)
    begin = found.notes.taken(slice(0, found.n_prime))
    assert found.n_prime == len(PHRASE)
    np.testing.assert_allclose(begin.start_s, PHRASE.start_s - PHRASE.start_s[0])
    np.testing.assert_array_equal(begin.pitch, PHRASE.pitch)
    np.testing.assert_array_equal(begin.velocity, PHRASE.velocity)
    assert len(found.codes) == 30
    assert (found.notes.start_s[found.n_prime :] > begin.start_s[-1]).all()


def test_a_token_model_writes_a_phrase_out_in_even_steps(speller):
    found = sample(speller, SampleParams(n_notes=10), prime=PHRASE)
    begin = found.notes.taken(slice(0, found.n_prime))
    assert begin.start_s.tolist() == [0.0, 0.25]
    assert begin.pitch.tolist() == [60, 67]  # it knows C4 and, of E4 with G4, the highest, but no C5
    assert found.notes.start_s[found.n_prime] == 0.5
    assert len(found.codes) == 10


def test_the_duration_after_a_phrase_is_counted_from_its_last_onset(player):
    found = sample(player, SampleParams(duration_s=5.0), prime=PHRASE)
    assert found.notes.end_s <= PHRASE.start_s[-1] - PHRASE.start_s[0] + 5.0


def test_z_of_a_phrase_comes_from_its_posterior(player):
    mean, deviation, conditions = posterior(player, PHRASE)
    found = sample_many(player, SampleParams(n_notes=1), seeds=range(400), prime=PHRASE)
    z = np.array([one.z for one in found])
    np.testing.assert_allclose(z.mean(axis=0), mean, atol=5 * deviation.max() / 20)
    np.testing.assert_allclose(z.std(axis=0), deviation, rtol=0.15)
    np.testing.assert_array_equal(found[0].conditions, conditions)


def test_a_phrase_longer_than_the_network_sees_is_kept_whole(model):
    long = Notes.of([(0.3 * i, 0.2, 60 + 2 * (i % 3), 64) for i in range(3 * model.n_steps)])
    found = sample(model, SampleParams(n_notes=4), prime=long)
    assert len(found.notes) >= found.n_prime + 4 > 3 * model.n_steps * 0.6


def test_what_a_phrase_brought_changes_what_follows(model):
    model = lively(model)
    z = model.prior(1, seed=0)[0]
    wild = SampleParams(n_notes=40, temperature=1.5, top_p=1.0)
    phrase = Notes.of([(0.0, 0.5, 60, 70), (0.5, 0.5, 62, 70), (1.0, 0.5, 64, 70)])
    long, short = (
        sample(model, wild, z=z, prime=some, conditions=model.conditions())
        for some in (phrase, phrase.taken(slice(0, 1)))
    )
    assert long.codes.tolist() != short.codes.tolist()


def test_the_guard_ends_a_planted_loop_and_only_that(speller):
    stuck = sample(speller, SampleParams(n_notes=200, temperature=0, repetition_guard=False))
    free = sample(speller, SampleParams(n_notes=200, temperature=0))
    assert len(np.unique(stuck.codes[-100:])) == 1  # without the guard it repeats one token for ever
    first = int((stuck.codes != free.codes).any(axis=1).argmax())
    assert first >= SHORTEST_STRETCH
    stretches = np.split(free.codes[:, 0], np.flatnonzero(np.diff(free.codes[:, 0])) + 1)
    assert max(map(len, stretches)) == SHORTEST_STRETCH


def test_the_guard_changes_nothing_without_loops(model):
    wild = {"n_notes": 150, "temperature": 2.0, "top_p": 1.0}
    with_guard, without = (sample(model, SampleParams(**wild, repetition_guard=guard)) for guard in (True, False))
    np.testing.assert_array_equal(with_guard.codes, without.codes)


def test_all_pitches_are_those_of_a_piano(model):
    wild = SampleParams(n_notes=300, temperature=3.0, top_p=1.0)
    low = Notes.of([(0.0, 0.5, 5, 70), (0.5, 0.5, 60, 70), (1.0, 0.5, 120, 70)])
    found = sample(model, wild, prime=low)
    assert found.notes.pitch.min() >= 21
    assert found.notes.pitch.max() <= 108


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"temperature": 0.01}, r"temperature=0\.01 must lie between 0\.05 and 3 or be 0"),
        ({"temperature": float("nan")}, "temperature=nan must lie between"),
        ({"top_p": 0.0}, "top_p=0 must lie above 0"),
        ({"top_p": 1.5}, r"top_p=1\.5 must lie above 0 and at most at 1"),
        ({"seed": -1}, "seed=-1 must be a whole number from 0"),
        ({"seed": 1.5}, r"seed=1\.5 must be a whole number from 0"),
        ({"seed": True}, "seed=True must be a whole number"),
        ({"n_notes": 0}, "n_notes=0 must be a whole number from 1 to"),
        ({"n_notes": None}, "n_notes=None and duration_s=None: exactly one"),
        ({"duration_s": 3.0}, r"n_notes=10 and duration_s=3\.0: exactly one"),
        ({"n_notes": None, "duration_s": 10_000.0}, "duration_s=10000 must lie between"),
    ],
)
def test_wishes_that_cannot_be_met(wish, message):
    with pytest.raises(DataError, match=message):
        SampleParams(**({"n_notes": 10} | wish))


def test_what_is_of_another_model_is_refused(player):
    params = SampleParams(n_notes=2)
    with pytest.raises(ModelError, match=r"z has the shape \(3,\), but debug-performance needs \(8,\)"):
        sample(player, params, z=np.zeros(3))
    with pytest.raises(ModelError, match="all finite"):
        sample(player, params, z=np.full(8, np.nan))
    with pytest.raises(ModelError, match=r"conditions has the shape \(2,\), but debug-performance needs \(5,\)"):
        sample(player, params, conditions=np.zeros(2, dtype=int))
    with pytest.raises(ModelError, match="are not all codes from 0"):
        sample(player, params, conditions=np.full(5, 99))


def test_a_phrase_without_a_note_that_is_known_is_refused(player, speller):
    params = SampleParams(n_notes=2)
    with pytest.raises(DataError, match="the piece has 0 notes"):
        sample(player, params, prime=Notes.of([(0.0, 1.0, 3, 60)]))
    with pytest.raises(DataError, match="of the 1 notes of the phrase debug-tokens knows none"):
        sample(speller, params, prime=Notes.of([(0.0, 1.0, 61, 60)]))


def test_a_language_model_has_no_latent_space():
    model = debug_model("tokens", latent=0)
    assert len(sample(model, SampleParams(n_notes=5), prime=Notes.of([(0.0, 1.0, 60, 60)])).codes) == 5
    with pytest.raises(ModelError, match="has no latent space"):
        posterior(model, PHRASE)


@pytest.mark.parametrize("kind", TASTES)
def test_what_nobody_says_is_left_to_taste_and_told_with_the_notes(kind):
    found = sample(debug_model(kind), SampleParams(n_notes=5, top_p=0.7))
    assert (found.params.temperature, found.params.top_p) == (TASTES[kind]["temperature"], 0.7)
