"""What of a run's data can be heard follows from the dataset it names, and an upload is heard by its visitor alone."""

import soundfile as sf

from core.data.opened import open_dataset
from core.ui.runs.page import is_of
from core.ui.runs.sounds import sounds_of
from tests.core.toy_runs import toy_run

VISITOR, STRANGER = "a" * 32, "b" * 32
TRACK = "alpha/alpha-0-0.wav"


def opened_folder(tmp_path, tone, *, owner: str = ""):
    file = tmp_path / "Toys" / TRACK
    file.parent.mkdir(parents=True)
    sf.write(file, tone(220.0, 0.5), 22050)
    return open_dataset(str(tmp_path / "Toys"), owner=owner)


def test_the_recordings_of_the_dataset_that_a_run_names_are_heard(tmp_path, tone):
    opened = opened_folder(tmp_path, tone)
    record = toy_run(extra={"source": opened.id}).record
    sounds = sounds_of(record, VISITOR)
    assert sounds.track(TRACK).id == TRACK
    assert sounds.track("alpha/gone.wav") is None
    assert sounds.words == ""
    assert is_of(record, opened)


def test_an_upload_is_heard_by_its_visitor_alone(tmp_path, tone):
    opened = opened_folder(tmp_path, tone, owner=VISITOR)
    record = toy_run(extra={"source": opened.id}).record
    assert sounds_of(record, VISITOR).track(TRACK) is not None
    hidden = sounds_of(record, STRANGER)
    assert hidden.track(TRACK) is None
    assert "not on this machine" in hidden.words


def test_a_dataset_that_was_never_opened_here_is_told():
    sounds = sounds_of(toy_run(extra={"source": "folder-0123456789"}).record, VISITOR)
    assert sounds.contents is None
    assert "The recordings of “toys” are not on this machine" in sounds.words
