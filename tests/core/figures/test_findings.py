"""The picture of what is wrong with a dataset: every count as it was given, in words too, and names as plain text."""

import pytest

from core.figures import LOOKS, STUDIO, KindCount, kind_bars, tracks_strip

COUNTS = (
    KindCount("silent", "Silent", n_open=1, n_out=2),
    KindCount("near-duplicate", "Nearly <b>the</b> same", n_open=3, n_kept=1, what="pair"),
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_strip_holds_every_track_once(look):
    figure = tracks_strip(n_faulty=3, n_doubtful=1, n_fine=1200, look=look)
    assert [bar.x[0] for bar in figure.data] == [3, 1, 1200]
    assert [bar.hovertext[0] for bar in figure.data] == [
        "3 tracks with a fault",
        "1 track worth a listen",
        "1,200 tracks fine",
    ]
    assert figure.layout.xaxis.range == (0, 1204)


def test_an_empty_strip_is_no_error():
    assert len(tracks_strip(n_faulty=0, n_doubtful=0, n_fine=0, look=STUDIO).data) == 3


def test_a_bar_is_cut_by_what_was_decided_and_knows_its_kind():
    figure = kind_bars(COUNTS, look=STUDIO)
    assert [list(bar.x) for bar in figure.data] == [[1, 3], [2, 0], [0, 1]]
    assert all(list(bar.customdata) == ["silent", "near-duplicate"] for bar in figure.data)


def test_a_count_says_what_it_counts_and_what_was_decided():
    assert [plain(count.words) for count in COUNTS] == [
        "3 tracks: 1 to decide, 2 left out",
        "4 pairs: 3 to decide, 1 kept",
    ]
    assert plain(KindCount("silent", "Silent", n_open=1).words) == "1 track"


def test_what_is_left_out_and_what_is_kept_differ_by_more_than_colour():
    figure = kind_bars(COUNTS, look=STUDIO)
    assert [bar.marker.pattern.shape for bar in figure.data] == ["", "", "/"]


def test_the_kinds_that_are_not_looked_at_step_back():
    figure = kind_bars(COUNTS, look=STUDIO, chosen="silent")
    assert all(bar.marker.opacity == (1.0, 0.3) for bar in figure.data)


def test_a_title_is_never_read_as_html():
    figure = kind_bars(COUNTS, look=STUDIO)
    texts = [note.text for note in figure.layout.annotations] + [text for bar in figure.data for text in bar.hovertext]
    assert not [text for text in texts if "<b>" in text]
