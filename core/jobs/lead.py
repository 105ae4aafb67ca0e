"""A job on the worker that has it: its function run, and its record kept from the first moment to the last."""

import json
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from distributed import get_worker

from core.jobs.deaths import MAX_DEATHS, died, spared
from core.jobs.fanning import fan_out
from core.jobs.functions import find, from_json
from core.jobs.guard import Ending, ending_of
from core.jobs.pace import Pace
from core.jobs.records import (
    RECORD,
    Record,
    append_log,
    cancel_flag,
    folder_of,
    now,
    read_attempt,
    read_record,
    read_request,
    write,
)
from core.jobs.workbench import Cancelled, Superseded, Workbench

WRITE_S = 0.5  # progress is written this often, at most
MAX_WORDS = 200


def run_job(job_id: str, attempt: int, key: str) -> None:
    """Run a job and record how it goes; what went wrong stands in the record and the log, not in an exception."""
    lead = Lead(folder_of(job_id), attempt, worker=get_worker().address)
    try:
        deaths = lead.take_up()
        if deaths >= MAX_DEATHS:
            lead.end(Ending("failed", error=died("this job", deaths)))
        else:
            lead.end(ending_of(partial(lead.work, key), log=partial(append_log, lead.folder)))
    except Superseded:
        return


class Lead:
    """The worker's hand on a job's record; silent as soon as the job is another's."""

    def __init__(self, folder: Path, attempt: int, *, worker: str) -> None:
        self.folder, self.attempt = folder, attempt
        self._record = Record(attempt=attempt, starts=1, state="running", worker=worker)
        self._pace = Pace()
        self._written = 0.0

    def take_up(self) -> int:
        """Note that this worker has the job; how many workers died with it before."""
        before = read_record(self.folder)
        if before is not None and before.attempt > self.attempt:
            raise Superseded
        if before is not None and before.attempt == self.attempt:
            if before.state != "running":
                raise Superseded
            self._record = replace(self._record, starts=before.starts + 1, started=before.started)
        self._record = replace(self._record, started=self._record.started or now(), told=time.time())
        self._check_attempt()
        write(self.folder, RECORD, self._record)
        return self._record.starts - 1 - spared(self.folder, self.attempt)

    def work(self, key: str) -> dict[str, Any]:
        """Call the function of the request; its result, which must be JSON. ``key`` begins those of its parts."""
        request = read_request(self.folder)
        params = from_json(find(request.params_type), request.params)
        bench = Workbench(self.folder, told=self.tell, fan_out=partial(fan_out, attempt=self.attempt, key=key))
        self._heed()
        result = find(request.function)(params, bench)
        if not isinstance(result, dict):
            raise TypeError(f"{request.function} returned a {type(result).__name__}; a job returns a dict")
        json.dumps(result, allow_nan=False)
        return result

    def tell(self, share: float, words: str) -> None:
        """Record the progress, now and then; raises Cancelled when somebody asked for the end."""
        self._heed()
        told = time.time()
        left = self._pace.seconds_left(share, now=told)
        due = told - self._written >= WRITE_S
        self._record = replace(
            self._record, share=share, words=" ".join(words.split())[:MAX_WORDS], seconds_left=left, told=told
        )
        if due:
            self._write()
            self._written = told

    def end(self, ending: Ending) -> None:
        """Record how the job ended."""
        share = 1.0 if ending.state == "done" else self._record.share
        self._write(
            state=ending.state, error=ending.error, result=ending.value, share=share, ended=now(), seconds_left=None
        )

    def _heed(self) -> None:
        if cancel_flag(self.folder, self.attempt).exists():
            raise Cancelled

    def _write(self, **changes: Any) -> None:
        self._check_attempt()
        written = read_record(self.folder)
        if written is None or (written.attempt, written.starts) != (self.attempt, self._record.starts):
            raise Superseded
        self._record = replace(self._record, **changes)
        write(self.folder, RECORD, self._record)

    def _check_attempt(self) -> None:
        current = read_attempt(self.folder)
        if current is None or current.number != self.attempt:
            raise Superseded
