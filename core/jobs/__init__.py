"""Long work: a function and frozen parameters in, a job out that nothing loses.

A job is a folder of the workspace. Its function runs on a worker of a Dask cluster, this machine's own or one named
by GENRESCOPE_SCHEDULER, which writes how far it is; pages and commands read that. No process that asked for a job
needs to stay for it to end well.
"""

from core.jobs.cancelling import cancel_job
from core.jobs.client import stop as stop_cluster
from core.jobs.cluster import warms_up
from core.jobs.here import run_here
from core.jobs.job import Job
from core.jobs.looking import get_job, list_jobs
from core.jobs.once import ask_once, noted_job
from core.jobs.reading import broken_jobs
from core.jobs.submitting import forget_job, get_ready, rest, start_again, submit
from core.jobs.waiting import wait_for
from core.jobs.workbench import Cancelled, Workbench

__all__ = [
    "Cancelled",
    "Job",
    "Workbench",
    "ask_once",
    "broken_jobs",
    "cancel_job",
    "forget_job",
    "get_job",
    "get_ready",
    "list_jobs",
    "noted_job",
    "rest",
    "run_here",
    "start_again",
    "stop_cluster",
    "submit",
    "wait_for",
    "warms_up",
]
