"""The Doctor page: opens empty, shows the findings as they are stored, takes decisions and says what they change."""

import csv
import html
import io
import json
from collections.abc import Callable

import pandas as pd
import pytest
import soundfile as sf
from streamlit.testing.v1 import AppTest

from core.data.decisions import DECISIONS, FINDINGS, decide, decisions, exclusions
from core.data.findings import KINDS, Finding
from core.data.hashing import hash_tracks
from core.data.opened import OpenDataset, open_dataset
from core.data.stored import store_table, table_folder
from core.doctor.stored import Examination, write_findings
from core.ui.doctor.review import PAGE
from core.ui.doctor.words import NOTHING_LEFT_OUT
from core.workspace import PROJECT_ROOT

TITLE = "What is wrong with this dataset?"
SCRIPT = PROJECT_ROOT / "pages" / "3_Doctor.py"
ME, YOU = "a" * 32, "b" * 32
EVIL = "<img src=x onerror=alert(1)>**bold** $x$ [a](javascript:x).wav"
FILES = ("jazz/one.wav", "jazz/two.wav", "rock/three.wav", "rock/four.wav")
SILENT = Finding("jazz/one.wav", "silent", "all of it is silent", score=60.0)
TWINS = Finding("jazz/two.wav", "near-duplicate", "the same recording, 2.0 s later", other="rock/three.wav", score=0.9)
DOUBTED = Finding("rock/four.wav", "doubtful-label", "sounds like jazz", score=12.0)


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    """No datasets but those that a test makes."""
    monkeypatch.delenv("GENRESCOPE_DATA", raising=False)


@pytest.fixture
def make_dataset(tmp_path, tone) -> Callable[..., OpenDataset]:
    """``make_dataset(*files, owner="", title="Mine")``: an opened folder of tones of 1 s."""

    def make(*files: str, owner: str = "", title: str = "Mine") -> OpenDataset:
        for number, file in enumerate(files or FILES):
            (tmp_path / title / file).parent.mkdir(parents=True, exist_ok=True)
            sf.write(tmp_path / title / file, tone(220.0 + 20 * number, 1.0), 22050)
        return open_dataset(str(tmp_path / title), owner=owner, title=title)

    return make


def examined(opened: OpenDataset, *findings: Finding, skipped: tuple[str, ...] = ()) -> OpenDataset:
    """The dataset with these findings stored beside it, as an examination leaves them."""
    tracks = opened.tracks()
    report = Examination(
        hash_tracks(tracks), "2026-11-20T16:00:00+00:00", len(tracks), len(tracks), findings, skipped, settings={}
    )
    write_findings(opened, report)
    return opened


def visit(visitor: str = ME) -> AppTest:
    at = AppTest.from_file(SCRIPT, default_timeout=120)
    at.session_state["visitor"] = visitor
    return at.run()


def click(at: AppTest, label: str) -> AppTest:
    """Click on the first button of this label."""
    return next(button for button in at.button if button.label.startswith(label)).click().run()


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.main.button]


def test_on_a_fresh_machine_it_offers_to_examine_the_built_in_dataset(shown):
    at = visit()
    assert not at.exception
    assert TITLE in shown(at)
    assert "500 tracks, not examined yet." in shown(at)


def test_before_an_examination_it_says_what_is_looked_for_and_how_long_it_takes(make_dataset, shown):
    make_dataset()
    at = visit()
    assert "4 tracks, not examined yet." in shown(at)
    assert "It listens to 4 tracks: about" in shown(at)
    assert all(kind.title in shown(at) for kind in KINDS.values())
    assert labels(at) == ["Examine this dataset"]


def test_the_findings_are_shown_as_they_are_stored(make_dataset, shown):
    examined(make_dataset(), SILENT, TWINS, DOUBTED, skipped=("artists: no track names one",))
    at = visit()
    assert not at.exception
    assert "2 of 4 tracks have a fault, 1 more is worth a listen." in shown(at)
    assert "1 is fine, as far as I can hear. Of two copies, one counts." in shown(at)
    assert "Artists: no track names one." in shown(at)
    for finding in (SILENT, TWINS, DOUBTED):
        assert finding.track in shown(at)
        assert finding.reason[1:] in shown(at)
    assert [label for label in labels(at) if label.startswith("Play")] == ["Play", "Play A", "Play B", "Play"]


def test_every_chart_has_an_alt_text_and_a_sentence_under_it(make_dataset):
    examined(make_dataset(), SILENT, TWINS)
    at = visit()
    charts = at.get("plotly_chart")
    assert len(charts) == 2
    assert all(chart.proto.alt for chart in charts)
    assert sum("gs-caption" in element.proto.body for element in at.get("html")) >= len(charts)


def test_where_nothing_is_wrong_it_says_so(make_dataset, shown):
    examined(make_dataset())
    at = visit()
    assert "Nothing is wrong with it, as far as I can hear." in shown(at)
    assert "Listen and decide" not in shown(at)
    assert not at.get("download_button")


def test_a_decision_is_stored_at_once_and_its_consequence_is_told(make_dataset, shown):
    opened = examined(make_dataset(), SILENT, TWINS, DOUBTED)
    at = visit()
    assert NOTHING_LEFT_OUT in shown(at)
    click(at, "Leave out")
    assert list(exclusions(opened).everywhere) == [SILENT.track]
    assert "1 track left out of every part." in shown(at)
    assert "random-tracks: 1 track is left out; scores go under random-tracks-without-1-" in shown(at)
    assert "never ranked" in shown(at)
    click(at, "Undo")
    assert decisions(opened) == ()
    assert NOTHING_LEFT_OUT in shown(at)


def test_a_doubt_leaves_training_parts_only(make_dataset, shown):
    opened = examined(make_dataset(), DOUBTED)
    at = click(visit(), "Leave out")
    assert list(exclusions(opened).training) == [DOUBTED.track]
    assert "1 track left out of training parts only." in shown(at)
    assert "random-tracks: its test set stays whole" in shown(at)


@pytest.mark.parametrize(("side", "gone"), [("A", TWINS.track), ("B", TWINS.other)])
def test_of_a_pair_either_side_may_go_and_the_two_stay_together(make_dataset, shown, side, gone):
    opened = examined(make_dataset(), TWINS)
    at = visit()
    assert "1 recording is there more than once (2 tracks)." in shown(at)
    click(at, f"Leave out {side}")
    assert list(exclusions(opened).everywhere) == [gone]
    assert f"{side} left out" in shown(at)
    click(at, "Undo")
    assert not exclusions(opened).everywhere
    click(at, "Keep both")
    assert [decision.verdict for decision in decisions(opened)] == ["keep"]
    assert exclusions(opened).twins


def test_all_of_a_kind_are_left_out_after_a_question_that_says_what_it_means(make_dataset, shown):
    other = Finding("jazz/two.wav", "silent", "all of it is silent")
    opened = examined(make_dataset(), SILENT, other, DOUBTED)
    at = click(visit(), "Leave out all 2")
    assert "2 tracks leave every part of a split, the test set too" in shown(at)
    assert "random-tracks: 2 tracks are left out" in shown(at)
    assert decisions(opened) == ()
    click(at, "Leave out 2")
    assert set(exclusions(opened).everywhere) == {SILENT.track, other.track}
    click(at, "Undo all 2")
    click(at, "Undo 2")
    assert decisions(opened) == ()


def test_of_all_pairs_at_once_one_of_each_recording_stays(make_dataset, shown):
    chain = Finding("rock/three.wav", "near-duplicate", "the same", other="rock/four.wav")
    opened = examined(make_dataset(), TWINS, chain)
    at = click(visit(), "Leave out all 2")
    assert "Of each recording one track stays, and no split ever separates copies." in shown(at)
    click(at, "Leave out 2")
    assert len(exclusions(opened).everywhere) == 2


def test_a_no_changes_nothing(make_dataset):
    opened = examined(make_dataset(), SILENT, Finding("jazz/two.wav", "silent", ""))
    at = click(visit(), "Keep all 2")
    click(at, "Cancel")
    assert decisions(opened) == ()


def test_the_data_hash_of_a_table_changes_with_a_decision(make_dataset, shown):
    opened = examined(make_dataset(), SILENT)
    rows = pd.DataFrame({"track_id": sorted(FILES), "segment": 0, "start_s": 0.0, "artist": None, "rms_mean": 0.5})
    rows["genre"] = rows["track_id"].str.partition("/")[0]
    stored = store_table([rows], table_folder(opened, 30.0), dataset=opened.id, licence="own", segment_s=30.0)
    at = visit()
    assert f"The data hash of its 30 s table is {stored.data_hash[:12]}, as it was made." in shown(at)
    click(at, "Leave out")
    assert f"now; as it was made, {stored.data_hash[:12]}." in shown(at)


def test_play_brings_a_player_for_each_side_and_nothing_plays_by_itself(make_dataset):
    examined(make_dataset(), SILENT, TWINS)
    at = visit()
    assert not at.get("audio")
    click(at, "Play A")
    assert len(at.get("audio")) == 2
    assert not any(player.proto.autoplay for player in at.get("audio"))
    click(at, "Play")
    assert len(at.get("audio")) == 1


def test_a_track_that_cannot_be_decoded_says_why_in_the_place_of_its_player(make_dataset, shown):
    opened = make_dataset()
    (opened.path / "jazz/one.wav").write_bytes(b"these are words, not sound")
    examined(opened, Finding("jazz/one.wav", "unreadable", "it holds text"))
    at = click(visit(), "Play")
    assert not at.exception
    assert "“jazz/one.wav” cannot be heard" in shown(at)


def test_a_track_that_is_gone_can_be_decided_and_not_be_heard(make_dataset, shown):
    examined(make_dataset(), Finding("jazz/gone.wav", "silent", "all of it"))
    at = visit()
    assert "not there any more" in shown(at)
    assert not [label for label in labels(at) if label.startswith("Play")]


def test_a_long_list_is_shown_a_page_at_a_time(make_dataset, shown):
    many = [Finding(f"jazz/{n:03d}.wav", "clipped", "cut off", score=-n) for n in range(2 * PAGE + 5)]
    examined(make_dataset(), *many)
    at = visit()
    assert "1 to 20 of 45 findings" in shown(at)
    assert "jazz/019.wav" in shown(at)
    assert "jazz/020.wav" not in shown(at)
    click(click(at, "Next"), "Next")
    assert "41 to 45 of 45 findings" in shown(at)
    assert at.button(key="doctor-next").disabled


def test_a_kind_and_a_verdict_filter_the_list(make_dataset, shown):
    examined(make_dataset(), SILENT, TWINS, DOUBTED, *(Finding(track, "clipped", "cut off") for track in FILES))
    at = visit()
    at.button_group[0].set_value("near-duplicate").run()
    assert TWINS.reason[1:] in shown(at)
    assert SILENT.reason[1:] not in shown(at)
    at.button_group[1].set_value("out").run()
    assert "No finding fits." in shown(at)


def test_what_was_decided_about_findings_that_are_gone_can_be_undone(make_dataset, shown):
    opened = examined(make_dataset(), SILENT)
    decide(opened, [SILENT, DOUBTED], "exclude")
    at = visit()
    assert DOUBTED.track in shown(at)
    assert any("1 earlier decision" in folded.label.replace("\u00a0", " ") for folded in at.expander)
    at.button(key="doctor-orphan-0").click().run()
    assert [decision.track for decision in decisions(opened)] == [SILENT.track]


def test_a_dataset_that_has_changed_since_says_so(make_dataset, tmp_path, tone, shown):
    opened = examined(make_dataset(), SILENT)
    (opened.path / "folk").mkdir()
    sf.write(opened.path / "folk" / "five.wav", tone(300.0, 1.0), 22050)
    assert "4 tracks were examined, and now there are 5." in shown(visit())


@pytest.mark.parametrize("name", [f"jazz/{EVIL}", f"{EVIL[:20]}/x.wav"])
def test_names_are_shown_as_text(make_dataset, shown, name):
    examined(
        make_dataset(name, "rock/b.wav", title=EVIL[:40]),
        *(
            Finding(name, kind, f"because of {name}", other="rock/b.wav" if kind == "near-duplicate" else None)
            for kind in ("silent", "near-duplicate", "doubtful-label")
        ),
    )
    at = click(visit(), "Play")
    click(at, "Leave out")
    bodies = "\n".join(element.proto.body for element in at.get("html"))
    assert name in shown(at)
    assert html.escape(name) in bodies
    assert "<img" not in bodies
    told = [element.value for kind in (at.markdown, at.caption, at.error, at.warning) for element in kind]
    assert not [text for text in [*told, *labels(at), *(folded.label for folded in at.expander)] if "onerror" in text]


def test_the_findings_go_into_a_spreadsheet_as_text(make_dataset):
    from core.ui.doctor.case import case_of
    from core.ui.doctor.table import HEAD, findings_csv

    opened = examined(make_dataset())
    decide(opened, [TWINS], "exclude")
    odd = Finding("=1+1", "silent", "@SUM(A1)")
    rows = list(csv.reader(io.StringIO(findings_csv(case_of([odd, TWINS], decisions(opened), n_tracks=4)))))
    assert tuple(rows[0]) == HEAD
    assert rows[1][:4] == ["'=1+1", "silent", "Silent", "'@SUM(A1)"]
    assert rows[2] == [
        *("jazz/two.wav", "near-duplicate", "Nearly the same recording", TWINS.reason, "rock/three.wav", "0.9"),
        *("left out", "jazz/two.wav"),
    ]


def test_the_table_of_findings_is_offered_under_an_honest_name(make_dataset):
    examined(make_dataset(title="My songs"), SILENT)
    (button,) = visit().get("download_button")
    assert button.proto.label == "Findings (CSV)"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"findings": [{"track": 1}]}'])
def test_a_broken_file_of_findings_is_explained_and_can_be_made_again(make_dataset, shown, content):
    opened = examined(make_dataset(), SILENT)
    (opened.folder / FINDINGS).write_text(content)
    at = visit()
    assert not at.exception
    assert "The findings cannot be read" in shown(at)
    assert "run the doctor again" in shown(at)
    assert labels(at) == ["Examine it again"]


def test_a_broken_file_of_decisions_is_explained(make_dataset, shown):
    opened = examined(make_dataset(), SILENT)
    (opened.folder / DECISIONS).write_text(json.dumps({"decisions": [3]}))
    at = visit()
    assert not at.exception
    assert "Your decisions cannot be read" in shown(at)
    assert "move it away" in shown(at)


def test_a_disk_that_takes_no_decision_is_told_and_the_page_stays(make_dataset, shown, monkeypatch):
    examined(make_dataset(), SILENT)
    at = visit()

    def full_disk(source, target):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("core.workspace.os.replace", full_disk)
        click(at, "Leave out")
    assert "That was not stored" in shown(at)
    assert "No space left on device" in shown(at)
    click(at, "Leave out")
    assert "That was not stored" not in shown(at)


def test_a_folder_that_is_gone_is_explained(make_dataset, shown, tmp_path):
    opened = examined(make_dataset(), SILENT)
    at = visit()
    opened.path.rename(tmp_path / "elsewhere")
    assert "500 tracks, not examined yet." in shown(at.run())
    assert not at.exception


def test_the_upload_of_one_visitor_is_no_patient_of_another(make_dataset, shown):
    examined(make_dataset("jazz/secret.wav", owner=YOU, title="Theirs"), Finding("jazz/secret.wav", "silent", ""))
    assert "secret" not in shown(visit(ME))
    assert "secret" in shown(visit(YOU))
