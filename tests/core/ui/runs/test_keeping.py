"""Files of a run: the folder opens on another machine, answers carry licence and protocol, and names are plain text."""

import io
import re
import zipfile

import pandas as pd
import pytest

from core.figures import PAPER
from core.models.loaded import load_run
from core.runs import CARD, read_run
from core.ui.runs.card import card_markdown, plain
from core.ui.runs.keeping import answers_csv, card_of, run_zip
from core.ui.runs.reading import OpenRun, open_run
from core.ui.runs.report import report_of
from tests.core.toy_runs import save_toy

VISITOR = "a" * 32
EVIL = "=cmd|' /C calc'!A0 <img src=x onerror=alert(1)>"


@pytest.fixture
def make_run(workspace):
    """``make_run(**changed)``: a toy run as the page opens it."""

    def make(**changed) -> OpenRun:
        save_toy("toy", **changed)
        return open_run("toy", VISITOR)

    return make


def test_the_zip_of_a_run_opens_on_another_machine(make_run, tmp_path):
    run = make_run()
    zipfile.ZipFile(io.BytesIO(run_zip(run))).extractall(tmp_path)
    moved = read_run(tmp_path / "toy")
    assert moved.record == run.record
    assert load_run(tmp_path / "toy").genres == ("alpha", "beta", "gamma")


def test_the_answers_have_a_row_per_track_with_truth_answer_protocol_and_licence(make_run):
    run = make_run()
    table = pd.read_csv(io.BytesIO(answers_csv(run)))
    assert len(table) == len(run.stored.held_out)
    assert (table["called"] == table["genre"]).mean() == pytest.approx(run.record.scores["accuracy"])
    assert table[["p:alpha", "p:beta", "p:gamma"]].sum(axis=1).to_numpy() == pytest.approx(1)
    assert set(table["protocol"]) == {"random-tracks"}
    assert set(table["leaky"]) == {True}
    assert set(table["licence"]) == {"made by this project: free to use"}


def test_no_spreadsheet_runs_a_name(make_run):
    run = make_run()
    run.stored.held_out.loc[0, "group"] = EVIL
    assert ",=cmd" not in answers_csv(run).decode()


def test_the_card_of_a_run_is_the_one_beside_it_else_one_from_its_record(make_run):
    run = make_run()
    card = card_of(run)
    assert card.startswith("# Linear discriminant analysis\n")
    assert "**This score is leaky.**" in card
    assert len(re.findall(r"^\| (?:alpha|beta|gamma) \|", card, flags=re.MULTILINE)) == 3
    (run.folder / CARD).write_text("# Written by hand\n", encoding="utf-8")
    assert card_of(run) == "# Written by hand\n"


def test_no_markdown_is_read_in_a_name(make_run):
    run = make_run(data={"name": "[x](http://evil)"})
    assert "[x](" not in card_markdown(run.record, run.title)
    assert plain("a*b_c") == r"a\*b\_c"


def test_the_report_tells_the_score_its_protocol_and_every_genre_without_sound_or_network(make_run):
    run = make_run(extra={"title": EVIL, "command": "python -m core train"})
    text = report_of(run, PAPER)
    body = text[text.index("<main>") :]
    for words in ("92\u00a0% of the tracks right", "random-tracks", "This score is leaky", "python -m core train"):
        assert words in body
    assert text.count('class="plotly-graph-div"') == 3
    assert "<img" not in body
    assert "<audio" not in body
    assert "alpha/alpha" in body
