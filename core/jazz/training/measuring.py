"""A network and windows that it has not learnt from in, the plain bound and what z is worth out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from core.jazz.data.windows import Windows
from core.jazz.models.network import JazzNetwork, divergence
from core.jazz.training.objective import Batch

ACTIVE = 0.01  # variance of E[z|x] above which a dimension of z is in use (Burda et al. 2016)


@dataclass(frozen=True, eq=False)
class Measured:
    """Of each window, in nats; one sample of z, the KL in full.

    Attributes
    ----------
    reconstruction, divergence : np.ndarray of float64, shape (n_windows,)
    n_steps : np.ndarray of int, shape (n_windows,)
    mean, log_var : np.ndarray of float32, shape (n_windows, latent): the posteriors
    fields : np.ndarray of float64, shape (n_fields,): reconstruction per step of each field
    """

    reconstruction: np.ndarray
    divergence: np.ndarray
    n_steps: np.ndarray
    mean: np.ndarray
    log_var: np.ndarray
    fields: np.ndarray

    @property
    def bound(self) -> float:
        """-ELBO per step, nats."""
        return float((self.reconstruction + self.divergence).sum() / self.n_steps.sum())

    @property
    def reconstruction_per_step(self) -> float:
        return float(self.reconstruction.sum() / self.n_steps.sum())

    @property
    def n_active(self) -> int:
        """Dimensions of z that are in use."""
        return int((self.mean.var(axis=0) > ACTIVE).sum()) if self.mean.size else 0


def measure(
    net: JazzNetwork,
    windows: Windows,
    *,
    seed: int = 0,
    batch_size: int = 128,
    z_from: str = "posterior",
    tell: Callable[[int], None] = lambda n: None,
) -> Measured:
    """Measure windows with one z each, from their posterior or, to see what it is worth, from the prior."""
    draws = torch.Generator().manual_seed(seed)
    rows, fields = [], np.zeros(len(net.config.field_sizes))
    with judging(net):
        for batch in map(as_batch, windows.batches(batch_size)):
            mean, log_var = _posterior(net, batch)
            noise = torch.randn(mean.shape, generator=draws)
            z = noise if z_from == "prior" else mean + noise * (0.5 * log_var).exp()
            nll = net.nll(batch.codes, z, batch.conditions) * batch.mask[..., None]
            fields += nll.sum(dim=(0, 1)).double().numpy()
            kl = divergence(mean, log_var).sum(dim=1)
            rows.append((nll.sum(dim=(1, 2)), kl, batch.mask.sum(dim=1), mean, log_var))
            tell(len(batch.codes))
    nll, kl, n_steps, mean, log_var = (torch.cat(column).numpy() for column in zip(*rows, strict=True))
    return Measured(
        nll.astype(np.float64), kl.astype(np.float64), n_steps, mean, log_var, fields / max(n_steps.sum(), 1)
    )


def importance_bound(
    net: JazzNetwork, windows: Windows, *, n_samples: int = 64, seed: int = 0, batch_size: int = 16
) -> np.ndarray:
    """-log p of each window, nats, from above by importance sampling (Burda et al. 2016), shape (n_windows,)."""
    draws = torch.Generator().manual_seed(seed)
    found = []
    with judging(net):
        for batch in map(as_batch, windows.batches(batch_size)):
            mean, log_var = (_repeated(value, n_samples) for value in _posterior(net, batch))
            noise = torch.randn(mean.shape, generator=draws)
            z = mean + noise * (0.5 * log_var).exp()
            codes, conditions = _repeated(batch.codes, n_samples), _repeated(batch.conditions, n_samples)
            nll = (net.nll(codes, z, conditions).sum(dim=2) * _repeated(batch.mask, n_samples)).sum(dim=1)
            weight = -nll - 0.5 * (z**2).sum(dim=1) + 0.5 * (noise**2 + log_var).sum(dim=1)
            found.append(np.log(n_samples) - torch.logsumexp(weight.view(-1, n_samples).double(), dim=1))
    return torch.cat(found).numpy()


def mmd(mean: np.ndarray, log_var: np.ndarray, *, seed: int = 0, n: int = 1000) -> float:
    """Squared maximum mean discrepancy of the aggregated posterior from the prior, unbiased, Gaussian kernel.

    The kernel's variance is the latent size, as in Zhao et al. (2019); 0 means that no difference is seen.
    """
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(mean))[:n]
    z = mean[rows] + rng.standard_normal(mean[rows].shape) * np.exp(0.5 * log_var[rows])
    prior = rng.standard_normal(z.shape)
    within = sum((kernel.sum() - len(z)) / (len(z) * (len(z) - 1)) for kernel in (_kernel(z, z), _kernel(prior, prior)))
    return float(within - 2 * _kernel(z, prior).mean())


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    squared = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1) - 2 * a @ b.T
    return np.exp(-np.maximum(squared, 0) / (2 * a.shape[1]))


@contextmanager
def judging(net: JazzNetwork) -> Iterator[None]:
    """Without dropout and without gradients inside the block."""
    was_training = net.training
    net.eval()
    try:
        with torch.inference_mode():
            yield
    finally:
        net.train(was_training)


def as_batch(windows: Windows, device: torch.device | str = "cpu") -> Batch:
    arrays = (windows.codes.astype(np.int64), windows.mask, windows.conditions.astype(np.int64))
    return Batch(*(torch.from_numpy(array).to(device) for array in arrays))


def _posterior(net: JazzNetwork, batch: Batch) -> tuple[Tensor, Tensor]:
    if not net.config.latent:
        return torch.zeros(len(batch.codes), 0), torch.zeros(len(batch.codes), 0)
    mean, log_var = net.encode(batch.codes, batch.mask, batch.conditions)
    return mean.float(), log_var.float()


def _repeated(value: Tensor, n: int) -> Tensor:
    return value.repeat_interleave(n, dim=0)
