"""What the panel shows at once and what it folds, and what it does not do for who has no job."""

import subprocess
import sys

from core.ui.jobs import board
from core.ui.jobs.panel import split
from core.workspace import PROJECT_ROOT


def test_the_newest_jobs_are_shown_and_the_rest_is_folded(make_job):
    jobs = [make_job(id=str(n), state="done") for n in range(5)]
    shown, folded = split(jobs)
    assert [job.id for job in shown] == ["0", "1", "2"]
    assert [job.id for job in folded] == ["3", "4"]


def test_what_goes_on_is_never_folded(make_job):
    states = ["done", "running", "failed", "lost", "queued", "done"]
    shown, folded = split([make_job(id=str(n), state=state) for n, state in enumerate(states)])
    assert [job.id for job in shown] == ["0", "1", "4"]
    assert [job.id for job in folded] == ["2", "3", "5"]
    busy = [make_job(id=str(n), state="running") for n in range(6)]
    assert split(busy) == (busy, [])


def test_a_workspace_without_a_job_has_none_to_show(workspace):
    assert board.jobs_of("a" * 32) == []
    assert not board.is_busy("a" * 32)


def test_the_panel_of_a_visitor_without_a_job_imports_no_cluster():
    looks = "import sys; from core.ui.jobs import board; board.jobs_of('a' * 32); print('distributed' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True, cwd=PROJECT_ROOT)
    assert done.stdout.strip() == "False"
