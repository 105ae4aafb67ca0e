import numpy as np
import pytest

from core.errors import AudioError, ModelError
from core.models.backbones import BACKBONES, about_column, backbone_of, backbones_of, debug
from core.models.backbones.listening import BATCH, at_rate, hear_of, listen, segments_of

SPEC = debug.SPEC


def hear(y: np.ndarray, spans=None):
    return listen(y, sr=SPEC.sr, backbone=SPEC, spans=spans)


def test_without_spans_a_recording_is_one_row(noise):
    heard = hear(noise(5.0, SPEC.sr))
    assert heard.embedding.shape == (1, SPEC.n_dims)
    assert heard.tags.shape == (1, len(SPEC.tags))


def test_a_span_is_the_mean_of_the_segments_whose_middle_lies_in_it(noise):
    y = noise(6.0, SPEC.sr)
    segments, _ = segments_of(y, SPEC)
    alone = hear_of("debug")(np.ascontiguousarray(segments)).embedding
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
    segments, starts_s = segments_of(y, SPEC)
    assert segments.shape == (1, SPEC.n_samples)
    assert starts_s.tolist() == [0.0]
    np.testing.assert_array_equal(segments[0], np.concatenate([y, y])[: SPEC.n_samples])


def test_the_last_segment_ends_where_the_sound_ends(noise):
    y = noise(3.7, SPEC.sr)
    segments, starts_s = segments_of(y, SPEC)
    np.testing.assert_allclose(starts_s, [0.0, 1.0, 2.0, 2.7])
    np.testing.assert_array_equal(segments[-1], y[-SPEC.n_samples :])


def test_what_is_too_short_is_refused(tone):
    with pytest.raises(AudioError, match=r"the recording lasts 0\.30 s, but a listener needs at least 0\.5 s"):
        hear(tone(300.0, 0.3, SPEC.sr))


def test_progress_grows_to_one(noise):
    seen = []
    listen(noise(BATCH * 2.5, SPEC.sr), sr=SPEC.sr, backbone=SPEC, progress=seen.append)
    assert len(seen) == 3
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


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
    from dataclasses import replace

    digests = {SPEC.digest, replace(SPEC, version=2).digest, replace(SPEC, hop_s=0.5).digest, replace(SPEC).digest}
    assert len(digests) == 3
    assert BACKBONES["musicnn-mtat"].digest != BACKBONES["musicnn-jamendo"].digest
