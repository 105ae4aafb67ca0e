"""The engine of Genrescope. Data moves up this map, imports run down it: never up, and never round in a circle.

    __main__.py           `python -m core ...`: dispatches to cli/
    cli/                  one file per group of commands: the same functions without a browser
    ui/                   all that knows Streamlit: pages list, frame, state, visitor, caches, player
    figures/              values -> Plotly figures; knows no Streamlit and no engine
                          -- the questions people ask --
    synthesis/            a recipe -> a synthetic dataset: prompts, clips of them, what each was made of
    fidelity/             what was made -> how near real music it is, what a genre model hears in it, beside anchors
    genre_mix/            a song + a model -> cells and the mix, tags over time, and whether it is known at all
    explain/              a run + rows -> SHAP values (n_rows, n_players, n_genres), and how far to trust them
    anatomy/              a signal -> tempo, key, loudness, its parts, and descriptors to look at frame by frame
    likeness.py           a song + the training tracks -> the nearest ones, what stands out
    explore/              a table -> correlations, rankings, clusters, neighbours, PCA / t-SNE / UMAP maps
    doctor/               a dataset -> findings: faults of sound, recordings twice, labels worth a listen
    comparison.py         two runs on the same tracks -> who is right where, and whether that may be chance
    leaderboard/          runs -> lists of scores by protocol and data, with the baseline and what was published
                          -- from tracks to scores --
    training/             protocol + model -> run: choose in inner folds, fit, calibrate, score; leakage; jobs of them
    evaluation/           truth + probabilities -> scores with intervals; embeddings -> variety; numbers in, numbers out
    data/                 tracks: datasets/ (one file each), tables, splits.py (rules), protocols.py, what was excluded
    models/               features -> genre probabilities; MODELS registry; rebuilds a stored run;
                          backbones/: segments -> embeddings and tags, by networks that others trained
                          -- from sound to numbers and back --
    features/             segments -> named numbers; FAMILIES registry, extract.py, hpss.py
    jazz/                 MIDI -> notes -> codes -> VAE -> codes -> notes -> sound; steering it, and judging by notes
    generation/           a brief -> a clip: arranger/ (a band by rules), musicgen/, prompts/, demos; clips.py writes
    sound/                decode.py (the only decoder), segments.py, loudness.py, render.py (MIDI -> sound)
                          -- the ground --
    runs.py               a trained model on disk: bytes, config, data hash, protocol, scores; knows no model
    intervals.py          values and who made them -> how far a mean may be off, by a bootstrap over groups
    licences.py           what one may do with recordings; of several the strictest travels
    jobs/                 long work: a function and frozen parameters -> a job on a Dask cluster that nothing loses
    downloads.py          every remote file: url, sha256, size, licence
    archives.py           a stranger's zip -> its entries as checked streams of bytes, within limits
    names.py              a file's name as a stranger gave it -> one line to show, and whether it is worth a word
    workspace.py          where everything lives on disk (GENRESCOPE_HOME, default ./workspace)
    errors.py             CoreError and its few children

`app.py` and `pages/` stand above it all: they ask and show. `tests/test_arrows.py` reads this map and holds it.
"""
