"""What is compared with what, as the page asks for it."""

from streamlit.testing.v1 import AppTest


def script(hears_by: list[str]) -> None:
    import streamlit as st

    from core.ui.synthetic.comparing import _ask_for_listeners

    st.text(" ".join(_ask_for_listeners(hears_by)) or "nobody")


def test_at_first_only_the_listeners_of_the_genre_model_compare_and_others_may_be_asked(monkeypatch):
    here = ("musicnn-mtat", "yamnet")
    monkeypatch.setattr("core.ui.synthetic.fidelity_engine.installed_listeners", lambda: here)
    for hears_by, compared in ((["yamnet"], "yamnet"), ([], "nobody"), (["musicnn-msd", "musicnn-mtat"], here[0])):
        at = AppTest.from_function(script, args=(hears_by,), default_timeout=60).run()
        assert at.text[0].value == compared
    at = at.pills[0].set_value(list(here)).run()
    assert at.text[0].value == " ".join(here)
