"""A run that is forgotten takes along what was explained of it, and nothing else."""

from core.explain.stored import forget_run
from core.explain.wish import key_of_weights
from core.runs import list_runs, runs_folder, save_run
from core.workspace import workspace
from tests.core.made_runs import made_run


def test_a_forgotten_run_takes_its_explanations_along():
    folders = []
    for name in ("toy", "other"):
        run = made_run(name)
        save_run(run, runs_folder() / name)
        folders.append(workspace() / "explanations" / f"{key_of_weights(run.record.weights_sha256)}-0123")
        folders[-1].mkdir(parents=True)
    forget_run("toy")
    assert [record.name for record in list_runs()] == ["other"]
    assert [folder.exists() for folder in folders] == [False, True]
