"""A network that plays: a step at a time, each drawn by whoever asks, and fed back."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from core.jazz.models.network import JazzNetwork

Choose = Callable[[np.ndarray, int], np.ndarray]


class Session:
    """Decoding of one or more pieces at once; `JazzModel.start` makes it.

    A transformer has only ever seen ``n_steps`` steps, so it then looks back at the last half of them and goes on.
    """

    def __init__(self, net: JazzNetwork, z: np.ndarray, conditions: Tensor) -> None:
        self._net, self._n_rows = net, len(z)
        with torch.inference_mode():
            self._given = net.given(torch.from_numpy(z), conditions)
        self._played: list[np.ndarray] = []
        self._begin()

    def feed(self, codes: np.ndarray) -> None:
        """Let the network believe that it played this: codes (n_rows, n, n_fields), or (n, n_fields) for all rows."""
        codes = np.broadcast_to(codes, (self._n_rows, *codes.shape[-2:]))
        for at in range(codes.shape[1]):
            self._advance()
            self._note(codes[:, at])

    def next(self, choose: Choose) -> np.ndarray:
        """Play one step: codes, int64, shape (n_rows, n_fields).

        ``choose(logits, i)`` is given the logits (n_rows, size) of field ``i`` and returns a code for each row; fields
        come in their order, each knowing those before it.
        """
        context = self._advance()
        codes = torch.zeros(self._n_rows, 1, len(self._net.config.field_sizes), dtype=torch.int64)
        with torch.inference_mode():
            for i in range(codes.shape[2]):
                logits = self._net.heads.field(i, context, codes)[:, 0]
                codes[:, 0, i] = torch.from_numpy(np.asarray(choose(logits.numpy(), i), dtype=np.int64))
        self._note(codes[:, 0].numpy())
        return self._played[-1]

    @torch.inference_mode()
    def _begin(self) -> None:
        self._state, self._n_seen = self._net.decoder.begin(self._given), 0

    def _note(self, codes: np.ndarray) -> None:
        self._played.append(np.array(codes, dtype=np.int64))

    def _advance(self) -> Tensor:
        """The context (n_rows, 1, width) of the step that comes next."""
        n_steps = self._net.config.n_steps
        if self._net.config.architecture == "transformer" and self._n_seen >= n_steps:
            self._begin()
            recent = np.stack(self._played[-(n_steps // 2) :], axis=1)
            return self._look(torch.from_numpy(recent))
        return self._look(torch.from_numpy(self._played[-1][:, None]) if self._played else None)

    @torch.inference_mode()
    def _look(self, codes: Tensor | None) -> Tensor:
        """Go on from what was played last, (n_rows, n, n_fields), or from the start."""
        previous = self._previous(codes)
        context, self._state = self._net.decoder.go_on(previous, self._given, self._state)
        self._n_seen += previous.shape[1]
        return context[:, -1:]

    def _previous(self, codes: Tensor | None) -> Tensor:
        """What the decoder sees of these steps; the vector of the start comes first when it has seen nothing."""
        embedding = self._net.embedding
        start = embedding.start.expand(self._n_rows, 1, -1)
        if codes is None:
            return start
        is_blind = not self._net.config.sees_previous
        steps = embedding.blank.expand(self._n_rows, codes.shape[1], -1) if is_blind else embedding(codes)
        return steps if self._n_seen else torch.cat([start, steps], dim=1)
