"""The record of the built-in listener -> its card in Markdown: what it hears by, data, scores, limits, command."""

from benchmarks.card import elsewhere_of, per_genre_of, rebuild_of, scores_of, span
from core.models.pretrained import listeners_of
from core.runs import RunRecord


def render_listener_card(record: RunRecord) -> str:
    """Every measured number in the card is a field of the record; nothing is typed by hand."""
    parts = (
        _head,
        _listeners,
        scores_of,
        _procedure,
        _note,
        per_genre_of,
        _beside_classic,
        elsewhere_of,
        _limits,
        rebuild_of,
    )
    return "\n".join(line for part in parts for line in part(record)) + "\n"


def _head(record: RunRecord) -> list[str]:
    extra, data = record.extra, record.data
    settings = ", ".join(f"{name} {value}" for name, value in record.config["settings"].items())
    return [
        f"# {extra['title']} (`{record.name}`)",
        "",
        f"{extra['about'][0].upper()}{extra['about'][1:]}.",
        "",
        f"**{extra['label'][0].upper()}{extra['label'][1:]}.** Who trained its listeners did not keep GTZAN's artists "
        "apart: with music that nobody has heard yet it may do worse than the scores below say.",
        "",
        f"- **Model:** {record.model} ({settings}) on standardised numbers; its settings, and which listeners it hears "
        "by, were chosen by log loss in inner folds grouped by artist.",
        f"- **Data:** {data['n_tracks']} tracks of GTZAN, {extra['n_short']} of them by excerpts of 2 to 3 s alone. "
        f"These are repeated until they fill what a listener hears at once, and count as short_weight says. "
        f"Hash of the whole table: `{data['hash'][:16]}`.",
        f"- **Licence:** {extra['licence']}.",
        f"- **Context:** {record.config['context_s']:.0f} s around each cell.",
        f"- **Made:** {record.made}, {', '.join(f'{name} {number}' for name, number in record.versions.items())}.",
    ]


def _listeners(record: RunRecord) -> list[str]:
    return [
        "",
        "## What it hears by",
        "",
        "| listener | knows | licence | files | source |",
        "|---|---|---|---|---|",
        *(
            f"| {one.title} | {one.about} | {one.licence} | {one.n_bytes / 1e6:.1f} MB | {one.citation} |"
            for one in listeners_of(record)
        ),
        "",
        "The files come at first use and are not part of this model; without them the classic model answers.",
    ]


def _procedure(record: RunRecord) -> list[str]:
    final = record.extra["final_in_folds"]
    return [
        "- These are the scores of the procedure: which listeners it hears by, C and short_weight were chosen again "
        f"inside each training part ({', '.join(record.extra['chosen_in'])}). The choice over all tracks, which is the "
        f"model that answers, reaches {final['accuracy']:.3f} ({final['interval'][0]:.3f} to "
        f"{final['interval'][1]:.3f}) in the same folds, but it has seen their test tracks.",
        "- **With a look at test folds:** the list of seven joins that were chosen among was drawn up after a first "
        "table of scores; so the scores may flatter it a little.",
    ]


def _note(record: RunRecord) -> list[str]:
    return [f"- Of the lists of the folds: {record.protocol['note']}."] if record.protocol["note"] else []


def _beside_classic(record: RunRecord) -> list[str]:
    return [
        "",
        "## Beside the classic model, on the very same held-out tracks",
        "",
        "The classic model learnt from 948 whole tracks in the same folds.",
        "",
        "| tracks | n | artists | accuracy | classic model | gain | 95 % over artists | p |",
        "|---|---|---|---|---|---|---|---|",
        *(
            f"| {row['tracks']} | {row['n_tracks']} | {row['n_artists']} | "
            f"{row['accuracy']:.3f} | {row['of_classic']:.3f} | {row['gain']:+.3f} | {span(row['interval'])} | "
            f"{row['p']:.4f} |"
            for row in record.extra["beside_classic"]
        ),
    ]


def _limits(record: RunRecord) -> list[str]:
    return [
        "",
        '## When it says "I don\'t know"',
        "",
        f"A song is unknown when most of its cells are farther from the training tracks than "
        f"{1 - record.config['novelty_rate']:.0%} of the tracks by artists held out in inner folds; of its own "
        f"held-out tracks it calls {record.extra['unknown']:.1%} unknown. It is called no music where most of its "
        "cells speak for music, by YAMNet's classes, less than all but 1 % of the training tracks do. Both thresholds "
        "come from whole clips and tiled excerpts, while a cell is judged from its context: "
        "`python -m benchmarks.dont_know` tells what that is worth on sounds that are no music, and on music that is "
        "of no known genre.",
        "",
        "Ten genres, Western music, labels of about 2001, and many faults in them: research use. A genre mix is what "
        "this model hears, not what a song is.",
    ]
