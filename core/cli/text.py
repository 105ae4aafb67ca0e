"""The command `text`: a sentence in, a clip that a network makes of it out."""

import argparse
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.files import SOUNDS, check_target
from core.cli.options import count, seed
from core.cli.output import clock, common_options, one_line, print_json, print_table
from core.cli.progress import bar
from core.errors import DataError

if TYPE_CHECKING:
    from core.generation.musicgen.job import TextParams, Written

EXAMPLES = """\
examples:
  python -m core text "calm piano with soft strings" --model small --seconds 10 --seed 7 --out calm.flac
  python -m core text "heavy rock" --model my_folder --by audiocraft --batch 4 --out rock.wav --json
  python -m core text "on it goes, with drums" --model melody --melody humming.wav --out drums.flac
  python -m core text "a slow, sad blues in E minor with harmonica" --engine arranger --out blues.flac
  python -m core text --unload

--model is small, medium, large or melody, or a folder that holds a MusicGen as transformers or audiocraft stores it.
The weights of the four are CC BY-NC 4.0, for what is not commercial. They are fetched once, from the hub: what they
weigh is shown first, and nothing comes before --agree says that you agree. The same words give the same sound.

--engine arranger is the built-in band, which plays at once and by rules: it reads the genre, the tempo, the key, a mood
and instruments that it knows by name, and says what it does not read. With --json: files [], sidecars [], prompt, seed,
duration_s, engine, read {genre, genres [], instruments [], tempo_bpm, key, mood}, unread [], briefs [],
loudness_lufs [], licence, label.

With --batch 3 the files are calm-1.flac, calm-2.flac and calm-3.flac. They say that a machine made them (see `whence`).

With --json one object: files [], sidecars [], prompt, seed, duration_s, sr, model, engine, device, precision, took_s
(without loading), loudness_lufs [], freed_bytes (when the model was let go), licence, notes [].

The workers of the pages keep the model that made the last clip; --unload has them let it go. With --json one object:
models [{name, engine, device, precision, n_bytes, host}] and freed_bytes (of models at work: none).
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "text",
        help="a clip that MusicGen, or the band, makes of a sentence",
        description="Let MusicGen, or the built-in band, make music of a sentence.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("prompt", nargs="?", metavar="PROMPT", help="what it shall sound like, in English")
    command.add_argument(
        "--engine", choices=("musicgen", "arranger"), default="musicgen", help="what makes it (default: musicgen)"
    )
    command.add_argument("--by", metavar="NAME", help="transformers or audiocraft (default: which fits)")
    command.add_argument("--model", metavar="NAME|FOLDER", help="see below (default: small)")
    command.add_argument("--agree", action="store_true", help="fetch the weights where they are not here")
    command.add_argument("--out", type=Path, metavar="FILE", help="the .wav or .flac to write")
    command.add_argument("--seconds", type=float, default=10.0, metavar="S", help="1 to 120, the band 2 to 300")
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed, the same sound (default: 0)")
    command.add_argument("--unload", action="store_true", help="make nothing, and free the memory of kept models")
    _how_options(command)
    common_options(command)
    command.set_defaults(run=text)


def _how_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--batch", type=count, default=1, metavar="N", help="clips at once, up to 16 (default: 1)")
    command.add_argument("--guidance", type=float, metavar="X", help="how strictly words are followed (default: 3)")
    command.add_argument("--temperature", type=float, metavar="T", help="0.01 to 5 (default: 1)")
    command.add_argument("--top-k", type=int, metavar="N", help="draw among the N likeliest (default: 250)")
    command.add_argument("--top-p", type=float, metavar="P", help="or among those of this probability")
    command.add_argument("--melody", type=Path, metavar="FILE", help="a recording whose melody it follows")
    command.add_argument("--continue", dest="given", type=Path, metavar="FILE", help="a recording that it goes on from")
    command.add_argument("--given", dest="given_s", type=float, metavar="S", help="of its end (default: 5)")
    command.add_argument("--device", metavar="NAME", help="cuda, mps or cpu (default: the fastest here)")


def text(asked: argparse.Namespace) -> int:
    """Write the clips and print how they came about, or free the memory of models."""
    if asked.unload:
        return _unload(asked)
    if asked.prompt is None or asked.out is None:
        raise DataError("a PROMPT and --out FILE are needed; name both")
    check_target("--out", asked.out, SOUNDS)
    places = _places(asked.out, asked.batch)
    for path in places:
        check_target("--out", path, SOUNDS)
    if asked.engine == "arranger":
        from core.cli.text_band import play_text

        return play_text(asked, places)
    from core.generation.musicgen.job import write_clips

    params = _params(asked)
    fetch_if_agreed(params.model, by=params.engine, agree=asked.agree, quiet=asked.quiet)
    with bar("MusicGen", quiet=asked.quiet) as progress:
        written = write_clips(params, place=lambda i: places[i], progress=progress)
    _tell(asked, params, written)
    return 0


def _unload(asked: argparse.Namespace) -> int:
    """Have workers let go of the models that they keep."""
    from core.generation.musicgen.keeping import models_in_memory, unload_models

    told = ("name", "engine", "device", "precision", "n_bytes", "host")
    models = [{name: getattr(kept, name) for name in told} for kept in models_in_memory()]
    freed = unload_models()
    if asked.json:
        print_json({"models": models, "freed_bytes": freed})
    else:
        print(one_line(", ".join(f"{model['name']} on {model['device']}" for model in models) or "no model is kept"))
        print(f"{freed / 1e6:,.1f} MB freed")
    return 0


def _params(asked: argparse.Namespace) -> "TextParams":
    from core.generation.musicgen.job import TextParams

    named = {
        "duration_s": asked.seconds,
        "engine": asked.by or "",
        "melody": _path(asked.melody),
        "given": _path(asked.given),
    }
    others = {f.name: getattr(asked, f.name) for f in fields(TextParams) if f.name not in named}
    params = TextParams(**named, **{name: value for name, value in others.items() if value is not None})
    params.check()
    return params


def _path(path: Path | None) -> str:
    return "" if path is None else str(path)


def _places(out: Path, batch: int) -> list[Path]:
    from core.generation.musicgen.params import MAX_BATCH

    if batch > MAX_BATCH:  # said before as many places are listed
        raise DataError(f"--batch {batch} is too many; ask for at most {MAX_BATCH} clips at once")
    if batch == 1:
        return [out]
    return [out.with_name(f"{out.stem}-{i + 1}{out.suffix}") for i in range(batch)]


def fetch_if_agreed(model: str, *, by: str, agree: bool, quiet: bool) -> None:
    """Fetch the weights of a size where they are not here and somebody agreed; else say what would come."""
    from core.generation.musicgen.hub import ask_hub, fetch_weights, is_here
    from core.generation.musicgen.loading import DEFAULT_ENGINE, check_engine, check_installed, find_model
    from core.generation.musicgen.sizes import SIZES

    check_engine(by)
    if model not in SIZES:
        find_model(model, engine=by)  # a folder that cannot be played is told before anything starts
        return
    engine = by or DEFAULT_ENGINE
    check_installed(engine)
    if is_here(model, engine):
        return
    offer = ask_hub(model, engine)
    if not quiet:
        print(f"note: {one_line(offer.words)}", file=sys.stderr, flush=True)
    if agree:
        with bar("Fetching", quiet=quiet) as progress:
            fetch_weights(offer, agreed=True, progress=progress)


def _tell(asked: argparse.Namespace, params: "TextParams", written: "Written") -> None:
    marks = [clip.mark for clip in written.clips]
    facts: dict[str, Any] = {
        "files": [str(clip.path) for clip in written.clips],
        "sidecars": [str(clip.sidecar) for clip in written.clips],
        "prompt": marks[0].prompt,
        "seed": params.seed,
        "duration_s": params.duration_s,
        "loudness_lufs": [mark.loudness_lufs for mark in marks],
        "licence": marks[0].licence,
    }
    facts |= written.facts()
    if asked.json:
        return print_json(facts)
    for clip in written.clips:
        print(one_line(f"{clip.path}  {clock(params.duration_s)}"))
    how = f"{facts['engine']} on {facts['device']} ({facts['precision']})"
    print_table(
        [("model", facts["model"]), ("by", how), ("seed", str(params.seed)), ("took", f"{facts['took_s']:.1f} s")]
    )
    for note in facts["notes"]:
        print(f"note: {note}")
    return None
