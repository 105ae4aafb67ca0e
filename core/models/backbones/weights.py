"""A checked file of weights in, a network out that holds every tensor of it: none left over, none made up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

import h5py
import numpy as np
import torch
from torch import nn

from core.errors import ModelError
from core.models.backbones.spec import Hear, Listened

Tensors = dict[str, torch.Tensor]


def read_torch(path: Path) -> Tensors:
    """The tensors of a file of torch, by name; nothing else in it is brought to life."""
    return dict(torch.load(path, map_location="cpu", weights_only=True))


def read_keras(path: Path) -> Tensors:
    """The tensors of a Keras file, by ``layer/tensor`` ("bn_conv1/gamma"); Keras itself is not asked."""
    tensors = {}

    def keep(place: str, item: h5py.Group | h5py.Dataset) -> None:
        if isinstance(item, h5py.Dataset):
            *_, layer, tensor = place.split("/")
            # Keras numbers a tensor of a later session: "kernel_1:0" is the kernel.
            tensors[f"{layer}/{tensor.partition(':')[0].removesuffix('_1')}"] = torch.from_numpy(np.array(item))

    with h5py.File(path, "r") as file:
        file["model_weights"].visititems(keep)
    return tensors


# What Keras calls a tensor -> what torch calls it.
_NAMES = {
    "kernel": "weight",
    "gamma": "weight",
    "beta": "bias",
    "moving_mean": "running_mean",
    "moving_variance": "running_var",
}


def from_keras(tensors: Mapping[str, torch.Tensor], layers: Mapping[str, str]) -> Tensors:
    """Tensors of Keras under torch's names and with torch's order of axes.

    A tensor of a layer that ``layers`` (Keras' name -> torch's name) does not know keeps its name, for ``fill`` to
    find it.
    """
    renamed = {}
    for place, tensor in tensors.items():
        layer, _, name = place.partition("/")
        if layer not in layers:
            renamed[place] = tensor
            continue
        module = layers[layer]
        renamed[f"{module}.{_NAMES.get(name, name)}"] = _in_order(tensor) if name == "kernel" else tensor
        if name == "gamma":
            # Torch counts the batches that a norm has seen in training; Keras does not, and nothing here reads it.
            renamed[f"{module}.num_batches_tracked"] = torch.tensor(0)
    return renamed


def _in_order(kernel: torch.Tensor) -> torch.Tensor:
    """Dense: (in, out) -> (out, in); convolution: (height, width, in, out) -> (out, in, height, width)."""
    return kernel.T if kernel.ndim == 2 else kernel.permute(3, 2, 0, 1)


def fill(network: nn.Module, tensors: Tensors, *, name: str) -> nn.Module:
    """Give a network its weights, and return it ready to listen: in eval mode, learning nothing.

    Raises
    ------
    ModelError
        The file holds a tensor that the network has no place for, lacks one, or holds one of another shape.
    """
    needed = network.state_dict()
    for tensor in tensors:
        if tensor not in needed:
            raise ModelError(f"{name} holds the tensor {tensor!r}, which its network has no place for; {_FETCH_AGAIN}")
    for tensor, place in needed.items():
        if tensor not in tensors:
            raise ModelError(f"{name} lacks the tensor {tensor!r} that its network needs; {_FETCH_AGAIN}")
        if tensors[tensor].shape != place.shape:
            found, wanted = tuple(tensors[tensor].shape), tuple(place.shape)
            raise ModelError(f"{name} holds {tensor!r} of shape {found}, but {wanted} is needed; {_FETCH_AGAIN}")
    network.load_state_dict({name: _without_subnormals(tensor) for name, tensor in tensors.items()}, strict=True)
    return network.eval().requires_grad_(False)


def _without_subnormals(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor with 0 for what is smaller than a float of full precision can be (1.2e-38).

    Such numbers are what decay left of weights that a training did not need. No sum here is small enough for them to
    count, but some processors reckon with them many times slower: 40 s of music took musicnn-jamendo 29.3 s on such a
    one, and 0.4 s without them; all that it heard was the same to the last bit.
    """
    if not tensor.is_floating_point():
        return tensor
    return tensor.masked_fill(tensor.abs() < torch.finfo(tensor.dtype).tiny, 0.0)


_FETCH_AGAIN = "it is the file of another network: put the right one in its place, or delete it to have it fetched"


# Segments that go through a network together on a GPU. On a processor each goes alone: that is the quickest (musicnn's
# widest layer takes 31 MB for one), and it is heard the same in whatever company it comes.
AT_ONCE = 64


def device_to_hear_on() -> torch.device:
    """A GPU where there is one, set to reckon as a processor does."""
    if not torch.cuda.is_available():
        return torch.device("cpu")
    # By default convolutions are rounded to 10 bits on a GPU (TF32). Embeddings are kept under a digest that does not
    # know the device, so the two may differ by no more than the order of sums.
    torch.backends.cudnn.allow_tf32 = False
    return torch.device("cuda")


def hearing(network: nn.Module) -> Hear:
    """What hears with a network of torch, on a GPU where there is one.

    Parameters
    ----------
    network : segments (n, n_samples) -> embedding (n, n_dims), tags (n, n_tags) as probabilities
    """
    device = device_to_hear_on()
    on_gpu = device.type == "cuda"
    at_once = AT_ONCE if on_gpu else 1
    network = network.to(device)

    @torch.inference_mode()
    def answer(batch: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return network(batch.to(device))

    def hear(segments: np.ndarray) -> Listened:
        batches = torch.from_numpy(segments).split(at_once)
        answers = map(answer, batches) if on_gpu else _side_by_side(answer, batches)
        embeddings, tags = zip(*answers, strict=True)
        return Listened(torch.cat(embeddings).cpu().numpy(), torch.cat(tags).cpu().numpy())

    return hear


def _side_by_side(answer: Callable, batches: Sequence[torch.Tensor]) -> Iterable:
    """Answers to batches by as many threads as torch would use, each with a batch of its own.

    Torch's own way, all threads at one batch, took three times the processor time for segments this short (0.10 s
    for 0.036 s), and on a busy machine far more: its threads wait for each other at every layer.
    """
    pool = _pool()
    return map(answer, batches) if pool is None or len(batches) == 1 else pool.map(answer, batches)


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor | None:
    """The threads of all networks of a process; None where it may use one only (workers set OMP_NUM_THREADS)."""
    n_threads = torch.get_num_threads()
    if n_threads == 1:
        return None
    return ThreadPoolExecutor(n_threads, "listener", initializer=partial(torch.set_num_threads, 1))
