"""A copy is found, wherever it stands and however it is transposed; what is usual is not called one."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import DataError, ModelError
from core.jazz.judging.copying import Learnt, longest_copy, symbols
from core.jazz.judging.fingerprints import COARSE, FINE, Fingerprints, Level
from core.jazz.judging.suffixes import Suffixes
from core.jazz.judging.usual_copies import Usual
from core.jazz.notes import Notes
from tests.core.jazz.toy_notes import toy_notes, toy_pieces


def noise(n: int, *, seed: int) -> Notes:
    """Notes without any pattern, of which hardly three in a row are learnt from by chance."""
    rng = np.random.default_rng(seed)
    return Notes.of(
        zip(np.arange(n) * 0.1, rng.choice([0.1, 0.5, 1.0, 3.0], n), rng.integers(30, 90, n), [64] * n, strict=True)
    )


LEARNT = [noise(150, seed=seed) for seed in range(30)]
HELD_OUT = [noise(150, seed=100 + seed) for seed in range(60)]


def followed(one: Notes, other: Notes) -> Notes:
    rows = zip(other.start_s + one.end_s + 1, other.duration_s, other.pitch, other.velocity, strict=True)
    return Notes.of([*zip(one.start_s, one.duration_s, one.pitch, one.velocity, strict=True), *rows])


@pytest.fixture(scope="module", params=[False, True], ids=["music", "hashes"])
def learnt(request) -> Learnt:
    return Learnt.of(LEARNT, held_out=HELD_OUT, by_hashes=request.param)


def by_hashes(learnt: Learnt) -> bool:
    return isinstance(learnt.finder, Fingerprints)


def test_a_transposed_copy_is_found_and_warned_of(learnt):
    clip = followed(noise(60, seed=500), LEARNT[7].taken(slice(40, 80)).transposed(3))
    copy = longest_copy(clip, learnt)
    assert copy.warns
    assert 40 * (0.8 if by_hashes(learnt) else 1) <= copy.n_notes <= 40
    assert ("at least" in copy.told) == by_hashes(learnt)
    assert "listen to both" in copy.told


def test_with_the_music_at_hand_a_copy_has_its_full_length_and_its_place():
    learnt = Learnt.of(LEARNT, held_out=HELD_OUT, names=[f"tune {i}" for i in range(30)])
    copy = longest_copy(followed(noise(60, seed=500), LEARNT[7].taken(slice(40, 80)).transposed(-4)), learnt)
    assert (copy.n_notes, copy.begin, copy.piece, copy.piece_begin, copy.name) == (40, 60, 7, 40, "tune 7")


def test_what_was_never_learnt_is_not_warned_of(learnt):
    copy = longest_copy(noise(150, seed=900), learnt)
    assert not copy.warns
    assert "usual" in copy.told


def test_held_out_pieces_are_warned_of_one_time_in_twenty():
    tunes = [toy_notes(seed=seed) for seed in range(60)]
    others = [toy_notes(seed=1000 + seed) for seed in range(200)]
    learnt = Learnt.of(tunes, held_out=others)
    assert np.mean([longest_copy(notes, learnt).warns for notes in others]) <= 0.05
    assert np.mean([longest_copy(toy_notes(seed=5000 + i), learnt).warns for i in range(200)]) < 0.12


def test_a_held_out_piece_that_is_there_twice_counts_once():
    once = Learnt.of(LEARNT, held_out=HELD_OUT)
    twice = Learnt.of(LEARNT, held_out=[*HELD_OUT, *HELD_OUT])
    np.testing.assert_array_equal(once.usual.longest, twice.usual.longest)


def test_stored_hashes_tell_the_same_and_hold_no_music(tmp_path):
    learnt = Learnt.of(LEARNT, held_out=HELD_OUT, by_hashes=True)
    learnt.save(tmp_path / "copies.npz")
    back = Learnt.load(tmp_path / "copies.npz")
    clip = LEARNT[3].taken(slice(10, 90))
    assert longest_copy(clip, back) == longest_copy(clip, learnt)
    assert back.names == ()
    with np.load(tmp_path / "copies.npz", allow_pickle=False) as stored:
        hashes = {f"{what}_{length}" for what in ("low", "counts") for length in FINE}
        assert set(stored) == {"about", "sizes", "longest"} | hashes


def test_durations_count_only_where_they_were_played():
    notes = LEARNT[0]
    slower = Notes(notes.start_s, np.roll(notes.duration_s, 1), notes.pitch, notes.velocity)
    untimed = Learnt.of(LEARNT, held_out=HELD_OUT, is_timed=False)
    assert longest_copy(slower, untimed).n_notes == 150
    assert longest_copy(slower, Learnt.of(LEARNT, held_out=HELD_OUT)).n_notes < 20


def test_a_clip_of_one_note_shares_nothing(learnt):
    assert longest_copy(noise(1, seed=1), learnt).n_notes == 0


def test_the_longest_parts_are_those_that_trying_all_finds():
    rng = np.random.default_rng(0)
    rows = [rng.integers(1, 4, rng.integers(5, 60)) for _ in range(12)]
    asked = rng.integers(1, 4, 50)
    lengths, places = Suffixes.of(rows).longest(asked)
    texts = ["".join(map(str, row)) for row in rows]
    text = "".join(map(str, asked))
    for i, (length, place) in enumerate(zip(lengths, places, strict=True)):
        assert any(text[i : i + length] in row for row in texts)
        assert i + length == 50 or not any(text[i : i + length + 1] in row for row in texts)
        row, begin = Suffixes.of(rows).row_of(int(place))
        assert texts[row][begin : begin + length] == text[i : i + length]


def test_symbols_are_from_one_on_and_leave_transposition_alone():
    notes = toy_notes()
    np.testing.assert_array_equal(symbols(notes), symbols(notes.transposed(5)))
    assert symbols(notes).min() >= 1
    assert len(symbols(notes)) == len(notes) - 1


def test_errors_tell_what_is_missing(tmp_path):
    with pytest.raises(
        DataError,
        match=r"there are 3 different .* that hold no copy .* needs at least 20",
    ):
        Learnt.of(LEARNT, held_out=[piece.notes for piece in toy_pieces(3)])
    with pytest.raises(ModelError, match=r"copies\.npz is missing beside the model"):
        Learnt.load(tmp_path / "copies.npz")
    with pytest.raises(ValueError, match="only hashes are stored"):
        Learnt.of(LEARNT, held_out=HELD_OUT).save(tmp_path / "copies.npz")


@pytest.mark.parametrize("lengths", [FINE, COARSE], ids=["fine", "coarse"])
def test_hashes_never_tell_more_than_the_music_itself_and_at_least_half_of_it(lengths, monkeypatch):
    monkeypatch.setattr("core.jazz.judging.fingerprints.FINE", lengths)
    rng = np.random.default_rng(1)
    rows = [rng.integers(1, 5, 400) for _ in range(40)]  # of runs of eight, a tenth is known by chance
    suffixes, hashes = Suffixes.of(rows), Fingerprints.of(rows)
    for _ in range(60):
        parts = [rows[at][begin : begin + n] for at, begin, n in rng.integers([0, 0, 5], [40, 300, 90], (6, 3))]
        asked = np.concatenate(parts)
        exact, least = suffixes.longest(asked)[0], hashes.longest(asked)
        assert (least <= exact).all()
        assert least.max() >= exact.max() / 2


def test_a_run_of_which_only_parts_are_known_here_and_there_is_not_known():
    rng = np.random.default_rng(2)
    rows = [rng.integers(1, 500, 100) for _ in range(50)]
    woven = np.concatenate([row[20:40] for row in rows[:10]])
    assert Fingerprints.of(rows).longest(woven).max() <= 20


def test_packed_hashes_come_back_as_they_were():
    level = Fingerprints.of([np.arange(1, 400)]).levels[0]
    back = Level.unpacked(level.length, *level.packed())
    np.testing.assert_array_equal(back.hashes, level.hashes)
    assert back.n_bits == level.n_bits


def test_a_held_out_piece_that_holds_a_copy_says_nothing_of_what_is_usual(learnt):
    copies = [followed(noise(50, seed=7000 + i), LEARNT[i].taken(slice(30, 90))) for i in range(30)]
    with_copies = Learnt.of(LEARNT, held_out=[*HELD_OUT, *copies], by_hashes=by_hashes(learnt))
    np.testing.assert_array_equal(with_copies.usual.longest, learnt.usual.longest)
    assert longest_copy(copies[0], with_copies).warns


def test_what_is_nearly_all_a_copy_is_warned_of_whatever_is_usual(learnt):
    all_the_same = replace(learnt, usual=Usual(learnt.usual.sizes, np.full_like(learnt.usual.longest, 500)))
    copy = longest_copy(LEARNT[5].taken(slice(10, 70)), all_the_same)
    assert copy.percentile == 0
    assert copy.is_mostly_copied
    assert copy.warns
    assert "of its 60 notes" in copy.told
    assert not longest_copy(followed(noise(60, seed=501), LEARNT[7].taken(slice(40, 80))), all_the_same).warns


def test_the_share_of_warned_clips_does_not_grow_with_their_length():
    learnt = Learnt.of([toy_notes(seed=i) for i in range(60)], held_out=[toy_notes(seed=1000 + i) for i in range(200)])
    n = len(toy_notes(seed=0))
    long = [
        followed(followed(*pair), pair[0])
        for pair in zip(*[[toy_notes(seed=s + i) for i in range(150)] for s in (5000, 7000)], strict=True)
    ]
    assert len(long[0]) == 3 * n
    assert np.mean([longest_copy(notes, learnt).warns for notes in long]) < 0.12


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: b"no archive"])
def test_a_damaged_file_is_told_of(damage, tmp_path):
    path = tmp_path / "learnt.npz"
    Learnt.of(LEARNT, held_out=HELD_OUT, by_hashes=True).save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ModelError, match=r"learnt\.npz beside the model is damaged or of another version"):
        Learnt.load(path)


def test_a_file_of_another_kind_is_told_of(tmp_path):
    np.savez(tmp_path / "learnt.npz", about=np.array('{"is_timed": true}'), hashes=np.arange(3))
    with pytest.raises(ModelError, match="of another version"):
        Learnt.load(tmp_path / "learnt.npz")
