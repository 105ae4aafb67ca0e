"""The published models of MusicGen by name: what each is, and where its files lie."""

from dataclasses import dataclass

LICENCE = "cc-by-nc"  # a key of core.licences
LICENCE_WORDS = "the weights are CC BY-NC 4.0: for what is not commercial, with credit to Meta AI"
T5 = "google-t5/t5-base"  # what reads the words; transformers' copies of MusicGen hold it, audiocraft's do not
# By engine: the files of a model's repository that it needs.
FILES = {
    "transformers": (
        "config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "*.safetensors",
        "model.safetensors.index.json",
    ),
    "audiocraft": ("state_dict.bin", "compression_state_dict.bin"),
}
T5_FILES = ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")
T5_FOLDER = "t5-base"  # beside audiocraft's two files


@dataclass(frozen=True)
class Size:
    """A published model; ``n_parameters`` in words, as its card states them."""

    name: str
    repository: str
    n_parameters: str
    about: str


SIZES = {
    size.name: size
    for size in (
        Size("small", "facebook/musicgen-small", "300 million", "text to music; the quickest"),
        Size("medium", "facebook/musicgen-medium", "1.5 billion", "text to music"),
        Size("large", "facebook/musicgen-large", "3.3 billion", "text to music; wants a GPU"),
        Size("melody", "facebook/musicgen-melody", "1.5 billion", "text, and the melody of a recording, to music"),
    )
}
