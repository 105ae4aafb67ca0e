"""Sequences of codes in; an n-gram that tells how likely others are, and makes new ones, out: no network.

The honest baseline of every network here. Interpolated, with modified Kneser-Ney discounts (Chen & Goodman, Computer
Speech & Language 13, 1999), over codes that are seen one after the other: the levels below a context are that context
less its last code, as in factored language models (Bilmes & Kirchhoff, NAACL 2003). Of a performance it is a step's
fields in their order, each from the last ``order`` notes and from what is known of this one. How many of a chain's
codes are looked at, and whether the levels below count notes or kinds of notes, is chosen for each field on a
validation part.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.errors import DataError, ModelError
from core.jazz.arrays import DAMAGED, save_arrays
from core.jazz.models.kneser_ney import Level, found
from core.jazz.models.seen import CHAINS, MAX_ORDER, Seen, own_codes
from core.jazz.representations.spec import Field

_LEAST_P = 1e-12


@dataclass(frozen=True, eq=False)
class _FieldModel:
    """All levels of one field, the shortest context first; ``chain`` is what the longest looks at.

    ``pairs`` and ``counts`` (n_pairs,) are all that was counted, in the longest contexts; ``of_kinds`` as in `_levels`.
    """

    size: int
    chain: tuple[Seen, ...]
    of_kinds: bool
    pairs: np.ndarray
    counts: np.ndarray
    levels: tuple[Level, ...]


class NGram:
    """Predicts each code from what stands in the last ``order`` steps; a sequence starts without a past.

    Parameters
    ----------
    fields : of the representation
    order : steps looked back at; 0 sees nothing but the step itself, 1 is a bigram of tokens, 2 a trigram

    Attributes
    ----------
    chosen_ : after `fit`, for each field what it looks at
    """

    def __init__(self, fields: Sequence[Field], *, order: int = 2) -> None:
        if not 0 <= order <= MAX_ORDER:
            raise ValueError(f"order={order} must be one of 0 to {MAX_ORDER}")
        self.fields = tuple(fields)
        self.order = order

    def fit(self, sequences: Sequence[np.ndarray], *, valid: Sequence[np.ndarray] = ()) -> "NGram":
        """Count; with ``valid``, choose for each field the depth and the counting under which that part is likeliest.

        Parameters
        ----------
        sequences, valid : codes, int16 of shape (n_steps, n_fields) each

        Raises
        ------
        DataError
            There is nothing to count, or the codes are not those of the fields.
        """
        train = self._joined(sequences)
        tested = self._joined(valid) if len(valid) else None
        return self._with([self._fitted(at, train, tested) for at in range(len(self.fields))])

    @classmethod
    def best_of(cls, ngrams: Sequence["NGram"], *, valid: Sequence[np.ndarray]) -> "NGram":
        """Of n-grams of the same fields and order, for each field the one under which ``valid`` is likeliest."""
        tested = ngrams[0]._joined(valid)
        models = [
            ngrams[0]._likeliest([ngram._models[at] for ngram in ngrams], at, tested)
            for at in range(len(ngrams[0].fields))
        ]
        return cls(ngrams[0].fields, order=ngrams[0].order)._with(models)

    def _likeliest(self, models: Sequence[_FieldModel], at: int, tested: "_Joined") -> _FieldModel:
        return min(models, key=lambda model: self._field_nll(model, at, tested).mean())

    @property
    def chosen_(self) -> dict[str, str]:
        return {
            field.name: ", ".join(f"{seen.field}-{seen.ago}" for seen in model.chain) or "how frequent it is"
            for field, model in zip(self.fields, self._models, strict=True)
        }

    def nll(self, codes: np.ndarray) -> np.ndarray:
        """-log p in nats of every code, given what stands before it: float64 of shape (n_steps, n_fields).

        ``codes`` may as well be (n_sequences, n_steps, n_fields); each sequence starts without a past.
        """
        codes = np.asarray(codes)
        many = codes if codes.ndim == 3 else codes[None]
        joined = self._joined(list(many))
        columns = [self._field_nll(model, at, joined) for at, model in enumerate(self._models)]
        return np.stack(columns, axis=1).reshape(codes.shape)

    def probabilities(self, past: np.ndarray, known: Sequence[int] = ()) -> np.ndarray:
        """How likely each code of the next field is; float64, sums to one.

        Parameters
        ----------
        past : np.ndarray, shape (n_steps, n_fields); may be empty
        known : codes of the next step's first fields; the one after them is predicted
        """
        at = len(known)
        step = np.zeros((1, len(self.fields)), dtype=np.int64)
        step[0, :at] = known
        recent = np.concatenate([np.asarray(past, dtype=np.int64).reshape(-1, len(self.fields))[-MAX_ORDER:], step])
        where = np.array([len(recent) - 1])
        keys = self._keys(self._models[at].chain, _Joined(recent, np.arange(len(recent))), where)
        return self._distribution(at, tuple(int(key[0]) for key in keys)).copy()

    def sample(self, n_steps: int, *, seed: int, temperature: float = 1.0) -> np.ndarray:
        """A new sequence, int16 of shape (n_steps, n_fields); at temperature 0 always the likeliest code."""
        rng = np.random.default_rng(seed)
        codes = np.zeros((n_steps, len(self.fields)), dtype=np.int16)
        for i in range(n_steps):
            past = codes[max(i - MAX_ORDER, 0) : i]
            for at in range(len(self.fields)):
                codes[i, at] = _drawn(self.probabilities(past, codes[i, :at]), rng, temperature)
        return codes

    def save(self, path: Path) -> None:
        """Store what was counted as .npz, without pickle; `load` gives the same probabilities."""
        about = {"fields": [[field.name, field.size] for field in self.fields], "order": self.order}
        about["of_kinds"] = [model.of_kinds for model in self._models]
        about["depths"] = [len(model.chain) for model in self._models]
        arrays = {f"pairs_{at}": model.pairs for at, model in enumerate(self._models)}
        arrays |= {f"counts_{at}": model.counts.astype(np.int32) for at, model in enumerate(self._models)}
        save_arrays(path, about=np.array(json.dumps(about)), **arrays)

    @classmethod
    def load(cls, path: Path) -> "NGram":
        """What `save` has stored; raises ModelError where there is none, or none that can be read."""
        if not path.is_file():
            raise ModelError(f"{path.name} is missing beside the model, so there is no n-gram; train the model again")
        try:
            with np.load(path, allow_pickle=False) as stored:
                about = json.loads(str(stored["about"]))
                ngram = cls([Field(name, size) for name, size in about["fields"]], order=about["order"])
                kinds = zip(about["depths"], about["of_kinds"], strict=True)
                models = [
                    ngram._model(
                        at, ngram._chain(at)[:depth], stored[f"pairs_{at}"], stored[f"counts_{at}"], of_kinds=of_kinds
                    )
                    for at, (depth, of_kinds) in enumerate(kinds)
                ]
        except DAMAGED as error:
            raise ModelError(
                f"{path.name} beside the model is damaged, so its n-gram cannot be read; fetch or train the model again"
            ) from error
        return ngram._with(models)

    def _joined(self, sequences: Sequence[np.ndarray]) -> "_Joined":
        parts = [np.asarray(part, dtype=np.int64).reshape(-1, np.shape(part)[-1]) for part in sequences]
        if not sum(map(len, parts)):
            raise DataError("there are no codes to count; choose pieces that have notes")
        codes = np.concatenate(parts)
        sizes = np.array([field.size for field in self.fields])
        if codes.shape[1] != len(sizes) or (codes < 0).any() or (codes >= sizes).any():
            raise DataError(
                f"the codes have {codes.shape[1]} fields up to {codes.max(axis=0).tolist()}, but needed are "
                f"{len(sizes)} of sizes {sizes.tolist()}; encode the pieces by the same representation"
            )
        return _Joined(codes, np.concatenate([np.arange(len(part)) for part in parts]))

    def _chain(self, at: int) -> tuple[Seen, ...]:
        name = self.fields[at].name
        known = {field.name for field in self.fields[:at]}
        chain = CHAINS.get(name, own_codes(name))
        return tuple(seen for seen in chain if seen.ago <= self.order and (seen.ago or seen.field in known))

    def _fitted(self, at: int, train: "_Joined", tested: "_Joined | None") -> _FieldModel:
        size, chain = self.fields[at].size, self._chain(at)
        keys = self._keys(chain, train, np.arange(len(train.codes)))
        pairs, counts = np.unique(keys[-1] * size + train.codes[:, at], return_counts=True)
        if tested is None:
            return self._model(at, chain, pairs, counts, of_kinds=True)
        options = []
        for depth in range(len(chain), -1, -1):
            options += [self._model(at, chain[:depth], pairs, counts, of_kinds=kinds) for kinds in (True, False)]
            pairs, counts = self._shorter(chain[:depth], pairs, counts, size)
        return self._likeliest(options, at, tested)

    def _model(
        self, at: int, chain: tuple[Seen, ...], pairs: np.ndarray, counts: np.ndarray, *, of_kinds: bool
    ) -> _FieldModel:
        size = self.fields[at].size
        levels = self._levels(chain, pairs, counts, size, of_kinds=of_kinds)
        return _FieldModel(size, chain, of_kinds, pairs, counts, levels)

    def _with(self, models: list[_FieldModel]) -> "NGram":
        self._models = models
        self._distribution = lru_cache(maxsize=20_000)(self._distribution_of)
        return self

    def _levels(
        self, chain: tuple[Seen, ...], pairs: np.ndarray, counts: np.ndarray, size: int, *, of_kinds: bool
    ) -> tuple[Level, ...]:
        """The levels of a chain from the counts of its longest contexts.

        ``of_kinds`` counts below in how many longer contexts a pair stands, as Kneser and Ney do, not how often.
        """
        levels = [Level.of(pairs, counts, size)]
        for depth in range(len(chain), 0, -1):
            pairs, counts = self._shorter(chain[:depth], pairs, np.ones_like(counts) if of_kinds else counts, size)
            levels.append(Level.of(pairs, counts, size))
        return tuple(reversed(levels))

    def _shorter(
        self, chain: tuple[Seen, ...], pairs: np.ndarray, counts: np.ndarray, size: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pairs and their counts when the last code of the context is looked at no more."""
        if not chain:
            return pairs, counts
        contexts = pairs // size // self._radix(chain[-1])
        fewer, of_pair = np.unique(contexts * size + pairs % size, return_inverse=True)
        return fewer, np.bincount(of_pair, weights=counts).astype(np.int64)

    def _radix(self, seen: Seen) -> int:
        return self._sizes[seen.field] + 1

    @property
    def _sizes(self) -> dict[str, int]:
        return {field.name: field.size for field in self.fields}

    def _keys(self, chain: tuple[Seen, ...], joined: "_Joined", rows: np.ndarray) -> list[np.ndarray]:
        """The contexts of rows as whole numbers: none, the first code of the chain, the first two, ..."""
        names = [field.name for field in self.fields]
        keys = [np.zeros(len(rows), dtype=np.int64)]
        for seen in chain:
            column = seen.of(joined.codes[np.maximum(rows - seen.ago, 0), names.index(seen.field)])
            digit = np.where(joined.steps[rows] >= seen.ago, column + 1, 0)  # 0 where the sequence had not begun
            keys.append(keys[-1] * self._radix(seen) + digit)
        return keys

    def _field_nll(self, model: _FieldModel, at: int, joined: "_Joined") -> np.ndarray:
        rows = np.arange(len(joined.codes))
        p = np.full(len(rows), 1 / model.size)
        for level, keys in zip(model.levels, self._keys(model.chain, joined, rows), strict=True):
            context, has_context = found(level.contexts, keys)
            pair, has_pair = found(level.pairs, keys * model.size + joined.codes[:, at])
            p = np.where(has_context, np.where(has_pair, level.mass[pair], 0) + level.left[context] * p, p)
        return -np.log(p)

    def _distribution_of(self, at: int, keys: tuple[int, ...]) -> np.ndarray:
        model = self._models[at]
        p = np.full(model.size, 1 / model.size)
        for level, key in zip(model.levels, keys, strict=True):
            context = int(np.searchsorted(level.contexts, key))
            if context < len(level.contexts) and level.contexts[context] == key:
                pairs = slice(level.bounds[context], level.bounds[context + 1])
                p = level.left[context] * p
                p[level.pairs[pairs] % model.size] += level.mass[pairs]
        return p


@dataclass(frozen=True, eq=False)
class _Joined:
    """Codes of sequences end to end, (n, n_fields), and how many steps of its sequence stand before each row, (n,)."""

    codes: np.ndarray
    steps: np.ndarray


def _drawn(p: np.ndarray, rng: np.random.Generator, temperature: float) -> int:
    if temperature <= 0:
        return int(p.argmax())
    sharpened = np.exp(np.log(np.maximum(p, _LEAST_P)) / temperature) if temperature != 1 else p
    upto = np.cumsum(sharpened)
    return int(min(np.searchsorted(upto, rng.random() * upto[-1], side="right"), len(p) - 1))
