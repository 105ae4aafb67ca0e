import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from core.errors import AudioError, ModelError
from core.models.backbones import BACKBONES, about_column, backbone_of, backbones_of, debug, listening
from core.models.backbones.listening import BATCH, at_rate, hear_of, listen, segments_of, starts_of
from core.models.backbones.spec import Listened

SPEC = debug.SPEC


def hear(y: np.ndarray, spans=None):
    return listen(y, sr=SPEC.sr, backbone=SPEC, spans=spans)


def cut(y: np.ndarray) -> np.ndarray:
    return segments_of(y, starts_of(y.size, SPEC), SPEC)


def test_without_spans_a_recording_is_one_row(noise):
    heard = hear(noise(5.0, SPEC.sr))
    assert heard.embedding.shape == (1, SPEC.n_dims)
    assert heard.tags.shape == (1, len(SPEC.tags))


def test_a_span_is_the_mean_of_the_segments_whose_middle_lies_in_it(noise):
    y = noise(6.0, SPEC.sr)
    alone = hear_of("debug")(cut(y)).embedding
    heard = hear(y, [(0.0, 3.0), (3.0, 6.0), (4.0, 5.0)]).embedding
    wanted = [alone[:3].mean(axis=0), alone[3:].mean(axis=0), alone[4]]
    np.testing.assert_allclose(heard, wanted, rtol=1e-5)


def test_a_span_without_a_middle_takes_the_nearest_segment(noise):
    y = noise(6.0, SPEC.sr)
    np.testing.assert_array_equal(hear(y, [(2.0, 2.2)]).embedding, hear(y, [(2.0, 3.0)]).embedding)


def test_halves_of_two_sounds_are_told_apart(tone, noise):
    y = np.concatenate([tone(300.0, 4.0, SPEC.sr), tone(3500.0, 4.0, SPEC.sr)])
    low, high = hear(y, [(0.0, 4.0), (4.0, 8.0)]).tags
    assert SPEC.tags[np.argmax(low)] == "low"
    assert SPEC.tags[np.argmax(high)] == "high"


def test_a_short_sound_is_repeated_from_its_beginning(tone):
    y = tone(300.0, 0.6, SPEC.sr)
    segments = cut(y)
    assert segments.shape == (1, SPEC.n_samples)
    np.testing.assert_array_equal(segments[0], np.concatenate([y, y])[: SPEC.n_samples])


def test_the_last_segment_ends_where_the_sound_ends(noise):
    y = noise(3.7, SPEC.sr)
    np.testing.assert_allclose(starts_of(y.size, SPEC) / SPEC.sr, [0.0, 1.0, 2.0, 2.7])
    np.testing.assert_array_equal(cut(y)[-1], y[-SPEC.n_samples :])


def test_what_is_too_short_is_refused(tone):
    with pytest.raises(AudioError, match=r"the recording lasts 0\.30 s, but a listener needs at least 0\.5 s"):
        hear(tone(300.0, 0.3, SPEC.sr))


def test_progress_grows_to_one(noise):
    seen = []
    listen(noise(BATCH * 2.5, SPEC.sr), sr=SPEC.sr, backbone=SPEC, progress=seen.append)
    assert len(seen) == 3
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_long_recording_is_cut_batch_by_batch_and_heard_as_if_it_were_cut_at_once(noise, monkeypatch):
    y = noise(BATCH * 2.5, SPEC.sr)
    travelled = []

    def counted(segments: np.ndarray) -> Listened:
        travelled.append(len(segments))
        return debug.load()(segments)

    monkeypatch.setitem(listening._loaded, "debug", counted)
    heard = hear(y, [(i, i + 1.0) for i in range(0, 160)]).embedding
    assert travelled == [BATCH, BATCH, BATCH // 2]
    np.testing.assert_array_equal(heard, debug.load()(cut(y)).embedding)


def test_two_threads_that_ask_at_once_wait_for_one_network(monkeypatch):
    loads = []

    def load():
        loads.append(threading.current_thread())
        time.sleep(0.05)
        return debug.load()

    monkeypatch.setitem(BACKBONES, "slow", replace(SPEC, name="slow", load=load))
    monkeypatch.setattr(listening, "_loaded", {})
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(hear_of, ["slow"] * 4)
    assert len(loads) == 1
    assert all(other is first for other in others)


def test_own_files_that_change_after_their_digest_was_taken_are_not_heard(tmp_path, monkeypatch):
    file = tmp_path / "weights"
    file.write_text("as they were", encoding="utf-8")
    own = replace(SPEC, name="own", local_files=(file,))
    monkeypatch.setitem(BACKBONES, "own", own)
    monkeypatch.setattr(listening, "_loaded", {})
    assert own.digest == own.digest_now()
    file.write_text("others", encoding="utf-8")
    with pytest.raises(ModelError, match="the files of the random listener of the tests have changed since"):
        hear_of("own")
    file.unlink()
    with pytest.raises(ModelError, match=r"weights cannot be read \(No such file or directory\)"):
        own.digest_now()


def test_sound_of_another_rate_is_heard_alike(tone):
    heard = listen(tone(300.0, 4.0, 22_050), sr=22_050, backbone=SPEC)
    np.testing.assert_allclose(heard.tags, hear(tone(300.0, 4.0, SPEC.sr)).tags, atol=0.01)


def test_a_resampled_sound_keeps_its_length(tone):
    assert at_rate(tone(300.0, 4.0, 22_050), sr=22_050, wanted=8000).size == pytest.approx(32_000, abs=2)


def test_names_are_joined_by_a_plus_and_found_again():
    assert backbones_of("debug") == (SPEC,)
    assert [one.name for one in backbones_of("musicnn-mtat+debug")] == ["musicnn-mtat", "debug"]
    assert backbones_of(["debug"]) == (SPEC,)


@pytest.mark.parametrize(
    ("names", "match"),
    [("musicnn", "there is no listener 'musicnn'; choose among musicnn-jamendo"), ("debug+debug", "names one twice")],
)
def test_a_name_that_there_is_not_is_refused(names, match):
    with pytest.raises(ModelError, match=match):
        backbones_of(names)


def test_a_column_leads_to_its_listener_and_is_told_in_words():
    assert backbone_of("debug:003") is SPEC
    assert backbone_of("debug#low") is SPEC
    assert backbone_of("debug:900") is None
    assert backbone_of("tempo") is None
    assert about_column("debug#low") == "how surely the random listener of the tests hears “low”"
    assert about_column("debug:003").startswith("number 4 of 8 of what")
    with pytest.raises(KeyError):
        about_column("tempo")


def test_the_digest_follows_the_version_and_the_way_sound_is_cut():
    digests = {SPEC.digest, replace(SPEC, version=2).digest, replace(SPEC, hop_s=0.5).digest, replace(SPEC).digest}
    assert len(digests) == 3
    assert replace(SPEC, libraries=("numpy",)).digest not in digests
    with pytest.raises(ModelError, match="needs no-such-library, which is not installed"):
        _ = replace(SPEC, libraries=("no-such-library",)).digest
    assert BACKBONES["musicnn-mtat"].digest != BACKBONES["musicnn-jamendo"].digest
