"""What every listener of the registry promises, those with files where the files are here."""

import numpy as np
import pytest

from core.downloads import REMOTE_FILES, is_here
from core.models.backbones import BACKBONES, backbone_of
from core.models.backbones.listening import hear_of
from core.models.backbones.tag_kinds import KINDS, TITLES, kind_of, kinds_of

MUSICNN = [spec for spec in BACKBONES.values() if spec.name.startswith(("musicnn", "vgg"))]


@pytest.fixture(params=BACKBONES.values(), ids=BACKBONES)
def spec(request):
    return request.param


@pytest.fixture
def hear(spec):
    lacking = [file for file in spec.files if not is_here(file)]
    if lacking:
        pytest.skip(f"no shared data: {spec.name} needs {', '.join(lacking)}")
    return hear_of(spec.name)


@pytest.fixture
def segments(spec):
    """Three segments: a tone, noise, and noise that is nearly nothing."""
    rng = np.random.default_rng(0)
    t = np.arange(spec.n_samples) / spec.sr
    noise = rng.normal(size=(2, spec.n_samples)) * [[0.1], [1e-4]]
    return np.concatenate([0.3 * np.sin(2 * np.pi * 440 * t)[None], noise]).astype(np.float32)


def test_it_tells_what_it_is(spec):
    assert BACKBONES[spec.name] is spec
    for text in (spec.title, spec.about, spec.citation, spec.licence, spec.front_end):
        assert text
        assert text == text.strip()
    assert 0 < spec.hop_s <= spec.segment_s
    assert spec.n_samples >= spec.segment_s * spec.sr - 1
    assert set(spec.files) <= set(REMOTE_FILES)
    assert spec.n_bytes == sum(REMOTE_FILES[file].n_bytes for file in spec.files)


def test_its_columns_are_its_own_and_no_two_are_one(spec):
    columns = (*spec.columns, *spec.tag_columns)
    assert len(set(columns)) == len(columns) == spec.n_dims + len(spec.tags)
    assert backbone_of(columns[0]) is backbone_of(columns[-1]) is spec


def test_it_gives_an_embedding_and_tags_between_0_and_1(spec, hear, segments):
    heard = hear(segments)
    assert heard.embedding.shape == (3, spec.n_dims)
    assert heard.embedding.dtype == np.float32
    assert np.isfinite(heard.embedding).all()
    if not spec.tags:
        assert heard.tags is None
        return
    assert heard.tags.shape == (3, len(spec.tags))
    assert heard.tags.dtype == np.float32
    assert heard.tags.min() >= 0
    assert heard.tags.max() <= 1


def test_it_hears_a_batch_as_one_by_one_and_the_same_again(spec, hear, segments):
    together, again = hear(segments), hear(segments)
    np.testing.assert_array_equal(together.embedding, again.embedding)
    alone = [hear(segment[None]) for segment in segments]
    np.testing.assert_allclose(together.embedding, np.concatenate([one.embedding for one in alone]), atol=1e-4)
    if spec.tags:
        np.testing.assert_allclose(together.tags, np.concatenate([one.tags for one in alone]), atol=1e-5)


def test_different_sounds_get_different_embeddings(hear, segments):
    tone, noise, quiet = hear(segments).embedding
    assert np.abs(tone - noise).max() > 0.1
    assert np.abs(noise - quiet).max() > 0.01


def test_it_leaves_the_sound_as_it_was(hear, segments):
    before = segments.copy()
    hear(segments)
    np.testing.assert_array_equal(segments, before)


def test_its_tags_stand_under_the_titles_of_their_kinds(spec):
    grouped = kinds_of(spec.tags)
    assert sorted(tag for tags in grouped.values() for tag in tags) == sorted(spec.tags)
    assert list(grouped) == [TITLES[kind] for kind in KINDS if TITLES[kind] in grouped]


@pytest.mark.parametrize("spec", MUSICNN, ids=lambda spec: spec.name)
def test_of_musicnn_only_decades_are_of_no_kind(spec):
    assert {tag for tag in spec.tags if kind_of(tag) == "other"} <= {"00s", "60s", "70s", "80s", "90s", "oldies"}
    assert len(kinds_of(spec.tags)["Genres"]) > 10
