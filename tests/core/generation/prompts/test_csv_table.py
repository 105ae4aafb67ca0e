"""A CSV of the user's: what it may look like, and what is told of one that cannot be used."""

import pytest

from core.errors import DataError
from core.generation.prompts import make_prompts
from core.generation.prompts.csv_table import MAX_BYTES, MAX_CHARS, MAX_ROWS, read_table, read_table_file

ROWS = 'genre,description\nblues,A slow blues at 60 BPM with piano.\npolka,"An oom-pah band, fast."\nblues,Rain.\n'


def table(text, encoding="utf-8"):
    return read_table(text.encode(encoding), name="mine.csv")


def test_rows_become_descriptions_with_what_is_read_in_them():
    first, second, third = table(ROWS).rows
    assert (first.genre, first.tempo_bpm, first.instruments) == ("blues", 60.0, ("piano",))
    assert (second.genre, second.text, second.tempo_bpm) == ("polka", "An oom-pah band, fast.", None)
    assert third.text == "Rain."
    assert table(ROWS).genres == ("blues", "polka")


@pytest.mark.parametrize(
    "text",
    [
        ROWS.replace("\n", "\r\n"),
        "\ufeff" + ROWS,
        "Genre ; Description\nblues;A slow blues at 60 BPM with piano.\npolka;An oom-pah band, fast.\nblues;Rain.",
        "description\tmine\tgenre\nA slow blues at 60 BPM with piano.\tx\tblues\nAn oom-pah band, fast.\t\tpolka\n"
        "Rain.\t\tblues",
        ROWS.replace("blues,Rain", "\n\n,\nblues,  Rain"),
    ],
    ids=["windows", "mark in front", "semicolons", "tabs, other order, other columns", "empty lines"],
)
def test_the_same_table_is_read_from_other_makes_of_csv(text):
    assert table(text).rows == table(ROWS).rows


def test_a_description_over_two_lines_is_one_sentence():
    assert table('genre,description\nblues,"slow\nand sad"\n').rows[0].text == "slow and sad"


def test_what_says_the_same_in_one_genre_counts_once():
    found = table(ROWS + "Blues,rain!\npolka,Rain.\n")
    assert (len(found.rows), found.n_twice) == (4, 1)


def test_descriptions_are_drawn_once_each_in_an_order_of_the_seed():
    many = table("genre,description\n" + "".join(f"blues,Number {i}.\n" for i in range(50)))
    drawn = [each.text for each in many.draw("blues", n=50, seed=1)]
    assert sorted(drawn) == sorted(row.text for row in many.rows)
    assert drawn[:5] == [each.text for each in many.draw("blues", n=5, seed=1)]
    assert drawn != [each.text for each in many.draw("blues", n=50, seed=2)]


@pytest.mark.parametrize("asked", ["hiphop", "Hip-Hop", "hip hop"])
def test_spellings_of_a_genre_are_one_and_the_prompt_has_the_one_that_is_asked_for(asked):
    source = table("genre,description\nHip Hop,A slow beat.\nhiphop,A fast beat with congas.\n")
    prompts = list(make_prompts(asked, n=2, seed=0, source=source))
    assert {prompt.text for prompt in prompts} == {
        f"{asked} {asked} A slow beat.",
        f"{asked} {asked} A fast beat with congas.",
    }


@pytest.mark.parametrize(
    ("genre", "n", "seed", "complaint"),
    [
        ("jazz", 1, 0, r"mine.csv describes no jazz; its genres are blues, polka"),
        ("blues", 3, 0, r"mine.csv has 2 descriptions of blues, and 3 are asked for; add some"),
        ("blues", 1, -1, r"seed=-1 must be a whole number from 0 on"),
    ],
)
def test_what_a_table_cannot_give_is_told_at_once(genre, n, seed, complaint):
    with pytest.raises(DataError, match=complaint):
        table(ROWS).draw(genre, n=n, seed=seed)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", r"mine.csv begins with nothing; its first line must name genre and description"),
        ("genre,text\nblues,Rain.", r"begins with 'genre', 'text'; its first line must name"),
        ("blues,Rain.\n", r"begins with 'blues', 'Rain.'; its first line must name"),
        ("genre,description\n", r"mine.csv has no descriptions; write one in each line under genre,description"),
        (ROWS + ",Nameless.\n", r"line 5 of mine.csv has no genre; write one in front of its description"),
        (ROWS + "jazz,\n", r"line 5 of mine.csv has no description; write one behind 'jazz'"),
        (ROWS + "jazz\n", r"line 5 of mine.csv has no description"),
        (ROWS + "jazz,...\n", r"line 5 of mine.csv has no description"),
        (ROWS + f"jazz,{'x' * (MAX_CHARS + 1)}\n", r"line 5 of mine.csv has 1,001 characters, and 1,000 are read"),
        (ROWS + "jazz,a\x00b\n", r"line 5 of mine.csv (is no CSV|holds characters that cannot be printed)"),
        (ROWS + "jazz,a\x1bb\n", r"line 5 of mine.csv holds characters that cannot be printed; write plain text"),
        (ROWS + 'jazz,"never closed\n', r"line 5 of mine.csv is no CSV: unexpected end of data; mend the quotes"),
        (ROWS + f'jazz,"{"x" * 200_000}"\n', r"line 5 of mine.csv is no CSV: field larger than field limit"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(text, complaint):
    with pytest.raises(DataError, match=complaint):
        table(text)


def test_another_encoding_is_told_with_its_line():
    with pytest.raises(DataError, match=r"line 5 of mine.csv is not UTF-8; save it as CSV in UTF-8"):
        table(ROWS + "jazz,Café at night.\n", encoding="latin-1")


def test_too_many_rows_and_too_many_bytes_are_told(tmp_path):
    with pytest.raises(DataError, match=r"mine.csv has more than 100,000 rows; give it in parts"):
        table("genre,description\n" + "a,b\n" * (MAX_ROWS + 1))
    with pytest.raises(DataError, match=r"mine.csv has 11 MB, and 10 MB are read at most"):
        read_table(b"x" * (MAX_BYTES + 1_000_000), name="mine.csv")
    large = tmp_path / "large.csv"
    with open(large, "wb") as file:
        file.truncate(MAX_BYTES + 1_000_000)
    with pytest.raises(DataError, match=r"large.csv has 11 MB"):
        read_table_file(large)


def test_a_file_is_read_and_a_missing_one_is_told(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(ROWS, encoding="utf-8-sig")
    assert read_table_file(path) == table(ROWS)
    with pytest.raises(DataError, match=r"other.csv cannot be read \(No such file"):
        read_table_file(tmp_path / "other.csv")
    with pytest.raises(DataError, match=r"cannot be read \(Is a directory"):
        read_table_file(tmp_path)
