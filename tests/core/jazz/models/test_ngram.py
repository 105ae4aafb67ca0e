"""An n-gram is a distribution, however it is asked, and as good as what was published of it."""

import numpy as np
import pytest

from core.errors import DataError, ModelError
from core.jazz.models.ngram import NGram
from core.jazz.representations.performance import Performance
from core.jazz.representations.spec import Field

LETTERS = (Field("token", 5),)
T = 100  # steps of a sequence of the thesis' stream


def walk(n: int = 400, *, seed: int = 0) -> np.ndarray:
    """Tokens of which each is the one before it, or the next one up: much to learn for a bigram."""
    return (np.random.default_rng(seed).integers(0, 2, n).cumsum() % 5).astype(np.int16).reshape(-1, 1)


def played(n: int = 300, *, seed: int = 0) -> np.ndarray:
    """Performance codes of chords and runs."""
    rng = np.random.default_rng(seed)
    pitch = 40 + rng.integers(-3, 4, n).cumsum() % 30
    return np.stack([rng.choice([0, 10, 11], n), pitch, rng.integers(5, 20, n), np.full(n, 15)], axis=1).astype(
        np.int16
    )


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_probabilities_of_all_continuations_sum_to_one(order):
    codes = played()
    ngram = NGram(Performance.fields, order=order).fit([codes], valid=[played(100, seed=1)])
    unseen = np.array([[3, 80, 3, 3], [1, 2, 30, 1]])
    for past in (codes[:0], codes[:1], codes[40:80], unseen):
        for known in ((), (0,), (10, 41), (2, 80, 3)):
            p = ngram.probabilities(past, known)
            assert p.sum() == pytest.approx(1, abs=1e-12)
            assert (p > 0).all()


def test_the_likelihood_of_a_sequence_is_that_of_its_codes_one_by_one():
    ngram = NGram(Performance.fields).fit([played()])
    codes = played(30, seed=3)
    one_by_one = [
        [-np.log(ngram.probabilities(codes[:i], codes[i, :at])[codes[i, at]]) for at in range(4)] for i in range(30)
    ]
    np.testing.assert_allclose(ngram.nll(codes), one_by_one)


def test_every_sequence_of_a_batch_starts_without_a_past():
    ngram = NGram(LETTERS).fit([walk()])
    batch = np.stack([walk(20, seed=1), walk(20, seed=2)])
    np.testing.assert_array_equal(ngram.nll(batch)[1], ngram.nll(batch[1]))


def test_a_bigram_learns_what_follows_and_a_unigram_cannot():
    test = walk(200, seed=9)
    assert NGram(LETTERS, order=0).fit([walk()]).nll(test).mean() == pytest.approx(np.log(5), abs=0.05)
    assert NGram(LETTERS, order=1).fit([walk()]).nll(test).mean() == pytest.approx(np.log(2), abs=0.05)


def test_a_validation_part_chooses_no_more_context_than_helps():
    short = NGram(LETTERS, order=3).fit([walk(150)], valid=[walk(150, seed=1)])
    assert short.chosen_ == {"token": "token-1"}
    assert short.nll(walk(200, seed=9)).mean() <= NGram(LETTERS, order=3).fit([walk(150)]).nll(walk(200, seed=9)).mean()


def test_the_same_seed_samples_the_same_codes_and_another_others():
    ngram = NGram(Performance.fields).fit([played()])
    first, again, other = (ngram.sample(60, seed=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert first.shape == (60, 4)
    assert first.dtype == np.int16


def test_samples_are_as_likely_as_what_was_learnt_from_and_colder_ones_likelier():
    ngram = NGram(LETTERS, order=1).fit([walk(2000)])
    warm, cold = (ngram.nll(ngram.sample(2000, seed=1, temperature=heat)).mean() for heat in (1.0, 0.3))
    assert warm == pytest.approx(np.log(2), abs=0.08)
    assert cold < warm
    assert len(np.unique(ngram.sample(50, seed=1, temperature=0.0))) <= 5


def test_a_stored_one_gives_the_same_probabilities(tmp_path):
    ngram = NGram(Performance.fields, order=2).fit([played()], valid=[played(100, seed=1)])
    ngram.save(tmp_path / "ngram.npz")
    test = played(50, seed=2)
    np.testing.assert_array_equal(NGram.load(tmp_path / "ngram.npz").nll(test), ngram.nll(test))


def test_errors_tell_what_was_found():
    with pytest.raises(ValueError, match="order=4 must be one of 0 to 3"):
        NGram(LETTERS, order=4)
    with pytest.raises(DataError, match="there are no codes to count"):
        NGram(LETTERS).fit([])
    with pytest.raises(DataError, match=r"fields up to \[7\], but needed are 1 of sizes \[5\]"):
        NGram(LETTERS).fit([np.array([[7]])])


def test_on_the_thesis_stream_it_scores_what_is_known(shared):
    tokens = (shared / "jazz" / "jazz_tokens.txt").read_text().split()
    vocabulary, codes = np.unique(tokens, return_inverse=True)
    n_train = int(0.9 * len(codes))
    held_out = codes[n_train:][: (len(codes) - n_train) // T * T].reshape(-1, T, 1)
    fields = (Field("token", len(vocabulary)),)
    scores = [NGram(fields, order=order).fit([codes[:n_train, None]]).nll(held_out).mean() for order in (0, 1, 2)]
    assert scores == pytest.approx([4.92, 3.97, 3.85], abs=0.01)


def test_a_file_that_is_missing_or_damaged_is_told_of(tmp_path):
    path = tmp_path / "ngram.npz"
    with pytest.raises(ModelError, match=r"ngram\.npz is missing beside the model"):
        NGram.load(path)
    NGram([Field("token", 5)], order=1).fit([np.arange(100).reshape(-1, 1) % 5]).save(path)
    whole = path.read_bytes()
    for damaged in (whole[:200], b"", b"no archive", whole.replace(b"pairs_0", b"pairs_x")):
        path.write_bytes(damaged)
        with pytest.raises(ModelError, match=r"ngram\.npz beside the model is damaged"):
            NGram.load(path)


def test_the_best_of_two_is_for_each_field_the_likelier_one():
    train, valid = [played(seed=seed) for seed in range(6)], [played(seed=9)]
    fields = Performance().fields
    ngrams = [NGram(fields, order=order).fit(train[:n]) for order, n in ((2, 6), (2, 1))]
    of_each = [ngram.nll(valid[0]).mean(axis=0) for ngram in ngrams]
    best = NGram.best_of(ngrams, valid=valid)
    np.testing.assert_allclose(best.nll(valid[0]).mean(axis=0), np.minimum(*of_each))
