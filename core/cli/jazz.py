"""The group `jazz`: play a clip, train a model, and say how well models know music and how music compares."""

import argparse
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.cli.files import SOUNDS, check_target
from core.cli.jazz_models import evaluate, judge, train
from core.cli.options import count, seed
from core.cli.output import clock, common_options, one_line, print_json, print_table
from core.errors import ModelError
from core.workspace import write_named

if TYPE_CHECKING:
    from core.jazz.models.loaded import JazzModel
    from core.jazz.playing.exports import Clip
    from core.jazz.playing.params import PlayParams
    from core.jazz.sampling import Sample

SUFFIXES = {
    "--midi": (".mid", ".midi"),
    "--wav": SOUNDS,
    "--score": (".musicxml",),
    "--settings": (".json",),
}
ATTRIBUTES = ("density", "register", "pace", "polyphony")
EXAMPLES = """\
examples:
  python -m core jazz sample --seed 7 --seconds 20 --wav new.wav --midi new.mid
  python -m core jazz sample --model jazz-tokens-lstm --notes 100 --temperature 0.9 --tempo 160 --trio --wav new.flac
  python -m core jazz sample --prime phrase.mid --density 6 --midi on.mid --json
  python -m core jazz train --recipe jazz-performance-lstm --midi my_midi_files --name mine
  python -m core jazz evaluate --model mine --midi held_out.zip --json
  python -m core jazz judge clips --against real_pieces
  python -m core jazz judge clips --against real_pieces --heard --genre-model gtzan-classic
"""
SAMPLE = """\
The same words give the same notes. Without --notes and --seconds 20 s are played. Files say that a machine made them
(see `whence`), and a JSON beside the sound does; no file that is there is written over.

With --json one object: model, seed, n_notes, n_given, duration_s, attributes {density, register, pace, polyphony},
settings {temperature, top_p, seed, n_notes, duration_s, repetition_guard}, wishes {}, playing {}, files [].
"""
EVALUATE = """\
A model with conditions (density, register, ...) is told none of them: they are read off the notes that it shall
predict. What it makes of the music when it knows them is `told`. The n-gram is measured on the same windows.

With --json one object: model, n_pieces, left_out [{name, why}], bound (-ELBO, nats per step), interval (95 %, over
pieces that are no copies of each other, or null), per_token, per_note, reconstruction, kl, kl_per_sequence, n_active,
z_is_worth, mmd, fields, n_sequences, n_steps, n_notes; told {bound, interval, ...} or null; ngram {order, per_step,
per_note} or null.
"""
TRAIN = """\
What is interrupted is taken up again by `python -m core jobs --again ID`. With --json one object: model, title, recipe,
data {}, scores (as `evaluate` prints them, on the part that was held out), curves [], best_epoch, seconds, device.
"""
JUDGE = """\
0 is no difference; the floor is how far real pieces lie from other real pieces. All are compared on a common length.
Intervals are 95 %, over the pieces of --against that are no copies of each other, of which there must be five. Without
--model the n-gram is one of those pieces themselves, and copies are not looked for. With --json one object: model or
null, n_clips, n_real, n_tracks, left_out [{name, why}], compared_on, rows [{name, title, unit, batch, ngram, floor,
is_nearer}], n_nearer, judge {} (a second judge's AUC), n_warned (copies) or null, clips [], heard or null.

With --heard up to 30 clips of each source are played by one piano to a genre model: the clips, the n-gram, the other
pieces with their notes shuffled, and a band that plays by classical rules. Told is by how much more or less jazz it
hears in each than in the pieces of --against: {model, n_real, n_tracks, duration_s, sources [{source, n_clips,
difference, interval}], caveat}.
"""


def register(commands: argparse._SubParsersAction) -> None:
    group = commands.add_parser(
        "jazz",
        help="new jazz by a small network: play it, train one, judge it",
        description="Play jazz that nobody played before, train a model on MIDI files, and measure both.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _register_sample(acts)
    _register_train(acts)
    _register_evaluate(acts)
    _register_judge(acts)


def _register_sample(acts: argparse._SubParsersAction) -> None:
    command = _command(acts, "sample", "play a new clip", SAMPLE, sample)
    command.add_argument("--model", metavar="NAME", help="a built-in or a trained model (default: the first built-in)")
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="the same seed, the same notes (default: 0)")
    command.add_argument("--temperature", type=float, metavar="T", help="0 to 3 (default: as the model plays best)")
    command.add_argument("--top-p", type=float, metavar="P", help="above 0, up to 1 (default: likewise)")
    length = command.add_mutually_exclusive_group()
    length.add_argument("--notes", type=count, metavar="N", help="new notes; of a model of tokens, notes and chords")
    length.add_argument("--seconds", type=float, metavar="S", help="or seconds of new music (default: 20)")
    command.add_argument("--no-guard", action="store_true", help="let it go round in circles")
    command.add_argument("--prime", type=Path, metavar="FILE", help="a MIDI file to go on from")
    command.add_argument("--manner", type=int, metavar="N", help="number of a manner that the model knows, from 0")
    for name in ATTRIBUTES:
        command.add_argument(f"--{name}", type=float, metavar="X", help=f"the {name} to ask for, where the model can")
    _playing_options(command)
    command.add_argument("--midi", type=Path, metavar="FILE", help="the .mid to write")
    command.add_argument("--wav", type=Path, metavar="FILE", help="the .wav or .flac to write")
    command.add_argument("--score", type=Path, metavar="FILE", help="the .musicxml to write")
    command.add_argument("--settings", type=Path, metavar="FILE", help="the .json to write: all that made the clip")


def _playing_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--instrument", default="piano", metavar="NAME", help="what plays it (default: piano)")
    command.add_argument("--tempo", type=float, default=120.0, metavar="BPM", help="of tokens, each an eighth")
    command.add_argument("--swing", type=float, default=1.0, metavar="X", help="of tokens: 1 straight, 2 triplets")
    command.add_argument("--transpose", type=int, default=0, metavar="N", help="semitones")
    command.add_argument("--trio", action="store_true", help="with bass and drums of the built-in band")


def _register_train(acts: argparse._SubParsersAction) -> None:
    command = _command(acts, "train", "train a model, as a job", TRAIN, train)
    command.add_argument("--recipe", default="jazz-performance-lstm", metavar="NAME", help="what learns; see --list")
    command.add_argument("--list", action="store_true", help="list the recipes and stop")
    command.add_argument("--name", metavar="NAME", help="of the model to come: small letters, digits, hyphens")
    command.add_argument(
        "--midi", type=Path, metavar="FOLDER|ZIP", help="music to learn from (default: what GENRESCOPE_DATA has)"
    )
    command.add_argument("--epochs", type=count, metavar="N", help="at most so many (default: the recipe's)")
    command.add_argument("--word-dropout", type=float, metavar="P", help="share of steps that the decoder does not see")
    command.add_argument("--free-bits", type=float, metavar="NATS", help="nats of a sequence's KL that cost nothing")
    command.add_argument("--seed", type=seed, metavar="N", help="of the training (default: the recipe's)")


def _register_evaluate(acts: argparse._SubParsersAction) -> None:
    command = _command(acts, "evaluate", "what a model makes of music that it has not learnt from", EVALUATE, evaluate)
    command.add_argument("--model", required=True, metavar="NAME", help="a built-in or a trained model")
    command.add_argument("--midi", type=Path, required=True, metavar="FOLDER|ZIP", help="held-out music")
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="of the draws of z (default: 0)")


def _register_judge(acts: argparse._SubParsersAction) -> None:
    command = _command(acts, "judge", "how far clips lie from other pieces, in seven ways", JUDGE, judge)
    command.add_argument("folder", type=Path, metavar="FOLDER", help="clips to judge: MIDI files, or a zip of them")
    command.add_argument("--against", type=Path, required=True, metavar="FOLDER", help="what they shall be like")
    command.add_argument(
        "--model", metavar="NAME", help="whose n-gram, and what it learnt from, to compare with as well"
    )
    command.add_argument("--seed", type=seed, default=0, metavar="N", help="of the draws of tracks (default: 0)")
    command.add_argument("--heard", action="store_true", help="let a genre model hear them as well (minutes)")
    command.add_argument("--genre-model", metavar="NAME", help="which one, of `core models` (default: the best here)")


def _command(acts: argparse._SubParsersAction, name: str, words: str, epilog: str, run: Any) -> argparse.ArgumentParser:
    command = acts.add_parser(
        name,
        help=words,
        description=f"{words[:1].upper()}{words[1:]}.",
        epilog=f"{EXAMPLES}\n{epilog}".strip() + "\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common_options(command)
    command.set_defaults(run=run)
    return command


def sample(asked: argparse.Namespace) -> int:
    """Play a clip, write the files that are asked for, and print what it is."""
    targets = {option: getattr(asked, option.removeprefix("--")) for option in SUFFIXES}
    for option, path in targets.items():
        if path is not None:
            check_target(option, path, SUFFIXES[option])
    from core.jazz.models.loaded import load_model
    from core.jazz.playing.params import PlayParams

    playing = PlayParams(
        asked.instrument, tempo_bpm=asked.tempo, swing=asked.swing, transpose=asked.transpose, trio=asked.trio
    )
    model = load_model(_name_or_default(asked.model))
    began = perf_counter()
    made, wishes = _played(asked, model)
    took_s = perf_counter() - began
    clip = _clip(model, made, wishes, playing)
    files = [str(file) for path in targets.values() if path is not None for file in _written(path, clip, took_s)]
    facts = _facts(model.name, made, wishes, clip, files)
    if asked.json:
        print_json(facts)
    else:
        _tell(facts)
    return 0


def _name_or_default(name: str | None) -> str:
    from core.jazz.models.loaded import built_in_models, trained_models

    known = (*built_in_models(), *trained_models())
    if name is None and not known:
        raise ModelError("there is no jazz model here; train one with `python -m core jazz train`")
    return name or known[0]


def _played(asked: argparse.Namespace, model: "JazzModel") -> tuple["Sample", dict[str, Any]]:
    """New notes, and what the model was asked for."""
    from core.jazz.sampling import SampleParams
    from core.jazz.sampling import sample as play_once

    seconds = 20.0 if asked.notes is None and asked.seconds is None else asked.seconds
    params = SampleParams(
        temperature=asked.temperature,
        top_p=asked.top_p,
        seed=asked.seed,
        n_notes=asked.notes,
        duration_s=seconds,
        repetition_guard=not asked.no_guard,
    )
    wishes = {name: value for name in ATTRIBUTES if (value := getattr(asked, name)) is not None}
    prime = None
    if asked.prime is not None:
        from core.jazz.midi import read_midi

        prime = read_midi(asked.prime)
    z, conditions = _steered(asked, model, wishes, prime)
    manner = {} if asked.manner is None else {"manner": asked.manner}
    return play_once(model, params, z=z, conditions=conditions, prime=prime), manner | wishes


def _steered(asked: argparse.Namespace, model: "JazzModel", wishes: dict[str, float], prime):
    """The z and the conditions that give what is asked for; None leaves both to the seed or the phrase."""
    if not wishes and asked.manner is None:
        return None, None
    from core.jazz.models.loaded import model_folder
    from core.jazz.sampling import posterior
    from core.jazz.steering.sliders import check_wishes, offered_sliders, steered

    sliders = offered_sliders(model, model_folder(model.name))
    check_wishes(sliders, wishes)
    z = model.prior(1, seed=asked.seed) if prime is None else posterior(model, prime)[0][None]
    moved, codes = steered(model, sliders, wishes, z=z, conditions=model.conditions(manner=asked.manner))
    return moved[0], codes[0]


def _clip(model: "JazzModel", made: "Sample", wishes: dict[str, Any], playing: "PlayParams") -> "Clip":
    from dataclasses import asdict

    from core.generation.marks import EDITED, TRAINED
    from core.jazz.playing.exports import Clip, mark_of

    sampling = asdict(made.params) | {"wishes": wishes}
    mark = mark_of(
        model.name,
        seed=made.params.seed,
        sampling={name: value for name, value in sampling.items() if name != "seed"},
        params=playing,
        source_type=EDITED if made.n_prime else TRAINED,
    )
    return Clip(made.notes, playing, model.representation.is_timed, mark)


def _facts(model: str, made: "Sample", wishes: dict[str, Any], clip: "Clip", files: list[str]) -> dict[str, Any]:
    from dataclasses import asdict

    from core.jazz.attributes import measured
    from core.jazz.playing.timing import as_played

    notes = as_played(clip.notes, clip.params, is_timed=clip.is_timed)
    return {
        "model": model,
        "seed": made.params.seed,
        "n_notes": len(notes),
        "n_given": made.n_prime,
        "duration_s": round(notes.end_s, 3),
        "attributes": {name: round(value, 3) for name, value in measured(notes).items()},
        "settings": asdict(made.params),
        "wishes": wishes,
        "playing": asdict(clip.params),
        "files": files,
    }


def _tell(facts: dict[str, Any]) -> None:
    print(one_line(f"{facts['model']}, seed {facts['seed']}: {facts['n_notes']} notes, {clock(facts['duration_s'])}"))
    print_table([(name, f"{value:.2f}") for name, value in facts["attributes"].items()])
    for path in facts["files"]:
        print(one_line(path))


def _written(path: Path, clip: "Clip", took_s: float) -> tuple[Path, ...]:
    """Write the clip as the file's ending says; the notes took ``took_s``, to which their sound adds a little."""
    from dataclasses import replace

    from core.generation.clips import write_clip
    from core.jazz.playing.exports import EXPORTS
    from core.jazz.playing.sound import SR

    kind = path.suffix.lower()[1:]
    if path.suffix.lower() in SOUNDS:
        began = perf_counter()
        y = clip.sound
        mark = replace(clip.mark, took_s=round(took_s + perf_counter() - began, 3))
        written = write_clip(y, mark, path=path, sr=SR)
        return written.path, written.sidecar
    write_named(path, EXPORTS["mid" if kind == "midi" else kind].content(clip))
    return (path,)
