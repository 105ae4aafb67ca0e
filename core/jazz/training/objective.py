"""What is made small: the reconstruction and the KL of z, so that z stays in use.

A decoder that sees what was played before needs no z for most of its answers, and a KL that costs from the first step
on teaches the encoder to say nothing (posterior collapse, Bowman et al. 2016). Three things are known to help, and all
are used: the weight of the KL rises slowly from zero (ibid.); every dimension may say ``free_bits`` / latent nats at no
cost (Kingma et al. 2016), so that saying nothing gains nothing; and some of the steps before are hidden from the
decoder (word dropout, Bowman et al.), so that z is worth asking. Numbers that are reported have none of the three: they
are the plain bound, with the KL in full.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.jazz.models.network import JazzNetwork, divergence
from core.jazz.training.config import TrainConfig


@dataclass(frozen=True)
class Batch:
    """Windows as tensors; see `core.jazz.data.windows.Windows`."""

    codes: Tensor
    mask: Tensor
    conditions: Tensor


@dataclass(frozen=True)
class Loss:
    """Of a batch: what is made small (nats per step), and the reconstruction and KL in it (nats per sequence)."""

    total: Tensor
    reconstruction: Tensor
    divergence: Tensor


def loss_of(net: JazzNetwork, batch: Batch, config: TrainConfig, *, kl_weight: float) -> Loss:
    """The loss of a batch in training: word dropout, free bits and the annealed weight are in it."""
    hidden = torch.rand(batch.mask.shape, device=batch.mask.device) < config.word_dropout
    if not net.config.latent:
        z, kl = torch.zeros(len(batch.codes), 0, device=batch.codes.device), torch.zeros(1, device=batch.codes.device)
        hidden = None
    else:
        mean, log_var = net.encode(batch.codes, batch.mask, batch.conditions)
        mean, log_var = mean.float(), log_var.float()
        z = mean + torch.randn_like(mean) * (0.5 * log_var).exp()
        kl = divergence(mean, log_var).mean(dim=0)  # of each dimension
    told = torch.rand(batch.conditions.shape, device=batch.codes.device) >= config.condition_dropout
    nll = net.nll(batch.codes, z, batch.conditions * told, hidden=hidden)
    reconstruction = (nll.sum(dim=2) * batch.mask).sum() / len(batch.codes)
    charged = torch.clamp(kl, min=config.free_bits / max(net.config.latent, 1)).sum() if net.config.latent else 0.0
    per_step = len(batch.codes) / batch.mask.sum()
    total = (reconstruction + kl_weight * charged) * per_step
    return Loss(total, reconstruction.detach(), kl.sum().detach())
