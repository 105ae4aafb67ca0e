import numpy as np
import pytest
import torch

from core.downloads import REMOTE_FILES
from core.errors import DownloadError, ModelError
from core.models.backbones import BACKBONES, passt
from core.models.backbones.passt import CLASSES, FILE, SPEC
from core.models.backbones.passt_network import LogMel, Passt, PasstConfig, mel_bands
from core.models.backbones.weights import fill, hearing
from core.models.backbones.yamnet_classes import CLASSES as YAMNET_CLASSES

TINY = PasstConfig(n_mels=36, n_frames=98, n_dims=8, n_blocks=2, n_heads=2, n_tags=5)


def random_weights(config: PasstConfig = TINY) -> dict[str, torch.Tensor]:
    rng = torch.Generator().manual_seed(0)
    return {name: torch.randn(tensor.shape, generator=rng) for name, tensor in Passt(config).state_dict().items()}


@pytest.fixture
def hear():
    return hearing(fill(Passt(TINY), random_weights(), name="tiny"))


@pytest.fixture
def segments(noise, tone):
    return np.stack([noise(1.0, TINY.sr), tone(440.0, 1.0, TINY.sr), tone(3000.0, 1.0, TINY.sr)])


def test_it_is_registered_with_all_classes_of_audioset():
    assert BACKBONES["passt"] is SPEC
    assert len(set(CLASSES)) == PasstConfig().n_tags == 527
    assert [CLASSES.index(name) for name in ("Speech", "Music", "Silence", "Field recording")] == [0, 137, 500, 526]
    assert tuple(name for name in CLASSES if name in set(YAMNET_CLASSES)) == YAMNET_CLASSES


def test_segments_become_embeddings_and_probabilities(hear, segments):
    heard = hear(segments)
    assert heard.embedding.shape == (3, TINY.n_dims)
    assert heard.tags.shape == (3, TINY.n_tags)
    assert heard.embedding.dtype == heard.tags.dtype == np.float32
    assert heard.tags.min() >= 0
    assert heard.tags.max() <= 1


def test_a_batch_is_heard_as_its_segments_one_by_one_and_again_alike(hear, segments):
    together = hear(segments)
    alone = np.concatenate([hear(segment[None]).embedding for segment in segments])
    np.testing.assert_allclose(together.embedding, alone, atol=1e-5)
    np.testing.assert_array_equal(together.embedding, hear(segments).embedding)
    assert np.ptp(together.embedding, axis=0).max() > 0.1  # different sounds, different numbers


def test_every_tensor_of_the_file_is_heard_but_the_second_head(segments):
    y = torch.from_numpy(segments)
    before = fill(Passt(TINY), random_weights(), name="tiny")(y)
    for name in random_weights():
        changed = random_weights()
        changed[name] = changed[name] + torch.randn(changed[name].shape, generator=torch.Generator().manual_seed(1))
        after = fill(Passt(TINY), changed, name="tiny")(y)
        heard = any(not torch.equal(a, b) for a, b in zip(before, after, strict=True))
        assert heard == (not name.startswith("head_dist")), name


@pytest.mark.parametrize("name", ["dist_token", "blocks.1.attn.qkv.weight", "head_dist.bias"])
def test_a_file_that_lacks_a_tensor_is_refused_with_its_name(name):
    weights = random_weights()
    del weights[name]
    with pytest.raises(ModelError, match=f"lacks the tensor '{name}'"):
        fill(Passt(TINY), weights, name=FILE)


def test_a_file_of_another_network_is_refused():
    with pytest.raises(ModelError, match=r"holds the tensor 'blocks\.2\.\S+', which its network has no place for"):
        fill(Passt(TINY), random_weights(PasstConfig(n_dims=8, n_blocks=3, n_heads=2)), name=FILE)
    with pytest.raises(ModelError, match=r"holds 'head\.1\.weight' of shape \(7, 8\), but \(5, 8\) is needed"):
        fill(Passt(TINY), random_weights() | {"head.1.weight": torch.zeros(7, 8)}, name=FILE)


def test_another_file_under_its_name_is_refused(tmp_path, monkeypatch):
    torch.save(random_weights(), tmp_path / FILE)
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=r"is not the file it should be: sha256 \w+\.\.\., needed 302903fa8c4a"):
        passt.load()


def test_the_published_file_is_as_large_as_the_weights_of_our_network():
    with torch.device("meta"):
        n_bytes = sum(4 * tensor.numel() for tensor in Passt(PasstConfig()).state_dict().values())
    assert 0 < REMOTE_FILES[FILE].n_bytes - n_bytes < 0.001 * n_bytes


def test_a_segment_fills_the_places_in_time_that_were_learned():
    config = PasstConfig()
    frames = LogMel(config)(torch.zeros(1, SPEC.n_samples)).shape[-1]
    assert (frames - config.patch) // config.stride + 1 == config.grid[1] == 99
    assert (config.n_mels - config.patch) // config.stride + 1 == config.grid[0] == 12


def test_a_tone_lies_in_the_band_around_it_and_ten_times_its_amplitude_is_heard_as_20_db(tone):
    config = PasstConfig()
    bands, mel = mel_bands(config), LogMel(config)
    tones = [torch.from_numpy(tone(2000.0, 1.0, config.sr, amplitude)) for amplitude in (0.05, 0.5)]
    quiet, loud = mel(torch.stack(tones))[..., 50]
    assert loud.argmax() == bands[:, round(2000 * config.n_fft / config.sr)].argmax()
    assert float(loud.max() - quiet.max()) == pytest.approx(np.log(100) / 5, abs=1e-3)
