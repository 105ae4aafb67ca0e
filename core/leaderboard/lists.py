"""Records of runs in, lists of scores out: one for each protocol and data hash, since no other scores can be ranked.

A list holds its runs, the baseline, and what others published by the same protocol on the same tracks.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.leaderboard.published import CEILINGS, DATASET, PUBLISHED, Ceiling, Published
from core.models import MODELS
from core.models.loaded import BUILT_IN_MODELS
from core.models.pretrained import inputs_words, is_pretrained
from core.runs import RunRecord
from core.training.config import BEST

RUN, BUILT_IN, BASELINE, OTHERS = "run", "built-in", "baseline", "published"


@dataclass(frozen=True)
class Row:
    """One entry of a list; None or "" wherever a number is not known, as in runs of before and published figures.

    Attributes
    ----------
    kind : "run", "built-in", "baseline" or "published"
    name : of the run, "" for what is none
    interval : 95 %, over ``interval_over``; ``sd`` is the deviation over folds, which is no interval
    ece, ece_band : the calibration error, and where that of a perfectly calibrated model would mostly lie
    train_s, size_bytes : how long the training took, and how large the model is
    best_epoch : (best by validation, number of epochs) where the model learns in epochs
    source, citation : who published a figure
    words : what to know before believing it
    pretrained : whether it listens by networks of others, which may have heard the artists that it is scored on
    """

    kind: str
    name: str
    title: str
    accuracy: float
    interval: tuple[float, float] | None = None
    interval_over: str = ""
    sd: float | None = None
    macro_f1: float | None = None
    log_loss: float | None = None
    ece: float | None = None
    ece_band: tuple[float, float] | None = None
    draws: tuple[float, ...] | None = None
    train_s: float | None = None
    size_bytes: int | None = None
    best_epoch: tuple[int, int] | None = None
    settings: str = ""
    made: str = ""
    n_tracks: int | None = None
    source: str = ""
    citation: str = ""
    words: str = ""
    pretrained: bool = False


@dataclass(frozen=True)
class ScoreList:
    """Scores that may be ranked: the same protocol on the same data, the best first.

    ``n_tracks`` counts what was held out, in ``unit`` ("track" or "segment"). ``ceilings`` are lines, no rows.
    ``notes`` say what the list lacks.
    """

    protocol: str
    badge: str
    sentence: str
    leaky: bool
    synthetic: bool
    data_name: str
    data_hash: str
    unit: str
    n_tracks: int
    n_artists: int | None
    rows: tuple[Row, ...]
    ceilings: tuple[Ceiling, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def run_names(self) -> tuple[str, ...]:
        return tuple(row.name for row in self.rows if row.name)


def score_lists(records: Iterable[RunRecord]) -> tuple[ScoreList, ...]:
    """All runs in lists: honest protocols first, then leaky ones, what was scored on made tracks last of each."""
    by_key: dict[tuple[str, str], list[RunRecord]] = defaultdict(list)
    for record in records:
        # Runs that do not tell what they were scored on can be ranked with nobody.
        data_hash = record.data.get("hash") or f"unknown, {record.name}"
        by_key[record.protocol["name"], str(data_hash)].append(record)
    lists = [_score_list(data_hash, alike) for (_, data_hash), alike in by_key.items()]
    return tuple(sorted(lists, key=lambda one: (one.leaky, one.synthetic, one.protocol, one.data_name, one.data_hash)))


def _score_list(data_hash: str, records: Sequence[RunRecord]) -> ScoreList:
    newest = max(records, key=lambda record: record.made)
    protocol, data, scores = newest.protocol, newest.data, newest.scores
    others, missing = _published(newest)
    rows = [*map(_row, records), _baseline(records), *map(_published_row, others)]
    return ScoreList(
        protocol=protocol["name"],
        badge=protocol["badge"],
        sentence=protocol["sentence"],
        leaky=protocol["leaky"],
        synthetic=bool(data.get("synthetic", False)),
        data_name=data["name"],
        data_hash=data_hash,
        unit=str(scores.get("unit", "track")),
        n_tracks=scores["n_tracks"],
        n_artists=scores.get("n_artists"),
        rows=tuple(sorted(rows, key=lambda row: (-row.accuracy, row.made, row.name))),
        ceilings=CEILINGS if data["name"] == DATASET else (),
        notes=tuple(filter(None, (_sentence(protocol.get("note")), missing))),
    )


def _row(record: RunRecord) -> Row:
    scores, extra = record.scores, record.extra
    spec = MODELS.get(record.model)
    return Row(
        kind=BUILT_IN if record.name in BUILT_IN_MODELS else RUN,
        name=record.name,
        title=str(extra.get("title") or (spec.title if spec else record.model)),
        accuracy=float(scores["accuracy"]),
        interval=_pair(scores["interval"]),
        interval_over=scores["interval_over"],
        sd=_number(scores.get("accuracy_sd")),
        macro_f1=_number(scores.get("macro_f1")),
        log_loss=_number(scores.get("log_loss")),
        ece=_number(scores.get("ece")),
        ece_band=_pair(scores["ece_band"]),
        draws=tuple(scores["draws"]) if scores.get("draws") else None,
        train_s=_number(extra.get("train_s")),
        size_bytes=_whole(extra.get("size_bytes")),
        best_epoch=_best_epoch(extra.get("epochs")),
        settings=_settings(record),
        made=record.made,
        n_tracks=scores["n_tracks"],
        pretrained=is_pretrained(record),
    )


def _baseline(records: Sequence[RunRecord]) -> Row:
    """The most frequent genre; where random folds differ from run to run, the highest, so that no cut flatters."""
    return Row(
        kind=BASELINE,
        name="",
        title="Always the most frequent genre",
        accuracy=float(max(record.scores["baseline"] for record in records)),
        words="says the most frequent genre of the training part, whatever it hears",
    )


def _published(record: RunRecord) -> tuple[list[Published], str]:
    """What others published by the same protocol, or why it is not shown."""
    if record.data["name"] != DATASET:
        return [], ""
    found = [one for one in PUBLISHED if one.protocol == record.protocol["name"]]
    here = record.scores["n_tracks"]
    alike = [one for one in found if one.n_tracks == here]
    if alike or not found:
        return alike, ""
    everything = "segments of GTZAN" if record.scores.get("unit") == "segment" else "tracks of the list"
    return [], (
        f"Published figures are not shown: they are of all {found[0].n_tracks:,} {everything}, and {here:,} are here."
    )


def _published_row(one: Published) -> Row:
    return Row(
        kind=OTHERS,
        name="",
        title=one.title,
        accuracy=one.accuracy,
        sd=one.sd,
        log_loss=one.log_loss,
        n_tracks=one.n_tracks,
        source=one.source,
        citation=one.citation,
        words=one.words,
    )


def _settings(record: RunRecord) -> str:
    """How a model was made, in a few words: its settings, its inputs, and the steps before it."""
    config = record.config
    settings = config.get("settings") or {}
    fixed = ", ".join(f"{name}={value}" for name, value in settings.items()) if isinstance(settings, Mapping) else ""
    choice = _choice(record)
    words = [choice, f"the final model has {fixed}" if choice and fixed else fixed]
    words.append(f"sees {inputs_words(record)}" if is_pretrained(record) else f"{config['inputs']} inputs")
    if scaling := config.get("scaling"):
        words.append(f"{scaling} scaling" if scaling != "none" else "no scaling")
    if (selection := config.get("selection") or "none") != "none":
        words.append(f"{config.get('n_selected')} columns by {selection}")
    return "; ".join(filter(None, words))


def _choice(record: RunRecord) -> str:
    """By what each fold, and the final model by itself, came to its settings; "" where they were fixed.

    The configuration of a run is that of its final model, which leaves nothing open: what was searched stands beside.
    """
    search = record.extra.get("search")
    search = search if isinstance(search, Mapping) else {}
    n = _whole(search.get("n"))
    if record.config.get("asked_for") == BEST:
        return f"chosen in each fold among {n:,} candidates of several models" if n else "chosen among several models"
    # A run of before says it in its configuration, without a number.
    kind = search.get("kind") or record.config.get("search") or "none"
    if kind == "none":
        return ""
    return f"chosen in each fold by a {kind} search" + (f" of {n:,}" if n else "")


def _sentence(note: Any) -> str:
    return f"{str(note)[:1].upper()}{str(note)[1:]}." if note else ""


def _number(value: Any) -> float | None:
    """A number that may be missing, or be something else in a run from elsewhere."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if is_number else None


def _whole(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _pair(values: Sequence[float] | None) -> tuple[float, float] | None:
    return None if values is None else (float(values[0]), float(values[1]))


def _best_epoch(epochs: Any) -> tuple[int, int] | None:
    if not isinstance(epochs, Mapping):
        return None
    best, n = _whole(epochs.get("best")), _whole(epochs.get("n"))
    return None if best is None or n is None else (best, n)
