"""The record of the built-in run -> its card in Markdown: data, protocol, honest scores, limits, command."""

from typing import Any

from core.models.inputs import BANDWIDTH_COLUMNS, LEVEL_COLUMNS
from core.runs import RunRecord


def render_card(record: RunRecord) -> str:
    """Every measured number in the card is a field of the record; nothing is typed by hand."""
    parts = (_head, scores_of, _nested, _picked, per_genre_of, elsewhere_of, _limits, rebuild_of)
    return "\n".join(line for part in parts for line in part(record)) + "\n"


def _head(record: RunRecord) -> list[str]:
    extra, data = record.extra, record.data
    settings = ", ".join(f"{name} {value}" for name, value in record.config["settings"].items())
    return [
        f"# {extra['title']} (`{record.name}`)",
        "",
        f"{extra['about'][0].upper()}{extra['about'][1:]}.",
        "",
        f"- **Model:** {record.model} ({settings}), chosen among all models of this project by log loss in inner folds "
        "grouped by artist.",
        f"- **Data:** {data['n_tracks']} tracks of the public GTZAN feature table (30 s each, one row per track). "
        f"Hash of the whole table: `{data['hash'][:16]}`.",
        f"- **Licence:** {extra['licence']}.",
        f"- **Context:** {record.config['context_s']:.0f} s around each cell.",
        f"- **Made:** {record.made}, {', '.join(f'{name} {number}' for name, number in record.versions.items())}.",
    ]


def scores_of(record: RunRecord) -> list[str]:
    """The scores of a built-in model, and what choosing it inside each fold comes to."""
    scores = record.scores
    low, high = scores["interval"]
    band = scores["ece_band"]
    return [
        "",
        f"## Scores under `{record.protocol['name']}` ({record.protocol['badge']})",
        "",
        record.protocol["sentence"],
        "",
        f"- Accuracy **{scores['accuracy']:.3f}** (95 % interval over {scores['n_artists']} artists {low:.3f} to "
        f"{high:.3f}; n = {scores['n_tracks']} held-out tracks); always the most frequent genre: "
        f"{scores['baseline']:.3f}.",
        f"- Standard deviation over the folds {scores['accuracy_sd']:.3f}; macro F1 {scores['macro_f1']:.3f}; log loss "
        f"{scores['log_loss']:.3f}; Brier score {scores['brier']:.3f}.",
        f"- Calibration error {scores['ece']:.3f}; a perfectly calibrated model would show {band[0]:.3f} to "
        f"{band[1]:.3f} here.",
    ]


def _nested(record: RunRecord) -> list[str]:
    nested = record.extra["nested"]
    return [
        f"- The model was chosen in inner folds over all {record.scores['n_tracks']} tracks. Where the choice is made "
        f"again inside each training part ({', '.join(nested['chosen'])}), accuracy is {nested['accuracy']:.3f} "
        f"({nested['interval'][0]:.3f} to {nested['interval'][1]:.3f}), log loss {nested['log_loss']:.3f}, calibration "
        f"error {nested['ece']:.3f}.",
    ]


def _picked(record: RunRecord) -> list[str]:
    return [
        "- **Picked by hand, with a look at all tracks:** which columns to leave out, by how far resampled clips move "
        "and by log loss in artist-grouped folds over all tracks; so the scores may flatter the inputs a little.",
    ]


def per_genre_of(record: RunRecord) -> list[str]:
    """A table with a row per genre."""
    scores = record.scores
    return [
        "",
        "| genre | recall | 95 % over artists | precision | F1 | tracks | artists |",
        "|---|---|---|---|---|---|---|",
        *(_genre_row(genre, numbers) for genre, numbers in scores["per_genre"].items()),
    ]


def _genre_row(genre: str, numbers: dict[str, Any]) -> str:
    interval = numbers["recall_interval"]
    return (
        f"| {genre} | {numbers['recall']:.2f} | {span(interval)} | {numbers['precision']:.2f} | {numbers['f1']:.2f} "
        f"| {numbers['n_tracks']} | {numbers['n_artists']} |"
    )


def span(interval: list[float] | None) -> str:
    """An interval in words."""
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else "too few artists"


def elsewhere_of(record: RunRecord) -> list[str]:
    """How it does on music from elsewhere."""
    result = record.extra["external"]
    rows = {"classical, pop and rock": result["all"], **result["per_genre"]}
    return [
        "",
        f"## On music from elsewhere: {result['data']}",
        "",
        "| genres | accuracy | 95 % over artists | clips | artists |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {row['accuracy']:.3f} | {span(row['interval'])} | {row['n_tracks']} | {row['n_artists']} |"
            for name, row in rows.items()
        ),
    ]


def _limits(record: RunRecord) -> list[str]:
    extra = record.extra
    inputs = extra["inputs"]
    return [
        "",
        '## When it says "I don\'t know"',
        "",
        f"A song is unknown when most of its cells are farther from the training tracks than "
        f"{1 - record.config['novelty_rate']:.0%} of the tracks by artists held out in inner folds.",
        "That share was picked while looking at other noises and at Emotify; the noises below are new draws.",
        "",
        "| sound | n | called unknown |",
        "|---|---|---|",
        *(f"| {row['sound']} | {row['n']} | {row['unknown']:.1%} |" for row in extra["unknown"]),
        "",
        "## What changes the answer, and what does not",
        "",
        "| treatment | model | clips | top genre changes | median of the largest change |",
        "|---|---|---|---|---|",
        *(
            f"| {row['treatment']} | {row['model']} | {row['n_clips']} | {row['top_genre_changes']:.1%} "
            f"| {row['median_largest_change_points']:.1f} points |"
            for row in extra["robustness"]
        ),
        "",
        "Louder or softer files, 44.1 and 48 kHz and mp3 at 128 kb/s leave the answer nearly as it is; a low sampling "
        "rate, a strong encoder or clipping do not (last rows).",
        "",
        f"{len(LEVEL_COLUMNS)} public columns follow the recording level and {len(BANDWIDTH_COLUMNS)} its uppermost "
        "band; they are left out or turned into ratios. Accuracy of the same model with each set of inputs: "
        + "; ".join(
            f"{name} {row['accuracy']:.3f} ({row['interval'][0]:.3f} to {row['interval'][1]:.3f})"
            for name, row in inputs.items()
        )
        + ".",
        "",
        "Ten genres, Western music, labels of about 2001, and many faults in them: research use. A genre mix is what "
        "this model hears, not what a song is.",
    ]


def rebuild_of(record: RunRecord) -> list[str]:
    """The command that builds it again."""
    return ["", "## Rebuild", "", "```", record.extra["command"], "```"]
