"""What no model that ships learnt from is the same music that models are measured on."""

import numpy as np

from core.jazz.data.piece import Piece
from core.jazz.data.splitting import part_of
from core.jazz.training.held_out import TOGETHER, held_out_clips, held_out_stretches
from core.jazz.training.material import from_pieces, from_stream
from tests.core.jazz.toy_notes import toy_notes

NETWORK = {"architecture": "lstm", "width": 16, "n_layers": 1, "embedding": 8, "latent": 4, "dropout": 0.0}


def test_held_out_clips_are_the_test_part_of_what_is_learnt_from():
    pieces = [Piece(toy_notes(30, seed=i), f"track {i % 80}", -1, f"{i}") for i in range(120)]
    # Many groups test by their names; of what stands twice the first piece alone counts, wherever it stands.
    tested = next(piece.group for piece in pieces if part_of(piece.group) == "test")
    twin = next(piece.notes for piece in pieces if part_of(piece.group) == "train")
    pieces += [Piece(twin, tested, -1, "twin"), Piece(toy_notes(5), tested, -1, "short")]
    found, prepared = held_out_clips(pieces), from_pieces(pieces, **NETWORK)
    assert [piece.group for piece in found] == prepared.test.groups.tolist()
    assert not {"twin", "short"} & {piece.name for piece in found}
    codes = prepared.shape.representation
    for i, piece in enumerate(found):
        np.testing.assert_array_equal(codes.encode(piece.notes), prepared.test.piece(i))


def test_held_out_stretches_are_the_sequences_that_models_of_tokens_are_measured_on(stream):
    tokens = stream + ["C4", "0.4.7"] * 20
    found, prepared = held_out_stretches(tokens), from_stream(tokens, **NETWORK)
    windows, codes = prepared.material.cutter.all(prepared.test), prepared.shape.representation
    assert len(found) == len(windows)
    for piece, row, mask in zip(found, windows.codes, windows.mask, strict=True):
        np.testing.assert_array_equal(codes.encode(piece.notes), row[mask])
    assert found[0].group == found[min(TOGETHER, len(found)) - 1].group == "stretch 0"
    assert len({piece.name for piece in found}) == len(found)
