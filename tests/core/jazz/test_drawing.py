"""From logits to codes."""

import numpy as np
import pytest

from core.jazz.drawing import Draws, probabilities
from core.jazz.keys import CERTAIN, N_KEYS, KeysDown
from core.jazz.representations import representation
from core.jazz.representations.performance import DURATIONS_MS, SHIFTS_MS

TOKENS = representation("tokens", vocabulary=["C4", "D4", "E4", "0.4.7"])
PERFORMANCE = representation("performance")


@pytest.fixture
def logits() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(200, 9)) * 2


def draws(codes=TOKENS, *, seeds=(0,), temperature=1.0, top_p=1.0, is_guarded=False, played=None) -> Draws:
    return Draws(codes, seeds=seeds, temperature=temperature, top_p=top_p, is_guarded=is_guarded, played=played)


def test_probabilities_of_temperature_1_and_all_codes_are_the_softmax(logits):
    p = probabilities(logits, temperature=1.0, top_p=1.0)
    np.testing.assert_allclose(p, np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))


@pytest.mark.parametrize(("temperature", "top_p"), [(0, 1.0), (1.0, 1e-9), (0.05, 0.3)])
def test_no_temperature_or_next_to_no_top_p_leaves_the_most_probable_code(logits, temperature, top_p):
    p = probabilities(logits, temperature=temperature, top_p=top_p)
    assert (p.argmax(axis=1) == logits.argmax(axis=1)).all()
    if temperature != 0.05:
        assert ((p == 0) | (p == 1)).all()


def test_top_p_keeps_the_fewest_codes_that_reach_it(logits):
    whole = probabilities(logits, temperature=1.0, top_p=1.0)
    p = probabilities(logits, temperature=1.0, top_p=0.7)
    np.testing.assert_allclose(p.sum(axis=1), 1)
    kept = np.where(p > 0, whole, 0)
    least = np.where(p > 0, whole, np.inf).min(axis=1)
    assert (kept.sum(axis=1) >= 0.7 - 1e-12).all()
    assert (kept.sum(axis=1) - least < 0.7).all()
    assert (np.where(p > 0, 0, whole).max(axis=1) <= least).all()


def test_a_higher_temperature_is_more_even(logits):
    def entropy(temperature):
        p = probabilities(logits, temperature=temperature, top_p=1.0)
        return -(p * np.log(p)).sum(axis=1)

    assert (entropy(0.5) < entropy(1.0)).all()
    assert (entropy(1.0) < entropy(3.0)).all()


def test_large_logits_do_not_overflow():
    p = probabilities(np.array([[1e4, 0.0, -1e4]], dtype=np.float32), temperature=0.05, top_p=0.95)
    np.testing.assert_allclose(p, [[1, 0, 0]])


def test_codes_are_drawn_as_often_as_they_are_probable():
    logits = np.log([0.5, 0.3, 0.15, 0.05])
    found = draws(seeds=range(20_000)).choose(np.tile(logits, (20_000, 1)), 0)
    np.testing.assert_allclose(np.bincount(found, minlength=4) / 20_000, [0.5, 0.3, 0.15, 0.05], atol=0.012)


def test_a_step_has_numbers_of_its_own_whatever_came_before():
    sure, open_ = np.array([[0.0, -np.inf, -np.inf, -np.inf]]), np.zeros((1, 4))
    found = []
    for first in (sure, open_):
        choice = draws(seeds=[5])
        for at in range(130):
            code = choice.choose(first if at < 100 else open_, 0)
            choice.done(code[:, None])
            found.append(int(code[0]))
    assert found[100:130] == found[230:]
    assert len(set(found[230:])) > 1


def test_a_forbidden_code_is_not_drawn_and_the_others_keep_their_order():
    choice = draws(temperature=0, is_guarded=True, played=np.array([[2]] * 12))
    assert choice.choose(np.array([[0.0, 1.0, 5.0, 2.0]]), 0).tolist() == [3]
    assert draws(temperature=0, played=np.array([[2]] * 12)).choose(np.array([[0.0, 1.0, 5.0, 2.0]]), 0).tolist() == [2]


def test_a_performance_starts_at_once_and_a_continuation_after_the_last_chord():
    logits = np.zeros((1, PERFORMANCE.fields[0].size))
    logits[0, 0], logits[0, 9] = 9.0, 5.0
    played = np.array([[0, 40, 3, 15]])
    assert draws(PERFORMANCE, temperature=0).choose(-logits, 0).tolist() == [0]
    choice = draws(PERFORMANCE, temperature=0, played=played)
    assert choice.choose(logits, 0).tolist() == [9]
    choice.done(played)
    assert choice.choose(logits, 0).tolist() == [0]


def test_logits_are_left_as_they_were():
    logits = np.zeros((1, 4))
    draws(is_guarded=True, played=np.array([[2]] * 12)).choose(logits, 0)
    assert (logits == 0).all()


def test_notes_that_start_together_come_from_low_to_high_each_key_once():
    choice = draws(PERFORMANCE, seeds=range(50))
    rng, steps = np.random.default_rng(0), []
    for _ in range(60):
        step = np.zeros((50, 4), dtype=np.int64)
        for field, spec in enumerate(PERFORMANCE.fields):
            logits = rng.normal(size=(50, spec.size)) * 3
            if field == 0:
                logits[:, 0] = 12.0  # next to everything together
            step[:, field] = choice.choose(logits, field)
        choice.done(step)
        steps.append(step)
    codes = np.stack(steps, axis=1)
    is_together = codes[:, 1:, 0] == 0
    assert is_together.mean() > 0.5
    assert (np.diff(codes[:, :, 1])[is_together] > 0).all()


def test_the_two_highest_keys_end_a_chord():
    for key in (86, 87):
        choice = draws(PERFORMANCE, temperature=0)
        choice.done(np.array([[0, key, 3, 15]]))
        logits = np.zeros((1, PERFORMANCE.fields[0].size))
        logits[0, 0] = 9.0
        assert choice.choose(logits, 0).tolist() != [0]


@pytest.mark.parametrize("wish", [{"temperature": 0.05}, {"top_p": 1e-9}], ids=str)
def test_time_goes_on_as_it_was_learnt_however_sure_the_rest_is(wish):
    choice = draws(PERFORMANCE, seeds=range(5000), **wish)
    choice.done(np.zeros((5000, 4), dtype=np.int64))
    for field, spec in enumerate(PERFORMANCE.fields):
        logits = np.full((5000, spec.size), -np.inf)
        logits[:, [2, 5]] = np.log([0.7, 0.3])
        share = (choice.choose(logits, field) == 5).mean()
        assert share == pytest.approx(0.3 if spec.name in {"shift", "duration"} else 0, abs=0.03)


def test_a_key_that_is_down_is_not_struck_until_its_note_is_over():
    one = draws(PERFORMANCE, seeds=range(50))
    steps = play(one, n=60, logits=np.zeros((50, 200)))
    for piece in range(50):
        notes = PERFORMANCE.decode(np.stack([step[piece] for step in steps]))
        for key in np.unique(notes.pitch):
            of_key = notes.taken(notes.pitch == key)
            until_again_s = np.diff(of_key.start_s)
            assert (until_again_s >= CERTAIN * of_key.duration_s[:-1] - 1e-9).all()


def test_two_hands_that_hold_every_key_let_go():
    down = KeysDown(1)
    for key in range(N_KEYS):
        down.see(np.array([[0, key, len(DURATIONS_MS) - 1, 0]]))
    assert down.after(np.array([0])).all()
    held = np.array([[[0, key, len(DURATIONS_MS) - 1, 16]] for key in range(N_KEYS)])[:, 0]
    one = draws(PERFORMANCE, played=held)
    steps = play(one, n=5, logits=np.zeros((1, 200)))
    assert all(0 <= step[0, 1] < N_KEYS for step in steps)


def test_what_is_held_for_long_is_down_later_and_what_was_short_is_up():
    down = KeysDown(2)
    short, long = int(np.searchsorted(DURATIONS_MS, 100)), int(np.searchsorted(DURATIONS_MS, 2000))
    down.see(np.array([[0, 40, short, 0], [0, 40, long, 0]]))
    half_a_second = np.full(2, int(np.searchsorted(SHIFTS_MS, 500)))
    assert down.after(half_a_second)[:, 40].tolist() == [False, True]


def play(one: Draws, *, n: int, logits: np.ndarray) -> list[np.ndarray]:
    """Steps of codes, (n_pieces, n_fields), all codes equally likely."""
    steps = []
    for _ in range(n):
        step = [one.choose(logits[:, : field.size], i) for i, field in enumerate(PERFORMANCE.fields)]
        steps.append(np.stack(step, axis=1))
        one.done(steps[-1])
    return steps
