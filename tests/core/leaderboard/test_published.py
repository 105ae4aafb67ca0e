"""Published figures are facts: each is the number of its source, and says how far to believe it."""

import json

import pytest

from core.data.protocols import PROTOCOLS
from core.leaderboard.published import CEILINGS, NO_TEST_SET, PUBLISHED


@pytest.fixture(scope="module")
def reference(shared):
    return json.loads((shared / "reference" / "published_results.json").read_text(encoding="utf-8"))


def typed(source):
    """name -> percent, of the figures whose source begins so."""
    return {one.name: pytest.approx(100 * one.accuracy) for one in PUBLISHED if one.source.startswith(source)}


def test_every_figure_names_a_protocol_of_this_project_its_source_and_its_citation():
    for one in PUBLISHED:
        assert one.protocol in PROTOCOLS
        assert 0 < one.accuracy < 1
        assert one.source
        assert one.citation
        assert one.words


def test_no_figure_is_there_twice():
    assert len({(one.protocol, one.name, one.source) for one in PUBLISHED}) == len(PUBLISHED)
    assert len({(one.protocol, one.title) for one in PUBLISHED}) == len(PUBLISHED)


def test_leaky_figures_say_so():
    assert all("leaky" in one.words for one in PUBLISHED if PROTOCOLS[one.protocol].leaky)


def test_the_figures_of_kroher_2024_are_those_of_its_table_without_the_one_tested_on_synthetic_clips(reference):
    table = reference["kroher2024_synthetic"]["table_1"]
    assert typed("Kroher") == {name: row["accuracy"] for name, row in table.items() if name != "E2E-synth"}
    for one in PUBLISHED:
        if one.source.startswith("Kroher"):
            assert 100 * one.sd == pytest.approx(table[one.name]["accuracy_sd"])
            assert one.log_loss == table[one.name]["loss"]
            assert NO_TEST_SET in one.words
            assert NO_TEST_SET in reference["kroher2024_synthetic"]["protocol"]


def test_the_figures_on_the_artist_folds_are_those_of_foleis_and_tavares(reference):
    assert typed("Foleis") == reference["honest_gtzan"]["published_foleis"]


def test_the_figures_on_the_filtered_split_are_those_of_their_sources(reference):
    filtered = {one.name: 100 * one.accuracy for one in PUBLISHED if one.protocol == "fault-filtered"}
    expected = reference["honest_gtzan"]["published_fault_filtered_290"]
    column = reference["favory2021_tags"]["columns"].index("MGC GTZAN")
    favory = {name: row[column] for name, row in reference["favory2021_tags"]["table_1"].items()}
    assert typed("Favory") == favory
    assert filtered == pytest.approx({**expected, **favory})
    assert all(one.n_tracks == 290 for one in PUBLISHED if one.protocol == "fault-filtered")


def test_the_leaky_figures_are_those_of_the_thesis(reference):
    assert typed("Pricop") == reference["pricop2023_thesis"]["accuracy_gtzan"]
    assert all(one.n_tracks == 9_990 for one in PUBLISHED if one.protocol == "leaky-segments")


def test_the_two_ceilings_are_those_of_the_reference(reference):
    known = reference["honest_gtzan"]["ceilings"]
    assert [100 * one.accuracy for one in CEILINGS] == pytest.approx(list(known.values()))
    assert "other clips" in CEILINGS[1].title
