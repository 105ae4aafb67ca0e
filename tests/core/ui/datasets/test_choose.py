"""The dataset in use: chosen once, kept as long as it is there, and never another visitor's."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.data.opened import forget_dataset
from core.ui.datasets import choose

ME, YOU = "a" * 32, "b" * 32


def script() -> None:
    import streamlit as st

    from core.ui.datasets import dataset_in_use

    opened = dataset_in_use()
    st.text(opened.id)


def visit(visitor: str = ME) -> AppTest:
    at = AppTest.from_function(script, default_timeout=60)
    at.session_state["visitor"] = visitor
    return at.run()


def test_where_nothing_was_brought_the_built_in_dataset_is_in_use():
    at = visit()
    assert at.text[0].value == "arranged"
    assert at.sidebar.selectbox[0].options == ["Arranged-10"]


def test_until_the_browser_says_who_is_there_nothing_is_chosen(make_dataset):
    make_dataset("Accordion")
    at = AppTest.from_function(script, default_timeout=60).run()
    assert not at.text
    assert not at.sidebar.selectbox
    assert at.session_state["visitor_missed"]


def test_who_comes_back_finds_the_own_newest_upload(make_dataset):
    make_dataset("Accordion")
    old, new = make_dataset("Zither", owner=ME), make_dataset("Bassoon", owner=ME)
    make_dataset("Oboe", owner=YOU)
    assert visit(ME).text[0].value == new.id != old.id


def test_the_first_of_real_music_is_in_use_until_another_is_chosen(make_dataset):
    second, first = make_dataset("Zither"), make_dataset("Bassoon")
    at = visit()
    assert at.text[0].value == first.id
    assert at.sidebar.selectbox[0].options == ["Arranged-10", "Bassoon", "Zither"]
    assert at.sidebar.selectbox[0].select(second.id).run().text[0].value == second.id


def test_a_dataset_that_was_asked_for_is_in_use(make_dataset):
    make_dataset("Accordion")
    wanted = make_dataset("Zither")
    at = visit()
    at.session_state["wanted_dataset"] = wanted.id
    assert at.run().text[0].value == wanted.id
    assert at.run().text[0].value == wanted.id


def test_the_menu_after_a_wish_is_a_fresh_one_so_that_no_late_word_of_the_old_one_counts(make_dataset):
    make_dataset("Accordion")
    wanted = make_dataset("Zither")
    at = visit()
    old = at.sidebar.selectbox[0].key
    at.session_state["wanted_dataset"] = wanted.id
    at.run()
    at.session_state[old] = "arranged"  # what a browser sends that has not drawn the new menu yet
    assert at.run().text[0].value == wanted.id


def test_a_dataset_that_is_gone_makes_room_for_the_first(make_dataset):
    first, second = make_dataset("Accordion"), make_dataset("Zither")
    at = visit()
    at.sidebar.selectbox[0].select(second.id).run()
    forget_dataset(second)
    assert at.run().text[0].value == first.id


def test_nobody_sees_the_upload_of_another_visitor(make_dataset):
    mine, yours = make_dataset("Mine", owner=ME), make_dataset("Yours", owner=YOU)
    assert [opened.id for opened in choose.known_datasets(ME)] == ["arranged", mine.id]
    at = visit(ME)
    at.session_state["wanted_dataset"] = yours.id
    assert at.run().text[0].value == mine.id


def test_two_of_one_title_are_told_apart(make_dataset):
    one, two = make_dataset("one", title="Band"), make_dataset("two", title="Band")
    names = choose.names_of([one, two])
    assert len(set(names.values())) == 2
    assert all(name.startswith("Band (") for name in names.values())


def test_what_lies_in_the_data_folder_is_known(shared: Path, monkeypatch):
    monkeypatch.setenv("GENRESCOPE_DATA", str(shared))
    assert "gtzan" in [opened.id for opened in choose.known_datasets(ME)]
