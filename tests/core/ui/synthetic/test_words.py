"""What the page says of a comparison: the answer first, good and bad clips with reasons, sizes in round words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.evaluation.coverage import Coverage
from core.evaluation.diversity import PromptDistances
from core.evaluation.kernel_distance import KernelDistance
from core.evaluation.told_apart import ToldApart
from core.fidelity.equal import Common
from core.fidelity.report import Checks, Compared, Confusion, FidelityReport, Heard, Space, Variety
from core.ui.datasets.contents import NO_GENRE
from core.ui.synthetic import fidelity_words as words
from core.ui.synthetic.comparing import common_genres
from core.ui.synthetic.examples import best, words_of, worst
from core.ui.synthetic.words import bytes_words, clips_words


def compared(name, distance, auc):
    return Compared(
        name, 20, 20, KernelDistance(distance, None), None, Coverage(0.5, 0.5, 0.9), ToldApart(auc, (auc - 0.1, auc), 5)
    )


@pytest.fixture
def report():
    sets = (compared("made", 0.5, 0.9), compared("other real half", 0.0, 0.5), compared("noise", 2.0, 1.0))
    varied = PromptDistances(0.1, 0.3, 0.2, None, 0.75, 20, 10)
    variety = (Variety("made", 12.34, varied), Variety("other real half", 20.0, None))
    confusion = Confusion(
        "gtzan-classic",
        ("blues", "jazz", "rock"),
        (
            Heard("made", ((6, 4, 0), (3, 7, 0), (0, 0, 0)), 0.65, (0.5, 0.8), 20),
            Heard("other real half", ((9, 1, 0), (0, 10, 0), (0, 0, 0)), 0.95, None, 20),
        ),
        3,
    )
    checks = tuple(Checks(name, 20, n, {}, {}) for name, n in (("made", 9), ("other real half", 2)))
    return FidelityReport(
        *("mine", "real", 20, Common(3.0, 8000.0), {"blues": 10, "jazz": 10}, "gtzan-classic"),
        (Space("columns", "the 57 columns", 57, sets, variety),),
        *(confusion, checks, (), ()),
    )


@pytest.fixture
def clips():
    rows = [
        ("a", "", 0.9, []),
        ("b", "", 0.5, []),
        ("c", "genre", 0.1, ["asked for jazz, heard as rock"]),
        ("d", "genre", 0.2, ["asked for jazz, heard as pop"]),
        ("e", "silence", 0.3, ["40 % of it is silent"]),
    ]
    columns = ["track", "worst", "asked_share", "faults"]
    about = {"set": "made", "genre": "jazz", "heard": "jazz", "heard_share": 0.9}
    return pd.DataFrame(rows, columns=columns).assign(**about)


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_answer_says_how_far_how_easily_told_apart_and_what_is_heard(report):
    assert plain(words.answer_words(report)) == (
        "The clips are 25 % of the way from real music to noise, told from real ones in 90 of 100 pairs and heard as "
        "the genre that was asked for in 65 of 100."
    )


def test_what_is_heard_stands_beside_real_tracks_and_says_what_the_model_knew(report):
    told = plain(words.right_words(report))
    assert told.startswith("65 %, give or take 15, of the 20 clips are heard as the genre that was asked for, and 95 %")
    assert "3 of the real tracks are among those that it learnt from" in told


def test_what_is_compared_under_another_name_is_said_on_the_page(report):
    assert words.compared_words(report) == ""
    told = words.compared_words(replace(report, compared_as={"orchestral": "classical"}))
    assert told == "Orchestral is compared with classical. "
    made, real = ["hiphop", "orchestral", "funk", NO_GENRE], ["Hip-Hop", "classical", "rock", NO_GENRE]
    assert common_genres(made, real) == ["hiphop (with Hip-Hop)", "orchestral (with classical)"]


def test_only_genres_that_are_asked_or_heard_are_drawn(report):
    genres, counts = words.in_use(report.confusion)
    assert genres == ["blues", "jazz"]
    assert np.array_equal(counts, [[6, 4], [3, 7]])


def test_rows_hold_both_anchors_and_intervals_where_there_are_some(report):
    (space,) = report.spaces
    far, apart = words.distance_row(space), words.apart_row(space)
    assert (far.real.value, far.made.value, far.noise.value) == (0.0, 0.5, 2.0)
    assert far.made.interval is None
    assert apart.told == "90 of 100 (80 to 90)"
    assert "density 0.50, coverage 0.50 (of real tracks 0.90)" in far.made.sentence


def test_variety_of_sound_is_said_beside_real_tracks_and_by_prompt(report):
    made, real = report.spaces[0].variety
    assert "amount to 12.3 different ones, and as many real tracks to 20.0" in words.variety_words(made, real, 20)
    assert "in 75 of 100 cases; by chance it would be 50 (20 clips of 10 prompts)" in words.prompt_words(made)
    assert words.prompt_words(real) == ""


def test_the_best_have_no_fault_and_the_worst_show_the_gravest_kind_first(clips):
    assert list(best(clips)["track"]) == ["a", "b"]
    assert list(worst(clips)["track"]) == ["e", "c", "d"]
    assert worst(clips[clips["worst"] == ""]).empty


def test_a_clip_is_told_with_its_reason(clips):
    assert words_of(clips.iloc[4]) == "40 % of it is silent."
    assert plain(words_of(clips.iloc[0])) == "Heard as jazz, 90 %; nothing wrong was found."


def test_sizes_and_titles_are_round():
    assert [plain(bytes_words(n)) for n in (0, 300, 5e6, 38_400_000, 6.7e10)] == [
        "0 MB",
        "1 kB",
        "5.0 MB",
        "38 MB",
        "67 GB",
    ]
    assert [clips_words(n) for n in (1, 1000)] == ["1 clip", "1,000 clips"]
