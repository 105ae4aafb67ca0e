"""What is stored about a jazz model -> its card in Markdown: data, protocol, held-out numbers, limits, command."""

from typing import Any

from core.fidelity.jazz_heard import Hearing, hearings_in
from core.jazz.models.loaded import Shape

About = dict[str, Any]


def render_jazz_card(name: str, shape: Shape, about: About) -> str:
    """Every measured number in the card is one of ``about``; nothing is typed by hand."""
    measured = (_scores(shape, about), _judged(about), _heard(about))
    parts = (_head(name, shape, about), *measured, _limits(shape), _rebuild(name, about))
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(name: str, shape: Shape, about: About) -> list[str]:
    data, config = about["data"], shape.config
    amounts = ", ".join(
        f"{part} {data[f'n_{part}']['pieces']:,} pieces with {data[f'n_{part}']['steps']:,} steps"
        for part in ("train", "valid", "test")
    )
    conditions = ", ".join([*(["manner"] if config.n_manners else []), *config.attributes]) or "none"
    return [
        f"# {about['title']} (`{name}`)",
        "",
        f"{about['about'][0].upper()}{about['about'][1:]}. Makes new jazz by machine; holds no recording and no piece.",
        "",
        f"- **Model:** {config.architecture} of width {config.width} in {config.n_layers} layers as encoder and "
        f"decoder, latent {config.latent}; the decoder sees what was played before, and z at every step.",
        f"- **Representation:** {shape.representation.title}; sequences of {config.n_steps} steps.",
        f"- **Conditions:** {conditions}.",
        f"- **Data:** {data['source']}. Licence: {data['licence']}.",
        f"- **Parts:** {amounts}; {data['protocol']}.",
        *(f"- **Source:** {citation}." for citation in data["citations"]),
        *_manners(data),
        f"- **Trained:** {len(about['curves'])} epochs, best {about['best_epoch']}, in {about['seconds'] / 60:.0f} "
        f"min on {about['device']} (torch {about['torch']}){_before(about)}.",
    ]


def _manners(data: dict) -> list[str]:
    names = data.get("manners_of")
    return [f"- **The transcribed recordings are by:** {', '.join(names)}."] if names else []


def _before(about: About) -> str:
    before = about.get("language_model")
    return (
        f", after {before['epochs']} epochs of a language model in {before['seconds'] / 60:.0f} min whose weights it "
        "began with"
        if before
        else ""
    )


def _scores(shape: Shape, about: About) -> list[str]:
    scores = about["scores"]
    per_note = f", {scores['per_note']:.3f} per note"
    interval = scores["interval"]
    spread = f" (95 % over recordings {interval[0]:.3f} to {interval[1]:.3f})" if interval else ""
    return [
        "",
        "## Held-out numbers",
        "",
        "Nats; cold start, one sample of z, the KL in full, nothing annealed, no code left out, no condition known.",
        "",
        f"- -ELBO **{scores['per_token']:.3f}** per token{per_note}{spread}; n = {scores['n_sequences']:,} sequences, "
        f"{scores['n_steps']:,} steps.",
        f"- Of it reconstruction {scores['reconstruction']:.3f} and KL {scores['kl']:.3f} per step; KL "
        f"{scores['kl_per_sequence']:.1f} per sequence; {scores['n_active']} of {shape.config.latent} units active.",
        f"- With z from the prior instead the reconstruction is worse by {scores['z_is_worth']:.3f} per step; MMD of "
        f"the aggregated posterior from the prior {scores['mmd']:.4f}.",
        *_told(scores),
    ]


def _told(scores: dict) -> list[str]:
    """What it costs where the piece's own conditions are known, which tell a part of the answer."""
    told = scores["told"]
    if told is None:
        return []
    return [
        f"- Told each piece's own conditions: -ELBO {told['bound']:.3f} per note, KL {told['kl_per_sequence']:.1f} per "
        f"sequence, z worth {told['z_is_worth']:.3f}. No n-gram is told them."
    ]


def _judged(about: About) -> list[str]:
    return ["", "## Judged by notes", "", *about["judged"]] if about.get("judged") else []


def heard_rows(hearing: Hearing) -> list[dict[str, Any]]:
    """What a genre model heard, a row for each source."""
    return [
        {
            "source": one.source,
            "clips": one.n_clips,
            "jazz heard, less that in held-out jazz": f"{one.difference:+.3f} ({one.interval[0]:+.3f} to "
            f"{one.interval[1]:+.3f})",
        }
        for one in hearing.report.sources
    ]


def _heard(about: About) -> list[str]:
    return [line for hearing in hearings_in(about) for line in _heard_by(hearing)]


def _heard_by(hearing: Hearing) -> list[str]:
    report, rows = hearing.report, heard_rows(hearing)
    return [
        "",
        f"## Heard by {report.model}",
        "",
        f"{hearing.n_clips} clips of each source from seed {hearing.seed} on, up to {report.duration_s:.0f} s of each, "
        f"beside {report.n_real} held-out clips of {report.n_tracks} tracks; 95 % intervals over tracks. "
        f"{report.caveat}",
        "",
        f"| {' | '.join(rows[0])} |",
        f"|{'---|' * len(rows[0])}",
        *(f"| {' | '.join(map(str, row.values()))} |" for row in rows),
        "",
        f"Measured by `{hearing.command}`.",
    ]


def _limits(shape: Shape) -> list[str]:
    timed = (
        "Its recordings lie on a grid of 100 ms with a single velocity, so it knows no dynamics and no swing of its "
        "own; no beat is known, so it keeps none on purpose. Notes are transcribed by machine, and thirty seconds is "
        "the longest that it has heard in one piece."
        if shape.representation.is_timed
        else "Its tokens have no time: rhythm, tempo and swing are given by whoever plays them. The stream knows no "
        "borders between songs, so a sequence may run from one into the next."
    )
    return [
        "",
        "## Limits",
        "",
        f"- {timed}",
        "- It may repeat phrases of what it learnt from; the page measures that.",
    ]


def _rebuild(name: str, about: About) -> list[str]:
    return [
        "",
        "## Rebuild",
        "",
        "```",
        f"GENRESCOPE_DATA=<folder with jazz/> python -m benchmarks.jazz_models {name}",
        "```",
        "",
        f"Seed {about['training']['seed']}. Licence of the weights: MIT.",
    ]
