from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from core.downloads import fetch
from core.errors import DownloadError, ModelError
from core.models.backbones import musicnn, weights
from core.models.backbones.listening import hear_of
from core.models.backbones.musicnn_network import Musicnn
from core.models.backbones.musicnn_tags import JAMENDO_TAGS, MTAT_TAGS
from core.models.backbones.weights import fill, read_torch

# What the authors' own network made of `made_sound` with the same file: the sum of the embedding, its first eight
# numbers, the first eight tags. (Its spectrogram was librosa's, as torchaudio's settings ask for it.)
ORIGINAL = {
    "musicnn-jamendo": (
        69.8511,
        [0.2090, 0.3456, 0.0691, 0.5863, 0.0000, 0.1155, 0.6180, 0.0252],
        [0.0546, 0.3846, 0.0579, 0.0561, 0.0625, 0.0166, 0.0210, 0.0951],
    ),
    "musicnn-mtat": (
        83.2999,
        [0.0000, 0.0000, 0.0000, 0.0000, 0.0444, 0.7372, 0.0000, 0.0000],
        [0.0201, 0.0107, 0.2251, 0.0071, 0.0072, 0.0642, 0.0305, 0.0020],
    ),
}


@pytest.fixture(params=[musicnn.JAMENDO, musicnn.MTAT], ids=lambda spec: spec.name)
def spec(request):
    return request.param


@pytest.fixture
def tensors(shared, spec):
    return read_torch(fetch(spec.files[0]))


def test_it_hears_what_the_original_hears(shared, spec, made_sound):
    total, embedding, tags = ORIGINAL[spec.name]
    heard = hear_of(spec.name)(made_sound[None, : spec.n_samples])
    assert heard.embedding.sum() == pytest.approx(total, abs=1e-3)
    np.testing.assert_allclose(heard.embedding[0, :8], embedding, atol=1e-4)
    np.testing.assert_allclose(heard.tags[0, :8], tags, atol=1e-4)


def test_the_typed_tags_are_those_of_the_reference_in_its_order(shared):
    def lines(name: str) -> list[str]:
        return (shared / "reference" / "tags" / name).read_text(encoding="utf-8").split("\n")

    assert tuple(filter(None, lines("mtat_top50.txt"))) == MTAT_TAGS
    short = [line.partition("---")[2] for line in lines("jamendo_top50_sorted.txt")]
    assert [tag.replace(" ", "") for tag in JAMENDO_TAGS] == short


def test_a_tensor_that_nobody_asked_for_is_refused_by_its_name(spec, tensors):
    tensors["layers.5.conv.weight"] = torch.zeros(3)
    with pytest.raises(ModelError, match=r"musicnn\.pth holds the tensor 'layers\.5\.conv\.weight', which its network"):
        fill(Musicnn(), tensors, name="musicnn.pth")


def test_a_missing_tensor_is_named(spec, tensors):
    del tensors["dense2.bias"]
    with pytest.raises(ModelError, match=r"musicnn\.pth lacks the tensor 'dense2\.bias' that its network needs; it is"):
        fill(Musicnn(), tensors, name="musicnn.pth")


def test_a_tensor_of_another_shape_is_named_with_both(spec, tensors):
    tensors["dense2.bias"] = torch.zeros(87)
    with pytest.raises(ModelError, match=r"'dense2\.bias' of shape \(87,\), but \(50,\) is needed"):
        fill(Musicnn(), tensors, name="musicnn.pth")


def test_every_number_of_the_file_is_in_the_network_and_learns_nothing(spec, tensors):
    network = fill(Musicnn(), tensors, name=spec.files[0])
    there = network.state_dict()
    assert all(torch.equal(there[name], _of_full_precision(tensor)) for name, tensor in tensors.items())
    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())


def _of_full_precision(tensor: torch.Tensor) -> torch.Tensor:
    return torch.where(tensor.abs() < 2.0**-126, torch.zeros_like(tensor), tensor)


def _cut(path: Path) -> bytes:
    return path.read_bytes()[:-100]


def _altered(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    return bytes(content)


def _of_another(path: Path) -> bytes:
    return next(other for other in path.parent.glob("musicnn_*.pth") if other != path).read_bytes()


@pytest.mark.parametrize("broken", [_cut, _altered, _of_another])
def test_a_cut_altered_or_wrong_file_is_refused_with_the_reason(shared, spec, tmp_path, monkeypatch, broken):
    name = spec.files[0]
    (tmp_path / name).write_bytes(broken(shared / "mirror" / name))
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=rf"{name} is not the file it should be: sha256 \w+\.\.\., needed \w+"):
        spec.load()


def test_threads_side_by_side_hear_what_one_hears_in_the_same_order(monkeypatch):
    segments = np.random.default_rng(0).normal(scale=0.1, size=(5, 48_000)).astype(np.float32)
    network = Musicnn().eval()
    monkeypatch.setattr(weights, "_pool", lambda: None)
    alone = weights.hearing(network)(segments)
    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(weights, "_pool", lambda: pool)
        together = weights.hearing(network)(segments)
    np.testing.assert_allclose(together.embedding, alone.embedding, atol=1e-5)
