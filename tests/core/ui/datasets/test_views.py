"""What a dataset tells of itself beyond its tracks."""

from streamlit.testing.v1 import AppTest

from core.data.opened import open_dataset
from tests.core.data.datasets.miniatures import make_fma


def section(source: str) -> None:
    from core.data.opened import open_dataset
    from core.ui.datasets.views import views

    views(open_dataset(source))


def test_genres_that_appear_together_are_a_map_and_a_table(tmp_path):
    opened = open_dataset(f"fma:{make_fma(tmp_path)}")
    at = AppTest.from_function(section, args=(opened.id,), default_timeout=60).run()
    at.button_group[0].set_value("Genres that appear together").run()
    assert not at.exception
    assert at.get("plotly_chart")[0].proto.alt.startswith("Map of which of the")
    table = at.dataframe[0].value
    assert list(table.iloc[:, 0]) == list(table.columns[1:])


def test_a_dataset_with_nothing_more_to_show_has_no_such_section(make_dataset):
    at = AppTest.from_function(section, args=(make_dataset("mine").id,), default_timeout=60).run()
    assert not at.exception
    assert len(at.get("html")) == 0
