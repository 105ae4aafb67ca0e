import h5py
import numpy as np
import pytest

from core.downloads import fetch
from core.errors import DownloadError, ModelError
from core.models.backbones import musicnn_keras
from core.models.backbones.listening import hear_of
from core.models.backbones.musicnn_keras_network import MsdMusicnn, MsdVgg
from core.models.backbones.musicnn_tags import MSD_TAGS
from core.models.backbones.weights import fill, read_keras

# What Keras made of `made_sound` by the model in the file: the sum of the embedding, its first eight numbers, the
# first eight tags (of vgg after the sigmoid that its file leaves out).
ORIGINAL = {
    "musicnn-msd": (
        56.6846,
        [1.2735, 0.9202, -0.2848, -0.2751, -0.3532, 1.2118, 1.5488, 0.3756],
        [0.0106, 0.0071, 0.0091, 0.0101, 0.0184, 0.0718, 0.0030, 0.0023],
    ),
    "vgg-msd": (
        -25.4343,
        [0.1232, -0.5669, -0.3053, 0.1588, -0.1444, -0.3685, -0.5333, -0.3246],
        [0.0360, 0.0159, 0.0279, 0.0496, 0.4079, 0.0533, 0.0923, 0.0078],
    ),
}
NETWORKS = {"musicnn-msd": MsdMusicnn, "vgg-msd": MsdVgg}


@pytest.fixture(params=[musicnn_keras.MUSICNN, musicnn_keras.VGG], ids=lambda spec: spec.name)
def spec(request):
    return request.param


@pytest.fixture
def tensors(shared, spec):
    return read_keras(fetch(spec.files[0]))


def test_it_hears_what_the_original_hears(shared, spec, made_sound):
    total, embedding, tags = ORIGINAL[spec.name]
    heard = hear_of(spec.name)(made_sound[None])
    assert heard.embedding.sum() == pytest.approx(total, abs=1e-3)
    np.testing.assert_allclose(heard.embedding[0, :8], embedding, atol=1e-4)
    np.testing.assert_allclose(heard.tags[0, :8], tags, atol=1e-4)


def test_the_typed_tags_are_those_of_the_reference_in_its_order(shared):
    text = (shared / "reference" / "tags" / "msd_top50.txt").read_text(encoding="utf-8")
    assert tuple(text.split("\n"))[: len(MSD_TAGS)] == MSD_TAGS


def test_every_tensor_of_the_file_is_read(shared, spec, tensors):
    n_in_file = []
    with h5py.File(fetch(spec.files[0]), "r") as file:
        file.visititems(lambda _, item: n_in_file.append(item) if isinstance(item, h5py.Dataset) else None)
        assert len(tensors) == len(n_in_file)


def test_a_tensor_that_nobody_asked_for_is_refused_by_its_name(spec, tensors):
    tensors["dense_7/kernel"] = tensors["output/bias" if spec.name == "vgg-msd" else "dense_1/bias"]
    network = NETWORKS[spec.name]
    with pytest.raises(ModelError, match=r"weights\.h5 holds the tensor 'dense_7/kernel', which its network has no"):
        fill(network(), network.tensors(tensors), name="weights.h5")


def test_a_missing_tensor_is_named(spec, tensors):
    del tensors["output/bias" if spec.name == "vgg-msd" else "dense_1/bias"]
    network = NETWORKS[spec.name]
    with pytest.raises(ModelError, match=r"weights\.h5 lacks the tensor 'output\.bias'"):
        fill(network(), network.tensors(tensors), name="weights.h5")


def test_the_file_of_the_other_network_is_refused_by_a_tensor(shared, spec):
    network = NETWORKS[spec.name]
    other = next(one for one in (musicnn_keras.MUSICNN, musicnn_keras.VGG) if one is not spec)
    with pytest.raises(ModelError, match="which its network has no place for; it is the file of another network"):
        fill(network(), network.tensors(read_keras(fetch(other.files[0]))), name="weights.h5")


def test_a_cut_file_is_refused_with_the_reason(shared, spec, tmp_path, monkeypatch):
    name = spec.files[0]
    (tmp_path / name).write_bytes((shared / "mirror" / name).read_bytes()[:-100])
    monkeypatch.setenv("GENRESCOPE_MIRROR", str(tmp_path))
    with pytest.raises(DownloadError, match=rf"{name} is not the file it should be: sha256 \w+\.\.\., needed \w+"):
        spec.load()
