"""Music becomes what is learnt from: nothing stands on both sides, and bins come from the training part."""

import numpy as np
import pytest

from core.errors import DataError
from core.jazz.data.piece import Piece
from core.jazz.notes import Notes
from core.jazz.training.material import distinct, from_pieces, from_stream
from core.jazz.training.pieces import keep_pieces, load_pieces, pieces_path


def parts_of(prepared):
    return prepared.material.train, prepared.material.valid, prepared.test


def test_no_group_stands_on_two_sides(prepared):
    groups = [set(part.groups.tolist()) for part in parts_of(prepared("performance"))]
    assert all(groups)
    assert not groups[0] & groups[1]
    assert not groups[0] & groups[2]
    assert not groups[1] & groups[2]


def test_a_stream_is_cut_in_its_order_and_nothing_is_lost(prepared, stream):
    found = prepared("tokens")
    words = [found.shape.representation.vocabulary[code] for part in parts_of(found) for code in part.codes[:, 0]]
    assert words == stream
    assert [part.n_steps for part in parts_of(found)] == [3240, 360, 400]


def test_the_bins_know_the_training_part_alone(scales):
    before = from_pieces(scales, architecture="lstm")
    held_out = set(before.test.groups.tolist()) | set(before.material.valid.groups.tolist())
    moved = [
        Piece(piece.notes.transposed(12), piece.group, piece.manner, piece.name) if piece.group in held_out else piece
        for piece in scales
    ]
    np.testing.assert_array_equal(before.shape.edges, from_pieces(moved, architecture="lstm").shape.edges)


def test_a_piece_that_is_there_twice_is_learnt_once(scales):
    once = distinct(scales)
    assert distinct([*once, *scales]) == once


def test_manners_are_told_in_neutral_words(prepared):
    words = prepared("performance").shape.manner_words
    assert [word.split(":")[0] for word in words] == ["manner 0", "manner 1"]


def test_a_stream_has_no_conditions(stream):
    shape = from_stream(stream, architecture="lstm").shape
    assert shape.config.condition_sizes == ()


def test_too_little_music_is_refused():
    alone = Piece(Notes.of([(i * 0.1, 0.1, 60, 64) for i in range(40)]), "one", 0, "one")
    with pytest.raises(DataError, match="too little music: after splitting"):
        from_pieces([alone], architecture="lstm")


def test_pieces_that_were_brought_come_back(scales):
    pieces_id = keep_pieces(scales)
    assert keep_pieces(scales) == pieces_id
    again = load_pieces(pieces_id)
    assert [(piece.group, piece.manner, piece.name) for piece in again] == [
        (piece.group, piece.manner, piece.name) for piece in scales
    ]
    assert again[7].notes.pitch.tolist() == scales[7].notes.pitch.tolist()


@pytest.mark.parametrize("pieces_id", ["0123456789abcdef", "../../etc", ""])
def test_music_that_is_not_here_is_told(pieces_id):
    with pytest.raises(DataError, match="names no music that is here"):
        load_pieces(pieces_id)


@pytest.mark.parametrize("kept", [b"", b"PK", b"no archive"])
def test_music_that_was_damaged_since_is_told(scales, kept):
    pieces_id = keep_pieces(scales)
    whole = pieces_path(pieces_id).read_bytes()
    pieces_path(pieces_id).write_bytes(kept or whole[: len(whole) // 2])
    with pytest.raises(DataError, match=f"the music kept as {pieces_id} is damaged .*; bring the files again"):
        load_pieces(pieces_id)
