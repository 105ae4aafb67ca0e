"""The thesis' stream of tokens."""

import pytest

from core.errors import DataError
from core.jazz.data.stream import N_TOKENS, read_stream, split_stream, vocabulary_of


def written(tmp_path, content: bytes):
    path = tmp_path / "tokens.txt"
    path.write_bytes(content)
    return path


def test_the_stream_of_the_thesis_is_whole(shared):
    tokens = read_stream(shared / "jazz" / "jazz_tokens.txt")
    assert len(tokens) == N_TOKENS
    assert tokens[:4] == ["C#4", "E4", "G4", "E-5"]
    assert len(vocabulary_of(tokens)) == 787


def test_the_vocabulary_begins_with_what_is_common_and_orders_the_rest_by_name():
    assert vocabulary_of(["D4", "C4", "C4", "0.4.7", "B4"]) == ("C4", "0.4.7", "B4", "D4")


@pytest.mark.parametrize("n", [1, 9, 10, 99, 1000, 300_793])
def test_the_last_tenth_tests_and_no_token_is_lost(n):
    tokens = list(map(str, range(n)))
    train, valid, test = split_stream(tokens)
    assert train + valid + test == tokens
    assert len(test) == n // 10
    assert len(valid) == (n - n // 10) // 10


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "holds 0 tokens, 1 are needed; copy it again"),
        (b"C4\nH5\nE-5\nH5\n", "holds 1 distinct tokens that are neither a note such as E-5 .*'H5'; mend or leave out"),
        (b"C4\n4.0.7\n", r"'4\.0\.7'"),
        (b"C4\n0..4\n", r"'0\.\.4'"),
        (b"C4\n0.400\n", r"'0\.400'"),
        ("C4\n²\n".encode(), "is no text of tokens"),
        (b"C4\n\xff\n", r"is no text of tokens \(byte 3 is none\)"),
    ],
)
def test_a_file_with_anything_else_is_refused(tmp_path, content, words):
    with pytest.raises(DataError, match=words):
        read_stream(written(tmp_path, content), n_tokens=None)


def test_another_stream_is_read_where_its_length_is_not_asked_for(tmp_path):
    path = written(tmp_path, b"C4\nE-5\n0.4.7\n0")
    assert read_stream(path, n_tokens=None) == ["C4", "E-5", "0.4.7", "0"]
    with pytest.raises(DataError, match="holds 4 tokens, 300,793 are needed; copy it again"):
        read_stream(path)


def test_a_stream_that_is_not_there_or_too_large_is_refused(tmp_path, monkeypatch):
    with pytest.raises(DataError, match=r"tokens\.txt cannot be read \(No such file"):
        read_stream(tmp_path / "tokens.txt")
    monkeypatch.setattr("core.jazz.data.stream._MAX_BYTES", 5)
    with pytest.raises(DataError, match="is larger than 5 bytes"):
        read_stream(written(tmp_path, b"C4\nE-5\n"), n_tokens=None)
