"""The grammar of descriptions -> how many different ones there are, and how much 1,000 prompts differ.

    python -m benchmarks.prompts [--json]

Shares of n-grams and the distance to the nearest depend on how many prompts there are: all lists here have 1,000 or so.
"""

import re
from typing import Any

from benchmarks.report import Tables, run_parts
from core.generation.prompts import MAKERS, VOCABULARIES, Grammar, Prompt, make_prompts, n_descriptions
from core.generation.prompts.diversity import text_diversity
from core.generation.prompts.voices import mentions_voice

N_DRAWN, N_COMPARED, SEED = 10_000, 1_000, 0


def counted() -> Tables:
    """How many descriptions of a genre can be drawn, and what 10,000 that were drawn are."""
    title = f"Descriptions by the grammar: {N_DRAWN:,} drawn of each genre, seed {SEED}"
    return {title: [_counted(genre) for genre in VOCABULARIES]}


def compared() -> Tables:
    """The report on 1,000 prompts of each genre, and on as many of each maker over all genres."""
    each = N_COMPARED // len(VOCABULARIES)
    of_genres = {genre: list(make_prompts(genre, n=N_COMPARED, seed=SEED)) for genre in VOCABULARIES}
    of_makers = {
        maker: [prompt for genre in VOCABULARIES for prompt in make_prompts(genre, n=each, seed=SEED, maker=maker)]
        for maker in MAKERS
    }
    return {
        f"{N_COMPARED:,} prompts of a genre, by gtzan-synth": [_row("genre", *of) for of in of_genres.items()],
        f"{each} prompts of each of {len(VOCABULARIES)} genres": [_row("maker", *of) for of in of_makers.items()],
    }


def _counted(genre: str) -> dict[str, Any]:
    texts = [each.text for each in Grammar().draw(genre, n=N_DRAWN, seed=SEED)]
    low, high = VOCABULARIES[genre].tempo_bpm
    return {
        "genre": genre,
        "can be drawn": n_descriptions(genre),
        "kinds": len(VOCABULARIES[genre].kinds),
        "instruments": len(VOCABULARIES[genre].instruments),
        "BPM": f"{low} to {high}",
        "different": len(set(texts)),
        "without numbers": len({re.sub(r"\d+", "", text) for text in texts}),
        "of a voice": sum(mentions_voice(text) is not None for text in texts),
    }


def _row(what: str, name: str, prompts: list[Prompt]) -> dict[str, Any]:
    report = text_diversity(prompts)
    return {
        what: name,
        "n": report.n,
        "different": report.n_distinct,
        "distinct-1": report.distinct_1,
        "distinct-2": report.distinct_2,
        "distinct-3": report.distinct_3,
        "nearest, median": report.nearest_median,
        "nearest, smallest": report.nearest_min,
        "tempi covered": report.tempo_coverage.share,
        "instruments covered": report.instrument_coverage.share,
        "of a voice": report.n_voices,
    }


if __name__ == "__main__":
    run_parts(__doc__.splitlines()[0], {"counted": counted, "compared": compared})
