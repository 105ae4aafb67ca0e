"""A language model in, a VAE whose decoder begins with what it knows out.

A decoder that already knows how the music goes on has nothing left to learn but what z adds; it then does so in a
third of the epochs. The encoder and all that reads z begin untrained, and free bits keep the decoder from going on
without it (He et al. 2019 and Li et al. 2019 on why the encoder must not lag behind).
"""

import torch

from core.jazz.models.network import JazzNetwork


def begin_with(net: JazzNetwork, known: JazzNetwork) -> list[str]:
    """Copy into ``net`` all weights of ``known`` that fit, in place; returns the names of those that were copied.

    Where the decoder's first layer reads z beside the step before, the part that reads the step is copied and the part
    that reads z starts small.
    """
    theirs, ours, copied = known.state_dict(), net.state_dict(), []
    for name, weight in ours.items():
        if name not in theirs or name.startswith(("encoder.", "posterior.")):
            continue
        if theirs[name].shape == weight.shape:
            weight.copy_(theirs[name])
        elif name == "decoder.lstm.weight_ih_l0":
            _beside_z(weight, theirs[name], n=net.config.embedding)
        else:
            continue
        copied.append(name)
    return copied


def _beside_z(weight: torch.Tensor, known: torch.Tensor, *, n: int) -> None:
    weight[:, :n] = known[:, :n]
    weight[:, n:] *= 0.5
