"""Names of strangers: safe on every disk, and still to be recognised."""

import pytest

from core.data.names import MAX_NAME_BYTES, Shelf, clean_name, genre_paths, split_name
from core.errors import DataError


@pytest.mark.parametrize(
    "name",
    [
        "../a.mp3",
        "rock/../../a.mp3",
        "..\\a.mp3",
        "/etc/a.mp3",
        "\\\\host\\a.mp3",
        "C:\\a.mp3",
        "c:a.mp3",
        "rock/..",
        "..",
    ],
)
def test_a_name_that_leads_out_is_refused(name):
    with pytest.raises(DataError, match=r"has a name that leads out of the upload; give it a plain one"):
        split_name(name)


@pytest.mark.parametrize("name", ["", "/", "./.", "\\"])
def test_no_name_is_refused(name):
    with pytest.raises(DataError, match=r"has no name; give it one|leads out"):
        split_name(name)


def test_long_and_deep_names_are_refused():
    with pytest.raises(DataError, match=r"has a name of 306 bytes, at most 230 are taken; shorten it"):
        split_name(f"rock/{'日' * 100}ab.mp3")
    with pytest.raises(DataError, match=r"lies too deep in folders \(20 of them\); move it up"):
        split_name("a/" * 20 + "b.mp3")
    with pytest.raises(DataError, match=r"lies too deep in folders \(8 of them\)"):
        split_name(f"{'a' * 150}/" * 8 + "b.mp3")


@pytest.mark.parametrize(
    "name", ["Motörhead", "中村由利子 - 風の鏡.mp3", "Ωμέγα", "AC-DC (live) [1977] & more!.mp3", "a'b, c;d"]
)
def test_letters_of_all_scripts_stay(name):
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("AC/DC", "AC_DC"),
        ('what?*<>|":.mp3', "what_______.mp3"),
        ("line\nbreak\0.mp3", "line_break_.mp3"),
        ("\u202egnp.mp3", "_gnp.mp3"),
        ("\udcff.mp3", "_.mp3"),
        ("  two   spaces  ", "two spaces"),
        ("ends. . .", "ends"),
        ("con.mp3", "_con.mp3"),
        ("LPT1", "_LPT1"),
        ("COM¹.wav", "_COM¹.wav"),
        (" .hidden", "_.hidden"),
        ("...", "_"),
        ("", "_"),
        ("e\u0301", "é"),
    ],
)
def test_what_a_disk_refuses_is_replaced(given, cleaned):
    assert clean_name(given) == cleaned
    assert clean_name(cleaned) == cleaned


def test_both_slashes_separate_and_empty_parts_are_nothing():
    assert split_name("my music\\./rock//a.mp3") == ("my music", "rock", "a.mp3")


def test_two_paths_never_meet_not_even_where_case_is_not_told_apart():
    shelf = Shelf()
    assert shelf.place(("Rock", "a.mp3")) == ("Rock", "a.mp3")
    assert shelf.place(("rock", "b.mp3")) == ("Rock", "b.mp3")
    for again in (("ROCK", "A.mp3"), ("rock",), ("Rock", "a.mp3", "c.mp3")):
        with pytest.raises(DataError, match=r"has the same name as another file of the upload; rename one of them"):
            shelf.place(again)


def layout(*names: str, genre: str = "mine") -> list[str | None]:
    paths = [tuple(name.split("/")) for name in names]
    below = genre_paths(paths, genre=genre)
    return [path and "/".join(path) for path in (below[path] for path in paths)]


@pytest.mark.parametrize("wrap", ["", "my music/", "GTZAN/Data/genres_original/"])
def test_the_genres_are_the_first_folders_that_differ(wrap):
    assert layout(f"{wrap}rock/a", f"{wrap}jazz/live/b") == ["rock/a", "jazz/live/b"]


@pytest.mark.parametrize("wrap", ["", "my music/", "a/b/c/"])
def test_files_of_one_folder_are_one_genre_by_its_name(wrap):
    assert layout(f"{wrap}rock/a", f"{wrap}rock/b") == ["rock/a", "rock/b"]


def test_folders_that_differ_in_case_alone_are_one():
    assert layout("my music/Rock/a", "My Music/rock/b") == ["Rock/a", "rock/b"]
    assert layout("Rock/a", "rock/live/b") == ["Rock/a", "rock/live/b"]


def test_files_without_any_folder_are_one_genre_if_all_are():
    assert layout("a", "b") == ["mine/a", "mine/b"]
    assert layout("a", "rock/b", "jazz/c") == [None, "rock/b", "jazz/c"]
    assert layout("a", "rock/b") == [None, "rock/b"]


def test_a_file_beside_the_genre_folders_belongs_to_none():
    assert layout("my music/intro", "my music/rock/a", "my music/jazz/b") == [None, "rock/a", "jazz/b"]


def test_a_genre_folder_may_hold_files_and_an_album():
    assert layout("rock/a", "rock/album/b") == ["rock/a", "rock/album/b"]


def test_the_name_limit_leaves_room_for_an_ending():
    assert MAX_NAME_BYTES + len(".flac") <= 255
