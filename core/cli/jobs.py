"""`jobs`: what runs, waits and is over; ends it, starts it again, shows its log, forgets it."""

import argparse
from typing import TYPE_CHECKING, Any

from core.cli.output import clock, common_options, complain, one_line, percent, print_json, print_table

if TYPE_CHECKING:
    from core.jobs import Job

END_S = 60.0  # a job that does not hear is ended by force long before
EXAMPLES = """\
examples:
  python -m core jobs
  python -m core jobs --json
  python -m core jobs --again 20260314-101500123-table-1f2e3d4c

Jobs run on workers of this machine, started when needed and ended after half an hour without work, or on the
cluster that GENRESCOPE_SCHEDULER names; GENRESCOPE_WORKERS sets how many workers this machine has. A job
goes on when the program that asked for it ends; `--stop` ends the workers, and jobs that ran then can be
started again, which does only what is missing.

With --json one object: jobs, a list of id, kind, title, owner, state (queued, running, done, failed,
cancelled, lost), share (0-1), words, seconds_left (seconds, null while unknown), made, started, ended
(UTC), error, result.
"""


def register(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "jobs",
        help="long work: what runs, waits and is over",
        description="List the jobs, the newest first; or do one thing with one of them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one = command.add_mutually_exclusive_group()
    one.add_argument("--cancel", metavar="ID", help="end a job that waits or runs")
    one.add_argument("--again", metavar="ID", help="start a job again that failed, was cancelled or got lost")
    one.add_argument("--log", metavar="ID", help="print what a job said")
    one.add_argument("--forget", metavar="ID", help="remove a job that is over, and what it kept")
    one.add_argument("--stop", action="store_true", help="end the workers of this machine and all that runs on them")
    common_options(command)
    command.set_defaults(run=jobs)


def jobs(asked: argparse.Namespace) -> int:
    """Do the one thing that was asked, or list."""
    from core.jobs import get_job, start_again

    if asked.stop:
        return _stop(as_json=asked.json)
    if asked.log is not None:
        return _log(get_job(asked.log), as_json=asked.json)
    if asked.forget is not None:
        return _forget(asked.forget, as_json=asked.json)
    if asked.cancel is not None:
        return _list([_cancelled(asked.cancel)], as_json=asked.json)
    if asked.again is not None:
        return _list([start_again(asked.again)], as_json=asked.json)
    return _list_all(as_json=asked.json)


def _list_all(*, as_json: bool) -> int:
    from core.jobs import broken_jobs, list_jobs

    for problem in broken_jobs():
        complain(problem)
    return _list(list_jobs(), as_json=as_json)


def _list(found: "list[Job]", *, as_json: bool) -> int:
    if as_json:
        print_json({"jobs": [_facts(job) for job in found]})
    elif found:
        header = ("job", "kind", "state", "done", "left", "title", "")
        print_table((_row(job) for job in found), header=header, indent="")
    else:
        print("no jobs")
    return 0


def _row(job: "Job") -> tuple[str, ...]:
    left = "-" if job.seconds_left is None else clock(job.seconds_left)
    return (job.id, job.kind, job.state, percent(job.share), left, job.title, job.error or job.words)


def _facts(job: "Job") -> dict[str, Any]:
    names = ("id", "kind", "title", "owner", "state", "share", "words", "seconds_left", "made", "started", "ended")
    return {name: getattr(job, name) for name in (*names, "error", "result")}


def _cancelled(job_id: str) -> "Job":
    """The job once it is over: a command that left earlier could not see to the end of one that does not hear."""
    from core.jobs import cancel_job, wait_for

    cancel_job(job_id)
    return wait_for(job_id, timeout_s=END_S)


def _log(job: "Job", *, as_json: bool) -> int:
    if as_json:
        print_json({"id": job.id, "log": job.log()})
    else:
        for line in job.log().splitlines():
            print(one_line(line))
    return 0


def _forget(job_id: str, *, as_json: bool) -> int:
    from core.jobs import forget_job

    forget_job(job_id)
    if as_json:
        print_json({"forgotten": job_id})
    else:
        print(f"forgotten: {job_id}")
    return 0


def _stop(*, as_json: bool) -> int:
    from core.jobs import stop_cluster

    stopped = stop_cluster()
    if as_json:
        print_json({"stopped": stopped})
    else:
        print("the workers of this machine are stopped" if stopped else "no workers run on this machine")
    return 0
