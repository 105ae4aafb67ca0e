"""A folder as the `transformers` library stores MusicGen or MusicGen-melody -> a player; nothing is fetched for it.

No code of the folder runs, and its weights are read from safetensors alone. Tokens are drawn by a loop of this
project's own over the library's networks, so that each can be told, and the work ended between any two.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import transformers
from huggingface_hub.errors import StrictDataclassError
from torch import nn
from transformers.modeling_outputs import BaseModelOutput

from core.errors import ModelError
from core.generation.musicgen.chroma import ChromaParams, melody_chroma
from core.generation.musicgen.devices import half_is_safe
from core.generation.musicgen.drawing import draw, guided
from core.generation.musicgen.folders import BROKEN, LOCAL, chroma_params, model_type
from core.generation.musicgen.params import MusicgenParams
from core.generation.musicgen.spec import Player, Step

# And transformers, of settings that are none of its own.
_BROKEN = (*BROKEN, StrictDataclassError)
_TWO_TEXTS = ("calm piano", "heavy rock")
_KINDS = {
    "musicgen": transformers.MusicgenForConditionalGeneration,
    "musicgen_melody": transformers.MusicgenMelodyForConditionalGeneration,
}


def load(folder: Path, device: str) -> Player:
    """Read a folder; raises ModelError where it is not whole, or none of MusicGen's."""
    kind = model_type(folder)
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    more: dict[str, Any] = {"use_safetensors": True, "output_loading_info": True, "dtype": torch.float32, **LOCAL}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **LOCAL)
        model, report = _KINDS[kind].from_pretrained(folder, ignore_mismatched_sizes=True, **more)
    except _BROKEN as error:
        reason = f"{type(error).__name__}: {error}" if isinstance(error, KeyError) else error
        raise ModelError(
            f"{folder} cannot be read as a MusicGen of transformers: {reason}; take a complete copy of it"
        ) from error
    lacking = sorted({*report["missing_keys"], *(str(key[0]) for key in report["mismatched_keys"])})
    if lacking:
        raise ModelError(
            f"the weights in {folder} lack {lacking[0]!r} (or have it in another shape), and {len(lacking) - 1} more; "
            "take the complete files of one model"
        )
    if len({tuple(tokenizer(words).input_ids) for words in _TWO_TEXTS}) < len(_TWO_TEXTS):  # made up of no files
        raise ModelError(f"{folder} holds no tokenizer that tells words apart; take a complete copy of it")
    player = _Melodious if kind == "musicgen_melody" else _Worded
    return player(model, tokenizer, device=device, chroma=chroma_params(folder))


class _Worded:
    """MusicGen: the words stand in its cross-attention."""

    takes_melody = False

    def __init__(self, model: Any, tokenizer: Any, *, device: str, chroma: ChromaParams) -> None:
        self._model = model.eval().requires_grad_(False).to(device)
        self._tokenizer, self._chroma, self.device = tokenizer, chroma, device
        codec = model.config.audio_encoder
        self.sr, self.frame_rate = codec.sampling_rate, codec.sampling_rate / codec.hop_length
        self.n_channels, self.n_codebooks = model.config.decoder.audio_channels, model.config.decoder.num_codebooks
        self.precision = "float32"
        if half_is_safe(device):
            self.halve()

    def halve(self) -> None:
        """Keep in half precision what draws tokens; the reader of words and the codec stay as they are."""
        for name in ("decoder", "enc_to_dec_proj", "audio_enc_to_dec_proj"):
            if hasattr(self._model, name):
                getattr(self._model, name).half()
        self.precision = "float16"

    def networks(self) -> Sequence[nn.Module]:
        return [self._model]

    def read(self, prompt: str, *, params: MusicgenParams, melody: np.ndarray | None) -> dict[str, Any]:
        words, mask = self._words(prompt)
        if params.guidance > 1:
            words, mask = _with_nothing(words, params.batch), _with_nothing(mask, params.batch)
        else:
            words, mask = _times(words, params.batch), _times(mask, params.batch)
        return {"encoder_outputs": BaseModelOutput(words), "attention_mask": mask}

    def encode(self, y: np.ndarray) -> torch.Tensor:
        # A stereo model has two codebooks, of the left and the right, where a mono one has one.
        channels = torch.from_numpy(np.ascontiguousarray(y)).to(self.device)[:, None, None]
        codes = torch.stack([self._model.audio_encoder.encode(one).audio_codes[0] for one in channels], dim=2)
        codes = codes.flatten(1, 2)
        if codes.shape[1] != self.n_codebooks:
            raise ModelError(f"the codec has {codes.shape[1]} codebooks, but {self.n_codebooks} are needed")
        return codes

    def decode(self, codes: torch.Tensor) -> np.ndarray:
        codec, n_channels = self._model.audio_encoder, self.n_channels
        by_channel = [codes[None, :, channel::n_channels] for channel in range(n_channels)]
        y = [codec.decode(one, [None]).audio_values for one in by_channel]
        return torch.cat(y, dim=1).float().cpu().numpy()

    def write(
        self, read: dict[str, Any], given: torch.Tensor, *, n_frames: int, params: MusicgenParams, step: Step
    ) -> torch.Tensor:
        grid = _Grid(given, n_frames, n_channels=self.n_channels, start=self._model.config.decoder.pad_token_id)
        columns = range(1 + given.shape[-1], grid.n_columns)
        fed, past = 0, None
        for done, column in enumerate(columns):
            ids = grid.tokens[:, :, fed:column].flatten(0, 1)
            ids = ids.repeat(2, 1) if params.guidance > 1 else ids
            answer = self._go_on(read, ids, past)
            logits = answer.logits[:, -1].float()
            logits = guided(logits, params.guidance) if params.guidance > 1 else logits
            grid.put(column, draw(logits, params))
            fed, past = column, answer.past_key_values
            step(done + 1, len(columns))
        return grid.frames()

    def _go_on(self, read: dict[str, Any], ids: torch.Tensor, past: Any) -> Any:
        return self._model(decoder_input_ids=ids, past_key_values=past, use_cache=True, **read)

    def _words(self, prompt: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Hidden states (1, n, d) of the words, in the precision that draws, and their mask (1, n)."""
        inputs = self._tokenizer([prompt], return_tensors="pt").to(self.device)
        hidden = self._model.text_encoder(**inputs).last_hidden_state
        return hidden.to(self._model.decoder.dtype), inputs.attention_mask


class _Melodious(_Worded):
    """MusicGen-melody: the words, and the chroma before them, stand before the tokens."""

    takes_melody = True

    def read(self, prompt: str, *, params: MusicgenParams, melody: np.ndarray | None) -> dict[str, Any]:
        words, _ = self._words(prompt)
        if hasattr(self._model, "enc_to_dec_proj"):
            words = self._model.enc_to_dec_proj(words)
        nothing = torch.zeros(1, self._chroma.n_chroma)
        nothing[:, 0] = 1  # so has the model learned to read the lack of a melody
        chroma = nothing if melody is None else melody_chroma(melody, self._chroma)
        before = torch.cat([self._projected(chroma), words], dim=1)
        if params.guidance > 1:
            null = torch.cat([self._projected(nothing), torch.zeros_like(words)], dim=1)
            return {"encoder_hidden_states": torch.cat([_times(before, params.batch), _times(null, params.batch)])}
        return {"encoder_hidden_states": _times(before, params.batch)}

    def _projected(self, chroma: torch.Tensor) -> torch.Tensor:
        """Chroma (n_frames, n_chroma) as long as the model has learned it, (1, chroma_length, d)."""
        length = self._model.config.chroma_length
        chroma = chroma.repeat(-(-length // len(chroma)), 1)[:length]
        return self._model.audio_enc_to_dec_proj(chroma[None].to(self.device, self._model.decoder.dtype))

    def _go_on(self, read: dict[str, Any], ids: torch.Tensor, past: Any) -> Any:
        return super()._go_on(read if past is None else {}, ids, past)


class _Grid:
    """Tokens as they are drawn, (B, K, n_columns): a start, then each codebook one column later than the one before.

    Frame f of codebook k stands in column 1 + f + delay of k; the two channels of a stereo model share their delays.
    """

    def __init__(self, given: torch.Tensor, n_frames: int, *, n_channels: int, start: int) -> None:
        n_clips, n_codebooks, self._n_given = given.shape
        self._n_frames = n_frames
        self._delays = torch.arange(n_codebooks) // n_channels
        self.n_columns = 1 + n_frames + int(self._delays.max())
        self.tokens = torch.full((n_clips, n_codebooks, self.n_columns), start, device=given.device)
        for k, delay in enumerate(self._delays.tolist()):
            self.tokens[:, k, 1 + delay : 1 + delay + self._n_given] = given[:, k]

    def put(self, column: int, drawn: torch.Tensor) -> None:
        """Keep those of the drawn tokens (B * K,) whose codebook has a frame to draw in this column."""
        frames = column - 1 - self._delays
        wanted = (frames >= self._n_given) & (frames < self._n_frames)
        wanted = wanted.to(drawn.device)
        drawn = drawn.reshape(self.tokens.shape[:2])
        self.tokens[:, :, column] = torch.where(wanted, drawn, self.tokens[:, :, column])

    def frames(self) -> torch.Tensor:
        """The codes (B, K, n_frames) without the delays."""
        rows = [self.tokens[:, k, 1 + d : 1 + d + self._n_frames] for k, d in enumerate(self._delays.tolist())]
        return torch.stack(rows, dim=1)


def _times(rows: torch.Tensor, n: int) -> torch.Tensor:
    return rows.expand(n, *rows.shape[1:])


def _with_nothing(rows: torch.Tensor, n: int) -> torch.Tensor:
    """Each of n clips with the words, and each without: (1, ...) -> (2 n, ...)."""
    return torch.cat([_times(rows, n), torch.zeros_like(_times(rows, n))])
