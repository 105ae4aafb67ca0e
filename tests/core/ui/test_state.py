"""What a session keeps from click to click."""

from types import SimpleNamespace

from core.ui import state


def test_the_track_of_a_clicked_row_is_heard_and_a_click_beside_all_rows_changes_nothing(session):
    calls = []
    for row, heard in ((1, "t2"), (0, "t1"), (2, "t1")):
        session["table"] = SimpleNamespace(selection=SimpleNamespace(cells=[(row, "Track")]))
        state.choose_clicked("d", "table", ("t1", "t2"))
        assert state.chosen_track("d")[0] == heard
        calls.append(state.chosen_track("d")[1])
    assert 0 < calls[0] < calls[1] == calls[2]
    session["table"] = SimpleNamespace(selection=SimpleNamespace(cells=[]))
    state.choose_clicked("d", "table", ("t1", "t2"))
    assert state.chosen_track("d") == ("t1", calls[-1])
