"""The command `prompts`: sentences for a generator that reads, and how much they differ."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.options import count, seed
from core.cli.output import common_options, one_line, percent, print_json, print_table
from core.workspace import check_name_fits, not_written, write_atomic

if TYPE_CHECKING:
    from core.generation.prompts import Description, Prompt, Source
    from core.generation.prompts.diversity import Coverage, TextDiversity

GRAMMAR, LLM = "grammar", "llm"
EVERY = 10  # descriptions of a language model after which they are written: an answer of it, which was paid for
EXAMPLES = """\
examples:
  python -m core prompts --genre blues --n 5 --seed 7
  python -m core prompts --genre funk --maker musicgen-mir --n 1000 --report --json
  python -m core prompts --genre polka --n 20 --descriptions mine.csv
  python -m core prompts --genre jazz --n 100 --descriptions llm --llm-url http://localhost:11434/v1 --llm-model NAME \\
      --llm-no-key --out mine.csv

The grammar describes GTZAN's ten genres and electronica, funk and orchestral. A CSV has the columns genre and
description. A language model is any OpenAI-compatible server: GENRESCOPE_LLM_URL, GENRESCOPE_LLM_MODEL and
GENRESCOPE_LLM_KEY name it; the key is read from there alone. Tempi are in beats a minute. A recipe of `synth` reads no
language model, which says nothing twice, but a table: --out writes one, genre by genre into the same file.

With --json one object per prompt: prompt, id (the same for the same text), genre, maker, descriptions, seed (null of a
language model), description, tempo_bpm, key, mood, kind (each null where the sentence has none), instruments []; with
--report one more: report {n, n_distinct, distinct_1, distinct_2, distinct_3, nearest_median, nearest_min,
nearest_pair, words_median, n_with_tempo, tempo_bpm [slowest, fastest], tempo_coverage {n_named, n_known, share},
instrument_coverage {...}, rarely [[instrument, prompts]], n_voices}.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "prompts",
        help="prompts for text-to-music models, with variety",
        description="Make prompts of a genre for a text-to-music model: none comes twice, none asks for a voice.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--genre", required=True, help="such as blues; any, with a CSV or a language model")
    command.add_argument(
        "--maker", default="gtzan-synth", help="gtzan-synth (default), gtzan-synth-once or musicgen-mir"
    )
    command.add_argument("--n", type=count, default=10, help="how many prompts (default: 10)")
    command.add_argument("--seed", type=seed, default=0, help="the same seed gives the same prompts (default: 0)")
    command.add_argument(
        "--descriptions", default=GRAMMAR, metavar="SOURCE", help="grammar (default), llm, or a CSV file of yours"
    )
    command.add_argument(
        "--out", type=Path, metavar="FILE.csv", help="add the descriptions to a table that `synth --descriptions` reads"
    )
    command.add_argument("--report", action="store_true", help="tell how much the prompts differ")
    command.add_argument("--llm-url", metavar="URL", help="the part of the address before /chat/completions")
    command.add_argument("--llm-model", metavar="NAME", help="the name that the server knows the model by")
    command.add_argument("--llm-no-key", action="store_true", help="the server needs no key; none is sent")
    common_options(command)
    command.set_defaults(run=prompts)


def prompts(asked: argparse.Namespace) -> int:
    """Print each prompt as soon as it is there, then the report."""
    from core.generation.prompts import make_prompts

    _check(asked)
    source, made, n_written = _source(asked), [], 0
    try:
        for prompt in make_prompts(asked.genre, n=asked.n, seed=asked.seed, maker=asked.maker, source=source):
            made.append(prompt)
            if asked.descriptions == LLM and len(made) - n_written == EVERY:
                n_written += _add_to_table(asked.out, made[n_written:])
            _tell(prompt, asked)
    finally:
        _tell_what_was_left_out(source, asked)
        _add_to_table(asked.out, made[n_written:])
    if asked.report:
        _tell_report(made, asked)
    return 0


def _source(asked: argparse.Namespace) -> "Source":
    from core.generation.prompts import Grammar

    if asked.descriptions == GRAMMAR:
        return Grammar()
    if asked.descriptions == LLM:
        from core.generation.prompts.endpoint import endpoint_from_environment, say_nothing
        from core.generation.prompts.language_model import LanguageModel

        named = {"url": asked.llm_url, "model": asked.llm_model, "needs_key": not asked.llm_no_key}
        return LanguageModel(endpoint_from_environment(**named), on_delay=say_nothing if asked.quiet else _note)
    from core.generation.prompts.csv_table import read_table_file

    return read_table_file(Path(asked.descriptions))


def _check(asked: argparse.Namespace) -> None:
    """Raise DataError for what cannot be, before anything is drawn or paid for."""
    from core.errors import DataError

    if asked.report:
        from core.generation.prompts.diversity import MAX_COMPARED

        if asked.n > MAX_COMPARED:
            raise DataError(
                f"--report compares at most {MAX_COMPARED:,} prompts, and --n is {asked.n:,}; ask for fewer"
            )
    if asked.descriptions != LLM and (asked.llm_url or asked.llm_model or asked.llm_no_key):
        raise DataError("--llm-url, --llm-model and --llm-no-key are for --descriptions llm; add it, or leave them out")
    if asked.out is not None:
        check_name_fits(asked.out)
        _rows_of(asked.out)


def _rows_of(out: Path) -> "tuple[Description, ...]":
    """The descriptions of a table that is there already; raises DataError where the file is none."""
    from core.errors import DataError
    from core.generation.prompts.csv_table import COLUMNS, read_table_file

    if not out.exists():
        return ()
    rows = read_table_file(out).rows
    if out.read_bytes().splitlines()[0] != ",".join(COLUMNS).encode():
        raise DataError(f"{out.name} holds more than {' and '.join(COLUMNS)}, which would be lost; name another file")
    return rows


def _add_to_table(out: Path | None, made: "list[Prompt]") -> int:
    """Put descriptions behind those of the table, as it is by now: a command for another genre may write there too."""
    from core.generation.prompts.csv_table import table_bytes

    if out is None or not made:
        return 0
    out = out.resolve()  # a link stays one
    try:
        write_atomic(out, table_bytes([*_rows_of(out), *(prompt.description for prompt in made)]))
    except OSError as error:
        raise not_written(out, error) from error
    return len(made)


def _tell(prompt: "Prompt", asked: argparse.Namespace) -> None:
    if not asked.json:
        return print(one_line(prompt.text), flush=True)
    about = prompt.description
    facts = {"prompt": prompt.text, "id": prompt.id, "genre": prompt.genre, "maker": prompt.maker}
    drawn = {"descriptions": asked.descriptions, "seed": None if asked.descriptions == LLM else asked.seed}
    said = {"description": about.text, "tempo_bpm": about.tempo_bpm, "key": about.key, "mood": about.mood}
    return print_json(facts | drawn | said | {"kind": about.kind, "instruments": about.instruments})


def _tell_what_was_left_out(source: "Source", asked: argparse.Namespace) -> None:
    tally = getattr(source, "tally", None)
    if tally is not None and tally.n_calls and not asked.quiet:
        _note(tally.sentence)


def _note(words: str) -> None:
    print(f"note: {one_line(words)}", file=sys.stderr, flush=True)


def _tell_report(made: "list[Prompt]", asked: argparse.Namespace) -> None:
    from core.generation.prompts.diversity import text_diversity

    report = text_diversity(made)
    if asked.json:
        return print_json({"report": report.as_dict()})
    print()
    return print_table(_rows(report))


def _rows(report: "TextDiversity") -> list[tuple[str, str]]:
    shares = " ".join(f"{share:.3f}" for share in (report.distinct_1, report.distinct_2, report.distinct_3))
    nearest = "-" if report.nearest_min is None else f"{report.nearest_median:.2f} (smallest {report.nearest_min:.2f})"
    tempi = "-" if report.tempo_bpm is None else "{:g} to {:g} BPM".format(*report.tempo_bpm)
    return [
        ("different prompts", f"{report.n_distinct} of {report.n}"),
        ("different words, pairs, triples", shares),
        ("distance to the most similar", nearest),
        ("words", f"{report.words_median:g}"),
        ("tempo named", f"{report.n_with_tempo} of {report.n}, {tempi}"),
        ("tempi covered", _share(report.tempo_coverage, "steps of 10 BPM")),
        ("instruments covered", _share(report.instrument_coverage, "that the grammar knows")),
        ("a voice is mentioned", f"{report.n_voices}"),
    ]


def _share(coverage: "Coverage", of: str) -> str:
    if coverage.share is None:
        return "the grammar does not know the genre"
    return f"{percent(coverage.share)} ({coverage.n_named} of {coverage.n_known} {of})"
